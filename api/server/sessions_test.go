package server

import (
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

func TestSessionsPageShowsOneselfAndEndsOthers(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	other := w.person("b@naka.example", "houkatsu-naka", casework.RoleWorker)
	const edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
	r := w.do("POST", "/api/v1/sessions", credentials("a@naka.example", testPassword), "User-Agent: "+edge)
	cookie := cookieOf(t, r)
	var elsewhere gen.SessionAnswer
	r.into(t, &elsewhere)
	var list gen.SessionList
	answer := p.do("GET", "/api/v1/sessions", "")
	if answer.into(t, &list); answer.status != 200 || len(list.Items) != 2 {
		t.Fatalf("%d %s", answer.status, answer.body)
	}
	if strings.Contains(string(answer.body), "140.0") || strings.Contains(string(answer.body), "127.0.0.1") {
		t.Errorf("more than families and classes: %s", answer.body)
	}
	var theirs casework.ID
	for _, one := range list.Items {
		if one.Current != (one.Id == p.session) {
			t.Errorf("current: %+v", one)
		}
		if !one.Current {
			theirs = one.Id
			if one.Device != "Edge / Windows" || one.Place != "this_machine" || one.Method != "password" {
				t.Errorf("%+v", one)
			}
		}
	}
	if r := other.do("DELETE", "/api/v1/sessions/"+string(theirs), ""); r.status != 404 {
		t.Errorf("somebody else's: %d", r.status)
	}
	if r := p.do("DELETE", "/api/v1/sessions/"+string(theirs), ""); r.status != 204 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if r := w.do("GET", "/api/v1/me", "", "Authorization: Bearer "+elsewhere.AccessToken); r.status != 401 {
		t.Errorf("its access token: %d", r.status)
	}
	if r := w.refresh(cookie, ours); r.status != 401 {
		t.Errorf("its cookie: %d", r.status)
	}
	if r := p.do("DELETE", "/api/v1/sessions/"+string(theirs), ""); r.status != 404 {
		t.Errorf("ended already: %d", r.status)
	}
}

func TestReusedRefreshTokenTellsTheOwner(t *testing.T) {
	w := newWorld(t)
	w.account("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	_, cookie := w.signIn("a@naka.example", testPassword)
	if r := w.refresh(cookie, ours); r.status != 200 {
		t.Fatalf("%d", r.status)
	}
	for range 3 { // told once, however often the thief tries
		if r := w.refresh(cookie, ours); r.status != 401 {
			t.Fatalf("reuse: %d", r.status)
		}
	}
	again, _ := w.signIn("a@naka.example", testPassword)
	var page gen.NotificationPage
	w.do("GET", "/api/v1/notifications", "", "Authorization: Bearer "+again.AccessToken).into(t, &page)
	if len(page.Items) != 1 || page.Items[0].Kind != "session_reuse" || page.Items[0].CaseId != nil {
		t.Errorf("%+v", page.Items)
	}
	if w.journal("refreshSession", "refused") != 1 {
		t.Error("the reuse is not in the journal")
	}
}

func TestIdleAndAbsoluteEndOfASession(t *testing.T) {
	w := newWorld(t)
	w.account("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	_, cookie := w.signIn("a@naka.example", testPassword)
	for spent := time.Duration(0); spent < 12*time.Hour-25*time.Minute; spent += 25 * time.Minute { // in use, every 25 minutes
		w.pass(25 * time.Minute)
		r := w.refresh(cookie, ours)
		if r.status != 200 {
			t.Fatalf("after %s: %d", w.now().Sub(noon), r.status)
		}
		cookie = cookieOf(t, r)
	}
	w.pass(noon.Add(12 * time.Hour).Sub(w.now()))
	if r := w.refresh(cookie, ours); r.status != 401 {
		t.Errorf("after twelve hours: %d", r.status)
	}
	got, _ := w.signIn("a@naka.example", testPassword)
	w.pass(9 * time.Minute) // the token is still good
	if r := w.do("GET", "/api/v1/me", "", "Authorization: Bearer "+got.AccessToken); r.status != 200 {
		t.Errorf("in use: %d", r.status)
	}
	_, cookie = w.signIn("a@naka.example", testPassword)
	w.pass(30*time.Minute + time.Second)
	if r := w.refresh(cookie, ours); r.status != 401 {
		t.Errorf("idle for half an hour: %d", r.status)
	}
}

func TestEndOfTermWorksOnTheNextRequest(t *testing.T) {
	s := newStage(t)
	p := s.as(naka)
	if r := p.do("GET", "/api/v1/cases", ""); r.status != 200 {
		t.Fatalf("in office: %d %s", r.status, r.body)
	}
	if _, err := s.eye.Exec(t.Context(), `UPDATE memberships SET starts_on = starts_on - 400, ends_on = $2::date WHERE account_id = $1`, p.account, s.now()); err != nil {
		t.Fatal(err)
	}
	if r := p.do("GET", "/api/v1/cases", ""); r.status != 200 {
		t.Errorf("on the last day: %d", r.status)
	}
	s.pass(12*time.Hour - time.Minute) // 23:59 of the last day in the city
	token, _ := s.server.tokens.sign(claims{p.account, p.session}, s.now())
	if _, err := s.eye.Exec(t.Context(), `UPDATE sessions SET seen_at = $2, expires_at = $2::timestamptz + interval '1 hour' WHERE id = $1`, p.session, s.now()); err != nil {
		t.Fatal(err)
	}
	p.token = token
	if r := p.do("GET", "/api/v1/cases", ""); r.status != 200 {
		t.Errorf("one minute before midnight: %d", r.status)
	}
	s.pass(2 * time.Minute)
	if r := p.do("GET", "/api/v1/cases", ""); r.status != 401 {
		t.Errorf("the same token after the term: %d", r.status)
	}
	if r := s.do("POST", "/api/v1/sessions", credentials(p.email, testPassword)); r.status != 401 {
		t.Errorf("signing in after the term: %d", r.status)
	}
}

func TestDraftSecretIsTheAccountsOwnAndStays(t *testing.T) {
	w := newWorld(t)
	w.account("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	w.account("b@naka.example", "houkatsu-naka", casework.RoleWorker)
	first, cookie := w.signIn("a@naka.example", testPassword)
	other, _ := w.signIn("b@naka.example", testPassword)
	var later gen.SessionAnswer
	w.refresh(cookie, ours).into(t, &later)
	if first.DraftSecret == nil || later.DraftSecret == nil || *first.DraftSecret != *later.DraftSecret || *first.DraftSecret == *other.DraftSecret || len(*first.DraftSecret) < 40 {
		t.Errorf("%v %v %v", first.DraftSecret, later.DraftSecret, other.DraftSecret)
	}
}

func TestDeviceAndPlaceAreClassesOnly(t *testing.T) {
	for agent, want := range map[string]string{
		"": "", "curl/8": "",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15": "Safari / macOS",
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":        "Chrome / ChromeOS",
		"Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0":                                                  "Firefox / Windows",
		"Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile Safari/604":  "Chrome / iPad",
	} {
		if got := deviceOf(agent); got != want {
			t.Errorf("%q: %q, want %q", agent, got, want)
		}
	}
	for address, want := range map[string]string{"127.0.0.1": "this_machine", "::1": "this_machine", "10.1.2.3": "internal", "fd00::1": "internal", "203.0.113.9": "outside", "": "unknown", "x": "unknown"} {
		if got := placeOf(address); got != want {
			t.Errorf("%q: %s, want %s", address, got, want)
		}
	}
}
