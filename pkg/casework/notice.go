package casework

import (
	"slices"
	"time"
)

// Notice tells an agency (or all coordinators, or one person) that something happened. It carries no personal text:
// the screen shows it through the case, within what the recipient may see.
type Notice struct {
	ID         ID
	Recipient  ID // an agency, CoordinatorsID, or "" with Account
	Account    ID // one person instead of an agency
	Case       ID // "" when the recipient does not see the case
	Handoff    ID // "" when it is not about one
	Escalation ID
	Conference ID
	Kind       EventKind // the event it tells of
	Ask        Ask       // of the handoff: a receiver that joins when asked to lead is news
	At         time.Time
	From       ID // the agency that acted; "" for the clock
}

// tell adds a notice, once per recipient and kind, and never to nobody.
func (c *Case) tell(actor Actor, now time.Time, kind EventKind, h *Handoff, e *Escalation, recipients ...ID) {
	n := Notice{Case: c.ID, Kind: kind, At: now, From: actor.Agency}
	if h != nil {
		n.Handoff, n.Ask = h.ID, h.Ask
	}
	if e != nil {
		n.Escalation = e.ID
	}
	for _, r := range recipients {
		if r == "" || c.told(n, r) {
			continue
		}
		n.ID, n.Recipient = NewID(now), r
		c.changes.Notices = append(c.changes.Notices, n)
	}
}

// tellPerson adds a notice to single accounts: advisors, members of a conference, whoever is responsible.
func (c *Case) tellPerson(actor Actor, now time.Time, kind EventKind, accounts ...ID) {
	for _, a := range accounts {
		n := Notice{ID: NewID(now), Account: a, Case: c.ID, Kind: kind, At: now, From: actor.Agency}
		if a != "" && !slices.ContainsFunc(c.changes.Notices, func(t Notice) bool { return t.Account == a && t.Kind == kind && t.At.Equal(now) }) {
			c.changes.Notices = append(c.changes.Notices, n)
		}
	}
}

func (c *Case) told(n Notice, recipient ID) bool {
	for _, t := range c.changes.Notices {
		if t.Recipient == recipient && t.Kind == n.Kind && t.Handoff == n.Handoff && t.Escalation == n.Escalation && t.At.Equal(n.At) {
			return true
		}
	}
	return false
}
