package casework

import "slices"

// MailMode is how a person hears by mail that something waits.
type MailMode string

// The modes a person may choose.
const (
	MailAtOnce MailMode = "at_once" // soon, but only of what waits for an answer; the default
	MailDaily  MailMode = "daily"   // everything unread, at eight on business days
	MailOff    MailMode = "off"
)

// waiting are the kinds of notices that somebody must answer or know of at once: silence must not be left to chance
// because a worker is not signed in (workflow.md, rule 3).
var waiting = []EventKind{
	EventHandoffRequested, EventHandoffAsked, EventHandoffEscalated, EventCaseEscalated, EventEscalationOpened, EventPingPongFlagged,
	EventConsentWithdrawn, EventProtectionSet, EventGlassBroken,
}

// WaitingKinds lists the kinds of notices that are mailed at once.
func WaitingKinds() []EventKind { return slices.Clone(waiting) }
