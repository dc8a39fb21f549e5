package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// Limit bounds guesses under one key.
type Limit struct {
	Key      string // hashed before it is stored: the table holds no addresses of people
	Failures int    // so many within Within lock the key
	Within   time.Duration
	Lock     time.Duration
}

// LockedError says that a key has had too many failures. Asking again does not make it longer.
type LockedError struct{ Until time.Time }

func (e *LockedError) Error() string { return "too many failures" }

// BeginAttempt counts an attempt as a failure before it is made, so that a hundred guesses at once are
// counted like a hundred in a row. AttemptSucceeded takes it back. It fails with *LockedError while any
// of the keys is locked, and then counts nothing.
func (s *Store) BeginAttempt(ctx context.Context, now time.Time, limits ...Limit) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		for _, l := range limits {
			var counted int
			err := t.QueryRow(ctx, `INSERT INTO sign_in_failures AS f (key, failures, first_at) VALUES ($1, 1, $2)
				ON CONFLICT (key) DO UPDATE SET
					failures = CASE WHEN f.locked_until IS NOT NULL OR f.first_at <= $3 THEN 1 ELSE f.failures + 1 END,
					first_at = CASE WHEN f.locked_until IS NOT NULL OR f.first_at <= $3 THEN $2 ELSE f.first_at END,
					locked_until = CASE WHEN f.locked_until IS NULL AND f.first_at > $3 AND f.failures + 1 >= $4 THEN $5::timestamptz END
				WHERE f.locked_until IS NULL OR f.locked_until <= $2
				RETURNING failures`, hashKey(l.Key), now, now.Add(-l.Within), l.Failures, now.Add(l.Lock)).Scan(&counted)
			if errors.Is(err, pgx.ErrNoRows) {
				locked := &LockedError{}
				if err := t.QueryRow(ctx, `SELECT locked_until FROM sign_in_failures WHERE key = $1`, hashKey(l.Key)).Scan(&locked.Until); err != nil {
					return err
				}
				return locked
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// AttemptSucceeded forgets the failures of the first key (the account) and takes this attempt back from
// the others (the address, which many people share).
func (s *Store) AttemptSucceeded(ctx context.Context, limits ...Limit) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		for i, l := range limits {
			statement := `UPDATE sign_in_failures SET failures = greatest(failures - 1, 0), locked_until = NULL WHERE key = $1`
			if i == 0 {
				statement = `DELETE FROM sign_in_failures WHERE key = $1`
			}
			if _, err := t.Exec(ctx, statement, hashKey(l.Key)); err != nil {
				return err
			}
		}
		return nil
	})
}

// AttemptTakenBack uncounts one attempt of each key: it was no guess. Failures before it stay counted.
func (s *Store) AttemptTakenBack(ctx context.Context, limits ...Limit) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		for _, l := range limits {
			if _, err := t.Exec(ctx, `UPDATE sign_in_failures SET failures = greatest(failures - 1, 0), locked_until = NULL WHERE key = $1`, hashKey(l.Key)); err != nil {
				return err
			}
		}
		return nil
	})
}

// ForgetFailures removes counts that no longer matter.
func (s *Store) ForgetFailures(ctx context.Context, now time.Time) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		_, err := t.Exec(ctx, `DELETE FROM sign_in_failures WHERE first_at < $1 AND (locked_until IS NULL OR locked_until < $2)`, now.Add(-24*time.Hour), now)
		return err
	})
}

func hashKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
