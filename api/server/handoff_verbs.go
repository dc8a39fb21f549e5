package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// AcceptHandoff takes the lead.
func (s *Server) AcceptHandoff(ctx context.Context, r gen.AcceptHandoffRequestObject) (gen.AcceptHandoffResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(_ *store.Tx, f *store.CaseFile, a casework.Actor) error {
		return f.Accept(a, s.now(), r.HandoffId, note(r.Body))
	})
}

// JoinHandoff joins as a supporting agency.
func (s *Server) JoinHandoff(ctx context.Context, r gen.JoinHandoffRequestObject) (gen.JoinHandoffResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(_ *store.Tx, f *store.CaseFile, a casework.Actor) error {
		return f.Join(a, s.now(), r.HandoffId, note(r.Body))
	})
}

func note(body *gen.AnswerNote) string {
	if body == nil {
		return ""
	}
	return value(body.Note)
}

// PassOnHandoff takes the case and asks a named next agency, or ends a chain that goes round.
func (s *Server) PassOnHandoff(ctx context.Context, r gen.PassOnHandoffRequestObject) (gen.PassOnHandoffResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(tx *store.Tx, f *store.CaseFile, a casework.Actor) error {
		next, err := f.PassOn(a, s.now(), r.HandoffId, casework.PassOnOrder{
			Next: r.Body.NextAgencyId, Reason: r.Body.Reason, Request: value(r.Body.Request),
			Ground: casework.Ground(value(r.Body.Ground)), GroundNote: value(r.Body.GroundNote),
		})
		if err != nil || next == nil {
			return err
		}
		return checkReceivers(tx, []*casework.Handoff{next}, "/nextAgencyId")
	})
}

// AskHandoff asks the sender a question.
func (s *Server) AskHandoff(ctx context.Context, r gen.AskHandoffRequestObject) (gen.AskHandoffResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(_ *store.Tx, f *store.CaseFile, a casework.Actor) error {
		return f.Ask(a, s.now(), r.HandoffId, r.Body.Question)
	})
}

// AnswerHandoff answers the receiver's question.
func (s *Server) AnswerHandoff(ctx context.Context, r gen.AnswerHandoffRequestObject) (gen.AnswerHandoffResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(_ *store.Tx, f *store.CaseFile, a casework.Actor) error {
		return f.Answer(a, s.now(), r.HandoffId, r.Body.Answer)
	})
}

// WithdrawHandoff takes the request back.
func (s *Server) WithdrawHandoff(ctx context.Context, r gen.WithdrawHandoffRequestObject) (gen.WithdrawHandoffResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(_ *store.Tx, f *store.CaseFile, a casework.Actor) error {
		return f.Withdraw(a, s.now(), r.HandoffId, r.Body.Reason)
	})
}

// EscalateHandoff calls the coordinators in.
func (s *Server) EscalateHandoff(ctx context.Context, r gen.EscalateHandoffRequestObject) (gen.EscalateHandoffResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(_ *store.Tx, f *store.CaseFile, a casework.Actor) error {
		_, err := f.EscalateHandoff(a, s.now(), r.HandoffId, casework.EscalationReason(r.Body.Reason), value(r.Body.Text))
		return err
	})
}

// ConnectHandoff records that the household was met.
func (s *Server) ConnectHandoff(ctx context.Context, r gen.ConnectHandoffRequestObject) (gen.ConnectHandoffResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(_ *store.Tx, f *store.CaseFile, a casework.Actor) error {
		return f.Connect(a, s.now(), r.HandoffId, casework.Connection{
			How: casework.ConnectHow(r.Body.How), At: store.Truncate(r.Body.At), Who: value(r.Body.Who), Note: value(r.Body.Note),
		})
	})
}

// ReportRefusal records "we were told no".
func (s *Server) ReportRefusal(ctx context.Context, r gen.ReportRefusalRequestObject) (gen.ReportRefusalResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(_ *store.Tx, f *store.CaseFile, a casework.Actor) error {
		_, err := f.ReportRefusal(a, s.now(), r.HandoffId, casework.RefusalReport{SaidBy: r.Body.SaidBy, Said: r.Body.Said, SaidAt: store.Truncate(r.Body.SaidAt)})
		return err
	})
}

// RegroundHandoff names another ground where the consent it rested on was withdrawn.
func (s *Server) RegroundHandoff(ctx context.Context, r gen.RegroundHandoffRequestObject) (gen.RegroundHandoffResponseObject, error) {
	return s.changeHandoff(ctx, r.HandoffId, r.Params.IfMatch, func(_ *store.Tx, f *store.CaseFile, a casework.Actor) error {
		return f.Reground(a, s.now(), r.HandoffId, casework.Ground(r.Body.Ground), value(r.Body.GroundNote))
	})
}

// changeHandoff is load, rule, save, answer for a verb on a handoff, under the lock of its case. The rule speaks
// before the version, so the loser of two accepts is told 409.
func (s *Server) changeHandoff(ctx context.Context, id casework.ID, seen string, verb func(*store.Tx, *store.CaseFile, casework.Actor) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseOfHandoffToChange(id)
		if err != nil {
			return nil, err
		}
		h, err := f.Handoff(id)
		if err != nil {
			return nil, err
		}
		version, byClock := h.Version, h.State == casework.HandoffEscalated && h.EscalatedBy == casework.EscalatedByClock
		if err := verb(tx, f, actorOf(ctx)); err != nil {
			return nil, err
		}
		switch at := ifMatch(seen); {
		case byClock && at == version-1: // the clock was first: a lost race is 409, like losing to a person
			return nil, casework.TooLate()
		case at != version:
			return nil, casework.Stale()
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		n, err := s.seeCase(ctx, tx, f)
		return ok(n.handoff(f, h, tx.Actor(), s.now()), h.Version), err
	})
}
