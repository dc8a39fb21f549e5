package store

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// contactBatch writes a new 個別調整, or the correction of one with what it said before.
func contactBatch(b *pgx.Batch, k *casework.Contact) {
	if k.Version == 0 {
		b.Queue(`INSERT INTO coordination_contacts (id, escalation_id, case_id, kind, at, minutes, agencies, account_id, note, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			k.ID, orNull(k.Escalation), orNull(k.Case), k.Kind, k.At, k.Minutes, texts(k.Agencies), k.Account, k.Note, k.WrittenAt)
		return
	}
	b.Queue(`UPDATE coordination_contacts SET kind = $3, at = $4, minutes = $5, agencies = $6, note = $7, version = version + 1 WHERE id = $1 AND version = $2`,
		k.ID, k.Version, k.Kind, k.At, k.Minutes, texts(k.Agencies), k.Note).Exec(oneRow)
	last := k.Corrections[len(k.Corrections)-1]
	before, _ := json.Marshal(last.Before) // strings, numbers and an instant
	b.Queue(`INSERT INTO coordination_contact_corrections (contact_id, position, before, reason, at, account_id) VALUES ($1, $2, $3, $4, $5, $6)`,
		k.ID, len(k.Corrections), before, last.Reason, last.At, last.By)
}

// SaveContact writes a 個別調整 of a 随時相談, which has no case.
func (tx *Tx) SaveContact(k *casework.Contact) error {
	b := &pgx.Batch{}
	contactBatch(b, k)
	announce(b, Announcement{Kind: "escalation", ID: k.Escalation, To: []casework.ID{casework.CoordinatorsID}})
	if err := tx.batch(b); err != nil {
		return err
	}
	k.Version++
	return nil
}

const contactSelect = `SELECT k.id, coalesce(k.escalation_id::text, ''), coalesce(k.case_id::text, ''), k.kind, k.at, k.minutes, k.agencies, k.account_id, k.note, k.written_at, k.version,
  (SELECT json_agg(json_build_object('before', x.before, 'reason', x.reason, 'at', x.at, 'by', x.account_id) ORDER BY x.position)
     FROM coordination_contact_corrections x WHERE x.contact_id = k.id) FROM coordination_contacts k`

func scanContact(r pgx.CollectableRow) (*casework.Contact, error) {
	k := &casework.Contact{}
	var agencies []string
	var fixed []byte
	err := r.Scan(&k.ID, &k.Escalation, &k.Case, &k.Kind, &k.At, &k.Minutes, &agencies, &k.Account, &k.Note, &k.WrittenAt, &k.Version, &fixed)
	for _, a := range agencies {
		k.Agencies = append(k.Agencies, casework.ID(a))
	}
	if err == nil && fixed != nil {
		err = json.Unmarshal(fixed, &k.Corrections)
	}
	return k, err
}

// ContactFilter says whose 個別調整 are listed: of a case, or of an escalation.
type ContactFilter struct {
	Paging
	Case, Escalation casework.ID
}

// Contacts lists 個別調整, newest first, for coordinators. The case or escalation was found before.
func (tx *Tx) Contacts(f ContactFilter) (Page[*casework.Contact], error) {
	q := &query{}
	if f.Case != "" {
		q.and("k.case_id = ?", f.Case)
	} else {
		q.and("k.escalation_id = ?", f.Escalation)
	}
	counted := *q
	at, err := parseCursor(f.Cursor, "contacts", 2)
	if err != nil {
		return Page[*casework.Contact]{}, err
	}
	if at != nil {
		n, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[*casework.Contact]{}, badCursor()
		}
		q.and("(k.at, k.id) < (?, ?)", time.UnixMicro(n).UTC(), id)
	}
	return pageOf(tx, q, &counted, f.Paging, contactSelect, `SELECT count(*) FROM coordination_contacts k`, `k.at DESC, k.id DESC`, scanContact,
		func(k *casework.Contact) string {
			return cursorOf("contacts", strconv.FormatInt(k.At.UnixMicro(), 10), string(k.ID))
		})
}

// ContactToChange finds a 個別調整 and holds its case, or, for a 随時相談 (nil), its escalation, until commit.
func (tx *Tx) ContactToChange(id casework.ID) (*CaseFile, *casework.Contact, error) {
	k, err := tx.contact(id)
	if err != nil {
		return nil, nil, err
	}
	var f *CaseFile
	if k.Case != "" {
		f, err = tx.CaseToChange(k.Case)
	} else {
		f, _, err = tx.EscalationToChange(k.Escalation)
	}
	if err != nil {
		return nil, nil, err
	}
	k, err = tx.contact(id) // again, under the lock
	return f, k, err
}

func (tx *Tx) contact(id casework.ID) (k *casework.Contact, err error) {
	if !tx.actor.Has(casework.RoleCoordinator) {
		return nil, casework.NotFound()
	}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, contactSelect+` WHERE k.id = $1`, id)
		if err != nil {
			return err
		}
		k, err = pgx.CollectExactlyOneRow(rows, scanContact)
		return err
	})
	return k, notFound(err)
}
