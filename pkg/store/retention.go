package store

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// RetentionRules reads the setting of each class that holds on the day, in the order of the classes.
func (tx *Tx) RetentionRules(day calendar.Date) (rules []casework.RetentionRule, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT DISTINCT ON (class) class, years, counted_from = 'fiscal_year_end', valid_from FROM retention_classes
			WHERE valid_from <= $1 ORDER BY class, valid_from DESC`, day.String())
		if err != nil {
			return err
		}
		rules, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (rule casework.RetentionRule, err error) {
			var from time.Time
			err = r.Scan(&rule.Class, &rule.Years, &rule.FromYear, &from)
			rule.ValidFrom = dateOf(from)
			return rule, err
		})
		return err
	})
	return rules, err
}

// RetentionRule is the setting of one class on the day.
func (tx *Tx) RetentionRule(class casework.RetentionClass, day calendar.Date) (casework.RetentionRule, error) {
	rules, err := tx.RetentionRules(day)
	for _, r := range rules {
		if r.Class == class {
			return r, nil
		}
	}
	return casework.RetentionRule{}, errors.Join(err, errors.New("no retention setting for "+string(class)))
}

func dateOf(t time.Time) calendar.Date {
	return calendar.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// RetentionFilter narrows the review list 廃棄予定一覧.
type RetentionFilter struct {
	Paging
	State string // due (default): over and not held; held; waiting: not over yet; listed: in a disposal
}

// retentionFrom: $1 today, for holds.
const retentionFrom = ` FROM cases c
  LEFT JOIN retention_holds h ON h.case_id = c.id AND h.released_at IS NULL AND (h.until IS NULL OR h.until >= $1::date)
  LEFT JOIN LATERAL (SELECT d.id FROM disposal_items i JOIN disposals d ON d.id = i.disposal_id WHERE i.case_id = c.id AND i.skipped = '' AND d.state IN ('proposed','approved') LIMIT 1) d ON true`

const retentionColumns = `SELECT c.id, c.number, c.closed_at, coalesce(d.id::text, ''), h.id, h.reason, h.until, h.account_id, h.agency_id, h.at`

// RetentionCases lists the closed cases that are not erased, oldest closing first: number and days, no person. Only for the city
// office, which sees no case (workflow.md): the row scope does not apply, for nothing of a case is shown.
func (tx *Tx) RetentionCases(f RetentionFilter) (Page[casework.RetentionCase], error) {
	if !tx.actor.Has(casework.RoleCityOffice) {
		return Page[casework.RetentionCase]{}, nil
	}
	today := calendar.DateOf(tx.now())
	rule, err := tx.RetentionRule(casework.RetainCase, today)
	if err != nil {
		return Page[casework.RetentionCase]{}, err
	}
	q := &query{args: []any{today.String()}}
	q.where = append(q.where, "c.closed_at IS NOT NULL AND c.erased_at IS NULL")
	switch f.State {
	case "held":
		q.and("h.id IS NOT NULL")
	case "listed":
		q.and("d.id IS NOT NULL")
	case "waiting":
		q.and("c.closed_at >= ? AND h.id IS NULL", rule.Before(today))
	default:
		q.and("c.closed_at < ? AND h.id IS NULL AND d.id IS NULL", rule.Before(today))
	}
	counted := *q
	at, err := parseCursor(f.Cursor, "retention", 2)
	if err != nil {
		return Page[casework.RetentionCase]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[casework.RetentionCase]{}, badCursor()
		}
		q.and("(c.closed_at, c.id) > (?, ?)", time.UnixMicro(micros).UTC(), id)
	}
	page, err := pageOf(tx, q, &counted, f.Paging, retentionColumns+retentionFrom, `SELECT count(*)`+retentionFrom, `c.closed_at, c.id`, scanRetention(rule), func(r retentionRow) string {
		return cursorOf("retention", strconv.FormatInt(r.closed.UnixMicro(), 10), string(r.ID))
	})
	out := Page[casework.RetentionCase]{Next: page.Next, Total: page.Total}
	for _, r := range page.Items {
		out.Items = append(out.Items, r.RetentionCase)
	}
	return out, err
}

type retentionRow struct {
	casework.RetentionCase
	closed time.Time
}

func scanRetention(rule casework.RetentionRule) func(pgx.CollectableRow) (retentionRow, error) {
	return func(r pgx.CollectableRow) (retentionRow, error) {
		var row retentionRow
		var hold, by, agency *casework.ID
		var reason *string
		var until, at *time.Time
		err := r.Scan(&row.ID, &row.Number, &row.closed, &row.Disposal, &hold, &reason, &until, &by, &agency, &at)
		row.ClosedOn = calendar.DateOf(row.closed)
		row.DueOn = rule.DueOn(row.ClosedOn)
		if hold != nil {
			row.Hold = &casework.RetentionHold{ID: *hold, Case: row.ID, Reason: *reason, By: *by, Agency: *agency, At: *at}
			if until != nil {
				row.Hold.Until = dateOf(*until)
			}
		}
		return row, err
	}
}

// RetentionCasesToChange finds closed cases by their ids and holds them until commit; one that is not there, or not closed, is
// not_found. They come in the order asked for.
func (tx *Tx) RetentionCasesToChange(ids []casework.ID) ([]casework.RetentionCase, error) {
	if !tx.actor.Has(casework.RoleCityOffice) {
		return nil, casework.NotFound()
	}
	today := calendar.DateOf(tx.now())
	rule, err := tx.RetentionRule(casework.RetainCase, today)
	if err != nil {
		return nil, err
	}
	found := map[casework.ID]casework.RetentionCase{}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, retentionColumns+retentionFrom+` WHERE c.id = ANY($2::uuid[]) AND c.closed_at IS NOT NULL AND c.erased_at IS NULL ORDER BY c.id FOR UPDATE OF c`,
			today.String(), texts(ids))
		if err != nil {
			return err
		}
		list, err := pgx.CollectRows(rows, scanRetention(rule))
		for _, r := range list {
			found[r.ID] = r.RetentionCase
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]casework.RetentionCase, 0, len(ids))
	for _, id := range ids {
		c, there := found[id]
		if !there {
			return nil, casework.NotFound()
		}
		out = append(out, c)
	}
	return out, nil
}

// SaveHold writes a new hold, or the release of one. A hold whose last day is over is released by the next one.
func (tx *Tx) SaveHold(h *casework.RetentionHold) error {
	b := &pgx.Batch{}
	if h.ReleasedAt != nil {
		b.Queue(`UPDATE retention_holds SET released_at = $2, released_by = $3 WHERE id = $1 AND released_at IS NULL`, h.ID, h.ReleasedAt, h.ReleasedBy).Exec(oneRow)
		return tx.batch(b)
	}
	var until *string
	if !h.Until.IsZero() {
		until = new(h.Until.String())
	}
	b.Queue(`UPDATE retention_holds SET released_at = $2, released_by = $3 WHERE case_id = $1 AND released_at IS NULL`, h.Case, h.At, h.By)
	b.Queue(`INSERT INTO retention_holds (id, case_id, reason, until, account_id, agency_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		h.ID, h.Case, h.Reason, until, h.By, h.Agency, h.At)
	return tx.batch(b)
}

