package store_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// The ledger and the steps of consent can be added to and read, and by nobody of the program changed.
func TestLedgerAndConsentAreOnlyAddedTo(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), testdb.NewDSN(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	if _, err := conn.Exec(t.Context(), `SET SESSION AUTHORIZATION `+store.AppRole); err != nil {
		t.Fatal(err)
	}
	for _, allowed := range []string{
		`SELECT count(*) FROM disclosures`, `SELECT count(*) FROM consents`, `UPDATE corrections SET note = ''`, `UPDATE persons SET current = false`,
	} {
		if _, err := conn.Exec(t.Context(), allowed); err != nil {
			t.Errorf("%s: %v", allowed, err)
		}
	}
	for _, refused := range []string{
		`UPDATE disclosures SET ground = 'other'`, `DELETE FROM disclosures`, `TRUNCATE disclosures`,
		`UPDATE consents SET state = 'given'`, `DELETE FROM consents`, `TRUNCATE consents`, `DELETE FROM corrections`, `DELETE FROM persons`,
	} {
		if _, err := conn.Exec(t.Context(), refused); err == nil {
			t.Errorf("%s may: %s", store.AppRole, refused)
		}
	}
}
