package server

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const refreshCookie = "__Host-tsunagu-refresh"

// Limits of guessing. Five wrong passwords lock an account for a quarter of an hour; an address, behind
// which a whole office may sit, has more.
func accountLimit(email string) store.Limit {
	return store.Limit{Key: "account:" + store.EmailKey(email), Failures: 5, Within: 15 * time.Minute, Lock: 15 * time.Minute}
}

func addressLimit(address string) store.Limit {
	return store.Limit{Key: "address:" + address, Failures: 50, Within: 15 * time.Minute, Lock: 15 * time.Minute}
}

// CreateSession signs in. Unknown account, wrong password, expired first password and ended term have one
// answer and one cost.
func (s *Server) CreateSession(ctx context.Context, r gen.CreateSessionRequestObject) (gen.CreateSessionResponseObject, error) {
	limits := []store.Limit{accountLimit(r.Body.Email), addressLimit(remoteAddress(ctx))}
	if err := s.beginAttempt(ctx, limits...); err != nil {
		return nil, err
	}
	account, err := s.store.AccountForSignIn(ctx, r.Body.Email, s.now())
	if err != nil && casework.CodeOf(err) != casework.CodeNotFound {
		return nil, err
	}
	match, outdated, err := s.passwords.matches(ctx, r.Body.Password, account.PasswordHash)
	if err != nil {
		return nil, err
	}
	if !match || (account.PasswordExpiresAt != nil && s.now().After(*account.PasswordExpiresAt)) {
		s.journalDone(ctx, casework.Actor{Account: account.ID, Agency: account.Agency}, codeWrongPassword)
		return nil, refuse(codeWrongPassword, "メールアドレスまたはパスワードが違います。")
	}
	if err := s.store.AttemptSucceeded(ctx, limits...); err != nil {
		return nil, err
	}
	if outdated {
		if hash, err := s.passwords.hash(ctx, r.Body.Password); err == nil {
			_ = s.store.Rehash(ctx, account.ID, account.PasswordHash, hash) // next time, if not now
		}
	}
	if err := s.askSecondFactor(ctx, account); err != nil {
		return nil, err
	}
	body, cookie, err := s.openSession(ctx, account, methodPassword)
	return gen.CreateSession201JSONResponse{Body: body, Headers: gen.CreateSession201ResponseHeaders{SetCookie: cookie}}, err
}

// beginAttempt counts a guess before it is checked; while locked, the right password is answered the same.
func (s *Server) beginAttempt(ctx context.Context, limits ...store.Limit) error {
	if s.unlimited {
		return nil
	}
	err := s.store.BeginAttempt(ctx, s.now(), limits...)
	var locked *store.LockedError
	if errors.As(err, &locked) {
		wait := int(locked.Until.Sub(s.now())/time.Second) + 1
		return &problem{code: codeTooMany, detail: "続けて失敗したため、しばらくサインインできません。時間をおいてお試しください。", retryAfter: wait}
	}
	return err
}

func (s *Server) journalDone(ctx context.Context, a casework.Actor, refused casework.Code) {
	if err := s.store.Journal(ctx, a, traceOf(ctx).entry(s.now(), refused)); err != nil {
		s.log.ErrorContext(ctx, "a sign-in could not be journaled", "request", requestID(ctx), "error", redact(err))
	}
}

// RefreshSession exchanges the cookie for a new access token and the next cookie.
func (s *Server) RefreshSession(ctx context.Context, _ gen.RefreshSessionRequestObject) (gen.RefreshSessionResponseObject, error) {
	r := traceOf(ctx).httpRequest
	if !s.sameOrigin(r) {
		return nil, refuse(casework.CodeForbidden, "この操作は、つなぐの画面からだけ行えます。")
	}
	cookies := r.CookiesNamed(refreshCookie)
	if len(cookies) != 1 {
		return nil, refuse(codeUnauthenticated, "")
	}
	old := sha256.Sum256([]byte(cookies[0].Value))
	token, next := newRefreshToken()
	rotate := s.store.RotateRefresh
	if byItself(r) {
		rotate = s.store.RotateRefreshQuietly
	}
	account, session, err := rotate(ctx, old[:], next, s.now())
	switch {
	case errors.Is(err, store.ErrTokenReused):
		s.log.WarnContext(ctx, "a refresh token was used twice; its session has been ended", "request", requestID(ctx), "session", session)
		s.journalDone(ctx, casework.Actor{Account: account}, "token_reused")
		return nil, refuse(codeUnauthenticated, "安全のため、サインアウトしました。もう一度サインインしてください。")
	case errors.Is(err, store.ErrNoSession):
		return nil, refuse(codeUnauthenticated, "サインインの有効期限が切れました。もう一度サインインしてください。")
	case err != nil:
		return nil, err
	}
	if err := s.store.NotePlace(ctx, session, placeOf(traceOf(ctx).address)); err != nil {
		return nil, err
	}
	body, cookie, err := s.sessionAnswer(ctx, claims{account, session}, token)
	if errors.Is(err, store.ErrNoSession) {
		return nil, refuse(codeUnauthenticated, "")
	}
	return gen.RefreshSession200JSONResponse{Body: body, Headers: gen.RefreshSession200ResponseHeaders{SetCookie: cookie}}, err
}

// sameOrigin reports whether the browser says that the page asking is ours. A program sends neither header.
func (s *Server) sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && (u.Host == r.Host || u.Host == s.publicHost)
}

