package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/files/filestest"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// The agencies that play in the stories. Each has one worker of the same name; "desk" is a coordinator.
const (
	naka    = "houkatsu-naka"
	yorisoi = "yorisoi"
	kikan   = "kikan-shogai"
	fukushi = "fukushi-naka"
	hoken   = "hoken-naka"
	kokoro  = "kokoro"
	desk    = "desk"
)

// stage is a running server whose people stay signed in while the clock jumps, with an eye on the tables.
type stage struct {
	*world
	eye      *pgxpool.Pool
	agencies map[string]casework.ID
	people   map[string]*player
}

type player struct {
	someone
	agency casework.ID
	until  time.Time // the token is used no longer than this
}

func newStage(t *testing.T, options ...store.Option) *stage {
	t.Helper()
	dsn := testdb.NewDSN(t)
	w := &world{t: t, store: testdb.Open(t, dsn, options...), at: noon, log: &bytes.Buffer{}}
	directory, err := os.Open("../../pkg/store/testdata/agencies.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = directory.Close() }()
	if got, err := w.store.ImportAgencies(t.Context(), directory, false, noon); err != nil || len(got.Errors) > 0 {
		t.Fatalf("directory: %v %v", got.Errors, err)
	}
	if w.server, err = New(Options{Store: w.store, TokenKey: testKey(), Now: w.now, Files: filestest.Open(t, nil), App: fstest.MapFS{},
		Log: slog.New(slog.NewJSONHandler(&lockedWriter{w: w.log}, nil))}); err != nil {
		t.Fatal(err)
	}
	if w.spec, err = openapi3.NewLoader().LoadFromData(gen.Spec); err != nil {
		t.Fatal(err)
	}
	w.http = httptest.NewServer(w.server)
	t.Cleanup(w.http.Close)
	s := &stage{world: w, agencies: map[string]casework.ID{}, people: map[string]*player{}}
	if s.eye, err = pgxpool.New(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.eye.Close)
	for _, row := range sqlRows[struct {
		Code string
		ID   casework.ID
	}](s, `SELECT code, id FROM agencies`) {
		s.agencies[row.Code] = row.ID
	}
	for _, agency := range []string{naka, yorisoi, kikan, fukushi, hoken, kokoro} {
		s.cast(agency, agency, casework.RoleWorker)
	}
	s.cast(desk, "shakyo", casework.RoleCoordinator)
	return s
}

// cast adds somebody to the play.
func (s *stage) cast(name, agency string, role casework.Role) {
	s.t.Helper()
	email := name + "@example.test"
	s.people[name] = &player{someone: someone{w: s.world, account: s.account(email, agency, role), email: email}, agency: s.agencies[agency]}
}

// as is somebody with an access token that is good at this instant.
func (s *stage) as(name string) someone {
	s.t.Helper()
	p, ok := s.people[name]
	if !ok {
		s.t.Fatalf("nobody is called %q", name)
	}
	now := s.now()
	if !now.Before(p.until) {
		_, hash := newRefreshToken()
		session, err := s.store.OpenSession(s.t.Context(), p.account, p.agency, hash, store.SignIn{}, now)
		if err != nil {
			s.t.Fatal(err)
		}
		if p.token, err = s.server.tokens.sign(claims{p.account, session}, now); err != nil {
			s.t.Fatal(err)
		}
		p.session, p.until = session, now.Add(5*time.Minute)
	}
	return p.someone
}

// sql reads one value.
func sql[T any](s *stage, query string, args ...any) (v T) {
	s.t.Helper()
	if err := s.eye.QueryRow(s.t.Context(), query, args...).Scan(&v); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return v
}

func sqlRows[T any](s *stage, query string, args ...any) []T {
	s.t.Helper()
	rows, err := s.eye.Query(s.t.Context(), query, args...)
	if err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowToStructByPos[T])
	if err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return out
}

// contents is a fingerprint of everything that a refused request must not touch. Journal, sessions and throttle rows
// are kept by the edge itself.
func (s *stage) contents() string {
	s.t.Helper()
	return sql[string](s, `SELECT string_agg(n, ' ' ORDER BY n) FROM (
		SELECT 'cases ' || count(*) || ' ' || coalesce(sum(version), 0) || ' ' || coalesce(max(updated_at)::text, '') n FROM cases
		UNION ALL SELECT 'sheets ' || count(*) || ' ' || coalesce(sum(version), 0) || ' ' || coalesce(max(updated_at)::text, '') FROM sheets
		UNION ALL SELECT 'handoffs ' || count(*) || ' ' || coalesce(sum(version), 0) || ' ' || coalesce(max(updated_at)::text, '') FROM handoffs
		UNION ALL SELECT 'escalations ' || count(*) || ' ' || coalesce(sum(version), 0) FROM escalations
		UNION ALL SELECT 'notes ' || count(*) || ' ' || coalesce(sum(version), 0) FROM notes
		UNION ALL SELECT 'custodies ' || count(*) || ' ' || count(until) FROM custodies
		UNION ALL SELECT 'supports ' || count(*) || ' ' || count(until) FROM supports
		UNION ALL SELECT 'access ' || md5(coalesce(string_agg(a::text, '|' ORDER BY case_id, grantee), '')) FROM case_access a
		UNION ALL SELECT 'agreed ' || (SELECT count(*) || '/' || coalesce(sum(version), 0) FROM assignments) || ' ' || (SELECT count(*) || '/' || coalesce(sum(version), 0) FROM plans)
			|| ' ' || (SELECT count(*) || '/' || coalesce(sum(version), 0) FROM monitorings) || ' ' || (SELECT count(*) || '/' || coalesce(sum(version), 0) FROM missing_resources)
		UNION ALL SELECT 'counters ' || coalesce(sum(last), 0) FROM case_counters
		UNION ALL SELECT 'files ' || count(*) || ' ' || coalesce(sum(version), 0) FROM files
		UNION ALL SELECT 'rest ' || (SELECT count(*) FROM sheet_versions) || ' ' || (SELECT count(*) FROM households) || ' ' || (SELECT count(*) FROM household_persons)
			|| ' ' || (SELECT count(*) FROM handoff_questions) || ' ' || (SELECT count(*) || '/' || count(ended_at) FROM protections) || ' ' || (SELECT count(*) FROM break_glasses) || ' ' || (SELECT count(*) FROM refusal_reports) || ' ' || (SELECT count(*) FROM note_corrections)
			|| ' ' || (SELECT count(*) FROM case_events) || ' ' || (SELECT count(*) FROM disclosures) || ' ' || (SELECT count(*) FROM consents) || ' ' || (SELECT coalesce(sum(version), 0) FROM corrections) || ' ' || (SELECT count(*) FROM idempotency_keys)
			|| ' ' || (SELECT count(*) || '/' || coalesce(sum(version), 0) FROM messages) || ' ' || (SELECT count(*) FROM links)
			|| ' ' || (SELECT count(*) FILTER (WHERE read_at IS NULL) || '/' || count(*) FROM notifications)) x`)
}

