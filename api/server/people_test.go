package server

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
)

const admin = "admin"

// office is a stage with a manager at naka and at yorisoi, and a system administrator.
func office(t *testing.T) *stage {
	s := newStage(t)
	s.cast("chief", naka, casework.RoleAgencyManager)
	s.cast("other chief", yorisoi, casework.RoleAgencyManager)
	s.cast(admin, "kikaku", casework.RoleSystemAdmin)
	return s
}

func (s *stage) roleAt(agency, role string) map[string]any {
	return map[string]any{"agencyId": s.agencies[agency], "role": role}
}

func (s *stage) invite(by, email string, roles ...any) reply {
	s.t.Helper()
	return s.as(by).do("POST", "/api/v1/accounts", toJSON(map[string]any{"name": "新人 花", "email": email, "roles": roles}))
}

// manage does a verb on a person, having seen the newest version.
func (s *stage) manage(by string, id casework.ID, verb string, body any) reply {
	s.t.Helper()
	text := ""
	if body != nil {
		text = toJSON(body)
	}
	tag := "\"" + sql[string](s, `SELECT version::text FROM accounts WHERE id = $1`, id) + "\""
	return s.as(by).do("POST", "/api/v1/accounts/"+string(id)+"/"+verb, text, ifMatchHeader(tag))
}

func (s *stage) withLink(path, token string, body any) reply {
	s.t.Helper()
	return s.do("POST", "/api/v1/password-links/"+path, toJSON(body), "X-Link-Token: "+token)
}

func (s *stage) signIn(email, password string) reply {
	s.t.Helper()
	return s.do("POST", "/api/v1/sessions", toJSON(map[string]any{"email": email, "password": password}))
}

func TestAnInvitedPersonSetsTheOwnPasswordOnce(t *testing.T) {
	s := office(t)
	const email = "hana@naka.example"
	made := want[gen.Account](t, s.invite("chief", email, s.roleAt(naka, "worker")), 201)
	if made.State != "invited" || made.Roles[0].Role != "worker" || made.SeenAt != nil {
		t.Errorf("%+v", made)
	}
	refused(t, s.invite("chief", "HANA@naka.example", s.roleAt(naka, "worker")), 409, casework.CodeDuplicate)
	first := s.token("invitation")
	if n := sql[int](s, `SELECT count(*) FROM messages WHERE to_address = $1 AND body LIKE '%http://127.0.0.1%/invitation#' || $2 || '%'`, email, first); n != 1 {
		t.Errorf("%d mails hold the link", n)
	}
	refused(t, s.signIn(email, ""), 422, casework.CodeInvalid)
	refused(t, s.signIn(email, testPassword), 401, codeWrongPassword)

	s.pass(time.Minute)
	want[gen.Account](t, s.manage("chief", made.Id, "resend-invitation", nil), 200)
	invitation := map[string]any{"kind": "invitation"}
	refused(t, s.withLink("read", first, invitation), 410, casework.CodeLinkOver)
	token := s.token("invitation")
	refused(t, s.withLink("read", token, map[string]any{"kind": "password_reset"}), 404, casework.CodeNotFound)
	who := want[gen.PasswordLink](t, s.withLink("read", token, invitation), 200)
	if who.Email != email || who.Name != "新人 花" || len(who.Agencies) != 1 {
		t.Errorf("%+v", who)
	}
	choose := func(password string) reply {
		return s.withLink("use", token, map[string]any{"kind": "invitation", "newPassword": password})
	}
	refused(t, choose("short"), 422, casework.CodeInvalid)
	refused(t, choose("hana-naka-hana-naka"), 422, casework.CodeInvalid)
	want[struct{}](t, choose(testPassword), 204)
	refused(t, choose(testPassword+"x"), 410, casework.CodeLinkOver)
	want[gen.SessionAnswer](t, s.signIn(email, testPassword), 201)
	if got := want[gen.Account](t, s.get("chief", "/accounts/"+string(made.Id)), 200); got.State != "active" || got.JoinedAt == nil || got.SeenAt == nil || got.History[0].By.Id != s.people["chief"].account {
		t.Errorf("%+v", got)
	}
	if strings.Contains(s.log.String(), token) {
		t.Error("the log holds a link")
	}
}

