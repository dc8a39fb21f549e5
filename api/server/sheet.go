package server

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListSheets answers one page of the agency's sheets.
func (s *Server) ListSheets(ctx context.Context, r gen.ListSheetsRequestObject) (gen.ListSheetsResponseObject, error) {
	q := r.Params
	var out gen.SheetPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Sheets(store.SheetFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Text: value(q.Q), State: string(value(q.State)), Mine: value(q.Mine), Sort: string(value(q.Sort))})
		if err != nil {
			return err
		}
		items, err := sheetSummaries(ctx, tx, page.Items)
		out = gen.SheetPage{Items: items, NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListSheets200JSONResponse(out), nil
}

func sheetSummaries(ctx context.Context, tx *store.Tx, items []store.SheetItem) ([]gen.SheetSummary, error) {
	var p people
	for _, i := range items {
		p.agencies, p.accounts = append(p.agencies, i.Agency), append(p.accounts, i.CreatedBy)
		saw(ctx, i.Case)
	}
	n, err := p.load(tx)
	return mapped(items, func(i store.SheetItem) gen.SheetSummary {
		return gen.SheetSummary{
			Id: i.ID, State: gen.SheetState(i.State), SubjectName: some(i.SubjectName), Issues: notNil(i.Issues), Danger: i.Danger,
			Agency: n.agency(i.Agency), CreatedBy: n.account(i.CreatedBy), UpdatedAt: i.UpdatedAt, FiledAt: i.FiledAt,
			CaseId: some(i.Case), CaseNumber: some(i.CaseNumber),
		}
	}), err
}

// CreateSheet begins a draft.
func (s *Server) CreateSheet(ctx context.Context, r gen.CreateSheetRequestObject) (gen.CreateSheetResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		catalog, err := tx.Catalog()
		if err != nil {
			return nil, err
		}
		sheet, err := casework.DraftSheet(actorOf(ctx), s.now(), r.Body.Content, catalog)
		if err != nil {
			return nil, err
		}
		if err := tx.CreateSheet(sheet); err != nil {
			return nil, err
		}
		made(ctx, sheet.ID)
		body, err := s.sheetBody(ctx, tx, &store.SheetFile{Sheet: sheet}, nil)
		return created(body, sheet.Version, "/api/v1/sheets/"+string(sheet.ID)), err
	})
}

// GetSheet answers one sheet in its newest version.
func (s *Server) GetSheet(ctx context.Context, r gen.GetSheetRequestObject) (gen.GetSheetResponseObject, error) {
	var out gen.Sheet
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Sheet(r.SheetId)
		if err != nil {
			return err
		}
		c, err := caseOfSheet(tx, f)
		if err != nil {
			return err
		}
		out, err = s.sheetBody(ctx, tx, f, c)
		version = f.Version
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetSheet200JSONResponse{Body: out, Headers: gen.GetSheet200ResponseHeaders{ETag: etag(version)}}, nil
}

// UpdateSheet saves a draft. The content is a merge patch, so a page may send what changed or all of it.
func (s *Server) UpdateSheet(ctx context.Context, r gen.UpdateSheetRequestObject) (gen.UpdateSheetResponseObject, error) {
	return s.changeSheet(ctx, r.SheetId, r.Params.IfMatch, func(tx *store.Tx, f *store.SheetFile) error {
		content, err := mergeContent(f.Content, rawBody(ctx))
		if err != nil {
			return err
		}
		catalog, err := tx.Catalog()
		if err != nil {
			return err
		}
		if err := f.Edit(actorOf(ctx), s.now(), content, catalog); err != nil {
			return err
		}
		return nil
	})
}

// DiscardSheet throws a draft away.
func (s *Server) DiscardSheet(ctx context.Context, r gen.DiscardSheetRequestObject) (gen.DiscardSheetResponseObject, error) {
	return s.changeSheet(ctx, r.SheetId, r.Params.IfMatch, func(_ *store.Tx, f *store.SheetFile) error {
		return f.Discard(actorOf(ctx), s.now())
	})
}

