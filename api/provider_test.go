package main

import (
	"strings"
	"testing"
)

func TestProviderConfiguration(t *testing.T) {
	const issuer = "https://id.example.jp"
	for name, c := range map[string]struct {
		env   string
		in    providerConfig
		fault string // "" = none
	}{
		"none":               {development, providerConfig{}, ""},
		"whole":              {production, providerConfig{Issuer: issuer, ClientID: "t", ClientSecret: "s"}, ""},
		"no issuer":          {production, providerConfig{ClientID: "t"}, "TSUNAGU_OIDC_ISSUER"},
		"no client":          {production, providerConfig{Issuer: issuer, ClientSecret: "s"}, "TSUNAGU_OIDC_CLIENT_ID"},
		"no secret":          {production, providerConfig{Issuer: issuer, ClientID: "t"}, "TSUNAGU_OIDC_CLIENT_SECRET"},
		"unencrypted":        {production, providerConfig{Issuer: "http://id.example.jp", ClientID: "t", ClientSecret: "s"}, "https://"},
		"unencrypted, tests": {testEnv, providerConfig{Issuer: "http://127.0.0.1:1", ClientID: "t", ClientSecret: "s"}, ""},
		"no address":         {production, providerConfig{Issuer: "id", ClientID: "t", ClientSecret: "s"}, "TSUNAGU_OIDC_ISSUER"},
	} {
		faults := strings.Join(c.in.check(c.env), "; ")
		if (faults == "") != (c.fault == "") || !strings.Contains(faults, c.fault) {
			t.Errorf("%s: %q, want %q", name, faults, c.fault)
		}
	}
	p := providerConfig{Issuer: issuer, SecondFactor: "mfa, hwk"}
	if got := strings.Join(p.provider().SecondFactor, "|"); got != "mfa|hwk" {
		t.Errorf("second factors %q", got)
	}
}
