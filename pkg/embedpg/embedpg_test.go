//go:build unix

package embedpg

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// The test program is also the second process of these tests: with this
// variable set it runs a server in that directory until its stdin closes.
const childDir = "TSUNAGU_EMBEDPG_TEST_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		os.Exit(beChild(dir))
	}
	os.Exit(m.Run())
}

func beChild(dir string) int {
	s, err := Start(context.Background(), Options{Dir: dir, Fast: true, Logger: quiet})
	if err != nil {
		fmt.Println("failed", strings.ReplaceAll(err.Error(), "\n", " "))
		return 1
	}
	fmt.Println("ready", s.DSN("postgres"))
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := s.Stop(context.Background()); err != nil {
		fmt.Println("failed", err)
		return 1
	}
	return 0
}

var quiet = slog.New(slog.DiscardHandler)

func limited(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// place makes a directory that every user may enter (t.TempDir is closed to the
// user that root drops to).
func place(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "embedpg-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(limited(t), Options{Dir: dir, Fast: true, Logger: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop(context.Background()) })
	return s
}

// ask runs one query that gives one text; it connects anew each time.
func ask(ctx context.Context, dsn, sql string) (answer string, err error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(ctx) }()
	return answer, conn.QueryRow(ctx, sql).Scan(&answer)
}

func mustAsk(t *testing.T, dsn, sql, want string) {
	t.Helper()
	got, err := ask(limited(t), dsn, sql)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Fatalf("%s = %q, want %q", sql, got, want)
	}
}

func fill(t *testing.T, dsn string) {
	t.Helper()
	conn, err := pgx.Connect(limited(t), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if _, err := conn.Exec(limited(t), "CREATE TABLE household AS SELECT g AS id FROM generate_series(1, 1000) g"); err != nil {
		t.Fatal(err)
	}
}

const countRows = "SELECT count(*)::text FROM household"

func TestRowsAreThereAfterStopAndStart(t *testing.T) {
	dir := place(t)
	s := start(t, dir)
	if err := s.EnsureDatabase(limited(t), "tsunagu"); err != nil {
		t.Fatal(err)
	}
	if err := s.EnsureDatabase(limited(t), "tsunagu"); err != nil {
		t.Fatalf("a second time: %v", err)
	}
	fill(t, s.DSN("tsunagu"))
	if err := s.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(context.Background()); err != nil {
		t.Fatalf("stopping twice: %v", err)
	}
	if left := workingIn(s.dataDir()); len(left) != 0 {
		t.Fatalf("still running: %v", left)
	}
	mustAsk(t, start(t, dir).DSN("tsunagu"), countRows, "1000")
}

func TestServerSpeaksJapaneseAndHasNoPort(t *testing.T) {
	s := start(t, place(t))
	mustAsk(t, s.DSN("postgres"), "SELECT current_setting('listen_addresses')", "")
	mustAsk(t, s.DSN("postgres"), "SHOW server_encoding", "UTF8")
	mustAsk(t, s.DSN("postgres"), "SHOW data_checksums", "on")
	// In locale C PostgreSQL takes Japanese letters for punctuation.
	mustAsk(t, s.DSN("postgres"), "SELECT ('髙橋' ~ '^[[:alpha:]]+$')::text", "true")
	for _, private := range []string{s.dataDir(), s.socket} {
		info, err := os.Stat(private)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v, want 0700", private, info.Mode())
		}
	}
}

func TestKilledPostmasterIsStartedAgainWithAllRows(t *testing.T) {
	// Durable, unlike the other tests: without synchronous commits a kill loses rows.
	s, err := Start(limited(t), Options{Dir: place(t), Logger: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop(context.Background()) })
	fill(t, s.DSN("postgres"))
	s.mu.Lock()
	first := s.proc
	s.mu.Unlock()
	if err := first.Kill(); err != nil {
		t.Fatal(err)
	}
	ctx := limited(t)
	for { // until the new postmaster has taken over from the killed one
		if err := s.Ready(ctx); err != nil {
			t.Fatal(err)
		}
		if got, err := ask(ctx, s.DSN("postgres"), countRows); err == nil {
			if got != "1000" {
				t.Fatalf("%s rows, want 1000", got)
			}
			break
		}
		if err := pause(ctx, pollEvery); err != nil {
			t.Fatal(err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc.Pid == first.Pid {
		t.Fatal("the killed postmaster still answers")
	}
}

// child is a server in another process.
type child struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	line string // what it said first: "ready DSN" or "failed reason"
}

func startChild(t *testing.T, dir string, as *syscall.Credential) *child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if as != nil { // go test's own directory is closed to others
		self = copyProgram(t, self)
	}
	c := &child{cmd: exec.Command(self)}
	c.cmd.Dir = filepath.Dir(dir)
	c.cmd.Env = append(os.Environ(), childDir+"="+dir)
	c.cmd.Stderr = os.Stderr
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.in.Close(); _ = c.cmd.Wait() })
	c.line, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the other process said nothing: %v", err)
	}
	return c
}

func (c *child) dsn(t *testing.T) string {
	t.Helper()
	dsn, ok := strings.CutPrefix(strings.TrimSpace(c.line), "ready ")
	if !ok {
		t.Fatal(c.line)
	}
	return dsn
}

