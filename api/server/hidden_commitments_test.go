package server

import (
	"maps"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// agreedOn puts a plan, a look that is due and a role on a case that the coordinators do not know, and adds them to a walk.
func (s *stage) agreedOn(id casework.ID, ids map[string]string, rows map[string]call) {
	s.t.Helper()
	p := want[gen.Plan](s.t, s.as(naka).do("POST", "/api/v1/plans", toJSON(map[string]any{"caseId": id, "content": plainPlan(s.agencies[naka])})), 201)
	want[gen.Plan](s.t, s.as(naka).do("POST", "/api/v1/plans/"+string(p.Id)+"/agree", `{"reason":"訪問して"}`, ifMatchHeader(`"1"`)), 200)
	ids["{planId}"] = string(p.Id)
	ids["{monitoringId}"] = sql[string](s, `SELECT id::text FROM monitorings WHERE case_id = $1 AND kind = 'plan'`, id)
	ids["{assignmentId}"] = sql[string](s, `INSERT INTO assignments (id, case_id, agency_id, task, state, due_on, first_due_on, proposed_by, proposed_at, answer_due, list_key, updated_at)
		VALUES (gen_random_uuid(), $1, $2, '訪問', 'proposed', '2026-12-24', '2026-12-24', $3, now(), now(), 1, now()) RETURNING id::text`, id, s.agencies[naka], s.people[naka].account)
	ids["{missingResourceId}"] = unknownID
	first, text := `"1"`, `{"text":"経過"}`
	maps.Copy(rows, map[string]call{
		"getAssignment": {}, "takeAssignment": {ifMatch: first}, "reportAssignment": {body: text, ifMatch: first}, "completeAssignment": {ifMatch: first}, "struggleAssignment": {body: text, ifMatch: first},
		"reassignAssignment": {body: toJSON(map[string]any{"agencyId": s.agencies[kokoro], "reason": "x"}), ifMatch: first},
		"retimeAssignment":   {body: `{"dueOn":"2026-12-25","reason":"x"}`, ifMatch: first}, "handOnAssignment": {body: `{"to":"民生委員"}`, ifMatch: first},
		"getPlan": {}, "makePlanPdf": {body: ownWork}, "diffPlan": {path: "?from=1&to=1"}, "editPlan": {body: `{"content":{"wish":"x"}}`, ifMatch: first}, "agreePlan": {body: `{"reason":"x"}`, ifMatch: first},
		"revisePlan": {body: `{"reason":"x"}`, ifMatch: first}, "endPlan": {body: `{"reason":"x"}`, ifMatch: first}, "reviewPlan": {body: `{"scores":[],"decision":"end"}`, ifMatch: first},
		"recordMonitoring": {body: toJSON(map[string]any{"result": "as_planned", "kind": "phone", "occurredAt": noon, "text": "電話"}), ifMatch: first},
		"checkClosure":     {}, "closeCase": {body: `{"reason":"x","continuingContact":"y","noFollowUp":"z"}`, ifMatch: first},
		"answerMissingResource": {body: `{"state":"answered","answer":"x"}`, ifMatch: first},
	})
}

// plainPlan is what may be agreed.
func plainPlan(agency casework.ID) map[string]any {
	return map[string]any{
		"wish": "家で暮らしたい", "issues": "収支が分からない", "coordination": "月に一度の電話", "reviewOn": "2027-03-01",
		"goals": []any{map[string]any{"wheel": "welfare", "text": "返せる額を決める", "by": "2027-02-01", "criteria": "計画がある"},
			map[string]any{"wheel": "social", "text": "月に一度は外に出る", "by": "2027-03-01", "criteria": "サロンに行った"}},
		"supports": []any{map[string]any{"kind": "家計", "text": "収支を書き出す", "agencyId": agency}}, "roles": []any{map[string]any{"agencyId": agency, "text": "訪問"}},
	}
}
