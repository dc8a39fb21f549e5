package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// withConn lends a connection for what has no actor yet (signing in, sessions, throttling) or shows no
// case (the directory). A pool that gives none in time answers ErrUnavailable.
func (s *Store) withConn(ctx context.Context, fn func(c *pgxpool.Conn) error) error {
	wait, cancel := context.WithTimeout(ctx, acquireWait)
	conn, err := s.pool.Acquire(wait)
	cancel()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer conn.Release()
	return translate(fn(conn))
}

// begin is withConn in one transaction.
func (s *Store) begin(ctx context.Context, fn func(t pgx.Tx) error) error {
	return s.withConn(ctx, func(c *pgxpool.Conn) error { return pgx.BeginFunc(ctx, c, fn) })
}

// Describe says of an error what a log may hold: of a database error its code and the name of the
// constraint, never the message or the detail, which quote the row.
func Describe(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return fmt.Sprintf("postgres %s table=%s constraint=%s routine=%s", pg.Code, pg.TableName, pg.ConstraintName, pg.Routine)
	}
	return err.Error()
}

// Ready reports whether the database answers and has the newest migration this program knows.
func (s *Store) Ready(ctx context.Context) error {
	return s.withConn(ctx, func(c *pgxpool.Conn) error {
		var current int64
		if err := c.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&current); err != nil {
			return err
		}
		if newest := newestMigration(); current < newest {
			return fmt.Errorf("migration %d of %d", current, newest)
		}
		return nil
	})
}

// newestMigration is the number of the last file in migrations/.
func newestMigration() (newest int64) {
	files, _ := migrations.ReadDir("migrations") // embedded: cannot fail
	for _, f := range files {
		number, _, _ := strings.Cut(f.Name(), "_")
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}

// SchemaID names the content of the migrations: two programs with the same id make the same schema.
func SchemaID() string {
	h := sha256.New()
	files, _ := migrations.ReadDir("migrations") // embedded: cannot fail
	for _, f := range files {
		text, _ := migrations.ReadFile("migrations/" + f.Name())
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
