package store

import (
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// correctionBatch makes, when a sheet was amended, a line for each receiver of an earlier version (個人情報保護法97条).
// Who amended knows already.
func correctionBatch(b *pgx.Batch, caseID casework.ID, s *casework.Sheet) {
	v := s.Versions[len(s.Versions)-1]
	if v.Number < 2 {
		return
	}
	b.Queue(`INSERT INTO corrections (id, case_id, sheet_id, sheet_number, received_number, to_agency_id, to_name, reason, since)
		SELECT uuid_v7($5), $1, $2, $3, max(d.sheet_number), d.to_agency_id, d.to_name, $6, $5 FROM disclosures d
		WHERE d.case_id = $1 AND d.sheet_id = $2 AND d.sheet_number < $3 AND 'sheet' = ANY(d.what) AND d.to_agency_id IS DISTINCT FROM $4
		GROUP BY d.to_agency_id, d.to_name`, caseID, s.ID, v.Number, v.Agency, v.At, v.Reason)
}

const correctionSelect = `SELECT id, case_id, sheet_id, sheet_number, received_number, coalesce(to_agency_id::text, ''), to_name, reason, since,
  told_at, coalesce(told_by::text, ''), how, note, version FROM corrections`

func scanTold(r pgx.CollectableRow) (*casework.Told, error) {
	t := &casework.Told{}
	return t, r.Scan(&t.ID, &t.Case, &t.Sheet, &t.SheetVersion, &t.Received, &t.To, &t.ToName, &t.Reason, &t.Since, &t.ToldAt, &t.ToldBy, &t.How, &t.Note, &t.Version)
}

// maxCorrections is how many lines the list shows; what is still to be told comes first.
const maxCorrections = 500

// Corrections lists who must be told of amended sheets of a case found before, for those who work on it.
func (tx *Tx) Corrections(f *CaseFile) (list []*casework.Told, err error) {
	if !f.WorkedOn() {
		return nil, nil
	}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, correctionSelect+` WHERE case_id = $1 ORDER BY told_at IS NOT NULL, since DESC, id DESC LIMIT `+strconv.Itoa(maxCorrections), f.ID)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, scanTold)
		return err
	})
	return list, err
}

// CaseOfCorrectionToChange finds a line of the list and its case, and holds the case until commit.
func (tx *Tx) CaseOfCorrectionToChange(id casework.ID) (*CaseFile, *casework.Told, error) {
	t, err := tx.correction(id)
	if err != nil {
		return nil, nil, err
	}
	f, err := tx.CaseToChange(t.Case)
	if err != nil {
		return nil, nil, err
	}
	if !f.WorkedOn() {
		return nil, nil, casework.NotFound()
	}
	t, err = tx.correction(id) // again, under the lock
	return f, t, err
}

func (tx *Tx) correction(id casework.ID) (t *casework.Told, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, correctionSelect+` WHERE id = $1`, id)
		if err != nil {
			return err
		}
		t, err = pgx.CollectExactlyOneRow(rows, scanTold)
		return err
	})
	return t, notFound(err)
}

// SaveTold stores the tick.
func (tx *Tx) SaveTold(t *casework.Told) error {
	b := &pgx.Batch{}
	b.Queue(`UPDATE corrections SET told_at = $3, told_by = $4, how = $5, note = $6, version = version + 1 WHERE id = $1 AND version = $2`,
		t.ID, t.Version, t.ToldAt, orNull(t.ToldBy), t.How, t.Note).Exec(oneRow)
	if err := tx.batch(b); err != nil {
		return err
	}
	t.Version++
	return nil
}

// WorkedOn reports whether the actor works on the case: leads, supports or coordinates it.
func (f *CaseFile) WorkedOn() bool {
	return f.Level == casework.LevelLead || f.Level == casework.LevelSupporting || f.Level == casework.LevelCoordinating
}
