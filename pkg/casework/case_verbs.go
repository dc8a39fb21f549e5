package casework

import (
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// may is the check before every verb on the case itself, and what its actions are made of.
func (c *Case) may(actor Actor, verb Verb) error {
	if err := permit(WorkflowCase, c.State, verb, c.is(actor)); err != nil {
		return err
	}
	switch {
	case verb == VerbBreakGlass && !c.hidesFrom(actor):
		return wrongState("このケースに、非表示になっている情報はありません。")
	case (verb == VerbClose || verb == VerbSuspend) && c.hasOpenHandoff():
		return wrongState("返事を待っているつなぎがあります。受け止めを待つか、取り下げてから操作してください。")
	case verb == VerbClose && c.State != CaseCoordinating && c.openEscalations() > 0:
		return wrongState("推進員への相談がまだ続いています。調整が終わってから終結してください。")
	}
	return nil
}

// StartSupport begins the support (by the lead agency).
func (c *Case) StartSupport(actor Actor, now time.Time) error {
	if err := c.may(actor, VerbStartSupport); err != nil {
		return err
	}
	move(WorkflowCase, &c.State, VerbStartSupport, CaseSupporting)
	c.record(actor, now, EventSupportStarted, EventData{State: c.State})
	return nil
}

// Monitor goes over to 見守り (by the lead agency).
func (c *Case) Monitor(actor Actor, now time.Time) error {
	if err := c.may(actor, VerbMonitor); err != nil {
		return err
	}
	move(WorkflowCase, &c.State, VerbMonitor, CaseMonitoring)
	c.record(actor, now, EventMonitoringStarted, EventData{State: c.State})
	c.tell(actor, now, EventMonitoringStarted, nil, nil, c.SupportingNow()...)
	return nil
}

// Suspend lets the case rest until a review date, watched under conditions (中断).
func (c *Case) Suspend(actor Actor, now time.Time, s Suspension) error {
	if err := c.may(actor, VerbSuspend); err != nil {
		return err
	}
	var bad checks
	bad.required("/reason", s.Reason, "中断の理由")
	bad.text("/reason", s.Reason, maxText)
	bad.required("/watchConditions", s.WatchConditions, "見守りの条件")
	bad.text("/watchConditions", s.WatchConditions, maxText)
	if !s.ReviewOn.After(calendar.DateOf(now)) {
		bad.add("/reviewOn", "impossible", "次に見直す日は、明日以降の日付にしてください。")
	}
	if err := bad.err(); err != nil {
		return err
	}
	s.Since, s.From = now, c.State
	move(WorkflowCase, &c.State, VerbSuspend, CaseSuspended)
	c.Suspension = &s
	c.record(actor, now, EventSuspended, EventData{State: c.State, ReviewOn: s.ReviewOn.String(), Text: s.Reason})
	c.tell(actor, now, EventSuspended, nil, nil, append(c.SupportingNow(), c.Lead())...)
	return nil
}

// Resume takes a suspended case up again.
func (c *Case) Resume(actor Actor, now time.Time) error {
	if err := c.may(actor, VerbResume); err != nil {
		return err
	}
	move(WorkflowCase, &c.State, VerbResume, CaseSupporting)
	c.Suspension = nil
	c.record(actor, now, EventResumed, EventData{State: c.State})
	c.tell(actor, now, EventResumed, nil, nil, c.SupportingNow()...)
	return nil
}

// wasCoordinated reports whether the coordinators coordinate the case, or did; advice alone needs no meeting.
func (c *Case) wasCoordinated() bool {
	return c.State == CaseCoordinating || slices.ContainsFunc(c.Escalations, func(e *Escalation) bool {
		return e.Class == ClassCoordinated
	})
}

// Reopen takes a closed case up again with its last lead agency (再開).
func (c *Case) Reopen(actor Actor, now time.Time, reason string, k *Commitments) error {
	if err := c.may(actor, VerbReopen); err != nil {
		return err
	}
	var bad checks
	bad.required("/reason", reason, "再開の理由")
	bad.text("/reason", reason, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	lead := c.lastLead()
	move(WorkflowCase, &c.State, VerbReopen, CaseSupporting)
	c.Custodies = append(c.Custodies, Custody{ID: NewID(now), Agency: lead, Since: now})
	c.changes.Custody = true
	c.Closure = nil
	k.drop(c, now, MonitorFollowUp) // somebody looks after the household again already
	c.ChainSince = &now
	c.refreshContactDue()
	c.record(actor, now, EventReopened, EventData{State: c.State, Agency: lead, Text: strings.TrimSpace(reason)})
	c.tell(actor, now, EventReopened, nil, nil, append(c.SupportingNow(), lead)...)
	return nil
}
