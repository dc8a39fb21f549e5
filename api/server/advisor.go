package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListAdvisors answers one page of the registry.
func (s *Server) ListAdvisors(ctx context.Context, r gen.ListAdvisorsRequestObject) (gen.ListAdvisorsResponseObject, error) {
	q := r.Params
	var out gen.AdvisorPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Advisors(store.AdvisorFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Text: value(q.Q), Field: value(q.Field), All: value(q.All)})
		if err != nil {
			return err
		}
		n, err := (&people{}).load(tx)
		items := mapped(page.Items, func(i store.AdvisorItem) gen.Advisor { return s.advisor(n, i, tx.Actor()) })
		out = gen.AdvisorPage{Items: items, MayEdit: casework.MayKeepAdvisors(tx.Actor()), NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListAdvisors200JSONResponse(out), nil
}

// GetAdvisor answers one entry.
func (s *Server) GetAdvisor(ctx context.Context, r gen.GetAdvisorRequestObject) (gen.GetAdvisorResponseObject, error) {
	var out gen.Advisor
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		i, err := tx.Advisor(r.AdvisorId)
		if err != nil {
			return err
		}
		n, err := (&people{}).load(tx)
		out, version = s.advisor(n, *i, tx.Actor()), i.Version
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetAdvisor200JSONResponse{Body: out, Headers: gen.GetAdvisor200ResponseHeaders{ETag: etag(version)}}, nil
}

// CreateAdvisor enters somebody.
func (s *Server) CreateAdvisor(ctx context.Context, r gen.CreateAdvisorRequestObject) (gen.CreateAdvisorResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		account, fields, err := advisorAccount(tx, r.Body)
		if err != nil {
			return nil, err
		}
		a, err := casework.NewAdvisor(actorOf(ctx), s.now(), advisorDetails(r.Body), account, fields)
		if err != nil {
			return nil, err
		}
		out, err := s.saveAdvisor(ctx, tx, a)
		return created(out, a.Version, "/api/v1/advisors/"+string(a.ID)), err
	})
}

// UpdateAdvisor changes an entry.
func (s *Server) UpdateAdvisor(ctx context.Context, r gen.UpdateAdvisorRequestObject) (gen.UpdateAdvisorResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		i, err := tx.AdvisorToChange(r.AdvisorId)
		if err != nil {
			return nil, err
		}
		account, fields, err := advisorAccount(tx, r.Body)
		if err != nil {
			return nil, err
		}
		if err := i.Edit(actorOf(ctx), s.now(), advisorDetails(r.Body), account, fields); err != nil {
			return nil, err
		}
		if i.Version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		out, err := s.saveAdvisor(ctx, tx, &i.Advisor)
		return ok(out, i.Version), err
	})
}

func (s *Server) saveAdvisor(ctx context.Context, tx *store.Tx, a *casework.Advisor) (gen.Advisor, error) {
	if err := tx.SaveAdvisor(a); err != nil {
		return gen.Advisor{}, err
	}
	made(ctx, a.ID)
	i, err := tx.Advisor(a.ID)
	if err != nil {
		return gen.Advisor{}, err
	}
	n, err := (&people{}).load(tx)
	return s.advisor(n, *i, tx.Actor()), err
}

// advisorAccount finds the account by its address, and the fields that exist.
func advisorAccount(tx *store.Tx, in *gen.AdvisorInput) (casework.ID, []string, error) {
	ref, err := tx.Reference()
	if err != nil {
		return "", nil, err
	}
	fields := mapped(ref.Fields, func(c store.CodeLabel) string { return c.Code })
	if value(in.AccountEmail) == "" {
		return "", fields, nil
	}
	account, err := tx.AdvisorAccount(*in.AccountEmail)
	if err == nil && account == "" {
		err = fault("/accountEmail", "unknown", "「アドバイザー」の役割をもつアカウントが見つかりません。先にシステム管理者にアカウントの発行を依頼してください。")
	}
	return account, fields, err
}

func advisorDetails(in *gen.AdvisorInput) casework.AdvisorDetails {
	d := casework.AdvisorDetails{Kind: casework.AdvisorKind(in.Kind), Name: in.Name, Kana: value(in.Kana), Organisation: value(in.Organisation), Fields: in.Fields,
		Expertise: value(in.Expertise), Phone: value(in.Phone), Email: value(in.Email), From: calendar.Date{Year: in.From.Year(), Month: in.From.Month(), Day: in.From.Day()}}
	if u := in.Until; u != nil {
		d.Until = &calendar.Date{Year: u.Year(), Month: u.Month(), Day: u.Day()}
	}
	return d
}

// advisor renders an entry: how to reach it is for those who keep the registry.
func (s *Server) advisor(n names, i store.AdvisorItem, a casework.Actor) gen.Advisor {
	out := gen.Advisor{Id: i.ID, Kind: gen.AdvisorKind(i.Kind), Name: i.Name, Kana: some(i.Kana), Organisation: some(i.Organisation), Fields: n.fields(i.Fields), Expertise: some(i.Expertise),
		From: *dateOf(&i.From), Until: dateOf(i.Until), InTerm: i.InTerm(calendar.DateOf(s.now())), HasAccount: i.Account != "", Open: i.Open, MayEdit: casework.MayKeepAdvisors(a), UpdatedAt: i.UpdatedAt}
	if out.MayEdit {
		out.Phone, out.Email, out.AccountEmail = some(i.Phone), some(i.AdvisorDetails.Email), some(i.Email)
	}
	return out
}

func (n names) fields(codes []string) []gen.CodeLabel { return labelled(n.ref.Fields, codes) }

func (n names) issueTypes(codes []string) []gen.CodeLabel { return labelled(n.ref.IssueTypes, codes) }

// labelled gives codes their labels; one that the master data no longer holds stands for itself.
func labelled(known []store.CodeLabel, codes []string) []gen.CodeLabel {
	return mapped(codes, func(code string) gen.CodeLabel {
		for _, k := range known {
			if k.Code == code {
				return gen.CodeLabel{Code: k.Code, Label: k.Label}
			}
		}
		return gen.CodeLabel{Code: code, Label: code}
	})
}