// toJSON writes a body.
func toJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// want fails unless the answer has the status, and reads its body.
func want[T any](t *testing.T, r reply, status int) (out T) {
	t.Helper()
	if r.status != status {
		t.Fatalf("answered %d, want %d: %s", r.status, status, r.body)
	}
	if len(r.body) > 0 {
		r.into(t, &out)
	}
	return out
}

// refused fails unless the answer is that problem.
func refused(t *testing.T, r reply, status int, code casework.Code) gen.Problem {
	t.Helper()
	p := want[gen.Problem](t, r, status)
	if p.Code != string(code) || r.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("code %q (%s), want %q: %s", p.Code, r.header.Get("Content-Type"), code, r.body)
	}
	return p
}

func ifMatchHeader(etag string) string { return "If-Match: " + etag }

// sheet drafts a sheet and returns it with its tag.
func (s *stage) sheet(name string, content casework.SheetContent) (gen.Sheet, string) {
	s.t.Helper()
	r := s.as(name).do("POST", "/api/v1/sheets", toJSON(map[string]any{"content": content}))
	return want[gen.Sheet](s.t, r, 201), r.header.Get("ETag")
}

// file drafts and files a sheet and returns the case it opened.
func (s *stage) file(name string, content casework.SheetContent) casework.ID {
	s.t.Helper()
	sheet, tag := s.sheet(name, content)
	r := s.as(name).do("POST", "/api/v1/sheets/"+string(sheet.Id)+"/file", `{"newHousehold":true}`, ifMatchHeader(tag))
	return *want[gen.Sheet](s.t, r, 200).CaseId
}

func (s *stage) receiver(agency string, ask casework.Ask) map[string]any {
	return map[string]any{"agencyId": s.agencies[agency], "ask": ask, "reason": "専門の支援が必要なため", "request": "訪問をお願いします"}
}

// handOff asks agencies and returns the handoffs in that order.
func (s *stage) handOff(name string, id casework.ID, receivers ...map[string]any) []gen.Handoff {
	s.t.Helper()
	r := s.as(name).do("POST", "/api/v1/cases/"+string(id)+"/handoffs", toJSON(map[string]any{"receivers": receivers, "purpose": "生活の立て直し"}))
	return want[gen.HandoffList](s.t, r, 201).Items
}

// tag is the current version of a handoff as the database knows it.
func (s *stage) tag(handoff casework.ID) string {
	s.t.Helper()
	return ifMatchHeader(fmt.Sprintf("%q", sql[string](s, `SELECT version::text FROM handoffs WHERE id = $1`, handoff)))
}

func (s *stage) caseTag(id casework.ID) string {
	s.t.Helper()
	return ifMatchHeader(fmt.Sprintf("%q", sql[string](s, `SELECT version::text FROM cases WHERE id = $1`, id)))
}

// verb presses a button on a handoff, having seen its newest version.
func (s *stage) verb(name string, handoff casework.ID, verb string, body any) reply {
	s.t.Helper()
	text := ""
	if body != nil {
		text = toJSON(body)
	}
	return s.as(name).do("POST", "/api/v1/handoffs/"+string(handoff)+"/"+strings.ReplaceAll(verb, "_", "-"), text, s.tag(handoff))
}

func (s *stage) get(name, path string) reply {
	s.t.Helper()
	return s.as(name).do("GET", "/api/v1"+path, "")
}

// theCase reads a case as somebody sees it.
func (s *stage) theCase(name string, id casework.ID) gen.Case {
	s.t.Helper()
	return want[gen.Case](s.t, s.get(name, "/cases/"+string(id)), 200)
}

// kinds lists what the timeline tells somebody, newest first.
func (s *stage) kinds(name string, id casework.ID) []string {
	s.t.Helper()
	var out []string
	for _, i := range want[gen.Timeline](s.t, s.get(name, "/cases/"+string(id)+"/timeline"), 200).Items {
		out = append(out, string(i.Kind))
	}
	return out
}

// told lists the kinds of somebody's notifications, newest first.
func (s *stage) told(name string) []string {
	s.t.Helper()
	var out []string
	for _, n := range want[gen.NotificationPage](s.t, s.get(name, "/notifications"), 200).Items {
		out = append(out, n.Kind)
	}
	return out
}

// household8050 is a sheet that may be filed, with consent of everyone.
func household8050(name, kana string) casework.SheetContent { return testdb.Content(name, kana) }
