package store

import (
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// SheetImported finds what the actor's agency made of a content it took in before; "" = nothing, or only a discarded draft.
func (tx *Tx) SheetImported(digest []byte) (id casework.ID, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		err := c.QueryRow(tx.ctx, `SELECT i.sheet_id FROM sheet_imports i JOIN sheets s ON s.id = i.sheet_id
			WHERE i.agency_id = $1 AND i.digest = $2 AND s.state <> $3`, tx.actor.Agency, digest, casework.SheetDiscarded).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err
	})
	return id, err
}

// ImportSheet stores a new draft for a content, unless the agency has taken the same content in; then it gives the earlier sheet.
// Of two at once the second waits here for the first.
func (tx *Tx) ImportSheet(digest []byte, s *casework.Sheet) (earlier casework.ID, err error) {
	claimed := false
	err = tx.pgx(func(c *pgx.Conn) error {
		done, err := c.Exec(tx.ctx, `INSERT INTO sheet_imports (agency_id, digest, sheet_id) VALUES ($1, $2, $3)
			ON CONFLICT (agency_id, digest) DO UPDATE SET sheet_id = excluded.sheet_id
			WHERE (SELECT state FROM sheets WHERE id = sheet_imports.sheet_id) = $4`, s.Agency, digest, s.ID, casework.SheetDiscarded)
		claimed = err == nil && done.RowsAffected() == 1
		return err
	})
	switch {
	case err != nil:
		return "", err
	case claimed:
		return "", tx.CreateSheet(s)
	}
	earlier, err = tx.SheetImported(digest)
	if err == nil && earlier == "" { // discarded just now
		err = casework.Stale()
	}
	return earlier, err
}
