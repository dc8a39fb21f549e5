package store

import (
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// AssignmentFilter narrows a list of roles. Box is mine, case or all.
type AssignmentFilter struct {
	Paging
	Box        string
	Case       casework.ID
	Agency     casework.ID
	Open       *bool
	Overdue    bool
	Kept       string // kept, late, open: as KeptOnTime counts
	FiscalYear int    // in which it is due
}

// AssignmentItem is one row of a list, with as much of its case as its actions depend on.
type AssignmentItem struct {
	*casework.Assignment
	CaseNumber     string
	SubjectName    string
	MemberName     string
	MemberRelation string
	Mask           casework.Mask // for the texts
	caseState      casework.State
	lead           casework.ID
	supports       bool
	household      casework.ID
	hidden         bool
	listKey        int64
}

// workedOn joins the cases that the actor works on; $1 is its scope. What is agreed on a case is for nobody else.
const workedOn = ` JOIN LATERAL (SELECT x.level FROM case_access x WHERE x.case_id = c.id AND x.grantee = ANY($1) AND x.level IN ('lead','supporting','coordinating')
  ORDER BY array_position(ARRAY['lead','supporting','coordinating'], x.level) LIMIT 1) access ON true`

const assignmentItemFrom = ` FROM assignments a JOIN cases c ON c.id = a.case_id` + workedOn

const assignmentItemColumns = `SELECT a.id, a.case_id, a.state, a.version, a.agency_id, a.task, coalesce(a.member_id::text, ''), a.due_on, a.first_due_on, coalesce(a.conference_id::text, ''),
  a.proposed_by, a.proposed_at, a.answer_due, a.taken_at, a.finished_at, a.handed_to, a.escalated_at, a.list_key, c.number, c.subject_name, c.state, c.lead_agency_id, access.level = 'supporting',
  c.household_id, coalesce((SELECT p.name FROM persons p WHERE p.id = a.member_id), ''), coalesce((SELECT p.relation FROM persons p WHERE p.id = a.member_id), ''), `

func scanAssignmentItem(r pgx.CollectableRow) (AssignmentItem, error) {
	a := &casework.Assignment{}
	i := AssignmentItem{Assignment: a}
	var due, first *time.Time
	var protection int
	err := r.Scan(&a.ID, &a.Case, &a.State, &a.Version, &a.Agency, &a.Task, &a.Member, &due, &first, &a.Conference,
		&a.ProposedBy, &a.ProposedAt, &a.AnswerDue, &a.TakenAt, &a.FinishedAt, &a.HandedTo, &a.EscalatedAt, &i.listKey, &i.CaseNumber, &i.SubjectName, &i.caseState, &i.lead, &i.supports,
		&i.household, &i.MemberName, &i.MemberRelation, &protection)
	a.DueOn, a.FirstDueOn = day(due), day(first)
	i.hidden = protection == hiddenFrom
	return i, err
}

// Assignments lists roles of cases that the actor works on: open ones by their day, then finished ones, newest first.
func (tx *Tx) Assignments(f AssignmentFilter) (Page[AssignmentItem], error) {
	if f.Box == "mine" && !tx.actor.WorksFor(tx.actor.Agency) {
		return Page[AssignmentItem]{}, nil
	}
	q := tx.assignmentQuery(f)
	counted := *q
	if at, err := parseCursor(f.Cursor, "assignments", 2); err != nil {
		return Page[AssignmentItem]{}, err
	} else if at != nil {
		n, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[AssignmentItem]{}, badCursor()
		}
		q.and("(a.list_key, a.id) > (?, ?)", n, id)
	}
	page, err := pageOf(tx, q, &counted, f.Paging, assignmentItemColumns+tx.protection(q, "c.household_id")+assignmentItemFrom, `SELECT count(*)`+assignmentItemFrom,
		`a.list_key, a.id`, scanAssignmentItem, func(i AssignmentItem) string {
			return cursorOf("assignments", strconv.FormatInt(i.listKey, 10), string(i.ID))
		})
	return page, errors.Join(err, tx.maskAssignments(page.Items))
}

