package store

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// DispatchFile is a dispatch as one actor sees it.
type DispatchFile struct {
	*casework.Dispatch
	Of        *CaseFile // its case; for an advisor who may not read it, only for the rules
	Reads     bool      // the actor reads the case now, so its number may be shown
	Advises   bool      // the actor is the advisor and no more than that
	UpdatedAt time.Time
}

// dispatchScope decides which dispatches exist for the actor: those of cases it works on, and those it is asked for as an
// advisor. $1 is the array of grantees, $2 the account that advises (null: none).
const dispatchScope = ` LEFT` + visibleCase + ` WHERE (access.level IN ('lead', 'supporting', 'coordinating') OR d.account_id = $2::uuid AND d.state <> 'requested')`

// advisorAccount is the actor's account where it may be asked as an advisor.
func (tx *Tx) advisorAccount() *casework.ID {
	if !tx.actor.Has(casework.RoleAdvisor) {
		return nil
	}
	return orNull(tx.actor.Account)
}

const dispatchColumns = `SELECT d.id, d.case_id, d.state, d.version, d.question, d.mode, d.fields, d.issues, d.sheet, d.notes, d.ground, d.ground_note, d.conditions,
  d.requested_at, d.requested_by, d.agency_id, coalesce(d.advisor_id::text, ''), coalesce(d.account_id::text, ''), d.advisor_name, d.assigned_at, coalesce(d.assigned_by::text, ''),
  d.confirm_due_at, d.confirmed_at, d.meets_at, coalesce(d.meets_minutes, 0), d.place, d.sequence, d.follow_until, d.completed_at, coalesce(d.completed_by::text, ''),
  d.cancelled_at, coalesce(d.cancelled_by::text, ''), d.cancel_note, d.told_at, d.updated_at,
  (SELECT json_agg(json_build_object('ID', r.id, 'FollowUp', r.follow_up, 'On', r.on_day, 'Minutes', r.minutes, 'Text', r.text, 'By', r.account_id, 'WrittenAt', r.written_at) ORDER BY r.written_at, r.id)
     FROM dispatch_records r WHERE r.dispatch_id = d.id),
  (SELECT json_build_object('ID', v.id, 'Title', v.title, 'Text', v.text, 'Fields', v.fields, 'Issues', v.issues, 'At', v.at) FROM advice v WHERE v.dispatch_id = d.id)`

func scanDispatch(r pgx.CollectableRow, more ...any) (*casework.Dispatch, time.Time, error) {
	d := &casework.Dispatch{}
	var meets *time.Time
	var minutes int
	var place string
	var updated time.Time
	var records, advice []byte
	err := r.Scan(append([]any{&d.ID, &d.Case, &d.State, &d.Version, &d.Question, &d.Mode, &d.Fields, &d.Issues, &d.Scope.Sheet, &d.Scope.Notes, &d.Ground, &d.GroundNote, &d.Conditions,
		&d.RequestedAt, &d.RequestedBy, &d.Agency, &d.Advisor, &d.Account, &d.AdvisorName, &d.AssignedAt, &d.AssignedBy,
		&d.ConfirmDue, &d.ConfirmedAt, &meets, &minutes, &place, &d.Sequence, &d.FollowUntil, &d.CompletedAt, &d.CompletedBy,
		&d.CancelledAt, &d.CancelledBy, &d.CancelNote, &d.Told, &updated, &records, &advice}, more...)...)
	if meets != nil {
		d.Meeting = &casework.DispatchMeeting{Start: *meets, Minutes: minutes, Place: place}
	}
	if err == nil && records != nil {
		err = json.Unmarshal(records, &d.Records)
	}
	if err == nil && advice != nil {
		err = json.Unmarshal(advice, &d.Advice)
	}
	return d, updated, err
}

// Dispatch finds a dispatch that exists for the actor, for reading.
func (tx *Tx) Dispatch(id casework.ID) (*DispatchFile, error) { return tx.dispatch(id, false) }

