package server

import (
	"fmt"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// canaryPlan says where the protected household lives wherever a plan has words.
func canaryPlan(agency casework.ID) map[string]any {
	return map[string]any{
		"wish": canaryWords, "issues": canaryWords, "wheelNote": canaryWords, "cautions": canaryWords, "coordination": canaryWords, "reviewOn": "2027-03-01",
		"goals":    []any{map[string]any{"wheel": "welfare", "text": canaryWords, "by": "2027-02-01", "criteria": canaryWords}},
		"supports": []any{map[string]any{"kind": canaryTown, "text": canaryWords, "byName": canaryTown + "の会", "howOften": canaryTown}, map[string]any{"text": canaryWords, "agencyId": agency}},
		"roles":    []any{map[string]any{"agencyId": agency, "text": canaryWords}, map[string]any{"byName": canaryTown + "の会", "text": canaryWords}},
	}
}

// agreedTag is the current version of a role, plan or look as the database knows it.
func (s *stage) agreedTag(table string, id casework.ID) string {
	s.t.Helper()
	return ifMatchHeader(fmt.Sprintf("%q", sql[string](s, `SELECT version::text FROM `+table+` WHERE id = $1`, id)))
}

// agreed does everything that is agreed on a case: the words of it are full of the canary, and nobody who may not know reads it.
func (w *hiding) agreed(do func(writing) reply) {
	w.t.Helper()
	id := w.caseID()
	on := func(table, param string) []string { return []string{w.agreedTag(table, casework.ID(w.ids[param]))} }
	role := func(agency string) {
		a := want[gen.Assignment](w.t, do(writing{op: "proposeAssignment", by: desk, body: map[string]any{"caseId": id, "agencyId": w.agencies[agency], "task": canaryWords, "memberId": w.ids["personId"]}}), 201)
		w.ids["assignmentId"] = string(a.Id)
	}
	verb := func(op, by string, body any) {
		do(writing{op: op, by: by, body: body, headers: on("assignments", "assignmentId")})
	}
	role(yorisoi)
	verb("takeAssignment", yorisoi, map[string]any{"note": canaryWords})
	verb("reportAssignment", yorisoi, map[string]any{"text": canaryWords})
	verb("struggleAssignment", yorisoi, map[string]any{"text": canaryWords})
	verb("reassignAssignment", desk, map[string]any{"agencyId": w.agencies[kikan], "reason": canaryWords})
	verb("retimeAssignment", desk, map[string]any{"dueOn": "2027-01-15", "reason": canaryWords})
	verb("completeAssignment", kikan, map[string]any{"note": canaryWords})
	role(kikan)
	verb("handOnAssignment", yorisoi, map[string]any{"to": canaryTown + "の会", "reason": canaryWords})

	plan := want[gen.Plan](w.t, do(writing{op: "draftPlan", by: yorisoi, body: map[string]any{"caseId": id, "content": canaryPlan(w.agencies[kikan])}}), 201)
	w.ids["planId"] = string(plan.Id)
	change := func(op, by string, body any) reply {
		return do(writing{op: op, by: by, body: body, headers: on("plans", "planId")})
	}
	masked := plan.Content
	change("editPlan", yorisoi, map[string]any{"content": masked}) // what was hidden comes back as it was stored
	if n := sql[int](w.stage, `SELECT count(*) FROM plans WHERE content::text LIKE '%' || $1 || '%' AND content::text LIKE '%〔非表示〕%'`, canaryTown); n != 0 {
		w.t.Error("an edit under the mask lost what it could not see")
	}
	change("agreePlan", yorisoi, map[string]any{"reason": canaryWords})
	w.onlyListedHaveOnPaper("makePlanPdf", yorisoi)
	goal := plan.Content.Goals[0].ID
	change("reviewPlan", yorisoi, map[string]any{"scores": []any{map[string]any{"goalId": goal, "score": "0.5", "note": canaryWords}}, "decision": "continue", "summary": canaryWords, "nextOn": "2027-03-01"})
	w.ids["monitoringId"] = sql[string](w.stage, `SELECT id::text FROM monitorings WHERE case_id = $1 AND kind = 'plan' AND state = 'due'`, id)
	do(writing{op: "recordMonitoring", by: yorisoi, body: map[string]any{"result": "change", "kind": "phone", "occurredAt": w.now(), "text": canaryWords, "contactedHousehold": true}, headers: on("monitorings", "monitoringId")})
	change("revisePlan", yorisoi, map[string]any{"reason": canaryWords})

	noted := want[gen.MissingResource](w.t, do(writing{op: "noteMissingResource", by: yorisoi, body: map[string]any{"caseId": id, "field": "housing", "ward": "naka", "what": "夜間に泊まれる場所がない。"}}), 201)
	w.ids["missingResourceId"] = string(noted.Id)
	do(writing{op: "answerMissingResource", by: desk, body: map[string]any{"state": "considering", "answer": "来年度に検討する。"}, headers: on("missing_resources", "missingResourceId")})
}

// planEnds ends the plan, and closes another case through the gate: this one is still being argued about.
func (w *hiding) planEnds(do func(writing) reply) {
	w.t.Helper()
	lead := map[string]string{string(w.agencies[kita]): kita, string(w.agencies[kikan]): kikan, string(w.agencies[hoken]): hoken, string(w.agencies[yorisoi]): yorisoi}[sql[string](w.stage, `SELECT lead_agency_id::text FROM cases WHERE id = $1`, w.caseID())]
	do(writing{op: "endPlan", by: lead, body: map[string]any{"reason": canaryWords}, headers: []string{w.agreedTag("plans", casework.ID(w.ids["planId"]))}})
	kept := w.ids["caseId"]
	id := w.file(kikan, household8050("雪野 澪", "ゆきの みお"))
	w.ids["caseId"] = string(id)
	want[gen.Case](w.t, w.as(kikan).do("POST", "/api/v1/cases/"+string(id)+"/start-support", "", w.caseTag(id)), 200)
	_, operations := contract(w.t)
	w.try(operations["checkClosure"], kikan, "", "")
	do(writing{op: "closeCase", by: kikan, body: map[string]any{"reason": "落ち着いた", "continuingContact": "地域包括", "followUpOn": "2027-02-24"}, headers: []string{w.caseTag(id)}})
	w.ids["caseId"] = kept
	w.pass(time.Minute)
}
