package casework

import "time"

// Escalation is 推進員への相談: the coordinators are asked to coordinate. The lead agency still answers
// for the household meanwhile.
type Escalation struct {
	ID          ID
	Case        ID
	Handoff     ID // the handoff it came from; "" when the lead asked for the case as such
	State       State
	Version     int // of the stored row; the store counts it
	Reason      EscalationReason
	Text        string
	OpenedAt    time.Time
	OpenedBy    ID        // account; "" for the clock
	Agency      ID        // the agency that asked; "" for the clock
	DueAt       time.Time // to be taken up by then
	Coordinator ID        // account responsible for the coordination, once organizing
	OrganizedAt *time.Time
	SettledAt   *time.Time
	Class       EscalationClass // the city's counting class, decided when settled
	Outcome     string
	RemindedAt  *time.Time // when all coordinators were told that nobody took it up in time
	Inquiry     *Inquiry   // 随時相談; nil when it came from a case
}

// EscalationReason is why the coordinators were called.
type EscalationReason string

// The reasons.
const (
	ReasonNoDestination  EscalationReason = "no_destination"  // 連携先が確定しない
	ReasonNoSupportMenu  EscalationReason = "no_support_menu" // 支援メニューが決まらない
	ReasonSupportRefused EscalationReason = "support_refused" // 支援拒否
	ReasonRefusalReport  EscalationReason = "refusal_report"  // 断りの報告
	ReasonNoAnswer       EscalationReason = "no_answer"       // 応答なし
	ReasonPingPong       EscalationReason = "ping_pong"       // たらい回し
	ReasonOther          EscalationReason = "other"           // その他
)

// EscalationClass is one of the city's two counting classes (助言のみで完了 / 支援調整).
type EscalationClass string

// The classes.
const (
	ClassAdviceOnly  EscalationClass = "advice_only"
	ClassCoordinated EscalationClass = "coordinated"
)

func (cl EscalationClass) valid() bool { return cl == ClassAdviceOnly || cl == ClassCoordinated }

// Settlement is how a coordinator ends the coordination.
type Settlement struct {
	Class   EscalationClass
	To      State // CaseSupporting or CaseMonitoring; used when the case was coordinating
	Outcome string
}

// openEscalation calls the coordinators in. It does not move the case; toCoordinating does.
func (c *Case) openEscalation(actor Actor, now time.Time, reason EscalationReason, text string, h *Handoff) *Escalation {
	e := &Escalation{
		ID: NewID(now), Case: c.ID, Reason: reason, Text: text, OpenedAt: now, OpenedBy: actor.Account,
		Agency: actor.Agency, DueAt: c.Settings.escalationDue(now),
	}
	if h != nil {
		e.Handoff = h.ID
	}
	move(WorkflowEscalation, &e.State, VerbOpen, EscalationReceived)
	c.Escalations = append(c.Escalations, e)
	c.touchEscalation(e)
	c.record(actor, now, EventEscalationOpened, EventData{Escalation: e.ID, Handoff: e.Handoff, Reason: string(reason)})
	c.tell(actor, now, EventEscalationOpened, h, e, CoordinatorsID)
	return e
}

// toCoordinating brings the case itself to the coordinators, unless it is there already.
func (c *Case) toCoordinating(actor Actor, now time.Time) {
	if c.State == CaseCoordinating {
		return
	}
	move(WorkflowCase, &c.State, VerbEscalate, CaseCoordinating)
	c.record(actor, now, EventCaseEscalated, EventData{State: c.State})
	c.tell(actor, now, EventCaseEscalated, nil, nil, c.Lead())
}

// Escalate asks the coordinators for the case as such (by the lead agency).
func (c *Case) Escalate(actor Actor, now time.Time, reason EscalationReason, text string) (*Escalation, error) {
	if err := c.may(actor, VerbEscalate); err != nil {
		return nil, err
	}
	if err := checkEscalation(reason, text); err != nil {
		return nil, err
	}
	e := c.openEscalation(actor, now, reason, text, nil)
	c.toCoordinating(actor, now)
	return e, nil
}

func checkEscalation(reason EscalationReason, text string) error {
	var bad checks
	switch reason {
	case ReasonNoDestination, ReasonNoSupportMenu, ReasonSupportRefused, ReasonRefusalReport, ReasonNoAnswer, ReasonPingPong:
		// a person may see the last three before the clock or a rule does; who opened it tells them apart
	case ReasonOther:
		bad.required("/text", text, "相談したいこと")
	default:
		bad.add("/reason", "unknown", "相談の理由を選んでください。")
	}
	bad.text("/text", text, maxText)
	return bad.err()
}

