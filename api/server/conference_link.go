package server

import (
	"bytes"
	"context"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/ical"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// linkConference is the kind of the links by which invitees answer without an account.
const linkConference = "conference"

// GetAnswerPage answers what the bearer of a link may see: nothing of a case, and nobody else's answers.
func (s *Server) GetAnswerPage(ctx context.Context, r gen.GetAnswerPageRequestObject) (gen.GetAnswerPageResponseObject, error) {
	out, err := s.byLink(ctx, value(r.Params.XLinkToken), nil)
	return gen.GetAnswerPage200JSONResponse(out), err
}

// AnswerByLink takes ○△× of the bearer of a link.
func (s *Server) AnswerByLink(ctx context.Context, r gen.AnswerByLinkRequestObject) (gen.AnswerByLinkResponseObject, error) {
	out, err := s.byLink(ctx, value(r.Params.XLinkToken), func(k *store.ConferenceFile, a casework.Actor) error {
		_, err := k.AnswerPoll(a, s.now(), slotAnswers(r.Body.Answers))
		return err
	})
	return gen.AnswerByLink200JSONResponse(out), err
}

// RespondByLink says whether the bearer of a link comes.
func (s *Server) RespondByLink(ctx context.Context, r gen.RespondByLinkRequestObject) (gen.RespondByLinkResponseObject, error) {
	out, err := s.byLink(ctx, value(r.Params.XLinkToken), func(k *store.ConferenceFile, a casework.Actor) error {
		_, err := k.Respond(a, s.now(), replyOrder(r.Body))
		return err
	})
	return gen.RespondByLink200JSONResponse(out), err
}

// byLink finds whose link it is, then acts as that invitee alone: the scope knows no other conference.
func (s *Server) byLink(ctx context.Context, token string, say func(*store.ConferenceFile, casework.Actor) error) (out gen.AnswerPage, err error) {
	var link store.Link
	err = s.store.InTx(ctx, casework.Actor{}, func(tx *store.Tx) error {
		tx.At(s.now())
		link, err = tx.Link(linkConference, token, s.now())
		return err
	})
	if err != nil {
		return out, err
	}
	guest := casework.Guest(casework.ID(link.Person), "")
	err = s.store.InTx(ctx, guest, func(tx *store.Tx) error {
		tx.At(s.now())
		k, err := tx.ConferenceToAnswer(link.Object)
		if err != nil {
			return err
		}
		if say != nil {
			if err := say(k, guest); err != nil {
				return err
			}
			if err := tx.SaveConference(k, s.now()); err != nil {
				return err
			}
		}
		made(ctx, k.ID)
		if err := tx.Journal(traceOf(ctx).entry(s.now(), "")); err != nil {
			return err
		}
		out, err = s.answerPage(tx, k, guest)
		return err
	})
	return out, err
}

// answerPage goes through the strictest mask there is: the bearer is nobody's agency.
func (s *Server) answerPage(tx *store.Tx, k *store.ConferenceFile, guest casework.Actor) (gen.AnswerPage, error) {
	i := k.InviteeOf(guest)
	if i == nil {
		return gen.AnswerPage{}, casework.NoSuchLink()
	}
	p := people{agencies: []casework.ID{k.Agency, i.Agency}, accounts: []casework.ID{i.Account}}
	n, err := p.load(tx)
	if err != nil {
		return gen.AnswerPage{}, err
	}
	actions := k.ConferenceActions(guest)
	out := gen.AnswerPage{
		Title: k.Title(), Number: k.Number, Kind: gen.ConferenceKind(k.Kind), State: gen.ConferenceState(k.State), Organizer: n.agency(k.Agency).Name, PollUntil: k.PollUntil,
		AnsweredAt: i.AnsweredAt, StartsAt: k.StartsAt, EndsAt: k.EndsAt, RoomName: some(k.RoomName), Place: some(k.Mask.Text(k.Place)), Url: some(k.URL),
		Reply: some(gen.ConferenceReply(i.Reply)), ReplyName: some(k.Mask.Text(i.ReplyName)), ReplyNote: some(k.Mask.Text(i.ReplyNote)),
		MayAnswer: has(actions, casework.VerbAnswer), MayRespond: has(actions, casework.VerbRespond),
		Slots: mapped(k.Slots, func(slot *casework.ConferenceSlot) gen.ConferenceSlot { return conferenceSlot(k, slot) }),
		Answers: mapped(i.Answers, func(a casework.SlotAnswer) gen.SlotAnswer {
			return gen.SlotAnswer{SlotId: a.Slot, Mark: gen.Mark(a.Mark), Comment: some(k.Mask.Text(a.Comment))}
		}),
	}
	switch i.Kind {
	case casework.InviteeAgency:
		out.Name = some(n.agency(i.Agency).Name)
	case casework.InviteeAccount:
		out.Name = some(n.account(i.Account).Name)
	default:
		out.Name = some(k.Mask.Text(i.Name))
	}
	return out, nil
}

func has(actions []string, verb casework.Verb) bool {
	for _, a := range actions {
		if a == string(verb) {
			return true
		}
	}
	return false
}

// GetCalendarFeed says whether the caller has a subscription.
func (s *Server) GetCalendarFeed(ctx context.Context, _ gen.GetCalendarFeedRequestObject) (gen.GetCalendarFeedResponseObject, error) {
	out := gen.CalendarFeed{}
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.CalendarFeed()
		if f != nil {
			out = gen.CalendarFeed{Active: true, CreatedAt: &f.CreatedAt, UsedAt: f.UsedAt}
		}
		return err
	})
	return gen.GetCalendarFeed200JSONResponse(out), err
}

