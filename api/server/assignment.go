package server

import (
	"context"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListAssignments answers one page of roles: of my agency, of a case, or of every case I coordinate.
func (s *Server) ListAssignments(ctx context.Context, r gen.ListAssignmentsRequestObject) (gen.ListAssignmentsResponseObject, error) {
	q := r.Params
	var out gen.AssignmentPage
	err := s.read(ctx, func(tx *store.Tx) (err error) {
		if q.Box == "case" {
			out, err = s.assignmentsOfCase(ctx, tx, value(q.CaseId), q)
			return err
		}
		page, err := tx.Assignments(assignmentFilter(q))
		if err != nil {
			return err
		}
		out.Items, err = s.assignmentItems(ctx, tx, page.Items)
		out.NextCursor, out.Total = some(page.Next), page.Total
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListAssignments200JSONResponse(out), nil
}

func assignmentFilter(q gen.ListAssignmentsParams) store.AssignmentFilter {
	return store.AssignmentFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Box: string(q.Box), Case: value(q.CaseId), Agency: value(q.AgencyId), Open: q.Open,
		Overdue: value(q.Overdue), Kept: string(value(q.Kept)), FiscalYear: value(q.FiscalYear)}
}

// assignmentsOfCase answers all roles of one case with their steps: there are few of them.
func (s *Server) assignmentsOfCase(ctx context.Context, tx *store.Tx, id casework.ID, q gen.ListAssignmentsParams) (gen.AssignmentPage, error) {
	if id == "" {
		return gen.AssignmentPage{}, fault("caseId", "required", "ケースを指定してください。")
	}
	f, err := tx.Case(id)
	if err != nil {
		return gen.AssignmentPage{}, err
	}
	k, err := tx.Commitments(f)
	if err != nil {
		return gen.AssignmentPage{}, err
	}
	n, err := s.seeCommitments(ctx, tx, f, k)
	actions := casework.AssignmentActions(f.Case, tx.Actor())
	out := gen.AssignmentPage{Items: []gen.Assignment{}, Actions: &actions}
	for _, a := range k.Assignments {
		if (q.Open == nil || *q.Open == a.Open()) && (!value(q.Overdue) || a.Overdue(s.now())) && (q.AgencyId == nil || *q.AgencyId == a.Agency) {
			out.Items = append(out.Items, n.assignment(f, a, tx.Actor(), s))
		}
	}
	out.Items = out.Items[:min(len(out.Items), 200)]
	if value(q.Count) {
		total := len(out.Items)
		out.Total = &total
	}
	return out, err
}

func (s *Server) assignmentItems(ctx context.Context, tx *store.Tx, items []store.AssignmentItem) ([]gen.Assignment, error) {
	var p people
	for _, i := range items {
		p.agencies, p.accounts = append(p.agencies, i.Agency), append(p.accounts, i.ProposedBy)
		saw(ctx, i.Case)
	}
	n, err := p.load(tx)
	return mapped(items, func(i store.AssignmentItem) gen.Assignment {
		out := n.assignmentBody(i.Mask, i.Assignment, s)
		out.CaseNumber, out.SubjectName, out.Actions = i.CaseNumber, some(i.SubjectName), i.Actions(tx.Actor())
		if i.Member != "" {
			out.Member = &gen.AssignmentMember{Id: i.Member, Name: i.MemberName, Relation: some(i.MemberRelation)}
		}
		return out
	}), err
}

// GetAssignment answers one role with everything that was done with it.
func (s *Server) GetAssignment(ctx context.Context, r gen.GetAssignmentRequestObject) (gen.GetAssignmentResponseObject, error) {
	var out gen.Assignment
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		f, k, a, err := tx.CaseOfAssignment(r.AssignmentId)
		if err != nil {
			return err
		}
		n, err := s.seeCommitments(ctx, tx, f, k)
		out, version = n.assignment(f, a, tx.Actor(), s), a.Version
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetAssignment200JSONResponse{Body: out, Headers: gen.GetAssignment200ResponseHeaders{ETag: etag(version)}}, nil
}

// ProposeAssignment proposes a role to an agency that works on the case.
func (s *Server) ProposeAssignment(ctx context.Context, r gen.ProposeAssignmentRequestObject) (gen.ProposeAssignmentResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.Body.CaseId)
		if err != nil {
			return nil, err
		}
		a, err := casework.NewAssignment(f.Case, tx.Actor(), s.now(), casework.AssignmentOrder{
			Agency: r.Body.AgencyId, Task: r.Body.Task, Member: value(r.Body.MemberId), DueOn: dayOf(r.Body.DueOn)})
		if err != nil {
			return nil, err
		}
		if err := tx.SaveAssignments(f, s.now(), a); err != nil {
			return nil, err
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		made(ctx, a.ID)
		n, err := s.seeCommitments(ctx, tx, f, &casework.Commitments{Assignments: []*casework.Assignment{a}})
		return created(n.assignment(f, a, tx.Actor(), s), a.Version, "/api/v1/assignments/"+string(a.ID)), err
	})
}