// Organize takes an escalation up: the coordinator answers for the coordination from now on.
func (c *Case) Organize(actor Actor, now time.Time, id ID) error {
	e, err := c.Escalation(id)
	if err != nil {
		return err
	}
	if err := c.mayEscalation(e, actor, VerbOrganize); err != nil {
		return err
	}
	c.organize(actor, now, e)
	return nil
}

func (c *Case) organize(actor Actor, now time.Time, e *Escalation) {
	move(WorkflowEscalation, &e.State, VerbOrganize, EscalationOrganizing)
	e.Coordinator, e.OrganizedAt = actor.Account, &now
	c.touchEscalation(e)
	c.record(actor, now, EventEscalationOrganized, EventData{Escalation: e.ID})
	c.tell(actor, now, EventEscalationOrganized, nil, e, c.Lead(), e.Agency)
}

// SettleEscalation ends one escalation. When it was the last open one of a coordinating case, the
// case goes back to the agencies as the settlement says.
func (c *Case) SettleEscalation(actor Actor, now time.Time, id ID, s Settlement) error {
	e, err := c.Escalation(id)
	if err != nil {
		return err
	}
	if err := c.mayEscalation(e, actor, VerbSettle); err != nil {
		return err
	}
	last := c.openEscalations() == 1 && c.State == CaseCoordinating
	if err := s.check(last); err != nil {
		return err
	}
	c.settleEscalation(actor, now, e, s)
	switch {
	case last:
		c.leaveCoordination(actor, now, s)
	case c.openEscalations() == 0 && c.Flag != nil: // flagged, then suspended and resumed meanwhile
		c.unflag(now)
	}
	return nil
}

// Settle ends the coordination of the case: all its open escalations are settled in the class, what was
// still open of the escalated handoffs is withdrawn, and the chain starts anew.
func (c *Case) Settle(actor Actor, now time.Time, s Settlement) error {
	if err := c.may(actor, VerbSettle); err != nil {
		return err
	}
	if err := s.check(true); err != nil {
		return err
	}
	c.settleAll(actor, now, s)
	c.leaveCoordination(actor, now, s)
	return nil
}

func (c *Case) settleAll(actor Actor, now time.Time, s Settlement) {
	for _, e := range c.Escalations {
		if e.State == EscalationReceived {
			c.organize(actor, now, e)
		}
		if e.State == EscalationOrganizing {
			c.settleEscalation(actor, now, e, s)
		}
	}
}

func (c *Case) settleEscalation(actor Actor, now time.Time, e *Escalation, s Settlement) {
	e.settle(actor, now, s)
	c.touchEscalation(e)
	c.record(actor, now, EventEscalationSettled, EventData{Escalation: e.ID, Class: s.Class})
	c.tell(actor, now, EventEscalationSettled, nil, e, c.Lead(), e.Agency)
}

func (c *Case) leaveCoordination(actor Actor, now time.Time, s Settlement) {
	c.withdrawEscalated(actor, now)
	move(WorkflowCase, &c.State, VerbSettle, s.To)
	c.unflag(now)
	c.record(actor, now, EventSettled, EventData{Class: s.Class, State: c.State})
	c.tell(actor, now, EventSettled, nil, nil, c.Lead())
}

func (c *Case) openEscalations() (n int) {
	for _, e := range c.Escalations {
		if e.State != EscalationSettled {
			n++
		}
	}
	return n
}

// check asks for the class always, and for where the case goes when it moves.
func (s Settlement) check(moves bool) error {
	var bad checks
	if !s.Class.valid() {
		bad.add("/class", "required", "「助言のみで完了」か「支援調整」を選んでください。")
	}
	if moves && s.To != CaseSupporting && s.To != CaseMonitoring {
		bad.add("/to", "required", "調整後の状態（支援中・見守り）を選んでください。")
	}
	bad.text("/outcome", s.Outcome, maxText)
	return bad.err()
}

// mayEscalation is the check before every verb on an escalation, and what its actions are made of.
func (c *Case) mayEscalation(e *Escalation, actor Actor, verb Verb) error {
	if verb == VerbLink {
		return wrongState("この相談は、すでにケースに結び付いています。")
	}
	return permit(WorkflowEscalation, e.State, verb, c.is(actor))
}
