package server

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// identityProvider is a small OpenID provider: discovery, keys, consent without asking, code exchange with PKCE.
type identityProvider struct {
	t      *testing.T
	http   *httptest.Server
	key    *rsa.PrivateKey
	signer *rsa.PrivateKey // usually key
	now    func() time.Time
	mu     sync.Mutex
	codes  map[string]url.Values // what was asked, by code
	claims map[string]any        // of whoever comes next
}

var providerKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func newIdentityProvider(t *testing.T, now func() time.Time) *identityProvider {
	t.Helper()
	p := &identityProvider{t: t, key: providerKey(), signer: providerKey(), now: now, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	p.http = httptest.NewServer(mux)
	t.Cleanup(p.http.Close)
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"issuer": p.http.URL, "authorization_endpoint": p.http.URL + "/authorize", "token_endpoint": p.http.URL + "/token",
			"jwks_uri": p.http.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "one",
			"n": b64(p.key.N.Bytes()), "e": b64(big.NewInt(int64(p.key.E)).Bytes())}}})
	})
	mux.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("client_id") != "tsunagu" || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || !strings.Contains(q.Get("scope"), "openid") {
			http.Error(w, "bad request", http.StatusBadRequest)
			return
		}
		code := rand.Text()
		p.mu.Lock()
		p.codes[code] = q
		p.mu.Unlock()
		http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}}.Encode(), http.StatusFound)
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		asked, known := p.codes[r.FormValue("code")]
		delete(p.codes, r.FormValue("code"))
		claims := maps.Clone(p.claims)
		p.mu.Unlock()
		id, secret, _ := r.BasicAuth()
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if !known || id != "tsunagu" || secret != "s3cret" || asked.Get("code_challenge") != b64(sum[:]) || asked.Get("redirect_uri") != r.FormValue("redirect_uri") {
			w.WriteHeader(http.StatusBadRequest)
			answer(w, map[string]any{"error": "invalid_grant"})
			return
		}
		whole := map[string]any{"iss": p.http.URL, "aud": "tsunagu", "sub": "s-1", "nonce": asked.Get("nonce"), "iat": p.now().Unix(), "exp": p.now().Add(5 * time.Minute).Unix(), "email_verified": true}
		maps.Copy(whole, claims)
		answer(w, map[string]any{"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": p.sign(whole)})
	})
	return p
}

func (p *identityProvider) sign(claims map[string]any) string {
	head, _ := json.Marshal(map[string]any{"alg": "RS256", "typ": "JWT", "kid": "one"})
	payload, _ := json.Marshal(claims)
	text := b64(head) + "." + b64(payload)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, p.signer, crypto.SHA256, sum[:])
	if err != nil {
		p.t.Error(err)
	}
	return text + "." + b64(signature)
}

// browser follows redirects by hand and keeps the cookies of our server, secure ones too.
type browser struct {
	t       *testing.T
	cookies map[string]string
}

func (b *browser) get(address string) *http.Response {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), "GET", address, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	_ = res.Body.Close()
	for _, c := range res.Cookies() {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" {
			b.t.Errorf("cookie %+v", c)
		}
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return res
}

// withProvider connects the test server with a provider; its answers are about claims.
func withProvider(t *testing.T, trusted ...string) (*world, *identityProvider) {
	t.Helper()
	w := newWorld(t)
	p := newIdentityProvider(t, w.now)
	w.server.provider = newProvider(&Provider{Issuer: p.http.URL, ClientID: "tsunagu", ClientSecret: "s3cret", Name: "市の認証", SecondFactor: trusted}, w.now)
	return w, p
}

// visit signs in by the provider and answers where the browser ends, and the browser.
func (w *world) visit(p *identityProvider, claims map[string]any) (string, *browser) {
	w.t.Helper()
	p.claims = claims
	b := &browser{t: w.t, cookies: map[string]string{}}
	start := b.get(w.http.URL + "/api/v1/sessions/oidc/start?to=%2Fcases%3Fq%3Dx")
	if start.StatusCode != 302 || !strings.HasPrefix(start.Header.Get("Location"), p.http.URL+"/authorize?") {
		w.t.Fatalf("start: %d %s", start.StatusCode, start.Header.Get("Location"))
	}
	consent := b.get(start.Header.Get("Location"))
	back := b.get(consent.Header.Get("Location"))
	return back.Header.Get("Location"), b
}

