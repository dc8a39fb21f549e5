package jobs_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

func look(t *testing.T, s *store.Store, n int) {
	t.Helper()
	for range n {
		if err := s.Journal(t.Context(), casework.Actor{}, store.Entry{At: testdb.Noon, Operation: "createSession", Refused: "invalid_credentials"}); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever was journaled before the stop is sealed and anchored when the program is gone.
func TestStoppingSealsAndAnchors(t *testing.T) {
	s, dir := testdb.New(t), t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		jobs.SealJournal(ctx, s, dir, func() time.Time { return testdb.Noon }, slog.New(slog.DiscardHandler))
	}()
	look(t, s, 7)
	stop()
	<-ended
	anchors, err := jobs.ReadAnchors(dir)
	if err != nil || len(anchors) != 1 || anchors[0].Seq != 7 || !anchors[0].At.Equal(testdb.Noon) {
		t.Fatalf("anchors %+v, %v", anchors, err)
	}
	v, err := s.VerifyJournal(t.Context(), anchors, testdb.Noon)
	if err != nil || len(v.Findings) > 0 || v.Rows != 7 {
		t.Errorf("%+v %v", v, err)
	}
}

func TestAnchorsAreAddedOnlyWhenTheChainGrew(t *testing.T) {
	s, dir := testdb.New(t), t.TempDir()
	if _, wrote, err := jobs.Anchor(t.Context(), s, dir, testdb.Noon); wrote || err != nil {
		t.Errorf("an empty chain was anchored: %v", err)
	}
	z := s.NewSealer()
	for range 2 {
		look(t, s, 1)
		if _, err := z.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, _, err := jobs.Anchor(t.Context(), s, dir, testdb.Noon); err != nil {
				t.Fatal(err)
			}
		}
	}
	anchors, err := jobs.ReadAnchors(dir)
	if err != nil || len(anchors) != 2 || anchors[0].Seq != 1 || anchors[1].Seq != 2 {
		t.Errorf("%+v %v", anchors, err)
	}
}

func TestDamagedAnchorsAreNotOverlooked(t *testing.T) {
	dir := t.TempDir()
	good := "2026-06-10T03:00:00Z 5 " + strings.Repeat("ab", 32) + "\n"
	for _, bad := range []string{"x\n", "2026-06-10T03:00:00Z 5 abc\n", "2026-06-10T03:00:00Z -1 " + strings.Repeat("ab", 32) + "\n", strings.TrimSpace(good) + " more\n", "\n"} {
		if err := os.WriteFile(filepath.Join(dir, "journal.anchors"), []byte(good+bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := jobs.ReadAnchors(dir); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if all, err := jobs.ReadAnchors(filepath.Join(dir, "none")); len(all) > 0 || err != nil {
		t.Errorf("no file: %v %v", all, err)
	}
}

// Only what was anchored outside the database is forgotten, and only up to the newest anchor of the time that is over.
func TestTheJournalIsForgottenUpToAnAnchor(t *testing.T) {
	dsn, dir := testdb.NewDSN(t), t.TempDir()
	s := testdb.Open(t, dsn)
	owner, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = owner.Close(context.Background()) }()
	forget := func(want int64) {
		t.Helper()
		if n, err := jobs.PruneJournal(t.Context(), s, dir, testdb.Noon); n != want || err != nil {
			t.Errorf("forgotten %d, not %d: %v", n, want, err)
		}
	}
	forget(0) // no anchors at all
	z := s.NewSealer()
	for _, years := range []int{13, 12, 2} {
		look(t, s, 3)
		if _, err := z.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		at := testdb.Noon.AddDate(-years, 0, 0)
		for _, sql := range []string{`ALTER TABLE journal_seals DISABLE TRIGGER append_only`, fmt.Sprintf(`UPDATE journal_seals SET at = '%s' WHERE at > '2020-01-01'`, at.Format(time.RFC3339))} {
			if _, err := owner.Exec(t.Context(), sql); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := jobs.Anchor(t.Context(), s, dir, at.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	forget(6)
	forget(0)
	var left int
	if err := owner.QueryRow(t.Context(), `SELECT count(*) FROM journal`).Scan(&left); err != nil || left != 3 {
		t.Errorf("%d rows are left, %v", left, err)
	}
}
