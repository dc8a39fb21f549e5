package store

import (
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// CaseFilter narrows the list of cases; zero values do not.
type CaseFilter struct {
	Paging
	Text       string // part of a name, its kana, or the number
	States     []string
	Open       *bool
	Access     string
	Issue      string
	Feature    string
	Ward       string
	District   string
	FiscalYear int
	Sort       string // updated (default), opened, kana
}

// CaseItem is one row of the list. Where the actor may not see persons the card is empty but for nothing.
type CaseItem struct {
	ID           casework.ID
	Number       string
	State        casework.State
	Level        casework.Level
	Lead         casework.ID
	Card         Card
	PingPong     bool
	OpenedAt     time.Time
	UpdatedAt    time.Time
	ContactDueAt *time.Time
	LastHandoff  *HandoffBrief
	Protected    bool // 支援措置 holds for somebody of the household; where it hides the address, the card has no area
	kanaKey      string
}

// HandoffBrief is the last handoff of a case.
type HandoffBrief struct {
	ID    casework.ID
	State casework.State
	Ask   casework.Ask
	To    casework.ID
	DueAt time.Time
}

const caseItemColumns = `c.id, c.number, c.state, a.level, c.lead_agency_id, a.sheet, c.subject_name, c.subject_kana, c.household_size, c.issues,
  c.most_pressing, c.features, c.ward, c.district, c.danger, c.flag_reason <> '', c.opened_at, a.updated_at, c.contact_due_at, a.kana_key,
  h.id, h.state, h.ask, h.to_agency_id, h.due_at, `

// lastHandoffJoin adds the last handoff for whoever works on the case; others see it only when it is their own.
const lastHandoffJoin = ` LEFT JOIN handoffs h ON h.id = c.last_handoff_id
  AND (a.level IN ('lead','supporting','coordinating') OR a.grantee IN (h.from_agency_id, h.to_agency_id))`

func scanCaseItem(r pgx.CollectableRow) (CaseItem, error) {
	var (
		i     CaseItem
		sees  bool
		id    *casework.ID
		state *casework.State
		ask   *casework.Ask
		to    *casework.ID
		due   *time.Time

		protection int
	)
	err := r.Scan(&i.ID, &i.Number, &i.State, &i.Level, &i.Lead, &sees, &i.Card.SubjectName, &i.Card.SubjectKana, &i.Card.HouseholdSize, &i.Card.Issues,
		&i.Card.MostPressing, &i.Card.Features, &i.Card.Ward, &i.Card.District, &i.Card.Danger, &i.PingPong, &i.OpenedAt, &i.UpdatedAt, &i.ContactDueAt, &i.kanaKey,
		&id, &state, &ask, &to, &due, &protection)
	if protection == hiddenFrom {
		i.Card.Ward, i.Card.District = "", ""
	}
	i.Protected = protection != unprotected && full(i.Level)
	if !sees {
		i.Card = Card{}
	}
	if id != nil {
		i.LastHandoff = &HandoffBrief{ID: *id, State: *state, Ask: *ask, To: *to, DueAt: *due}
	}
	if !full(i.Level) || i.Level == casework.LevelPackage {
		i.ContactDueAt = nil
	}
	return i, err
}

// caseOrders are the orders of the list: each walks one index of case_access.
var caseOrders = map[string]struct{ by, after string }{
	"updated": {"a.updated_at DESC, a.case_id DESC", "(a.updated_at, a.case_id) < (?, ?)"},
	"opened":  {"a.opened_at DESC, a.case_id DESC", "(a.opened_at, a.case_id) < (?, ?)"},
	"kana":    {"a.kana_key, a.case_id", "(a.kana_key, a.case_id) > (?, ?)"},
}

// Cases lists the cases that exist for the actor.
func (tx *Tx) Cases(f CaseFilter) (Page[CaseItem], error) {
	if f.Sort == "" {
		f.Sort = "updated"
	}
	q, err := tx.caseQuery(f)
	if err != nil || q == nil {
		return Page[CaseItem]{}, err
	}
	counted := *q
	if err := f.after(q); err != nil {
		return Page[CaseItem]{}, err
	}
	from := ` FROM case_access a JOIN cases c ON c.id = a.case_id`
	return pageOf(tx, q, &counted, f.Paging, `SELECT `+caseItemColumns+tx.protection(q, "c.household_id")+from+lastHandoffJoin,
		`SELECT count(*)`+from, caseOrders[f.Sort].by, scanCaseItem, func(i CaseItem) string { return i.cursor(f.Sort) })
}

func (i CaseItem) cursor(sort string) string {
	key := strconv.FormatInt(i.UpdatedAt.UnixMicro(), 10)
	switch sort {
	case "opened":
		key = strconv.FormatInt(i.OpenedAt.UnixMicro(), 10)
	case "kana":
		key = i.kanaKey
	}
	return cursorOf("cases "+sort, key, string(i.ID))
}

func (f CaseFilter) after(q *query) error {
	at, err := parseCursor(f.Cursor, "cases "+f.Sort, 2)
	if err != nil || at == nil {
		return err
	}
	id, err := cursorID(at[1])
	if err != nil {
		return err
	}
	if f.Sort == "kana" {
		q.and(caseOrders[f.Sort].after, at[0], id)
		return nil
	}
	micros, err := cursorInt(at[0])
	if err != nil {
		return err
	}
	q.and(caseOrders[f.Sort].after, time.UnixMicro(micros).UTC(), id)
	return nil
}

// caseQuery is the scope and the filters. What a row may not show cannot be found by either: a.sheet guards them.
func (tx *Tx) caseQuery(f CaseFilter) (*query, error) {
	q := &query{}
	switch scope := tx.scope(); len(scope) {
	case 0:
		return nil, nil
	case 1:
		q.and("a.grantee = ?", scope[0])
	default: // somebody who is both staff and coordinator sees a case once, by the higher level
		g := q.arg(texts(scope))
		q.and("a.grantee = (SELECT x.grantee FROM case_access x WHERE x.case_id = a.case_id AND x.grantee = ANY(" + g + "::uuid[])" +
			strings.ReplaceAll(inForce, "a.", "x.") + " ORDER BY array_position(" + levelOrder + ", x.level) LIMIT 1)")
		q.and("a.grantee = ANY(" + g + "::uuid[])")
	}
	q.where = append(q.where, "true"+inForce)
	if len(f.States) > 0 {
		q.and("c.state = ANY(?)", f.States)
	}
	if f.Open != nil {
		if *f.Open {
			q.and("a.open")
		} else {
			q.and("NOT a.open")
		}
	}
	if f.Access != "" {
		q.and("a.level = ?", f.Access)
	}
	for _, c := range []struct{ sql, value string }{
		{"c.issues @> ARRAY[?::text]", f.Issue}, {"c.features @> ARRAY[?::text]", f.Feature}, {"c.ward = ?", f.Ward}, {"c.district = ?", f.District},
	} {
		if c.value != "" {
			q.and("a.sheet AND "+c.sql, c.value)
		}
	}
	if f.Ward != "" || f.District != "" { // where it may not be known it cannot be found
		q.where = append(q.where, tx.protection(q, "c.household_id")+" < "+itoa(hiddenFrom))
	}
	if f.FiscalYear != 0 {
		start, end := calendar.FiscalYearRange(f.FiscalYear)
		q.and("a.opened_at >= ? AND a.opened_at < ?", start, end)
	}
	if f.Text != "" {
		q.searchCases(f.Text, tx.scope())
	}
	return q, nil
}
