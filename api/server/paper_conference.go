package server

import (
	"bytes"
	"context"
	"net/http"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/forms"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// GetConferenceNoticePdf answers the 開催通知 of a conference that has a time. It holds what its mails hold: nothing of the case, nobody's name.
func (s *Server) GetConferenceNoticePdf(ctx context.Context, r gen.GetConferenceNoticePdfRequestObject) (gen.GetConferenceNoticePdfResponseObject, error) {
	var out bytes.Buffer
	var name string
	err := s.read(ctx, func(tx *store.Tx) error {
		k, err := tx.Conference(r.ConferenceId)
		if err != nil {
			return err
		}
		if k.StartsAt == nil || k.State == casework.ConferenceCancelled {
			return refuse(casework.CodeWrongState, "日時が決まった会議だけ、通知を作れます。")
		}
		saw(ctx, k.Case)
		c, err := conferenceOnPaper(tx, k)
		if err != nil {
			return err
		}
		name = "開催通知_" + k.Number + ".pdf"
		return forms.Notice{Conference: c, At: s.now()}.Write(&out)
	})
	if err != nil {
		return nil, err
	}
	return pdf(name, &out), nil
}

func conferenceOnPaper(tx *store.Tx, k *store.ConferenceFile) (forms.Conference, error) {
	p := people{agencies: []casework.ID{k.Agency}}
	n, err := p.load(tx)
	c := forms.Conference{Number: k.Number, Title: k.Title(), Places: []string{k.RoomName, k.Place, k.URL}, Coordinator: n.agency(k.Agency).Name}
	if k.StartsAt != nil {
		c.Start = *k.StartsAt
	}
	if k.EndsAt != nil {
		c.End = *k.EndsAt
	}
	return c, err
}

// MakeAgendaPdf puts the agenda on paper: what getMeeting answers, with its line in the ledger.
func (s *Server) MakeAgendaPdf(ctx context.Context, r gen.MakeAgendaPdfRequestObject) (gen.MakeAgendaPdfResponseObject, error) {
	out, name, err := s.meetingPaper(ctx, r.ConferenceId, r.Body, func(tx *store.Tx, m meeting, out *bytes.Buffer) (string, error) {
		if err := m.MayOpen(m.f.Case, m.Conference, tx.Actor(), s.now()); err != nil {
			return "", err
		}
		shown, err := s.meetingAnswer(tx, m)
		if err != nil {
			return "", err
		}
		c, err := conferenceOnPaper(tx, m.ConferenceFile)
		if err != nil {
			return "", err
		}
		printed, err := s.printed(tx)
		if err != nil {
			return "", err
		}
		// It is handed round in the room: who was left out of the material stays out, whoever prints it.
		text := func(t string) string { return m.WithoutDropped(m.f.Case, t) }
		a := forms.Agenda{Conference: c, Case: m.f.Number, Guarded: s.guarded(tx, m.f), Purpose: text(m.f.Mask.Text(m.Purpose)), Printed: printed,
			Items: mapped(shown.Agenda, func(i gen.AgendaItem) casework.AgendaItem {
				return casework.AgendaItem{Title: text(i.Title), Note: text(value(i.Note)), Minutes: value(i.Minutes)}
			}),
			Members: mapped(shown.Members, func(i gen.MeetingMember) string { return i.Name })}
		return "次第_" + m.Number + ".pdf", a.Write(out)
	})
	if err != nil {
		return nil, err
	}
	return pdf(name, out), nil
}

// MakeMinutesPdf puts the record on paper: what getMinutes answers, with its line in the ledger.
func (s *Server) MakeMinutesPdf(ctx context.Context, r gen.MakeMinutesPdfRequestObject) (gen.MakeMinutesPdfResponseObject, error) {
	out, name, err := s.meetingPaper(ctx, r.ConferenceId, r.Body, func(tx *store.Tx, m meeting, out *bytes.Buffer) (string, error) {
		if err := m.MayRead(m.f.Case, m.Conference, tx.Actor(), s.now()); err != nil {
			return "", err
		}
		if m.HeldAt == nil {
			return "", refuse(casework.CodeWrongState, "議事録は、会議が始まってから作れます。")
		}
		record, err := s.minutesAnswer(tx, m)
		if err != nil {
			return "", err
		}
		shown, err := s.meetingAnswer(tx, m)
		if err != nil {
			return "", err
		}
		c, err := conferenceOnPaper(tx, m.ConferenceFile)
		if err != nil {
			return "", err
		}
		printed, err := s.printed(tx)
		if err != nil {
			return "", err
		}
		p := minutesOnPaper(record, shown)
		p.Conference, p.Case, p.Guarded, p.Printed = c, m.f.Number, s.guarded(tx, m.f), printed
		p.Start, p.End = *m.HeldAt, c.End
		return "議事録_" + m.Number + ".pdf", p.Write(out)
	})
	if err != nil {
		return nil, err
	}
	return pdf(name, out), nil
}

var presenceWords = map[gen.Presence]string{"present": "出席", "absent": "欠席", "deputy": "代理"}

func minutesOnPaper(r gen.MinutesRecord, shown gen.Meeting) forms.Minutes {
	out := forms.Minutes{Final: r.Final, Minutes: r.Minutes, Agencies: namesOfAgencies(r.Agencies), Persons: map[casework.ID]string{}}
	for _, p := range r.Persons {
		out.Persons[p.Id] = p.Name
	}
	for _, a := range shown.Attendance {
		line := forms.Attended{Name: a.Name, Function: value(a.Function), Presence: presenceWords[a.Presence]}
		if a.Agency != nil {
			line.Agency = a.Agency.Name
		}
		if a.Deputy != nil {
			line.Presence += "（" + *a.Deputy + "）"
		}
		if line.Name == line.Agency {
			line.Name = ""
		}
		out.Attendance = append(out.Attendance, line)
	}
	for _, a := range r.Addenda {
		out.Addenda = append(out.Addenda, forms.Added{At: a.At, By: a.By.Name, Text: a.Text, Reason: a.Reason})
	}
	return out
}

// meetingPaper is the frame of a paper of a meeting: find it, write it, and its line in the ledger, in one transaction.
func (s *Server) meetingPaper(ctx context.Context, id casework.ID, in *gen.PaperOrder, write func(*store.Tx, meeting, *bytes.Buffer) (string, error)) (out *bytes.Buffer, name string, err error) {
	out = &bytes.Buffer{}
	err = s.read(ctx, func(tx *store.Tx) error {
		m, err := meetingOf(tx, id)
		if err != nil {
			return err
		}
		if name, err = write(tx, m, out); err != nil {
			return err
		}
		order := paperOrder(in, tx.Actor())
		order.Scope.Notes = true
		return s.disclosePaper(ctx, tx, m.f, order)
	})
	return out, name, err
}

func (s *Server) guarded(tx *store.Tx, f *store.CaseFile) bool {
	return protectedPersons(f.Case, f.Sheet.ID, tx.Actor(), s.now()) != nil
}

// VisitGetConferenceNoticePdfResponse writes the PDF.
func (c carried) VisitGetConferenceNoticePdfResponse(w http.ResponseWriter) error { return c.write(w) }

// VisitMakeAgendaPdfResponse writes the PDF.
func (c carried) VisitMakeAgendaPdfResponse(w http.ResponseWriter) error { return c.write(w) }

// VisitMakeMinutesPdfResponse writes the PDF.
func (c carried) VisitMakeMinutesPdfResponse(w http.ResponseWriter) error { return c.write(w) }
