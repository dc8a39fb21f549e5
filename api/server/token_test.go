package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

func testTokens(t *testing.T) *tokens {
	t.Helper()
	tk, err := newTokens(testKey(), "tsunagu")
	if err != nil {
		t.Fatal(err)
	}
	return tk
}

func TestTokenTellsWhoAndNothingElse(t *testing.T) {
	tk := testTokens(t)
	want := claims{casework.NewID(noon), casework.NewID(noon)}
	text, err := tk.sign(want, noon)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := tk.read(text, noon.Add(9*time.Minute)); err != nil || got != want {
		t.Errorf("%v %v", got, err)
	}
	if _, err := tk.read(text, noon.Add(11*time.Minute)); err == nil {
		t.Error("taken after eleven minutes")
	}
	if _, err := tk.read(text, noon.Add(-time.Minute)); err == nil {
		t.Error("taken before it was issued")
	}
	var c jwt.MapClaims
	if _, _, err := jwt.NewParser().ParseUnverified(text, &c); err != nil {
		t.Fatal(err)
	}
	for name := range c {
		if !strings.Contains(" iss aud sub iat exp jti sid ", " "+name+" ") {
			t.Errorf("the token tells %s", name)
		}
	}
}

// forged makes a token that is right but for what change does to it.
func forged(t *testing.T, tk *tokens, method jwt.SigningMethod, key any, change func(header map[string]any, c jwt.MapClaims)) string {
	t.Helper()
	c := jwt.MapClaims{"iss": tokenIssuer, "aud": "tsunagu", "sub": anyID(), "sid": anyID(), "iat": noon.Unix(), "exp": noon.Add(tokenLife).Unix()}
	token := jwt.NewWithClaims(method, c)
	token.Header["typ"], token.Header["kid"] = tokenType, tk.kid
	change(token.Header, c)
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestForgedTokensAreRefused(t *testing.T) {
	tk := testTokens(t)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&tk.key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	same := func(map[string]any, jwt.MapClaims) {}
	if _, err := tk.read(forged(t, tk, jwt.SigningMethodES256, tk.key, same), noon); err != nil {
		t.Fatalf("the unforged one: %v", err)
	}
	claim := func(name string, value any) func(map[string]any, jwt.MapClaims) {
		return func(_ map[string]any, c jwt.MapClaims) {
			if c[name] = value; value == nil {
				delete(c, name)
			}
		}
	}
	head := func(name string, value any) func(map[string]any, jwt.MapClaims) {
		return func(h map[string]any, _ jwt.MapClaims) {
			if h[name] = value; value == nil {
				delete(h, name)
			}
		}
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"no algorithm":                  forged(t, tk, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, same),
		"our public key as a secret":    forged(t, tk, jwt.SigningMethodHS256, public, same),
		"another curve":                 forged(t, tk, jwt.SigningMethodES384, p384, same),
		"another key":                   forged(t, tk, jwt.SigningMethodES256, other, same),
		"another key, brought along":    forged(t, tk, jwt.SigningMethodES256, other, head("jwk", map[string]any{"kty": "EC"})),
		"another key, to be fetched":    forged(t, tk, jwt.SigningMethodES256, other, head("jku", "https://attacker.example/keys")),
		"another key id":                forged(t, tk, jwt.SigningMethodES256, tk.key, head("kid", "../../dev/null")),
		"no key id":                     forged(t, tk, jwt.SigningMethodES256, tk.key, head("kid", nil)),
		"a critical extension":          forged(t, tk, jwt.SigningMethodES256, tk.key, head("crit", []string{"exp"})),
		"another type":                  forged(t, tk, jwt.SigningMethodES256, tk.key, head("typ", "JWT")),
		"no type":                       forged(t, tk, jwt.SigningMethodES256, tk.key, head("typ", nil)),
		"another issuer":                forged(t, tk, jwt.SigningMethodES256, tk.key, claim("iss", "other")),
		"another audience":              forged(t, tk, jwt.SigningMethodES256, tk.key, claim("aud", "other")),
		"no audience":                   forged(t, tk, jwt.SigningMethodES256, tk.key, claim("aud", nil)),
		"no end":                        forged(t, tk, jwt.SigningMethodES256, tk.key, claim("exp", nil)),
		"no beginning":                  forged(t, tk, jwt.SigningMethodES256, tk.key, claim("iat", nil)),
		"a beginning to come":           forged(t, tk, jwt.SigningMethodES256, tk.key, claim("iat", noon.Add(time.Hour).Unix())),
		"a life of a day":               forged(t, tk, jwt.SigningMethodES256, tk.key, claim("exp", noon.Add(24*time.Hour).Unix())),
		"over":                          forged(t, tk, jwt.SigningMethodES256, tk.key, claim("exp", noon.Add(-time.Second).Unix())),
		"not yet":                       forged(t, tk, jwt.SigningMethodES256, tk.key, claim("nbf", noon.Add(time.Minute).Unix())),
		"no account":                    forged(t, tk, jwt.SigningMethodES256, tk.key, claim("sub", "")),
		"an account that is no id":      forged(t, tk, jwt.SigningMethodES256, tk.key, claim("sub", "' OR 1=1 --")),
		"no session":                    forged(t, tk, jwt.SigningMethodES256, tk.key, claim("sid", nil)),
		"nothing":                       "",
		"two dots":                      "..",
		"no signature":                  strings.Join(strings.Split(forged(t, tk, jwt.SigningMethodES256, tk.key, same), ".")[:2], ".") + ".",
		"signature of another encoding": forged(t, tk, jwt.SigningMethodES256, tk.key, same) + "=",
	} {
		if got, err := tk.read(text, noon); err == nil {
			t.Errorf("%s: taken as %+v", name, got)
		}
	}
}

func TestTokenKeyMustBeP256(t *testing.T) {
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]*ecdsa.PrivateKey{"none": nil, "P-384": p384} {
		if _, err := newTokens(key, "tsunagu"); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
