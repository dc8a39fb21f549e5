// Package policy says which role may use which operation at all. It knows nothing of cases: which rows
// exist for whom is store/scope.go, and whether a verb is possible now is casework.
package policy

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	stringadapter "github.com/casbin/casbin/v2/persist/string-adapter"
)

//go:embed model.conf
var modelText string

//go:embed policy.csv
var policyText string

type right struct{ role, operation string }

// rights is what Casbin decides, asked once for every line: the answer cannot change while the program
// runs, and asking each time costs a walk over all lines.
var rights = mustLoad()

// Allows reports whether the role may use the operation. Whatever policy.csv does not name is refused.
func Allows(role, operation string) bool { return rights[right{role, operation}] }

// Roles are all roles that policy.csv names, sorted.
func Roles() []string { return names(func(r right) string { return r.role }) }

// Operations are all operations that policy.csv names, sorted.
func Operations() []string { return names(func(r right) string { return r.operation }) }

func names(of func(right) string) []string {
	var out []string
	for r := range rights {
		out = append(out, of(r))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mustLoad panics on a broken policy: both files are part of the program, so this is a fault of the build.
func mustLoad() map[right]bool {
	loaded, err := load(modelText, policyText)
	if err != nil {
		panic("policy: " + err.Error())
	}
	return loaded
}

func load(modelText, policyText string) (map[right]bool, error) {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, err
	}
	enforcer, err := casbin.NewEnforcer(m, stringadapter.NewAdapter(strings.TrimSpace(policyText)))
	if err != nil {
		return nil, err
	}
	lines, err := enforcer.GetPolicy()
	if err != nil {
		return nil, err
	}
	out := map[right]bool{}
	for _, line := range lines {
		allowed, err := enforcer.Enforce(line[0], line[1])
		if err != nil {
			return nil, fmt.Errorf("%v: %w", line, err)
		}
		if allowed {
			out[right{line[0], line[1]}] = true
		}
	}
	return out, nil
}
