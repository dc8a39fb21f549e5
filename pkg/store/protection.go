package store

import (
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// protectionColumns reads 支援措置 of the case's household (ended ones too) and the emergency looks that may still count,
// as JSON in the form of casework.Protection and casework.BreakGlass. $3 is the oldest end of a look.
const protectionColumns = `(SELECT json_strip_nulls(json_agg(json_build_object('ID', pr.id, 'Person', pr.person_id, 'Perpetrator', coalesce(pr.perpetrator_id::text, ''), 'Listed', pr.listed,
    'Reason', pr.reason, 'From', pr.from_on, 'Until', pr.until_on, 'SetBy', pr.account_id, 'Agency', pr.agency_id, 'At', pr.at, 'EndedAt', pr.ended_at) ORDER BY pr.at, pr.id))
  FROM protections pr WHERE pr.household_id = c.household_id) AS protections,
  (SELECT json_agg(json_build_object('ID', g.id, 'Person', g.person_id, 'Account', g.account_id, 'Agency', g.agency_id, 'Reason', g.reason, 'At', g.at, 'Until', g.until) ORDER BY g.at, g.id)
  FROM break_glasses g WHERE g.household_id = c.household_id AND g.until > $3) AS glasses`

// looksSince is how far back emergency looks are read: further than any of them lasts.
func (tx *Tx) looksSince() time.Time { return tx.now().Add(-time.Hour) }

// At tells the transaction the instant by which what is hidden and what is over is decided; the wall clock when nobody says
// so, and then what has an end is not seen (inForce).
func (tx *Tx) At(now time.Time) {
	tx.at = now
	tx.tellTime()
}

func (tx *Tx) now() time.Time {
	if tx.at.IsZero() {
		return Truncate(time.Now())
	}
	return tx.at
}

// Lifted reports whether this transaction read something that only an emergency look shows: it may not be kept.
func (tx *Tx) Lifted() bool { return tx.lifted }

// mask is what the actor may not see of a case. Only where something is hidden the contents are read, to know the words.
func (tx *Tx) mask(c *casework.Case, household casework.ID) (casework.Mask, error) {
	if tx.actor.IsClock() {
		return casework.Mask{}, nil
	}
	for _, p := range c.Protections {
		if _, until := c.Hidden(p, tx.actor, tx.now()); until != nil {
			tx.lifted = true
		}
	}
	if c.MaskFor(tx.actor, tx.now()).Empty() {
		return casework.Mask{}, nil
	}
	contents, err := tx.contentsOf([]casework.ID{household})
	return c.MaskFor(tx.actor, tx.now(), contents[household]...), err
}

// contentsOf reads every version of every sheet of households: all places where a protected address was ever written.
func (tx *Tx) contentsOf(households []casework.ID) (map[casework.ID][]casework.SheetContent, error) {
	contents := map[casework.ID][]casework.SheetContent{}
	err := tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT c.household_id, v.content FROM cases c JOIN sheets s ON s.case_id = c.id
			JOIN sheet_versions v ON v.sheet_id = s.id WHERE c.household_id = ANY($1::uuid[])`, texts(households))
		if err != nil {
			return err
		}
		var id casework.ID
		var raw []byte
		_, err = pgx.ForEachRow(rows, []any{&id, &raw}, func() error {
			var content casework.SheetContent
			if err := json.Unmarshal(raw, &content); err != nil {
				return err
			}
			contents[id] = append(contents[id], content)
			return nil
		})
		return err
	})
	return contents, err
}

// see brings the mask of a case to what the actor may see after a verb.
func (tx *Tx) see(f *CaseFile) (err error) {
	f.Mask, err = tx.mask(f.Case, f.Household)
	return err
}

// The protection of a row of a list.
const (
	unprotected = 0
	knownTo     = 1 // somebody is protected, and the actor may know where the household lives
	hiddenFrom  = 2
)

// protection adds to a query the expression that says which of these holds for a household now, for this actor.
func (tx *Tx) protection(q *query, household string) string {
	today, listed := q.arg(today(tx.now()).String()), q.arg(texts(tx.scope()))
	account, now := q.arg(orNull(tx.actor.Account)), q.arg(tx.now())
	return `(SELECT coalesce(max(CASE WHEN pr.listed && ` + listed + `::uuid[] OR EXISTS (SELECT 1 FROM break_glasses g WHERE g.person_id = pr.person_id
    AND g.account_id = ` + account + `::uuid AND g.until > ` + now + `::timestamptz) THEN 1 ELSE 2 END), 0)
  FROM protections pr WHERE pr.household_id = ` + household + ` AND pr.ended_at IS NULL AND (pr.until_on IS NULL OR pr.until_on >= ` + today + `::date))`
}

// masks gives the masks of the households of a list: address and telephones, wherever they are written.
func (tx *Tx) masks(households []casework.ID) (map[casework.ID]casework.Mask, error) {
	if len(households) == 0 {
		return nil, nil
	}
	contents, err := tx.contentsOf(households)
	masks := make(map[casework.ID]casework.Mask, len(households))
	for _, id := range households {
		masks[id] = casework.AddressHidden(contents[id]...)
	}
	return masks, err
}

func protectionBatch(b *pgx.Batch, f *CaseFile, changes casework.Changes) {
	for _, p := range changes.Protections {
		var until *string
		if !p.Until.IsZero() {
			until = new(p.Until.String())
		}
		b.Queue(`INSERT INTO protections (id, household_id, case_id, person_id, perpetrator_id, listed, reason, from_on, until_on, account_id, agency_id, at, ended_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
			ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at WHERE protections.ended_at IS NULL`,
			p.ID, f.Household, f.ID, p.Person, orNull(p.Perpetrator), texts(p.Listed), p.Reason, p.From.String(), until, p.SetBy, p.Agency, p.At, p.EndedAt)
	}
	for _, g := range changes.Glasses {
		b.Queue(`INSERT INTO break_glasses (id, household_id, case_id, person_id, account_id, agency_id, reason, at, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			g.ID, f.Household, f.ID, g.Person, g.Account, g.Agency, g.Reason, g.At, g.Until)
	}
}

// ForgetAnswers puts another answer in the place of those kept for Idempotency-Keys that speak of a household, where they
// were given to people who may not know its address any more. The effects stay done; only what was said is gone.
func (tx *Tx) ForgetAnswers(household casework.ID, listed []casework.ID, instead Answer) error {
	headers, err := json.Marshal(instead.Headers)
	if err != nil {
		return err
	}
	return tx.pgx(func(c *pgx.Conn) error {
		_, err := c.Exec(tx.ctx, `UPDATE idempotency_keys k SET status = $3, headers = $4, body = $5 WHERE k.case_ids && ARRAY(SELECT id FROM cases WHERE household_id = $1)
			AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = k.account_id AND m.agency_id = ANY($2::uuid[]))`,
			household, texts(listed), instead.Status, headers, instead.Body)
		return err
	})
}
