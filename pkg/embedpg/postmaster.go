//go:build unix

package embedpg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	sigFast      = syscall.SIGINT  // roll back, checkpoint, exit
	sigImmediate = syscall.SIGQUIT // exit now, recover at the next start
	pollEvery    = 10 * time.Millisecond
	maxLog       = 8 << 20 // bytes; a larger log is begun anew at start
)

// initialise runs initdb beside the final place and renames, so that a data
// directory either does not exist or is whole.
func (s *Server) initialise(ctx context.Context) error {
	half, _ := filepath.Glob(filepath.Join(s.dir, "new-*")) // left by a killed initdb; we hold the lock
	for _, dir := range half {
		_ = os.RemoveAll(dir)
	}
	if _, err := os.Stat(filepath.Join(s.dataDir(), "PG_VERSION")); err == nil {
		return nil
	}
	fresh, err := os.MkdirTemp(s.dir, "new-")
	if err != nil {
		return fmt.Errorf("embedpg: %w", err)
	}
	defer func() { _ = os.RemoveAll(fresh) }() // gone after the rename
	if s.who.drop {
		if err := os.Lchown(fresh, s.who.uid, s.who.gid); err != nil {
			return fmt.Errorf("embedpg: %w", err)
		}
	}
	args := []string{"-D", fresh, "-U", owner, "--locale=C.UTF-8", "-E", "UTF8",
		"--data-checksums", "--auth-local=trust", "--auth-host=reject"}
	if s.fast {
		args = append(args, "-N", "--wal-segsize=4")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, "initdb"), args...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = s.dir, environment(), attributes(s.who)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("embedpg: initdb: %w\n%s", err, tail(out))
	}
	if err := os.Rename(fresh, s.dataDir()); err != nil {
		return fmt.Errorf("embedpg: %w", err)
	}
	return nil
}

// clearLeftovers deals with what a killed owner left behind: a postmaster that
// is still closing (Pdeathsig reached it), backends without one, or a
// postmaster.pid (or lock of the socket) whose number another program has since
// been given, or which a zombie still holds. The lock is ours, so whoever still
// works on these files is nobody's.
func (s *Server) clearLeftovers(ctx context.Context) error {
	began, sig := time.Now(), sigFast
	for {
		left := workingIn(s.dataDir())
		if len(left) == 0 {
			break
		}
		if time.Since(began) > stopGrace {
			sig = sigImmediate
		}
		for _, pid := range left {
			_ = syscall.Kill(pid, sig) // gone already: as wished
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return fmt.Errorf("embedpg: waiting for the former database of %s to end: %w", s.dir, err)
		}
	}
	for _, stale := range []string{
		filepath.Join(s.dataDir(), "postmaster.pid"), filepath.Join(s.socket, socketName), filepath.Join(s.socket, socketName+".lock"),
	} {
		if err := os.Remove(stale); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("embedpg: %w", err)
		}
	}
	return nil
}

// boot starts the supervisor and waits for its first postmaster to be ready.
func (s *Server) boot(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	go s.supervise()
	err := s.Ready(ctx)
	if err == nil {
		return nil
	}
	s.askToStop()
	s.signal(sigImmediate)
	<-s.stopped
	text, _ := os.ReadFile(s.logFile())
	return fmt.Errorf("embedpg: PostgreSQL did not start: %w\n%s", errors.Join(err, s.lastErr), tail(text))
}

// Ready returns when the server accepts connections, or why it will not.
func (s *Server) Ready(ctx context.Context) error {
	for {
		if s.accepting() {
			return nil
		}
		select {
		case <-s.stopped:
			return errors.Join(errors.New("embedpg: the server has ended"), s.lastErr)
		default:
		}
		if err := pause(ctx, pollEvery); err != nil {
			return err
		}
	}
}

