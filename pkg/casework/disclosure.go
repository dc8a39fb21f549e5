package casework

import (
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Disclosure is a line of the ledger 提供記録: what was given to whom, on which ground, under which conditions. After a
// correction everyone who received the data is told (個人情報保護法97条), so it is never deleted.
type Disclosure struct {
	ID           ID
	Case         ID
	Kind         DisclosureKind
	Handoff      ID // "" unless it went with a つなぎ
	File         ID // "" unless it is a file that was taken away
	From         ID // agency
	To           ID // agency of the directory; "" for a receiver outside it
	ToName       string
	By           ID // account
	At           time.Time
	Scope        Scope
	Sheet        ID
	SheetVersion int
	Persons      []ID // whose data it is: HouseholdMember.ID
	Purpose      string
	Ground       Ground
	GroundNote   string
	Conditions   string // what the receiver must keep to
}

// DisclosureKind is the way data left.
type DisclosureKind string

// The ways.
const (
	DisclosedByHandoff    DisclosureKind = "handoff"
	DisclosedByPrint      DisclosureKind = "print"
	DisclosedByExport     DisclosureKind = "export"
	DisclosedByFile       DisclosureKind = "file"
	DisclosedByConference DisclosureKind = "conference"
	DisclosedByDispatch   DisclosureKind = "dispatch"
)

// DisclosureOrder is what a person says before something is printed or exported.
type DisclosureOrder struct {
	Kind       DisclosureKind // print or export
	To         ID             // agency; the actor's own: it stays in the house
	ToName     string         // a receiver outside the directory, when To is ""
	Scope      Scope
	Sheet      ID  // "" is the newest sheet of the case
	SheetNo    int // 0 is its newest version
	Purpose    string
	Ground     Ground
	GroundNote string
	Conditions string
}

// Disclose writes down what is printed or exported, by whoever sees it now. No ground, no disclosure. It changes nothing
// of the case, so it does not age what others have on their screens.
func (c *Case) Disclose(actor Actor, now time.Time, o DisclosureOrder) (*Disclosure, error) {
	if !c.shows(actor, o.Scope) {
		return nil, forbidden("いまこの内容を閲覧できる機関の方だけが、印刷や書き出しを行えます。")
	}
	if err := c.checkDisclosure(actor, now, o); err != nil {
		return nil, err
	}
	d := &Disclosure{
		ID: NewID(now), Case: c.ID, Kind: o.Kind, From: actor.Agency, To: o.To, ToName: o.ToName, By: actor.Account, At: now, Scope: o.Scope,
		Sheet: o.Sheet, SheetVersion: o.SheetNo, Persons: c.onSheet(), Purpose: o.Purpose, Ground: o.Ground, GroundNote: o.GroundNote, Conditions: o.Conditions,
	}
	if d.Sheet == "" || d.SheetVersion == 0 {
		d.Sheet, d.SheetVersion = c.Sheet.ID, c.Sheet.Version
	}
	return d, nil
}

func (c *Case) checkDisclosure(actor Actor, now time.Time, o DisclosureOrder) error {
	var bad checks
	if o.Kind != DisclosedByPrint && o.Kind != DisclosedByExport && o.Kind != DisclosedByFile {
		bad.add("/kind", "unknown", "提供の方法を選び直してください。")
	}
	if o.To == "" {
		bad.required("/toName", o.ToName, "お渡しする相手")
	}
	if o.To != "" && o.ToName != "" {
		bad.add("/toName", "not_allowed", "相談機関を選んだときは、相手の名前は入力しません。")
	}
	bad.text("/toName", o.ToName, maxLine)
	bad.text("/purpose", o.Purpose, maxText)
	bad.text("/conditions", o.Conditions, maxText)
	if o.Ground == "" {
		bad.required("/ground", "", "提供の根拠")
	} else if c.Settings.internal(o.Ground) {
		c.checkInternal(&bad, actor, now, o)
	} else {
		c.checkGround(&bad, o.Ground, o.GroundNote, now, o.Scope, o.To)
	}
	return bad.err()
}

// checkInternal: use within the house is no ground for giving anything to others.
func (c *Case) checkInternal(bad *checks, actor Actor, now time.Time, o DisclosureOrder) {
	bad.text("/groundNote", o.GroundNote, maxText)
	if o.To != actor.Agency {
		bad.add("/ground", "not_allowed", "「内部利用」は自分の機関の中だけで使うときの根拠です。ほかの根拠を選んでください。")
	}
	for _, g := range c.Settings.Grounds {
		if g.Code == o.Ground && !g.valid(calendar.DateOf(now)) {
			bad.add("/ground", "unknown", "提供の根拠を選び直してください。")
		}
	}
}

// shows reports whether the actor sees all of this now.
func (c *Case) shows(actor Actor, what Scope) bool {
	grants := c.Access()
	sees := func(g Grant) bool { return (!what.Sheet || g.Scope.Sheet) && (!what.Notes || g.Scope.Notes) }
	return (what.Sheet || what.Notes) && (actor.WorksFor(actor.Agency) && sees(grants[actor.Agency]) ||
		actor.Has(RoleCoordinator) && sees(grants[CoordinatorsID]))
}

// onSheet lists the persons of the newest sheet.
func (c *Case) onSheet() []ID {
	ids := []ID{}
	for _, m := range c.Members {
		if m.Current {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// disclose records what the receiver of a handoff is given with it.
func (c *Case) disclose(actor Actor, now time.Time, h *Handoff) {
	c.changes.Disclosures = append(c.changes.Disclosures, Disclosure{
		ID: NewID(now), Case: c.ID, Kind: DisclosedByHandoff, Handoff: h.ID, From: h.Sender, To: h.Receiver, By: actor.Account, At: now,
		Scope: h.Scope, Sheet: c.Sheet.ID, SheetVersion: c.Sheet.Version, Persons: c.onSheet(),
		Purpose: h.Purpose, Ground: h.Ground, GroundNote: h.GroundNote,
	})
}

// GroundRule is what the rules must know of one ground of the master data.
type GroundRule struct {
	Code         Ground
	NeedsConsent bool          // only when everyone on the sheet consented
	NeedsNote    bool          // only with words
	Internal     bool          // only for use within the house, never for giving on
	ToPerson     bool          // only for showing people what is held on them, never for giving on to an agency
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
		{Code: "own_work", Internal: true, From: from},
		{Code: "own_request", ToPerson: true, From: from},
	}
}

func (s Settings) internal(code Ground) bool {
	return slices.ContainsFunc(s.Grounds, func(g GroundRule) bool { return g.Code == code && g.Internal })
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
		if g.Internal {
			bad.add("/ground", "not_allowed", "「内部利用」では、ほかの機関に情報を提供できません。ほかの根拠を選んでください。")
		}
		if g.ToPerson && slices.ContainsFunc(receivers, func(a ID) bool { return a != "" }) {
			bad.add("/ground", "not_allowed", "「開示請求」は、ご本人にお渡しするときの根拠です。ほかの根拠を選んでください。")
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
