package store

import (
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// monitoringsColumn reads what is due on a case as JSON in the form of casework.Monitoring.
const monitoringsColumn = `(SELECT json_agg(json_build_object('ID', m.id, 'Case', m.case_id, 'Plan', coalesce(m.plan_id::text, ''), 'Kind', m.kind, 'State', m.state, 'Version', m.version,
    'DueOn', m.due_on, 'CreatedAt', m.created_at, 'LateToldAt', m.late_told_at) ORDER BY m.due_on, m.id)
  FROM monitorings m WHERE m.case_id = $1 AND m.state = 'due')`

// monitoringBatch writes one look; Version 0 is a new one.
func monitoringBatch(b *pgx.Batch, f *CaseFile, m *casework.Monitoring) {
	if m.Version == 0 {
		b.Queue(`INSERT INTO monitorings (id, case_id, plan_id, kind, state, agency_id, due_on, created_at, done_at, done_by, note_id, result, late_told_at, clock_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
			m.ID, m.Case, orNull(m.Plan), m.Kind, m.State, f.lastLead(), dayOrNull(m.DueOn), m.CreatedAt, m.DoneAt, orNull(m.DoneBy), orNull(m.Note), m.Result, m.LateToldAt, m.ClockAt())
		return
	}
	b.Queue(`UPDATE monitorings SET state = $3, done_at = $4, done_by = $5, note_id = $6, result = $7, late_told_at = $8, clock_at = $9, version = version + 1 WHERE id = $1 AND version = $2`,
		m.ID, m.Version, m.State, m.DoneAt, orNull(m.DoneBy), orNull(m.Note), m.Result, m.LateToldAt, m.ClockAt()).Exec(oneRow)
}

// inDoneOrder puts what is no longer due first: of each kind one may be due.
func inDoneOrder(ms []*casework.Monitoring) []*casework.Monitoring {
	sorted := slices.Clone(ms)
	slices.SortStableFunc(sorted, func(a, b *casework.Monitoring) int {
		due := func(m *casework.Monitoring) int {
			if m.State == casework.MonitoringDue {
				return 1
			}
			return 0
		}
		return due(a) - due(b)
	})
	return sorted
}

// CaseOfMonitoringToChange finds a look that is due on a case that the actor works on, under the case's lock.
func (tx *Tx) CaseOfMonitoringToChange(id casework.ID) (*CaseFile, *casework.Commitments, *casework.Monitoring, error) {
	f, k, err := tx.committedCase("monitorings", id, "FOR UPDATE OF c")
	if err != nil {
		return nil, nil, nil, err
	}
	m, err := k.Monitoring(id)
	return f, k, m, err
}
