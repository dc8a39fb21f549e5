package store

import (
	"context"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// RemindPolls reminds the silent of one poll that ends soon, and returns its id, "" when there was none. Once per poll:
// what the coordinator sends besides is its own.
func (s *Store) RemindPolls(ctx context.Context, now time.Time, passOver ...casework.ID) (casework.ID, error) {
	return s.claim(ctx, `SELECT k.id, k.case_id FROM conferences k JOIN cases c ON c.id = k.case_id
		WHERE k.state = 'polling' AND k.poll_until > $1 AND k.poll_until - make_interval(days => `+itoa(s.settings.PollReminderDays)+`) <= $1
		AND (k.reminded_at IS NULL OR k.reminded_at < k.poll_until - make_interval(days => `+itoa(s.settings.PollReminderDays)+`))
		AND k.proposed_at < $1 - interval '20 hours' AND k.id <> ALL($2::uuid[])
		ORDER BY k.poll_until LIMIT 1 FOR UPDATE OF c SKIP LOCKED`, now, passOver,
		func(tx *Tx, id, _ casework.ID) error {
			k, err := tx.ConferenceToChange(id)
			if err != nil {
				return err
			}
			k.RemindByClock(k.File.Case, now)
			return tx.SaveConference(k, now)
		})
}

// TellPollsOver tells the coordinators of one poll that is over without a time chosen, and returns its id, "" when there was none.
func (s *Store) TellPollsOver(ctx context.Context, now time.Time, passOver ...casework.ID) (casework.ID, error) {
	return s.claim(ctx, `SELECT k.id, k.case_id FROM conferences k JOIN cases c ON c.id = k.case_id
		WHERE k.state = 'polling' AND k.poll_until <= $1 AND k.poll_late_at IS NULL AND k.id <> ALL($2::uuid[])
		ORDER BY k.poll_until LIMIT 1 FOR UPDATE OF c SKIP LOCKED`, now, passOver,
		func(tx *Tx, id, _ casework.ID) error {
			k, err := tx.ConferenceToChange(id)
			if err != nil {
				return err
			}
			k.PollOver(k.File.Case, now)
			return tx.SaveConference(k, now)
		})
}
