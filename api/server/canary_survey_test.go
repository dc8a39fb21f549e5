package server

import "github.com/tsunagu-care/tsunagu/api/gen"

// surveys are asked of agencies: no household has a part in them.
func (w *hiding) surveys(do func(writing) reply) {
	w.t.Helper()
	const office = "kikaku-city_office"
	v := want[gen.Survey](w.t, do(writing{op: "createSurvey", by: office, body: map[string]any{"fiscalYear": 2026}}), 201)
	w.ids["surveyId"] = string(v.Id)
	do(writing{op: "updateSurvey", by: office, headers: []string{ifMatchHeader(`"1"`)}, body: map[string]any{"title": v.Title, "choices": v.Choices, "mostChoices": 3, "topics": v.Topics, "closesOn": v.ClosesOn}})
	do(writing{op: "openSurvey", by: office, headers: []string{ifMatchHeader(`"2"`)}, body: map[string]any{"agencyIds": []any{w.agencies[kikan]}}})
	link := want[gen.SurveyLink](w.t, do(writing{op: "newSurveyLink", by: office, body: map[string]any{"agencyId": w.agencies[kikan]}}), 201)
	token := "X-Link-Token: " + surveyToken.FindStringSubmatch(link.Address)[1]
	_, operations := contract(w.t)
	w.try(operations["getSurveyForm"], kikan, "", "", token)
	w.try(operations["answerSurvey"], kikan, "", `{"choices":[1]}`, token)
	_ = sql[int](w.stage, `WITH u AS (UPDATE survey_invitations SET email = 'a@agency.example', sent_at = $1, answered_at = NULL RETURNING 1) SELECT count(*) FROM u`, w.now().AddDate(0, 0, -3)) // the play's clock, not the database's
	do(writing{op: "remindSurvey", by: office, headers: []string{ifMatchHeader(`"3"`)}})
	do(writing{op: "closeSurvey", by: office, headers: []string{ifMatchHeader(`"4"`)}})
}
