package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/api/server"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// measureExport writes every case into a table as the background does, for one agency that is let into all of them, and says how long
// that took and how much memory the program held at its peak (issue 5: 100,000 rows in constant memory).
func measureExport(ctx context.Context, dsn string, w *loaded, o options) error {
	if o.only != "export" {
		return nil
	}
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, `DELETE FROM case_access WHERE grantee = $1`, w.agencies[0]); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `INSERT INTO case_access (grantee, case_id, level, sheet, notes, open, updated_at, opened_at, kana_key)
		SELECT $1, c.id, 'supporting', true, true, c.state <> 'closed', c.updated_at, c.opened_at, c.kana_key FROM cases c`, w.agencies[0]); err != nil {
		return err
	}
	s, err := store.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer s.Close()
	dir, err := os.MkdirTemp("", "tsunagu-exports-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	kept, err := files.Open(ctx, "file://"+filepath.Join(dir, "files"), nil)
	if err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	srv, err := server.New(server.Options{Store: s, Files: kept, TokenKey: key, Unlimited: true, Log: slog.Default(), App: fstest.MapFS{}})
	if err != nil {
		return err
	}
	fmt.Printf("\n%-38s %8s %8s %10s %10s %10s\n", "export of every case, in the background", "rows", "s", "bytes", "heap MB", "from MB")
	for _, format := range []string{"csv", "xlsx"} {
		if err := exportOnce(ctx, conn, srv, w, format); err != nil {
			return err
		}
	}
	return nil
}

func exportOnce(ctx context.Context, conn *pgx.Conn, srv *server.Server, w *loaded, format string) error {
	now := time.Now()
	if _, err := conn.Exec(ctx, `INSERT INTO exports (id, account_id, agency_id, format, from_at, until_at, purpose, created_at, beat_at, gone_at)
		VALUES ($1, $2, $3, $4, $5, $6, '年度のまとめ', $6, $6, $7)`, casework.NewID(now), w.accounts[0], w.agencies[0], format, now.AddDate(-20, 0, 0), now, now.Add(casework.ExportLives)); err != nil {
		return err
	}
	runtime.GC()
	before := heap()
	var peak atomic.Uint64
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
				peak.Store(max(peak.Load(), heap()))
			}
		}
	}()
	began := time.Now()
	made := srv.ExportOnce(ctx)
	took := time.Since(began)
	close(done)
	var state, fault string
	var rows int
	var size *int64
	if err := conn.QueryRow(ctx, `SELECT state, fault, done, size FROM exports ORDER BY id DESC LIMIT 1`).Scan(&state, &fault, &rows, &size); err != nil {
		return err
	}
	if !made || state != "ready" || rows != w.cases {
		return fmt.Errorf("export: %s %s, %d of %d rows", state, fault, rows, w.cases)
	}
	fmt.Printf("%-38s %8d %8.1f %10d %10.0f %10.0f\n", format, rows, took.Seconds(), *size, float64(peak.Load())/1e6, float64(before)/1e6)
	return nil
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}
