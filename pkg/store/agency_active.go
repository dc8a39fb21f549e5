package store

import (
	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// ActiveAgencies says which of the ids are agencies that the directory holds now.
func (tx *Tx) ActiveAgencies(ids []casework.ID) (map[casework.ID]bool, error) {
	active := map[casework.ID]bool{}
	b := &pgx.Batch{}
	b.Queue(`SELECT id FROM agencies WHERE id = ANY($1::uuid[]) AND active`, texts(ids)).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowTo[casework.ID])
		for _, id := range found {
			active[id] = true
		}
		return err
	})
	return active, tx.batch(b)
}

// ActiveAccounts says which of the ids are people who may sign in now.
func (tx *Tx) ActiveAccounts(ids []casework.ID) (map[casework.ID]bool, error) {
	active := map[casework.ID]bool{}
	if len(ids) == 0 {
		return active, nil
	}
	b := &pgx.Batch{}
	b.Queue(`SELECT id FROM accounts WHERE id = ANY($1::uuid[]) AND active`, texts(ids)).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowTo[casework.ID])
		for _, id := range found {
			active[id] = true
		}
		return err
	})
	return active, tx.batch(b)
}
