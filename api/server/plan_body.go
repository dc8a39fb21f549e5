package server

import (
	"slices"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

func (p *people) ofPlan(plan *casework.Plan) {
	p.accounts = append(p.accounts, plan.UpdatedBy)
	p.agencies = append(p.agencies, plan.Content.Agencies()...)
	for _, v := range plan.Agreed {
		p.agencies = append(append(p.agencies, v.Content.Agencies()...), v.Agreement.Agency)
		p.accounts = append(p.accounts, v.Agreement.By)
	}
	for _, r := range plan.Reviews {
		p.agencies, p.accounts = append(p.agencies, r.Agency), append(p.accounts, r.By)
	}
}

// plan renders the plan of a case for those who work on it.
func (n names) plan(f *store.CaseFile, k *casework.Commitments, a casework.Actor) gen.Plan {
	p := k.Plan
	lead := n.agency(lastLead(f))
	out := gen.Plan{
		Id: p.ID, CaseId: f.ID, CaseNumber: f.Number, SubjectName: some(f.Card.SubjectName), Lead: &lead, State: gen.PlanState(p.State), Number: p.Number, Content: f.Mask.Plan(p.Content),
		Agencies: n.ofPlanAgencies(f, p), Members: []gen.AssignmentMember{}, Meetings: mapped(k.Meetings, decidingMeeting), Unanswered: []gen.Id{},
		UpdatedAt: p.UpdatedAt, UpdatedBy: n.account(p.UpdatedBy), EndedAt: p.EndedAt, EndReason: some(f.Mask.Text(p.EndReason)), ReviewOn: dateOf(&p.ReviewOn),
		Etag: etag(p.Version), Actions: p.Actions(f.Case, a),
		Versions: mapped(p.Agreed, func(v casework.PlanVersion) gen.PlanVersion { return n.planVersion(f, k, v) }),
		Reviews:  mapped(p.Reviews, func(r casework.PlanReview) gen.PlanReview { return n.planReview(f.Mask, r) }),
	}
	for _, m := range f.Members {
		out.Members = append(out.Members, *member(m))
	}
	for _, g := range p.Unanswered() {
		out.Unanswered = append(out.Unanswered, g.ID)
	}
	for _, m := range k.Monitorings {
		if m.Kind == casework.MonitorPlan && m.State == casework.MonitoringDue {
			out.NextMonitoringOn = dateOf(&m.DueOn)
		}
	}
	return out
}

// ofPlanAgencies are the agencies that stand in any version, and those of the case.
func (n names) ofPlanAgencies(f *store.CaseFile, p *casework.Plan) []gen.AgencyRef {
	ids := append(append([]casework.ID{lastLead(f)}, f.SupportingNow()...), p.Content.Agencies()...)
	for _, v := range p.Agreed {
		ids = append(ids, v.Content.Agencies()...)
	}
	slices.Sort(ids)
	return mapped(slices.Compact(ids), n.agency)
}

func (n names) planVersion(f *store.CaseFile, k *casework.Commitments, v casework.PlanVersion) gen.PlanVersion {
	g := v.Agreement
	out := gen.PlanVersion{Number: v.Number, Content: f.Mask.Plan(v.Content), Agreement: gen.PlanAgreement{
		ConferenceId: some(g.Conference), Reason: some(f.Mask.Text(g.Reason)), AgreedOn: dateIn(g.On), By: n.account(g.By), Agency: n.agency(g.Agency), At: g.At}}
	for _, m := range k.Meetings {
		if m.ID == g.Conference {
			out.Agreement.ConferenceName = some(m.Name)
		}
	}
	return out
}

func (n names) planReview(m casework.Mask, r casework.PlanReview) gen.PlanReview {
	return gen.PlanReview{Id: r.ID, Number: r.Number, Decision: gen.ReviewDecision(r.Decision), Summary: some(m.Text(r.Summary)), NextOn: dateOf(&r.NextOn),
		By: n.account(r.By), Agency: n.agency(r.Agency), At: r.At,
		Scores: mapped(r.Scores, func(g casework.GoalScore) gen.GoalScore {
			return gen.GoalScore{GoalId: g.Goal, Score: gen.GoalScoreScore(scoreWords[g.Half]), Note: some(m.Text(g.Note))}
		})}
}

func decidingMeeting(m casework.Meeting) gen.DecidingMeeting {
	return gen.DecidingMeeting{Id: m.ID, Name: m.Name, HeldOn: dateIn(m.HeldOn)}
}
