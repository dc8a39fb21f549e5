package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/tsunagu-care/tsunagu"

// mayImport says which of our packages each may import (architecture.md, "Dependency rule"). Tests may also
// use testdb. A package that is not named may import none of ours.
var mayImport = map[string][]string{
	"api":                  {"api/server", "frontend", "pkg/calendar", "pkg/casework", "pkg/demo", "pkg/embedpg", "pkg/files", "pkg/jobs", "pkg/mailbox", "pkg/policy", "pkg/store"},
	"api/server":           {"api/gen", "pkg/calendar", "pkg/casework", "pkg/documents/blank", "pkg/documents/forms", "pkg/documents/ical", "pkg/documents/paper", "pkg/documents/tables", "pkg/files", "pkg/mailbox", "pkg/policy", "pkg/store", "pkg/textnorm"}, // textnorm: what a mask hides is looked for in every spelling
	"api/bench":            {"api/server", "pkg/calendar", "pkg/casework", "pkg/embedpg", "pkg/files", "pkg/store", "pkg/textnorm"},
	"api/gen":              {"pkg/casework"},
	"pkg/demo":             {"pkg/calendar", "pkg/casework", "pkg/store", "pkg/textnorm"},
	"pkg/documents/blank":  {"pkg/calendar", "pkg/casework"},
	"pkg/documents/forms":  {"pkg/calendar", "pkg/casework", "pkg/documents/paper"},
	"pkg/documents/ical":   {"pkg/calendar"},
	"pkg/documents/paper":  {"pkg/calendar"},
	"pkg/documents/tables": {"pkg/calendar"},
	"pkg/files":            {"pkg/casework"},
	"pkg/files/filestest":  {"pkg/files"},
	"pkg/jobs":             {"pkg/casework", "pkg/files", "pkg/store"},
	"pkg/store":            {"pkg/calendar", "pkg/casework", "pkg/textnorm"},
	"pkg/testdb":           {"pkg/casework", "pkg/embedpg", "pkg/store"},
	"pkg/casework":         {"pkg/calendar", "pkg/textnorm"},
}

// onlyIn says where a library from outside may be used.
var onlyIn = map[string][]string{
	"github.com/labstack/echo":          {"api"},
	"github.com/golang-jwt/jwt":         {"api"},
	"github.com/getkin/kin-openapi":     {"api"},
	"github.com/prometheus":             {"api"},
	"github.com/caarlos0/env":           {"api"},
	"gorm.io":                           {"pkg/store"},
	"github.com/pressly/goose":          {"pkg/store"},
	"github.com/casbin":                 {"pkg/policy"},
	"github.com/jackc/pgx":              {"pkg/store", "pkg/embedpg", "pkg/testdb", "api/bench"},
	"github.com/alexedwards/argon2id":   {"api", "pkg/demo"},
	"github.com/oapi-codegen/runtime":   {"api"},
	"github.com/oapi-codegen/nullable":  {"api"},
	"github.com/go-webauthn":            {"api"},
	"github.com/coreos/go-oidc":         {"api"},
	"github.com/pquerna/otp":            {"api"},
	"gocloud.dev":                       {"pkg/files"},
	"github.com/johannesboyne/gofakes3": {"pkg/files"},
	"github.com/xuri/excelize":          {"pkg/documents"},
	"github.com/signintech/gopdf":       {"pkg/documents/paper"},
	"github.com/wneessen/go-mail":       {"pkg/jobs"},
	"github.com/emersion":               {"pkg/mailbox"},
}

// pure packages know nothing but the standard library (and the tables of Unicode).
var pure = []string{"pkg/casework", "pkg/calendar", "pkg/textnorm", "pkg/documents/ical"}

func TestDependencyRule(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{"node_modules", "var", "bin", ".git", "deploy"}, d.Name()) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		from := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), "../"))
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := forbidden(from, imported, strings.HasSuffix(path, "_test.go")); why != "" {
				t.Errorf("%s imports %s: %s", path, imported, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Errorf("only %d files were looked at", files)
	}
}

func forbidden(from, imported string, test bool) string {
	if ours, isOurs := strings.CutPrefix(imported, module+"/"); isOurs {
		if ours == from || slices.Contains(mayImport[from], ours) || test && (slices.Contains([]string{"pkg/testdb", "pkg/jobs", "pkg/mailbox", "pkg/files/filestest"}, ours) || slices.Contains(mayImport["pkg/testdb"], ours)) {
			return ""
		}
		return "not in the dependency rule"
	}
	for library, places := range onlyIn {
		if strings.HasPrefix(imported, library) && !test && !slices.ContainsFunc(places, func(p string) bool { return from == p || strings.HasPrefix(from, p+"/") }) {
			return "only in " + strings.Join(places, ", ")
		}
	}
	outside := strings.Contains(strings.SplitN(imported, "/", 2)[0], ".")
	if outside && slices.Contains(pure, from) && !test && !strings.HasPrefix(imported, "golang.org/x/text/") {
		return from + " is pure"
	}
	return ""
}

func TestDependencyRuleForbidsWhatItShould(t *testing.T) {
	for _, c := range [][2]string{
		{"pkg/casework", module + "/pkg/store"}, {"pkg/store", module + "/api/server"}, {"pkg/casework", "gorm.io/gorm"}, {"api/server", "gorm.io/gorm"},
		{"pkg/jobs", "github.com/labstack/echo/v4"}, {"pkg/casework", "github.com/google/uuid"}, {"pkg/calendar", module + "/pkg/casework"},
	} {
		if forbidden(c[0], c[1], false) == "" {
			t.Errorf("%s may import %s", c[0], c[1])
		}
	}
}