func TestOfTwoPeopleWithOneLinkOneSetsThePassword(t *testing.T) {
	s := office(t)
	want[gen.Account](t, s.invite(admin, "hana@naka.example", s.roleAt(naka, "worker")), 201)
	token := s.token("invitation")
	done := make([]int, 4)
	var all sync.WaitGroup
	for i := range done {
		all.Go(func() {
			done[i] = s.withLink("use", token, map[string]any{"kind": "invitation", "newPassword": testPassword}).status
		})
	}
	all.Wait()
	if n := strings.Count(toJSON(done), "204"); n != 1 {
		t.Errorf("%v", done)
	}
}

func TestAnInvitationThatWasCancelledOrIsOldOpensNothing(t *testing.T) {
	s := office(t)
	id := want[gen.Account](t, s.invite("chief", "hana@naka.example", s.roleAt(naka, "worker")), 201).Id
	token, body := s.token("invitation"), map[string]any{"kind": "invitation"}
	want[gen.Account](t, s.manage("chief", id, "cancel-invitation", nil), 200)
	refused(t, s.withLink("read", token, body), 410, casework.CodeLinkOver)
	again := want[gen.Account](t, s.invite("other chief", "hana@naka.example", s.roleAt(yorisoi, "worker")), 201)
	if again.Id != id || len(again.Roles) != 1 {
		t.Errorf("an address whose invitation was cancelled is not taken up again: %+v", again)
	}
	s.pass(7*24*time.Hour + time.Minute)
	refused(t, s.withLink("read", s.token("invitation"), body), 410, casework.CodeLinkOver)
	refused(t, s.withLink("read", strings.Repeat("A", 43), body), 404, casework.CodeNotFound)
}

func TestManagersSeeAndManageTheirOwnPeopleAlone(t *testing.T) {
	s := office(t)
	theirs := s.people[yorisoi].account
	refused(t, s.get("chief", "/accounts/"+string(theirs)), 404, casework.CodeNotFound)
	refused(t, s.manage("chief", theirs, "deactivate", nil), 404, casework.CodeNotFound)
	refused(t, s.invite("chief", "x@naka.example", s.roleAt(yorisoi, "worker")), 403, casework.CodeForbidden)
	refused(t, s.invite("chief", "x@naka.example", s.roleAt(naka, "coordinator")), 403, casework.CodeForbidden)
	refused(t, s.invite("chief", "x@naka.example", map[string]any{"agencyId": unknownID, "role": "worker"}), 403, casework.CodeForbidden)
	refused(t, s.invite(admin, "x@naka.example", map[string]any{"agencyId": unknownID, "role": "worker"}), 422, casework.CodeInvalid)
	page := want[gen.AccountPage](t, s.get("chief", "/accounts?count=true"), 200)
	if *page.Total != 2 || len(page.Items) != 2 {
		t.Errorf("%+v", page)
	}
	if page := want[gen.AccountPage](t, s.get("chief", "/accounts?agencyId="+string(s.agencies[yorisoi])), 200); len(page.Items) != 2 {
		t.Errorf("a filter opens another agency: %+v", page)
	}
	// somebody of both: each manager sees the own part
	want[gen.Account](t, s.manage(admin, theirs, "roles", s.roleAt(naka, "worker")), 200)
	got := want[gen.Account](t, s.get("chief", "/accounts/"+string(theirs)), 200)
	if len(got.Roles) != 1 || !got.Elsewhere || len(got.History) != 1 {
		t.Errorf("%+v", got)
	}
	refused(t, s.manage("chief", theirs, "deactivate", nil), 403, casework.CodeForbidden)
	refused(t, s.manage("chief", theirs, "reset-password", nil), 403, casework.CodeForbidden)
	if r := s.manage("chief", theirs, "end-role", s.roleAt(naka, "worker")); r.status != 200 {
		t.Errorf("the own role: %d %s", r.status, r.body)
	}
	for _, text := range []string{"試験", "example.test", "しけん"} {
		_ = want[gen.AccountPage](t, s.get(admin, "/accounts?q="+text), 200)
	}
	if n := s.journal("getAccount", "refused"); n == 0 {
		t.Error("what was refused is not in the journal")
	}
}

