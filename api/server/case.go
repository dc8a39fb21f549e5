package server

import (
	"context"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListCases answers one page of the cases that exist for the caller.
func (s *Server) ListCases(ctx context.Context, r gen.ListCasesRequestObject) (gen.ListCasesResponseObject, error) {
	q := r.Params
	var out gen.CasePage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Cases(store.CaseFilter{
			Paging: paging(q.Limit, q.Cursor, q.Count), Text: value(q.Q), States: words(q.State), Open: q.Open, Access: string(value(q.Access)),
			Issue: value(q.Issue), Feature: value(q.Feature), Ward: value(q.Ward), District: value(q.District),
			FiscalYear: value(q.FiscalYear), Sort: string(value(q.Sort)),
		})
		if err != nil {
			return err
		}
		items, err := caseSummaries(ctx, tx, page.Items)
		out = gen.CasePage{Items: items, NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListCases200JSONResponse(out), nil
}

func caseSummaries(ctx context.Context, tx *store.Tx, items []store.CaseItem) ([]gen.CaseSummary, error) {
	var p people
	for _, i := range items {
		p.agencies = append(p.agencies, i.Lead)
		if i.LastHandoff != nil {
			p.agencies = append(p.agencies, i.LastHandoff.To)
		}
		saw(ctx, i.ID)
	}
	n, err := p.load(tx)
	return mapped(items, n.caseSummary), err
}

func (n names) caseSummary(i store.CaseItem) gen.CaseSummary {
	out := gen.CaseSummary{
		Id: i.ID, Number: i.Number, State: gen.CaseState(i.State), Access: gen.Access(i.Level), Lead: n.agency(i.Lead),
		SubjectName: some(i.Card.SubjectName), SubjectKana: some(i.Card.SubjectKana), HouseholdSize: some(i.Card.HouseholdSize),
		Issues: notNil(i.Card.Issues), MostPressing: some(i.Card.MostPressing), Features: notNil(i.Card.Features),
		Ward: some(i.Card.Ward), District: some(i.Card.District), Danger: i.Card.Danger, PingPong: i.PingPong,
		OpenedAt: i.OpenedAt, UpdatedAt: i.UpdatedAt, ContactDueAt: i.ContactDueAt, Protected: some(i.Protected),
	}
	if h := i.LastHandoff; h != nil {
		out.LastHandoff = &gen.HandoffBrief{Id: h.ID, State: gen.HandoffState(h.State), Ask: gen.Ask(h.Ask), To: n.agency(h.To), DueAt: h.DueAt}
	}
	return out
}

// GetCase answers one case with its custody, household, handoffs and escalations.
func (s *Server) GetCase(ctx context.Context, r gen.GetCaseRequestObject) (gen.GetCaseResponseObject, error) {
	var out gen.Case
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Case(r.CaseId)
		if err != nil {
			return err
		}
		out, err = s.caseBody(ctx, tx, f)
		version = f.Version
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetCase200JSONResponse{Body: out, Headers: gen.GetCase200ResponseHeaders{ETag: etag(version)}}, nil
}

// StartSupport begins the support.
func (s *Server) StartSupport(ctx context.Context, r gen.StartSupportRequestObject) (gen.StartSupportResponseObject, error) {
	return s.changeCase(ctx, r.CaseId, r.Params.IfMatch, func(f *store.CaseFile, a casework.Actor) error {
		return f.StartSupport(a, s.now())
	})
}

// EscalateCase calls the coordinators in for the case as such.
func (s *Server) EscalateCase(ctx context.Context, r gen.EscalateCaseRequestObject) (gen.EscalateCaseResponseObject, error) {
	return s.changeCase(ctx, r.CaseId, r.Params.IfMatch, func(f *store.CaseFile, a casework.Actor) error {
		_, err := f.Escalate(a, s.now(), casework.EscalationReason(r.Body.Reason), value(r.Body.Text))
		return err
	})
}

// changeCase is load, rule, save, answer for a verb on a case. The rule speaks before the version:
// what the state does not allow is 409, even for whoever saw an older version.
func (s *Server) changeCase(ctx context.Context, id casework.ID, seen string, verb func(*store.CaseFile, casework.Actor) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(id)
		if err != nil {
			return nil, err
		}
		version := f.Version
		if err := verb(f, actorOf(ctx)); err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		body, err := s.caseBody(ctx, tx, f)
		return ok(body, f.Version), err
	})
}

