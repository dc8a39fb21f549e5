package store

import (
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// AdvisorFilter narrows the registry.
type AdvisorFilter struct {
	Paging
	Text  string
	Field string
	All   bool // those out of office too
}

// AdvisorItem is an entry with what it has to do.
type AdvisorItem struct {
	casework.Advisor
	Open  int // dispatches that run
	Email string
	key   string
}

const advisorColumns = `SELECT a.id, a.kind, a.name, a.kana, a.organisation, a.fields, a.expertise, a.phone, a.email, coalesce(a.account_id::text, ''), a.from_on, a.until_on,
  a.version, a.updated_at, a.kana_key, coalesce((SELECT x.email FROM accounts x WHERE x.id = a.account_id), ''),
  (SELECT count(*) FROM dispatches d WHERE d.advisor_id = a.id AND d.state IN ('assigned','confirmed','advised')) FROM advisors a`

func scanAdvisor(r pgx.CollectableRow) (AdvisorItem, error) {
	var i AdvisorItem
	var from time.Time
	var until *time.Time
	err := r.Scan(&i.ID, &i.Kind, &i.Name, &i.Kana, &i.Organisation, &i.Fields, &i.Expertise, &i.Phone, &i.AdvisorDetails.Email, &i.Account, &from, &until,
		&i.Version, &i.UpdatedAt, &i.key, &i.Email, &i.Open)
	i.From = dayOf(from)
	if until != nil {
		i.Until = new(dayOf(*until))
	}
	return i, err
}

// dayOf reads a date column.
func dayOf(t time.Time) calendar.Date {
	return calendar.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

func untilOrNull(d *calendar.Date) *string {
	if d == nil || d.IsZero() {
		return nil
	}
	return new(d.String())
}

// Advisors lists the registry by kana.
func (tx *Tx) Advisors(f AdvisorFilter) (Page[AdvisorItem], error) {
	q := &query{}
	if f.Field != "" {
		q.and("a.fields @> ARRAY[?::text]", f.Field)
	}
	if !f.All {
		q.and("a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?)", today(tx.now()).String(), today(tx.now()).String())
	}
	if f.Text != "" {
		q.and("a.search_key LIKE ?", foldedLike(f.Text))
	}
	counted := *q
	at, err := parseCursor(f.Cursor, "advisors", 2)
	if err != nil {
		return Page[AdvisorItem]{}, err
	}
	if at != nil {
		id, err := cursorID(at[1])
		if err != nil {
			return Page[AdvisorItem]{}, err
		}
		q.and("(a.kana_key, a.id) > (?, ?)", at[0], id)
	}
	return pageOf(tx, q, &counted, f.Paging, advisorColumns, `SELECT count(*) FROM advisors a`, `a.kana_key, a.id`, scanAdvisor,
		func(i AdvisorItem) string { return cursorOf("advisors", i.key, string(i.ID)) })
}

// Advisor finds an entry of the registry.
func (tx *Tx) Advisor(id casework.ID) (*AdvisorItem, error) { return tx.advisor(id, "") }

// AdvisorToChange finds it and holds it until commit.
func (tx *Tx) AdvisorToChange(id casework.ID) (*AdvisorItem, error) {
	return tx.advisor(id, " FOR UPDATE OF a")
}

func (tx *Tx) advisor(id casework.ID, lock string) (*AdvisorItem, error) {
	var i AdvisorItem
	err := tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, advisorColumns+` WHERE a.id = $1`+lock, id)
		if err != nil {
			return err
		}
		i, err = pgx.CollectExactlyOneRow(rows, scanAdvisor)
		return err
	})
	return &i, notFound(err)
}

// AllAdvisors reads who may be suggested: the registry of a city is some dozens.
func (tx *Tx) AllAdvisors() (all []casework.AdvisorLoad, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, advisorColumns+` ORDER BY a.kana_key, a.id LIMIT 1000`)
		if err != nil {
			return err
		}
		items, err := pgx.CollectRows(rows, scanAdvisor)
		for k := range items {
			all = append(all, casework.AdvisorLoad{Advisor: &items[k].Advisor, Open: items[k].Open})
		}
		return err
	})
	return all, err
}

// AdvisorAccount finds the active account with the role advisor by its address; "" when there is none.
func (tx *Tx) AdvisorAccount(email string) (id casework.ID, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT a.id FROM accounts a WHERE a.email_key = $1 AND a.active AND EXISTS (SELECT 1 FROM memberships m
			WHERE m.account_id = a.id AND m.role = 'advisor' AND (m.ends_on IS NULL OR m.ends_on >= $2::date))`, EmailKey(email), today(tx.now()).String()).Scan(&id)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// SaveAdvisor writes a new entry (Version 0) or a changed one. An account stands for one advisor only.
func (tx *Tx) SaveAdvisor(a *casework.Advisor) error {
	key := strings.Join([]string{textnorm.Fold(a.Name), textnorm.Fold(a.Kana), textnorm.Fold(a.Organisation), textnorm.Fold(a.Expertise)}, "\n")
	kana := textnorm.Fold(a.Kana)
	if kana == "" {
		kana = textnorm.Fold(a.Name)
	}
	b := &pgx.Batch{}
	b.Queue(`INSERT INTO advisors (id, kind, name, kana, kana_key, organisation, fields, expertise, phone, email, account_id, from_on, until_on, search_key, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, kana = excluded.kana, kana_key = excluded.kana_key, organisation = excluded.organisation,
			fields = excluded.fields, expertise = excluded.expertise, phone = excluded.phone, email = excluded.email, account_id = excluded.account_id,
			from_on = excluded.from_on, until_on = excluded.until_on, search_key = excluded.search_key, updated_at = excluded.updated_at, version = advisors.version + 1
			WHERE advisors.version = $16`,
		a.ID, a.Kind, a.Name, a.Kana, kana, a.Organisation, a.Fields, a.Expertise, a.Phone, a.Email, orNull(a.Account), a.From.String(), untilOrNull(a.Until), key, a.UpdatedAt, a.Version).
		Exec(oneRow)
	if err := tx.batch(b); err != nil {
		return translate(err)
	}
	a.Version++
	return nil
}
