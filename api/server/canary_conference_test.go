package server

import (
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
	return k
}

// conferences walks the operations of conferences under the mask.
func (w *hiding) conferences(do func(writing) reply) {
	w.t.Helper()
	plain := "役割を分ける。"
	do(writing{op: "proposeConference", by: desk, body: w.proposal(w.caseID(), plain, map[string]any{"agencyId": w.agencies[kita], "required": true})})
	w.meetings(do)
}
