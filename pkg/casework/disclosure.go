package casework

import (
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Disclosure is a line of the ledger 提供記録: what was given to whom, on which ground. After a
// correction everyone who received the data is told (個人情報保護法), so it is never deleted.
type Disclosure struct {
	ID           ID
	Case         ID
	Handoff      ID
	From         ID // agency
	To           ID // agency
	By           ID // account
	At           time.Time
	Scope        Scope
	SheetVersion int
	Purpose      string
	Ground       Ground
	GroundNote   string
}

// disclose records what the receiver of a handoff is given with it.
func (c *Case) disclose(actor Actor, now time.Time, h *Handoff) {
	c.changes.Disclosures = append(c.changes.Disclosures, Disclosure{
		ID: NewID(now), Case: c.ID, Handoff: h.ID, From: h.Sender, To: h.Receiver, By: actor.Account, At: now,
		Scope: h.Scope, SheetVersion: c.Sheet.Version, Purpose: h.Purpose, Ground: h.Ground, GroundNote: h.GroundNote,
	})
}

// GroundRule is what the rules must know of one ground of the master data.
type GroundRule struct {
	Code         Ground
	NeedsConsent bool          // only when everyone on the sheet consented
	NeedsNote    bool          // only with words
	From         calendar.Date // first day it may be used
	Until        calendar.Date // last day; zero: still valid
}

// DefaultGrounds are used where no master data is loaded: the rules' own tests.
func DefaultGrounds() []GroundRule {
	from := calendar.Date{Year: 2000, Month: 1, Day: 1}
	return []GroundRule{
		{Code: GroundConsent, NeedsConsent: true, From: from},
		{Code: "life_and_body", From: from},
		{Code: "support_conference", From: from},
		{Code: "other", NeedsNote: true, From: from},
	}
}

func (g GroundRule) valid(on calendar.Date) bool {
	return !on.Before(g.From) && (g.Until.IsZero() || !on.After(g.Until))
}

// checkGround asks on what ground data is passed on: no ground, no disclosure. Consent is the ground only
// when everyone gave it, for these receivers and for what they are to see.
func (c *Case) checkGround(bad *checks, code Ground, note string, now time.Time, what Scope, receivers ...ID) {
	consented := !slices.ContainsFunc(receivers, func(a ID) bool { return !c.ConsentCovers(a, what) })
	bad.text("/groundNote", note, maxText)
	if code == "" {
		if !consented {
			bad.add("/ground", "required", "同意を確認できていない方がいます。情報を提供する根拠を選んでください。")
		}
		return
	}
	for _, g := range c.Settings.Grounds {
		if g.Code != code || !g.valid(calendar.DateOf(now)) {
			continue
		}
		if g.NeedsConsent && !consented {
			bad.add("/ground", "not_allowed", "同意を確認できていない方がいます。同意以外の根拠を選ぶか、先に同意を確認してください。")
		}
		if g.NeedsNote {
			bad.required("/groundNote", note, "提供の根拠の説明")
		}
		return
	}
	bad.add("/ground", "unknown", "提供の根拠を選び直してください。")
}
