package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Notification tells one person that something happened; it carries no personal text.
type Notification struct {
	ID         casework.ID
	Kind       casework.EventKind
	At         time.Time
	ReadAt     *time.Time
	Case       casework.ID
	CaseNumber string
	Handoff    casework.ID
	Escalation casework.ID
	Agency     casework.ID // who did it; "" for the clock
}

// Notifications lists the actor's own, newest first.
func (tx *Tx) Notifications(p Paging, unread bool) (Page[Notification], error) {
	q := &query{}
	q.and("n.account_id = ?", tx.actor.Account)
	if unread {
		q.and("n.read_at IS NULL")
	}
	counted := *q
	at, err := parseCursor(p.Cursor, "notifications", 2)
	if err != nil {
		return Page[Notification]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[Notification]{}, badCursor()
		}
		q.and("(n.at, n.id) < (?, ?)", time.UnixMicro(micros).UTC(), id)
	}
	return pageOf(tx, q, &counted, p, `SELECT n.id, n.kind, n.at, n.read_at, coalesce(n.case_id::text, ''), coalesce(c.number, ''), coalesce(n.handoff_id::text, ''),
		coalesce(n.escalation_id::text, ''), coalesce(n.agency_id::text, '') FROM notifications n LEFT JOIN cases c ON c.id = n.case_id`,
		`SELECT count(*) FROM notifications n`, `n.at DESC, n.id DESC`, pgx.RowToStructByPos[Notification], func(n Notification) string {
			return cursorOf("notifications", strconv.FormatInt(n.At.UnixMicro(), 10), string(n.ID))
		})
}

// Unread counts the actor's unread notifications.
func (tx *Tx) Unread() (n int, err error) {
	err = tx.db.Raw(`SELECT count(*) FROM notifications WHERE account_id = ? AND read_at IS NULL`, tx.actor.Account).Scan(&n).Error
	return n, err
}

// ReadNotification marks one of the actor's own as read; reading twice changes nothing.
func (tx *Tx) ReadNotification(id casework.ID, now time.Time) error {
	done := tx.db.Exec(`UPDATE notifications SET read_at = coalesce(read_at, ?) WHERE id = ? AND account_id = ?`, now, id, tx.actor.Account)
	if done.Error == nil && done.RowsAffected == 0 {
		return casework.NotFound()
	}
	return done.Error
}

// ReadAllNotifications marks all of the actor's own as read.
func (tx *Tx) ReadAllNotifications(now time.Time) error {
	return tx.db.Exec(`UPDATE notifications SET read_at = ? WHERE account_id = ? AND read_at IS NULL`, now, tx.actor.Account).Error
}

// MarkNotificationsRead marks everyone's notifications before an instant as read: the demonstration data uses it, so that
// five years of history do not all wait to be read.
func (s *Store) MarkNotificationsRead(ctx context.Context, before time.Time) error {
	return translate(s.gorm.WithContext(ctx).Exec(`UPDATE notifications SET read_at = at WHERE at < ? AND read_at IS NULL`, before).Error)
}
