package casework

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// WorkKind is one way in which work is in a person's own name.
type WorkKind struct {
	Kind  string
	Label string
	Roles []Role // who may have it: whoever takes it over holds one of these at the agency
}

// OpenWork is how much of one kind a person has open for one agency.
type OpenWork struct {
	WorkKind
	Agency ID
	Count  int
}

// Update corrects name and address of a person (by a system administrator).
func (a *Account) Update(actor Actor, now time.Time, name, email string) error {
	if err := a.may(actor, now, VerbUpdate); err != nil {
		return err
	}
	changed := *a
	changed.Name, changed.Email = strings.TrimSpace(name), strings.TrimSpace(email)
	var bad checks
	if changed.checkPerson(&bad); bad.err() != nil {
		return bad.err()
	}
	a.Name, a.Email = changed.Name, changed.Email
	return nil
}

// ResendInvitation sends the link once more; the older one stops working. A cancelled invitation holds again.
func (a *Account) ResendInvitation(actor Actor, now time.Time) error {
	if err := a.may(actor, now, VerbResendInvitation); err != nil {
		return err
	}
	move(WorkflowAccount, &a.State, VerbResendInvitation, AccountInvited)
	a.InvitedAt, a.InvitedBy = &now, actor.Account
	return nil
}

// CancelInvitation takes the invitation back before it was used.
func (a *Account) CancelInvitation(actor Actor, now time.Time) error {
	if err := a.may(actor, now, VerbCancelInvitation); err != nil {
		return err
	}
	move(WorkflowAccount, &a.State, VerbCancelInvitation, AccountInactive)
	return nil
}

// SetPassword is the person's own step, with the link in hand: whoever was invited has joined.
func (a *Account) SetPassword(now time.Time) error {
	if err := permit(WorkflowAccount, a.State, VerbSetPassword, func(p Party) bool { return p == ByHolder }); err != nil {
		return err
	}
	move(WorkflowAccount, &a.State, VerbSetPassword, AccountActive)
	if !a.Joined {
		a.Joined, a.JoinedAt = true, &now
	}
	return nil
}

// May is the check of the verbs that change nothing of the account itself: reset_password, end_sessions,
// forget_factors, hand_over.
func (a *Account) May(actor Actor, now time.Time, verb Verb) error { return a.may(actor, now, verb) }

// GrantRole gives a role, or changes its term, from the next request on.
func (a *Account) GrantRole(actor Actor, now time.Time, o RoleOrder, others Keepers) error {
	if err := a.may(actor, now, VerbGrantRole); err != nil {
		return err
	}
	if err := mayGive(actor, o.Agency, o.Role); err != nil {
		return err
	}
	before := a.copy()
	var bad checks
	a.give(actor, now, o, false, &bad, "")
	return a.settle(before, now, others, bad.err())
}

// SetDeputy lets someone of the agency act with the manager's rights until a day; it ends by itself.
func (a *Account) SetDeputy(actor Actor, now time.Time, agency ID, until calendar.Date) error {
	if err := a.may(actor, now, VerbSetDeputy); err != nil {
		return err
	}
	if err := a.standIn(actor, now, agency); err != nil {
		return err
	}
	today := calendar.DateOf(now)
	var bad checks
	switch {
	case until.Before(today):
		bad.add("/until", "impossible", "代理の終わりは、今日からの日付にしてください。")
	case today.DaysUntil(until) > longestDeputy:
		bad.add("/until", "out_of_range", "代理の期間は1年以内にしてください。")
	}
	if err := bad.err(); err != nil {
		return err
	}
	a.give(actor, now, RoleOrder{agency, RoleAgencyManager, Term{today, &until}}, true, &bad, "")
	return nil
}

func (a *Account) standIn(actor Actor, now time.Time, agency ID) error {
	today := calendar.DateOf(now)
	if err := mayGive(actor, agency, RoleAgencyManager); err != nil {
		return err
	}
	if m := a.membership(agency, RoleWorker); m == nil || !m.On(today) {
		return wrongState("代理になれるのは、その機関で相談員の役割をお持ちの方です。")
	}
	if m := a.membership(agency, RoleAgencyManager); m != nil && !m.Deputy && !m.over(today) {
		return wrongState("この方は、すでにその機関の管理者です。")
	}
	return nil
}

