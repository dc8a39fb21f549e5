package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// homeCommitments adds what the agency has taken on, and for coordinators who is late.
func (s *Server) homeCommitments(ctx context.Context, tx *store.Tx, h *store.Home, out *gen.Home) (err error) {
	if out.Assignments, err = s.assignmentItems(ctx, tx, h.Assignments); err != nil {
		return err
	}
	if out.Monitorings, err = s.monitoringItems(ctx, tx, h.Monitorings); err != nil {
		return err
	}
	n, err := (&people{agencies: mapped(h.LateByAgency, func(l store.AgencyLate) casework.ID { return l.Agency })}).load(tx)
	out.LateByAgency = mapped(h.LateByAgency, func(l store.AgencyLate) gen.AgencyLate {
		return gen.AgencyLate{Agency: n.agency(l.Agency), Late: l.Late}
	})
	out.Counts.Assignments, out.Counts.Monitorings = h.AssignmentCount, h.MonitoringCount
	return err
}