// changeSheet is load, rule, save, answer for a draft.
func (s *Server) changeSheet(ctx context.Context, id casework.ID, seen string, verb func(*store.Tx, *store.SheetFile) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.SheetToChange(id)
		if err != nil {
			return nil, err
		}
		if err := verb(tx, f); err != nil {
			return nil, err
		}
		if f.Version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if err := tx.SaveDraft(f.Sheet); err != nil {
			return nil, err
		}
		body, err := s.sheetBody(ctx, tx, f, nil)
		return ok(body, f.Version), err
	})
}

// AmendSheet files the next version.
func (s *Server) AmendSheet(ctx context.Context, r gen.AmendSheetRequestObject) (gen.AmendSheetResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, c, err := sheetWithCase(tx, r.SheetId)
		if err != nil {
			return nil, err
		}
		catalog, err := tx.Catalog()
		if err != nil {
			return nil, err
		}
		content := f.Mask.Restore(f.Content, r.Body.Content)
		if err := f.Amend(actorOf(ctx), s.now(), content, r.Body.Reason, catalog, c.Case); err != nil {
			return nil, err
		}
		if f.Version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := tx.SaveSheet(f.Sheet, c, s.now()); err != nil {
			return nil, err
		}
		body, err := s.sheetBody(ctx, tx, f, c)
		return ok(body, f.Version), err
	})
}

// sheetWithCase loads a sheet to be amended. Who has left the case sees the sheet it wrote, but cannot change it any more.
func sheetWithCase(tx *store.Tx, id casework.ID) (*store.SheetFile, *store.CaseFile, error) {
	f, err := tx.Sheet(id)
	if err != nil {
		return nil, nil, err
	}
	if f.Case == "" { // a draft: the rule says why it cannot be amended, and needs no case for it
		return f, &store.CaseFile{}, nil
	}
	c, err := tx.CaseToChange(f.Case)
	if err != nil {
		return nil, nil, err
	}
	f, err = tx.SheetToChange(id)
	return f, c, err
}

func caseOfSheet(tx *store.Tx, f *store.SheetFile) (*store.CaseFile, error) {
	if f.Case == "" {
		return nil, nil
	}
	c, err := tx.Case(f.Case)
	if casework.CodeOf(err) == casework.CodeNotFound {
		return nil, nil // its own old version is all that is left to see
	}
	return c, err
}

// sheetBody renders a sheet as far as the mask goes for the actor of the transaction.
func (s *Server) sheetBody(ctx context.Context, tx *store.Tx, f *store.SheetFile, c *store.CaseFile) (gen.Sheet, error) {
	saw(ctx, f.Case)
	p := people{agencies: []casework.ID{f.Agency}, accounts: []casework.ID{f.DraftedBy}}
	n, err := p.load(tx)
	mask, content := f.Mask, f.Content
	if c != nil {
		mask = c.Mask // after a verb the newer one
	}
	content, hidden := mask.Content(content)
	out := gen.Sheet{
		Id: f.ID, State: gen.SheetState(f.State), FormVersion: f.FormVersion, Agency: n.agency(f.Agency), CreatedBy: n.account(f.DraftedBy),
		CreatedAt: f.CreatedAt, UpdatedAt: f.UpdatedAt, FiledAt: f.FiledAt, CaseId: some(f.Case), CaseNumber: some(f.CaseNumber), Content: content, Masked: maskedOf(hidden),
	}
	if k := len(f.Versions); k > 0 {
		out.Number = f.Versions[k-1].Number
	}
	var rule *casework.Case
	if c != nil {
		rule, out.CaseNumber = c.Case, some(c.Number)
		out.Protected = protectedPersons(c.Case, f.ID, tx.Actor(), s.now())
	}
	out.Actions = f.Actions(tx.Actor(), rule)
	return out, err
}

