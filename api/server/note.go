package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// CreateNote records 支援経過.
func (s *Server) CreateNote(ctx context.Context, r gen.CreateNoteRequestObject) (gen.CreateNoteResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.CaseId)
		if err != nil {
			return nil, err
		}
		n, err := f.AddNote(actorOf(ctx), s.now(), casework.NoteDraft{
			Kind: casework.NoteKind(r.Body.Kind), OccurredAt: store.Truncate(r.Body.OccurredAt), Text: r.Body.Text,
			ContactedHousehold: value(r.Body.ContactedHousehold),
		})
		if err != nil {
			return nil, err
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		made(ctx, n.ID)
		body, err := noteBody(ctx, tx, f, n)
		return created(body, n.Version, "/api/v1/cases/"+string(f.ID)+"/timeline"), err
	})
}

// CorrectNote corrects a note; what it said before is kept with the reason.
func (s *Server) CorrectNote(ctx context.Context, r gen.CorrectNoteRequestObject) (gen.CorrectNoteResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.CaseId)
		if err != nil {
			return nil, err
		}
		n, err := tx.Note(f, r.NoteId)
		if err != nil {
			return nil, err
		}
		version := n.Version
		if err := f.CorrectNote(actorOf(ctx), s.now(), n, f.Mask.RestoreText(n.Text, r.Body.Text), r.Body.Reason); err != nil {
			return nil, err
		}
		if version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		body, err := noteBody(ctx, tx, f, n)
		return ok(body, n.Version), err
	})
}

func noteBody(ctx context.Context, tx *store.Tx, f *store.CaseFile, note *casework.Note) (gen.Note, error) {
	saw(ctx, f.ID)
	p := people{agencies: []casework.ID{note.Agency}, accounts: noteAccounts(note)}
	n, err := p.load(tx)
	return n.note(f.Mask, note, tx.Actor()), err
}

func noteAccounts(n *casework.Note) []casework.ID {
	ids := []casework.ID{n.Author}
	for _, c := range n.Corrections {
		ids = append(ids, c.By)
	}
	return ids
}

func (n names) note(mask casework.Mask, note *casework.Note, a casework.Actor) gen.Note {
	out := gen.Note{
		Id: note.ID, Kind: gen.NoteKind(note.Kind), OccurredAt: note.OccurredAt, Text: mask.Text(note.Text), ContactedHousehold: note.Contacted,
		Agency: n.agency(note.Agency), Author: n.account(note.Author), CreatedAt: note.WrittenAt, UpdatedAt: note.WrittenAt,
		Etag: etag(note.Version), Actions: casework.NoteActions(note, a),
	}
	if len(note.Corrections) > 0 {
		list := mapped(note.Corrections, func(c casework.Correction) gen.NoteCorrected {
			return gen.NoteCorrected{Before: mask.Text(c.Before), Reason: mask.Text(c.Reason), At: c.At, ByName: some(n.Account(c.By).Name)}
		})
		out.Corrections, out.UpdatedAt = &list, list[len(list)-1].At
	}
	return out
}

// GetCaseTimeline answers what happened to a case, newest first.
func (s *Server) GetCaseTimeline(ctx context.Context, r gen.GetCaseTimelineRequestObject) (gen.GetCaseTimelineResponseObject, error) {
	var out gen.Timeline
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Case(r.CaseId)
		if err != nil {
			return err
		}
		saw(ctx, f.ID)
		page, err := tx.Timeline(f, store.TimelineFilter{Paging: paging(r.Params.Limit, r.Params.Cursor, r.Params.Count), Kinds: words(r.Params.Kind)})
		if err != nil {
			return err
		}
		var p people
		for _, i := range page.Items {
			p.agencies = append(append(p.agencies, i.Agency, i.Data.Agency, i.Data.FromAgency), i.Data.Agencies...)
			p.accounts = append(p.accounts, i.Account)
			if i.Note != nil {
				p.agencies, p.accounts = append(p.agencies, i.Note.Agency), append(p.accounts, noteAccounts(i.Note)...)
			}
		}
		n, err := p.load(tx)
		items := mapped(page.Items, func(i store.TimelineItem) gen.TimelineItem { return n.timelineItem(f, i, tx.Actor()) })
		out = gen.Timeline{Items: items, NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetCaseTimeline200JSONResponse(out), nil
}

func (n names) timelineItem(f *store.CaseFile, i store.TimelineItem, a casework.Actor) gen.TimelineItem {
	d := i.Data
	out := gen.TimelineItem{
		Id: i.ID, At: i.At, Kind: gen.EventKind(i.Kind), ByClock: d.ByClock, Agency: n.agencyOrNone(i.Agency), Account: n.accountOrNone(i.Account),
		ToAgency: n.agencyOrNone(d.Agency), FromAgency: n.agencyOrNone(d.FromAgency), HandoffId: some(d.Handoff), EscalationId: some(d.Escalation), ConferenceId: some(d.Conference),
		Ask: some(gen.Ask(d.Ask)), How: some(gen.ConnectHow(d.How)), Text: some(f.Mask.Text(d.Text)),
	}
	switch i.Kind {
	case casework.EventEscalationOpened, casework.EventHandoffEscalated:
		out.EscalationReason = some(gen.EscalationReason(d.Reason))
	case casework.EventSheetFiled, casework.EventSheetAmended:
		out.SheetId, out.SheetNumber = some(f.Sheet.ID), some(d.SheetVersion)
	}
	if d.ContactKind != "" {
		list := mapped(d.Agencies, n.agency)
		out.ContactKind, out.Agencies = some(gen.ContactKind(d.ContactKind)), &list
	}
	if on, err := calendar.ParseDate(d.ReviewOn); err == nil {
		out.ReviewOn = dateOf(&on)
	}
	if m, err := f.Member(d.Person); err == nil && f.Scope.Sheet {
		out.PersonId, out.PersonName = some(m.ID), some(m.Name)
	}
	if f.Level == casework.LevelOutcome || f.Level == casework.LevelReceived && !f.Scope.Sheet && !f.Scope.Notes {
		out.Text = nil // why a case was closed or opened again is for those who work on it
	}
	if i.Note != nil {
		note := n.note(f.Mask, i.Note, a)
		out.Note = &note
	}
	return out
}
