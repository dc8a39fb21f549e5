package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Limits of a session (OWASP ASVS 5.0, 7.3).
const (
	SessionIdle     = 30 * time.Minute
	SessionAbsolute = 12 * time.Hour
	seenEvery       = time.Minute // how exactly seen_at is kept: one write a minute, not one a request
)

// ErrNoSession: the session does not exist, has ended, or the person may no longer sign in.
var ErrNoSession = errors.New("no such session")

// ErrTokenReused: a refresh token was shown a second time, so somebody else may hold it; its session has been ended.
var ErrTokenReused = errors.New("refresh token used again")

// Session is a signed-in person as the database knows it now, not as a token once said.
type Session struct {
	ID                 casework.ID
	Actor              casework.Actor
	AgencyCode         string
	Email              string
	MustChangePassword bool
	SecondFactor       bool      // the account has one
	Method             string    // how this session was opened
	AuthenticatedAt    time.Time // when its owner last showed who they are
	ExpiresAt          time.Time
	seenAt             time.Time
}

// SignIn is how a session is opened, and from where: what its owner is shown.
type SignIn struct {
	Method string // password, totp, passkey, recovery_code, provider; "" = password
	Device string // family of browser and system
	Place  string // this_machine, internal, outside; "" = unknown
}

// OpenedSession is one line of the sessions page.
type OpenedSession struct {
	ID                           casework.ID
	Method, Device, Place        string
	CreatedAt, SeenAt, ExpiresAt time.Time
}

// live says which sessions count at the instant $1.
const live = `s.ended_at IS NULL AND s.expires_at > $1 AND s.seen_at > $1 - interval '30 minutes'`

// Session reads session, account, agency and the roles in force in one query; a removal therefore works
// on the next request. ErrNoSession when any of them no longer holds.
func (s *Store) Session(ctx context.Context, account, session casework.ID, now time.Time) (Session, error) {
	return s.session(ctx, account, session, now, true)
}

// SessionQuietly is Session for what a page does by itself: it does not keep an idle session alive (ASVS 7.3.1).
func (s *Store) SessionQuietly(ctx context.Context, account, session casework.ID, now time.Time) (Session, error) {
	return s.session(ctx, account, session, now, false)
}

