package casework

import (
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Take answers a proposed role: the agency will do it.
func (a *Assignment) Take(c *Case, actor Actor, now time.Time, note string) error {
	if err := a.may(c, actor, VerbTake); err != nil {
		return err
	}
	if err := checkNote(note, false, ""); err != nil {
		return err
	}
	move(WorkflowAssignment, &a.State, VerbTake, AssignmentTaken)
	a.TakenAt = &now
	a.step(actor, now, AssignmentStep{Verb: VerbTake, Text: note})
	c.record(actor, now, EventAssignmentTaken, a.data(note))
	c.tell(actor, now, EventAssignmentTaken, nil, nil, CoordinatorsID, c.Lead())
	return nil
}

// Report says how the role goes. It moves nothing.
func (a *Assignment) Report(c *Case, actor Actor, now time.Time, text string) error {
	if err := a.may(c, actor, VerbReport); err != nil {
		return err
	}
	if err := checkNote(text, true, "経過"); err != nil {
		return err
	}
	move(WorkflowAssignment, &a.State, VerbReport, a.State)
	a.step(actor, now, AssignmentStep{Verb: VerbReport, Text: text})
	c.record(actor, now, EventAssignmentReported, a.data(text))
	c.tell(actor, now, EventAssignmentReported, nil, nil, c.Lead())
	return nil
}

// Complete says that the role was done.
func (a *Assignment) Complete(c *Case, actor Actor, now time.Time, note string) error {
	if err := a.may(c, actor, VerbComplete); err != nil {
		return err
	}
	if err := checkNote(note, false, ""); err != nil {
		return err
	}
	a.complete(c, actor, now, note)
	return nil
}

func (a *Assignment) complete(c *Case, actor Actor, now time.Time, note string) {
	move(WorkflowAssignment, &a.State, VerbComplete, AssignmentCompleted)
	a.FinishedAt = &now
	a.step(actor, now, AssignmentStep{Verb: VerbComplete, Text: note})
	c.record(actor, now, EventAssignmentCompleted, a.data(note))
	c.tell(actor, now, EventAssignmentCompleted, nil, nil, CoordinatorsID, c.Lead())
}

// Struggle says why the agency cannot go on, or cannot begin. The role stays with it until a coordinator moves it:
// nobody can refuse, but nobody is left alone with it either.
func (a *Assignment) Struggle(c *Case, actor Actor, now time.Time, reason string) error {
	if err := a.may(c, actor, VerbStruggle); err != nil {
		return err
	}
	if err := checkNote(reason, true, "困っていること"); err != nil {
		return err
	}
	move(WorkflowAssignment, &a.State, VerbStruggle, AssignmentStruggling)
	a.step(actor, now, AssignmentStep{Verb: VerbStruggle, Text: reason})
	c.record(actor, now, EventAssignmentStruggling, a.data(reason))
	c.tell(actor, now, EventAssignmentStruggling, nil, nil, CoordinatorsID, c.Lead())
	return nil
}

// Reassignment moves a role to another agency of the case. DueOn zero keeps the day, where it still can be kept.
type Reassignment struct {
	Agency ID
	DueOn  calendar.Date
	Reason string
}

// Reassign gives the role to another agency that works on the case (by a coordinator, who has agreed it with both).
func (a *Assignment) Reassign(c *Case, actor Actor, now time.Time, r Reassignment) error {
	if err := a.may(c, actor, verbReassign); err != nil {
		return err
	}
	if r.DueOn.IsZero() {
		r.DueOn = a.DueOn
	}
	var bad checks
	switch {
	case r.Agency == a.Agency:
		bad.add("/agencyId", "duplicate", "いま担当している機関です。別の機関を選んでください。")
	case !c.worksOn(r.Agency):
		bad.add("/agencyId", "not_allowed", "このケースに関わっていない機関です。先に「つなぎ」で連携を依頼してください。")
	}
	bad.dueDay("/dueOn", r.DueOn, now)
	bad.required("/reason", r.Reason, "理由")
	bad.text("/reason", r.Reason, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	from := a.Agency
	move(WorkflowAssignment, &a.State, verbReassign, Next(WorkflowAssignment, a.State, verbReassign)[0])
	a.Agency, a.DueOn = r.Agency, r.DueOn
	if a.State == AssignmentProposed {
		a.wait(c, now)
	} else {
		a.TakenAt = &now
		a.time(c, now)
	}
	a.step(actor, now, AssignmentStep{Verb: verbReassign, Text: r.Reason, ToAgency: a.Agency, DueOn: a.DueOn})
	data := a.data(r.Reason)
	data.FromAgency = from
	c.record(actor, now, EventAssignmentReassigned, data)
	c.tell(actor, now, EventAssignmentReassigned, nil, nil, a.Agency, from, c.Lead())
	return nil
}

// Retime agrees another due day, also when the old one is over (by a coordinator).
func (a *Assignment) Retime(c *Case, actor Actor, now time.Time, dueOn calendar.Date, reason string) error {
	if err := a.may(c, actor, VerbRetime); err != nil {
		return err
	}
	var bad checks
	bad.dueDay("/dueOn", dueOn, now)
	if dueOn == a.DueOn {
		bad.add("/dueOn", "duplicate", "いまの期限と同じ日付です。")
	}
	bad.required("/reason", reason, "理由")
	bad.text("/reason", reason, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	if a.State == AssignmentStruggling && a.TakenAt == nil {
		a.TakenAt = &now
	}
	move(WorkflowAssignment, &a.State, VerbRetime, Next(WorkflowAssignment, a.State, VerbRetime)[0])
	a.DueOn = dueOn
	a.time(c, now)
	a.step(actor, now, AssignmentStep{Verb: VerbRetime, Text: reason, DueOn: dueOn})
	c.record(actor, now, EventAssignmentRetimed, a.data(reason))
	c.tell(actor, now, EventAssignmentRetimed, nil, nil, a.Agency, c.Lead())
	return nil
}

// HandOn ends the role here because somebody named goes on with it, mostly when the case closes (workflow.md,
// invariant 7: "commitments done or handed on").
func (a *Assignment) HandOn(c *Case, actor Actor, now time.Time, to, reason string) error {
	if err := a.may(c, actor, VerbHandOn); err != nil {
		return err
	}
	var bad checks
	bad.handOn("", to, reason)
	if err := bad.err(); err != nil {
		return err
	}
	a.handOn(c, actor, now, to, reason)
	return nil
}

func (c *checks) handOn(at, to, reason string) {
	c.required(at+"/to", to, "引き継ぐ先")
	c.text(at+"/to", to, maxLine)
	c.text(at+"/reason", reason, maxText)
}

func (a *Assignment) handOn(c *Case, actor Actor, now time.Time, to, reason string) {
	move(WorkflowAssignment, &a.State, VerbHandOn, AssignmentHandedOn)
	a.FinishedAt, a.HandedTo = &now, to
	a.step(actor, now, AssignmentStep{Verb: VerbHandOn, Text: reason})
	c.record(actor, now, EventAssignmentHandedOn, a.data(to))
	c.tell(actor, now, EventAssignmentHandedOn, nil, nil, a.Agency)
}

// ClockAt is when the clock has to look at the assignment next; nil when it need not.
func (a *Assignment) ClockAt() *time.Time {
	if !a.Open() {
		return nil
	}
	var at *time.Time
	earliest := func(t time.Time) {
		if at == nil || t.Before(*at) {
			at = &t
		}
	}
	if a.silent() {
		earliest(a.AnswerDue)
	}
	if a.RemindAt != nil && a.RemindedAt == nil {
		earliest(*a.RemindAt)
	}
	if a.LateToldAt == nil {
		earliest(a.lateAt())
	}
	return at
}

// silent: nobody has answered, and the coordinators were not called for it yet.
func (a *Assignment) silent() bool { return a.State == AssignmentProposed && a.EscalatedAt == nil }

// ByClock does what is due: a reminder before the day, word to agency and coordinators after it, and — when nobody
// answered — a call to the coordinators; each exactly once. It reports whether it did anything.
func (a *Assignment) ByClock(c *Case, now time.Time) bool {
	next := a.ClockAt()
	if next == nil || now.Before(*next) {
		return false
	}
	clock := Clock()
	if a.silent() && !now.Before(a.AnswerDue) {
		a.EscalatedAt = &now
		e := c.openEscalation(clock, now, ReasonNoAnswer, "役割分担への返事がありません。", nil)
		a.Escalation = e.ID
		c.record(clock, now, EventAssignmentUnanswered, a.data(a.Task))
		c.tell(clock, now, EventAssignmentUnanswered, nil, nil, a.Agency)
	}
	late := a.Overdue(now)
	if a.RemindAt != nil && a.RemindedAt == nil && !now.Before(*a.RemindAt) {
		a.RemindedAt = &now
		if !late {
			c.tell(clock, now, EventAssignmentDueSoon, nil, nil, a.Agency)
		}
	}
	if late && a.LateToldAt == nil {
		a.LateToldAt = &now
		c.record(clock, now, EventAssignmentOverdue, a.data(a.Task))
		c.tell(clock, now, EventAssignmentOverdue, nil, nil, a.Agency, CoordinatorsID)
	}
	a.changed = true
	return true
}

// checkNote checks a remark that goes with a verb.
func checkNote(text string, needed bool, what string) error {
	var bad checks
	if needed {
		bad.required("/text", text, what)
	}
	bad.text("/text", text, maxText)
	return bad.err()
}

// businessDaysBefore counts back; the day itself does not count.
func (s Settings) businessDaysBefore(d calendar.Date, n int) calendar.Date {
	for range 60 {
		if n == 0 {
			break
		}
		d = d.AddDays(-1)
		if s.Office.IsBusinessDay(d) {
			n--
		}
	}
	return d
}

// opening is the instant the counters open on the day.
func (s Settings) opening(d calendar.Date) time.Time {
	open := s.Office.Open
	if s.Office.Close <= s.Office.Open {
		open = calendar.DefaultOffice.Open
	}
	return d.Time().Add(open).UTC()
}
