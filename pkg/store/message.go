package store

import (
	"context"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Mail is one message to one person. It holds nothing personal about a household: counts, dates and a link.
type Mail struct {
	Kind           string      // what it is: notice, digest, conference_invitation …
	Once           string      // the reason for it; a second mail for the same reason is not queued; "" = none
	To             string      // address
	ToName         string      // may be ""
	Account        casework.ID // "" = a person outside
	Object         casework.ID // what it is about; "" = nothing single
	Subject        string
	Text           string
	Calendar       []byte // iCalendar (pkg/documents/ical); nil = none
	CalendarMethod string // REQUEST, CANCEL or PUBLISH; "" without a calendar
}

// Mail queues a message in this transaction; it is sent after the commit, never twice. An address that cannot be one is
// kept as failed: the verb must not fail for it, and the system administrator sees it.
func (tx *Tx) Mail(m Mail) error {
	b := &pgx.Batch{}
	mailBatch(b, m, tx.now())
	return tx.batch(b)
}

func mailBatch(b *pgx.Batch, m Mail, now time.Time) {
	id := casework.NewID(now)
	state, reply := "queued", ""
	if !IsMailAddress(m.To) {
		state, reply = "failed", "bad_address"
	}
	if m.Once == "" {
		m.Once = string(id)
	}
	b.Queue(`INSERT INTO messages (id, kind, once, object_id, account_id, to_address, to_name, subject, body, calendar, calendar_method, state, reply, due_at, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14) ON CONFLICT (once) DO NOTHING`,
		id, m.Kind, m.Once, orNull(m.Object), orNull(m.Account), m.To, oneLine(m.ToName), oneLine(m.Subject), m.Text, m.Calendar, m.CalendarMethod, state, reply, now)
}

// IsMailAddress reports whether a text is one plain address: no name, no list, nothing that could add a header.
func IsMailAddress(text string) bool {
	if len(text) > 254 || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '<' || r == '>' || r == ',' }) {
		return false
	}
	a, err := mail.ParseAddress(text)
	return err == nil && a.Address == text && a.Name == ""
}

// oneLine keeps header values on one line.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }), " ")
}

// MailCounts says how many messages stand where.
type MailCounts struct {
	Queued, Sending, Held, Failed, Unsure int // now
	Sent                                  int // ever, as far as they are kept
}

// MailCounts counts the outbox.
func (s *Store) MailCounts(ctx context.Context) (c MailCounts, err error) {
	err = s.withConn(ctx, func(conn *pgxpool.Conn) error {
		return conn.QueryRow(ctx, `SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state IN ('sending','handing')), count(*) FILTER (WHERE state = 'held'),
			count(*) FILTER (WHERE state = 'failed'), count(*) FILTER (WHERE state = 'unsure'), count(*) FILTER (WHERE state = 'sent') FROM messages`).
			Scan(&c.Queued, &c.Sending, &c.Held, &c.Failed, &c.Unsure, &c.Sent)
	})
	return c, err
}
