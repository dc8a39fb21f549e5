package store

import (
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// assignmentsColumn reads all roles of a case with their steps as JSON in the form of casework.Assignment, open ones first.
const assignmentsColumn = `(SELECT json_agg(json_build_object('ID', a.id, 'Case', a.case_id, 'State', a.state, 'Version', a.version, 'Agency', a.agency_id, 'Task', a.task,
    'Member', coalesce(a.member_id::text, ''), 'DueOn', a.due_on, 'FirstDueOn', a.first_due_on, 'Conference', coalesce(a.conference_id::text, ''), 'ProposedBy', a.proposed_by,
    'ProposedAt', a.proposed_at, 'AnswerDue', a.answer_due, 'TakenAt', a.taken_at, 'FinishedAt', a.finished_at, 'HandedTo', a.handed_to, 'RemindAt', a.remind_at,
    'RemindedAt', a.reminded_at, 'LateToldAt', a.late_told_at, 'EscalatedAt', a.escalated_at, 'Escalation', coalesce(a.escalation_id::text, ''),
    'Steps', (SELECT json_agg(json_build_object('id', s.id, 'verb', s.verb, 'at', s.at, 'by', coalesce(s.account_id::text, ''), 'agency', coalesce(s.agency_id::text, ''), 'text', s.text,
       'toAgency', coalesce(s.to_agency_id::text, ''), 'dueOn', s.due_on) ORDER BY s.at, s.id) FROM assignment_steps s WHERE s.assignment_id = a.id)) ORDER BY a.list_key, a.id)
  FROM assignments a WHERE a.case_id = $1)`

// assignmentBatch writes one role with its steps; Version 0 is a new one.
func assignmentBatch(b *pgx.Batch, a *casework.Assignment, now time.Time) {
	if a.Version == 0 {
		b.Queue(`INSERT INTO assignments (id, case_id, agency_id, member_id, task, state, due_on, first_due_on, conference_id, proposed_by, proposed_at, answer_due, taken_at, finished_at,
			handed_to, remind_at, reminded_at, late_told_at, escalated_at, escalation_id, clock_at, list_key, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
			a.ID, a.Case, a.Agency, orNull(a.Member), a.Task, a.State, dayOrNull(a.DueOn), dayOrNull(a.FirstDueOn), orNull(a.Conference), a.ProposedBy, a.ProposedAt, a.AnswerDue, a.TakenAt, a.FinishedAt,
			a.HandedTo, a.RemindAt, a.RemindedAt, a.LateToldAt, a.EscalatedAt, orNull(a.Escalation), a.ClockAt(), assignmentKey(a), now)
	} else {
		b.Queue(`UPDATE assignments SET agency_id = $3, state = $4, due_on = $5, answer_due = $6, taken_at = $7, finished_at = $8, handed_to = $9, remind_at = $10, reminded_at = $11,
			late_told_at = $12, escalated_at = $13, escalation_id = $14, clock_at = $15, list_key = $16, updated_at = $17, version = version + 1 WHERE id = $1 AND version = $2`,
			a.ID, a.Version, a.Agency, a.State, dayOrNull(a.DueOn), a.AnswerDue, a.TakenAt, a.FinishedAt, a.HandedTo, a.RemindAt, a.RemindedAt,
			a.LateToldAt, a.EscalatedAt, orNull(a.Escalation), a.ClockAt(), assignmentKey(a), now).Exec(oneRow)
	}
	for _, s := range a.Steps {
		b.Queue(`INSERT INTO assignment_steps (id, assignment_id, verb, at, account_id, agency_id, text, to_agency_id, due_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (id) DO NOTHING`, s.ID, a.ID, s.Verb, s.At, orNull(s.By), orNull(s.Agency), s.Text, orNull(s.ToAgency), dayOrNull(s.DueOn))
	}
}

// assignmentKey orders the lists: open ones by their day, then finished ones, newest first.
func assignmentKey(a *casework.Assignment) int64 {
	if a.FinishedAt != nil {
		return settledKey - a.FinishedAt.UnixMicro()
	}
	return a.DueOn.Time().UnixMicro()
}

// CaseOfAssignmentToChange finds a role of a case that the actor works on, under the case's lock, with all that the
// case has agreed.
func (tx *Tx) CaseOfAssignmentToChange(id casework.ID) (*CaseFile, *casework.Commitments, *casework.Assignment, error) {
	f, k, err := tx.committedCase("assignments", id, "FOR UPDATE OF c")
	if err != nil {
		return nil, nil, nil, err
	}
	a, err := k.Assignment(id)
	return f, k, a, err
}

// CaseOfAssignment is CaseOfAssignmentToChange for reading.
func (tx *Tx) CaseOfAssignment(id casework.ID) (*CaseFile, *casework.Commitments, *casework.Assignment, error) {
	f, k, err := tx.committedCase("assignments", id, "")
	if err != nil {
		return nil, nil, nil, err
	}
	a, err := k.Assignment(id)
	return f, k, a, err
}
