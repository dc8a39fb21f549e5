package store

import (
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// handoffSelect reads handoffs whole, questions and refusal reports included, one row each.
const handoffSelect = `SELECT h.id, h.case_id, h.state, h.version, h.ask, h.from_agency_id, coalesce(h.requested_by::text, ''), h.to_agency_id,
  h.purpose, h.reason, h.request, h.urgent, h.scope_sheet, h.scope_notes, h.ground, h.ground_note, h.leave, h.requested_at, h.due_at,
  coalesce(h.passed_from::text, ''), coalesce(h.passed_to::text, ''), h.answered_at, coalesce(h.answered_by::text, ''), h.answer_note,
  h.escalated_at, h.escalated_by, h.connected_how, h.connected_at, h.connected_who, h.connected_note, coalesce(h.connected_by::text, ''),
  h.withheld, h.sheet_number, h.subject_name, h.updated_at,
  (SELECT json_agg(json_build_object('ID', q.id, 'Text', q.text, 'AskedBy', coalesce(q.asked_by::text, ''), 'AskedAt', q.asked_at,
     'Answer', q.answer, 'AnsweredBy', coalesce(q.answered_by::text, ''), 'AnsweredAt', q.answered_at) ORDER BY q.asked_at, q.id)
   FROM handoff_questions q WHERE q.handoff_id = h.id) AS questions,
  (SELECT json_agg(json_build_object('ID', r.id, 'SaidBy', r.said_by, 'Said', r.what, 'SaidAt', r.said_at,
     'ReportedBy', coalesce(r.reported_by::text, ''), 'ReportedAt', r.reported_at) ORDER BY r.reported_at, r.id)
   FROM refusal_reports r WHERE r.handoff_id = h.id) AS refusals
  FROM handoffs h`

func scanHandoff(r pgx.CollectableRow) (*casework.Handoff, Sent, error) {
	var (
		h                   casework.Handoff
		sent                Sent
		urgent              bool
		conn                casework.Connection
		connAt              *time.Time
		questions, refusals []byte
	)
	err := r.Scan(&h.ID, &h.Case, &h.State, &h.Version, &h.Ask, &h.Sender, &h.SentBy, &h.Receiver,
		&h.Purpose, &h.Reason, &h.Request, &urgent, &h.Scope.Sheet, &h.Scope.Notes, &h.Ground, &h.GroundNote, &h.SenderLeaves, &h.RequestedAt, &h.DueAt,
		&h.PassedFrom, &h.PassedTo, &h.AnsweredAt, &h.AnsweredBy, &h.AnswerNote,
		&h.EscalatedAt, &h.EscalatedBy, &conn.How, &connAt, &conn.Who, &conn.Note, &conn.By,
		&h.Withheld, &sent.SheetNumber, &sent.SubjectName, &sent.UpdatedAt, &questions, &refusals)
	if err != nil {
		return nil, sent, err
	}
	h.Urgency = casework.Normal
	if urgent {
		h.Urgency = casework.Urgent
	}
	if connAt != nil {
		conn.At = *connAt
		h.Connection = &conn
	}
	if questions != nil {
		if err := json.Unmarshal(questions, &h.Questions); err != nil {
			return nil, sent, err
		}
	}
	if refusals != nil {
		if err := json.Unmarshal(refusals, &h.Refusals); err != nil {
			return nil, sent, err
		}
	}
	return &h, sent, nil
}

func (f *CaseFile) readHandoffs(res pgx.BatchResults) error {
	rows, err := res.Query()
	if err != nil {
		return err
	}
	f.Handoffs, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (*casework.Handoff, error) {
		h, sent, err := scanHandoff(r)
		if err == nil {
			f.Sent[h.ID] = sent
		}
		return h, err
	})
	return err
}
