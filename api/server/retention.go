package server

import (
	"context"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListRetention answers one page of 廃棄予定一覧 and the settings that hold today.
func (s *Server) ListRetention(ctx context.Context, r gen.ListRetentionRequestObject) (gen.ListRetentionResponseObject, error) {
	q := r.Params
	var out gen.RetentionPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.RetentionCases(store.RetentionFilter{Paging: paging(q.Limit, q.Cursor, q.Count), State: string(value(q.State))})
		if err != nil {
			return err
		}
		rules, err := tx.RetentionRules(calendar.DateOf(s.now()))
		if err != nil {
			return err
		}
		n, err := retentionNames(tx, page.Items...)
		out = gen.RetentionPage{Items: mapped(page.Items, n.retentionCase), NextCursor: some(page.Next), Total: page.Total, Rules: mapped(rules, retentionRule)}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListRetention200JSONResponse(out), nil
}

func retentionRule(r casework.RetentionRule) gen.RetentionRule {
	out := gen.RetentionRule{Class: gen.RetentionRuleClass(r.Class), Years: r.Years, CountedFrom: "day", ValidFrom: day(r.ValidFrom)}
	if r.FromYear {
		out.CountedFrom = "fiscal_year_end"
	}
	return out
}

func retentionNames(tx *store.Tx, list ...casework.RetentionCase) (names, error) {
	var p people
	for _, c := range list {
		if c.Hold != nil {
			p.agencies, p.accounts = append(p.agencies, c.Hold.Agency), append(p.accounts, c.Hold.By)
		}
	}
	return p.load(tx)
}

func (n names) retentionCase(c casework.RetentionCase) gen.RetentionCase {
	out := gen.RetentionCase{Id: c.ID, Number: c.Number, ClosedOn: day(c.ClosedOn), DueOn: day(c.DueOn), DisposalId: some(c.Disposal)}
	if h := c.Hold; h != nil {
		out.Hold = &gen.RetentionHold{Reason: h.Reason, By: n.account(h.By), Agency: n.agency(h.Agency), At: h.At}
		if !h.Until.IsZero() {
			out.Hold.Until = dateOf(&h.Until)
		}
	}
	return out
}

// HoldRetention puts the disposal of a case off.
func (s *Server) HoldRetention(ctx context.Context, r gen.HoldRetentionRequestObject) (gen.HoldRetentionResponseObject, error) {
	return s.changeRetention(ctx, r.CaseId, func(c *casework.RetentionCase, a casework.Actor) (*casework.RetentionHold, error) {
		var until *calendar.Date
		if d := r.Body.Until; d != nil {
			until = &calendar.Date{Year: d.Year(), Month: d.Month(), Day: d.Day()}
		}
		return c.HoldBack(a, s.now(), r.Body.Reason, until)
	}, 201)
}

// ReleaseRetention ends the hold.
func (s *Server) ReleaseRetention(ctx context.Context, r gen.ReleaseRetentionRequestObject) (gen.ReleaseRetentionResponseObject, error) {
	return s.changeRetention(ctx, r.CaseId, func(c *casework.RetentionCase, a casework.Actor) (*casework.RetentionHold, error) {
		return c.Release(a, s.now())
	}, 200)
}

func (s *Server) changeRetention(ctx context.Context, id casework.ID, verb func(*casework.RetentionCase, casework.Actor) (*casework.RetentionHold, error), status int) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		found, err := tx.RetentionCasesToChange([]casework.ID{id})
		if err != nil {
			return nil, err
		}
		h, err := verb(&found[0], tx.Actor())
		if err != nil {
			return nil, err
		}
		if err := tx.SaveHold(h); err != nil {
			return nil, err
		}
		n, err := retentionNames(tx, found[0])
		return newAnswer(status, n.retentionCase(found[0]), 0), err
	})
}

// ListDisposals answers one page of the disposals.
func (s *Server) ListDisposals(ctx context.Context, r gen.ListDisposalsRequestObject) (gen.ListDisposalsResponseObject, error) {
	var out gen.DisposalPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Disposals(paging(r.Params.Limit, r.Params.Cursor, r.Params.Count))
		if err != nil {
			return err
		}
		n, err := disposalNames(tx, mapped(page.Items, func(b store.DisposalBrief) *casework.Disposal { return b.Disposal })...)
		out = gen.DisposalPage{NextCursor: some(page.Next), Total: page.Total, Items: mapped(page.Items, func(b store.DisposalBrief) gen.Disposal {
			d := n.disposal(b.Disposal, tx.Actor())
			d.Cases, d.Erased = b.Cases, b.Erased
			return d
		})}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListDisposals200JSONResponse(out), nil
}

