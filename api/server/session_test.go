package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const ours = "X-Tsunagu-Request: 1"

func credentials(email, password string) string {
	b, _ := json.Marshal(map[string]string{"email": email, "password": password})
	return string(b)
}

// signIn signs in and returns the answer and the value of the refresh cookie.
func (w *world) signIn(email, password string) (gen.SessionAnswer, string) {
	w.t.Helper()
	r := w.do("POST", "/api/v1/sessions", credentials(email, password))
	if r.status != http.StatusCreated {
		w.t.Fatalf("sign-in: %d %s", r.status, r.body)
	}
	var out gen.SessionAnswer
	r.into(w.t, &out)
	return out, cookieOf(w.t, r)
}

func cookieOf(t *testing.T, r reply) string {
	t.Helper()
	header := r.header.Get("Set-Cookie")
	for _, part := range []string{"__Host-tsunagu-refresh=", "Path=/", "HttpOnly", "Secure", "SameSite=Strict"} {
		if !strings.Contains(header, part) {
			t.Fatalf("Set-Cookie lacks %s: %s", part, header)
		}
	}
	if strings.Contains(header, "Domain=") {
		t.Fatalf("Set-Cookie names a domain: %s", header)
	}
	value, _, _ := strings.Cut(strings.TrimPrefix(header, "__Host-tsunagu-refresh="), ";")
	return value
}

func (w *world) refresh(cookie string, headers ...string) reply {
	w.t.Helper()
	return w.do("POST", "/api/v1/sessions/refresh", "", append(headers, "Cookie: __Host-tsunagu-refresh="+cookie)...)
}

func TestSignInAnswersWhoAndSetsTheCookie(t *testing.T) {
	w := newWorld(t)
	w.account("Hanako@naka.example", "houkatsu-naka", casework.RoleWorker)
	got, cookie := w.signIn("hanako@NAKA.example", testPassword)
	if got.User.Agency.Code != "houkatsu-naka" || got.ExpiresIn != 600 || len(cookie) < 40 || got.User.Demo {
		t.Errorf("%+v, cookie of %d", got, len(cookie))
	}
	me := w.do("GET", "/api/v1/me", "", "Authorization: Bearer "+got.AccessToken)
	if me.status != 200 {
		t.Errorf("me: %d %s", me.status, me.body)
	}
	if w.journal("createSession", "done") != 1 {
		t.Error("the sign-in is not in the journal")
	}
}

