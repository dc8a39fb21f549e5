package store

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// What the auditor reads. Nothing here gives a word of content: numbers of cases, operations, accounts, agencies, times.

// JournalHousehold is every case of one household, and what a row of the journal may name it by.
type JournalHousehold struct {
	Cases   []NumberedCase
	objects []casework.ID // cases, sheets and handoffs: what a refused look named
}

// NumberedCase is a case as the auditor knows it.
type NumberedCase struct {
	ID     casework.ID
	Number string
}

// IDs are the cases' ids.
func (h JournalHousehold) IDs() []casework.ID {
	ids := make([]casework.ID, len(h.Cases))
	for i, c := range h.Cases {
		ids[i] = c.ID
	}
	return ids
}

// Join adds another household.
func (h *JournalHousehold) Join(other JournalHousehold) {
	for i, c := range other.Cases {
		if !slices.Contains(h.Cases, c) {
			h.Cases = append(h.Cases, other.Cases[i])
		}
	}
	h.objects = append(h.objects, other.objects...)
}

func (tx *Tx) mustAudit() error {
	if !tx.actor.Has(casework.RoleAuditor) {
		return casework.NotFound()
	}
	return nil
}

// JournalHousehold finds all cases of the household whose case has the number.
func (tx *Tx) JournalHousehold(number string) (JournalHousehold, error) {
	var h JournalHousehold
	if err := tx.mustAudit(); err != nil {
		return h, err
	}
	err := tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT c.id, c.number FROM cases c
			WHERE c.household_id = (SELECT household_id FROM cases WHERE number_key = $1 LIMIT 1) ORDER BY c.opened_at, c.id`, textnorm.Fold(number))
		if err != nil {
			return err
		}
		if h.Cases, err = pgx.CollectRows(rows, pgx.RowToStructByPos[NumberedCase]); err != nil || len(h.Cases) == 0 {
			return err
		}
		rows, err = c.Query(tx.ctx, `SELECT unnest($1::uuid[]) UNION ALL SELECT id FROM sheets WHERE case_id = ANY($1::uuid[])
			UNION ALL SELECT id FROM handoffs WHERE case_id = ANY($1::uuid[])`, texts(h.IDs()))
		if err != nil {
			return err
		}
		h.objects, err = pgx.CollectRows(rows, pgx.RowTo[casework.ID])
		return err
	})
	if err == nil && len(h.Cases) == 0 {
		err = casework.NotFound()
	}
	return h, err
}

// JournalFilter narrows the journal; zero values do not. Until is exclusive.
type JournalFilter struct {
	Paging
	Household  *JournalHousehold
	Account    casework.ID
	From       time.Time
	Until      time.Time
	Operations []string // nil: any; empty: none
	Outcome    string
}

// JournalItem is one row as the auditor sees it.
type JournalItem struct {
	ID        int64
	At        time.Time
	Account   casework.ID // "": nobody was signed in
	Agency    casework.ID
	Operation string
	Object    casework.ID
	Outcome   string
	Code      string
	Cases     []NumberedCase // the first few; cases of the household that was asked for come first
	CaseCount int
	Seq       int64 // place in the chain; 0 = not sealed yet
}

// mostCasesShown is how many cases a row of the list names.
const mostCasesShown = 10

// ofHousehold finds the rows about the household: by journal_days those that showed it, by their object those that
// named it without showing it, and what the sealer has not come to yet.
const ofHousehold = `j.id IN (
	SELECT x.id FROM (SELECT DISTINCT account_id, day FROM journal_days WHERE case_id = ANY(?::uuid[])) d
		JOIN journal x ON x.account_id = d.account_id AND x.at >= d.day::timestamp AT TIME ZONE 'UTC' AND x.at < (d.day + 1)::timestamp AT TIME ZONE 'UTC'
			AND x.case_ids && ?::uuid[]
	UNION SELECT id FROM journal WHERE case_ids = '{}' AND object_id = ANY(?::uuid[])
	UNION SELECT id FROM journal WHERE id > (SELECT coalesce(max(journal_id), 0) FROM journal_seals) AND case_ids && ?::uuid[])`

func (f JournalFilter) query() *query {
	q := &query{}
	if f.Household != nil {
		ids := texts(f.Household.IDs())
		q.and(ofHousehold, ids, ids, texts(f.Household.objects), ids)
	}
	if f.Account != "" {
		q.and("j.account_id = ?", f.Account)
	}
	if !f.From.IsZero() {
		q.and("j.at >= ?", f.From)
	}
	if !f.Until.IsZero() {
		q.and("j.at < ?", f.Until)
	}
	if f.Operations != nil {
		q.and("j.operation = ANY(?)", f.Operations)
	}
	if f.Outcome != "" {
		q.and("j.outcome = ?", f.Outcome)
	}
	return q
}

// JournalRows lists the journal, newest first.
func (tx *Tx) JournalRows(f JournalFilter) (Page[JournalItem], error) {
	if err := tx.mustAudit(); err != nil {
		return Page[JournalItem]{}, err
	}
	q := f.query()
	counted := *q
	at, err := parseCursor(f.Cursor, "journal", 2)
	if err != nil {
		return Page[JournalItem]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorInt(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[JournalItem]{}, badCursor()
		}
		q.and("(j.at, j.id) < (?, ?)", time.UnixMicro(micros).UTC(), id)
	}
	first := []string{}
	if f.Household != nil {
		first = texts(f.Household.IDs())
	}
	page, err := pageOf(tx, q, &counted, f.Paging, `SELECT j.id, j.at, coalesce(j.account_id::text, ''), coalesce(j.agency_id::text, ''), j.operation,
		coalesce(j.object_id::text, ''), j.outcome, j.code, cardinality(j.case_ids), j.case_ids, coalesce((SELECT seq FROM journal_seals s WHERE s.journal_id = j.id), 0)
		FROM journal j`, `SELECT count(*) FROM journal j`, `j.at DESC, j.id DESC`, func(r pgx.CollectableRow) (JournalItem, error) { return scanJournalItem(r, first) },
		func(i JournalItem) string {
			return cursorOf("journal", strconv.FormatInt(i.At.UnixMicro(), 10), strconv.FormatInt(i.ID, 10))
		})
	if err != nil {
		return page, err
	}
	return page, tx.numberCases(page.Items)
}

func scanJournalItem(r pgx.CollectableRow, first []string) (JournalItem, error) {
	var i JournalItem
	var cases []string
	err := r.Scan(&i.ID, &i.At, &i.Account, &i.Agency, &i.Operation, &i.Object, &i.Outcome, &i.Code, &i.CaseCount, &cases, &i.Seq)
	slices.SortStableFunc(cases, func(a, b string) int { return rank(first, a) - rank(first, b) })
	for _, id := range cases[:min(len(cases), mostCasesShown)] {
		i.Cases = append(i.Cases, NumberedCase{ID: casework.ID(id)})
	}
	if len(i.Cases) == 0 && i.Object != "" { // a refused look names a case only by its object
		i.Cases = []NumberedCase{{ID: i.Object}}
	}
	return i, err
}

func rank(first []string, id string) int {
	if slices.Contains(first, id) {
		return 0
	}
	return 1
}

// numberCases gives the cases of the rows their numbers; what has none was no case.
func (tx *Tx) numberCases(items []JournalItem) error {
	var ids []string
	for _, i := range items {
		for _, c := range i.Cases {
			ids = append(ids, string(c.ID))
		}
	}
	numbers := map[casework.ID]string{}
	err := tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT id, number FROM cases WHERE id = ANY($1::uuid[])`, ids)
		if err != nil {
			return err
		}
		var n NumberedCase
		_, err = pgx.ForEachRow(rows, []any{&n.ID, &n.Number}, func() error { numbers[n.ID] = n.Number; return nil })
		return err
	})
	for i := range items {
		for k := range items[i].Cases {
			items[i].Cases[k].Number = numbers[items[i].Cases[k].ID]
		}
		items[i].Cases = slices.DeleteFunc(items[i].Cases, func(c NumberedCase) bool { return c.Number == "" })
	}
	return err
}

