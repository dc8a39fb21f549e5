package server

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/policy"
)

const unknownID = "01935a00-0000-7000-8000-000000000000"

// address fills the path of an operation with ids that name nothing.
func address(op operation) string {
	path := op.path
	for _, p := range op.params {
		if p.In == "path" {
			value := unknownID
			if p.Schema.Value.Type.Is("integer") {
				value = strconv.Itoa(int(*p.Schema.Value.Min))
			}
			path = strings.Replace(path, "{"+p.Name+"}", value, 1)
		}
	}
	return "/api/v1" + path
}

func TestNobodyReachesAnything(t *testing.T) {
	w := newWorld(t)
	_, operations := contract(t)
	walked := 0
	for _, id := range slices.Sorted(maps.Keys(operations)) {
		op := operations[id]
		if op.public {
			continue
		}
		walked++
		for name, headers := range map[string][]string{"nobody": nil, "a stranger's token": {"Authorization: Bearer x.y.z"}} {
			r := w.do(op.method, address(op), "", headers...)
			if r.status != http.StatusUnauthorized || !strings.HasPrefix(r.header.Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("%s as %s: %d", id, name, r.status)
			}
			if r.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: Cache-Control %q", id, r.header.Get("Cache-Control"))
			}
		}
	}
	if walked < 40 {
		t.Errorf("only %d operations were walked", walked)
	}
	for _, id := range []string{"getAbout", "createSession", "refreshSession", "proveSecondFactor", "passkeyOptions", "createPasskeySession", "startProviderSignIn", "finishProviderSignIn", "getContract", "getContractPage",
		"requestPasswordLink", "readPasswordLink", "usePasswordLink"} {
		if !operations[id].public {
			t.Errorf("%s needs a token", id)
		}
	}
}

func TestRoleWithoutTheRightIsRefusedEverywhere(t *testing.T) {
	w := newWorld(t)
	_, operations := contract(t)
	for i, role := range policy.Roles() {
		p := w.person(fmt.Sprintf("p%d@naka.example", i), "houkatsu-naka", casework.Role(role))
		refused := 0
		for _, id := range slices.Sorted(maps.Keys(operations)) {
			op := operations[id]
			if op.public || policy.Allows(role, id) {
				continue
			}
			refused++
			// before the gate nothing of the request is looked at: a wrong body must not say more than 403
			if r := p.do(op.method, address(op), "{"); r.status != http.StatusForbidden || r.problem(t).Code != "forbidden" {
				t.Errorf("%s as %s: %d %s", id, role, r.status, r.body)
			}
		}
		if refused == 0 {
			t.Errorf("%s may do everything", role)
		}
	}
	if w.journal("importAgencies", "refused") == 0 {
		t.Error("refusals are not in the journal")
	}
}

// What does not exist, what is no id at all, and what exists for others only must look the same.
func TestUnknownIdsAreNotFoundForEverybody(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	_, operations := contract(t)
	for _, id := range slices.Sorted(maps.Keys(operations)) {
		op := operations[id]
		if op.method != http.MethodGet || !strings.Contains(op.path, "{") || !policy.Allows("worker", id) {
			continue
		}
		unknown := p.do("GET", address(op)+queryFor(op), "")
		malformed := p.do("GET", strings.Replace(address(op), unknownID, "not-an-id", 1)+queryFor(op), "")
		if unknown.status != 404 || malformed.status != 404 {
			t.Errorf("%s: unknown id %d, malformed id %d", id, unknown.status, malformed.status)
			continue
		}
		a, b := unknown.problem(t), malformed.problem(t)
		a.Instance, b.Instance = nil, nil
		if a.Title != b.Title || *a.Detail != *b.Detail || a.Code != b.Code {
			t.Errorf("%s:\n%s\n%s", id, unknown.body, malformed.body)
		}
	}
}

func queryFor(op operation) string {
	if op.id == "diffSheet" || op.id == "diffPlan" {
		return "?from=1&to=2"
	}
	return ""
}
