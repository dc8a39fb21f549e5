package store

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// CalendarFeed is a person's private subscription.
type CalendarFeed struct {
	CreatedAt time.Time
	UsedAt    *time.Time
}

// CalendarFeed finds the actor's own, nil when there is none.
func (tx *Tx) CalendarFeed() (*CalendarFeed, error) {
	f := &CalendarFeed{}
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT created_at, used_at FROM calendar_feeds WHERE account_id = $1 AND revoked_at IS NULL`, tx.actor.Account).Scan(&f.CreatedAt, &f.UsedAt)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return f, err
}

// NewCalendarFeed makes the actor's subscription anew and gives its key: it is shown once, and the one before it ends.
func (tx *Tx) NewCalendarFeed(now time.Time) (key string, err error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	key = base64.RawURLEncoding.EncodeToString(raw)
	b := &pgx.Batch{}
	b.Queue(`UPDATE calendar_feeds SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL`, tx.actor.Account, now)
	b.Queue(`INSERT INTO calendar_feeds (id, account_id, hash, created_at) VALUES ($1, $2, $3, $4)`, casework.NewID(now), tx.actor.Account, linkHash(key), now)
	return key, tx.batch(b)
}

// RevokeCalendarFeed ends the actor's subscription; ending none is done as well.
func (tx *Tx) RevokeCalendarFeed(now time.Time) error {
	return tx.db.Exec(`UPDATE calendar_feeds SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL`, now, tx.actor.Account).Error
}

// FeedOf finds whose subscription a key opens: someone who may still sign in. Anything else is not found.
func (s *Store) FeedOf(ctx context.Context, key string, now time.Time) (account casework.ID, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `UPDATE calendar_feeds f SET used_at = $2 WHERE f.hash = $1 AND f.revoked_at IS NULL
			AND EXISTS (SELECT 1 FROM accounts a JOIN memberships m ON m.account_id = a.id WHERE a.id = f.account_id AND a.active
				AND m.starts_on <= ($2 AT TIME ZONE 'Asia/Tokyo')::date AND (m.ends_on IS NULL OR m.ends_on >= ($2 AT TIME ZONE 'Asia/Tokyo')::date))
			RETURNING f.account_id`, linkHash(key), now).Scan(&account)
	})
	return account, notFound(err)
}

// FeedEvent is one appointment of a subscription: nothing of a case.
type FeedEvent struct {
	*casework.Conference
	Room string
	Slot *casework.ConferenceSlot // a candidate of a poll; nil: it is fixed
	At   time.Time                // of its newest change
}

// FeedEvents lists a person's conferences from a day on: those it leads through, and those it or one of its agencies is
// invited to; the fixed ones, and the called off ones so that they leave the calendar.
func (tx *Tx) FeedEvents(account casework.ID, from time.Time) (events []FeedEvent, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT k.id, k.number, k.kind, k.state, k.starts_at, k.ends_at, k.sequence, k.updated_at, coalesce(r.name, '') FROM conferences k LEFT JOIN rooms r ON r.id = k.room_id
			WHERE k.starts_at >= $2 AND (k.coordinator_id = $1 OR EXISTS (SELECT 1 FROM conference_invitees v WHERE v.conference_id = k.id AND (v.account_id = $1
				OR v.agency_id IN (SELECT m.agency_id FROM memberships m WHERE m.account_id = $1 AND m.role IN ('worker','agency_manager')
					AND m.starts_on <= ($3 AT TIME ZONE 'Asia/Tokyo')::date AND (m.ends_on IS NULL OR m.ends_on >= ($3 AT TIME ZONE 'Asia/Tokyo')::date)))))
			ORDER BY k.starts_at LIMIT 500`, account, from, tx.now())
		if err != nil {
			return err
		}
		events, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (FeedEvent, error) {
			e := FeedEvent{Conference: &casework.Conference{}}
			return e, r.Scan(&e.ID, &e.Number, &e.Kind, &e.State, &e.StartsAt, &e.EndsAt, &e.Sequence, &e.At, &e.Room)
		})
		return err
	})
	return events, err
}

// Invitable is a person with an account who can be invited as such.
type Invitable struct {
	Account casework.ID
	Name    string
	Agency  string
	Role    casework.Role
}

// Invitables lists advisors, conference members and the city's own people, each once.
func (tx *Tx) Invitables() (people []Invitable, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT DISTINCT ON (u.name, u.id) u.id, u.name, a.name, m.role FROM memberships m JOIN accounts u ON u.id = m.account_id AND u.active JOIN agencies a ON a.id = m.agency_id
			WHERE m.role IN ('advisor','conference_member','city_office') AND m.starts_on <= ($1 AT TIME ZONE 'Asia/Tokyo')::date
			AND (m.ends_on IS NULL OR m.ends_on >= ($1 AT TIME ZONE 'Asia/Tokyo')::date) ORDER BY u.name, u.id, m.role LIMIT 500`, tx.now())
		if err != nil {
			return err
		}
		people, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Invitable])
		return err
	})
	return people, err
}
