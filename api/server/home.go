package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// GetHome answers what waits for the caller.
func (s *Server) GetHome(ctx context.Context, _ gen.GetHomeRequestObject) (gen.GetHomeResponseObject, error) {
	var out gen.Home
	err := s.read(ctx, func(tx *store.Tx) (err error) {
		h, err := tx.Home()
		if err != nil {
			return err
		}
		if out.Waiting, err = s.handoffSummaries(ctx, tx, h.Waiting); err != nil {
			return err
		}
		if out.Sent, err = s.handoffSummaries(ctx, tx, h.Sent); err != nil {
			return err
		}
		if out.Drafts, err = sheetSummaries(ctx, tx, h.Drafts); err != nil {
			return err
		}
		if out.ContactDue, err = caseSummaries(ctx, tx, h.ContactDue); err != nil {
			return err
		}
		if err := s.homeCommitments(ctx, tx, h, &out); err != nil {
			return err
		}
		c := &out.Counts
		c.Waiting, c.Sent, c.Drafts, c.ContactDue = h.WaitingCount, h.SentCount, h.DraftCount, h.ContactDueCount
		c.OpenCases, c.OpenEscalations = h.OpenCases, h.OpenEscalations
		return nil
	})
	if err != nil {
		return nil, err
	}
	return gen.GetHome200JSONResponse(out), nil
}
