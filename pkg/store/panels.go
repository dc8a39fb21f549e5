package store

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// A panel of the dashboard is one query of counted things: object, case, row, column, instant, and a value for the median.
// Its figures are GROUP BY row and column of that query, its lists are the same query narrowed to one of them: so a figure
// and its list cannot differ (invariant 10).
//
// $1 and $2 are the period (from ≤ t < until), $3 the agency whose figures they are, null for the whole city.
type panel struct {
	sql     string
	columns []string // in their order; what else is found comes behind
	rows    []string // likewise
	persons bool     // counts households
	agency  bool     // rows are agencies
}

// Panels lists the names of the panels of the dashboard, in their order on the page.
func Panels() []string {
	return []string{"handoff_outcomes", "handoff_times", "handoff_connections", "handoff_hops", "refusals", "ping_pong",
		"case_states", "case_issues", "case_features", "case_wards", "case_districts", "case_agencies", "issue_pairs", "issue_sets",
		"conferences", "assignments_kept", "plan_reviews", "goals", "closures", "advisor_fields", "missing_resources", "trainings"}
}

const (
	handoffPeriod = ` FROM handoffs h WHERE h.requested_at >= $1 AND h.requested_at < $2 AND ($3::uuid IS NULL OR h.to_agency_id = $3)`
	openedCases   = ` WHERE c.opened_at >= $1 AND c.opened_at < $2 AND ($3::uuid IS NULL OR c.lead_agency_id = $3)`
)

var panels = map[string]panel{
	"handoff_outcomes": {agency: true, columns: []string{"accepted", "joined", "passed_on", "escalated", "withdrawn", "waiting"},
		sql: `SELECT h.id AS object, h.case_id, h.to_agency_id::text AS row, CASE h.state WHEN 'connected' THEN CASE h.ask WHEN 'lead' THEN 'accepted' ELSE 'joined' END
			WHEN 'requested' THEN 'waiting' WHEN 'asked' THEN 'waiting' ELSE h.state END AS col, h.requested_at AS at,
			CASE WHEN h.answered_at IS NOT NULL THEN extract(epoch FROM h.answered_at - h.requested_at) / 3600 END AS value` + handoffPeriod},
	"handoff_times": {agency: true, columns: []string{"in_time", "late", "waiting"},
		sql: `SELECT h.id AS object, h.case_id, h.to_agency_id::text AS row, CASE WHEN h.answered_at <= h.due_at THEN 'in_time' WHEN h.answered_at IS NOT NULL OR h.escalated_at IS NOT NULL THEN 'late'
			ELSE 'waiting' END AS col, h.requested_at AS at, CASE WHEN h.answered_at IS NOT NULL THEN extract(epoch FROM h.answered_at - h.requested_at) / 3600 END AS value` +
			handoffPeriod + ` AND h.state <> 'withdrawn'`},
	"handoff_connections": {agency: true, columns: []string{"warm", "cold", "not_yet"},
		sql: `SELECT h.id AS object, h.case_id, h.to_agency_id::text AS row, CASE WHEN h.connected_how IN ('accompanied','three_way','home_visit') THEN 'warm' WHEN h.connected_at IS NOT NULL THEN 'cold'
			ELSE 'not_yet' END AS col, h.requested_at AS at, NULL::float8 AS value` + handoffPeriod + ` AND h.state IN ('accepted','joined','connected')`},
	"handoff_hops": {persons: true, rows: []string{"no_hop", "one_hop", "two_hops", "three_hops", "more_hops"}, columns: []string{"cases"},
		sql: `SELECT c.id AS object, c.id AS case_id, (ARRAY['no_hop','one_hop','two_hops','three_hops','more_hops'])[least(greatest(u.n, 1), 5)] AS row, 'cases' AS col, c.opened_at AS at, NULL::float8 AS value
			FROM cases c, LATERAL (SELECT count(*)::int AS n FROM custodies WHERE case_id = c.id) u` + openedCases},
	"refusals": {agency: true, columns: []string{"reports"},
		sql: `SELECT r.id AS object, h.case_id, h.to_agency_id::text AS row, 'reports' AS col, r.reported_at AS at, NULL::float8 AS value FROM refusal_reports r JOIN handoffs h ON h.id = r.handoff_id
			WHERE r.reported_at >= $1 AND r.reported_at < $2 AND ($3::uuid IS NULL OR h.to_agency_id = $3)`},
	"ping_pong": {rows: []string{"revisit", "hop_limit", "no_contact"}, columns: []string{"flags"}, persons: true,
		sql: `SELECT e.id AS object, e.case_id, coalesce(e.data ->> 'reason', '') AS row, 'flags' AS col, e.at, NULL::float8 AS value FROM case_events e JOIN cases c ON c.id = e.case_id
			WHERE e.kind = 'ping_pong_flagged' AND e.at >= $1 AND e.at < $2 AND ($3::uuid IS NULL OR c.lead_agency_id = $3)`},
	"case_states": {persons: true, rows: []string{"received", "supporting", "coordinating", "monitoring", "suspended"}, columns: []string{"month", "quarter", "half", "year", "longer"},
		sql: `SELECT c.id AS object, c.id AS case_id, c.state AS row, CASE WHEN age < interval '1 month' THEN 'month' WHEN age < interval '3 months' THEN 'quarter'
			WHEN age < interval '6 months' THEN 'half' WHEN age < interval '1 year' THEN 'year' ELSE 'longer' END AS col, c.opened_at AS at, NULL::float8 AS value
			FROM cases c, LATERAL (SELECT least($2, now()) - c.opened_at AS age) x WHERE c.state <> 'closed' AND c.opened_at < $2 AND $1 <= $2 AND ($3::uuid IS NULL OR c.lead_agency_id = $3)`},
	"case_issues":    {persons: true, columns: caseColumnsOf, sql: casesBy(`issue`, `, unnest(c.issues) AS issue`)},
	"case_features":  {persons: true, columns: caseColumnsOf, sql: casesBy(`feature`, `, unnest(c.features) AS feature`)},
	"case_wards":     {persons: true, columns: caseColumnsOf, sql: casesBy(`coalesce(nullif(c.ward, ''), 'unknown')`, ``)},
	"case_districts": {persons: true, columns: caseColumnsOf, sql: casesBy(`coalesce(nullif(c.district, ''), 'unknown')`, ``)},
	"case_agencies":  {persons: true, columns: caseColumnsOf, agency: true, sql: casesBy(`c.lead_agency_id::text`, ``)},
	"issue_pairs": {persons: true,
		sql: `SELECT c.id AS object, c.id AS case_id, a AS row, b AS col, c.opened_at AS at, NULL::float8 AS value FROM cases c, unnest(c.issues) AS a, unnest(c.issues) AS b` + openedCases},
	"issue_sets": {persons: true, columns: []string{"cases"},
		sql: `SELECT c.id AS object, c.id AS case_id, array_to_string(ARRAY(SELECT unnest(c.issues) ORDER BY 1), ' ') AS row, 'cases' AS col, c.opened_at AS at, NULL::float8 AS value
			FROM cases c` + openedCases + ` AND cardinality(c.issues) > 1`},
}

