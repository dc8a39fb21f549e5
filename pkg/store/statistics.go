package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const yearColumns = `y.fiscal_year, y.recorded, y.note, coalesce(y.frozen, 'null'), y.frozen_at, coalesce(y.frozen_by::text, ''), y.explanation, y.version, y.updated_at`

func scanYear(r pgx.CollectableRow) (y casework.YearRecord, err error) {
	var recorded, frozen []byte
	err = r.Scan(&y.FiscalYear, &recorded, &y.Note, &frozen, &y.FrozenAt, &y.FrozenBy, &y.Explanation, &y.Version, &y.UpdatedAt)
	return y, errors.Join(err, json.Unmarshal(recorded, &y.Recorded), json.Unmarshal(frozen, &y.Frozen))
}

// AnnualStatistics reads the years from first to last (西暦 of their April), each of them, in one round trip.
func (tx *Tx) AnnualStatistics(first, last int) ([]casework.YearFigures, error) {
	return annualStatistics(first, last, tx.batch)
}

func annualStatistics(first, last int, send func(*pgx.Batch) error) ([]casework.YearFigures, error) {
	years := make([]casework.YearFigures, last-first+1)
	for i := range years {
		years[i] = casework.YearFigures{YearRecord: casework.YearRecord{FiscalYear: first + i}, Counted: map[casework.Measure]casework.FiscalMonths{}}
	}
	b := &pgx.Batch{}
	b.Queue(`SELECT `+yearColumns+` FROM statistic_years y WHERE y.fiscal_year BETWEEN $1 AND $2`, first, last).Query(func(rows pgx.Rows) error {
		records, err := pgx.CollectRows(rows, scanYear)
		for _, y := range records {
			years[y.FiscalYear-first].YearRecord = y
		}
		return err
	})
	b.Queue(`SELECT fiscal_year, fiscal_month, measure, n FROM statistic_counts WHERE fiscal_year BETWEEN $1 AND $2`, first, last).Query(func(rows pgx.Rows) error {
		var year, month, n int
		var measure casework.Measure
		_, err := pgx.ForEachRow(rows, []any{&year, &month, &measure, &n}, func() error {
			months := years[year-first].Counted[measure]
			months[month-1] = n
			years[year-first].Counted[measure] = months
			return nil
		})
		return err
	})
	return years, send(b)
}