// DispatchToChange finds it with its case held until commit, so that a verb sees a settled aggregate.
func (tx *Tx) DispatchToChange(id casework.ID) (*DispatchFile, error) { return tx.dispatch(id, true) }

func (tx *Tx) dispatch(id casework.ID, hold bool) (*DispatchFile, error) {
	d := &DispatchFile{}
	var level *casework.Level
	read := func() error {
		return notFound(tx.pgx(func(c *pgx.Conn) error {
			rows, err := c.Query(tx.ctx, dispatchColumns+`, access.level FROM dispatches d JOIN cases c ON c.id = d.case_id`+dispatchScope+` AND d.id = $3`,
				texts(tx.scope()), tx.advisorAccount(), id)
			if err != nil {
				return err
			}
			_, err = pgx.CollectExactlyOneRow(rows, func(r pgx.CollectableRow) (_ int, err error) {
				d.Dispatch, d.UpdatedAt, err = scanDispatch(r, &level)
				return 0, err
			})
			return err
		}))
	}
	if err := read(); err != nil {
		return nil, err
	}
	var err error
	if d.Of, err = tx.caseBehind(d.Case, hold); err != nil {
		return nil, err
	}
	if hold { // who waited for the case sees what the last holder committed
		if err := read(); err != nil {
			return nil, err
		}
	}
	d.Reads = level != nil && *level != casework.LevelOutcome
	d.Advises = level == nil || *level == casework.LevelPackage || *level == casework.LevelOutcome
	return d, nil
}

// caseBehind loads the case of a dispatch that exists for the actor: an advisor who has not confirmed yet may not read it,
// but the rules need it. Its mask is the actor's own.
func (tx *Tx) caseBehind(id casework.ID, hold bool) (*CaseFile, error) {
	lock := ""
	if hold {
		lock = "FOR UPDATE OF c"
	}
	actor := tx.actor
	tx.actor = casework.Clock()
	f, err := tx.caseWhere("c.id = $2", id, lock)
	tx.actor = actor
	if err != nil {
		return nil, err
	}
	return f, tx.see(f)
}

// Anonymity knows how the household of a case is written, for texts that others will read.
func (tx *Tx) Anonymity(f *CaseFile) (casework.Anonymity, error) {
	contents, err := tx.contentsOf([]casework.ID{f.Household})
	return casework.AnonymityOf(contents[f.Household]...), err
}

