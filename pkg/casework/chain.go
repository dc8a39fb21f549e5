package casework

import "time"

// The chain (たらい回し) is the run of custody moves since the household was last contacted, or since
// a coordinator last settled the case. It is derived from the custody history, never kept beside it.

// chain returns the custody periods since then that a handoff brought, and who led before the first.
func (c *Case) chain() (before ID, moves []Custody) {
	for _, p := range c.Custodies {
		restarted := c.ChainSince != nil && !p.Since.After(*c.ChainSince)
		if c.uncontactedSince(p) && !restarted {
			moves = append(moves, p)
		} else if len(moves) == 0 {
			before = p.Agency
		}
	}
	return before, moves
}

// uncontactedSince reports whether a handoff brought this lead and nobody met the household after it.
// People note the minute of a meeting: one in the minute of the move was after it.
func (c *Case) uncontactedSince(p Custody) bool {
	return p.Handoff != "" && (c.ContactedAt == nil || p.Since.Truncate(time.Minute).After(*c.ContactedAt))
}

// Hops counts the custody moves since the household was last contacted.
func (c *Case) Hops() int {
	_, moves := c.chain()
	return len(moves)
}

// chainEnds says whether asking next to take the lead would make a ping-pong of it. taking is the
// agency that takes the lead on the way (pass_on), "" when the lead itself asks (hand_off).
func (c *Case) chainEnds(next, taking ID) (FlagReason, bool) {
	before, moves := c.chain()
	hops := len(moves) + 1 // next accepting would be this hop
	revisit := next == before || next == taking
	for _, m := range moves {
		revisit = revisit || m.Agency == next
	}
	if taking != "" {
		hops++
	}
	switch {
	case c.Flag != nil:
		return c.Flag.Reason, true
	case revisit:
		return FlagRevisit, true
	case hops >= c.Settings.HopLimit:
		return FlagHopLimit, true
	}
	return "", false
}

// flag marks the case once; the first reason stays until a coordinator settles it.
func (c *Case) flag(actor Actor, now time.Time, reason FlagReason) {
	if c.Flag != nil {
		return
	}
	c.Flag = &Flag{At: now, Reason: reason}
	c.record(actor, now, EventPingPongFlagged, EventData{Reason: string(reason)})
	c.tell(actor, now, EventPingPongFlagged, nil, nil, c.Lead(), CoordinatorsID)
}

// unflag ends the chain: a coordinator has decided, so hops and the contact deadline start anew.
func (c *Case) unflag(now time.Time) {
	c.Flag = nil
	c.ChainSince = &now
	c.refreshContactDue()
}

// contacted records that someone spoke with or saw the household at the time.
func (c *Case) contacted(at time.Time) {
	if c.ContactedAt == nil || at.After(*c.ContactedAt) {
		c.ContactedAt = &at
	}
	c.refreshContactDue()
}

// refreshContactDue sets by when the household is to be contacted: counted from the first lead that
// came after the last contact, because it is the household's waiting that counts, not the agency's.
func (c *Case) refreshContactDue() {
	c.ContactDue = nil
	for _, p := range c.Custodies {
		if !c.uncontactedSince(p) {
			continue
		}
		since := p.Since
		if c.ChainSince != nil && c.ChainSince.After(since) {
			since = *c.ChainSince
		}
		due := c.Settings.contactDue(since)
		c.ContactDue = &due
		return
	}
}

// FlagOverdueContact flags the case and calls the coordinators when the household was not contacted
// in time after a handoff. It reports whether it did; called again, or too early, it does nothing.
func (c *Case) FlagOverdueContact(now time.Time) bool {
	waiting := c.State == CaseReceived || c.State == CaseSupporting || c.State == CaseMonitoring || c.State == CaseCoordinating
	if !waiting || c.Flag != nil || c.ContactDue == nil || now.Before(*c.ContactDue) {
		return false
	}
	clock := Clock()
	c.flag(clock, now, FlagNoContact)
	c.openEscalation(clock, now, ReasonPingPong, "", nil)
	c.toCoordinating(clock, now)
	return true
}
