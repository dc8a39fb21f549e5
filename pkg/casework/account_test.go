package casework

import (
	"slices"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

func manager(agency ID) Actor {
	return Actor{Account: "manager-" + agency, Name: "管理 長", Agency: agency, Roles: []Role{RoleWorker, RoleAgencyManager}}
}

func administrator() Actor {
	return Actor{Account: "admin", Name: "管理 者", Agency: shakyo, Roles: []Role{RoleSystemAdmin}}
}

func employee(roles ...Membership) *Account {
	a := &Account{ID: "someone", Name: "相談 次郎", Email: "jiro@elder.example", State: AccountActive, Joined: true}
	for _, m := range roles {
		if m.StartsOn.IsZero() {
			m.StartsOn = *date("2024-04-01")
		}
		a.Memberships = append(a.Memberships, m)
	}
	return a
}

func invitation(agency ID, role Role) Invitation {
	return Invitation{Name: "新人 花", Email: "hana@elder.example", Roles: []RoleOrder{{Agency: agency, Role: role}}}
}

func TestWhoInvitesWhom(t *testing.T) {
	for name, c := range map[string]struct {
		actor  Actor
		agency ID
		role   Role
		want   Code
	}{
		"nobody":                           {Actor{}, elder, RoleWorker, CodeForbidden},
		"a worker":                         {worker(elder), elder, RoleWorker, CodeForbidden},
		"a manager elsewhere":              {manager(debts), elder, RoleWorker, CodeForbidden},
		"a manager, a worker":              {manager(elder), elder, RoleWorker, ""},
		"a manager, a manager":             {manager(elder), elder, RoleAgencyManager, ""},
		"a manager, a coordinator":         {manager(elder), elder, RoleCoordinator, CodeForbidden},
		"a manager, an administrator":      {manager(elder), elder, RoleSystemAdmin, CodeForbidden},
		"an administrator, anybody at all": {administrator(), debts, RoleCityOffice, ""},
	} {
		a, err := Invite(c.actor, monday, invitation(c.agency, c.role))
		if CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (a.State != AccountInvited || a.Joined || len(a.RoleChanges()) != 1 || a.Memberships[0].SetBy != c.actor.Account) {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestInvitationsWithFaultsNameEachOfThem(t *testing.T) {
	bad := Invitation{Name: " ", Email: "花@例え", Roles: []RoleOrder{
		{Agency: elder, Role: RoleWorker, Term: Term{EndsOn: date("2026-05-31")}},
		{Agency: elder, Role: RoleAgencyManager, Term: Term{StartsOn: *date("2026-07-01"), EndsOn: date("2026-06-30")}},
		{Agency: elder, Role: RoleWorker},
	}}
	_, err := Invite(manager(elder), monday, bad)
	wantCode(t, err, CodeInvalid, "/name", "/email", "/roles/0/endsOn", "/roles/1/endsOn", "/roles/2/role")
	_, err = Invite(manager(elder), monday, Invitation{Name: "𠮷野 葛󠄀", Email: "a@b.example"})
	wantCode(t, err, CodeInvalid, "/roles")
}

func TestAManagerAnswersForTheOwnPeopleAlone(t *testing.T) {
	own := Membership{Agency: elder, Role: RoleWorker}
	both := []Membership{own, {Agency: debts, Role: RoleWorker}}
	for name, c := range map[string]struct {
		actor   Actor
		account *Account
		want    Code
	}{
		"a colleague":           {worker(elder), employee(own), CodeForbidden},
		"another's manager":     {manager(debts), employee(own), CodeForbidden},
		"the manager":           {manager(elder), employee(own), ""},
		"someone of two places": {manager(elder), employee(both...), CodeForbidden},
		"once of two places":    {manager(elder), employee(own, Membership{Agency: debts, Role: RoleWorker, EndsOn: date("2026-05-31")}), ""},
		"also a coordinator":    {manager(elder), employee(own, Membership{Agency: elder, Role: RoleCoordinator}), CodeForbidden},
		"an administrator":      {administrator(), employee(both...), ""},
	} {
		if err := c.account.Deactivate(c.actor, monday, nil, Keepers{1, 1}); CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if err := c.account.May(c.actor, monday, VerbForgetFactors); err == nil && name != "an administrator" {
			t.Errorf("%s forgets second factors", name)
		}
	}
	self := employee(Membership{Agency: elder, Role: RoleAgencyManager})
	self.ID = manager(elder).Account
	wantCode(t, self.Deactivate(manager(elder), monday, nil, Keepers{}), CodeForbidden)
	wantCode(t, self.GrantRole(manager(elder), monday, RoleOrder{Agency: elder, Role: RoleWorker}, Keepers{}), CodeForbidden)
	if got := self.Actions(manager(elder), monday, 3); len(got) != 0 {
		t.Errorf("offered for oneself: %v", got)
	}
}

func TestADeputyEndsByItself(t *testing.T) {
	a := employee(Membership{Agency: elder, Role: RoleWorker})
	wantCode(t, a.SetDeputy(worker(elder), monday, elder, *date("2026-06-30")), CodeForbidden)
	wantCode(t, a.SetDeputy(manager(elder), monday, elder, *date("2026-05-31")), CodeInvalid, "/until")
	wantCode(t, a.SetDeputy(manager(elder), monday, elder, *date("2027-06-30")), CodeInvalid, "/until")
	wantCode(t, a.SetDeputy(manager(elder), monday, debts, *date("2026-06-30")), CodeForbidden)
	if err := a.SetDeputy(manager(elder), monday, elder, *date("2026-06-30")); err != nil {
		t.Fatal(err)
	}
	m := a.membership(elder, RoleAgencyManager)
	if !m.Deputy || !m.On(*date("2026-06-30")) || m.On(*date("2026-07-01")) || m.SetBy != manager(elder).Account {
		t.Errorf("%+v", m)
	}
	real := employee(Membership{Agency: elder, Role: RoleWorker}, Membership{Agency: elder, Role: RoleAgencyManager})
	wantCode(t, real.SetDeputy(manager(elder), monday, elder, *date("2026-06-30")), CodeWrongState)
	wantCode(t, employee(Membership{Agency: elder, Role: RoleAgencyManager, EndsOn: date("2026-01-01")}).SetDeputy(administrator(), monday, elder, *date("2026-06-30")), CodeWrongState)
}

var draftWork = WorkKind{"sheet_draft", "つなぐシートの下書き", []Role{RoleWorker, RoleAgencyManager}}

func TestNobodyLeavesWithOpenWork(t *testing.T) {
	open := []OpenWork{{draftWork, elder, 2}, {WorkKind{"escalation", "相談", []Role{RoleCoordinator}}, elder, 0}}
	a := employee(Membership{Agency: elder, Role: RoleWorker})
	wantCode(t, a.Deactivate(manager(elder), monday, open, Keepers{}), CodeWrongState, "/openWork/sheet_draft")
	wantCode(t, a.EndRole(manager(elder), monday, elder, RoleWorker, open, Keepers{}), CodeWrongState, "/openWork/sheet_draft")
	if a.State != AccountActive || a.Memberships[0].EndsOn != nil || len(a.RoleChanges()) != 0 {
		t.Errorf("a refused verb changed %+v", a)
	}
	both := employee(Membership{Agency: elder, Role: RoleWorker}, Membership{Agency: elder, Role: RoleAgencyManager})
	if err := both.EndRole(manager(elder), monday, elder, RoleAgencyManager, open, Keepers{}); err != nil {
		t.Errorf("who stays a worker keeps the drafts: %v", err)
	}
	if err := a.EndRole(manager(elder), monday, elder, RoleWorker, nil, Keepers{}); err != nil || a.Memberships[0].On(calendar.DateOf(monday)) {
		t.Errorf("%v %+v", err, a.Memberships)
	}
	wantCode(t, a.EndRole(manager(elder), monday, elder, RoleWorker, nil, Keepers{}), CodeWrongState)
	today := employee(Membership{Agency: elder, Role: RoleWorker, StartsOn: *date("2026-06-01")})
	if err := today.EndRole(manager(elder), monday, elder, RoleWorker, nil, Keepers{}); err != nil || len(today.Memberships) != 0 {
		t.Errorf("a role of today leaves nothing: %v %+v", err, today.Memberships)
	}
}

func TestWhoTakesOverCanGoOn(t *testing.T) {
	open := []OpenWork{{draftWork, elder, 1}}
	wantCode(t, employee(Membership{Agency: debts, Role: RoleWorker}).TakesOver(monday, open), CodeInvalid, "/toAccountId")
	wantCode(t, employee(Membership{Agency: elder, Role: RoleWorker, EndsOn: date("2026-05-31")}).TakesOver(monday, open), CodeInvalid, "/toAccountId")
	gone := employee(Membership{Agency: elder, Role: RoleWorker})
	gone.State = AccountInactive
	wantCode(t, gone.TakesOver(monday, open), CodeInvalid, "/toAccountId")
	if err := employee(Membership{Agency: elder, Role: RoleWorker}).TakesOver(monday, open); err != nil {
		t.Error(err)
	}
}

func TestTheLastSystemAdministratorStays(t *testing.T) {
	open := Membership{Agency: shakyo, Role: RoleSystemAdmin}
	limited := Membership{Agency: shakyo, Role: RoleSystemAdmin, EndsOn: date("2026-12-31")}
	for name, c := range map[string]struct {
		role   Membership
		others Keepers
		want   Code
	}{
		"alone": {open, Keepers{}, CodeWrongState}, "others with an end": {open, Keepers{0, 2}, CodeWrongState}, "another without end": {open, Keepers{1, 1}, ""},
		"with an end, alone": {limited, Keepers{}, CodeWrongState}, "with an end, not alone": {limited, Keepers{0, 1}, ""},
	} {
		if err := employee(c.role).Deactivate(administrator(), monday, nil, c.others); CodeOf(err) != c.want {
			t.Errorf("deactivate, %s: %v", name, err)
		}
		if err := employee(c.role).EndRole(administrator(), monday, shakyo, RoleSystemAdmin, nil, c.others); CodeOf(err) != c.want {
			t.Errorf("end the role, %s: %v", name, err)
		}
	}
	wantCode(t, employee(open).GrantRole(administrator(), monday, RoleOrder{shakyo, RoleSystemAdmin, Term{EndsOn: date("2026-12-31")}}, Keepers{}), CodeWrongState)
}

func TestAnInvitationLivesUntilItIsUsedOrCancelled(t *testing.T) {
	a, err := Invite(manager(elder), monday, invitation(elder, RoleWorker))
	if err != nil {
		t.Fatal(err)
	}
	offer := a.Actions(manager(elder), monday, 0)
	if !slices.Contains(offer, "resend_invitation") || !slices.Contains(offer, "cancel_invitation") || slices.Contains(offer, "deactivate") || slices.Contains(offer, "hand_over") {
		t.Errorf("offered: %v", offer)
	}
	wantCode(t, a.CancelInvitation(manager(debts), monday), CodeForbidden)
	if err := a.CancelInvitation(manager(elder), monday); err != nil {
		t.Fatal(err)
	}
	wantCode(t, a.SetPassword(monday), CodeWrongState)
	wantCode(t, a.Reactivate(manager(elder), monday), CodeWrongState)
	if err := a.ResendInvitation(manager(elder), monday); err != nil {
		t.Fatal(err)
	}
	if err := a.SetPassword(monday); err != nil || a.State != AccountActive || !a.Joined {
		t.Errorf("%v %+v", err, a)
	}
	wantCode(t, a.ResendInvitation(manager(elder), monday), CodeWrongState)
}
