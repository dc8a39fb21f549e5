package casework

import (
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// What the desk tells the timeline and in notices.
const (
	EventHandoffRedirected      EventKind = "handoff_redirected"
	EventEscalationReassigned   EventKind = "escalation_reassigned"
	EventEscalationLinked       EventKind = "escalation_linked"
	EventEscalationOverdue      EventKind = "escalation_overdue" // nobody took it up in time: a notice, not an event of the timeline
	EventReviewDue              EventKind = "review_due"         // the day to look at a suspended case again has come
	EventContactLogged          EventKind = "contact_logged"
	EventContactCorrected       EventKind = "contact_corrected"
	EventInformationSheetOpened EventKind = "information_sheet_opened"
)

// TakenUp is the answer to a coordinator who takes up what another took up first.
func TakenUp(by string) *Error {
	if by == "" {
		by = "ほかの推進員"
	}
	return wrongState("この相談は、" + by + "さんがすでに引き受けています。最新の内容をご確認ください。")
}

// Reassign gives the coordination to another coordinator (by any of them: people fall ill). The store has made sure
// that the other is one.
func (c *Case) Reassign(actor Actor, now time.Time, id, to ID) error {
	e, err := c.Escalation(id)
	if err != nil {
		return err
	}
	if err := c.mayEscalation(e, actor, VerbReassign); err != nil {
		return err
	}
	if err := e.reassign(to); err != nil {
		return err
	}
	c.touchEscalation(e)
	c.record(actor, now, EventEscalationReassigned, EventData{Escalation: e.ID})
	c.tell(actor, now, EventEscalationReassigned, nil, e, c.Lead(), CoordinatorsID)
	return nil
}

func (e *Escalation) reassign(to ID) error {
	var bad checks
	switch to {
	case "":
		bad.add("/coordinatorId", "required", "引き継ぐ推進員を選んでください。")
	case e.Coordinator:
		bad.add("/coordinatorId", "duplicate", "この推進員が、すでに担当しています。")
	}
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowEscalation, &e.State, VerbReassign, EscalationOrganizing)
	e.Coordinator = to
	return nil
}

// RemindUptake tells all coordinators once that nobody took an escalation up by its due time. It reports whether it did.
func (c *Case) RemindUptake(now time.Time, id ID) (bool, error) {
	e, err := c.Escalation(id)
	if err != nil {
		return false, err
	}
	if e.State != EscalationReceived || e.RemindedAt != nil || now.Before(e.DueAt) {
		return false, nil
	}
	e.RemindedAt = &now
	c.touchEscalation(e)
	c.tell(Clock(), now, EventEscalationOverdue, nil, e, CoordinatorsID)
	return true, nil
}

// RemindReview tells the lead once that the day to look at a suspended case again has come. It reports whether it did.
func (c *Case) RemindReview(now time.Time) bool {
	s := c.Suspension
	if c.State != CaseSuspended || s == nil || s.RemindedAt != nil || s.ReviewOn.After(calendar.DateOf(now)) {
		return false
	}
	reminded := *s
	reminded.RemindedAt = &now
	c.Suspension = &reminded
	c.record(Clock(), now, EventReviewDue, EventData{ReviewOn: s.ReviewOn.String()})
	c.tell(Clock(), now, EventReviewDue, nil, nil, c.Lead())
	return true
}
