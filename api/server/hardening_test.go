package server

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/policy"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

func TestSecurityTextNamesWhomToTell(t *testing.T) {
	w := newWorld(t)
	const path = "/.well-known/security.txt"
	if r := w.do("GET", path, ""); r.status != 404 {
		t.Errorf("without a contact: %d %s", r.status, r.body)
	}
	w.server.contact, w.server.publicURL = "mailto:security@city.example", "https://tsunagu.city.example"
	r := w.do("GET", path, "")
	if r.status != 200 || r.header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Fatalf("%d %s", r.status, r.header.Get("Content-Type"))
	}
	fields := map[string]string{}
	for line := range strings.Lines(string(r.body)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		fields[name] = value
	}
	expires, err := time.Parse(time.RFC3339, fields["Expires"])
	if fields["Contact"] != "mailto:security@city.example" || fields["Canonical"] != "https://tsunagu.city.example"+path || err != nil || !expires.After(noon) || expires.After(noon.AddDate(1, 0, 0)) {
		t.Errorf("%v", fields)
	}
}

func TestContractPageSaysItsCharset(t *testing.T) {
	if r := newWorld(t).do("GET", "/api/v1/docs", ""); r.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("%s", r.header.Get("Content-Type"))
	}
}

// A provider that answers with a redirect does not lead us, and our secret, elsewhere.
func TestProviderCannotRedirectUs(t *testing.T) {
	asked := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer elsewhere.Close()
	provider := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusFound))
	defer provider.Close()
	p := newProvider(&Provider{Issuer: provider.URL}, time.Now)
	if _, err := p.discover(t.Context()); err == nil || asked {
		t.Errorf("followed: %v, %v", asked, err)
	}
}

// What carries data out, opens a hidden address or ends sessions asks who is there when the sign-in is older than ten minutes.
func TestWeightyOperationsNeedAFreshAuthentication(t *testing.T) {
	s := newStage(t)
	_, operations := contract(t)
	var fresh []string
	for id, op := range operations {
		if op.fresh {
			fresh = append(fresh, id)
		}
	}
	for _, id := range strings.Fields(`getPersonRecord breakGlass deleteSession inviteAccount grantRole endRole setDeputy deactivateAccount resetPassword forgetFactors
		changeSettings approveDisposal beginTotp removeTotp beginPasskey removePasskey renewRecoveryCodes`) {
		if !slices.Contains(fresh, id) {
			t.Errorf("%s needs no fresh authentication", id)
		}
	}
	for _, role := range policy.Roles() {
		s.cast("stale-"+role, "kikaku", casework.Role(role))
		s.as("stale-" + role)
		s.stale("stale-" + role)
	}
	for _, id := range fresh {
		tried := false
		for _, role := range policy.Roles() {
			if !permitted([]casework.Role{casework.Role(role)}, id) {
				continue
			}
			tried = true
			refused(t, s.as("stale-"+role).do(operations[id].method, address(operations[id]), ""), 403, codeNotFresh)
		}
		if !tried {
			t.Errorf("%s: nobody may do it", id)
		}
	}
	s.as(naka)
	s.stale(naka)
	want[struct{}](t, s.as(naka).do("POST", "/api/v1/sessions/current/refresh-authentication", `{"password":"`+testPassword+`"}`), 204)
	if r := s.as(naka).do("DELETE", "/api/v1/sessions/"+unknownID, ""); r.status != 404 {
		t.Errorf("afterwards: %d %s", r.status, r.body)
	}
}

// stale makes a sign-in older than ten minutes.
func (s *stage) stale(name string) {
	s.t.Helper()
	if _, err := s.eye.Exec(s.t.Context(), `UPDATE sessions SET authenticated_at = $2 WHERE id = $1`, s.people[name].session, s.now().Add(-11*time.Minute)); err != nil {
		s.t.Fatal(err)
	}
}

// An open page that looks around by itself does not keep the session of somebody who has left alive.
func TestWhatAPageDoesByItselfIsNoUse(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	seen := func() time.Time {
		t.Helper()
		session, err := w.store.SessionQuietly(t.Context(), p.account, p.session, w.now())
		if err != nil {
			t.Fatal(err)
		}
		_ = session
		list, err := w.store.Sessions(t.Context(), p.account, w.now())
		if err != nil || len(list) != 1 {
			t.Fatalf("%v %v", list, err)
		}
		return list[0].SeenAt
	}
	first := seen()
	w.pass(8 * time.Minute)
	if r := p.do("GET", "/api/v1/me", "", "X-Tsunagu-Background: 1"); r.status != 200 || !seen().Equal(first) {
		t.Errorf("a look of its own: %d, seen %s", r.status, seen())
	}
	if r := p.do("GET", "/api/v1/me", ""); r.status != 200 || !seen().Equal(w.now()) {
		t.Errorf("a look of the person: %d, seen %s", r.status, seen())
	}
	w.pass(store.SessionIdle)
	if _, err := w.store.SessionQuietly(t.Context(), p.account, p.session, w.now()); err == nil {
		t.Error("the session outlived its idle limit")
	}
}