// Viewing is what one account did with a household by one operation.
type Viewing struct {
	Account   casework.ID
	Agency    casework.ID
	Operation string
	Outcome   string
	Count     int
	First     time.Time
	Last      time.Time
}

// mostViewings bounds an answer; it is far above what a household has.
const mostViewings = 2000

// Viewings sums the journal up by account, agency, operation and outcome, latest first.
func (tx *Tx) Viewings(f JournalFilter) (list []Viewing, err error) {
	if err := tx.mustAudit(); err != nil {
		return nil, err
	}
	q := f.query()
	q.and("j.account_id IS NOT NULL")
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT j.account_id, coalesce(j.agency_id::text, ''), j.operation, j.outcome, count(*), min(j.at), max(j.at) FROM journal j`+q.clause()+
			` GROUP BY 1, 2, 3, 4 ORDER BY max(j.at) DESC, 1, 3 LIMIT `+itoa(mostViewings), q.args...)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Viewing])
		return err
	})
	return list, err
}

// JournalAccount is a person whom the auditor may choose.
type JournalAccount struct {
	ID       casework.ID
	Name     string
	Active   bool
	Agencies []string
}

// JournalAccounts finds people by a part of their name or of their agency's; at most 50.
func (tx *Tx) JournalAccounts(text string) (found []JournalAccount, err error) {
	if err := tx.mustAudit(); err != nil {
		return nil, err
	}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT a.id, a.name, a.active, coalesce(array_agg(DISTINCT g.name) FILTER (WHERE g.name IS NOT NULL), '{}')
			FROM accounts a LEFT JOIN memberships m ON m.account_id = a.id LEFT JOIN agencies g ON g.id = m.agency_id GROUP BY a.id ORDER BY a.name, a.id`)
		if err != nil {
			return err
		}
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[JournalAccount])
		folded := textnorm.Fold(text)
		for _, a := range all {
			if len(found) < 50 && strings.Contains(textnorm.Fold(a.Name+"\n"+strings.Join(a.Agencies, "\n")), folded) {
				found = append(found, a)
			}
		}
		return err
	})
	return found, err
}

