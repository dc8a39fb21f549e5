package server

import (
	"strings"
	"testing"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// readPaper reads a PDF of ours back, without its spaces.
func (s *stage) readPaper(r reply) string {
	s.t.Helper()
	if r.status != 200 {
		s.t.Fatalf("%d %s", r.status, r.body)
	}
	words, err := wordsOfPaper(r.body)
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.NewReplacer(" ", "", "　", "").Replace(words)
}

func TestSheetIsPutOnPaperWithItsLineInTheLedger(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	sheet := s.theCase(naka, id).Sheets[0].Id
	path := "/api/v1/sheets/" + string(sheet) + "/pdf"
	ledger := func() []gen.Disclosure {
		return want[gen.DisclosurePage](t, s.get(naka, "/disclosures?kind=print&caseId="+string(id)), 200).Items
	}

	for _, name := range []string{yorisoi, kikan} {
		refused(t, s.as(name).do("POST", path, ownWork), 404, casework.CodeNotFound)
	}
	for _, body := range []string{`{"ground":"own_work","toName":"東山病院"}`, `{"ground":"unheard_of"}`} {
		refused(t, s.as(naka).do("POST", path, body), 422, casework.CodeInvalid)
	}
	refused(t, s.as(naka).do("POST", path+"?number=7", ownWork), 422, casework.CodeInvalid)
	if len(ledger()) != 0 {
		t.Error("what was refused stands in the ledger")
	}

	r := s.as(naka).do("POST", path, `{"ground":"life_and_body","toName":"東山病院","purpose":"入院"}`)
	for _, word := range []string{"取扱注意", "操山キヨ", "みさおやまきよ", "第1版", "1／1", "印刷"} {
		if text := s.readPaper(r); !strings.Contains(text, word) {
			t.Errorf("no %q in %s", word, text)
		}
	}
	line := ledger()
	if len(line) != 1 || *line[0].ToName != "東山病院" || *line[0].SheetId != sheet || *line[0].SheetNumber != 1 || len(line[0].Persons) != 2 {
		t.Errorf("ledger: %+v", line)
	}
	if n := sql[int](s, `SELECT count(*) FROM journal WHERE operation = 'makeSheetPdf' AND outcome = 'done' AND case_ids = ARRAY[$1::uuid]`, id); n != 1 {
		t.Errorf("%d rows of the journal", n)
	}
	if name := r.header.Get("Content-Disposition"); !strings.Contains(name, ".pdf") || strings.Contains(name, "%E6%93%8D%E5%B1%B1") {
		t.Errorf("named %s", name)
	}
}

func TestADraftIsNotPutOnPaper(t *testing.T) {
	s := newStage(t)
	draft, _ := s.sheet(naka, household8050("操山 キヨ", "みさおやま きよ"))
	refused(t, s.as(naka).do("POST", "/api/v1/sheets/"+string(draft.Id)+"/pdf", ownWork), 409, casework.CodeWrongState)
}

func TestPaperLeavesOutWhatTheScreenLeavesOut(t *testing.T) {
	w := hide(t)
	path := "/api/v1/sheets/" + w.ids["sheetId"] + "/pdf"
	masked := w.as(yorisoi).do("POST", path, ownWork)
	if text := w.readPaper(masked); !strings.Contains(text, "（支援措置により省略）") || !strings.Contains(text, "取扱注意・支援措置") || holds(masked) != nil {
		t.Errorf("%v in %s", holds(masked), text)
	}
	if holds(w.as(fukushi).do("POST", path, ownWork)) == nil {
		t.Error("who is listed does not read it: the test proves nothing")
	}
}

func TestTheBlankSheetNamesNobody(t *testing.T) {
	s := newStage(t)
	text := s.readPaper(s.as(naka).do("GET", "/api/v1/sheets/blank/pdf", ""))
	me := want[gen.Me](t, s.get(naka, "/me"), 200)
	if !strings.Contains(text, "Ver.") || strings.Contains(text, me.Agency.Name) || strings.Contains(text, strings.ReplaceAll(me.Name, " ", "")) || strings.Contains(text, "印刷") {
		t.Error(text)
	}
}

func TestPlanInformationAndDirectoryArePutOnPaper(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	p := s.agreedPlan(naka, id)
	for path, words := range map[string][]string{
		"/plans/" + string(p.Id) + "/pdf":                 {"支援プラン", "取扱注意", "第1版", "①本人の意向と課題", "⑤一体的に支援するための方策", strings.ReplaceAll(p.Versions[0].Content.Wish, " ", "")},
		"/cases/" + string(id) + "/information-sheet/pdf": {"情報整理シート", "取扱注意", "いまの安全", "操山キヨ", "当面の方針"},
	} {
		refused(t, s.as(kikan).do("POST", "/api/v1"+path, ownWork), 404, casework.CodeNotFound)
		refused(t, s.as(naka).do("POST", "/api/v1"+path, `{"ground":"own_work","toName":"東山病院"}`), 422, casework.CodeInvalid)
		text := s.readPaper(s.as(naka).do("POST", "/api/v1"+path, ownWork))
		for _, word := range words {
			if !strings.Contains(text, word) {
				t.Errorf("%s: no %q in %s", path, word, text)
			}
		}
	}
	if n := len(want[gen.DisclosurePage](t, s.get(naka, "/disclosures?kind=print&caseId="+string(id)), 200).Items); n != 2 {
		t.Errorf("%d lines in the ledger for two papers", n)
	}
	text := s.readPaper(s.as(naka).do("GET", "/api/v1/agencies/pdf?ward=naka", ""))
	me := want[gen.Me](t, s.get(naka, "/me"), 200)
	for _, word := range []string{"相談機関一覧", "条件：中区", me.Agency.Name, "受け付けるお困りごと"} {
		if !strings.Contains(text, word) {
			t.Errorf("no %q in %s", word, text)
		}
	}
}

func TestConferenceIsPutOnPaper(t *testing.T) {
	s := newStage(t)
	id := s.coordinated()
	polled := s.polled(id, yorisoi)
	refused(t, s.get(desk, "/conferences/"+string(polled.Id)+"/notice/pdf"), 409, casework.CodeWrongState)
	k := s.convened(id, "social_welfare_106_6")
	on := "/api/v1/conferences/" + string(k)
	make := func(what, name string) reply { return s.as(name).do("POST", on+"/"+what+"/pdf", ownWork) }

	notice := s.readPaper(s.as(desk).do("GET", on+"/notice/pdf", ""))
	number := want[gen.Conference](t, s.get(desk, "/conferences/"+string(k)), 200)
	for _, word := range []string{"の開催について（通知）", number.Number, "構成員各位", "秘密保持の誓約"} {
		if !strings.Contains(notice, word) {
			t.Errorf("no %q in %s", word, notice)
		}
	}
	if c := s.theCase(desk, id); strings.Contains(notice, c.Number) || strings.Contains(notice, strings.ReplaceAll(number.Purpose, " ", "")) || strings.Contains(notice, strings.ReplaceAll(*c.SubjectName, " ", "")) {
		t.Errorf("the notice tells of the case: %s", notice)
	}

	refused(t, make("minutes", desk), 409, casework.CodeWrongState)
	refused(t, make("agenda", fukushi), 404, casework.CodeNotFound)
	refused(t, make("agenda", yorisoi), 409, casework.CodePledge) // invited: nothing opens before the pledge
	s.held(k)
	s.finalized(k)
	for what, words := range map[string][]string{
		"agenda":  {"次第", "取扱注意", "目的", "構成員（"},
		"minutes": {"議事録", "取扱注意", "確定した記録", "話し合った。", "決定事項1同行する。", "家計の相談", "世帯全体", "出席"},
	} {
		text := s.readPaper(make(what, desk))
		for _, word := range words {
			if !strings.Contains(text, word) {
				t.Errorf("%s: no %q in %s", what, word, text)
			}
		}
	}
	if n := len(want[gen.DisclosurePage](t, s.get(desk, "/disclosures?kind=print&caseId="+string(id)), 200).Items); n != 2 {
		t.Errorf("%d lines in the ledger for two papers", n)
	}
}

func TestTheYearlyTableIsPutOnPaper(t *testing.T) {
	s := newStage(t)
	s.coordinated()
	table := want[gen.AnnualStatistics](t, s.get(desk, "/statistics/annual"), 200)
	text := s.readPaper(s.as(desk).do("GET", "/api/v1/statistics/annual/pdf", ""))
	for _, m := range table.Measures {
		if !strings.Contains(text, strings.ReplaceAll(m.Label, " ", "")) || !strings.Contains(text, strings.ReplaceAll(m.Definition, " ", "")) {
			t.Errorf("no %q in %s", m.Label, text)
		}
	}
	if strings.Contains(text, "取扱注意") || !strings.Contains(text, table.Years[0].Label) {
		t.Error(text)
	}
}