// SaveDispatch writes a dispatch after its verb, with what the verb left on the case. The case is held.
func (tx *Tx) SaveDispatch(f *CaseFile, d *casework.Dispatch, now time.Time) error {
	b := &pgx.Batch{}
	var meets *time.Time
	var minutes *int
	place := ""
	if m := d.Meeting; m != nil {
		meets, minutes, place = &m.Start, &m.Minutes, m.Place
	}
	var advised *time.Time
	if len(d.Records) > 0 {
		advised = &d.Records[0].WrittenAt
	}
	if d.Version == 0 {
		b.Queue(`INSERT INTO dispatches (id, case_id, state, question, mode, fields, issues, sheet, notes, ground, ground_note, conditions, requested_at, requested_by, agency_id, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
			d.ID, d.Case, d.State, d.Question, d.Mode, d.Fields, append([]string{}, d.Issues...), d.Scope.Sheet, d.Scope.Notes, d.Ground, d.GroundNote, d.Conditions,
			d.RequestedAt, d.RequestedBy, d.Agency, now)
	} else {
		b.Queue(`UPDATE dispatches SET state = $3, advisor_id = $4, account_id = $5, advisor_name = $6, assigned_at = $7, assigned_by = $8, confirm_due_at = $9, confirmed_at = $10,
			meets_at = $11, meets_minutes = $12, place = $13, sequence = $14, advised_at = $15, follow_until = $16, completed_at = $17, completed_by = $18,
			cancelled_at = $19, cancelled_by = $20, cancel_note = $21, told_at = $22, updated_at = $23, version = version + 1 WHERE id = $1 AND version = $2`,
			d.ID, d.Version, d.State, orNull(d.Advisor), orNull(d.Account), d.AdvisorName, d.AssignedAt, orNull(d.AssignedBy), d.ConfirmDue, d.ConfirmedAt,
			meets, minutes, place, d.Sequence, advised, d.FollowUntil, d.CompletedAt, orNull(d.CompletedBy),
			d.CancelledAt, orNull(d.CancelledBy), d.CancelNote, d.Told, now).Exec(oneRow)
	}
	for _, r := range d.Records {
		b.Queue(`INSERT INTO dispatch_records (id, dispatch_id, follow_up, on_day, minutes, text, account_id, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
			r.ID, d.ID, r.FollowUp, r.On.String(), r.Minutes, r.Text, r.By, r.WrittenAt)
	}
	if a := d.Advice; a != nil {
		key := textnorm.Fold(a.Title) + "\n" + textnorm.Fold(a.Text)
		b.Queue(`INSERT INTO advice (id, dispatch_id, title, text, fields, issues, at, search_key, grams) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
			a.ID, d.ID, a.Title, a.Text, a.Fields, append([]string{}, a.Issues...), a.At, key, append(textnorm.Grams(a.Title), textnorm.Grams(a.Text)...))
	}
	to := []casework.ID{casework.CoordinatorsID, f.lastLead()}
	if d.Account != "" {
		to = append(to, d.Account)
	}
	announce(b, Announcement{Kind: "dispatch", ID: d.ID, Case: d.Case, To: to})
	if err := tx.batch(b); err != nil {
		return err
	}
	d.Version++
	return tx.SaveCase(f, now)
}

// DispatchFilter narrows the dispatches.
type DispatchFilter struct {
	Paging
	Case   casework.ID
	States []string
	Mine   bool // those the actor advises
}

// DispatchItem is one row of a list.
type DispatchItem struct {
	*casework.Dispatch
	UpdatedAt  time.Time
	Level      *casework.Level // nil: the actor is only asked as an advisor
	CaseNumber string
	Mask       casework.Mask
	household  casework.ID
	hidden     bool
}

// Dispatches lists what exists for the actor, newest first.
func (tx *Tx) Dispatches(f DispatchFilter) (Page[DispatchItem], error) {
	q := &query{args: []any{texts(tx.scope()), tx.advisorAccount()}}
	if f.Case != "" {
		q.and("d.case_id = ?", f.Case)
	}
	if len(f.States) > 0 {
		q.and("d.state = ANY(?)", f.States)
	}
	if f.Mine {
		q.and("d.account_id = ?", orNull(tx.actor.Account))
	}
	scope := `(access.level IN ('lead', 'supporting', 'coordinating') OR d.account_id = $2::uuid AND d.state <> 'requested')`
	q.where = append(q.where, scope)
	counted := *q
	at, err := parseCursor(f.Cursor, "dispatches", 2)
	if err != nil {
		return Page[DispatchItem]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[DispatchItem]{}, badCursor()
		}
		q.and("(d.requested_at, d.id) < (?, ?)", time.UnixMicro(micros).UTC(), id)
	}
	from := ` FROM dispatches d JOIN cases c ON c.id = d.case_id LEFT` + visibleCase
	page, err := pageOf(tx, q, &counted, f.Paging, dispatchColumns+`, access.level, c.number, c.household_id, `+tx.protection(q, "c.household_id")+from, `SELECT count(*)`+from,
		`d.requested_at DESC, d.id DESC`, scanDispatchItem, func(i DispatchItem) string {
			return cursorOf("dispatches", strconv.FormatInt(i.RequestedAt.UnixMicro(), 10), string(i.ID))
		})
	if err != nil {
		return page, err
	}
	var hidden []casework.ID
	for _, i := range page.Items {
		if i.hidden {
			hidden = append(hidden, i.household)
		}
	}
	masks, err := tx.masks(hidden)
	for k := range page.Items {
		page.Items[k].Mask = masks[page.Items[k].household]
	}
	return page, err
}

func scanDispatchItem(r pgx.CollectableRow) (i DispatchItem, err error) {
	var protection int
	i.Dispatch, i.UpdatedAt, err = scanDispatch(r, &i.Level, &i.CaseNumber, &i.household, &protection)
	i.hidden = protection == hiddenFrom
	return i, err
}

// RemindDispatchByClock tells the coordinators of one dispatch that its advisor did not confirm, or that its follow-ups are
// over, and returns its id, "" when there was none.
func (s *Store) RemindDispatchByClock(ctx context.Context, now time.Time, passOver ...casework.ID) (casework.ID, error) {
	return s.claim(ctx, `SELECT d.id, d.case_id FROM dispatches d JOIN cases c ON c.id = d.case_id WHERE d.told_at IS NULL AND d.id <> ALL($2::uuid[])
		AND (d.state = 'assigned' AND d.confirm_due_at <= $1 OR d.state = 'advised' AND d.follow_until <= $1) LIMIT 1 FOR UPDATE OF c SKIP LOCKED`, now, passOver,
		func(tx *Tx, id, caseID casework.ID) error {
			f, err := tx.CaseToChange(caseID)
			if err != nil {
				return err
			}
			d, err := tx.dispatchForClock(id)
			if err != nil || !f.RemindDispatch(d, now) {
				return err
			}
			return tx.SaveDispatch(f, d, now)
		})
}

func (tx *Tx) dispatchForClock(id casework.ID) (d *casework.Dispatch, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, dispatchColumns+` FROM dispatches d WHERE d.id = $1`, id)
		if err != nil {
			return err
		}
		d, err = pgx.CollectExactlyOneRow(rows, func(r pgx.CollectableRow) (*casework.Dispatch, error) {
			d, _, err := scanDispatch(r)
			return d, err
		})
		return err
	})
	return d, err
}

// AdviceFilter narrows the library.
type AdviceFilter struct {
	Paging
	Field, Issue, Text string
}

// AdviceItem is one advice without anybody in it.
type AdviceItem struct {
	casework.Advice
	Mode casework.DispatchMode
}

// Advice lists what earlier cases taught, newest first. It is for everybody who works with cases: no case is behind it.
func (tx *Tx) Advice(f AdviceFilter) (Page[AdviceItem], error) {
	q := &query{}
	if f.Field != "" {
		q.and("v.fields @> ARRAY[?::text]", f.Field)
	}
	if f.Issue != "" {
		q.and("v.issues @> ARRAY[?::text]", f.Issue)
	}
	if f.Text != "" {
		q.search("v.grams", "v.search_key", f.Text)
	}
	counted := *q
	at, err := parseCursor(f.Cursor, "advice", 2)
	if err != nil {
		return Page[AdviceItem]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[AdviceItem]{}, badCursor()
		}
		q.and("(v.at, v.id) < (?, ?)", time.UnixMicro(micros).UTC(), id)
	}
	from := ` FROM advice v JOIN dispatches d ON d.id = v.dispatch_id`
	return pageOf(tx, q, &counted, f.Paging, `SELECT v.id, v.title, v.text, v.fields, v.issues, v.at, d.mode`+from, `SELECT count(*)`+from, `v.at DESC, v.id DESC`,
		func(r pgx.CollectableRow) (i AdviceItem, err error) {
			return i, r.Scan(&i.ID, &i.Title, &i.Text, &i.Fields, &i.Issues, &i.At, &i.Mode)
		}, func(i AdviceItem) string {
			return cursorOf("advice", strconv.FormatInt(i.At.UnixMicro(), 10), string(i.ID))
		})
}

// AccountMail is where mail of an account goes.
type AccountMail struct{ Name, Address string }

// MailOf reads the addresses of accounts, for invitations.
func (tx *Tx) MailOf(ids ...casework.ID) (map[casework.ID]AccountMail, error) {
	found := map[casework.ID]AccountMail{}
	err := tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT id, name, email FROM accounts WHERE id = ANY($1::uuid[]) AND active`, texts(ids))
		if err != nil {
			return err
		}
		var id casework.ID
		var m AccountMail
		_, err = pgx.ForEachRow(rows, []any{&id, &m.Name, &m.Address}, func() error { found[id] = m; return nil })
		return err
	})
	return found, err
}
