package server

import (
	"context"
	"slices"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListStudies answers one page of a shelf, newest first.
func (s *Server) ListStudies(ctx context.Context, r gen.ListStudiesRequestObject) (gen.ListStudiesResponseObject, error) {
	q := r.Params
	var out gen.StudyPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Studies(store.StudyFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Shelf: string(value(q.Shelf)), Issues: value(q.Issue), Features: value(q.Feature),
			Text: value(q.Q)})
		if err != nil {
			return err
		}
		n, err := (&people{}).load(tx)
		out = gen.StudyPage{NextCursor: some(page.Next), Total: page.Total, Items: mapped(page.Items, n.studySummary)}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListStudies200JSONResponse(out), nil
}

// GetStudy answers one study.
func (s *Server) GetStudy(ctx context.Context, r gen.GetStudyRequestObject) (gen.GetStudyResponseObject, error) {
	var out gen.Study
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		v, err := tx.Study(r.StudyId)
		if err != nil {
			return err
		}
		version = v.Version
		out, err = study(tx, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetStudy200JSONResponse{Body: out, Headers: gen.GetStudy200ResponseHeaders{ETag: etag(version)}}, nil
}

// CreateStudy begins a study from a case that the actor reads.
func (s *Server) CreateStudy(ctx context.Context, r gen.CreateStudyRequestObject) (gen.CreateStudyResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.Case(r.Body.CaseId)
		if err != nil {
			return nil, err
		}
		saw(ctx, f.ID)
		content, events, err := tx.StudyMaterial(f)
		if err != nil {
			return nil, err
		}
		ref, err := tx.Reference()
		if err != nil {
			return nil, err
		}
		v, err := casework.DraftStudy(tx.Actor(), s.now(), casework.StudyOrder{Case: f.Case, Content: content, Events: events, Masked: !f.Mask.Empty(),
			Readable: readsSheet(f), Label: func(_, code string) string { return labelled(ref.IssueTypes, []string{code})[0].Label }})
		if err != nil {
			return nil, err
		}
		if err := tx.SaveStudy(v); err != nil {
			return nil, err
		}
		made(ctx, v.ID)
		out, err := study(tx, v)
		return created(out, v.Version, "/api/v1/studies/"+string(v.ID)), err
	})
}

func readsSheet(f *store.CaseFile) bool { return f.Level != casework.LevelOutcome && f.Scope.Sheet }

// UpdateStudy writes the draft.
func (s *Server) UpdateStudy(ctx context.Context, r gen.UpdateStudyRequestObject) (gen.UpdateStudyResponseObject, error) {
	b := r.Body
	content := casework.StudyContent{Title: b.Title, Issues: b.Issues, Features: b.Features, Household: b.Household, Decided: b.Decided, Learned: b.Learned,
		Course: mapped(b.Course, func(x gen.StudyStep) casework.StudyStep { return casework.StudyStep(x) })}
	return s.changeStudy(ctx, r.StudyId, r.Params.IfMatch, func(tx *store.Tx, v *casework.Study) error {
		return withCaseOf(tx, v, casework.VerbEdit, func(who casework.StudyPrivacy, known func(kind, code string) bool) error {
			return v.Edit(tx.Actor(), content, who, known)
		})
	})
}

// SubmitStudy asks a second person to read it.
func (s *Server) SubmitStudy(ctx context.Context, r gen.SubmitStudyRequestObject) (gen.SubmitStudyResponseObject, error) {
	return s.changeStudy(ctx, r.StudyId, r.Params.IfMatch, func(tx *store.Tx, v *casework.Study) error {
		return withCaseOf(tx, v, casework.VerbSubmit, func(who casework.StudyPrivacy, known func(kind, code string) bool) error {
			return v.Submit(tx.Actor(), s.now(), who, known)
		})
	})
}

// ApproveStudy publishes it.
func (s *Server) ApproveStudy(ctx context.Context, r gen.ApproveStudyRequestObject) (gen.ApproveStudyResponseObject, error) {
	return s.changeStudy(ctx, r.StudyId, r.Params.IfMatch, func(tx *store.Tx, v *casework.Study) error {
		return withCaseOf(tx, v, casework.VerbApprove, func(who casework.StudyPrivacy, _ func(kind, code string) bool) error {
			return v.Approve(tx.Actor(), s.now(), who)
		})
	})
}

