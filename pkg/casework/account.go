package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Account is a person who signs in, or is invited to, with every role at every agency.
type Account struct {
	ID            ID
	Name, Email   string
	State         State // of WorkflowAccount
	Joined        bool  // has set a password once
	Memberships   []Membership
	Version       int
	CreatedAt     time.Time
	InvitedAt     *time.Time
	InvitedBy     ID
	JoinedAt      *time.Time
	DeactivatedAt *time.Time

	changes []RoleChange
}

// Membership is one role at one agency with its term; both days belong to it.
type Membership struct {
	Agency   ID
	Role     Role
	StartsOn calendar.Date
	EndsOn   *calendar.Date // nil: no end
	Deputy   bool           // 代理: a manager's rights until a day
	SetBy    ID
}

// RoleChange is one line of who was given which role by whom; lines are only added.
type RoleChange struct {
	Membership
	Change string // granted, changed, ended
	By     ID
	At     time.Time
}

// Term is from when to when a role holds. Zero StartsOn: from today; nil EndsOn: no end.
type Term struct {
	StartsOn calendar.Date
	EndsOn   *calendar.Date
}

// RoleOrder asks for a role at an agency.
type RoleOrder struct {
	Agency ID
	Role   Role
	Term   Term
}

// Invitation is who is asked to join.
type Invitation struct {
	Name, Email string
	Roles       []RoleOrder
}

// Keepers counts the other active system administrators: with an open term, and at all today.
type Keepers struct{ Unlimited, Current int }

const (
	longestDeputy = 366 // days
	longestTerm   = 10  // years
)

// managed are the roles that an agency gives to its own people.
var managed = []Role{RoleWorker, RoleAgencyManager}

// On reports whether the membership holds on a day.
func (m Membership) On(day calendar.Date) bool { return !m.StartsOn.After(day) && !m.over(day) }

func (m Membership) over(day calendar.Date) bool { return m.EndsOn != nil && m.EndsOn.Before(day) }