const disposalColumns = `SELECT d.id, d.number, d.state, d.note, d.proposed_by, d.proposed_at, coalesce(d.approved_by::text, ''), d.approved_at,
  coalesce(d.ended_by::text, ''), d.ended_at, d.version`

func scanDisposal(r pgx.CollectableRow) (*casework.Disposal, error) {
	var d casework.Disposal
	err := r.Scan(&d.ID, &d.Number, &d.State, &d.Note, &d.ProposedBy, &d.ProposedAt, &d.ApprovedBy, &d.ApprovedAt, &d.EndedBy, &d.EndedAt, &d.Version)
	return &d, err
}

// DisposalBrief is a row of the list.
type DisposalBrief struct {
	*casework.Disposal
	Cases, Erased int
}

// Disposals lists them, newest first.
func (tx *Tx) Disposals(p Paging) (Page[DisposalBrief], error) {
	if !tx.actor.Has(casework.RoleCityOffice) {
		return Page[DisposalBrief]{}, nil
	}
	q := &query{}
	counted := *q
	at, err := parseCursor(p.Cursor, "disposals", 2)
	if err != nil {
		return Page[DisposalBrief]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[DisposalBrief]{}, badCursor()
		}
		q.and("(d.proposed_at, d.id) < (?, ?)", time.UnixMicro(micros).UTC(), id)
	}
	return pageOf(tx, q, &counted, p, disposalColumns+`, (SELECT count(*) FROM disposal_items i WHERE i.disposal_id = d.id),
		(SELECT count(i.erased_at) FROM disposal_items i WHERE i.disposal_id = d.id) FROM disposals d`, `SELECT count(*) FROM disposals d`, `d.proposed_at DESC, d.id DESC`,
		func(r pgx.CollectableRow) (DisposalBrief, error) {
			b := DisposalBrief{Disposal: &casework.Disposal{}}
			d := b.Disposal
			err := r.Scan(&d.ID, &d.Number, &d.State, &d.Note, &d.ProposedBy, &d.ProposedAt, &d.ApprovedBy, &d.ApprovedAt, &d.EndedBy, &d.EndedAt, &d.Version, &b.Cases, &b.Erased)
			return b, err
		}, func(b DisposalBrief) string {
			return cursorOf("disposals", strconv.FormatInt(b.ProposedAt.UnixMicro(), 10), string(b.ID))
		})
}

