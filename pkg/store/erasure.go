package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// ApprovedDisposals lists the disposals that wait to be carried out, oldest approval first.
func (s *Store) ApprovedDisposals(ctx context.Context) (ids []casework.ID, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		return tx.pgx(func(c *pgx.Conn) error {
			rows, err := c.Query(ctx, `SELECT id FROM disposals WHERE state = 'approved' ORDER BY approved_at, id`)
			if err != nil {
				return err
			}
			ids, err = pgx.CollectRows(rows, pgx.RowTo[casework.ID])
			return err
		})
	})
	return ids, err
}

// DisposalFor reads a disposal for the clock.
func (s *Store) DisposalFor(ctx context.Context, id casework.ID) (d *casework.Disposal, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		d, err = tx.Disposal(id, false)
		return err
	})
	return d, err
}

// EraseCase erases one case of an approved disposal, in a transaction of its own. before is called when it was erased and is about to
// be committed: it writes the erasure list, so that a case whose erasure committed always stands there. outcome is erased, why it
// was passed over, or "" when that was settled before.
func (s *Store) EraseCase(ctx context.Context, disposal, the casework.ID, now time.Time, before func() error) (outcome string, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		return tx.pgx(func(c *pgx.Conn) error {
			if _, err := c.Exec(ctx, `SET LOCAL statement_timeout = '60s'`); err != nil {
				return err
			}
			if err := c.QueryRow(ctx, `SELECT carry_out_disposal($1, $2, $3)`, disposal, the, now).Scan(&outcome); err != nil {
				return err
			}
			if outcome == "erased" {
				return before()
			}
			return nil
		})
	})
	return outcome, err
}

// FinishDisposal ends a disposal whose items are all settled, with its row in the journal.
func (s *Store) FinishDisposal(ctx context.Context, id casework.ID, now time.Time) error {
	return s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		d, err := tx.Disposal(id, true)
		if err != nil {
			return err
		}
		if err := d.CarriedOut(casework.Clock(), now); err != nil {
			return err
		}
		var erased []casework.ID
		for _, i := range d.Items {
			if i.ErasedAt != nil {
				erased = append(erased, i.Case)
			}
		}
		if err := tx.Journal(Entry{At: now, Operation: "carryOutDisposal", Object: d.ID, Cases: erased}); err != nil {
			return err
		}
		return tx.SaveDisposal(d)
	})
}

// Forgotten counts what has served its time, besides cases.
type Forgotten struct {
	Questions int // 随時相談 without a case
	Messages  int
	Accounts  int // that ended, and stand in no case that is kept
}

// ForgetRecords forgets 随時相談, messages and accounts whose time is over, and reports how many of each; dryRun only counts. The
// journal has a function of its own (PruneJournal).
func (s *Store) ForgetRecords(ctx context.Context, now time.Time, dryRun bool) (f Forgotten, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		today := calendar.DateOf(now)
		question, err := tx.RetentionRule(casework.RetainQuestion, today)
		if err != nil {
			return err
		}
		message, err := tx.RetentionRule(casework.RetainMessage, today)
		if err != nil {
			return err
		}
		const over = `FROM messages WHERE state IN ('sent','discarded','failed') AND created_at < $1`
		return tx.pgx(func(c *pgx.Conn) error {
			if dryRun {
				return errors.Join(
					c.QueryRow(ctx, `SELECT count(*) FROM escalations WHERE case_id IS NULL AND settled_at < $1 AND (text <> '' OR outcome <> '')`, question.Before(today)).Scan(&f.Questions),
					c.QueryRow(ctx, `SELECT count(*) `+over, message.Before(today)).Scan(&f.Messages),
					c.QueryRow(ctx, `SELECT count(*) FROM accounts_to_forget($1)`, now).Scan(&f.Accounts))
			}
			if err := c.QueryRow(ctx, `SELECT forget_informal_questions($1)`, question.Before(today)).Scan(&f.Questions); err != nil {
				return err
			}
			tag, err := c.Exec(ctx, `DELETE `+over, message.Before(today))
			if err != nil {
				return err
			}
			f.Messages = int(tag.RowsAffected())
			return c.QueryRow(ctx, `SELECT forget_accounts()`).Scan(&f.Accounts)
		})
	})
	return f, err
}

// DueCases counts the closed cases whose time is over and that nobody has listed or held.
func (s *Store) DueCases(ctx context.Context, now time.Time) (n int, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		today := calendar.DateOf(now)
		rule, err := tx.RetentionRule(casework.RetainCase, today)
		if err != nil {
			return err
		}
		return tx.pgx(func(c *pgx.Conn) error {
			return c.QueryRow(ctx, `SELECT count(*)`+retentionFrom+` WHERE c.closed_at < $2 AND c.erased_at IS NULL AND h.id IS NULL AND d.id IS NULL`, today.String(), rule.Before(today)).Scan(&n)
		})
	})
	return n, err
}

// SetRetention begins a setting of a class on a day, as the owner: the program itself cannot shorten its own memory.
func SetRetention(ctx context.Context, dsn string, r casework.RetentionRule) error {
	counted := "day"
	if r.FromYear {
		counted = "fiscal_year_end"
	}
	return asOwner(ctx, dsn, func(c *pgx.Conn) error {
		_, err := c.Exec(ctx, `INSERT INTO retention_classes (class, years, counted_from, valid_from) VALUES ($1, $2, $3, $4)
			ON CONFLICT (class, valid_from) DO UPDATE SET years = excluded.years, counted_from = excluded.counted_from`, r.Class, r.Years, counted, r.ValidFrom.String())
		return err
	})
}

// ReapplyErasures erases again, as the owner, whoever stands on the erasure list and is there: a restored backup revives nobody.
// It reports how many cases that were. Cases that the database never knew are passed over.
func ReapplyErasures(ctx context.Context, dsn string, cases []casework.ID, now time.Time) (n int, err error) {
	err = asOwner(ctx, dsn, func(c *pgx.Conn) error {
		rows, err := c.Query(ctx, `SELECT id FROM cases WHERE id = ANY($1::uuid[]) AND erased_at IS NULL ORDER BY id`, texts(cases))
		if err != nil {
			return err
		}
		alive, err := pgx.CollectRows(rows, pgx.RowTo[casework.ID])
		if err != nil {
			return err
		}
		for _, id := range alive {
			if _, err := c.Exec(ctx, `SELECT erase_case($1, $2)`, id, now); err != nil {
				return fmt.Errorf("erasing case %s again: %w", id, err)
			}
			n++
		}
		return nil
	})
	return n, err
}

func asOwner(ctx context.Context, dsn string, fn func(*pgx.Conn) error) error {
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer func() { _ = c.Close(context.WithoutCancel(ctx)) }()
	return fn(c)
}
