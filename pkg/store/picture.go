package store

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Picture reads what was added to the household's picture; of one that nobody touched the version is 0.
func (tx *Tx) Picture(f *CaseFile) (*casework.Picture, error) {
	p := &casework.Picture{People: []casework.PicturedOne{}, Unions: []casework.Union{}, Parents: []casework.Parentage{}, Ties: []casework.Tie{}}
	var content []byte
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT content, version, account_id, updated_at FROM household_pictures WHERE household_id = $1`, f.Household).
			Scan(&content, &p.Version, &p.By, &p.UpdatedAt)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	return p, json.Unmarshal(content, p)
}

// SavePicture writes it. The case is held, so that two who draw at once are told apart by the version.
func (tx *Tx) SavePicture(f *CaseFile, p *casework.Picture, now time.Time) error {
	content, err := json.Marshal(p)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	b.Queue(`INSERT INTO household_pictures AS p (household_id, content, account_id, agency_id, updated_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (household_id) DO UPDATE SET content = excluded.content, account_id = excluded.account_id, agency_id = excluded.agency_id, updated_at = excluded.updated_at,
			version = p.version + 1 WHERE p.version = $6`, f.Household, content, p.By, tx.actor.Agency, now, p.Version).Exec(oneRow)
	to := []casework.ID{f.lastLead(), casework.CoordinatorsID}
	announce(b, Announcement{Kind: "case", ID: f.ID, Case: f.ID, To: append(to, f.SupportingNow()...)})
	if err := tx.batch(b); err != nil {
		return err
	}
	p.Version++
	return nil
}
