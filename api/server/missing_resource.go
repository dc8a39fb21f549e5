package server

import (
	"context"
	"slices"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListMissingResources answers one page of 足りない社会資源, newest first.
func (s *Server) ListMissingResources(ctx context.Context, r gen.ListMissingResourcesRequestObject) (gen.ListMissingResourcesResponseObject, error) {
	q := r.Params
	var out gen.MissingResourcePage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.MissingResources(store.MissingResourceFilter{Paging: paging(q.Limit, q.Cursor, q.Count), State: string(value(q.State)), Field: value(q.Field), Ward: value(q.Ward)})
		if err != nil {
			return err
		}
		n, err := missingNames(tx, page.Items...)
		out = gen.MissingResourcePage{Items: mapped(page.Items, func(m *casework.MissingResource) gen.MissingResource { return n.missing(m, tx.Actor()) }),
			NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListMissingResources200JSONResponse(out), nil
}

// NoteMissingResource notes what nothing in the city could give. The case, when one is named, only lends the names that
// must not stand in it.
func (s *Server) NoteMissingResource(ctx context.Context, r gen.NoteMissingResourceRequestObject) (gen.NoteMissingResourceResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		var household []*casework.HouseholdMember
		if r.Body.CaseId != nil {
			f, err := tx.Case(*r.Body.CaseId)
			if err != nil {
				return nil, err
			}
			household = f.Members
		}
		ref, err := tx.Reference()
		if err != nil {
			return nil, err
		}
		known := func(kind, code string) bool {
			list := map[string][]store.CodeLabel{"field": ref.Fields, "ward": ref.Wards, "issue": ref.IssueTypes}[kind]
			return slices.ContainsFunc(list, func(l store.CodeLabel) bool { return l.Code == code })
		}
		m, err := casework.NoteMissingResource(tx.Actor(), s.now(), casework.MissingResource{Field: r.Body.Field, Ward: value(r.Body.Ward), Issue: value(r.Body.Issue), What: r.Body.What}, household, known)
		if err != nil {
			return nil, err
		}
		if err := tx.SaveMissingResource(m); err != nil {
			return nil, err
		}
		made(ctx, m.ID)
		n, err := missingNames(tx, m)
		return created(n.missing(m, tx.Actor()), m.Version, ""), err
	})
}

// AnswerMissingResource says what becomes of it.
func (s *Server) AnswerMissingResource(ctx context.Context, r gen.AnswerMissingResourceRequestObject) (gen.AnswerMissingResourceResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		m, err := tx.MissingResourceToChange(r.MissingResourceId)
		if err != nil {
			return nil, err
		}
		if err := m.Respond(tx.Actor(), s.now(), casework.State(r.Body.State), r.Body.Answer); err != nil {
			return nil, err
		}
		if m.Version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := tx.SaveMissingResource(m); err != nil {
			return nil, err
		}
		made(ctx, m.ID)
		n, err := missingNames(tx, m)
		return ok(n.missing(m, tx.Actor()), m.Version), err
	})
}

func missingNames(tx *store.Tx, list ...*casework.MissingResource) (names, error) {
	var p people
	for _, m := range list {
		p.agencies, p.accounts = append(p.agencies, m.Agency), append(p.accounts, m.AnsweredBy)
	}
	return p.load(tx)
}

func (n names) missing(m *casework.MissingResource, a casework.Actor) gen.MissingResource {
	return gen.MissingResource{Id: m.ID, Field: m.Field, Ward: some(m.Ward), Issue: some(m.Issue), What: m.What, Agency: n.agency(m.Agency), NotedAt: m.NotedAt, State: gen.MissingResourceState(m.State),
		Answer: some(m.Answer), AnsweredAt: m.AnsweredAt, AnsweredBy: n.accountOrNone(m.AnsweredBy), Etag: etagText(m.Version), Actions: m.Actions(a)}
}