// accepting reads the status line that pg_ctl reads too, and believes it only
// from the postmaster now running.
func (s *Server) accepting() bool {
	text, err := os.ReadFile(filepath.Join(s.dataDir(), "postmaster.pid"))
	if err != nil {
		return false
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 8 || strings.TrimSpace(lines[7]) != "ready" {
		return false
	}
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || s.proc == nil || pid != s.proc.Pid {
		return false
	}
	s.wasReady = true
	return true
}

// supervise keeps one postmaster running until Stop. It never unlocks its
// thread: Pdeathsig fires when the *thread* that forked ends, so the thread has
// to live exactly as long as the postmaster may.
func (s *Server) supervise() {
	runtime.LockOSThread()
	defer close(s.stopped)
	for failures := 0; ; {
		began := time.Now()
		err := s.runOnce()
		if s.isStopping() {
			return
		}
		if time.Since(began) > time.Minute {
			failures = 0
		}
		if failures++; failures > 3 || !s.hasBeenReady() {
			s.lastErr = fmt.Errorf("embedpg: %w", errors.Join(errEnded, err))
			s.log.Error("the private PostgreSQL could not be kept running", "dir", s.dir, "error", err)
			return
		}
		s.log.Warn("the private PostgreSQL ended unexpectedly; starting it again", "dir", s.dir, "error", err)
		if err := s.clearUntilStop(); err != nil {
			s.log.Warn("former PostgreSQL processes are still there", "error", err)
		}
	}
}

var errEnded = errors.New("the postmaster ended without being asked to")

// runOnce starts one postmaster and returns when it has ended.
func (s *Server) runOnce() error {
	flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if info, err := os.Stat(s.logFile()); err == nil && info.Size() > maxLog {
		flags |= os.O_TRUNC
	}
	log, err := os.OpenFile(s.logFile(), flags, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	cmd := exec.Command(filepath.Join(s.bin, "postgres"), s.arguments()...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = s.dir, environment(), lifeline(attributes(s.who))
	cmd.Stdout, cmd.Stderr = log, log
	s.mu.Lock()
	if s.stopping {
		s.mu.Unlock()
		return nil
	}
	if err = cmd.Start(); err == nil {
		s.proc = cmd.Process
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return cmd.Wait()
}

// arguments go on the command line, not into postgresql.conf, so that they hold
// for data directories made by earlier releases too.
func (s *Server) arguments() []string {
	set := []string{
		"listen_addresses=", "unix_socket_permissions=0700", "max_connections=200",
		"timezone=UTC", "log_timezone=UTC", "jit=off", "log_min_messages=warning",
		// Statements and details carry names and addresses: keep them out of the log.
		"log_min_error_statement=panic", "log_error_verbosity=terse", "log_statement=none",
	}
	if s.fast {
		set = append(set, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
	}
	args := []string{"-D", s.dataDir(), "-k", s.socket}
	for _, v := range set {
		args = append(args, "-c", v)
	}
	return args
}

func (s *Server) askToStop() {
	s.mu.Lock()
	if !s.stopping {
		s.stopping = true
		close(s.quit)
	}
	s.mu.Unlock()
	s.signal(sigFast)
}

func (s *Server) isStopping() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopping
}

func (s *Server) hasBeenReady() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wasReady
}

func (s *Server) signal(sig syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc != nil {
		_ = s.proc.Signal(sig) // fails only when it has ended already
	}
}

// clearUntilStop is clearLeftovers for the supervisor, whose only end is Stop.
func (s *Server) clearUntilStop() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-s.quit:
			cancel()
		case <-ctx.Done():
		}
	}()
	return s.clearLeftovers(ctx)
}

func attributes(who runAs) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: true} // Ctrl+C in the terminal is for us, we stop it in order
	if who.drop {
		a.Credential = &syscall.Credential{Uid: uint32(who.uid), Gid: uint32(who.gid)}
	}
	return a
}

// environment is short on purpose: PGDATA, PGOPTIONS or a locale of the caller
// must not reach the server.
func environment() []string {
	return []string{"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "TZ=UTC"}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// tail returns the end of a log, where the reason stands.
func tail(log []byte) string {
	const most = 2000
	if len(log) > most {
		log = log[len(log)-most:]
	}
	return string(bytes.TrimSpace(log))
}