func TestEveryPageOfPeopleStandsOnce(t *testing.T) {
	s := office(t)
	seen, cursor := map[casework.ID]bool{}, ""
	for {
		page := want[gen.AccountPage](t, s.get(admin, "/accounts?limit=4"+cursor), 200)
		for _, a := range page.Items {
			if seen[a.Id] {
				t.Errorf("%s is on two pages", a.Id)
			}
			seen[a.Id] = true
		}
		if page.NextCursor == nil {
			break
		}
		cursor = "&cursor=" + *page.NextCursor
	}
	if n := sql[int](s, `SELECT count(*) FROM accounts`); len(seen) != n {
		t.Errorf("%d of %d", len(seen), n)
	}
}

func TestARoleWorksAndEndsOnTheNextRequestWithTheOldToken(t *testing.T) {
	s := office(t)
	id, token := s.people[naka].account, s.as(naka)
	if r := token.do("GET", "/api/v1/accounts", ""); r.status != 403 {
		t.Fatalf("a worker: %d", r.status)
	}
	want[gen.Account](t, s.manage("chief", id, "deputy", map[string]any{"agencyId": s.agencies[naka], "until": "2026-11-25"}), 200)
	got := want[gen.AccountPage](t, token.do("GET", "/api/v1/accounts", ""), 200)
	if len(got.Items) != 2 {
		t.Errorf("a deputy sees %d people", len(got.Items))
	}
	s.pass(36 * time.Hour) // the 26th in Tokyo
	if r := s.as(naka).do("GET", "/api/v1/accounts", ""); r.status != 403 {
		t.Errorf("a deputy the day after: %d", r.status)
	}
	old := s.as(naka)
	want[gen.Account](t, s.manage("chief", id, "end-role", s.roleAt(naka, "worker")), 200)
	if r := old.do("GET", "/api/v1/me", ""); r.status != 401 {
		t.Errorf("without any role: %d", r.status)
	}
	if told := sql[int](s, `SELECT count(*) FROM notifications WHERE account_id = $1 AND kind = 'role_changed'`, id); told != 2 {
		t.Errorf("told %d times", told)
	}
}

func TestNobodyLeavesBeforeTheWorkIsHandedOver(t *testing.T) {
	s := office(t)
	s.cast("colleague", naka, casework.RoleWorker)
	leaver, colleague := s.people[naka].account, s.people["colleague"].account
	sheet, _ := s.sheet(naka, household8050("操山 キヨ", "みさおやま きよ"))
	p := refused(t, s.manage("chief", leaver, "deactivate", nil), 409, casework.CodeWrongState)
	if p.Errors == nil || (*p.Errors)[0].Pointer != "/openWork/sheet_draft" {
		t.Errorf("%+v", p)
	}
	refused(t, s.manage("chief", leaver, "end-role", s.roleAt(naka, "worker")), 409, casework.CodeWrongState)
	open := want[gen.OpenWorkList](t, s.get("chief", "/accounts/"+string(leaver)+"/open-work"), 200)
	if len(open.Items) != 1 || open.Items[0].Count != 1 || open.Items[0].Items[0].Id != sheet.Id {
		t.Errorf("%+v", open)
	}
	blind := want[gen.OpenWorkList](t, s.get(admin, "/accounts/"+string(leaver)+"/open-work"), 200)
	if blind.Items[0].Count != 1 || len(blind.Items[0].Items) != 0 {
		t.Errorf("an administrator sees %+v", blind)
	}
	give := func(to casework.ID) reply {
		return s.manage("chief", leaver, "hand-over", map[string]any{"agencyId": s.agencies[naka], "toAccountId": to})
	}
	refused(t, give(s.people[yorisoi].account), 422, casework.CodeInvalid)
	refused(t, give(leaver), 422, casework.CodeInvalid)
	want[gen.Account](t, give(colleague), 200)
	refused(t, give(colleague), 409, casework.CodeWrongState)
	if who := sql[casework.ID](s, `SELECT created_by FROM sheets WHERE id = $1`, sheet.Id); who != colleague {
		t.Error("the draft has not moved")
	}
	token := s.as(naka)
	got := want[gen.Account](t, s.manage("chief", leaver, "deactivate", nil), 200)
	if got.State != "inactive" || got.Sessions != 0 || got.DeactivatedAt == nil {
		t.Errorf("%+v", got)
	}
	if r := token.do("GET", "/api/v1/me", ""); r.status != 401 {
		t.Errorf("after deactivation: %d", r.status)
	}
	refused(t, s.signIn(s.people[naka].email, testPassword), 401, codeWrongPassword)
	want[gen.Account](t, s.manage("chief", leaver, "reactivate", nil), 200)
	want[gen.SessionAnswer](t, s.signIn(s.people[naka].email, testPassword), 201)
}

