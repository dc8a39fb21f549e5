package casework

import (
	"slices"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// coordinated is a case that elder leads, debts supports, and the coordinators know.
func coordinated(t failer) *Case {
	t.Helper()
	c := filed(t)
	h := handOff(t, c, AskJoin, debts)
	must(t, c.Join(worker(debts), latest(c), h.ID, ""))
	_, err := c.Escalate(worker(elder), latest(c), ReasonNoSupportMenu, "")
	must(t, err)
	c.TakeChanges()
	return c
}

func role(agency ID) AssignmentOrder {
	return AssignmentOrder{Agency: agency, Task: "家計の収支を一緒に書き出す"}
}

func proposed(t failer) (*Case, *Assignment) {
	t.Helper()
	c := coordinated(t)
	a, err := NewAssignment(c, coordinator(), monday, role(debts))
	must(t, err)
	return c, a
}

func taken(t failer) (*Case, *Assignment) {
	t.Helper()
	c, a := proposed(t)
	must(t, a.Take(c, worker(debts), monday, ""))
	c.TakeChanges()
	return c, a
}

func TestARoleIsProposedByACoordinatorToAnAgencyOfTheCase(t *testing.T) {
	for name, try := range map[string]struct {
		actor Actor
		order AssignmentOrder
		code  Code
		at    string
	}{
		"nobody":                 {Actor{}, role(debts), CodeForbidden, ""},
		"a stranger":             {worker(kids), role(debts), CodeForbidden, ""},
		"the lead":               {worker(elder), role(debts), CodeForbidden, ""},
		"to nobody":              {coordinator(), role(""), CodeInvalid, "/agencyId"},
		"to a stranger":          {coordinator(), role(kids), CodeInvalid, "/agencyId"},
		"without a task":         {coordinator(), AssignmentOrder{Agency: debts, Task: " 　"}, CodeInvalid, "/task"},
		"for a stranger":         {coordinator(), AssignmentOrder{Agency: debts, Task: "x", Member: "someone"}, CodeInvalid, "/memberId"},
		"due yesterday":          {coordinator(), AssignmentOrder{Agency: debts, Task: "x", DueOn: calendar.DateOf(monday).AddDays(-1)}, CodeInvalid, "/dueOn"},
		"due on 30 February":     {coordinator(), AssignmentOrder{Agency: debts, Task: "x", DueOn: calendar.Date{Year: 2027, Month: 2, Day: 30}}, CodeInvalid, "/dueOn"},
		"due in another century": {coordinator(), AssignmentOrder{Agency: debts, Task: "x", DueOn: calendar.Date{Year: 2127, Month: 2, Day: 3}}, CodeInvalid, "/dueOn"},
	} {
		c := coordinated(t)
		before := snapshot(t, c)
		_, err := NewAssignment(c, try.actor, monday, try.order)
		if wantCode(t, err, try.code); try.at != "" {
			wantCode(t, err, try.code, try.at)
		}
		if unchanged(t, before, c); t.Failed() {
			t.Fatal(name)
		}
	}
	c, a := proposed(t)
	if a.DueOn != calendar.DateOf(monday).AddDays(14) || a.State != AssignmentProposed {
		t.Errorf("due %s, %s", a.DueOn, a.State)
	}
	if !noticed(c.TakeChanges(), EventAssignmentProposed, debts) {
		t.Error("the agency was not told")
	}
}

func TestARoleOfAConferenceMakesItsAgencyASupportingOne(t *testing.T) {
	c := coordinated(t)
	o := role(kids)
	o.Conference = NewID(monday)
	_, err := NewAssignment(c, coordinator(), monday, o)
	must(t, err)
	if !c.Supports(kids) || c.Access()[kids].Level != LevelSupporting {
		t.Errorf("access %+v", c.Access()[kids])
	}
}

func TestOnlyTheAssigneeAnswers(t *testing.T) {
	for verb, call := range map[Verb]func(*Assignment, *Case, Actor) error{
		VerbTake:     func(a *Assignment, c *Case, who Actor) error { return a.Take(c, who, monday, "") },
		VerbStruggle: func(a *Assignment, c *Case, who Actor) error { return a.Struggle(c, who, monday, "人が足りない") },
	} {
		for _, who := range []Actor{{}, worker(kids), worker(elder), coordinator()} {
			c, a := proposed(t)
			wantCode(t, call(a, c, who), CodeForbidden)
		}
		c, a := proposed(t)
		if !slices.Contains(a.Actions(c, worker(debts)), string(verb)) {
			t.Errorf("%s is not offered", verb)
		}
		must(t, call(a, c, worker(debts)))
	}
}

func TestARoleGoesItsWay(t *testing.T) {
	c, a := taken(t)
	wantCode(t, a.Take(c, worker(debts), monday, ""), CodeWrongState)
	wantCode(t, a.Report(c, worker(debts), monday, ""), CodeInvalid, "/text")
	must(t, a.Report(c, worker(debts), monday, "通帳を見せてもらった"))
	must(t, a.Struggle(c, worker(debts), monday, "本人が会ってくれない"))
	if ch := c.TakeChanges(); !noticed(ch, EventAssignmentStruggling, CoordinatorsID) || !noticed(ch, EventAssignmentStruggling, elder) {
		t.Error("coordinators and lead do not know")
	}
	wantCode(t, a.Reassign(c, worker(elder), monday, Reassignment{Agency: elder, Reason: "x"}), CodeForbidden)
	wantCode(t, a.Reassign(c, coordinator(), monday, Reassignment{Agency: debts, Reason: "x"}), CodeInvalid, "/agencyId")
	wantCode(t, a.Reassign(c, coordinator(), monday, Reassignment{Agency: kids, Reason: "x"}), CodeInvalid, "/agencyId")
	must(t, a.Reassign(c, coordinator(), monday, Reassignment{Agency: elder, Reason: "訪問のついでに聞ける"}))
	if a.State != AssignmentTaken || a.Agency != elder || !noticed(c.TakeChanges(), EventAssignmentReassigned, debts) {
		t.Errorf("%s %s", a.State, a.Agency)
	}
	wantCode(t, a.Complete(c, worker(debts), monday, ""), CodeForbidden)
	must(t, a.Complete(c, worker(elder), monday, "書き出した"))
	if a.Open() || !a.Kept() || len(a.Steps) != 6 {
		t.Errorf("%+v", a)
	}
	wantCode(t, a.Retime(c, coordinator(), monday, calendar.DateOf(monday).AddDays(30), "x"), CodeWrongState)
}

func TestALateRoleIsRetimedAndRemindedAnew(t *testing.T) {
	c, a := taken(t)
	late := a.DueOn.AddDays(3).Time()
	if !a.Overdue(late) || a.Overdue(a.DueOn.Time()) {
		t.Error("overdue is not derived from the day")
	}
	a.ByClock(c, late)
	to := calendar.DateOf(late).AddDays(10)
	wantCode(t, a.Retime(c, worker(debts), late, to, "x"), CodeForbidden)
	wantCode(t, a.Retime(c, coordinator(), late, to, ""), CodeInvalid, "/reason")
	wantCode(t, a.Retime(c, coordinator(), late, a.DueOn, "x"), CodeInvalid, "/dueOn")
	must(t, a.Retime(c, coordinator(), late, to, "入院していた"))
	if a.Overdue(late) || a.State != AssignmentTaken || a.LateToldAt != nil || a.RemindAt == nil || a.FirstDueOn == a.DueOn {
		t.Errorf("%+v", a)
	}
}

func TestSilenceAboutARoleGoesToTheCoordinatorsOnce(t *testing.T) {
	c, a := proposed(t)
	open, state := c.openEscalations(), c.State
	if a.ByClock(c, a.AnswerDue.Add(-time.Second)) {
		t.Error("too early")
	}
	c.TakeChanges()
	for i := range 3 {
		did := a.ByClock(c, a.AnswerDue.Add(time.Duration(i)*time.Minute))
		if did != (i == 0) {
			t.Errorf("call %d: %v", i, did)
		}
	}
	ch := c.TakeChanges()
	if c.openEscalations() != open+1 || a.Escalation == "" || happened(ch, EventAssignmentUnanswered) != 1 || !noticed(ch, EventEscalationOpened, CoordinatorsID) {
		t.Errorf("%d escalations more", c.openEscalations()-open)
	}
	if c.State != state || a.State != AssignmentProposed {
		t.Errorf("silence moved the case to %s, the role to %s", c.State, a.State)
	}
	must(t, a.Take(c, worker(debts), a.AnswerDue.Add(time.Hour), "遅くなりました")) // late is not never
}

func TestAnAnswerIsNeverDueAfterTheRoleItself(t *testing.T) {
	c := coordinated(t)
	o := role(debts)
	o.DueOn = calendar.DateOf(monday)
	a, err := NewAssignment(c, coordinator(), monday, o)
	must(t, err)
	if a.AnswerDue.After(a.DueOn.AddDays(1).Time()) || a.RemindAt != nil {
		t.Errorf("answer due %s, remind %v", a.AnswerDue, a.RemindAt)
	}
}

func TestRemindersComeBeforeAndAfterExactlyOnce(t *testing.T) {
	c, a := taken(t)
	// due Monday 15 June 2026: two business days before is Thursday 11 June, 08:30
	if want := jst(2026, 6, 11, 8, 30); a.RemindAt == nil || !a.RemindAt.Equal(want) {
		t.Fatalf("remind at %v, want %v", a.RemindAt, want)
	}
	soon, late := 0, 0
	for at := monday; at.Before(monday.AddDate(0, 1, 0)); at = at.Add(6 * time.Hour) {
		a.ByClock(c, at)
		a.ByClock(c, at)
		ch := c.TakeChanges()
		for _, n := range ch.Notices {
			switch {
			case n.Kind == EventAssignmentDueSoon && n.Recipient == debts:
				soon++
			case n.Kind == EventAssignmentOverdue && n.Recipient == CoordinatorsID:
				late++
			}
		}
	}
	if soon != 1 || late != 1 || a.ClockAt() != nil {
		t.Errorf("reminded %d times, told late %d times, next look %v", soon, late, a.ClockAt())
	}
}

func TestAClockThatStoodStillTellsOnlyThatItIsLate(t *testing.T) {
	c, a := taken(t)
	a.ByClock(c, monday.AddDate(0, 3, 0))
	ch := c.TakeChanges()
	if noticed(ch, EventAssignmentDueSoon, debts) || !noticed(ch, EventAssignmentOverdue, debts) || a.ClockAt() != nil {
		t.Errorf("%+v", ch.Notices)
	}
}

func TestHandedOnNamesWhoGoesOn(t *testing.T) {
	c, a := taken(t)
	wantCode(t, a.HandOn(c, worker(debts), monday, "民生委員", ""), CodeForbidden)
	wantCode(t, a.HandOn(c, worker(elder), monday, "", ""), CodeInvalid, "/to")
	must(t, a.HandOn(c, worker(elder), monday, "民生委員", "見守りを続ける"))
	if a.Open() || a.Kept() || a.HandedTo != "民生委員" {
		t.Errorf("%+v", a)
	}
}
