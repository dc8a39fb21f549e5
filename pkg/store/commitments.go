package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Commitments reads what a case found before has agreed: roles, plan, what is due, meetings. One statement. Whoever
// does not work on the case (a receiver before it answers, who has left) sees none of it.
func (tx *Tx) Commitments(f *CaseFile) (*casework.Commitments, error) {
	k := &casework.Commitments{}
	if !f.WorkedOn() {
		return k, nil
	}
	var assignments, plan, monitorings, meetings []byte
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT `+assignmentsColumn+`, `+planColumn+`, `+monitoringsColumn+`, `+meetingsColumn, f.ID).Scan(&assignments, &plan, &monitorings, &meetings)
	})
	return k, errors.Join(err, fromJSON(assignments, &k.Assignments), fromJSON(plan, &k.Plan), fromJSON(monitorings, &k.Monitorings), fromJSON(meetings, &k.Meetings))
}

// committedCase finds the case of something that was agreed on it, for those who work on the case: for others it does not exist.
func (tx *Tx) committedCase(table string, id casework.ID, lock string) (*CaseFile, *casework.Commitments, error) {
	f, err := tx.caseWhere("c.id = (SELECT x.case_id FROM "+table+" x WHERE x.id = $2)", id, lock)
	if err != nil {
		return nil, nil, err
	}
	k, err := tx.Commitments(f)
	return f, k, err
}

// SaveCommitments writes what the verbs changed; SaveCase of the same transaction writes what they told.
func (tx *Tx) SaveCommitments(f *CaseFile, k *casework.Commitments, now time.Time) error {
	b := &pgx.Batch{}
	var counted []*int
	for _, a := range k.Assignments {
		if a.TakeChanged() {
			assignmentBatch(b, a, now)
			counted = append(counted, &a.Version)
		}
	}
	if k.Plan != nil && k.Plan.TakeChanged() {
		if err := planBatch(b, k.Plan); err != nil {
			return err
		}
		counted = append(counted, &k.Plan.Version)
	}
	for _, m := range inDoneOrder(k.Monitorings) {
		if m.TakeChanged() {
			monitoringBatch(b, f, m)
			counted = append(counted, &m.Version)
		}
	}
	if err := tx.batch(b); err != nil {
		return err
	}
	for _, version := range counted {
		*version++
	}
	return nil
}

// SaveAssignments writes roles that were made or changed; the case of them is held since CaseToChange.
func (tx *Tx) SaveAssignments(f *CaseFile, now time.Time, as ...*casework.Assignment) error {
	return tx.SaveCommitments(f, &casework.Commitments{Assignments: as}, now)
}

// meetingsColumn reads the conferences of a case that were held, as JSON in the form of casework.Meeting.
const meetingsColumn = `(SELECT json_agg(json_build_object('ID', k.id, 'Kind', k.kind, 'HeldOn', (k.held_at AT TIME ZONE 'Asia/Tokyo')::date,
    'Name', CASE k.kind WHEN 'advisor_meeting' THEN 'アドバイザー会議 ' ELSE '複合課題ケース検討会 ' END || k.number) ORDER BY k.held_at DESC)
  FROM conferences k WHERE k.case_id = $1 AND k.state IN ('held','recorded') AND k.held_at IS NOT NULL)`

// day reads a date column; NULL is the zero day.
func day(t *time.Time) calendar.Date {
	if t == nil {
		return calendar.Date{}
	}
	return calendar.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// dayOrNull is what a date column is given.
func dayOrNull(d calendar.Date) *string {
	if d.IsZero() {
		return nil
	}
	text := d.String()
	return &text
}

func fromJSON(raw []byte, into any) error {
	if raw == nil {
		return nil
	}
	return json.Unmarshal(raw, into)
}

// AssignmentByClock does what is due for one role — silence goes to the coordinators, reminders, word that it is late —
// and returns its id, "" when there was none. Replicas may call it at the same time, also long after.
func (s *Store) AssignmentByClock(ctx context.Context, now time.Time, passOver ...casework.ID) (casework.ID, error) {
	return s.claim(ctx, `SELECT a.id, a.case_id FROM assignments a JOIN cases c ON c.id = a.case_id
		WHERE a.clock_at <= $1 AND a.id <> ALL($2::uuid[]) ORDER BY a.clock_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED`, now, passOver,
		func(tx *Tx, id, caseID casework.ID) error {
			return tx.commitmentByClock(caseID, now, func(f *CaseFile, k *casework.Commitments) (bool, error) {
				a, err := k.Assignment(id)
				return err == nil && a.ByClock(f.Case, now), err
			})
		})
}

// MonitoringByClock tells of one look that nobody took in time, and returns its id, "" when there was none.
func (s *Store) MonitoringByClock(ctx context.Context, now time.Time, passOver ...casework.ID) (casework.ID, error) {
	return s.claim(ctx, `SELECT m.id, m.case_id FROM monitorings m JOIN cases c ON c.id = m.case_id
		WHERE m.clock_at <= $1 AND m.id <> ALL($2::uuid[]) ORDER BY m.clock_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED`, now, passOver,
		func(tx *Tx, id, caseID casework.ID) error {
			return tx.commitmentByClock(caseID, now, func(f *CaseFile, k *casework.Commitments) (bool, error) {
				m, err := k.Monitoring(id)
				return err == nil && m.ByClock(f.Case, now), err
			})
		})
}

func (tx *Tx) commitmentByClock(caseID casework.ID, now time.Time, rule func(*CaseFile, *casework.Commitments) (bool, error)) error {
	f, err := tx.CaseToChange(caseID)
	if err != nil {
		return err
	}
	k, err := tx.Commitments(f)
	if err != nil {
		return err
	}
	did, err := rule(f, k)
	if err == nil && !did {
		err = errors.New("the rule did nothing at the instant it asked for") // it would be claimed for ever
	}
	if err != nil {
		return err
	}
	if err := tx.SaveCommitments(f, k, now); err != nil {
		return err
	}
	return tx.SaveCase(f, now)
}
