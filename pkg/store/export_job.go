package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const exportColumns = `x.id, x.account_id, x.agency_id, x.format, x.from_at, x.until_at, x.purpose, x.state, x.total, x.done, x.fault, x.tries, coalesce(x.key, ''), coalesce(x.size, 0), x.sha256,
	x.created_at, x.finished_at, x.gone_at`

var scanExport = pgx.RowToStructByPos[casework.Export]

// AddExport queues an export. Whoever has one under way already gets CodeConflict's sibling, wrong_state.
func (tx *Tx) AddExport(e *casework.Export) error {
	return tx.pgx(func(c *pgx.Conn) error {
		tag, err := c.Exec(tx.ctx, `INSERT INTO exports (id, account_id, agency_id, format, from_at, until_at, purpose, state, created_at, beat_at, gone_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10) ON CONFLICT (account_id) WHERE state IN ('queued', 'running') DO NOTHING`,
			e.ID, e.Account, e.Agency, e.Format, e.From, e.Until, e.Purpose, e.State, e.CreatedAt, e.GoneAt)
		if err == nil && tag.RowsAffected() == 0 {
			return &casework.Error{Code: casework.CodeWrongState, Detail: "前の書き出しがまだ終わっていません。終わるまで待つか、取りやめてください。"}
		}
		return err
	})
}

// Export finds an export of the actor's own.
func (tx *Tx) Export(id casework.ID) (*casework.Export, error) { return tx.export(id, "") }

// ExportToChange is Export, held until commit.
func (tx *Tx) ExportToChange(id casework.ID) (*casework.Export, error) {
	return tx.export(id, " FOR UPDATE")
}

func (tx *Tx) export(id casework.ID, lock string) (*casework.Export, error) {
	var e casework.Export
	err := notFound(tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT `+exportColumns+` FROM exports x WHERE x.id = $1 AND x.account_id = $2 AND x.agency_id = $3`+lock, id, tx.actor.Account, tx.actor.Agency)
		if err != nil {
			return err
		}
		e, err = pgx.CollectExactlyOneRow(rows, scanExport)
		return err
	}))
	return &e, err
}

// Exports lists the actor's own exports, newest first.
func (tx *Tx) Exports(p Paging) (Page[casework.Export], error) {
	q := &query{}
	q.and("x.account_id = ? AND x.agency_id = ? AND x.gone_at > ?", tx.actor.Account, tx.actor.Agency, tx.now())
	counted := *q
	at, err := parseCursor(p.Cursor, "exports", 1)
	if err != nil {
		return Page[casework.Export]{}, err
	}
	if at != nil {
		id, err := cursorID(at[0])
		if err != nil {
			return Page[casework.Export]{}, badCursor()
		}
		q.and("x.id < ?", id)
	}
	return pageOf(tx, q, &counted, p, `SELECT `+exportColumns+` FROM exports x`, `SELECT count(*) FROM exports x`, `x.id DESC`, scanExport,
		func(e casework.Export) string { return cursorOf("exports", string(e.ID)) })
}

// SaveExport keeps the state of an export.
func (tx *Tx) SaveExport(e *casework.Export) error {
	return tx.pgx(func(c *pgx.Conn) error {
		_, err := c.Exec(tx.ctx, `UPDATE exports SET state = $2, finished_at = $3 WHERE id = $1`, e.ID, e.State, e.FinishedAt)
		return err
	})
}

// FinishExport keeps what was made; false when it was cancelled or taken over meanwhile. It commits with the lines of the ledger.
func (tx *Tx) FinishExport(e *casework.Export, key string, size int64, sum []byte) (still bool, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		tag, err := c.Exec(tx.ctx, `UPDATE exports SET state = 'ready', done = $2, total = $2, key = $3, size = $4, sha256 = $5, finished_at = $6 WHERE id = $1 AND state = 'running' AND tries = $7`,
			e.ID, e.Done, key, size, sum, tx.now(), e.Tries)
		still = tag.RowsAffected() == 1
		return err
	})
	return still, err
}

// Patient lets the statements of this transaction take longer than those of a request.
func (tx *Tx) Patient(most time.Duration) error {
	return tx.pgx(func(c *pgx.Conn) error {
		_, err := c.Exec(tx.ctx, `SELECT set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $1, true)`, strconv.FormatInt(most.Milliseconds(), 10))
		return err
	})
}

// TakeExport begins the oldest export that waits, or one whose program went silent before the instant; nil when there is none.
// Replicas pass over what another one takes.
func (s *Store) TakeExport(ctx context.Context, now, silent time.Time) (e *casework.Export, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		return tx.pgx(func(c *pgx.Conn) error {
			rows, err := c.Query(ctx, `UPDATE exports x SET state = 'running', tries = tries + 1, done = 0, total = NULL, beat_at = $1 WHERE x.id = (
				SELECT id FROM exports WHERE state IN ('queued', 'running') AND (state = 'queued' OR beat_at < $2) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING `+exportColumns, now, silent)
			if err != nil {
				return err
			}
			one, err := pgx.CollectExactlyOneRow(rows, scanExport)
			if errors.Is(err, pgx.ErrNoRows) {
				return nil
			}
			e = &one
			return err
		})
	})
	return e, err
}

// ExportProgress shows how far an export has come, and reports whether it is still wanted.
func (s *Store) ExportProgress(ctx context.Context, e *casework.Export, total int, now time.Time) (wanted bool, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		return tx.pgx(func(c *pgx.Conn) error {
			tag, err := c.Exec(ctx, `UPDATE exports SET done = $2, total = $3, beat_at = $4 WHERE id = $1 AND state = 'running' AND tries = $5`, e.ID, e.Done, max(e.Done, total), now, e.Tries)
			wanted = tag.RowsAffected() == 1
			return err
		})
	})
	return wanted, err
}

// EndExport says that a running export came to nothing (failed, with a fault), or waits again (queued).
func (s *Store) EndExport(ctx context.Context, e *casework.Export, state casework.State, fault string, now time.Time) error {
	return s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		return tx.pgx(func(c *pgx.Conn) error {
			_, err := c.Exec(ctx, `UPDATE exports SET state = $2, fault = $3, finished_at = CASE WHEN $2 = 'failed' THEN $4::timestamptz END WHERE id = $1 AND state = 'running' AND tries = $5`, e.ID, state, fault, now, e.Tries)
			return err
		})
	})
}

// ForgetExports takes away the rows whose table is gone.
func (s *Store) ForgetExports(ctx context.Context, now time.Time) error {
	return s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		return tx.pgx(func(c *pgx.Conn) error {
			_, err := c.Exec(ctx, `DELETE FROM exports WHERE gone_at <= $1`, now)
			return err
		})
	})
}
