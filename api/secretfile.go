package main

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// secretNames may each be given as a file instead (NAME_FILE): a container's secrets are files, and an environment is
// read by whoever may look at the process.
var secretNames = []string{"TSUNAGU_TOKEN_KEY", "TSUNAGU_DATABASE_URL", "TSUNAGU_SMTP_URL", "TSUNAGU_OIDC_CLIENT_SECRET"}

// elsewhere are the names that others read: the embedded database, tests, and what Kubernetes sets for a service called tsunagu.
var elsewhere = regexp.MustCompile(`^TSUNAGU_(PG_BINDIR|DB_PASSWORD|CHROMIUM|(E2E|TEST|DEMO|EMBEDPG)_\w+|(\w+_)?SERVICE_(HOST|PORT\w*)|(\w+_)?PORT(_\d+_\w+)?)$`)

// readSecretFiles gives the environment with each NAME_FILE replaced by what the file holds, and every fault.
func readSecretFiles(environment map[string]string) (out map[string]string, faults []string) {
	out = maps.Clone(environment)
	if out == nil {
		out = map[string]string{}
	}
	for _, name := range secretNames {
		path := out[name+"_FILE"]
		delete(out, name+"_FILE")
		if path == "" {
			continue
		}
		if out[name] != "" {
			faults = append(faults, fmt.Sprintf("%s と %s_FILE は、どちらか一つにしてください", name, name))
			continue
		}
		text, err := os.ReadFile(path) //nolint:gosec // the operator names it
		if err != nil {
			faults = append(faults, fmt.Sprintf("%s_FILE を読めません: %v", name, err))
			continue
		}
		if out[name] = strings.TrimSpace(string(text)); out[name] == "" {
			faults = append(faults, fmt.Sprintf("%s_FILE のファイルが空です", name))
		}
	}
	return out, faults
}

// unknownNames refuses TSUNAGU_* that nothing reads: a misspelt setting is a setting that does not hold.
func unknownNames(environment map[string]string) (faults []string) {
	known := settingsOf(reflect.TypeFor[config]())
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		if !slices.Contains(known, name) && !elsewhere.MatchString(name) {
			faults = append(faults, name+" という設定はありません。つづりをご確認ください")
		}
	}
	return faults
}

func settingsOf(t reflect.Type) (names []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		if name := f.Tag.Get("env"); name != "" {
			names = append(names, name)
		} else if f.Type.Kind() == reflect.Struct && f.IsExported() {
			names = append(names, settingsOf(f.Type)...)
		}
	}
	return names
}
