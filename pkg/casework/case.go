package casework

import (
	"fmt"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Case is one household's course of support, with everything its rules need: who leads, who
// supports, what was asked of whom, and what the coordinators were called for. The store loads it
// whole under a row lock, so a verb always sees a settled aggregate. A verb that returns an error
// has changed nothing.
type Case struct {
	ID       ID
	Number   string // ケース番号, e.g. R8-0001
	State    State
	Version  int // of the stored row; the store counts it, the rules do not touch it
	OpenedAt time.Time
	Sheet    CaseSheet

	Custodies   []Custody // oldest first; the last is open unless the case is closed
	Supporting  []Support // every 連携機関 that ever was, oldest first
	Handoffs    []*Handoff
	Members     []*HouseholdMember // everyone who ever stood on a sheet of the household
	Protections []*Protection      // 支援措置, ended ones too
	Glasses     []*BreakGlass      // masks lifted, as far as they may still count
	Escalations []*Escalation
	Packages    []*PackageGrant // of single persons; those that are over are forgotten (Expire)

	ContactedAt *time.Time // when the household was last contacted, as far as recorded
	ContactDue  *time.Time // the household is to be contacted by then; nil: nothing due
	ChainSince  *time.Time // hops before this do not count: a coordinator settled, or the case was reopened
	Flag        *Flag      // たらい回し seen; nil: not flagged

	Suspension *Suspension // why it rests; nil unless suspended
	Closure    *Closure    // how it ended; nil unless closed

	Settings Settings // the deadlines that apply; given by the store, not saved with the case

	changes Changes
}

// CaseSheet is what a case must know of its sheet.
type CaseSheet struct {
	ID        ID
	Version   int  // number of the current version of the content
	Filing    ID   // agency that filed it
	Consented bool // SheetContent.EveryoneConsented
	Danger    bool // 生命・身体の危険
}

// FlagReason says why a case was flagged as たらい回し.
type FlagReason string

// The reasons.
const (
	FlagRevisit   FlagReason = "revisit"    // the chain would return to an agency that already led
	FlagHopLimit  FlagReason = "hop_limit"  // the chain would reach its last hop
	FlagNoContact FlagReason = "no_contact" // the household was not contacted in time
)

// Flag marks a case whose chain the coordinators must end.
type Flag struct {
	At     time.Time  `json:"at"`
	Reason FlagReason `json:"reason"`
}

// Suspension is why a case rests and when it is looked at again.
type Suspension struct {
	Reason          string        `json:"reason"`
	WatchConditions string        `json:"watchConditions"`
	ReviewOn        calendar.Date `json:"reviewOn"`
	Since           time.Time     `json:"since"`                // set by the rule
	From            State         `json:"from"`                 // set by the rule: the state it rested from
	RemindedAt      *time.Time    `json:"remindedAt,omitempty"` // when the lead was told that the review date came
}

// CaseNumber formats the number of a case from its fiscal year (西暦) and the sequence within it.
func CaseNumber(fiscalYear, sequence int) string {
	era, year := "H", fiscalYear-1988
	if fiscalYear >= 2019 {
		era, year = "R", fiscalYear-2018
	}
	return fmt.Sprintf("%s%d-%04d", era, year, sequence)
}

// openCase starts the course of support when a sheet is filed: the filing agency leads from this instant.
func openCase(s *Sheet, actor Actor, now time.Time, number string, settings Settings) *Case {
	c := &Case{
		ID: NewID(now), Number: number, OpenedAt: now, Settings: settings,
		Sheet:     caseSheet(s),
		Custodies: []Custody{{ID: NewID(now), Agency: s.Agency, Since: now}},
	}
	move(WorkflowCase, &c.State, VerbOpen, CaseReceived)
	c.record(actor, now, EventCaseOpened, EventData{Agency: s.Agency})
	c.record(actor, now, EventSheetFiled, EventData{Sheet: s.ID, SheetVersion: c.Sheet.Version})
	c.syncMembers(actor, now, s, nil)
	return c
}

func caseSheet(s *Sheet) CaseSheet {
	return CaseSheet{
		ID: s.ID, Version: len(s.Versions), Filing: s.Agency,
		Consented: s.Content.EveryoneConsented(), Danger: s.Content.Danger,
	}
}

// TakeChanges returns what the verbs have collected since the last call, and forgets it.
// The store writes it in the transaction that saves the case.
func (c *Case) TakeChanges() Changes {
	taken := c.changes
	c.changes = Changes{}
	return taken
}

// Handoff returns the handoff with the id, or not_found.
func (c *Case) Handoff(id ID) (*Handoff, error) {
	for _, h := range c.Handoffs {
		if h.ID == id {
			return h, nil
		}
	}
	return nil, NotFound()
}

// Escalation returns the escalation with the id, or not_found.
func (c *Case) Escalation(id ID) (*Escalation, error) {
	for _, e := range c.Escalations {
		if e.ID == id {
			return e, nil
		}
	}
	return nil, NotFound()
}

// is reports who the actor is towards the case as such.
func (c *Case) is(actor Actor) func(Party) bool {
	return func(p Party) bool {
		switch p {
		case ByLead:
			return actor.WorksFor(c.Lead())
		case ByLastLead:
			return c.State == CaseClosed && actor.WorksFor(c.lastLead())
		case BySupporting:
			return actor.WorksFor(actor.Agency) && c.Supports(actor.Agency)
		case ByFiling:
			return actor.WorksFor(c.Sheet.Filing)
		case ByCoordinator:
			return actor.Has(RoleCoordinator) && c.Coordinated()
		case ByClock:
			return actor.clock
		default:
			return false
		}
	}
}

// Coordinated reports whether the case ever came to the coordinators; from then on it exists for them.
func (c *Case) Coordinated() bool { return len(c.Escalations) > 0 || c.Flag != nil }
