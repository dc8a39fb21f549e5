package server

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const surveyCity = "kikaku-office"

func surveyStage(t *testing.T) *stage {
	s := newStage(t)
	s.cast(surveyCity, "kikaku", casework.RoleCityOffice)
	_ = sql[int](s, `WITH u AS (UPDATE agencies SET email = code || '@agency.example' WHERE code IN ('yorisoi', 'kokoro') RETURNING 1) SELECT count(*) FROM u`)
	return s
}

func (s *stage) survey(id casework.ID) gen.Survey {
	s.t.Helper()
	return want[gen.Survey](s.t, s.get(surveyCity, "/surveys/"+string(id)), 200)
}

func (s *stage) surveyVerb(v gen.Survey, verb, body string) reply {
	s.t.Helper()
	return s.as(surveyCity).do("POST", "/api/v1/surveys/"+string(v.Id)+"/"+verb, body, ifMatchHeader(etagText(v.Version)))
}

var surveyToken = regexp.MustCompile(`/survey#([A-Za-z0-9_-]+)`)

// surveyLink is the newest link that was mailed to an address.
func (s *stage) surveyLink(address string) string {
	s.t.Helper()
	m := surveyToken.FindStringSubmatch(sql[string](s, `SELECT body FROM messages WHERE to_address = $1 ORDER BY created_at DESC, id DESC LIMIT 1`, address))
	if m == nil {
		s.t.Fatalf("no link was mailed to %s", address)
	}
	return m[1]
}

func (s *stage) answers(token, body string) reply {
	return s.do("POST", "/api/v1/survey-form", body, "X-Link-Token: "+token)
}

