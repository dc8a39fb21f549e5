package server

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListProtections answers 支援措置 of a case's household. That somebody is protected is told to everyone who sees the
// persons, so that nobody hands the address on; why, only to those who may know.
func (s *Server) ListProtections(ctx context.Context, r gen.ListProtectionsRequestObject) (gen.ListProtectionsResponseObject, error) {
	out := gen.ProtectionList{Items: []gen.Protection{}, Persons: []gen.ProtectionPerson{}}
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Case(r.CaseId)
		if err != nil {
			return err
		}
		saw(ctx, f.ID)
		if !f.Scope.Sheet {
			return nil
		}
		n, err := protectionNames(tx, f.Protections...)
		out.Items = mapped(f.Protections, func(p *casework.Protection) gen.Protection { return n.protection(f, p, tx.Actor(), s.now()) })
		slices.Reverse(out.Items)
		for _, m := range f.Members {
			if m.Current {
				out.Persons = append(out.Persons, gen.ProtectionPerson{Id: m.ID, Name: m.Name, Relation: some(m.Relation)})
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListProtections200JSONResponse(out), nil
}

// Protect puts a person under 支援措置. From the commit on the address is gone for everybody not listed.
func (s *Server) Protect(ctx context.Context, r gen.ProtectRequestObject) (gen.ProtectResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.CaseId)
		if err != nil {
			return nil, err
		}
		p, err := f.Protect(actorOf(ctx), s.now(), protectionOrder(r.Body))
		if err != nil {
			return nil, err
		}
		if err := checkListed(tx, value(r.Body.Listed)); err != nil {
			return nil, err
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		if err := tx.ForgetAnswers(f.Household, p.Listed, alreadyDone()); err != nil {
			return nil, err
		}
		made(ctx, p.ID)
		return s.protectionAnswer(ctx, tx, f, p, created)
	})
}

// EndProtection ends it before its last day.
func (s *Server) EndProtection(ctx context.Context, r gen.EndProtectionRequestObject) (gen.EndProtectionResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.CaseId)
		if err != nil {
			return nil, err
		}
		if err := f.EndProtection(actorOf(ctx), s.now(), r.ProtectionId, r.Body.Reason); err != nil {
			return nil, err
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		i := slices.IndexFunc(f.Protections, func(p *casework.Protection) bool { return p.ID == r.ProtectionId })
		return s.protectionAnswer(ctx, tx, f, f.Protections[i], func(body any, version int, _ string) *answer { return ok(body, version) })
	})
}

// BreakGlass lifts the mask for the caller's account for half an hour.
func (s *Server) BreakGlass(ctx context.Context, r gen.BreakGlassRequestObject) (gen.BreakGlassResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.CaseId)
		if err != nil {
			return nil, err
		}
		g, err := f.BreakGlass(actorOf(ctx), s.now(), r.Body.PersonId, r.Body.Reason)
		if err != nil {
			return nil, err
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		made(ctx, g.ID)
		saw(ctx, f.ID)
		a := created(gen.BreakGlass{PersonId: g.Person, At: g.At, Until: g.Until}, 0, "")
		a.bare = true
		return a, nil
	})
}

func protectionOrder(in *gen.ProtectionInput) casework.ProtectionOrder {
	o := casework.ProtectionOrder{Person: in.PersonId, Perpetrator: value(in.PerpetratorId), Listed: value(in.Listed), Reason: in.Reason}
	if value(in.Coordinators) {
		o.Listed = append(slices.Clone(o.Listed), casework.CoordinatorsID)
	}
	if d := in.Until; d != nil {
		o.Until = &calendar.Date{Year: d.Year(), Month: d.Month(), Day: d.Day()}
	}
	return o
}

// checkListed refuses agencies that the directory does not hold.
func checkListed(tx *store.Tx, ids []casework.ID) error {
	if len(ids) == 0 {
		return nil
	}
	active, err := tx.ActiveAgencies(ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		if !active[id] {
			return fault(fmt.Sprintf("/listed/%d", i), "unknown", "相談機関一覧にない機関です。選び直してください。")
		}
	}
	return nil
}

