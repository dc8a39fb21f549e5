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
		page, err := tx.Escalations(store.EscalationFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Text: value(q.Q), States: words(q.State), Reason: string(value(q.Reason)), Sort: string(value(q.Sort))})
		if err != nil {
			return err
		}
		var p people
		for _, i := range page.Items {
			p.agencies, p.accounts = append(p.agencies, i.Lead, i.Agency), append(p.accounts, i.OpenedBy)
			saw(ctx, i.Case)
		}
		n, err := p.load(tx)
		items := mapped(page.Items, func(i store.EscalationItem) gen.Escalation { return n.escalation(i, s.now()) })
		out = gen.EscalationPage{Items: items, NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListEscalations200JSONResponse(out), nil
}

func (n names) escalation(i store.EscalationItem, now time.Time) gen.Escalation {
	return gen.Escalation{
		Id: i.ID, CaseId: some(i.Case), CaseNumber: some(i.CaseNumber), SubjectName: some(i.SubjectName), Lead: n.agencyOrNone(i.Lead), HandoffId: some(i.Handoff),
		Reason: gen.EscalationReason(i.Reason), Text: some(i.Mask.Text(i.Text)), State: gen.EscalationState(i.State), OpenedAt: i.OpenedAt, OpenedBy: n.accountOrNone(i.OpenedBy),
		Agency: n.agencyOrNone(i.Agency), ByClock: i.ByClock, DueAt: i.DueAt, Overdue: i.State == casework.EscalationReceived && now.After(i.DueAt),
	}
}

// caseEscalation is one of a case's own, for its page.
func (n names) caseEscalation(f *store.CaseFile, e *casework.Escalation, now time.Time) gen.Escalation {
	return n.escalation(store.EscalationItem{
		Mask: f.Mask, ID: e.ID, Case: f.ID, CaseNumber: f.Number, Handoff: e.Handoff, Reason: e.Reason, Text: e.Text, State: e.State,
		OpenedAt: e.OpenedAt, OpenedBy: e.OpenedBy, Agency: e.Agency, ByClock: e.OpenedBy == "", DueAt: e.DueAt,
	}, now)
}