// CreateCalendarFeed makes the caller's subscription anew. It keeps no answer for a repeated request: the key is shown once.
func (s *Server) CreateCalendarFeed(ctx context.Context, _ gen.CreateCalendarFeedRequestObject) (gen.CreateCalendarFeedResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		key, err := tx.NewCalendarFeed(s.now())
		return created(gen.CalendarFeedMade{Path: "/api/v1/calendar-feeds/" + key}, 0, ""), err
	})
}

// RevokeCalendarFeed ends the caller's subscription.
func (s *Server) RevokeCalendarFeed(ctx context.Context, _ gen.RevokeCalendarFeedRequestObject) (gen.RevokeCalendarFeedResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) { return done(), tx.RevokeCalendarFeed(s.now()) })
}

// feedBack is how far back a subscription goes.
const feedBack = 90 * 24 * time.Hour

// ReadCalendarFeed writes a subscription: times, rooms and numbers, nothing of a case.
func (s *Server) ReadCalendarFeed(ctx context.Context, r gen.ReadCalendarFeedRequestObject) (gen.ReadCalendarFeedResponseObject, error) {
	account, err := s.store.FeedOf(ctx, r.FeedKey, s.now())
	if err != nil {
		return nil, err
	}
	var events []ical.Event
	err = s.store.InTx(ctx, casework.Actor{}, func(tx *store.Tx) error {
		tx.At(s.now())
		found, err := tx.FeedEvents(account, s.now().Add(-feedBack))
		events = mapped(found, s.feedEvent)
		return err
	})
	body := ical.Feed("つなぐ 会議", events)
	return gen.ReadCalendarFeed200TextcalendarResponse{Body: bytes.NewReader(body), ContentLength: int64(len(body))}, err
}

func (s *Server) feedEvent(e store.FeedEvent) ical.Event {
	out := s.conferenceEvent(e.Conference, e.Room)
	out.Stamp = e.At
	if e.State == casework.ConferenceCancelled {
		out.Method = ical.Cancel
	}
	return out
}

// conferenceEvent is a conference in a calendar: its number and its room, nothing of a case. A place in words stays out:
// it may be somebody's home.
func (s *Server) conferenceEvent(k *casework.Conference, room string) ical.Event {
	return ical.Event{UID: "conference-" + string(k.ID) + "@tsunagu", Sequence: k.Sequence, Stamp: s.now(), Start: *k.StartsAt, End: *k.EndsAt, Summary: k.Title(),
		Location: room, URL: s.page("/conferences/"+string(k.ID), "")}
}
