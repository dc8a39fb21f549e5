package server

import (
	"context"
	"slices"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// deskVerb is a verb on an escalation: f is its case, nil for a 随時相談.
type deskVerb func(tx *store.Tx, f *store.CaseFile, e *casework.Escalation, a casework.Actor) error

// OrganizeEscalation takes an escalation up. Whoever comes second is told who was first.
func (s *Server) OrganizeEscalation(ctx context.Context, r gen.OrganizeEscalationRequestObject) (gen.OrganizeEscalationResponseObject, error) {
	return s.changeEscalation(ctx, r.EscalationId, r.Params.IfMatch, func(tx *store.Tx, f *store.CaseFile, e *casework.Escalation, a casework.Actor) error {
		if e.State == casework.EscalationOrganizing {
			n, err := tx.LoadNames(nil, []casework.ID{e.Coordinator})
			if err != nil {
				return err
			}
			return casework.TakenUp(n.Account(e.Coordinator).Name)
		}
		if f == nil {
			return e.Organize(a, s.now())
		}
		return f.Organize(a, s.now(), e.ID)
	})
}

// ReassignEscalation gives the coordination to another coordinator.
func (s *Server) ReassignEscalation(ctx context.Context, r gen.ReassignEscalationRequestObject) (gen.ReassignEscalationResponseObject, error) {
	return s.changeEscalation(ctx, r.EscalationId, r.Params.IfMatch, func(tx *store.Tx, f *store.CaseFile, e *casework.Escalation, a casework.Actor) error {
		to := r.Body.CoordinatorId
		err := func() error {
			if f == nil {
				return e.Reassign(a, to)
			}
			return f.Reassign(a, s.now(), e.ID, to)
		}()
		if err != nil {
			return err
		}
		if is, err := tx.IsCoordinator(to); err != nil || !is {
			return orInvalid(err, "/coordinatorId", "unknown", "いま推進員として登録されている方を選んでください。")
		}
		return nil
	})
}

// SettleEscalation ends an escalation in one of the two counting classes.
func (s *Server) SettleEscalation(ctx context.Context, r gen.SettleEscalationRequestObject) (gen.SettleEscalationResponseObject, error) {
	return s.changeEscalation(ctx, r.EscalationId, r.Params.IfMatch, func(_ *store.Tx, f *store.CaseFile, e *casework.Escalation, a casework.Actor) error {
		if f == nil {
			return e.Settle(a, s.now(), settlement(r.Body))
		}
		return f.SettleEscalation(a, s.now(), e.ID, settlement(r.Body))
	})
}

func settlement(b *gen.SettlementInput) casework.Settlement {
	return casework.Settlement{Class: casework.EscalationClass(b.Class), To: casework.State(value(b.To)), Outcome: value(b.Outcome)}
}

// LinkEscalation ties a 随時相談 to a case that the coordinators see.
func (s *Server) LinkEscalation(ctx context.Context, r gen.LinkEscalationRequestObject) (gen.LinkEscalationResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseByNumber(r.Body.CaseNumber) // the case before the escalation, as every verb holds them
		unknown := casework.CodeOf(err) == casework.CodeNotFound
		if err != nil && !unknown {
			return nil, err
		}
		of, e, err := tx.EscalationToChange(r.EscalationId)
		if err != nil {
			return nil, err
		}
		version := e.Version
		switch {
		case of != nil:
			return nil, of.LinkEscalation(actorOf(ctx), s.now(), e)
		case unknown:
			return nil, invalidField("/caseNumber", "unknown", "この番号のケースは見つかりませんでした。推進員に届いているケースの番号をご確認ください。")
		}
		if err := f.LinkEscalation(actorOf(ctx), s.now(), e); err != nil {
			return nil, err
		}
		if version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		body, err := s.escalationBody(ctx, tx, f, e)
		return ok(body, e.Version), err
	})
}

// CreateEscalation writes down a 随時相談.
func (s *Server) CreateEscalation(ctx context.Context, r gen.CreateEscalationRequestObject) (gen.CreateEscalationResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		catalog, err := tx.Catalog()
		if err != nil {
			return nil, err
		}
		settings, err := tx.Settings()
		if err != nil {
			return nil, err
		}
		b := r.Body
		o := casework.InquiryOrder{
			At: s.now(), Agency: value(b.AgencyId), AskedBy: value(b.AskedBy), Channel: casework.Channel(b.Channel), Reason: casework.EscalationReason(value(b.Reason)),
			Issues: notNil(value(b.Issues)), Text: b.Text, Answer: value(b.Answer), Minutes: value(b.Minutes), Done: value(b.Settle),
		}
		if b.At != nil {
			o.At = store.Truncate(*b.At)
		}
		e, err := casework.OpenInquiry(actorOf(ctx), s.now(), o, catalog, settings)
		if err != nil {
			return nil, err
		}
		if err := checkAgencies(tx, []casework.ID{o.Agency}, func(int) string { return "/agencyId" }); err != nil {
			return nil, err
		}
		if err := tx.SaveInquiry(e); err != nil {
			return nil, err
		}
		body, err := s.escalationBody(ctx, tx, nil, e)
		return created(body, e.Version, "/api/v1/escalations/"+string(e.ID)), err
	})
}

// changeEscalation is load, rule, save, answer for a verb on an escalation, under the lock of its case where it has one.
func (s *Server) changeEscalation(ctx context.Context, id casework.ID, seen string, verb deskVerb) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, e, err := tx.EscalationToChange(id)
		if err != nil {
			return nil, err
		}
		version := e.Version
		if err := verb(tx, f, e, actorOf(ctx)); err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if f == nil {
			err = tx.SaveInquiry(e)
		} else {
			err = tx.SaveCase(f, s.now())
		}
		if err != nil {
			return nil, err
		}
		body, err := s.escalationBody(ctx, tx, f, e)
		return ok(body, e.Version), err
	})
}

// checkAgencies refuses ids that the directory does not hold; "" is nobody.
func checkAgencies(tx *store.Tx, ids []casework.ID, pointer func(i int) string) error {
	active, err := tx.ActiveAgencies(slices.DeleteFunc(slices.Clone(ids), func(id casework.ID) bool { return id == "" }))
	if err != nil {
		return err
	}
	for i, id := range ids {
		if id != "" && !active[id] {
			return invalidField(pointer(i), "unknown", "相談機関一覧にない機関です。選び直してください。")
		}
	}
	return nil
}

// orInvalid is err, or a fault of one field when there is none.
func orInvalid(err error, pointer, code, message string) error {
	if err != nil {
		return err
	}
	return invalidField(pointer, code, message)
}
