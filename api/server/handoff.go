package server

import (
	"context"
	"fmt"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// HandOff asks one or several agencies to take the lead or to join.
func (s *Server) HandOff(ctx context.Context, r gen.HandOffRequestObject) (gen.HandOffResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.CaseId)
		if err != nil {
			return nil, err
		}
		made, err := f.HandOff(actorOf(ctx), s.now(), handOffOrder(r.Body))
		if err != nil {
			return nil, err
		}
		if err := checkReceivers(tx, made, "/receivers/%d/agencyId"); err != nil {
			return nil, err
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		n, err := s.seeCase(ctx, tx, f)
		items := mapped(made, func(h *casework.Handoff) gen.Handoff { return n.handoff(f, h, tx.Actor(), s.now()) })
		return created(gen.HandoffList{Items: items}, 0, ""), err
	})
}

func handOffOrder(in *gen.HandOffInput) casework.HandOffOrder {
	o := casework.HandOffOrder{
		Purpose: value(in.Purpose), Ground: casework.Ground(value(in.Ground)), GroundNote: value(in.GroundNote), SenderLeaves: value(in.Leave),
		Scope: casework.Scope{Sheet: true}, // the sheet goes along unless it is left out
	}
	if in.Urgent != nil {
		o.Urgency = casework.Normal
		if *in.Urgent {
			o.Urgency = casework.Urgent
		}
	}
	if in.Scope != nil {
		o.Scope = casework.Scope{Sheet: in.Scope.Sheet == nil || *in.Scope.Sheet, Notes: value(in.Scope.Notes)}
	}
	for _, to := range in.Receivers {
		o.Receivers = append(o.Receivers, casework.ReceiverOrder{Agency: to.AgencyId, Ask: casework.Ask(to.Ask), Reason: to.Reason, Request: value(to.Request)})
	}
	return o
}

// checkReceivers refuses agencies that the directory does not hold; nothing was saved yet.
func checkReceivers(tx *store.Tx, made []*casework.Handoff, pointer string) error {
	ids := mapped(made, func(h *casework.Handoff) casework.ID { return h.Receiver })
	active, err := tx.ActiveAgencies(ids)
	if err != nil {
		return err
	}
	var faults []casework.FieldError
	for i, id := range ids {
		if !active[id] {
			at := pointer
			if len(ids) > 1 || pointer != "/nextAgencyId" {
				at = fmt.Sprintf(pointer, i)
			}
			faults = append(faults, casework.FieldError{Pointer: at, Code: "unknown", Message: "相談機関一覧にない機関です。選び直してください。"})
		}
	}
	if faults == nil {
		return nil
	}
	return &casework.Error{Code: casework.CodeInvalid, Detail: "入力内容をご確認ください。", Fields: faults}
}

// seeCase loads the names that a case's handoffs are shown with.
func (s *Server) seeCase(ctx context.Context, tx *store.Tx, f *store.CaseFile) (names, error) {
	saw(ctx, f.ID)
	var p people
	p.ofCase(f)
	return p.load(tx)
}

// GetHandoff answers one handoff.
func (s *Server) GetHandoff(ctx context.Context, r gen.GetHandoffRequestObject) (gen.GetHandoffResponseObject, error) {
	var out gen.Handoff
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.CaseOfHandoff(r.HandoffId)
		if err != nil {
			return err
		}
		h, err := f.Handoff(r.HandoffId)
		if err != nil {
			return err
		}
		n, err := s.seeCase(ctx, tx, f)
		out, version = n.handoff(f, h, tx.Actor(), s.now()), h.Version
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetHandoff200JSONResponse{Body: out, Headers: gen.GetHandoff200ResponseHeaders{ETag: etag(version)}}, nil
}

