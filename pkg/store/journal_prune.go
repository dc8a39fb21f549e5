package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Pruning is the note that forgetting the oldest part of the journal leaves: the chain begins behind it.
type Pruning struct {
	Seq      int64 // the last link that is gone
	Hash     Hash  // of that link; the next one remembers it
	SealedAt time.Time
	Rows     int64
	Years    int // how long the journal was to be kept, then
	At       time.Time
}

// pruning is the newest one; nil: nothing was ever forgotten.
func (s *Store) pruning(ctx context.Context) (*Pruning, error) {
	p := &Pruning{}
	var hash []byte
	err := s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT seq, hash, sealed_at, rows, years, at FROM journal_prunings ORDER BY seq DESC LIMIT 1`).
			Scan(&p.Seq, &hash, &p.SealedAt, &p.Rows, &p.Years, &p.At)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	copy(p.Hash[:], hash)
	return p, err
}

// JournalKeptFrom is the instant before which the journal has served its time.
func (s *Store) JournalKeptFrom(ctx context.Context, now time.Time) (from time.Time, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		rule, err := tx.RetentionRule(casework.RetainJournal, calendar.DateOf(now))
		from = rule.Before(calendar.DateOf(now))
		return err
	})
	return from, err
}

// PruneJournal forgets the chain up to an anchor and reports how many rows. The database itself holds the anchor against the link and
// looks at its own clock: rows that have not served their time, and the newest link, stay.
func (s *Store) PruneJournal(ctx context.Context, upto Anchor) (rows int64, err error) {
	err = s.begin(ctx, func(t pgx.Tx) error {
		return t.QueryRow(ctx, `SELECT prune_journal($1, $2)`, upto.Seq, upto.Hash[:]).Scan(&rows)
	})
	if err != nil {
		return 0, fmt.Errorf("forgetting the journal up to %d: %w", upto.Seq, err)
	}
	return rows, nil
}
