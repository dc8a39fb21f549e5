package casework

import (
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Assignment is one 役割分担: an agency takes one task for the household, or for one of it, until a day. A role taken
// at a conference is a commitment (workflow.md, invariant 6): it is open until it is completed or handed on to
// somebody named. There is no refusal: an agency that cannot says that it struggles, and the coordinators move it.
type Assignment struct {
	ID         ID
	Case       ID
	State      State
	Version    int // of the stored row; the store counts it
	Agency     ID  // who answers for it now
	Task       string
	Member     ID // HouseholdMember.ID whom it is for; "" for the whole household
	DueOn      calendar.Date
	FirstDueOn calendar.Date // as it was agreed first; retiming does not touch it
	Conference ID            // where it was agreed; "" when a coordinator arranged it otherwise
	ProposedBy ID            // account
	ProposedAt time.Time
	AnswerDue  time.Time  // silence until then goes to the coordinators
	TakenAt    *time.Time // nil: nobody answered yet
	FinishedAt *time.Time // completed or handed on
	HandedTo   string     // who goes on with it, when it was handed on

	RemindAt    *time.Time // two business days before it is due; nil when it was agreed later than that
	RemindedAt  *time.Time
	LateToldAt  *time.Time
	EscalatedAt *time.Time // silence went to the coordinators: at most once
	Escalation  ID

	Steps []AssignmentStep // oldest first; loaded with the case's own list only

	changed bool
}

// AssignmentStep is one thing that was done with an assignment. Never changed.
type AssignmentStep struct {
	ID       ID            `json:"id"`
	Verb     Verb          `json:"verb"`
	At       time.Time     `json:"at"`
	By       ID            `json:"by"`     // account; "" for the clock
	Agency   ID            `json:"agency"` // the agency the actor spoke for
	Text     string        `json:"text"`
	ToAgency ID            `json:"toAgency"` // reassigned to
	DueOn    calendar.Date `json:"dueOn"`    // retimed to
}

// AssignmentOrder is what is agreed. DueOn zero is the default of the settings.
type AssignmentOrder struct {
	Agency     ID
	Task       string
	Member     ID
	DueOn      calendar.Date
	Conference ID
}

// remindBefore is how many business days before the due day the agency is reminded.
const remindBefore = 2

// NewAssignment proposes a role to an agency (by a coordinator). Outside a conference only to an agency that works on
// the case: a role must not be a way to show a case to somebody without a つなぎ and its ground. One that was agreed at
// a conference makes its agency a supporting one; whoever records the conference records the disclosure.
func NewAssignment(c *Case, actor Actor, now time.Time, o AssignmentOrder) (*Assignment, error) {
	if err := permit(WorkflowAssignment, "", verbPropose, c.is(actor)); err != nil {
		return nil, err
	}
	if c.State == CaseClosed {
		return nil, wrongState("このケースは終結しています。再開してから役割を決めてください。")
	}
	if o.DueOn.IsZero() {
		o.DueOn = calendar.DateOf(now).AddDays(c.Settings.AssignmentDueDays)
	}
	if err := c.checkAssignment(now, o); err != nil {
		return nil, err
	}
	a := &Assignment{
		ID: NewID(now), Case: c.ID, Agency: o.Agency, Task: o.Task, Member: o.Member, DueOn: o.DueOn, FirstDueOn: o.DueOn,
		Conference: o.Conference, ProposedBy: actor.Account, ProposedAt: now,
	}
	move(WorkflowAssignment, &a.State, verbPropose, AssignmentProposed)
	a.wait(c, now)
	a.step(actor, now, AssignmentStep{Verb: verbPropose, DueOn: a.DueOn})
	c.addSupport(a.Agency, now, "")
	c.record(actor, now, EventAssignmentProposed, a.data(a.Task))
	c.tell(actor, now, EventAssignmentProposed, nil, nil, a.Agency)
	return a, nil
}

func (c *Case) checkAssignment(now time.Time, o AssignmentOrder) error {
	var bad checks
	if o.Agency == "" {
		bad.add("/agencyId", "required", "担当する機関を選んでください。")
	} else if o.Conference == "" && !c.worksOn(o.Agency) {
		bad.add("/agencyId", "not_allowed", "このケースに関わっていない機関です。先に「つなぎ」で連携を依頼してください。")
	}
	bad.required("/task", o.Task, "役割の内容")
	bad.text("/task", o.Task, maxText)
	if o.Member != "" {
		if _, err := c.Member(o.Member); err != nil {
			bad.add("/memberId", "unknown", "この世帯の方ではありません。選び直してください。")
		}
	}
	bad.dueDay("/dueOn", o.DueOn, now)
	return bad.err()
}

// dueDay adds a fault for a day that is over, or further away than anything that is agreed today.
func (c *checks) dueDay(pointer string, on calendar.Date, now time.Time) {
	today := calendar.DateOf(now)
	switch {
	case !on.IsValid():
		c.add(pointer, "required", "期限の日付を入力してください。")
	case on.Before(today):
		c.add(pointer, "impossible", "期限は、今日以降の日付にしてください。")
	case on.After(today.AddMonths(24)):
		c.add(pointer, "out_of_range", "期限は、2年以内の日付にしてください。")
	}
}

// worksOn reports whether the agency leads or supports the case.
func (c *Case) worksOn(agency ID) bool {
	return agency != "" && (agency == c.Lead() || c.Supports(agency))
}

// Open reports whether the role is still to be done.
func (a *Assignment) Open() bool {
	return a.State == AssignmentProposed || a.State == AssignmentTaken || a.State == AssignmentStruggling
}

// Overdue is derived, never stored: still open after the day it was due.
func (a *Assignment) Overdue(now time.Time) bool { return a.Open() && !now.Before(a.lateAt()) }

// Kept reports whether it was completed by the day it was due; handed on is not kept, nor is it late.
func (a *Assignment) Kept() bool {
	return a.State == AssignmentCompleted && a.FinishedAt != nil && a.FinishedAt.Before(a.lateAt())
}

// lateAt is the first instant after the day it is due.
func (a *Assignment) lateAt() time.Time { return a.DueOn.AddDays(1).Time().UTC() }

// wait sets by when an answer is due: like a つなぎ, and never after the role itself.
func (a *Assignment) wait(c *Case, now time.Time) {
	a.AnswerDue = c.Settings.handoffDue(Normal, now)
	if late := a.lateAt(); late.Before(a.AnswerDue) {
		a.AnswerDue = late
	}
	a.time(c, now)
}

// time sets the reminder anew, after the due day was agreed or moved.
func (a *Assignment) time(c *Case, now time.Time) {
	a.RemindAt, a.RemindedAt, a.LateToldAt = nil, nil, nil
	if at := c.Settings.opening(c.Settings.businessDaysBefore(a.DueOn, remindBefore)); at.After(now) {
		a.RemindAt = &at
	}
	a.changed = true
}

// is reports who the actor is towards the assignment.
func (a *Assignment) is(c *Case, actor Actor) func(Party) bool {
	return func(p Party) bool {
		if p == ByAssignee {
			return actor.WorksFor(a.Agency)
		}
		return c.is(actor)(p)
	}
}

// may is the check before every verb on an assignment, and what its actions are made of.
func (a *Assignment) may(c *Case, actor Actor, verb Verb) error {
	return permit(WorkflowAssignment, a.State, verb, a.is(c, actor))
}

// Actions lists what the actor may do with the assignment of the case now.
func (a *Assignment) Actions(c *Case, actor Actor) []string {
	return offered(Verbs(WorkflowAssignment, a.State), func(v Verb) error { return a.may(c, actor, v) })
}

// TakeChanged reports whether a verb changed it since the last call.
func (a *Assignment) TakeChanged() bool {
	changed := a.changed
	a.changed = false
	return changed
}

func (a *Assignment) step(actor Actor, now time.Time, s AssignmentStep) {
	s.ID, s.At, s.By, s.Agency = NewID(now), now, actor.Account, actor.Agency
	a.Steps = append(a.Steps, s)
	a.changed = true
}

func (a *Assignment) data(text string) EventData {
	return EventData{Assignment: a.ID, Agency: a.Agency, Person: a.Member, Text: text}
}

// AssignmentActions lists what the actor may do to the case's list of roles now: propose one, or nothing.
func AssignmentActions(c *Case, actor Actor) []string {
	if c.State == CaseClosed {
		return []string{}
	}
	return offered([]Verb{verbPropose}, func(v Verb) error { return permit(WorkflowAssignment, "", v, c.is(actor)) })
}
