package casework

import (
	"fmt"
	"time"
)

// HandOffOrder is one つなぎ to one or several agencies: what they share, and what each is asked.
type HandOffOrder struct {
	Receivers    []ReceiverOrder
	Purpose      string
	Urgency      Urgency // "": Urgent when the sheet tells of danger, else Normal
	Scope        Scope
	Ground       Ground // "" is GroundConsent when everyone consented
	GroundNote   string
	SenderLeaves bool
}

// ReceiverOrder is what one agency is asked and why it.
type ReceiverOrder struct {
	Agency  ID
	Ask     Ask
	Reason  string
	Request string
}

func (o HandOffOrder) agencies() []ID {
	ids := make([]ID, len(o.Receivers))
	for i, r := range o.Receivers {
		ids[i] = r.Agency
	}
	return ids
}

const maxReceivers = 10

// HandOff asks agencies to take over or to join (by the lead agency). The store has made sure that
// each receiver is an active agency. An ask that would make a たらい回し of the case is created
// already escalated: the receiver may still take it, but the coordinators are on it.
func (c *Case) HandOff(actor Actor, now time.Time, o HandOffOrder) ([]*Handoff, error) {
	if err := c.may(actor, VerbHandOff); err != nil {
		return nil, err
	}
	if err := c.checkOrder(o, now); err != nil {
		return nil, err
	}
	if err := c.checkOneLeadAsk(o); err != nil {
		return nil, err
	}
	sent := make([]*Handoff, len(o.Receivers))
	for i, r := range o.Receivers {
		sent[i] = c.request(actor, now, Handoff{
			Ask: r.Ask, Sender: c.Lead(), Receiver: r.Agency, Purpose: o.Purpose, Reason: r.Reason, Request: r.Request,
			Urgency: o.Urgency, Scope: o.Scope, Ground: o.Ground, GroundNote: o.GroundNote, SenderLeaves: o.SenderLeaves,
		})
		if reason, ends := c.chainEnds(r.Agency, ""); ends && r.Ask == AskLead {
			c.flag(actor, now, reason)
			c.escalateHandoff(actor, now, sent[i], EscalatedByPingPong, ReasonPingPong, "")
		}
	}
	return sent, nil
}

// request creates a handoff, starts its clock and records what the receiver is given.
func (c *Case) request(actor Actor, now time.Time, h Handoff) *Handoff {
	h.ID, h.Case, h.SentBy, h.RequestedAt = NewID(now), c.ID, actor.Account, now
	if h.Urgency == "" {
		h.Urgency = c.Sheet.urgency()
	}
	if h.Ground == "" {
		h.Ground = GroundConsent
	}
	h.DueAt = c.Settings.handoffDue(h.Urgency, now)
	move(WorkflowHandoff, &h.State, VerbHandOff, HandoffRequested)
	c.Handoffs = append(c.Handoffs, &h)
	c.touchHandoff(&h)
	c.disclose(actor, now, &h)
	c.record(actor, now, EventHandoffRequested, EventData{Handoff: h.ID, Agency: h.Receiver, FromAgency: h.Sender, Ask: h.Ask})
	c.tell(actor, now, EventHandoffRequested, &h, nil, h.Receiver)
	return &h
}

// urgency is what a つなぎ of this sheet has when the sender says nothing.
func (s CaseSheet) urgency() Urgency {
	if s.Danger {
		return Urgent
	}
	return Normal
}

func (c *Case) checkOrder(o HandOffOrder, now time.Time) error {
	var bad checks
	switch n := len(o.Receivers); {
	case n == 0:
		bad.add("/receivers", "required", "つなぎ先を選んでください。")
	case n > maxReceivers:
		bad.add("/receivers", "too_many", fmt.Sprintf("一度につなげるのは%d機関までです。", maxReceivers))
	}
	bad.text("/purpose", o.Purpose, maxText)
	if o.Urgency != "" && o.Urgency != Normal && o.Urgency != Urgent {
		bad.add("/urgency", "unknown", "緊急度を選び直してください。")
	}
	if !o.Scope.Sheet && !o.Scope.Notes {
		bad.add("/scope", "required", "相手に見せる範囲を選んでください。")
	}
	c.checkGround(&bad, o.Ground, o.GroundNote, now, o.Scope, o.agencies()...)
	seen := map[ID]bool{}
	for i, r := range o.Receivers {
		at := fmt.Sprintf("/receivers/%d", i)
		c.checkReceiver(&bad, at, r)
		if seen[r.Agency] {
			bad.add(at+"/agencyId", "duplicate", "同じ機関が2回選ばれています。")
		}
		seen[r.Agency] = true
	}
	return bad.err()
}

func (c *Case) checkReceiver(bad *checks, at string, r ReceiverOrder) {
	switch {
	case r.Agency == "" || r.Agency == CoordinatorsID:
		bad.add(at+"/agencyId", "required", "つなぎ先を選んでください。")
	case r.Agency == c.Lead():
		bad.add(at+"/agencyId", "not_allowed", "自分の機関につなぐことはできません。")
	case c.openHandoffTo(r.Agency) != nil:
		bad.add(at+"/agencyId", "duplicate", "この機関には、すでにつなぎを送って返事を待っています。")
	case r.Ask == AskJoin && c.Supports(r.Agency):
		bad.add(at+"/agencyId", "duplicate", "この機関は、すでに連携機関として加わっています。")
	}
	if r.Ask != AskLead && r.Ask != AskJoin {
		bad.add(at+"/ask", "required", "「主担当をお願いする」か「連携をお願いする」を選んでください。")
	}
	bad.required(at+"/reason", r.Reason, "この機関につなぐ理由")
	bad.text(at+"/reason", r.Reason, maxText)
	bad.text(at+"/request", r.Request, maxText)
}

// checkOneLeadAsk keeps at most one open handoff of a case asking for the lead.
func (c *Case) checkOneLeadAsk(o HandOffOrder) error {
	open := c.openLeadAsk() != nil
	for i, r := range o.Receivers {
		if r.Ask != AskLead {
			continue
		}
		if open {
			return &Error{
				Code: CodeDuplicate, Detail: "主担当をお願いできるのは、一度に1機関だけです。返事を待っているつなぎをご確認ください。",
				Fields: []FieldError{{fmt.Sprintf("/receivers/%d/ask", i), "duplicate", "主担当のお願いは1機関だけにしてください。"}},
			}
		}
		open = true
	}
	return nil
}