// Disposal finds one with its items, for the city office and the clock; lock holds it until commit.
func (tx *Tx) Disposal(id casework.ID, lock bool) (d *casework.Disposal, err error) {
	if !tx.actor.Has(casework.RoleCityOffice) && !tx.actor.IsClock() {
		return nil, casework.NotFound()
	}
	held := ""
	if lock {
		held = " FOR UPDATE"
	}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, disposalColumns+` FROM disposals d WHERE d.id = $1`+held, id)
		if err != nil {
			return err
		}
		if d, err = pgx.CollectExactlyOneRow(rows, scanDisposal); err != nil {
			return notFound(err)
		}
		rows, err = c.Query(tx.ctx, `SELECT case_id, number, closed_on, due_on, erased_at, skipped, counts, hash FROM disposal_items WHERE disposal_id = $1 ORDER BY closed_on, number, case_id`, id)
		if err != nil {
			return err
		}
		d.Items, err = pgx.CollectRows(rows, scanDisposalItem)
		return err
	})
	return d, err
}

func scanDisposalItem(r pgx.CollectableRow) (casework.DisposalItem, error) {
	var i casework.DisposalItem
	var closed, due time.Time
	var counts []byte
	err := r.Scan(&i.Case, &i.Number, &closed, &due, &i.ErasedAt, &i.Skipped, &counts, &i.Hash)
	i.ClosedOn, i.DueOn = dateOf(closed), dateOf(due)
	if err == nil && counts != nil {
		err = json.Unmarshal(counts, &i.Counts)
	}
	return i, err
}

// SaveDisposal writes a new disposal with its items, or the step of one.
func (tx *Tx) SaveDisposal(d *casework.Disposal) error {
	b := &pgx.Batch{}
	if d.Version == 0 {
		b.Queue(`INSERT INTO disposals (id, state, note, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5) RETURNING number`, d.ID, d.State, d.Note, d.ProposedBy, d.ProposedAt).
			QueryRow(func(r pgx.Row) error { return r.Scan(&d.Number) })
		for _, i := range d.Items {
			b.Queue(`INSERT INTO disposal_items (disposal_id, case_id, number, closed_on, due_on) VALUES ($1, $2, $3, $4, $5)`, d.ID, i.Case, i.Number, i.ClosedOn.String(), i.DueOn.String())
		}
	} else {
		b.Queue(`UPDATE disposals SET state = $3, approved_by = $4, approved_at = $5, ended_by = $6, ended_at = $7, version = version + 1 WHERE id = $1 AND version = $2`,
			d.ID, d.Version, d.State, orNull(d.ApprovedBy), d.ApprovedAt, orNull(d.EndedBy), d.EndedAt).Exec(oneRow)
	}
	err := tx.batch(b)
	if err == nil {
		d.Version++
	}
	return err
}
