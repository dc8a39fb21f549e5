package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// lookAt journals n looks of an instant and seals them then.
func (c *chain) lookAt(at time.Time, n int) store.Anchor {
	c.t.Helper()
	for i := range n {
		e := store.Entry{At: at.Add(time.Duration(i) * time.Second), Operation: "getCase", Cases: []casework.ID{casework.NewID(at)}, Request: "r"}
		if err := c.store.Journal(c.t.Context(), casework.Actor{Account: casework.NewID(at)}, e); err != nil {
			c.t.Fatal(err)
		}
	}
	store.SealAt(c.t, c.owner, at.Add(time.Minute))
	a := c.anchor()
	a.At = at.Add(time.Hour)
	return a
}

func (c *chain) rows() (n int64) {
	c.t.Helper()
	if err := c.owner.QueryRow(c.t.Context(), `SELECT count(*) FROM journal`).Scan(&n); err != nil {
		c.t.Fatal(err)
	}
	return n
}

func TestJournalForgetsWhatHasServedItsTimeAndStillProvesTheRest(t *testing.T) {
	c := newChain(t)
	first := c.lookAt(testdb.Noon.AddDate(-12, 0, 0), 3)
	old := c.lookAt(testdb.Noon.AddDate(-11, 0, -1), 2)
	recent := c.lookAt(testdb.Noon.AddDate(-3, 0, 0), 4)
	forged := old
	forged.Hash[0]++
	if _, err := c.store.PruneJournal(t.Context(), forged); err == nil {
		t.Error("an anchor that does not agree let the journal be forgotten")
	}
	if n, err := c.store.PruneJournal(t.Context(), recent); n != 0 || err != nil || c.rows() != 9 {
		t.Errorf("what has not served its time: %d, %v", n, err)
	}
	if n, err := c.store.PruneJournal(t.Context(), old); n != 5 || err != nil || c.rows() != 4 {
		t.Errorf("forgotten %d, %v; %d are left", n, err, c.rows())
	}
	if n, err := c.store.PruneJournal(t.Context(), old); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
	c.look(2)
	c.seal()
	if found := c.verify(first, old, recent, c.anchor()); found != "" {
		t.Errorf("after forgetting: %s", found)
	}
	v, err := c.store.VerifyJournal(t.Context(), []store.Anchor{first, old, recent}, testdb.Noon.Add(time.Hour))
	if err != nil || v.Pruned == nil || v.Pruned.Seq != 5 || v.Pruned.Rows != 5 || v.Pruned.Years != 10 || v.Rows != 6 {
		t.Errorf("%+v %+v, %v", v, v.Pruned, err)
	}
	// what is left is guarded as before, from its first link on
	c.tamper(`UPDATE journal SET outcome = 'refused' WHERE id = 6`)
	if found := c.verify(old, recent); found != "changed row 6 seq 6" {
		t.Errorf("a changed row: %q", found)
	}
}

func TestWhatIsRemovedByHandIsNotTakenForForgotten(t *testing.T) {
	for name, x := range map[string]struct {
		tamper []string
		found  string
	}{
		"the first rows": {[]string{`DELETE FROM journal WHERE id <= 3`, `DELETE FROM journal_seals WHERE seq <= 3`}, "removed row 0 seq 1–3"},
		"with a note that says too little time": {[]string{
			`INSERT INTO journal_prunings SELECT seq, hash, at, 3, 10, now() FROM journal_seals WHERE seq = 3`, `DELETE FROM journal WHERE id <= 3`, `DELETE FROM journal_seals WHERE seq <= 3`,
		}, "early row 0 seq 1–3"},
		"with a note of another hash": {[]string{
			`INSERT INTO journal_prunings SELECT seq, prev, at - interval '20 years', 3, 10, now() FROM journal_seals WHERE seq = 3`,
			`DELETE FROM journal WHERE id <= 3`, `DELETE FROM journal_seals WHERE seq <= 3`,
		}, "rewritten"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newChain(t)
			a := c.lookAt(testdb.Noon.AddDate(-2, 0, 0), 3)
			c.lookAt(testdb.Noon.AddDate(-1, 0, 0), 2)
			c.tamper(x.tamper...)
			if found := c.verify(a); !strings.HasPrefix(found, x.found) {
				t.Errorf("found %q", found)
			}
		})
	}
}

func TestApplicationCannotForgetTheJournalByItself(t *testing.T) {
	c := newChain(t)
	c.lookAt(testdb.Noon.AddDate(-12, 0, 0), 2)
	c.lookAt(testdb.Noon, 1)
	for _, sql := range []string{
		`SELECT set_config('tsunagu.pruning', 'on', false); DELETE FROM journal`, `INSERT INTO journal_prunings SELECT seq, hash, at, 1, 1, now() FROM journal_seals`,
		`DELETE FROM retention_classes`, `UPDATE retention_classes SET years = 1`,
	} {
		if err := store.Exec(t, c.store, sql); err == nil || c.rows() != 3 {
			t.Errorf("%s: %v, %d rows", sql, err, c.rows())
		}
	}
}

// The database counts as the program does: 28 and 29 February, both ends of a fiscal year, and by the day.
func TestDatabaseAndProgramAgreeWhatHasServedItsTime(t *testing.T) {
	c := newChain(t)
	for i, fromYear := range []bool{true, false} {
		rule := casework.RetentionRule{Class: casework.RetainAccount, Years: 5, FromYear: fromYear, ValidFrom: calendar.Date{Year: 2001 + i, Month: 1, Day: 1}}
		if err := store.SetRetention(t.Context(), c.dsn, rule); err != nil {
			t.Fatal(err)
		}
		for _, at := range []string{"2028-02-29T03:00:00Z", "2027-02-28T03:00:00Z", "2026-03-31T14:59:59Z", "2026-03-31T15:00:00Z", "2026-12-31T15:00:00Z", "2027-01-31T10:00:00Z"} {
			now, _ := time.Parse(time.RFC3339, at)
			var got time.Time
			if err := c.owner.QueryRow(t.Context(), `SELECT retained_from('account', $1)`, now).Scan(&got); err != nil {
				t.Fatal(err)
			}
			if want := rule.Before(calendar.DateOf(now)); !got.Equal(want) {
				t.Errorf("%s, by fiscal year %v: database %s, program %s", at, fromYear, got.UTC(), want)
			}
		}
	}
}