// maskAssignments gives the rows whose household the actor may not know their masks: one statement more, and only then.
func (tx *Tx) maskAssignments(items []AssignmentItem) error {
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

func (tx *Tx) assignmentQuery(f AssignmentFilter) *query {
	q := &query{args: []any{texts(tx.scope())}}
	today := today(tx.now())
	switch f.Box {
	case "mine":
		q.and("a.agency_id = ?", tx.actor.Agency)
	case "case":
		q.and("a.case_id = ?", f.Case)
	}
	if f.Agency != "" {
		q.and("a.agency_id = ?", f.Agency)
	}
	if f.Open != nil {
		q.and("(a.finished_at IS NULL) = ?", *f.Open)
	}
	if f.Overdue {
		q.and("a.finished_at IS NULL AND a.due_on < ?::date", today.String())
	}
	if outcome, ok := keptOutcomes[f.Kept]; ok {
		q.and(outcome+" AND a.due_on < ?::date + CASE WHEN a.finished_at IS NULL THEN 0 ELSE 36500 END", today.String())
	}
	if f.FiscalYear != 0 {
		from, until := dueIn(f.FiscalYear)
		q.and("a.due_on >= ?::date AND a.due_on < ?::date", from, until)
	}
	return q
}

// keptOutcomes are the three ways in which a role that was due can have ended.
var keptOutcomes = map[string]string{
	"kept": `a.state = 'completed' AND (a.finished_at AT TIME ZONE 'Asia/Tokyo')::date <= a.due_on`,
	"late": `a.state = 'completed' AND (a.finished_at AT TIME ZONE 'Asia/Tokyo')::date > a.due_on`,
	"open": `a.finished_at IS NULL`,
}

func dueIn(fiscalYear int) (from, until string) {
	return calendar.Date{Year: fiscalYear, Month: time.April, Day: 1}.String(), calendar.Date{Year: fiscalYear + 1, Month: time.April, Day: 1}.String()
}

// Actions are what the rules offer the actor on this row: they ask the same aggregate, of which a row knows enough.
func (i AssignmentItem) Actions(a casework.Actor) []string {
	c := &casework.Case{ID: i.Case, State: i.caseState, Escalations: []*casework.Escalation{{State: casework.EscalationSettled}}}
	if i.caseState != casework.CaseClosed {
		c.Custodies = []casework.Custody{{Agency: i.lead}}
	}
	return i.Assignment.Actions(c, a)
}

// AgencyKept counts the roles of an agency that were due in a fiscal year; Due = Kept + Late + Open.
type AgencyKept struct {
	Agency                         casework.ID
	Due, Kept, Late, Open, Retimed int
}

// KeptOnTime counts by agency, for coordinators and the city office of all agencies, for others of their own. Roles that
// were handed on, and those whose day is still to come, do not count.
func (tx *Tx) KeptOnTime(fiscalYear int) (list []AgencyKept, err error) {
	q := &query{}
	from, until := dueIn(fiscalYear)
	q.and("a.due_on >= ?::date AND a.due_on < ?::date", from, until)
	q.and("(a.state = 'completed' OR a.finished_at IS NULL AND a.due_on < ?::date)", today(tx.now()).String())
	if !tx.actor.Has(casework.RoleCoordinator) && !tx.actor.Has(casework.RoleCityOffice) {
		if !tx.actor.WorksFor(tx.actor.Agency) {
			return nil, nil
		}
		q.and("a.agency_id = ?", tx.actor.Agency)
	}
	count := func(outcome string) string { return `count(*) FILTER (WHERE ` + keptOutcomes[outcome] + `)` }
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT a.agency_id, count(*), `+count("kept")+`, `+count("late")+`, `+count("open")+`, count(*) FILTER (WHERE a.first_due_on <> a.due_on)
			FROM assignments a`+q.clause()+` GROUP BY a.agency_id ORDER BY count(*) FILTER (WHERE a.finished_at IS NULL) DESC, count(*) DESC, a.agency_id LIMIT 1000`, q.args...)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[AgencyKept])
		return err
	})
	return list, err
}
