package store

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

func disclosureBatch(b *pgx.Batch, d casework.Disclosure) {
	what := []string{}
	if d.Scope.Sheet {
		what = append(what, casework.PartSheet)
	}
	if d.Scope.Notes {
		what = append(what, casework.PartNotes)
	}
	b.Queue(`INSERT INTO disclosures (id, case_id, kind, handoff_id, from_agency_id, to_agency_id, to_name, account_id, what, sheet_id, sheet_number, person_ids,
		ground, ground_note, purpose, conditions, at, file_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		d.ID, d.Case, d.Kind, orNull(d.Handoff), d.From, orNull(d.To), d.ToName, orNull(d.By), what, orNull(d.Sheet), d.SheetVersion, texts(d.Persons),
		d.Ground, d.GroundNote, d.Purpose, d.Conditions, d.At, orNull(d.File))
}

// AddDisclosure writes a line of the ledger by itself: something was printed or exported.
func (tx *Tx) AddDisclosure(d *casework.Disclosure) error {
	b := &pgx.Batch{}
	disclosureBatch(b, *d)
	return tx.batch(b)
}

// DisclosureFilter narrows the ledger: the lines of a case, or those on a person.
type DisclosureFilter struct {
	Paging
	Case   casework.ID
	Person casework.ID
	Kinds  []string
}

// DisclosureItem is a line of the ledger as the actor sees it.
type DisclosureItem struct {
	casework.Disclosure
	CaseNumber string
	Of         []LedgerPerson // empty where the actor may not see persons
	Mask       casework.Mask  // for the texts of the line
	FileName   string         // of the file that was taken away
	household  casework.ID
	hidden     bool
}

// LedgerPerson is someone whose data was given.
type LedgerPerson struct {
	ID       casework.ID
	Name     string
	Relation string
}

// disclosureColumns: $1 grantees. The last one says whether the household's address is hidden (Tx.protection).
const disclosureColumns = `SELECT d.id, d.case_id, d.kind, coalesce(d.handoff_id::text, ''), d.from_agency_id, coalesce(d.to_agency_id::text, ''), d.to_name,
  coalesce(d.account_id::text, ''), d.at, 'sheet' = ANY(d.what), 'notes' = ANY(d.what), coalesce(d.sheet_id::text, ''), coalesce(d.sheet_number, 0),
  d.ground, d.ground_note, d.purpose, d.conditions, c.number,
  CASE WHEN access.sheet THEN (SELECT json_agg(json_build_object('ID', p.id, 'Name', p.name, 'Relation', p.relation) ORDER BY p.relation <> '', p.id)
    FROM persons p WHERE p.id = ANY(d.person_ids)) END, coalesce(d.file_id::text, ''),
  coalesce((SELECT x.name FROM files x WHERE x.id = d.file_id), ''), c.household_id, `

const disclosureFrom = ` FROM disclosures d JOIN cases c ON c.id = d.case_id` + visibleCase

// Disclosures reads the ledger, newest first: all of it for those who work on the case, else what one's own agency gave.
func (tx *Tx) Disclosures(f DisclosureFilter) (Page[DisclosureItem], error) {
	q := &query{args: []any{texts(tx.scope())}}
	q.and("(access.level IN ('lead', 'supporting', 'coordinating') OR d.from_agency_id = ?)", orNull(tx.actor.Agency))
	if f.Case != "" {
		q.and("d.case_id = ?", f.Case)
	}
	if f.Person != "" {
		q.and("d.person_ids @> ARRAY[?::uuid] AND access.sheet", f.Person)
	}
	if len(f.Kinds) > 0 {
		q.and("d.kind = ANY(?)", f.Kinds)
	}
	counted := *q
	at, err := parseCursor(f.Cursor, "ledger", 2)
	if err != nil {
		return Page[DisclosureItem]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[DisclosureItem]{}, badCursor()
		}
		q.and("(d.at, d.id) < (?, ?)", time.UnixMicro(micros).UTC(), id)
	}
	page, err := pageOf(tx, q, &counted, f.Paging, disclosureColumns+tx.protection(q, "c.household_id")+disclosureFrom, `SELECT count(*)`+disclosureFrom, `d.at DESC, d.id DESC`, scanDisclosure,
		func(i DisclosureItem) string {
			return cursorOf("ledger", strconv.FormatInt(i.At.UnixMicro(), 10), string(i.ID))
		})
	if err == nil && len(page.Items) == 0 {
		return page, tx.ledgerInSight(f)
	}
	return page, errors.Join(err, tx.maskDisclosures(page.Items))
}

// ledgerInSight tells an empty ledger from one that does not exist for the actor; lines that were found say it themselves.
func (tx *Tx) ledgerInSight(f DisclosureFilter) error {
	if f.Case == "" {
		_, err := tx.CasesOfPerson(f.Person)
		return err
	}
	return tx.pgx(func(c *pgx.Conn) error {
		var one int
		return notFound(c.QueryRow(tx.ctx, `SELECT 1 FROM cases c`+visibleCase+` WHERE c.id = $2`, texts(tx.scope()), f.Case).Scan(&one))
	})
}

// maskDisclosures gives the lines whose household the actor may not know their masks: one statement more, and only then.
func (tx *Tx) maskDisclosures(items []DisclosureItem) error {
	var hidden []casework.ID
	for _, i := range items {
		if i.hidden {
			hidden = append(hidden, i.household)
		}
	}
	masks, err := tx.masks(hidden)
	for k := range items {
		items[k].Mask = masks[items[k].household]
	}
	return err
}

func scanDisclosure(r pgx.CollectableRow) (DisclosureItem, error) {
	var i DisclosureItem
	var of []byte
	var protection int
	err := r.Scan(&i.ID, &i.Case, &i.Kind, &i.Handoff, &i.From, &i.To, &i.ToName, &i.By, &i.At, &i.Scope.Sheet, &i.Scope.Notes, &i.Sheet, &i.SheetVersion,
		&i.Ground, &i.GroundNote, &i.Purpose, &i.Conditions, &i.CaseNumber, &of, &i.File, &i.FileName, &i.household, &protection)
	i.hidden = protection == hiddenFrom
	if err == nil && of != nil {
		err = json.Unmarshal(of, &i.Of)
	}
	return i, err
}

// maxReceived is how many lines of the ledger a person's record holds at most; a case has some dozens.
const maxReceived = 2000

// DisclosuresOn reads every line of the ledger on a person, oldest last, for the person's own record, whose reader has the
// mask of the case already.
func (tx *Tx) DisclosuresOn(person casework.ID) (items []DisclosureItem, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, disclosureColumns+strconv.Itoa(unprotected)+disclosureFrom+` WHERE d.person_ids @> ARRAY[$2::uuid] AND access.sheet
			AND access.level IN ('lead', 'supporting', 'coordinating') ORDER BY d.at DESC, d.id DESC LIMIT `+strconv.Itoa(maxReceived), texts(tx.scope()), person)
		if err != nil {
			return err
		}
		items, err = pgx.CollectRows(rows, scanDisclosure)
		return err
	})
	return items, err
}
