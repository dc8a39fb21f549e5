package store

import (
	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// AgencyLate says how many roles of an agency are late.
type AgencyLate struct {
	Agency casework.ID
	Late   int
}

// lookAhead is how many days before it is due a look stands on the home page.
const lookAhead = 14

// homeOfCommitments queues what the agency has taken on: its open roles, and what it must look after soon.
func (tx *Tx) homeOfCommitments(b *pgx.Batch, h *Home) {
	q := tx.assignmentQuery(AssignmentFilter{Box: "mine", Open: new(true)})
	counted := *q
	rows(b, &h.Assignments, scanAssignmentItem, assignmentItemColumns+tx.protection(q, "c.household_id")+assignmentItemFrom+counted.clause()+` ORDER BY a.list_key, a.id LIMIT `+itoa(homeRows), q.args...)
	count(b, &h.AssignmentCount, `SELECT count(*)`+assignmentItemFrom+counted.clause(), counted.args...)
	q = &query{args: []any{texts(tx.scope())}}
	q.and("m.state = 'due' AND m.agency_id = ?", tx.actor.Agency)
	q.and("m.due_on <= ?::date", today(tx.now()).AddDays(lookAhead).String())
	rows(b, &h.Monitorings, scanMonitoringItem, monitoringItemColumns+monitoringItemFrom+q.clause()+` ORDER BY m.due_on, m.id LIMIT `+itoa(homeRows), q.args...)
	count(b, &h.MonitoringCount, `SELECT count(*)`+monitoringItemFrom+q.clause(), q.args...)
}

// lateByAgency queues, for coordinators, which agencies are late with what they took on.
func (tx *Tx) lateByAgency(b *pgx.Batch, h *Home) {
	rows(b, &h.LateByAgency, pgx.RowToStructByPos[AgencyLate], `SELECT agency_id, count(*) FROM assignments WHERE finished_at IS NULL AND due_on < $1::date
		GROUP BY agency_id ORDER BY count(*) DESC, agency_id LIMIT 20`, today(tx.now()).String())
}
