package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// EscalateDue escalates one handoff that nobody answered by its due time, and returns its id, "" when there was none.
// Any replica may call it at any time, also long after the due time: the claimed row is locked, others skip it.
// Rows to pass over are those that failed before: one that always fails must not hold up the rest.
func (s *Store) EscalateDue(ctx context.Context, now time.Time, passOver ...casework.ID) (casework.ID, error) {
	return s.claim(ctx, `SELECT h.id, h.case_id FROM handoffs h JOIN cases c ON c.id = h.case_id
		WHERE h.state IN ('requested','asked') AND h.due_at <= $1 AND h.id <> ALL($2::uuid[]) ORDER BY h.due_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED`, now, passOver,
		func(tx *Tx, handoff, caseID casework.ID) error {
			f, err := tx.CaseToChange(caseID)
			if err != nil {
				return err
			}
			if _, err := f.EscalateByClock(now, handoff); err != nil {
				return err
			}
			return tx.SaveCase(f, now)
		})
}

// FlagOverdueContact flags one case whose household was not contacted in time, and returns its id, "" when there was none.
func (s *Store) FlagOverdueContact(ctx context.Context, now time.Time, passOver ...casework.ID) (casework.ID, error) {
	return s.claim(ctx, `SELECT c.id, c.id FROM cases c WHERE c.contact_due_at <= $1 AND c.flag_reason = '' AND c.state NOT IN ('closed','suspended')
		AND c.id <> ALL($2::uuid[]) ORDER BY c.contact_due_at LIMIT 1 FOR UPDATE SKIP LOCKED`, now, passOver,
		func(tx *Tx, _, caseID casework.ID) error {
			f, err := tx.CaseToChange(caseID)
			if err != nil {
				return err
			}
			f.FlagOverdueContact(now)
			return tx.SaveCase(f, now)
		})
}

// RemindUptake tells all coordinators of one escalation that nobody took up by its due time, and returns its id, "" when
// there was none.
func (s *Store) RemindUptake(ctx context.Context, now time.Time, passOver ...casework.ID) (casework.ID, error) {
	return s.claim(ctx, `SELECT e.id, e.case_id FROM escalations e JOIN cases c ON c.id = e.case_id
		WHERE e.state = 'received' AND e.reminded_at IS NULL AND e.due_at <= $1 AND e.id <> ALL($2::uuid[]) ORDER BY e.due_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED`, now, passOver,
		func(tx *Tx, escalation, caseID casework.ID) error {
			f, err := tx.CaseToChange(caseID)
			if err != nil {
				return err
			}
			if _, err := f.RemindUptake(now, escalation); err != nil {
				return err
			}
			return tx.SaveCase(f, now)
		})
}

// RemindReview tells the lead of one suspended case that its review date came, and returns its id, "" when there was none.
func (s *Store) RemindReview(ctx context.Context, now time.Time, passOver ...casework.ID) (casework.ID, error) {
	return s.claim(ctx, `SELECT c.id, c.id FROM cases c WHERE c.state = 'suspended' AND c.suspension ->> 'reviewOn' <= (($1::timestamptz AT TIME ZONE 'Asia/Tokyo')::date)::text
		AND c.suspension ->> 'remindedAt' IS NULL AND c.id <> ALL($2::uuid[]) ORDER BY c.suspension ->> 'reviewOn' LIMIT 1 FOR UPDATE SKIP LOCKED`, now, passOver,
		func(tx *Tx, _, caseID casework.ID) error {
			f, err := tx.CaseToChange(caseID)
			if err != nil {
				return err
			}
			f.RemindReview(now)
			return tx.SaveCase(f, now)
		})
}

// claim takes one due row under its case's lock and lets the rule decide in the same transaction.
func (s *Store) claim(ctx context.Context, sql string, now time.Time, passOver []casework.ID, fn func(tx *Tx, id, caseID casework.ID) error) (claimed casework.ID, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		tx.At(now)
		var caseID casework.ID
		err := tx.pgx(func(c *pgx.Conn) error { return c.QueryRow(ctx, sql, now, texts(passOver)).Scan(&claimed, &caseID) })
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return fn(tx, claimed, caseID)
	})
	return claimed, err
}