// workPanels count what follows when coordinators are called in: meetings, roles, plans, how cases end, advice, what is missing.
var workPanels = map[string]panel{
	"conferences": {rows: []string{"case_conference", "advisor_meeting"}, columns: []string{"polling", "scheduled", "held", "recorded", "cancelled"},
		sql: `SELECT k.id AS object, k.case_id, k.kind AS row, k.state AS col, k.proposed_at AS at, NULL::float8 AS value FROM conferences k JOIN cases c ON c.id = k.case_id
			WHERE k.proposed_at >= $1 AND k.proposed_at < $2 AND ($3::uuid IS NULL OR c.lead_agency_id = $3)`},
	"assignments_kept": {agency: true, columns: []string{"kept", "late", "open"},
		sql: `SELECT a.id AS object, a.case_id, a.agency_id::text AS row, CASE WHEN ` + keptOutcomes["kept"] + ` THEN 'kept' WHEN a.finished_at IS NOT NULL THEN 'late' ELSE 'open' END AS col, ` +
			tokyoDay("a.due_on") + ` AS at, NULL::float8 AS value FROM assignments a WHERE a.due_on >= ($1 AT TIME ZONE 'Asia/Tokyo')::date AND a.due_on < ($2 AT TIME ZONE 'Asia/Tokyo')::date
			AND ($3::uuid IS NULL OR a.agency_id = $3) AND (a.state = 'completed' OR a.finished_at IS NULL AND a.due_on < ` + panelToday + `)`},
	"plan_reviews": {agency: true, columns: []string{"in_time", "late", "overdue"},
		sql: `SELECT m.id AS object, m.case_id, m.agency_id::text AS row, CASE WHEN (m.done_at AT TIME ZONE 'Asia/Tokyo')::date <= m.due_on THEN 'in_time' WHEN m.done_at IS NOT NULL THEN 'late' ELSE 'overdue' END AS col, ` +
			tokyoDay("m.due_on") + ` AS at, NULL::float8 AS value FROM monitorings m WHERE m.kind = 'review' AND m.due_on >= ($1 AT TIME ZONE 'Asia/Tokyo')::date AND m.due_on < ($2 AT TIME ZONE 'Asia/Tokyo')::date
			AND ($3::uuid IS NULL OR m.agency_id = $3) AND (m.state = 'done' OR m.state = 'due' AND m.due_on < ` + panelToday + `)`},
	"goals": {persons: true, rows: []string{"welfare", "social"}, columns: []string{"reached", "partly", "not_reached"},
		sql: `SELECT (s ->> 'goalId')::uuid AS object, p.case_id, g ->> 'wheel' AS row, CASE (s ->> 'half')::int WHEN 2 THEN 'reached' WHEN 1 THEN 'partly' ELSE 'not_reached' END AS col, r.at, NULL::float8 AS value
			FROM plan_reviews r JOIN plans p ON p.id = r.plan_id JOIN plan_versions v ON v.plan_id = r.plan_id AND v.number = r.number, jsonb_array_elements(r.scores) s, jsonb_array_elements(v.content -> 'goals') g
			WHERE g ->> 'id' = s ->> 'goalId' AND r.at >= $1 AND r.at < $2 AND ($3::uuid IS NULL OR r.agency_id = $3)`},
	"closures": {persons: true, rows: []string{"coordinated", "advice_only", "uncoordinated"}, columns: []string{"follow_up", "no_follow_up"},
		sql: `SELECT c.id AS object, c.id AS case_id, coalesce(nullif(c.closure ->> 'class', ''), 'uncoordinated') AS row, CASE WHEN EXISTS (SELECT 1 FROM monitorings m WHERE m.case_id = c.id AND m.kind = 'follow_up')
			THEN 'follow_up' ELSE 'no_follow_up' END AS col, c.closed_at AS at, NULL::float8 AS value FROM cases c WHERE c.closed_at >= $1 AND c.closed_at < $2 AND c.state = 'closed' AND ($3::uuid IS NULL OR EXISTS (
			SELECT 1 FROM custodies u WHERE u.case_id = c.id AND u.agency_id = $3))`},
	"advisor_fields": {columns: []string{"requested", "assigned", "confirmed", "advised", "completed", "cancelled"},
		sql: `SELECT d.id AS object, d.case_id, f AS row, d.state AS col, d.requested_at AS at, NULL::float8 AS value FROM dispatches d, unnest(d.fields) AS f
			WHERE d.requested_at >= $1 AND d.requested_at < $2 AND ($3::uuid IS NULL OR d.agency_id = $3)`},
	"missing_resources": {columns: []string{"noted", "considering", "answered"},
		sql: `SELECT m.id AS object, NULL::uuid AS case_id, m.field AS row, m.state AS col, m.noted_at AS at, NULL::float8 AS value FROM missing_resources m
			WHERE m.noted_at >= $1 AND m.noted_at < $2 AND ($3::uuid IS NULL OR m.agency_id = $3)`},
	"trainings": {agency: true, columns: []string{"attended"},
		sql: `SELECT t.id AS object, NULL::uuid AS case_id, a.agency_id::text AS row, 'attended' AS col, ` + tokyoDay("t.held_on") + ` AS at, NULL::float8 AS value
			FROM trainings t JOIN training_attendances a ON a.training_id = t.id WHERE t.state = 'held' AND t.held_on >= ($1 AT TIME ZONE 'Asia/Tokyo')::date AND t.held_on < ($2 AT TIME ZONE 'Asia/Tokyo')::date
			AND ($3::uuid IS NULL OR a.agency_id = $3)`},
}

