package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListMonitorings answers one page of looks that are due.
func (s *Server) ListMonitorings(ctx context.Context, r gen.ListMonitoringsRequestObject) (gen.ListMonitoringsResponseObject, error) {
	q := r.Params
	var out gen.MonitoringPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Monitorings(store.MonitoringFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Box: string(q.Box), Kind: string(value(q.Kind)), Overdue: value(q.Overdue)})
		if err != nil {
			return err
		}
		out.Items, err = s.monitoringItems(ctx, tx, page.Items)
		out.NextCursor, out.Total = some(page.Next), page.Total
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListMonitorings200JSONResponse(out), nil
}

func (s *Server) monitoringItems(ctx context.Context, tx *store.Tx, items []store.MonitoringItem) ([]gen.Monitoring, error) {
	var p people
	for _, i := range items {
		p.agencies = append(p.agencies, i.Agency)
		saw(ctx, i.Case)
	}
	n, err := p.load(tx)
	return mapped(items, func(i store.MonitoringItem) gen.Monitoring {
		out := s.monitoring(&i.Monitoring, n.agency(i.Agency))
		out.CaseNumber, out.SubjectName, out.Actions = i.CaseNumber, some(i.SubjectName), i.Actions(tx.Actor())
		return out
	}), err
}

func (s *Server) monitoring(m *casework.Monitoring, agency gen.AgencyRef) gen.Monitoring {
	return gen.Monitoring{Id: m.ID, CaseId: m.Case, PlanId: some(m.Plan), Agency: agency, Kind: gen.MonitoringKind(m.Kind), DueOn: dateIn(m.DueOn), Overdue: m.Overdue(s.now()),
		Etag: etagText(m.Version), Actions: []string{}}
}

// RecordMonitoring writes down what was seen, as an entry of the 支援経過, and plans the next look.
func (s *Server) RecordMonitoring(ctx context.Context, r gen.RecordMonitoringRequestObject) (gen.RecordMonitoringResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, k, m, err := tx.CaseOfMonitoringToChange(r.MonitoringId)
		if err != nil {
			return nil, err
		}
		version := m.Version
		note, err := f.RecordMonitoring(tx.Actor(), s.now(), k, m, casework.MonitoringRecord{
			Result: casework.MonitoringResult(r.Body.Result), NextOn: dayOf(r.Body.NextOn),
			Note: casework.NoteDraft{Kind: casework.NoteKind(r.Body.Kind), OccurredAt: store.Truncate(r.Body.OccurredAt), Text: r.Body.Text, ContactedHousehold: value(r.Body.ContactedHousehold)},
		})
		if err != nil {
			return nil, err
		}
		if version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := s.saveCommitted(tx, f, k); err != nil {
			return nil, err
		}
		made(ctx, note.ID)
		body, err := noteBody(ctx, tx, f, note)
		if err != nil {
			return nil, err
		}
		out := gen.MonitoringRecorded{Note: body, Result: gen.MonitoringRecordedResult(m.Result)}
		n, err := s.seeCommitments(ctx, tx, f, k)
		for _, next := range k.Monitorings {
			if next.State == casework.MonitoringDue && next.Kind == m.Kind {
				shown := s.monitoring(next, n.agency(lastLead(f)))
				shown.CaseNumber, shown.SubjectName, shown.Actions = f.Number, some(f.Card.SubjectName), next.Actions(f.Case, tx.Actor())
				out.Next = &shown
			}
		}
		return ok(out, 0), err
	})
}
