package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Link is what a token opens for who has no account.
type Link struct {
	Kind   string
	Object casework.ID // the conference, the survey …
	Person string      // whom it was given to, within the object
	Until  time.Time
}

// NewLink makes a link and returns its token: 256 random bits, of which only the hash is kept. It belongs behind the # of a
// page's address, where no server, proxy or referrer header sees it.
func (tx *Tx) NewLink(kind string, object casework.ID, person string, until time.Time) (token string, err error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, tx.pgx(func(c *pgx.Conn) error {
		_, err := c.Exec(tx.ctx, `INSERT INTO links (hash, kind, object_id, person_key, created_at, until) VALUES ($1, $2, $3, $4, $5, $6)`,
			linkHash(token), kind, object, person, tx.now(), until)
		return err
	})
}

// Link finds what a token of this kind opens: casework.NotFound for one that was never given out or is for another page,
// casework.CodeLinkOver for one that is over or was taken back.
func (tx *Tx) Link(kind, token string, now time.Time) (l Link, err error) {
	if !isLinkToken(token) {
		return l, casework.NoSuchLink()
	}
	over := false
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `UPDATE links SET used_at = $3 WHERE hash = $1 AND kind = $2
			RETURNING kind, object_id, person_key, until, until <= $3 OR revoked_at IS NOT NULL`, linkHash(token), kind, now).Scan(&l.Kind, &l.Object, &l.Person, &l.Until, &over)
	})
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return Link{}, casework.NoSuchLink()
	case err == nil && over:
		return Link{}, casework.LinkOver()
	}
	return l, err
}

// RevokeLinks takes back the links of an object: those of one person, or of everybody with "".
func (tx *Tx) RevokeLinks(kind string, object casework.ID, person string) error {
	return tx.pgx(func(c *pgx.Conn) error {
		_, err := c.Exec(tx.ctx, `UPDATE links SET revoked_at = $4 WHERE kind = $1 AND object_id = $2 AND ($3 = '' OR person_key = $3) AND revoked_at IS NULL`,
			kind, object, person, tx.now())
		return err
	})
}

func linkHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// isLinkToken reports whether a text could be a token: nothing else is looked up.
func isLinkToken(token string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	return err == nil && len(raw) == 32 && len(token) == base64.RawURLEncoding.EncodedLen(32)
}