func TestSurveyFromTheDraftToItsResults(t *testing.T) {
	s := surveyStage(t)
	v := want[gen.Survey](t, s.as(surveyCity).do("POST", "/api/v1/surveys", `{"fiscalYear":2026}`), 201)
	if len(v.Choices) != 14 || v.MostChoices != 3 {
		t.Fatalf("draft: %+v", v)
	}
	refused(t, s.as(naka).do("POST", "/api/v1/surveys", `{"fiscalYear":2026}`), 403, casework.CodeForbidden)
	refused(t, s.as(desk).do("POST", "/api/v1/surveys/"+string(v.Id)+"/close", "", ifMatchHeader(`"1"`)), 403, casework.CodeForbidden)
	receivers := toJSON(map[string]any{"agencyIds": []any{s.agencies[yorisoi], s.agencies[kokoro], s.agencies[kikan]}})
	twice := toJSON(map[string]any{"agencyIds": []any{s.agencies[yorisoi], s.agencies[yorisoi]}})
	if r := s.surveyVerb(v, "open", twice); r.status != 422 || !strings.Contains(string(r.body), "/agencyIds/1") {
		t.Errorf("the same agency twice: %d %s", r.status, r.body)
	}
	v = want[gen.Survey](t, s.surveyVerb(v, "open", receivers), 200)
	if v.Invited != 3 || v.Answered != 0 || v.State != "open" {
		t.Errorf("opened: %+v", v)
	}
	if n := sql[int](s, `SELECT count(*) FROM messages WHERE kind = 'survey_opened'`); n != 2 {
		t.Errorf("%d mails, want one for each agency with an address", n)
	}

	link := s.surveyLink("yorisoi@agency.example")
	form := want[gen.SurveyForm](t, s.do("GET", "/api/v1/survey-form", "", "X-Link-Token: "+link), 200)
	if form.AgencyName == "" || !form.Open || form.Answered || len(form.Choices) != 14 {
		t.Errorf("form: %+v", form)
	}
	for name, c := range map[string]struct {
		token, body string
		status      int
	}{
		"four choices": {link, `{"choices":[1,2,3,4]}`, 422}, "unknown choice": {link, `{"choices":[77]}`, 422}, "nothing": {link, `{"choices":[]}`, 422},
		"a strange member": {link, `{"choices":[1],"agencyId":"x"}`, 400}, "no such link": {strings.Repeat("A", 43), `{"choices":[1]}`, 404},
	} {
		if r := s.answers(c.token, c.body); r.status != c.status {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	want[gen.SurveyForm](t, s.answers(link, `{"choices":[1]}`), 200)
	want[gen.SurveyForm](t, s.answers(link, `{"choices":[11,5,12],"other":"記録の二重入力","texts":["検討会のあとが大切","","𠮷野さんたちの会に感謝"]}`), 200)
	want[gen.SurveyForm](t, s.answers(s.surveyLink("kokoro@agency.example"), `{"choices":[5]}`), 200)
	if v = s.survey(v.Id); v.Answered != 2 {
		t.Errorf("answered: %+v", v)
	}

	given := want[gen.SurveyLink](t, s.as(surveyCity).do("POST", "/api/v1/surveys/"+string(v.Id)+"/links", toJSON(map[string]any{"agencyId": s.agencies[kikan]})), 201)
	byHand := surveyToken.FindStringSubmatch(given.Address)[1]
	want[gen.SurveyForm](t, s.answers(byHand, `{"choices":[5,1]}`), 200)
	renewed := want[gen.SurveyLink](t, s.as(surveyCity).do("POST", "/api/v1/surveys/"+string(v.Id)+"/links", toJSON(map[string]any{"agencyId": s.agencies[kikan]})), 201)
	if r := s.answers(byHand, `{"choices":[2]}`); r.status != 410 {
		t.Errorf("the link before: %d", r.status)
	}
	_ = renewed

	out := want[gen.SurveyResults](t, s.get(desk, "/surveys/"+string(v.Id)+"/results"), 200)
	counts := map[int]int{}
	for _, c := range out.Choices {
		counts[c.Number] = c.Count
	}
	if out.Invited != 3 || out.Answered != 3 || counts[5] != 3 || counts[1] != 1 || counts[11] != 1 || counts[2] != 0 || len(out.Others) != 1 ||
		len(out.Topics[0].Texts) != 1 || len(out.Topics[1].Texts) != 0 || out.Topics[2].Texts[0] != "𠮷野さんたちの会に感謝" {
		t.Errorf("results: %+v", out)
	}
	before := want[gen.Survey](t, s.as(surveyCity).do("POST", "/api/v1/surveys", `{"fiscalYear":2025}`), 201)
	beside := want[gen.SurveyResults](t, s.get(desk, "/surveys/"+string(v.Id)+"/results?compareWith="+string(before.Id)), 200)
	if beside.AnsweredBefore == nil || *beside.AnsweredBefore != 0 || *beside.Choices[0].Before != 0 {
		t.Errorf("beside: %+v", beside)
	}

	v = want[gen.Survey](t, s.surveyVerb(s.survey(v.Id), "close", ""), 200)
	refused(t, s.answers(link, `{"choices":[1]}`), 409, casework.CodeWrongState)
	refused(t, s.surveyVerb(v, "close", ""), 409, casework.CodeWrongState)
	if form := want[gen.SurveyForm](t, s.do("GET", "/api/v1/survey-form", "", "X-Link-Token: "+link), 200); form.Open || !form.Answered || len(form.Answer.Choices) != 3 {
		t.Errorf("closed form: %+v", form)
	}
}

func TestOnlySilentAgenciesAreRemindedAndLinksEnd(t *testing.T) {
	s := surveyStage(t)
	v := want[gen.Survey](t, s.as(surveyCity).do("POST", "/api/v1/surveys", `{"fiscalYear":2026}`), 201)
	v = want[gen.Survey](t, s.surveyVerb(v, "open", toJSON(map[string]any{"agencyIds": []any{s.agencies[yorisoi], s.agencies[kokoro]}})), 200)
	want[gen.SurveyForm](t, s.answers(s.surveyLink("yorisoi@agency.example"), `{"choices":[1]}`), 200)
	refused(t, s.surveyVerb(v, "remind", ""), 409, casework.CodeWrongState)
	s.pass(24 * time.Hour)
	v = want[gen.Survey](t, s.surveyVerb(v, "remind", ""), 200)
	if n := sql[int](s, `SELECT count(*) FROM messages WHERE kind = 'survey_reminded' AND to_address = 'kokoro@agency.example'`); n != 1 {
		t.Errorf("%d reminders", n)
	}
	if n := sql[int](s, `SELECT count(*) FROM messages WHERE kind = 'survey_reminded'`); n != 1 {
		t.Errorf("%d reminders in all: who answered is left alone", n)
	}
	link := s.surveyLink("kokoro@agency.example")
	s.pass(40 * 24 * time.Hour)
	if r := s.do("GET", "/api/v1/survey-form", "", "X-Link-Token: "+link); r.status != 410 {
		t.Errorf("after the closing day: %d %s", r.status, r.body)
	}
	_ = v
}
