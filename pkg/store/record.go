package store

import (
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// CasesOfPerson finds the cases of a person's household that the actor sees with their persons, newest first.
// None is not_found.
func (tx *Tx) CasesOfPerson(person casework.ID) (ids []casework.ID, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT c.id FROM persons p JOIN cases c ON c.household_id = p.household_id`+visibleCase+`
			WHERE p.id = $2 AND access.sheet ORDER BY c.opened_at DESC, c.id DESC LIMIT 50`, texts(tx.scope()), person)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[casework.ID])
		return err
	})
	if err == nil && len(ids) == 0 {
		err = casework.NotFound()
	}
	return ids, err
}

// Archive is everything written on a case: its filed sheets in all versions, and its notes.
type Archive struct {
	Sheets []*casework.Sheet
	Notes  []*casework.Note
}

// Archive reads what is written on a case found before, oldest first, in one round trip. Only for those who see all of it.
func (tx *Tx) Archive(f *CaseFile) (Archive, error) {
	var a Archive
	if !f.WorkedOn() || !f.Scope.Sheet || !f.Scope.Notes {
		return a, nil
	}
	b := &pgx.Batch{}
	b.Queue(`SELECT v.sheet_id, v.number, v.content, v.account_id, v.agency_id, v.reason, v.at FROM sheet_versions v JOIN sheets s ON s.id = v.sheet_id
		WHERE s.case_id = $1 ORDER BY s.filed_at, v.sheet_id, v.number`, f.ID).Query(a.readSheets)
	b.Queue(`SELECT n.id, n.kind, n.occurred_at, n.text, n.contacted_household, n.agency_id, n.author_id, n.version, n.created_at,
		(SELECT json_agg(json_build_object('before', k.before, 'reason', k.reason, 'at', k.at, 'by', k.account_id) ORDER BY k.position)
		   FROM note_corrections k WHERE k.note_id = n.id)
		FROM notes n WHERE n.case_id = $1 ORDER BY n.occurred_at, n.id`, f.ID).Query(func(rows pgx.Rows) error { return a.readNotes(rows, f.ID) })
	return a, tx.batch(b)
}

func (a *Archive) readSheets(rows pgx.Rows) error {
	for rows.Next() {
		var id casework.ID
		var v casework.SheetVersion
		var content []byte
		if err := rows.Scan(&id, &v.Number, &content, &v.By, &v.Agency, &v.Reason, &v.At); err != nil {
			return err
		}
		if err := json.Unmarshal(content, &v.Content); err != nil {
			return err
		}
		if n := len(a.Sheets); n == 0 || a.Sheets[n-1].ID != id {
			a.Sheets = append(a.Sheets, &casework.Sheet{ID: id, State: casework.SheetFiled})
		}
		s := a.Sheets[len(a.Sheets)-1]
		s.Versions, s.Content = append(s.Versions, v), v.Content
	}
	return rows.Err()
}

func (a *Archive) readNotes(rows pgx.Rows, caseID casework.ID) error {
	for rows.Next() {
		n := &casework.Note{Case: caseID, State: casework.NoteWritten}
		var fixed []byte
		err := rows.Scan(&n.ID, &n.Kind, &n.OccurredAt, &n.Text, &n.Contacted, &n.Agency, &n.Author, &n.Version, &n.WrittenAt, &fixed)
		if err == nil && fixed != nil {
			err = json.Unmarshal(fixed, &n.Corrections)
		}
		if err != nil {
			return errors.Join(err, rows.Err())
		}
		a.Notes = append(a.Notes, n)
	}
	return rows.Err()
}
