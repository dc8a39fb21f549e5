package casework

import (
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Sheet is one つなぐシート: a draft of one agency, and once filed a document with versions.
type Sheet struct {
	ID          ID
	State       State
	Version     int // of the stored row, for If-Match; the store counts it
	FormVersion string
	Agency      ID // that drafted and filed it
	DraftedBy   ID // account
	Content     SheetContent
	Versions    []SheetVersion // filed versions, oldest first; the last equals Content
	Case        ID             // "" while a draft
	CreatedAt   time.Time
	UpdatedAt   time.Time
	FiledAt     *time.Time
}

// SheetVersion is what the sheet said from one instant on. Old versions stay readable.
type SheetVersion struct {
	Number  int // from 1
	Content SheetContent
	At      time.Time
	By      ID // account
	ByName  string
	Agency  ID
	Reason  string // why it was amended; "" for the first
}

// Filing is what a sheet needs from outside when it is filed.
type Filing struct {
	Number   string // of the case, see CaseNumber
	Settings Settings
}

// DraftSheet starts a sheet (by a worker of an agency). Content may be nearly empty.
func DraftSheet(actor Actor, now time.Time, content SheetContent, catalog Catalog) (*Sheet, error) {
	s := &Sheet{
		ID: NewID(now), FormVersion: catalog.FormVersion, Agency: actor.Agency, DraftedBy: actor.Account,
		CreatedAt: now, UpdatedAt: now,
	}
	if err := s.may(actor, VerbDraft, nil); err != nil {
		return nil, err
	}
	if err := CheckDraft(content, now, catalog); err != nil {
		return nil, err
	}
	move(WorkflowSheet, &s.State, VerbDraft, SheetDraft)
	s.Content = completed(content, now)
	return s, nil
}

// Edit replaces the content of a draft (autosave, by the drafting agency).
func (s *Sheet) Edit(actor Actor, now time.Time, content SheetContent, catalog Catalog) error {
	if err := s.may(actor, VerbEdit, nil); err != nil {
		return err
	}
	if err := CheckDraft(content, now, catalog); err != nil {
		return err
	}
	move(WorkflowSheet, &s.State, VerbEdit, SheetDraft)
	s.Content, s.UpdatedAt = completed(content, now), now
	return nil
}

// Discard throws a draft away (by the drafting agency).
func (s *Sheet) Discard(actor Actor, now time.Time) error {
	if err := s.may(actor, VerbDiscard, nil); err != nil {
		return err
	}
	move(WorkflowSheet, &s.State, VerbDiscard, SheetDiscarded)
	s.UpdatedAt = now
	return nil
}

// File makes the draft the first version and opens the household's case (by the drafting agency),
// which the filing agency leads from this instant.
func (s *Sheet) File(actor Actor, now time.Time, catalog Catalog, f Filing) (*Case, error) {
	if err := s.may(actor, VerbFile, nil); err != nil {
		return nil, err
	}
	if err := CheckFiling(s.Content, now, catalog); err != nil {
		return nil, err
	}
	move(WorkflowSheet, &s.State, VerbFile, SheetFiled)
	s.FiledAt = &now
	s.addVersion(actor, now, s.Content, "")
	c := openCase(s, actor, now, f.Number, f.Settings)
	s.Case = c.ID
	return c, nil
}

// Amend files the next version (by the lead or the filing agency). The case of the sheet tells
// everyone who was given it: they must not go on with what was corrected.
func (s *Sheet) Amend(actor Actor, now time.Time, content SheetContent, reason string, catalog Catalog, c *Case) error {
	if err := s.may(actor, VerbAmend, c); err != nil {
		return err
	}
	if err := CheckFiling(content, now, catalog); err != nil {
		return err
	}
	if err := checkWords("/reason", reason, "訂正の理由"); err != nil {
		return err
	}
	move(WorkflowSheet, &s.State, VerbAmend, SheetFiled)
	before := s.Content
	s.addVersion(actor, now, completed(content, now), reason)
	c.record(actor, now, EventSheetAmended, EventData{Sheet: s.ID, SheetVersion: len(s.Versions)})
	c.tell(actor, now, EventSheetAmended, nil, nil, c.sheetReceivers(actor.Agency)...)
	if c.Sheet.ID == s.ID { // not when a later sheet joined the case
		c.Sheet = caseSheet(s)
		c.syncMembers(actor, now, s, &before)
	}
	return nil
}

func (s *Sheet) addVersion(actor Actor, now time.Time, content SheetContent, reason string) {
	s.Content, s.UpdatedAt = content, now
	s.Versions = append(s.Versions, SheetVersion{
		Number: len(s.Versions) + 1, Content: content, At: now, By: actor.Account, ByName: actor.Name,
		Agency: actor.Agency, Reason: reason,
	})
}

// sheetReceivers lists every agency that has the sheet, except the one that amends it.
func (c *Case) sheetReceivers(except ID) []ID {
	had := []ID{c.Sheet.Filing}
	for _, p := range c.Custodies {
		had = append(had, p.Agency)
	}
	for _, s := range c.Supporting {
		had = append(had, s.Agency)
	}
	for _, h := range c.Handoffs {
		if h.Scope.Sheet {
			had = append(had, h.Receiver)
		}
	}
	if c.Coordinated() {
		had = append(had, CoordinatorsID)
	}
	var receivers []ID
	for _, id := range had {
		if id != except {
			receivers = append(receivers, id)
		}
	}
	return receivers
}

// may is the check before every verb on a sheet, and what its actions are made of.
func (s *Sheet) may(actor Actor, verb Verb, c *Case) error {
	err := permit(WorkflowSheet, s.State, verb, func(p Party) bool {
		return p == ByFiling && actor.WorksFor(s.Agency) || p == ByLead && c != nil && actor.WorksFor(c.Lead())
	})
	if err == nil && verb == VerbAmend && (c == nil || c.State == CaseClosed) {
		return wrongState("終結したケースのシートは訂正できません。再開してから訂正してください。")
	}
	return err
}

// completed adds what a person need not type: an id for each household member, so that versions can be
// compared, and the day an age was told, for an age without it goes stale unseen.
func completed(content SheetContent, now time.Time) SheetContent {
	today := calendar.DateOf(now)
	if s := content.Subject; s != nil && s.Birth != nil && s.Birth.Age != nil && s.Birth.AgeToldOn == nil {
		subject, birth := *s, *s.Birth
		birth.AgeToldOn = &today
		subject.Birth = &birth
		content.Subject = &subject
	}
	content.Members = slices.Clone(content.Members)
	for i := range content.Members {
		m := &content.Members[i]
		if m.ID == "" {
			m.ID = NewID(now)
		}
		if m.Age != nil && m.AgeToldOn == nil {
			m.AgeToldOn = &today
		}
	}
	return content
}
