package server

import (
	"context"
	"errors"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// How a session was opened.
const (
	methodPassword = "password"
	methodTOTP     = "totp"
	methodPasskey  = "passkey"
	methodRecovery = "recovery_code"
	methodProvider = "provider"
)

// openSession signs somebody in for whom everything has been shown.
func (s *Server) openSession(ctx context.Context, account store.Account, method string) (gen.SessionAnswer, *string, error) {
	t := traceOf(ctx)
	how := store.SignIn{Method: method, Device: deviceOf(t.httpRequest.UserAgent()), Place: placeOf(t.address)}
	token, hash := newRefreshToken()
	session, err := s.store.OpenSession(ctx, account.ID, account.Agency, hash, how, s.now())
	if err != nil {
		return gen.SessionAnswer{}, nil, err
	}
	s.journalDone(ctx, casework.Actor{Account: account.ID, Agency: account.Agency}, "")
	return s.sessionAnswer(ctx, claims{account.ID, session}, token)
}

// askSecondFactor answers a right password with what is still missing; nil when the account has no second factor.
func (s *Server) askSecondFactor(ctx context.Context, account store.Account) error {
	have, err := s.store.Factors(ctx, account.ID)
	if err != nil || !have.Any() {
		return err
	}
	id, hash := newChallengeID()
	if err := s.store.OpenChallenge(ctx, hash, store.Challenge{Kind: store.ChallengeSecondFactor, Account: account.ID}, s.now()); err != nil {
		return err
	}
	s.journalDone(ctx, casework.Actor{Account: account.ID, Agency: account.Agency}, codeSecondFactor)
	return &problem{code: codeSecondFactor, challenge: id, factors: kindsOf(have)}
}

func kindsOf(have store.Factors) (out []gen.FactorKind) {
	if have.TOTPSince != nil {
		out = append(out, gen.FactorKindTotp)
	}
	if len(have.Passkeys) > 0 {
		out = append(out, gen.FactorKindPasskey)
	}
	if have.RecoveryCodesLeft > 0 {
		out = append(out, gen.FactorKindRecoveryCode)
	}
	return out
}

// ProveSecondFactor finishes what CreateSession began.
func (s *Server) ProveSecondFactor(ctx context.Context, r gen.ProveSecondFactorRequestObject) (gen.ProveSecondFactorResponseObject, error) {
	b := r.Body
	if howMany(b.Code != nil, b.RecoveryCode != nil, b.Assertion != nil) != 1 {
		return nil, exactlyOne("/code")
	}
	hash := challengeHash(b.ChallengeId)
	challenge, err := s.store.Challenge(ctx, hash, store.ChallengeSecondFactor, s.now())
	if err != nil {
		return nil, challengeOver(err)
	}
	account, err := s.store.AccountWithID(ctx, challenge.Account, s.now())
	if err != nil {
		return nil, challengeOver(err)
	}
	method, err := s.proveFactor(ctx, account.ID, factorProof{code: b.Code, recovery: b.RecoveryCode, assertion: b.Assertion})
	if err != nil {
		if problemOf(err).code == codeWrongFactor {
			s.journalDone(ctx, casework.Actor{Account: account.ID, Agency: account.Agency}, codeWrongFactor)
		}
		return nil, err
	}
	if _, err := s.store.SpendChallenge(ctx, hash, store.ChallengeSecondFactor, s.now()); err != nil {
		return nil, challengeOver(err)
	}
	body, cookie, err := s.openSession(ctx, account, method)
	return gen.ProveSecondFactor201JSONResponse{Body: body, Headers: gen.ProveSecondFactor201ResponseHeaders{SetCookie: cookie}}, err
}

// challengeOver: whoever comes too late, or whose account has ended meanwhile, begins again.
func challengeOver(err error) error {
	if errors.Is(err, store.ErrNoChallenge) || casework.CodeOf(err) == casework.CodeNotFound {
		return refuse(codeChallengeOver, "確認の時間が過ぎました。もう一度、はじめからサインインしてください。")
	}
	return err
}

// factorProof is exactly one of its members.
type factorProof struct {
	code, recovery *string
	assertion      *gen.PasskeyAssertion
}

// proveFactor checks a second factor of an account, with the same bounds on guesses as passwords, and says
// which it was. A wrong one is codeWrongFactor.
func (s *Server) proveFactor(ctx context.Context, account casework.ID, proof factorProof) (method string, err error) {
	limits := []store.Limit{factorLimit(account), addressLimit(remoteAddress(ctx))}
	if err := s.beginAttempt(ctx, limits...); err != nil {
		return "", err
	}
	right := false
	switch {
	case proof.code != nil:
		method = methodTOTP
		right, err = s.spendCode(ctx, account, *proof.code)
	case proof.recovery != nil:
		method = methodRecovery
		right, err = s.store.SpendRecoveryCode(ctx, account, recoveryHash(account, *proof.recovery), s.now())
	case proof.assertion != nil:
		method = methodPasskey
		var owner casework.ID
		owner, err = s.spendAssertion(ctx, *proof.assertion, account)
		right = err == nil && owner == account
	}
	switch {
	case err != nil:
		return "", err
	case !right:
		return "", refuse(codeWrongFactor, "確認できませんでした。コードが正しいか、期限を過ぎていないかをご確認ください。")
	}
	return method, s.store.AttemptSucceeded(ctx, limits...)
}

// spendCode checks a code of the authenticator app and takes it, once.
func (s *Server) spendCode(ctx context.Context, account casework.ID, code string) (bool, error) {
	sealed, err := s.store.TOTPSecret(ctx, account)
	if casework.CodeOf(err) == casework.CodeNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	step, right := s.totpStep(account, sealed, code)
	if !right {
		return false, nil
	}
	return s.store.SpendTOTP(ctx, account, step)
}

// ListSessions answers where the caller is signed in.
func (s *Server) ListSessions(ctx context.Context, _ gen.ListSessionsRequestObject) (gen.ListSessionsResponseObject, error) {
	me := traceOf(ctx).session
	list, err := s.store.Sessions(ctx, me.Actor.Account, s.now())
	if err != nil {
		return nil, err
	}
	out := gen.ListSessions200JSONResponse{Items: []gen.SessionInfo{}}
	for _, one := range list {
		out.Items = append(out.Items, gen.SessionInfo{Id: one.ID, Current: one.ID == me.ID, Device: one.Device, Place: gen.SessionInfoPlace(one.Place),
			Method: gen.SessionInfoMethod(one.Method), CreatedAt: one.CreatedAt, SeenAt: one.SeenAt, ExpiresAt: one.ExpiresAt})
	}
	return out, nil
}

// DeleteSession ends one of the caller's sessions: refresh token, access tokens and open streams at once.
func (s *Server) DeleteSession(ctx context.Context, r gen.DeleteSessionRequestObject) (gen.DeleteSessionResponseObject, error) {
	me := traceOf(ctx).session
	if err := s.store.EndOwnSession(ctx, me.Actor.Account, r.SessionId, s.now()); err != nil {
		return nil, err
	}
	s.journalDone(ctx, me.Actor, "")
	return done(), nil
}
