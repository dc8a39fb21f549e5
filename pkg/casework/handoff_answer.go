package casework

import (
	"strings"
	"time"
)

// Accept takes the lead (by the receiver that was asked for it). Custody moves in the same instant.
func (c *Case) Accept(actor Actor, now time.Time, id ID, note string) error {
	h, err := c.begin(actor, id, VerbAccept)
	if err != nil {
		return err
	}
	if err := checkAnswerNote(note); err != nil {
		return err
	}
	move(WorkflowHandoff, &h.State, VerbAccept, HandoffAccepted)
	c.touchHandoff(h)
	h.answered(actor, now, note)
	c.record(actor, now, EventHandoffAccepted, handoffData(h))
	c.moveCustody(actor, now, h)
	c.tellOutcome(actor, now, EventHandoffAccepted, h)
	return nil
}

// Join works on the case beside the lead (by the receiver). It is also the answer of an agency that
// cannot lead but will help; the sender then sees that the lead stays with it.
func (c *Case) Join(actor Actor, now time.Time, id ID, note string) error {
	h, err := c.begin(actor, id, VerbJoin)
	if err != nil {
		return err
	}
	if err := checkAnswerNote(note); err != nil {
		return err
	}
	move(WorkflowHandoff, &h.State, VerbJoin, HandoffJoined)
	c.touchHandoff(h)
	h.answered(actor, now, note)
	c.addSupport(h.Receiver, now, h.ID)
	c.record(actor, now, EventHandoffJoined, handoffData(h))
	c.tellOutcome(actor, now, EventHandoffJoined, h)
	return nil
}

// PassOnOrder names the next agency and why it is the better one.
type PassOnOrder struct {
	Next       ID
	Reason     string
	Request    string // "" repeats what was asked
	Ground     Ground // "" repeats the ground of the handoff
	GroundNote string
}

// PassOn takes the lead and asks the next agency for it, in one (by the receiver that was asked to
// lead). It returns the new handoff. When that would make a たらい回し of the case, the handoff goes to
// the coordinators instead, the lead stays where it is, and no new handoff is made (nil).
func (c *Case) PassOn(actor Actor, now time.Time, id ID, o PassOnOrder) (*Handoff, error) {
	h, err := c.begin(actor, id, VerbPassOn)
	if err != nil {
		return nil, err
	}
	o = o.inherit(h)
	if err := c.checkPassOn(h, o, now); err != nil {
		return nil, err
	}
	if reason, ends := c.chainEnds(o.Next, h.Receiver); ends {
		c.flag(actor, now, reason)
		c.escalateHandoff(actor, now, h, EscalatedByPingPong, ReasonPingPong, o.Reason)
		return nil, nil
	}
	move(WorkflowHandoff, &h.State, VerbPassOn, HandoffPassedOn)
	c.touchHandoff(h)
	h.answered(actor, now, o.Reason)
	c.record(actor, now, EventHandoffPassedOn, handoffData(h))
	c.moveCustody(actor, now, h)
	next := c.request(actor, now, Handoff{
		Ask: AskLead, Sender: h.Receiver, Receiver: o.Next, Purpose: h.Purpose, Reason: o.Reason, Request: o.Request,
		Urgency: h.Urgency, Scope: h.Scope, Ground: o.Ground, GroundNote: o.GroundNote, PassedFrom: h.ID,
	})
	h.PassedTo = next.ID
	c.tellOutcome(actor, now, EventHandoffPassedOn, h)
	return next, nil
}

func (o PassOnOrder) inherit(h *Handoff) PassOnOrder {
	if o.Request == "" {
		o.Request = h.Request
	}
	if o.Ground == "" {
		o.Ground, o.GroundNote = h.Ground, h.GroundNote
	}
	return o
}

func (c *Case) checkPassOn(h *Handoff, o PassOnOrder, now time.Time) error {
	var bad checks
	switch {
	case o.Next == "" || o.Next == CoordinatorsID:
		bad.add("/nextAgencyId", "required", "次につなぐ機関を選んでください。")
	case o.Next == h.Receiver:
		bad.add("/nextAgencyId", "not_allowed", "自分の機関につなぐことはできません。")
	case c.openHandoffTo(o.Next) != nil:
		bad.add("/nextAgencyId", "duplicate", "この機関には、すでにつなぎが届いていて返事を待っています。")
	}
	bad.required("/reason", o.Reason, "次の機関につなぐ理由")
	bad.text("/reason", o.Reason, maxText)
	bad.text("/request", o.Request, maxText)
	c.checkGround(&bad, o.Ground, o.GroundNote, now, h.Scope, o.Next)
	return bad.err()
}

// Ask puts a question to the sender (by the receiver). The clock goes on.
func (c *Case) Ask(actor Actor, now time.Time, id ID, question string) error {
	h, err := c.begin(actor, id, VerbAsk)
	if err != nil {
		return err
	}
	if err := checkWords("/question", question, "質問"); err != nil {
		return err
	}
	move(WorkflowHandoff, &h.State, VerbAsk, HandoffAsked)
	c.touchHandoff(h)
	h.Questions = append(h.Questions, Question{ID: NewID(now), Text: question, AskedBy: actor.Account, AskedAt: now})
	c.record(actor, now, EventHandoffAsked, handoffData(h))
	c.tell(actor, now, EventHandoffAsked, h, nil, h.Sender)
	return nil
}

