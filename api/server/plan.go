package server

import (
	"context"
	"fmt"
	"slices"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListPlans answers the plan of a case, if it has one.
func (s *Server) ListPlans(ctx context.Context, r gen.ListPlansRequestObject) (gen.ListPlansResponseObject, error) {
	out := gen.PlanList{Items: []gen.Plan{}, Actions: []string{}}
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Case(r.Params.CaseId)
		if err != nil {
			return err
		}
		k, err := tx.Commitments(f)
		if err != nil {
			return err
		}
		n, err := s.seeCommitments(ctx, tx, f, k)
		if k.Plan != nil {
			out.Items = append(out.Items, n.plan(f, k, tx.Actor()))
		}
		if f.WorkedOn() && f.MayDraftPlan(tx.Actor(), k) == nil {
			out.Actions = append(out.Actions, string(casework.VerbDraft))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListPlans200JSONResponse(out), nil
}

// GetPlan answers one plan with its versions and reviews.
func (s *Server) GetPlan(ctx context.Context, r gen.GetPlanRequestObject) (gen.GetPlanResponseObject, error) {
	var out gen.Plan
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		f, k, err := tx.CaseOfPlan(r.PlanId)
		if err != nil {
			return err
		}
		n, err := s.seeCommitments(ctx, tx, f, k)
		out, version = n.plan(f, k, tx.Actor()), k.Plan.Version
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetPlan200JSONResponse{Body: out, Headers: gen.GetPlan200ResponseHeaders{ETag: etag(version)}}, nil
}

// DiffPlan answers what changed between two versions.
func (s *Server) DiffPlan(ctx context.Context, r gen.DiffPlanRequestObject) (gen.DiffPlanResponseObject, error) {
	out := gen.PlanDiff{From: r.Params.From, To: r.Params.To}
	err := s.read(ctx, func(tx *store.Tx) error {
		f, k, err := tx.CaseOfPlan(r.PlanId)
		if err != nil {
			return err
		}
		from, err := k.Plan.VersionContent(r.Params.From)
		if err != nil {
			return err
		}
		to, err := k.Plan.VersionContent(r.Params.To)
		if err != nil {
			return err
		}
		n, err := s.seeCommitments(ctx, tx, f, k)
		out.Changes = mapped(casework.DiffPlans(f.Mask.Plan(from), f.Mask.Plan(to), n.inPlan(f)), func(c casework.Change) gen.SheetChange {
			return gen.SheetChange{Pointer: c.Pointer, Label: c.Label, Before: some(c.Before), After: some(c.After)}
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.DiffPlan200JSONResponse(out), nil
}

// inPlan names agencies and persons of the household.
func (n names) inPlan(f *store.CaseFile) func(casework.ID) string {
	return func(id casework.ID) string {
		if id == "" {
			return ""
		}
		if m, err := f.Member(id); err == nil {
			return m.Name
		}
		return n.Agency(id).Name
	}
}

// DraftPlan begins the plan of a case.
func (s *Server) DraftPlan(ctx context.Context, r gen.DraftPlanRequestObject) (gen.DraftPlanResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.Body.CaseId)
		if err != nil {
			return nil, err
		}
		k, err := tx.Commitments(f)
		if err != nil {
			return nil, err
		}
		p, err := f.DraftPlan(tx.Actor(), s.now(), k, value(r.Body.Content))
		if err != nil {
			return nil, err
		}
		if err := checkPlanAgencies(tx, casework.PlanContent{}, p.Content); err != nil {
			return nil, err
		}
		if err := s.saveCommitted(tx, f, k); err != nil {
			return nil, err
		}
		made(ctx, p.ID)
		n, err := s.seeCommitments(ctx, tx, f, k)
		return created(n.plan(f, k, tx.Actor()), p.Version, "/api/v1/plans/"+string(p.ID)), err
	})
}

// EditPlan keeps what was typed into the draft.
func (s *Server) EditPlan(ctx context.Context, r gen.EditPlanRequestObject) (gen.EditPlanResponseObject, error) {
	return s.changePlan(ctx, r.PlanId, r.Params.IfMatch, func(tx *store.Tx, f *store.CaseFile, k *casework.Commitments) error {
		stored := k.Plan.Content
		sent := f.Mask.RestorePlan(stored, r.Body.Content)
		if err := f.EditPlan(tx.Actor(), s.now(), k.Plan, sent); err != nil {
			return err
		}
		return checkPlanAgencies(tx, stored, sent)
	})
}

// checkPlanAgencies refuses agencies that the directory does not hold, unless they stood in the plan before.
func checkPlanAgencies(tx *store.Tx, stored, sent casework.PlanContent) error {
	known := stored.Agencies()
	added := slices.DeleteFunc(sent.Agencies(), func(id casework.ID) bool { return slices.Contains(known, id) })
	if len(added) == 0 {
		return nil
	}
	active, err := tx.ActiveAgencies(added)
	if err != nil {
		return err
	}
	wrong := func(id casework.ID) bool { return id != "" && slices.Contains(added, id) && !active[id] }
	for i, row := range sent.Supports {
		if wrong(row.Agency) {
			return fault(fmt.Sprintf("/content/supports/%d/agencyId", i), "unknown", "相談機関一覧にない機関です。選び直してください。")
		}
	}
	for i, row := range sent.Roles {
		if wrong(row.Agency) {
			return fault(fmt.Sprintf("/content/roles/%d/agencyId", i), "unknown", "相談機関一覧にない機関です。選び直してください。")
		}
	}
	return nil
}

// AgreePlan puts the drafted version in force.
func (s *Server) AgreePlan(ctx context.Context, r gen.AgreePlanRequestObject) (gen.AgreePlanResponseObject, error) {
	return s.changePlan(ctx, r.PlanId, r.Params.IfMatch, func(tx *store.Tx, f *store.CaseFile, k *casework.Commitments) error {
		return f.AgreePlan(tx.Actor(), s.now(), k, casework.Agreement{Conference: value(r.Body.ConferenceId), Reason: value(r.Body.Reason), On: dayOf(r.Body.AgreedOn)})
	})
}

// RevisePlan begins the next version.
func (s *Server) RevisePlan(ctx context.Context, r gen.RevisePlanRequestObject) (gen.RevisePlanResponseObject, error) {
	return s.changePlan(ctx, r.PlanId, r.Params.IfMatch, func(tx *store.Tx, f *store.CaseFile, k *casework.Commitments) error {
		return f.RevisePlan(tx.Actor(), s.now(), k.Plan, r.Body.Reason)
	})
}

// ReviewPlan judges every goal, and decides how it goes on.
func (s *Server) ReviewPlan(ctx context.Context, r gen.ReviewPlanRequestObject) (gen.ReviewPlanResponseObject, error) {
	return s.changePlan(ctx, r.PlanId, r.Params.IfMatch, func(tx *store.Tx, f *store.CaseFile, k *casework.Commitments) error {
		return f.ReviewPlan(tx.Actor(), s.now(), k, casework.PlanReview{Scores: goalScores(r.Body.Scores), Decision: casework.ReviewDecision(r.Body.Decision),
			Summary: value(r.Body.Summary), NextOn: dayOf(r.Body.NextOn)})
	})
}

// EndPlan ends the plan without closing the case.
func (s *Server) EndPlan(ctx context.Context, r gen.EndPlanRequestObject) (gen.EndPlanResponseObject, error) {
	return s.changePlan(ctx, r.PlanId, r.Params.IfMatch, func(tx *store.Tx, f *store.CaseFile, k *casework.Commitments) error {
		return f.EndPlan(tx.Actor(), s.now(), k, r.Body.Reason)
	})
}

// changePlan is load, rule, save, answer for a verb on a plan. The rule speaks before the version.
func (s *Server) changePlan(ctx context.Context, id casework.ID, seen string, verb func(*store.Tx, *store.CaseFile, *casework.Commitments) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, k, err := tx.CaseOfPlanToChange(id)
		if err != nil {
			return nil, err
		}
		version := k.Plan.Version
		if err := verb(tx, f, k); err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if err := s.saveCommitted(tx, f, k); err != nil {
			return nil, err
		}
		n, err := s.seeCommitments(ctx, tx, f, k)
		return ok(n.plan(f, k, tx.Actor()), k.Plan.Version), err
	})
}

// scoreWords are the scores by their number of halves.
var scoreWords = []string{"0", "0.5", "1"}

// goalScores reads scores of 1, 0.5 and 0 as halves.
func goalScores(in []gen.GoalScore) []casework.GoalScore {
	return mapped(in, func(g gen.GoalScore) casework.GoalScore {
		return casework.GoalScore{Goal: g.GoalId, Half: slices.Index(scoreWords, string(g.Score)), Note: value(g.Note)}
	})
}