// DeleteCurrentSession signs out: refresh token, access tokens and open streams end at once.
func (s *Server) DeleteCurrentSession(ctx context.Context, _ gen.DeleteCurrentSessionRequestObject) (gen.DeleteCurrentSessionResponseObject, error) {
	session := traceOf(ctx).session
	if err := s.store.EndSession(ctx, session.ID, "signed_out", s.now()); err != nil {
		return nil, err
	}
	s.journalDone(ctx, session.Actor, "")
	out := done()
	out.headers["Clear-Site-Data"] = `"cache", "cookies", "storage"`
	out.headers["Set-Cookie"] = cookieText("", -1)
	return out, nil
}

// GetMe says who is signed in.
func (s *Server) GetMe(ctx context.Context, _ gen.GetMeRequestObject) (gen.GetMeResponseObject, error) {
	me, err := s.me(ctx, *traceOf(ctx).session)
	return gen.GetMe200JSONResponse(me), err
}

// ChangePassword sets a new password and ends every other session of the person.
func (s *Server) ChangePassword(ctx context.Context, r gen.ChangePasswordRequestObject) (gen.ChangePasswordResponseObject, error) {
	session := traceOf(ctx).session
	limit := accountLimit(session.Email)
	if err := s.beginAttempt(ctx, limit); err != nil {
		return nil, err
	}
	stored, err := s.store.PasswordHash(ctx, session.Actor.Account)
	if err != nil {
		return nil, err
	}
	match, _, err := s.passwords.matches(ctx, r.Body.CurrentPassword, stored)
	switch {
	case err != nil:
		return nil, err
	case !match:
		return nil, &problem{code: casework.CodeInvalid, fields: []casework.FieldError{
			{Pointer: "/currentPassword", Code: "wrong", Message: "今のパスワードが違います。"}}}
	}
	if err := s.store.AttemptSucceeded(ctx, limit); err != nil {
		return nil, err
	}
	if r.Body.NewPassword == r.Body.CurrentPassword {
		return nil, &problem{code: casework.CodeInvalid, fields: []casework.FieldError{
			{Pointer: "/newPassword", Code: "duplicate", Message: "今とは違うパスワードにしてください。"}}}
	}
	if err := checkPassword(r.Body.NewPassword, session.Email, session.Actor.Name, session.Actor.AgencyName, session.AgencyCode); err != nil {
		return nil, err
	}
	hash, err := s.passwords.hash(ctx, r.Body.NewPassword)
	if err != nil {
		return nil, err
	}
	if err := s.store.ChangePassword(ctx, session.Actor.Account, session.ID, hash, s.now()); err != nil {
		return nil, err
	}
	s.journalDone(ctx, session.Actor, "")
	return done(), nil
}

// sessionAnswer signs the access token and reads who it is for.
func (s *Server) sessionAnswer(ctx context.Context, c claims, refresh string) (gen.SessionAnswer, *string, error) {
	session, err := s.store.SessionQuietly(ctx, c.account, c.session, s.now()) // opening or renewing it has counted already
	if err != nil {
		return gen.SessionAnswer{}, nil, err
	}
	me, err := s.me(ctx, session)
	if err != nil {
		return gen.SessionAnswer{}, nil, err
	}
	access, err := s.tokens.sign(c, s.now())
	cookie := cookieText(refresh, int(session.ExpiresAt.Sub(s.now())/time.Second))
	return gen.SessionAnswer{AccessToken: access, ExpiresIn: int(tokenLife / time.Second), User: me, DraftSecret: s.secrets.draftSecret(c.account)}, &cookie, err
}

func (s *Server) me(ctx context.Context, session store.Session) (gen.Me, error) {
	a := session.Actor
	out := gen.Me{
		Id: a.Account, Name: a.Name, Email: session.Email,
		Agency:             gen.AgencyRef{Id: a.Agency, Code: session.AgencyCode, Name: a.AgencyName},
		Roles:              make([]gen.Role, 0, len(a.Roles)),
		Memberships:        []gen.Membership{},
		MustChangePassword: session.MustChangePassword,
		Demo:               s.demo != nil,
	}
	if s.mustEnrol(session) {
		must := true
		out.MustEnrolSecondFactor = &must
	}
	for _, role := range a.Roles {
		out.Roles = append(out.Roles, gen.Role(role))
	}
	memberships, err := s.store.Memberships(ctx, a.Account, s.now())
	if err != nil {
		return out, err
	}
	for _, m := range memberships {
		one := gen.Membership{Agency: gen.AgencyRef{Id: m.AgencyID, Code: m.AgencyCode, Name: m.AgencyName}, Role: gen.Role(m.Role)}
		if m.EndsOn != nil {
			one.EndsOn = &openapi_types.Date{Time: *m.EndsOn}
		}
		out.Memberships = append(out.Memberships, one)
	}
	out.UnreadNotifications, err = s.store.UnreadNotifications(ctx, a.Account)
	return out, err
}

// newRefreshToken returns an opaque token for the cookie and the hash that the database keeps.
func newRefreshToken() (token string, hash []byte) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	token = base64.RawURLEncoding.EncodeToString(b[:])
	sum := sha256.Sum256([]byte(token))
	return token, sum[:]
}

func cookieText(value string, maxAge int) string {
	return (&http.Cookie{Name: refreshCookie, Value: value, Path: "/", MaxAge: maxAge,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode}).String()
}

// remoteAddress is what guesses are counted under beside the account: an IPv4 address, or the /64 that one
// IPv6 customer has.
func remoteAddress(ctx context.Context) string {
	address := traceOf(ctx).address
	if ip := net.ParseIP(address); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return address
}
