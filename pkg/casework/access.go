package casework

import "time"

// Level is how much of a case a grantee may see (workflow.md, "Who sees a case").
type Level string

// The levels, from the most to the least. Whoever has none gets 404.
const (
	LevelLead         Level = "lead"
	LevelSupporting   Level = "supporting"
	LevelCoordinating Level = "coordinating"
	LevelReceived     Level = "received" // a live handoff: only the disclosed scope
	LevelPackage      Level = "package"  // one person, not an agency: the disclosed scope and no verbs
	LevelOutcome      Level = "outcome"  // once held or sent it: status, lead, outcome; no content
)

// Grant is what one grantee may see.
type Grant struct {
	Level Level
	Scope Scope      // for LevelReceived and LevelPackage what was disclosed; full for the levels above, nothing for outcome
	Until *time.Time // for LevelPackage: it ends by itself; nil: it does not
}

// Access returns who may see the case now, by agency, CoordinatorsID once the case came to them, and single accounts that
// hold its package.
// The store keeps case_access equal to it in the transaction of every change.
func (c *Case) Access() map[ID]Grant {
	grants := map[ID]Grant{}
	full := Scope{Sheet: true, Notes: true}
	for _, p := range c.Custodies {
		grants[p.Agency] = Grant{Level: LevelOutcome}
	}
	for _, s := range c.Supporting {
		grants[s.Agency] = Grant{Level: LevelOutcome}
	}
	for _, h := range c.Handoffs {
		grants[h.Sender] = Grant{Level: LevelOutcome}
	}
	for _, h := range c.Handoffs {
		if h.Open() && h.Withheld {
			if _, known := grants[h.Receiver]; !known || grants[h.Receiver].Level == LevelOutcome {
				grants[h.Receiver] = Grant{Level: LevelReceived}
			}
			continue
		}
		if h.Open() {
			seen := grants[h.Receiver].Scope
			grants[h.Receiver] = Grant{Level: LevelReceived, Scope: Scope{
				Sheet: seen.Sheet || h.Scope.Sheet, Notes: seen.Notes || h.Scope.Notes,
			}}
		}
	}
	for _, agency := range c.SupportingNow() {
		grants[agency] = Grant{Level: LevelSupporting, Scope: full}
	}
	if last := c.lastLead(); last != "" {
		grants[last] = Grant{Level: LevelLead, Scope: full}
	}
	if c.Coordinated() {
		grants[CoordinatorsID] = Grant{Level: LevelCoordinating, Scope: full}
	}
	c.packageAccess(grants)
	return grants
}
