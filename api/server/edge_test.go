package server

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

func TestMalformedRequestsAreTheirSendersFault(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	big := `{"content":{"request":"` + strings.Repeat("あ", 400_000) + `"}}`
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		code                     string
	}{
		{"unknown query parameter", "GET", "/api/v1/agencies?sort=kana&colour=red", "", nil, 400, "malformed"},
		{"semicolon", "GET", "/api/v1/agencies?limit=1;sort=kind", "", nil, 400, "malformed"},
		{"broken percent", "GET", "/api/v1/agencies?q=%zz", "", nil, 400, "malformed"},
		{"NUL in the query", "GET", "/api/v1/agencies?q=%00", "", nil, 400, "malformed"},
		{"no UTF-8 in the query", "GET", "/api/v1/agencies?q=%ff", "", nil, 400, "malformed"},
		{"limit is no number", "GET", "/api/v1/agencies?limit=ten", "", nil, 400, "malformed"},
		{"limit twice", "GET", "/api/v1/agencies?limit=1&limit=2", "", nil, 400, "malformed"},
		{"limit too high", "GET", "/api/v1/agencies?limit=201", "", nil, 422, "invalid"},
		{"limit far too high", "GET", "/api/v1/agencies?limit=99999999999999999999", "", nil, 422, "invalid"},
		{"bogus order", "GET", "/api/v1/agencies?sort=id", "", nil, 422, "invalid"},
		{"cursor of nobody", "GET", "/api/v1/agencies?cursor=AAAA", "", nil, 422, "invalid"},
		{"id in the query", "GET", "/api/v1/agencies/suggestions?issues=care&caseId=x", "", nil, 422, "invalid"},
		{"box missing", "GET", "/api/v1/handoffs", "", nil, 422, "invalid"},
		{"no body", "POST", "/api/v1/sheets", "", nil, 400, "malformed"},
		{"no JSON", "POST", "/api/v1/sheets", "{", nil, 400, "malformed"},
		{"key twice", "POST", "/api/v1/sheets", `{"content":{},"content":{}}`, nil, 400, "malformed"},
		{"unknown member", "POST", "/api/v1/sheets", `{"content":{},"state":"filed"}`, nil, 400, "malformed"},
		{"wrong case", "POST", "/api/v1/sheets", `{"Content":{}}`, nil, 400, "malformed"},
		{"form", "POST", "/api/v1/sheets", "content=x", []string{"Content-Type: application/x-www-form-urlencoded"}, 415, "unsupported_media"},
		{"no type", "POST", "/api/v1/sheets", `{"content":{}}`, []string{"Content-Type: "}, 415, "unsupported_media"},
		{"other charset", "POST", "/api/v1/sheets", `{"content":{}}`, []string{"Content-Type: application/json; charset=shift_jis"}, 415, "unsupported_media"},
		{"too large", "POST", "/api/v1/sheets", big, nil, 413, "too_large"},
		{"If-Match missing", "POST", "/api/v1/cases/" + unknownID + "/start-support", "", nil, 428, "precondition_required"},
		{"key too short", "POST", "/api/v1/sheets", `{"content":{}}`, []string{"Idempotency-Key: short"}, 422, "invalid"},
		{"key with a space", "POST", "/api/v1/sheets", `{"content":{}}`, []string{"Idempotency-Key: twelve letters"}, 422, "invalid"},
		{"no such path", "GET", "/api/v1/no-such-thing", "", nil, 404, "not_found"},
		{"path above", "GET", "/api/v2/me", "", nil, 404, "not_found"},
		{"no such method", "DELETE", "/api/v1/me", "", nil, 405, "method_not_allowed"},
		{"GET of a verb", "GET", "/api/v1/notifications/read-all", "", nil, 405, "method_not_allowed"},
	} {
		r := p.do(c.method, c.path, c.body, c.headers...)
		if r.status != c.status || r.problem(t).Code != c.code {
			t.Errorf("%s: %d %s, want %d %s", c.name, r.status, r.body, c.status, c.code)
		}
		if c.status == 405 && r.header.Get("Allow") == "" {
			t.Errorf("%s: no Allow", c.name)
		}
		if r.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s", c.name, r.header.Get("Content-Type"))
		}
	}
}

func TestProblemSpeaksTheReadersLanguage(t *testing.T) {
	w := newWorld(t)
	ja := w.do("GET", "/api/v1/me", "", "Accept-Language: ja,en;q=0.5").problem(t)
	en := w.do("GET", "/api/v1/me", "", "Accept-Language: en-GB,ja;q=0.5").problem(t)
	if ja.Title != "サインインしてください" || en.Title != "Please sign in" || en.Detail != nil {
		t.Errorf("%+v %+v", ja, en)
	}
	asked := w.do("POST", "/api/v1/sessions", `{"email":"","colour":"red"}`, "Accept-Language: en").problem(t)
	if asked.Errors == nil || (*asked.Errors)[0].Pointer != "/colour" || (*asked.Errors)[0].Message != "Unknown here." {
		t.Errorf("%+v", asked.Errors)
	}
	for code, message := range englishFields {
		if japanese(message) || fieldInEnglish(code) != message {
			t.Errorf("%s: %s", code, message)
		}
	}
}

