package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/tsunagu-care/tsunagu/api/server"
)

// providerConfig is the city's own identity provider (OpenID Connect). None without an issuer.
type providerConfig struct {
	Issuer       string `env:"TSUNAGU_OIDC_ISSUER"`
	ClientID     string `env:"TSUNAGU_OIDC_CLIENT_ID"`
	ClientSecret string `env:"TSUNAGU_OIDC_CLIENT_SECRET"`
	Name         string `env:"TSUNAGU_OIDC_NAME" envDefault:"市の認証"`
	SecondFactor string `env:"TSUNAGU_OIDC_SECOND_FACTOR"` // values of amr or acr, separated by commas; none = ours is asked
}

// check gives every fault.
func (p *providerConfig) check(env string) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if p.Issuer == "" {
		if p.ClientID != "" || p.ClientSecret != "" {
			fault("TSUNAGU_OIDC_ISSUER がありません（TSUNAGU_OIDC_CLIENT_ID などだけでは使えません）")
		}
		return faults
	}
	u, err := url.Parse(p.Issuer)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		fault("TSUNAGU_OIDC_ISSUER は https://id.example.jp のように書きます（今: %q）", p.Issuer)
	case u.Scheme != "https" && env == production:
		fault("TSUNAGU_OIDC_ISSUER は、本番では https:// で始まるものだけ使えます")
	}
	if p.ClientID == "" {
		fault("TSUNAGU_OIDC_CLIENT_ID がありません")
	}
	if p.ClientSecret == "" && len(faults) == 0 {
		fault("TSUNAGU_OIDC_CLIENT_SECRET（または TSUNAGU_OIDC_CLIENT_SECRET_FILE）がありません")
	}
	return faults
}

func (p providerConfig) provider() *server.Provider {
	if p.Issuer == "" {
		return nil
	}
	values := strings.FieldsFunc(p.SecondFactor, func(r rune) bool { return r == ',' || r == ' ' })
	return &server.Provider{Issuer: p.Issuer, ClientID: p.ClientID, ClientSecret: p.ClientSecret, Name: p.Name, SecondFactor: values}
}