// changeAssignment is load, rule, save, answer for a verb on a role. The rule speaks before the version.
func (s *Server) changeAssignment(ctx context.Context, id casework.ID, seen string, verb func(*casework.Assignment, *casework.Case, casework.Actor) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, k, a, err := tx.CaseOfAssignmentToChange(id)
		if err != nil {
			return nil, err
		}
		version := a.Version
		if err := verb(a, f.Case, tx.Actor()); err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if err := s.saveCommitted(tx, f, k); err != nil {
			return nil, err
		}
		n, err := s.seeCommitments(ctx, tx, f, k)
		return ok(n.assignment(f, a, tx.Actor(), s), a.Version), err
	})
}

func (s *Server) saveCommitted(tx *store.Tx, f *store.CaseFile, k *casework.Commitments) error {
	if err := tx.SaveCommitments(f, k, s.now()); err != nil {
		return err
	}
	return tx.SaveCase(f, s.now())
}

// TakeAssignment says that the agency takes the role.
func (s *Server) TakeAssignment(ctx context.Context, r gen.TakeAssignmentRequestObject) (gen.TakeAssignmentResponseObject, error) {
	return s.changeAssignment(ctx, r.AssignmentId, r.Params.IfMatch, func(a *casework.Assignment, c *casework.Case, who casework.Actor) error {
		return a.Take(c, who, s.now(), value(value(r.Body).Note))
	})
}

// ReportAssignment says how the role goes.
func (s *Server) ReportAssignment(ctx context.Context, r gen.ReportAssignmentRequestObject) (gen.ReportAssignmentResponseObject, error) {
	return s.changeAssignment(ctx, r.AssignmentId, r.Params.IfMatch, func(a *casework.Assignment, c *casework.Case, who casework.Actor) error {
		return a.Report(c, who, s.now(), r.Body.Text)
	})
}

// CompleteAssignment says that the role is done.
func (s *Server) CompleteAssignment(ctx context.Context, r gen.CompleteAssignmentRequestObject) (gen.CompleteAssignmentResponseObject, error) {
	return s.changeAssignment(ctx, r.AssignmentId, r.Params.IfMatch, func(a *casework.Assignment, c *casework.Case, who casework.Actor) error {
		return a.Complete(c, who, s.now(), value(value(r.Body).Note))
	})
}

// StruggleAssignment says that the agency cannot go on, and says why.
func (s *Server) StruggleAssignment(ctx context.Context, r gen.StruggleAssignmentRequestObject) (gen.StruggleAssignmentResponseObject, error) {
	return s.changeAssignment(ctx, r.AssignmentId, r.Params.IfMatch, func(a *casework.Assignment, c *casework.Case, who casework.Actor) error {
		return a.Struggle(c, who, s.now(), r.Body.Text)
	})
}

// ReassignAssignment gives the role to another agency of the case.
func (s *Server) ReassignAssignment(ctx context.Context, r gen.ReassignAssignmentRequestObject) (gen.ReassignAssignmentResponseObject, error) {
	return s.changeAssignment(ctx, r.AssignmentId, r.Params.IfMatch, func(a *casework.Assignment, c *casework.Case, who casework.Actor) error {
		return a.Reassign(c, who, s.now(), casework.Reassignment{Agency: r.Body.AgencyId, DueOn: dayOf(r.Body.DueOn), Reason: r.Body.Reason})
	})
}

// RetimeAssignment agrees another day.
func (s *Server) RetimeAssignment(ctx context.Context, r gen.RetimeAssignmentRequestObject) (gen.RetimeAssignmentResponseObject, error) {
	return s.changeAssignment(ctx, r.AssignmentId, r.Params.IfMatch, func(a *casework.Assignment, c *casework.Case, who casework.Actor) error {
		return a.Retime(c, who, s.now(), dayOf(&r.Body.DueOn), r.Body.Reason)
	})
}

// HandOnAssignment ends the role here because somebody named goes on with it.
func (s *Server) HandOnAssignment(ctx context.Context, r gen.HandOnAssignmentRequestObject) (gen.HandOnAssignmentResponseObject, error) {
	return s.changeAssignment(ctx, r.AssignmentId, r.Params.IfMatch, func(a *casework.Assignment, c *casework.Case, who casework.Actor) error {
		return a.HandOn(c, who, s.now(), r.Body.To, value(r.Body.Reason))
	})
}

