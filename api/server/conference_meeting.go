package server

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// meeting is a conference with all that belongs to it, and its case as far as the actor may be shown it.
type meeting struct {
	*store.ConferenceFile
	*casework.ConferenceMeeting
	f *store.CaseFile
}

// meetingOf reads the meeting of a conference that exists for the actor.
func meetingOf(tx *store.Tx, id casework.ID) (m meeting, err error) {
	if m.ConferenceFile, err = tx.Conference(id); err != nil {
		return m, err
	}
	if m.ConferenceMeeting, err = tx.Meeting(m.ConferenceFile); err != nil {
		return m, err
	}
	m.f, err = tx.MeetingCase(m.ConferenceFile)
	return m, err
}

// meetingToChange holds the case, the conference and the meeting, in this order, until commit. Also for an invitee who sees
// no case: what it may do is the rule's matter.
func meetingToChange(tx *store.Tx, id casework.ID) (m meeting, err error) {
	k, err := tx.Conference(id)
	if err != nil {
		return m, err
	}
	if m.f, err = tx.MeetingCaseToChange(k); err != nil {
		return m, err
	}
	if m.ConferenceFile, err = tx.ConferenceToAnswer(id); err != nil {
		return m, err
	}
	m.File = m.f
	m.ConferenceMeeting, err = tx.MeetingToChange(m.ConferenceFile)
	return m, err
}

// seen refuses a change that was made from another version than the newest. Asked after the rule: 409 goes before 412.
func (m meeting) seen(header string) error {
	if m.ConferenceMeeting.Version != ifMatch(header) {
		return casework.Stale()
	}
	return nil
}

// save writes what a verb left on the meeting, the conference and the case.
func (s *Server) saveMeeting(tx *store.Tx, m meeting) error {
	if err := tx.SaveMeeting(m.ConferenceFile, m.ConferenceMeeting, s.now()); err != nil {
		return err
	}
	return tx.SaveConference(m.ConferenceFile, s.now())
}

// meetingVerb is the frame of every verb on a meeting: hold, rule, version, save, answer.
func (s *Server) meetingVerb(ctx context.Context, id casework.ID, seen string, rule func(tx *store.Tx, m meeting) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		m, err := meetingToChange(tx, id)
		if err != nil {
			return nil, err
		}
		if err := rule(tx, m); err != nil {
			return nil, err
		}
		if err := m.seen(seen); err != nil {
			return nil, err
		}
		if err := s.saveMeeting(tx, m); err != nil {
			return nil, err
		}
		saw(ctx, m.f.ID)
		out, err := s.meetingAnswer(tx, m)
		return ok(out, m.ConferenceMeeting.Version), err
	})
}

