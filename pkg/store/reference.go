package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// FormVersion is the つなぐシート that new sheets are written on.
const FormVersion = "okayama-2019.11.1"

// CodeLabel is one code of the reference data.
type CodeLabel struct{ Code, Label string }

// District is a 中学校区.
type District struct{ Code, Name, Ward string }

// Ground is a legal basis for giving data on, valid between two dates.
type Ground struct {
	Code, Label, Article  string
	NeedsConsent          bool
	NeedsNote             bool
	Internal              bool       // only for use within the house
	ToPerson              bool       // only for showing people what is held on them
	ValidFrom, ValidUntil *time.Time // dates at midnight UTC
}

// LegalBasis is on which law a conference is held, valid between two dates.
type LegalBasis struct {
	Code, Label, Article      string
	NeedsPledge, NeedsConsent bool
	ValidFrom                 time.Time // dates at midnight UTC
	ValidUntil                *time.Time
	Ground                    string
}

// PledgeText is one wording of the 秘密保持の誓約.
type PledgeText struct {
	Version   string
	Statutory bool
	Body      string
	ValidFrom time.Time // at midnight UTC
}

// Reference is the master data that every form needs. It changes with a migration or a load, so it is read once.
type Reference struct {
	IssueTypes, Features, Wards, Fields, AgencyKinds []CodeLabel
	Districts                                        []District
	Grounds                                          []Ground
	LegalBases                                       []LegalBasis
	PledgeTexts                                      []PledgeText
}

type referenceCache struct{ p atomic.Pointer[Reference] }

// sender is a connection or a pool.
type sender interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// Reference reads the master data, from memory after the first time.
func (s *Store) Reference(ctx context.Context) (*Reference, error) {
	return s.referenceFrom(ctx, s.pool)
}

func (s *Store) referenceFrom(ctx context.Context, from sender) (*Reference, error) {
	if r := s.reference.p.Load(); r != nil {
		return r, nil
	}
	r, err := readReference(ctx, from)
	if err != nil {
		return nil, translate(err)
	}
	s.reference.p.Store(r)
	return r, nil
}

func readReference(ctx context.Context, from sender) (*Reference, error) {
	r := &Reference{}
	lists := []struct {
		sql  string
		into *[]CodeLabel
	}{
		{`SELECT code, label FROM issue_types WHERE form_version = '` + FormVersion + `' ORDER BY position`, &r.IssueTypes},
		{`SELECT code, label FROM household_features ORDER BY position`, &r.Features},
		{`SELECT code, name FROM wards ORDER BY position`, &r.Wards},
		{`SELECT code, label FROM fields ORDER BY position`, &r.Fields},
		{`SELECT code, label FROM agency_kinds ORDER BY position`, &r.AgencyKinds},
	}
	b := &pgx.Batch{}
	for _, l := range lists {
		b.Queue(l.sql).Query(func(rows pgx.Rows) (err error) {
			*l.into, err = pgx.CollectRows(rows, pgx.RowToStructByPos[CodeLabel])
			return err
		})
	}
	b.Queue(`SELECT code, name, ward FROM districts ORDER BY position`).Query(func(rows pgx.Rows) (err error) {
		r.Districts, err = pgx.CollectRows(rows, pgx.RowToStructByPos[District])
		return err
	})
	b.Queue(`SELECT code, label, article, needs_consent, needs_note, internal, to_person, valid_from, valid_until FROM grounds ORDER BY position`).Query(func(rows pgx.Rows) (err error) {
		r.Grounds, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Ground])
		return err
	})
	b.Queue(`SELECT code, label, article, needs_pledge, needs_consent, valid_from, valid_until, ground FROM legal_bases ORDER BY position`).Query(func(rows pgx.Rows) (err error) {
		r.LegalBases, err = pgx.CollectRows(rows, pgx.RowToStructByPos[LegalBasis])
		return err
	})
	b.Queue(`SELECT version, statutory, body, valid_from FROM pledge_texts ORDER BY valid_from, version`).Query(func(rows pgx.Rows) (err error) {
		r.PledgeTexts, err = pgx.CollectRows(rows, pgx.RowToStructByPos[PledgeText])
		return err
	})
	return r, from.SendBatch(ctx, b).Close()
}

// Catalog is the master data as the rules want it: codes, areas, and the grounds valid on the day.
func (r *Reference) Catalog() casework.Catalog {
	items := func(in []CodeLabel) []casework.CatalogItem {
		out := make([]casework.CatalogItem, len(in))
		for i, c := range in {
			out[i] = casework.CatalogItem(c)
		}
		return out
	}
	c := casework.Catalog{FormVersion: FormVersion, IssueTypes: items(r.IssueTypes), Features: items(r.Features), Wards: items(r.Wards)}
	for _, d := range r.Districts {
		c.Districts = append(c.Districts, casework.District{Ward: d.Ward, Name: d.Name})
	}
	return c
}

