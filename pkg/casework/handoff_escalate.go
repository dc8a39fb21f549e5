package casework

import "time"

// EscalateHandoff brings a つなぎ to the coordinators (by its sender or its receiver).
func (c *Case) EscalateHandoff(actor Actor, now time.Time, id ID, reason EscalationReason, text string) (*Escalation, error) {
	h, err := c.begin(actor, id, VerbEscalate)
	if err != nil {
		return nil, err
	}
	if err := checkEscalation(reason, text); err != nil {
		return nil, err
	}
	return c.escalateHandoff(actor, now, h, EscalatedByPerson, reason, text), nil
}

// EscalateByClock brings a つなぎ that nobody answered in time to the coordinators. It reports whether
// it did: called too early, again, or after an answer it does nothing, so the clock may call it freely.
func (c *Case) EscalateByClock(now time.Time, id ID) (bool, error) {
	h, err := c.Handoff(id)
	if err != nil {
		return false, err
	}
	clock := Clock()
	if now.Before(h.DueAt) || c.mayHandoff(h, clock, VerbEscalate) != nil {
		return false, nil
	}
	c.escalateHandoff(clock, now, h, EscalatedByClock, ReasonNoAnswer, "")
	return true, nil
}

func (c *Case) escalateHandoff(actor Actor, now time.Time, h *Handoff, by EscalatedBy, reason EscalationReason, text string) *Escalation {
	move(WorkflowHandoff, &h.State, VerbEscalate, HandoffEscalated)
	h.EscalatedAt, h.EscalatedBy = &now, by
	c.touchHandoff(h)
	data := handoffData(h)
	data.Reason = string(reason)
	c.record(actor, now, EventHandoffEscalated, data)
	c.tell(actor, now, EventHandoffEscalated, h, nil, h.Sender, h.Receiver)
	e := c.openEscalation(actor, now, reason, text, h)
	c.toCoordinating(actor, now)
	return e
}

// RefusalReport is what a sender was told: who said what when.
type RefusalReport struct {
	SaidBy string
	Said   string
	SaidAt time.Time
}

// ReportRefusal records that someone said no (by the sender or a coordinator). The handoff and the case
// stay where they are, for nobody can refuse; the coordinators are called for the next business day.
func (c *Case) ReportRefusal(actor Actor, now time.Time, id ID, r RefusalReport) (*Escalation, error) {
	h, err := c.begin(actor, id, VerbReportRefusal)
	if err != nil {
		return nil, err
	}
	var bad checks
	bad.required("/saidBy", r.SaidBy, "断りを伝えた方")
	bad.text("/saidBy", r.SaidBy, maxLine)
	bad.required("/said", r.Said, "言われた内容")
	bad.text("/said", r.Said, maxText)
	bad.past("/saidAt", r.SaidAt, now, "言われた日時")
	if err := bad.err(); err != nil {
		return nil, err
	}
	move(WorkflowHandoff, &h.State, VerbReportRefusal, h.State)
	h.Refusals = append(h.Refusals, Refusal{
		ID: NewID(now), SaidBy: r.SaidBy, Said: r.Said, SaidAt: r.SaidAt, ReportedBy: actor.Account, ReportedAt: now,
	})
	c.touchHandoff(h)
	c.record(actor, now, EventRefusalReported, handoffData(h))
	return c.openEscalation(actor, now, ReasonRefusalReport, r.Said, h), nil
}
