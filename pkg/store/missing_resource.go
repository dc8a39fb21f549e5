package store

import (
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// MissingResourceFilter narrows the register.
type MissingResourceFilter struct {
	Paging
	State, Field, Ward string
}

const missingColumns = `SELECT r.id, r.state, r.version, r.field, r.ward, r.issue, r.what, r.agency_id, r.noted_by, r.noted_at, r.answer, coalesce(r.answered_by::text, ''), r.answered_at FROM missing_resources r`

func scanMissing(row pgx.CollectableRow) (*casework.MissingResource, error) {
	m := &casework.MissingResource{}
	return m, row.Scan(&m.ID, &m.State, &m.Version, &m.Field, &m.Ward, &m.Issue, &m.What, &m.Agency, &m.NotedBy, &m.NotedAt, &m.Answer, &m.AnsweredBy, &m.AnsweredAt)
}

// ownMissing limits whoever neither coordinates nor sits at the city office to what its own agency noted.
func (tx *Tx) ownMissing(q *query) {
	if !tx.actor.Has(casework.RoleCoordinator) && !tx.actor.Has(casework.RoleCityOffice) {
		q.and("r.agency_id = ?", tx.actor.Agency)
	}
}

// MissingResources lists the register, newest first.
func (tx *Tx) MissingResources(f MissingResourceFilter) (Page[*casework.MissingResource], error) {
	q := &query{}
	tx.ownMissing(q)
	for column, wanted := range map[string]string{"r.state": f.State, "r.field": f.Field, "r.ward": f.Ward} {
		if wanted != "" {
			q.and(column+" = ?", wanted)
		}
	}
	counted := *q
	if at, err := parseCursor(f.Cursor, "missing", 2); err != nil {
		return Page[*casework.MissingResource]{}, err
	} else if at != nil {
		n, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[*casework.MissingResource]{}, badCursor()
		}
		q.and("(r.noted_at, r.id) < (?, ?)", time.UnixMicro(n).UTC(), id)
	}
	return pageOf(tx, q, &counted, f.Paging, missingColumns, `SELECT count(*) FROM missing_resources r`, `r.noted_at DESC, r.id DESC`, scanMissing,
		func(m *casework.MissingResource) string {
			return cursorOf("missing", strconv.FormatInt(m.NotedAt.UnixMicro(), 10), string(m.ID))
		})
}

// MissingResourceToChange finds one that the actor sees, and holds it until commit.
func (tx *Tx) MissingResourceToChange(id casework.ID) (m *casework.MissingResource, err error) {
	q := &query{}
	q.and("r.id = ?", id)
	tx.ownMissing(q)
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, missingColumns+q.clause()+` FOR UPDATE OF r`, q.args...)
		if err != nil {
			return err
		}
		m, err = pgx.CollectExactlyOneRow(rows, scanMissing)
		return err
	})
	return m, notFound(err)
}

// SaveMissingResource writes one; Version 0 is a new one.
func (tx *Tx) SaveMissingResource(m *casework.MissingResource) error {
	b := &pgx.Batch{}
	if m.Version == 0 {
		b.Queue(`INSERT INTO missing_resources (id, state, field, ward, issue, what, agency_id, noted_by, noted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			m.ID, m.State, m.Field, m.Ward, m.Issue, m.What, m.Agency, m.NotedBy, m.NotedAt)
	} else {
		b.Queue(`UPDATE missing_resources SET state = $3, answer = $4, answered_by = $5, answered_at = $6, version = version + 1 WHERE id = $1 AND version = $2`,
			m.ID, m.Version, m.State, m.Answer, orNull(m.AnsweredBy), m.AnsweredAt).Exec(oneRow)
	}
	if err := tx.batch(b); err != nil {
		return err
	}
	m.Version++
	return nil
}
