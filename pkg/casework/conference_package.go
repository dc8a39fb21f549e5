package casework

import (
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Materials is what the members of a conference are shown (資料): which version of the sheet, and whether the 支援経過.
type Materials struct {
	Sheet        bool   `json:"sheet"`
	SheetVersion int    `json:"sheetVersion,omitempty"` // 0: the newest, whatever it becomes
	Notes        bool   `json:"notes"`
	Conditions   string `json:"conditions,omitempty"` // 守秘義務, 持ち出し禁止 …: what every receiver must keep to
}

// DefaultConditions stand until a coordinator writes others.
const DefaultConditions = "会議で知ったことは、会議の目的のほかに使わず、ほかの人に話しません。資料は複写せず、持ち出しません。"

// Scope is the materials as a scope of disclosure.
func (m Materials) Scope() Scope { return Scope{Sheet: m.Sheet, Notes: m.Notes} }

// ConsentSettlement is what a coordinator decided on a person who has not consented, where the legal basis needs consent
// (重層的支援会議): another ground, or nothing of that person is shown.
type ConsentSettlement struct {
	Person  ID        `json:"person"`
	Dropped bool      `json:"dropped,omitempty"`
	Ground  Ground    `json:"ground,omitempty"`
	Note    string    `json:"note,omitempty"`
	By      ID        `json:"by"`
	At      time.Time `json:"at"`
}

// ConsentGap is a person whose consent does not cover the conference.
type ConsentGap struct {
	Member  *HouseholdMember
	Settled *ConsentSettlement // nil: still open
}

// ConsentGaps lists the persons on the newest sheet who have not consented to show the materials to everybody invited. None where
// the legal basis needs no consent.
func (g *ConferenceMeeting) ConsentGaps(c *Case, k *Conference) []ConsentGap {
	gaps := []ConsentGap{}
	if !k.Settings.LegalBasisOf(k.LegalBasis).NeedsConsent || g.Materials.Scope() == (Scope{}) {
		return gaps
	}
	for _, m := range c.Members {
		if m.Current && !g.consented(m, k) {
			gaps = append(gaps, ConsentGap{Member: m, Settled: g.settlement(m.ID)})
		}
	}
	return gaps
}

func (g *ConferenceMeeting) consented(m *HouseholdMember, k *Conference) bool {
	if m.Consent == nil || m.Consent.State != ConsentStateGiven {
		return false
	}
	return !slices.ContainsFunc(k.Invitees, func(i *Invitee) bool { return !m.Consent.Scope.covers(i.Agency, g.Materials.Scope()) })
}

func (g *ConferenceMeeting) settlement(person ID) *ConsentSettlement {
	for i := range g.Consents {
		if g.Consents[i].Person == person {
			return &g.Consents[i]
		}
	}
	return nil
}

// Dropped reports whether nothing of the person is shown to the members.
func (g *ConferenceMeeting) Dropped(person ID) bool {
	s := g.settlement(person)
	return s != nil && s.Dropped
}

// ConsentSettled is asked before a time is set and before the package opens: everybody concerned has consented, or a coordinator
// named a ground or dropped the person.
func (g *ConferenceMeeting) ConsentSettled(c *Case, k *Conference) error {
	var names []string
	for _, gap := range g.ConsentGaps(c, k) {
		if gap.Settled == nil {
			names = append(names, gap.Member.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return wrongState("同意を確認できていない方がいます（" + itoa(len(names)) + "人）。「資料」で、根拠を記録するか、その方の情報を資料から外してください。")
}

// PrepareOrder is what a coordinator sets up: what is shared, and what to do about who has not consented.
type PrepareOrder struct {
	Materials Materials
	Consents  []ConsentSettlement // of the persons in ConsentGaps; Person, Dropped, Ground and Note count
}

// Prepare sets what the members will see. Who has pledged already sees the new scope at once.
func (g *ConferenceMeeting) Prepare(c *Case, k *Conference, actor Actor, now time.Time, o PrepareOrder) error {
	if err := g.may(actor, k, VerbPrepare); err != nil {
		return err
	}
	var bad checks
	bad.text("/conditions", o.Materials.Conditions, maxText)
	if v := o.Materials.SheetVersion; v < 0 || v > c.Sheet.Version {
		bad.add("/sheetVersion", "unknown", "このシートにない版です。")
	}
	settled := []ConsentSettlement{}
	for n, s := range o.Consents {
		at := "/consents/" + itoa(n)
		s.check(&bad, at, c, now)
		s.By, s.At = actor.Account, now
		if was := g.settlement(s.Person); was != nil && was.Dropped == s.Dropped && was.Ground == s.Ground && was.Note == s.Note {
			s = *was
		}
		settled = append(settled, s)
	}
	if err := bad.err(); err != nil {
		return err
	}
	g.Materials, g.Consents = o.Materials, settled
	if strings.TrimSpace(g.Materials.Conditions) == "" {
		g.Materials.Conditions = DefaultConditions
	}
	g.reopen(c, k, actor, now)
	return nil
}

func (s ConsentSettlement) check(bad *checks, at string, c *Case, now time.Time) {
	m, err := c.Member(s.Person)
	if err != nil || !m.Current {
		bad.add(at+"/personId", "unknown", "この世帯の方ではありません。選び直してください。")
		return
	}
	bad.text(at+"/note", s.Note, maxText)
	if s.Dropped {
		if m.Relation == "" {
			bad.add(at+"/dropped", "not_allowed", "ご本人の情報は外せません。根拠を記録するか、資料にシートを入れないでください。")
		}
		return
	}
	for _, g := range c.Settings.Grounds {
		if g.Code != s.Ground || !g.valid(calendar.DateOf(now)) {
			continue
		}
		if g.NeedsConsent || g.Internal || g.ToPerson {
			bad.add(at+"/ground", "not_allowed", "同意がないときの根拠にはなりません。ほかの根拠を選んでください。")
		}
		if g.NeedsNote {
			bad.required(at+"/note", s.Note, "提供の根拠の説明")
		}
		return
	}
	bad.add(at+"/ground", "required", "同意を確認できていない方です。根拠を選ぶか、資料から外してください。")
}

// PackageUntil is when the members' access ends by itself; nil while the conference is not recorded.
func (k *Conference) PackageUntil() *time.Time {
	if k.RecordedAt == nil {
		return nil
	}
	until := k.RecordedAt.AddDate(0, 0, k.Settings.PackageAccessDays)
	return &until
}

func (k *Conference) packageOver(now time.Time) bool {
	until := k.PackageUntil()
	return until != nil && !now.Before(*until)
}

// MayOpen is asked before every single look into the package. Who is not invited, not any more, or whose time is over: for
// them it does not exist. A coordinator puts it together and needs no pledge for it.
func (g *ConferenceMeeting) MayOpen(c *Case, k *Conference, actor Actor, now time.Time) error {
	if actor.Has(RoleCoordinator) {
		return nil
	}
	if actor.Account == "" || k.InviteeOf(actor) == nil {
		return NotFound()
	}
	switch k.State {
	case ConferenceScheduled, ConferenceHeld:
	case ConferenceRecorded:
		if k.packageOver(now) {
			return NotFound()
		}
	default:
		return wrongState("資料は、会議の日程が決まってからご覧いただけます。")
	}
	if g.PledgeOf(actor.Account) == nil {
		return pledgeNeeded()
	}
	return g.ConsentSettled(c, k)
}

// open gives a pledged person the scope of the materials, while there is time for it: the ledger says nothing of what nobody
// could see any more. Whoever works on the case sees it anyway, and a link never opens material.
func (g *ConferenceMeeting) open(c *Case, k *Conference, actor Actor, now time.Time, p *Pledge) {
	if p.Account == "" || k.packageOver(now) {
		return
	}
	rule := k.Settings.LegalBasisOf(k.LegalBasis)
	order := PackageOrder{
		Account: p.Account, Name: p.Name, Source: PackageConference, SourceID: k.ID, Scope: g.Materials.Scope(), Until: k.PackageUntil(), From: k.Agency,
		Purpose: k.Purpose, Ground: rule.Ground, Conditions: g.Materials.Conditions,
	}
	if g.ConsentSettled(c, k) != nil { // nothing is shown until it is; the package itself asks again with every look
		order.Scope = Scope{}
		c.GrantPackage(actor, now, order)
		return
	}
	for _, s := range g.Consents {
		order.GroundNote = strings.TrimSpace(order.GroundNote + " " + s.Note)
	}
	if g.dropsNobody() {
		c.GrantPackage(actor, now, order)
		return
	}
	// Who is left out must not be read on the case's own pages: the grant opens the package alone.
	what := order.Scope
	order.Scope = Scope{}
	c.GrantPackage(actor, now, order)
	if order.Scope = what; what != (Scope{}) {
		c.disclosePackage(actor, now, order)
		d := &c.changes.Disclosures[len(c.changes.Disclosures)-1]
		d.Persons = slices.DeleteFunc(d.Persons, g.Dropped)
	}
}

func (g *ConferenceMeeting) dropsNobody() bool {
	return !slices.ContainsFunc(g.Consents, func(s ConsentSettlement) bool { return s.Dropped })
}

// reopen brings every member who has pledged to what the materials are now.
func (g *ConferenceMeeting) reopen(c *Case, k *Conference, actor Actor, now time.Time) {
	for _, p := range g.Pledges {
		if p.Account != "" && slices.ContainsFunc(k.Invitees, func(i *Invitee) bool { return i.ID == p.Invitee }) {
			g.open(c, k, actor, now, p)
		}
	}
}

// ConsentChanged brings the members' access to what the persons concerned consent to now: a withdrawal shuts it at once.
func (g *ConferenceMeeting) ConsentChanged(c *Case, k *Conference, actor Actor, now time.Time) {
	if k.Settings.LegalBasisOf(k.LegalBasis).NeedsConsent && k.State != ConferenceCancelled {
		g.reopen(c, k, actor, now)
	}
}

// RemoveInvitee takes somebody off the conference: from the next request on it does not exist for them.
func (g *ConferenceMeeting) RemoveInvitee(c *Case, k *Conference, actor Actor, now time.Time, id ID) error {
	if err := g.may(actor, k, VerbRemoveInvitee); err != nil {
		return err
	}
	i, err := k.Invitee(id)
	if err != nil {
		return err
	}
	if len(k.Invitees) == 1 {
		return wrongState("招いた方が一人もいなくなります。会議を取りやめてください。")
	}
	k.Invitees = slices.DeleteFunc(k.Invitees, func(x *Invitee) bool { return x == i })
	for _, p := range g.Pledges {
		if p.Invitee == id && p.Account != "" {
			c.EndPackage(now, PackageConference, k.ID, p.Account)
		}
	}
	g.Attendances = slices.DeleteFunc(g.Attendances, func(a *Attendance) bool { return a.Invitee == id })
	k.changes.Removed = append(k.changes.Removed, i)
	k.changes.Changed, k.changes.Bookings = true, true
	return nil
}

// MayRead is asked before the record is shown: to coordinators, to members while they have access, and once it is final to
// the agencies that work on the case.
func (g *ConferenceMeeting) MayRead(c *Case, k *Conference, actor Actor, now time.Time) error {
	if k.State == ConferenceRecorded && (actor.WorksFor(c.Lead()) || actor.WorksFor(actor.Agency) && c.Supports(actor.Agency)) {
		return nil
	}
	if actor.Account != "" && actor.Account == k.Secretary && g.PledgeOf(actor.Account) != nil {
		return nil
	}
	if err := g.MayOpen(c, k, actor, now); err != nil {
		return err
	}
	if !actor.Has(RoleCoordinator) && k.State != ConferenceRecorded {
		return wrongState("議事録は、確定してからご覧いただけます。")
	}
	return nil
}

// MayWrite is asked before somebody is shown as writing the record.
func (g *ConferenceMeeting) MayWrite(actor Actor, k *Conference) error {
	return g.may(actor, k, VerbWriteMinutes)
}

// WithoutDropped takes the names of persons of whom nothing is shown out of a text.
func (g *ConferenceMeeting) WithoutDropped(c *Case, text string) string {
	return withoutNames(c, text, func(m *HouseholdMember) bool { return g.Dropped(m.ID) })
}

// WithoutNames takes every name of the household out of a text, for a screen that a whole room reads.
func (g *ConferenceMeeting) WithoutNames(c *Case, text string) string {
	return withoutNames(c, text, func(*HouseholdMember) bool { return true })
}

func withoutNames(c *Case, text string, of func(*HouseholdMember) bool) string {
	for _, m := range c.Members {
		if name := strings.TrimSpace(m.Name); name != "" && of(m) {
			for _, spelling := range []string{name, strings.Join(strings.Fields(name), ""), strings.Join(strings.Fields(name), " "), strings.Join(strings.Fields(name), "　")} {
				text = strings.ReplaceAll(text, spelling, Hidden)
			}
		}
	}
	return text
}

// WithoutDroppedContent is the sheet as the members see it: without the persons of whom nothing is shown, by row and by name.
func (g *ConferenceMeeting) WithoutDroppedContent(c *Case, content SheetContent) SheetContent {
	if g.dropsNobody() {
		return content
	}
	text := func(s *string) { *s = g.WithoutDropped(c, *s) }
	keys := map[string]bool{}
	for _, m := range c.Members {
		if g.Dropped(m.ID) {
			for _, k := range m.Keys {
				keys[k[strings.LastIndex(k, "/")+1:]] = true
			}
		}
	}
	content.Members = slices.DeleteFunc(slices.Clone(content.Members), func(m Member) bool { return keys[string(m.ID)] })
	for i := range content.Members {
		text(&content.Members[i].Note)
	}
	content.Referrals = slices.Clone(content.Referrals)
	for i := range content.Referrals {
		text(&content.Referrals[i].Reason)
	}
	if v := content.Visitor; v != nil {
		visitor := *v
		text(&visitor.Name)
		text(&visitor.Note)
		content.Visitor = &visitor
	}
	if s := content.Subject; s != nil {
		subject := *s
		text(&subject.Description)
		content.Subject = &subject
	}
	for _, s := range []*string{&content.OtherIssue, &content.Request, &content.Wishes, &content.DangerNote} {
		text(s)
	}
	return content
}
