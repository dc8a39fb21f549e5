package server

import (
	"bytes"
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// mostSuggestions is how many agencies a suggestion names: more is no suggestion.
const mostSuggestions = 20

// ListAgencies is the directory, 相談機関一覧.
func (s *Server) ListAgencies(ctx context.Context, r gen.ListAgenciesRequestObject) (gen.ListAgenciesResponseObject, error) {
	p := r.Params
	page, err := s.store.Agencies(ctx, store.AgencyFilter{
		Paging: store.Paging{Limit: given(p.Limit), Cursor: given(p.Cursor), Count: given(p.Count)},
		Text:   given(p.Q), Field: given(p.Field), Ward: given(p.Ward), District: given(p.District),
		Issue: given(p.Issue), Kind: given(p.Kind), Sort: string(given(p.Sort)),
	})
	if err != nil {
		return nil, err
	}
	out := gen.ListAgencies200JSONResponse{Items: make([]gen.AgencySummary, 0, len(page.Items)), NextCursor: orNil(page.Next), Total: page.Total}
	for _, a := range page.Items {
		out.Items = append(out.Items, agencySummary(a))
	}
	return out, nil
}

// GetAgency is one agency with its services.
func (s *Server) GetAgency(ctx context.Context, r gen.GetAgencyRequestObject) (gen.GetAgencyResponseObject, error) {
	a, err := s.store.Agency(ctx, r.AgencyId)
	if err != nil {
		return nil, err
	}
	var n names
	if a.VerifiedBy != "" {
		err = s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) (err error) {
			n, err = (&people{accounts: []casework.ID{a.VerifiedBy}}).load(tx)
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	body := agencyDTO(n, a, actorOf(ctx))
	return gen.GetAgency200JSONResponse{Body: body, Headers: gen.GetAgency200ResponseHeaders{ETag: etag(a.Version)}}, nil
}

// SuggestAgencies names the agencies that fit, each with its reasons.
func (s *Server) SuggestAgencies(ctx context.Context, r gen.SuggestAgenciesRequestObject) (gen.SuggestAgenciesResponseObject, error) {
	want := casework.Wanted{Issues: given(r.Params.Issues), Ward: given(r.Params.Ward), District: given(r.Params.District)}
	out := gen.SuggestAgencies200JSONResponse{Items: []gen.Suggestion{}}
	err := s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) error {
		found, err := tx.SuggestAgencies(want, casework.ID(given(r.Params.CaseId)))
		if casework.CodeOf(err) == casework.CodeNotFound { // a parameter, not the resource of the path
			return &casework.Error{Code: casework.CodeInvalid, Detail: "入力内容をご確認ください。", Fields: []casework.FieldError{
				{Pointer: "caseId", Code: "unknown", Message: "このケースは見つかりません。"}}}
		}
		for _, f := range found[:min(len(found), mostSuggestions)] {
			one := gen.Suggestion{Agency: agencySummary(f.Agency), Score: float32(f.Score), Reasons: make([]gen.Reason, 0, len(f.Reasons))}
			for _, reason := range f.Reasons {
				one.Reasons = append(one.Reasons, gen.Reason{Code: reason.Code, Text: reason.Text})
			}
			out.Items = append(out.Items, one)
		}
		return err
	})
	return out, err
}

// ImportAgencies loads the directory from CSV. Faults of the file are its result, not a failure.
func (s *Server) ImportAgencies(ctx context.Context, r gen.ImportAgenciesRequestObject) (gen.ImportAgenciesResponseObject, error) {
	result, err := s.store.ImportAgencies(ctx, bytes.NewReader(rawBody(ctx)), given(r.Params.DryRun), s.now())
	if err != nil {
		return nil, err
	}
	s.journalDone(ctx, actorOf(ctx), "")
	out := gen.ImportAgencies200JSONResponse{
		DryRun: result.DryRun, Rows: result.Rows, Created: result.Created, Changed: result.Changed, Unchanged: result.Unchanged,
		Errors: make([]gen.ImportRowError, 0, len(result.Errors)),
	}
	for _, e := range result.Errors {
		out.Errors = append(out.Errors, gen.ImportRowError{Row: e.Row, Column: e.Column, Message: e.Message})
	}
	return out, nil
}

func agencySummary(a store.AgencyEntry) gen.AgencySummary {
	return gen.AgencySummary{
		Id: a.ID, Code: a.Code, Name: a.Name, Kana: a.Kana, Kind: a.Kind, Fields: a.Fields, Wards: a.Wards, IssueTypes: a.IssueTypes,
		Phone: orNil(a.Phone), Hours: orNil(a.Hours),
	}
}

// given is an optional parameter, or its zero value.
func given[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// orNil leaves out a member that holds nothing.
func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
