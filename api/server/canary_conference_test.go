package server

import (
	"fmt"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// proposal is the body of a conference about a case with one slot, next Thursday at ten.
func (s *stage) proposal(id casework.ID, words string, invitees ...map[string]any) map[string]any {
	s.t.Helper()
	slot := s.slot(2, 10)
	return map[string]any{"caseId": id, "kind": "case_conference", "legalBasis": "social_welfare_106_6", "purpose": words, "slots": []any{slot}, "invitees": invitees}
}

// slot is a candidate time of an hour, so many days from noon's day, beginning at the hour (Tokyo).
func (s *stage) slot(days, hour int) map[string]any {
	day := noon.AddDate(0, 0, days)
	start := time.Date(day.Year(), day.Month(), day.Day(), hour-9, 0, 0, 0, time.UTC)
	return map[string]any{"startsAt": start, "endsAt": start.Add(time.Hour)}
}

// conference is proposed before anybody is protected, with the canary in every text of it.
func (w *hiding) conference(id casework.ID) casework.ID {
	w.t.Helper()
	body := w.proposal(id, canaryWords,
		map[string]any{"agencyId": w.agencies[kikan], "function": canaryTown + "の担当", "required": true},
		map[string]any{"agencyId": w.agencies[kita], "required": false},
		map[string]any{"name": canaryTown + "の民生委員", "organization": canaryTown + "民生委員会", "email": "minsei@example.jp", "function": canaryTown, "required": false})
	k := want[gen.Conference](w.t, w.as(desk).do("POST", "/api/v1/conferences", toJSON(body)), 201).Id
	w.heldWith(k, canaryWords)
	want[gen.Conference](w.t, w.as(desk).do("POST", "/api/v1/conferences", toJSON(body)), 201) // and one that is still polled
	return k
}

// conferences walks the operations of conferences under the mask.
func (w *hiding) conferences(do func(writing) reply) {
	w.t.Helper()
	plain := "役割を分ける。"
	w.meetings(do)
	k := want[gen.Conference](w.t, do(writing{op: "proposeConference", by: desk, body: w.proposal(w.caseID(), plain, map[string]any{"agencyId": w.agencies[kita], "required": true})}), 201)
	held, kept := w.ids["conferenceId"], sql[string](w.stage, `SELECT id FROM conferences WHERE state = 'polling' ORDER BY proposed_at, id LIMIT 1`)
	w.ids["conferenceId"] = string(k.Id)
	do(writing{op: "cancelConference", by: desk, body: map[string]any{"reason": plain}, headers: []string{ifMatchHeader(`"1"`)}})
	w.ids["conferenceId"] = kept

	slot := sql[casework.ID](w.stage, `SELECT id FROM conference_slots WHERE conference_id = $1`, kept)
	do(writing{op: "answerConference", by: kikan, body: map[string]any{"answers": []any{map[string]any{"slotId": slot, "mark": "maybe", "comment": plain}}}})
	tag := func() []string {
		return []string{ifMatchHeader(fmt.Sprintf("%q", sql[string](w.stage, `SELECT version::text FROM conferences WHERE id = $1`, kept)))}
	}
	room := want[gen.Room](w.t, do(writing{op: "addRoom", by: desk, body: map[string]any{"name": "第1会議室"}}), 201)
	w.ids["roomId"] = string(room.Id)
	do(writing{op: "updateRoom", by: desk, body: map[string]any{"name": "第2会議室"}, headers: []string{ifMatchHeader(`"1"`)}})
	do(writing{op: "remindConference", by: desk, headers: tag()})
	do(writing{op: "scheduleConference", by: desk, body: map[string]any{"slotId": slot, "roomId": room.Id}, headers: tag()})
	do(writing{op: "rescheduleConference", by: desk, body: map[string]any{"slotId": slot, "place": "別の部屋"}, headers: tag()})
	do(writing{op: "respondConference", by: kikan, body: map[string]any{"reply": "attend", "note": plain}})

	feed := want[gen.CalendarFeedMade](w.t, do(writing{op: "createCalendarFeed", by: kikan}), 201)
	w.ids["feedKey"] = feed.Path[strings.LastIndex(feed.Path, "/")+1:]
	token := w.linkOf(casework.ID(kept), casework.InviteeOutside)
	_, operations := contract(w.t)
	for op, body := range map[string]string{"getAnswerPage": "", "answerByLink": toJSON(map[string]any{"answers": []any{map[string]any{"slotId": slot, "mark": "yes"}}}), "respondByLink": `{"reply":"absent"}`} {
		w.try(operations[op], kikan, "", body, "X-Link-Token: "+token)
	}
	w.answered["answerByLink"] = true // too late for a poll: what it refuses was looked at
	w.try(operations["readCalendarFeed"], kikan, "", "")
	w.ids["feedKey"] = strings.Repeat("x", 43)
	do(writing{op: "revokeCalendarFeed", by: kikan})
	w.ids["conferenceId"] = held
	if n := sql[int](w.stage, `SELECT count(*) FROM messages m WHERE m.kind LIKE 'conference%' AND convert_from(convert_to(m.subject || m.body || coalesce(convert_from(m.calendar, 'UTF8'), ''), 'UTF8'), 'UTF8') ~ $1`, canaryTown+"|"+canaryHome); n != 0 {
		w.t.Errorf("%d mails hold the canary", n)
	}
}

// linkOf is the token that one invitee got by mail.
func (s *stage) linkOf(conference casework.ID, kind casework.InviteeKind) string {
	s.t.Helper()
	body := sql[string](s, `SELECT m.body FROM messages m JOIN conference_invitees i ON i.conference_id = m.object_id AND m.once LIKE '% ' || i.id || ' %'
		WHERE m.object_id = $1 AND i.kind = $2 ORDER BY m.created_at DESC, m.id DESC LIMIT 1`, conference, kind)
	_, after, found := strings.Cut(body, "/answer#")
	if !found {
		s.t.Fatalf("no link in %s", body)
	}
	token, _, _ := strings.Cut(after, "\n")
	return token
}
