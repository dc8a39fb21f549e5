package server

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// timed gives a polled conference its time, an hour ago.
func (s *stage) timed(id casework.ID) {
	s.t.Helper()
	sql[int](s, `WITH x AS (UPDATE conferences SET state = 'scheduled', starts_at = $2, ends_at = $3, scheduled_at = $2, at = $2, version = version + 1 WHERE id = $1 RETURNING 1) SELECT count(*) FROM x`,
		id, s.now().Add(-time.Hour), s.now().Add(time.Hour))
}

func (s *stage) meeting(name string, id casework.ID) gen.Meeting {
	s.t.Helper()
	return want[gen.Meeting](s.t, s.get(name, "/conferences/"+string(id)+"/meeting"), 200)
}

func (s *stage) minutes(name string, id casework.ID) gen.MinutesRecord {
	s.t.Helper()
	return want[gen.MinutesRecord](s.t, s.get(name, "/conferences/"+string(id)+"/minutes"), 200)
}

func (s *stage) meetingVerb(name string, id casework.ID, verb string, body any, etag string) reply {
	s.t.Helper()
	return s.as(name).do("POST", "/api/v1/conferences/"+string(id)+"/"+verb, toJSON(body), ifMatchHeader(etag))
}

// everybody is the list at the door: all came, and who had not pledged signs there.
func everybody(m gen.Meeting, words string) []any {
	list := []any{}
	for _, i := range m.Members {
		list = append(list, map[string]any{"inviteeId": i.InviteeId, "presence": "present", "paper": len(i.Pledged) == 0, "name": words, "function": words})
	}
	return list
}

// heldWith brings a conference with a time to its meeting, with the words in every text of it.
func (s *stage) heldWith(id casework.ID, words string) {
	s.t.Helper()
	s.timed(id)
	m := want[gen.Meeting](s.t, s.meetingVerb(desk, id, "prepare", map[string]any{"materials": map[string]any{"sheet": true, "notes": true, "conditions": words},
		"agenda": []any{map[string]any{"title": words, "note": words, "minutes": 10}}}, s.meeting(desk, id).Etag), 200)
	m = want[gen.Meeting](s.t, s.meetingVerb(desk, id, "hold", map[string]any{"heldAt": s.now(), "attendance": everybody(m, words)}, m.Etag), 200)
	record := s.minutes(desk, id)
	record.Minutes.Items[0].Talk, record.Minutes.General = words, words
	record.Minutes.Items[0].Decisions = []casework.Decision{{ID: casework.NewID(s.now()), Text: words}}
	record.Minutes.Items[0].Tasks = []casework.MinutesTask{{ID: casework.NewID(s.now()), Agency: s.agencies[kikan], Task: words}}
	want[gen.MinutesRecord](s.t, s.meetingVerb(desk, id, "write-minutes", map[string]any{"minutes": record.Minutes}, record.Etag), 200)
}