func init() { maps.Copy(panels, workPanels) }

// panelToday is the day in Tokyo up to which something can be late: today, or the end of a period of the past.
const panelToday = `(least($2, now()) AT TIME ZONE 'Asia/Tokyo')::date`

// tokyoDay is the instant at which a day begins in Tokyo.
func tokyoDay(column string) string { return column + `::timestamp AT TIME ZONE 'Asia/Tokyo'` }

var caseColumnsOf = []string{"opened", "closed"}

// casesBy counts cases opened in the period by one of their features, and which of them are closed by now.
func casesBy(row, from string) string {
	return `SELECT c.id AS object, c.id AS case_id, ` + row + ` AS row, x.col, c.opened_at AS at, NULL::float8 AS value FROM cases c` + from +
		`, LATERAL (VALUES ('opened'), (CASE WHEN c.state = 'closed' THEN 'closed' END)) AS x(col)` + openedCases + ` AND x.col IS NOT NULL`
}

// mostPanelRows is how many rows a panel shows; what is rarer comes together in none.
const mostPanelRows = 60

// PanelQuery says which figures are asked for.
type PanelQuery struct {
	Panel       string
	From, Until time.Time   // from ≤ t < until
	Agency      casework.ID // "" = the whole city
	Published   bool        // numbers of households from 1 to 4 are left out
}