// EndRole takes a role away at once. What is open in the person's name for it must have been handed over.
func (a *Account) EndRole(actor Actor, now time.Time, agency ID, role Role, open []OpenWork, others Keepers) error {
	if err := a.may(actor, now, VerbEndRole); err != nil {
		return err
	}
	if err := mayGive(actor, agency, role); err != nil {
		return err
	}
	today := calendar.DateOf(now)
	m := a.membership(agency, role)
	if m == nil || m.over(today) {
		return wrongState("この役割は、すでに終わっています。")
	}
	before := a.copy()
	ended := *m
	yesterday := today.AddDays(-1)
	ended.EndsOn = &yesterday
	a.note(actor, now, ended, "ended")
	if ended.StartsOn.After(yesterday) { // it was never held for a whole day
		a.Memberships = slices.DeleteFunc(a.Memberships, func(m Membership) bool { return m.Agency == agency && m.Role == role })
	} else {
		m.EndsOn = &yesterday
	}
	left := slices.DeleteFunc(slices.Clone(open), func(w OpenWork) bool { return w.Agency != agency || a.holds(agency, w.Roles, today) })
	return a.settle(before, now, others, stillOpen(left))
}

// holds reports whether one of the roles is held at the agency on a day.
func (a *Account) holds(agency ID, roles []Role, day calendar.Date) bool {
	return slices.ContainsFunc(a.Memberships, func(m Membership) bool {
		return m.Agency == agency && slices.Contains(roles, m.Role) && m.On(day)
	})
}

// TakesOver checks that the colleague can go on with everything: active, and with a fitting role at the agency.
func (a *Account) TakesOver(now time.Time, open []OpenWork) error {
	var bad checks
	if a.State != AccountActive {
		bad.add("/toAccountId", "not_allowed", "利用中の方を選んでください。")
	}
	for _, w := range open {
		if len(bad.fields) == 0 && !a.holds(w.Agency, w.Roles, calendar.DateOf(now)) {
			bad.add("/toAccountId", "not_allowed", "選んだ方は、その機関で「"+w.Label+"」を引き受けられる役割をお持ちではありません。")
		}
	}
	return bad.err()
}

// Deactivate closes the account: its sessions end at once, its roles stay readable. Refused while work is open.
func (a *Account) Deactivate(actor Actor, now time.Time, open []OpenWork, others Keepers) error {
	if err := a.may(actor, now, VerbDeactivate); err != nil {
		return err
	}
	if err := stillOpen(open); err != nil {
		return err
	}
	before := a.copy()
	move(WorkflowAccount, &a.State, VerbDeactivate, AccountInactive)
	a.DeactivatedAt = &now
	return a.settle(before, now, others, nil)
}

// Reactivate opens the account again, with the roles whose term still holds.
func (a *Account) Reactivate(actor Actor, now time.Time) error {
	if err := a.may(actor, now, VerbReactivate); err != nil {
		return err
	}
	move(WorkflowAccount, &a.State, VerbReactivate, AccountActive)
	a.DeactivatedAt = nil
	return nil
}

// stillOpen says what is left to hand over; nil when nothing is.
func stillOpen(open []OpenWork) error {
	err := &Error{Code: CodeWrongState}
	var parts []string
	for _, w := range open {
		if w.Count > 0 {
			text := w.Label + "が" + strconv.Itoa(w.Count) + "件"
			parts = append(parts, text)
			err.Fields = append(err.Fields, FieldError{Pointer: "/openWork/" + w.Kind, Code: "open_work", Message: text + "残っています。"})
		}
	}
	if len(parts) == 0 {
		return nil
	}
	err.Detail = "この方の名前で進んでいる仕事があります（" + strings.Join(parts, "、") + "）。先に、ほかの方に引き継いでください。"
	return err
}

func (a *Account) copy() Account {
	c := *a
	c.Memberships, c.changes = slices.Clone(a.Memberships), slices.Clone(a.changes)
	return c
}

// settle takes a change back when it was faulty or would leave nobody to keep the system.
func (a *Account) settle(before Account, now time.Time, others Keepers, err error) error {
	if err == nil {
		err = a.keepsSystem(before, now, others)
	}
	if err != nil {
		*a = before
	}
	return err
}

// keepsSystem: one active system administrator without an end of term remains, where there was one.
func (a *Account) keepsSystem(before Account, now time.Time, others Keepers) error {
	was, wasOpen := before.keeper(now)
	is, isOpen := a.keeper(now)
	if wasOpen && !isOpen && others.Unlimited == 0 || was && !is && others.Current == 0 {
		return wrongState("システム管理者がいなくなります。先に、ほかの方に期限のないシステム管理者の役割を設定してください。")
	}
	return nil
}

func (a *Account) keeper(now time.Time) (current, unlimited bool) {
	for _, m := range a.Memberships {
		if a.State == AccountActive && m.Role == RoleSystemAdmin && m.On(calendar.DateOf(now)) {
			current, unlimited = true, unlimited || m.EndsOn == nil
		}
	}
	return current, unlimited
}
