package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// GetConferencePackage answers the material of a conference to who may open it now; each look is journaled.
func (s *Server) GetConferencePackage(ctx context.Context, r gen.GetConferencePackageRequestObject) (gen.GetConferencePackageResponseObject, error) {
	var out gen.ConferencePackage
	err := s.read(ctx, func(tx *store.Tx) error {
		m, err := meetingOf(tx, r.ConferenceId)
		if err != nil {
			return err
		}
		if err := m.MayOpen(m.f.Case, m.Conference, tx.Actor(), s.now()); err != nil {
			return err
		}
		saw(ctx, m.f.ID)
		out, err = s.packageAnswer(tx, m)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetConferencePackage200JSONResponse(out), nil
}

// consentChanged shuts, or opens again, what members of the case's conferences see on the ground of consent.
func (s *Server) consentChanged(tx *store.Tx, f *store.CaseFile) error {
	list, err := tx.ConsentedMeetings(f)
	for _, m := range list {
		m.Meeting.ConsentChanged(f.Case, m.Conference, tx.Actor(), s.now())
	}
	return err
}

func (s *Server) packageAnswer(tx *store.Tx, m meeting) (gen.ConferencePackage, error) {
	mask := m.f.Mask
	// What was left out stays out for whoever looks, in every text: a coordinator checks here what the members will see.
	text := func(t string) string { return m.WithoutDropped(m.f.Case, mask.Text(t)) }
	out := gen.ConferencePackage{
		ConferenceId: m.ID, Number: m.Number, CaseId: m.f.ID, CaseNumber: m.f.Number, Purpose: text(m.Purpose), Conditions: text(m.Materials.Conditions), Until: m.PackageUntil(),
		Parts: []gen.DisclosurePart{}, Agenda: mapped(m.Agenda, func(a casework.AgendaItem) gen.AgendaItem {
			a.Title, a.Note = m.WithoutDropped(m.f.Case, a.Title), m.WithoutDropped(m.f.Case, a.Note)
			return agendaItem(mask, a)
		}), Notes: []gen.PackageNote{},
	}
	if p := m.PledgeOf(tx.Actor().Account); p != nil {
		out.PledgedAt = &p.At
	}
	if !m.AgendaSet {
		proposed, err := s.proposedAgenda(tx, m)
		if err != nil {
			return out, err
		}
		out.Agenda = mapped(proposed, func(a casework.AgendaItem) gen.AgendaItem { return agendaItem(mask, a) })
	}
	var p people
	var sheet casework.SheetVersion
	var notes []casework.Note
	var err error
	if m.Materials.Sheet {
		if sheet, err = tx.PackageSheet(m.f, m.Materials.SheetVersion); err != nil {
			return out, err
		}
		p.agencies, p.accounts = append(p.agencies, sheet.Agency), append(p.accounts, sheet.By)
		out.Parts = append(out.Parts, casework.PartSheet)
	}
	if m.Materials.Notes {
		if notes, err = tx.PackageNotes(m.f); err != nil {
			return out, err
		}
		for _, n := range notes {
			p.agencies = append(p.agencies, n.Agency)
		}
		out.Parts = append(out.Parts, casework.PartNotes)
	}
	n, err := p.load(tx)
	if err != nil {
		return out, err
	}
	basis := n.legalBasis(m.LegalBasis)
	out.Basis = gen.CodeLabel{Code: basis.Code, Label: basis.Label + "（" + basis.Article + "）"}
	if m.Materials.Sheet {
		content, hidden := mask.Content(m.WithoutDroppedContent(m.f.Case, sheet.Content))
		out.Sheet = &gen.SheetVersion{Number: sheet.Number, At: sheet.At, By: n.account(sheet.By), Agency: n.agency(sheet.Agency), Content: content}
		if len(hidden) > 0 {
			out.Sheet.Masked = &hidden
		}
	}
	out.Notes = mapped(notes, func(note casework.Note) gen.PackageNote {
		return gen.PackageNote{Id: note.ID, Kind: gen.NoteKind(note.Kind), OccurredAt: note.OccurredAt, Text: text(note.Text), Agency: n.agency(note.Agency)}
	})
	return out, nil
}

// GetConferenceLive answers what a whole room reads: agenda, decisions, roles. Persons stand there by their relation, and
// whatever anybody in the room might not know is hidden.
func (s *Server) GetConferenceLive(ctx context.Context, r gen.GetConferenceLiveRequestObject) (gen.GetConferenceLiveResponseObject, error) {
	var out gen.ConferenceLive
	err := s.read(ctx, func(tx *store.Tx) error {
		m, err := meetingOf(tx, r.ConferenceId)
		if err != nil {
			return err
		}
		if err := m.MayOpen(m.f.Case, m.Conference, tx.Actor(), s.now()); err != nil {
			return err
		}
		saw(ctx, m.f.ID)
		mask, err := tx.RoomMask(m.f)
		if err != nil {
			return err
		}
		out, err = liveAnswer(tx, m, func(t string) string { return m.WithoutNames(m.f.Case, mask.Text(t)) })
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetConferenceLive200JSONResponse(out), nil
}

func liveAnswer(tx *store.Tx, m meeting, text func(string) string) (gen.ConferenceLive, error) {
	out := gen.ConferenceLive{Number: m.Number, State: gen.ConferenceState(m.State), HeldAt: m.HeldAt, Conditions: text(m.Materials.Conditions), NextOn: dateOf(m.Minutes.NextOn), Items: []gen.LiveItem{}}
	record := m.Minutes
	if m.State == casework.ConferenceScheduled || m.State == casework.ConferencePolling {
		record = casework.Minutes{}
		for _, a := range m.Agenda {
			record.Items = append(record.Items, casework.MinutesItem{ID: a.ID, Title: a.Title})
		}
	}
	n, err := taskNames(tx, record)
	if err != nil {
		return out, err
	}
	planned := map[casework.ID]int{}
	for _, a := range m.Agenda {
		planned[a.ID] = a.Minutes
	}
	for _, i := range record.Items {
		item := gen.LiveItem{Id: i.ID, Title: text(i.Title), Minutes: some(planned[i.ID]), Decisions: []gen.Decision{}, Tasks: []gen.LiveTask{}}
		for _, d := range i.Decisions {
			if d.Text != "" {
				item.Decisions = append(item.Decisions, gen.Decision{Id: d.ID, Text: text(d.Text)})
			}
		}
		for _, t := range i.Tasks {
			if t.Task != "" {
				item.Tasks = append(item.Tasks, n.liveTask(m, t, text))
			}
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func taskNames(tx *store.Tx, record casework.Minutes) (names, error) {
	var p people
	for _, t := range record.Tasks() {
		p.agencies = append(p.agencies, t.Agency)
	}
	return p.load(tx)
}

func (n names) liveTask(m meeting, t casework.MinutesTask, text func(string) string) gen.LiveTask {
	out := gen.LiveTask{Id: t.ID, Task: text(t.Task), For: some(relationOf(m.f.Case, t.Member)), DueOn: dateOf(t.DueOn)}
	if t.Agency != "" {
		out.Agency = some(n.agency(t.Agency).Name)
	}
	return out
}

// relationOf is how a person is called without a name.
func relationOf(c *casework.Case, person casework.ID) string {
	p, err := c.Member(person)
	switch {
	case err != nil:
		return ""
	case p.Relation == "":
		return "本人"
	}
	return p.Relation
}
