package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func pemKey(t *testing.T, curve elliptic.Curve) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}))
}

func TestEnvironmentIsProductionWithADatabaseAndDevelopmentWithout(t *testing.T) {
	key := pemKey(t, elliptic.P256())
	for want, env := range map[string]map[string]string{
		production:  {"TSUNAGU_DATABASE_URL": "postgres://x", "TSUNAGU_TOKEN_KEY": key},
		development: {},
		"test":      {"TSUNAGU_ENV": "test", "TSUNAGU_CLOCK": "+36h", "TSUNAGU_SIGN_IN_LIMITS": "off"},
	} {
		c, err := readConfig(env)
		if err != nil || c.Env != want {
			t.Errorf("%s: %s %v", want, c.Env, err)
		}
	}
}

func TestProductionRefusesWhatIsForTests(t *testing.T) {
	good := map[string]string{"TSUNAGU_ENV": production, "TSUNAGU_TOKEN_KEY": pemKey(t, elliptic.P256())}
	if _, err := readConfig(good); err != nil {
		t.Fatalf("good: %v", err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	rsaDER, err := x509.MarshalPKCS8PrivateKey(rsaKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"a test clock":          {"TSUNAGU_CLOCK", "+36h"},
		"no sign-in limits":     {"TSUNAGU_SIGN_IN_LIMITS", "off"},
		"no key":                {"TSUNAGU_TOKEN_KEY", ""},
		"a short key":           {"TSUNAGU_TOKEN_KEY", "secret"},
		"a text for a key":      {"TSUNAGU_TOKEN_KEY", base64.StdEncoding.EncodeToString([]byte("change me"))},
		"a key of another sort": {"TSUNAGU_TOKEN_KEY", base64.StdEncoding.EncodeToString(rsaDER)},
		"a weaker curve":        {"TSUNAGU_TOKEN_KEY", pemKey(t, elliptic.P224())},
		"no such surroundings":  {"TSUNAGU_ENV", "prod"},
		"no address":            {"TSUNAGU_ADDR", "8080"},
		"no log level":          {"TSUNAGU_LOG_LEVEL", "loud"},
	} {
		env := map[string]string{change[0]: change[1]}
		for k, v := range good {
			if _, set := env[k]; !set {
				env[k] = v
			}
		}
		_, err := readConfig(env)
		var faults configError
		if !errors.As(err, &faults) || !strings.Contains(err.Error(), change[0]) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	_, err := readConfig(map[string]string{"TSUNAGU_ENV": production, "TSUNAGU_CLOCK": "noon", "TSUNAGU_ADDR": "x", "TSUNAGU_LOG_LEVEL": "loud", "TSUNAGU_SIGN_IN_LIMITS": "maybe"})
	var faults configError
	if !errors.As(err, &faults) || len(faults.faults) < 6 {
		t.Errorf("%v", err)
	}
}

func TestClockIsAnInstantOrAnOffset(t *testing.T) {
	for text, want := range map[string]time.Time{
		"": time.Now(), "+36h": time.Now().Add(36 * time.Hour), "-1h30m": time.Now().Add(-90 * time.Minute),
		"2026-12-01T09:00:00+09:00": time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC),
	} {
		now, err := parseClock(text)
		if err != nil || now().Sub(want).Abs() > time.Minute {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := parseClock("tomorrow"); err == nil {
		t.Error("tomorrow was taken")
	}
}

func TestKeyOfDevelopmentIsMadeOnceAndPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "var")
	first, err := keyIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	second, err := keyIn(dir)
	if err != nil || !first.Equal(second) {
		t.Errorf("the second start has another key: %v", err)
	}
	info, err := os.Stat(filepath.Join(dir, keyFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

func TestCommandsSayHowTheyWent(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
	}{
		{nil, exitUsage}, {[]string{"--help"}, exitDone}, {[]string{"bogus"}, exitUsage}, {[]string{"migrate"}, exitUsage}, {[]string{"migrate", "down"}, exitUsage},
		{[]string{"migrate", "--help"}, exitDone}, {[]string{"serve", "--help"}, exitDone}, {[]string{"seed", "--help"}, exitDone}, {[]string{"account", "--help"}, exitDone},
		{[]string{"agency", "--help"}, exitDone}, {[]string{"doctor", "--help"}, exitDone}, {[]string{"serve", "now"}, exitUsage}, {[]string{"serve", "--colour"}, exitUsage},
		{[]string{"seed"}, exitUsage}, {[]string{"account", "create", "--email", "x", "--name", "n", "--agency", "a", "--role", "king"}, exitUsage},
		{[]string{"agency", "import"}, exitUsage}, {[]string{"agency", "import", "/no/such/file.csv"}, exitFailed},
	} {
		var out, errs bytes.Buffer
		p := program{in: strings.NewReader(""), out: &out, err: &errs, env: map[string]string{"TSUNAGU_DATA_DIR": t.TempDir()}}
		if code := run(context.Background(), p, c.args); code != c.code {
			t.Errorf("%v: exit %d, want %d (%s%s)", c.args, code, c.code, out.String(), errs.String())
		}
		if out.Len()+errs.Len() == 0 {
			t.Errorf("%v says nothing", c.args)
		}
	}
}
