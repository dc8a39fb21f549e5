package store

import (
	"testing"
	"time"

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
