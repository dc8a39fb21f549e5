package store

import (
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// ExportOrder says which cases are written out: opened in a period, from ≤ t < until.
type ExportOrder struct {
	From, Until time.Time
	Note        string // what it is for; stands in the ledger
}

// ExportedCase is one row of an export: codes, counts and instants of one case, no person and no text.
type ExportedCase struct {
	ID                                                       casework.ID
	Number, State, Lead                                      string
	Issues, Features                                         []string
	OpenedAt                                                 time.Time
	Handoffs                                                 int
	RequestedAt, AnsweredAt, ConnectedAt, ContactedAt        *time.Time // the first of each
	EscalatedAt, SettledAt, ConferenceAt, PlanAt, ReviewedAt *time.Time // the first; the last settling and review
	ClosedAt                                                 *time.Time
	Class                                                    string
}

// ExportCases writes a line of the ledger for each case of the period that the actor works on (内部利用: for the own agency alone), then
// hands over one row for each of these lines. Nothing is kept in memory: rows come as the database finds them.
func (tx *Tx) ExportCases(o ExportOrder, fn func(ExportedCase) error) (n int, err error) {
	now := tx.now()
	err = tx.pgx(func(c *pgx.Conn) error {
		tag, err := c.Exec(tx.ctx, `INSERT INTO disclosures (id, case_id, kind, from_agency_id, to_agency_id, account_id, what, sheet_id, sheet_number, person_ids, ground, purpose, at)
			SELECT gen_random_uuid(), c.id, 'export', $3, $3, $4, '{sheet}', c.sheet_id, c.sheet_number, ARRAY(SELECT p.id FROM persons p WHERE p.household_id = c.household_id), 'own_work', $5, $6
			FROM cases c WHERE c.opened_at >= $1 AND c.opened_at < $2 AND c.erased_at IS NULL AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.grantee = ANY($7::uuid[])
				AND a.level IN ('lead','supporting','coordinating') AND a.sheet)`, o.From, o.Until, tx.actor.Agency, tx.actor.Account, o.Note, now, texts(tx.scope()))
		if err != nil {
			return err
		}
		n = int(tag.RowsAffected())
		rows, err := c.Query(tx.ctx, `SELECT c.id, c.number, c.state, g.name, c.issues, c.features, c.opened_at, coalesce(h.n, 0), h.requested, h.answered, h.connected, c.contacted_at,
			e.opened, e.settled, k.held, p.agreed, p.reviewed, c.closed_at, coalesce(c.closure ->> 'class', '')
			FROM disclosures d JOIN cases c ON c.id = d.case_id JOIN agencies g ON g.id = c.lead_agency_id
			LEFT JOIN LATERAL (SELECT count(*)::int AS n, min(requested_at) AS requested, min(answered_at) AS answered, min(connected_at) AS connected FROM handoffs WHERE case_id = c.id) h ON true
			LEFT JOIN LATERAL (SELECT min(opened_at) AS opened, max(settled_at) AS settled FROM escalations WHERE case_id = c.id) e ON true
			LEFT JOIN LATERAL (SELECT min(held_at) AS held FROM conferences WHERE case_id = c.id) k ON true
			LEFT JOIN LATERAL (SELECT min(v.at) AS agreed, max(r.at) AS reviewed FROM plans q LEFT JOIN plan_versions v ON v.plan_id = q.id LEFT JOIN plan_reviews r ON r.plan_id = q.id WHERE q.case_id = c.id) p ON true
			WHERE d.kind = 'export' AND d.account_id = $1 AND d.at = $2 AND c.opened_at >= $3 AND c.opened_at < $4 ORDER BY c.opened_at, c.id`, tx.actor.Account, now, o.From, o.Until)
		if err != nil {
			return err
		}
		var e ExportedCase
		_, err = pgx.ForEachRow(rows, []any{&e.ID, &e.Number, &e.State, &e.Lead, &e.Issues, &e.Features, &e.OpenedAt, &e.Handoffs, &e.RequestedAt, &e.AnsweredAt, &e.ConnectedAt, &e.ContactedAt,
			&e.EscalatedAt, &e.SettledAt, &e.ConferenceAt, &e.PlanAt, &e.ReviewedAt, &e.ClosedAt, &e.Class}, func() error { return fn(e) })
		return err
	})
	return n, err
}
