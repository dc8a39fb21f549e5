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

// exported are the cases of the period that the actor works on (内部利用: for the own agency alone); $1–$2 the period, $3 the actor's scope.
const exported = `FROM cases c WHERE c.opened_at >= $1 AND c.opened_at < $2 AND c.erased_at IS NULL AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.grantee = ANY($3::uuid[])
	AND a.level IN ('lead','supporting','coordinating') AND a.sheet)`

// exportBatch is how many cases are read and written down at once.
const exportBatch = 1000

// CountExport counts the rows that ExportCases would write now.
func (tx *Tx) CountExport(o ExportOrder) (n int, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT count(*) `+exported, o.From, o.Until, texts(tx.scope())).Scan(&n)
	})
	return n, err
}

// ExportCases writes a line of the ledger for each case of the period that the actor works on and hands over its row, in the order of
// opening, one batch after the other; after each batch it asks whether to go on. Nothing but the batch is kept in memory.
func (tx *Tx) ExportCases(o ExportOrder, fn func([]ExportedCase) error) error {
	at, last := o.From.Add(-time.Microsecond), casework.ID(nobody)
	for {
		batch, err := tx.exportBatch(o, at, last)
		if err != nil || len(batch) == 0 {
			return err
		}
		if err := fn(batch); err != nil {
			return err
		}
		at, last = batch[len(batch)-1].OpenedAt, batch[len(batch)-1].ID
	}
}

// nobody is smaller than every id.
const nobody = "00000000-0000-0000-0000-000000000000"

func (tx *Tx) exportBatch(o ExportOrder, at time.Time, last casework.ID) (batch []ExportedCase, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT c.id `+exported+` AND (c.opened_at, c.id) > ($4, $5) ORDER BY c.opened_at, c.id LIMIT $6`, o.From, o.Until, texts(tx.scope()), at, last, exportBatch)
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil || len(ids) == 0 {
			return err
		}
		// who is not let in any more by now has no line, and then no row
		rows, err = c.Query(tx.ctx, `INSERT INTO disclosures (id, case_id, kind, from_agency_id, to_agency_id, account_id, what, sheet_id, sheet_number, person_ids, ground, purpose, at)
			SELECT gen_random_uuid(), c.id, 'export', $5, $5, $6, '{sheet}', c.sheet_id, c.sheet_number, ARRAY(SELECT p.id FROM persons p WHERE p.household_id = c.household_id), 'own_work', $7, $8
			`+exported+` AND c.id = ANY($4::uuid[]) RETURNING case_id`, o.From, o.Until, texts(tx.scope()), ids, tx.actor.Agency, tx.actor.Account, o.Note, tx.now())
		if err != nil {
			return err
		}
		if ids, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			return err
		}
		rows, err = c.Query(tx.ctx, `SELECT c.id, c.number, c.state, g.name, c.issues, c.features, c.opened_at, coalesce(h.n, 0), h.requested, h.answered, h.connected, c.contacted_at,
			e.opened, e.settled, k.held, p.agreed, p.reviewed, c.closed_at, coalesce(c.closure ->> 'class', '')
			FROM cases c JOIN agencies g ON g.id = c.lead_agency_id
			LEFT JOIN LATERAL (SELECT count(*)::int AS n, min(requested_at) AS requested, min(answered_at) AS answered, min(connected_at) AS connected FROM handoffs WHERE case_id = c.id) h ON true
			LEFT JOIN LATERAL (SELECT min(opened_at) AS opened, max(settled_at) AS settled FROM escalations WHERE case_id = c.id) e ON true
			LEFT JOIN LATERAL (SELECT min(held_at) AS held FROM conferences WHERE case_id = c.id) k ON true
			LEFT JOIN LATERAL (SELECT min(v.at) AS agreed, max(r.at) AS reviewed FROM plans q LEFT JOIN plan_versions v ON v.plan_id = q.id LEFT JOIN plan_reviews r ON r.plan_id = q.id WHERE q.case_id = c.id) p ON true
			WHERE c.id = ANY($1::uuid[]) ORDER BY c.opened_at, c.id`, ids)
		if err != nil {
			return err
		}
		batch, err = pgx.CollectRows(rows, pgx.RowToStructByPos[ExportedCase])
		return err
	})
	return batch, err
}