// Invite asks a person to join (by a manager for the own agency, or a system administrator).
func Invite(actor Actor, now time.Time, o Invitation) (*Account, error) {
	a := &Account{ID: NewID(now), Name: strings.TrimSpace(o.Name), Email: strings.TrimSpace(o.Email), CreatedAt: now, InvitedAt: &now, InvitedBy: actor.Account, Version: 1}
	if err := permit(WorkflowAccount, "", VerbInvite, func(p Party) bool {
		return p == ByAdmin && actor.Has(RoleSystemAdmin) || p == ByManager && actor.Has(RoleAgencyManager)
	}); err != nil {
		return nil, err
	}
	var bad checks
	a.checkPerson(&bad)
	if len(o.Roles) == 0 {
		bad.add("/roles", "required", "役割を一つ以上選んでください。")
	}
	for i, r := range o.Roles {
		at := fmt.Sprintf("/roles/%d", i)
		if a.membership(r.Agency, r.Role) != nil {
			bad.add(at+"/role", "duplicate", "同じ機関の同じ役割が二つあります。")
			continue
		}
		if err := mayGive(actor, r.Agency, r.Role); err != nil {
			return nil, err
		}
		a.give(actor, now, r, false, &bad, at)
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	move(WorkflowAccount, &a.State, VerbInvite, AccountInvited)
	return a, nil
}

func (a *Account) checkPerson(bad *checks) {
	bad.required("/name", a.Name, "氏名")
	bad.text("/name", a.Name, maxName)
	at := strings.LastIndexByte(a.Email, '@')
	switch {
	case a.Email == "":
		bad.required("/email", "", "メールアドレス")
	case at < 1 || at == len(a.Email)-1 || len(a.Email) > 254 || strings.ContainsFunc(a.Email, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`,;:<>()[]"\`, r) }) || strings.Count(a.Email, "@") != 1:
		bad.add("/email", "malformed", "メールアドレスの形が正しくありません。半角で入力してください。")
	}
}

// may is the check before every verb on an account, and what its actions are made of.
func (a *Account) may(actor Actor, now time.Time, verb Verb) error {
	if err := permit(WorkflowAccount, a.State, verb, a.is(actor, now)); err != nil {
		if CodeOf(err) == CodeForbidden {
			return forbidden("この方のアカウントは、所属する機関の管理者か、システム管理者が扱います。")
		}
		return err
	}
	whole := !slices.Contains([]Verb{VerbGrantRole, VerbEndRole, VerbSetDeputy, VerbHandOver}, verb)
	switch {
	case actor.Account == a.ID:
		return forbidden("ご自分のアカウントは、ほかの管理者が扱います。")
	case whole && !actor.Has(RoleSystemAdmin) && a.beyond(actor.Agency, calendar.DateOf(now)):
		return forbidden("この方は、ほかの機関の役割もお持ちです。システム管理者にご依頼ください。")
	case verb == VerbReactivate && !a.Joined, verb == VerbResendInvitation && a.Joined:
		return wrongState("いまの状態では、この操作は行えません。画面を更新して、最新の状態をご確認ください。")
	}
	return nil
}

// is tells which parties the actor is towards the account. Whose term at the agency is over no longer belongs to it,
// except that an inactive account belongs to where it last was.
func (a *Account) is(actor Actor, now time.Time) func(Party) bool {
	today := calendar.DateOf(now)
	return func(p Party) bool {
		switch p {
		case ByAdmin:
			return actor.Has(RoleSystemAdmin)
		case ByManager:
			return actor.Has(RoleAgencyManager) && slices.ContainsFunc(a.Memberships, func(m Membership) bool {
				return m.Agency == actor.Agency && (a.State == AccountInactive || !m.over(today) || slices.Contains(managed, m.Role))
			})
		}
		return false
	}
}

// beyond reports whether more hangs on the account than the agency's manager answers for.
func (a *Account) beyond(agency ID, today calendar.Date) bool {
	return slices.ContainsFunc(a.Memberships, func(m Membership) bool {
		return !m.over(today) && (m.Agency != agency || !slices.Contains(managed, m.Role))
	})
}

// mayGive: a manager gives and ends the roles of the own agency's work alone.
func mayGive(actor Actor, agency ID, role Role) error {
	switch {
	case actor.Has(RoleSystemAdmin):
		return nil
	case actor.Agency != agency:
		return forbidden("ほかの機関の役割は、システム管理者が設定します。")
	case !slices.Contains(managed, role):
		return forbidden("この役割は、システム管理者が設定します。")
	}
	return nil
}

// give adds or changes one role, collecting faults of its term.
func (a *Account) give(actor Actor, now time.Time, o RoleOrder, deputy bool, bad *checks, at string) {
	today := calendar.DateOf(now)
	m := Membership{Agency: o.Agency, Role: o.Role, StartsOn: o.Term.StartsOn, EndsOn: o.Term.EndsOn, Deputy: deputy, SetBy: actor.Account}
	had := a.membership(o.Agency, o.Role)
	if m.StartsOn.IsZero() {
		m.StartsOn = today
		if had != nil && !had.over(today) {
			m.StartsOn = had.StartsOn
		}
	}
	latest := today.AddMonths(12 * longestTerm)
	switch {
	case m.StartsOn.After(latest) || m.StartsOn.Year < 1990:
		bad.add(at+"/startsOn", "out_of_range", "任期の始まりをご確認ください。")
	case m.EndsOn != nil && m.EndsOn.Before(m.StartsOn):
		bad.add(at+"/endsOn", "impossible", "任期の終わりは、始まりより後の日にしてください。")
	case m.EndsOn != nil && m.EndsOn.Before(today):
		bad.add(at+"/endsOn", "impossible", "任期の終わりが過ぎています。今日からの日付にしてください。")
	case m.EndsOn != nil && m.EndsOn.After(latest):
		bad.add(at+"/endsOn", "out_of_range", "任期は10年以内にしてください。")
	}
	change := "granted"
	if had != nil {
		if !had.over(today) {
			change = "changed"
		}
		*had = m
	} else {
		a.Memberships = append(a.Memberships, m)
	}
	a.note(actor, now, m, change)
}

func (a *Account) note(actor Actor, now time.Time, m Membership, change string) {
	a.changes = append(a.changes, RoleChange{Membership: m, Change: change, By: actor.Account, At: now})
}

func (a *Account) membership(agency ID, role Role) *Membership {
	for i := range a.Memberships {
		if m := &a.Memberships[i]; m.Agency == agency && m.Role == role {
			return m
		}
	}
	return nil
}

// RoleChanges are what the verbs did to the roles, for the store to keep.
func (a *Account) RoleChanges() []RoleChange { return a.changes }

// Actions lists what the actor may do with the account now. Handing over is offered where something is open.
func (a *Account) Actions(actor Actor, now time.Time, open int) []string {
	return offered(Verbs(WorkflowAccount, a.State), func(v Verb) error {
		if v == VerbHandOver && open == 0 {
			return wrongState("")
		}
		if v == VerbSetDeputy && a.deputyAt(actor, now) == "" {
			return wrongState("")
		}
		return a.may(actor, now, v)
	})
}

// deputyAt is an agency where the account could stand in for the manager, as far as the actor may say so.
func (a *Account) deputyAt(actor Actor, now time.Time) ID {
	for _, m := range a.Memberships {
		if m.Role == RoleWorker && m.On(calendar.DateOf(now)) && a.standIn(actor, now, m.Agency) == nil {
			return m.Agency
		}
	}
	return ""
}
