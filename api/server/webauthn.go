package server

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// passkeyParty is who a passkey is for: the public host, or localhost in development. A bare IP address can
// have none (WebAuthn 5.1.2).
func (s *Server) passkeyParty(ctx context.Context) (*webauthn.WebAuthn, bool) {
	host, origin := hostName(s.publicHost), "https://"+s.publicHost
	if host == "" || host == "localhost" {
		asked := ""
		if r := traceOf(ctx).httpRequest; r != nil {
			asked = r.Host
		}
		host, origin = "localhost", "http://"+asked // what is on this machine needs no certificate
		if hostName(asked) != "localhost" {
			return nil, false
		}
	}
	if net.ParseIP(host) != nil {
		return nil, false
	}
	party, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: "つなぐ", RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		// kept on the device with its owner's PIN or finger: alone it is two factors
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationRequired},
	})
	return party, err == nil
}

func hostName(hostPort string) string {
	if host, _, err := net.SplitHostPort(hostPort); err == nil {
		return host
	}
	return strings.Trim(hostPort, "[]")
}

func noPasskeys() error {
	return &casework.Error{Code: casework.CodeWrongState, Detail: "このアドレスではパスキーを使えません。"}
}

// passkeyOwner is an account as the WebAuthn library sees it.
type passkeyOwner struct {
	id          casework.ID
	email, name string
	kept        []webauthn.Credential
}

func (o *passkeyOwner) WebAuthnID() []byte                         { return []byte(o.id) }
func (o *passkeyOwner) WebAuthnName() string                       { return o.email }
func (o *passkeyOwner) WebAuthnDisplayName() string                { return o.name }
func (o *passkeyOwner) WebAuthnCredentials() []webauthn.Credential { return o.kept }

func (s *Server) passkeysOf(ctx context.Context, account casework.ID) (*passkeyOwner, error) {
	have, err := s.store.Factors(ctx, account)
	if err != nil {
		return nil, err
	}
	owner := &passkeyOwner{id: account}
	for _, k := range have.Passkeys {
		var c webauthn.Credential
		if err := json.Unmarshal(k.Credential, &c); err != nil {
			return nil, err
		}
		owner.kept = append(owner.kept, c)
	}
	return owner, nil
}

// BeginPasskey asks the browser for a new passkey.
func (s *Server) BeginPasskey(ctx context.Context, _ gen.BeginPasskeyRequestObject) (gen.BeginPasskeyResponseObject, error) {
	session := traceOf(ctx).session
	party, possible := s.passkeyParty(ctx)
	if !possible {
		return nil, noPasskeys()
	}
	owner, err := s.passkeysOf(ctx, session.Actor.Account)
	if err != nil {
		return nil, err
	}
	owner.email, owner.name = session.Email, session.Actor.Name
	creation, data, err := party.BeginRegistration(owner)
	if err != nil {
		return nil, err
	}
	id, err := s.keepCeremony(ctx, store.Challenge{Kind: store.ChallengePasskeyRegistration, Account: owner.id}, data)
	if err != nil {
		return nil, err
	}
	s.journalDone(ctx, session.Actor, "")
	o := creation.Response
	out := gen.BeginPasskey200JSONResponse{ChallengeId: id, Challenge: o.Challenge.String(), RpId: o.RelyingParty.ID, RpName: o.RelyingParty.Name,
		UserId: base64.RawURLEncoding.EncodeToString(owner.WebAuthnID()), UserName: owner.email, UserDisplayName: owner.name, Timeout: o.Timeout, Algorithms: []int{}, Exclude: []string{}}
	for _, p := range o.Parameters {
		out.Algorithms = append(out.Algorithms, int(p.Algorithm))
	}
	for _, k := range owner.kept {
		out.Exclude = append(out.Exclude, base64.RawURLEncoding.EncodeToString(k.ID))
	}
	return out, nil
}

func (s *Server) keepCeremony(ctx context.Context, c store.Challenge, data *webauthn.SessionData) (id string, err error) {
	if c.Data, err = json.Marshal(data); err != nil {
		return "", err
	}
	id, hash := newChallengeID()
	return id, s.store.OpenChallenge(ctx, hash, c, s.now())
}