// ListHandoffs answers one page of the box "received" or "sent".
func (s *Server) ListHandoffs(ctx context.Context, r gen.ListHandoffsRequestObject) (gen.ListHandoffsResponseObject, error) {
	q := r.Params
	var out gen.HandoffPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Handoffs(store.HandoffFilter{
			Paging: paging(q.Limit, q.Cursor, q.Count), Box: string(q.Box), States: words(q.State), Open: q.Open, NeedsMe: q.NeedsMe,
			Text: value(q.Q), Sort: string(value(q.Sort)),
		})
		if err != nil {
			return err
		}
		items, err := s.handoffSummaries(ctx, tx, page.Items)
		out = gen.HandoffPage{Items: items, NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListHandoffs200JSONResponse(out), nil
}

func (s *Server) handoffSummaries(ctx context.Context, tx *store.Tx, items []store.HandoffItem) ([]gen.HandoffSummary, error) {
	var p people
	for _, i := range items {
		p.ofHandoff(i.Handoff)
		saw(ctx, i.Handoff.Case)
	}
	n, err := p.load(tx)
	return mapped(items, func(i store.HandoffItem) gen.HandoffSummary { return n.handoffSummary(i, tx.Actor(), s.now()) }), err
}

func (n names) handoffSummary(i store.HandoffItem, a casework.Actor, now time.Time) gen.HandoffSummary {
	h := i.Handoff
	out := gen.HandoffSummary{
		Id: h.ID, CaseId: h.Case, CaseNumber: i.CaseNumber, Ask: gen.Ask(h.Ask), State: gen.HandoffState(h.State), From: n.agency(h.Sender), To: n.agency(h.Receiver),
		Reason: some(i.Mask.Text(h.Reason)), Protected: some(i.Protected), Urgent: h.Urgency == casework.Urgent, DueAt: h.DueAt, Overdue: h.Overdue(now), RequestedAt: h.RequestedAt, UpdatedAt: i.Sent.UpdatedAt,
		PingPong: i.Flagged, Withheld: h.Withheld, RefusalReported: some(len(h.Refusals) > 0), NeedsMe: h.Needs(a), Etag: etag(h.Version), Actions: i.Actions(a),
	}
	if h.State == casework.HandoffAccepted {
		out.ContactDueAt = i.ContactDueAt
	}
	if maySeeName(h, a, i.Level) {
		out.SubjectName = some(i.Sent.SubjectName)
	}
	if (distant(i.Level) || withheldFrom(h, i.Level)) && !a.WorksFor(h.Sender) {
		out.Reason = nil
	}
	return out
}

// maySeeName: the sender knows whom it sent; the receiver while it works with the sheet that was disclosed.
func maySeeName(h *casework.Handoff, a casework.Actor, level casework.Level) bool {
	return a.WorksFor(h.Sender) || h.Scope.Sheet && !distant(level) && !withheldFrom(h, level)
}

// distant: whoever left the case, or reads its package as a single person, has no part in its つなぎ.
func distant(level casework.Level) bool {
	return level == casework.LevelOutcome || level == casework.LevelPackage
}

// withheldFrom: consent was withdrawn, so whoever only received the request sees that it is there and nothing of what it says.
func withheldFrom(h *casework.Handoff, level casework.Level) bool {
	return h.Withheld && level == casework.LevelReceived
}

// handoff renders one handoff of a case as the actor sees it.
func (n names) handoff(f *store.CaseFile, h *casework.Handoff, a casework.Actor, now time.Time) gen.Handoff {
	sent, m := f.Sent[h.ID], f.Mask
	out := gen.Handoff{
		Id: h.ID, CaseId: f.ID, CaseNumber: f.Number, Ask: gen.Ask(h.Ask), State: gen.HandoffState(h.State), From: n.agency(h.Sender), To: n.agency(h.Receiver),
		Purpose: some(m.Text(h.Purpose)), Reason: m.Text(h.Reason), Request: some(m.Text(h.Request)), Protected: some(f.Level != casework.LevelOutcome && len(f.Protected(now)) > 0), Urgent: h.Urgency == casework.Urgent,
		Scope:  gen.Scope{Sheet: &h.Scope.Sheet, Notes: &h.Scope.Notes},
		Ground: n.ground(h.Ground), GroundNote: some(m.Text(h.GroundNote)), SheetNumber: some(sent.SheetNumber), Leave: &h.SenderLeaves,
		DueAt: h.DueAt, Overdue: h.Overdue(now), RequestedAt: h.RequestedAt, RequestedBy: n.accountOrNone(h.SentBy), UpdatedAt: sent.UpdatedAt,
		AnsweredAt: h.AnsweredAt, AnsweredBy: n.accountOrNone(h.AnsweredBy), AnswerNote: some(m.Text(h.AnswerNote)),
		PreviousId: some(h.PassedFrom), PingPong: f.Flag != nil, Withheld: h.Withheld, NeedsMe: h.Needs(a), Etag: etag(h.Version), Actions: f.HandoffActions(h, a),
		Questions:      mapped(h.Questions, func(q casework.Question) gen.Question { return n.question(m, q) }),
		RefusalReports: mapped(h.Refusals, func(r casework.Refusal) gen.RefusalReport { return n.refusal(m, r) }),
	}
	if maySeeName(h, a, f.Level) {
		out.SubjectName = some(sent.SubjectName)
	}
	if h.State == casework.HandoffAccepted && f.Level != casework.LevelOutcome {
		out.ContactDueAt = f.ContactDue
	}
	if next, err := f.Handoff(h.PassedTo); err == nil {
		out.PassedOnTo = n.agencyOrNone(next.Receiver)
	}
	if c := h.Connection; c != nil {
		warm := c.How.Warm()
		out.Connection = &gen.Connection{How: gen.ConnectHow(c.How), At: c.At, Who: some(m.Text(c.Who)), Note: some(m.Text(c.Note)), Warm: &warm}
	}
	if distant(f.Level) || withheldFrom(h, f.Level) {
		withoutWords(&out, a.WorksFor(h.Sender))
	}
	return out
}

// withoutWords leaves what became of a handoff, to whoever has left the case: that the household was met, when and how,
// but nothing that others wrote about it (workflow.md, "Who sees a case": outcome). What one sent itself stays readable.
func withoutWords(h *gen.Handoff, sender bool) {
	if h.Connection != nil {
		h.Connection.Who, h.Connection.Note = nil, nil
	}
	if !sender {
		h.Purpose, h.Reason, h.Request, h.GroundNote = nil, "", nil, nil
		h.Questions, h.RefusalReports = []gen.Question{}, []gen.RefusalReport{}
	}
}

func (n names) question(m casework.Mask, q casework.Question) gen.Question {
	return gen.Question{Id: q.ID, Text: m.Text(q.Text), AskedBy: n.accountOrNone(q.AskedBy), AskedAt: q.AskedAt,
		Answer: some(m.Text(q.Answer)), AnsweredBy: n.accountOrNone(q.AnsweredBy), AnsweredAt: q.AnsweredAt}
}

func (n names) refusal(m casework.Mask, r casework.Refusal) gen.RefusalReport {
	return gen.RefusalReport{Id: r.ID, SaidBy: m.Text(r.SaidBy), Said: m.Text(r.Said), SaidAt: r.SaidAt, ReportedBy: n.accountOrNone(r.ReportedBy), ReportedAt: r.ReportedAt}
}