func TestEveryCodeHasAnAnswer(t *testing.T) {
	for _, code := range []casework.Code{casework.CodeNotFound, casework.CodeForbidden, casework.CodeWrongState, casework.CodeStale,
		casework.CodeDuplicate, casework.CodeInvalid, casework.CodePingPong} {
		if kinds[code].status == 0 {
			t.Errorf("%s of the rules has no status", code)
		}
	}
	for code, k := range kinds {
		if k.status < 400 || k.ja == "" || k.en == "" {
			t.Errorf("%s: %+v", code, k)
		}
	}
}

// A fault of ours says nothing but the request id, whatever it was.
func TestPanicAndUnknownErrorsTellNothing(t *testing.T) {
	w := newWorld(t)
	w.server.echo.GET("/test/panic", func(echo.Context) error { panic("secret of 山田 花子") })
	w.server.echo.GET("/test/error", func(echo.Context) error { return fmt.Errorf("SELECT secret FROM cases") })
	for _, path := range []string{"/test/panic", "/test/error"} {
		r := w.do("GET", path, "")
		p := r.problem(t)
		if r.status != 500 || p.Instance == nil || *p.Instance != r.header.Get("X-Request-Id") || p.Detail != nil || strings.Contains(string(r.body), "secret") {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
	if strings.Contains(w.log.String(), "山田") {
		t.Error("the log quotes what a panic said")
	}
}

func TestRequestIdIsOurOwn(t *testing.T) {
	w := newWorld(t)
	r := w.do("GET", "/api/v1/me", "", "X-Request-Id: chosen-by-the-client")
	if id := r.header.Get("X-Request-Id"); !canonicalID(id) {
		t.Errorf("request id %q", id)
	}
}

func TestLogHoldsNoQueryAndNoIds(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	p.do("GET", "/api/v1/cases?q=%E5%B1%B1%E7%94%B0", "")
	p.do("GET", "/api/v1/cases/"+unknownID, "")
	for _, part := range []string{"山田", "%E5%B1%B1", unknownID, p.token, "naka.example", "127.0.0.1"} {
		if strings.Contains(w.log.String(), part) {
			t.Errorf("the log holds %s", part)
		}
	}
	if !strings.Contains(w.log.String(), `"operation":"listCases"`) {
		t.Errorf("the log does not name the operation: %s", w.log.String())
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/", "/cases", "/assets/app-1a.js", "/api/v1/me", "/api/v1/docs", "/healthz", "/nothing.js"} {
		r := w.do("GET", path, "", "Origin: https://stranger.example")
		for name, part := range map[string]string{
			"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Strict-Transport-Security": "max-age=31536000; includeSubDomains",
		} {
			if !strings.Contains(r.header.Get(name), part) {
				t.Errorf("%s: %s is %q", path, name, r.header.Get(name))
			}
		}
		if strings.Contains(r.header.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s allows inline", path)
		}
		for _, name := range []string{"Access-Control-Allow-Origin", "Server", "X-Powered-By"} {
			if r.header.Get(name) != "" {
				t.Errorf("%s: %s is %q", path, name, r.header.Get(name))
			}
		}
	}
}

func TestApplicationIsServedWithItsPages(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		path, part, cache string
		status            int
	}{
		{"/", "つなぐ", "no-cache", 200}, {"/cases/abc", "つなぐ", "no-cache", 200}, {"/index.html", "つなぐ", "no-cache", 200},
		{"/assets/app-1a.js", "export", "immutable", 200}, {"/favicon.svg", "<svg/>", "no-cache", 200},
		{"/assets/gone-2b.js", "not_found", "", 404}, {"/metrics", "not_found", "", 404}, {"/api", "not_found", "", 404}, {"/apiary", "つなぐ", "no-cache", 200}, {"/../../etc/passwd", "つなぐ", "no-cache", 200}, {"/.gitkeep", "つなぐ", "no-cache", 404},
	} {
		r := w.do("GET", c.path, "")
		if r.status != c.status || c.status == 200 && (!strings.Contains(string(r.body), c.part) || !strings.Contains(r.header.Get("Cache-Control"), c.cache)) {
			t.Errorf("%s: %d %q %s", c.path, r.status, r.header.Get("Cache-Control"), r.body)
		}
	}
	if r := w.do("GET", "/assets/big-3c.js", "", "Accept-Encoding: gzip"); r.header.Get("Content-Encoding") != "gzip" || len(r.body) > 1000 || r.header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("large file: %v, %d bytes", r.header, len(r.body))
	}
	first := w.do("GET", "/", "")
	if r := w.do("GET", "/", "", "If-None-Match: "+first.header.Get("ETag")); r.status != 304 {
		t.Errorf("an unchanged page: %d", r.status)
	}
	if r := w.do("HEAD", "/", ""); r.status != 200 || len(r.body) > 0 {
		t.Errorf("HEAD /: %d", r.status)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if r := w.do("HEAD", path, ""); r.status != 200 || len(r.body) > 0 {
			t.Errorf("HEAD %s: %d %q", path, r.status, r.body)
		}
	}
	if r := w.do("POST", "/", "{}"); r.status != 405 || r.header.Get("Allow") == "" {
		t.Errorf("POST /: %d", r.status)
	}
}

