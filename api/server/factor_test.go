package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

func body(members map[string]any) string {
	b, _ := json.Marshal(members)
	return string(b)
}

// code is what the authenticator app shows at an instant.
func code(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	text, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// askedForFactor signs in with the password and returns the challenge.
func (w *world) askedForFactor(email string) gen.Problem {
	w.t.Helper()
	r := w.do("POST", "/api/v1/sessions", credentials(email, testPassword))
	p := r.problem(w.t)
	if r.status != 401 || p.Code != "second_factor_required" || p.ChallengeId == nil || p.Factors == nil || r.header.Get("Set-Cookie") != "" {
		w.t.Fatalf("password alone: %d %s", r.status, r.body)
	}
	return p
}

func (w *world) prove(challenge *string, member string, value any) reply {
	w.t.Helper()
	return w.do("POST", "/api/v1/sessions/second-factor", body(map[string]any{"challengeId": *challenge, member: value}))
}

func TestEnrolledAuthenticatorAppIsAskedFor(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	elsewhere, _ := w.signIn("a@naka.example", testPassword)
	setup := p.do("POST", "/api/v1/me/second-factors/totp", "")
	var shown gen.TotpSetup
	setup.into(t, &shown)
	if setup.status != 201 || len(shown.Qr) < 21 || len(shown.Qr) != len(shown.Qr[0]) || !strings.HasPrefix(shown.Uri, "otpauth://totp/") {
		t.Fatalf("%d %s", setup.status, setup.body)
	}
	if r := p.do("POST", "/api/v1/me/second-factors/totp/confirm", body(map[string]any{"code": "000000"})); r.status != 422 {
		t.Errorf("wrong first code: %d %s", r.status, r.body)
	}
	w.signIn("a@naka.example", testPassword) // not in force before it is proven
	confirmed := p.do("POST", "/api/v1/me/second-factors/totp/confirm", body(map[string]any{"code": code(t, shown.Secret, w.now())}))
	var added gen.FactorAdded
	confirmed.into(t, &added)
	if confirmed.status != 200 || added.RecoveryCodes == nil || len(*added.RecoveryCodes) != 10 {
		t.Fatalf("%d %s", confirmed.status, confirmed.body)
	}
	if r := w.do("GET", "/api/v1/me", "", "Authorization: Bearer "+elsewhere.AccessToken); r.status != 401 {
		t.Errorf("a session without the second factor lives on: %d", r.status)
	}
	if r := p.do("GET", "/api/v1/me", ""); r.status != 200 {
		t.Errorf("the session that enrolled: %d", r.status)
	}
	asked := w.askedForFactor("a@naka.example")
	if fmt.Sprint(*asked.Factors) != "[totp recovery_code]" {
		t.Errorf("factors %v", *asked.Factors)
	}
	if r := w.prove(asked.ChallengeId, "code", code(t, shown.Secret, w.now())); r.status != 401 || r.problem(t).Code != "invalid_second_factor" {
		t.Errorf("the code of the enrolment, again: %d %s", r.status, r.body)
	}
	w.pass(30 * time.Second)
	r := w.prove(asked.ChallengeId, "code", code(t, shown.Secret, w.now()))
	if r.status != 201 || len(cookieOf(t, r)) < 40 {
		t.Fatalf("next code: %d %s", r.status, r.body)
	}
	if r := w.prove(asked.ChallengeId, "code", code(t, shown.Secret, w.now().Add(30*time.Second))); r.status != 401 || r.problem(t).Code != "challenge_expired" {
		t.Errorf("a challenge answered twice: %d %s", r.status, r.body)
	}
	if w.journal("proveSecondFactor", "done") != 1 || w.journal("proveSecondFactor", "refused") == 0 || w.journal("createSession", "refused") == 0 {
		t.Error("the journal does not tell")
	}
}

func TestCodeCountsOnceAlsoInParallelAndWithinOneStep(t *testing.T) {
	w := newWorld(t)
	w.server.unlimited = true
	w.account("c@shakyo.example", "shakyo", casework.RoleCoordinator)
	for name, shift := range map[string]time.Duration{"two steps late": -60 * time.Second, "two steps early": 60 * time.Second} {
		asked := w.askedForFactor("c@shakyo.example")
		if r := w.prove(asked.ChallengeId, "code", code(t, testSecret, w.now().Add(shift))); r.status != 401 {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	var won atomic.Int32
	var all sync.WaitGroup
	now := w.now()
	for range 8 {
		asked := w.askedForFactor("c@shakyo.example")
		all.Go(func() {
			if w.prove(asked.ChallengeId, "code", code(t, testSecret, now)).status == 201 {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("one code opened %d sessions", won.Load())
	}
	for name, text := range map[string]string{"one step early": code(t, testSecret, now.Add(30*time.Second))} {
		asked := w.askedForFactor("c@shakyo.example")
		full := strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９").Replace(text[:3]) + "　" + text[3:]
		if r := w.prove(asked.ChallengeId, "code", full); r.status != 201 {
			t.Errorf("%s, in full-width digits: %d %s", name, r.status, r.body)
		}
	}
}

func TestGuessingCodesLocks(t *testing.T) {
	w := newWorld(t)
	w.account("c@shakyo.example", "shakyo", casework.RoleCoordinator)
	for range 5 {
		asked := w.askedForFactor("c@shakyo.example")
		if r := w.prove(asked.ChallengeId, "code", "12345"); r.status != 401 {
			t.Fatalf("guess: %d", r.status)
		}
	}
	asked := w.askedForFactor("c@shakyo.example")
	if r := w.prove(asked.ChallengeId, "code", code(t, testSecret, w.now())); r.status != 429 || r.header.Get("Retry-After") == "" {
		t.Errorf("the right code while locked: %d", r.status)
	}
	w.pass(16 * time.Minute)
	if r := w.prove(asked.ChallengeId, "code", code(t, testSecret, w.now())); r.status != 401 || r.problem(t).Code != "challenge_expired" {
		t.Errorf("a challenge after a quarter of an hour: %d %s", r.status, r.body)
	}
	asked = w.askedForFactor("c@shakyo.example")
	if r := w.prove(asked.ChallengeId, "code", code(t, testSecret, w.now())); r.status != 201 {
		t.Errorf("after the lock: %d %s", r.status, r.body)
	}
}

func TestChallengeLivesFiveMinutes(t *testing.T) {
	w := newWorld(t)
	w.account("c@shakyo.example", "shakyo", casework.RoleCoordinator)
	asked := w.askedForFactor("c@shakyo.example")
	w.pass(5*time.Minute + time.Second)
	if r := w.prove(asked.ChallengeId, "code", code(t, testSecret, w.now())); r.status != 401 || r.problem(t).Code != "challenge_expired" {
		t.Errorf("%d %s", r.status, r.body)
	}
	for name, r := range map[string]reply{
		"nothing":     w.do("POST", "/api/v1/sessions/second-factor", body(map[string]any{"challengeId": "x"})),
		"two at once": w.do("POST", "/api/v1/sessions/second-factor", body(map[string]any{"challengeId": "x", "code": "1", "recoveryCode": "2"})),
	} {
		if r.status != 422 {
			t.Errorf("%s: %d", name, r.status)
		}
	}
}

func TestRecoveryCodeOpensOnce(t *testing.T) {
	w := newWorld(t)
	p := w.person("c@shakyo.example", "shakyo", casework.RoleCoordinator)
	var first, second gen.RecoveryCodes
	p.do("POST", "/api/v1/me/second-factors/recovery-codes", "").into(t, &first)
	r := p.do("POST", "/api/v1/me/second-factors/recovery-codes", "")
	if r.into(t, &second); r.status != 201 || len(second.RecoveryCodes) != 10 || second.RecoveryCodes[0] == first.RecoveryCodes[0] {
		t.Fatalf("%d %s", r.status, r.body)
	}
	asked := w.askedForFactor("c@shakyo.example")
	if r := w.prove(asked.ChallengeId, "recoveryCode", first.RecoveryCodes[3]); r.status != 401 {
		t.Errorf("a code that was replaced: %d", r.status)
	}
	typed := strings.ToUpper(strings.ReplaceAll(second.RecoveryCodes[3], "-", " "))
	if r := w.prove(asked.ChallengeId, "recoveryCode", typed); r.status != 201 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	asked = w.askedForFactor("c@shakyo.example")
	if r := w.prove(asked.ChallengeId, "recoveryCode", second.RecoveryCodes[3]); r.status != 401 {
		t.Errorf("a second time: %d", r.status)
	}
	var have gen.SecondFactors
	p.do("GET", "/api/v1/me/second-factors", "").into(t, &have)
	if have.RecoveryCodesLeft != 9 || !have.Totp || !have.Required {
		t.Errorf("%+v", have)
	}
}

func TestRolesThatNeedASecondFactorCanOnlyEnrolWithoutOne(t *testing.T) {
	w := newWorld(t)
	p := w.person("o@city.example", "shakyo", casework.RoleCityOffice)
	if err := w.store.ForgetFactors(t.Context(), p.email, w.now()); err != nil {
		t.Fatal(err)
	}
	if r := p.do("GET", "/api/v1/me", ""); r.status != 401 {
		t.Errorf("a session of before: %d", r.status)
	}
	got, _ := w.signIn(p.email, testPassword)
	p.token = got.AccessToken
	if got.User.MustEnrolSecondFactor == nil {
		t.Error("the page is not told")
	}
	if r := p.do("GET", "/api/v1/agencies", ""); r.status != 403 || r.problem(t).Code != "second_factor_enrolment_required" {
		t.Errorf("agencies: %d %s", r.status, r.body)
	}
	if w.journal("listAgencies", "refused") != 1 {
		t.Error("the refusal is not in the journal")
	}
	var shown gen.TotpSetup
	p.do("POST", "/api/v1/me/second-factors/totp", "").into(t, &shown)
	if r := p.do("POST", "/api/v1/me/second-factors/totp/confirm", body(map[string]any{"code": code(t, shown.Secret, w.now())})); r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if r := p.do("GET", "/api/v1/agencies", ""); r.status != 200 {
		t.Errorf("after enrolment: %d", r.status)
	}
	if r := p.do("DELETE", "/api/v1/me/second-factors/totp", ""); r.status != 409 {
		t.Errorf("the last factor went: %d", r.status)
	}
	worker := w.person("w@naka.example", "houkatsu-naka", casework.RoleWorker)
	w.enrol(worker.account)
	if r := worker.do("DELETE", "/api/v1/me/second-factors/totp", ""); r.status != 401 {
		t.Errorf("a session of before the factor: %d", r.status)
	}
}

func TestDemonstrationOffersButDoesNotRequire(t *testing.T) {
	w := newWorld(t)
	p := w.person("o@city.example", "shakyo", casework.RoleCityOffice)
	w.server.demo = &Demo{}
	if err := w.store.ForgetFactors(t.Context(), p.email, w.now()); err != nil {
		t.Fatal(err)
	}
	got, _ := w.signIn(p.email, testPassword)
	p.token = got.AccessToken
	if r := p.do("GET", "/api/v1/agencies", ""); r.status != 200 || got.User.MustEnrolSecondFactor != nil {
		t.Errorf("agencies: %d", r.status)
	}
	var have gen.SecondFactors
	p.do("GET", "/api/v1/me/second-factors", "").into(t, &have)
	if have.Required || !have.OfferedOnly {
		t.Errorf("%+v", have)
	}
}

func TestSecretsOfTheAppAreNotReadableInTheDatabase(t *testing.T) {
	w := newWorld(t)
	a, b := casework.NewID(noon), casework.NewID(noon)
	sealed := seal(w.server.secrets.totp, []byte(testSecret), string(a))
	if strings.Contains(string(sealed), testSecret[:8]) {
		t.Error("the secret stands there")
	}
	if got, err := unseal(w.server.secrets.totp, sealed, string(a)); err != nil || string(got) != testSecret {
		t.Errorf("%q %v", got, err)
	}
	for name, open := range map[string]func() error{
		"another account": func() error { _, err := unseal(w.server.secrets.totp, sealed, string(b)); return err },
		"another use":     func() error { _, err := unseal(w.server.secrets.cookie, sealed, string(a)); return err },
		"cut":             func() error { _, err := unseal(w.server.secrets.totp, sealed[:10], string(a)); return err },
	} {
		if open() == nil {
			t.Errorf("opened by %s", name)
		}
	}
}

func TestFreshAuthenticationEndsAfterTenMinutes(t *testing.T) {
	w := newWorld(t)
	w.account("c@shakyo.example", "shakyo", casework.RoleCoordinator)
	asked := w.askedForFactor("c@shakyo.example")
	var got gen.SessionAnswer
	w.prove(asked.ChallengeId, "code", code(t, testSecret, w.now())).into(t, &got)
	p := someone{w: w, token: got.AccessToken}
	renew := func() reply { return p.do("POST", "/api/v1/me/second-factors/recovery-codes", "") }
	again := func(member, value string) reply {
		return p.do("POST", "/api/v1/sessions/current/refresh-authentication", body(map[string]any{member: value}))
	}
	if r := renew(); r.status != 201 {
		t.Fatalf("just signed in: %d %s", r.status, r.body)
	}
	w.pass(9 * time.Minute)
	p.do("GET", "/api/v1/me", "") // use does not make it fresh
	w.pass(time.Minute + time.Second)
	var err error
	session, _ := w.server.tokens.read(p.token, noon.Add(time.Minute))
	if p.token, err = w.server.tokens.sign(session, w.now()); err != nil {
		t.Fatal(err)
	}
	if r := renew(); r.status != 403 || r.problem(t).Code != "fresh_authentication_required" {
		t.Fatalf("after ten minutes: %d %s", r.status, r.body)
	}
	for member, value := range map[string]string{"password": "wrong", "code": "000000"} {
		if r := again(member, value); r.status != 422 || (*r.problem(t).Errors)[0].Pointer != "/"+member {
			t.Errorf("wrong %s: %d %s", member, r.status, r.body)
		}
	}
	if r := renew(); r.status != 403 {
		t.Errorf("after wrong answers: %d", r.status)
	}
	if r := again("password", testPassword); r.status != 204 {
		t.Fatalf("password: %d %s", r.status, r.body)
	}
	if r := renew(); r.status != 201 {
		t.Errorf("fresh again: %d", r.status)
	}
	w.pass(11 * time.Minute)
	p.token, _ = w.server.tokens.sign(session, w.now())
	if r := again("code", code(t, testSecret, w.now())); r.status != 204 {
		t.Fatalf("code: %d %s", r.status, r.body)
	}
	if r := renew(); r.status != http.StatusCreated {
		t.Errorf("fresh by code: %d", r.status)
	}
}
