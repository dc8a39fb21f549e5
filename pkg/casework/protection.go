package casework

import (
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Protection is 支援措置 (DV, stalking, abuse): one person's whereabouts are shown to listed agencies only. The alleged
// perpetrator may live in the same household and stand in the same file.
type Protection struct {
	ID          ID
	Person      ID // who is protected
	Perpetrator ID // the person of the household from whom; "" when it is somebody else
	Listed      []ID
	Reason      string
	From        calendar.Date
	Until       calendar.Date // last day; zero: until ended
	SetBy       ID            // account
	Agency      ID
	At          time.Time
	EndedAt     *time.Time
}

// ProtectionOrder is what is written down when a person is to be protected.
type ProtectionOrder struct {
	Person      ID
	Perpetrator ID
	Listed      []ID // agencies that may know; the one that sets it always may
	Reason      string
	Until       *calendar.Date
}

// BreakGlass lifts the mask for one account for a short while. It is never silent.
type BreakGlass struct {
	ID      ID
	Person  ID
	Account ID
	Agency  ID
	Reason  string
	At      time.Time
	Until   time.Time
}

// BreakGlassFor is how long a mask stays lifted.
const BreakGlassFor = 30 * time.Minute

// Protect puts a person under protection (by the lead, a supporting agency, or a coordinator of the case). From this
// instant everybody not listed sees no address, telephone or remark of the person, nor the address of the household.
func (c *Case) Protect(actor Actor, now time.Time, o ProtectionOrder) (*Protection, error) {
	if err := c.may(actor, VerbProtect); err != nil {
		return nil, err
	}
	var bad checks
	if _, err := c.Member(o.Person); err != nil {
		bad.add("/personId", "unknown", "支援措置の対象となる方を選んでください。")
	}
	if o.Perpetrator != "" {
		if _, err := c.Member(o.Perpetrator); err != nil || o.Perpetrator == o.Person {
			bad.add("/perpetratorId", "unknown", "世帯の中から、対象の方とは別の方を選んでください。")
		}
	}
	if len(o.Listed) > maxListed {
		bad.add("/listed", "too_many", "情報を見られる機関が多すぎます。")
	}
	if o.Until != nil && o.Until.Before(calendar.DateOf(now)) {
		bad.add("/until", "impossible", "終わりの日は、今日以降の日付にしてください。")
	}
	bad.required("/reason", o.Reason, "支援措置の理由")
	bad.text("/reason", o.Reason, maxText)
	if err := bad.err(); err != nil {
		return nil, err
	}
	p := &Protection{ID: NewID(now), Person: o.Person, Perpetrator: o.Perpetrator, Listed: withListed(o.Listed, actor.Agency), Reason: o.Reason,
		From: calendar.DateOf(now), SetBy: actor.Account, Agency: actor.Agency, At: now}
	if o.Until != nil {
		p.Until = *o.Until
	}
	c.Protections = append(c.Protections, p)
	c.changes.Protections = append(c.changes.Protections, p)
	c.record(actor, now, EventProtectionSet, EventData{Person: p.Person})
	c.tell(actor, now, EventProtectionSet, nil, nil, without(c.Holders(), actor.Agency)...)
	return p, nil
}

const maxListed = 50

func withListed(listed []ID, own ID) []ID {
	out := slices.Clone(listed)
	if own != "" && !slices.Contains(out, own) {
		out = append(out, own)
	}
	return out
}

// EndProtection ends it before its last day (by whoever may set it and may know, or a coordinator: otherwise the end would
// be a break-glass without its limits). Everyone who holds the case is told.
func (c *Case) EndProtection(actor Actor, now time.Time, id ID, reason string) error {
	if err := c.may(actor, VerbProtect); err != nil {
		return err
	}
	for _, p := range c.Protections {
		if p.ID != id {
			continue
		}
		if !p.active(now) {
			return wrongState("この支援措置は、すでに終わっています。")
		}
		if !p.lists(actor) && !actor.Has(RoleCoordinator) {
			return forbidden("住所などを知ることができる機関か、推進員だけが、支援措置を終えることができます。")
		}
		if err := checkWords("/reason", reason, "支援措置を終える理由"); err != nil {
			return err
		}
		p.EndedAt = &now
		c.changes.Protections = append(c.changes.Protections, p)
		c.record(actor, now, EventProtectionEnded, EventData{Person: p.Person, Text: reason})
		c.tell(actor, now, EventProtectionEnded, nil, nil, without(c.Holders(), actor.Agency)...)
		return nil
	}
	return NotFound()
}

// BreakGlass lifts the mask for the actor's account for BreakGlassFor, with a reason, and tells the coordinators, the lead
// and the agency that set the protection (workflow.md: "needs a reason, is limited in time, and tells the coordinator").
func (c *Case) BreakGlass(actor Actor, now time.Time, person ID, reason string) (*BreakGlass, error) {
	if err := c.may(actor, VerbBreakGlass); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(c.Protections, func(p *Protection) bool { return p.Person == person && p.active(now) }) {
		return nil, NotFound()
	}
	if err := checkWords("/reason", reason, "緊急に確認する理由"); err != nil {
		return nil, err
	}
	g := &BreakGlass{ID: NewID(now), Person: person, Account: actor.Account, Agency: actor.Agency, Reason: reason, At: now, Until: now.Add(BreakGlassFor)}
	c.Glasses = append(c.Glasses, g)
	c.changes.Glasses = append(c.changes.Glasses, g)
	c.record(actor, now, EventGlassBroken, EventData{Person: person})
	told := []ID{CoordinatorsID, c.Lead()}
	for _, p := range c.Protections {
		if p.Person == person && p.active(now) {
			told = append(told, p.Agency)
		}
	}
	c.tell(actor, now, EventGlassBroken, nil, nil, without(told, actor.Agency)...)
	return g, nil
}

// Protected lists the protections in force.
func (c *Case) Protected(now time.Time) []*Protection {
	var active []*Protection
	for _, p := range c.Protections {
		if p.active(now) {
			active = append(active, p)
		}
	}
	return active
}

func (p *Protection) active(now time.Time) bool {
	return p.EndedAt == nil && (p.Until.IsZero() || !calendar.DateOf(now).After(p.Until))
}

// Expire ends, in memory only, each protection whose last day is over, and forgets packages that are over: what holds is
// always computed from the dates, so nothing has to run at midnight.
func (c *Case) Expire(now time.Time) {
	c.expirePackages(now)
	for _, p := range c.Protections {
		if p.EndedAt == nil && !p.active(now) {
			over := p.Until.AddDays(1).Time().In(calendar.Tokyo)
			midnight := time.Date(over.Year(), over.Month(), over.Day(), 0, 0, 0, 0, calendar.Tokyo).UTC()
			p.EndedAt = &midnight
		}
	}
}

// Active reports whether the protection holds now.
func (p *Protection) Active(now time.Time) bool { return p.active(now) }

// Hidden reports whether a protection hides its person from the actor now; while an emergency look lasts it does not,
// and until says how long.
func (c *Case) Hidden(p *Protection, actor Actor, now time.Time) (hidden bool, until *time.Time) {
	for _, g := range c.Glasses {
		if p.active(now) && !p.lists(actor) && g.Person == p.Person && g.Account == actor.Account && now.Before(g.Until) && (until == nil || g.Until.After(*until)) {
			until = &g.Until
		}
	}
	return c.hiddenFrom(p, actor, now), until
}

// MayKnow reports whether the actor may know what the protection hides, emergency looks aside.
func (p *Protection) MayKnow(actor Actor) bool { return p.lists(actor) }

// MayEnd reports whether EndProtection would let the actor end it now.
func (c *Case) MayEnd(p *Protection, actor Actor, now time.Time) bool {
	return p.active(now) && (p.lists(actor) || actor.Has(RoleCoordinator)) && c.may(actor, VerbProtect) == nil
}

// hiddenFrom reports whether the protection hides its person from the actor now.
func (c *Case) hiddenFrom(p *Protection, actor Actor, now time.Time) bool {
	if !p.active(now) || p.lists(actor) {
		return false
	}
	return !slices.ContainsFunc(c.Glasses, func(g *BreakGlass) bool {
		return g.Person == p.Person && g.Account == actor.Account && now.Before(g.Until)
	})
}

// lists reports whether the actor may know: as staff of its agency, or as a coordinator where coordinators are listed.
func (p *Protection) lists(a Actor) bool {
	return a.WorksFor(a.Agency) && slices.Contains(p.Listed, a.Agency) || a.Has(RoleCoordinator) && slices.Contains(p.Listed, CoordinatorsID)
}

// hidesFrom reports whether a protection that has not been ended leaves the actor out.
func (c *Case) hidesFrom(a Actor) bool {
	return slices.ContainsFunc(c.Protections, func(p *Protection) bool { return p.EndedAt == nil && !p.lists(a) })
}
