package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"

	"github.com/tsunagu-care/tsunagu/pkg/embedpg"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const databaseName = "tsunagu"

// database is where the records are: the embedded PostgreSQL, or the one of TSUNAGU_DATABASE_URL.
type database struct {
	dsn     string
	private *embedpg.Server // nil: somebody else's
}

// openDatabase starts the embedded PostgreSQL when no other is named. Beside a running server (share) it
// attaches to that one's.
func openDatabase(ctx context.Context, c config, share bool, log *slog.Logger) (*database, error) {
	if c.DatabaseURL != "" {
		return &database{dsn: c.DatabaseURL}, nil
	}
	options := embedpg.Options{Dir: filepath.Join(c.DataDir, "postgres"), Logger: log}
	srv, err := embedpg.Start(ctx, options)
	if share && errors.Is(err, embedpg.ErrInUse) {
		srv, err = embedpg.Attach(ctx, options)
	}
	if errors.Is(err, embedpg.ErrInUse) {
		return nil, fmt.Errorf("このデータ（%s）は、すでに動いているつなぐが使っています: %w", c.DataDir, err)
	}
	if err != nil {
		return nil, err
	}
	if err := srv.EnsureDatabase(ctx, databaseName); err != nil {
		return nil, errors.Join(err, srv.Stop(context.WithoutCancel(ctx)))
	}
	return &database{dsn: srv.DSN(databaseName), private: srv}, nil
}

func (d *database) close(ctx context.Context) error {
	if d.private == nil {
		return nil
	}
	return d.private.Stop(context.WithoutCancel(ctx))
}

// unreachable says in Japanese first when it is the way to the database that fails.
func unreachable(err error) error {
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return fmt.Errorf("データベースに接続できません。動いているか、TSUNAGU_DATABASE_URL が正しいかをご確認ください: %w", err)
	}
	return err
}

// withStore runs fn on a migrated database and closes everything after it.
func withStore(ctx context.Context, p program, fn func(c config, s *store.Store) error) (err error) {
	c, err := readConfig(p.env)
	if err != nil {
		return err
	}
	d, err := openDatabase(ctx, c, true, logger(p, c))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close(ctx)) }()
	if err := store.Migrate(ctx, d.dsn); err != nil {
		return unreachable(err)
	}
	s, err := store.Open(ctx, d.dsn)
	if err != nil {
		return err
	}
	defer s.Close()
	return fn(c, s)
}

func logger(p program, c config) *slog.Logger {
	return slog.New(slog.NewJSONHandler(p.err, &slog.HandlerOptions{Level: c.log}))
}
