package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// measureStart says how long the program needs from start to ready on a private database that exists (aim: under 1 s).
func measureStart(ctx context.Context, program string) error {
	dir, err := os.MkdirTemp("", "tsunagu-start-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // the user postgres must pass through
		return err
	}
	fmt.Println()
	for _, which := range []string{"first start (initdb, migrations)", "start to ready, database exists", "start to ready, database exists"} {
		took, err := startOnce(ctx, program, dir)
		if err != nil {
			return err
		}
		fmt.Printf("%-40s %6.0f ms\n", which, ms(took))
	}
	return nil
}

func startOnce(ctx context.Context, program, dir string) (took time.Duration, err error) {
	const addr = "127.0.0.1:18099"
	cmd := exec.CommandContext(ctx, program, "serve")
	cmd.Env = append(os.Environ(), "TSUNAGU_ADDR="+addr, "TSUNAGU_DATA_DIR="+dir, "TSUNAGU_LOG_LEVEL=error")
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}()
	for time.Since(began) < 30*time.Second {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/readyz", nil)
		if err != nil {
			return 0, err
		}
		if res, err := http.DefaultClient.Do(r); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return time.Since(began), nil
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	return 0, fmt.Errorf("%s did not become ready", program)
}
