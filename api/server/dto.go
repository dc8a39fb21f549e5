package server

import (
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// Small conversions between the domain and the generated types. What is empty is left out of an answer.

// some is a pointer to what is not the zero value, else nil.
func some[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// value is what a pointer holds, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// words turns a list of a generated string type into plain strings.
func words[T ~string](p *[]T) []string {
	out := make([]string, 0, len(value(p)))
	for _, v := range value(p) {
		out = append(out, string(v))
	}
	return out
}

// notNil keeps an empty list from becoming null.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// mapped converts each item; the result is never nil.
func mapped[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

func dateOf(d *calendar.Date) *openapi_types.Date {
	if d == nil || d.IsZero() {
		return nil
	}
	return &openapi_types.Date{Time: time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)}
}

func paging(limit *int, cursor *string, count *bool) store.Paging {
	return store.Paging{Limit: value(limit), Cursor: value(cursor), Count: value(count)}
}

// names renders ids as references once their names are loaded.
type names struct {
	store.Names
	ref *store.Reference
}

func (n names) agency(id casework.ID) gen.AgencyRef {
	r := n.Agency(id)
	return gen.AgencyRef{Id: r.ID, Code: r.Code, Name: r.Name}
}

func (n names) agencyOrNone(id casework.ID) *gen.AgencyRef {
	if id == "" {
		return nil
	}
	ref := n.agency(id)
	return &ref
}

func (n names) account(id casework.ID) gen.AccountRef {
	r := n.Account(id)
	return gen.AccountRef{Id: r.ID, Name: r.Name}
}

func (n names) accountOrNone(id casework.ID) *gen.AccountRef {
	if id == "" {
		return nil
	}
	ref := n.account(id)
	return &ref
}

// people gathers the ids whose names an answer needs.
type people struct{ agencies, accounts []casework.ID }

func (p *people) load(tx *store.Tx) (names, error) {
	ref, err := tx.Reference()
	if err != nil {
		return names{}, err
	}
	n, err := tx.LoadNames(p.agencies, p.accounts)
	return names{n, ref}, err
}

func (p *people) ofCase(f *store.CaseFile) {
	for _, k := range f.Custodies {
		p.agencies = append(p.agencies, k.Agency)
	}
	for _, s := range f.Supporting {
		p.agencies = append(p.agencies, s.Agency)
	}
	for _, h := range f.Handoffs {
		p.ofHandoff(h)
	}
	for _, m := range f.Members {
		if m.Consent != nil {
			p.agencies = append(p.agencies, m.Consent.Scope.Agencies...)
		}
	}
	for _, e := range f.Escalations {
		p.agencies, p.accounts = append(p.agencies, e.Agency), append(p.accounts, e.OpenedBy, e.Coordinator)
	}
}

func (p *people) ofHandoff(h *casework.Handoff) {
	p.agencies = append(p.agencies, h.Sender, h.Receiver)
	p.accounts = append(p.accounts, h.SentBy, h.AnsweredBy)
	for _, q := range h.Questions {
		p.accounts = append(p.accounts, q.AskedBy, q.AnsweredBy)
	}
	for _, r := range h.Refusals {
		p.accounts = append(p.accounts, r.ReportedBy)
	}
}

// ground is the legal basis with its label; a code that is not in the master data any more is shown as it is.
func (n names) ground(code casework.Ground) *gen.CodeLabel {
	if code == "" {
		return nil
	}
	for _, g := range n.ref.Grounds {
		if g.Code == string(code) {
			return &gen.CodeLabel{Code: g.Code, Label: g.Label}
		}
	}
	return &gen.CodeLabel{Code: string(code), Label: string(code)}
}
