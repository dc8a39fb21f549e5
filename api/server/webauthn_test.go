package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// authenticator is a passkey device in software: ES256, no attestation.
type authenticator struct {
	t       *testing.T
	key     *ecdsa.PrivateKey
	id      []byte
	handle  []byte
	rpID    string
	origin  string
	counter uint32
	flags   byte // user present 1, user verified 4
}

func newAuthenticator(t *testing.T, origin string) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &authenticator{t: t, key: key, id: []byte(rand.Text()), rpID: "localhost", origin: origin, flags: 1 | 4}
}

func (a *authenticator) clientData(kind, challenge string) []byte {
	raw, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	return raw
}

func (a *authenticator) data(flags byte) []byte {
	a.counter++
	hash := sha256.Sum256([]byte(a.rpID))
	return binary.BigEndian.AppendUint32(append(hash[:], flags), a.counter)
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// register answers what the browser would after navigator.credentials.create.
func (a *authenticator) register(o gen.PasskeyCreation, name string) string {
	a.t.Helper()
	handle, err := base64.RawURLEncoding.DecodeString(o.UserId)
	if err != nil {
		a.t.Fatal(err)
	}
	a.handle = handle
	point, err := a.key.PublicKey.Bytes() // 4 ‖ x ‖ y
	if err != nil {
		a.t.Fatal(err)
	}
	cose, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	if err != nil {
		a.t.Fatal(err)
	}
	data := append(a.data(a.flags|0x40), make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(append(data, a.id...), cose...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		a.t.Fatal(err)
	}
	return body(map[string]any{"challengeId": o.ChallengeId, "name": name, "clientDataJson": b64(a.clientData("webauthn.create", o.Challenge)), "attestationObject": b64(object)})
}

// answer is what the browser would after navigator.credentials.get.
func (a *authenticator) answer(o gen.PasskeyRequest) map[string]any {
	a.t.Helper()
	client := a.clientData("webauthn.get", o.Challenge)
	hash := sha256.Sum256(client)
	data := a.data(a.flags)
	digest := sha256.Sum256(append(data[:len(data):len(data)], hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return map[string]any{"challengeId": o.ChallengeId, "credentialId": b64(a.id), "clientDataJson": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(a.handle)}
}

// atLocalhost has the test server asked by the name that passkeys need.
func (w *world) atLocalhost() {
	w.http.URL = strings.Replace(w.http.URL, "127.0.0.1", "localhost", 1)
}

func (w *world) passkeyOptions() (o gen.PasskeyRequest) {
	w.t.Helper()
	r := w.do("POST", "/api/v1/sessions/passkey-options", "")
	if r.into(w.t, &o); r.status != 200 {
		w.t.Fatalf("%d %s", r.status, r.body)
	}
	return o
}

// passkey gives a person one.
func (p someone) passkey(name string) *authenticator {
	p.w.t.Helper()
	var o gen.PasskeyCreation
	p.do("POST", "/api/v1/me/second-factors/passkeys/options", "").into(p.w.t, &o)
	a := newAuthenticator(p.w.t, p.w.http.URL)
	if r := p.do("POST", "/api/v1/me/second-factors/passkeys", a.register(o, name)); r.status != 201 {
		p.w.t.Fatalf("%d %s", r.status, r.body)
	}
	return a
}

func TestPasskeyAloneAndAsSecondFactor(t *testing.T) {
	w := newWorld(t)
	w.atLocalhost()
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	a := p.passkey("窓口のパソコン")
	var have gen.SecondFactors
	p.do("GET", "/api/v1/me/second-factors", "").into(t, &have)
	if len(have.Passkeys) != 1 || have.Passkeys[0].Name != "窓口のパソコン" || have.RecoveryCodesLeft != 10 || !have.PasskeysPossible {
		t.Fatalf("%+v", have)
	}

	o := w.passkeyOptions()
	proof := a.answer(o)
	alone := w.do("POST", "/api/v1/sessions/passkey", body(proof))
	var got gen.SessionAnswer
	if alone.into(t, &got); alone.status != 201 || got.User.Id != p.account || len(cookieOf(t, alone)) < 40 {
		t.Fatalf("passkey alone: %d %s", alone.status, alone.body)
	}
	if r := w.do("POST", "/api/v1/sessions/passkey", body(proof)); r.status != 401 {
		t.Errorf("the same answer again: %d", r.status)
	}
	w.server.unlimited = true
	asked := w.askedForFactor("a@naka.example")
	if r := w.prove(asked.ChallengeId, "assertion", a.answer(w.passkeyOptions())); r.status != 201 {
		t.Errorf("as second factor: %d %s", r.status, r.body)
	}
	var list gen.SessionList
	p.do("GET", "/api/v1/sessions", "").into(t, &list)
	if methods := list.Items[0].Method + list.Items[1].Method; len(list.Items) != 3 || !strings.Contains(string(methods), "passkey") {
		t.Errorf("%+v", list.Items)
	}
	w.pass(11 * time.Minute)
	p.token, _ = w.server.tokens.sign(claims{p.account, p.session}, w.now())
	remove := func() reply {
		return p.do("DELETE", "/api/v1/me/second-factors/passkeys/"+string(have.Passkeys[0].Id), "")
	}
	if r := remove(); r.status != 403 {
		t.Errorf("removed without being asked again: %d", r.status)
	}
	if r := p.do("POST", "/api/v1/sessions/current/refresh-authentication", body(map[string]any{"assertion": a.answer(w.passkeyOptions())})); r.status != 204 {
		t.Errorf("fresh by passkey: %d %s", r.status, r.body)
	}
	if r := remove(); r.status != 204 {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := w.do("POST", "/api/v1/sessions/passkey", body(a.answer(w.passkeyOptions()))); r.status != 401 {
		t.Errorf("a passkey that was given up: %d", r.status)
	}
	w.signIn("a@naka.example", testPassword) // nothing is left to ask for
}

func TestPasskeyAnswersThatAreRefused(t *testing.T) {
	w := newWorld(t)
	w.server.unlimited = true
	w.atLocalhost()
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	other := w.person("b@naka.example", "houkatsu-naka", casework.RoleWorker)
	mine, theirs := p.passkey("a"), other.passkey("b")
	for name, spoil := range map[string]func(a *authenticator) map[string]any{
		"without PIN or finger": func(a *authenticator) map[string]any { a.flags = 1; return a.answer(w.passkeyOptions()) },
		"nobody present":        func(a *authenticator) map[string]any { a.flags = 4; return a.answer(w.passkeyOptions()) },
		"another site": func(a *authenticator) map[string]any {
			a.origin = "https://tsunagu.attacker.example"
			return a.answer(w.passkeyOptions())
		},
		"another party": func(a *authenticator) map[string]any {
			a.rpID = "attacker.example"
			return a.answer(w.passkeyOptions())
		},
		"another key":            func(a *authenticator) map[string]any { a.key = theirs.key; return a.answer(w.passkeyOptions()) },
		"a copy that was behind": func(a *authenticator) map[string]any { a.counter = 0; return a.answer(w.passkeyOptions()) },
		"another challenge": func(a *authenticator) map[string]any {
			proof := a.answer(w.passkeyOptions())
			proof["challengeId"] = w.passkeyOptions().ChallengeId
			return proof
		},
		"too late": func(a *authenticator) map[string]any {
			o := w.passkeyOptions()
			w.pass(6 * time.Minute)
			return a.answer(o)
		},
		"somebody else's name": func(a *authenticator) map[string]any {
			a.handle = []byte(other.account)
			return a.answer(w.passkeyOptions())
		},
		"no name": func(a *authenticator) map[string]any { a.handle = []byte("x"); return a.answer(w.passkeyOptions()) },
	} {
		a := *mine
		a.counter += 10
		if r := w.do("POST", "/api/v1/sessions/passkey", body(spoil(&a))); r.status != 401 {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	asked := w.askedForFactor("a@naka.example")
	if r := w.prove(asked.ChallengeId, "assertion", theirs.answer(w.passkeyOptions())); r.status != 401 {
		t.Errorf("somebody else's passkey as my second factor: %d", r.status)
	}
	garbage := body(map[string]any{"challengeId": w.passkeyOptions().ChallengeId, "credentialId": "AA", "clientDataJson": "AA", "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"})
	if r := w.do("POST", "/api/v1/sessions/passkey", garbage); r.status != 401 {
		t.Errorf("garbage: %d %s", r.status, r.body)
	}
	mine.counter += 10
	if r := w.do("POST", "/api/v1/sessions/passkey", body(mine.answer(w.passkeyOptions()))); r.status != 201 {
		t.Errorf("and the right one: %d %s", r.status, r.body)
	}
}

func TestPasskeyIsRegisteredOnceByWhoWasAsked(t *testing.T) {
	w := newWorld(t)
	w.atLocalhost()
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	other := w.person("b@naka.example", "houkatsu-naka", casework.RoleWorker)
	options := func(of someone) (o gen.PasskeyCreation) {
		of.do("POST", "/api/v1/me/second-factors/passkeys/options", "").into(t, &o)
		return o
	}
	add := func(of someone, registration string) int {
		return of.do("POST", "/api/v1/me/second-factors/passkeys", registration).status
	}
	a := newAuthenticator(t, w.http.URL)
	if got := add(other, a.register(options(p), "x")); got != 409 {
		t.Errorf("somebody else's challenge: %d", got)
	}
	unverified := newAuthenticator(t, w.http.URL)
	unverified.flags = 1
	if got := add(p, unverified.register(options(p), "x")); got != 422 {
		t.Errorf("without PIN or finger: %d", got)
	}
	foreign := newAuthenticator(t, "https://attacker.example")
	if got := add(p, foreign.register(options(p), "x")); got != 422 {
		t.Errorf("made on another site: %d", got)
	}
	if got := add(p, a.register(options(p), "x")); got != 201 {
		t.Fatalf("%d", got)
	}
	again := options(p)
	if len(again.Exclude) != 1 || again.Exclude[0] != b64(a.id) {
		t.Errorf("the browser is not told what it has: %v", again.Exclude)
	}
	if got := add(p, a.register(again, "x")); got != 409 {
		t.Errorf("the same passkey again: %d", got)
	}
}

func TestPasskeysNeedAName(t *testing.T) {
	w := newWorld(t) // asked by 127.0.0.1
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	if r := w.do("POST", "/api/v1/sessions/passkey-options", ""); r.status != 409 {
		t.Errorf("options: %d", r.status)
	}
	var have gen.SecondFactors
	if p.do("GET", "/api/v1/me/second-factors", "").into(t, &have); have.PasskeysPossible {
		t.Error("offered at an IP address")
	}
	w.server.publicHost = "tsunagu.example.jp"
	var o gen.PasskeyRequest
	if w.do("POST", "/api/v1/sessions/passkey-options", "").into(t, &o); o.RpId != "tsunagu.example.jp" {
		t.Errorf("party %q", o.RpId)
	}
}
