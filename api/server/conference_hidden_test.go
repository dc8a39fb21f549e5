package server

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/policy"
)

// A conference to which somebody is not invited answers like one that is not there, on every operation below it.
// Coordinators see them all, so they have no part in this walk.
func TestOthersConferencesDoNotExist(t *testing.T) {
	s := newStage(t)
	k := s.polled(s.coordinated(), yorisoi)
	rows := map[string]call{"getConference": {}}
	s.conferenceCalls(k, rows)
	_, operations := contract(t)
	for _, op := range slices.Sorted(maps.Keys(operations)) {
		o := operations[op]
		if !strings.HasPrefix(o.path, "/conferences/{conferenceId}") {
			continue
		}
		row, known := rows[op]
		if !known {
			t.Errorf("%s has no line in this walk", op)
			continue
		}
		headers := []string{}
		if row.ifMatch != "" {
			headers = append(headers, ifMatchHeader(row.ifMatch))
		}
		path := func(id casework.ID) string {
			return "/api/v1" + strings.NewReplacer("{conferenceId}", string(id), "{inviteeId}", string(k.Invitees[0].Id)).Replace(o.path) + row.path
		}
		before := s.contents() + s.conferenceContents()
		for _, name := range []string{fukushi, kokoro} {
			hidden := s.as(name).do(o.method, path(k.Id), row.body, headers...)
			unknown := s.as(name).do(o.method, path(unknownID), row.body, headers...)
			wanted := 404
			if !policy.Allows(roleOf(name), op) {
				wanted = 403
			}
			if hidden.status != wanted || unknown.status != wanted || !bytes.Equal(anonymous(hidden), anonymous(unknown)) {
				t.Errorf("%s as %s: %d, and %d for an unknown id\n%s\n%s", op, name, hidden.status, unknown.status, hidden.body, unknown.body)
			}
		}
		if r := s.do(o.method, path(k.Id), row.body, headers...); r.status != 401 {
			t.Errorf("%s as nobody: %d", op, r.status)
		}
		if after := s.contents() + s.conferenceContents(); after != before {
			t.Errorf("%s: a refused call changed\n%s\n%s", op, before, after)
		}
	}
}

// conferenceCalls adds how each operation below /conferences/{conferenceId} is asked well.
func (s *stage) conferenceCalls(k gen.Conference, rows map[string]call) {
	meetingCalls(rows)
	place := toJSON(map[string]any{"slotId": k.Slots[0].Id, "place": "市役所"})
	rows["answerConference"] = call{body: toJSON(map[string]any{"answers": []any{map[string]any{"slotId": k.Slots[0].Id, "mark": "yes"}}})}
	rows["respondConference"] = call{body: `{"reply":"attend"}`}
	rows["remindConference"] = call{ifMatch: `"1"`}
	rows["scheduleConference"] = call{body: place, ifMatch: `"1"`}
	rows["rescheduleConference"] = call{body: place, ifMatch: `"1"`}
	rows["cancelConference"] = call{body: `{"reason":"都合"}`, ifMatch: `"1"`}
}

func (s *stage) conferenceContents() string {
	s.t.Helper()
	return sql[string](s, `SELECT (SELECT 'conferences ' || count(*) || ' ' || coalesce(sum(version), 0) || ' ' || coalesce(max(updated_at)::text, '') FROM conferences)
		|| (SELECT ' invitees ' || count(*) || ' ' || count(answered_at) || ' ' || count(replied_at) FROM conference_invitees)
		|| (SELECT ' answers ' || count(*) FROM conference_answers) || (SELECT ' bookings ' || count(*) FROM bookings)`)
}
