package store

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// sheetScope decides which sheets exist for the actor: its agency's own, and those of cases whose sheet it may read.
// $1 is always the array of grantees.
const sheetScope = `(s.agency_id = ANY($1::uuid[]) OR s.state = 'filed' AND EXISTS (
  SELECT 1 FROM case_access a WHERE a.case_id = s.case_id AND a.grantee = ANY($1::uuid[]) AND a.sheet` + inForce + `))`

// SheetFile is a sheet as one actor sees it.
type SheetFile struct {
	*casework.Sheet
	CaseNumber string
	// Outcome: the actor's agency filed it but no longer works on the case; it sees what it wrote itself.
	Outcome bool
	// Mask is what 支援措置 hides from the actor: whatever of the sheet is shown goes through it.
	Mask casework.Mask
	// rule holds what is known of the household's protections.
	rule *casework.Case
}

// Household is what the rules know of the household of a filed sheet: its persons and 支援措置.
func (f *SheetFile) Household() *casework.Case { return f.rule }

// Sheet finds a sheet that exists for the actor.
func (tx *Tx) Sheet(id casework.ID) (*SheetFile, error) { return tx.sheet(id) }

// SheetToChange finds a sheet and holds it until commit. The lock is a statement of its own, so that whoever waited for it
// sees all that the last holder committed, its new case and version included.
func (tx *Tx) SheetToChange(id casework.ID) (*SheetFile, error) {
	err := tx.pgx(func(c *pgx.Conn) error {
		_, err := c.Exec(tx.ctx, `SELECT FROM sheets WHERE id = $1 FOR UPDATE`, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return tx.sheet(id)
}

func (tx *Tx) sheet(id casework.ID) (*SheetFile, error) {
	f := &SheetFile{Sheet: &casework.Sheet{}, rule: &casework.Case{}}
	var content, versions, members, protections, glasses []byte
	var household casework.ID
	var visible bool
	b := &pgx.Batch{}
	b.Queue(`SELECT s.id, s.form_version, s.state, s.version, s.agency_id, s.created_by, coalesce(s.case_id::text, ''), s.content, s.created_at, s.updated_at, s.filed_at,
		coalesce(c.number, ''),
		(SELECT json_agg(json_build_object('Number', v.number, 'At', v.at, 'By', v.account_id, 'Agency', v.agency_id, 'Reason', v.reason) ORDER BY v.number)
			FROM sheet_versions v WHERE v.sheet_id = s.id),
		s.state <> 'filed' OR EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = s.case_id AND a.grantee = ANY($1::uuid[]) AND a.sheet`+inForce+`),
		coalesce(c.household_id::text, ''), `+membersColumn+`, `+protectionColumns+`
		FROM sheets s LEFT JOIN cases c ON c.id = s.case_id WHERE s.id = $2 AND `+sheetScope, texts(tx.scope()), id, tx.looksSince()).QueryRow(func(row pgx.Row) error {
		return row.Scan(&f.ID, &f.FormVersion, &f.State, &f.Version, &f.Agency, &f.DraftedBy, &f.Case, &content, &f.CreatedAt, &f.UpdatedAt, &f.FiledAt, &f.CaseNumber, &versions, &visible,
			&household, &members, &protections, &glasses)
	})
	if err := notFound(tx.batch(b)); err != nil {
		return nil, err
	}
	for _, part := range []struct {
		from []byte
		to   any
	}{{versions, &f.Versions}, {members, &f.rule.Members}, {protections, &f.rule.Protections}, {glasses, &f.rule.Glasses}} {
		if part.from == nil {
			continue
		}
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return nil, err
		}
	}
	f.rule.Expire(tx.now())
	var err error
	if f.Mask, err = tx.mask(f.rule, household); err != nil {
		return nil, err
	}
	f.Outcome = !visible
	if f.Outcome {
		return f, tx.ownVersion(f)
	}
	return f, json.Unmarshal(content, &f.Content)
}

// ownVersion shows an agency that has left the case the newest version it wrote itself, and nothing later.
func (tx *Tx) ownVersion(f *SheetFile) error {
	kept := f.Versions[:0:0]
	for _, v := range f.Versions {
		if tx.actor.WorksFor(v.Agency) {
			kept = append(kept, v)
		}
	}
	if len(kept) == 0 {
		return casework.NotFound()
	}
	f.Versions = kept
	v, err := tx.versionContent(f.ID, kept[len(kept)-1].Number)
	if err != nil {
		return err
	}
	f.Content, f.UpdatedAt = v, kept[len(kept)-1].At
	return nil
}

// SheetVersion reads one version of a sheet found before.
func (tx *Tx) SheetVersion(f *SheetFile, number int) (casework.SheetVersion, error) {
	for _, v := range f.Versions {
		if v.Number == number {
			content, err := tx.versionContent(f.ID, number)
			v.Content = content
			return v, err
		}
	}
	return casework.SheetVersion{}, casework.NotFound()
}

func (tx *Tx) versionContent(sheet casework.ID, number int) (content casework.SheetContent, err error) {
	var raw []byte
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT content FROM sheet_versions WHERE sheet_id = $1 AND number = $2`, sheet, number).Scan(&raw)
	})
	if err == nil {
		err = json.Unmarshal(raw, &content)
	}
	return content, notFound(err)
}

// CaseSheets reads the filed sheets of a case the actor sees, newest first.
func (tx *Tx) CaseSheets(f *CaseFile) (sheets []*casework.Sheet, err error) {
	if !f.Scope.Sheet {
		return nil, nil
	}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT id, agency_id, number, filed_at, content FROM sheets WHERE case_id = $1 ORDER BY filed_at DESC, id DESC`, f.ID)
		if err != nil {
			return err
		}
		sheets, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (*casework.Sheet, error) {
			s := &casework.Sheet{Case: f.ID, State: casework.SheetFiled}
			var number int
			var content []byte
			if err := r.Scan(&s.ID, &s.Agency, &number, &s.FiledAt, &content); err != nil {
				return nil, err
			}
			s.Versions = make([]casework.SheetVersion, number)
			return s, json.Unmarshal(content, &s.Content)
		})
		return err
	})
	return sheets, err
}

