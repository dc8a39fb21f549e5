package casework

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func studyLabel(_, code string) string {
	return map[string]string{"care": "介護のこと", "debt": "支出・滞納・借金"}[code]
}

func knownCode(kind, code string) bool {
	return slices.Contains([]string{"issue/care", "issue/debt", "feature/hikikomori"}, kind+"/"+code)
}

func studied(t *testing.T) (*Study, StudyPrivacy, *Case) {
	t.Helper()
	c := filed(t)
	c.Number = "R8-0123"
	sheet := content()
	sheet.Subject.PhoneMobile = "090-1234-5678"
	sheet.Members = append(sheet.Members, Member{Name: "髙橋 蛍", Relation: "蛍ちゃん", Age: ptr(4)})
	events := []Event{{At: monday, Kind: EventCaseOpened}, {At: monday.AddDate(0, 0, 10), Kind: EventHandoffRequested}, {At: monday.AddDate(0, 0, 10), Kind: EventHandoffRequested},
		{At: monday.AddDate(0, 0, 11), Kind: EventNoteAdded}, {At: monday.AddDate(0, 0, 100), Kind: EventClosed}}
	s, err := DraftStudy(coordinator(), monday, StudyOrder{Case: c, Content: sheet, Events: events, Readable: true, Label: studyLabel})
	must(t, err)
	return s, StudyPrivacyOf(StudySource{Case: c, Contents: []SheetContent{sheet}, People: []string{"相談 一郎"}, Places: []string{"東山地域包括支援センター", "中区"}}, monday), c
}

func written(s *Study) StudyContent {
	c := s.StudyContent
	c.Features, c.Decided, c.Learned = []string{"hikikomori"}, "家計の見直しを始めることにした。", "本人の言葉から始めると、話が進んだ。"
	return c
}

func TestAStudyBeginsWithoutAWordOfTheCase(t *testing.T) {
	s, _, _ := studied(t)
	if s.State != StudyDraft || s.Title != "介護、支出・滞納・借金の相談があった世帯" || s.Household != "2人の世帯。本人（80歳代）、長男（50歳代）、家族（10歳未満）。" {
		t.Errorf("draft: %q %q", s.Title, s.Household)
	}
	want := []StudyStep{{0, "つなぐシートで相談を受け付けた。"}, {7, "ほかの相談機関につないだ。"}, {90, "終結した。"}}
	if !slices.Equal(s.Course, want) {
		t.Errorf("course: %v", s.Course)
	}
}

func TestWhoMayBeginAStudy(t *testing.T) {
	c := filed(t)
	o := StudyOrder{Case: c, Content: content(), Readable: true, Label: studyLabel}
	_, err := DraftStudy(worker(elder), monday, o)
	wantCode(t, err, CodeForbidden)
	o.Readable = false
	_, err = DraftStudy(coordinator(), monday, o)
	wantCode(t, err, CodeForbidden)
	o.Readable, o.Masked = true, true
	_, err = DraftStudy(coordinator(), monday, o)
	wantCode(t, err, CodeForbidden)
}