func TestContractIsServedAsItIsAndAsAPage(t *testing.T) {
	w := newWorld(t)
	if r := w.do("GET", "/api/v1/openapi.yaml", ""); r.status != 200 || !strings.HasPrefix(string(r.body), "openapi: 3.1.0") {
		t.Errorf("openapi.yaml: %d", r.status)
	}
	r := w.do("GET", "/api/v1/docs", "")
	page := string(r.body)
	_, operations := contract(t)
	for _, id := range slices.Sorted(maps.Keys(operations)) {
		if !strings.Contains(page, `<article id="`+id+`">`) {
			t.Errorf("the page lacks %s", id)
		}
	}
	for code := range kinds {
		if !strings.Contains(page, `id="problem-`+string(code)+`"`) {
			t.Errorf("the page lacks the problem %s", code)
		}
	}
	for _, part := range []string{"<script", "<style", "style=", "http://", "https://", "onclick"} {
		if strings.Contains(page, part) {
			t.Errorf("the page holds %s", part)
		}
	}
	if r := w.do("GET", "/api-docs.css", ""); r.status != 200 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/css") {
		t.Errorf("its style: %d", r.status)
	}
}

func TestRoutesAreThoseOfTheContract(t *testing.T) {
	w := newWorld(t)
	_, operations := contract(t)
	want := map[string]bool{}
	for _, op := range operations {
		want[op.method+" /api/v1"+strings.NewReplacer("{", ":", "}", "").Replace(op.path)] = true
	}
	for _, route := range w.server.echo.Routes() {
		if name := route.Method + " " + route.Path; strings.HasPrefix(route.Path, "/api/") && !want[name] {
			t.Errorf("%s is not in the contract", name)
		} else {
			delete(want, name)
		}
	}
	for name := range want {
		t.Errorf("%s has no route", name)
	}
}

func TestHealthAndReadiness(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/healthz", "/readyz"} {
		if r := w.do("GET", path, ""); r.status != 200 {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
	w.store.Close()
	if r := w.do("GET", "/healthz", ""); r.status != 200 {
		t.Errorf("alive without a database: %d", r.status)
	}
	if r := w.do("GET", "/readyz", ""); r.status != 503 || r.header.Get("Retry-After") == "" {
		t.Errorf("ready without a database: %d", r.status)
	}
}

// Trouble with the database is 503, never a 401 that would sign everybody out.
func TestDatabaseDownIsNotASignOut(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	w.store.Close()
	if r := p.do("GET", "/api/v1/me", ""); r.status != 503 || r.header.Get("Retry-After") == "" {
		t.Errorf("%d %s", r.status, r.body)
	}
}

func TestLargeHeadersAndSlowClientsAreCut(t *testing.T) {
	w := newWorld(t)
	h := w.server.HTTPServer("127.0.0.1:0")
	if h.ReadTimeout > 15*time.Second || h.ReadHeaderTimeout > 15*time.Second || h.WriteTimeout == 0 || h.IdleTimeout == 0 {
		t.Errorf("timeouts %+v", h)
	}
	h.ReadHeaderTimeout, h.ReadTimeout = 200*time.Millisecond, 300*time.Millisecond
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = h.Serve(listener) }()
	t.Cleanup(func() { _ = h.Close() })
	r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+listener.Addr().String()+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Long", strings.Repeat("x", 17<<10))
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("17 KiB of header: %d", res.StatusCode)
	}
	slow, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = slow.Close() }()
	_, _ = io.WriteString(slow, "GET /healthz HTTP/1.1\r\nHost: x\r\n") // and then nothing
	_ = slow.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := bufio.NewReader(slow).ReadString('\n'); err == nil {
		return // answered 408 and closed
	} else if netErr, isNet := err.(net.Error); isNet && netErr.Timeout() { //nolint:errorlint // net hands it over bare
		t.Error("a client that says nothing more was kept")
	}
}
