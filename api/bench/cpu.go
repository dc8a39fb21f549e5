package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// On a machine that does other work too, time says little; processor time does. It is read from /proc, in ticks of 10 ms.

// databaseCPU is what the database server and all its processes have used so far; 0 where there is no /proc.
func databaseCPU(ctx context.Context, conn *pgx.Conn) (time.Duration, error) {
	var backend int
	if err := conn.QueryRow(ctx, `SELECT pg_backend_pid()`).Scan(&backend); err != nil {
		return 0, err
	}
	server, _, _ := processCPU(backend)
	_, _, gone := processCPU(server) // those that have ended are counted by their parent
	total := gone
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	for _, name := range stats {
		pid, _ := strconv.Atoi(strings.Split(name, "/")[2])
		if parent, own, _ := processCPU(pid); parent == server && server != 0 {
			total += own
		}
	}
	return total, nil
}

// settled waits until pgbench's connections are gone: the server counts a process when it has buried it.
func settled(ctx context.Context, conn *pgx.Conn) error {
	for range 100 {
		var open int
		if err := conn.QueryRow(ctx, `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pgbench'`).Scan(&open); err != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
		if open == 0 {
			return nil
		}
	}
	return nil
}

// processCPU reads the parent of a process, its own processor time and that of its ended children.
func processCPU(pid int) (parent int, own, gone time.Duration) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, 0
	}
	_, rest, _ := strings.Cut(string(raw), ") ") // the name before may hold blanks
	f := strings.Fields(rest)
	if len(f) < 15 {
		return 0, 0, 0
	}
	ticks := func(i int) time.Duration {
		n, _ := strconv.Atoi(f[i])
		return time.Duration(n) * 10 * time.Millisecond
	}
	parent, _ = strconv.Atoi(f[1])
	return parent, ticks(11) + ticks(12), ticks(13) + ticks(14)
}

// ownCPU is what this program has used so far.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
