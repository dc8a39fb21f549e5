package casework

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// FinalizeOrder closes the record. What becomes of it stands in the minutes themselves, so the order only says which
// version of them was read.
type FinalizeOrder struct {
	MinutesVersion int
}

// Outcome is what a finalized conference has made: the store writes all of it in one transaction, or nothing.
type Outcome struct {
	Assignments []*Assignment
}

// CheckFinalize says what is still missing, without doing anything.
func (g *Meeting) CheckFinalize(c *Case, k *Conference, actor Actor, now time.Time) error {
	if err := g.may(actor, k, VerbFinalize); err != nil {
		return err
	}
	var bad checks
	g.Minutes.checkComplete(&bad, c, now)
	if !slices.ContainsFunc(g.Attendances, func(a *Attendance) bool { return a.Presence != PresenceAbsent }) {
		bad.add("/attendance", "required", "出席した方を記録してください。")
	}
	return bad.err()
}

// Finalize makes the record final: from now on it is only added to. Each spoken 役割分担 becomes an assignment, the members'
// access gets its end, and everybody gets one message.
func (g *Meeting) Finalize(c *Case, k *Conference, actor Actor, now time.Time, o FinalizeOrder) (*Outcome, error) {
	if err := g.CheckFinalize(c, k, actor, now); err != nil {
		return nil, err
	}
	if o.MinutesVersion != g.MinutesVersion { // somebody wrote a line that was not read
		return nil, Stale()
	}
	kept := c.changes
	out, err := g.assign(c, k, actor, now)
	if err != nil {
		c.changes = kept
		return nil, err
	}
	at := now
	k.RecordedAt = &at
	move(WorkflowConference, &k.State, VerbFinalize, ConferenceRecorded)
	k.changes.Changed = true
	c.LimitPackage(now, PackageConference, k.ID, *k.PackageUntil())
	k.recordOn(c, actor, now, EventConferenceRecorded, "")
	k.tellInvited(c, actor, now, EventConferenceRecorded)
	k.write(LetterRecord, k.Invitees...)
	return out, nil
}

// assign turns what was spoken into assignments. What the rule of assignments refuses is pointed at in the minutes.
func (g *Meeting) assign(c *Case, k *Conference, actor Actor, now time.Time) (*Outcome, error) {
	out := &Outcome{}
	var bad checks
	for i, item := range g.Minutes.Items {
		for j, t := range item.Tasks {
			a, err := NewAssignment(c, actor, now, AssignmentOrder{Agency: t.Agency, Task: t.Task, Member: t.Member, DueOn: t.DueOn, Conference: k.ID})
			var rule *Error
			if errors.As(err, &rule) && rule.Code == CodeInvalid {
				for _, f := range rule.Fields {
					bad.add(fmt.Sprintf("/minutes/items/%d/tasks/%d%s", i, j, f.Pointer), f.Code, f.Message)
				}
				continue
			}
			if err != nil {
				return nil, err
			}
			out.Assignments = append(out.Assignments, a)
		}
	}
	return out, bad.err()
}

// Recipient is who gets the one message about the record, and by which way.
type Recipient struct {
	Agency   ID
	Account  ID
	Name     string // of somebody outside
	Function string
	Notice   bool
	Mail     bool
}

// Recipients lists who is told when the record is final, each once: everybody invited, the agencies that work on the case,
// and those that took a role.
func (g *Meeting) Recipients(c *Case, k *Conference) []Recipient {
	var list []Recipient
	for _, i := range k.Invitees {
		list = append(list, Recipient{Agency: i.Agency, Account: i.Account, Name: i.Name, Function: i.Function, Notice: i.Kind != InviteeOutside, Mail: i.Address != ""})
	}
	agencies := append([]ID{c.Lead()}, c.SupportingNow()...)
	for _, t := range g.Minutes.Tasks() {
		agencies = append(agencies, t.Agency)
	}
	for _, a := range agencies {
		if a != "" && !slices.ContainsFunc(list, func(r Recipient) bool { return r.Agency == a }) {
			list = append(list, Recipient{Agency: a, Notice: true})
		}
	}
	return list
}
