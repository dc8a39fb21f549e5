package casework

import (
	"slices"
	"time"
)

// Custody is one period in which an agency led the case. Periods follow each other without gap or
// overlap from filing to closure (workflow.md, invariant 2); the store keeps them under an exclusion constraint.
type Custody struct {
	ID      ID
	Agency  ID
	Since   time.Time
	Until   *time.Time // nil: leads now
	Handoff ID         // the handoff that brought it; "" for filing and reopening
}

// Support is one period in which an agency worked on the case beside the lead.
type Support struct {
	ID      ID
	Agency  ID
	Since   time.Time
	Until   *time.Time // nil: supports now
	Handoff ID         // the handoff that brought or ended the lead, or joined
}

// Lead returns the lead agency; "" only when the case is closed.
func (c *Case) Lead() ID {
	if n := len(c.Custodies); n > 0 && c.Custodies[n-1].Until == nil {
		return c.Custodies[n-1].Agency
	}
	return ""
}

// lastLead returns who leads, or led when the case was closed.
func (c *Case) lastLead() ID {
	if n := len(c.Custodies); n > 0 {
		return c.Custodies[n-1].Agency
	}
	return ""
}

// Supports reports whether the agency supports the case now.
func (c *Case) Supports(agency ID) bool {
	return slices.ContainsFunc(c.Supporting, func(s Support) bool { return s.Agency == agency && s.Until == nil })
}

// SupportingNow lists the agencies that support the case now, oldest first.
func (c *Case) SupportingNow() []ID {
	var now []ID
	for _, s := range c.Supporting {
		if s.Until == nil {
			now = append(now, s.Agency)
		}
	}
	return now
}

// moveCustody makes the receiver of the handoff the lead, at once and without gap. The agency that
// led stays beside it unless the handoff said that it leaves.
func (c *Case) moveCustody(actor Actor, now time.Time, h *Handoff) {
	from := c.Lead()
	c.endCustody(now)
	c.Custodies = append(c.Custodies, Custody{ID: NewID(now), Agency: h.Receiver, Since: now, Handoff: h.ID})
	c.endSupport(h.Receiver, now)
	if !h.SenderLeaves {
		c.addSupport(from, now, h.ID)
	}
	c.changes.Custody = true
	c.record(actor, now, EventCustodyMoved, EventData{Handoff: h.ID, Agency: h.Receiver, FromAgency: from})
	c.refreshContactDue()
}

func (c *Case) endCustody(now time.Time) {
	c.Custodies[len(c.Custodies)-1].Until = &now
	c.changes.Custody = true
}

// addSupport makes the agency a supporting one, unless it already is or leads.
func (c *Case) addSupport(agency ID, now time.Time, handoff ID) {
	if agency == c.Lead() || c.Supports(agency) {
		return
	}
	c.Supporting = append(c.Supporting, Support{ID: NewID(now), Agency: agency, Since: now, Handoff: handoff})
	c.changes.Custody = true
}

func (c *Case) endSupport(agency ID, now time.Time) {
	for i := range c.Supporting {
		if s := &c.Supporting[i]; s.Agency == agency && s.Until == nil {
			s.Until = &now
			c.changes.Custody = true
		}
	}
}
