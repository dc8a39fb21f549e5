package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// chain is a journal with rows in it, and the owner who can tamper with it.
type chain struct {
	t     *testing.T
	dsn   string
	store *store.Store
	owner *pgx.Conn
}

func newChain(t *testing.T) *chain {
	t.Helper()
	dsn := testdb.NewDSN(t)
	c := &chain{t: t, dsn: dsn, store: testdb.Open(t, dsn)}
	var err error
	if c.owner, err = pgx.Connect(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.owner.Close(context.Background()) })
	return c
}

// look journals n looks at cases, a second apart.
func (c *chain) look(n int) {
	c.t.Helper()
	for i := range n {
		e := store.Entry{At: testdb.Noon.Add(time.Duration(i) * time.Second), Operation: "getCase", Cases: []casework.ID{casework.NewID(testdb.Noon)}, Request: "r"}
		if err := c.store.Journal(c.t.Context(), casework.Actor{Account: casework.NewID(testdb.Noon)}, e); err != nil {
			c.t.Fatal(err)
		}
	}
}

func (c *chain) seal() int {
	c.t.Helper()
	n, err := c.store.NewSealer().Seal(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

// tamper does what only somebody with the owner's rights can do.
func (c *chain) tamper(statements ...string) {
	c.t.Helper()
	for _, sql := range append([]string{`ALTER TABLE journal DISABLE TRIGGER append_only`, `ALTER TABLE journal_seals DISABLE TRIGGER append_only`}, statements...) {
		if _, err := c.owner.Exec(c.t.Context(), sql); err != nil {
			c.t.Fatalf("%s: %v", sql, err)
		}
	}
}

func (c *chain) verify(anchors ...store.Anchor) string {
	c.t.Helper()
	v, err := c.store.VerifyJournal(c.t.Context(), anchors, testdb.Noon.Add(time.Hour))
	if err != nil {
		c.t.Fatal(err)
	}
	var found []string
	for _, f := range v.Findings {
		text := fmt.Sprintf("%s row %d seq %d", f.Kind, f.Journal, f.Seq)
		if f.Upto > 0 {
			text += fmt.Sprintf("–%d", f.Upto)
		}
		found = append(found, text)
	}
	return strings.Join(found, "; ")
}

func (c *chain) anchor() store.Anchor {
	c.t.Helper()
	head, err := c.store.Head(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	return store.Anchor{At: testdb.Noon, Seq: head.Seq, Hash: head.Hash}
}

// Each way to tamper is found, and the row is named.
func TestTamperingIsFoundAndNamed(t *testing.T) {
	for name, c := range map[string]struct {
		tamper []string
		then   bool // the sealer goes on afterwards
		want   string
	}{
		"nothing":           {nil, true, ""},
		"changed":           {[]string{`UPDATE journal SET account_id = NULL WHERE id = 5`}, true, "changed row 5 seq 5"},
		"a case taken out":  {[]string{`UPDATE journal SET case_ids = '{}' WHERE id = 10`}, true, "changed row 10 seq 10"},
		"removed":           {[]string{`DELETE FROM journal WHERE id = 4`}, true, "removed row 4 seq 4"},
		"removed with seal": {[]string{`DELETE FROM journal WHERE id = 4`, `DELETE FROM journal_seals WHERE seq = 4`}, true, "removed row 0 seq 4–4"},
		"inserted": {[]string{`INSERT INTO journal (id, at, operation, outcome) OVERRIDING SYSTEM VALUE VALUES (0, '2026-06-10 03:00:02Z', 'getCase', 'done')`},
			true, "inserted row 0 seq 0"},
		"inserted, then sealed": {[]string{`INSERT INTO journal (at, operation, outcome) VALUES ('2026-06-10 02:00:00Z', 'getCase', 'done')`}, true, "inserted row 11 seq 11"},
		"inserted with a seal": {[]string{`INSERT INTO journal (at, operation, outcome) VALUES ('2026-06-10 03:00:08Z', 'getCase', 'done')`,
			`UPDATE journal_seals SET seq = seq + 100 WHERE seq > 8`, `UPDATE journal_seals SET seq = seq - 99 WHERE seq > 100`,
			`INSERT INTO journal_seals SELECT 9, 11, 1, at, hash, sha256(hash) FROM journal_seals WHERE seq = 8`},
			false, "changed row 11 seq 9; reordered row 9 seq 10; rewritten row 0 seq 1–10; changed row 10 seq 11"},
		"reordered": {[]string{`UPDATE journal_seals SET seq = 100 WHERE seq = 3`, `UPDATE journal_seals SET seq = 3 WHERE seq = 6`, `UPDATE journal_seals SET seq = 6 WHERE seq = 100`},
			true, "reordered row 6 seq 3; reordered row 3 seq 6"},
		"contents exchanged": {[]string{`UPDATE journal SET at = a.at FROM (SELECT id, at FROM journal WHERE id IN (2, 3)) a WHERE journal.id IN (2, 3) AND a.id <> journal.id`},
			true, "changed row 2 seq 2; changed row 3 seq 3"},
		"cut":                  {[]string{`DELETE FROM journal WHERE id > 7`, `DELETE FROM journal_seals WHERE seq > 7`}, false, "cut row 0 seq 8–10"},
		"cut, then grown over": {[]string{`DELETE FROM journal WHERE id > 7`, `DELETE FROM journal_seals WHERE seq > 7`, `INSERT INTO journal (at, operation, outcome) SELECT '2026-06-10 03:01:00Z', 'getCase', 'done' FROM generate_series(1, 5)`}, true, "rewritten row 0 seq 1–10"},
		"a seal made anew":     {[]string{`UPDATE journal_seals SET hash = sha256('x') WHERE seq = 10`}, true, "changed row 10 seq 10; rewritten row 0 seq 1–10"},
		"everything gone":      {[]string{`DELETE FROM journal`, `DELETE FROM journal_seals`}, false, "cut row 0 seq 1–10"},
	} {
		t.Run(name, func(t *testing.T) {
			j := newChain(t)
			j.look(10)
			if n := j.seal(); n != 10 {
				t.Fatalf("%d sealed", n)
			}
			anchor := j.anchor()
			j.tamper(c.tamper...)
			if c.then {
				j.seal()
			}
			if got := j.verify(anchor); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// Somebody who knows how seals are made can make the whole chain anew; the anchor outside the database remembers the old one.
func TestChainMadeAnewDoesNotMatchTheAnchor(t *testing.T) {
	j := newChain(t)
	j.look(6)
	j.seal()
	anchor := j.anchor()
	j.tamper(`UPDATE journal SET operation = 'getMe' WHERE id = 2`, `DELETE FROM journal_seals`)
	j.seal()
	if got := j.verify(); got != "" {
		t.Fatalf("without an anchor nothing can be found, but %q was", got)
	}
	if got := j.verify(anchor); got != "rewritten row 0 seq 1–6" {
		t.Errorf("found %.2000q", got)
	}
}

func TestRowsWithoutSealAreReportedAfterFiveSeconds(t *testing.T) {
	j := newChain(t)
	j.look(3)
	v, err := j.store.VerifyJournal(t.Context(), nil, testdb.Noon.Add(6*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Findings) != 1 || v.Findings[0].Kind != store.FindingUnsealed || v.Findings[0].Journal != 1 {
		t.Errorf("rows of 6, 5 and 4 seconds: %+v", v.Findings)
	}
}

func TestTwoSealersSealEachRowOnce(t *testing.T) {
	j := newChain(t)
	var writing, sealing sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	for range 4 {
		z := testdb.Open(t, j.dsn).NewSealer()
		sealing.Go(func() {
			for ctx.Err() == nil {
				if _, err := z.Seal(t.Context()); err != nil {
					t.Errorf("sealer: %v", err)
					return
				}
			}
		})
	}
	for range 4 {
		writing.Go(func() { j.look(200) })
	}
	writing.Wait()
	stop()
	sealing.Wait()
	j.seal()
	if got := j.verify(); got != "" {
		t.Errorf("found %.2000q", got)
	}
	if head := j.anchor(); head.Seq != 800 {
		t.Errorf("%d seals of 800 rows", head.Seq)
	}
}

// A row that commits after rows with higher ids were sealed is sealed all the same, by the sealer that passed it by.
func TestLateRowIsSealed(t *testing.T) {
	j := newChain(t)
	z := j.store.NewSealer()
	slow, err := j.owner.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := slow.Exec(t.Context(), `INSERT INTO journal (at, operation, outcome) VALUES ($1, 'getCase', 'done')`, testdb.Noon); err != nil {
		t.Fatal(err)
	}
	j.look(5)
	if n, err := z.Seal(t.Context()); n != 5 || err != nil {
		t.Fatalf("%d %v", n, err)
	}
	if err := slow.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := z.Seal(t.Context()); n != 1 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	if got := j.verify(); got != "" {
		t.Errorf("found %.2000q", got)
	}
}

func TestApplicationCannotChangeTheJournal(t *testing.T) {
	j := newChain(t)
	j.look(3)
	j.seal()
	var tables int
	if err := j.owner.QueryRow(t.Context(), `SELECT count(*) FROM journal_seals`).Scan(&tables); err != nil || tables != 3 {
		t.Fatalf("%d %v", tables, err)
	}
	for _, sql := range []string{
		`UPDATE journal SET account_id = NULL`, `DELETE FROM journal`, `TRUNCATE journal`, `UPDATE journal_seals SET seq = seq + 10`, `DELETE FROM journal_seals`,
		`TRUNCATE journal_seals`, `UPDATE journal_days SET day = '2020-01-01'`, `DELETE FROM journal_days`,
		`ALTER TABLE journal DISABLE TRIGGER ALL`, `ALTER TABLE journal_seals DISABLE TRIGGER append_only`, `DROP TRIGGER append_only ON journal`,
		`DROP TABLE journal_seals`, `SET session_replication_role = replica`, `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
		`INSERT INTO journal (id, at, operation, outcome) OVERRIDING SYSTEM VALUE SELECT id, at, operation, outcome FROM journal LIMIT 1 ON CONFLICT (id) DO UPDATE SET operation = 'x'`,
	} {
		// a session of the application's own: what it is not allowed it cannot give itself
		tx, err := j.owner.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), `SET LOCAL SESSION AUTHORIZATION `+store.AppRole); err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), sql); err == nil {
			t.Errorf("%s may: %s", store.AppRole, sql)
		}
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, sql := range []string{`UPDATE journal SET account_id = NULL`, `DELETE FROM journal_seals`, `TRUNCATE journal`} { // by mistake
		if _, err := j.owner.Exec(t.Context(), sql); err == nil {
			t.Errorf("the owner may, without meaning to: %s", sql)
		}
	}
	if got := j.verify(); got != "" {
		t.Errorf("found %.2000q", got)
	}
}

// The program is killed while it writes and seals: every row it said to have written is there, is sealed once, and the chain is whole.
func TestKillBetweenRowAndSealLosesNothing(t *testing.T) {
	if dsn := os.Getenv("TSUNAGU_TEST_KILLED"); dsn != "" {
		writeUntilKilled(t, dsn)
	}
	j := newChain(t)
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), "TSUNAGU_TEST_KILLED="+j.dsn)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	written := 0
	for lines := bufio.NewScanner(out); written < 300 && lines.Scan(); {
		if lines.Text() == "written" {
			written++
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	if written != 300 {
		t.Fatalf("the child wrote %d rows only", written)
	}
	// its connections end by themselves; a row it was just committing may still appear
	for open := 1; open > 0; {
		if err := j.owner.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tsunagu'
			AND backend_type = 'client backend' AND state IS DISTINCT FROM 'idle'`).Scan(&open); err != nil {
			t.Fatal(err)
		}
	}
	j.seal()
	var rows int64
	if err := j.owner.QueryRow(t.Context(), `SELECT count(*) FROM journal`).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if head := j.anchor(); rows < 300 || head.Seq != rows {
		t.Errorf("%d rows, %d seals", rows, head.Seq)
	}
	if got := j.verify(); got != "" {
		t.Errorf("found %.2000q", got)
	}
}

func writeUntilKilled(t *testing.T, dsn string) {
	t.Helper()
	j := &chain{t: t, dsn: dsn, store: testdb.Open(t, dsn)}
	go func() {
		for z := j.store.NewSealer(); ; {
			if _, err := z.Seal(t.Context()); err != nil {
				t.Errorf("sealer: %v", err)
				return
			}
		}
	}()
	for {
		j.look(1)
		fmt.Println("written")
	}
}

func TestHundredThousandRowsAreVerifiedInSeconds(t *testing.T) {
	j := newChain(t)
	if _, err := j.owner.Exec(t.Context(), `INSERT INTO journal (at, account_id, operation, case_ids, outcome)
		SELECT timestamptz '2026-06-10 03:00:00Z' + g * interval '1 second', ('01935a00-0000-7000-9000-' || lpad(to_hex(g % 300), 12, '0'))::uuid, 'listCases',
			ARRAY(SELECT ('01935a00-0000-7000-8000-' || lpad(to_hex(g % 500 + n), 12, '0'))::uuid FROM generate_series(1, 20) n), 'done' FROM generate_series(1, 100000) g`); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	n := j.seal()
	sealed := time.Now()
	if got := j.verify(); n != 100_000 || got != "" {
		t.Errorf("%d sealed, found %.200q", n, got)
	}
	took := time.Since(sealed)
	t.Logf("sealed in %s, verified in %s", sealed.Sub(start).Round(time.Millisecond), took.Round(time.Millisecond))
	if took > 20*time.Second {
		t.Errorf("verified in %s", took)
	}
}
