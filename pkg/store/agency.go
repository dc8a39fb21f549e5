package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// AgencyEntry is an agency as the directory (相談機関一覧) shows it.
type AgencyEntry struct {
	ID                                         casework.ID
	Code, Name, Kana, Kind                     string
	Fields                                     []string
	Phone, Fax, Email, Address, Hours, Accepts string
	Wards                                      []string // union over the services; empty = the whole city
	IssueTypes                                 []string
	Version                                    int
	UpdatedAt                                  time.Time
	VerifiedOn                                 *time.Time  // 確認日, a date at midnight UTC; nil = never
	VerifiedBy                                 casework.ID // "" = nobody
	kanaKey                                    string
	Services                                   []ServiceEntry // only of a single agency and for suggestions
}

// ServiceEntry is one thing an agency offers.
type ServiceEntry struct {
	ID                                   casework.ID
	Name                                 string
	Fields, Wards, Districts, IssueTypes []string
	Hours, Description                   string
}

// AgencyFilter narrows the directory; zero values do not.
type AgencyFilter struct {
	Paging
	Text     string // part of name, kana or what is accepted
	Field    string
	Ward     string // agencies of the whole city are in every ward
	District string
	Issue    string
	Kind     string
	Sort     string // kana (default), kind
}

const agencyColumns = `g.id, g.code, g.name, g.kana, g.kind, g.fields, g.phone, g.fax, g.email, g.address, g.hours, g.accepts,
	g.wards, g.issue_types, g.version, g.updated_at, g.verified_on, coalesce(g.verified_by::text, ''), g.kana_key`

func scanAgency(r pgx.CollectableRow) (AgencyEntry, error) {
	var a AgencyEntry
	err := r.Scan(&a.ID, &a.Code, &a.Name, &a.Kana, &a.Kind, &a.Fields, &a.Phone, &a.Fax, &a.Email, &a.Address, &a.Hours, &a.Accepts,
		&a.Wards, &a.IssueTypes, &a.Version, &a.UpdatedAt, &a.VerifiedOn, &a.VerifiedBy, &a.kanaKey)
	return a, err
}

// Agencies lists the active agencies in the order of kana, or of kind and kana. Everybody signed in may
// see the directory: it holds no case.
func (s *Store) Agencies(ctx context.Context, f AgencyFilter) (page Page[AgencyEntry], err error) {
	order := "kana"
	if f.Sort == "kind" {
		order = "kind"
	}
	q, err := agencyQuery(f)
	if err != nil {
		return page, err
	}
	counted := *q
	if err := agencyCursor(q, f.Cursor, order); err != nil {
		return page, err
	}
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		by := "g.kana_key, g.id"
		if order == "kind" {
			by = "g.kind, g.kana_key, g.id"
		}
		limit := q.arg(f.limit() + 1)
		rows, err := c.Query(ctx, `SELECT `+agencyColumns+` FROM agencies g`+q.clause()+` ORDER BY `+by+` LIMIT `+limit, q.args...)
		if err != nil {
			return err
		}
		items, err := pgx.CollectRows(rows, scanAgency)
		if err != nil {
			return err
		}
		page = cut(items, f.Paging, func(a AgencyEntry) string {
			if order == "kind" {
				return cursorOf(order, a.Kind, a.kanaKey, string(a.ID))
			}
			return cursorOf(order, a.kanaKey, string(a.ID))
		})
		if !f.Count {
			return nil
		}
		page.Total = new(int)
		return c.QueryRow(ctx, `SELECT count(*) FROM agencies g`+counted.clause(), counted.args...).Scan(page.Total)
	})
	return page, err
}

func agencyQuery(f AgencyFilter) (*query, error) {
	q := &query{}
	q.and("g.active")
	if strings.TrimSpace(f.Text) != "" {
		q.search("g.grams", "g.search_key", f.Text)
	}
	if f.Field != "" {
		q.and("? = ANY(g.fields)", f.Field)
	}
	if f.Kind != "" {
		q.and("g.kind = ?", f.Kind)
	}
	if f.Issue != "" {
		q.and("? = ANY(g.issue_types)", f.Issue)
	}
	if f.Ward != "" {
		q.and("(g.wards = '{}' OR ? = ANY(g.wards))", f.Ward)
	}
	if f.District != "" {
		d := q.arg(f.District)
		q.and(`EXISTS (SELECT 1 FROM agency_services v WHERE v.agency_id = g.id AND (` + d + ` = ANY(v.districts)
			OR (v.districts = '{}' AND (v.wards = '{}' OR v.wards && ARRAY(SELECT ward FROM districts WHERE code = ` + d + ` OR name = ` + d + `)))))`)
	}
	return q, nil
}

func agencyCursor(q *query, cursor, order string) error {
	n := 2
	if order == "kind" {
		n = 3
	}
	parts, err := parseCursor(cursor, order, n)
	if err != nil || parts == nil {
		return err
	}
	id, err := cursorID(parts[n-1])
	if err != nil {
		return err
	}
	if order == "kind" {
		q.and("(g.kind, g.kana_key, g.id) > (?, ?, ?)", parts[0], parts[1], id)
		return nil
	}
	q.and("(g.kana_key, g.id) > (?, ?)", parts[0], id)
	return nil
}

