package server

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const (
	providerCookie = "__Host-tsunagu-oidc"
	providerVisit  = 10 * time.Minute // how long somebody may take at the provider
	providerWait   = 5 * time.Second  // for an answer of the provider itself
)

// Provider is the city's own identity provider (OpenID Connect).
type Provider struct {
	Issuer, ClientID, ClientSecret string
	Name                           string   // on the button
	SecondFactor                   []string // values of amr or acr that stand for a second factor; none = ours is asked
}

// provider is a Provider with what discovery told; asked when first needed, so that a provider that is away
// keeps nobody from starting.
type provider struct {
	Provider
	client *http.Client
	now    func() time.Time
	mu     sync.Mutex
	found  *oidc.Provider
}

func newProvider(p *Provider, now func() time.Time) *provider {
	if p == nil {
		return nil
	}
	return &provider{Provider: *p, now: now, client: &http.Client{Timeout: providerWait, CheckRedirect: noRedirect}}
}

// noRedirect: what the configured address answers is the answer. A redirect could lead our secret elsewhere (ASVS 15.3.2).
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func (p *provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	// the provider keeps this context for fetching its keys later, so it must not end with the request
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.Issuer)
	if err == nil {
		p.found = found
	}
	return found, err
}

func (p *provider) config(found *oidc.Provider, callback string) oauth2.Config {
	return oauth2.Config{ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(), RedirectURL: callback,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"}}
}

// visit is what the cookie keeps while somebody is at the provider.
type visit struct {
	State, Nonce, Verifier, To string
	Until                      time.Time
}

// redirect sends a browser on, with cookies.
type redirect struct {
	location string
	cookies  []*http.Cookie
}

func (r redirect) write(w http.ResponseWriter) error {
	for _, c := range r.cookies {
		http.SetCookie(w, c)
	}
	w.Header().Set("Location", r.location)
	w.WriteHeader(http.StatusFound)
	return nil
}

func (r redirect) VisitStartProviderSignInResponse(w http.ResponseWriter) error  { return r.write(w) }
func (r redirect) VisitFinishProviderSignInResponse(w http.ResponseWriter) error { return r.write(w) }

// signInPage is where a failed visit ends; the reason is in the fragment, which no server sees.
func signInPage(to, reason string) redirect {
	return redirect{location: "/sign-in?to=" + url.QueryEscape(to) + "#" + reason, cookies: []*http.Cookie{visitCookie("", -1)}}
}

// visitCookie is Lax: it must come along when the provider sends the browser back.
func visitCookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{Name: providerCookie, Value: value, Path: "/", MaxAge: maxAge, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// StartProviderSignIn sends the browser to the provider (code flow with PKCE; RFC 7636, RFC 9700).
func (s *Server) StartProviderSignIn(ctx context.Context, r gen.StartProviderSignInRequestObject) (gen.StartProviderSignInResponseObject, error) {
	if s.provider == nil {
		return nil, casework.NotFound()
	}
	to := ownPath(value(r.Params.To))
	found, err := s.provider.discover(ctx)
	if err != nil {
		s.log.WarnContext(ctx, "the identity provider does not answer", "request", requestID(ctx), "error", err)
		return signInPage(to, "provider=unavailable"), nil
	}
	v := visit{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), To: to, Until: s.now().Add(providerVisit)}
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	config := s.provider.config(found, s.callback(ctx))
	cookie := base64.RawURLEncoding.EncodeToString(seal(s.secrets.cookie, plain, providerCookie))
	return redirect{
		location: config.AuthCodeURL(v.State, oidc.Nonce(v.Nonce), oauth2.S256ChallengeOption(v.Verifier)),
		cookies:  []*http.Cookie{visitCookie(cookie, int(providerVisit/time.Second))},
	}, nil
}

// callback is the address the provider sends people back to.
func (s *Server) callback(ctx context.Context) string {
	host, scheme := s.publicHost, "https"
	if host == "" {
		host = traceOf(ctx).httpRequest.Host
	}
	if name := hostName(host); name == "localhost" || placeOf(name) == "this_machine" {
		scheme = "http"
	}
	return scheme + "://" + host + "/api/v1/sessions/oidc/callback"
}

// ownPath keeps a redirect on our own pages.
func ownPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
		return "/"
	}
	return to
}