func TestACoordinatorsCasesAreHandedOver(t *testing.T) {
	s := office(t)
	s.cast("desk2", "shakyo", casework.RoleCoordinator)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	want[gen.Case](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/escalate", `{"reason":"no_destination"}`, s.caseTag(id)), 200)
	if _, err := s.eye.Exec(t.Context(), `UPDATE escalations SET state = 'organizing', coordinator_id = $1, organized_at = opened_at`, s.people[desk].account); err != nil {
		t.Fatal(err)
	}
	refused(t, s.manage(admin, s.people[desk].account, "deactivate", nil), 409, casework.CodeWrongState)
	order := map[string]any{"agencyId": s.agencies["shakyo"], "toAccountId": s.people[naka].account}
	refused(t, s.manage(admin, s.people[desk].account, "hand-over", order), 422, casework.CodeInvalid)
	order["toAccountId"] = s.people["desk2"].account
	want[gen.Account](t, s.manage(admin, s.people[desk].account, "hand-over", order), 200)
	if who := sql[casework.ID](s, `SELECT coordinator_id FROM escalations`); who != s.people["desk2"].account {
		t.Error("the consultation has not moved")
	}
	want[gen.Account](t, s.manage(admin, s.people[desk].account, "deactivate", nil), 200)
}

func TestOfTwoAdministratorsWhoRemoveEachOtherOneRemains(t *testing.T) {
	s := office(t)
	s.cast("second admin", "kikaku", casework.RoleSystemAdmin)
	one, two := s.people[admin].account, s.people["second admin"].account
	refused(t, s.manage(admin, one, "deactivate", nil), 403, casework.CodeForbidden)
	s.as(admin)
	s.as("second admin") // sessions before, so that both really meet
	tags := map[casework.ID]string{one: `"1"`, two: `"1"`}
	codes := make([]int, 2)
	var all sync.WaitGroup
	for i, c := range []struct {
		by string
		on casework.ID
	}{{admin, two}, {"second admin", one}} {
		p := *s.people[c.by]
		all.Go(func() {
			codes[i] = p.do("POST", "/api/v1/accounts/"+string(c.on)+"/deactivate", "", ifMatchHeader(tags[c.on])).status
		})
	}
	all.Wait()
	if n := sql[int](s, `SELECT count(*) FROM accounts a JOIN memberships m ON m.account_id = a.id AND m.role = 'system_admin' WHERE a.active`); n != 1 {
		t.Errorf("%d administrators are left: %v", n, codes)
	}
}

func TestStaleAndUnprovenRequestsChangeNobody(t *testing.T) {
	s := office(t)
	id := s.people[naka].account
	refused(t, s.as("chief").do("POST", "/api/v1/accounts/"+string(id)+"/end-sessions", "", ifMatchHeader(`"9"`)), 412, casework.CodeStale)
	refused(t, s.as("chief").do("POST", "/api/v1/accounts/"+string(id)+"/end-sessions", ""), 428, codePrecondition)
	if _, err := s.eye.Exec(t.Context(), `UPDATE sessions SET authenticated_at = $2 WHERE account_id = $1`, s.people[admin].account, s.now().Add(-11*time.Minute)); err != nil {
		t.Fatal(err)
	}
	s.as(admin)
	if _, err := s.eye.Exec(t.Context(), `UPDATE sessions SET authenticated_at = $2 WHERE account_id = $1`, s.people[admin].account, s.now().Add(-11*time.Minute)); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"deactivate", "reset-password", "forget-factors", "end-sessions"} {
		refused(t, s.manage(admin, id, verb, nil), 403, codeNotFresh)
	}
	refused(t, s.invite(admin, "x@naka.example", s.roleAt(naka, "worker")), 403, codeNotFresh)
	refused(t, s.as(admin).do("PUT", "/api/v1/settings", `{"values":[{"key":"hop_limit","value":4}]}`, ifMatchHeader(`"1"`)), 403, codeNotFresh)
}

