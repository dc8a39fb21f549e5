package server

import (
	"context"
	"fmt"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ProposeConference opens the poll for a conference about a case.
func (s *Server) ProposeConference(ctx context.Context, r gen.ProposeConferenceRequestObject) (gen.ProposeConferenceResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.Body.CaseId)
		if err != nil {
			return nil, err
		}
		o := conferenceOrder(r.Body)
		if o.Number, err = tx.NextConferenceNumber(s.now()); err != nil {
			return nil, err
		}
		k, err := casework.ProposeConference(f.Case, actorOf(ctx), s.now(), o)
		if err != nil {
			return nil, err
		}
		if err := checkInvitees(tx, k.Invitees); err != nil {
			return nil, err
		}
		kf, err := tx.AddConference(k, f, s.now())
		if err != nil {
			return nil, err
		}
		made(ctx, k.ID)
		saw(ctx, f.ID)
		out, err := s.conferenceAnswer(tx, kf)
		return created(out, kf.Version, "/api/v1/conferences/"+string(k.ID)), err
	})
}

// GetConference answers one conference: its case only to whom the case exists for.
func (s *Server) GetConference(ctx context.Context, r gen.GetConferenceRequestObject) (gen.GetConferenceResponseObject, error) {
	var out gen.GetConference200JSONResponse
	err := s.read(ctx, func(tx *store.Tx) error {
		k, err := tx.Conference(r.ConferenceId)
		if err != nil {
			return err
		}
		saw(ctx, k.Case)
		out.Headers.ETag = etag(k.Version)
		out.Body, err = s.conferenceAnswer(tx, k)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// checkInvitees refuses agencies and persons that are not, or no longer, there.
func checkInvitees(tx *store.Tx, invitees []*casework.Invitee) error {
	var agencies, accounts []casework.ID
	for _, i := range invitees {
		if i.Agency != "" {
			agencies = append(agencies, i.Agency)
		}
		if i.Account != "" {
			accounts = append(accounts, i.Account)
		}
	}
	known, err := tx.ActiveAgencies(agencies)
	if err != nil {
		return err
	}
	people, err := tx.ActiveAccounts(accounts)
	if err != nil {
		return err
	}
	var bad []casework.FieldError
	for n, i := range invitees {
		if i.Agency != "" && !known[i.Agency] {
			bad = append(bad, casework.FieldError{Pointer: fmt.Sprintf("/invitees/%d/agencyId", n), Code: "unknown", Message: "相談機関一覧にない機関です。選び直してください。"})
		}
		if i.Account != "" && !people[i.Account] {
			bad = append(bad, casework.FieldError{Pointer: fmt.Sprintf("/invitees/%d/accountId", n), Code: "unknown", Message: "登録のない方です。選び直してください。"})
		}
	}
	if len(bad) > 0 {
		return &casework.Error{Code: casework.CodeInvalid, Detail: "入力内容をご確認ください。", Fields: bad}
	}
	return nil
}

func conferenceOrder(in *gen.ConferenceInput) casework.ConferenceOrder {
	o := casework.ConferenceOrder{Kind: casework.ConferenceKind(in.Kind), LegalBasis: casework.LegalBasis(in.LegalBasis), Purpose: in.Purpose, Confirm: value(in.Confirm)}
	for _, s := range in.Slots {
		o.Slots = append(o.Slots, casework.SlotOrder{Start: store.Truncate(s.StartsAt), End: store.Truncate(s.EndsAt)})
	}
	for _, i := range in.Invitees {
		o.Invitees = append(o.Invitees, casework.InviteeOrder{Agency: value(i.AgencyId), Account: value(i.AccountId), Name: value(i.Name), Organization: value(i.Organization),
			Email: value(i.Email), Function: value(i.Function), Member: value(i.MemberId), Required: i.Required})
	}
	if in.PollUntil != nil {
		until := store.Truncate(*in.PollUntil)
		o.PollUntil = &until
	}
	return o
}

// conferenceAnswer renders a conference for the actor of the transaction.
func (s *Server) conferenceAnswer(tx *store.Tx, k *store.ConferenceFile) (gen.Conference, error) {
	p := people{agencies: []casework.ID{k.Agency}, accounts: []casework.ID{k.Coordinator}}
	for _, i := range k.Invitees {
		p.agencies, p.accounts = append(p.agencies, i.Agency), append(p.accounts, i.Account)
	}
	n, err := p.load(tx)
	if err != nil {
		return gen.Conference{}, err
	}
	actor := tx.Actor()
	out := gen.Conference{
		Id: k.ID, Number: k.Number, Title: k.Title(), Kind: gen.ConferenceKind(k.Kind), LegalBasis: n.legalBasis(k.LegalBasis), Purpose: k.Mask.Text(k.Purpose),
		State: gen.ConferenceState(k.State), Coordinator: n.account(k.Coordinator), Agency: n.agency(k.Agency), ProposedAt: k.ProposedAt, PollUntil: k.PollUntil,
		RemindedAt: k.RemindedAt, ScheduleBy: k.ScheduleBy(), SlotId: some(k.Chosen), StartsAt: k.StartsAt, EndsAt: k.EndsAt, RoomId: some(k.Room), RoomName: some(k.RoomName),
		Place: some(k.Mask.Text(k.Place)), Url: some(k.URL), ScheduledAt: k.ScheduledAt, HeldAt: k.HeldAt, RecordedAt: k.RecordedAt, CancelledAt: k.CancelledAt,
		CancelReason: some(k.Mask.Text(k.CancelReason)), Actions: callable(k.ConferenceActions(actor)),
	}
	if k.CaseLevel != "" {
		out.CaseId, out.CaseNumber = some(k.Case), some(k.CaseNumber)
	}
	mine := k.InviteeOf(actor)
	if mine != nil {
		out.MyInviteeId = some(mine.ID)
	}
	arranges := actor.Has(casework.RoleCoordinator) || actor.Has(casework.RoleCityOffice)
	if err := s.conferenceSlots(tx, k, &out, arranges); err != nil {
		return out, err
	}
	out.Invitees = mapped(k.Invitees, func(i *casework.Invitee) gen.Invitee { return n.invitee(k, i, arranges, i == mine) })
	return out, nil
}

// conferenceSlots adds the candidates with their count; for who arranges it also what is taken then, and the best of them.
func (s *Server) conferenceSlots(tx *store.Tx, k *store.ConferenceFile, out *gen.Conference, arranges bool) error {
	tallies, booked := k.Tally(), map[casework.ID]bool{}
	var clashes [][]store.Clash
	if arranges && k.State == casework.ConferencePolling {
		var err error
		if clashes, err = tx.Clashes(k, mapped(k.Slots, func(s *casework.ConferenceSlot) casework.SlotOrder {
			return casework.SlotOrder{Start: s.Start, End: s.End}
		})...); err != nil {
			return err
		}
	}
	out.Slots = make([]gen.ConferenceSlot, len(k.Slots))
	for n, slot := range k.Slots {
		one, t := conferenceSlot(k, slot), tallies[n]
		one.Tally = &gen.SlotTally{Yes: t.Yes, Maybe: t.Maybe, No: t.No, Silent: t.Silent, Required: t.Required, RequiredYes: t.RequiredYes, RequiredMaybe: t.RequiredMaybe, RequiredNo: t.RequiredNo}
		if clashes != nil && len(clashes[n]) > 0 {
			booked[slot.ID] = true
			taken := mapped(clashes[n], store.Clash.Sentence)
			one.Clashes = &taken
		}
		out.Slots[n] = one
	}
	if best := k.Best(s.now(), booked); arranges && k.State == casework.ConferencePolling && best != nil {
		out.Best = &gen.BestSlot{SlotId: best.Slot, Reasons: best.Reasons}
	}
	return nil
}

func conferenceSlot(k *store.ConferenceFile, slot *casework.ConferenceSlot) gen.ConferenceSlot {
	return gen.ConferenceSlot{Id: slot.ID, StartsAt: slot.Start, EndsAt: slot.End, Unusual: some(k.Settings.OutsideOffice(casework.SlotOrder{Start: slot.Start, End: slot.End}))}
}

// invitee: marks are for everybody who is to come; addresses and remarks only for who arranges it, and for themselves.
func (n names) invitee(k *store.ConferenceFile, i *casework.Invitee, arranges, mine bool) gen.Invitee {
	out := gen.Invitee{Id: i.ID, Kind: gen.InviteeKind(i.Kind), Agency: n.agencyOrNone(i.Agency), Account: n.accountOrNone(i.Account), Name: some(k.Mask.Text(i.Name)),
		Organization: some(k.Mask.Text(i.Organization)), Function: some(k.Mask.Text(i.Function)), Required: i.Required, AnsweredAt: i.AnsweredAt, RemindedOn: dateOf(&i.RemindedOn),
		Reply: some(gen.ConferenceReply(i.Reply)), RepliedAt: i.RepliedAt}
	if name, seen := k.Persons[i.Member]; seen {
		out.MemberId, out.MemberName = some(i.Member), some(name)
	}
	out.Answers = mapped(i.Answers, func(a casework.SlotAnswer) gen.SlotAnswer {
		one := gen.SlotAnswer{SlotId: a.Slot, Mark: gen.Mark(a.Mark)}
		if arranges || mine {
			one.Comment = some(k.Mask.Text(a.Comment))
		}
		return one
	})
	if arranges {
		out.Email = some(i.Address)
	}
	if arranges || mine {
		out.ReplyNote, out.ReplyName = some(k.Mask.Text(i.ReplyNote)), some(k.Mask.Text(i.ReplyName))
	}
	return out
}

// legalBasis is a basis with its label; a code that is not in the master data any more is shown as it is.
func (n names) legalBasis(code casework.LegalBasis) gen.LegalBasis {
	for _, l := range n.ref.LegalBases {
		if l.Code == string(code) {
			return legalBasis(l)
		}
	}
	return gen.LegalBasis{Code: string(code), Label: string(code), NeedsPledge: true, NeedsConsent: true}
}

func legalBasis(l store.LegalBasis) gen.LegalBasis {
	out := gen.LegalBasis{Code: l.Code, Label: l.Label, Article: l.Article, NeedsPledge: l.NeedsPledge, NeedsConsent: l.NeedsConsent, ValidFrom: openapi_types.Date{Time: l.ValidFrom}}
	if l.ValidUntil != nil {
		out.ValidUntil = &openapi_types.Date{Time: *l.ValidUntil}
	}
	return out
}