func TestProviderSignsInAKnownPersonAndRemembersThem(t *testing.T) {
	w, p := withProvider(t)
	w.account("Hanako@naka.example", "houkatsu-naka", casework.RoleWorker)
	var about gen.About
	if w.do("GET", "/api/v1/about", "").into(t, &about); about.Provider == nil || *about.Provider != "市の認証" {
		t.Error("the sign-in page is not told")
	}
	end, b := w.visit(p, map[string]any{"sub": "s-7", "email": "hanako@NAKA.example"})
	if end != "/cases?q=x" {
		t.Fatalf("ended at %s", end)
	}
	if _, left := b.cookies[providerCookie]; left {
		t.Error("the cookie of the visit stays")
	}
	r := w.refresh(b.cookies["__Host-tsunagu-refresh"], ours)
	var got gen.SessionAnswer
	if r.into(t, &got); r.status != 200 || got.User.Email != "Hanako@naka.example" {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if end, _ := w.visit(p, map[string]any{"sub": "s-7", "email": "renamed@elsewhere.example"}); end != "/cases?q=x" {
		t.Errorf("by subject, whatever the address: %s", end)
	}
	if end, _ := w.visit(p, map[string]any{"sub": "s-8", "email": "hanako@naka.example"}); !strings.Contains(end, "#provider=unknown") {
		t.Errorf("another subject took the linked account: %s", end)
	}
}

func TestProviderOpensNothingForStrangersAndForgeries(t *testing.T) {
	w, p := withProvider(t)
	w.account("hanako@naka.example", "houkatsu-naka", casework.RoleWorker)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	const email = "hanako@naka.example"
	for name, c := range map[string]struct {
		claims map[string]any
		want   string
	}{
		"no account":             {map[string]any{"email": "nobody@naka.example"}, "unknown"},
		"address not verified":   {map[string]any{"email": email, "email_verified": false}, "unknown"},
		"no address":             {nil, "unknown"},
		"another nonce":          {map[string]any{"email": email, "nonce": "x"}, "refused"},
		"for another client":     {map[string]any{"email": email, "aud": "another"}, "refused"},
		"two clients, not ours":  {map[string]any{"email": email, "aud": []string{"tsunagu", "another"}, "azp": "another"}, "refused"},
		"another issuer":         {map[string]any{"email": email, "iss": "https://attacker.example"}, "refused"},
		"over":                   {map[string]any{"email": email, "exp": w.now().Add(-time.Minute).Unix()}, "refused"},
		"signed by somebody":     {map[string]any{"email": email}, "refused"},
		"verified only in words": {map[string]any{"email": email, "email_verified": "yes"}, "refused"},
	} {
		p.signer = p.key
		if name == "signed by somebody" {
			p.signer = other
		}
		end, b := w.visit(p, c.claims)
		if !strings.HasPrefix(end, "/sign-in?to=%2Fcases%3Fq%3Dx#provider="+c.want) || b.cookies["__Host-tsunagu-refresh"] != "" {
			t.Errorf("%s: %s", name, end)
		}
	}
}

func TestProviderVisitIsBoundToItsBrowser(t *testing.T) {
	w, p := withProvider(t)
	w.account("hanako@naka.example", "houkatsu-naka", casework.RoleWorker)
	p.claims = map[string]any{"email": "hanako@naka.example"}
	begin := func() (*browser, string) {
		b := &browser{t: t, cookies: map[string]string{}}
		return b, b.get(b.get(w.http.URL + "/api/v1/sessions/oidc/start").Header.Get("Location")).Header.Get("Location")
	}
	for name, spoil := range map[string]func(b *browser, back string) string{
		"without the cookie": func(b *browser, back string) string { clear(b.cookies); return back },
		"another's cookie": func(b *browser, back string) string {
			another, _ := begin()
			b.cookies = another.cookies
			return back
		},
		"a changed cookie": func(b *browser, back string) string {
			raw, _ := base64.RawURLEncoding.DecodeString(b.cookies[providerCookie])
			raw[len(raw)-1] ^= 1
			b.cookies[providerCookie] = b64(raw)
			return back
		},
		"another state":  func(_ *browser, back string) string { return strings.Replace(back, "state=", "state=x", 1) },
		"a made-up code": func(_ *browser, back string) string { return strings.Replace(back, "code=", "code=x", 1) },
		"too late":       func(_ *browser, back string) string { w.pass(11 * time.Minute); return back },
		"refused there": func(_ *browser, back string) string {
			return strings.Replace(back, "code=", "error=access_denied&scope=", 1)
		},
	} {
		b, back := begin()
		end := b.get(spoil(b, back)).Header.Get("Location")
		if !strings.HasPrefix(end, "/sign-in") || b.cookies["__Host-tsunagu-refresh"] != "" {
			t.Errorf("%s: %s", name, end)
		}
	}
	b, back := begin()
	if end := b.get(back).Header.Get("Location"); end != "/" {
		t.Errorf("and untouched: %s", end)
	}
}

func TestProviderSecondFactorIsTrustedOnlyWhenSet(t *testing.T) {
	for name, c := range map[string]struct {
		trusted []string
		claims  map[string]any
		asked   bool
	}{
		"not set":            {nil, map[string]any{"amr": []string{"pwd", "mfa"}}, true},
		"set, amr has it":    {[]string{"mfa"}, map[string]any{"amr": []string{"pwd", "mfa"}}, false},
		"set, acr has it":    {[]string{"urn:city:2"}, map[string]any{"acr": "urn:city:2"}, false},
		"set, password only": {[]string{"mfa"}, map[string]any{"amr": []string{"pwd"}}, true},
		"set, nothing said":  {[]string{"mfa"}, map[string]any{}, true},
	} {
		w, p := withProvider(t, c.trusted...)
		w.account("c@shakyo.example", "shakyo", casework.RoleCoordinator)
		c.claims["email"] = "c@shakyo.example"
		end, b := w.visit(p, c.claims)
		if !c.asked {
			if end != "/cases?q=x" || b.cookies["__Host-tsunagu-refresh"] == "" {
				t.Errorf("%s: %s", name, end)
			}
			continue
		}
		_, fragment, _ := strings.Cut(end, "#")
		values, err := url.ParseQuery(fragment)
		if err != nil || values.Get("challenge") == "" || values.Get("factors") != "totp" || b.cookies["__Host-tsunagu-refresh"] != "" {
			t.Errorf("%s: %s", name, end)
			continue
		}
		challenge := values.Get("challenge")
		if r := w.prove(&challenge, "code", code(t, testSecret, w.now())); r.status != 201 {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
}

func TestProviderThatIsAwayOrNotThere(t *testing.T) {
	w, p := withProvider(t)
	p.http.Close()
	b := &browser{t: t, cookies: map[string]string{}}
	if end := b.get(w.http.URL + "/api/v1/sessions/oidc/start?to=/cases").Header.Get("Location"); !strings.HasSuffix(end, "#provider=unavailable") {
		t.Errorf("away: %s", end)
	}
	w.server.provider = nil
	for _, path := range []string{"/api/v1/sessions/oidc/start", "/api/v1/sessions/oidc/callback?code=x&state=y"} {
		if r := w.do("GET", path, ""); r.status != 404 {
			t.Errorf("%s without a provider: %d", path, r.status)
		}
	}
}

func TestRedirectsStayOnOurPages(t *testing.T) {
	for to, want := range map[string]string{"/cases?q=x": "/cases?q=x", "": "/", "//attacker.example": "/", "https://attacker.example": "/", `/\attacker.example`: "/", "cases": "/", "javascript:alert(1)": "/", "/%zz": "/"} {
		if got := ownPath(to); got != want {
			t.Errorf("%q → %q, want %q", to, got, want)
		}
	}
}
