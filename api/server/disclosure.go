package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListDisclosures answers one page of the ledger 提供記録 of a case or a person.
func (s *Server) ListDisclosures(ctx context.Context, r gen.ListDisclosuresRequestObject) (gen.ListDisclosuresResponseObject, error) {
	q := r.Params
	var out gen.DisclosurePage
	err := s.read(ctx, func(tx *store.Tx) error {
		if q.CaseId == nil && q.PersonId == nil {
			return fault("caseId", "required", "ケースまたは人を指定してください。")
		}
		page, err := tx.Disclosures(store.DisclosureFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Case: value(q.CaseId), Person: value(q.PersonId), Kinds: words(q.Kind)})
		if err != nil {
			return err
		}
		var p people
		saw(ctx, value(q.CaseId))
		for _, i := range page.Items {
			p.ofDisclosure(i)
			saw(ctx, i.Case)
		}
		n, err := p.load(tx)
		out = gen.DisclosurePage{Items: mapped(page.Items, func(i store.DisclosureItem) gen.Disclosure { return n.disclosure(i.Mask, i) }), NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListDisclosures200JSONResponse(out), nil
}

// RecordDisclosure writes down what is about to be printed: to whom, and on which ground.
func (s *Server) RecordDisclosure(ctx context.Context, r gen.RecordDisclosureRequestObject) (gen.RecordDisclosureResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.Case(r.Body.CaseId)
		if err != nil {
			return nil, err
		}
		order := disclosureOrder(r.Body, tx.Actor())
		if err := chosenSheet(tx, r.Body, &order); err != nil {
			return nil, err
		}
		d, err := f.Disclose(tx.Actor(), s.now(), order)
		if err != nil {
			return nil, err
		}
		if d.To != "" && d.To != tx.Actor().Agency {
			active, err := tx.ActiveAgencies([]casework.ID{d.To})
			if err != nil {
				return nil, err
			}
			if !active[d.To] {
				return nil, fault("/toAgencyId", "unknown", "相談機関一覧にない機関です。選び直してください。")
			}
		}
		if err := tx.AddDisclosure(d); err != nil {
			return nil, err
		}
		made(ctx, d.ID)
		saw(ctx, f.ID)
		item := store.DisclosureItem{Disclosure: *d, CaseNumber: f.Number}
		for _, m := range f.Members {
			if m.Current && f.Scope.Sheet {
				item.Of = append(item.Of, store.LedgerPerson{ID: m.ID, Name: m.Name, Relation: m.Relation})
			}
		}
		var p people
		p.ofDisclosure(item)
		n, err := p.load(tx)
		return created(n.disclosure(f.Mask, item), 0, ""), err
	})
}

func disclosureOrder(in *gen.DisclosureInput, a casework.Actor) casework.DisclosureOrder {
	o := casework.DisclosureOrder{
		Kind: casework.DisclosureKind(in.Kind), To: value(in.ToAgencyId), ToName: value(in.ToName), Ground: casework.Ground(in.Ground),
		GroundNote: value(in.GroundNote), Purpose: value(in.Purpose), Conditions: value(in.Conditions),
	}
	for _, p := range in.Parts {
		o.Scope.Sheet = o.Scope.Sheet || p == casework.PartSheet
		o.Scope.Notes = o.Scope.Notes || p == casework.PartNotes
	}
	if in.ToAgencyId == nil && in.ToName == nil {
		o.To = a.Agency
	}
	return o
}

// chosenSheet makes sure that a named sheet is one of the case, in a version that exists.
func chosenSheet(tx *store.Tx, in *gen.DisclosureInput, o *casework.DisclosureOrder) error {
	if in.SheetId == nil {
		return nil
	}
	f, err := tx.Sheet(*in.SheetId)
	if casework.CodeOf(err) == casework.CodeNotFound || err == nil && f.Case != in.CaseId {
		return fault("/sheetId", "unknown", "このケースのシートではありません。")
	}
	if err != nil {
		return err
	}
	o.Sheet, o.SheetNo = f.ID, f.Versions[len(f.Versions)-1].Number
	if in.SheetNumber == nil {
		return nil
	}
	for _, v := range f.Versions {
		if v.Number == *in.SheetNumber {
			o.SheetNo = v.Number
			return nil
		}
	}
	return fault("/sheetNumber", "unknown", "このシートにない版です。")
}

