package store

import (
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// oneRow refuses a change that met another version than the one it was made from.
func oneRow(tag pgconn.CommandTag) error {
	if tag.RowsAffected() != 1 {
		return casework.Stale()
	}
	return nil
}

// handoffBatch writes one handoff with its questions and refusal reports; Version 0 is a new one.
func handoffBatch(b *pgx.Batch, f *CaseFile, h *casework.Handoff, now time.Time) {
	if h.Version == 0 {
		insertHandoff(b, f, h, now)
	} else {
		updateHandoff(b, f, h, now)
	}
	for _, q := range h.Questions {
		b.Queue(`INSERT INTO handoff_questions (id, handoff_id, text, asked_by, asked_at, answer, answered_by, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (id) DO UPDATE SET answer = excluded.answer, answered_by = excluded.answered_by, answered_at = excluded.answered_at`,
			q.ID, h.ID, q.Text, orNull(q.AskedBy), q.AskedAt, q.Answer, orNull(q.AnsweredBy), q.AnsweredAt)
	}
	for _, r := range h.Refusals {
		b.Queue(`INSERT INTO refusal_reports (id, handoff_id, said_by, said_at, what, reported_by, reported_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (id) DO NOTHING`, r.ID, h.ID, r.SaidBy, r.SaidAt, r.Said, orNull(r.ReportedBy), r.ReportedAt)
	}
}

func insertHandoff(b *pgx.Batch, f *CaseFile, h *casework.Handoff, now time.Time) {
	b.Queue(`INSERT INTO handoffs (id, case_id, from_agency_id, to_agency_id, ask, state, passed_from, passed_to, leave, urgent, purpose, reason, request,
		scope_sheet, scope_notes, ground, ground_note, sheet_number, subject_name, requested_by, requested_at, due_at, escalated_at, escalated_by, received_key, sent_key, subject_key, version, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, 1, $28)`,
		h.ID, f.ID, h.Sender, h.Receiver, h.Ask, h.State, orNull(h.PassedFrom), orNull(h.PassedTo), h.SenderLeaves, h.Urgency == casework.Urgent,
		h.Purpose, h.Reason, h.Request, h.Scope.Sheet, h.Scope.Notes, h.Ground, h.GroundNote, f.Sheet.Version, f.Card.SubjectName,
		orNull(h.SentBy), h.RequestedAt, h.DueAt, h.EscalatedAt, h.EscalatedBy, boxKey(f, h, h.NeedsReceiver()), boxKey(f, h, h.NeedsSender()), f.Card.nameKey(), now)
}

// updateHandoff: another receiver than before (redirect) is given the sheet as it is now.
func updateHandoff(b *pgx.Batch, f *CaseFile, h *casework.Handoff, now time.Time) {
	conn := casework.Connection{}
	var connectedAt *time.Time
	if h.Connection != nil {
		conn, connectedAt = *h.Connection, &h.Connection.At
	}
	b.Queue(`UPDATE handoffs SET state = $3, passed_to = $4, answered_at = $5, answered_by = $6, answer_note = $7, escalated_at = $8, escalated_by = $9,
		connected_how = $10, connected_at = $11, connected_who = $12, connected_note = $13, connected_by = $14, refusal_reported = $15,
		received_key = $16, sent_key = $17, withheld = $18, ground = $19, ground_note = $20, updated_at = $21, due_at = $22, reason = $23, request = $24,
		to_agency_id = $25, sheet_number = CASE WHEN to_agency_id = $25 THEN sheet_number ELSE $26 END,
		subject_name = CASE WHEN to_agency_id = $25 THEN subject_name ELSE $27 END, subject_key = CASE WHEN to_agency_id = $25 THEN subject_key ELSE $28 END,
		version = version + 1 WHERE id = $1 AND version = $2`,
		h.ID, h.Version, h.State, orNull(h.PassedTo), h.AnsweredAt, orNull(h.AnsweredBy), h.AnswerNote, h.EscalatedAt, h.EscalatedBy,
		conn.How, connectedAt, conn.Who, conn.Note, orNull(conn.By), len(h.Refusals) > 0,
		boxKey(f, h, h.NeedsReceiver()), boxKey(f, h, h.NeedsSender()), h.Withheld, h.Ground, h.GroundNote, now, h.DueAt, h.Reason, h.Request,
		h.Receiver, f.Sheet.Version, f.Card.SubjectName, f.Card.nameKey()).Exec(oneRow)
}

// noteBatch writes a new note, or the correction of one with what it said before.
func noteBatch(b *pgx.Batch, n *casework.Note, by casework.ID, now time.Time) {
	if n.Version == 0 {
		b.Queue(`INSERT INTO notes (id, case_id, agency_id, author_id, kind, occurred_at, text, contacted_household, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`, n.ID, n.Case, n.Agency, n.Author, n.Kind, n.OccurredAt, n.Text, n.Contacted, n.WrittenAt)
		return
	}
	b.Queue(`UPDATE notes SET text = $3, updated_at = $4, version = version + 1 WHERE id = $1 AND version = $2`, n.ID, n.Version, n.Text, now).Exec(oneRow)
	last := n.Corrections[len(n.Corrections)-1]
	b.Queue(`INSERT INTO note_corrections (note_id, position, before, reason, at, account_id) VALUES ($1, $2, $3, $4, $5, $6)`,
		n.ID, len(n.Corrections), last.Before, last.Reason, last.At, by)
}

// noticeBatch tells each person of the recipient, except whoever did it.
func noticeBatch(b *pgx.Batch, n casework.Notice, by casework.ID) {
	who := `m.agency_id = $8 AND m.role IN ('worker','agency_manager')`
	to := n.Recipient
	switch {
	case n.Account != "":
		to, who = n.Account, `m.account_id = $8`
	case n.Recipient == casework.CoordinatorsID:
		who = `$8::uuid IS NOT NULL AND m.role = 'coordinator'`
	}
	b.Queue(fmt.Sprintf(`INSERT INTO notifications (id, account_id, kind, case_id, handoff_id, escalation_id, agency_id, at, conference_id)
		SELECT uuid_v7($7), m.account_id, $1, $2, $3, $4, $5, $7, $9 FROM memberships m JOIN accounts a ON a.id = m.account_id AND a.active
		WHERE %s AND m.account_id IS DISTINCT FROM $6 AND m.starts_on <= ($7 AT TIME ZONE 'Asia/Tokyo')::date
		AND (m.ends_on IS NULL OR m.ends_on >= ($7 AT TIME ZONE 'Asia/Tokyo')::date) GROUP BY m.account_id ON CONFLICT DO NOTHING`, who),
		n.Kind, orNull(n.Case), orNull(n.Handoff), orNull(n.Escalation), orNull(n.From), orNull(by), n.At, to, orNull(n.Conference))
}

// boxKey orders a box: first what needs the agency, soonest due first (the answer, or the first contact once accepted); then the rest, newest first.
func boxKey(f *CaseFile, h *casework.Handoff, needs bool) int64 {
	switch {
	case needs && h.State == casework.HandoffAccepted && f.ContactDue != nil:
		return f.ContactDue.UnixMicro()
	case needs:
		return h.DueAt.UnixMicro()
	}
	return settledKey - h.RequestedAt.UnixMicro()
}

// settledKey lies far beyond any due time in µs.
const settledKey = int64(1) << 60
