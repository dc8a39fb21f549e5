package casework

import (
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// AssignDispatch chooses the advisor (coordinator), also instead of one who did not confirm.
func (c *Case) AssignDispatch(d *Dispatch, actor Actor, now time.Time, a *Advisor, m *DispatchMeeting, who Anonymity) error {
	if err := c.mayDispatch(d, actor, now, VerbAssign); err != nil {
		return err
	}
	var bad checks
	switch {
	case a.Account == "":
		bad.add("/advisorId", "no_account", "この方はサインインできるアカウントがまだありません。アドバイザーの登録で、アカウントを結びつけてください。")
	case !a.InTerm(calendar.DateOf(now)):
		bad.add("/advisorId", "not_in_term", "この方は任期中ではありません。ほかの方を選んでください。")
	}
	m.check(&bad, now, who)
	if err := bad.err(); err != nil {
		return err
	}
	if d.Account != "" && d.Account != a.Account {
		c.tellAdvisor(actor, now, EventDispatchCancelled, d) // the one asked before need not answer any more
	}
	move(WorkflowDispatch, &d.State, VerbAssign, DispatchAssigned)
	due := c.Settings.Office.AddBusinessDays(now, c.Settings.DispatchConfirmDays).UTC()
	d.Advisor, d.Account, d.AdvisorName, d.AssignedAt, d.AssignedBy, d.ConfirmDue, d.Told = a.ID, a.Account, a.Name, &now, actor.Account, &due, nil
	if m != nil {
		d.Meeting = m
	}
	c.dispatched(actor, now, EventDispatchAssigned, d, without([]ID{c.Lead()}, actor.Agency)...)
	c.tellAdvisor(actor, now, EventDispatchAssigned, d)
	return nil
}

// ConfirmDispatch takes it on (advisor), with the pledge of secrecy: from now the package of the case is open, written down
// in the ledger.
func (c *Case) ConfirmDispatch(d *Dispatch, actor Actor, now time.Time, pledged bool, m *DispatchMeeting, who Anonymity) error {
	if err := c.mayDispatch(d, actor, now, VerbConfirm); err != nil {
		return err
	}
	var bad checks
	if !pledged {
		bad.add("/pledged", "required", "知り得たことをほかに話さないことに、同意してください。")
	}
	m.check(&bad, now, who)
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowDispatch, &d.State, VerbConfirm, DispatchConfirmed)
	d.ConfirmedAt, d.Told = &now, nil
	if m != nil {
		d.Meeting = m
	}
	c.GrantPackage(actor, now, PackageOrder{
		Account: d.Account, Name: d.AdvisorName, Source: PackageDispatch, SourceID: d.ID, Scope: d.Scope, From: d.Agency,
		Purpose: "アドバイザー派遣", Ground: d.Ground, GroundNote: d.GroundNote, Conditions: d.Conditions,
	})
	c.dispatched(actor, now, EventDispatchConfirmed, d, CoordinatorsID, c.Lead())
	return nil
}

// AdviceOrder is what an advisor writes down.
type AdviceOrder struct {
	On      calendar.Date
	Minutes int
	Text    string
}

// AdviseDispatch writes the advice down (advisor).
func (c *Case) AdviseDispatch(d *Dispatch, actor Actor, now time.Time, o AdviceOrder) error {
	if err := c.recordAdvice(d, actor, now, VerbAdvise, o); err != nil {
		return err
	}
	until := endOfDay(calendar.DateOf(now).AddMonths(c.Settings.DispatchFollowUpMonths))
	d.FollowUntil, d.Told = &until, nil
	c.dispatched(actor, now, EventDispatchAdvised, d, CoordinatorsID, c.Lead())
	return nil
}

// FollowUpDispatch writes down how it went on (advisor).
func (c *Case) FollowUpDispatch(d *Dispatch, actor Actor, now time.Time, o AdviceOrder) error {
	if err := c.recordAdvice(d, actor, now, VerbFollowUp, o); err != nil {
		return err
	}
	c.dispatched(actor, now, EventDispatchFollowedUp, d, CoordinatorsID, c.Lead())
	return nil
}

func (c *Case) recordAdvice(d *Dispatch, actor Actor, now time.Time, verb Verb, o AdviceOrder) error {
	if err := c.mayDispatch(d, actor, now, verb); err != nil {
		return err
	}
	var bad checks
	bad.required("/text", o.Text, "助言の内容")
	bad.text("/text", o.Text, maxNote)
	switch today := calendar.DateOf(now); {
	case o.On.IsZero():
		bad.add("/on", "required", "助言した日を入力してください。")
	case o.On.After(today):
		bad.add("/on", "future", "日付が未来になっています。")
	case o.On.Before(calendar.DateOf(d.RequestedAt)):
		bad.add("/on", "impossible", "派遣を依頼した日より前の日付です。")
	}
	if o.Minutes < 0 || o.Minutes > 24*60 {
		bad.add("/minutes", "impossible", "時間（分）をご確認ください。")
	}
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowDispatch, &d.State, verb, DispatchAdvised)
	d.Records = append(d.Records, DispatchRecord{ID: NewID(now), FollowUp: verb == VerbFollowUp, On: o.On, Minutes: o.Minutes, Text: o.Text, By: actor.Account, WrittenAt: now})
	return nil
}