func (s *Server) protectionAnswer(ctx context.Context, tx *store.Tx, f *store.CaseFile, p *casework.Protection, as func(any, int, string) *answer) (*answer, error) {
	saw(ctx, f.ID)
	n, err := protectionNames(tx, p)
	return as(n.protection(f, p, tx.Actor(), s.now()), 0, ""), err
}

func protectionNames(tx *store.Tx, list ...*casework.Protection) (names, error) {
	var p people
	for _, x := range list {
		p.agencies, p.accounts = append(append(p.agencies, x.Agency), x.Listed...), append(p.accounts, x.SetBy)
	}
	return p.load(tx)
}

func (n names) protection(f *store.CaseFile, p *casework.Protection, a casework.Actor, now time.Time) gen.Protection {
	hidden, until := f.Hidden(p, a, now)
	out := gen.Protection{
		Id: p.ID, PersonId: p.Person, PersonName: nameOf(f.Case, p.Person), From: value(dateOf(&p.From)), Until: dateOf(&p.Until), SetBy: n.account(p.SetBy),
		Agency: n.agency(p.Agency), At: p.At, EndedAt: p.EndedAt, Active: p.Active(now), Hidden: hidden, ShownUntil: until, MayEnd: f.MayEnd(p, a, now),
		Listed: []gen.AgencyRef{}, Coordinators: slices.Contains(p.Listed, casework.CoordinatorsID),
	}
	if p.Perpetrator != "" {
		out.PerpetratorId, out.PerpetratorName = &p.Perpetrator, some(nameOf(f.Case, p.Perpetrator))
	}
	for _, id := range p.Listed {
		if id != casework.CoordinatorsID {
			out.Listed = append(out.Listed, n.agency(id))
		}
	}
	if p.MayKnow(a) || until != nil {
		out.Reason = some(f.Mask.Text(p.Reason))
	}
	return out
}

func nameOf(c *casework.Case, person casework.ID) string {
	if m, err := c.Member(person); err == nil {
		return m.Name
	}
	return ""
}

// protectedPersons are the persons of a sheet whom a 支援措置 concerns, nil when there are none.
func protectedPersons(c *casework.Case, sheet casework.ID, a casework.Actor, now time.Time) *[]gen.ProtectedPerson {
	var out []gen.ProtectedPerson
	add := func(id casework.ID, as gen.ProtectedPersonAs, hidden bool, until *time.Time) {
		m, err := c.Member(id)
		if err != nil {
			return
		}
		for _, k := range slices.Backward(m.Keys) { // the newest place on this sheet
			if key, ok := strings.CutPrefix(k, string(sheet)+"/"); ok {
				out = append(out, gen.ProtectedPerson{PersonId: id, Key: key, Name: m.Name, Relation: some(m.Relation), As: as, Hidden: hidden, ShownUntil: until})
				return
			}
		}
	}
	for _, p := range c.Protected(now) {
		hidden, until := c.Hidden(p, a, now)
		add(p.Person, gen.Protected, hidden, until)
		add(p.Perpetrator, gen.Perpetrator, hidden, until)
	}
	if out == nil {
		return nil
	}
	return &out
}

// maskedOf leaves the member out where nothing is hidden.
func maskedOf(pointers []string) *[]string {
	if len(pointers) == 0 {
		return nil
	}
	return &pointers
}

// alreadyDone stands for an answer that may not be given again: what it said is hidden now.
func alreadyDone() store.Answer {
	p := refuse(casework.CodeWrongState, "この操作は、すでに受け付けています。最新の内容を開いてご確認ください。")
	body, _ := json.Marshal(p.body(kinds[p.code], "", "")) // strings and numbers: cannot fail
	return store.Answer{Status: kinds[p.code].status, Headers: map[string]string{"Content-Type": "application/problem+json"}, Body: body}
}
