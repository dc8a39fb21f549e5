package store

import (
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// MonitoringFilter narrows what is due. Box is mine or all.
type MonitoringFilter struct {
	Paging
	Box     string
	Kind    string
	Overdue bool
}

// MonitoringItem is one look that is due, with as much of its case as its actions depend on.
type MonitoringItem struct {
	casework.Monitoring
	Agency      casework.ID
	CaseNumber  string
	SubjectName string
	caseState   casework.State
	level       casework.Level
}

const monitoringItemFrom = ` FROM monitorings m JOIN cases c ON c.id = m.case_id` + workedOn

const monitoringItemColumns = `SELECT m.id, m.case_id, coalesce(m.plan_id::text, ''), m.kind, m.state, m.version, m.due_on, m.agency_id, c.number, c.subject_name, c.state, access.level`

func scanMonitoringItem(r pgx.CollectableRow) (i MonitoringItem, err error) {
	var due *time.Time
	err = r.Scan(&i.ID, &i.Case, &i.Plan, &i.Kind, &i.State, &i.Version, &due, &i.Agency, &i.CaseNumber, &i.SubjectName, &i.caseState, &i.level)
	i.DueOn = day(due)
	return i, err
}

// Monitorings lists looks that are due on cases that the actor works on, first due first.
func (tx *Tx) Monitorings(f MonitoringFilter) (Page[MonitoringItem], error) {
	if f.Box == "mine" && !tx.actor.WorksFor(tx.actor.Agency) {
		return Page[MonitoringItem]{}, nil
	}
	q := &query{args: []any{texts(tx.scope())}}
	q.and("m.state = 'due'")
	if f.Box == "mine" {
		q.and("m.agency_id = ?", tx.actor.Agency)
	}
	if f.Kind != "" {
		q.and("m.kind = ?", f.Kind)
	}
	if f.Overdue {
		q.and("m.due_on < ?::date", today(tx.now()).String())
	}
	counted := *q
	if at, err := parseCursor(f.Cursor, "monitorings", 2); err != nil {
		return Page[MonitoringItem]{}, err
	} else if at != nil {
		on, err1 := calendar.ParseDate(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[MonitoringItem]{}, badCursor()
		}
		q.and("(m.due_on, m.id) > (?::date, ?)", on.String(), id)
	}
	return pageOf(tx, q, &counted, f.Paging, monitoringItemColumns+monitoringItemFrom, `SELECT count(*)`+monitoringItemFrom, `m.due_on, m.id`, scanMonitoringItem,
		func(i MonitoringItem) string { return cursorOf("monitorings", i.DueOn.String(), string(i.ID)) })
}

// Actions are what the rules offer the actor on this row.
func (i MonitoringItem) Actions(a casework.Actor) []string {
	c := &casework.Case{ID: i.Case, State: i.caseState}
	switch i.level {
	case casework.LevelLead:
		k := casework.Custody{Agency: a.Agency}
		if i.caseState == casework.CaseClosed {
			k.Until = &time.Time{}
		}
		c.Custodies = []casework.Custody{k}
	case casework.LevelSupporting:
		c.Custodies, c.Supporting = []casework.Custody{{}}, []casework.Support{{Agency: a.Agency}}
	default:
		c.Escalations = []*casework.Escalation{{State: casework.EscalationSettled}}
	}
	return i.Monitoring.Actions(c, a)
}
