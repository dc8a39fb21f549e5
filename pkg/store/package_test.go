package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// kept remembers the statements of a list, so that their plans can be read.
type kept struct {
	sql  []string
	args [][]any
}

func (k *kept) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	if strings.Contains(d.SQL, "FROM case_access a JOIN cases c") {
		k.sql, k.args = append(k.sql, d.SQL), append(k.args, d.Args)
	}
	return ctx
}

func (k *kept) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (k *kept) TraceBatchStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceBatchStartData) context.Context {
	for _, q := range d.Batch.QueuedQueries {
		k.TraceQueryStart(ctx, nil, pgx.TraceQueryStartData{SQL: q.SQL, Args: q.Arguments})
	}
	return ctx
}

func (k *kept) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}
func (k *kept) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

// Access that ends by itself must cost the lists of workers nothing: they still walk one index, and sort nothing.
func TestListsWalkTheirIndexWithPackagesInForce(t *testing.T) {
	tracer := &kept{}
	w := testdb.NewWorld(t, store.WithTracer(tracer))
	a := w.Worker("houkatsu")
	w.File(a, testdb.Noon, testdb.Content("中区 花子", ""))
	for sort, index := range map[string]string{"updated": "case_access_newest", "opened": "case_access_opened", "kana": "case_access_kana"} {
		tracer.sql, tracer.args = nil, nil
		w.In(a, func(tx *store.Tx) error {
			_, err := tx.Cases(store.CaseFilter{Sort: sort})
			return err
		})
		if len(tracer.sql) != 1 {
			t.Fatalf("%s: %d statements", sort, len(tracer.sql))
		}
		plan := store.Plan(t, w.Store, tracer.sql[0], tracer.args[0]...)
		if !strings.Contains(plan, index) || strings.Contains(plan, "Sort Key: a.") {
			t.Errorf("%s does not walk %s:\n%s", sort, index, plan)
		}
		if strings.Contains(tracer.sql[0], "set_config") {
			t.Error("a worker's list tells the time")
		}
	}
}
