package casework

import "time"

// NeedsReceiver reports whether the next step is the receiver's: to answer, or to meet the household.
func (h *Handoff) NeedsReceiver() bool {
	return h.State == HandoffRequested || h.State == HandoffEscalated || h.State == HandoffAccepted
}

// NeedsSender reports whether the next step is the sender's: to answer a question.
func (h *Handoff) NeedsSender() bool { return h.State == HandoffAsked }

// Needs reports whether the actor's agency has the next step.
func (h *Handoff) Needs(a Actor) bool {
	return h.NeedsReceiver() && a.WorksFor(h.Receiver) || h.NeedsSender() && a.WorksFor(h.Sender)
}

// Overdue is derived, never stored: still without an outcome after the due time.
func (h *Handoff) Overdue(now time.Time) bool { return h.Open() && now.After(h.DueAt) }
