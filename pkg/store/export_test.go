package store

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// EndMembership ends all terms of an account, as an administrator will.
func EndMembership(t *testing.T, s *Store, account casework.ID, on time.Time) {
	t.Helper()
	_, err := s.pool.Exec(t.Context(), `UPDATE memberships SET starts_on = starts_on - 30, ends_on = $2::date WHERE account_id = $1`, account, on)
	if err != nil {
		t.Fatal(err)
	}
}

// Exec runs one statement with the rights that requests have.
func Exec(t *testing.T, s *Store, sql string) error {
	t.Helper()
	_, err := s.pool.Exec(t.Context(), sql)
	return err
}

// Plan is how PostgreSQL runs a statement where it may not sort or scan a table whole unless it must: on the few rows of a
// test it would rather do that than walk an index.
func Plan(t *testing.T, s *Store, sql string, args ...any) (plan string) {
	t.Helper()
	tx, err := s.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(t.Context()) }()
	if _, err = tx.Exec(t.Context(), `SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off`); err != nil {
		t.Fatal(err)
	}
	rows, err := tx.Query(t.Context(), `EXPLAIN `+sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// SealAt chains what is not sealed yet as the sealer would have at an instant of long ago, with the owner's rights.
func SealAt(t *testing.T, owner *pgx.Conn, at time.Time) {
	t.Helper()
	tx, err := owner.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := unsealed(t.Context(), tx, 0)
	if err != nil {
		t.Fatal(err)
	}
	head, err := headOf(t.Context(), tx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		head = sealOf(&rows[i], head.Seq+1, at, head.Hash)
		if _, err := tx.Exec(t.Context(), `INSERT INTO journal_seals (seq, journal_id, form, at, prev, hash) VALUES ($1, $2, $3, $4, $5, $6)`,
			head.Seq, head.Journal, int16(sealForm), head.At, head.Prev[:], head.Hash[:]); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}
