package main

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// The three kinds of surroundings (architecture.md, "Running it").
const (
	production  = "production"
	development = "development"
	testEnv     = "test"
)

// config is everything that can be set, from TSUNAGU_* alone.
type config struct {
	Env          string `env:"TSUNAGU_ENV"`
	DatabaseURL  string `env:"TSUNAGU_DATABASE_URL"`
	Addr         string `env:"TSUNAGU_ADDR" envDefault:"127.0.0.1:8080"`
	MetricsAddr  string `env:"TSUNAGU_METRICS_ADDR"`
	DataDir      string `env:"TSUNAGU_DATA_DIR" envDefault:"./var"`
	AnchorDir    string `env:"TSUNAGU_ANCHOR_DIR"` // of the journal; default: anchors in the data directory
	FilesURL     string `env:"TSUNAGU_FILES_URL"`  // of attached files; default: files in the data directory
	Clamd        string `env:"TSUNAGU_CLAMD"`      // what scans them; off by default
	PublicHost   string `env:"TSUNAGU_PUBLIC_HOST"`
	TokenKey     string `env:"TSUNAGU_TOKEN_KEY"`
	LogLevel     string `env:"TSUNAGU_LOG_LEVEL" envDefault:"info"`
	Clock        string `env:"TSUNAGU_CLOCK"`
	Proxies      string `env:"TSUNAGU_TRUSTED_PROXIES"` // networks, separated by commas
	SignInLimits string `env:"TSUNAGU_SIGN_IN_LIMITS" envDefault:"on"`
	PublicURL    string `env:"TSUNAGU_PUBLIC_URL"`       // of this program as people reach it, for links in mails
	Contact      string `env:"TSUNAGU_SECURITY_CONTACT"` // for security.txt
	SMTPURL      string `env:"TSUNAGU_SMTP_URL"`
	MailFrom     string `env:"TSUNAGU_MAIL_FROM"`
	Provider     providerConfig

	smtp    *jobs.SMTP // nil: mails are held
	now     func() time.Time
	log     slog.Level
	proxies []*net.IPNet
	scanner files.Scanner
	key     *ecdsa.PrivateKey // nil: made on first use, outside production
}

// configError holds every fault of the configuration at once.
type configError struct{ faults []string }

func (e configError) Error() string {
	return "設定を確認してください:\n  - " + strings.Join(e.faults, "\n  - ")
}

func environment() map[string]string {
	out := map[string]string{}
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "TSUNAGU_") {
			out[name] = value
		}
	}
	return out
}

// readConfig reads and checks the configuration. Its error is a configError naming every fault.
func readConfig(environment map[string]string) (config, error) {
	var c config
	environment, faults := readSecretFiles(environment)
	faults = append(faults, unknownNames(environment)...)
	if err := env.ParseWithOptions(&c, env.Options{Environment: environment}); err != nil {
		faults = append(faults, err.Error())
	}
	if c.Env == "" {
		c.Env = development
		if c.DatabaseURL != "" {
			c.Env = production
		}
	}
	faults = append(faults, c.check()...)
	if len(faults) > 0 {
		return c, configError{faults}
	}
	return c, nil
}

func (c *config) check() (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	var err error
	switch c.Env {
	case production, development, testEnv:
	default:
		fault("TSUNAGU_ENV は production・development・test のどれかです（今: %q）", c.Env)
	}
	for name, addr := range map[string]string{"TSUNAGU_ADDR": c.Addr, "TSUNAGU_METRICS_ADDR": c.MetricsAddr} {
		if _, _, err := net.SplitHostPort(addr); err != nil && !(addr == "" && name == "TSUNAGU_METRICS_ADDR") {
			fault("%s は 127.0.0.1:8080 のように書きます（今: %q）", name, addr)
		}
	}
	if c.DatabaseURL == "" && c.DataDir == "" {
		fault("TSUNAGU_DATA_DIR が空です")
	}
	for _, text := range strings.FieldsFunc(c.Proxies, func(r rune) bool { return r == ',' || r == ' ' }) {
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			fault("TSUNAGU_TRUSTED_PROXIES は 10.0.0.0/8 のように書きます（今: %q）", text)
			continue
		}
		c.proxies = append(c.proxies, network)
	}
	if err := c.log.UnmarshalText([]byte(c.LogLevel)); err != nil {
		fault("TSUNAGU_LOG_LEVEL は debug・info・warn・error のどれかです（今: %q）", c.LogLevel)
	}
	faults = append(faults, c.checkFiles()...)
	faults = append(faults, c.Provider.check(c.Env)...)
	faults = append(faults, c.checkMail()...)
	if c.Contact, err = securityContact(c.Contact); err != nil {
		fault("TSUNAGU_SECURITY_CONTACT は security@city.example.jp か https://… のように書きます（今: %q）", c.Contact)
	}
	if c.SignInLimits != "on" && c.SignInLimits != "off" {
		fault("TSUNAGU_SIGN_IN_LIMITS は on か off です")
	}
	if c.Env != testEnv { // test switches are never forgotten in a real place
		if c.Clock != "" {
			fault("TSUNAGU_CLOCK は TSUNAGU_ENV=test のときだけ使えます")
		}
		if c.SignInLimits == "off" {
			fault("TSUNAGU_SIGN_IN_LIMITS=off は TSUNAGU_ENV=test のときだけ使えます")
		}
	}
	if c.now, err = parseClock(c.Clock); err != nil {
		fault("TSUNAGU_CLOCK は 2026-11-22T09:00:00+09:00 のような時刻か、+36h のような差です")
	}
	switch {
	case c.TokenKey != "":
		if c.key, err = parseKey(c.TokenKey); err != nil {
			fault("TSUNAGU_TOKEN_KEY: %v", err)
		}
	case c.Env == production:
		fault("TSUNAGU_TOKEN_KEY がありません（openssl ecparam -name prime256v1 -genkey -noout で作れます）")
	}
	return faults
}

// parseClock reads TSUNAGU_CLOCK: "" the machine's own, an instant to start from, or an offset.
func parseClock(text string) (func() time.Time, error) {
	if text == "" {
		return time.Now, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		shift := time.Until(at)
		return func() time.Time { return time.Now().Add(shift) }, nil
	}
	shift, err := time.ParseDuration(text)
	return func() time.Time { return time.Now().Add(shift) }, err
}

// securityContact reads an address, or an https: or mailto: URI, as a URI.
func securityContact(text string) (string, error) {
	if text == "" || strings.HasPrefix(text, "https://") && !strings.ContainsAny(text, " \r\n\t") {
		return text, nil
	}
	address := strings.TrimPrefix(text, "mailto:")
	if !store.IsMailAddress(address) {
		return text, errors.New("no contact")
	}
	return "mailto:" + address, nil
}
