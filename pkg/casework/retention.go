package casework

import (
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// The workflow of a disposal.
const (
	WorkflowDisposal Workflow = "disposal"

	DisposalProposed  State = "proposed"
	DisposalApproved  State = "approved"
	DisposalWithdrawn State = "withdrawn"
	DisposalErased    State = "erased"

	VerbApprove  Verb = "approve"
	VerbCarryOut Verb = "carry_out"

	BySecondPerson Party = "second_person" // who did not propose it, or write it
)

// RetentionClass is a kind of record with a time it is kept (保存期間). No law fixes how long; the municipality sets it.
type RetentionClass string

// The classes.
const (
	RetainCase     RetentionClass = "case_dossier"
	RetainQuestion RetentionClass = "informal_question" // 随時相談
	RetainMessage  RetentionClass = "message"
	RetainAccount  RetentionClass = "account"
	RetainJournal  RetentionClass = "journal"
)

// RetentionRule is a setting of one class from a day on.
type RetentionRule struct {
	Class     RetentionClass
	Years     int
	FromYear  bool // counted from the end of the fiscal year of the closing (会計年度末起算); else from the closing day
	ValidFrom calendar.Date
}

// DueOn is the first day on which what was closed on the day may be destroyed: 5 years from the end of its fiscal year for a case
// closed on 2020-05-10 is 2026-04-01.
func (r RetentionRule) DueOn(closed calendar.Date) calendar.Date {
	if r.FromYear {
		return calendar.Date{Year: calendar.FiscalYear(closed) + 1 + r.Years, Month: time.April, Day: 1}
	}
	t := time.Date(closed.Year+r.Years, closed.Month, closed.Day+1, 0, 0, 0, 0, calendar.Tokyo)
	return calendar.DateOf(t)
}

// Before is the instant before which a closing is due on the day: DueOn turned round.
func (r RetentionRule) Before(day calendar.Date) time.Time {
	first := calendar.Date{Year: day.Year - r.Years, Month: day.Month, Day: day.Day}
	if r.FromYear {
		first = calendar.Date{Year: calendar.FiscalYear(day) - r.Years, Month: time.April, Day: 1}
	}
	return time.Date(first.Year, first.Month, first.Day, 0, 0, 0, 0, calendar.Tokyo).UTC()
}

// RetentionCase is a closed case as the city office sees it: no person, no text.
type RetentionCase struct {
	ID       ID
	Number   string
	ClosedOn calendar.Date
	DueOn    calendar.Date
	Hold     *RetentionHold // in force; nil: none
	Disposal ID             // the proposed or approved disposal it stands in; "" none
}

// RetentionHold (保存延長) keeps a case from being destroyed.
type RetentionHold struct {
	ID         ID
	Case       ID
	Reason     string
	Until      calendar.Date // last day; zero: until released
	By         ID            // account
	Agency     ID
	At         time.Time
	ReleasedAt *time.Time
	ReleasedBy ID
}

// HoldBack puts the disposal of a case off (by the city office).
func (c *RetentionCase) HoldBack(actor Actor, now time.Time, reason string, until *calendar.Date) (*RetentionHold, error) {
	if !actor.Has(RoleCityOffice) {
		return nil, forbidden("保存期間の延長は、市の担当課だけが行えます。")
	}
	if c.Hold != nil {
		return nil, wrongState("このケースは、すでに保存を延長しています。")
	}
	var bad checks
	bad.required("/reason", reason, "保存を延長する理由")
	bad.text("/reason", reason, maxText)
	if until != nil && until.Before(calendar.DateOf(now)) {
		bad.add("/until", "impossible", "終わりの日は、今日以降の日付にしてください。")
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	h := &RetentionHold{ID: NewID(now), Case: c.ID, Reason: reason, By: actor.Account, Agency: actor.Agency, At: now}
	if until != nil {
		h.Until = *until
	}
	c.Hold = h
	return h, nil
}

// Release ends the hold (by the city office).
func (c *RetentionCase) Release(actor Actor, now time.Time) (*RetentionHold, error) {
	if !actor.Has(RoleCityOffice) {
		return nil, forbidden("保存期間の延長は、市の担当課だけが終えられます。")
	}
	if c.Hold == nil {
		return nil, wrongState("このケースは、保存を延長していません。")
	}
	h := c.Hold
	h.ReleasedAt, h.ReleasedBy = &now, actor.Account
	c.Hold = nil
	return h, nil
}

// MaxDisposal is how many cases one disposal may hold: what two people can look through.
const MaxDisposal = 200

// Disposal (廃棄) is a list of cases to be destroyed: proposed by one person of the city office, approved by another, carried out by
// the clock. It holds numbers and days, never a person.
type Disposal struct {
	ID         ID
	Number     int
	State      State // of WorkflowDisposal
	Note       string
	ProposedBy ID
	ProposedAt time.Time
	ApprovedBy ID
	ApprovedAt *time.Time
	EndedBy    ID
	EndedAt    *time.Time
	Version    int
	Items      []DisposalItem
}

// DisposalItem is one case of a disposal and what became of it.
type DisposalItem struct {
	Case     ID
	Number   string
	ClosedOn calendar.Date
	DueOn    calendar.Date
	ErasedAt *time.Time
	Skipped  string         // why it was not erased after all: held, reopened, not_due, erased_before
	Counts   map[string]int // table → rows
	Hash     []byte
}

// ProposeDisposal lists cases whose time is over.
func ProposeDisposal(actor Actor, now time.Time, note string, cases []RetentionCase) (*Disposal, error) {
	if err := permit(WorkflowDisposal, "", VerbPropose, isOfDisposal(nil, actor)); err != nil {
		return nil, err
	}
	var bad checks
	if len(cases) == 0 {
		bad.add("/caseIds", "required", "廃棄するケースを選んでください。")
	}
	if len(cases) > MaxDisposal {
		bad.add("/caseIds", "too_many", "一度に廃棄できるのは200件までです。")
	}
	bad.text("/note", note, maxText)
	d := &Disposal{ID: NewID(now), Note: note, ProposedBy: actor.Account, ProposedAt: now}
	for i, c := range cases {
		at := "/caseIds/" + itoa(i)
		switch {
		case c.DueOn.After(calendar.DateOf(now)):
			bad.add(at, "not_allowed", c.Number+" は、まだ保存期間が終わっていません。")
		case c.Hold != nil:
			bad.add(at, "not_allowed", c.Number+" は、保存を延長しています。")
		case c.Disposal != "":
			bad.add(at, "duplicate", c.Number+" は、ほかの廃棄の予定に入っています。")
		case slices.ContainsFunc(d.Items, func(x DisposalItem) bool { return x.Case == c.ID }):
			bad.add(at, "duplicate", c.Number+" が二度選ばれています。")
		}
		d.Items = append(d.Items, DisposalItem{Case: c.ID, Number: c.Number, ClosedOn: c.ClosedOn, DueOn: c.DueOn})
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	move(WorkflowDisposal, &d.State, VerbPropose, DisposalProposed)
	return d, nil
}

// Approve lets the disposal be carried out (by somebody of the city office who did not propose it).
func (d *Disposal) Approve(actor Actor, now time.Time) error {
	if err := d.may(actor, VerbApprove); err != nil {
		return err
	}
	move(WorkflowDisposal, &d.State, VerbApprove, DisposalApproved)
	d.ApprovedBy, d.ApprovedAt = actor.Account, &now
	return nil
}

// Withdraw takes a disposal back that nobody has approved.
func (d *Disposal) Withdraw(actor Actor, now time.Time) error {
	if err := d.may(actor, VerbWithdraw); err != nil {
		return err
	}
	move(WorkflowDisposal, &d.State, VerbWithdraw, DisposalWithdrawn)
	d.EndedBy, d.EndedAt = actor.Account, &now
	return nil
}

// CarriedOut ends a disposal whose items are all erased or passed over (by the clock).
func (d *Disposal) CarriedOut(actor Actor, now time.Time) error {
	if err := d.may(actor, VerbCarryOut); err != nil {
		return err
	}
	if slices.ContainsFunc(d.Items, func(i DisposalItem) bool { return i.ErasedAt == nil && i.Skipped == "" }) {
		return wrongState("まだ廃棄していないケースがあります。")
	}
	move(WorkflowDisposal, &d.State, VerbCarryOut, DisposalErased)
	d.EndedAt = &now
	return nil
}

// Actions lists what the actor may do with the disposal now.
func (d *Disposal) Actions(actor Actor) []string {
	return offered(Verbs(WorkflowDisposal, d.State), func(v Verb) error { return d.may(actor, v) })
}

func (d *Disposal) may(actor Actor, verb Verb) error {
	err := permit(WorkflowDisposal, d.State, verb, isOfDisposal(d, actor))
	if verb == VerbApprove && CodeOf(err) == CodeForbidden && actor.Has(RoleCityOffice) {
		return forbidden("廃棄の承認は、起案した方とは別の方が行います。")
	}
	return err
}

func isOfDisposal(d *Disposal, actor Actor) func(Party) bool {
	return func(p Party) bool {
		switch p {
		case ByCityOffice:
			return actor.Has(RoleCityOffice) && actor.Account != ""
		case BySecondPerson:
			return actor.Has(RoleCityOffice) && actor.Account != "" && d != nil && actor.Account != d.ProposedBy
		case ByClock:
			return actor.clock
		default:
			return false
		}
	}
}
