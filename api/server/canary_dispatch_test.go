package server

import (
	"fmt"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

func advisorInput(name, email string) map[string]any {
	return map[string]any{"kind": "person", "name": name, "kana": "じょげん たろう", "organisation": "岡山県助言士会", "fields": []string{"elderly", "rights"}, "from": "2026-04-01",
		"until": "2028-03-31", "expertise": "成年後見", "phone": "086-000-0000", "email": "advisor@example.test", "accountEmail": email}
}

// advisor enters somebody of the play into the registry.
func (s *stage) advisor(keeper, name string) casework.ID {
	s.t.Helper()
	return want[gen.Advisor](s.t, s.as(keeper).do("POST", "/api/v1/advisors", toJSON(advisorInput("助言 太郎", name+"@example.test"))), 201).Id
}

func dispatchInput(words string) map[string]any {
	return map[string]any{"question": "8050の世帯への入り方", "mode": "conference", "fields": []string{"elderly"}, "issues": []string{"care"},
		"scope": map[string]any{"sheet": true, "notes": true}, "ground": "life_and_body", "groundNote": words, "conditions": words}
}

func (s *stage) dispatchTag(id casework.ID) string {
	s.t.Helper()
	return ifMatchHeader(fmt.Sprintf("%q", sql[string](s, `SELECT version::text FROM dispatches WHERE id = $1`, id)))
}

// dispatchVerb presses a button on a dispatch, having seen its newest version.
func (s *stage) dispatchVerb(name string, id casework.ID, verb string, body any) reply {
	s.t.Helper()
	return s.as(name).do("POST", "/api/v1/dispatches/"+string(id)+"/"+verb, toJSON(body), s.dispatchTag(id))
}

func meetingInput(at time.Time) map[string]any {
	return map[string]any{"start": at, "minutes": 90, "place": "保健福祉会館 研修室"}
}

// dispatched: an advisor who is not listed advised on the case, in words that hold the canary.
func (w *hiding) dispatched(id casework.ID) {
	w.t.Helper()
	advisor := w.advisor("kikaku-city_office", "kikaku-advisor")
	d := want[gen.Dispatch](w.t, w.as(yorisoi).do("POST", "/api/v1/cases/"+string(id)+"/dispatches", toJSON(dispatchInput(canaryWords))), 201).Id
	want[gen.Dispatch](w.t, w.dispatchVerb(desk, d, "assign", map[string]any{"advisorId": advisor, "meeting": meetingInput(w.now().AddDate(0, 0, 7))}), 200)
	want[gen.Dispatch](w.t, w.dispatchVerb("kikaku-advisor", d, "confirm", map[string]any{"pledged": true}), 200)
	want[gen.Dispatch](w.t, w.dispatchVerb("kikaku-advisor", d, "advise", map[string]any{"on": "2026-11-24", "minutes": 60, "text": canaryWords}), 200)
	w.advisorID, w.dispatchID = advisor, d
	picture := map[string]any{"people": []any{map[string]any{"id": unknownID, "extra": true, "name": "姉 " + canaryTown, "relation": "姉"}}, "unions": []any{}, "parents": []any{},
		"ties": []any{map[string]any{"id": unknownID, "resource": canaryTown + "の友人", "kind": "strong", "note": canaryWords}}}
	want[gen.HouseholdPicture](w.t, w.as(yorisoi).do("PUT", "/api/v1/cases/"+string(id)+"/household-picture", toJSON(picture), ifMatchHeader(`"0"`)), 200)
}

// dispatches does everything with advisors that changes something.
func (w *hiding) dispatches(do func(writing) reply) {
	w.t.Helper()
	id, plain := w.ids["dispatchId"], "続けて通う。"
	tag := func() []string { return []string{w.dispatchTag(casework.ID(w.ids["dispatchId"]))} }
	seen := want[gen.HouseholdPicture](w.t, w.get(yorisoi, "/cases/"+w.ids["caseId"]+"/household-picture"), 200)
	do(writing{op: "saveHouseholdPicture", by: yorisoi, body: map[string]any{"people": seen.People, "unions": seen.Unions, "parents": seen.Parents, "ties": seen.Ties}, headers: []string{ifMatchHeader(seen.Etag)}})
	if kept := sql[string](w.stage, `SELECT content ->> 'ties' FROM household_pictures`); !strings.Contains(kept, canaryTown) {
		w.t.Errorf("drawing under the mask lost something: %s", kept)
	}
	made := want[gen.Advisor](w.t, do(writing{op: "createAdvisor", by: "kikaku-city_office", body: advisorInput("別の 人", "")}), 201)
	kept := w.ids["advisorId"]
	w.ids["advisorId"] = string(made.Id)
	do(writing{op: "updateAdvisor", by: "kikaku-city_office", body: advisorInput("別の 方", ""), headers: []string{ifMatchHeader(`"1"`)}})
	w.ids["advisorId"] = kept
	do(writing{op: "followUpDispatch", by: "kikaku-advisor", body: map[string]any{"on": "2026-11-24", "text": plain}, headers: tag()})

	second := want[gen.Dispatch](w.t, do(writing{op: "requestDispatch", by: yorisoi, body: dispatchInput(plain)}), 201)
	w.ids["dispatchId"] = string(second.Id)
	do(writing{op: "assignDispatch", by: desk, body: map[string]any{"advisorId": w.advisorID}, headers: tag()})
	do(writing{op: "confirmDispatch", by: "kikaku-advisor", body: map[string]any{"pledged": true, "meeting": meetingInput(w.now().AddDate(0, 0, 9))}, headers: tag()})
	do(writing{op: "cancelDispatch", by: desk, body: map[string]any{"reason": plain}, headers: tag()})
	third := want[gen.Dispatch](w.t, do(writing{op: "requestDispatch", by: yorisoi, body: dispatchInput(plain)}), 201)
	w.ids["dispatchId"] = string(third.Id)
	do(writing{op: "assignDispatch", by: desk, body: map[string]any{"advisorId": w.advisorID}, headers: tag()})
	do(writing{op: "confirmDispatch", by: "kikaku-advisor", body: map[string]any{"pledged": true}, headers: tag()})
	do(writing{op: "adviseDispatch", by: "kikaku-advisor", body: map[string]any{"on": "2026-11-24", "text": plain}, headers: tag()})
	w.ids["dispatchId"] = id
	do(writing{op: "completeDispatch", by: desk, body: map[string]any{"keep": true, "title": "8050の世帯", "text": plain}, headers: tag()})
	for _, m := range sqlRows[struct{ Text string }](w.stage, `SELECT subject || body || convert_from(coalesce(calendar, ''), 'UTF8') FROM messages WHERE kind = 'dispatch_invitation'`) {
		if holds(reply{body: []byte(m.Text)}) != nil {
			w.t.Errorf("an invitation holds the canary: %s", m.Text)
		}
	}
}
