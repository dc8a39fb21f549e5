// Package mailbox is an SMTP server inside the program that delivers to nobody: it keeps the last messages in memory, for
// the mail page of the demonstration and for tests. It listens on the machine itself only.
package mailbox

import (
	"bytes"
	"io"
	"log"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// How much is kept.
const (
	keep     = 200
	maxBytes = 1 << 20
)

// Server is a running mailbox.
type Server struct {
	smtp     *smtp.Server
	listener net.Listener
	now      func() time.Time

	mu       sync.Mutex
	next     int
	messages []Message // oldest first
	refuse   func(to string) error
}

// Start begins to listen on a free port of the machine itself.
func Start(now func() time.Time) (*Server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{listener: l, now: now}
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{server: s}, nil }))
	s.smtp.Domain, s.smtp.MaxMessageBytes, s.smtp.MaxRecipients = "localhost", maxBytes, 50
	s.smtp.ReadTimeout, s.smtp.WriteTimeout = 10*time.Second, 10*time.Second
	s.smtp.ErrorLog = log.New(io.Discard, "", 0)
	go func() { _ = s.smtp.Serve(l) }()
	return s, nil
}

// Addr is where it listens.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Close ends it.
func (s *Server) Close() error { return s.smtp.Close() }

// Messages lists what came, newest first.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Clone(s.messages)
	slices.Reverse(out)
	return out
}

// Refuse makes the server answer with what fn returns for a recipient, nil = take it. For tests.
func (s *Server) Refuse(fn func(to string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = fn
}

// Answer is an SMTP refusal: 4xx for now, 5xx for good.
func Answer(code int) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: "refused"}
}

type session struct {
	server   *Server
	from, to string
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.from = from; return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	refuse := s.server.refuse
	s.server.mu.Unlock()
	s.to = to
	if refuse != nil {
		return refuse(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(r); err != nil {
		return err
	}
	m := read(raw.Bytes())
	m.From, m.To = s.from, s.to
	s.server.add(m)
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func (s *Server) add(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	m.Number, m.At = s.next, s.now().UTC()
	s.messages = append(s.messages, m)
	if n := len(s.messages); n > keep {
		s.messages = slices.Delete(s.messages, 0, n-keep)
	}
}