// caseBody renders a case for the actor of the transaction, as far as its level goes.
func (s *Server) caseBody(ctx context.Context, tx *store.Tx, f *store.CaseFile) (gen.Case, error) {
	saw(ctx, f.ID)
	sheets, err := tx.CaseSheets(f)
	if err != nil {
		return gen.Case{}, err
	}
	var p people
	p.ofCase(f)
	for _, sh := range sheets {
		p.agencies = append(p.agencies, sh.Agency)
	}
	n, err := p.load(tx)
	if err != nil {
		return gen.Case{}, err
	}
	a := tx.Actor()
	out := gen.Case{
		Id: f.ID, Number: f.Number, State: gen.CaseState(f.State), Access: gen.Access(f.Level), Lead: n.agency(lastLead(f)),
		OpenedAt: f.OpenedAt, UpdatedAt: f.UpdatedAt, PingPong: f.Flag != nil, Actions: callable(append(f.Actions(a), casework.StudyActions(a, f.Case, readsSheet(f), !f.Mask.Empty())...)),
		Issues: []string{}, Features: []string{}, Custody: []gen.Custody{}, Supporting: []gen.Support{}, Escalations: []gen.Escalation{}, Members: []gen.HouseholdPerson{},
		Sheets: mapped(sheets, func(sh *casework.Sheet) gen.CaseSheet { return n.caseSheet(f, sh) }),
	}
	if f.Closure != nil {
		out.ClosedAt = &f.Closure.At
	}
	out.Handoffs = mapped(visibleHandoffs(f, a), func(h *casework.Handoff) gen.Handoff { return n.handoff(f, h, a, s.now()) })
	if f.Level != casework.LevelOutcome {
		n.fillCase(&out, f, a, s)
	}
	return out, nil
}

// fillCase adds what whoever only sees the outcome does not see.
func (n names) fillCase(out *gen.Case, f *store.CaseFile, a casework.Actor, s *Server) {
	if f.Level != casework.LevelPackage { // a person with the package reads the household, not how the agencies worked
		n.fillWork(out, f, a, s.now())
	}
	out.Custody = mapped(f.Custodies, func(k casework.Custody) gen.Custody {
		return gen.Custody{Agency: n.agency(k.Agency), Since: k.Since, Until: k.Until, HandoffId: some(k.Handoff)}
	})
	out.Supporting = mapped(f.Supporting, func(p casework.Support) gen.Support {
		return gen.Support{Agency: n.agency(p.Agency), Since: p.Since, Until: p.Until}
	})
	if !f.Scope.Sheet {
		return
	}
	out.Members = mapped(f.Members, n.householdPerson)
	out.SubjectName, out.SubjectKana = some(f.Card.SubjectName), some(f.Card.SubjectKana)
	out.Issues, out.Features, out.MostPressing = notNil(f.Card.Issues), notNil(f.Card.Features), some(f.Card.MostPressing)
	out.Danger, out.Protected = f.Card.Danger, protectedPersons(f.Case, f.Sheet.ID, a, s.now())
	if f.Mask.HidesAddress() {
		out.Masked = &[]string{"/ward", "/district"}
		return
	}
	out.Ward, out.District = some(f.Card.Ward), some(f.Card.District)
}

// fillWork adds what is due and what the coordinators were called for.
func (n names) fillWork(out *gen.Case, f *store.CaseFile, a casework.Actor, now time.Time) {
	out.HouseholdId, out.ContactDueAt, out.ContactedAt = &f.Household, f.ContactDue, f.ContactedAt
	if f.Flag != nil {
		out.PingPongReason = some(gen.CasePingPongReason(f.Flag.Reason))
	}
	if p := f.Suspension; p != nil && f.Level != casework.LevelReceived {
		out.Suspension = &gen.Suspension{Reason: f.Mask.Text(p.Reason), WatchConditions: f.Mask.Text(p.WatchConditions), ReviewOn: value(dateOf(&p.ReviewOn)), Since: p.Since}
	}
	out.Escalations = mapped(f.Escalations, func(e *casework.Escalation) gen.Escalation {
		x := n.caseEscalation(f, e, a, now)
		if !escalationWordsDisclosed(f, e, a) {
			x.Text, x.Outcome, x.Inquiry = nil, nil, nil
		}
		return x
	})
}

// escalationWordsDisclosed: whoever only received a request reads what was said about that request, while its content is
// shown, and nothing of what the others told the coordinators.
func escalationWordsDisclosed(f *store.CaseFile, e *casework.Escalation, a casework.Actor) bool {
	if f.Level != casework.LevelReceived {
		return true
	}
	h, err := f.Handoff(e.Handoff)
	return err == nil && !h.Withheld && store.HandoffInScope(a, f.Level, h)
}

func (n names) caseSheet(f *store.CaseFile, sh *casework.Sheet) gen.CaseSheet {
	content, hidden := f.Mask.Content(sh.Content)
	return gen.CaseSheet{Id: sh.ID, Number: len(sh.Versions), Agency: n.agency(sh.Agency), FiledAt: value(sh.FiledAt), Content: &content, Masked: maskedOf(hidden)}
}

// lastLead is who leads, or led when the case was closed.
func lastLead(f *store.CaseFile) casework.ID { return f.Custodies[len(f.Custodies)-1].Agency }

// visibleHandoffs are all for whoever works on the case, else one's own.
func visibleHandoffs(f *store.CaseFile, a casework.Actor) []*casework.Handoff {
	var out []*casework.Handoff
	for _, h := range f.Handoffs {
		if store.HandoffInScope(a, f.Level, h) {
			out = append(out, h)
		}
	}
	return out
}
