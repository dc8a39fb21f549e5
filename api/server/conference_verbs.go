package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// AnswerConference takes the ○△× of the caller's own invitee. Many answer at once: it asks for no version.
func (s *Server) AnswerConference(ctx context.Context, r gen.AnswerConferenceRequestObject) (gen.AnswerConferenceResponseObject, error) {
	return s.answerConference(ctx, r.ConferenceId, func(k *store.ConferenceFile, a casework.Actor) error {
		_, err := k.AnswerPoll(a, s.now(), slotAnswers(r.Body.Answers))
		return err
	})
}

// RespondConference says whether the caller's own invitee comes.
func (s *Server) RespondConference(ctx context.Context, r gen.RespondConferenceRequestObject) (gen.RespondConferenceResponseObject, error) {
	return s.answerConference(ctx, r.ConferenceId, func(k *store.ConferenceFile, a casework.Actor) error {
		_, err := k.Respond(a, s.now(), replyOrder(r.Body))
		return err
	})
}

func slotAnswers(in []gen.SlotAnswer) []casework.SlotAnswer {
	return mapped(in, func(a gen.SlotAnswer) casework.SlotAnswer {
		return casework.SlotAnswer{Slot: a.SlotId, Mark: casework.Mark(a.Mark), Comment: value(a.Comment)}
	})
}

func replyOrder(in *gen.ConferenceResponse) casework.ReplyOrder {
	return casework.ReplyOrder{Reply: casework.Reply(in.Reply), Name: value(in.Name), Note: value(in.Note)}
}

// answerConference runs what an invitee says, under the lock of the conference alone.
func (s *Server) answerConference(ctx context.Context, id casework.ID, say func(*store.ConferenceFile, casework.Actor) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		k, err := tx.ConferenceToAnswer(id)
		if err != nil {
			return nil, err
		}
		if err := say(k, actorOf(ctx)); err != nil {
			return nil, err
		}
		if err := tx.SaveConference(k, s.now()); err != nil {
			return nil, err
		}
		saw(ctx, k.Case)
		out, err := s.conferenceAnswer(tx, k)
		return ok(out, k.Version), err
	})
}

// RemindConference asks the silent once more.
func (s *Server) RemindConference(ctx context.Context, r gen.RemindConferenceRequestObject) (gen.RemindConferenceResponseObject, error) {
	return s.changeConference(ctx, r.ConferenceId, r.Params.IfMatch, func(_ *store.Tx, k *store.ConferenceFile, a casework.Actor) error {
		_, err := k.Remind(k.TheCase(), a, s.now())
		return err
	})
}

// ScheduleConference chooses time and place.
func (s *Server) ScheduleConference(ctx context.Context, r gen.ScheduleConferenceRequestObject) (gen.ScheduleConferenceResponseObject, error) {
	return s.changeConference(ctx, r.ConferenceId, r.Params.IfMatch, func(tx *store.Tx, k *store.ConferenceFile, a casework.Actor) error {
		if err := k.Schedule(k.TheCase(), a, s.now(), scheduleOrder(r.Body)); err != nil {
			return err
		}
		return checkRoom(tx, k)
	})
}

// RescheduleConference moves a scheduled conference.
func (s *Server) RescheduleConference(ctx context.Context, r gen.RescheduleConferenceRequestObject) (gen.RescheduleConferenceResponseObject, error) {
	return s.changeConference(ctx, r.ConferenceId, r.Params.IfMatch, func(tx *store.Tx, k *store.ConferenceFile, a casework.Actor) error {
		if err := k.Reschedule(k.TheCase(), a, s.now(), scheduleOrder(r.Body)); err != nil {
			return err
		}
		return checkRoom(tx, k)
	})
}

// CancelConference calls a conference or its poll off.
func (s *Server) CancelConference(ctx context.Context, r gen.CancelConferenceRequestObject) (gen.CancelConferenceResponseObject, error) {
	return s.changeConference(ctx, r.ConferenceId, r.Params.IfMatch, func(_ *store.Tx, k *store.ConferenceFile, a casework.Actor) error {
		return k.Cancel(k.TheCase(), a, s.now(), r.Body.Reason)
	})
}

func scheduleOrder(in *gen.ConferenceSchedule) casework.ScheduleOrder {
	return casework.ScheduleOrder{Slot: value(in.SlotId), Start: store.Truncate(value(in.StartsAt)), End: store.Truncate(value(in.EndsAt)), Room: value(in.RoomId),
		Place: value(in.Place), URL: value(in.Url), Confirm: value(in.Confirm)}
}

// checkRoom refuses a room that is not, or no longer, in use.
func checkRoom(tx *store.Tx, k *store.ConferenceFile) error {
	k.RoomName = ""
	if k.Room == "" {
		return nil
	}
	room, err := tx.Room(k.Room)
	if err == nil && room.Active {
		k.RoomName = room.Name
		return nil
	}
	if err == nil || casework.CodeOf(err) == casework.CodeNotFound {
		return fault("/roomId", "unknown", "使える会議室の一覧にありません。選び直してください。")
	}
	return err
}

// changeConference runs a verb of the coordinator: case and conference are held, the rule decides, both are saved.
func (s *Server) changeConference(ctx context.Context, id casework.ID, seen string, verb func(*store.Tx, *store.ConferenceFile, casework.Actor) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		k, err := tx.ConferenceToChange(id)
		if err != nil {
			return nil, err
		}
		version := k.Version
		if err := verb(tx, k, actorOf(ctx)); err != nil {
			return nil, err
		}
		if ifMatch(seen) != version {
			return nil, casework.Stale()
		}
		if err := tx.SaveConference(k, s.now()); err != nil {
			return nil, err
		}
		saw(ctx, k.Case)
		out, err := s.conferenceAnswer(tx, k)
		return ok(out, k.Version), err
	})
}
