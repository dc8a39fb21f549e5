package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Entry is one row of the journal: who did or looked at what. It holds ids only, never a word of content.
type Entry struct {
	At        time.Time
	Operation string
	Object    casework.ID   // what was changed or shown; "" = nothing single
	Cases     []casework.ID // every case that was shown or changed
	Refused   string        // the code of a refusal; "" = done
	Request   string
}

const insertJournal = `INSERT INTO journal (at, account_id, agency_id, operation, object_id, case_ids, outcome, code, request_id)
	VALUES ($1, nullif($2, '')::uuid, nullif($3, '')::uuid, $4, nullif($5, '')::uuid, $6::uuid[], $7, $8, $9)`

func (e Entry) args(a casework.Actor) []any {
	outcome := "done"
	if e.Refused != "" {
		outcome = "refused"
	}
	return []any{e.At, string(a.Account), string(a.Agency), e.Operation, string(e.Object), texts(e.Cases), outcome, e.Refused, e.Request}
}

// Journal adds a row in the transaction of what it tells: no journal row, no data.
func (tx *Tx) Journal(e Entry) error {
	return tx.pgx(func(c *pgx.Conn) error {
		_, err := c.Exec(tx.ctx, insertJournal, e.args(tx.actor)...)
		return err
	})
}

// Journal adds a row for what left nothing else behind: a refusal, a sign-in.
func (s *Store) Journal(ctx context.Context, a casework.Actor, e Entry) error {
	return s.withConn(ctx, func(c *pgxpool.Conn) error {
		_, err := c.Exec(ctx, insertJournal, e.args(a)...)
		return err
	})
}

// CountJournal counts the rows of an operation with an outcome (done, refused).
func (s *Store) CountJournal(ctx context.Context, operation, outcome string) (n int, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT count(*) FROM journal WHERE operation = $1 AND outcome = $2`, operation, outcome).Scan(&n)
	})
	return n, err
}
