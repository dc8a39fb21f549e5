package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestProviderConfiguration(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(" from the file \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const issuer = "https://id.example.jp"
	for name, c := range map[string]struct {
		env   string
		in    providerConfig
		fault string // "" = none
	}{
		"none":               {development, providerConfig{}, ""},
		"whole":              {production, providerConfig{Issuer: issuer, ClientID: "t", ClientSecret: "s"}, ""},
		"secret in a file":   {production, providerConfig{Issuer: issuer, ClientID: "t", ClientSecretFile: file}, ""},
		"no issuer":          {production, providerConfig{ClientID: "t"}, "TSUNAGU_OIDC_ISSUER"},
		"no client":          {production, providerConfig{Issuer: issuer, ClientSecret: "s"}, "TSUNAGU_OIDC_CLIENT_ID"},
		"no secret":          {production, providerConfig{Issuer: issuer, ClientID: "t"}, "TSUNAGU_OIDC_CLIENT_SECRET"},
		"two secrets":        {production, providerConfig{Issuer: issuer, ClientID: "t", ClientSecret: "s", ClientSecretFile: file}, "どちらか一つ"},
		"file not there":     {production, providerConfig{Issuer: issuer, ClientID: "t", ClientSecretFile: file + "x"}, "読めません"},
		"unencrypted":        {production, providerConfig{Issuer: "http://id.example.jp", ClientID: "t", ClientSecret: "s"}, "https://"},
		"unencrypted, tests": {testEnv, providerConfig{Issuer: "http://127.0.0.1:1", ClientID: "t", ClientSecret: "s"}, ""},
		"no address":         {production, providerConfig{Issuer: "id", ClientID: "t", ClientSecret: "s"}, "TSUNAGU_OIDC_ISSUER"},
	} {
		faults := strings.Join(c.in.check(c.env), "; ")
		if (faults == "") != (c.fault == "") || !strings.Contains(faults, c.fault) {
			t.Errorf("%s: %q, want %q", name, faults, c.fault)
		}
		if name == "secret in a file" && c.in.provider().ClientSecret != "from the file" {
			t.Errorf("secret %q", c.in.provider().ClientSecret)
		}
	}
	p := providerConfig{Issuer: issuer, SecondFactor: "mfa, hwk"}
	if got := strings.Join(p.provider().SecondFactor, "|"); got != "mfa|hwk" {
		t.Errorf("second factors %q", got)
	}
}
