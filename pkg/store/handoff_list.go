package store

import (
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// HandoffFilter narrows a box; Box is received or sent.
type HandoffFilter struct {
	Paging
	Box     string
	States  []string
	Open    *bool
	NeedsMe *bool
	Text    string
	Sort    string // needs (default), newest
}

// HandoffItem is one row of a box, with as much of its case as its actions depend on.
type HandoffItem struct {
	Handoff      *casework.Handoff
	Sent         Sent
	CaseNumber   string
	CaseState    casework.State
	Flagged      bool
	Lead         casework.ID
	ContactDueAt *time.Time
	Level        casework.Level // of the agency whose box it is
	Protected    bool           // 支援措置 holds for somebody of the household
	Mask         casework.Mask  // for the texts of the row
	household    casework.ID
	hidden       bool
	receivedKey  int64
	sentKey      int64
}

// A box shows only cases that exist for its agency ($1): a handoff that was withdrawn takes them out of the receiver's sight.
// OFFSET keeps the planner from joining all of an agency's cases: a page walks the index of its order and stops.
const handoffItemFrom = ` FROM handoffs h JOIN cases c ON c.id = h.case_id
  JOIN LATERAL (SELECT x.level FROM case_access x WHERE x.case_id = h.case_id AND x.grantee = $1 OFFSET 0) a ON true`

const handoffItemColumns = `SELECT h.id, h.case_id, h.state, h.version, h.ask, h.from_agency_id, h.to_agency_id, h.reason, h.urgent, h.scope_sheet AND NOT h.withheld, h.scope_notes AND NOT h.withheld, h.withheld,
  h.requested_at, h.due_at, h.escalated_by, h.refusal_reported, h.sheet_number, h.subject_name, h.updated_at, h.received_key, h.sent_key,
  c.number, c.state, c.flag_reason <> '', c.lead_agency_id, c.contact_due_at, a.level, c.household_id, `

// handoffItemSelect begins a list of handoffs; q already holds the agency as $1.
func (tx *Tx) handoffItemSelect(q *query) string {
	return handoffItemColumns + tx.protection(q, "c.household_id") + handoffItemFrom
}

func scanHandoffItem(r pgx.CollectableRow) (HandoffItem, error) {
	h := &casework.Handoff{Urgency: casework.Normal}
	i := HandoffItem{Handoff: h}
	var urgent, refused bool
	var protection int
	err := r.Scan(&h.ID, &h.Case, &h.State, &h.Version, &h.Ask, &h.Sender, &h.Receiver, &h.Reason, &urgent, &h.Scope.Sheet, &h.Scope.Notes, &h.Withheld,
		&h.RequestedAt, &h.DueAt, &h.EscalatedBy, &refused, &i.Sent.SheetNumber, &i.Sent.SubjectName, &i.Sent.UpdatedAt, &i.receivedKey, &i.sentKey,
		&i.CaseNumber, &i.CaseState, &i.Flagged, &i.Lead, &i.ContactDueAt, &i.Level, &i.household, &protection)
	i.hidden, i.Protected = protection == hiddenFrom, protection != unprotected && full(i.Level)
	if !full(i.Level) {
		i.ContactDueAt = nil
	}
	if urgent {
		h.Urgency = casework.Urgent
	}
	if refused {
		h.Refusals = []casework.Refusal{{}}
	}
	return i, err
}

// Handoffs lists a box of the actor's agency. Boxes belong to those who work for an agency; for others they are empty.
func (tx *Tx) Handoffs(f HandoffFilter) (Page[HandoffItem], error) {
	if !tx.actor.WorksFor(tx.actor.Agency) {
		return Page[HandoffItem]{}, nil
	}
	if f.Sort == "" {
		f.Sort = "needs"
	}
	q := tx.handoffQuery(f)
	counted := *q
	order, err := f.after(q)
	if err != nil {
		return Page[HandoffItem]{}, err
	}
	page, err := pageOf(tx, q, &counted, f.Paging, tx.handoffItemSelect(q), `SELECT count(*)`+handoffItemFrom, order, scanHandoffItem, f.cursor)
	return page, errors.Join(err, tx.maskHandoffs(page.Items))
}

// maskHandoffs gives the rows whose household the actor may not know their masks: one statement more, and only then.
func (tx *Tx) maskHandoffs(lists ...[]HandoffItem) error {
	var hidden []casework.ID
	for _, items := range lists {
		for _, i := range items {
			if i.hidden {
				hidden = append(hidden, i.household)
			}
		}
	}
	masks, err := tx.masks(hidden)
	for _, items := range lists {
		for k := range items {
			items[k].Mask = masks[items[k].household]
		}
	}
	return err
}

func (tx *Tx) handoffQuery(f HandoffFilter) *query {
	q := &query{}
	mine, key := "h.to_agency_id", "h.received_key"
	if f.Box == "sent" {
		mine, key = "h.from_agency_id", "h.sent_key"
	}
	q.and(mine+" = ?", tx.actor.Agency) // the first value: $1
	if len(f.States) > 0 {
		q.and("h.state = ANY(?)", f.States)
	}
	if f.Open != nil {
		q.and("(h.state IN ('requested','asked','escalated')) = ?", *f.Open)
	}
	if f.NeedsMe != nil {
		q.and("("+key+" < "+strconv.FormatInt(int64(1)<<59, 10)+") = ?", *f.NeedsMe)
	}
	if f.Text != "" { // the name as it was sent, or the number
		key := q.arg(foldedLike(f.Text))
		seen := "h.scope_sheet AND NOT h.withheld AND a.level <> 'outcome'" // as the handlers show the name
		if f.Box == "sent" {
			seen = "true"
		}
		q.and("(" + seen + " AND h.subject_key LIKE " + key + " OR c.number_key LIKE " + key + ")")
	}
	return q
}

func (f HandoffFilter) key() (column string, of func(HandoffItem) int64) {
	switch {
	case f.Sort == "newest":
		return "h.requested_at", func(i HandoffItem) int64 { return i.Handoff.RequestedAt.UnixMicro() }
	case f.Box == "sent":
		return "h.sent_key", func(i HandoffItem) int64 { return i.sentKey }
	}
	return "h.received_key", func(i HandoffItem) int64 { return i.receivedKey }
}

func (f HandoffFilter) cursor(i HandoffItem) string {
	_, of := f.key()
	return cursorOf(f.Box+f.Sort, strconv.FormatInt(of(i), 10), string(i.Handoff.ID))
}

func (f HandoffFilter) after(q *query) (order string, err error) {
	column, _ := f.key()
	newest := f.Sort == "newest"
	order, compare := column+", h.id", ">"
	if newest {
		order, compare = column+" DESC, h.id DESC", "<"
	}
	at, err := parseCursor(f.Cursor, f.Box+f.Sort, 2)
	if err != nil || at == nil {
		return order, err
	}
	n, err1 := cursorInt(at[0])
	id, err2 := cursorID(at[1])
	if errors.Join(err1, err2) != nil {
		return "", badCursor()
	}
	if newest {
		q.and("("+column+", h.id) "+compare+" (?, ?)", time.UnixMicro(n).UTC(), id)
	} else {
		q.and("("+column+", h.id) "+compare+" (?, ?)", n, id)
	}
	return order, nil
}

// Actions are what the rules offer the actor on this row: they ask the same aggregate, of which a row knows enough.
func (i HandoffItem) Actions(a casework.Actor) []string {
	c := &casework.Case{ID: i.Handoff.Case, State: i.CaseState, Handoffs: []*casework.Handoff{i.Handoff},
		Custodies: []casework.Custody{{Agency: i.Lead}}}
	if i.Flagged {
		c.Flag = &casework.Flag{}
	}
	return c.HandoffActions(i.Handoff, a)
}
