package jobs

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

var noon = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)

func TestNothingDueIsNothingDone(t *testing.T) {
	var said bytes.Buffer
	if n := Once(t.Context(), testdb.New(t), noon, slog.New(slog.NewTextHandler(&said, nil))); n != 0 || said.Len() > 0 {
		t.Errorf("%d done; said %s", n, said.String())
	}
}

func TestTroubleIsSaidAndEndsNothing(t *testing.T) {
	s := testdb.New(t)
	s.Close()
	var said bytes.Buffer
	Once(t.Context(), s, noon, slog.New(slog.NewTextHandler(&said, nil)))
	if strings.Count(said.String(), "level=ERROR") != 1 {
		t.Errorf("said %s", said.String())
	}
}

func TestRunTidiesAndEndsWithItsContext(t *testing.T) {
	s := testdb.New(t)
	limit := store.Limit{Key: "account:a", Failures: 1, Within: time.Hour, Lock: time.Hour}
	for range 2 {
		_ = s.BeginAttempt(t.Context(), noon, limit) // the second one locks
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		Run(ctx, s, func() time.Time { return noon.Add(48 * time.Hour) }, slog.New(slog.DiscardHandler))
		close(ended)
	}()
	for deadline := time.Now().Add(10 * time.Second); ; { // until the count is gone the key is locked at noon
		if s.BeginAttempt(t.Context(), noon, limit) == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("old counts were not forgotten")
		}
	}
	cancel()
	<-ended
}
