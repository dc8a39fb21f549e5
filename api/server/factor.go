package server

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const (
	totpPeriod    = 30 // seconds
	totpSkew      = 1  // steps before and after that are taken
	recoveryCodes = 10
)

// needsFactor are the roles that see across agencies or over the people: a password alone is not enough for them.
var needsFactor = []casework.Role{casework.RoleCoordinator, casework.RoleCityOffice, casework.RoleSystemAdmin}

// beforeEnrolment is all that somebody can do whose role needs a second factor and who has none yet.
var beforeEnrolment = map[string]bool{
	"getMe": true, "changePassword": true, "deleteCurrentSession": true, "refreshAuthentication": true, "getSecondFactors": true,
	"beginTotp": true, "confirmTotp": true, "beginPasskey": true, "addPasskey": true, "listSessions": true, "deleteSession": true,
}

// roleNeedsFactor says whether a role of the session asks for a second factor.
func roleNeedsFactor(session store.Session) bool {
	for _, role := range needsFactor {
		if session.Actor.Has(role) {
			return true
		}
	}
	return false
}

// mustEnrol says that nothing else is possible first. Not in a demonstration, whose accounts everybody knows; nor
// when the city's own identity provider has asked for a second factor.
func (s *Server) mustEnrol(session store.Session) bool {
	return s.demo == nil && roleNeedsFactor(session) && !session.SecondFactor && session.Method != methodProvider
}

// GetSecondFactors lists what the caller has.
func (s *Server) GetSecondFactors(ctx context.Context, _ gen.GetSecondFactorsRequestObject) (gen.GetSecondFactorsResponseObject, error) {
	session := *traceOf(ctx).session
	have, err := s.store.Factors(ctx, session.Actor.Account)
	if err != nil {
		return nil, err
	}
	_, possible := s.passkeyParty(ctx)
	needed := roleNeedsFactor(session)
	out := gen.GetSecondFactors200JSONResponse{Required: needed && s.demo == nil, OfferedOnly: needed && s.demo != nil, Totp: have.TOTPSince != nil, TotpSince: have.TOTPSince,
		PasskeysPossible: possible, Passkeys: []gen.Passkey{}, RecoveryCodesLeft: have.RecoveryCodesLeft}
	for _, k := range have.Passkeys {
		out.Passkeys = append(out.Passkeys, gen.Passkey{Id: k.ID, Name: k.Name, CreatedAt: k.CreatedAt, UsedAt: k.UsedAt})
	}
	return out, nil
}

// BeginTotp makes a secret and shows it, the only time it leaves the server.
func (s *Server) BeginTotp(ctx context.Context, _ gen.BeginTotpRequestObject) (gen.BeginTotpResponseObject, error) {
	session := traceOf(ctx).session
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "つなぐ", AccountName: session.Email, Period: totpPeriod, SecretSize: 20})
	if err != nil {
		return nil, err
	}
	account := session.Actor.Account
	if err := s.store.BeginTOTP(ctx, account, seal(s.secrets.totp, []byte(key.Secret()), string(account)), s.now()); err != nil {
		return nil, err
	}
	s.journalDone(ctx, session.Actor, "")
	rows, err := qrRows(key.URL())
	return gen.BeginTotp201JSONResponse{Secret: key.Secret(), Uri: key.URL(), Qr: rows}, err
}

// qrRows draws a QR code as rows of 0 and 1, so that the page can draw it as it likes.
func qrRows(text string) ([]string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, err
	}
	size := code.Bounds()
	rows := make([]string, 0, size.Dy())
	for y := size.Min.Y; y < size.Max.Y; y++ {
		var row strings.Builder
		for x := size.Min.X; x < size.Max.X; x++ {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				row.WriteByte('1')
			} else {
				row.WriteByte('0')
			}
		}
		rows = append(rows, row.String())
	}
	return rows, nil
}

// ConfirmTotp takes the secret into force once a code of it is right.
func (s *Server) ConfirmTotp(ctx context.Context, r gen.ConfirmTotpRequestObject) (gen.ConfirmTotpResponseObject, error) {
	session := traceOf(ctx).session
	account := session.Actor.Account
	limit := factorLimit(account)
	if err := s.beginAttempt(ctx, limit); err != nil {
		return nil, err
	}
	sealed, err := s.store.PendingTOTP(ctx, account, s.now())
	if err != nil {
		return nil, err
	}
	step, right := s.totpStep(account, sealed, r.Body.Code)
	if !right {
		return nil, &problem{code: casework.CodeInvalid, fields: []casework.FieldError{
			{Pointer: "/code", Code: "wrong", Message: "コードが違います。アプリにいま表示されている6桁を入力してください。端末の時計が合っているかもご確認ください。"}}}
	}
	if err := s.store.AttemptSucceeded(ctx, limit); err != nil {
		return nil, err
	}
	codes, hashes := newRecoveryCodes(account)
	given, err := s.store.ConfirmTOTP(ctx, account, session.ID, step, hashes, s.now())
	if err != nil {
		return nil, err
	}
	s.journalDone(ctx, session.Actor, "")
	return gen.ConfirmTotp200JSONResponse(factorAdded(codes, given)), nil
}

