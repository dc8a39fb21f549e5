package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// sealForm numbers the way seals are made; a column more in the journal is another form.
const sealForm = 1

// Hash is a link of the chain.
type Hash [sha256.Size]byte

// Seal is one link: the row, the link before, and when the row was sealed by the clock of the database.
type Seal struct {
	Seq     int64
	Journal int64
	At      time.Time
	Prev    Hash
	Hash    Hash
}

// journalRow is a row of the journal as it is hashed.
type journalRow struct {
	ID                       int64
	At                       time.Time
	Account, Agency, Object  pgtype.UUID
	Operation, Outcome, Code string
	Request                  string
	Cases                    []pgtype.UUID
}

const journalRowColumns = `j.id, j.at, j.account_id, j.agency_id, j.object_id, j.operation, j.outcome, j.code, j.request_id, j.case_ids`

func (r *journalRow) fields() []any {
	return []any{&r.ID, &r.At, &r.Account, &r.Agency, &r.Object, &r.Operation, &r.Outcome, &r.Code, &r.Request, &r.Cases}
}

// sealOf makes the link of a row. Every part has its length before it: no two rows give the same bytes.
func sealOf(r *journalRow, seq int64, at time.Time, prev Hash) Seal {
	b := make([]byte, 0, 256+16*len(r.Cases))
	part := func(p []byte) { b = append(binary.BigEndian.AppendUint32(b, uint32(len(p))), p...) } //nolint:gosec // far below 4 GiB
	number := func(n int64) { b = binary.BigEndian.AppendUint64(b, uint64(n)) }                   //nolint:gosec // bits, not a value
	id := func(u pgtype.UUID) {
		if !u.Valid {
			part(nil)
			return
		}
		part(u.Bytes[:])
	}
	part([]byte("tsunagu journal"))
	number(sealForm)
	part(prev[:])
	number(seq)
	number(at.UnixMicro())
	number(r.ID)
	number(r.At.UnixMicro())
	id(r.Account)
	id(r.Agency)
	id(r.Object)
	for _, text := range []string{r.Operation, r.Outcome, r.Code, r.Request} {
		part([]byte(text))
	}
	number(int64(len(r.Cases)))
	for _, c := range r.Cases {
		id(c)
	}
	return Seal{Seq: seq, Journal: r.ID, At: at, Prev: prev, Hash: sha256.Sum256(b)}
}

// Head is the end of the chain; Seq 0 = nothing is sealed yet.
func (s *Store) Head(ctx context.Context) (head Seal, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		head, err = headOf(ctx, c)
		return err
	})
	return head, err
}

// rower is a connection or a transaction.
type rower interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func headOf(ctx context.Context, q rower) (Seal, error) {
	var s Seal
	var prev, hash []byte
	err := q.QueryRow(ctx, `SELECT seq, journal_id, at, prev, hash FROM journal_seals ORDER BY seq DESC LIMIT 1`).Scan(&s.Seq, &s.Journal, &s.At, &prev, &hash)
	if errors.Is(err, pgx.ErrNoRows) {
		return Seal{}, nil
	}
	copy(s.Prev[:], prev)
	copy(s.Hash[:], hash)
	return s, err
}
