package server

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const studyReader = "second-coordinator"

func studyStage(t *testing.T) (*stage, casework.ID) {
	s := newStage(t)
	s.cast(studyReader, "kikaku", casework.RoleCoordinator)
	s.cast("study-office", "kikaku", casework.RoleCityOffice)
	return s, s.escalatedCase()
}

func (s *stage) beginStudy(id casework.ID) gen.Study {
	s.t.Helper()
	return want[gen.Study](s.t, s.as(desk).do("POST", "/api/v1/studies", toJSON(map[string]any{"caseId": id})), 201)
}

func (s *stage) writeStudy(v gen.Study, body map[string]any) reply {
	s.t.Helper()
	return s.as(desk).do("PATCH", "/api/v1/studies/"+string(v.Id), toJSON(body), ifMatchHeader(v.Etag))
}

func (s *stage) studyVerb(name string, v gen.Study, verb, body string) reply {
	s.t.Helper()
	return s.as(name).do("POST", "/api/v1/studies/"+string(v.Id)+"/"+verb, body, ifMatchHeader(v.Etag))
}

func (s *stage) publishStudy(id casework.ID, title string, issues ...string) gen.Study {
	s.t.Helper()
	return s.publishStudyOf(id, title, issues, []string{})
}

func (s *stage) publishStudyOf(id casework.ID, title string, issues, features []string) gen.Study {
	s.t.Helper()
	v := s.beginStudy(id)
	body := studyContent(v, "")
	body["title"], body["issues"], body["features"] = title, issues, features
	v = want[gen.Study](s.t, s.writeStudy(v, body), 200)
	v = want[gen.Study](s.t, s.studyVerb(desk, v, "submit", ""), 200)
	return want[gen.Study](s.t, s.studyVerb(studyReader, v, "approve", ""), 200)
}

func (s *stage) shelf(name, query string) []string {
	s.t.Helper()
	titles := []string{}
	for _, i := range want[gen.StudyPage](s.t, s.get(name, "/studies"+query), 200).Items {
		titles = append(titles, i.Title)
	}
	return titles
}

func TestAStudyFromItsCaseToTheLibrary(t *testing.T) {
	s, id := studyStage(t)
	refused(t, s.as(naka).do("POST", "/api/v1/studies", toJSON(map[string]any{"caseId": id})), 403, casework.CodeForbidden)
	refused(t, s.as("study-office").do("POST", "/api/v1/studies", toJSON(map[string]any{"caseId": id})), 404, casework.CodeNotFound) // the city office reads no case
	v := s.beginStudy(id)
	if v.State != "draft" || v.CaseId == nil || len(v.Course) == 0 || strings.Contains(v.Household, "操山") || !strings.Contains(v.Household, "本人") {
		t.Errorf("draft: %+v", v)
	}
	refused(t, s.get(studyReader, "/studies/"+string(v.Id)), 404, casework.CodeNotFound) // a draft is its author's
	if r := s.writeStudy(v, studyContent(v, "操山さんの話、相談員にも。")); r.status != 422 || !strings.Contains(string(r.body), `"/learned"`) {
		t.Errorf("a name: %d %s", r.status, r.body)
	}
	if r := s.writeStudy(v, studyContent(v, "令和8年4月1日のこと。")); r.status != 422 || !strings.Contains(string(r.body), `"/learned"`) {
		t.Errorf("a date: %d %s", r.status, r.body)
	}
	agency := sql[string](s, `SELECT name FROM agencies WHERE code = 'yorisoi'`)
	if r := s.writeStudy(v, studyContent(v, agency+"が訪問した。")); r.status != 422 {
		t.Errorf("an agency: %d %s", r.status, r.body)
	}
	if r := s.writeStudy(v, studyContent(v, "\u0000")); r.status < 400 || r.status > 499 {
		t.Errorf("NUL: %d", r.status)
	}
	stale := v
	v = want[gen.Study](t, s.writeStudy(v, studyContent(v, "")), 200)
	refused(t, s.writeStudy(stale, studyContent(v, "")), 412, casework.CodeStale)
	v = want[gen.Study](t, s.studyVerb(desk, v, "submit", ""), 200)
	refused(t, s.studyVerb(desk, v, "approve", ""), 403, casework.CodeForbidden)
	if got := s.shelf(studyReader, "?shelf=review"); len(got) != 1 || len(s.shelf(desk, "?shelf=review")) != 0 {
		t.Errorf("waiting for the second person: %v", got)
	}
	v = want[gen.Study](t, s.studyVerb(studyReader, v, "send-back", `{"text":"経過をもう少し"}`), 200)
	v = want[gen.Study](t, s.get(desk, "/studies/"+string(v.Id)), 200)
	if v.State != "draft" || (*v.Remarks)[0].Text != "経過をもう少し" || len(s.shelf(naka, "")) != 0 {
		t.Errorf("sent back: %+v", v)
	}
	v = want[gen.Study](t, s.studyVerb(desk, v, "submit", ""), 200)
	want[gen.Study](t, s.studyVerb("study-office", v, "approve", ""), 200)

	r := s.get(kokoro, "/studies/"+string(v.Id)) // any agency reads it, and finds no way back
	got := want[gen.Study](t, r, 200)
	if got.State != "published" || got.Author != nil || got.Remarks != nil || got.CaseId != nil || bytes.Contains(r.body, []byte(id)) || len(got.Actions) != 0 {
		t.Errorf("published: %s", r.body)
	}
	if n := sql[int](s, `SELECT count(*) FROM studies WHERE case_id IS NOT NULL OR remarks <> '[]'`); n != 0 {
		t.Error("the database still leads back")
	}
	v = want[gen.Study](t, s.get(desk, "/studies/"+string(v.Id)), 200)
	refused(t, s.writeStudy(v, studyContent(v, "")), 409, casework.CodeWrongState)
	want[gen.Study](t, s.studyVerb("study-office", v, "withdraw", ""), 200)
	refused(t, s.get(kokoro, "/studies/"+string(v.Id)), 404, casework.CodeNotFound)
}