// PanelRow is one row of a panel. Cells are in the order of the columns; nil = not published.
type PanelRow struct {
	Key    string
	Cells  []*int
	Median *float64 // hours, where the panel has one
}

// PanelFigures is what a panel shows.
type PanelFigures struct {
	Columns []string
	Rows    []PanelRow
	Agency  bool // the keys of the rows are agencies
	Persons bool
}

// Panel counts one panel of the dashboard.
func (tx *Tx) Panel(q PanelQuery) (*PanelFigures, error) {
	p, ok := panels[q.Panel]
	if !ok {
		return nil, casework.NotFound()
	}
	cells := map[string]map[string]int{}
	medians := map[string]float64{}
	columns := slices.Clone(p.columns)
	err := tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT row, coalesce(col, ''), count(*)::int, percentile_cont(0.5) WITHIN GROUP (ORDER BY value), grouping(col) = 1
			FROM (`+p.sql+`) x GROUP BY GROUPING SETS ((row, col), (row))`, q.From, q.Until, orNull(q.Agency))
		if err != nil {
			return err
		}
		var row, col string
		var n int
		var median *float64
		var whole bool
		_, err = pgx.ForEachRow(rows, []any{&row, &col, &n, &median, &whole}, func() error {
			if whole {
				if median != nil {
					medians[row] = *median
				}
				return nil
			}
			if cells[row] == nil {
				cells[row] = map[string]int{}
			}
			cells[row][col] = n
			if !slices.Contains(columns, col) {
				columns = append(columns, col)
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return p.figures(q, columns, cells, medians), nil
}

func (p panel) figures(q PanelQuery, columns []string, cells map[string]map[string]int, medians map[string]float64) *PanelFigures {
	out := &PanelFigures{Columns: columns, Agency: p.agency, Persons: p.persons}
	if len(p.columns) == 0 {
		slices.Sort(out.Columns)
	}
	keys := slices.Clone(p.rows)
	var others []string
	for row := range cells {
		if !slices.Contains(keys, row) {
			others = append(others, row)
		}
	}
	slices.SortFunc(others, func(a, b string) int {
		if d := sumOf(cells[b]) - sumOf(cells[a]); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	keys = append(keys, others[:min(len(others), mostPanelRows)]...)
	for _, key := range keys {
		row := PanelRow{Key: key, Cells: make([]*int, len(columns))}
		for i, col := range columns {
			n := cells[key][col]
			if !q.Published || !p.persons || n == 0 || n >= casework.SmallNumber {
				row.Cells[i] = &n
			}
		}
		if m, ok := medians[key]; ok {
			row.Median = &m
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func sumOf(cells map[string]int) (n int) {
	for _, v := range cells {
		n += v
	}
	return n
}

// PanelItem is one counted thing behind a cell. Number is empty where the actor does not see the case.
type PanelItem struct {
	Object casework.ID
	At     time.Time
	Case   casework.ID
	Number string
}

// PanelItems lists what one cell of a panel was counted from, newest first.
func (tx *Tx) PanelItems(q PanelQuery, row, col string, paging Paging) (Page[PanelItem], error) {
	p, ok := panels[q.Panel]
	if !ok {
		return Page[PanelItem]{}, casework.NotFound()
	}
	at, err := parseCursor(paging.Cursor, "panel", 2)
	if err != nil {
		return Page[PanelItem]{}, err
	}
	args := &query{args: []any{q.From, q.Until, orNull(q.Agency)}}
	args.and("x.row = ?", row)
	args.and("x.col = ?", col)
	counted := *args
	if at != nil {
		n, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[PanelItem]{}, badCursor()
		}
		args.and("(x.at, x.object) < (?, ?)", time.UnixMicro(n).UTC(), id)
	}
	scope := args.arg(texts(tx.scope()))
	from := ` FROM (` + p.sql + `) x`
	return pageOf(tx, args, &counted, paging, `SELECT x.object, x.at, coalesce(c.id::text, ''), coalesce(c.number, '')`+from+`
		LEFT JOIN cases c ON c.id = x.case_id AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.grantee = ANY(`+scope+`::uuid[]))`,
		`SELECT count(*)`+from, `x.at DESC, x.object DESC`, pgx.RowToStructByPos[PanelItem], func(i PanelItem) string {
			return cursorOf("panel", itoa(int(i.At.UnixMicro())), string(i.Object))
		})
}
