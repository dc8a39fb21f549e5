package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// noticeGrace is how long a notice waits for its reader at the screen, and for others to go into the same mail.
const noticeGrace = 2 * time.Minute

// noticeNews is how old a notice may be to be mailed at all: a server that stood still does not mail last month.
const noticeNews = 3 * 24 * time.Hour

// digestHour is when the daily mail goes out, in Tokyo.
const digestHour = 8

// Unmailed is what one mail tells one person: how many unread notices of each kind.
type Unmailed struct {
	Account     casework.ID
	Email, Name string
	Daily       bool
	Kinds       map[casework.EventKind]int
	Newest      casework.ID // of the set; one set is told once
}

// Total counts the notices.
func (u Unmailed) Total() (n int) {
	for _, k := range u.Kinds {
		n += k
	}
	return n
}

// securityKinds are mailed at once to everybody: whoever took over an account must not be able to silence them.
var securityKinds = []string{string(NoticeSessionReuse), string(NoticeFactorChanged), string(NoticePasswordReset)}

// member says that an account may still sign in; $1 is the instant.
const member = `a.active AND EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = a.id AND m.starts_on <= ($1::timestamptz AT TIME ZONE 'Asia/Tokyo')::date
	AND (m.ends_on IS NULL OR m.ends_on >= ($1::timestamptz AT TIME ZONE 'Asia/Tokyo')::date))`

// MailNotices queues one mail for one person who has unread notices that wait, written by compose, and marks them as
// mailed in the same transaction; "" when nobody is left. Any replica may call it at any time.
func (s *Store) MailNotices(ctx context.Context, now time.Time, compose func(Unmailed) Mail) (casework.ID, error) {
	kinds := securityKinds
	for _, k := range casework.WaitingKinds() {
		kinds = append(kinds, string(k))
	}
	const due = `n.account_id = a.id AND n.read_at IS NULL AND n.mailed_at IS NULL AND n.at <= $2 AND n.at > $3
		AND (n.kind = ANY($5::text[]) OR n.kind = ANY($4::text[]) AND coalesce((SELECT p.mode FROM mail_preferences p WHERE p.account_id = a.id), 'at_once') = 'at_once')`
	return s.mailUnread(ctx, now, false, compose,
		`SELECT a.id FROM accounts a WHERE a.id IN (SELECT n.account_id FROM notifications n WHERE n.read_at IS NULL AND n.mailed_at IS NULL AND n.at <= $2 AND n.at > $3 AND n.kind = ANY($4::text[] || $5::text[]))
			AND EXISTS (SELECT 1 FROM notifications n WHERE `+due+`) AND `+member+` LIMIT 1 FOR NO KEY UPDATE OF a SKIP LOCKED`,
		`UPDATE notifications n SET mailed_at = $1 FROM accounts a WHERE a.id = $6 AND `+due+` RETURNING n.kind, n.id`,
		now, now.Add(-noticeGrace), now.Add(-noticeNews), kinds, securityKinds)
}

// MailDigest is MailNotices for one person who has chosen one mail a day: everything unread, at eight on business days.
func (s *Store) MailDigest(ctx context.Context, now time.Time, compose func(Unmailed) Mail) (casework.ID, error) {
	today := calendar.DateOf(now)
	settings, err := s.Settings(ctx)
	if err != nil {
		return "", err
	}
	if !settings.Office.IsBusinessDay(today) || now.Before(today.Time().Add(digestHour*time.Hour)) {
		return "", nil
	}
	return s.mailUnread(ctx, now, true, compose,
		`SELECT a.id FROM accounts a JOIN mail_preferences p ON p.account_id = a.id AND p.mode = 'daily' AND (p.digested_on IS NULL OR p.digested_on < $2::date)
			WHERE `+member+` LIMIT 1 FOR NO KEY UPDATE OF a, p SKIP LOCKED`,
		`WITH done AS (UPDATE mail_preferences SET digested_on = $2::date WHERE account_id = $3)
			UPDATE notifications n SET mailed_at = $1 WHERE n.account_id = $3 AND n.read_at IS NULL AND n.mailed_at IS NULL RETURNING n.kind, n.id`,
		now, today.String())
}

func (s *Store) mailUnread(ctx context.Context, now time.Time, daily bool, compose func(Unmailed) Mail, claim, mark string, args ...any) (account casework.ID, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		tx.At(now)
		u := Unmailed{Daily: daily, Kinds: map[casework.EventKind]int{}}
		err := tx.pgx(func(c *pgx.Conn) error {
			if err := c.QueryRow(ctx, claim, args...).Scan(&u.Account); err != nil {
				return err
			}
			rows, err := c.Query(ctx, mark, append(args, u.Account)...)
			if err != nil {
				return err
			}
			var kind casework.EventKind
			var id casework.ID
			if _, err := pgx.ForEachRow(rows, []any{&kind, &id}, func() error {
				u.Kinds[kind]++
				u.Newest = max(u.Newest, id)
				return nil
			}); err != nil {
				return err
			}
			return c.QueryRow(ctx, `SELECT email, name FROM accounts WHERE id = $1`, u.Account).Scan(&u.Email, &u.Name)
		})
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if account = u.Account; len(u.Kinds) == 0 { // nothing unread today
			return nil
		}
		m := compose(u)
		m.Account, m.To, m.ToName, m.Once = u.Account, u.Email, u.Name, m.Kind+":"+string(u.Account)+":"+string(u.Newest)
		return tx.Mail(m)
	})
	return account, err
}

// MailMode is how the actor hears by mail.
func (tx *Tx) MailMode() (mode casework.MailMode, err error) {
	err = tx.db.Raw(`SELECT coalesce((SELECT mode FROM mail_preferences WHERE account_id = ?), 'at_once')`, tx.actor.Account).Scan(&mode).Error
	return mode, err
}

// ChooseMailMode keeps how the actor wants to hear by mail.
func (tx *Tx) ChooseMailMode(mode casework.MailMode) error {
	return tx.db.Exec(`INSERT INTO mail_preferences (account_id, mode, updated_at) VALUES (?, ?, ?)
		ON CONFLICT (account_id) DO UPDATE SET mode = excluded.mode, updated_at = excluded.updated_at`, tx.actor.Account, mode, tx.now()).Error
}
