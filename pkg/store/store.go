// Package store keeps everything in PostgreSQL. It is the only importer of gorm.
//
// A transaction knows its actor, and every finder goes through scope.go: what the actor may not see does not exist.
// Writes and their journal, timeline, notices and idempotency key commit together or not at all.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// AppRole is the database role that serves requests: it owns nothing, cannot do DDL, and cannot change the journal.
const AppRole = "tsunagu_app"

// acquireWait is how long a request waits for a free connection before it is answered 503.
const acquireWait = 2 * time.Second

// Store is one municipality's database.
type Store struct {
	pool      *pgxpool.Pool
	sqlDB     *sql.DB
	gorm      *gorm.DB
	revisions revisions
	agencies  refCache
	accounts  refCache
	reference referenceCache
	letters   func(*Tx, *ConferenceFile, []casework.Letter) error // see WriteLettersWith
}

// Option changes how a Store is opened.
type Option func(*pgxpool.Config)

// WithMaxConns sets the size of the pool; the default is 16.
func WithMaxConns(n int32) Option { return func(c *pgxpool.Config) { c.MaxConns = n } }

// WithTracer observes every statement (the statement-count test uses it).
func WithTracer(t pgx.QueryTracer) Option {
	return func(c *pgxpool.Config) { c.ConnConfig.Tracer = t }
}

// Open connects to a migrated database. The connection acts as AppRole when that role exists and may be taken on.
func Open(ctx context.Context, dsn string, options ...Option) (*Store, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	cfg.MaxConns = 16
	for k, v := range map[string]string{
		"timezone": "UTC", "application_name": "tsunagu",
		"statement_timeout": "5s", "lock_timeout": "2s", "idle_in_transaction_session_timeout": "15s",
	} {
		cfg.ConnConfig.RuntimeParams[k] = v
	}
	cfg.AfterConnect = becomeApp
	for _, o := range options {
		o(cfg)
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	s := &Store{pool: pool, sqlDB: stdlib.OpenDBFromPool(pool)}
	s.gorm, err = gorm.Open(postgres.New(postgres.Config{Conn: s.sqlDB}), &gorm.Config{
		SkipDefaultTransaction: true, PrepareStmt: false, DisableAutomaticPing: true,
		Logger: logger.Discard, NowFunc: func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) },
	})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("gorm: %w", err)
	}
	return s, nil
}

// becomeApp drops the owner's rights where it can. Where the role is missing (a managed database without CREATEROLE)
// the given user's own rights decide, and that is said in the log.
func becomeApp(ctx context.Context, c *pgx.Conn) error {
	var may bool
	err := c.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1 AND pg_has_role(current_user, oid, 'MEMBER'))`, AppRole).Scan(&may)
	if err != nil {
		return err
	}
	if !may {
		slog.WarnContext(ctx, "database role missing: acting with the rights of the connection's own user", "role", AppRole)
		return nil
	}
	_, err = c.Exec(ctx, "SET ROLE "+AppRole)
	return err
}

// Close ends all connections.
func (s *Store) Close() {
	_ = s.sqlDB.Close()
	s.pool.Close()
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return asUnavailable(s.pool.Ping(ctx)) }

// Tx is one transaction of one actor.
type Tx struct {
	ctx    context.Context
	store  *Store
	conn   *sql.Conn
	db     *gorm.DB
	actor  casework.Actor
	raw    *pgx.Conn // while pgx runs
	at     time.Time // see At
	lifted bool      // see Lifted
	timed  time.Time // see scope
}

// Actor is who acts in this transaction.
func (tx *Tx) Actor() casework.Actor { return tx.actor }

// InTx runs fn in one transaction: all of it commits, or nothing of it exists.
// A pool that gives no connection in time answers ErrUnavailable.
func (s *Store) InTx(ctx context.Context, actor casework.Actor, fn func(tx *Tx) error) error {
	wait, cancel := context.WithTimeout(ctx, acquireWait)
	conn, err := s.sqlDB.Conn(wait)
	cancel()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer func() { _ = conn.Close() }()
	g := s.gorm.Session(&gorm.Session{NewDB: true, Context: ctx})
	g.Statement.ConnPool = conn
	err = g.Transaction(func(db *gorm.DB) error {
		return fn(&Tx{ctx: ctx, store: s, conn: conn, db: db, actor: actor})
	})
	return translate(err)
}

// pgx gives the transaction's own connection, for batches and typed reads. Inside fn it may be asked for again: what an
// argument of a statement needs to know (scope) must not wait for the very connection that the statement holds.
func (tx *Tx) pgx(fn func(c *pgx.Conn) error) error {
	if tx.raw != nil {
		return fn(tx.raw)
	}
	var inner error
	err := tx.conn.Raw(func(dc any) error {
		tx.raw = dc.(*stdlib.Conn).Conn()
		defer func() { tx.raw = nil }()
		inner = fn(tx.raw)
		return nil
	})
	return errors.Join(err, inner)
}

// batch sends several statements in one round trip.
func (tx *Tx) batch(b *pgx.Batch) error {
	if b.Len() == 0 {
		return nil
	}
	return tx.pgx(func(c *pgx.Conn) error { return c.SendBatch(tx.ctx, b).Close() })
}