func factorAdded(codes []string, given bool) (out gen.FactorAdded) {
	if given {
		out.RecoveryCodes = &codes
	}
	return out
}

// totpStep finds the step (RFC 6238) whose code this is, within one step of now.
func (s *Server) totpStep(account casework.ID, sealed []byte, code string) (step int64, right bool) {
	secret, err := unseal(s.secrets.totp, sealed, string(account))
	if err != nil {
		return 0, false // sealed under an earlier token key
	}
	code = digits(code)
	now := s.now().Unix() / totpPeriod
	for at := now - totpSkew; at <= now+totpSkew; at++ {
		ok, err := hotp.ValidateCustom(code, uint64(at), string(secret), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) //nolint:gosec // the clock is after 1970
		if err == nil && ok {
			step, right = at, true // every step is looked at: the time taken tells nothing
		}
	}
	return step, right
}

// digits folds what people type: full-width digits, spaces in the middle.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == ' ' || r == '　' || r == '-':
			return -1
		}
		return r
	}, text)
}

// RemoveTotp gives the authenticator app up.
func (s *Server) RemoveTotp(ctx context.Context, _ gen.RemoveTotpRequestObject) (gen.RemoveTotpResponseObject, error) {
	session := *traceOf(ctx).session
	if err := s.store.RemoveTOTP(ctx, session.Actor.Account, s.mayBeWithout(session), s.now()); err != nil {
		return nil, err
	}
	s.journalDone(ctx, session.Actor, "")
	return done(), nil
}

// mayBeWithout says whether the last factor may go.
func (s *Server) mayBeWithout(session store.Session) bool {
	return s.demo != nil || !roleNeedsFactor(session)
}

// RenewRecoveryCodes shows ten new codes; the old ones end.
func (s *Server) RenewRecoveryCodes(ctx context.Context, _ gen.RenewRecoveryCodesRequestObject) (gen.RenewRecoveryCodesResponseObject, error) {
	session := traceOf(ctx).session
	codes, hashes := newRecoveryCodes(session.Actor.Account)
	if err := s.store.RenewRecoveryCodes(ctx, session.Actor.Account, hashes, s.now()); err != nil {
		return nil, err
	}
	s.journalDone(ctx, session.Actor, "")
	return gen.RenewRecoveryCodes201JSONResponse{RecoveryCodes: codes}, nil
}

var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding) // no i l o u

// newRecoveryCodes makes codes of 140 random bits: too many to try, so that a plain hash protects them.
func newRecoveryCodes(account casework.ID) (codes []string, hashes [][]byte) {
	for range recoveryCodes {
		var b [18]byte
		_, _ = rand.Read(b[:]) // never fails since Go 1.24
		text := crockford.EncodeToString(b[:])[:28]
		groups := []string{}
		for group := range slices.Chunk([]byte(text), 4) {
			groups = append(groups, string(group))
		}
		codes = append(codes, strings.Join(groups, "-"))
		hashes = append(hashes, recoveryHash(account, text))
	}
	return codes, hashes
}

// recoveryHash folds what people type before it hashes.
func recoveryHash(account casework.ID, code string) []byte {
	folded := strings.NewReplacer("-", "", " ", "", "　", "", "o", "0", "i", "1", "l", "1").Replace(strings.ToLower(code))
	sum := sha256.Sum256([]byte(string(account) + " " + folded))
	return sum[:]
}

// factorLimit bounds guesses of codes, beside those of passwords.
func factorLimit(account casework.ID) store.Limit {
	return store.Limit{Key: "factor:" + string(account), Failures: 5, Within: 15 * time.Minute, Lock: 15 * time.Minute}
}

// newChallengeID returns an unguessable id and the hash that the database keeps.
func newChallengeID() (id string, hash []byte) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	id = base64.RawURLEncoding.EncodeToString(b[:])
	return id, challengeHash(id)
}

func challengeHash(id string) []byte {
	sum := sha256.Sum256([]byte(id))
	return sum[:]
}

func (a *answer) VisitRefreshAuthenticationResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitRemoveTotpResponse(w http.ResponseWriter) error            { return a.write(w) }
func (a *answer) VisitRemovePasskeyResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitDeleteSessionResponse(w http.ResponseWriter) error         { return a.write(w) }
