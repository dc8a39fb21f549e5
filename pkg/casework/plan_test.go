package casework

import (
	"slices"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// planned is what may be agreed: the five statutory items, a goal on each wheel.
func planned(now time.Time) PlanContent {
	today := calendar.DateOf(now)
	return PlanContent{
		Wish: "家で猫と暮らしたい。", Issues: "借金の全体が分からない。",
		Goals: []PlanGoal{
			{Wheel: WheelWelfare, Text: "返せる額を決める", By: today.AddMonths(3), Criteria: "返済の計画ができている"},
			{Wheel: WheelSocial, Text: "月に一度は外に出る", By: today.AddMonths(6), Criteria: "サロンに3回行った"},
		},
		Supports:     []PlanSupport{{Kind: "家計", Text: "収支を書き出す", Agency: debts}},
		Roles:        []PlanRole{{Agency: elder, Text: "毎週の訪問"}, {ByName: "町内会長", Text: "見守り"}},
		Coordination: "月に一度、電話で状況を分け合う。", ReviewOn: today.AddMonths(6),
	}
}

// underPlan is a case with a plan in force.
func underPlan(t failer) (*Case, *Commitments) {
	t.Helper()
	c, k := coordinated(t), &Commitments{}
	_, err := c.DraftPlan(worker(elder), monday, k, planned(monday))
	must(t, err)
	must(t, c.AgreePlan(worker(elder), monday, k, Agreement{Reason: "訪問して本人と決めた"}))
	c.TakeChanges()
	return c, k
}

func scored(p *Plan, half int) []GoalScore {
	var scores []GoalScore
	for _, g := range p.InForce().Content.Goals {
		scores = append(scores, GoalScore{Goal: g.ID, Half: half})
	}
	return scores
}

func dueOf(k *Commitments, kind MonitoringKind) *Monitoring {
	for _, m := range k.Monitorings {
		if m.Kind == kind && m.State == MonitoringDue {
			return m
		}
	}
	return nil
}

func TestAPlanIsDraftedByTheLeadOrACoordinatorAndThereIsOne(t *testing.T) {
	for _, who := range []Actor{{}, worker(kids), worker(debts)} {
		_, err := coordinated(t).DraftPlan(who, monday, &Commitments{}, PlanContent{})
		wantCode(t, err, CodeForbidden)
	}
	c, k := coordinated(t), &Commitments{}
	p, err := c.DraftPlan(coordinator(), monday, k, PlanContent{})
	must(t, err)
	_, err = c.DraftPlan(worker(elder), monday, k, PlanContent{})
	wantCode(t, err, CodeDuplicate)
	must(t, c.EditPlan(worker(elder), monday, p, PlanContent{Wish: "海が見たい"}))
	wantCode(t, c.EditPlan(worker(elder), monday, p, PlanContent{Wish: "\x00"}), CodeInvalid, "/content/wish")
	wantCode(t, c.EditPlan(worker(elder), monday, p, PlanContent{Goals: []PlanGoal{{Wheel: "third", Member: "x"}}}), CodeInvalid, "/content/goals/0/wheel", "/content/goals/0/memberId")
	wantCode(t, c.EditPlan(worker(elder), monday, p, PlanContent{MonitorEvery: 4}), CodeInvalid, "/content/monitorEvery")
}

func TestAPlanIsAgreedWithItsFiveItems(t *testing.T) {
	c, k := coordinated(t), &Commitments{}
	_, err := c.DraftPlan(worker(elder), monday, k, PlanContent{})
	must(t, err)
	wantCode(t, c.AgreePlan(worker(elder), monday, k, Agreement{Reason: "x"}), CodeInvalid,
		"/content/wish", "/content/issues", "/content/goals", "/content/supports", "/content/roles", "/content/coordination", "/content/reviewOn")
	one := planned(monday)
	one.Goals = one.Goals[:1]
	must(t, c.EditPlan(worker(elder), monday, k.Plan, one))
	wantCode(t, c.AgreePlan(worker(elder), monday, k, Agreement{Reason: "x"}), CodeInvalid, "/content/wheelNote")
	must(t, c.EditPlan(worker(elder), monday, k.Plan, planned(monday)))
	wantCode(t, c.AgreePlan(worker(elder), monday, k, Agreement{}), CodeInvalid, "/reason")
	wantCode(t, c.AgreePlan(worker(elder), monday, k, Agreement{Conference: NewID(monday)}), CodeInvalid, "/conferenceId")
	wantCode(t, c.AgreePlan(worker(elder), monday, k, Agreement{Reason: "x", On: calendar.DateOf(monday).AddDays(1)}), CodeInvalid, "/on")
	k.Meetings = []Meeting{{ID: "m1", HeldOn: calendar.DateOf(monday)}}
	must(t, c.AgreePlan(worker(elder), monday, k, Agreement{Conference: "m1"}))
	if m := dueOf(k, MonitorPlan); m == nil || m.DueOn != calendar.DateOf(monday).AddMonths(3) {
		t.Errorf("monitoring %+v", m)
	}
	if m := dueOf(k, MonitorReview); m == nil || m.DueOn != k.Plan.ReviewOn {
		t.Errorf("review %+v", m)
	}
	if !noticed(c.TakeChanges(), EventPlanAgreed, debts) {
		t.Error("the supporting agency was not told")
	}
}

func TestWhatWasAgreedStaysInForceWhileItIsRevised(t *testing.T) {
	c, k := underPlan(t)
	wantCode(t, c.RevisePlan(worker(elder), monday, k.Plan, ""), CodeInvalid, "/reason")
	must(t, c.RevisePlan(worker(elder), monday, k.Plan, "入院した"))
	changed := planned(monday)
	changed.Wish = "退院して家に帰りたい。"
	must(t, c.EditPlan(worker(elder), monday, k.Plan, changed))
	if p := k.Plan; p.Number != 2 || p.InForce().Content.Wish != "家で猫と暮らしたい。" || p.State != PlanDrafting {
		t.Errorf("%+v", p)
	}
	must(t, c.AgreePlan(worker(elder), monday, k, Agreement{Reason: "病院で本人と"}))
	if p := k.Plan; len(p.Agreed) != 2 || p.InForce().Content.Wish != changed.Wish {
		t.Errorf("%+v", p)
	}
	if n := len(slices.DeleteFunc(slices.Clone(k.Monitorings), func(m *Monitoring) bool { return m.State != MonitoringDue })); n != 2 {
		t.Errorf("%d looks are due", n)
	}
}

func TestAReviewScoresEveryGoal(t *testing.T) {
	c, k := underPlan(t)
	next := calendar.DateOf(monday).AddMonths(3)
	wantCode(t, c.ReviewPlan(worker(debts), monday, k, PlanReview{}), CodeForbidden)
	wantCode(t, c.ReviewPlan(worker(elder), monday, k, PlanReview{}), CodeInvalid, "/scores", "/decision")
	wantCode(t, c.ReviewPlan(worker(elder), monday, k, PlanReview{Decision: ReviewContinue, Scores: scored(k.Plan, 2)}), CodeInvalid, "/nextOn")
	wantCode(t, c.ReviewPlan(worker(elder), monday, k, PlanReview{Decision: ReviewEnd, NextOn: next, Scores: scored(k.Plan, 3)}), CodeInvalid, "/nextOn", "/scores/0/score")
	wantCode(t, c.ReviewPlan(worker(elder), monday, k, PlanReview{Decision: ReviewEnd, Scores: append(scored(k.Plan, 1), GoalScore{Goal: "x"}, scored(k.Plan, 1)[0])}), CodeInvalid, "/scores/2/goalId", "/scores/3/goalId")
	if len(k.Plan.Unanswered()) != 2 {
		t.Errorf("%d unanswered", len(k.Plan.Unanswered()))
	}
	must(t, c.ReviewPlan(worker(elder), monday, k, PlanReview{Decision: ReviewContinue, NextOn: next, Scores: scored(k.Plan, 1)}))
	if len(k.Plan.Unanswered()) != 0 || k.Plan.ReviewOn != next || dueOf(k, MonitorReview).DueOn != next {
		t.Errorf("%+v", k.Plan)
	}
}

func TestAMonitoringIsDoneByANoteAndPlansTheNext(t *testing.T) {
	c, k := underPlan(t)
	m := dueOf(k, MonitorPlan)
	at := m.DueOn.Time().Add(12 * time.Hour)
	record := MonitoringRecord{Note: NoteDraft{Kind: NoteHomeVisit, OccurredAt: at, Text: "元気だった", ContactedHousehold: true}, Result: FoundAsPlanned}
	_, err := c.RecordMonitoring(worker(kids), at, k, m, record)
	wantCode(t, err, CodeForbidden)
	_, err = c.RecordMonitoring(worker(debts), at, k, m, MonitoringRecord{Note: record.Note, Result: FoundReopen})
	wantCode(t, err, CodeInvalid, "/result")
	_, err = c.RecordMonitoring(worker(debts), at, k, m, MonitoringRecord{Note: record.Note, Result: FoundAsPlanned, NextOn: m.DueOn.AddMonths(4)})
	wantCode(t, err, CodeInvalid, "/nextOn")
	_, err = c.RecordMonitoring(worker(debts), at, k, dueOf(k, MonitorReview), record)
	wantCode(t, err, CodeWrongState)
	n, err := c.RecordMonitoring(worker(debts), at, k, m, record)
	must(t, err)
	if m.State != MonitoringDone || m.Note != n.ID || dueOf(k, MonitorPlan).DueOn != m.DueOn.AddMonths(3) {
		t.Errorf("%+v, next %+v", m, dueOf(k, MonitorPlan))
	}
	_, err = c.RecordMonitoring(worker(debts), at, k, m, record)
	wantCode(t, err, CodeWrongState)
}

func TestAMonitoringNobodyDidIsToldToTheCoordinatorsOnce(t *testing.T) {
	c, k := underPlan(t)
	m := dueOf(k, MonitorPlan)
	late := m.DueOn.AddDays(1).Time()
	if m.ByClock(c, late.Add(-time.Second)) || !m.ByClock(c, late) || m.ByClock(c, late.Add(time.Hour)) {
		t.Error("not exactly once")
	}
	if ch := c.TakeChanges(); !noticed(ch, EventMonitoringOverdue, CoordinatorsID) || !noticed(ch, EventMonitoringOverdue, elder) {
		t.Errorf("%+v", ch.Notices)
	}
}

func TestTheGateAsksForGoalsRolesMeetingAndTheLookAfterwards(t *testing.T) {
	c, k := underPlan(t)
	a, err := NewAssignment(c, coordinator(), monday, role(debts))
	must(t, err)
	k.Assignments = []*Assignment{a}
	k.Meetings = []Meeting{{ID: "m1", Name: "第1回検討会"}}
	o := ClosureOrder{Closure: Closure{Reason: "落ち着いた", ContinuingContact: "包括", Class: ClassCoordinated, DecidingMeeting: "電話で"}}
	before := snapshot(t, c)
	wantCode(t, c.Close(coordinator(), monday, o, k), CodeInvalid, "/scores", "/roles", "/conferenceId", "/noFollowUp")
	unchanged(t, before, c)
	o.Conference, o.FollowUpOn, o.Scores = "m1", c.FollowUpDefault(monday), scored(k.Plan, 2)
	o.Roles = []RoleEnd{{Assignment: a.ID, Done: true}}
	wantCode(t, c.Close(coordinator(), monday, o, k), CodeInvalid, "/roles/0/done") // only who has it says that it is done
	o.Roles = []RoleEnd{{Assignment: a.ID}}
	wantCode(t, c.Close(coordinator(), monday, o, k), CodeInvalid, "/roles/0/to")
	o.Roles = []RoleEnd{{Assignment: a.ID, To: "法テラス"}, {Assignment: "x", To: "y"}}
	wantCode(t, c.Close(coordinator(), monday, o, k), CodeInvalid, "/roles/1/assignmentId")
	o.Roles = o.Roles[:1]
	must(t, c.Close(coordinator(), monday, o, k))
	if c.State != CaseClosed || a.State != AssignmentHandedOn || k.Plan.State != PlanEnded || len(k.Plan.Unanswered()) != 0 || c.Closure.DecidingMeeting != "第1回検討会" {
		t.Errorf("%s %s %s %+v", c.State, a.State, k.Plan.State, c.Closure)
	}
	m := dueOf(k, MonitorFollowUp)
	if m == nil || dueOf(k, MonitorPlan) != nil || dueOf(k, MonitorReview) != nil {
		t.Fatalf("%+v", k.Monitorings)
	}
	at := m.DueOn.Time().Add(10 * time.Hour)
	record := MonitoringRecord{Note: NoteDraft{Kind: NotePhone, OccurredAt: at, Text: "また困っている", ContactedHousehold: true}, Result: FoundReopen}
	c.TakeChanges()
	_, err = c.RecordMonitoring(worker(elder), at, k, m, record)
	must(t, err)
	if c.State != CaseClosed || !noticed(c.TakeChanges(), EventMonitoringRecorded, CoordinatorsID) {
		t.Error("that support is needed again was not told, or reopened by itself")
	}
}