func disposalNames(tx *store.Tx, list ...*casework.Disposal) (names, error) {
	var p people
	for _, d := range list {
		p.accounts = append(p.accounts, d.ProposedBy, d.ApprovedBy, d.EndedBy)
	}
	return p.load(tx)
}

func (n names) disposal(d *casework.Disposal, a casework.Actor) gen.Disposal {
	out := gen.Disposal{Id: d.ID, Number: d.Number, State: gen.DisposalState(d.State), Note: some(d.Note), Cases: len(d.Items), ProposedBy: n.account(d.ProposedBy), ProposedAt: d.ProposedAt,
		ApprovedBy: n.accountOrNone(d.ApprovedBy), ApprovedAt: d.ApprovedAt, EndedBy: n.accountOrNone(d.EndedBy), EndedAt: d.EndedAt,
		Items: mapped(d.Items, disposalItem), Etag: etagText(d.Version), Actions: d.Actions(a)}
	for _, i := range d.Items {
		if i.ErasedAt != nil {
			out.Erased++
		}
	}
	return out
}

func disposalItem(i casework.DisposalItem) gen.DisposalItem {
	out := gen.DisposalItem{CaseId: i.Case, Number: i.Number, ClosedOn: day(i.ClosedOn), DueOn: day(i.DueOn), ErasedAt: i.ErasedAt, Counts: []gen.DisposalCount{},
		Skipped: some(gen.DisposalItemSkipped(i.Skipped)), Hash: some(hex.EncodeToString(i.Hash))}
	for _, table := range slices.Sorted(maps.Keys(i.Counts)) {
		out.Counts = append(out.Counts, gen.DisposalCount{Table: table, Rows: i.Counts[table]})
	}
	return out
}

// GetDisposal answers one disposal with its cases.
func (s *Server) GetDisposal(ctx context.Context, r gen.GetDisposalRequestObject) (gen.GetDisposalResponseObject, error) {
	var out gen.Disposal
	err := s.read(ctx, func(tx *store.Tx) error {
		d, err := tx.Disposal(r.DisposalId, false)
		if err != nil {
			return err
		}
		n, err := disposalNames(tx, d)
		out = n.disposal(d, tx.Actor())
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetDisposal200JSONResponse{Body: out, Headers: gen.GetDisposal200ResponseHeaders{ETag: &out.Etag}}, nil
}

// ProposeDisposal lists cases to be destroyed.
func (s *Server) ProposeDisposal(ctx context.Context, r gen.ProposeDisposalRequestObject) (gen.ProposeDisposalResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		cases, err := tx.RetentionCasesToChange(r.Body.CaseIds)
		if err != nil {
			return nil, err
		}
		d, err := casework.ProposeDisposal(tx.Actor(), s.now(), value(r.Body.Note), cases)
		if err != nil {
			return nil, err
		}
		if err := tx.SaveDisposal(d); err != nil {
			return nil, err
		}
		made(ctx, d.ID)
		n, err := disposalNames(tx, d)
		return created(n.disposal(d, tx.Actor()), d.Version, "/api/v1/disposals/"+string(d.ID)), err
	})
}

// ApproveDisposal lets it be carried out: nothing brings back what is erased, so whoever approves shows once more who they are.
func (s *Server) ApproveDisposal(ctx context.Context, r gen.ApproveDisposalRequestObject) (gen.ApproveDisposalResponseObject, error) {
	return s.stepDisposal(ctx, r.DisposalId, r.Params.IfMatch, func(d *casework.Disposal, a casework.Actor) error { return d.Approve(a, s.now()) })
}

// WithdrawDisposal takes it back.
func (s *Server) WithdrawDisposal(ctx context.Context, r gen.WithdrawDisposalRequestObject) (gen.WithdrawDisposalResponseObject, error) {
	return s.stepDisposal(ctx, r.DisposalId, r.Params.IfMatch, func(d *casework.Disposal, a casework.Actor) error { return d.Withdraw(a, s.now()) })
}

func (s *Server) stepDisposal(ctx context.Context, id casework.ID, tag string, verb func(*casework.Disposal, casework.Actor) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		d, err := tx.Disposal(id, true)
		if err != nil {
			return nil, err
		}
		version := d.Version
		if err := verb(d, tx.Actor()); err != nil {
			return nil, err
		}
		if version != ifMatch(tag) {
			return nil, casework.Stale()
		}
		if err := tx.SaveDisposal(d); err != nil {
			return nil, err
		}
		n, err := disposalNames(tx, d)
		return ok(n.disposal(d, tx.Actor()), d.Version), err
	})
}