// shownName: the name of a file may say where somebody lives in words that no sheet holds.
func shownName(m casework.Mask, name string) string {
	if m.Empty() {
		return name
	}
	return ""
}

func (p *people) ofDisclosure(i store.DisclosureItem) {
	p.agencies, p.accounts = append(p.agencies, i.From, i.To), append(p.accounts, i.By)
}

func (n names) disclosure(m casework.Mask, i store.DisclosureItem) gen.Disclosure {
	out := gen.Disclosure{
		Id: i.ID, CaseId: i.Case, CaseNumber: i.CaseNumber, Kind: gen.DisclosureKind(i.Kind), At: i.At, From: n.agency(i.From), By: n.accountOrNone(i.By),
		To: n.agencyOrNone(i.To), ToName: some(m.Text(i.ToName)), Parts: []gen.DisclosurePart{}, SheetId: some(i.Sheet), SheetNumber: some(i.SheetVersion),
		HandoffId: some(i.Handoff), FileId: some(i.File), FileName: some(shownName(m, i.FileName)), Ground: n.ground(i.Ground), GroundNote: some(m.Text(i.GroundNote)), Purpose: some(m.Text(i.Purpose)), Conditions: some(m.Text(i.Conditions)),
		Persons: mapped(i.Of, func(p store.LedgerPerson) gen.DisclosedPerson {
			return gen.DisclosedPerson{Id: p.ID, Name: p.Name, Relation: some(p.Relation), Subject: p.Relation == ""}
		}),
	}
	if i.Scope.Sheet {
		out.Parts = append(out.Parts, casework.PartSheet)
	}
	if i.Scope.Notes {
		out.Parts = append(out.Parts, casework.PartNotes)
	}
	return out
}

// ListCorrections answers who must be told that a sheet of the case was amended.
func (s *Server) ListCorrections(ctx context.Context, r gen.ListCorrectionsRequestObject) (gen.ListCorrectionsResponseObject, error) {
	out := gen.CorrectionList{Items: []gen.Correction{}}
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Case(r.Params.CaseId)
		if err != nil {
			return err
		}
		saw(ctx, f.ID)
		list, err := tx.Corrections(f)
		if err != nil {
			return err
		}
		n, err := correctionNames(tx, list...)
		out.Items = mapped(list, func(t *casework.Told) gen.Correction { return n.correction(f, t, tx.Actor()) })
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListCorrections200JSONResponse(out), nil
}

// TellCorrection ticks that a receiver was told.
func (s *Server) TellCorrection(ctx context.Context, r gen.TellCorrectionRequestObject) (gen.TellCorrectionResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, t, err := tx.CaseOfCorrectionToChange(r.CorrectionId)
		if err != nil {
			return nil, err
		}
		if err := f.TellCorrection(actorOf(ctx), s.now(), t, casework.Channel(r.Body.How), value(r.Body.Note)); err != nil {
			return nil, err
		}
		if t.Version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := tx.SaveTold(t); err != nil {
			return nil, err
		}
		saw(ctx, f.ID)
		n, err := correctionNames(tx, t)
		return ok(n.correction(f, t, tx.Actor()), t.Version), err
	})
}

func correctionNames(tx *store.Tx, list ...*casework.Told) (names, error) {
	var p people
	for _, t := range list {
		p.agencies, p.accounts = append(p.agencies, t.To), append(p.accounts, t.ToldBy)
	}
	return p.load(tx)
}

func (n names) correction(f *store.CaseFile, t *casework.Told, a casework.Actor) gen.Correction {
	return gen.Correction{
		Id: t.ID, CaseId: t.Case, SheetId: t.Sheet, SheetNumber: t.SheetVersion, ReceivedNumber: t.Received, To: n.agencyOrNone(t.To), ToName: some(f.Mask.Text(t.ToName)),
		Reason: some(f.Mask.Text(t.Reason)), Since: t.Since, Told: t.ToldAt != nil, ToldAt: t.ToldAt, ToldBy: n.accountOrNone(t.ToldBy), How: some(gen.CorrectionHow(t.How)),
		Note: some(f.Mask.Text(t.Note)), Etag: etagText(t.Version), Actions: f.TellActions(a, t),
	}
}