// BreachFacts is what a report of a leak needs to know of the cases it touched; no content leaves with it.
type BreachFacts struct {
	Cases   []NumberedCase
	Persons int      // on any version of the households' sheets
	Codes   []string // issues and features that were ever ticked
}

// mostBreachCases bounds one report.
const mostBreachCases = 5000

// CasesSeenBy are the cases that an account was shown in the span.
func (tx *Tx) CasesSeenBy(account casework.ID, from, until time.Time) (ids []casework.ID, err error) {
	if err := tx.mustAudit(); err != nil {
		return nil, err
	}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT DISTINCT unnest(case_ids)::text FROM journal WHERE account_id = $1 AND at >= $2 AND at < $3 AND outcome = 'done' LIMIT $4`,
			account, from, until, mostBreachCases)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[casework.ID])
		return err
	})
	return ids, err
}

// BreachFacts counts what stands on the sheets of the cases.
func (tx *Tx) BreachFacts(cases []casework.ID) (f BreachFacts, err error) {
	if err := tx.mustAudit(); err != nil {
		return f, err
	}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT id, number FROM cases WHERE id = ANY($1::uuid[]) ORDER BY number_key, id`, texts(cases))
		if err != nil {
			return err
		}
		if f.Cases, err = pgx.CollectRows(rows, pgx.RowToStructByPos[NumberedCase]); err != nil {
			return err
		}
		err = c.QueryRow(tx.ctx, `SELECT count(*) FROM persons WHERE household_id IN (SELECT household_id FROM cases WHERE id = ANY($1::uuid[]))`, texts(cases)).Scan(&f.Persons)
		if err != nil {
			return err
		}
		rows, err = c.Query(tx.ctx, `SELECT DISTINCT jsonb_array_elements_text(coalesce(v.content -> 'issues', '[]') || coalesce(v.content -> 'features', '[]'))
			FROM sheets s JOIN sheet_versions v ON v.sheet_id = s.id WHERE s.case_id = ANY($1::uuid[])`, texts(cases))
		if err != nil {
			return err
		}
		f.Codes, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return f, err
}
