package casework

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Invariants 6 and 7 (workflow.md): a role taken is a commitment that ends only done or handed on; a case closes through
// one gate. Random stories of everything anybody can do with roles, plan, monitorings and the gate.

type promises struct {
	t     *rapid.T
	c     *Case
	k     *Commitments
	now   time.Time
	once  map[ID]map[EventKind]int // what the clock told of each
	named map[ID]bool              // roles that ever were
}

func TestCommitmentsAlwaysHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &promises{t: t, c: coordinated(t), k: &Commitments{}, now: monday, once: map[ID]map[EventKind]int{}, named: map[ID]bool{}}
		for range rapid.IntRange(1, 70).Draw(t, "steps") {
			if rapid.IntRange(0, 4).Draw(t, "kind of step") == 0 {
				s.tick()
			} else {
				s.act()
			}
			s.holds()
		}
	})
}

func (s *promises) tick() {
	s.now = s.now.Add(time.Duration(rapid.IntRange(1, 40*24).Draw(s.t, "hours")) * time.Hour)
	for range 2 { // two replicas
		for _, a := range s.k.Assignments {
			due, before := a.ClockAt(), a.State
			did := a.ByClock(s.c, s.now)
			s.claim(did == (due != nil && !s.now.Before(*due)), "the clock did something else than it said")
			s.claim(a.State == before, "the clock moved a role")
			s.count(a.ID)
		}
		for _, m := range s.k.Monitorings {
			m.ByClock(s.c, s.now)
			s.count(m.ID)
		}
	}
	for _, a := range s.k.Assignments {
		s.claim(!a.silent() || s.now.Before(a.AnswerDue), "silence was not escalated")
		s.claim(!a.Overdue(s.now) || a.LateToldAt != nil, "late, and nobody was told")
	}
}

// count adds up what the clock told of one role or look since its day was last agreed.
func (s *promises) count(id ID) {
	ch := s.c.TakeChanges()
	if s.once[id] == nil {
		s.once[id] = map[EventKind]int{}
	}
	for _, e := range ch.Events {
		s.once[id][e.Kind]++
		s.claim(s.once[id][e.Kind] <= 1, "told twice: "+string(e.Kind))
	}
}

func (s *promises) act() {
	s.now = s.now.Add(time.Duration(rapid.IntRange(1, 300).Draw(s.t, "pause")) * time.Minute)
	actor := rapid.SampledFrom(everyone()).Draw(s.t, "actor")
	day := calendar.DateOf(s.now).AddDays(rapid.IntRange(0, 60).Draw(s.t, "days"))
	kinds := []func(Actor, calendar.Date){s.propose, s.plan, s.close, s.life, s.monitor}
	for range 6 {
		kinds = append(kinds, s.role)
	}
	rapid.SampledFrom(kinds).Draw(s.t, "kind")(actor, day)
	s.c.TakeChanges()
}

func (s *promises) propose(actor Actor, day calendar.Date) {
	a, err := NewAssignment(s.c, actor, s.now, AssignmentOrder{Agency: rapid.SampledFrom(everyAgency).Draw(s.t, "to"), Task: "役割", DueOn: day})
	if err == nil {
		s.claim(actor.Has(RoleCoordinator) && s.c.State != CaseClosed && s.c.worksOn(a.Agency), "a role came from nowhere")
		s.k.Assignments = append(s.k.Assignments, a)
		s.named[a.ID] = true
	}
}

func (s *promises) role(actor Actor, day calendar.Date) {
	if len(s.k.Assignments) == 0 {
		return
	}
	a := rapid.SampledFrom(s.k.Assignments).Draw(s.t, "role")
	calls := map[Verb]func() error{
		VerbTake: func() error { return a.Take(s.c, actor, s.now, "") }, VerbReport: func() error { return a.Report(s.c, actor, s.now, "経過") },
		VerbComplete: func() error { return a.Complete(s.c, actor, s.now, "") }, VerbStruggle: func() error { return a.Struggle(s.c, actor, s.now, "困難") },
		VerbHandOn: func() error { return a.HandOn(s.c, actor, s.now, "民生委員", "") },
		VerbRetime: func() error { return a.Retime(s.c, actor, s.now, day.AddDays(1), "事情") },
		verbReassign: func() error {
			return a.Reassign(s.c, actor, s.now, Reassignment{Agency: s.other(a.Agency), DueOn: day, Reason: "事情"})
		},
	}
	verb := rapid.SampledFrom([]Verb{VerbTake, VerbReport, VerbComplete, VerbStruggle, VerbHandOn, VerbRetime, verbReassign}).Draw(s.t, "verb")
	offered, was := slices.Contains(a.Actions(s.c, actor), string(verb)), *a
	err := calls[verb]()
	if s.claim((err == nil) == offered || CodeOf(err) == CodeInvalid, "offered and answered differ: "+string(verb)); err != nil {
		s.claim(was.State == a.State && was.DueOn == a.DueOn && was.Agency == a.Agency && len(was.Steps) == len(a.Steps), "a refused call changed the role")
	} else if verb == VerbRetime || verb == verbReassign {
		delete(s.once[a.ID], EventAssignmentOverdue) // another day: its end is told anew
	}
}

func (s *promises) other(agency ID) ID {
	if agency == elder {
		return debts
	}
	return elder
}

