package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// EscalateDue escalates one handoff that nobody answered by its due time, and reports whether there was one.
// Any replica may call it at any time, also long after the due time: the claimed row is locked, others skip it.
func (s *Store) EscalateDue(ctx context.Context, now time.Time) (bool, error) {
	return s.claim(ctx, `SELECT h.id, h.case_id FROM handoffs h JOIN cases c ON c.id = h.case_id
		WHERE h.state IN ('requested','asked') AND h.due_at <= $1 ORDER BY h.due_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED`, now,
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

// FlagOverdueContact flags one case whose household was not contacted in time, and reports whether there was one.
func (s *Store) FlagOverdueContact(ctx context.Context, now time.Time) (bool, error) {
	return s.claim(ctx, `SELECT c.id, c.id FROM cases c WHERE c.contact_due_at <= $1 AND c.flag_reason = '' AND c.state NOT IN ('closed','suspended')
		ORDER BY c.contact_due_at LIMIT 1 FOR UPDATE SKIP LOCKED`, now,
		func(tx *Tx, _, caseID casework.ID) error {
			f, err := tx.CaseToChange(caseID)
			if err != nil {
				return err
			}
			f.FlagOverdueContact(now)
			return tx.SaveCase(f, now)
		})
}

// claim takes one due row under its case's lock and lets the rule decide in the same transaction.
func (s *Store) claim(ctx context.Context, sql string, now time.Time, fn func(tx *Tx, id, caseID casework.ID) error) (found bool, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		var id, caseID casework.ID
		err := tx.pgx(func(c *pgx.Conn) error { return c.QueryRow(ctx, sql, now).Scan(&id, &caseID) })
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		found = true
		return fn(tx, id, caseID)
	})
	return found, err
}
