package store

import (
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// homeRows is how many rows of each list the home page shows; the lists themselves have the rest.
const homeRows = 5

// Home is what waits for the actor: to answer, what was sent, drafts, households to be met.
type Home struct {
	Waiting, Sent                                                   []HandoffItem
	Drafts                                                          []SheetItem
	ContactDue                                                      []CaseItem
	WaitingCount, SentCount, DraftCount, ContactDueCount, OpenCases int
	OpenEscalations                                                 int

	Assignments                      []AssignmentItem
	Monitorings                      []MonitoringItem
	LateByAgency                     []AgencyLate
	AssignmentCount, MonitoringCount int
}

// Home reads the page in one round trip.
func (tx *Tx) Home() (*Home, error) {
	h := &Home{}
	b := &pgx.Batch{}
	if tx.actor.WorksFor(tx.actor.Agency) {
		tx.homeOfAgency(b, h)
		tx.homeOfCommitments(b, h)
	}
	if tx.actor.Has(casework.RoleCoordinator) {
		count(b, &h.OpenEscalations, `SELECT count(*) FROM escalations WHERE state <> 'settled'`)
		tx.lateByAgency(b, h)
	}
	if q, err := tx.caseQuery(CaseFilter{Open: new(true)}); err != nil {
		return nil, err
	} else if q != nil {
		count(b, &h.OpenCases, `SELECT count(*) FROM case_access a JOIN cases c ON c.id = a.case_id`+q.clause(), q.args...)
	}
	if err := tx.batch(b); err != nil {
		return nil, err
	}
	return h, errors.Join(tx.maskHandoffs(h.Waiting, h.Sent), tx.maskAssignments(h.Assignments))
}

func (tx *Tx) homeOfAgency(b *pgx.Batch, h *Home) {
	agency := tx.actor.Agency
	q := &query{args: []any{agency}}
	handoffs := tx.handoffItemSelect(q)
	waiting := ` WHERE (h.to_agency_id = $1 AND h.state IN ('requested','escalated') OR h.from_agency_id = $1 AND h.state = 'asked')`
	sent := ` WHERE h.from_agency_id = $1 AND h.state IN ('requested','asked','escalated')`
	rows(b, &h.Waiting, scanHandoffItem, handoffs+waiting+` ORDER BY h.due_at, h.id LIMIT `+itoa(homeRows), q.args...)
	count(b, &h.WaitingCount, `SELECT count(*) FROM handoffs h`+waiting, agency)
	rows(b, &h.Sent, scanHandoffItem, handoffs+sent+` ORDER BY h.sent_key, h.id LIMIT `+itoa(homeRows), q.args...)
	count(b, &h.SentCount, `SELECT count(*) FROM handoffs h`+sent, agency)
	drafts := ` FROM sheets s WHERE s.agency_id = $1 AND s.state = 'draft'`
	rows(b, &h.Drafts, pgx.RowToStructByPos[SheetItem], `SELECT `+sheetItemColumns+drafts+` ORDER BY s.updated_at DESC, s.id DESC LIMIT `+itoa(homeRows), agency)
	count(b, &h.DraftCount, `SELECT count(*)`+drafts, agency)
	due := ` WHERE c.lead_agency_id = $1 AND c.contact_due_at IS NOT NULL AND c.state NOT IN ('closed','suspended')`
	q = &query{args: []any{agency}}
	rows(b, &h.ContactDue, scanCaseItem, `SELECT `+caseItemColumns+tx.protection(q, "c.household_id")+` FROM cases c JOIN case_access a ON a.case_id = c.id AND a.grantee = $1`+lastHandoffJoin+due+` ORDER BY c.contact_due_at, c.id LIMIT `+itoa(homeRows), q.args...)
	count(b, &h.ContactDueCount, `SELECT count(*) FROM cases c`+due, agency)
}

func rows[T any](b *pgx.Batch, into *[]T, scan pgx.RowToFunc[T], sql string, args ...any) {
	b.Queue(sql, args...).Query(func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, scan)
		return err
	})
}

func count(b *pgx.Batch, into *int, sql string, args ...any) {
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(into) })
}