// AddPasskey keeps what the browser made.
func (s *Server) AddPasskey(ctx context.Context, r gen.AddPasskeyRequestObject) (gen.AddPasskeyResponseObject, error) {
	session := traceOf(ctx).session
	account := session.Actor.Account
	party, possible := s.passkeyParty(ctx)
	if !possible {
		return nil, noPasskeys()
	}
	challenge, err := s.store.SpendChallenge(ctx, challengeHash(r.Body.ChallengeId), store.ChallengePasskeyRegistration, s.now())
	if errors.Is(err, store.ErrNoChallenge) || err == nil && challenge.Account != account {
		return nil, &casework.Error{Code: casework.CodeWrongState, Detail: "登録の時間が過ぎました。はじめからやり直してください。"}
	}
	if err != nil {
		return nil, err
	}
	credential, err := register(party, account, challenge.Data, r.Body)
	if err != nil {
		return nil, &problem{code: casework.CodeInvalid, fields: []casework.FieldError{
			{Pointer: "/attestationObject", Code: "wrong", Message: "パスキーを確かめられませんでした。もう一度お試しください。"}}}
	}
	kept, err := json.Marshal(credential)
	if err != nil {
		return nil, err
	}
	codes, hashes := newRecoveryCodes(account)
	passkey := store.Passkey{ID: casework.NewID(s.now()), CredentialID: credential.ID, Credential: kept, Name: r.Body.Name}
	given, err := s.store.AddPasskey(ctx, account, session.ID, passkey, hashes, s.now())
	if err != nil {
		return nil, err
	}
	made(ctx, passkey.ID)
	s.journalDone(ctx, session.Actor, "")
	return gen.AddPasskey201JSONResponse(factorAdded(codes, given)), nil
}

func register(party *webauthn.WebAuthn, account casework.ID, ceremony []byte, b *gen.PasskeyRegistration) (*webauthn.Credential, error) {
	var data webauthn.SessionData
	if err := json.Unmarshal(ceremony, &data); err != nil {
		return nil, err
	}
	object, err1 := fromBase64(b.AttestationObject)
	clientData, err2 := fromBase64(b.ClientDataJson)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	answer := protocol.CredentialCreationResponse{AttestationResponse: protocol.AuthenticatorAttestationResponse{AttestationObject: object}}
	answer.AttestationResponse.ClientDataJSON = clientData
	inner, err := answer.AttestationResponse.Parse()
	if err != nil {
		return nil, err
	}
	made := &protocol.ParsedCredentialCreationData{Response: *inner, Raw: answer}
	made.RawID = inner.AttestationObject.AuthData.AttData.CredentialID // the attested id is the only one we ask for
	return party.CreateCredential(&passkeyOwner{id: account}, data, made)
}

// RemovePasskey gives one up.
func (s *Server) RemovePasskey(ctx context.Context, r gen.RemovePasskeyRequestObject) (gen.RemovePasskeyResponseObject, error) {
	session := *traceOf(ctx).session
	if err := s.store.RemovePasskey(ctx, session.Actor.Account, r.PasskeyId, s.mayBeWithout(session), s.now()); err != nil {
		return nil, err
	}
	s.journalDone(ctx, session.Actor, "")
	return done(), nil
}

// PasskeyOptions asks the browser for any passkey it has for us.
func (s *Server) PasskeyOptions(ctx context.Context, _ gen.PasskeyOptionsRequestObject) (gen.PasskeyOptionsResponseObject, error) {
	party, possible := s.passkeyParty(ctx)
	if !possible {
		return nil, noPasskeys()
	}
	// anybody may ask, and each keeps a row for five minutes
	limit := addressLimit(remoteAddress(ctx))
	limit.Key, limit.Failures = "passkey "+limit.Key, 300
	if err := s.beginAttempt(ctx, limit); err != nil {
		return nil, err
	}
	assertion, data, err := party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, err
	}
	id, err := s.keepCeremony(ctx, store.Challenge{Kind: store.ChallengePasskey}, data)
	o := assertion.Response
	return gen.PasskeyOptions200JSONResponse{ChallengeId: id, Challenge: o.Challenge.String(), RpId: o.RelyingPartyID, Timeout: o.Timeout}, err
}