// CompletionOrder ends a dispatch: what later cases may learn, or that nothing is kept.
type CompletionOrder struct {
	Keep        bool
	Title, Text string
}

// CompleteDispatch ends it (coordinator): the package is closed, and a summary without persons may be kept for later cases.
func (c *Case) CompleteDispatch(d *Dispatch, actor Actor, now time.Time, o CompletionOrder, who Anonymity) error {
	if err := c.mayDispatch(d, actor, now, VerbComplete); err != nil {
		return err
	}
	var bad checks
	if o.Keep {
		bad.required("/title", o.Title, "見出し")
		bad.text("/title", o.Title, maxLine)
		bad.required("/text", o.Text, "助言のまとめ")
		bad.text("/text", o.Text, maxText)
		who.check(&bad, "/title", o.Title)
		who.check(&bad, "/text", o.Text)
	} else if o.Title != "" || o.Text != "" {
		bad.add("/keep", "required", "助言のまとめを残すときは「残す」を選んでください。")
	}
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowDispatch, &d.State, VerbComplete, DispatchCompleted)
	d.CompletedAt, d.CompletedBy, d.Told = &now, actor.Account, nil
	if o.Keep {
		d.Advice = &Advice{ID: NewID(now), Title: o.Title, Text: o.Text, Fields: d.Fields, Issues: d.Issues, At: now}
	}
	c.EndPackage(now, PackageDispatch, d.ID)
	c.dispatched(actor, now, EventDispatchCompleted, d, without([]ID{c.Lead()}, actor.Agency)...)
	c.tellAdvisor(actor, now, EventDispatchCompleted, d)
	return nil
}

// CancelDispatch calls it off before there was advice (coordinator).
func (c *Case) CancelDispatch(d *Dispatch, actor Actor, now time.Time, reason string) error {
	if err := c.mayDispatch(d, actor, now, VerbCancel); err != nil {
		return err
	}
	var bad checks
	bad.required("/reason", reason, "取りやめる理由")
	bad.text("/reason", reason, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowDispatch, &d.State, VerbCancel, DispatchCancelled)
	d.CancelledAt, d.CancelledBy, d.CancelNote, d.Told = &now, actor.Account, reason, nil
	c.EndPackage(now, PackageDispatch, d.ID)
	c.dispatched(actor, now, EventDispatchCancelled, d, without([]ID{c.Lead()}, actor.Agency)...)
	c.tellAdvisor(actor, now, EventDispatchCancelled, d)
	return nil
}

// RemindDispatch is the clock's: an advisor who did not confirm in time, or follow-ups that are over, are told to the
// coordinators once. It reports whether it did.
func (c *Case) RemindDispatch(d *Dispatch, now time.Time) bool {
	kind, due := EventDispatchUnanswered, d.ConfirmDue
	if d.State == DispatchAdvised {
		kind, due = EventDispatchFollowUpOver, d.FollowUntil
	}
	if d.State != DispatchAssigned && d.State != DispatchAdvised || d.Told != nil || due == nil || now.Before(*due) {
		return false
	}
	d.Told = &now
	c.dispatched(Clock(), now, kind, d, CoordinatorsID)
	return true
}

func (m *DispatchMeeting) check(bad *checks, now time.Time, who Anonymity) {
	if m == nil {
		return
	}
	if m.Start.IsZero() || m.Start.Before(now) {
		bad.add("/meeting/start", "past", "日時が過ぎています。これからの日時を入力してください。")
	} else if m.Start.After(now.AddDate(2, 0, 0)) {
		bad.add("/meeting/start", "impossible", "日時をご確認ください。")
	}
	if m.Minutes < 5 || m.Minutes > 12*60 {
		bad.add("/meeting/minutes", "impossible", "時間は5分から12時間までで入力してください。")
	}
	bad.text("/meeting/place", m.Place, maxLine)
	who.check(bad, "/meeting/place", m.Place) // it goes out in a mail
}

// endOfDay is the last instant of a day in Tokyo, as µs go.
func endOfDay(d calendar.Date) time.Time {
	next := d.AddDays(1)
	return time.Date(next.Year, next.Month, next.Day, 0, 0, 0, 0, calendar.Tokyo).Add(-time.Microsecond).UTC()
}