// GetKeptOnTime answers how many roles due in a fiscal year each agency has kept.
func (s *Server) GetKeptOnTime(ctx context.Context, r gen.GetKeptOnTimeRequestObject) (gen.GetKeptOnTimeResponseObject, error) {
	out := gen.KeptOnTime{FiscalYear: value(r.Params.FiscalYear)}
	if out.FiscalYear == 0 {
		out.FiscalYear = calendar.FiscalYear(s.now())
	}
	err := s.read(ctx, func(tx *store.Tx) error {
		list, err := tx.KeptOnTime(out.FiscalYear)
		if err != nil {
			return err
		}
		n, err := (&people{agencies: mapped(list, func(k store.AgencyKept) casework.ID { return k.Agency })}).load(tx)
		out.Items = mapped(list, func(k store.AgencyKept) gen.AgencyKept {
			return gen.AgencyKept{Agency: n.agency(k.Agency), Due: k.Due, Kept: k.Kept, Late: k.Late, Open: k.Open, Retimed: k.Retimed}
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetKeptOnTime200JSONResponse(out), nil
}

// seeCommitments loads the names that roles and plan of a case are shown with.
func (s *Server) seeCommitments(ctx context.Context, tx *store.Tx, f *store.CaseFile, k *casework.Commitments) (names, error) {
	saw(ctx, f.ID)
	p := people{agencies: append([]casework.ID{lastLead(f)}, f.SupportingNow()...)}
	for _, a := range k.Assignments {
		p.agencies, p.accounts = append(p.agencies, a.Agency), append(p.accounts, a.ProposedBy)
		for _, step := range a.Steps {
			p.agencies, p.accounts = append(p.agencies, step.Agency, step.ToAgency), append(p.accounts, step.By)
		}
	}
	if k.Plan != nil {
		p.ofPlan(k.Plan)
	}
	return p.load(tx)
}

func (n names) assignment(f *store.CaseFile, a *casework.Assignment, actor casework.Actor, s *Server) gen.Assignment {
	out := n.assignmentBody(f.Mask, a, s)
	out.CaseNumber, out.SubjectName, out.Actions = f.Number, some(f.Card.SubjectName), a.Actions(f.Case, actor)
	if m, err := f.Member(a.Member); err == nil {
		out.Member = member(m)
	}
	steps := mapped(a.Steps, func(step casework.AssignmentStep) gen.AssignmentStep {
		return gen.AssignmentStep{Verb: gen.AssignmentStepVerb(step.Verb), At: step.At, By: n.accountOrNone(step.By), Agency: n.agencyOrNone(step.Agency),
			Text: some(f.Mask.Text(step.Text)), ToAgency: n.agencyOrNone(step.ToAgency), DueOn: dateOf(&step.DueOn)}
	})
	out.Steps = &steps
	return out
}

func member(m *casework.HouseholdMember) *gen.AssignmentMember {
	return &gen.AssignmentMember{Id: m.ID, Name: m.Name, Relation: some(m.Relation)}
}

// assignmentBody is what list and detail have in common.
func (n names) assignmentBody(m casework.Mask, a *casework.Assignment, s *Server) gen.Assignment {
	return gen.Assignment{
		Id: a.ID, CaseId: a.Case, Agency: n.agency(a.Agency), Task: m.Text(a.Task), State: gen.AssignmentState(a.State), DueOn: dateIn(a.DueOn), FirstDueOn: dateIn(a.FirstDueOn),
		Overdue: a.Overdue(s.now()), Unanswered: a.State == casework.AssignmentProposed && a.EscalatedAt != nil, AnswerDueAt: a.AnswerDue, ConferenceId: some(a.Conference),
		ProposedBy: n.accountOrNone(a.ProposedBy), ProposedAt: a.ProposedAt, TakenAt: a.TakenAt, FinishedAt: a.FinishedAt, HandedTo: some(m.Text(a.HandedTo)), Etag: etagText(a.Version), Actions: []string{},
	}
}

// dayOf is the day of an optional date of a body; the zero day when there is none.
func dayOf(d *openapi_types.Date) calendar.Date {
	if d == nil {
		return calendar.Date{}
	}
	return calendar.Date{Year: d.Year(), Month: d.Month(), Day: d.Day()}
}

// dateIn is a day that an answer always has.
func dateIn(d calendar.Date) openapi_types.Date { return value(dateOf(&d)) }