// CreatePasskeySession signs in with a passkey alone: it is on the person's own device, behind its PIN or finger.
func (s *Server) CreatePasskeySession(ctx context.Context, r gen.CreatePasskeySessionRequestObject) (gen.CreatePasskeySessionResponseObject, error) {
	limit := addressLimit(remoteAddress(ctx))
	if err := s.beginAttempt(ctx, limit); err != nil {
		return nil, err
	}
	owner, err := s.spendAssertion(ctx, *r.Body, "")
	if err != nil {
		return nil, err
	}
	account, err := s.store.AccountWithID(ctx, owner, s.now())
	if casework.CodeOf(err) == casework.CodeNotFound {
		err = wrongPasskey()
	}
	if err != nil {
		return nil, err
	}
	if err := s.store.AttemptSucceeded(ctx, store.Limit{Key: "factor:" + string(owner)}, limit); err != nil {
		return nil, err
	}
	body, cookie, err := s.openSession(ctx, account, methodPasskey)
	return gen.CreatePasskeySession201JSONResponse{Body: body, Headers: gen.CreatePasskeySession201ResponseHeaders{SetCookie: cookie}}, err
}

func wrongPasskey() error {
	return refuse(codeWrongFactor, "パスキーを確認できませんでした。もう一度お試しください。")
}

// spendAssertion checks an answer of a passkey, once, and says whose it is. expected "" = whoever it is.
// Whatever is wrong with it is codeWrongFactor.
func (s *Server) spendAssertion(ctx context.Context, a gen.PasskeyAssertion, expected casework.ID) (casework.ID, error) {
	party, possible := s.passkeyParty(ctx)
	if !possible {
		return "", noPasskeys()
	}
	challenge, err := s.store.SpendChallenge(ctx, challengeHash(a.ChallengeId), store.ChallengePasskey, s.now())
	if err != nil {
		return "", challengeOver(err)
	}
	var data webauthn.SessionData
	if err := json.Unmarshal(challenge.Data, &data); err != nil {
		return "", err
	}
	answer, err := parseAssertion(a)
	if err != nil {
		return "", wrongPasskey()
	}
	account := casework.ID(answer.Response.UserHandle)
	if !canonicalID(string(account)) || expected != "" && account != expected {
		return "", wrongPasskey()
	}
	owner, err := s.passkeysOf(ctx, account)
	if err != nil {
		return "", err
	}
	_, credential, err := party.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return owner, nil }, data, answer)
	if err != nil || credential.Authenticator.CloneWarning {
		return "", wrongPasskey()
	}
	kept, err := json.Marshal(credential)
	if err != nil {
		return "", err
	}
	return account, s.store.SpendPasskey(ctx, account, credential.ID, kept, s.now())
}

func parseAssertion(a gen.PasskeyAssertion) (*protocol.ParsedCredentialAssertionData, error) {
	var faults error
	bytes := func(text string) []byte {
		b, err := fromBase64(text)
		faults = errors.Join(faults, err)
		return b
	}
	answer := protocol.CredentialAssertionResponse{AssertionResponse: protocol.AuthenticatorAssertionResponse{
		AuthenticatorData: bytes(a.AuthenticatorData), Signature: bytes(a.Signature), UserHandle: bytes(a.UserHandle)}}
	answer.AssertionResponse.ClientDataJSON = bytes(a.ClientDataJson)
	answer.ID, answer.Type, answer.RawID = a.CredentialId, string(protocol.PublicKeyCredentialType), bytes(a.CredentialId)
	if faults != nil {
		return nil, faults
	}
	return answer.Parse()
}

func fromBase64(text string) ([]byte, error) {
	return base64.RawURLEncoding.Strict().DecodeString(text)
}