func TestNothingInAStudyLeadsBack(t *testing.T) {
	s, who, _ := studied(t)
	for text, code := range map[string]string{
		"髙橋さんの家計": "personal", "ﾀｶﾊｼﾊﾙの介護": "personal", "蛍ちゃん": "personal", "蛍を見た": "", "門田屋敷の家": "personal", "０９０（１２３４）５６７８": "personal", "03-9999-0000に電話": "personal",
		"相談一郎が訪ねた": "personal", "相談さんに聞く": "personal", "相談に来た": "", "東山地域包括支援センターにつないだ": "personal", "中区の世帯": "", "R8-0123のケース": "personal", "a@example.jp": "personal",
		"令和８年６月１日に会った": "date", "昭和十九年生まれ": "date", "2026年の春": "date", "2026/6/1": "date", "6月1日": "date", "六月一日に": "date", "R8.6.1": "date", "6/1に電話": "date",
		"桜町三丁目に住む": "personal", "12番地": "personal", "〒703-8275": "personal",
		"3か月後に会えた。80歳代の母と50歳代の子。": "", "10年前から": "", "月に2回、1時間半": "", "収入が2/3ほどに": "date", "5人世帯": "",
	} {
		for pointer, put := range map[string]func(*StudyContent){
			"/title": func(c *StudyContent) { c.Title = text }, "/household": func(c *StudyContent) { c.Household = text }, "/decided": func(c *StudyContent) { c.Decided = text },
			"/learned": func(c *StudyContent) { c.Learned = text }, "/course/1/text": func(c *StudyContent) { c.Course = []StudyStep{{0, "相談"}, {7, text}} },
		} {
			c := written(s)
			put(&c)
			err := s.Edit(coordinator(), c, who, knownCode)
			if code == "" {
				must(t, err)
				continue
			}
			wantCode(t, err, CodeInvalid, pointer)
			if f := fieldsOf(err); f[0].Code != code || f[0].Pointer != pointer {
				t.Errorf("%s: %+v", text, f)
			}
		}
	}
	if strings.Contains(s.Learned, "髙橋") {
		t.Error("a refused text was kept")
	}
}