// GetMeeting answers what is prepared. Before the pledge an invitee learns time, place and purpose, nothing more.
func (s *Server) GetMeeting(ctx context.Context, r gen.GetMeetingRequestObject) (gen.GetMeetingResponseObject, error) {
	var out gen.GetMeeting200JSONResponse
	err := s.read(ctx, func(tx *store.Tx) error {
		m, err := meetingOf(tx, r.ConferenceId)
		if err != nil {
			return err
		}
		out.Headers.ETag = some(etagText(m.ConferenceMeeting.Version))
		out.Body, err = s.meetingAnswer(tx, m)
		if out.Body.Opened {
			saw(ctx, m.f.ID)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// PrepareConference sets what the members see, what becomes of who has not consented, and the agenda.
func (s *Server) PrepareConference(ctx context.Context, r gen.PrepareConferenceRequestObject) (gen.PrepareConferenceResponseObject, error) {
	return s.meetingVerb(ctx, r.ConferenceId, r.Params.IfMatch, func(tx *store.Tx, m meeting) error {
		actor := tx.Actor()
		if r.Body.Materials != nil || r.Body.Consents != nil {
			o := casework.PrepareOrder{Materials: m.Materials, Consents: m.Consents}
			if in := r.Body.Materials; in != nil {
				o.Materials = casework.Materials{Sheet: in.Sheet, SheetVersion: value(in.SheetVersion), Notes: in.Notes,
					Conditions: m.f.Mask.RestoreText(m.Materials.Conditions, value(in.Conditions))}
			}
			if in := r.Body.Consents; in != nil {
				o.Consents = mapped(*in, func(c gen.ConsentGapInput) casework.ConsentSettlement {
					return casework.ConsentSettlement{Person: c.PersonId, Dropped: value(c.Dropped), Ground: casework.Ground(value(c.Ground)), Note: value(c.Note)}
				})
			}
			if err := m.Prepare(m.f.Case, m.Conference, actor, s.now(), o); err != nil {
				return err
			}
		}
		if in := r.Body.Agenda; in != nil {
			return m.SetAgenda(actor, m.Conference, s.now(), mapped(*in, m.agendaInput))
		}
		return nil
	})
}

// agendaInput puts back what a coordinator under a mask could not see.
func (m meeting) agendaInput(a gen.AgendaItemInput) casework.AgendaInput {
	in := casework.AgendaInput{ID: value(a.Id), Title: a.Title, Note: value(a.Note), Minutes: value(a.Minutes), Source: value(a.Source)}
	for _, was := range m.Agenda {
		if was.ID == in.ID {
			in.Title, in.Note = m.f.Mask.RestoreText(was.Title, in.Title), m.f.Mask.RestoreText(was.Note, in.Note)
		}
	}
	return in
}

// PledgeConference is the promise of secrecy of one person.
func (s *Server) PledgeConference(ctx context.Context, r gen.PledgeConferenceRequestObject) (gen.PledgeConferenceResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		m, err := meetingToChange(tx, r.ConferenceId)
		if err != nil {
			return nil, err
		}
		if _, err := m.Pledge(m.f.Case, m.Conference, tx.Actor(), s.now(), r.Body.TextVersion); err != nil {
			return nil, err
		}
		if err := s.saveMeeting(tx, m); err != nil {
			return nil, err
		}
		saw(ctx, m.f.ID)
		out, err := s.meetingAnswer(tx, m)
		return ok(out, m.ConferenceMeeting.Version), err
	})
}

// RemoveInvitee takes somebody off a conference.
func (s *Server) RemoveInvitee(ctx context.Context, r gen.RemoveInviteeRequestObject) (gen.RemoveInviteeResponseObject, error) {
	return s.meetingVerb(ctx, r.ConferenceId, r.Params.IfMatch, func(tx *store.Tx, m meeting) error {
		return m.RemoveInvitee(m.f.Case, m.Conference, tx.Actor(), s.now(), r.InviteeId)
	})
}

// HoldConference begins the meeting.
func (s *Server) HoldConference(ctx context.Context, r gen.HoldConferenceRequestObject) (gen.HoldConferenceResponseObject, error) {
	return s.meetingVerb(ctx, r.ConferenceId, r.Params.IfMatch, func(tx *store.Tx, m meeting) error {
		coordinators, err := tx.Coordinators()
		if err != nil {
			return err
		}
		if !m.AgendaSet {
			if m.Agenda, err = s.proposedAgenda(tx, m); err != nil {
				return err
			}
		}
		list, err := attendanceOrders(tx, r.Body.Attendance)
		if err != nil {
			return err
		}
		o := casework.HoldOrder{HeldAt: store.Truncate(r.Body.HeldAt), Attendance: list, Secretary: value(r.Body.SecretaryId),
			Coordinators: mapped(coordinators, func(c store.Ref) casework.ID { return c.ID })}
		if err := m.Hold(m.f.Case, m.Conference, tx.Actor(), s.now(), o); err != nil {
			return err
		}
		if err := m.seen(r.Params.IfMatch); err != nil {
			return err
		}
		return tx.SaveMinutes(m.ConferenceFile, m.ConferenceMeeting, m.MinutesVersion)
	})
}

// AttendConference corrects who was there.
func (s *Server) AttendConference(ctx context.Context, r gen.AttendConferenceRequestObject) (gen.AttendConferenceResponseObject, error) {
	return s.meetingVerb(ctx, r.ConferenceId, r.Params.IfMatch, func(tx *store.Tx, m meeting) error {
		list, err := attendanceOrders(tx, r.Body.Attendance)
		if err != nil {
			return err
		}
		return m.CorrectAttendance(m.f.Case, m.Conference, tx.Actor(), s.now(), list)
	})
}

func attendanceOrders(tx *store.Tx, in []gen.AttendanceInput) ([]casework.AttendanceOrder, error) {
	var agencies []casework.ID
	for _, a := range in {
		if a.AgencyId != nil {
			agencies = append(agencies, *a.AgencyId)
		}
	}
	known, err := tx.ActiveAgencies(agencies)
	if err != nil {
		return nil, err
	}
	for n, a := range in {
		if a.AgencyId != nil && !known[*a.AgencyId] {
			return nil, fault("/attendance/"+strconv.Itoa(n)+"/agencyId", "unknown", "相談機関一覧にない機関です。選び直してください。")
		}
	}
	return mapped(in, func(a gen.AttendanceInput) casework.AttendanceOrder {
		return casework.AttendanceOrder{Invitee: value(a.InviteeId), Agency: value(a.AgencyId), Name: value(a.Name), Function: value(a.Function), Member: value(a.MemberId),
			Presence: casework.Presence(a.Presence), Deputy: value(a.Deputy), Online: value(a.Online), Paper: value(a.Paper)}
	}), nil
}

// proposedAgenda is what a conference nobody has ordered yet starts from.
func (s *Server) proposedAgenda(tx *store.Tx, m meeting) ([]casework.AgendaItem, error) {
	changes, err := tx.SinceLastConference(m.ConferenceFile)
	if err != nil {
		return nil, err
	}
	open, err := tx.OpenTasks(m.ConferenceFile)
	return casework.ProposeAgenda(s.now(), m.Purpose, open, changes), err
}

// meetingAnswer renders a meeting for the actor of the transaction.
func (s *Server) meetingAnswer(tx *store.Tx, m meeting) (gen.Meeting, error) {
	actor, now, mask := tx.Actor(), s.now(), m.f.Mask
	arranges, text := actor.Has(casework.RoleCoordinator), m.PledgeText(now)
	out := gen.Meeting{
		ConferenceId: m.ID, Number: m.Number, State: gen.ConferenceState(m.State), Opened: m.MayOpen(m.f.Case, m.Conference, actor, now) == nil,
		Pledge: gen.PledgeStanding{Statutory: text.Statutory, TextVersion: text.Version, Text: text.Body, Needed: slices.Contains(m.Actions(actor, m.Conference, now), string(casework.VerbPledge))},
		Agenda: []gen.AgendaItem{}, Suggestions: []gen.AgendaItem{}, ConsentGaps: []gen.ConsentGap{}, Members: []gen.MeetingMember{}, Attendance: []gen.Attendance{},
		Secretaries: []gen.AccountRef{}, Persons: []gen.MeetingPerson{}, PackageUntil: m.PackageUntil(), Etag: etagText(m.ConferenceMeeting.Version), Actions: callable(m.Actions(actor, m.Conference, now)),
	}
	if p := m.PledgeOf(actor.Account); p != nil {
		out.Pledge.PledgedAt = &p.At
	}
	if !out.Opened {
		return out, nil
	}
	out.MinutesVersion = m.MinutesVersion
	out.Materials = &gen.Materials{Sheet: m.Materials.Sheet, SheetVersion: some(m.Materials.SheetVersion), CurrentSheetVersion: m.f.Case.Sheet.Version, Notes: m.Materials.Notes,
		Conditions: mask.Text(m.Materials.Conditions)}
	out.Persons = m.persons(arranges)
	agenda := m.Agenda
	if !m.AgendaSet || arranges && m.State != casework.ConferenceRecorded && m.State != casework.ConferenceHeld {
		proposed, err := s.proposedAgenda(tx, m)
		if err != nil {
			return out, err
		}
		if !m.AgendaSet {
			agenda, out.AgendaProposed = proposed, true
		} else {
			out.Suggestions = mapped(notYetOn(agenda, proposed), func(a casework.AgendaItem) gen.AgendaItem { return agendaItem(mask, a) })
		}
	}
	out.Agenda = mapped(agenda, func(a casework.AgendaItem) gen.AgendaItem { return agendaItem(mask, a) })
	return out, s.meetingPeople(tx, m, arranges, &out)
}

// meetingPeople adds who is invited, who came and who keeps the minutes, with their names.
func (s *Server) meetingPeople(tx *store.Tx, m meeting, arranges bool, out *gen.Meeting) error {
	p := people{accounts: []casework.ID{m.Secretary}}
	for _, i := range m.Invitees {
		p.agencies, p.accounts = append(p.agencies, i.Agency), append(p.accounts, i.Account)
	}
	for _, a := range m.Attendances {
		p.agencies = append(p.agencies, a.Agency)
	}
	n, err := p.load(tx)
	if err != nil {
		return err
	}
	out.Secretary = n.accountOrNone(m.Secretary)
	out.Members = mapped(m.Invitees, func(i *casework.Invitee) gen.MeetingMember { return n.meetingMember(m, i) })
	out.Attendance = mapped(m.Attendances, func(a *casework.Attendance) gen.Attendance { return n.attendance(m, a) })
	if !arranges {
		return nil
	}
	for _, gap := range m.ConsentGaps(m.f.Case, m.Conference) {
		out.ConsentGaps = append(out.ConsentGaps, n.consentGap(m.f.Mask, gap))
	}
	coordinators, err := tx.Coordinators()
	for _, c := range coordinators {
		out.Secretaries = append(out.Secretaries, gen.AccountRef{Id: c.ID, Name: c.Name})
	}
	for _, p := range m.Pledges {
		if p.Account != "" {
			out.Secretaries = append(out.Secretaries, gen.AccountRef{Id: p.Account, Name: p.Name})
		}
	}
	return err
}

// persons of the household that may be named: for members, none of whom nothing is shown.
func (m meeting) persons(all bool) []gen.MeetingPerson {
	list := []gen.MeetingPerson{}
	for _, p := range m.f.Members {
		if p.Current && (all || m.Materials.Sheet && !m.Dropped(p.ID)) {
			list = append(list, meetingPerson(p))
		}
	}
	return list
}

func meetingPerson(p *casework.HouseholdMember) gen.MeetingPerson {
	return gen.MeetingPerson{Id: p.ID, Name: p.Name, Relation: some(p.Relation), Subject: p.Relation == ""}
}

func (m meeting) personName(id casework.ID, all bool) string {
	for _, p := range m.persons(all) {
		if p.Id == id {
			return p.Name
		}
	}
	return ""
}

func agendaItem(mask casework.Mask, a casework.AgendaItem) gen.AgendaItem {
	return gen.AgendaItem{Id: a.ID, Title: mask.Text(a.Title), Note: some(mask.Text(a.Note)), Minutes: some(a.Minutes), Source: some(a.Source)}
}

// notYetOn are the proposals from events and assignments that the ordered agenda does not speak of.
func notYetOn(agenda, proposed []casework.AgendaItem) []casework.AgendaItem {
	return slices.DeleteFunc(proposed, func(p casework.AgendaItem) bool {
		return slices.ContainsFunc(agenda, func(a casework.AgendaItem) bool { return a.Source == p.Source })
	})
}

func (n names) meetingMember(m meeting, i *casework.Invitee) gen.MeetingMember {
	out := gen.MeetingMember{InviteeId: i.ID, Name: m.f.Mask.Text(i.Name), Organization: some(m.f.Mask.Text(i.Organization)), Agency: n.agencyOrNone(i.Agency), Function: some(m.f.Mask.Text(i.Function)),
		Supports: some(m.personName(i.Member, false)), Required: i.Required, Pledged: []gen.MeetingPledge{}}
	switch {
	case i.Agency != "":
		out.Name = n.agency(i.Agency).Name
	case i.Account != "":
		out.Name = n.account(i.Account).Name
	}
	for _, p := range m.Pledges {
		if p.Invitee == i.ID {
			out.Pledged = append(out.Pledged, gen.MeetingPledge{Name: m.f.Mask.Text(p.Name), How: gen.PledgeHow(p.How), At: p.At, TextVersion: p.TextVersion})
		}
	}
	return out
}

func (n names) attendance(m meeting, a *casework.Attendance) gen.Attendance {
	out := gen.Attendance{Id: a.ID, InviteeId: some(a.Invitee), Agency: n.agencyOrNone(a.Agency), Name: m.f.Mask.Text(a.Name), Function: some(m.f.Mask.Text(a.Function)), MemberId: some(a.Member),
		Presence: gen.Presence(a.Presence), Deputy: some(m.f.Mask.Text(a.Deputy)), Online: a.Online, Pledged: a.Pledged}
	if i, err := m.Invitee(a.Invitee); err == nil && i.Account != "" && a.Name == "" {
		out.Name = n.account(i.Account).Name
	}
	return out
}

func (n names) consentGap(mask casework.Mask, gap casework.ConsentGap) gen.ConsentGap {
	out := gen.ConsentGap{Person: meetingPerson(gap.Member), State: gen.ConsentState(casework.ConsentUnconfirmed), Settled: gap.Settled != nil}
	if gap.Member.Consent != nil {
		out.State = gen.ConsentState(gap.Member.Consent.State)
	}
	if s := gap.Settled; s != nil {
		out.Dropped, out.Ground, out.Note = s.Dropped, n.ground(s.Ground), some(mask.Text(s.Note))
	}
	return out
}

// The verbs that answer with *answer.

func (a *answer) VisitPrepareConferenceResponse(w http.ResponseWriter) error  { return a.write(w) }
func (a *answer) VisitPledgeConferenceResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitRemoveInviteeResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitHoldConferenceResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a *answer) VisitAttendConferenceResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitWriteMinutesResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitFinalizeConferenceResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitAddAddendumResponse(w http.ResponseWriter) error        { return a.write(w) }
