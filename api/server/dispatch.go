package server

import (
	"context"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListDispatches answers one page of the dispatches that exist for the caller.
func (s *Server) ListDispatches(ctx context.Context, r gen.ListDispatchesRequestObject) (gen.ListDispatchesResponseObject, error) {
	q := r.Params
	var out gen.DispatchPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Dispatches(store.DispatchFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Case: value(q.CaseId), States: words(q.State), Mine: value(q.Mine)})
		if err != nil {
			return err
		}
		if q.CaseId != nil {
			f, err := tx.Case(*q.CaseId)
			if err != nil && casework.CodeOf(err) != casework.CodeNotFound {
				return err
			}
			out.MayRequest = err == nil && f.WorkedOn() && f.MayRequestDispatch(tx.Actor()) == nil
		}
		var p people
		for _, i := range page.Items {
			p.agencies = append(p.agencies, i.Agency)
			if readsCase(i) {
				saw(ctx, i.Case)
			}
		}
		n, err := p.load(tx)
		out.Items = mapped(page.Items, func(i store.DispatchItem) gen.DispatchSummary { return n.dispatchSummary(i, tx.Actor(), s.now()) })
		out.NextCursor, out.Total = some(page.Next), page.Total
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListDispatches200JSONResponse(out), nil
}

func readsCase(i store.DispatchItem) bool { return i.Level != nil && *i.Level != casework.LevelOutcome }

func (n names) dispatchSummary(i store.DispatchItem, a casework.Actor, now time.Time) gen.DispatchSummary {
	d := i.Dispatch
	out := gen.DispatchSummary{Id: d.ID, State: gen.DispatchState(d.State), Mode: gen.DispatchMode(d.Mode), Question: i.Mask.Text(d.Question), Fields: n.fields(d.Fields),
		AdvisorName: some(d.AdvisorName), Agency: n.agency(d.Agency), RequestedAt: d.RequestedAt, ConfirmDueAt: d.ConfirmDue, Meeting: dispatchMeeting(d, i.Mask), FollowUntil: d.FollowUntil,
		UpdatedAt: i.UpdatedAt, Mine: d.Advises(a), Overdue: d.Overdue(now)}
	if readsCase(i) {
		out.CaseId, out.CaseNumber = &d.Case, &i.CaseNumber
	}
	return out
}

func dispatchMeeting(d *casework.Dispatch, m casework.Mask) *gen.DispatchMeeting {
	if d.Meeting == nil {
		return nil
	}
	return &gen.DispatchMeeting{Start: d.Meeting.Start, Minutes: d.Meeting.Minutes, Place: some(m.Text(d.Meeting.Place))}
}

// GetDispatch answers one dispatch.
func (s *Server) GetDispatch(ctx context.Context, r gen.GetDispatchRequestObject) (gen.GetDispatchResponseObject, error) {
	var out gen.Dispatch
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		d, err := tx.Dispatch(r.DispatchId)
		if err != nil {
			return err
		}
		made(ctx, d.ID)
		out, err = s.dispatchBody(ctx, tx, d)
		version = d.Version
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetDispatch200JSONResponse{Body: out, Headers: gen.GetDispatch200ResponseHeaders{ETag: etag(version)}}, nil
}

