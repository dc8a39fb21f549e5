package server

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/files/filestest"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

const testPassword = "kaki-no-ki-to-tsuki-7"

var noon = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC) // a Tuesday, 12:00 in Tokyo

// testHash is made once: forty milliseconds and 46 MiB each.
var testHash = sync.OnceValue(func() string {
	hash, err := HashPassword(testPassword)
	if err != nil {
		panic(err)
	}
	return hash
})

var testKey = sync.OnceValue(func() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
})

// world is a running server on a database of its own, with the sample directory and people in it.
type world struct {
	t      *testing.T
	server *Server
	http   *httptest.Server
	store  *store.Store
	spec   *openapi3.T
	mu     sync.Mutex
	at     time.Time
	log    *bytes.Buffer
}

// someone is a signed-in person.
type someone struct {
	w       *world
	token   string
	account casework.ID
	session casework.ID
	email   string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, store: testdb.New(t), at: noon, log: &bytes.Buffer{}}
	directory, err := os.Open("../../pkg/store/testdata/agencies.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = directory.Close() }()
	if got, err := w.store.ImportAgencies(t.Context(), directory, false, noon); err != nil || len(got.Errors) > 0 {
		t.Fatalf("directory: %v %v", got.Errors, err)
	}
	w.server, err = New(Options{
		Store: w.store, TokenKey: testKey(), Now: w.now, Files: filestest.Open(t, nil), Log: slog.New(slog.NewJSONHandler(&lockedWriter{w: w.log}, nil)),
		App: fstest.MapFS{
			"index.html":       {Data: []byte("<!doctype html><title>つなぐ</title>")},
			"assets/app-1a.js": {Data: []byte("export {}")},
			"assets/big-3c.js": {Data: bytes.Repeat([]byte("export const x = 1;\n"), 500)},
			"favicon.svg":      {Data: []byte("<svg/>")},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.spec, _ = contract(t)
	w.http = httptest.NewServer(w.server)
	t.Cleanup(w.http.Close)
	return w
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// account makes a person who has not signed in.
func (w *world) account(email, agency string, role casework.Role) casework.ID {
	w.t.Helper()
	id, err := w.store.CreateAccount(w.t.Context(), store.NewAccount{Email: email, Name: "試験 太郎", PasswordHash: testHash(), AgencyCode: agency, Role: role}, noon.AddDate(0, 0, -1))
	if err != nil {
		w.t.Fatal(err)
	}
	if slices.Contains(needsFactor, role) {
		w.enrol(id)
	}
	return id
}

// testSecret is the base32 secret of every authenticator app of the tests.
const testSecret = "ONUWWZLTMVRXEZLUONUWWZLTMVRXEZLU"

// enrol gives an account an authenticator app.
func (w *world) enrol(account casework.ID) {
	w.t.Helper()
	sealed := seal(w.server.secrets.totp, []byte(testSecret), string(account))
	if err := w.store.BeginTOTP(w.t.Context(), account, sealed, noon); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.store.ConfirmTOTP(w.t.Context(), account, casework.NewID(noon), 0, nil, noon); err != nil {
		w.t.Fatal(err)
	}
}

// person makes a person with an open session, without the cost of signing in.
func (w *world) person(email, agency string, role casework.Role) someone {
	w.t.Helper()
	id := w.account(email, agency, role)
	a, err := w.store.AccountForSignIn(w.t.Context(), email, w.now())
	if err != nil {
		w.t.Fatal(err)
	}
	_, hash := newRefreshToken()
	session, err := w.store.OpenSession(w.t.Context(), id, a.Agency, hash, store.SignIn{}, w.now())
	if err != nil {
		w.t.Fatal(err)
	}
	token, err := w.server.tokens.sign(claims{id, session}, w.now())
	if err != nil {
		w.t.Fatal(err)
	}
	return someone{w, token, id, session, email}
}

// reply is an answer, already read and held against the contract.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) problem(t *testing.T) gen.Problem {
	t.Helper()
	var p gen.Problem
	if err := json.Unmarshal(r.body, &p); err != nil {
		t.Fatalf("no problem document: %s", r.body)
	}
	return p
}

func (r reply) into(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal(r.body, v); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
}

// do sends a request; headers are "Name: value". A body that starts with { is JSON.
func (w *world) do(method, path, body string, headers ...string) reply {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.http.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	return w.send(r)
}

func (w *world) send(r *http.Request) reply {
	w.t.Helper()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	w.checkAnswer(r, res, raw)
	return reply{res.StatusCode, res.Header, raw}
}

func (p someone) do(method, path, body string, headers ...string) reply {
	p.w.t.Helper()
	return p.w.do(method, path, body, append(headers, "Authorization: Bearer "+p.token)...)
}

// checkAnswer holds every answer of every test against openapi.yaml: declared status, declared shape.
func (w *world) checkAnswer(r *http.Request, res *http.Response, raw []byte) {
	w.t.Helper()
	op := w.operation(r.Method, strings.TrimPrefix(r.URL.Path, "/api/v1"))
	if op == nil || !strings.HasPrefix(r.URL.Path, "/api/v1") {
		return
	}
	answer := op.Responses.Status(res.StatusCode)
	if answer == nil {
		w.t.Errorf("%s answered %d, which openapi.yaml does not declare: %s", op.OperationID, res.StatusCode, raw)
		return
	}
	media, _, _ := strings.Cut(res.Header.Get("Content-Type"), ";")
	content := answer.Value.Content[media]
	if content == nil {
		if len(raw) > 0 {
			w.t.Errorf("%s %d answered with undeclared %q", op.OperationID, res.StatusCode, media)
		}
		return
	}
	if !strings.HasSuffix(media, "json") {
		return
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		w.t.Errorf("%s %d: %v", op.OperationID, res.StatusCode, err)
	} else if err := content.Schema.Value.VisitJSON(value, openapi3.MultiErrors()); err != nil {
		w.t.Errorf("%s %d does not have the declared shape: %v\n%s", op.OperationID, res.StatusCode, err, raw)
	}
}

func (w *world) operation(method, path string) *openapi3.Operation {
	var found *openapi3.Operation
	literal := -1 // the template with most literal steps wins, as in the router
	for _, template := range w.spec.Paths.InMatchingOrder() {
		if op, n := w.spec.Paths.Value(template).GetOperation(method), matchPath(template, path); op != nil && n > literal {
			found, literal = op, n
		}
	}
	return found
}

func matchPath(template, path string) (literal int) {
	a, b := strings.Split(template, "/"), strings.Split(path, "/")
	if len(a) != len(b) {
		return -1
	}
	for i := range a {
		switch {
		case strings.HasPrefix(a[i], "{"):
		case a[i] != b[i]:
			return -1
		default:
			literal++
		}
	}
	return literal
}

// journal counts the rows of an operation and outcome.
func (w *world) journal(operation, outcome string) (n int) {
	w.t.Helper()
	n, err := w.store.CountJournal(context.Background(), operation, outcome)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func anyID() string { return string(casework.NewID(noon)) }
