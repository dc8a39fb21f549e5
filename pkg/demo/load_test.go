package demo_test

import (
	"errors"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/demo"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

func TestLoadFillsAnEmptyDatabaseOnly(t *testing.T) {
	s, now := testdb.New(t), time.Date(2026, 11, 22, 7, 30, 0, 0, time.UTC)
	began := time.Now()
	if err := demo.Load(t.Context(), s, now); err != nil {
		t.Fatal(err)
	}
	t.Logf("loaded in %v", time.Since(began).Round(time.Millisecond))
	if err := demo.Load(t.Context(), s, now); !errors.Is(err, demo.ErrNotEmpty) {
		t.Errorf("a second load gives %v, want ErrNotEmpty", err)
	}
}
