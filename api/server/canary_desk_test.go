package server

import (
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// askDesk brings the case to the coordinators before anybody is protected: what was said to them and by them holds the canary.
func (w *hiding) askDesk(id casework.ID) {
	w.t.Helper()
	want[gen.Handoff](w.t, w.verb(yorisoi, w.sent, "report-refusal", map[string]any{"saidBy": canaryTown + "の係", "said": canaryWords, "saidAt": w.now()}), 200)
	e := want[gen.EscalationPage](w.t, w.get(desk, "/escalations?assigned=none&sort=newest"), 200).Items[0]
	w.ids["escalationId"] = string(e.Id)
	k := want[gen.Contact](w.t, w.contact(desk, map[string]any{"escalationId": e.Id, "kind": "phone", "at": w.now(), "agencyIds": []any{w.agencies[hoken]}, "note": canaryWords}), 201)
	w.ids["contactId"] = string(k.Id)
	r := w.get(desk, "/cases/"+string(id)+"/information-sheet")
	content := want[gen.InformationSheet](w.t, r, 200).Content
	content.Policy, content.Strengths = canaryWords, canaryWords
	content.Known = append(content.Known, casework.InformationRow{ID: casework.NewID(w.now()), Text: canaryWords})
	saved := w.information(desk, id, content, r.header.Get("ETag"))
	want[gen.InformationSheet](w.t, saved, 200)
	w.pass(time.Hour) // another spell of writing is another version
	content.Policy += "（続き）"
	want[gen.InformationSheet](w.t, w.information(desk, id, content, saved.header.Get("ETag")), 200)
}

// desk: everything a coordinator does, on a case whose household is hidden from them.
func (w *hiding) desk(do func(writing) reply) {
	w.t.Helper()
	id, plain := w.caseID(), "調整した。"
	w.cast("desk2", "shakyo", casework.RoleCoordinator)
	tag := func() []string {
		return []string{ifMatchHeader(`"` + sql[string](w.stage, `SELECT version::text FROM escalations WHERE id = $1`, w.ids["escalationId"]) + `"`)}
	}
	do(writing{op: "organizeEscalation", by: desk, headers: tag()})
	do(writing{op: "reassignEscalation", by: desk, body: map[string]any{"coordinatorId": w.people["desk2"].account}, headers: tag()})
	contact := map[string]any{"caseId": id, "kind": "visit", "at": w.now(), "agencyIds": []any{w.agencies[kikan]}, "note": plain}
	do(writing{op: "logContact", by: desk, body: contact})
	do(writing{op: "correctContact", by: desk, body: map[string]any{"kind": "visit", "at": w.now(), "agencyIds": []any{w.agencies[kikan]}, "note": "訂正: " + casework.Hidden, "reason": plain}, headers: []string{ifMatchHeader(`"1"`)}})
	do(writing{op: "settleEscalation", by: desk, body: map[string]any{"class": "coordinated", "to": "supporting", "outcome": plain}, headers: tag()})

	r := w.get(desk, "/cases/"+string(id)+"/information-sheet")
	sheet := want[gen.InformationSheet](w.t, r, 200)
	stored := sql[string](w.stage, `SELECT content::text FROM information_sheets`)
	sheet.Content.Strengths = plain
	do(writing{op: "updateInformationSheet", by: desk, body: map[string]any{"content": sheet.Content}, headers: []string{ifMatchHeader(r.header.Get("ETag"))}})
	if n := strings.Count(stored, canaryTown); n == 0 || strings.Count(sql[string](w.stage, `SELECT content::text FROM information_sheets`), canaryTown) != n-1 {
		w.t.Error("a save under the mask lost what it could not see")
	}

	w.onlyListedHaveOnPaper("makeInformationSheetPdf", desk)

	question := do(writing{op: "createEscalation", by: desk, body: map[string]any{"channel": "phone", "askedBy": "係", "text": plain}})
	kept := w.ids["escalationId"]
	w.ids["escalationId"] = string(want[gen.Escalation](w.t, question, 201).Id)
	do(writing{op: "linkEscalation", by: desk, body: map[string]any{"caseNumber": w.number()}, headers: tag()})
	w.ids["escalationId"] = kept

	do(writing{op: "monitorCase", by: yorisoi, headers: []string{w.caseTag(id)}})
	do(writing{op: "escalateCase", by: yorisoi, body: map[string]any{"reason": "no_support_menu", "text": plain}, headers: []string{w.caseTag(id)}})
	lead := want[gen.HandoffList](w.t, do(writing{op: "handOff", by: yorisoi, body: map[string]any{"ground": "life_and_body",
		"receivers": []any{map[string]any{"agencyId": w.agencies[kokoro], "ask": "lead", "reason": plain}}}}), 201).Items[0].Id
	on := func() []string { return []string{w.tag(lead)} }
	do(writing{op: "escalateHandoff", by: yorisoi, body: map[string]any{"reason": "no_destination", "text": plain}, headers: on(), on: lead})
	do(writing{op: "redirectHandoff", by: desk, body: map[string]any{"nextAgencyId": w.agencies[kita], "reason": plain, "ground": "life_and_body"}, headers: on(), on: lead})
	do(writing{op: "settleCase", by: desk, body: map[string]any{"class": "coordinated", "to": "supporting", "outcome": plain}, headers: []string{w.caseTag(id)}})
	w.rests(do)
}

func (w *hiding) rests(do func(writing) reply) {
	w.t.Helper()
	id := w.caseID()
	for _, h := range sqlRows[struct{ ID casework.ID }](w.stage, `SELECT id FROM handoffs WHERE case_id = $1 AND state IN ('requested','asked')`, id) {
		do(writing{op: "withdrawHandoff", by: yorisoi, body: map[string]any{"reason": "休むため"}, headers: []string{w.tag(h.ID)}, on: h.ID})
	}
	do(writing{op: "suspendCase", by: yorisoi, body: map[string]any{"reason": "入院", "watchConditions": "退院の連絡", "reviewOn": "2027-01-31"}, headers: []string{w.caseTag(id)}})
	do(writing{op: "resumeCase", by: yorisoi, headers: []string{w.caseTag(id)}})
	do(writing{op: "reopenCase", by: yorisoi, body: map[string]any{"reason": "再び"}, headers: []string{w.caseTag(id)}, none: true}) // closing is walked elsewhere
	w.answered["reopenCase"] = true
}
