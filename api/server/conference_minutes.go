package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// GetMinutes answers the record to who may read it: coordinators, members while they have access, and once it is final
// the agencies that work on the case.
func (s *Server) GetMinutes(ctx context.Context, r gen.GetMinutesRequestObject) (gen.GetMinutesResponseObject, error) {
	var out gen.GetMinutes200JSONResponse
	err := s.read(ctx, func(tx *store.Tx) error {
		m, err := meetingOf(tx, r.ConferenceId)
		if err != nil {
			return err
		}
		if err := m.MayRead(m.f.Case, m.Conference, tx.Actor(), s.now()); err != nil {
			return err
		}
		saw(ctx, m.f.ID)
		out.Headers.ETag = some(etagText(m.MinutesVersion))
		out.Body, err = s.minutesAnswer(tx, m)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// WriteMinutes saves the record as one writer has it. Several write at once: the record alone is held, and whoever saw an
// older version is told so (412).
func (s *Server) WriteMinutes(ctx context.Context, r gen.WriteMinutesRequestObject) (gen.WriteMinutesResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		if _, err := tx.Conference(r.ConferenceId); err != nil {
			return nil, err
		}
		if err := tx.HoldMinutes(r.ConferenceId); err != nil {
			return nil, err
		}
		m, err := meetingOf(tx, r.ConferenceId)
		if err != nil {
			return nil, err
		}
		sent := m.f.Mask.RestoreMinutes(m.Minutes, r.Body.Minutes)
		if err := m.WriteMinutes(tx.Actor(), m.Conference, s.now(), sent); err != nil {
			return nil, err
		}
		if m.MinutesVersion != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := tx.SaveMinutes(m.ConferenceFile, m.ConferenceMeeting, m.MinutesVersion); err != nil {
			return nil, err
		}
		saw(ctx, m.f.ID)
		out, err := s.minutesAnswer(tx, m)
		return ok(out, m.MinutesVersion), err
	})
}

// AddAddendum adds to a final record.
func (s *Server) AddAddendum(ctx context.Context, r gen.AddAddendumRequestObject) (gen.AddAddendumResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		m, err := meetingToChange(tx, r.ConferenceId)
		if err != nil {
			return nil, err
		}
		a, err := m.AddAddendum(tx.Actor(), m.Conference, s.now(), casework.AddendumOrder{Item: value(r.Body.ItemId), Text: r.Body.Text, Reason: r.Body.Reason})
		if err != nil {
			return nil, err
		}
		if m.MinutesVersion != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := tx.AddAddendum(m.ConferenceFile, a); err != nil {
			return nil, err
		}
		made(ctx, a.ID)
		saw(ctx, m.f.ID)
		out, err := s.minutesAnswer(tx, m)
		return created(out, m.MinutesVersion, ""), err
	})
}

// AnnouncePresence says that somebody writes the record, and who else does: names of colleagues, nothing of the case.
func (s *Server) AnnouncePresence(ctx context.Context, r gen.AnnouncePresenceRequestObject) (gen.AnnouncePresenceResponseObject, error) {
	var out gen.PresenceList
	// Said every ten seconds and holding nothing of anybody: not a matter of the journal.
	err := s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) error {
		tx.At(s.now())
		k, err := tx.Conference(r.ConferenceId)
		if err != nil {
			return err
		}
		g, err := tx.Meeting(k)
		if err != nil {
			return err
		}
		if err := g.MayWrite(tx.Actor(), k.Conference); err != nil {
			return err
		}
		others, err := tx.Present(k, r.Body.Writing, value(r.Body.ItemId))
		if err != nil {
			return err
		}
		p := people{}
		for _, w := range others {
			p.accounts = append(p.accounts, w.Account)
		}
		n, err := p.load(tx)
		out.Others = mapped(others, func(w store.Writer) gen.PresentWriter {
			return gen.PresentWriter{Account: n.account(w.Account), ItemId: some(w.Item), At: w.At}
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.AnnouncePresence200JSONResponse(out), nil
}

func (s *Server) minutesAnswer(tx *store.Tx, m meeting) (gen.MinutesRecord, error) {
	actor := tx.Actor()
	mask, arranges := m.f.Mask, actor.Has(casework.RoleCoordinator)
	text := func(t string) string {
		if arranges || m.MayWrite(actor, m.Conference) == nil {
			return mask.Text(t)
		}
		return m.WithoutDropped(m.f.Case, mask.Text(t))
	}
	p := people{accounts: []casework.ID{m.MinutesBy}}
	for _, i := range m.Invitees {
		p.agencies = append(p.agencies, i.Agency)
	}
	for _, a := range m.Attendances {
		p.agencies = append(p.agencies, a.Agency)
	}
	for _, t := range m.Minutes.Tasks() {
		p.agencies = append(p.agencies, t.Agency)
	}
	for _, a := range m.Addenda {
		p.accounts = append(p.accounts, a.By)
	}
	n, err := p.load(tx)
	if err != nil {
		return gen.MinutesRecord{}, err
	}
	out := gen.MinutesRecord{
		ConferenceId: m.ID, State: gen.ConferenceState(m.State), Minutes: m.Minutes.Texts(text), Final: m.State == casework.ConferenceRecorded, Persons: m.persons(arranges),
		Agencies: mapped(unique(p.agencies), n.agency), Etag: etagText(m.MinutesVersion), Actions: callable(m.Actions(actor, m.Conference, s.now())), UpdatedBy: n.accountOrNone(m.MinutesBy),
		AgendaIds: mapped(m.Agenda, func(a casework.AgendaItem) casework.ID { return a.ID }),
		Addenda: mapped(m.Addenda, func(a *casework.Addendum) gen.Addendum {
			return gen.Addendum{Id: a.ID, ItemId: some(a.Item), Text: text(a.Text), Reason: text(a.Reason), By: n.account(a.By), At: a.At}
		}),
	}
	if !m.MinutesAt.IsZero() {
		out.UpdatedAt = &m.MinutesAt
	}
	if out.Minutes.Items == nil {
		out.Minutes.Items = []casework.MinutesItem{}
	}
	return out, nil
}
