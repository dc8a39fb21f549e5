package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// informationOf finds a case for whoever works on it; a receiver of a つなぎ is not one of them yet.
func informationOf(tx *store.Tx, id casework.ID, find func(casework.ID) (*store.CaseFile, error)) (*store.CaseFile, *casework.InformationSheet, error) {
	f, err := find(id)
	if err != nil {
		return nil, nil, err
	}
	if !f.WorkedOn() {
		return nil, nil, &casework.Error{Code: casework.CodeForbidden, Detail: "情報整理シートは、主担当機関・連携機関・推進員だけが閲覧できます。"}
	}
	i, err := tx.Information(f)
	return f, i, err
}

// GetInformationSheet answers the 情報整理シート of a case; before anybody wrote in it, what is known from elsewhere.
func (s *Server) GetInformationSheet(ctx context.Context, r gen.GetInformationSheetRequestObject) (gen.GetInformationSheetResponseObject, error) {
	var out gen.InformationSheet
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		f, i, err := informationOf(tx, r.CaseId, tx.Case)
		if err != nil {
			return err
		}
		version = i.Version
		out, err = s.informationBody(ctx, tx, f, i)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetInformationSheet200JSONResponse{Body: out, Headers: gen.GetInformationSheet200ResponseHeaders{ETag: etag(version)}}, nil
}

// UpdateInformationSheet saves what a coordinator typed.
func (s *Server) UpdateInformationSheet(ctx context.Context, r gen.UpdateInformationSheetRequestObject) (gen.UpdateInformationSheetResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, i, err := informationOf(tx, r.CaseId, tx.CaseToChange)
		if err != nil {
			return nil, err
		}
		version := i.Version
		content := f.Mask.RestoreInformation(i.Content, r.Body.Content)
		if err := f.WriteInformation(actorOf(ctx), s.now(), i, content); err != nil {
			return nil, err
		}
		if version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := tx.SaveCase(f, s.now()); err != nil { // only the first time: that it was begun
			return nil, err
		}
		if err := tx.SaveInformation(i); err != nil {
			return nil, err
		}
		body, err := s.informationBody(ctx, tx, f, i)
		return ok(body, i.Version), err
	})
}

func (s *Server) informationBody(ctx context.Context, tx *store.Tx, f *store.CaseFile, i *casework.InformationSheet) (gen.InformationSheet, error) {
	saw(ctx, f.ID)
	p := people{accounts: []casework.ID{i.UpdatedBy}, agencies: informationAgencies(i.Content)}
	n, err := p.load(tx)
	out := gen.InformationSheet{
		CaseId: f.ID, CaseNumber: f.Number, Number: some(i.Number), Content: f.Mask.Information(i.Content), UpdatedBy: n.accountOrNone(i.UpdatedBy),
		Agencies: mapped(p.agencies, n.agency), Actions: f.InformationActions(i, tx.Actor()),
		Protected: some(protectedPersons(f.Case, f.Sheet.ID, tx.Actor(), s.now()) != nil),
	}
	if !i.UpdatedAt.IsZero() {
		out.UpdatedAt = &i.UpdatedAt
	}
	return out, err
}

func informationAgencies(c casework.InformationContent) (ids []casework.ID) {
	for _, s := range c.Supports {
		if s.Agency != "" {
			ids = append(ids, s.Agency)
		}
	}
	return ids
}

// ListInformationVersions answers the history of a 情報整理シート, newest first.
func (s *Server) ListInformationVersions(ctx context.Context, r gen.ListInformationVersionsRequestObject) (gen.ListInformationVersionsResponseObject, error) {
	var out gen.InformationVersionPage
	err := s.read(ctx, func(tx *store.Tx) error {
		f, _, err := informationOf(tx, r.CaseId, tx.Case)
		if err != nil {
			return err
		}
		saw(ctx, f.ID)
		page, err := tx.InformationVersions(f, paging(r.Params.Limit, r.Params.Cursor, r.Params.Count))
		if err != nil {
			return err
		}
		var p people
		for _, v := range page.Items {
			p.accounts = append(p.accounts, v.By)
		}
		n, err := p.load(tx)
		items := mapped(page.Items, func(v store.InformationVersion) gen.InformationVersion {
			return gen.InformationVersion{Number: v.Number, At: v.At, By: n.account(v.By)}
		})
		out = gen.InformationVersionPage{Items: items, NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListInformationVersions200JSONResponse(out), nil
}

// GetInformationVersion answers the sheet as it was.
func (s *Server) GetInformationVersion(ctx context.Context, r gen.GetInformationVersionRequestObject) (gen.GetInformationVersionResponseObject, error) {
	var out gen.InformationSheet
	err := s.read(ctx, func(tx *store.Tx) error {
		f, i, err := informationOf(tx, r.CaseId, tx.Case)
		if err != nil {
			return err
		}
		v, err := tx.InformationVersion(f, r.Number)
		if err != nil {
			return err
		}
		i.Content, i.Number, i.UpdatedAt, i.UpdatedBy = v.Content, v.Number, v.At, v.By
		out, err = s.informationBody(ctx, tx, f, i)
		out.Actions = []string{}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetInformationVersion200JSONResponse(out), nil
}
