package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// Account is what signing in needs to know of a person.
type Account struct {
	ID                 casework.ID
	Email              string
	Name               string
	PasswordHash       string // argon2id, in PHC form
	MustChangePassword bool
	PasswordExpiresAt  *time.Time // of a first password; nil = never
	Agency             casework.ID
}

// Membership is one role at one agency, with its term.
type Membership struct {
	AgencyID   casework.ID
	AgencyCode string
	AgencyName string
	Role       casework.Role
	EndsOn     *time.Time
}

// NewAccount is what CreateAccount needs.
type NewAccount struct {
	Email, Name, PasswordHash string
	MustChangePassword        bool
	PasswordExpiresAt         *time.Time
	AgencyCode                string
	Role                      casework.Role
}

// EmailKey is the spelling under which an address is unique and guesses are counted.
func EmailKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// current says which memberships count today, in the city's own time; $2 is the instant.
const current = `m.starts_on <= ($2 AT TIME ZONE 'Asia/Tokyo')::date AND (m.ends_on IS NULL OR m.ends_on >= ($2 AT TIME ZONE 'Asia/Tokyo')::date)`

// AccountForSignIn finds an active account with a current membership by its address. Anything else is
// NotFound, so that the caller can only give one answer. Of several agencies the last acted for comes first, then the longest held.
func (s *Store) AccountForSignIn(ctx context.Context, email string, now time.Time) (Account, error) {
	return s.accountForSignIn(ctx, `a.email_key = $1`, EmailKey(email), now)
}

// AccountWithID is AccountForSignIn for who has shown an id of theirs already.
func (s *Store) AccountWithID(ctx context.Context, id casework.ID, now time.Time) (Account, error) {
	return s.accountForSignIn(ctx, `a.id = $1`, string(id), now)
}

func (s *Store) accountForSignIn(ctx context.Context, condition, which string, now time.Time) (Account, error) {
	var a Account
	err := s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT a.id, a.email, a.name, a.password_hash, a.must_change_password, a.password_expires_at, m.agency_id
			FROM accounts a JOIN memberships m ON m.account_id = a.id AND `+current+`
			JOIN agencies g ON g.id = m.agency_id AND g.active
			WHERE `+condition+` AND a.active ORDER BY m.agency_id IS DISTINCT FROM a.last_agency_id, m.starts_on, m.agency_id LIMIT 1`, which, now).
			Scan(&a.ID, &a.Email, &a.Name, &a.PasswordHash, &a.MustChangePassword, &a.PasswordExpiresAt, &a.Agency)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return a, casework.NotFound()
	}
	return a, err
}

// PasswordHash returns the stored hash of an account.
func (s *Store) PasswordHash(ctx context.Context, account casework.ID) (hash string, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT password_hash FROM accounts WHERE id = $1 AND active`, account).Scan(&hash)
	})
	return hash, err
}

// Memberships lists what an account may be now, by agency name.
func (s *Store) Memberships(ctx context.Context, account casework.ID, now time.Time) (list []Membership, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		rows, err := c.Query(ctx, `SELECT g.id, g.code, g.name, m.role, m.ends_on
			FROM memberships m JOIN agencies g ON g.id = m.agency_id
			WHERE m.account_id = $1 AND `+current+` ORDER BY g.kana_key, g.id, m.role LIMIT 50`, account, now)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Membership])
		return err
	})
	return list, err
}

// ActorNow is who an account is at an agency now, for what it asked for earlier; CodeNotFound when it is nobody there any more.
func (s *Store) ActorNow(ctx context.Context, account, agency casework.ID, now time.Time) (a casework.Actor, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT a.id, a.name, g.id, g.name, array_agg(m.role ORDER BY m.role) FROM accounts a JOIN memberships m ON m.account_id = a.id JOIN agencies g ON g.id = m.agency_id AND g.active
			WHERE m.account_id = $1 AND `+current+` AND g.id = $3 AND a.active GROUP BY a.id, g.id`, account, now, agency).Scan(&a.Account, &a.Name, &a.Agency, &a.AgencyName, &a.Roles)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return a, casework.NotFound()
	}
	return a, err
}

// UnreadNotifications counts what the account has not read yet.
func (s *Store) UnreadNotifications(ctx context.Context, account casework.ID) (n int, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT count(*) FROM (SELECT 1 FROM notifications WHERE account_id = $1 AND read_at IS NULL LIMIT 1000) x`, account).Scan(&n)
	})
	return n, err
}

