package server

import (
	"context"
	"fmt"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListConsents answers the persons of a household with their consent, and who a withdrawal would reach.
// Where the sheet is not disclosed there are no persons to see; its history is for those who work on the case.
func (s *Server) ListConsents(ctx context.Context, r gen.ListConsentsRequestObject) (gen.ListConsentsResponseObject, error) {
	out := gen.ConsentList{Items: []gen.PersonConsent{}, Holders: []gen.AgencyRef{}, Resting: []gen.AgencyRef{}}
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Case(r.Params.CaseId)
		if err != nil {
			return err
		}
		saw(ctx, f.ID)
		if !f.Scope.Sheet {
			return nil
		}
		steps, n, err := consentNames(tx, f)
		if err != nil {
			return err
		}
		out.Items = mapped(f.Members, func(m *casework.HouseholdMember) gen.PersonConsent { return n.personConsent(f, m, steps, tx.Actor()) })
		if f.WorkedOn() {
			out.Holders = mapped(f.Holders(), n.holder)
			out.Resting = mapped(f.RestsOnConsent(), func(h *casework.Handoff) gen.AgencyRef { return n.agency(h.Receiver) })
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return gen.ListConsents200JSONResponse(out), nil
}

// RecordConsent writes down what a person said. The answer to a withdrawal names everyone who holds data.
func (s *Server) RecordConsent(ctx context.Context, r gen.RecordConsentRequestObject) (gen.RecordConsentResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.Body.CaseId)
		if err != nil {
			return nil, err
		}
		if !f.Scope.Sheet { // its persons do not exist for the actor
			return nil, casework.NotFound()
		}
		resting := f.RestsOnConsent()
		step, err := f.RecordConsent(actorOf(ctx), s.now(), r.Body.PersonId, consentOrder(r.Body))
		if err != nil {
			return nil, err
		}
		if err := checkScopeAgencies(tx, step.Scope.Agencies); err != nil {
			return nil, err
		}
		if err := s.consentChanged(tx, f); err != nil {
			return nil, err
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		made(ctx, step.ID)
		saw(ctx, f.ID)
		steps, n, err := consentNames(tx, f)
		if err != nil {
			return nil, err
		}
		m, err := f.Member(step.Person)
		if err != nil {
			return nil, err
		}
		out := gen.ConsentRecorded{Consent: n.personConsent(f, m, steps, tx.Actor()), Holders: []gen.AgencyRef{}, Stopped: []gen.AgencyRef{}}
		if step.State == casework.ConsentStateWithdrawn {
			out.Holders = mapped(f.Holders(), n.holder)
		}
		for _, h := range resting {
			if h.Withheld {
				out.Stopped = append(out.Stopped, n.agency(h.Receiver))
			}
		}
		return created(out, 0, ""), nil
	})
}

func consentOrder(in *gen.ConsentInput) casework.ConsentOrder {
	o := casework.ConsentOrder{State: casework.ConsentState(in.State), Method: casework.ConsentMethod(value(in.Method)), ExplainedBy: value(in.ExplainedBy), Note: value(in.Note)}
	if in.Scope != nil {
		o.Scope = casework.ConsentScope{Agencies: value(in.Scope.Agencies), Parts: words(in.Scope.Parts)}
	}
	if d := in.RecordedOn; d != nil {
		o.RecordedOn = &calendar.Date{Year: d.Year(), Month: d.Month(), Day: d.Day()}
	}
	return o
}

// checkScopeAgencies refuses agencies that the directory does not hold.
func checkScopeAgencies(tx *store.Tx, ids []casework.ID) error {
	if len(ids) == 0 {
		return nil
	}
	active, err := tx.ActiveAgencies(ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		if !active[id] {
			return fault(fmt.Sprintf("/scope/agencies/%d", i), "unknown", "相談機関一覧にない機関です。選び直してください。")
		}
	}
	return nil
}

// fault is one thing wrong with the input that only the server can know.
func fault(pointer, code, message string) error {
	return &casework.Error{Code: casework.CodeInvalid, Detail: "入力内容をご確認ください。",
		Fields: []casework.FieldError{{Pointer: pointer, Code: code, Message: message}}}
}

// consentNames reads the steps that the actor may see and every name they are shown with.
func consentNames(tx *store.Tx, f *store.CaseFile) ([]casework.ConsentRecord, names, error) {
	var steps []casework.ConsentRecord
	if f.WorkedOn() {
		var err error
		if steps, err = tx.Consents(f); err != nil {
			return nil, names{}, err
		}
	}
	p := people{agencies: f.Holders()}
	p.ofConsents(steps)
	for _, m := range f.Members {
		if m.Consent != nil {
			p.agencies = append(p.agencies, m.Consent.Scope.Agencies...)
		}
	}
	n, err := p.load(tx)
	return steps, n, err
}

func (p *people) ofConsents(steps []casework.ConsentRecord) {
	for _, k := range steps {
		p.agencies, p.accounts = append(append(p.agencies, k.Agency), k.Scope.Agencies...), append(p.accounts, k.By)
	}
}

// holder is an agency that holds data; all coordinators together stand as one.
func (n names) holder(id casework.ID) gen.AgencyRef {
	if id == casework.CoordinatorsID {
		return gen.AgencyRef{Id: id, Code: "coordinators", Name: "相談支援包括化推進員"}
	}
	return n.agency(id)
}

func (n names) personConsent(f *store.CaseFile, m *casework.HouseholdMember, steps []casework.ConsentRecord, a casework.Actor) gen.PersonConsent {
	out := gen.PersonConsent{Person: n.householdPerson(m), History: []gen.ConsentStep{},
		States: mapped(f.ConsentStates(m, a), func(s casework.ConsentState) gen.ConsentState { return gen.ConsentState(s) })}
	for _, k := range steps {
		if k.Person == m.ID {
			out.History = append(out.History, n.consentStep(f.Mask, k))
		}
	}
	return out
}

// householdPerson is a person of the household. Nobody asked yet is unconfirmed.
func (n names) householdPerson(m *casework.HouseholdMember) gen.HouseholdPerson {
	out := gen.HouseholdPerson{Id: m.ID, Name: m.Name, Relation: some(m.Relation), Subject: m.Relation == "", Current: m.Current,
		Consent: gen.ConsentStanding{State: gen.ConsentState(casework.ConsentUnconfirmed), Agencies: []gen.AgencyRef{}, Parts: []gen.DisclosurePart{}}}
	if k := m.Consent; k != nil {
		on := openapi_types.Date{Time: value(dateOf(&k.RecordedOn)).Time}
		out.Consent = gen.ConsentStanding{State: gen.ConsentState(k.State), Agencies: mapped(k.Scope.Agencies, n.agency), Parts: parts(k.Scope.Parts),
			Method: some(gen.ConsentMethod(k.Method)), RecordedOn: &on}
	}
	return out
}

func (n names) consentStep(m casework.Mask, k casework.ConsentRecord) gen.ConsentStep {
	return gen.ConsentStep{Id: k.ID, State: gen.ConsentState(k.State), Agencies: mapped(k.Scope.Agencies, n.agency), Parts: parts(k.Scope.Parts),
		Method: some(gen.ConsentMethod(k.Method)), ExplainedBy: some(m.Text(k.ExplainedBy)), RecordedOn: value(dateOf(&k.RecordedOn)), Note: some(m.Text(k.Note)),
		By: n.account(k.By), Agency: n.agency(k.Agency), At: k.At}
}

func parts(in []string) []gen.DisclosurePart {
	return mapped(in, func(p string) gen.DisclosurePart { return gen.DisclosurePart(p) })
}
