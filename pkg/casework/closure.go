package casework

import (
	"strconv"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Closure is how a case ended: what the gate asked for and was told.
type Closure struct {
	Reason            string          `json:"reason"`
	ContinuingContact string          `json:"continuingContact"`         // who the household can turn to from now on
	WatchConditions   string          `json:"watchConditions,omitempty"` // what should bring the household back to an agency
	Conference        ID              `json:"conferenceId,omitempty"`    // the meeting that decided, when the coordinators were called in
	DecidingMeeting   string          `json:"decidingMeeting,omitempty"` // its name; also of one that is not recorded here
	Class             EscalationClass `json:"class,omitempty"`
	FollowUpOn        calendar.Date   `json:"followUpOn"`           // somebody looks after the household again; zero: not needed
	NoFollowUp        string          `json:"noFollowUp,omitempty"` // why not
	At                time.Time       `json:"at"`                   // set by the rule
}

// ClosureOrder is everything the gate asks for, in one go: so that nothing of it is half done.
type ClosureOrder struct {
	Closure
	Scores []GoalScore // of the plan's goals that no review has judged
	Roles  []RoleEnd   // of the roles still open
}

// RoleEnd says how an open role ends with the case: done, by the agency that has it, or handed on to somebody named.
type RoleEnd struct {
	Assignment ID
	Done       bool
	To         string
	Note       string
}

// Blocker is what keeps the gate shut and cannot be filled in on it.
type Blocker string

// The blockers.
const (
	BlockedByHandoff    Blocker = "open_handoff"
	BlockedByEscalation Blocker = "open_escalation"
)

// Blockers lists what must end before the case can be closed. may() says the same in words.
func (c *Case) Blockers() []Blocker {
	blockers := []Blocker{}
	if c.hasOpenHandoff() {
		blockers = append(blockers, BlockedByHandoff)
	}
	if c.State != CaseCoordinating && c.openEscalations() > 0 {
		blockers = append(blockers, BlockedByEscalation)
	}
	return blockers
}

// NeedsMeeting reports whether the gate asks for the meeting that decided.
func (c *Case) NeedsMeeting() bool { return c.wasCoordinated() }

// NeedsClass reports whether the gate asks how the city counts the coordination.
func (c *Case) NeedsClass() bool { return c.State == CaseCoordinating }

// FollowUpDefault is the day the household is looked after again when nobody says otherwise.
func (c *Case) FollowUpDefault(now time.Time) calendar.Date {
	return calendar.DateOf(now).AddMonths(c.Settings.FollowUpAfterMonths)
}

// Close ends the case through the one gate (workflow.md, invariant 7): same conditions for every caller. Custody ends
// with it; roles, plan and monitorings do too, and the look after some months is planned.
func (c *Case) Close(actor Actor, now time.Time, o ClosureOrder, k *Commitments) error {
	if err := c.may(actor, VerbClose); err != nil {
		return err
	}
	if err := c.checkClosure(actor, now, &o, k); err != nil {
		return err
	}
	lead := c.Lead()
	c.endCommitments(actor, now, o, k)
	c.settleAll(actor, now, Settlement{Class: o.Class, Outcome: o.Reason})
	move(WorkflowCase, &c.State, VerbClose, CaseClosed)
	closure := o.Closure
	closure.At = now
	c.Closure = &closure
	c.Flag, c.ContactDue = nil, nil
	if !closure.FollowUpOn.IsZero() {
		k.plan(c, now, MonitorFollowUp, closure.FollowUpOn)
	}
	c.tell(actor, now, EventClosed, nil, nil, append(c.SupportingNow(), lead)...)
	c.endCustody(now)
	c.record(actor, now, EventClosed, EventData{State: c.State, Text: closure.Reason})
	return nil
}

// endCommitments answers the goals, ends the roles and the plan, and takes what was due off the list.
func (c *Case) endCommitments(actor Actor, now time.Time, o ClosureOrder, k *Commitments) {
	for _, r := range o.Roles {
		a, _ := k.Assignment(r.Assignment) // checkClosure has looked
		if r.Done {
			if a.State == AssignmentProposed {
				move(WorkflowAssignment, &a.State, VerbTake, AssignmentTaken)
				a.TakenAt = &now
			}
			a.complete(c, actor, now, r.Note)
		} else {
			a.handOn(c, actor, now, r.To, r.Note)
		}
	}
	if p := k.Plan; p != nil && p.Live() {
		if len(o.Scores) > 0 {
			p.judge(c, actor, now, PlanReview{Scores: o.Scores, Decision: ReviewEnd, Summary: o.Reason})
		}
		p.end(c, actor, now, k, o.Reason)
	}
	k.drop(c, now, MonitorPlan, MonitorReview, MonitorFollowUp)
}

func (c *Case) checkClosure(actor Actor, now time.Time, o *ClosureOrder, k *Commitments) error {
	var bad checks
	bad.required("/reason", o.Reason, "終結の理由")
	bad.text("/reason", o.Reason, maxText)
	bad.required("/continuingContact", o.ContinuingContact, "これからの相談先")
	bad.text("/continuingContact", o.ContinuingContact, maxLine)
	bad.text("/watchConditions", o.WatchConditions, maxText)
	c.checkMeeting(&bad, o, k)
	if c.NeedsClass() && !o.Class.valid() {
		bad.add("/class", "required", "「助言のみで完了」か「支援調整」を選んでください。")
	}
	bad.followUp(o.Closure, now)
	c.checkRoleEnds(&bad, actor, o.Roles, k)
	checkGoals(&bad, o.Scores, k)
	return bad.err()
}

// checkMeeting: who called the coordinators in ends with a meeting. One that is recorded here is chosen; only where
// none is (it was held before, or in writing) is it named in words.
func (c *Case) checkMeeting(bad *checks, o *ClosureOrder, k *Commitments) {
	bad.text("/decidingMeeting", o.DecidingMeeting, maxLine)
	if o.Conference != "" {
		if m := k.meeting(o.Conference); m == nil {
			bad.add("/conferenceId", "unknown", "このケースの検討会ではありません。選び直してください。")
		} else {
			o.DecidingMeeting = m.Name
		}
		return
	}
	switch {
	case !c.wasCoordinated():
	case len(k.Meetings) > 0:
		bad.add("/conferenceId", "required", "終結を決めた検討会を選んでください。")
	default:
		bad.required("/decidingMeeting", o.DecidingMeeting, "終結を決めた会議")
	}
}

func (c *checks) followUp(cl Closure, now time.Time) {
	c.text("/noFollowUp", cl.NoFollowUp, maxLine)
	today := calendar.DateOf(now)
	switch {
	case cl.FollowUpOn.IsZero():
		c.required("/noFollowUp", cl.NoFollowUp, "終結後の確認の予定日、または確認しない理由")
	case !cl.FollowUpOn.IsValid() || !cl.FollowUpOn.After(today):
		c.add("/followUpOn", "impossible", "終結後の確認は、明日以降の日付にしてください。")
	case cl.FollowUpOn.After(today.AddMonths(12)):
		c.add("/followUpOn", "out_of_range", "終結後の確認は、1年以内の日付にしてください。")
	}
}

func (c *Case) checkRoleEnds(bad *checks, actor Actor, ends []RoleEnd, k *Commitments) {
	seen := map[ID]bool{}
	for i, r := range ends {
		at := "/roles/" + strconv.Itoa(i)
		a, err := k.Assignment(r.Assignment)
		switch {
		case err != nil || !a.Open():
			bad.add(at+"/assignmentId", "unknown", "いま進行中の役割分担ではありません。画面を更新してください。")
		case seen[r.Assignment]:
			bad.add(at+"/assignmentId", "duplicate", "同じ役割分担が二度あります。")
		case r.Done && !actor.WorksFor(a.Agency):
			bad.add(at+"/done", "not_allowed", "完了にできるのは、担当している機関だけです。引き継ぐ先を入力してください。")
		case !r.Done:
			bad.handOn(at, r.To, r.Note)
		default:
			bad.text(at+"/reason", r.Note, maxText)
		}
		seen[r.Assignment] = true
	}
	for _, a := range k.OpenAssignments() {
		if !seen[a.ID] {
			bad.add("/roles", "required", "終わっていない役割分担があります。完了するか、引き継ぐ先を決めてください。")
			return
		}
	}
}

// checkGoals asks for a score of every goal in force that no review has judged.
func checkGoals(bad *checks, scores []GoalScore, k *Commitments) {
	var open, known []PlanGoal
	if p := k.Plan; p != nil && p.Live() && p.InForce() != nil {
		open, known = p.Unanswered(), p.InForce().Content.Goals
	}
	bad.scores("/scores", open, known, scores)
}

// ContactSuggestions are agencies that may go on as the household's contact: those that work on the case.
func (c *Case) ContactSuggestions() []ID { return append([]ID{c.lastLead()}, c.SupportingNow()...) }

// MayCheckClosure reports whether the actor may see what the gate asks for: nil, or why not.
func (c *Case) MayCheckClosure(actor Actor) error { return c.may(actor, VerbCheckClosure) }
