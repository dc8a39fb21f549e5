package server

import (
	"context"
	"strconv"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/ical"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// RequestDispatch asks for an advisor.
func (s *Server) RequestDispatch(ctx context.Context, r gen.RequestDispatchRequestObject) (gen.RequestDispatchResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.CaseId)
		if err != nil {
			return nil, err
		}
		who, err := tx.Anonymity(f)
		if err != nil {
			return nil, err
		}
		ref, err := tx.Reference()
		if err != nil {
			return nil, err
		}
		code := func(c store.CodeLabel) string { return c.Code }
		d, err := f.RequestDispatch(actorOf(ctx), s.now(), dispatchOrder(r.Body), who, casework.Known{Fields: mapped(ref.Fields, code), Issues: mapped(ref.IssueTypes, code)})
		if err != nil {
			return nil, err
		}
		if err := tx.SaveDispatch(f, d, s.now()); err != nil {
			return nil, err
		}
		out, err := s.answerDispatch(ctx, tx, d.ID)
		return created(out, d.Version, "/api/v1/dispatches/"+string(d.ID)), err
	})
}

func dispatchOrder(in *gen.DispatchInput) casework.DispatchOrder {
	o := casework.DispatchOrder{Question: in.Question, Mode: casework.DispatchMode(in.Mode), Fields: in.Fields, Issues: value(in.Issues),
		Ground: casework.Ground(value(in.Ground)), GroundNote: value(in.GroundNote), Conditions: value(in.Conditions)}
	if in.Scope != nil {
		o.Scope = casework.Scope{Sheet: value(in.Scope.Sheet), Notes: value(in.Scope.Notes)}
	}
	return o
}

// answerDispatch reads it again, as the actor may read it now.
func (s *Server) answerDispatch(ctx context.Context, tx *store.Tx, id casework.ID) (gen.Dispatch, error) {
	made(ctx, id)
	d, err := tx.Dispatch(id)
	if err != nil {
		return gen.Dispatch{}, err
	}
	return s.dispatchBody(ctx, tx, d)
}

// changeDispatch is load, rule, save, answer for a verb on a dispatch, with the case held.
func (s *Server) changeDispatch(ctx context.Context, id casework.ID, seen string, verb func(tx *store.Tx, d *store.DispatchFile, a casework.Actor) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		d, err := tx.DispatchToChange(id)
		if err != nil {
			return nil, err
		}
		version, before := d.Version, *d.Dispatch
		if err := verb(tx, d, actorOf(ctx)); err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if err := s.invite(tx, &before, d.Dispatch); err != nil {
			return nil, err
		}
		if err := tx.SaveDispatch(d.Of, d.Dispatch, s.now()); err != nil {
			return nil, err
		}
		out, err := s.answerDispatch(ctx, tx, id)
		return ok(out, d.Version), err
	})
}

// AssignDispatch chooses the advisor.
func (s *Server) AssignDispatch(ctx context.Context, r gen.AssignDispatchRequestObject) (gen.AssignDispatchResponseObject, error) {
	return s.changeDispatch(ctx, r.DispatchId, r.Params.IfMatch, func(tx *store.Tx, d *store.DispatchFile, a casework.Actor) error {
		who, err := tx.Anonymity(d.Of)
		if err != nil {
			return err
		}
		advisor, err := tx.Advisor(r.Body.AdvisorId)
		if casework.CodeOf(err) == casework.CodeNotFound {
			return fault("/advisorId", "unknown", "アドバイザーを選び直してください。")
		}
		if err != nil {
			return err
		}
		return d.Of.AssignDispatch(d.Dispatch, a, s.now(), &advisor.Advisor, meetingFrom(r.Body.Meeting), who)
	})
}

// ConfirmDispatch takes it on.
func (s *Server) ConfirmDispatch(ctx context.Context, r gen.ConfirmDispatchRequestObject) (gen.ConfirmDispatchResponseObject, error) {
	return s.changeDispatch(ctx, r.DispatchId, r.Params.IfMatch, func(tx *store.Tx, d *store.DispatchFile, a casework.Actor) error {
		who, err := tx.Anonymity(d.Of)
		if err != nil {
			return err
		}
		return d.Of.ConfirmDispatch(d.Dispatch, a, s.now(), r.Body.Pledged, meetingFrom(r.Body.Meeting), who)
	})
}

// AdviseDispatch writes the advice down.
func (s *Server) AdviseDispatch(ctx context.Context, r gen.AdviseDispatchRequestObject) (gen.AdviseDispatchResponseObject, error) {
	return s.changeDispatch(ctx, r.DispatchId, r.Params.IfMatch, func(_ *store.Tx, d *store.DispatchFile, a casework.Actor) error {
		return d.Of.AdviseDispatch(d.Dispatch, a, s.now(), adviceOrder(r.Body))
	})
}

