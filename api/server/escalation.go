package server

import (
	"context"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListEscalations answers the coordinators' list: open ones first due.
func (s *Server) ListEscalations(ctx context.Context, r gen.ListEscalationsRequestObject) (gen.ListEscalationsResponseObject, error) {
	q := r.Params
	var out gen.EscalationPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Escalations(store.EscalationFilter{
			Paging: paging(q.Limit, q.Cursor, q.Count), Text: value(q.Q), States: words(q.State), Reason: string(value(q.Reason)),
			Assigned: string(value(q.Assigned)), Informal: q.Informal, Sort: string(value(q.Sort)),
		})
		if err != nil {
			return err
		}
		var p people
		for _, i := range page.Items {
			p.ofEscalation(i)
			saw(ctx, i.Case)
		}
		n, err := p.load(tx)
		items := mapped(page.Items, func(i store.EscalationItem) gen.Escalation { return n.escalation(i, tx.Actor(), s.now()) })
		out = gen.EscalationPage{Items: items, NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListEscalations200JSONResponse(out), nil
}

// GetEscalation answers one escalation; its case is read like any other case.
func (s *Server) GetEscalation(ctx context.Context, r gen.GetEscalationRequestObject) (gen.GetEscalationResponseObject, error) {
	var out gen.Escalation
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		i, err := tx.EscalationItem(r.EscalationId)
		if err != nil {
			return err
		}
		saw(ctx, i.Case)
		version = i.Version
		var p people
		p.ofEscalation(i)
		n, err := p.load(tx)
		out = n.escalation(i, tx.Actor(), s.now())
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetEscalation200JSONResponse{Body: out, Headers: gen.GetEscalation200ResponseHeaders{ETag: etag(version)}}, nil
}

// escalationBody renders one escalation as the desk shows it; its words go through the mask of its case.
func (s *Server) escalationBody(ctx context.Context, tx *store.Tx, f *store.CaseFile, e *casework.Escalation) (gen.Escalation, error) {
	i, err := tx.EscalationItem(e.ID)
	if err != nil {
		return gen.Escalation{}, err
	}
	if f != nil {
		saw(ctx, f.ID)
		i.Mask = f.Mask
	} else {
		made(ctx, e.ID)
	}
	var p people
	p.ofEscalation(i)
	n, err := p.load(tx)
	return n.escalation(i, tx.Actor(), s.now()), err
}

func (p *people) ofEscalation(i store.EscalationItem) {
	p.agencies = append(p.agencies, i.Lead, i.Agency, i.LastAgency)
	p.accounts = append(p.accounts, i.OpenedBy, i.Coordinator)
}

func (n names) escalation(i store.EscalationItem, a casework.Actor, now time.Time) gen.Escalation {
	out := gen.Escalation{
		Id: i.ID, CaseId: some(i.Case), CaseNumber: some(i.CaseNumber), SubjectName: some(i.SubjectName), Lead: n.agencyOrNone(i.Lead), HandoffId: some(i.Handoff),
		Reason: gen.EscalationReason(i.Reason), Text: some(i.Mask.Text(i.Text)), State: gen.EscalationState(i.State), OpenedAt: i.OpenedAt, OpenedBy: n.accountOrNone(i.OpenedBy),
		Agency: n.agencyOrNone(i.Agency), ByClock: i.ByClock, DueAt: i.DueAt, Overdue: i.State == casework.EscalationReceived && now.After(i.DueAt),
		Coordinator: n.accountOrNone(i.Coordinator), OrganizedAt: i.OrganizedAt, SettledAt: i.SettledAt, Class: some(gen.EscalationClass(i.Class)), Outcome: some(i.Mask.Text(i.Outcome)),
		Contacts: &i.Contacts, LastContactAt: i.LastContactAt, LastAgency: n.agencyOrNone(i.LastAgency), OtherCase: some(i.OtherCase),
		Etag: etag(i.Version), Actions: i.DeskActions(a),
	}
	if q := i.Inquiry; q != nil {
		out.Inquiry = &gen.Inquiry{AskedBy: some(i.Mask.Text(q.AskedBy)), Channel: gen.InquiryChannel(q.Channel), Issues: notNil(q.Issues),
			Answer: some(i.Mask.Text(q.Answer)), Minutes: some(q.Minutes)}
	}
	return out
}

// caseEscalation is one of a case's own, for its page.
func (n names) caseEscalation(f *store.CaseFile, e *casework.Escalation, a casework.Actor, now time.Time) gen.Escalation {
	out := n.escalation(store.EscalationItem{Escalation: e, Mask: f.Mask, CaseNumber: f.Number, ByClock: e.OpenedBy == ""}, a, now)
	out.Contacts = nil // counted where the coordinators look
	out.Actions = f.EscalationActions(e, a)
	return out
}

// ListCoordinators answers who is a coordinator today, for whoever gives one an escalation.
func (s *Server) ListCoordinators(ctx context.Context, _ gen.ListCoordinatorsRequestObject) (gen.ListCoordinatorsResponseObject, error) {
	var out gen.CoordinatorList
	err := s.read(ctx, func(tx *store.Tx) error {
		all, err := tx.Coordinators()
		out.Items = mapped(all, func(r store.Ref) gen.AccountRef { return gen.AccountRef{Id: r.ID, Name: r.Name} })
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListCoordinators200JSONResponse(out), nil
}
