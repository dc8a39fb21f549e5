package casework

import (
	"slices"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

func TestATrainingFromItsPlanToItsAttendance(t *testing.T) {
	today := calendar.DateOf(monday)
	published := func(id ID) (string, bool) { return "事例", id == "s1" || id == "s2" }
	active := func(id ID) bool { return id == debts || id == kids }
	order := TrainingOrder{Title: " 事例に学ぶ ", HeldOn: today.AddDays(1), Studies: []ID{"s1"}}
	_, err := PlanTraining(worker(elder), monday, order, published)
	wantCode(t, err, CodeForbidden)
	for pointer, change := range map[string]func(*TrainingOrder){
		"/title":      func(o *TrainingOrder) { o.Title = " " },
		"/heldOn":     func(o *TrainingOrder) { o.HeldOn = calendar.Date{Year: 2062, Month: 6, Day: 1} },
		"/studyIds/0": func(o *TrainingOrder) { o.Studies = []ID{"draft"} },
		"/studyIds/1": func(o *TrainingOrder) { o.Studies = []ID{"s1", "s1"} },
	} {
		bad := order
		change(&bad)
		_, err := PlanTraining(coordinator(), monday, bad, published)
		wantCode(t, err, CodeInvalid, pointer)
	}
	x, err := PlanTraining(coordinator(), monday, order, published)
	must(t, err)
	if x.Title != "事例に学ぶ" || !slices.Equal(x.Actions(coordinator(), monday), []string{"edit", "cancel"}) || len(x.Actions(worker(elder), monday)) != 0 {
		t.Errorf("%+v %v", x, x.Actions(coordinator(), monday))
	}
	came := []TrainingAttendance{{debts, 3}, {kids, 2}}
	wantCode(t, x.Hold(coordinator(), monday, came, 1, "", active), CodeWrongState) // tomorrow
	day := monday.AddDate(0, 0, 1)
	wantCode(t, x.Hold(coordinator(), day, nil, 0, "", active), CodeInvalid, "/attendance")
	wantCode(t, x.Hold(coordinator(), day, []TrainingAttendance{{debts, 0}}, 0, "", active), CodeInvalid, "/attendance/0/people")
	wantCode(t, x.Hold(coordinator(), day, []TrainingAttendance{{debts, 1}, {debts, 1}}, 0, "", active), CodeInvalid, "/attendance/1/agencyId")
	wantCode(t, x.Hold(coordinator(), day, []TrainingAttendance{{elder, 10_000}}, -1, "", active), CodeInvalid, "/attendance/0/agencyId", "/attendance/0/people", "/others")
	must(t, x.Hold(coordinator(), day, came, 1, "", active))
	if x.State != TrainingHeld || x.People() != 6 || !slices.Equal(x.Actions(coordinator(), day), []string{"hold"}) {
		t.Errorf("%+v", x)
	}
	wantCode(t, x.Hold(coordinator(), day, came[:1], 0, "", active), CodeInvalid, "/reason") // a correction says why
	must(t, x.Hold(coordinator(), day, came[:1], 0, "数え間違い", active))
	wantCode(t, x.Cancel(coordinator(), "x"), CodeWrongState)
	wantCode(t, x.Change(coordinator(), day, order, published), CodeWrongState)

	y, err := PlanTraining(coordinator(), monday, order, published)
	must(t, err)
	wantCode(t, y.Cancel(coordinator(), " "), CodeInvalid, "/reason")
	must(t, y.Cancel(coordinator(), "台風のため"))
	wantCode(t, y.Hold(coordinator(), day, came, 0, "", active), CodeWrongState)
	if len(y.Actions(coordinator(), day)) != 0 {
		t.Errorf("cancelled is final: %v", y.Actions(coordinator(), day))
	}
}
