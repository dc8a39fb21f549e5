package store_test

import (
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// What was written about a protection stays: it can only be ended, once, and a look cannot be undone. The
// database says so itself.
func TestProtectionsOnlyEndAndLooksStay(t *testing.T) {
	w := testdb.NewWorld(t)
	a := w.Worker("houkatsu")
	f := w.File(a, testdb.Noon, testdb.Content("操山 キヨ", "みさおやま きよ"))
	w.In(a, func(tx *store.Tx) error {
		c, err := tx.CaseToChange(f.ID)
		if err != nil {
			return err
		}
		if _, err = c.Protect(a, testdb.Noon, casework.ProtectionOrder{Person: c.Members[0].ID, Reason: "DV"}); err != nil {
			return err
		}
		return tx.SaveCase(c, testdb.Noon)
	})
	for _, sql := range []string{
		`UPDATE protections SET reason = ''`, `UPDATE protections SET listed = '{}'`, `UPDATE protections SET until_on = '2026-06-11'`, `DELETE FROM protections`,
		`UPDATE break_glasses SET until = until + interval '1 day'`, `DELETE FROM break_glasses`, `TRUNCATE break_glasses`,
	} {
		if err := store.Exec(t, w.Store, sql); err == nil {
			t.Errorf("the application may %s", sql)
		}
	}
	if err := store.Exec(t, w.Store, `UPDATE protections SET ended_at = now()`); err != nil {
		t.Errorf("it cannot be ended: %v", err)
	}
	if err := store.Exec(t, w.Store, `UPDATE protections SET ended_at = NULL`); err == nil {
		t.Error("an ended protection was opened again")
	}
}
