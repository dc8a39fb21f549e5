package casework

import (
	"slices"
	"time"
)

// PackageSource is why a single person may read the package of a case.
type PackageSource string

// The sources.
const (
	PackageConference PackageSource = "conference" // a member, once secrecy is pledged
	PackageDispatch   PackageSource = "dispatch"   // an advisor, from confirm until completed
)

// PackageGrant lets one person, not an agency, read the disclosed scope of one case (workflow.md, "Who sees a case").
// It gives no verb. The store keeps case_access equal to the grants that hold.
type PackageGrant struct {
	ID       ID
	Account  ID
	Source   PackageSource
	SourceID ID // the conference or the dispatch
	Scope    Scope
	Since    time.Time
	Until    *time.Time // nil: until somebody ends it
}

// PackageOrder is what is given to whom, why, and under which conditions. Who may give it is the matter of the verb that does.
type PackageOrder struct {
	Account    ID
	Name       string // how the ledger 提供記録 names the person
	Source     PackageSource
	SourceID   ID
	Scope      Scope
	Until      *time.Time // nil: until EndPackage
	From       ID         // the agency that gives it; "" is the actor's
	Purpose    string
	Ground     Ground
	GroundNote string
	Conditions string
}

// Live reports whether the grant holds at the instant.
func (g *PackageGrant) Live(now time.Time) bool { return g.Until == nil || now.Before(*g.Until) }

// GrantPackage opens the package to a person and writes it down in the ledger. A grant of the same source that still holds
// gets the new scope and end; it is written down again only where it now shows more.
func (c *Case) GrantPackage(actor Actor, now time.Time, o PackageOrder) *PackageGrant {
	g := c.livePackage(now, o.Source, o.SourceID, o.Account)
	wider := g == nil || o.Scope.Sheet && !g.Scope.Sheet || o.Scope.Notes && !g.Scope.Notes
	if g == nil {
		g = &PackageGrant{ID: NewID(now), Account: o.Account, Source: o.Source, SourceID: o.SourceID, Since: now}
		c.Packages = append(c.Packages, g)
	}
	g.Scope, g.Until = o.Scope, o.Until
	c.touchPackage(g)
	if wider && (o.Scope.Sheet || o.Scope.Notes) {
		c.disclosePackage(actor, now, o)
	}
	return g
}

// LimitPackage says when every grant of the source that still holds ends by itself.
func (c *Case) LimitPackage(now time.Time, source PackageSource, sourceID ID, until time.Time) {
	for _, g := range c.Packages {
		if g.Source == source && g.SourceID == sourceID && g.Live(now) {
			g.Until = &until
			c.touchPackage(g)
		}
	}
}

// EndPackage takes the grants of the source back at once: all of them, or those of the accounts.
func (c *Case) EndPackage(now time.Time, source PackageSource, sourceID ID, accounts ...ID) {
	for _, g := range c.Packages {
		if g.Source != source || g.SourceID != sourceID || !g.Live(now) || len(accounts) > 0 && !slices.Contains(accounts, g.Account) {
			continue
		}
		g.Until = &now
		c.touchPackage(g)
	}
	c.expirePackages(now)
}

func (c *Case) livePackage(now time.Time, source PackageSource, sourceID, account ID) *PackageGrant {
	for _, g := range c.Packages {
		if g.Source == source && g.SourceID == sourceID && g.Account == account && g.Live(now) {
			return g
		}
	}
	return nil
}

// expirePackages forgets, in memory only, what is over: what holds follows from the dates.
func (c *Case) expirePackages(now time.Time) {
	kept := make([]*PackageGrant, 0, len(c.Packages))
	for _, g := range c.Packages {
		if g.Live(now) {
			kept = append(kept, g)
		}
	}
	c.Packages = kept
}

// packageAccess adds the persons. Whoever holds several grants sees what each shows; the access ends with the first of
// them, and the clock then gives back what the others leave. So at no instant more is seen than is granted.
func (c *Case) packageAccess(grants map[ID]Grant) {
	for _, p := range c.Packages {
		g := grants[p.Account]
		if g.Level == "" {
			g = Grant{Level: LevelPackage}
		}
		g.Scope.Sheet, g.Scope.Notes = g.Scope.Sheet || p.Scope.Sheet, g.Scope.Notes || p.Scope.Notes
		if p.Until != nil && (g.Until == nil || p.Until.Before(*g.Until)) {
			g.Until = p.Until
		}
		grants[p.Account] = g
	}
}

func (c *Case) touchPackage(g *PackageGrant) {
	if !slices.Contains(c.changes.Packages, g) {
		c.changes.Packages = append(c.changes.Packages, g)
	}
}

func (c *Case) disclosePackage(actor Actor, now time.Time, o PackageOrder) {
	d := Disclosure{
		ID: NewID(now), Case: c.ID, Kind: DisclosedByConference, From: o.From, ToName: o.Name, By: actor.Account, At: now, Scope: o.Scope,
		Sheet: c.Sheet.ID, SheetVersion: c.Sheet.Version, Persons: c.onSheet(),
		Purpose: o.Purpose, Ground: o.Ground, GroundNote: o.GroundNote, Conditions: o.Conditions,
	}
	if o.Source == PackageDispatch {
		d.Kind = DisclosedByDispatch
	}
	if d.From == "" {
		d.From = actor.Agency
	}
	c.changes.Disclosures = append(c.changes.Disclosures, d)
}
