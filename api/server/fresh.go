package server

import (
	"context"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// freshFor is how long an authentication counts as fresh (OWASP ASVS 5.0, 7.5.3).
const freshFor = 10 * time.Minute

// requireFresh refuses (403 fresh_authentication_required) unless the caller has shown within the last ten
// minutes who they are: for export, revealing a protected address, changing roles and second factors.
func (s *Server) requireFresh(ctx context.Context) error {
	session := traceOf(ctx).session
	if session == nil {
		return refuse(codeUnauthenticated, "")
	}
	if s.now().Sub(session.AuthenticatedAt) > freshFor {
		return refuse(codeNotFresh, "大切な操作のため、もう一度ご本人であることを確かめます。")
	}
	return nil
}

// RefreshAuthentication makes the session fresh again.
func (s *Server) RefreshAuthentication(ctx context.Context, r gen.RefreshAuthenticationRequestObject) (gen.RefreshAuthenticationResponseObject, error) {
	session := traceOf(ctx).session
	b := r.Body
	if howMany(b.Password != nil, b.Code != nil, b.Assertion != nil) != 1 {
		return nil, exactlyOne("/password")
	}
	account := session.Actor.Account
	var err error
	if b.Password != nil {
		err = s.provePassword(ctx, session, *b.Password)
	} else {
		_, err = s.proveFactor(ctx, account, factorProof{code: b.Code, assertion: b.Assertion})
	}
	if err != nil {
		if code := problemOf(err).code; code == codeWrongFactor || code == codeWrongPassword {
			// 401 would tell the page that its session is over
			s.journalDone(ctx, session.Actor, code)
			return nil, &problem{code: casework.CodeInvalid, fields: []casework.FieldError{{Pointer: "/" + pointerOf(b), Code: "wrong", Message: problemOf(err).detail}}}
		}
		return nil, err
	}
	if err := s.store.Authenticated(ctx, session.ID, s.now()); err != nil {
		return nil, err
	}
	s.journalDone(ctx, session.Actor, "")
	return done(), nil
}

func pointerOf(b *gen.FreshAuthentication) string {
	switch {
	case b.Password != nil:
		return "password"
	case b.Code != nil:
		return "code"
	}
	return "assertion"
}

func (s *Server) provePassword(ctx context.Context, session *store.Session, password string) error {
	limit := accountLimit(session.Email)
	if err := s.beginAttempt(ctx, limit); err != nil {
		return err
	}
	stored, err := s.store.PasswordHash(ctx, session.Actor.Account)
	if err != nil {
		return err
	}
	match, _, err := s.passwords.matches(ctx, password, stored)
	switch {
	case err != nil:
		return err
	case !match:
		return refuse(codeWrongPassword, "パスワードが違います。")
	}
	return s.store.AttemptSucceeded(ctx, limit)
}

func howMany(members ...bool) (n int) {
	for _, there := range members {
		if there {
			n++
		}
	}
	return n
}

func exactlyOne(pointer string) error {
	return &problem{code: casework.CodeInvalid, fields: []casework.FieldError{{Pointer: pointer, Code: "required", Message: "確認の方法を一つだけ送ってください。"}}}
}
