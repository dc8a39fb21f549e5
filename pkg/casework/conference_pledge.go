package casework

import (
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// PledgeText is one wording of the 秘密保持の誓約: dated master data, for a statutory 支援会議 or for any other meeting.
type PledgeText struct {
	Version   string
	Statutory bool // for a legal basis with statutory secrecy
	Body      string
	From      calendar.Date // first day it is used; the newest that has begun counts
}

// DefaultPledgeTexts are used where no master data is loaded: the rules' own tests.
func DefaultPledgeTexts() []PledgeText {
	from := calendar.Date{Year: 2015, Month: 4, Day: 1}
	return []PledgeText{{Version: "s1", Statutory: true, Body: "守秘", From: from}, {Version: "g1", Body: "確認", From: from}}
}

// Pledge is what one person promised for one conference. It is never changed and never deleted.
type Pledge struct {
	ID          ID
	Invitee     ID // as whom; "" for somebody who came without invitation
	Account     ID // "" when by link or on paper
	Name        string
	TextVersion string
	How         PledgeHow
	At          time.Time
	RecordedBy  ID // account; of the coordinator when on paper, "" by link
}

// PledgeHow is the way somebody pledged.
type PledgeHow string

// The ways.
const (
	PledgeScreen PledgeHow = "screen"
	PledgeLink   PledgeHow = "link"
	PledgePaper  PledgeHow = "paper"
)

// pledgeText is the wording in force for the conference.
func (k *Conference) pledgeText(now time.Time) PledgeText {
	statutory := k.Settings.LegalBasisOf(k.LegalBasis).NeedsPledge
	var newest PledgeText
	for _, t := range k.Settings.PledgeTexts {
		if t.Statutory == statutory && !calendar.DateOf(now).Before(t.From) && !t.From.Before(newest.From) {
			newest = t
		}
	}
	return newest
}

// PledgeText is the wording that is put before a member now.
func (k *Conference) PledgeText(now time.Time) PledgeText { return k.pledgeText(now) }

// PledgeOf is what the account pledged for this conference; nil: nothing.
func (g *ConferenceMeeting) PledgeOf(account ID) *Pledge {
	for _, p := range g.Pledges {
		if account != "" && p.Account == account {
			return p
		}
	}
	return nil
}

// InviteePledged reports whether somebody pledged as this invitee.
func (g *ConferenceMeeting) InviteePledged(invitee ID) bool { return g.invitedPledged(invitee) }

func (g *ConferenceMeeting) invitedPledged(invitee ID) bool {
	return slices.ContainsFunc(g.Pledges, func(p *Pledge) bool { return p.Invitee == invitee })
}

func (g *ConferenceMeeting) pledged(p *Pledge) {
	g.Pledges = append(g.Pledges, p)
	g.changes.Pledges = append(g.changes.Pledges, p)
}

// Pledge is the promise of one invited person, given once per conference. From this instant the person may open the
// material, as long as PackageUntil says. version is the wording that was read.
func (g *ConferenceMeeting) Pledge(c *Case, k *Conference, actor Actor, now time.Time, version string) (*Pledge, error) {
	if err := g.may(actor, k, VerbPledge); err != nil {
		return nil, err
	}
	i := k.InviteeOf(actor)
	if already := g.pledgeBy(actor, i); already != nil {
		return already, nil
	}
	if k.packageOver(now) {
		return nil, NotFound()
	}
	if version != k.pledgeText(now).Version {
		return nil, &Error{Code: CodeInvalid, Detail: "誓約の文面が新しくなりました。もう一度お読みください。",
			Fields: []FieldError{{Pointer: "/textVersion", Code: "unknown", Message: "誓約の文面が新しくなりました。もう一度お読みください。"}}}
	}
	p := &Pledge{ID: NewID(now), Invitee: i.ID, Account: actor.Account, Name: actor.Name, TextVersion: version, How: PledgeScreen, At: now, RecordedBy: actor.Account}
	if actor.Account == "" {
		p.How = PledgeLink
	}
	g.pledged(p)
	g.open(c, k, actor, now, p)
	return p, nil
}

func (g *ConferenceMeeting) pledgeBy(actor Actor, i *Invitee) *Pledge {
	if actor.Account != "" {
		return g.PledgeOf(actor.Account)
	}
	for _, p := range g.Pledges {
		if p.Account == "" && p.Invitee == i.ID {
			return p
		}
	}
	return nil
}
