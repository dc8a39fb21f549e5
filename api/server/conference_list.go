package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListConferences answers the conferences that exist for the caller.
func (s *Server) ListConferences(ctx context.Context, r gen.ListConferencesRequestObject) (gen.ListConferencesResponseObject, error) {
	q := r.Params
	filter := store.ConferenceFilter{Paging: paging(q.Limit, q.Cursor, q.Count), When: string(value(q.When)), Mine: value(q.Mine), Case: value(q.CaseId), States: words(q.State), From: q.From, To: q.To}
	if filter.When == "" {
		filter.When = "upcoming"
	}
	var out gen.ConferencePage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Conferences(filter)
		if err != nil {
			return err
		}
		var p people
		for _, i := range page.Items {
			p.agencies = append(p.agencies, i.Agency)
			if i.CaseLevel != "" {
				saw(ctx, i.Case)
			}
		}
		n, err := p.load(tx)
		out = gen.ConferencePage{Items: mapped(page.Items, n.conferenceSummary), NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListConferences200JSONResponse(out), nil
}

func (n names) conferenceSummary(i store.ConferenceItem) gen.ConferenceSummary {
	out := gen.ConferenceSummary{
		Id: i.ID, Number: i.Number, Title: i.Title(), Kind: gen.ConferenceKind(i.Kind), State: gen.ConferenceState(i.State), Purpose: i.Mask.Text(i.Purpose), Agency: n.agency(i.Agency),
		At: i.At, StartsAt: i.StartsAt, EndsAt: i.EndsAt, RoomName: some(i.RoomName), Place: some(i.Mask.Text(i.Place)), PollUntil: i.PollUntil,
		Invited: i.Invited, Answered: i.Answered, Attend: i.Attend, ToAnswer: i.MineDue,
	}
	if i.CaseLevel != "" {
		out.CaseId, out.CaseNumber = some(i.Case), some(i.CaseNumber)
	}
	return out
}

// ListInvitablePeople answers who can be invited as a person.
func (s *Server) ListInvitablePeople(ctx context.Context, _ gen.ListInvitablePeopleRequestObject) (gen.ListInvitablePeopleResponseObject, error) {
	out := gen.InvitablePeople{}
	err := s.read(ctx, func(tx *store.Tx) error {
		people, err := tx.Invitables()
		out.Items = mapped(people, func(p store.Invitable) gen.InvitablePerson {
			return gen.InvitablePerson{Account: gen.AccountRef{Id: p.Account, Name: p.Name}, Agency: p.Agency, Role: string(p.Role)}
		})
		return err
	})
	return gen.ListInvitablePeople200JSONResponse(out), err
}

// ListRooms answers the meeting rooms.
func (s *Server) ListRooms(ctx context.Context, _ gen.ListRoomsRequestObject) (gen.ListRoomsResponseObject, error) {
	out := gen.RoomList{}
	err := s.read(ctx, func(tx *store.Tx) error {
		rooms, err := tx.Rooms()
		out.Items = mapped(rooms, room)
		return err
	})
	return gen.ListRooms200JSONResponse(out), err
}

// AddRoom adds a meeting room.
func (s *Server) AddRoom(ctx context.Context, r gen.AddRoomRequestObject) (gen.AddRoomResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		one := store.Room{ID: casework.NewID(s.now())}
		if err := fillRoom(&one, r.Body); err != nil {
			return nil, err
		}
		if err := tx.SaveRoom(&one); err != nil {
			return nil, err
		}
		made(ctx, one.ID)
		return created(room(one), one.Version, "/api/v1/rooms/"+string(one.ID)), nil
	})
}

// UpdateRoom changes a room, or takes it out of use: what is booked there stays booked.
func (s *Server) UpdateRoom(ctx context.Context, r gen.UpdateRoomRequestObject) (gen.UpdateRoomResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		one, err := tx.Room(r.RoomId)
		if err != nil {
			return nil, err
		}
		if err := fillRoom(&one, r.Body); err != nil {
			return nil, err
		}
		if ifMatch(r.Params.IfMatch) != one.Version {
			return nil, casework.Stale()
		}
		if err := tx.SaveRoom(&one); err != nil {
			return nil, err
		}
		return ok(room(one), one.Version), nil
	})
}

func fillRoom(one *store.Room, in *gen.RoomInput) error {
	one.Name, one.Place, one.Seats, one.Active = in.Name, value(in.Place), value(in.Seats), in.Active == nil || *in.Active
	return casework.CheckRoom(one.Name, one.Place)
}

func room(r store.Room) gen.Room {
	return gen.Room{Id: r.ID, Name: r.Name, Place: some(r.Place), Seats: some(r.Seats), Active: r.Active, Version: r.Version}
}