func TestTheDatabaseHoldsTheSecondPersonAndWhatWasPublished(t *testing.T) {
	s, id := studyStage(t)
	v := s.publishStudy(id, "介護と家計", "care", "debt")
	for name, change := range map[string]string{
		"the author approves":   `UPDATE studies SET approved_by = author_id WHERE id = $1`,
		"another text":          `UPDATE studies SET learned = '別の話' WHERE id = $1`,
		"the way back":          fmt.Sprintf(`UPDATE studies SET case_id = '%s' WHERE id = $1`, id),
		"nobody approved":       `UPDATE studies SET approved_by = NULL, published_at = NULL WHERE id = $1`,
		"published once more":   `UPDATE studies SET published_at = published_at + interval '1 day' WHERE id = $1`,
		"a draft of the public": `UPDATE studies SET state = 'draft' WHERE id = $1`,
	} {
		if _, err := s.eye.Exec(t.Context(), change, v.Id); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestStudiesAreFoundByAllTheirIssuesAndFeaturesAndByText(t *testing.T) {
	s, id := studyStage(t)
	s.publishStudy(id, "介護と家計", "care", "debt")
	s.publishStudyOf(id, "介護だけ", []string{"care"}, []string{"isolation"})
	s.publishStudyOf(id, "𠮷凶の住まい", []string{"housing", "debt", "care"}, []string{"hoarding", "isolation"})
	for query, want := range map[string]string{
		"": "𠮷凶の住まい 介護だけ 介護と家計", "?issue=care": "𠮷凶の住まい 介護だけ 介護と家計", "?issue=care&issue=debt": "𠮷凶の住まい 介護と家計", "?issue=care&issue=debt&issue=housing": "𠮷凶の住まい",
		"?feature=isolation": "𠮷凶の住まい 介護だけ", "?feature=isolation&feature=hoarding": "𠮷凶の住まい", "?issue=debt&feature=isolation": "𠮷凶の住まい", "?feature=young_carer": "",
		"?issue=rights": "", "?q=%E5%90%89%E5%87%B6": "𠮷凶の住まい", "?q=%E6%9C%AC%E4%BA%BA%E3%81%AE%E8%A8%80%E8%91%89": "𠮷凶の住まい 介護だけ 介護と家計", "?q=%E7%84%A1%E3%81%84%E8%A9%B1": "", "?issue=debt&q=%E5%AE%B6%E8%A8%88": "𠮷凶の住まい 介護と家計",
	} {
		if got := strings.Join(s.shelf(kokoro, query), " "); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	first := want[gen.StudyPage](t, s.get(kokoro, "/studies?limit=2&count=true"), 200)
	rest := want[gen.StudyPage](t, s.get(kokoro, "/studies?limit=2&cursor="+*first.NextCursor), 200)
	if *first.Total != 3 || len(first.Items) != 2 || len(rest.Items) != 1 || rest.Items[0].Title != "介護と家計" {
		t.Errorf("pages: %+v %+v", first, rest)
	}
}

func TestTwoReviewersPublishOnce(t *testing.T) {
	s, id := studyStage(t)
	v := s.beginStudy(id)
	v = want[gen.Study](t, s.writeStudy(v, studyContent(v, "")), 200)
	v = want[gen.Study](t, s.studyVerb(desk, v, "submit", ""), 200)
	var mu sync.Mutex
	status := map[int]int{}
	var wg sync.WaitGroup
	call := func(name, verb, body string) {
		client := s.as(name)
		wg.Go(func() {
			r := client.do("POST", "/api/v1/studies/"+string(v.Id)+"/"+verb, body, ifMatchHeader(v.Etag))
			mu.Lock()
			defer mu.Unlock()
			status[r.status]++
		})
	}
	call(studyReader, "approve", "")
	call("study-office", "send-back", `{"text":"もう一度"}`)
	wg.Wait()
	if status[200] != 1 {
		t.Errorf("answers: %v", status)
	}
}

func TestAProtectedHouseholdIsWrittenOnlyByWhoMayKnow(t *testing.T) {
	s, id := studyStage(t)
	v := s.beginStudy(id)
	person := s.subject(id)
	want[gen.Protection](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/protections", toJSON(map[string]any{"personId": person, "reason": "DV"})), 201)
	refused(t, s.as(desk).do("POST", "/api/v1/studies", toJSON(map[string]any{"caseId": id})), 403, casework.CodeForbidden)
	refused(t, s.writeStudy(v, studyContent(v, "")), 403, casework.CodeForbidden) // guessing words would tell the address
}

func TestErasingACaseTakesItsDraftsAndLeavesTheLibrary(t *testing.T) {
	s, id := studyStage(t)
	s.publishStudy(id, "介護と家計", "care")
	s.beginStudy(id)
	_ = sql[string](s, `SELECT erase_case($1, now())::text`, id)
	if n, left := sql[int](s, `SELECT count(*) FROM studies`), s.shelf(kokoro, ""); n != 1 || len(left) != 1 {
		t.Errorf("%d studies, library %v", n, left)
	}
}
