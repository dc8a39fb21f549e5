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
	Conference casework.ID
	Dispatch   casework.ID
	Agency     casework.ID // who did it; "" for the clock
}

// NotificationFilter narrows the actor's notifications.
type NotificationFilter struct {
	Paging
	Unread bool
	Number string // part of the number of the case
	Sort   string // newest (default), oldest
}

// Notifications lists the actor's own.
func (tx *Tx) Notifications(f NotificationFilter) (Page[Notification], error) {
	q := &query{}
	q.and("n.account_id = ?", tx.actor.Account)
	if f.Unread {
		q.and("n.read_at IS NULL")
	}
	if f.Number != "" {
		q.and("c.number_key LIKE ?", foldedLike(f.Number))
	}
	counted := *q
	order, err := f.after(q)
	if err != nil {
		return Page[Notification]{}, err
	}
	from := ` FROM notifications n LEFT JOIN cases c ON c.id = n.case_id`
	return pageOf(tx, q, &counted, f.Paging, `SELECT n.id, n.kind, n.at, n.read_at, coalesce(n.case_id::text, ''), coalesce(c.number, ''), coalesce(n.handoff_id::text, ''),
		coalesce(n.escalation_id::text, ''), coalesce(n.conference_id::text, ''), coalesce(n.dispatch_id::text, ''), coalesce(n.agency_id::text, '')`+from, `SELECT count(*)`+from, order,
		pgx.RowToStructByPos[Notification], func(n Notification) string {
			return cursorOf("notifications"+f.Sort, strconv.FormatInt(n.At.UnixMicro(), 10), string(n.ID))
		})
}

// after puts the list behind the cursor and names its order; both walk the same index.
func (f NotificationFilter) after(q *query) (order string, err error) {
	order, condition := `n.at DESC, n.id DESC`, `(n.at, n.id) < (?, ?)`
	if f.Sort == "oldest" {
		order, condition = `n.at, n.id`, `(n.at, n.id) > (?, ?)`
	}
	at, err := parseCursor(f.Cursor, "notifications"+f.Sort, 2)
	if err != nil || at == nil {
		return order, err
	}
	micros, err1 := cursorInt(at[0])
	id, err2 := cursorID(at[1])
	if errors.Join(err1, err2) != nil {
		return "", badCursor()
	}
	q.and(condition, time.UnixMicro(micros).UTC(), id)
	return order, nil
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