// FirstCountedYear is the earliest fiscal year the table has anything of, or the given one.
func (tx *Tx) FirstCountedYear(otherwise int) (first int, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT least($1, (SELECT min(fiscal_year) FROM statistic_years), (SELECT min(fiscal_year) FROM statistic_counts))::int`, otherwise).Scan(&first)
	})
	return first, err
}

// FiscalYearToChange holds a year until commit, also one that nobody wrote about yet.
func (tx *Tx) FiscalYearToChange(year int, now time.Time) (casework.YearFigures, error) {
	err := tx.pgx(func(c *pgx.Conn) error {
		_, err := c.Exec(tx.ctx, `INSERT INTO statistic_years (fiscal_year, version, updated_at) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING`, year, now)
		if err == nil {
			_, err = c.Exec(tx.ctx, `SELECT 1 FROM statistic_years WHERE fiscal_year = $1 FOR UPDATE`, year)
		}
		return err
	})
	if err != nil {
		return casework.YearFigures{}, err
	}
	list, err := tx.AnnualStatistics(year, year)
	if err != nil {
		return casework.YearFigures{}, err
	}
	return list[0], nil
}

// SaveFiscalYear writes what the city office decided about a year.
func (tx *Tx) SaveFiscalYear(y *casework.YearRecord, now time.Time) error {
	recorded, err1 := json.Marshal(figuresOrNone(y.Recorded))
	var frozen []byte
	var err2 error
	if y.FrozenAt != nil {
		frozen, err2 = json.Marshal(figuresOrNone(y.Frozen))
	}
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	b := &pgx.Batch{}
	b.Queue(`UPDATE statistic_years SET recorded = $3, note = $4, frozen = $5, frozen_at = $6, frozen_by = $7, explanation = $8, version = version + 1, updated_at = $9
		WHERE fiscal_year = $1 AND version = $2`, y.FiscalYear, y.Version, recorded, y.Note, frozen, y.FrozenAt, orNull(y.FrozenBy), y.Explanation, now).Exec(oneRow)
	if err := tx.batch(b); err != nil {
		return err
	}
	y.Version++
	y.UpdatedAt = now
	return nil
}

func figuresOrNone(m map[casework.Measure]int) map[casework.Measure]int {
	if m == nil {
		return map[casework.Measure]int{}
	}
	return m
}

// StatisticItem is one counted thing behind a figure. Number is empty where the actor does not see the case.
type StatisticItem struct {
	Object  casework.ID
	Measure casework.Measure
	At      time.Time
	Detail  string // a code: why escalated, how contacted
	Case    casework.ID
	Number  string
	After   bool // counted after the year was frozen
}

// StatisticFilter says which figure is opened.
type StatisticFilter struct {
	Paging
	Measure casework.Measure
	Year    int
	Month   int // 1 = April; 0 = the whole year
}

// StatisticItems lists what a figure was counted from, newest first. It knows dates and codes; cases only within scope.
func (tx *Tx) StatisticItems(f StatisticFilter) (Page[StatisticItem], error) {
	info, ok := f.Measure.Info()
	if !ok {
		return Page[StatisticItem]{}, casework.NotFound()
	}
	q := &query{}
	q.and("e.measure = ANY(?)", texts(info.Counted()))
	q.and("e.fiscal_year = ?", f.Year)
	if f.Month > 0 {
		q.and("e.fiscal_month = ?", f.Month)
	}
	counted := *q
	at, err := parseCursor(f.Cursor, "statistics", 2)
	if err != nil {
		return Page[StatisticItem]{}, err
	}
	if at != nil {
		n, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[StatisticItem]{}, badCursor()
		}
		q.and("(e.at, e.object_id) < (?, ?)", time.UnixMicro(n).UTC(), id)
	}
	scope := q.arg(texts(tx.scope()))
	const from = ` FROM statistic_events e`
	return pageOf(tx, q, &counted, f.Paging, `SELECT e.object_id, e.measure, e.at, e.detail, coalesce(c.id::text, ''), coalesce(c.number, ''),
		coalesce(e.counted_at > y.frozen_at, false)`+from+` LEFT JOIN statistic_years y ON y.fiscal_year = e.fiscal_year
		LEFT JOIN cases c ON c.id = e.case_id AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.grantee = ANY(`+scope+`::uuid[]))`,
		`SELECT count(*)`+from, `e.at DESC, e.object_id DESC`, pgx.RowToStructByPos[StatisticItem], func(i StatisticItem) string {
			return cursorOf("statistics", itoa(int(i.At.UnixMicro())), string(i.Object))
		})
}

// PublishedStatistics are the years of the open table, oldest first: frozen, or published before the system began.
func (s *Store) PublishedStatistics(ctx context.Context, last int) (published []casework.YearFigures, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		years, err := annualStatistics(casework.FirstFiscalYear, last, func(b *pgx.Batch) error { return c.SendBatch(ctx, b).Close() })
		for _, y := range years {
			if y.Published() {
				published = append(published, y)
			}
		}
		return err
	})
	return published, err
}

// RecountStatistics compares the kept counts with the counted rows and names what differs; "" = they agree.
func (s *Store) RecountStatistics(ctx context.Context) (difference string, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error { return c.QueryRow(ctx, recountSQL).Scan(&difference) })
	return difference, err
}

const recountSQL = `SELECT coalesce(string_agg(format('%s-%s %s: kept %s, counted %s', fiscal_year, fiscal_month, measure, coalesce(kept, 0), coalesce(counted, 0)), '; '), '')
	FROM (SELECT fiscal_year, fiscal_month, measure, n AS kept FROM statistic_counts WHERE n > 0) k
	FULL JOIN (SELECT fiscal_year, fiscal_month, measure, count(*)::int AS counted FROM statistic_events GROUP BY 1, 2, 3) e USING (fiscal_year, fiscal_month, measure)
	WHERE kept IS DISTINCT FROM counted`