func TestForgottenPasswordsHaveOneAnswer(t *testing.T) {
	s := office(t)
	ask := func(email string) reply {
		return s.do("POST", "/api/v1/password-links", toJSON(map[string]any{"email": email}))
	}
	known, unknown := ask(s.people[naka].email), ask("nobody@naka.example")
	if known.status != 202 || unknown.status != 202 || len(known.body)+len(unknown.body) != 0 {
		t.Errorf("%d %s, %d %s", known.status, known.body, unknown.status, unknown.body)
	}
	for range 5 {
		want[struct{}](t, ask(s.people[naka].email), 202)
	}
	s.pass(time.Minute)
	jobs.Once(t.Context(), s.store, s.now(), s.server.log)
	if n := sql[int](s, `SELECT count(*) FROM messages`); n != 3 { // after the third wish the address is locked, quietly
		t.Errorf("%d mails", n)
	}
	if n := sql[int](s, `SELECT count(*) FROM password_requests`); n != 0 {
		t.Errorf("%d wishes were left", n)
	}
	old := s.as(naka)
	token := s.token("password_reset")
	want[struct{}](t, s.withLink("use", token, map[string]any{"kind": "password_reset", "newPassword": "momo-no-ki-to-hoshi-8"}), 204)
	if r := old.do("GET", "/api/v1/me", ""); r.status != 401 {
		t.Errorf("a session after the reset: %d", r.status)
	}
	refused(t, s.signIn(s.people[naka].email, testPassword), 401, codeWrongPassword)
	want[gen.SessionAnswer](t, s.signIn(s.people[naka].email, "momo-no-ki-to-hoshi-8"), 201)
	for range 20 {
		ask("somebody@else.example")
	}
	refused(t, ask("somebody@else.example"), 429, codeTooMany)
}

func TestSwitchingTheAgencyEndsEverySessionAndBeginsAnother(t *testing.T) {
	s := office(t)
	id := s.people[naka].account
	want[gen.Account](t, s.manage(admin, id, "roles", s.roleAt(yorisoi, "worker")), 200)
	here, elsewhere := s.as(naka), *s.people[naka]
	elsewhere.until = time.Time{}
	s.people["second screen"] = &elsewhere
	other := s.as("second screen")
	change := func(agency casework.ID) reply {
		return here.do("POST", "/api/v1/sessions/current/agency", toJSON(map[string]any{"agencyId": agency}))
	}
	refused(t, change(s.agencies[kikan]), 422, casework.CodeInvalid)
	r := change(s.agencies[yorisoi])
	got := want[gen.SessionAnswer](t, r, 200)
	if got.User.Agency.Code != yorisoi || len(got.User.Memberships) != 2 || !strings.Contains(r.header.Get("Set-Cookie"), refreshCookie) {
		t.Errorf("%+v", got.User)
	}
	for name, p := range map[string]someone{"this screen": here, "the other screen": other} {
		if r := p.do("GET", "/api/v1/me", ""); r.status != 401 {
			t.Errorf("%s after the change: %d", name, r.status)
		}
	}
	refused(t, change(s.agencies[naka]), 401, codeUnauthenticated)
	next := someone{w: s.world, token: got.AccessToken}
	if me := want[gen.Me](t, next.do("GET", "/api/v1/me", ""), 200); me.Agency.Code != yorisoi {
		t.Errorf("%+v", me)
	}
	if again := want[gen.SessionAnswer](t, s.signIn(s.people[naka].email, testPassword), 201); again.User.Agency.Code != yorisoi {
		t.Errorf("the next session begins at %s", again.User.Agency.Code)
	}
	if n := sql[int](s, `SELECT count(DISTINCT expires_at) FROM sessions WHERE account_id = $1 AND end_reason = 'agency_changed' OR agency_id = $2 AND account_id = $1 AND method = 'password' AND created_at = $3`,
		id, s.agencies[yorisoi], s.now()); n == 0 {
		t.Error("no session was ended for the change")
	}
}
