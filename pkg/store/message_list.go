package store

import (
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// StoredMail is a message as the system administrator sees it: never what it says.
type StoredMail struct {
	ID        casework.ID
	Version   int
	Kind      string
	State     string
	Attempts  int
	Reply     string
	Address   string      // of a person outside only its domain is shown; see the edge
	Account   casework.ID // "" = a person outside
	CreatedAt time.Time
	DueAt     time.Time
	SentAt    *time.Time
}

// Actions are the verbs on a message in this state.
func (m StoredMail) Actions() []string {
	switch m.State {
	case "failed", "unsure", "held":
		return []string{"resend", "discard"}
	}
	return []string{}
}

// MailFilter narrows the outbox.
type MailFilter struct {
	Paging
	States []string
}

const storedMail = `m.id, m.version, m.kind, m.state, m.attempts, m.reply, m.to_address, coalesce(m.account_id::text, ''), m.created_at, m.due_at, m.sent_at`

// StoredMails lists the outbox, newest first.
func (tx *Tx) StoredMails(f MailFilter) (Page[StoredMail], error) {
	q := &query{}
	if len(f.States) > 0 {
		q.and("m.state = ANY(?)", f.States)
	}
	counted := *q
	at, err := parseCursor(f.Cursor, "mail", 2)
	if err != nil {
		return Page[StoredMail]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if err1 != nil || err2 != nil {
			return Page[StoredMail]{}, badCursor()
		}
		q.and(`(m.created_at, m.id) < (?, ?)`, time.UnixMicro(micros).UTC(), id)
	}
	return pageOf(tx, q, &counted, f.Paging, `SELECT `+storedMail+` FROM messages m`, `SELECT count(*) FROM messages m`, `m.created_at DESC, m.id DESC`,
		pgx.RowToStructByPos[StoredMail], func(m StoredMail) string {
			return cursorOf("mail", strconv.FormatInt(m.CreatedAt.UnixMicro(), 10), string(m.ID))
		})
}

// StoredMail finds one message.
func (tx *Tx) StoredMail(id casework.ID) (m StoredMail, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT `+storedMail+` FROM messages m WHERE m.id = $1`, id)
		if err != nil {
			return err
		}
		m, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[StoredMail])
		return err
	})
	return m, notFound(err)
}

// MoveMail queues a message that did not go once more, or gives it up and wipes what it said.
func (tx *Tx) MoveMail(m StoredMail, state string) error {
	return tx.pgx(func(c *pgx.Conn) error {
		done, err := c.Exec(tx.ctx, `UPDATE messages SET state = $3, due_at = $4, reply = '', version = version + 1,
			body = CASE $3 WHEN 'discarded' THEN '' ELSE body END, calendar = CASE $3 WHEN 'discarded' THEN NULL ELSE calendar END
			WHERE id = $1 AND version = $2 AND state IN ('failed','unsure','held')`, m.ID, m.Version, state, tx.now())
		if err == nil && done.RowsAffected() == 0 {
			return casework.Stale()
		}
		return err
	})
}
