package store

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// spell is how long one person's saves go into one version of the history: autosave would else make one a second.
const spell = 30 * time.Minute

// Information reads the 情報整理シート of a case found before; one that nobody wrote in says what is known from elsewhere.
func (tx *Tx) Information(f *CaseFile) (*casework.InformationSheet, error) {
	i := &casework.InformationSheet{Case: f.ID, State: casework.InformationWritten}
	var content []byte
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT content, number, version, updated_at, updated_by FROM information_sheets WHERE case_id = $1`, f.ID).
			Scan(&content, &i.Number, &i.Version, &i.UpdatedAt, &i.UpdatedBy)
	})
	if err == nil {
		return i, json.Unmarshal(content, &i.Content)
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return nil, err
	}
	catalog, err := tx.Catalog()
	if err != nil {
		return nil, err
	}
	sheets, err := tx.CaseSheets(f)
	if err != nil {
		return nil, err
	}
	var newest casework.SheetContent
	if len(sheets) > 0 {
		newest = sheets[0].Content
	}
	return f.BeginInformation(newest, catalog), nil
}

// SaveInformation writes the sheet, where nobody else wrote since it was read. What the case has to tell (SaveCase) goes before.
func (tx *Tx) SaveInformation(i *casework.InformationSheet) error {
	content, err := json.Marshal(i.Content)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	if i.Version == 0 {
		b.Queue(`INSERT INTO information_sheets (case_id, content, updated_at, updated_by) VALUES ($1, $2, $3, $4) ON CONFLICT (case_id) DO NOTHING`,
			i.Case, content, i.UpdatedAt, i.UpdatedBy).Exec(oneRow)
	} else {
		b.Queue(`UPDATE information_sheets s SET content = $3, updated_at = $4, updated_by = $5, version = version + 1,
			number = number + CASE WHEN EXISTS (SELECT 1 FROM information_sheet_versions v WHERE v.case_id = s.case_id AND v.number = s.number AND v.account_id = $5 AND v.began_at > $6) THEN 0 ELSE 1 END
			WHERE case_id = $1 AND version = $2`, i.Case, i.Version, content, i.UpdatedAt, i.UpdatedBy, i.UpdatedAt.Add(-spell)).Exec(oneRow)
	}
	b.Queue(`INSERT INTO information_sheet_versions (case_id, number, content, account_id, began_at, at)
		SELECT case_id, number, content, updated_by, updated_at, updated_at FROM information_sheets WHERE case_id = $1
		ON CONFLICT (case_id, number) DO UPDATE SET content = excluded.content, at = excluded.at RETURNING number`, i.Case).
		QueryRow(func(row pgx.Row) error { return row.Scan(&i.Number) })
	if err := tx.batch(b); err != nil {
		return err
	}
	i.Version++
	return nil
}

// InformationVersion is one row of the history.
type InformationVersion struct {
	Number  int
	At      time.Time
	By      casework.ID
	Content casework.InformationContent
}

// InformationVersions lists the history of a case found before, newest first, without the contents.
func (tx *Tx) InformationVersions(f *CaseFile, p Paging) (Page[InformationVersion], error) {
	q := &query{}
	q.and("v.case_id = ?", f.ID)
	counted := *q
	at, err := parseCursor(p.Cursor, "information", 1)
	if err != nil {
		return Page[InformationVersion]{}, err
	}
	if at != nil {
		n, err := cursorInt(at[0])
		if err != nil {
			return Page[InformationVersion]{}, err
		}
		q.and("v.number < ?", n)
	}
	return pageOf(tx, q, &counted, p, `SELECT v.number, v.at, v.account_id FROM information_sheet_versions v`, `SELECT count(*) FROM information_sheet_versions v`, `v.number DESC`,
		func(r pgx.CollectableRow) (v InformationVersion, err error) {
			return v, r.Scan(&v.Number, &v.At, &v.By)
		},
		func(v InformationVersion) string { return cursorOf("information", strconv.Itoa(v.Number)) })
}

// InformationVersion reads one version of the history of a case found before.
func (tx *Tx) InformationVersion(f *CaseFile, number int) (v InformationVersion, err error) {
	var content []byte
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT number, at, account_id, content FROM information_sheet_versions WHERE case_id = $1 AND number = $2`, f.ID, number).
			Scan(&v.Number, &v.At, &v.By, &content)
	})
	if err != nil {
		return v, notFound(err)
	}
	return v, json.Unmarshal(content, &v.Content)
}
