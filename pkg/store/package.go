package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// packagesColumn reads the packages that may still hold, as JSON in the form of casework.PackageGrant. $3 as in protectionColumns.
const packagesColumn = `(SELECT json_agg(json_build_object('ID', g.id, 'Account', g.account_id, 'Source', g.source, 'SourceID', g.source_id,
    'Scope', json_build_object('Sheet', g.sheet, 'Notes', g.notes), 'Since', g.since, 'Until', g.until) ORDER BY g.since, g.id)
  FROM package_grants g WHERE g.case_id = c.id AND (g.until IS NULL OR g.until > $3)) AS packages`

func packageBatch(b *pgx.Batch, id casework.ID, grants []*casework.PackageGrant) {
	for _, g := range grants {
		b.Queue(`INSERT INTO package_grants (id, case_id, account_id, source, source_id, sheet, notes, since, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (id) DO UPDATE SET sheet = excluded.sheet, notes = excluded.notes, until = excluded.until`,
			g.ID, id, g.Account, g.Source, g.SourceID, g.Scope.Sheet, g.Scope.Notes, g.Since, g.Until)
	}
}

// TidyPackages takes access that has ended by itself out of the scope of one case, leaves what other packages still give,
// and returns the case's id, "" when there was none. Reading is over at the very instant (inForce); this only cleans up.
func (s *Store) TidyPackages(ctx context.Context, now time.Time, passOver ...casework.ID) (casework.ID, error) {
	return s.claim(ctx, `SELECT c.id, c.id FROM cases c WHERE c.id = (SELECT a.case_id FROM case_access a WHERE a.until <= $1
		AND a.case_id <> ALL($2::uuid[]) ORDER BY a.until LIMIT 1) FOR UPDATE SKIP LOCKED`, now, passOver,
		func(tx *Tx, _, caseID casework.ID) error {
			f, err := tx.CaseToChange(caseID)
			if err != nil {
				return err
			}
			b := &pgx.Batch{}
			accessBatch(b, f, f.UpdatedAt)
			return tx.batch(b)
		})
}