// SendBackStudy returns it to its author.
func (s *Server) SendBackStudy(ctx context.Context, r gen.SendBackStudyRequestObject) (gen.SendBackStudyResponseObject, error) {
	return s.changeStudy(ctx, r.StudyId, r.Params.IfMatch, func(tx *store.Tx, v *casework.Study) error {
		return v.SendBack(tx.Actor(), s.now(), r.Body.Text)
	})
}

// WithdrawStudy takes it back.
func (s *Server) WithdrawStudy(ctx context.Context, r gen.WithdrawStudyRequestObject) (gen.WithdrawStudyResponseObject, error) {
	return s.changeStudy(ctx, r.StudyId, r.Params.IfMatch, func(tx *store.Tx, v *casework.Study) error {
		return v.Withdraw(tx.Actor(), s.now())
	})
}

// changeStudy does a verb. What the author may write is answered anew; whoever published or withdrew it gets what it is now.
func (s *Server) changeStudy(ctx context.Context, id casework.ID, seen string, verb func(*store.Tx, *casework.Study) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		v, err := tx.StudyToChange(id)
		if err != nil {
			return nil, err
		}
		version := v.Version
		if err := verb(tx, v); err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if err := tx.SaveStudy(v); err != nil {
			return nil, err
		}
		made(ctx, id)
		out, err := study(tx, v)
		return ok(out, v.Version), err
	})
}

// withCaseOf gives a verb what must not stand in the study. A verb that is not offered needs none of it: it only says why.
func withCaseOf(tx *store.Tx, v *casework.Study, verb casework.Verb, do func(casework.StudyPrivacy, func(kind, code string) bool) error) error {
	if !slices.Contains(v.Actions(tx.Actor()), string(verb)) {
		return do(casework.StudyPrivacy{}, nil)
	}
	c, err := tx.CaseOfStudy(v.Case)
	if err != nil {
		return err
	}
	if verb != casework.VerbApprove {
		if err := casework.MayWriteStudy(!c.Mask.Empty()); err != nil {
			return err
		}
	}
	ref, err := tx.Reference()
	if err != nil {
		return err
	}
	return do(c.Privacy, func(kind, code string) bool {
		list := ref.IssueTypes
		if kind == "feature" {
			list = ref.Features
		}
		return slices.ContainsFunc(list, func(l store.CodeLabel) bool { return l.Code == code })
	})
}

func (n names) studySummary(i store.StudyItem) gen.StudySummary {
	return gen.StudySummary{Id: i.ID, State: gen.StudyState(i.State), Title: i.Title, Issues: n.issueTypes(i.Issues), Features: labelled(n.ref.Features, i.Features),
		Opening: some(i.Opening), Steps: i.Steps, PublishedAt: i.PublishedAt, SentBack: some(i.SentBack)}
}

// study renders a study. Readers of the library get nothing of who wrote it, and nobody a way from a published one to its case.
func study(tx *store.Tx, v *casework.Study) (gen.Study, error) {
	a := tx.Actor()
	p := people{accounts: []casework.ID{v.Author}}
	for _, r := range v.Remarks {
		p.accounts = append(p.accounts, r.By)
	}
	n, err := p.load(tx)
	if err != nil {
		return gen.Study{}, err
	}
	out := gen.Study{Id: v.ID, State: gen.StudyState(v.State), Title: v.Title, Issues: n.issueTypes(v.Issues), Features: labelled(n.ref.Features, v.Features), Household: v.Household,
		Course:  mapped(v.Course, func(x casework.StudyStep) gen.StudyStep { return gen.StudyStep(x) }),
		Decided: v.Decided, Learned: v.Learned, PublishedAt: v.PublishedAt, Etag: etagText(v.Version), Actions: v.Actions(a)}
	if v.ReadsBehind(a) {
		remarks := mapped(v.Remarks, func(x casework.StudyRemark) gen.StudyRemark {
			return gen.StudyRemark{At: x.At, By: n.account(x.By), Text: x.Text}
		})
		author := n.account(v.Author)
		out.Author, out.SubmittedAt, out.Remarks = &author, v.SubmittedAt, &remarks
		if a.Account == v.Author {
			out.CaseId = some(v.Case)
		}
	}
	return out, nil
}