func (s *promises) plan(actor Actor, day calendar.Date) {
	p := s.k.Plan
	switch rapid.IntRange(0, 4).Draw(s.t, "plan") {
	case 0:
		_, _ = s.c.DraftPlan(actor, s.now, s.k, planned(s.now))
	case 1:
		if p != nil {
			_ = s.c.AgreePlan(actor, s.now, s.k, Agreement{Reason: "訪問で"})
		}
	case 2:
		if p != nil && s.c.RevisePlan(actor, s.now, p, "変化") == nil {
			p.Content.ReviewOn = calendar.DateOf(s.now).AddMonths(3)
		}
	case 3:
		if p != nil && p.InForce() != nil {
			_ = s.c.ReviewPlan(actor, s.now, s.k, PlanReview{Scores: scored(p, 1), Decision: ReviewContinue, NextOn: day.AddDays(1)})
		}
	case 4:
		if p != nil && rapid.Bool().Draw(s.t, "end") {
			_ = s.c.EndPlan(actor, s.now, s.k, "不要")
		}
	}
}

func (s *promises) monitor(actor Actor, _ calendar.Date) {
	if len(s.k.Monitorings) == 0 {
		return
	}
	m := rapid.SampledFrom(s.k.Monitorings).Draw(s.t, "monitoring")
	note := NoteDraft{Kind: NotePhone, OccurredAt: s.now, Text: "電話"}
	offered := slices.Contains(m.Actions(s.c, actor), string(VerbRecord))
	_, err := s.c.RecordMonitoring(actor, s.now, s.k, m, MonitoringRecord{Note: note, Result: FoundAsPlanned})
	s.claim((err == nil) == offered, "record: offered and answered differ")
}

// life moves the case itself.
func (s *promises) life(actor Actor, _ calendar.Date) {
	switch rapid.IntRange(0, 2).Draw(s.t, "life") {
	case 0:
		_ = s.c.Settle(actor, s.now, Settlement{Class: ClassCoordinated, To: CaseSupporting})
	case 1:
		_ = s.c.Reopen(actor, s.now, "再び", s.k)
	case 2:
		_, _ = s.c.Escalate(actor, s.now, ReasonNoSupportMenu, "")
	}
}

// close tries the gate with what is asked, and with any of it missing.
func (s *promises) close(actor Actor, _ calendar.Date) {
	o := ClosureOrder{Closure: Closure{Reason: "落ち着いた", ContinuingContact: "包括", DecidingMeeting: "検討会", Class: ClassCoordinated, FollowUpOn: s.c.FollowUpDefault(s.now)}}
	for _, a := range s.k.OpenAssignments() {
		o.Roles = append(o.Roles, RoleEnd{Assignment: a.ID, To: "民生委員"})
	}
	live := s.k.Plan != nil && s.k.Plan.Live() && s.k.Plan.InForce() != nil
	if live {
		for _, g := range s.k.Plan.Unanswered() {
			o.Scores = append(o.Scores, GoalScore{Goal: g.ID, Half: 2})
		}
	}
	missing := false
	switch rapid.IntRange(0, 6).Draw(s.t, "missing") {
	case 1:
		o.Reason, missing = " ", true
	case 2:
		o.ContinuingContact, missing = "", true
	case 3:
		if missing = len(o.Roles) > 0; missing {
			o.Roles = o.Roles[1:]
		}
	case 4:
		if missing = len(o.Scores) > 0; missing {
			o.Scores = o.Scores[1:]
		}
	case 5:
		if missing = s.c.NeedsMeeting(); missing {
			o.DecidingMeeting = ""
		}
	case 6:
		o.FollowUpOn, missing = calendar.Date{}, true
	}
	offered := slices.Contains(s.c.Actions(actor), string(VerbClose))
	before, open := snapshot(s.t, s.c), len(s.k.OpenAssignments())
	err := s.c.Close(actor, s.now, o, s.k)
	s.claim((err == nil) == (offered && !missing), "the gate let through, or held back, what it must not")
	if err != nil {
		unchanged(s.t, before, s.c)
		s.claim(open == len(s.k.OpenAssignments()), "a refused closing ended roles")
		return
	}
	s.claim(s.c.Closure.Reason != "" && s.c.Closure.ContinuingContact != "", "closed without reason or contact")
}

func (s *promises) holds() {
	due := map[MonitoringKind]int{}
	for _, m := range s.k.Monitorings {
		if m.State == MonitoringDue {
			due[m.Kind]++
		}
	}
	for kind, n := range due {
		s.claim(n <= 1, "two looks of a kind are due: "+string(kind))
	}
	for _, a := range s.k.Assignments {
		s.claim(s.named[a.ID] && a.Task != "" && a.Agency != "" && a.DueOn.IsValid(), "a role without agency, task or day")
		s.claim(a.Open() == (a.FinishedAt == nil), "open and finished")
		s.claim((a.State == AssignmentHandedOn) == (a.HandedTo != ""), "handed on to nobody")
	}
	p := s.k.Plan
	live := p != nil && p.Live()
	s.claim(!live || p.InForce() == nil || due[MonitorPlan] == 1, "a plan in force that nobody monitors")
	if s.c.State == CaseClosed {
		s.claim(len(s.k.OpenAssignments()) == 0, "closed with an open role")
		s.claim(!live, "closed with a plan that goes on")
		s.claim(due[MonitorPlan]+due[MonitorReview] == 0, "closed, and monitoring is due")
	}
}

func (s *promises) claim(ok bool, otherwise string) {
	if !ok {
		s.t.Fatal(otherwise)
	}
}
