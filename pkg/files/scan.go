package files

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"
)

// Scanner looks for malware.
type Scanner interface {
	// Scan reads the content and returns ErrInfected when something was found, ErrUnavailable when it could not look.
	Scan(ctx context.Context, content io.Reader) error
	// Name says in the records who has looked.
	Name() string
}

// ErrInfected is the answer to a content in which malware was found.
var ErrInfected = errors.New("malware was found")

// Scan has the content looked at; the name of the scanner is "" when there is none.
func (s *Store) Scan(ctx context.Context, r *Received) (scanner string, err error) {
	if s.scanner == nil {
		return "", nil
	}
	if err := r.rewind(); err != nil {
		return "", err
	}
	return s.scanner.Name(), s.scanner.Scan(ctx, io.LimitReader(r.content, r.Size))
}

// Clamd is ClamAV's daemon, spoken to by its own protocol (clamd(8), INSTREAM): no program is started, nothing is shared.
type Clamd struct{ network, address string }

const (
	clamdWait  = 60 * time.Second // for one file
	clamdChunk = 64 << 10
)

// NewClamd reads tcp://host:3310 or unix:///run/clamav/clamd.ctl.
func NewClamd(address string) (*Clamd, error) {
	u, err := url.Parse(address)
	switch {
	case err == nil && u.Scheme == "tcp" && u.Port() != "" && u.Hostname() != "":
		return &Clamd{"tcp", u.Host}, nil
	case err == nil && u.Scheme == "unix" && u.Host == "" && len(u.Path) > 1:
		return &Clamd{"unix", u.Path}, nil
	}
	return nil, errors.New("tcp://host:3310 or unix:///run/clamav/clamd.ctl")
}

// Name is clamd.
func (*Clamd) Name() string { return "clamd" }

// Ping reports whether the daemon answers.
func (c *Clamd) Ping(ctx context.Context) error {
	said, err := c.ask(ctx, "zPING\x00", nil)
	if err == nil && said != "PONG" {
		err = fmt.Errorf("%w: clamd said %q", ErrUnavailable, said)
	}
	return err
}

// Scan sends the content in pieces.
func (c *Clamd) Scan(ctx context.Context, content io.Reader) error {
	said, err := c.ask(ctx, "zINSTREAM\x00", content)
	switch {
	case err != nil:
		return err
	case said == "stream: OK":
		return nil
	case strings.HasSuffix(said, " FOUND"):
		return fmt.Errorf("%w: %s", ErrInfected, strings.TrimSuffix(strings.TrimPrefix(said, "stream: "), " FOUND"))
	}
	return fmt.Errorf("%w: clamd said %q", ErrUnavailable, said) // size limit, broken stream: it has not looked
}

func (c *Clamd) ask(ctx context.Context, command string, content io.Reader) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, clamdWait)
	defer cancel()
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, c.network, c.address)
	if err != nil {
		return "", unavailable(err)
	}
	defer func() { _ = conn.Close() }()
	end, _ := ctx.Deadline()
	if err := conn.SetDeadline(end); err != nil {
		return "", unavailable(err)
	}
	sent := send(conn, command, content)
	said, err := bufio.NewReaderSize(conn, 4096).ReadString(0)
	if err != nil { // an answer that came although not everything was sent (too large for it) says why
		return "", unavailable(errors.Join(sent, err))
	}
	return strings.TrimRight(said, "\x00\n"), nil
}

// send writes the command and, for INSTREAM, each piece behind its length; a length of nought ends it.
func send(conn net.Conn, command string, content io.Reader) error {
	if _, err := io.WriteString(conn, command); err != nil || content == nil {
		return err
	}
	piece := make([]byte, 4+clamdChunk)
	for {
		n, err := io.ReadFull(content, piece[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(piece, uint32(n)) //nolint:gosec // at most clamdChunk
			if _, err := conn.Write(piece[:4+n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			_, err = conn.Write([]byte{0, 0, 0, 0})
			return err
		}
		if err != nil {
			return err
		}
	}
}