// SheetFilter narrows the list of sheets.
type SheetFilter struct {
	Paging
	Text  string
	State string
	Mine  bool
	Sort  string // updated (default), created
}

// SheetItem is one row of the list of sheets.
type SheetItem struct {
	ID          casework.ID
	State       casework.State
	SubjectName string
	Issues      []string
	Danger      bool
	Agency      casework.ID
	CreatedBy   casework.ID
	UpdatedAt   time.Time
	FiledAt     *time.Time
	Case        casework.ID
	CaseNumber  string
	CreatedAt   time.Time
}

const sheetItemColumns = `s.id, s.state, s.subject_name, ARRAY(SELECT jsonb_array_elements_text(coalesce(s.content -> 'issues', '[]'))), coalesce((s.content -> 'danger')::boolean, false),
  s.agency_id, s.created_by, s.updated_at, s.filed_at, coalesce(s.case_id::text, ''), coalesce((SELECT c.number FROM cases c WHERE c.id = s.case_id), ''), s.created_at`

// Sheets lists the sheets of the actor's own agency that it may still read whole, newest first. A case shows the others'.
func (tx *Tx) Sheets(f SheetFilter) (Page[SheetItem], error) {
	scope := tx.scope()
	if len(scope) == 0 || !tx.actor.WorksFor(tx.actor.Agency) {
		return Page[SheetItem]{}, nil
	}
	q := &query{args: []any{texts(scope)}}
	q.and("s.agency_id = ?", tx.actor.Agency)
	q.and("(s.state <> 'filed' OR EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = s.case_id AND a.grantee = ANY($1::uuid[]) AND a.sheet" + inForce + "))")
	if f.State != "" {
		q.and("s.state = ?", f.State)
	} else {
		q.and("s.state <> 'discarded'")
	}
	if f.Mine {
		q.and("s.created_by = ?", tx.actor.Account)
	}
	if f.Text != "" {
		q.searchSheets(f.Text)
	}
	counted := *q
	order, column, of := "sheets", "s.updated_at", func(i SheetItem) time.Time { return i.UpdatedAt }
	if f.Sort == "created" {
		order, column, of = "sheets created", "s.created_at", func(i SheetItem) time.Time { return i.CreatedAt }
	}
	at, err := parseCursor(f.Cursor, order, 2)
	if err != nil {
		return Page[SheetItem]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if err := errors.Join(err1, err2); err != nil {
			return Page[SheetItem]{}, badCursor()
		}
		q.and("("+column+", s.id) < (?, ?)", time.UnixMicro(micros).UTC(), id)
	}
	return pageOf(tx, q, &counted, f.Paging, `SELECT `+sheetItemColumns+` FROM sheets s`, `SELECT count(*) FROM sheets s`, column+` DESC, s.id DESC`,
		pgx.RowToStructByPos[SheetItem], func(i SheetItem) string {
			return cursorOf(order, strconv.FormatInt(of(i).UnixMicro(), 10), string(i.ID))
		})
}

// pageOf runs one list: the page, and the total when asked, in one round trip.
func pageOf[T any](tx *Tx, q, counted *query, p Paging, sql, countSQL, order string, scan pgx.RowToFunc[T], cursor func(T) string) (Page[T], error) {
	var items []T
	var total *int
	b := &pgx.Batch{}
	b.Queue(sql+q.clause()+` ORDER BY `+order+` LIMIT `+strconv.Itoa(p.limit()+1), q.args...).Query(func(rows pgx.Rows) (err error) {
		items, err = pgx.CollectRows(rows, scan)
		return err
	})
	if p.Count {
		total = new(int)
		b.Queue(countSQL+counted.clause(), counted.args...).QueryRow(func(row pgx.Row) error { return row.Scan(total) })
	}
	if err := tx.batch(b); err != nil {
		return Page[T]{}, err
	}
	page := cut(items, p, cursor)
	page.Total = total
	return page, nil
}
