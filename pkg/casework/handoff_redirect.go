package casework

import "time"

// RedirectOrder names the agency that is asked instead, and on what ground it is given the content.
type RedirectOrder struct {
	Next       ID
	Reason     string // why this agency
	Request    string // "" repeats what was asked
	Ground     Ground // "" is GroundConsent when everyone consented for this agency too
	GroundNote string
}

// Redirect asks another agency in the place of the one that did not answer (by a coordinator, of an escalated つなぎ).
// The receiver changes, custody does not. It is no refusal: nobody is relieved but by the coordinator's decision, and the
// つなぎ stays with the coordinators until the new receiver takes it. The store has made sure that next is an active agency.
func (c *Case) Redirect(actor Actor, now time.Time, id ID, o RedirectOrder) error {
	h, err := c.begin(actor, id, VerbRedirect)
	if err != nil {
		return err
	}
	if o.Request == "" {
		o.Request = h.Request
	}
	if err := c.checkRedirect(h, o, now); err != nil {
		return err
	}
	if o.Ground == "" {
		o.Ground = GroundConsent
	}
	if reason, ends := c.chainEnds(o.Next, ""); ends && h.Ask == AskLead {
		c.flag(actor, now, reason) // the coordinator may ask whoever led before, and everybody sees that it goes round
	}
	old := h.Receiver
	move(WorkflowHandoff, &h.State, VerbRedirect, HandoffEscalated)
	h.Receiver, h.Reason, h.Request, h.Ground, h.GroundNote, h.Withheld = o.Next, o.Reason, o.Request, o.Ground, o.GroundNote, false
	h.DueAt = c.Settings.handoffDue(h.Urgency, now)
	c.touchHandoff(h)
	c.disclose(actor, now, h)
	c.record(actor, now, EventHandoffRedirected, EventData{Handoff: h.ID, Agency: h.Receiver, FromAgency: old, Ask: h.Ask})
	c.tell(actor, now, EventHandoffRequested, h, nil, h.Receiver)
	c.tell(actor, now, EventHandoffRedirected, h, nil, h.Sender, old, c.Lead())
	return nil
}

func (c *Case) checkRedirect(h *Handoff, o RedirectOrder, now time.Time) error {
	var bad checks
	switch {
	case o.Next == "" || o.Next == CoordinatorsID:
		bad.add("/nextAgencyId", "required", "お願いする機関を選んでください。")
	case o.Next == h.Receiver:
		bad.add("/nextAgencyId", "duplicate", "この機関には、すでにお願いしています。別の機関を選んでください。")
	case o.Next == c.Lead() || o.Next == h.Sender:
		bad.add("/nextAgencyId", "not_allowed", "依頼した機関・いまの主担当機関は選べません。つなぎは、依頼した機関に戻りません。")
	case c.openHandoffTo(o.Next) != nil:
		bad.add("/nextAgencyId", "duplicate", "この機関には、別のつなぎが届いていて返事を待っています。")
	case h.Ask == AskJoin && c.Supports(o.Next):
		bad.add("/nextAgencyId", "duplicate", "この機関は、すでに連携機関として加わっています。")
	}
	bad.required("/reason", o.Reason, "この機関にお願いする理由")
	bad.text("/reason", o.Reason, maxText)
	bad.text("/request", o.Request, maxText)
	c.checkGround(&bad, o.Ground, o.GroundNote, now, h.Scope, o.Next)
	return bad.err()
}
