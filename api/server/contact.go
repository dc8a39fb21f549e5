package server

import (
	"context"
	"fmt"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListContacts answers the 個別調整 of a case or of an escalation, newest first.
func (s *Server) ListContacts(ctx context.Context, r gen.ListContactsRequestObject) (gen.ListContactsResponseObject, error) {
	q := r.Params
	var out gen.ContactPage
	err := s.read(ctx, func(tx *store.Tx) error {
		f, _, err := contactPlace(tx, value(q.CaseId), value(q.EscalationId), tx.Case, tx.Escalation)
		if err != nil {
			return err
		}
		var mask casework.Mask
		if f != nil {
			saw(ctx, f.ID)
			mask = f.Mask
		}
		page, err := tx.Contacts(store.ContactFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Case: value(q.CaseId), Escalation: value(q.EscalationId)})
		if err != nil {
			return err
		}
		var p people
		for _, k := range page.Items {
			p.ofContact(k)
		}
		n, err := p.load(tx)
		items := mapped(page.Items, func(k *casework.Contact) gen.Contact { return n.contact(mask, k) })
		out = gen.ContactPage{Items: items, NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListContacts200JSONResponse(out), nil
}

// contactPlace finds where a 個別調整 belongs: a case, or an escalation with its case (nil for a 随時相談).
func contactPlace(tx *store.Tx, caseID, escalation casework.ID, caseOf func(casework.ID) (*store.CaseFile, error),
	escalationOf func(casework.ID) (*store.CaseFile, *casework.Escalation, error)) (*store.CaseFile, *casework.Escalation, error) {
	switch {
	case (caseID == "") == (escalation == ""):
		return nil, nil, invalidField("escalationId", "required", "ケースか相談の、どちらか一方を指定してください。")
	case escalation != "":
		return escalationOf(escalation)
	}
	f, err := caseOf(caseID)
	if err == nil && !(tx.Actor().Has(casework.RoleCoordinator) && f.Coordinated()) {
		err = &casework.Error{Code: casework.CodeForbidden, Detail: "個別調整の記録は、推進員だけが閲覧・記録できます。"}
	}
	return f, nil, err
}

// LogContact writes down a 個別調整. On a case with an open escalation it belongs to that one as well.
func (s *Server) LogContact(ctx context.Context, r gen.LogContactRequestObject) (gen.LogContactResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		b := r.Body
		f, e, err := contactPlace(tx, value(b.CaseId), value(b.EscalationId), tx.CaseToChange, tx.EscalationToChange)
		if err != nil {
			return nil, err
		}
		o := casework.ContactOrder{Kind: casework.ContactKind(b.Kind), At: store.Truncate(b.At), Minutes: value(b.Minutes), Agencies: b.AgencyIds, Note: value(b.Note)}
		var k *casework.Contact
		switch {
		case f == nil:
			k, err = e.LogContact(actorOf(ctx), s.now(), o)
		case e != nil:
			k, err = f.LogContact(actorOf(ctx), s.now(), e.ID, o)
		default:
			k, err = f.LogContact(actorOf(ctx), s.now(), f.OpenEscalation(), o)
		}
		if err != nil {
			return nil, err
		}
		if err := checkContactAgencies(tx, o); err != nil {
			return nil, err
		}
		if err := s.saveContact(tx, f, k); err != nil {
			return nil, err
		}
		made(ctx, k.ID)
		body, err := s.contactBody(ctx, tx, f, k)
		return created(body, k.Version, ""), err
	})
}

// CorrectContact corrects a 個別調整; what it said before is kept with the reason.
func (s *Server) CorrectContact(ctx context.Context, r gen.CorrectContactRequestObject) (gen.CorrectContactResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, k, err := tx.ContactToChange(r.ContactId)
		if err != nil {
			return nil, err
		}
		version, b := k.Version, r.Body
		o := casework.ContactOrder{Kind: casework.ContactKind(b.Kind), At: store.Truncate(b.At), Minutes: value(b.Minutes), Agencies: b.AgencyIds, Note: value(b.Note)}
		var c *casework.Case
		if f != nil {
			c = f.Case
			o.Note = f.Mask.RestoreText(k.Note, o.Note)
		}
		if err := casework.CorrectContact(c, actorOf(ctx), s.now(), k, o, b.Reason); err != nil {
			return nil, err
		}
		if err := checkContactAgencies(tx, o); err != nil {
			return nil, err
		}
		if version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := s.saveContact(tx, f, k); err != nil {
			return nil, err
		}
		body, err := s.contactBody(ctx, tx, f, k)
		return ok(body, k.Version), err
	})
}

func checkContactAgencies(tx *store.Tx, o casework.ContactOrder) error {
	return checkAgencies(tx, o.Agencies, func(i int) string { return fmt.Sprintf("/agencyIds/%d", i) })
}

func (s *Server) saveContact(tx *store.Tx, f *store.CaseFile, k *casework.Contact) error {
	if f == nil {
		return tx.SaveContact(k)
	}
	return tx.SaveCase(f, s.now())
}

func (s *Server) contactBody(ctx context.Context, tx *store.Tx, f *store.CaseFile, k *casework.Contact) (gen.Contact, error) {
	var mask casework.Mask
	if f != nil {
		saw(ctx, f.ID)
		mask = f.Mask
	}
	var p people
	p.ofContact(k)
	n, err := p.load(tx)
	return n.contact(mask, k), err
}

func (p *people) ofContact(k *casework.Contact) {
	p.agencies, p.accounts = append(p.agencies, k.Agencies...), append(p.accounts, k.Account)
	for _, c := range k.Corrections {
		p.agencies, p.accounts = append(p.agencies, c.Before.Agencies...), append(p.accounts, c.By)
	}
}

func (n names) contact(mask casework.Mask, k *casework.Contact) gen.Contact {
	out := gen.Contact{
		Id: k.ID, CaseId: some(k.Case), EscalationId: some(k.Escalation), Kind: gen.ContactKind(k.Kind), At: k.At, Minutes: some(k.Minutes),
		Agencies: mapped(k.Agencies, n.agency), Note: some(mask.Text(k.Note)), Account: n.account(k.Account), WrittenAt: k.WrittenAt, Etag: etag(k.Version),
		Actions: []string{string(casework.VerbCorrect)}, // only coordinators ever see one
	}
	if len(k.Corrections) > 0 {
		list := mapped(k.Corrections, func(c casework.ContactCorrection) gen.ContactCorrected {
			return gen.ContactCorrected{
				Kind: gen.ContactKind(c.Before.Kind), At: c.Before.At, Minutes: some(c.Before.Minutes), Agencies: mapped(c.Before.Agencies, n.agency),
				Note: some(mask.Text(c.Before.Note)), Reason: mask.Text(c.Reason), CorrectedAt: c.At, ByName: some(n.Account(c.By).Name),
			}
		})
		out.Corrections = &list
	}
	return out
}