func TestStudyContentIsChecked(t *testing.T) {
	s, who, _ := studied(t)
	for name, c := range map[string]struct {
		change  func(*StudyContent)
		pointer string
	}{
		"no title":           {func(c *StudyContent) { c.Title = " " }, "/title"},
		"long title":         {func(c *StudyContent) { c.Title = strings.Repeat("𠮷", 101) }, "/title"},
		"NUL":                {func(c *StudyContent) { c.Learned = "a\x00" }, "/learned"},
		"unknown issue":      {func(c *StudyContent) { c.Issues = []string{"care", "magic"} }, "/issues/1"},
		"issue twice":        {func(c *StudyContent) { c.Issues = []string{"care", "care"} }, "/issues/1"},
		"unknown feature":    {func(c *StudyContent) { c.Features = []string{"care"} }, "/features/0"},
		"empty step":         {func(c *StudyContent) { c.Course = []StudyStep{{0, ""}} }, "/course/0/text"},
		"backwards":          {func(c *StudyContent) { c.Course = []StudyStep{{7, "a"}, {0, "b"}} }, "/course/1/afterDays"},
		"before the case":    {func(c *StudyContent) { c.Course = []StudyStep{{-1, "a"}} }, "/course/0/afterDays"},
		"more than a screen": {func(c *StudyContent) { c.Course = make([]StudyStep, 61) }, "/course"},
	} {
		content := written(s)
		c.change(&content)
		if err := s.Edit(coordinator(), content, who, knownCode); !pointsAt(err, c.pointer) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASecondPersonPublishesAndNothingLeadsBack(t *testing.T) {
	s, who, _ := studied(t)
	wantCode(t, s.Submit(coordinator(), monday, who, knownCode), CodeInvalid, "/decided", "/learned")
	must(t, s.Edit(coordinator(), written(s), who, knownCode))
	wantCode(t, s.Edit(secondCoordinator(), written(s), who, knownCode), CodeForbidden)
	must(t, s.Submit(coordinator(), monday, who, knownCode))
	wantCode(t, s.Edit(coordinator(), written(s), who, knownCode), CodeWrongState)
	wantCode(t, s.Approve(coordinator(), monday, who), CodeForbidden)
	wantCode(t, s.Approve(worker(elder), monday, who), CodeForbidden)
	wantCode(t, s.SendBack(coordinator(), monday, "自分で"), CodeForbidden)
	wantCode(t, s.SendBack(secondCoordinator(), monday, " "), CodeInvalid, "/text")
	must(t, s.SendBack(secondCoordinator(), monday, "経過をもう少し"))
	if s.State != StudyDraft || len(s.Remarks) != 1 {
		t.Errorf("sent back: %+v", s)
	}
	must(t, s.Submit(coordinator(), monday, who, knownCode))
	must(t, s.Approve(secondCoordinator(), monday, who))
	if s.State != StudyPublished || s.Case != "" || s.ApprovedBy != secondCoordinator().Account {
		t.Errorf("published: %+v", s)
	}
	wantCode(t, s.Withdraw(secondCoordinator(), monday), CodeForbidden)
	must(t, s.Withdraw(coordinator(), monday))
	if s.State != StudyWithdrawn || s.Learned == "" {
		t.Error("a published study was emptied")
	}
}

func TestApprovingLooksAgainAndNamesNobody(t *testing.T) {
	s, who, c := studied(t)
	must(t, s.Edit(coordinator(), written(s), who, knownCode))
	must(t, s.Submit(coordinator(), monday, who, knownCode))
	later := content()
	later.Subject.OtherNames = []OtherName{{Name: "家計 花子"}}
	err := s.Approve(secondCoordinator(), monday, StudyPrivacyOf(StudySource{Case: c, Contents: []SheetContent{later}}, monday))
	wantCode(t, err, CodeWrongState)
	if strings.Contains(err.Error(), "家計") || s.State != StudyInReview {
		t.Errorf("%v", err)
	}
}

func TestADraftThatIsTakenBackLeavesNoWord(t *testing.T) {
	s, who, _ := studied(t)
	must(t, s.Edit(coordinator(), written(s), who, knownCode))
	must(t, s.Withdraw(coordinator(), monday))
	if s.Case != "" || s.Title+s.Household+s.Decided+s.Learned != "" || s.Course != nil {
		t.Errorf("left: %+v", s)
	}
}

func TestRemarksOnProtectedPersonsNeverGetIn(t *testing.T) {
	c := filed(t)
	sheet := content()
	sheet.Members[0].ID, sheet.Members[0].Note = "m1", "勤務先：ひまわり製菓、週4日"
	c.Members = []*HouseholdMember{{ID: "p1", Keys: []string{"s/m1"}, Name: "髙橋 実"}}
	who := func() StudyPrivacy {
		return StudyPrivacyOf(StudySource{Case: c, Contents: []SheetContent{sheet}}, monday)
	}
	var free, held checks
	who().check(&free, "/household", "ひまわり製菓で働く")
	must(t, free.err())
	c.Protections = []*Protection{{Person: "p1", From: *date("2026-01-01"), At: monday.Add(-time.Hour)}}
	who().check(&held, "/household", "ひまわり製菓で働く")
	wantCode(t, held.err(), CodeInvalid, "/household")
}

func TestWhoReadsAStudy(t *testing.T) {
	office := Actor{Account: "office", Agency: home, Roles: []Role{RoleCityOffice}}
	for state, readers := range map[State][4]bool{ // author, second coordinator, city office, worker
		StudyDraft: {true, false, false, false}, StudyInReview: {true, true, true, false}, StudyPublished: {true, true, true, true}, StudyWithdrawn: {true, false, true, false},
	} {
		s := &Study{State: state, Author: coordinator().Account}
		for i, a := range []Actor{coordinator(), secondCoordinator(), office, worker(elder)} {
			if got := s.Reads(a); got != readers[i] {
				t.Errorf("%s, reader %d: %v", state, i, got)
			}
		}
	}
}

// A study is offered where its course can be told, and only to whoever could begin it.
func TestAStudyIsOfferedOfCasesThatAreOver(t *testing.T) {
	for _, x := range []struct {
		name             string
		actor            Actor
		state            State
		readable, masked bool
		offered          bool
	}{
		{"a closed case", coordinator(), CaseClosed, true, false, true},
		{"one that is watched", coordinator(), CaseMonitoring, true, false, true},
		{"one that is supported", coordinator(), CaseSupporting, true, false, false},
		{"a sheet that is not read", coordinator(), CaseClosed, false, false, false},
		{"an address that is hidden", coordinator(), CaseClosed, true, true, false},
		{"a worker", worker(elder), CaseClosed, true, false, false},
		{"nobody", Actor{}, CaseClosed, true, false, false},
	} {
		if got := StudyActions(x.actor, &Case{State: x.state}, x.readable, x.masked); (len(got) == 1) != x.offered {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}
