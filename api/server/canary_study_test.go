package server

import (
	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// studies: nobody from whom 支援措置 hides a household begins a study of it; of another case, from the draft to the library.
func (w *hiding) studies(do func(writing) reply) {
	w.t.Helper()
	do(writing{op: "createStudy", by: desk, body: map[string]any{"caseId": w.ids["caseId"]}, none: true})
	id := w.file(naka, household8050("雪野 霞", "ゆきの かすみ"))
	w.escalated(id)
	v := want[gen.Study](w.t, do(writing{op: "createStudy", by: desk, body: map[string]any{"caseId": id}}), 201)
	w.ids["studyId"] = string(v.Id)
	on := func(etag string) []string { return []string{ifMatchHeader(etag)} }
	v = want[gen.Study](w.t, do(writing{op: "updateStudy", by: desk, headers: on(v.Etag), body: studyContent(v, "")}), 200)
	v = want[gen.Study](w.t, do(writing{op: "submitStudy", by: desk, headers: on(v.Etag)}), 200)
	v = want[gen.Study](w.t, do(writing{op: "sendBackStudy", by: "kikaku-coordinator", headers: on(v.Etag), body: map[string]any{"text": "経過をもう少し"}}), 200)
	v = want[gen.Study](w.t, do(writing{op: "submitStudy", by: desk, headers: on(v.Etag)}), 200)
	v = want[gen.Study](w.t, do(writing{op: "approveStudy", by: "kikaku-coordinator", headers: on(v.Etag)}), 200)
	w.trainings(do, v)
	do(writing{op: "withdrawStudy", by: desk, headers: on(v.Etag)})
}

// trainings: two sessions that use the study, one held and one cancelled.
func (w *hiding) trainings(do func(writing) reply, study gen.Study) {
	w.t.Helper()
	on := func(etag string) []string { return []string{ifMatchHeader(etag)} }
	plan := map[string]any{"title": "事例に学ぶ", "heldOn": calendar.DateOf(w.now()).String(), "studyIds": []any{study.Id}}
	for _, verb := range []writing{
		{op: "cancelTraining", body: map[string]any{"reason": "台風のため"}},
		{op: "holdTraining", body: map[string]any{"attendance": []any{map[string]any{"agencyId": w.agencies[naka], "people": 2}}, "others": 1}},
	} {
		t := want[gen.Training](w.t, do(writing{op: "planTraining", by: desk, body: plan}), 201)
		w.ids["trainingId"] = string(t.Id)
		t = want[gen.Training](w.t, do(writing{op: "updateTraining", by: desk, headers: on(t.Etag), body: plan}), 200)
		verb.by, verb.headers = desk, on(t.Etag)
		want[gen.Training](w.t, do(verb), 200)
	}
}

// studyOf puts a study into the database that somebody else wrote on a case.
func (s *stage) studyOf(id casework.ID, author string, state casework.State) string {
	s.t.Helper()
	return sql[string](s, `INSERT INTO studies (id, state, case_id, author_id, created_at, title, household, decided, learned) VALUES (gen_random_uuid(), $1, $2, $3, $4, '事例', '一人暮らし。', '通う。', '聞く。') RETURNING id::text`,
		state, id, s.people[author].account, noon)
}

// studied is how the operations of a study are called.
func (s *stage) studied(id casework.ID, ids map[string]string, rows map[string]call) {
	s.t.Helper()
	s.cast("writer", "kikaku", casework.RoleCoordinator)
	ids["{studyId}"] = s.studyOf(id, "writer", casework.StudyDraft)
	first := `"1"`
	for op, how := range map[string]call{
		"getStudy": {}, "updateStudy": {body: toJSON(studyContent(gen.Study{Title: "事例"}, "")), ifMatch: first}, "submitStudy": {ifMatch: first}, "approveStudy": {ifMatch: first},
		"sendBackStudy": {body: `{"text":"x"}`, ifMatch: first}, "withdrawStudy": {ifMatch: first},
	} {
		rows[op] = how
	}
}

// studyContent is what may be written of a study, with words in its last section.
func studyContent(v gen.Study, words string) map[string]any {
	course := v.Course
	if len(course) == 0 {
		course = []gen.StudyStep{{Text: "相談を受けた。"}}
	}
	return map[string]any{"title": v.Title, "issues": []string{"care", "debt"}, "features": []string{}, "household": "二人の世帯。" + v.Household, "course": course,
		"decided": "家計の見直しを始めることにした。", "learned": "本人の言葉から始めると、話が進んだ。" + words}
}