// ChangePassword stores a new hash, takes the duty to change away, and ends every session but one.
func (s *Store) ChangePassword(ctx context.Context, account, keep casework.ID, hash string, now time.Time) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		_, err := t.Exec(ctx, `UPDATE accounts SET password_hash = $2, must_change_password = false, password_expires_at = NULL, updated_at = $3
			WHERE id = $1`, account, hash, now)
		if err != nil {
			return err
		}
		return endSessions(ctx, t, now, "password_changed", `account_id = $3 AND id <> $4`, account, keep)
	})
}

// Rehash replaces a hash made with older parameters, if nobody changed the password meanwhile.
func (s *Store) Rehash(ctx context.Context, account casework.ID, old, hash string) error {
	return s.withConn(ctx, func(c *pgxpool.Conn) error {
		_, err := c.Exec(ctx, `UPDATE accounts SET password_hash = $3 WHERE id = $1 AND password_hash = $2`, account, old, hash)
		return err
	})
}

// CreateAccount makes a person with a first role. It fails with casework.CodeInvalid for an unknown
// agency and casework.CodeDuplicate for an address already there.
func (s *Store) CreateAccount(ctx context.Context, in NewAccount, now time.Time) (casework.ID, error) {
	id := casework.NewID(now)
	err := s.begin(ctx, func(t pgx.Tx) error {
		var agency casework.ID
		err := t.QueryRow(ctx, `SELECT id FROM agencies WHERE code = $1`, in.AgencyCode).Scan(&agency)
		if errors.Is(err, pgx.ErrNoRows) {
			return &casework.Error{Code: casework.CodeInvalid, Detail: "その機関コードは登録されていません: " + in.AgencyCode}
		}
		if err != nil {
			return err
		}
		_, err = t.Exec(ctx, `INSERT INTO accounts (id, email, email_key, name, name_key, search_key, password_hash, must_change_password, password_expires_at, created_at, updated_at, joined_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10)`,
			id, strings.TrimSpace(in.Email), EmailKey(in.Email), in.Name, textnorm.Fold(in.Name), peopleKey(in.Name, in.Email),
			in.PasswordHash, in.MustChangePassword, in.PasswordExpiresAt, now)
		if err != nil {
			return err
		}
		_, err = t.Exec(ctx, `INSERT INTO memberships (account_id, agency_id, role, starts_on)
			VALUES ($1, $2, $3, ($4 AT TIME ZONE 'Asia/Tokyo')::date)`, id, agency, string(in.Role), now)
		return err
	})
	return id, err
}

// Empty reports whether no account exists yet: only such a database takes the demonstration data.
func (s *Store) Empty(ctx context.Context) (empty bool, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT NOT EXISTS (SELECT 1 FROM accounts)`).Scan(&empty)
	})
	return empty, err
}

// PasswordHashes gives the distinct hashes of accounts at .example addresses (RFC 2606), where only invented
// people have one: for the search for the demonstration password.
func (s *Store) PasswordHashes(ctx context.Context) (list []string, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		rows, err := c.Query(ctx, `SELECT DISTINCT password_hash FROM accounts WHERE email_key LIKE '%.example' LIMIT 200`)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return list, err
}

// MustChangePassword makes the account change its password before anything else.
func (s *Store) MustChangePassword(ctx context.Context, account casework.ID) error {
	return s.withConn(ctx, func(c *pgxpool.Conn) error {
		_, err := c.Exec(ctx, `UPDATE accounts SET must_change_password = true WHERE id = $1`, account)
		return err
	})
}