// mergeContent applies the member `content` of a body to what was stored (RFC 7396).
func mergeContent(stored casework.SheetContent, body []byte) (casework.SheetContent, error) {
	var patch struct {
		Content map[string]any `json:"content"`
	}
	if err := json.Unmarshal(body, &patch); err != nil {
		return stored, err
	}
	before, err := json.Marshal(stored)
	if err != nil {
		return stored, err
	}
	target := map[string]any{}
	if err := json.Unmarshal(before, &target); err != nil {
		return stored, err
	}
	merged, err := json.Marshal(mergePatch(target, patch.Content))
	if err != nil {
		return stored, err
	}
	var out casework.SheetContent
	return out, json.Unmarshal(merged, &out)
}

func mergePatch(target, patch map[string]any) map[string]any {
	if target == nil {
		target = map[string]any{}
	}
	for k, v := range patch {
		switch p := v.(type) {
		case nil:
			delete(target, k)
		case map[string]any:
			inner, _ := target[k].(map[string]any)
			target[k] = mergePatch(inner, p)
		default:
			target[k] = v
		}
	}
	return target
}

// ListSheetVersions answers the versions, newest first.
func (s *Server) ListSheetVersions(ctx context.Context, r gen.ListSheetVersionsRequestObject) (gen.ListSheetVersionsResponseObject, error) {
	var out gen.SheetVersionList
	err := s.readSheet(ctx, r.SheetId, func(_ *store.Tx, f *store.SheetFile, n names) error {
		out.Items = mapped(f.Versions, func(v casework.SheetVersion) gen.SheetVersionRef {
			return gen.SheetVersionRef{Number: v.Number, At: v.At, By: n.account(v.By), Agency: n.agency(v.Agency), Reason: some(f.Mask.Text(v.Reason))}
		})
		slices.Reverse(out.Items)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return gen.ListSheetVersions200JSONResponse(out), nil
}

// GetSheetVersion answers one version.
func (s *Server) GetSheetVersion(ctx context.Context, r gen.GetSheetVersionRequestObject) (gen.GetSheetVersionResponseObject, error) {
	var out gen.SheetVersion
	err := s.readSheet(ctx, r.SheetId, func(tx *store.Tx, f *store.SheetFile, n names) error {
		v, err := tx.SheetVersion(f, r.Number)
		content, hidden := f.Mask.Content(v.Content)
		out = gen.SheetVersion{Number: v.Number, At: v.At, By: n.account(v.By), Agency: n.agency(v.Agency), Reason: some(f.Mask.Text(v.Reason)),
			Content: content, Masked: maskedOf(hidden)}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetSheetVersion200JSONResponse(out), nil
}

// DiffSheet answers what changed between two versions.
func (s *Server) DiffSheet(ctx context.Context, r gen.DiffSheetRequestObject) (gen.DiffSheetResponseObject, error) {
	out := gen.SheetDiff{From: r.Params.From, To: r.Params.To}
	err := s.readSheet(ctx, r.SheetId, func(tx *store.Tx, f *store.SheetFile, _ names) error {
		from, err := tx.SheetVersion(f, r.Params.From)
		if err != nil {
			return err
		}
		to, err := tx.SheetVersion(f, r.Params.To)
		if err != nil {
			return err
		}
		catalog, err := tx.Catalog()
		before, _ := f.Mask.Content(from.Content)
		after, _ := f.Mask.Content(to.Content)
		out.Changes = mapped(casework.Diff(before, after, catalog), func(c casework.Change) gen.SheetChange {
			return gen.SheetChange{Pointer: c.Pointer, Label: c.Label, Before: some(c.Before), After: some(c.After)}
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.DiffSheet200JSONResponse(out), nil
}

// readSheet finds a sheet and the names of who wrote its versions.
func (s *Server) readSheet(ctx context.Context, id casework.ID, fn func(*store.Tx, *store.SheetFile, names) error) error {
	return s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Sheet(id)
		if err != nil {
			return err
		}
		saw(ctx, f.Case)
		var p people
		for _, v := range f.Versions {
			p.agencies, p.accounts = append(p.agencies, v.Agency), append(p.accounts, v.By)
		}
		n, err := p.load(tx)
		if err != nil {
			return err
		}
		return fn(tx, f, n)
	})
}