// FinishProviderSignIn takes the code that the provider gave, and signs in whom it means.
func (s *Server) FinishProviderSignIn(ctx context.Context, r gen.FinishProviderSignInRequestObject) (gen.FinishProviderSignInResponseObject, error) {
	if s.provider == nil {
		return nil, casework.NotFound()
	}
	v, ours := s.visitOf(ctx)
	if !ours || subtle.ConstantTimeCompare([]byte(v.State), []byte(value(r.Params.State))) != 1 {
		return signInPage("/", "provider=expired"), nil
	}
	if value(r.Params.Error) != "" || value(r.Params.Code) == "" || value(r.Params.Iss) != "" && value(r.Params.Iss) != s.provider.Issuer { // RFC 9207
		return signInPage(v.To, "provider=refused"), nil
	}
	who, err := s.provider.identify(ctx, s.callback(ctx), value(r.Params.Code), v)
	if err != nil {
		s.log.WarnContext(ctx, "the identity provider's answer was refused", "request", requestID(ctx), "error", err)
		return signInPage(v.To, "provider=refused"), nil
	}
	account, err := s.accountOf(ctx, who)
	if code := casework.CodeOf(err); code == casework.CodeNotFound || code == casework.CodeDuplicate {
		s.journalDone(ctx, casework.Actor{}, code)
		return signInPage(v.To, "provider=unknown"), nil
	}
	if err != nil {
		return nil, err
	}
	method := methodPassword
	if who.secondFactor(s.provider.SecondFactor) {
		method = methodProvider
	} else if err := s.askSecondFactor(ctx, account); err != nil {
		return s.goOnWithFactor(v.To, err)
	}
	_, cookie, err := s.openSession(ctx, account, method)
	if err != nil {
		return nil, err
	}
	refresh, err := http.ParseSetCookie(*cookie)
	return redirect{location: v.To, cookies: []*http.Cookie{refresh, visitCookie("", -1)}}, err
}

// goOnWithFactor lets the sign-in page ask for the second factor.
func (s *Server) goOnWithFactor(to string, err error) (gen.FinishProviderSignInResponseObject, error) {
	var asked *problem
	if !errors.As(err, &asked) || asked.code != codeSecondFactor {
		return nil, err
	}
	var factors []string
	for _, f := range asked.factors {
		factors = append(factors, string(f))
	}
	return signInPage(to, "challenge="+url.QueryEscape(asked.challenge)+"&factors="+strings.Join(factors, ",")), nil
}

func (s *Server) visitOf(ctx context.Context) (v visit, ours bool) {
	cookies := traceOf(ctx).httpRequest.CookiesNamed(providerCookie)
	if len(cookies) != 1 {
		return v, false
	}
	sealed, err := base64.RawURLEncoding.DecodeString(cookies[0].Value)
	if err != nil {
		return v, false
	}
	plain, err := unseal(s.secrets.cookie, sealed, providerCookie)
	if err != nil || json.Unmarshal(plain, &v) != nil {
		return v, false
	}
	return v, s.now().Before(v.Until)
}

// identity is what the provider says of somebody.
type identity struct {
	issuer, subject, email string
	amr                    []string
	acr                    string
}

func (i identity) secondFactor(values []string) bool {
	return slices.ContainsFunc(append(i.amr, i.acr), func(v string) bool { return v != "" && slices.Contains(values, v) })
}

// identify exchanges the code and checks the ID token (OpenID Connect Core 3.1.3.7).
func (p *provider) identify(ctx context.Context, callback, code string, v visit) (identity, error) {
	found, err := p.discover(ctx)
	if err != nil {
		return identity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	config := p.config(found, callback)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(v.Verifier))
	if err != nil {
		return identity{}, errors.New("the code was not exchanged") // the library's text quotes the answer
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return identity{}, errors.New("no ID token")
	}
	idToken, err := found.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID, Now: p.now}).Verify(ctx, raw)
	if err != nil {
		return identity{}, err
	}
	if subtle.ConstantTimeCompare([]byte(idToken.Nonce), []byte(v.Nonce)) != 1 {
		return identity{}, errors.New("another nonce")
	}
	if idToken.AccessTokenHash != "" && idToken.VerifyAccessToken(token.AccessToken) != nil {
		return identity{}, errors.New("another access token")
	}
	var claims struct {
		Email    string   `json:"email"`
		Verified bool     `json:"email_verified"`
		AMR      []string `json:"amr"`
		ACR      string   `json:"acr"`
		AZP      string   `json:"azp"`
	}
	if err := idToken.Claims(&claims); err != nil {
		return identity{}, fmt.Errorf("claims: %w", err)
	}
	if (len(idToken.Audience) > 1 || claims.AZP != "") && claims.AZP != p.ClientID {
		return identity{}, errors.New("made for another client")
	}
	out := identity{issuer: idToken.Issuer, subject: idToken.Subject, amr: claims.AMR, acr: claims.ACR}
	if claims.Verified {
		out.email = claims.Email
	}
	return out, nil
}

// accountOf finds the active account that the provider means: by issuer and subject, or the first time by a
// verified address. No account is ever made here.
func (s *Server) accountOf(ctx context.Context, who identity) (store.Account, error) {
	linked, err := s.store.ProviderAccount(ctx, who.issuer, who.subject)
	if err == nil {
		return s.store.AccountWithID(ctx, linked, s.now())
	}
	if casework.CodeOf(err) != casework.CodeNotFound || who.email == "" {
		return store.Account{}, err
	}
	account, err := s.store.AccountForSignIn(ctx, who.email, s.now())
	if err != nil {
		return store.Account{}, err
	}
	return account, s.store.LinkProvider(ctx, who.issuer, who.subject, account.ID, s.now())
}
