package server

import (
	"context"
	"slices"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// GetPersonRecord answers everything that is held on a person and everyone who received it, for a 開示請求. What speaks
// of others is marked, for a person to look at before it is shown.
func (s *Server) GetPersonRecord(ctx context.Context, r gen.GetPersonRecordRequestObject) (gen.GetPersonRecordResponseObject, error) {
	var out gen.PersonRecord
	err := s.read(ctx, func(tx *store.Tx) error {
		held, err := s.personHeld(tx, r.PersonId)
		if err != nil {
			return err
		}
		for _, c := range held.cases {
			saw(ctx, c.ID)
		}
		out, err = held.body(tx)
		out.MadeAt = s.now()
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetPersonRecord200JSONResponse(out), nil
}

// held is what the record of a person is made of.
type held struct {
	person  *casework.HouseholdMember
	cases   []*store.CaseFile // newest first
	entries []heldEntry
	steps   []casework.ConsentRecord
	given   []store.DisclosureItem
}

type heldEntry struct {
	casework.RecordEntry
	number string // of the case
	mask   casework.Mask
}

// personHeld reads the cases of the person's household that the actor works on. Who sees only a part of a case
// cannot say what is held in it.
func (s *Server) personHeld(tx *store.Tx, person casework.ID) (*held, error) {
	ids, err := tx.CasesOfPerson(person)
	if err != nil {
		return nil, err
	}
	h := &held{}
	for _, id := range ids {
		f, err := tx.Case(id)
		if err != nil {
			return nil, err
		}
		if !f.WorkedOn() {
			continue
		}
		if err := s.hold(tx, h, f, person); err != nil {
			return nil, err
		}
	}
	if len(h.cases) == 0 {
		return nil, &casework.Error{Code: casework.CodeForbidden, Detail: "本人の記録は、ケースの主担当機関・連携機関・推進員だけが作成できます。"}
	}
	slices.SortStableFunc(h.entries, func(a, b heldEntry) int { return a.At.Compare(b.At) })
	h.given, err = tx.DisclosuresOn(person)
	return h, err
}

func (s *Server) hold(tx *store.Tx, h *held, f *store.CaseFile, person casework.ID) error {
	m, err := f.Member(person)
	if err != nil {
		return err
	}
	archive, err := tx.Archive(f)
	if err != nil {
		return err
	}
	catalog, err := tx.Catalog()
	if err != nil {
		return err
	}
	for _, sheet := range archive.Sheets {
		for i := range sheet.Versions {
			sheet.Versions[i].Content, _ = f.Mask.Content(sheet.Versions[i].Content)
		}
	}
	record := casework.NewPersonRecord(m, f.Members, archive.Sheets, catalog)
	for _, sheet := range archive.Sheets {
		record.Sheet(sheet)
	}
	for _, n := range archive.Notes {
		record.Note(n)
	}
	record.Case(f.Case)
	for _, e := range record.Entries() {
		h.entries = append(h.entries, heldEntry{e, f.Number, f.Mask})
	}
	steps, err := tx.Consents(f)
	for _, k := range steps {
		if k.Person == person {
			h.steps = append(h.steps, k)
		}
	}
	h.person, h.cases = m, append(h.cases, f)
	return err
}

func (h *held) body(tx *store.Tx) (gen.PersonRecord, error) {
	var p people
	var holders []casework.ID
	for _, f := range h.cases {
		p.ofCase(f)
		for _, id := range f.Holders() {
			if !slices.Contains(holders, id) {
				holders = append(holders, id)
			}
		}
	}
	for _, e := range h.entries {
		p.agencies, p.accounts = append(p.agencies, e.Agency), append(p.accounts, e.By)
	}
	for _, i := range h.given {
		p.ofDisclosure(i)
	}
	p.agencies = append(p.agencies, holders...)
	p.ofConsents(h.steps)
	n, err := p.load(tx)
	mask := h.cases[0].Mask // of the household
	return gen.PersonRecord{
		Person: n.householdPerson(h.person), Entries: mapped(h.entries, n.recordEntry), Consents: mapped(h.steps, func(k casework.ConsentRecord) gen.ConsentStep { return n.consentStep(mask, k) }),
		Received: mapped(h.given, func(i store.DisclosureItem) gen.Disclosure { return n.disclosure(mask, i) }), Holders: mapped(holders, n.holder),
		Cases: mapped(h.cases, func(f *store.CaseFile) gen.RecordCase {
			return gen.RecordCase{Id: f.ID, Number: f.Number, State: gen.CaseState(f.State), Lead: n.agency(lastLead(f)), OpenedAt: f.OpenedAt}
		}),
	}, err
}

func (n names) recordEntry(e heldEntry) gen.RecordEntry {
	return gen.RecordEntry{
		Kind: gen.RecordEntryKind(e.Kind), At: e.At, CaseNumber: e.number, SheetNumber: some(e.Number), By: n.accountOrNone(e.By), Agency: n.agencyOrNone(e.Agency),
		Lines: mapped(e.Lines, func(l casework.RecordLine) gen.RecordLine {
			return gen.RecordLine{Label: l.Label, Passages: mapped(l.Passages, func(p casework.Passage) gen.RecordPassage {
				return gen.RecordPassage{Text: e.mask.Text(p.Text), ThirdParty: p.ThirdParty}
			})}
		}),
	}
}
