package store

import (
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// Room is a meeting room that can be booked.
type Room struct {
	ID      casework.ID
	Name    string
	Place   string
	Seats   int
	Active  bool
	Version int
}

// Rooms lists the rooms, by name.
func (tx *Tx) Rooms() (rooms []Room, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT id, name, place, seats, active, version FROM rooms ORDER BY name_key, id LIMIT 500`)
		if err != nil {
			return err
		}
		rooms, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Room])
		return err
	})
	return rooms, err
}

// Room finds one, and holds it until commit.
func (tx *Tx) Room(id casework.ID) (r Room, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT id, name, place, seats, active, version FROM rooms WHERE id = $1 FOR UPDATE`, id)
		if err != nil {
			return err
		}
		r, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Room])
		return err
	})
	return r, notFound(err)
}

// SaveRoom keeps a room; version 0 is a new one.
func (tx *Tx) SaveRoom(r *Room) error {
	b := &pgx.Batch{}
	r.Name = strings.TrimSpace(r.Name)
	if r.Version == 0 {
		b.Queue(`INSERT INTO rooms (id, name, name_key, place, seats, active) VALUES ($1, $2, $3, $4, $5, $6)`, r.ID, r.Name, textnorm.Fold(r.Name), r.Place, r.Seats, r.Active)
	} else {
		b.Queue(`UPDATE rooms SET name = $3, name_key = $4, place = $5, seats = $6, active = $7, version = version + 1 WHERE id = $1 AND version = $2`,
			r.ID, r.Version, r.Name, textnorm.Fold(r.Name), r.Place, r.Seats, r.Active).Exec(oneRow)
	}
	r.Version++
	return tx.batch(b)
}
