package main

import (
	"crypto/elliptic"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func faultsOf(t *testing.T, env map[string]string) string {
	t.Helper()
	_, err := readConfig(env)
	var faults configError
	if err != nil && !errors.As(err, &faults) {
		t.Fatal(err)
	}
	return strings.Join(faults.faults, "; ")
}

func TestEverySecretMayBeAFile(t *testing.T) {
	dir := t.TempDir()
	file := func(text string) string {
		path := filepath.Join(dir, "secret")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, name := range secretNames {
		out, faults := readSecretFiles(map[string]string{name + "_FILE": file(" from the file \n")})
		if out[name] != "from the file" || len(faults) > 0 || len(out) != 1 {
			t.Errorf("%s: %q %v", name, out, faults)
		}
		for want, env := range map[string]map[string]string{
			"どちらか一つ": {name: "x", name + "_FILE": file("y")}, "読めません": {name + "_FILE": dir + "/none"}, "空です": {name + "_FILE": file("\n")},
		} {
			if _, faults := readSecretFiles(env); !strings.Contains(strings.Join(faults, ";"), want) {
				t.Errorf("%s: %v, want %s", name, faults, want)
			}
		}
	}
}

func TestMisspeltSettingsAreRefused(t *testing.T) {
	for name, known := range map[string]bool{
		"TSUNAGU_DATABSE_URL": false, "TSUNAGU_": false, "TSUNAGU_SMTP_URL_FIEL": false,
		"TSUNAGU_E2E_URL": true, "TSUNAGU_SERVICE_HOST": true, "TSUNAGU_PORT": true, "TSUNAGU_PORT_8080_TCP_ADDR": true, "TSUNAGU_DB_PASSWORD": true, "TSUNAGU_OIDC_NAME": true, "TSUNAGU_LOG_LEVEL": true,
	} {
		if got := unknownNames(map[string]string{name: "x"}); (len(got) == 0) != known {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMailConfigurationFaultsAreNamed(t *testing.T) {
	base := map[string]string{"TSUNAGU_ENV": production, "TSUNAGU_TOKEN_KEY": pemKey(t, elliptic.P256()), "TSUNAGU_PUBLIC_URL": "https://tsunagu.city.example"}
	for name, c := range map[string]struct {
		set   map[string]string
		fault string
	}{
		"none":             {nil, ""},
		"whole":            {map[string]string{"TSUNAGU_SMTP_URL": "smtp://u:p@mail.city.example", "TSUNAGU_MAIL_FROM": "つなぐ <t@city.example>"}, ""},
		"no sender":        {map[string]string{"TSUNAGU_SMTP_URL": "smtp://mail.city.example"}, "TSUNAGU_MAIL_FROM"},
		"only a sender":    {map[string]string{"TSUNAGU_MAIL_FROM": "t@city.example"}, "TSUNAGU_SMTP_URL"},
		"in the clear":     {map[string]string{"TSUNAGU_SMTP_URL": "smtp://mail.city.example?tls=none", "TSUNAGU_MAIL_FROM": "t@city.example"}, "暗号化"},
		"perhaps clear":    {map[string]string{"TSUNAGU_SMTP_URL": "smtp://mail.city.example?tls=opportunistic", "TSUNAGU_MAIL_FROM": "t@city.example"}, "暗号化"},
		"no such address":  {map[string]string{"TSUNAGU_SMTP_URL": "mail.city.example", "TSUNAGU_MAIL_FROM": "t@city.example"}, "smtp://"},
		"links to nowhere": {map[string]string{"TSUNAGU_PUBLIC_URL": "", "TSUNAGU_SMTP_URL": "smtp://mail.city.example", "TSUNAGU_MAIL_FROM": "t@city.example"}, "TSUNAGU_PUBLIC_URL"},
		"links unsafe":     {map[string]string{"TSUNAGU_PUBLIC_URL": "http://tsunagu.city.example"}, "https://"},
		"links with more":  {map[string]string{"TSUNAGU_PUBLIC_URL": "https://tsunagu.city.example/a?b"}, "TSUNAGU_PUBLIC_URL"},
	} {
		env := map[string]string{}
		for _, m := range []map[string]string{base, c.set} {
			for k, v := range m {
				env[k] = v
			}
		}
		if got := faultsOf(t, env); (got == "") != (c.fault == "") || !strings.Contains(got, c.fault) {
			t.Errorf("%s: %q, want %q", name, got, c.fault)
		}
	}
}
