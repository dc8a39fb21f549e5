package casework

import (
	"slices"
	"strconv"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Monitoring is one look that is due: after the household while a plan is in force (モニタリング), at the plan itself
// (見直し), or after the household some months after the case was closed (終結後の確認).
type Monitoring struct {
	ID         ID
	Case       ID
	Plan       ID // "" after closure
	Kind       MonitoringKind
	State      State
	Version    int           // of the stored row; the store counts it
	DueOn      calendar.Date // the lead agency, or the last one, answers for it
	CreatedAt  time.Time
	DoneAt     *time.Time
	DoneBy     ID // account
	Note       ID // what was recorded
	Result     MonitoringResult
	LateToldAt *time.Time

	changed bool
}

// MonitoringKind is what is looked at.
type MonitoringKind string

// The kinds.
const (
	MonitorPlan     MonitoringKind = "plan"      // モニタリング
	MonitorReview   MonitoringKind = "review"    // プランの見直し; done by reviewing the plan
	MonitorFollowUp MonitoringKind = "follow_up" // 終結後の確認
)

// MonitoringResult is what was found.
type MonitoringResult string

// The results.
const (
	FoundAsPlanned MonitoringResult = "as_planned" // 予定どおり・落ち着いている
	FoundChange    MonitoringResult = "change"     // 変化があり、プランの見直しがいる
	FoundReopen    MonitoringResult = "reopen"     // 再び支援がいる (after closure)
)

// Commitments is what a case has agreed beyond itself: roles, its plan, looks that are due, and the conferences where
// that was decided. The store loads it under the case's lock; verbs that need it take it beside the case.
type Commitments struct {
	Assignments []*Assignment
	Plan        *Plan         // the live one, else the last; nil when there never was one
	Monitorings []*Monitoring // those due; verbs add to it
	Meetings    []Meeting     // conferences of the case that were held
}

// Meeting is a conference that was held on the case.
type Meeting struct {
	ID     ID
	Kind   string
	HeldOn calendar.Date
	Name   string // what it is called in a record: 第3回 複合課題ケース検討会
}

func (k *Commitments) meeting(id ID) *Meeting {
	for i := range k.Meetings {
		if k.Meetings[i].ID == id {
			return &k.Meetings[i]
		}
	}
	return nil
}

// Assignment returns the assignment with the id, or not_found.
func (k *Commitments) Assignment(id ID) (*Assignment, error) {
	for _, a := range k.Assignments {
		if a.ID == id {
			return a, nil
		}
	}
	return nil, NotFound()
}

// Monitoring returns the one with the id that is due, or not_found.
func (k *Commitments) Monitoring(id ID) (*Monitoring, error) {
	for _, m := range k.Monitorings {
		if m.ID == id {
			return m, nil
		}
	}
	return nil, NotFound()
}

// OpenAssignments are the roles that are not done: they stand on the agenda of the next conference (invariant 6).
func (k *Commitments) OpenAssignments() []*Assignment {
	var open []*Assignment
	for _, a := range k.Assignments {
		if a.Open() {
			open = append(open, a)
		}
	}
	return open
}

// plan sets the day of the next look of the kind.
func (k *Commitments) plan(c *Case, now time.Time, kind MonitoringKind, on calendar.Date) {
	m := &Monitoring{ID: NewID(now), Case: c.ID, Kind: kind, DueOn: on, CreatedAt: now, changed: true}
	if kind != MonitorFollowUp {
		m.Plan = k.Plan.ID
	}
	move(WorkflowMonitoring, &m.State, VerbPlan, MonitoringDue)
	k.Monitorings = append(k.Monitorings, m)
}

// drop takes the looks of the kinds off the list: what they were for has ended, or is planned anew.
func (k *Commitments) drop(_ *Case, now time.Time, kinds ...MonitoringKind) {
	for _, m := range k.Monitorings {
		if m.State == MonitoringDue && slices.Contains(kinds, m.Kind) {
			move(WorkflowMonitoring, &m.State, VerbDrop, MonitoringDropped)
			m.DoneAt, m.changed = &now, true
		}
	}
}

// done ends the looks of the kind that something else has done.
func (k *Commitments) done(_ *Case, actor Actor, now time.Time, kind MonitoringKind) {
	for _, m := range k.Monitorings {
		if m.State == MonitoringDue && m.Kind == kind {
			m.finish(actor, now, FoundAsPlanned, "")
		}
	}
}

func (m *Monitoring) finish(actor Actor, now time.Time, r MonitoringResult, note ID) {
	move(WorkflowMonitoring, &m.State, VerbRecord, MonitoringDone)
	m.DoneAt, m.DoneBy, m.Result, m.Note, m.changed = &now, actor.Account, r, note, true
}

func (m *Monitoring) may(c *Case, actor Actor, verb Verb) error {
	if err := permit(WorkflowMonitoring, m.State, verb, c.is(actor)); err != nil {
		return err
	}
	if verb == VerbRecord && m.Kind == MonitorReview {
		return wrongState("プランの見直しは、支援プランの「評価する」から記録してください。")
	}
	if verb == VerbRecord {
		return c.may(actor, VerbAddNote)
	}
	return nil
}

// Actions lists what the actor may do with it now; dropping happens by itself.
func (m *Monitoring) Actions(c *Case, actor Actor) []string {
	if m.may(c, actor, VerbRecord) != nil {
		return []string{}
	}
	return []string{string(VerbRecord)}
}

// Overdue is derived, never stored.
func (m *Monitoring) Overdue(now time.Time) bool {
	return m.State == MonitoringDue && !now.Before(m.lateAt())
}

func (m *Monitoring) lateAt() time.Time { return m.DueOn.AddDays(1).Time().UTC() }

// TakeChanged reports whether a verb changed it since the last call.
func (m *Monitoring) TakeChanged() bool {
	changed := m.changed
	m.changed = false
	return changed
}

// MonitoringRecord is what was seen. NextOn zero is the plan's own rhythm.
type MonitoringRecord struct {
	Note   NoteDraft
	Result MonitoringResult
	NextOn calendar.Date
}

// RecordMonitoring does a look that is due: what was seen becomes an entry of the 支援経過, and the plan's next look is
// planned. After closure it may find that the household needs support again; reopening stays a verb of its own.
func (c *Case) RecordMonitoring(actor Actor, now time.Time, k *Commitments, m *Monitoring, r MonitoringRecord) (*Note, error) {
	if err := m.may(c, actor, VerbRecord); err != nil {
		return nil, err
	}
	if err := m.checkRecord(c, now, r); err != nil {
		return nil, err
	}
	n, err := c.AddNote(actor, now, r.Note)
	if err != nil {
		return nil, err
	}
	m.finish(actor, now, r.Result, n.ID)
	if p := k.Plan; m.Kind == MonitorPlan && p != nil && p.Live() && c.State != CaseClosed {
		if r.NextOn.IsZero() {
			r.NextOn = p.nextMonitoring(c, calendar.DateOf(r.Note.OccurredAt), now)
		}
		k.plan(c, now, MonitorPlan, r.NextOn)
	}
	c.record(actor, now, EventMonitoringRecorded, EventData{Monitoring: m.ID, Plan: m.Plan, Note: n.ID, Reason: string(r.Result)})
	if r.Result != FoundAsPlanned {
		c.tell(actor, now, EventMonitoringRecorded, nil, nil, c.concerned()...)
	}
	return n, nil
}

func (m *Monitoring) checkRecord(c *Case, now time.Time, r MonitoringRecord) error {
	var bad checks
	switch {
	case r.Result == FoundAsPlanned, r.Result == FoundChange && m.Kind == MonitorPlan, r.Result == FoundReopen && m.Kind == MonitorFollowUp:
	default:
		bad.add("/result", "required", "確認した結果を選んでください。")
	}
	if !r.NextOn.IsZero() {
		today, most := calendar.DateOf(now), c.Settings.MonitoringEveryMonths
		switch {
		case m.Kind != MonitorPlan:
			bad.add("/nextOn", "not_allowed", "次回の予定は、プランのモニタリングだけに入力できます。")
		case !r.NextOn.IsValid() || !r.NextOn.After(today):
			bad.add("/nextOn", "impossible", "次回は、明日以降の日付にしてください。")
		case r.NextOn.After(today.AddMonths(most)):
			bad.add("/nextOn", "out_of_range", "次回は、"+strconv.Itoa(most)+"か月以内の日付にしてください。")
		}
	}
	return bad.err()
}

// concerned are the lead agency (or the last one), the supporting ones, and the coordinators once they know the case.
func (c *Case) concerned() []ID {
	to := append(c.SupportingNow(), c.lastLead())
	if c.Coordinated() {
		to = append(to, CoordinatorsID)
	}
	return to
}

// ByClock tells of a look that nobody took in time, once. It reports whether it did.
func (m *Monitoring) ByClock(c *Case, now time.Time) bool {
	if m.LateToldAt != nil || !m.Overdue(now) {
		return false
	}
	m.LateToldAt, m.changed = &now, true
	c.record(Clock(), now, EventMonitoringOverdue, EventData{Monitoring: m.ID, Plan: m.Plan})
	to := []ID{c.lastLead()}
	if c.Coordinated() {
		to = append(to, CoordinatorsID)
	}
	c.tell(Clock(), now, EventMonitoringOverdue, nil, nil, to...)
	return true
}

// ClockAt is when the clock has to look at it; nil when it need not.
func (m *Monitoring) ClockAt() *time.Time {
	if m.State != MonitoringDue || m.LateToldAt != nil {
		return nil
	}
	at := m.lateAt()
	return &at
}
