//go:build unix

// Package embedpg runs a private PostgreSQL for the embedded default: one data
// directory, one Unix socket, no port and no password. The socket lies in a
// directory only its owner (and root) may enter; that directory is the lock on
// the door, which is why local connections are trusted.
package embedpg

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	// owner is the superuser made by initdb; migrations run as this role.
	owner = "tsunagu_owner"

	startTimeout = 60 * time.Second // crash recovery of a large log included
	stopGrace    = 10 * time.Second // when the caller's context has no deadline

	dirData = "data"
	dirRun  = "run"
	logName = "postgres.log"
)

// ErrInUse says that another live process runs the database of this directory.
var ErrInUse = errors.New("embedpg: data directory in use")

// ErrNotRunning says that there is no running server to attach to.
var ErrNotRunning = errors.New("embedpg: no server is running")

// ErrNoPostgreSQL says that no usable PostgreSQL programs (15 or newer) were found.
var ErrNoPostgreSQL = errors.New("embedpg: no PostgreSQL found")

// Options tells Start where and how to run.
type Options struct {
	// Dir holds everything: the data, the socket, the log and the lock.
	// A relative path is taken from the working directory. As root, when the
	// database user cannot reach Dir, another place is chosen and logged.
	Dir string
	// Fast gives up durability (fsync off) for tests. Never for real records.
	Fast bool
	// Logger hears where the database lives and when it had to be restarted;
	// nil means slog.Default().
	Logger *slog.Logger
}

// Server is a running private PostgreSQL.
type Server struct {
	dir    string // absolute, after any change of place
	socket string // directory of the Unix socket
	bin    string // directory of the PostgreSQL programs
	fast   bool
	log    *slog.Logger
	who    runAs
	lock   *os.File

	mu       sync.Mutex
	proc     *os.Process // the latest postmaster
	wasReady bool        // it has accepted connections at least once
	stopping bool
	stopped  chan struct{} // closed when the supervisor has ended
	quit     chan struct{} // closed by Stop
	lastErr  error         // why the supervisor gave up; read after stopped
}

// Start makes the database if it does not exist, recovers it if its last owner
// was killed, and returns when it accepts connections. It fails with ErrInUse
// when another live process holds Dir, with ErrNoPostgreSQL when there is
// nothing to run. The server dies with the calling process; if it is killed
// alone it is started again.
func Start(ctx context.Context, opts Options) (*Server, error) {
	s, err := prepare(ctx, opts)
	if err != nil {
		return nil, err
	}
	if err := s.boot(ctx); err != nil {
		s.unlock()
		return nil, err
	}
	return s, nil
}

// Attach returns the server that another process runs in opts.Dir, for the
// short commands given beside a running program; stopping it only detaches.
// It fails with ErrNotRunning when nobody holds the directory.
func Attach(ctx context.Context, opts Options) (*Server, error) {
	s, err := locate(opts)
	if err != nil {
		return nil, err
	}
	lock, err := takeLock(s.dir)
	if err == nil {
		_ = lock.Close()
		return nil, fmt.Errorf("%w in %s", ErrNotRunning, s.dir)
	}
	if !errors.Is(err, ErrInUse) {
		return nil, err
	}
	close(s.stopped)
	if s.bin, err = findBinaries(s.dataDir()); err != nil {
		return nil, err
	}
	if s.socket, err = socketDir(s.dir, s.who); err != nil {
		return nil, err
	}
	conn, err := pgconn.Connect(ctx, s.DSN("postgres"))
	if err != nil {
		return nil, fmt.Errorf("embedpg: attach: %w", err)
	}
	return s, conn.Close(ctx)
}

// Dir returns the directory in use, which differs from Options.Dir when that
// could not be reached by the database user.
func (s *Server) Dir() string { return s.dir }

// BinDir returns the directory of the PostgreSQL programs (pg_dump and the like
// must be of the same version as the server).
func (s *Server) BinDir() string { return s.bin }

// DSN returns the connection string of a database as the owning role.
func (s *Server) DSN(db string) string { return s.DSNAs(owner, db) }

// DSNAs returns the connection string of a database as the given role.
func (s *Server) DSNAs(role, db string) string {
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + db}
	u.RawQuery = url.Values{"host": {s.socket}, "sslmode": {"disable"}}.Encode()
	return u.String()
}