// Answer answers the open question (by the sender). The receiver can then accept or join again.
func (c *Case) Answer(actor Actor, now time.Time, id ID, answer string) error {
	h, err := c.begin(actor, id, VerbAnswer)
	if err != nil {
		return err
	}
	if err := checkWords("/answer", answer, "回答"); err != nil {
		return err
	}
	move(WorkflowHandoff, &h.State, VerbAnswer, HandoffRequested)
	c.touchHandoff(h)
	if n := len(h.Questions); n > 0 {
		q := &h.Questions[n-1]
		q.Answer, q.AnsweredBy, q.AnsweredAt = answer, actor.Account, &now
	}
	c.record(actor, now, EventHandoffAnswered, handoffData(h))
	c.tell(actor, now, EventHandoffAnswered, h, nil, h.Receiver)
	return nil
}

// Withdraw takes the ask back (by the sender, or by a coordinator once it is escalated).
func (c *Case) Withdraw(actor Actor, now time.Time, id ID, reason string) error {
	h, err := c.begin(actor, id, VerbWithdraw)
	if err != nil {
		return err
	}
	if err := checkWords("/reason", reason, "取り下げの理由"); err != nil {
		return err
	}
	c.withdraw(actor, now, h, reason)
	return nil
}

func (c *Case) withdraw(actor Actor, now time.Time, h *Handoff, reason string) {
	move(WorkflowHandoff, &h.State, VerbWithdraw, HandoffWithdrawn)
	h.answered(actor, now, reason)
	c.touchHandoff(h)
	c.record(actor, now, EventHandoffWithdrawn, handoffData(h))
	c.tell(actor, now, EventHandoffWithdrawn, h, nil, h.Receiver, h.Sender)
}

// withdrawEscalated ends what is still open of the escalated handoffs when the coordinator has settled.
func (c *Case) withdrawEscalated(actor Actor, now time.Time) {
	for _, h := range c.Handoffs {
		if h.State == HandoffEscalated {
			c.withdraw(actor, now, h, "推進員の調整が終わったため")
		}
	}
}

// Connect records that the household and the new agency met (by the receiver).
func (c *Case) Connect(actor Actor, now time.Time, id ID, cn Connection) error {
	h, err := c.begin(actor, id, VerbConnect)
	if err != nil {
		return err
	}
	if err := cn.check(h, now); err != nil {
		return err
	}
	move(WorkflowHandoff, &h.State, VerbConnect, HandoffConnected)
	c.touchHandoff(h)
	cn.By = actor.Account
	if strings.TrimSpace(cn.Who) == "" {
		cn.Who = actor.Name // whoever records it was there, unless another is named
	}
	h.Connection = &cn
	if cn.How != ConnectDocument { // a letter is not a meeting: the deadline for first contact goes on
		c.contacted(cn.At)
	}
	data := handoffData(h)
	data.How = cn.How
	c.record(actor, now, EventHandoffConnected, data)
	c.tellOutcome(actor, now, EventHandoffConnected, h)
	return nil
}

func (cn Connection) check(h *Handoff, now time.Time) error {
	var bad checks
	if !cn.How.Warm() && cn.How != ConnectPhone && cn.How != ConnectDocument {
		bad.add("/how", "required", "つなぎの方法を選んでください。")
	}
	bad.past("/at", cn.At, now, "日時")
	if !cn.At.IsZero() && cn.At.Before(h.RequestedAt.Truncate(time.Minute)) { // people note the minute
		bad.add("/at", "impossible", "つなぎを依頼した日時より後にしてください。")
	}
	bad.text("/who", cn.Who, maxLine)
	bad.text("/note", cn.Note, maxText)
	return bad.err()
}

// begin finds the handoff and checks that the actor may do the verb now.
func (c *Case) begin(actor Actor, id ID, verb Verb) (*Handoff, error) {
	h, err := c.Handoff(id)
	if err != nil {
		return nil, err
	}
	if err := c.mayHandoff(h, actor, verb); err != nil {
		return nil, err
	}
	return h, nil
}

func (h *Handoff) answered(actor Actor, now time.Time, note string) {
	h.AnsweredAt, h.AnsweredBy, h.AnswerNote = &now, actor.Account, note
}

// tellOutcome tells the sender what became of its つなぎ (workflow.md, invariant 5), the lead when it
// is another by now, and the coordinators when they are on the case.
func (c *Case) tellOutcome(actor Actor, now time.Time, kind EventKind, h *Handoff) {
	c.tell(actor, now, kind, h, nil, h.Sender)
	if lead := c.Lead(); lead != h.Receiver {
		c.tell(actor, now, kind, h, nil, lead)
	}
	if c.openEscalations() > 0 {
		c.tell(actor, now, kind, h, nil, CoordinatorsID)
	}
}

func handoffData(h *Handoff) EventData {
	return EventData{Handoff: h.ID, Agency: h.Receiver, FromAgency: h.Sender, Ask: h.Ask}
}

func checkAnswerNote(note string) error {
	var bad checks
	bad.text("/note", note, maxText)
	return bad.err()
}

func checkWords(pointer, text, what string) error {
	var bad checks
	bad.required(pointer, text, what)
	bad.text(pointer, text, maxText)
	return bad.err()
}
