package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// CheckClosure answers what the one gate still asks for.
func (s *Server) CheckClosure(ctx context.Context, r gen.CheckClosureRequestObject) (gen.CheckClosureResponseObject, error) {
	var out gen.ClosureCheck
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Case(r.CaseId)
		if err != nil {
			return err
		}
		if err := f.MayCheckClosure(tx.Actor()); err != nil {
			return err
		}
		k, err := tx.Commitments(f)
		if err != nil {
			return err
		}
		n, err := s.seeCommitments(ctx, tx, f, k)
		out = n.closureCheck(f, k, tx.Actor(), s)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.CheckClosure200JSONResponse(out), nil
}

func (n names) closureCheck(f *store.CaseFile, k *casework.Commitments, a casework.Actor, s *Server) gen.ClosureCheck {
	out := gen.ClosureCheck{
		CaseId: f.ID, NeedsMeeting: f.NeedsMeeting(), NeedsClass: f.NeedsClass(), Meetings: mapped(k.Meetings, decidingMeeting), Contacts: mapped(f.ContactSuggestions(), n.agency),
		FollowUpOn: dateIn(f.FollowUpDefault(s.now())), Etag: etagText(f.Version), Actions: []string{}, Handoffs: []gen.AgencyRef{}, Goals: []gen.ClosureGoal{},
		Blockers:    mapped(f.Blockers(), func(b casework.Blocker) gen.ClosureCheckBlockers { return gen.ClosureCheckBlockers(b) }),
		Assignments: mapped(k.OpenAssignments(), func(x *casework.Assignment) gen.Assignment { return n.assignment(f, x, a, s) }),
	}
	for _, h := range f.Handoffs {
		if h.Open() {
			out.Handoffs = append(out.Handoffs, n.agency(h.Receiver))
		}
	}
	if p := k.Plan; p != nil && p.Live() {
		out.DraftPlan = some(p.State == casework.PlanDrafting)
		for _, g := range p.Unanswered() {
			out.Goals = append(out.Goals, gen.ClosureGoal{Id: g.ID, Wheel: gen.ClosureGoalWheel(g.Wheel), Text: f.Mask.Text(g.Text), Criteria: some(f.Mask.Text(g.Criteria))})
		}
	}
	for _, action := range f.Actions(a) {
		if action == string(casework.VerbClose) {
			out.Actions = append(out.Actions, action)
		}
	}
	return out
}

// CloseCase closes a case through the gate; everything it asks for goes in one transaction.
func (s *Server) CloseCase(ctx context.Context, r gen.CloseCaseRequestObject) (gen.CloseCaseResponseObject, error) {
	return s.changeCommitted(ctx, r.CaseId, r.Params.IfMatch, func(f *store.CaseFile, k *casework.Commitments, a casework.Actor) error {
		return f.Close(a, s.now(), closureOrder(r.Body), k)
	})
}

// changeCommitted runs a verb of the case that also ends or begins what was agreed on it.
func (s *Server) changeCommitted(ctx context.Context, id casework.ID, seen string, verb func(f *store.CaseFile, k *casework.Commitments, a casework.Actor) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(id)
		if err != nil {
			return nil, err
		}
		k, err := tx.Commitments(f)
		if err != nil {
			return nil, err
		}
		version := f.Version
		if err := verb(f, k, tx.Actor()); err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if err := s.saveCommitted(tx, f, k); err != nil {
			return nil, err
		}
		body, err := s.caseBody(ctx, tx, f)
		return ok(body, f.Version), err
	})
}

func closureOrder(in *gen.ClosureInput) casework.ClosureOrder {
	o := casework.ClosureOrder{Scores: goalScores(value(in.Scores)), Closure: casework.Closure{
		Reason: in.Reason, ContinuingContact: in.ContinuingContact, WatchConditions: value(in.WatchConditions), Conference: value(in.ConferenceId), DecidingMeeting: value(in.DecidingMeeting),
		Class: casework.EscalationClass(value(in.Class)), FollowUpOn: dayOf(in.FollowUpOn), NoFollowUp: value(in.NoFollowUp)}}
	for _, r := range value(in.Roles) {
		o.Roles = append(o.Roles, casework.RoleEnd{Assignment: r.AssignmentId, Done: value(r.Done), To: value(r.To), Note: value(r.Reason)})
	}
	return o
}