func (s *Store) session(ctx context.Context, account, session casework.ID, now time.Time, used bool) (Session, error) {
	out := Session{ID: session}
	err := s.withConn(ctx, func(c *pgxpool.Conn) error {
		var roles []string
		var seen []int64
		a := &out.Actor
		err := c.QueryRow(ctx, `SELECT a.id, a.name, a.email, a.must_change_password, s.agency_id, g.code, g.name, s.seen_at, s.expires_at,
				`+hasFactor+`, s.method, coalesce(s.authenticated_at, s.created_at), array_agg(m.role ORDER BY m.role), `+revisionsColumn+`
			FROM sessions s
			JOIN accounts a ON a.id = s.account_id AND a.active
			JOIN agencies g ON g.id = s.agency_id AND g.active
			JOIN memberships m ON m.account_id = a.id AND m.agency_id = s.agency_id
				AND m.starts_on <= ($1 AT TIME ZONE 'Asia/Tokyo')::date
				AND (m.ends_on IS NULL OR m.ends_on >= ($1 AT TIME ZONE 'Asia/Tokyo')::date)
			WHERE s.id = $2 AND s.account_id = $3 AND `+live+`
			GROUP BY a.id, s.id, g.id`, now, session, account).
			Scan(&a.Account, &a.Name, &out.Email, &out.MustChangePassword, &a.Agency, &out.AgencyCode, &a.AgencyName, &out.seenAt, &out.ExpiresAt,
				&out.SecondFactor, &out.Method, &out.AuthenticatedAt, &roles, &seen)
		if err != nil {
			return err
		}
		s.revised(seen)
		for _, r := range roles {
			a.Roles = append(a.Roles, casework.Role(r))
		}
		if !used || now.Sub(out.seenAt) < seenEvery {
			return nil
		}
		_, err = c.Exec(ctx, `UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2`, session, now)
		return err
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return out, ErrNoSession
	}
	return out, err
}

// SessionLives reports whether an open stream may go on. It does not count as using the session.
func (s *Store) SessionLives(ctx context.Context, session casework.ID, now time.Time) (ok bool, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM sessions s JOIN accounts a ON a.id = s.account_id AND a.active
			WHERE s.id = $2 AND `+live+` AND EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = a.id AND m.agency_id = s.agency_id
				AND (m.ends_on IS NULL OR m.ends_on >= ($1 AT TIME ZONE 'Asia/Tokyo')::date)))`, now, session).Scan(&ok)
	})
	return ok, err
}

// OpenSession begins a session with its first refresh token (its SHA-256) and forgets sessions long over.
func (s *Store) OpenSession(ctx context.Context, account, agency casework.ID, token []byte, how SignIn, now time.Time) (casework.ID, error) {
	id := casework.NewID(now)
	err := s.begin(ctx, func(t pgx.Tx) error {
		b := &pgx.Batch{}
		b.Queue(`DELETE FROM sessions WHERE account_id = $1 AND expires_at < $2`, account, now.Add(-30*24*time.Hour))
		b.Queue(`INSERT INTO sessions (id, account_id, agency_id, created_at, seen_at, authenticated_at, expires_at, method, device, place)
			VALUES ($1, $2, $3, $4, $4, $4, $5, coalesce(nullif($6, ''), 'password'), $7, coalesce(nullif($8, ''), 'unknown'))`,
			id, account, agency, now, now.Add(SessionAbsolute), how.Method, how.Device, how.Place)
		b.Queue(`INSERT INTO refresh_tokens (hash, session_id, issued_at) VALUES ($1, $2, $3)`, token, id, now)
		b.Queue(`UPDATE accounts SET joined_at = $2 WHERE id = $1 AND joined_at IS NULL`, account, now) // invited, and let in by the city's provider
		return t.SendBatch(ctx, b).Close()
	})
	return id, err
}

// RotateRefresh exchanges a refresh token for the next. Of several at once exactly one succeeds; whoever
// comes second shows a used token, and that ends the session (RFC 9700, 4.14.2).
func (s *Store) RotateRefresh(ctx context.Context, old, next []byte, now time.Time) (account, session casework.ID, err error) {
	return s.rotateRefresh(ctx, old, next, now, true)
}

// RotateRefreshQuietly is RotateRefresh for what a page does by itself.
func (s *Store) RotateRefreshQuietly(ctx context.Context, old, next []byte, now time.Time) (account, session casework.ID, err error) {
	return s.rotateRefresh(ctx, old, next, now, false)
}

func (s *Store) rotateRefresh(ctx context.Context, old, next []byte, now time.Time, used bool) (account, session casework.ID, err error) {
	reused := false
	err = s.begin(ctx, func(t pgx.Tx) error {
		var spent *time.Time
		err := t.QueryRow(ctx, `SELECT s.account_id, s.id, r.used_at FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id
			WHERE r.hash = $2 AND `+live+` FOR UPDATE`, now, old).Scan(&account, &session, &spent)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNoSession
		case err != nil:
			return err
		case spent != nil:
			reused = true // committed, not rolled back: the session must really end
			if err := tell(ctx, t, account, NoticeSessionReuse, now); err != nil {
				return err
			}
			return endSessions(ctx, t, now, "token_reused", `id = $3`, session)
		}
		b := &pgx.Batch{}
		b.Queue(`UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1`, old, now)
		b.Queue(`INSERT INTO refresh_tokens (hash, session_id, issued_at) VALUES ($1, $2, $3)`, next, session, now)
		if used {
			b.Queue(`UPDATE sessions SET seen_at = greatest(seen_at, $2) WHERE id = $1`, session, now)
		}
		return t.SendBatch(ctx, b).Close()
	})
	if err == nil && reused {
		err = ErrTokenReused
	}
	return account, session, err
}

// NotePlace keeps from what class of address a session was last used.
func (s *Store) NotePlace(ctx context.Context, session casework.ID, place string) error {
	return s.withConn(ctx, func(c *pgxpool.Conn) error {
		_, err := c.Exec(ctx, `UPDATE sessions SET place = $2 WHERE id = $1 AND place <> $2`, session, place)
		return err
	})
}

// Authenticated notes that the owner of a session has just shown once more who they are.
func (s *Store) Authenticated(ctx context.Context, session casework.ID, now time.Time) error {
	return s.withConn(ctx, func(c *pgxpool.Conn) error {
		_, err := c.Exec(ctx, `UPDATE sessions SET authenticated_at = $2 WHERE id = $1 AND ended_at IS NULL`, session, now)
		return err
	})
}

// Sessions lists the open sessions of an account, last used first.
func (s *Store) Sessions(ctx context.Context, account casework.ID, now time.Time) (list []OpenedSession, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		rows, err := c.Query(ctx, `SELECT s.id, s.method, s.device, s.place, s.created_at, s.seen_at, s.expires_at
			FROM sessions s WHERE s.account_id = $2 AND `+live+` ORDER BY s.seen_at DESC, s.id LIMIT 200`, now, account)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[OpenedSession])
		return err
	})
	return list, err
}

// EndOwnSession ends an open session of the account; any other is NotFound.
func (s *Store) EndOwnSession(ctx context.Context, account, session casework.ID, now time.Time) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		var id casework.ID
		err := t.QueryRow(ctx, `SELECT s.id FROM sessions s WHERE s.id = $2 AND s.account_id = $3 AND `+live+` FOR UPDATE`, now, session, account).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return casework.NotFound()
		}
		if err != nil {
			return err
		}
		return endSessions(ctx, t, now, "ended_by_owner", `id = $3`, session)
	})
}

// EndSession ends a session and with it its refresh tokens, its access tokens and its open streams.
func (s *Store) EndSession(ctx context.Context, session casework.ID, reason string, now time.Time) error {
	return s.begin(ctx, func(t pgx.Tx) error { return endSessions(ctx, t, now, reason, `id = $3`, session) })
}

// endSessions ends what the condition names (its parameters start at $3) and tells the open streams of every replica.
func endSessions(ctx context.Context, t runner, now time.Time, reason, condition string, args ...any) error {
	rows, err := t.Query(ctx, `UPDATE sessions SET ended_at = $1, end_reason = $2 WHERE ended_at IS NULL AND `+condition+` RETURNING id::text`,
		append([]any{now, reason}, args...)...)
	if err != nil {
		return err
	}
	ended, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, id := range ended {
		if _, err := t.Exec(ctx, `SELECT pg_notify('tsunagu', $1)`, fmt.Sprintf(`{"kind":"session","id":%q}`, id)); err != nil {
			return err
		}
	}
	return nil
}
