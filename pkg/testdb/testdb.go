// Package testdb gives each test a database of its own on a real PostgreSQL, copied from a migrated
// template (about 0.1 s). Every test process runs a private server in the first free slot under the
// temporary directory; the slots keep their data, so that only the first run pays for initdb and migrations.
package testdb

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/embedpg"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const slots = 64

var (
	server  *embedpg.Server // ends with the process
	startMu sync.Mutex
	counter atomic.Int64
)

// New gives a migrated, empty database (reference data only) that is dropped after the test.
func New(t testing.TB) *store.Store {
	t.Helper()
	return Open(t, NewDSN(t))
}

// Open opens a store on a database of NewDSN, for tests that need two of them or their own options.
func Open(t testing.TB, dsn string, options ...store.Option) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dsn, options...)
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	t.Cleanup(s.Close)
	return s
}

// NewDSN gives the address of a migrated, empty database, as its owner.
func NewDSN(t testing.TB) string {
	t.Helper()
	srv, err := start()
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), counter.Add(1))
	if err := execute(t.Context(), srv, `CREATE DATABASE `+name+` TEMPLATE `+template()+``); err != nil {
		t.Fatalf("testdb: %v", err)
	}
	t.Cleanup(func() {
		if err := execute(context.Background(), srv, `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Errorf("testdb: %v", err)
		}
	})
	return srv.DSN(name)
}

// NewEmptyDSN gives the address of a database without any schema, for tests of migrations.
func NewEmptyDSN(t testing.TB) string {
	t.Helper()
	srv, err := start()
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), counter.Add(1))
	if err := execute(t.Context(), srv, `CREATE DATABASE `+name); err != nil {
		t.Fatalf("testdb: %v", err)
	}
	t.Cleanup(func() { _ = execute(context.Background(), srv, `DROP DATABASE `+name+` WITH (FORCE)`) })
	return srv.DSN(name)
}

func template() string { return "template_" + store.SchemaID() }

// start runs the server of this process once.
func start() (*embedpg.Server, error) {
	startMu.Lock()
	defer startMu.Unlock()
	if server != nil {
		return server, nil
	}
	ctx := context.Background()
	quiet := slog.New(slog.DiscardHandler)
	for n := range slots {
		dir := filepath.Join(os.TempDir(), fmt.Sprintf("tsunagu-test-%d", os.Getuid()), fmt.Sprintf("slot-%d", n))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		srv, err := embedpg.Start(ctx, embedpg.Options{Dir: dir, Fast: true, Logger: quiet})
		if errors.Is(err, embedpg.ErrInUse) {
			continue // another test process has it
		}
		if err != nil {
			return nil, err
		}
		if err := prepare(ctx, srv); err != nil {
			return nil, errors.Join(err, srv.Stop(ctx))
		}
		server = srv
		return server, nil
	}
	return nil, errors.New("no free slot")
}

// prepare drops what killed tests left behind, and makes the template unless this slot has it already.
func prepare(ctx context.Context, srv *embedpg.Server) error {
	conn, err := pgx.Connect(ctx, srv.DSN("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	rows, err := conn.Query(ctx, `SELECT datname FROM pg_database WHERE datname LIKE 'test\_%' OR datname = 'making' OR (datname LIKE 'template\_%' AND datname <> $1)`, template())
	if err != nil {
		return err
	}
	old, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range old {
		if _, err := conn.Exec(ctx, `DROP DATABASE `+pgx.Identifier{name}.Sanitize()+` WITH (FORCE)`); err != nil {
			return err
		}
	}
	var there bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, template()).Scan(&there); err != nil || there {
		return err
	}
	if _, err := conn.Exec(ctx, `CREATE DATABASE making`); err != nil {
		return err
	}
	if err := store.Migrate(ctx, srv.DSN("making")); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `ALTER DATABASE making RENAME TO `+template()) // only a whole one gets the name
	return err
}

func execute(ctx context.Context, srv *embedpg.Server, statement string) error {
	conn, err := pgx.Connect(ctx, srv.DSN("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}
