// Package server is everything that knows HTTP: this file is the whole edge on one screen.
//
// A request goes: request id → log → recover → headers → (per operation of openapi.yaml) who → may → well-formed → handler.
// Whatever fails on the way ends in problem.go.
package server

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/mail"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/mailbox"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const (
	maxBody    = 1 << 20
	maxHeader  = 12 << 10 // net/http adds 4 KiB of slack: 16 KiB in all
	slowClient = 15 * time.Second
)

// Options is what the program gives the server.
type Options struct {
	Store     *store.Store
	TokenKey  *ecdsa.PrivateKey // P-256
	Audience  string            // of access tokens; also the public host name, "" = tsunagu
	Now       func() time.Time  // nil = the clock of the machine
	Log       *slog.Logger      // nil = slog.Default()
	App       fs.FS             // the built frontend
	Demo      *Demo             // demonstration data is shown, and every page says so; nil elsewhere
	Unlimited bool              // no throttling of sign-ins: tests only
	Provider  *Provider         // the city's own identity provider; nil = none
	Files     *files.Store      // where the contents of files lie; nil = none are taken
	Proxies   []*net.IPNet      // whose X-Forwarded-For is believed; none by default
	MailFrom  string            // who invites, in calendars; "" = nobody is named
	PublicURL string            // of the program as people reach it, for links in mails; no slash at the end
	Mail      bool              // mails leave the house; else they are held
	Contact   string            // for whoever finds a weakness: mailto: or https:; "" = no security.txt
	Mailbox   *mailbox.Server   // keeps the mails of a demonstration; nil elsewhere
}

// Server answers HTTP. Every operation of openapi.yaml is a method on it.
type Server struct {
	store      *store.Store
	tokens     *tokens
	passwords  *passwords
	secrets    *secrets
	provider   *provider
	files      *files.Store
	clock      func() time.Time
	log        *slog.Logger
	publicHost string
	demo       *Demo
	unlimited  bool
	publicURL  string
	mailFrom   string
	contact    string
	mail       bool
	mailbox    *mailbox.Server
	events     *hub
	metrics    *metrics
	docs       []byte
	exports    exporting

	journalKinds map[string]gen.JournalKind
	echo         *echo.Echo
}

var _ gen.StrictServerInterface = (*Server)(nil)

// New builds the server; it touches no network yet.
func New(o Options) (*Server, error) {
	s := &Server{store: o.Store, clock: o.Now, log: o.Log, publicHost: o.Audience, demo: o.Demo, unlimited: o.Unlimited,
		publicURL: o.PublicURL, contact: o.Contact, mail: o.Mail, mailbox: o.Mailbox,
		passwords: newPasswords(), events: newHub(), metrics: newMetrics(), exports: make(exporting, 1)}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if o.Audience == "" {
		o.Audience = tokenIssuer
	}
	o.Store.WriteLettersWith(s.writeLetters)
	if from, err := mail.ParseAddress(o.MailFrom); err == nil {
		s.mailFrom = from.Address
	}
	var err error
	if s.tokens, err = newTokens(o.TokenKey, o.Audience); err != nil {
		return nil, err
	}
	if s.secrets, err = newSecrets(o.TokenKey); err != nil {
		return nil, err
	}
	s.files = o.Files
	s.provider = newProvider(o.Provider, s.now)
	doc, operations, err := readContract()
	if err != nil {
		return nil, err
	}
	if s.docs, err = renderContract(doc, operations); err != nil {
		return nil, fmt.Errorf("contract page: %w", err)
	}
	app, err := loadApplication(o.App)
	if err != nil {
		return nil, err
	}
	s.journalKinds = journalKinds(operations)
	s.echo = s.routes(operations, app)
	s.echo.IPExtractor = addressFrom(o.Proxies)
	return s, nil
}

// routes is the order of everything. The first middleware named is the outermost.
func (s *Server) routes(operations map[string]operation, app map[string]*asset) *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Binder = bodyBinder{}
	e.HTTPErrorHandler = s.answerError
	e.Use(s.identify, s.observe, s.recover, securityHeaders, pages(app))

	edge := map[string][]echo.MiddlewareFunc{}
	for id, op := range operations {
		if op.public {
			edge[id] = []echo.MiddlewareFunc{named(op), s.validate(op)}
		} else {
			edge[id] = []echo.MiddlewareFunc{named(op), s.authenticate, s.gate(op), s.validate(op)}
		}
		if op.carriesFile {
			edge[id] = append(edge[id], patient)
		}
	}
	gen.RegisterHandlersWithOptions(e, gen.NewStrictHandler(s, nil), gen.RegisterHandlersOptions{BaseURL: "/api/v1", OperationMiddlewares: edge})

	look := []string{http.MethodGet, http.MethodHead} // what load balancers ask with
	e.Match(look, "/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	e.Match(look, "/readyz", s.ready)
	e.Match(look, "/.well-known/security.txt", s.securityText)
	e.GET("/api-docs.css", func(c echo.Context) error { return c.Blob(http.StatusOK, "text/css; charset=utf-8", contractStyle) })
	return e
}

// ServeHTTP answers one request. No body is longer than maxBody; a form with a file, which only attachFile reads, is longer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	limit := int64(maxBody)
	if strings.HasPrefix(r.Header.Get("Content-Type"), multipartForm) {
		limit = maxUpload
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	s.echo.ServeHTTP(w, r)
}

// Listen passes on what the database announces, until ctx ends.
func (s *Server) Listen(ctx context.Context) { s.store.Listen(ctx, s.events.hear) }

// HTTPServer is the server with its limits against slow and large requests. On shutdown open event streams end first.
func (s *Server) HTTPServer(addr string) *http.Server {
	h := &http.Server{
		Addr: addr, Handler: s, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
		ReadHeaderTimeout: slowClient, ReadTimeout: slowClient, WriteTimeout: 2 * slowClient, IdleTimeout: time.Minute,
		MaxHeaderBytes: maxHeader,
	}
	h.RegisterOnShutdown(s.events.close)
	return h
}

// ready says whether the database answers and has the newest migration.
func (s *Server) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
	defer cancel()
	if err := s.store.Ready(ctx); err != nil {
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	return c.String(http.StatusOK, "ready\n")
}

// now is the instant of the request, as exact as the database keeps it.
func (s *Server) now() time.Time { return store.Truncate(s.clock()) }

// addressFrom finds the address that guesses are counted under. Forwarded headers are a stranger's word,
// unless one of our own proxies adds to them.
func addressFrom(proxies []*net.IPNet) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		trust = append(trust, echo.TrustIPRange(p))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// bodyBinder gives the generated code the body that validate has read and checked.
type bodyBinder struct{}

func (bodyBinder) Bind(into any, c echo.Context) error {
	raw := rawBody(c.Request().Context())
	if len(raw) == 0 {
		return io.EOF // an optional body that was not sent
	}
	if err := unmarshal(raw, into); err != nil {
		return errors.Join(refuse(codeMalformed, ""), err)
	}
	return nil
}
