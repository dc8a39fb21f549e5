package casework

import (
	"slices"
	"strconv"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// DraftPlan begins the plan of a case. Nothing need be known yet.
func (c *Case) DraftPlan(actor Actor, now time.Time, k *Commitments, content PlanContent) (*Plan, error) {
	if err := c.MayDraftPlan(actor, k); err != nil {
		return nil, err
	}
	if err := content.checkDraft(c); err != nil {
		return nil, err
	}
	p := &Plan{ID: NewID(now), Case: c.ID, Number: 1, Content: content.prepare(now), CreatedAt: now, UpdatedAt: now, UpdatedBy: actor.Account, changed: true}
	move(WorkflowPlan, &p.State, VerbDraft, PlanDrafting)
	k.Plan = p
	c.record(actor, now, EventPlanDrafted, p.data(""))
	return p, nil
}

// EditPlan keeps what was typed into the draft. It leaves no event: it happens every second.
func (c *Case) EditPlan(actor Actor, now time.Time, p *Plan, content PlanContent) error {
	if err := p.may(c, actor, VerbEdit); err != nil {
		return err
	}
	if err := content.checkDraft(c); err != nil {
		return err
	}
	p.Content = content.prepare(now)
	p.UpdatedAt, p.UpdatedBy, p.changed = now, actor.Account, true
	return nil
}

// AgreePlan puts the drafted version in force: at a conference of the case, or otherwise with the reason. From then on
// its monitorings and its review are due.
func (c *Case) AgreePlan(actor Actor, now time.Time, k *Commitments, g Agreement) error {
	p := k.Plan
	if err := p.may(c, actor, VerbAgree); err != nil {
		return err
	}
	if err := p.Content.checkComplete(now); err != nil {
		return err
	}
	if err := g.check(k, now); err != nil {
		return err
	}
	move(WorkflowPlan, &p.State, VerbAgree, PlanAgreed)
	g.By, g.Agency, g.At = actor.Account, actor.Agency, now
	p.Agreed = append(p.Agreed, PlanVersion{Number: p.Number, Content: p.Content, Agreement: g})
	p.ReviewOn = p.Content.ReviewOn
	p.changed = true
	k.drop(c, now, MonitorPlan, MonitorReview)
	k.plan(c, now, MonitorPlan, p.nextMonitoring(c, g.On, now))
	k.plan(c, now, MonitorReview, p.ReviewOn)
	c.record(actor, now, EventPlanAgreed, p.data(g.Reason))
	c.tell(actor, now, EventPlanAgreed, nil, nil, append(c.SupportingNow(), c.Lead())...)
	return nil
}

func (g *Agreement) check(k *Commitments, now time.Time) error {
	var bad checks
	if g.On.IsZero() {
		g.On = calendar.DateOf(now)
	}
	if !g.On.IsValid() || g.On.After(calendar.DateOf(now)) {
		bad.add("/on", "future", "合意した日は、今日までの日付にしてください。")
	}
	if g.Conference != "" {
		if k.meeting(g.Conference) == nil {
			bad.add("/conferenceId", "unknown", "このケースの検討会ではありません。選び直してください。")
		}
	} else {
		bad.required("/reason", g.Reason, "検討会によらずに合意した理由")
	}
	bad.text("/reason", g.Reason, maxText)
	return bad.err()
}

// RevisePlan begins the next version from what is in force, which stays in force until the new one is agreed.
func (c *Case) RevisePlan(actor Actor, now time.Time, p *Plan, reason string) error {
	if err := p.may(c, actor, VerbRevise); err != nil {
		return err
	}
	var bad checks
	bad.required("/reason", reason, "見直す理由")
	bad.text("/reason", reason, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowPlan, &p.State, VerbRevise, PlanDrafting)
	p.Number++
	p.Content = p.InForce().Content.prepare(now)
	p.Content.ReviewOn = calendar.Date{} // the next version says its own day
	p.UpdatedAt, p.UpdatedBy, p.changed = now, actor.Account, true
	c.record(actor, now, EventPlanRevised, p.data(reason))
	return nil
}

// ReviewPlan judges every goal in force, and decides whether the plan goes on, is changed or comes to its end.
func (c *Case) ReviewPlan(actor Actor, now time.Time, k *Commitments, r PlanReview) error {
	p := k.Plan
	if err := p.may(c, actor, VerbReview); err != nil {
		return err
	}
	if err := p.checkReview(r, now); err != nil {
		return err
	}
	move(WorkflowPlan, &p.State, VerbReview, PlanAgreed)
	p.judge(c, actor, now, r)
	k.done(c, actor, now, MonitorReview)
	if r.Decision != ReviewEnd {
		p.ReviewOn = r.NextOn
		k.plan(c, now, MonitorReview, r.NextOn)
	}
	return nil
}

// judge adds the review and tells of it.
func (p *Plan) judge(c *Case, actor Actor, now time.Time, r PlanReview) {
	r.ID, r.Number, r.By, r.Agency, r.At = NewID(now), p.InForce().Number, actor.Account, actor.Agency, now
	p.Reviews = append(p.Reviews, r)
	p.changed = true
	data := p.data(r.Summary)
	data.PlanNumber, data.Reason = r.Number, string(r.Decision)
	c.record(actor, now, EventPlanReviewed, data)
	c.tell(actor, now, EventPlanReviewed, nil, nil, append(c.SupportingNow(), c.Lead())...)
}

func (p *Plan) checkReview(r PlanReview, now time.Time) error {
	var bad checks
	goals := p.InForce().Content.Goals
	bad.scores("/scores", goals, goals, r.Scores)
	switch r.Decision {
	case ReviewContinue, ReviewChange:
		switch today := calendar.DateOf(now); {
		case !r.NextOn.IsValid():
			bad.add("/nextOn", "required", "次にプランを見直す日を入力してください。")
		case !r.NextOn.After(today):
			bad.add("/nextOn", "impossible", "次にプランを見直す日は、明日以降の日付にしてください。")
		case r.NextOn.After(today.AddMonths(12)):
			bad.add("/nextOn", "out_of_range", "次にプランを見直す日は、1年以内の日付にしてください。")
		}
	case ReviewEnd:
		if !r.NextOn.IsZero() {
			bad.add("/nextOn", "not_allowed", "終結とするときは、次の見直し日はいりません。")
		}
	default:
		bad.add("/decision", "required", "「継続」「変更」「終結」のいずれかを選んでください。")
	}
	bad.text("/summary", r.Summary, maxText)
	return bad.err()
}

// scores checks that each goal that needs one has exactly one score, and that nothing else is scored.
func (c *checks) scores(at string, needed, known []PlanGoal, scores []GoalScore) {
	seen := map[ID]bool{}
	for i, s := range scores {
		row := at + "/" + strconv.Itoa(i)
		switch {
		case !slices.ContainsFunc(known, func(g PlanGoal) bool { return g.ID == s.Goal }):
			c.add(row+"/goalId", "unknown", "このプランの目標ではありません。画面を更新してください。")
		case seen[s.Goal]:
			c.add(row+"/goalId", "duplicate", "同じ目標に評価が二つあります。")
		case s.Half < 0 || s.Half > 2:
			c.add(row+"/score", "out_of_range", "評価は、1・0.5・0 のいずれかにしてください。")
		}
		seen[s.Goal] = true
		c.text(row+"/note", s.Note, maxText)
	}
	for _, g := range needed {
		if !seen[g.ID] {
			c.add(at, "required", "まだ評価していない目標があります。すべての目標を評価してください。")
			return
		}
	}
}

// EndPlan ends the plan without closing the case.
func (c *Case) EndPlan(actor Actor, now time.Time, k *Commitments, reason string) error {
	p := k.Plan
	if err := p.may(c, actor, VerbEnd); err != nil {
		return err
	}
	var bad checks
	bad.required("/reason", reason, "プランを終える理由")
	bad.text("/reason", reason, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	p.end(c, actor, now, k, reason)
	return nil
}

func (p *Plan) end(c *Case, actor Actor, now time.Time, k *Commitments, reason string) {
	move(WorkflowPlan, &p.State, VerbEnd, PlanEnded)
	p.EndedAt, p.EndReason, p.changed = &now, reason, true
	k.drop(c, now, MonitorPlan, MonitorReview)
	c.record(actor, now, EventPlanEnded, p.data(reason))
}

// nextMonitoring is the day after one was done; never before tomorrow.
func (p *Plan) nextMonitoring(c *Case, from calendar.Date, now time.Time) calendar.Date {
	every := c.Settings.MonitoringEveryMonths
	if v := p.InForce(); v != nil && v.Content.MonitorEvery > 0 {
		every = v.Content.MonitorEvery
	}
	next := from.AddMonths(every)
	if tomorrow := calendar.DateOf(now).AddDays(1); next.Before(tomorrow) {
		return tomorrow
	}
	return next
}

func (p *Plan) data(text string) EventData {
	return EventData{Plan: p.ID, PlanNumber: p.Number, Text: text}
}
