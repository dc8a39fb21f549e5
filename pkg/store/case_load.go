package store

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Card is what a list shows of a case: kept on the case row from its newest sheet.
type Card struct {
	SubjectName   string
	SubjectKana   string
	HouseholdSize int
	Issues        []string
	MostPressing  string
	Features      []string
	Ward          string
	District      string
	Danger        bool
}

// CaseFile is a case as one actor sees it: the aggregate for the rules, and what is shown beside it.
type CaseFile struct {
	*casework.Case
	Household casework.ID
	Card      Card
	Level     casework.Level
	Scope     casework.Scope // of Level: may the sheet, may the notes be read
	UpdatedAt time.Time
	Mask      casework.Mask // what 支援措置 hides from the actor: whatever of the case is shown goes through it
	// Sent says what each handoff disclosed: the sheet's version and the subject's name as it was then.
	Sent map[casework.ID]Sent
}

// Sent is what left with a handoff.
type Sent struct {
	SheetNumber int
	SubjectName string
	UpdatedAt   time.Time
}

// Case finds a case that exists for the actor, for reading.
func (tx *Tx) Case(id casework.ID) (*CaseFile, error) { return tx.caseWhere("c.id = $2", id, "") }

// CaseToChange finds a case and holds it until commit, so that a verb sees a settled aggregate.
func (tx *Tx) CaseToChange(id casework.ID) (*CaseFile, error) {
	return tx.caseWhere("c.id = $2", id, "FOR UPDATE OF c")
}

// CaseOfHandoff finds the case of a handoff that exists for the actor: one of its agency's boxes, or of a case it sees.
func (tx *Tx) CaseOfHandoff(handoff casework.ID) (*CaseFile, error) {
	return tx.handoffCase(handoff, "")
}

// CaseOfHandoffToChange is CaseOfHandoff under the case's lock.
func (tx *Tx) CaseOfHandoffToChange(handoff casework.ID) (*CaseFile, error) {
	return tx.handoffCase(handoff, "FOR UPDATE OF c")
}

func (tx *Tx) handoffCase(handoff casework.ID, lock string) (*CaseFile, error) {
	f, err := tx.caseWhere("c.id = (SELECT h.case_id FROM handoffs h WHERE h.id = $2)", handoff, lock)
	if lock != "" && casework.CodeOf(err) == casework.CodeNotFound {
		return nil, tx.takenBack(handoff, err)
	}
	if err != nil {
		return nil, err
	}
	h, err := f.Handoff(handoff)
	if err == nil && !HandoffInScope(tx.actor, f.Level, h) {
		err = casework.NotFound()
	}
	return f, err
}