// FollowUpDispatch writes down how it went on.
func (s *Server) FollowUpDispatch(ctx context.Context, r gen.FollowUpDispatchRequestObject) (gen.FollowUpDispatchResponseObject, error) {
	return s.changeDispatch(ctx, r.DispatchId, r.Params.IfMatch, func(_ *store.Tx, d *store.DispatchFile, a casework.Actor) error {
		return d.Of.FollowUpDispatch(d.Dispatch, a, s.now(), adviceOrder(r.Body))
	})
}

// CompleteDispatch ends it.
func (s *Server) CompleteDispatch(ctx context.Context, r gen.CompleteDispatchRequestObject) (gen.CompleteDispatchResponseObject, error) {
	return s.changeDispatch(ctx, r.DispatchId, r.Params.IfMatch, func(tx *store.Tx, d *store.DispatchFile, a casework.Actor) error {
		who, err := tx.Anonymity(d.Of)
		if err != nil {
			return err
		}
		return d.Of.CompleteDispatch(d.Dispatch, a, s.now(), casework.CompletionOrder{Keep: r.Body.Keep, Title: value(r.Body.Title), Text: value(r.Body.Text)}, who)
	})
}

// CancelDispatch calls it off.
func (s *Server) CancelDispatch(ctx context.Context, r gen.CancelDispatchRequestObject) (gen.CancelDispatchResponseObject, error) {
	return s.changeDispatch(ctx, r.DispatchId, r.Params.IfMatch, func(_ *store.Tx, d *store.DispatchFile, a casework.Actor) error {
		return d.Of.CancelDispatch(d.Dispatch, a, s.now(), r.Body.Reason)
	})
}

func adviceOrder(in *gen.DispatchAdvice) casework.AdviceOrder {
	return casework.AdviceOrder{On: calendar.Date{Year: in.On.Year(), Month: in.On.Month(), Day: in.On.Day()}, Minutes: value(in.Minutes), Text: in.Text}
}

func meetingFrom(in *gen.DispatchMeeting) *casework.DispatchMeeting {
	if in == nil {
		return nil
	}
	return &casework.DispatchMeeting{Start: store.Truncate(in.Start), Minutes: in.Minutes, Place: value(in.Place)}
}

// modeWords are the modes as a mail says them.
var modeWords = map[casework.DispatchMode]string{casework.ModeAdvice: "助言", casework.ModeConference: "会議同席", casework.ModeVisit: "同行訪問"}

// invite puts the meeting of a confirmed dispatch into the calendars of the advisor and of the coordinator who answers for
// it, and takes it out again when it is called off. Nothing of the household is in the mail: the place was checked.
func (s *Server) invite(tx *store.Tx, before, d *casework.Dispatch) error {
	invited := before.State == casework.DispatchConfirmed && before.Meeting != nil
	method := ""
	switch {
	case d.State == casework.DispatchConfirmed && before.State == casework.DispatchAssigned && d.Meeting != nil:
		method = ical.Request
	case d.State == casework.DispatchCancelled && invited:
		method, d.Sequence = ical.Cancel, d.Sequence+1
	default:
		return nil
	}
	people, err := tx.MailOf(d.Account, d.AssignedBy)
	if err != nil {
		return err
	}
	link := s.publicURL + "/dispatches/" + string(d.ID)
	event := ical.Event{UID: "dispatch-" + string(d.ID) + "@tsunagu", Sequence: d.Sequence, Stamp: s.now(), Start: d.Meeting.Start, End: d.Meeting.Start.Add(time.Duration(d.Meeting.Minutes) * time.Minute),
		Summary: "アドバイザー派遣（" + modeWords[d.Mode] + "）", Location: d.Meeting.Place, Description: "くわしくは、つなぐでご確認ください。\n" + link, URL: link, Method: method}
	if o, known := people[d.AssignedBy]; known {
		event.Organizer = ical.Person{Name: o.Name, Address: o.Address}
	}
	if a, known := people[d.Account]; known {
		event.Attendees = []ical.Attendee{{Person: ical.Person{Name: a.Name, Address: a.Address}, Answer: ical.Accepted}}
	}
	subject, text := "アドバイザー派遣の日時のお知らせ", "アドバイザー派遣の日時が決まりました。\n予定表のファイルを添えています。くわしくは、次のページでご確認ください。\n"
	if method == ical.Cancel {
		subject, text = "アドバイザー派遣の取りやめのお知らせ", "予定していたアドバイザー派遣は取りやめになりました。くわしくは、次のページでご確認ください。\n"
	}
	for _, id := range []casework.ID{d.Account, d.AssignedBy} {
		to, known := people[id]
		if !known {
			continue
		}
		if err := tx.Mail(store.Mail{Kind: "dispatch_invitation", Once: "dispatch-" + string(d.ID) + "-" + string(id) + "-" + method + "-" + strconv.Itoa(d.Sequence), To: to.Address, ToName: to.Name,
			Account: id, Object: d.ID, Subject: subject, Text: text + link + "\n", Calendar: ical.Invitation(event), CalendarMethod: method}); err != nil {
			return err
		}
	}
	return nil
}
