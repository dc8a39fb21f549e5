package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// ChallengeLife is how long an answer is waited for.
const ChallengeLife = 5 * time.Minute

// Kinds of challenges.
const (
	ChallengeSecondFactor        = "second_factor"        // the password was right
	ChallengePasskey             = "passkey"              // whoever answers says who they are
	ChallengePasskeyRegistration = "passkey_registration" // of a signed-in person
)

// ErrNoChallenge: never asked, answered already, or too late.
var ErrNoChallenge = errors.New("no such challenge")

// Challenge is what was asked of somebody.
type Challenge struct {
	Kind    string
	Account casework.ID // "" for ChallengePasskey
	Data    []byte      // JSON of the WebAuthn library
}

// OpenChallenge keeps a challenge under the hash of its id, and forgets those that are over.
func (s *Store) OpenChallenge(ctx context.Context, hash []byte, c Challenge, now time.Time) error {
	if c.Data == nil {
		c.Data = []byte("{}")
	}
	return s.begin(ctx, func(t pgx.Tx) error {
		b := &pgx.Batch{}
		b.Queue(`DELETE FROM challenges WHERE hash IN (SELECT hash FROM challenges WHERE expires_at < $1 LIMIT 100 FOR UPDATE SKIP LOCKED)`, now)
		b.Queue(`INSERT INTO challenges (hash, kind, account_id, data, expires_at) VALUES ($1, $2, nullif($3, '')::uuid, $4, $5)`,
			hash, c.Kind, string(c.Account), c.Data, now.Add(ChallengeLife))
		return t.SendBatch(ctx, b).Close()
	})
}

// Challenge looks at an open challenge without answering it.
func (s *Store) Challenge(ctx context.Context, hash []byte, kind string, now time.Time) (Challenge, error) {
	return s.challenge(ctx, `SELECT kind, coalesce(account_id::text, ''), data FROM challenges WHERE hash = $1 AND kind = $2 AND expires_at > $3`, hash, kind, now)
}

// SpendChallenge takes a challenge away: of several answers at the same moment one gets it.
func (s *Store) SpendChallenge(ctx context.Context, hash []byte, kind string, now time.Time) (Challenge, error) {
	return s.challenge(ctx, `DELETE FROM challenges WHERE hash = $1 AND kind = $2 AND expires_at > $3 RETURNING kind, coalesce(account_id::text, ''), data`, hash, kind, now)
}

func (s *Store) challenge(ctx context.Context, statement string, args ...any) (out Challenge, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, statement, args...).Scan(&out.Kind, &out.Account, &out.Data)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return out, ErrNoChallenge
	}
	return out, err
}

// ProviderAccount finds the account that an identity provider means by a subject; casework.CodeNotFound
// when the two are not linked.
func (s *Store) ProviderAccount(ctx context.Context, issuer, subject string) (account casework.ID, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT account_id FROM provider_links WHERE issuer = $1 AND subject = $2`, issuer, subject).Scan(&account)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return "", casework.NotFound()
	}
	return account, err
}

// LinkProvider links an account with a subject for good. Either of them linked elsewhere is casework.CodeDuplicate.
func (s *Store) LinkProvider(ctx context.Context, issuer, subject string, account casework.ID, now time.Time) error {
	return s.withConn(ctx, func(c *pgxpool.Conn) error {
		done, err := c.Exec(ctx, `INSERT INTO provider_links (issuer, subject, account_id, linked_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, issuer, subject, account, now)
		if err == nil && done.RowsAffected() == 0 {
			return &casework.Error{Code: casework.CodeDuplicate}
		}
		return err
	})
}
