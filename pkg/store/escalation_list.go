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
	Sort   string // due (default), newest
}

// EscalationItem is one row of the coordinators' list.
type EscalationItem struct {
	ID          casework.ID
	Case        casework.ID
	CaseNumber  string
	SubjectName string
	Lead        casework.ID
	Handoff     casework.ID
	Reason      casework.EscalationReason
	Text        string
	State       casework.State
	OpenedAt    time.Time
	OpenedBy    casework.ID
	Agency      casework.ID
	ByClock     bool
	DueAt       time.Time
	Mask        casework.Mask // for the text
	household   casework.ID
	hidden      bool
	deskKey     int64
}

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
	if f.Text != "" {
		q.and("c.search_key LIKE ?", foldedLike(f.Text))
	}
	counted := *q
	order, err := f.after(q)
	if err != nil {
		return Page[EscalationItem]{}, err
	}
	from := ` FROM escalations e LEFT JOIN cases c ON c.id = e.case_id`
	page, err := pageOf(tx, q, &counted, f.Paging, `SELECT e.id, coalesce(e.case_id::text, ''), coalesce(c.number, ''), coalesce(c.subject_name, ''), coalesce(c.lead_agency_id::text, ''),
		coalesce(e.handoff_id::text, ''), e.reason, e.text, e.state, e.opened_at, coalesce(e.opened_by::text, ''), coalesce(e.agency_id::text, ''), e.by_clock, e.due_at, e.desk_key,
		coalesce(c.household_id::text, ''), `+tx.protection(q, "c.household_id")+from,
		`SELECT count(*)`+from, order, scanEscalationItem, f.cursor)
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
	var i EscalationItem
	var protection int
	err := r.Scan(&i.ID, &i.Case, &i.CaseNumber, &i.SubjectName, &i.Lead, &i.Handoff, &i.Reason, &i.Text, &i.State, &i.OpenedAt, &i.OpenedBy,
		&i.Agency, &i.ByClock, &i.DueAt, &i.deskKey, &i.household, &protection)
	i.hidden = protection == hiddenFrom
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