func copyProgram(t *testing.T, from string) string {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(place(t), "embedpg.test")
	if err := os.WriteFile(to, text, 0o755); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestSecondInstanceIsRefusedPolitelyAndMayAttach(t *testing.T) {
	dir := place(t)
	c := startChild(t, dir, nil)
	fill(t, c.dsn(t))
	_, err := Start(limited(t), Options{Dir: dir, Fast: true, Logger: quiet})
	if !errors.Is(err, ErrInUse) {
		t.Fatalf("second start: %v, want ErrInUse", err)
	}
	for _, want := range []string{"すでに動いている", "is used by a running tsunagu", dir, fmt.Sprint(c.cmd.Process.Pid)} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("message lacks %q: %v", want, err)
		}
	}
	a, err := Attach(limited(t), Options{Dir: dir, Fast: true, Logger: quiet})
	if err != nil {
		t.Fatal(err)
	}
	mustAsk(t, a.DSN("postgres"), countRows, "1000")
	if err := a.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	mustAsk(t, c.dsn(t), countRows, "1000") // detaching stopped nothing
}

func TestAttachNeedsARunningServer(t *testing.T) {
	_, err := Attach(limited(t), Options{Dir: place(t), Fast: true, Logger: quiet})
	if !errors.Is(err, ErrNotRunning) {
		t.Fatalf("attach: %v, want ErrNotRunning", err)
	}
}

func TestDirectoryOfAKilledOwnerCanBeTakenOver(t *testing.T) {
	dir := place(t)
	c := startChild(t, dir, nil)
	fill(t, c.dsn(t))
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.cmd.Wait()
	mustAsk(t, start(t, dir).DSN("postgres"), countRows, "1000")
}

func TestPidFileNamingAnotherProgramIsNoObstacle(t *testing.T) {
	dir := place(t)
	s := start(t, dir)
	fill(t, s.DSN("postgres"))
	if err := s.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	// After a power failure the number may be anybody's: here it is our own.
	stale := fmt.Sprintf("%d\n%s\n1\n5432\n%s\n\n0 0\nready   \n", os.Getppid(), s.dataDir(), s.socket)
	if err := os.WriteFile(filepath.Join(s.dataDir(), "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	mustAsk(t, start(t, dir).DSN("postgres"), countRows, "1000")
}

// PostgreSQL itself believes a lock of the socket when any process of the same user has the number in it.
func TestSocketLockNamingAnotherProgramIsNoObstacle(t *testing.T) {
	dir := place(t)
	s := start(t, dir)
	fill(t, s.DSN("postgres"))
	if err := s.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	other := exec.Command("sleep", "600")
	if os.Geteuid() == 0 {
		other.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(s.who.uid), Gid: uint32(s.who.gid)}}
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Process.Kill(); _ = other.Wait() })
	lock := filepath.Join(s.socket, socketName+".lock")
	if err := os.WriteFile(lock, fmt.Appendf(nil, "%d\n%s\n1\n5432\n%s\n", other.Process.Pid, s.dataDir(), s.socket), 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(lock, int(s.who.uid), int(s.who.gid)); err != nil {
			t.Fatal(err)
		}
	}
	mustAsk(t, start(t, dir).DSN("postgres"), countRows, "1000")
}

func TestOrdinaryUserRunsItsOwnServer(t *testing.T) {
	dir := place(t)
	var as *syscall.Credential // nil: we are the ordinary user
	if os.Geteuid() == 0 {
		as = &syscall.Credential{Uid: 65534, Gid: 65534}
		if err := os.Chown(dir, 65534, 65534); err != nil {
			t.Fatal(err)
		}
	}
	c := startChild(t, dir, as)
	mustAsk(t, c.dsn(t), "SELECT 'ok'", "ok")
	info, err := os.Stat(filepath.Join(dir, dirData))
	if err != nil {
		t.Fatal(err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || st.Uid == 0 {
		t.Errorf("the data belongs to user %v", info.Sys())
	}
}

func TestLongOrOddPathsStillWork(t *testing.T) {
	for name, sub := range map[string]string{
		"too long for a socket": strings.Repeat("あ", 40),
		"comma and space":       "支援, 記録",
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, filepath.Join(place(t), sub))
			t.Cleanup(func() { _ = os.RemoveAll(s.socket) })
			if strings.HasPrefix(s.socket, s.dir) {
				t.Errorf("the socket stayed in %s", s.socket)
			}
			mustAsk(t, s.DSN("postgres"), "SELECT 'ok'", "ok")
		})
	}
}

func TestUnreachableDirectoryIsReplacedForRoot(t *testing.T) {
	closed := place(t)
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	s, err := Start(limited(t), Options{Dir: filepath.Join(closed, "var"), Fast: true, Logger: slog.New(slog.NewTextHandler(&said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop(context.Background()); _ = os.RemoveAll(s.Dir()) })
	mustAsk(t, s.DSN("postgres"), "SELECT 'ok'", "ok")
	moved := !strings.HasPrefix(s.Dir(), closed)
	if root := os.Geteuid() == 0; moved != root {
		t.Errorf("root %v, moved %v (%s)", root, moved, s.Dir())
	}
	if moved != strings.Contains(said.String(), s.Dir()) {
		t.Errorf("moved %v, but the log says %q", moved, said.String())
	}
}

func TestSocketDirectoryOfAnotherUserIsRefused(t *testing.T) {
	dir := filepath.Join(place(t), "run")
	if err := os.Symlink(t.TempDir(), dir); err != nil {
		t.Fatal(err)
	}
	who, err := whoRuns()
	if err != nil {
		t.Fatal(err)
	}
	if err := privateDir(dir, who); err == nil {
		t.Error("a symlink was taken for our own directory")
	}
}
