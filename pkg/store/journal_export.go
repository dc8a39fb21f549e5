package store

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// ExportedRow is a row of the journal with its seal, as it leaves for somebody who checks it with tools of their own.
type ExportedRow struct {
	ID        int64      `json:"id"`
	At        time.Time  `json:"at"`
	Account   string     `json:"account,omitempty"`
	Agency    string     `json:"agency,omitempty"`
	Operation string     `json:"operation"`
	Object    string     `json:"object,omitempty"`
	Cases     []string   `json:"cases,omitempty"`
	Outcome   string     `json:"outcome"`
	Code      string     `json:"code,omitempty"`
	Request   string     `json:"request,omitempty"`
	Seq       int64      `json:"seq,omitempty"` // 0: not sealed yet
	SealedAt  *time.Time `json:"sealedAt,omitempty"`
	Prev      string     `json:"prev,omitempty"`
	Hash      string     `json:"hash,omitempty"`
}

// ExportJournal gives every row of the span to fn, by id. Zero times do not bound; until is exclusive.
func (s *Store) ExportJournal(ctx context.Context, from, until time.Time, fn func(ExportedRow) error) error {
	f := JournalFilter{From: from, Until: until}
	for after := int64(0); ; {
		q := f.query()
		q.and("j.id > ?", after)
		var rows []ExportedRow
		err := s.withConn(ctx, func(c *pgxpool.Conn) error {
			found, err := c.Query(ctx, `SELECT `+journalRowColumns+`, s.seq, s.at, s.prev, s.hash FROM journal j LEFT JOIN journal_seals s ON s.journal_id = j.id`+
				q.clause()+` ORDER BY j.id LIMIT `+itoa(verifyBatch), q.args...)
			if err != nil {
				return err
			}
			rows, err = pgx.CollectRows(found, scanExported)
			return err
		})
		if err != nil {
			return err
		}
		for _, row := range rows {
			after = row.ID
			if err := fn(row); err != nil {
				return err
			}
		}
		if len(rows) < verifyBatch {
			return nil
		}
	}
}

func scanExported(r pgx.CollectableRow) (ExportedRow, error) {
	var j journalRow
	var out ExportedRow
	var seq *int64
	var prev, hash []byte
	err := r.Scan(append(j.fields(), &seq, &out.SealedAt, &prev, &hash)...)
	text := func(u pgtype.UUID) string {
		if !u.Valid {
			return ""
		}
		return u.String()
	}
	out.ID, out.At, out.Operation, out.Outcome, out.Code, out.Request = j.ID, j.At, j.Operation, j.Outcome, j.Code, j.Request
	out.Account, out.Agency, out.Object = text(j.Account), text(j.Agency), text(j.Object)
	for _, c := range j.Cases {
		out.Cases = append(out.Cases, text(c))
	}
	if seq != nil {
		out.Seq, out.Prev, out.Hash = *seq, hex.EncodeToString(prev), hex.EncodeToString(hash)
	}
	return out, err
}
