package server

import (
	"context"
	"strings"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// MatchHouseholds answers who is likely the same person or household, among the cases the caller may read.
func (s *Server) MatchHouseholds(ctx context.Context, r gen.MatchHouseholdsRequestObject) (gen.MatchHouseholdsResponseObject, error) {
	out := gen.HouseholdMatchList{Items: []gen.HouseholdMatch{}}
	err := s.read(ctx, func(tx *store.Tx) error {
		person, own, err := personAsked(tx, r.Body)
		if err != nil {
			return err
		}
		matches, err := tx.HouseholdMatches(person, s.now())
		if err != nil {
			return err
		}
		var p people
		for _, m := range matches {
			p.agencies = append(p.agencies, m.Lead)
			saw(ctx, m.Case)
		}
		n, err := p.load(tx)
		for _, m := range matches {
			if m.Case != own {
				out.Items = append(out.Items, n.householdMatch(m, calendar.DateOf(s.now())))
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.MatchHouseholds200JSONResponse(out), nil
}

// personAsked is the subject of a sheet, or whoever the body describes. own is the case the sheet already belongs to.
func personAsked(tx *store.Tx, in *gen.HouseholdQuery) (p casework.Person, own casework.ID, err error) {
	if in.SheetId != nil {
		f, err := tx.Sheet(*in.SheetId)
		if err != nil {
			return p, "", err
		}
		return f.Mask.Person(casework.PersonOf(f.Content)), f.Case, nil
	}
	p = casework.Person{Name: value(in.Name), Kana: value(in.Kana), Address: in.Address, Phones: []string{value(in.Phone)}}
	if in.BirthDate != nil {
		d := calendar.Date{Year: in.BirthDate.Year(), Month: in.BirthDate.Month(), Day: in.BirthDate.Day()}
		p.Birth = &casework.Birth{Precision: casework.BirthDay, Date: &d}
	}
	return p, "", nil
}

func (n names) householdMatch(m store.HouseholdMatch, on calendar.Date) gen.HouseholdMatch {
	out := gen.HouseholdMatch{
		HouseholdId: m.Household, CaseId: m.Case, CaseNumber: m.CaseNumber, CaseState: gen.CaseState(m.CaseState), Lead: n.agency(m.Lead),
		Name: m.Person.Name, Kana: some(m.Person.Kana), Relation: some(m.Relation), BirthDate: dateOf(m.Person.BirthDate()),
		Protected: some(m.Protected), Perpetrator: some(m.Perpetrator), Score: m.Likely.Score, Address: some(addressLine(m.Person.Address, n.ref)),
		Reasons: mapped(m.Likely.Reasons, func(r casework.MatchReason) gen.Reason { return gen.Reason{Code: r.Code, Text: r.Text} }),
	}
	if d := m.Person.BirthDate(); d != nil {
		out.Age = some(calendar.Age(*d, on))
	}
	return out
}

// addressLine writes an address on one line.
func addressLine(a *casework.Address, ref *store.Reference) string {
	if a == nil {
		return ""
	}
	ward := a.Ward
	for _, w := range ref.Wards {
		if w.Code == a.Ward {
			ward = w.Label
		}
	}
	return strings.TrimSpace(strings.Join([]string{ward, a.Town, a.Lot, a.Building, a.Text}, " "))
}
