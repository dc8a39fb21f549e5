package casework

import (
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

var (
	surveyNow  = time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	cityOffice = Actor{Account: "c", Agency: "kikaku", Roles: []Role{RoleCityOffice}}
)

func openSurvey(t *testing.T) *Survey {
	t.Helper()
	s, err := DraftSurvey(surveyNow, 2026)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(cityOffice, surveyNow, []ID{"a"}); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSurveyBeginsWithThePublishedChoices(t *testing.T) {
	s, err := DraftSurvey(surveyNow, 2026)
	if err != nil || len(s.Choices) != 14 || s.MostChoices != 3 || s.Title != "令和8年度 関係機関アンケート" {
		t.Fatalf("%+v %v", s, err)
	}
	if _, err := DraftSurvey(surveyNow, 2020); CodeOf(err) != CodeInvalid {
		t.Errorf("a year long over: %v", err)
	}
}

func TestOnlyTheCityOfficeKeepsASurvey(t *testing.T) {
	for role, want := range map[Role]Code{RoleWorker: CodeForbidden, RoleCoordinator: CodeForbidden, RoleSystemAdmin: CodeForbidden, RoleCityOffice: ""} {
		s, _ := DraftSurvey(surveyNow, 2026)
		a := Actor{Account: "x", Agency: "y", Roles: []Role{role}}
		if err := s.Open(a, surveyNow, []ID{"a"}); CodeOf(err) != want {
			t.Errorf("%s: %v", role, err)
		}
	}
	s := openSurvey(t)
	if err := s.Edit(cityOffice, SurveyContent{}); CodeOf(err) != CodeWrongState {
		t.Errorf("questions changed after sending: %v", err)
	}
	if err := s.Close(cityOffice, surveyNow); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(cityOffice, surveyNow); CodeOf(err) != CodeWrongState {
		t.Errorf("closed twice: %v", err)
	}
}

func TestSurveyContentIsChecked(t *testing.T) {
	good := SurveyContent{Title: "表題", Choices: []SurveyChoice{{1, "甲"}, {2, "乙"}}, MostChoices: 2, ClosesOn: calendar.Date{Year: 2026, Month: 12, Day: 1}}
	for name, c := range map[string]struct {
		change  func(*SurveyContent)
		pointer string
	}{
		"good":          {func(*SurveyContent) {}, ""},
		"no title":      {func(c *SurveyContent) { c.Title = " " }, "/title"},
		"one choice":    {func(c *SurveyContent) { c.Choices = c.Choices[:1]; c.MostChoices = 1 }, "/choices"},
		"empty choice":  {func(c *SurveyContent) { c.Choices = []SurveyChoice{{1, "甲"}, {2, ""}} }, "/choices/1/text"},
		"same number":   {func(c *SurveyContent) { c.Choices = []SurveyChoice{{1, "甲"}, {1, "乙"}} }, "/choices/1/number"},
		"too many":      {func(c *SurveyContent) { c.MostChoices = 3 }, "/mostChoices"},
		"empty topic":   {func(c *SurveyContent) { c.Topics = []string{""} }, "/topics/0"},
		"NUL in a text": {func(c *SurveyContent) { c.Lead = "a\x00" }, "/lead"},
	} {
		s, _ := DraftSurvey(surveyNow, 2026)
		in := good
		c.change(&in)
		err := s.Edit(cityOffice, in)
		if firstPointer(err) != c.pointer || (err == nil) != (c.pointer == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSurveyAnswersUpToThree(t *testing.T) {
	s := openSurvey(t)
	for name, c := range map[string]struct {
		answer  SurveyAnswer
		pointer string
	}{
		"three":           {SurveyAnswer{Choices: []int{5, 1, 14}}, ""},
		"text alone":      {SurveyAnswer{Texts: []string{"", "𠮷野の件"}}, ""},
		"four":            {SurveyAnswer{Choices: []int{1, 2, 3, 4}}, "/choices"},
		"unknown":         {SurveyAnswer{Choices: []int{99}}, "/choices/0"},
		"twice the same":  {SurveyAnswer{Choices: []int{1, 1}}, "/choices/1"},
		"nothing":         {SurveyAnswer{Texts: []string{" "}}, "/choices"},
		"too many topics": {SurveyAnswer{Choices: []int{1}, Texts: []string{"", "", "", ""}}, "/texts"},
	} {
		_, err := s.Answer(surveyNow, c.answer)
		if firstPointer(err) != c.pointer || (err == nil) != (c.pointer == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
	last := s.Until().Add(-time.Second)
	if _, err := s.Answer(last, SurveyAnswer{Choices: []int{1}}); err != nil {
		t.Errorf("the last second of the closing day: %v", err)
	}
	if _, err := s.Answer(s.Until(), SurveyAnswer{Choices: []int{1}}); CodeOf(err) != CodeWrongState {
		t.Errorf("after the closing day: %v", err)
	}
}

func TestOnlyTheSilentAreRemindedOnceADay(t *testing.T) {
	s := openSurvey(t)
	sent, answered := surveyNow, surveyNow.Add(time.Hour)
	invited := []*SurveyInvitation{{ID: "1", Email: "a@x.example", SentAt: &sent}, {ID: "2", Email: "b@x.example", SentAt: &sent, AnsweredAt: &answered}, {ID: "3"}}
	if _, err := s.Remind(cityOffice, surveyNow.Add(time.Hour), invited); CodeOf(err) != CodeWrongState {
		t.Errorf("on the day it was sent: %v", err)
	}
	next := surveyNow.AddDate(0, 0, 1)
	if got, err := s.Remind(cityOffice, next, invited); err != nil || len(got) != 1 || got[0].ID != "1" {
		t.Errorf("%v %v", got, err)
	}
	if _, err := s.Remind(cityOffice, next.Add(time.Hour), invited); CodeOf(err) != CodeWrongState {
		t.Errorf("twice a day: %v", err)
	}
}
