package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// MailLease is how long one attempt may take before another replica thinks that this one died.
const MailLease = 5 * time.Minute

// heldFor is how long a message that waited for SMTP to be configured still goes out by itself.
const heldFor = 3 * 24 * time.Hour

// Outgoing is a message that this replica holds the lease of.
type Outgoing struct {
	ID       casework.ID
	Attempts int // this one included
	Mail
}

// ClaimMail takes the message that has waited longest, nil when none is due. The lease is committed: nothing is sent inside a transaction.
func (s *Store) ClaimMail(ctx context.Context, now time.Time) (*Outgoing, error) {
	var o Outgoing
	err := s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `UPDATE messages SET state = 'sending', lease_until = $2, attempts = attempts + 1, version = version + 1
			WHERE id = (SELECT id FROM messages WHERE state = 'queued' AND due_at <= $1 ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
			RETURNING id, attempts, kind, to_address, to_name, subject, body, calendar, calendar_method`, now, now.Add(MailLease)).
			Scan(&o.ID, &o.Attempts, &o.Kind, &o.To, &o.ToName, &o.Subject, &o.Text, &o.Calendar, &o.CalendarMethod)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &o, err
}

// HandingMail says, committed, that from now on the message may have arrived. False: the lease was lost, do not send.
func (s *Store) HandingMail(ctx context.Context, o *Outgoing, now time.Time) (bool, error) {
	return s.moveMail(ctx, `UPDATE messages SET state = 'handing', lease_until = $3, version = version + 1 WHERE id = $1 AND attempts = $2 AND state = 'sending'`,
		o.ID, o.Attempts, now.Add(MailLease))
}

// MailSent keeps that the server took the message, and wipes what it said.
func (s *Store) MailSent(ctx context.Context, o *Outgoing, now time.Time) error {
	_, err := s.moveMail(ctx, `UPDATE messages SET state = 'sent', sent_at = $3, lease_until = NULL, reply = '', body = '', calendar = NULL, version = version + 1
		WHERE id = $1 AND attempts = $2 AND state IN ('handing','unsure')`, o.ID, o.Attempts, now)
	return err
}

// MailNotSent keeps why a message did not go: to be tried again at an instant, or (nil) failed for good.
func (s *Store) MailNotSent(ctx context.Context, o *Outgoing, reply string, again *time.Time) error {
	_, err := s.moveMail(ctx, `UPDATE messages SET state = CASE WHEN $4::timestamptz IS NULL THEN 'failed' ELSE 'queued' END, due_at = coalesce($4, due_at),
		lease_until = NULL, reply = $3, version = version + 1 WHERE id = $1 AND attempts = $2 AND state IN ('sending','handing')`, o.ID, o.Attempts, reply, again)
	return err
}

// MailUnsure keeps that nobody knows whether the message arrived: it is not sent again by itself.
func (s *Store) MailUnsure(ctx context.Context, o *Outgoing) error {
	_, err := s.moveMail(ctx, `UPDATE messages SET state = 'unsure', lease_until = NULL, reply = 'no_answer', version = version + 1
		WHERE id = $1 AND attempts = $2 AND state = 'handing'`, o.ID, o.Attempts)
	return err
}

// ReturnMail gives back what replicas that died held. What was not yet handed over is tried again; of the rest nobody knows.
func (s *Store) ReturnMail(ctx context.Context, now time.Time) error {
	_, err := s.moveMail(ctx, `UPDATE messages SET state = CASE state WHEN 'sending' THEN 'queued' ELSE 'unsure' END, lease_until = NULL, due_at = $1,
		reply = 'interrupted', version = version + 1 WHERE state IN ('sending','handing') AND lease_until <= $1`, now)
	return err
}

// HoldMail keeps what is queued while there is no SMTP server; ReleaseMail lets go what is still news.
func (s *Store) HoldMail(ctx context.Context) error {
	_, err := s.moveMail(ctx, `UPDATE messages SET state = 'held', reply = 'no_smtp', version = version + 1 WHERE state = 'queued'`)
	return err
}

// ReleaseMail queues what was held for less than three days; older ones wait for the system administrator.
func (s *Store) ReleaseMail(ctx context.Context, now time.Time) error {
	_, err := s.moveMail(ctx, `UPDATE messages SET state = 'queued', reply = '', due_at = $1, version = version + 1 WHERE state = 'held' AND created_at > $2`, now, now.Add(-heldFor))
	return err
}

// ForgetMail removes messages that are of no more use after half a year, and links a month after their end.
func (s *Store) ForgetMail(ctx context.Context, now time.Time) error {
	if _, err := s.moveMail(ctx, `DELETE FROM messages WHERE created_at < $1 AND state IN ('sent','failed','unsure','held','discarded')`, now.AddDate(0, -6, 0)); err != nil {
		return err
	}
	_, err := s.moveMail(ctx, `DELETE FROM links WHERE until < $1`, now.AddDate(0, -1, 0))
	return err
}

func (s *Store) moveMail(ctx context.Context, statement string, args ...any) (moved bool, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		done, err := c.Exec(ctx, statement, args...)
		moved = done.RowsAffected() > 0
		return err
	})
	return moved, err
}
