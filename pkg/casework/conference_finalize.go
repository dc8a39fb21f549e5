package casework

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// FinalizeOrder closes the record. What becomes of it stands in the minutes themselves, so the order only says which
// version of them was read, and whether the drafted plan was agreed in the room.
type FinalizeOrder struct {
	MinutesVersion int
	AgreePlan      bool
}

// CheckFinalize says what is still missing, without doing anything.
func (g *ConferenceMeeting) CheckFinalize(c *Case, k *Conference, actor Actor, now time.Time) error {
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

// Finalize makes the record final: from now on it is only added to. Each spoken 役割分担 becomes an assignment, the plan is
// agreed when the room agreed to it, the next monitoring is due, the members' access gets its end, and everybody is told
// once. m is what the case has agreed so far; the store writes all of it in one transaction, or nothing.
func (g *ConferenceMeeting) Finalize(c *Case, k *Conference, m *Commitments, actor Actor, now time.Time, o FinalizeOrder) error {
	if err := g.CheckFinalize(c, k, actor, now); err != nil {
		return err
	}
	if o.MinutesVersion != g.MinutesVersion { // somebody wrote a line that was not read
		return Stale()
	}
	told := len(c.changes.Notices)
	if err := g.commit(c, k, m, actor, now, o); err != nil {
		return err
	}
	// What the verbs above told in passing stands in the one message.
	kept := slices.Clone(c.changes.Notices[:told])
	for _, n := range c.changes.Notices[told:] {
		if n.Kind != EventAssignmentProposed && n.Kind != EventPlanAgreed {
			kept = append(kept, n)
		}
	}
	c.changes.Notices = kept
	at := now
	k.RecordedAt = &at
	move(WorkflowConference, &k.State, VerbFinalize, ConferenceRecorded)
	k.changes.Changed = true
	c.LimitPackage(now, PackageConference, k.ID, *k.PackageUntil())
	k.recordOn(c, actor, now, EventConferenceRecorded, "")
	g.tellAll(c, k, actor, now, EventConferenceRecorded)
	return nil
}

// commit makes what was decided: roles, plan, the next look.
func (g *ConferenceMeeting) commit(c *Case, k *Conference, m *Commitments, actor Actor, now time.Time, o FinalizeOrder) error {
	if err := g.assign(c, k, m, actor, now); err != nil {
		return err
	}
	if o.AgreePlan {
		if m.Plan == nil || m.Plan.State != PlanDrafting {
			return wrongState("合意できる支援プランの案がありません。案を作ってから確定してください。")
		}
		err := c.AgreePlan(actor, now, m, Agreement{Conference: k.ID, On: calendar.DateOf(*k.HeldAt)})
		var rule *Error
		if errors.As(err, &rule) && rule.Code == CodeInvalid {
			for n := range rule.Fields {
				rule.Fields[n].Pointer = "/plan" + rule.Fields[n].Pointer
			}
		}
		if err != nil {
			return err
		}
	}
	if on := g.Minutes.MonitorOn; on != nil && m.Plan != nil && m.Plan.State == PlanAgreed {
		m.drop(c, now, MonitorPlan)
		m.plan(c, now, MonitorPlan, *on)
	}
	return nil
}

// assign turns what was spoken into assignments. What the rule of assignments refuses is pointed at in the minutes.
func (g *ConferenceMeeting) assign(c *Case, k *Conference, m *Commitments, actor Actor, now time.Time) error {
	var bad checks
	for i, item := range g.Minutes.Items {
		for j, t := range item.Tasks {
			order := AssignmentOrder{Agency: t.Agency, Task: t.Task, Member: t.Member, Conference: k.ID}
			if t.DueOn != nil {
				order.DueOn = *t.DueOn
			}
			a, err := NewAssignment(c, actor, now, order)
			var rule *Error
			if errors.As(err, &rule) && rule.Code == CodeInvalid {
				for _, f := range rule.Fields {
					bad.add(fmt.Sprintf("/minutes/items/%d/tasks/%d%s", i, j, f.Pointer), f.Code, f.Message)
				}
				continue
			}
			if err != nil {
				return err
			}
			m.Assignments = append(m.Assignments, a)
		}
	}
	return bad.err()
}

// Recipient is who is told, and by which way.
type Recipient struct {
	Invitee  ID // "" for an agency that was not invited
	Agency   ID
	Account  ID
	Name     string // of somebody outside
	Function string
	Address  string // "" = no mail
	Notice   bool
}

// Recipients lists who is told of the meeting, each once: everybody invited, the agencies that work on the case, and those
// that took a role.
func (g *ConferenceMeeting) Recipients(c *Case, k *Conference) []Recipient {
	var list []Recipient
	known := map[ID]bool{"": true}
	for _, i := range k.Invitees {
		if i.Agency != "" && known[i.Agency] { // several people of one agency
			continue
		}
		known[i.Agency] = true
		list = append(list, Recipient{Invitee: i.ID, Agency: i.Agency, Account: i.Account, Name: i.Name, Function: i.Function, Address: i.Address, Notice: i.Kind != InviteeOutside})
	}
	agencies := append([]ID{c.Lead()}, c.SupportingNow()...)
	for _, t := range g.Minutes.Tasks() {
		agencies = append(agencies, t.Agency)
	}
	for _, a := range agencies {
		if !known[a] {
			known[a] = true
			list = append(list, Recipient{Agency: a, Notice: true})
		}
	}
	return list
}

// tellAll leaves one notice for each recipient. Who does not see the case is told of the conference alone.
func (g *ConferenceMeeting) tellAll(c *Case, k *Conference, actor Actor, now time.Time, kind EventKind) {
	sees := c.Access()
	for _, r := range g.Recipients(c, k) {
		if !r.Notice {
			continue
		}
		n := Notice{ID: NewID(now), Recipient: r.Agency, Account: r.Account, Case: c.ID, Conference: k.ID, Kind: kind, At: now, From: actor.Agency}
		if _, known := sees[r.Agency+r.Account]; !known {
			n.Case = ""
		}
		c.changes.Notices = append(c.changes.Notices, n)
	}
}