// dispatchBody renders a dispatch as far as the actor may read it: an advisor reads the question, and while dispatched the
// records; who works on the case reads all of it under the mask.
func (s *Server) dispatchBody(ctx context.Context, tx *store.Tx, d *store.DispatchFile) (gen.Dispatch, error) {
	a, m := tx.Actor(), d.Of.Mask
	p := people{agencies: []casework.ID{d.Agency}, accounts: []casework.ID{d.RequestedBy, d.AssignedBy}}
	for _, r := range d.Records {
		p.accounts = append(p.accounts, r.By)
	}
	n, err := p.load(tx)
	if err != nil {
		return gen.Dispatch{}, err
	}
	settings := d.Of.Settings
	out := gen.Dispatch{Id: d.ID, State: gen.DispatchState(d.State), Mode: gen.DispatchMode(d.Mode), Question: m.Text(d.Question), Fields: n.fields(d.Fields), Issues: n.issueTypes(d.Issues),
		Scope: gen.Scope{Sheet: &d.Scope.Sheet, Notes: &d.Scope.Notes}, Conditions: some(m.Text(d.Conditions)), Agency: n.agency(d.Agency), RequestedAt: d.RequestedAt,
		AdvisorName: some(d.AdvisorName), AssignedAt: d.AssignedAt, ConfirmDueAt: d.ConfirmDue, ConfirmedAt: d.ConfirmedAt, Meeting: dispatchMeeting(d.Dispatch, m), Records: []gen.DispatchRecord{},
		FollowUpsLeft: max(0, settings.DispatchFollowUps-d.FollowUps()), FollowUntil: d.FollowUntil, CompletedAt: d.CompletedAt, CancelledAt: d.CancelledAt, UpdatedAt: d.UpdatedAt,
		Mine: d.Dispatch.Advises(a), Overdue: d.Overdue(s.now()), Etag: value(etag(d.Version)), Actions: d.Of.DispatchActions(d.Dispatch, a, s.now())}
	if d.Reads {
		saw(ctx, d.Case)
		out.CaseId, out.CaseNumber = &d.Case, &d.Of.Number
		out.Records = mapped(d.Records, func(r casework.DispatchRecord) gen.DispatchRecord {
			return gen.DispatchRecord{Id: r.ID, FollowUp: r.FollowUp, On: *dateOf(&r.On), Minutes: r.Minutes, Text: m.Text(r.Text), By: n.account(r.By), WrittenAt: r.WrittenAt}
		})
	}
	if d.Advises {
		return out, nil
	}
	out.Ground, out.GroundNote, out.RequestedBy, out.AssignedBy = n.ground(d.Ground), some(m.Text(d.GroundNote)), n.accountOrNone(d.RequestedBy), n.accountOrNone(d.AssignedBy)
	out.AdvisorId, out.CancelReason = some(d.Advisor), some(m.Text(d.CancelNote))
	if d.Advice != nil {
		out.SummaryTitle, out.SummaryText = some(m.Text(d.Advice.Title)), some(m.Text(d.Advice.Text))
	}
	return out, nil
}

// SuggestAdvisors answers who may be assigned.
func (s *Server) SuggestAdvisors(ctx context.Context, r gen.SuggestAdvisorsRequestObject) (gen.SuggestAdvisorsResponseObject, error) {
	out := gen.AdvisorSuggestionList{Items: []gen.AdvisorSuggestion{}}
	err := s.read(ctx, func(tx *store.Tx) error {
		d, err := tx.Dispatch(r.DispatchId)
		if err != nil {
			return err
		}
		saw(ctx, d.Case)
		all, err := tx.AllAdvisors()
		if err != nil {
			return err
		}
		n, err := (&people{}).load(tx)
		out.Items = mapped(casework.SuggestAdvisors(all, d.Fields, calendar.DateOf(s.now())), func(v casework.AdvisorSuggestion) gen.AdvisorSuggestion {
			a := v.Advisor
			return gen.AdvisorSuggestion{Id: a.ID, Kind: gen.AdvisorKind(a.Kind), Name: a.Name, Organisation: some(a.Organisation), Expertise: some(a.Expertise),
				Fields: n.fields(a.Fields), Matching: n.fields(v.Matching), Open: v.Open}
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.SuggestAdvisors200JSONResponse(out), nil
}

// ListAdvice answers what earlier cases taught. No case is behind it.
func (s *Server) ListAdvice(ctx context.Context, r gen.ListAdviceRequestObject) (gen.ListAdviceResponseObject, error) {
	q := r.Params
	var out gen.AdvicePage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Advice(store.AdviceFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Field: value(q.Field), Issue: value(q.Issue), Text: value(q.Q)})
		if err != nil {
			return err
		}
		n, err := (&people{}).load(tx)
		items := mapped(page.Items, func(i store.AdviceItem) gen.Advice {
			return gen.Advice{Id: i.ID, Title: i.Title, Text: i.Text, Fields: n.fields(i.Fields), Issues: n.issueTypes(i.Issues), Mode: gen.DispatchMode(i.Mode), At: i.At}
		})
		out = gen.AdvicePage{Items: items, NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListAdvice200JSONResponse(out), nil
}