func TestWrongPasswordAndUnknownAccountHaveOneAnswer(t *testing.T) {
	w := newWorld(t)
	w.account("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	wrong := w.do("POST", "/api/v1/sessions", credentials("a@naka.example", "wrong"))
	unknown := w.do("POST", "/api/v1/sessions", credentials("nobody@naka.example", "wrong"))
	a, b := wrong.problem(t), unknown.problem(t)
	if wrong.status != 401 || a.Code != "invalid_credentials" || wrong.header.Get("WWW-Authenticate") == "" {
		t.Errorf("%d %s", wrong.status, wrong.body)
	}
	a.Instance, b.Instance = nil, nil
	if fmt.Sprint(a.Code, a.Title, *a.Detail, a.Status) != fmt.Sprint(b.Code, b.Title, *b.Detail, b.Status) {
		t.Errorf("they differ:\n%s\n%s", wrong.body, unknown.body)
	}
}

func TestGuessingLocksTheAccountForTheRightPasswordToo(t *testing.T) {
	w := newWorld(t)
	w.account("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	for i := range 5 {
		spelling := []string{"a@naka.example", "A@NAKA.example", " a@naka.example"}[i%3]
		if r := w.do("POST", "/api/v1/sessions", credentials(spelling, "wrong")); r.status != 401 {
			t.Fatalf("guess %d: %d", i+1, r.status)
		}
	}
	w.pass(10 * time.Minute)
	right := w.do("POST", "/api/v1/sessions", credentials("a@naka.example", testPassword))
	wrong := w.do("POST", "/api/v1/sessions", credentials("a@naka.example", "wrong"))
	if right.status != 429 || wrong.status != 429 || right.header.Get("Retry-After") == "" {
		t.Errorf("locked: right %d, wrong %d, Retry-After %q", right.status, wrong.status, right.header.Get("Retry-After"))
	}
	w.pass(5*time.Minute + time.Second)
	if r := w.do("POST", "/api/v1/sessions", credentials("a@naka.example", testPassword)); r.status != 201 {
		t.Errorf("after the lock: %d %s", r.status, r.body)
	}
}

func TestRefreshRotatesAndReuseEndsEverything(t *testing.T) {
	w := newWorld(t)
	w.account("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	_, first := w.signIn("a@naka.example", testPassword)
	r := w.refresh(first, ours)
	if r.status != 200 {
		t.Fatalf("refresh: %d %s", r.status, r.body)
	}
	second := cookieOf(t, r)
	var answer gen.SessionAnswer
	r.into(t, &answer)
	if second == first {
		t.Error("the cookie stayed the same")
	}
	if r := w.refresh(first, ours); r.status != 401 {
		t.Errorf("used cookie: %d", r.status)
	}
	if r := w.refresh(second, ours); r.status != 401 {
		t.Errorf("newest cookie after reuse: %d", r.status)
	}
	if r := w.do("GET", "/api/v1/me", "", "Authorization: Bearer "+answer.AccessToken); r.status != 401 {
		t.Errorf("access token after reuse: %d", r.status)
	}
}

func TestParallelRefreshesHaveAtMostOneSuccess(t *testing.T) {
	w := newWorld(t)
	w.account("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	_, cookie := w.signIn("a@naka.example", testPassword)
	var won atomic.Int32
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			if w.refresh(cookie, ours).status == 200 {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() > 1 {
		t.Errorf("%d succeeded", won.Load())
	}
}

func TestRefreshIsForOurOwnPageOnly(t *testing.T) {
	w := newWorld(t)
	w.account("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	_, cookie := w.signIn("a@naka.example", testPassword)
	for name, headers := range map[string][]string{
		"no header":          nil,
		"foreign origin":     {ours, "Origin: https://attacker.example"},
		"origin null":        {ours, "Origin: null"},
		"another site":       {ours, "Sec-Fetch-Site: cross-site"},
		"a neighbouring one": {ours, "Sec-Fetch-Site: same-site"},
	} {
		if r := w.refresh(cookie, headers...); r.status != 403 {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	if r := w.do("POST", "/api/v1/sessions/refresh", "", ours); r.status != 401 {
		t.Errorf("no cookie: %d", r.status)
	}
	if r := w.refresh(cookie, ours, "Origin: "+w.http.URL, "Sec-Fetch-Site: same-origin"); r.status != 200 {
		t.Errorf("our own page: %d %s", r.status, r.body)
	}
}

func TestIdleSessionCannotBeRefreshed(t *testing.T) {
	w := newWorld(t)
	w.account("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	_, cookie := w.signIn("a@naka.example", testPassword)
	w.pass(31 * time.Minute)
	if r := w.refresh(cookie, ours); r.status != 401 {
		t.Errorf("after half an hour of nothing: %d", r.status)
	}
}

func TestSignOutEndsBothAtOnce(t *testing.T) {
	w := newWorld(t)
	w.account("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	got, cookie := w.signIn("a@naka.example", testPassword)
	auth := "Authorization: Bearer " + got.AccessToken
	out := w.do("DELETE", "/api/v1/sessions/current", "", auth)
	if out.status != 204 || !strings.Contains(out.header.Get("Clear-Site-Data"), `"cookies"`) || !strings.Contains(out.header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("%d %v", out.status, out.header)
	}
	if r := w.do("GET", "/api/v1/me", "", auth); r.status != 401 {
		t.Errorf("access token: %d", r.status)
	}
	if r := w.refresh(cookie, ours); r.status != 401 {
		t.Errorf("refresh cookie: %d", r.status)
	}
}

func TestFirstPasswordMustBeChanged(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	other := w.person("b@naka.example", "houkatsu-naka", casework.RoleWorker)
	if err := w.store.MustChangePassword(t.Context(), p.account); err != nil {
		t.Fatal(err)
	}
	if r := p.do("GET", "/api/v1/cases", ""); r.status != 403 || r.problem(t).Code != "password_change_required" {
		t.Errorf("cases: %d %s", r.status, r.body)
	}
	if r := p.do("GET", "/api/v1/me", ""); r.status != 200 {
		t.Errorf("me: %d", r.status)
	}
	change := func(current, next string) reply {
		b, _ := json.Marshal(map[string]string{"currentPassword": current, "newPassword": next})
		return p.do("PUT", "/api/v1/me/password", string(b))
	}
	for pointer, r := range map[string]reply{
		"/currentPassword": change("wrong", "mizuumi-no-soko-3"),
		"/newPassword":     change(testPassword, "password1234"),
	} {
		if r.status != 422 || (*r.problem(t).Errors)[0].Pointer != pointer {
			t.Errorf("%s: %d %s", pointer, r.status, r.body)
		}
	}
	if r := change(testPassword, "mizuumi-no-soko-3"); r.status != 204 {
		t.Fatalf("change: %d %s", r.status, r.body)
	}
	if r := p.do("GET", "/api/v1/cases", ""); r.status != 200 {
		t.Errorf("cases after the change: %d %s", r.status, r.body)
	}
	if r := other.do("GET", "/api/v1/me", ""); r.status != 200 {
		t.Errorf("another person's session: %d", r.status)
	}
	w.signIn("a@naka.example", "mizuumi-no-soko-3")
}

func TestPasswordChangeEndsMyOtherSessions(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	elsewhere, cookie := w.signIn("a@naka.example", testPassword)
	b, _ := json.Marshal(map[string]string{"currentPassword": testPassword, "newPassword": "mizuumi-no-soko-3"})
	if r := p.do("PUT", "/api/v1/me/password", string(b)); r.status != 204 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if r := w.do("GET", "/api/v1/me", "", "Authorization: Bearer "+elsewhere.AccessToken); r.status != 401 {
		t.Errorf("the other session: %d", r.status)
	}
	if r := w.refresh(cookie, ours); r.status != 401 {
		t.Errorf("its cookie: %d", r.status)
	}
	if r := p.do("GET", "/api/v1/me", ""); r.status != 200 {
		t.Errorf("this session: %d", r.status)
	}
}

func TestTokenInTheAddressIsNotTaken(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	for name, r := range map[string]reply{
		"query":          w.do("GET", "/api/v1/me?access_token="+p.token, ""),
		"basic":          w.do("GET", "/api/v1/me", "", "Authorization: Basic "+p.token),
		"cookie":         w.do("GET", "/api/v1/me", "", "Cookie: access_token="+p.token),
		"nothing behind": w.do("GET", "/api/v1/me", "", "Authorization: Bearer "),
	} {
		if r.status != 401 {
			t.Errorf("%s: %d", name, r.status)
		}
	}
}

func TestPasswordRules(t *testing.T) {
	for _, good := range []string{"mizuumi-no-soko-3", "correct horse battery", "ふるいさくらのきのした", strings.Repeat("あいうえおかきくけこ", 6) + "さしすせ", "x9$kQ2mv!pLd"} {
		if len([]rune(good)) >= shortest && checkPassword(good, "hanako@naka.example", "包括 花子") != nil {
			t.Errorf("refused: %s", good)
		}
	}
	for _, bad := range []string{"short", "tsunagu-demo-2026", "Password1234!", "123456789012", "aaaaaaaaaaaaaaaa", "hanako-hanako-12", "包括花子包括花子包括花子", "つなぐつなぐ岡山福祉2026", "SakuraSakura2025!", "Qwertyuiop2026", "momotaro-okayama1", "Doraemon123456", strings.Repeat("0a1B", 65)} {
		if checkPassword(bad, "hanako@naka.example", "包括 花子") == nil {
			t.Errorf("taken: %s", bad)
		}
	}
}

func TestPlantedHashesAndOldOnes(t *testing.T) {
	p := newPasswords()
	params, _, _, err := argon2id.DecodeHash(dummyHash)
	if err != nil || *params != passwordCost {
		t.Errorf("the dummy costs %+v (%v), a real one %+v", params, err, passwordCost)
	}
	weak := argon2id.Params{Memory: 8192, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	old, err := argon2id.CreateHash("x", &weak)
	if err != nil {
		t.Fatal(err)
	}
	match, outdated, err := p.matches(context.Background(), "x", old)
	if !match || !outdated || err != nil {
		t.Errorf("older parameters: %v %v %v", match, outdated, err)
	}
	planted := strings.Replace(old, "m=8192", "m=4194304", 1)
	for name, hash := range map[string]string{"4 GiB of memory": planted, "no hash": "", "not a hash": "$argon2id$v=19$x"} {
		if match, _, err := p.matches(context.Background(), "x", hash); match || err != nil {
			t.Errorf("%s: %v %v", name, match, err)
		}
	}
}

func TestNoMoreThanFourHashesAtOnce(t *testing.T) {
	p := &passwords{slots: make(chan struct{}, hashesAtOnce)}
	for range hashesAtOnce {
		if _, err := p.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.enter(gone); err == nil {
		t.Error("a fifth was let in")
	}
}

func TestForwardedAddressIsBelievedFromOurProxiesOnly(t *testing.T) {
	_, ours, err := net.ParseCIDR("10.0.0.0/8")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, peer, forwarded, want string
		proxies                     []*net.IPNet
	}{
		{"nobody is trusted", "127.0.0.1:1", "203.0.113.9", "127.0.0.1", nil},
		{"a stranger", "198.51.100.1:1", "203.0.113.9", "198.51.100.1", []*net.IPNet{ours}},
		{"our proxy", "10.1.2.3:1", "203.0.113.9", "203.0.113.9", []*net.IPNet{ours}},
		{"our proxy, with a lie before it", "10.1.2.3:1", "192.0.2.1, 203.0.113.9", "203.0.113.9", []*net.IPNet{ours}},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": {c.forwarded}}}
		if got := addressFrom(c.proxies)(r); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	ctx := withTrace(t.Context(), &trace{address: "2001:db8:1:2:3:4:5:6"})
	if got := remoteAddress(ctx); got != "2001:db8:1:2::" {
		t.Errorf("IPv6: %s", got)
	}
}

func TestFirstPasswordEnds(t *testing.T) {
	w := newWorld(t)
	over := noon.Add(-time.Second)
	_, err := w.store.CreateAccount(t.Context(), store.NewAccount{Email: "new@naka.example", Name: "新 人", PasswordHash: testHash(), MustChangePassword: true,
		PasswordExpiresAt: &over, AgencyCode: "houkatsu-naka", Role: casework.RoleWorker}, noon)
	if err != nil {
		t.Fatal(err)
	}
	if r := w.do("POST", "/api/v1/sessions", credentials("new@naka.example", testPassword)); r.status != 401 || r.problem(t).Code != "invalid_credentials" {
		t.Errorf("%d %s", r.status, r.body)
	}
}
