package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// SettleCase ends the coordination of a case; all its open escalations are settled with it.
func (s *Server) SettleCase(ctx context.Context, r gen.SettleCaseRequestObject) (gen.SettleCaseResponseObject, error) {
	return s.changeCase(ctx, r.CaseId, r.Params.IfMatch, func(f *store.CaseFile, a casework.Actor) error {
		return f.Settle(a, s.now(), settlement(r.Body))
	})
}

// MonitorCase goes over to 見守り.
func (s *Server) MonitorCase(ctx context.Context, r gen.MonitorCaseRequestObject) (gen.MonitorCaseResponseObject, error) {
	return s.changeCase(ctx, r.CaseId, r.Params.IfMatch, func(f *store.CaseFile, a casework.Actor) error { return f.Monitor(a, s.now()) })
}

// SuspendCase lets a case rest until a review date.
func (s *Server) SuspendCase(ctx context.Context, r gen.SuspendCaseRequestObject) (gen.SuspendCaseResponseObject, error) {
	return s.changeCase(ctx, r.CaseId, r.Params.IfMatch, func(f *store.CaseFile, a casework.Actor) error {
		return f.Suspend(a, s.now(), casework.Suspension{
			Reason: r.Body.Reason, WatchConditions: r.Body.WatchConditions, ReviewOn: calendar.Date{Year: r.Body.ReviewOn.Year(), Month: r.Body.ReviewOn.Month(), Day: r.Body.ReviewOn.Day()},
		})
	})
}

// ResumeCase takes a suspended case up again.
func (s *Server) ResumeCase(ctx context.Context, r gen.ResumeCaseRequestObject) (gen.ResumeCaseResponseObject, error) {
	return s.changeCase(ctx, r.CaseId, r.Params.IfMatch, func(f *store.CaseFile, a casework.Actor) error { return f.Resume(a, s.now()) })
}

// ReopenCase takes a closed case up again with its last lead.
func (s *Server) ReopenCase(ctx context.Context, r gen.ReopenCaseRequestObject) (gen.ReopenCaseResponseObject, error) {
	return s.changeCommitted(ctx, r.CaseId, r.Params.IfMatch, func(f *store.CaseFile, k *casework.Commitments, a casework.Actor) error {
		return f.Reopen(a, s.now(), r.Body.Reason, k)
	})
}

// RedirectHandoff names another agency for a つなぎ that is with the coordinators.
func (s *Server) RedirectHandoff(ctx context.Context, r gen.RedirectHandoffRequestObject) (gen.RedirectHandoffResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(tx *store.Tx, f *store.CaseFile, a casework.Actor) error {
		err := f.Redirect(a, s.now(), r.HandoffId, casework.RedirectOrder{
			Next: r.Body.NextAgencyId, Reason: r.Body.Reason, Request: value(r.Body.Request),
			Ground: casework.Ground(value(r.Body.Ground)), GroundNote: value(r.Body.GroundNote),
		})
		if err != nil {
			return err
		}
		return checkAgencies(tx, []casework.ID{r.Body.NextAgencyId}, func(int) string { return "/nextAgencyId" })
	})
}