// meetings walks the operations of the meeting under the mask: the words were written before anybody was protected.
func (w *hiding) meetings(do func(writing) reply) {
	w.t.Helper()
	id, plain := casework.ID(w.ids["conferenceId"]), "落ち着いて話せた。"
	tag := func() []string { return []string{ifMatchHeader(w.meeting(desk, id).Etag)} }
	kept := w.minutes(desk, id)
	if strings.Contains(kept.Minutes.General, canaryTown) {
		w.t.Error("the record shows the canary")
	}
	do(writing{op: "pledgeConference", by: kikan, body: map[string]any{"textVersion": "statutory-1"}})
	for _, op := range []string{"getMeeting", "getConferencePackage", "getConferenceLive"} {
		do(writing{op: op, by: kikan})
	}
	kept.Minutes.Items[0].Talk += "\n" + plain
	do(writing{op: "writeMinutes", by: desk, body: map[string]any{"minutes": kept.Minutes}, headers: []string{ifMatchHeader(kept.Etag)}})
	if got := sql[string](w.stage, `SELECT minutes->'items'->0->>'talk' FROM conference_meetings WHERE conference_id = $1`, id); got != canaryWords+"\n"+plain {
		w.t.Errorf("a record written under the mask lost something: %s", got)
	}
	do(writing{op: "announcePresence", by: desk, body: map[string]any{"writing": true}})
	do(writing{op: "attendConference", by: desk, body: map[string]any{"attendance": everybody(w.meeting(desk, id), "")}, headers: tag()})
	do(writing{op: "getMinutes", by: desk})
	for _, op := range []string{"makeAgendaPdf", "makeMinutesPdf"} {
		if text := w.readPaper(do(writing{op: op, by: desk, body: map[string]any{"ground": "own_work"}})); !strings.Contains(text, casework.Hidden) {
			w.t.Errorf("%s: nothing was hidden, the walk proves nothing: %s", op, text)
		}
	}
	do(writing{op: "getConferenceNoticePdf", by: desk})
	do(writing{op: "previewFinalization", by: desk})
	do(writing{op: "finalizeConference", by: desk, body: map[string]any{"minutesVersion": w.meeting(desk, id).MinutesVersion}, headers: tag()})
	do(writing{op: "addAddendum", by: desk, body: map[string]any{"text": plain, "reason": plain}, headers: []string{ifMatchHeader(w.minutes(desk, id).Etag)}})

	second := want[gen.Conference](w.t, w.propose(w.proposal(w.caseID(), plain, map[string]any{"agencyId": w.agencies[kita], "required": true},
		map[string]any{"agencyId": w.agencies[hoken], "required": true})), 201)
	w.timed(second.Id)
	w.ids["conferenceId"], w.ids["inviteeId"] = string(second.Id), string(second.Invitees[1].Id)
	do(writing{op: "prepareConference", by: desk, body: map[string]any{"materials": map[string]any{"sheet": true, "notes": true}, "agenda": []any{map[string]any{"title": plain}}},
		headers: []string{ifMatchHeader(w.meeting(desk, second.Id).Etag)}})
	do(writing{op: "removeInvitee", by: desk, headers: []string{ifMatchHeader(w.meeting(desk, second.Id).Etag)}})
	m := w.meeting(desk, second.Id)
	do(writing{op: "holdConference", by: desk, body: map[string]any{"heldAt": w.now(), "attendance": everybody(m, "")}, headers: []string{ifMatchHeader(m.Etag)}})
	w.ids["conferenceId"] = string(id)
}

// meetingCalls are how each operation of a meeting is asked well.
func meetingCalls(rows map[string]call) {
	tag := `"0"`
	doc := `{"minutes":{"items":[]}}`
	for op, row := range map[string]call{
		"getMeeting": {}, "getConferencePackage": {}, "getMinutes": {}, "getConferenceLive": {}, "previewFinalization": {},
		"makeAgendaPdf": {body: ownWork}, "makeMinutesPdf": {body: ownWork}, "getConferenceNoticePdf": {},
		"prepareConference": {body: `{"agenda":[]}`, ifMatch: tag}, "pledgeConference": {body: `{"textVersion":"statutory-1"}`}, "removeInvitee": {ifMatch: tag},
		"holdConference":   {body: `{"heldAt":"2026-06-10T03:00:00Z","attendance":[{"presence":"absent"}]}`, ifMatch: tag},
		"attendConference": {body: `{"attendance":[{"presence":"absent"}]}`, ifMatch: tag}, "writeMinutes": {body: doc, ifMatch: tag},
		"announcePresence": {body: `{"writing":true}`}, "finalizeConference": {body: `{"minutesVersion":0}`, ifMatch: tag},
		"addAddendum": {body: `{"text":"追記","reason":"書き漏れ"}`, ifMatch: tag},
	} {
		rows[op] = row
	}
}

// meetingTables is everything a meeting is stored in, for a look before and after.
func (s *stage) meetingTables() string {
	s.t.Helper()
	var parts []string
	for _, table := range []string{"conferences", "conference_meetings", "conference_pledges", "conference_attendances", "conference_addenda", "assignments", "plans", "monitorings",
		"notifications", "messages", "package_grants", "case_events", "disclosures", "case_access", "supports", "cases"} {
		parts = append(parts, sql[string](s, fmt.Sprintf(`SELECT '%[1]s ' || count(*) || ' ' || md5(coalesce(string_agg(x::text, '|' ORDER BY x::text), '')) FROM %[1]s x`, table)))
	}
	slices.Sort(parts)
	return strings.Join(parts, "\n")
}
