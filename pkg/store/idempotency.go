package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// KeyLife is how long an Idempotency-Key is remembered.
const KeyLife = 24 * time.Hour

// ErrKeyReused: the Idempotency-Key belongs to another request.
var ErrKeyReused = errors.New("idempotency key used for another request")

// Answer is what a request was answered with.
type Answer struct {
	Status  int
	Headers map[string]string
	Body    []byte
}

// ClaimKey takes the actor's key for this request, first thing in the transaction of the effect: who
// comes second waits here until the first has committed or gone. It returns the first answer when there
// is one, nil when the key is now ours, ErrKeyReused when it was used for something else.
func (tx *Tx) ClaimKey(key string, request []byte, now time.Time) (*Answer, error) {
	var found *Answer
	err := tx.pgx(func(c *pgx.Conn) error {
		_, err := c.Exec(tx.ctx, `DELETE FROM idempotency_keys WHERE account_id = $1 AND key = $2 AND created_at < $3`,
			tx.actor.Account, key, now.Add(-KeyLife))
		if err != nil {
			return err
		}
		tag, err := c.Exec(tx.ctx, `INSERT INTO idempotency_keys (account_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT DO NOTHING`, tx.actor.Account, key, request, now)
		if err != nil || tag.RowsAffected() == 1 {
			return err
		}
		var hash, headers []byte
		found = &Answer{}
		err = c.QueryRow(tx.ctx, `SELECT request_hash, status, headers, body FROM idempotency_keys WHERE account_id = $1 AND key = $2`,
			tx.actor.Account, key).Scan(&hash, &found.Status, &headers, &found.Body)
		if err != nil {
			return err
		}
		if !bytes.Equal(hash, request) {
			return ErrKeyReused
		}
		return json.Unmarshal(headers, &found.Headers)
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// KeepAnswer stores what the claimed key was answered with, in the same transaction, and which cases it speaks of.
func (tx *Tx) KeepAnswer(key string, a Answer, cases []casework.ID) error {
	headers, err := json.Marshal(a.Headers)
	if err != nil {
		return err
	}
	return tx.pgx(func(c *pgx.Conn) error {
		_, err := c.Exec(tx.ctx, `UPDATE idempotency_keys SET status = $3, headers = $4, body = $5, case_ids = $6 WHERE account_id = $1 AND key = $2`,
			tx.actor.Account, key, a.Status, headers, append([]byte{}, a.Body...), texts(cases)) // an answer without a body (204) is not NULL
		return err
	})
}

// ForgetKeys removes what is older than KeyLife and says how many there were.
func (tx *Tx) ForgetKeys(now time.Time) (n int64, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		tag, err := c.Exec(tx.ctx, `DELETE FROM idempotency_keys WHERE created_at < $1`, now.Add(-KeyLife))
		n = tag.RowsAffected()
		return err
	})
	return n, err
}