// takenBack answers a receiver that presses a button on a つなぎ the sender has withdrawn meanwhile, or for which a
// coordinator has named another agency. It was asked, so it knows of the ask: "not now" (409) is the truth for it. What it
// could read of the case is gone all the same (404).
func (tx *Tx) takenBack(handoff casework.ID, otherwise error) error {
	if !tx.actor.WorksFor(tx.actor.Agency) {
		return otherwise
	}
	var withdrawn, redirected bool
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT EXISTS (SELECT 1 FROM handoffs WHERE id = $1 AND to_agency_id = $2 AND state = 'withdrawn'),
			EXISTS (SELECT 1 FROM case_events WHERE handoff_id = $1 AND kind = 'handoff_redirected' AND data ->> 'fromAgencyId' = $3)`,
			handoff, tx.actor.Agency, string(tx.actor.Agency)).Scan(&withdrawn, &redirected)
	})
	switch {
	case err == nil && withdrawn:
		return &casework.Error{Code: casework.CodeWrongState, Detail: "このつなぎは、依頼した機関が取り下げました。"}
	case err == nil && redirected:
		return &casework.Error{Code: casework.CodeWrongState, Detail: "このつなぎは、推進員が別の機関にお願いしました。ご対応は不要です。"}
	}
	if err != nil {
		return err
	}
	return otherwise
}

// HandoffInScope reports whether the actor sees the handoff: an agency outside the case sees only the handoffs it sent or received itself.
func HandoffInScope(a casework.Actor, level casework.Level, h *casework.Handoff) bool {
	if full(level) && level != casework.LevelReceived && level != casework.LevelPackage {
		return true
	}
	return a.WorksFor(h.Sender) || a.WorksFor(h.Receiver)
}

const caseColumns = `c.id, c.number, c.household_id, c.state, c.version, c.opened_at, c.updated_at, c.sheet_id, c.sheet_number,
  s.agency_id AS filing, c.consented, c.subject_name, c.subject_kana, c.household_size, c.issues, c.most_pressing, c.features,
  c.ward, c.district, c.danger, c.flag_reason, c.flagged_at, c.chain_since, c.contacted_at, c.contact_due_at, c.suspension, c.closure`

type caseRow struct {
	ID            casework.ID `db:"id"`
	Number        string
	HouseholdID   casework.ID
	State         casework.State
	Version       int
	OpenedAt      time.Time
	UpdatedAt     time.Time
	SheetID       casework.ID
	SheetNumber   int
	Filing        casework.ID
	Consented     bool
	SubjectName   string
	SubjectKana   string
	HouseholdSize int
	Issues        []string
	MostPressing  string
	Features      []string
	Ward          string
	District      string
	Danger        bool
	FlagReason    string
	FlaggedAt     *time.Time
	ChainSince    *time.Time
	ContactedAt   *time.Time
	ContactDueAt  *time.Time
	Suspension    []byte
	Closure       []byte
	Level         casework.Level
	Notes         bool
	Sheet         bool
	Custodies     []byte
	Supports      []byte
	Members       []byte
	Protections   []byte
	Glasses       []byte
	Packages      []byte
}

// caseWhere loads the aggregate in one round trip: the case, its handoffs, its escalations.
// The lock comes first, so the later statements of the batch see what the last holder committed.
func (tx *Tx) caseWhere(where string, arg any, lock string) (*CaseFile, error) {
	access, scope := visibleCase, any(texts(tx.scope()))
	if tx.actor.IsClock() {
		access = ` JOIN LATERAL (SELECT 'coordinating'::text AS level, true AS notes, true AS sheet WHERE $1::uuid[] IS NOT NULL) access ON true`
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	b := &pgx.Batch{}
	if lock != "" {
		b.Queue(`SELECT c.id FROM cases c`+access+` WHERE `+where+` FOR UPDATE OF c`, scope, arg)
	}
	b.Queue(`SELECT `+caseColumns+`, access.level, access.notes, access.sheet,
		(SELECT json_agg(json_build_object('ID', k.id, 'Agency', k.agency_id, 'Since', k.since, 'Until', k.until, 'Handoff', coalesce(k.handoff_id::text, '')) ORDER BY k.since, k.until NULLS LAST, k.id)
			FROM custodies k WHERE k.case_id = c.id) AS custodies,
		(SELECT json_agg(json_build_object('ID', p.id, 'Agency', p.agency_id, 'Since', p.since, 'Until', p.until, 'Handoff', coalesce(p.handoff_id::text, '')) ORDER BY p.since, p.id)
			FROM supports p WHERE p.case_id = c.id) AS supports,
		`+membersColumn+`, `+protectionColumns+`, `+packagesColumn+`
		FROM cases c JOIN sheets s ON s.id = c.sheet_id`+access+` WHERE `+where, scope, arg, tx.looksSince())
	of := strings.Replace(strings.TrimPrefix(where, "c.id = "), "$2", "$1", 1)
	b.Queue(handoffSelect+` WHERE h.case_id = `+of+` ORDER BY h.requested_at, h.id`, arg)
	b.Queue(escalationSelect+` WHERE e.case_id = `+of+` ORDER BY e.opened_at, e.id`, arg)
	var f *CaseFile
	err = tx.pgx(func(c *pgx.Conn) error {
		res := c.SendBatch(tx.ctx, b)
		err := readCase(res, lock != "", settings, &f)
		return errors.Join(err, res.Close())
	})
	if err != nil {
		return nil, notFound(err)
	}
	f.Expire(tx.now())
	return f, tx.see(f)
}

func readCase(res pgx.BatchResults, locked bool, settings casework.Settings, out **CaseFile) error {
	if locked {
		if tag, err := res.Exec(); err != nil {
			return err
		} else if tag.RowsAffected() == 0 {
			return pgx.ErrNoRows
		}
	}
	rows, err := res.Query()
	if err != nil {
		return err
	}
	r, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[caseRow])
	if err != nil {
		return err
	}
	f, err := r.file(settings)
	if err != nil {
		return err
	}
	if err := f.readHandoffs(res); err != nil {
		return err
	}
	if err := f.readEscalations(res); err != nil {
		return err
	}
	*out = f
	return nil
}

func (r caseRow) file(settings casework.Settings) (*CaseFile, error) {
	c := &casework.Case{
		ID: r.ID, Number: r.Number, State: r.State, Version: r.Version, OpenedAt: r.OpenedAt,
		Sheet:       casework.CaseSheet{ID: r.SheetID, Version: r.SheetNumber, Filing: r.Filing, Consented: r.Consented, Danger: r.Danger},
		ContactedAt: r.ContactedAt, ContactDue: r.ContactDueAt, ChainSince: r.ChainSince, Settings: settings,
	}
	if r.FlagReason != "" {
		c.Flag = &casework.Flag{At: *r.FlaggedAt, Reason: casework.FlagReason(r.FlagReason)}
	}
	for _, part := range []struct {
		from []byte
		to   any
	}{{r.Custodies, &c.Custodies}, {r.Supports, &c.Supporting}, {r.Members, &c.Members}, {r.Protections, &c.Protections}, {r.Glasses, &c.Glasses}, {r.Packages, &c.Packages}, {r.Suspension, &c.Suspension}, {r.Closure, &c.Closure}} {
		if part.from == nil {
			continue
		}
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return nil, err
		}
	}
	return &CaseFile{
		Case: c, Household: r.HouseholdID, Level: r.Level, Scope: casework.Scope{Sheet: r.Sheet, Notes: r.Notes}, UpdatedAt: r.UpdatedAt,
		Card: Card{
			SubjectName: r.SubjectName, SubjectKana: r.SubjectKana, HouseholdSize: r.HouseholdSize, Issues: r.Issues,
			MostPressing: r.MostPressing, Features: r.Features, Ward: r.Ward, District: r.District, Danger: r.Danger,
		},
		Sent: map[casework.ID]Sent{},
	}, nil
}

func (f *CaseFile) readEscalations(res pgx.BatchResults) error {
	rows, err := res.Query()
	if err != nil {
		return err
	}
	f.Escalations, err = pgx.CollectRows(rows, scanEscalation)
	return err
}

// notFound gives "no row" its meaning: it does not exist for this actor.
func notFound(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return casework.NotFound()
	}
	return err
}