// Settings are the deadlines in force with the grounds that may be chosen.
func (tx *Tx) Settings() (casework.Settings, error) {
	r, err := tx.Reference()
	if err != nil {
		return casework.Settings{}, err
	}
	var settings casework.Settings
	if err := tx.pgx(func(c *pgx.Conn) error {
		settings, err = tx.store.settingsFrom(tx.ctx, c)
		return err
	}); err != nil {
		return settings, err
	}
	settings.Grounds = make([]casework.GroundRule, len(r.Grounds))
	for i, g := range r.Grounds {
		settings.Grounds[i] = casework.GroundRule{Code: casework.Ground(g.Code), NeedsConsent: g.NeedsConsent, NeedsNote: g.NeedsNote, Internal: g.Internal, ToPerson: g.ToPerson, From: asDate(g.ValidFrom), Until: asDate(g.ValidUntil)}
	}
	settings.LegalBases = make([]casework.LegalBasisRule, len(r.LegalBases))
	for i, l := range r.LegalBases {
		settings.LegalBases[i] = casework.LegalBasisRule{Code: casework.LegalBasis(l.Code), NeedsPledge: l.NeedsPledge, NeedsConsent: l.NeedsConsent, From: asDate(&l.ValidFrom), Until: asDate(l.ValidUntil), Ground: casework.Ground(l.Ground)}
	}
	settings.PledgeTexts = make([]casework.PledgeText, len(r.PledgeTexts))
	for i, p := range r.PledgeTexts {
		settings.PledgeTexts[i] = casework.PledgeText{Version: p.Version, Statutory: p.Statutory, Body: p.Body, From: asDate(&p.ValidFrom)}
	}
	return settings, nil
}

// asDate reads a date column, which arrives as midnight UTC.
func asDate(t *time.Time) calendar.Date {
	if t == nil {
		return calendar.Date{}
	}
	return calendar.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// Reference is the master data, for labels. It is read on the transaction's own connection: waiting for a second one
// while holding the first could wait for ever.
func (tx *Tx) Reference() (r *Reference, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		r, err = tx.store.referenceFrom(tx.ctx, c)
		return err
	})
	return r, err
}

// Catalog is the master data for the rules.
func (tx *Tx) Catalog() (casework.Catalog, error) {
	r, err := tx.Reference()
	if err != nil {
		return casework.Catalog{}, err
	}
	return r.Catalog(), nil
}

// Ref is the id, code and name of an agency, or the id and name of an account.
type Ref struct {
	ID         casework.ID
	Code, Name string
}

// refCache keeps names by id. Names change rarely; what is missing is read, and forget() empties it.
type refCache struct {
	mu   sync.RWMutex
	refs map[casework.ID]Ref
}

func (c *refCache) missing(ids []casework.ID) []string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	var out []string
	for _, id := range ids {
		if _, ok := c.refs[id]; !ok && id != "" && id != casework.CoordinatorsID {
			out = append(out, string(id))
		}
	}
	return out
}

func (c *refCache) put(refs []Ref) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refs == nil || len(c.refs) > 20_000 { // bounded: a city has some hundred people
		c.refs = map[casework.ID]Ref{}
	}
	for _, r := range refs {
		c.refs[r.ID] = r
	}
}

func (c *refCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refs = nil
}

func (c *refCache) get(id casework.ID) Ref {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if r, ok := c.refs[id]; ok {
		return r
	}
	return Ref{ID: id}
}

// Names resolves ids to names after Tx.LoadNames.
type Names struct{ s *Store }

// Agency is the reference of an agency.
func (n Names) Agency(id casework.ID) Ref { return n.s.agencies.get(id) }

// Account is the reference of a person's account.
func (n Names) Account(id casework.ID) Ref { return n.s.accounts.get(id) }

// LoadNames makes the names of these agencies and accounts known; nothing is asked when they are known already.
func (tx *Tx) LoadNames(agencies, accounts []casework.ID) (Names, error) {
	b := &pgx.Batch{}
	load := func(sql string, c *refCache, ids []casework.ID) {
		if missing := c.missing(ids); len(missing) > 0 {
			b.Queue(sql, missing).Query(func(rows pgx.Rows) error {
				refs, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Ref])
				c.put(refs)
				return err
			})
		}
	}
	load(`SELECT id, code, name FROM agencies WHERE id = ANY($1::uuid[])`, &tx.store.agencies, agencies)
	load(`SELECT id, '', name FROM accounts WHERE id = ANY($1::uuid[])`, &tx.store.accounts, accounts)
	return Names{tx.store}, tx.batch(b)
}

// today is the calendar day of an instant in Japan.
func today(now time.Time) calendar.Date { return calendar.DateOf(now) }
