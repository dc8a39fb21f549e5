package store

import (
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// EscalationFilter narrows the coordinators' list.
type EscalationFilter struct {
	Paging
	Text   string
	States []string
	Reason string
	// Assigned: "mine" is what the actor coordinates, "none" what nobody took up.
	Assigned string
	Informal *bool
	Sort     string // due (default), newest
}

// EscalationItem is one row of the coordinators' list.
type EscalationItem struct {
	*casework.Escalation
	CaseNumber    string
	SubjectName   string
	Lead          casework.ID
	ByClock       bool
	Contacts      int
	LastContactAt *time.Time
	LastAgency    casework.ID   // spoken with last; else who is asked, else who leads or asked
	OtherCase     bool          // an open case out of the coordinators' sight may be the same household
	Mask          casework.Mask // for the texts
	household     casework.ID
	hidden        bool
	deskKey       int64
}

// otherCase is the blind marker (decisions 0007, 0025): it says that there may be another open case of the household, and
// nothing else of it. The same name with the same date of birth, or the same address with a common character of the name.
const otherCase = `(e.state <> 'settled' AND EXISTS (SELECT 1 FROM household_persons m JOIN household_persons o ON o.household_id <> m.household_id
    AND (o.birth_date = m.birth_date AND o.grams @> m.grams OR m.address_key <> '' AND o.address_key = m.address_key AND o.grams && m.grams)
  JOIN cases oc ON oc.household_id = o.household_id AND oc.state <> 'closed'
  WHERE m.household_id = c.household_id AND NOT EXISTS (SELECT 1 FROM case_access x WHERE x.case_id = oc.id AND x.grantee = '` + string(casework.CoordinatorsID) + `')))`

const escalationItemSelect = `SELECT ` + escalationColumns + `, e.by_clock, e.desk_key, coalesce(c.number, ''), coalesce(c.subject_name, ''), coalesce(c.lead_agency_id::text, ''), coalesce(c.household_id::text, ''),
  k.n, k.at, coalesce(k.agency::text, h.to_agency_id::text, c.lead_agency_id::text, e.agency_id::text, ''), ` + otherCase

const escalationItemFrom = ` FROM escalations e LEFT JOIN cases c ON c.id = e.case_id LEFT JOIN handoffs h ON h.id = e.handoff_id
  LEFT JOIN LATERAL (SELECT count(*) AS n, max(k.at) AS at, (array_agg(k.agencies[1] ORDER BY k.at DESC, k.id DESC))[1] AS agency FROM coordination_contacts k WHERE k.escalation_id = e.id) k ON true`

// Escalations lists what came to the coordinators: the open ones by due time, then the settled ones, newest due first.
func (tx *Tx) Escalations(f EscalationFilter) (Page[EscalationItem], error) {
	if !tx.actor.Has(casework.RoleCoordinator) {
		return Page[EscalationItem]{}, nil
	}
	q := &query{}
	if len(f.States) > 0 {
		q.and("e.state = ANY(?)", f.States)
	}
	if f.Reason != "" {
		q.and("e.reason = ?", f.Reason)
	}
	switch f.Assigned {
	case "mine":
		q.and("e.coordinator_id = ?", tx.actor.Account)
	case "none":
		q.and("e.state = 'received'")
	}
	if f.Informal != nil {
		q.and("(e.channel IS NOT NULL) = ?", *f.Informal)
	}
	if f.Text != "" {
		q.and("c.search_key LIKE ?", foldedLike(f.Text))
	}
	counted := *q
	order, err := f.after(q)
	if err != nil {
		return Page[EscalationItem]{}, err
	}
	page, err := pageOf(tx, q, &counted, f.Paging, escalationItemSelect+`, `+tx.protection(q, "c.household_id")+escalationItemFrom,
		`SELECT count(*) FROM escalations e LEFT JOIN cases c ON c.id = e.case_id`, order, scanEscalationItem, f.cursor)
	if err != nil {
		return page, err
	}
	var hidden []casework.ID
	for _, i := range page.Items {
		if i.hidden {
			hidden = append(hidden, i.household)
		}
	}
	masks, err := tx.masks(hidden)
	for k := range page.Items {
		page.Items[k].Mask = masks[page.Items[k].household]
	}
	return page, err
}

func scanEscalationItem(r pgx.CollectableRow) (EscalationItem, error) {
	i := EscalationItem{Escalation: &casework.Escalation{}}
	var protection int
	q := casework.Inquiry{}
	err := r.Scan(append(escalationFields(i.Escalation, &q), &i.ByClock, &i.deskKey, &i.CaseNumber, &i.SubjectName, &i.Lead, &i.household,
		&i.Contacts, &i.LastContactAt, &i.LastAgency, &i.OtherCase, &protection)...)
	if q.Channel != "" {
		i.Inquiry = &q
	}
	i.hidden = protection == hiddenFrom
	return i, err
}

// EscalationItem is one escalation as the list shows it, with its mask.
func (tx *Tx) EscalationItem(id casework.ID) (i EscalationItem, err error) {
	if !tx.actor.Has(casework.RoleCoordinator) {
		return i, casework.NotFound()
	}
	q := &query{}
	q.and("e.id = ?", id)
	sql := escalationItemSelect + `, ` + tx.protection(q, "c.household_id") + escalationItemFrom + q.clause()
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, sql, q.args...)
		if err != nil {
			return err
		}
		i, err = pgx.CollectExactlyOneRow(rows, scanEscalationItem)
		return err
	})
	if err != nil || !i.hidden {
		return i, notFound(err)
	}
	masks, err := tx.masks([]casework.ID{i.household})
	i.Mask = masks[i.household]
	return i, err
}

// after puts the list behind the cursor and names its order: what is due first, or what came last.
func (f EscalationFilter) after(q *query) (order string, err error) {
	order, condition := `e.desk_key, e.id`, `(e.desk_key, e.id) > (?, ?)`
	if f.Sort == "newest" {
		order, condition = `e.opened_at DESC, e.id DESC`, `(e.opened_at, e.id) < (?, ?)`
	}
	at, err := parseCursor(f.Cursor, "escalations"+f.Sort, 2)
	if err != nil || at == nil {
		return order, err
	}
	n, err1 := cursorInt(at[0])
	id, err2 := cursorID(at[1])
	if errors.Join(err1, err2) != nil {
		return "", badCursor()
	}
	if f.Sort == "newest" {
		q.and(condition, time.UnixMicro(n).UTC(), id)
	} else {
		q.and(condition, n, id)
	}
	return order, nil
}

func (f EscalationFilter) cursor(i EscalationItem) string {
	key := i.deskKey
	if f.Sort == "newest" {
		key = i.OpenedAt.UnixMicro()
	}
	return cursorOf("escalations"+f.Sort, strconv.FormatInt(key, 10), string(i.ID))
}
