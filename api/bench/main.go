// Command bench measures how fast the product is beside what its database can do (shared design, performance.md): it loads
// a private PostgreSQL with cases, then does the same work by pgbench with the very statements that a request sends, and
// through the HTTP handler with real sessions. Both run on the same machine, one after the other: trust the ratio.
//
//	go run ./api/bench [-cases 100000] [-seconds 6] [-explain] [-program bin/tsunagu]
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/embedpg"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

type options struct {
	cases    int
	conns    int
	duration time.Duration
	explain  bool
	program  string
	only     string
	profile  string
}

func main() {
	var o options
	flag.IntVar(&o.cases, "cases", 100_000, "how many cases to load; handoffs are half as many again")
	flag.IntVar(&o.conns, "conns", 16, "how many at once")
	flag.DurationVar(&o.duration, "for", 6*time.Second, "how long each measure runs")
	flag.BoolVar(&o.explain, "explain", false, "print the plans of the statements too")
	flag.StringVar(&o.program, "program", "", "a built program: measure its start on a database that exists")
	flag.StringVar(&o.only, "only", "", "measure only works whose name holds this")
	flag.StringVar(&o.profile, "profile", "", "write a CPU profile of the handler's side here")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "tsunagu-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // the user postgres must pass through
		return err
	}
	pg, err := embedpg.Start(ctx, embedpg.Options{Dir: filepath.Join(dir, "postgres"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { _ = pg.Stop(context.Background()) }()
	if err := pg.EnsureDatabase(ctx, "tsunagu"); err != nil {
		return err
	}
	dsn := pg.DSN("tsunagu")
	if err := store.Migrate(ctx, dsn); err != nil {
		return err
	}
	began := time.Now()
	world, err := load(ctx, dsn, o)
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	fmt.Printf("%d cases, %d handoffs, %d persons; loaded in %.0f s; %d connections; %d CPUs, %s\n\n", world.cases, world.handoffs, world.persons,
		time.Since(began).Seconds(), o.conns, runtime.NumCPU(), runtime.Version())
	if err := measureAll(ctx, pg, dsn, world, o); err != nil {
		return err
	}
	if err := measureFigures(ctx, dsn, world, o); err != nil {
		return err
	}
	if err := measureExport(ctx, dsn, world, o); err != nil {
		return err
	}
	if o.program != "" {
		return measureStart(ctx, o.program)
	}
	return nil
}