// Agency reads one agency with its services.
func (s *Store) Agency(ctx context.Context, id casework.ID) (a AgencyEntry, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		list, err := agenciesWithServices(ctx, c.Conn(), `g.id = $1 AND g.active`, id)
		if err == nil && len(list) == 0 {
			return casework.NotFound()
		}
		if err == nil {
			a = list[0]
		}
		return err
	})
	return a, err
}

// agenciesWithServices reads agencies and their services in two statements and puts them together.
func agenciesWithServices(ctx context.Context, c *pgx.Conn, condition string, args ...any) ([]AgencyEntry, error) {
	rows, err := c.Query(ctx, `SELECT `+agencyColumns+` FROM agencies g WHERE `+condition+` ORDER BY g.kana_key, g.id`, args...)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, scanAgency)
	if err != nil {
		return nil, err
	}
	at := make(map[casework.ID]int, len(list))
	ids := make([]string, len(list))
	for i, a := range list {
		at[a.ID], ids[i] = i, string(a.ID)
	}
	rows, err = c.Query(ctx, `SELECT agency_id, id, name, fields, wards, districts, issue_types, hours, description
		FROM agency_services WHERE agency_id = ANY($1::uuid[]) ORDER BY agency_id, position`, ids)
	if err != nil {
		return nil, err
	}
	var agency casework.ID
	var v ServiceEntry
	_, err = pgx.ForEachRow(rows, []any{&agency, &v.ID, &v.Name, &v.Fields, &v.Wards, &v.Districts, &v.IssueTypes, &v.Hours, &v.Description}, func() error {
		i := at[agency]
		list[i].Services = append(list[i].Services, v)
		v = ServiceEntry{}
		return nil
	})
	return list, err
}

// Suggestion is an agency that fits, as the directory shows it, with the reasons of the rules.
type Suggestion struct {
	Agency  AgencyEntry
	Score   int
	Reasons []casework.SuggestReason
}

// SuggestAgencies ranks the agencies for a household. With a case, which must be in the actor's sight,
// those already on it or already asked are left out.
func (tx *Tx) SuggestAgencies(want casework.Wanted, forCase casework.ID) (out []Suggestion, err error) {
	catalog, err := tx.Catalog()
	if err != nil {
		return nil, err
	}
	err = tx.pgx(func(c *pgx.Conn) error {
		if forCase != "" {
			if want.Excluding, err = tx.involved(c, forCase); err != nil {
				return err
			}
		}
		list, err := agenciesWithServices(tx.ctx, c, `g.active`)
		if err != nil {
			return err
		}
		entries := make(map[casework.ID]AgencyEntry, len(list))
		agencies := make([]casework.Agency, 0, len(list))
		for _, a := range list {
			entries[a.ID] = a
			agencies = append(agencies, a.forRules())
		}
		for _, found := range casework.Suggest(agencies, want, catalog) {
			out = append(out, Suggestion{Agency: entries[found.Agency.ID], Score: found.Score, Reasons: found.Reasons})
		}
		return nil
	})
	return out, err
}

// involved are the agencies that lead, support or are asked in a case of the actor's scope.
func (tx *Tx) involved(c *pgx.Conn, id casework.ID) ([]casework.ID, error) {
	var sees bool
	err := c.QueryRow(tx.ctx, `SELECT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = $1 AND a.grantee = ANY($2::uuid[])`+inForce+`)`, id, texts(tx.scope())).Scan(&sees)
	if err != nil {
		return nil, err
	}
	if !sees {
		return nil, casework.NotFound()
	}
	rows, err := c.Query(tx.ctx, `SELECT lead_agency_id FROM cases WHERE id = $1
		UNION SELECT agency_id FROM supports WHERE case_id = $1 AND until IS NULL
		UNION SELECT to_agency_id FROM handoffs WHERE case_id = $1 AND state IN ('requested', 'asked', 'escalated')`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[casework.ID])
}

func (a AgencyEntry) forRules() casework.Agency {
	out := casework.Agency{ID: a.ID, Code: a.Code, Name: a.Name, Kana: a.kanaKey, Fields: a.Fields}
	for _, v := range a.Services {
		out.Services = append(out.Services, casework.Service{Name: v.Name, Fields: v.Fields, Wards: v.Wards, Districts: v.Districts, IssueTypes: v.IssueTypes})
	}
	return out
}

// searchText is what the directory is searched by.
func (a AgencyEntry) searchText() []string {
	parts := []string{a.Name, a.Kana, a.Accepts}
	for _, v := range a.Services {
		parts = append(parts, v.Name, v.Description)
	}
	return parts
}

// searchKeys folds each part by itself, so that no word is found across the end of another.
func (a AgencyEntry) searchKeys() (key string, grams []string) {
	seen := map[string]bool{}
	var keys []string
	for _, part := range a.searchText() {
		keys = append(keys, textnorm.Fold(part))
		for _, g := range textnorm.Grams(part) {
			if !seen[g] {
				seen[g] = true
				grams = append(grams, g)
			}
		}
	}
	return strings.Join(keys, "\n"), grams
}

// errDryRun rolls an import back after everything was tried.
var errDryRun = errors.New("dry run")