// EnsureDatabase creates the database unless it exists.
func (s *Server) EnsureDatabase(ctx context.Context, name string) error {
	conn, err := pgconn.Connect(ctx, s.DSN("postgres"))
	if err != nil {
		return fmt.Errorf("embedpg: create database %s: %w", name, err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	// C.UTF-8 comes from the cluster; sorting is by the folded columns, not by locale.
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()).ReadAll()
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && pgErr.Code == "42P04" { // duplicate_database
		return nil
	}
	if err != nil {
		return fmt.Errorf("embedpg: create database %s: %w", name, err)
	}
	return nil
}

// Done is closed when the server has ended, by Stop or because it could not be
// kept running; Err then tells which.
func (s *Server) Done() <-chan struct{} { return s.stopped }

// Err returns why the server ended by itself, nil while it runs and after Stop.
func (s *Server) Err() error {
	select {
	case <-s.stopped:
		return s.lastErr
	default:
		return nil
	}
}

// Stop closes the database in order (open transactions are rolled back) and
// releases the directory. When ctx ends first it stops at once, which costs
// only a recovery at the next start. Calling it again is harmless.
func (s *Server) Stop(ctx context.Context) error {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, stopGrace)
		defer cancel()
	}
	s.askToStop()
	select {
	case <-s.stopped:
	case <-ctx.Done():
		s.signal(sigImmediate)
		<-s.stopped
	}
	s.unlock()
	return s.lastErr
}

// prepare takes the lock and makes everything that must exist before the
// postmaster can start.
func prepare(ctx context.Context, opts Options) (*Server, error) {
	s, err := locate(opts)
	if err != nil {
		return nil, err
	}
	if s.lock, err = takeLock(s.dir); err != nil {
		return nil, err
	}
	if err := s.ready(ctx); err != nil {
		s.unlock()
		return nil, err
	}
	return s, nil
}

// locate finds the user and the place.
func locate(opts Options) (*Server, error) {
	log := opts.Logger
	if log == nil {
		log = slog.Default()
	}
	dir, err := filepath.Abs(opts.Dir)
	if err != nil || opts.Dir == "" {
		return nil, fmt.Errorf("embedpg: directory %q: %w", opts.Dir, errors.Join(err, os.ErrInvalid))
	}
	who, err := whoRuns()
	if err != nil {
		return nil, err
	}
	place, err := choosePlace(dir, who, opts.Fast)
	if err != nil {
		return nil, err
	}
	if place != dir {
		log.Warn("the database user cannot reach the data directory; using another place",
			"asked", dir, "user", who.name, "using", place)
	}
	return &Server{dir: place, fast: opts.Fast, log: log, who: who, quit: make(chan struct{}), stopped: make(chan struct{})}, nil
}

// ready finds the programs, makes the socket directory and the data, and clears
// what a killed owner left.
func (s *Server) ready(ctx context.Context) (err error) {
	if s.bin, err = findBinaries(s.dataDir()); err != nil {
		return err
	}
	if s.socket, err = socketDir(s.dir, s.who); err != nil {
		return err
	}
	if err := s.initialise(ctx); err != nil {
		return err
	}
	return s.clearLeftovers(ctx)
}

func (s *Server) dataDir() string { return filepath.Join(s.dir, dirData) }
func (s *Server) logFile() string { return filepath.Join(s.dir, logName) }

func (s *Server) unlock() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lock != nil {
		_ = s.lock.Close() // closing releases the flock
		s.lock = nil
	}
}

// socketName is what PostgreSQL calls the socket of its usual port.
const socketName = ".s.PGSQL.5432"

// socketDir returns a directory whose socket path fits into sun_path and whose
// name needs no quoting: Dir/run, else a hashed directory under TMPDIR.
func socketDir(dir string, who runAs) (string, error) {
	const longest = 107 - len("/"+socketName+".lock")
	candidates := []string{filepath.Join(dir, dirRun)}
	name := fmt.Sprintf("tsunagu-%d-%s", who.uid, hash(dir))
	candidates = append(candidates, filepath.Join(os.TempDir(), name), filepath.Join("/tmp", name))
	for _, c := range candidates {
		if len(c) <= longest && !strings.ContainsAny(c, `,"'\`) {
			return c, privateDir(c, who)
		}
	}
	return "", fmt.Errorf("embedpg: no short enough path for the socket of %s", dir)
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}
