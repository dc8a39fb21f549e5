package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/api/server"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// busy is how many agencies the measured workers belong to; each has a share of the work.
const busy = 8

const password = "kaki-no-ki-to-tsuki-7"

// loaded is what the measures draw from.
type loaded struct {
	cases, handoffs, persons int
	agencies                 []casework.ID // the first are the busy ones
	accounts                 []casework.ID // one worker each
	details                  [busy][]casework.ID
	accepts                  [busy][]acceptable
	drafts                   [busy][]casework.ID
}

// acceptable is a つなぎ that waits for its receiver.
type acceptable struct{ handoff, caseID, custody, sender casework.ID }

// tables are filled by COPY, in this order.
var tables = map[string][]string{
	"households": {"id", "created_at"},
	"sheets": {"id", "form_version", "state", "number", "agency_id", "created_by", "case_id", "subject_name", "search_key", "grams", "content",
		"version", "created_at", "updated_at", "filed_at"},
	"sheet_versions": {"sheet_id", "number", "content", "account_id", "agency_id", "at"},
	"cases": {"id", "number", "number_key", "household_id", "state", "lead_agency_id", "sheet_id", "subject_name", "subject_kana", "kana_key", "household_size", "issues",
		"most_pressing", "ward", "consented", "search_key", "fiscal_year", "last_handoff_id", "opened_at", "closed_at", "updated_at"},
	"household_persons": {"id", "household_id", "sheet_id", "relation", "person", "birth_date", "address_key", "phone_keys", "grams"},
	"custodies":         {"id", "case_id", "agency_id", "handoff_id", "since", "until"},
	"supports":          {"id", "case_id", "agency_id", "handoff_id", "since", "until"},
	"handoffs": {"id", "case_id", "from_agency_id", "to_agency_id", "ask", "state", "purpose", "reason", "request", "scope_sheet", "scope_notes", "ground", "sheet_number",
		"subject_name", "subject_key", "requested_by", "requested_at", "due_at", "answered_at", "answered_by", "connected_how", "connected_at", "received_key", "sent_key", "updated_at"},
	"case_events": {"id", "case_id", "at", "kind", "account_id", "agency_id", "handoff_id", "data"},
	"case_search": {"case_id", "grams", "grantees"},
	"case_access": {"grantee", "case_id", "level", "sheet", "notes", "open", "updated_at", "opened_at", "kana_key"},
}

// loader makes rows; nothing of it is random but by the seed.
type loader struct {
	*loaded
	r    *rand.Rand
	now  time.Time
	rows map[string][][]any
}

func load(ctx context.Context, dsn string, o options) (*loaded, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(ctx) }()
	l := &loader{loaded: &loaded{}, r: rand.New(rand.NewPCG(20261124, 2)), now: store.Truncate(time.Now()), rows: map[string][][]any{}}
	if err := l.people(ctx, dsn, conn); err != nil {
		return nil, err
	}
	// the constraints were tried one by one in the tests; here they would only cost time
	if _, err := conn.Exec(ctx, `SET session_replication_role = replica`); err != nil {
		return nil, err
	}
	rebuild, err := dropSearchIndexes(ctx, conn)
	if err != nil {
		return nil, err
	}
	for i := range o.cases {
		l.caseNumber(i, o.cases)
		if i%4000 == 3999 || i == o.cases-1 {
			if err := l.copy(ctx, conn); err != nil {
				return nil, err
			}
		}
	}
	for range o.cases / 8 {
		l.draft()
	}
	if err := l.copy(ctx, conn); err != nil {
		return nil, err
	}
	for _, statement := range append(rebuild, `VACUUM ANALYZE`, `CHECKPOINT`) {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("%s: %w", statement, err)
		}
	}
	return l.loaded, nil
}

func dropSearchIndexes(ctx context.Context, conn *pgx.Conn) (rebuild []string, err error) {
	rows, err := conn.Query(ctx, `SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'gin' AND c.relnamespace = 'public'::regnamespace`)
	if err != nil {
		return nil, err
	}
	type index struct{ Name, Definition string }
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[index])
	if err != nil {
		return nil, err
	}
	rebuild = []string{`SET maintenance_work_mem = '256MB'`}
	for _, i := range found {
		if _, err := conn.Exec(ctx, `DROP INDEX `+i.Name); err != nil {
			return nil, err
		}
		rebuild = append(rebuild, i.Definition)
	}
	return rebuild, nil
}

// people loads the directory and one worker for each agency.
func (l *loader) people(ctx context.Context, dsn string, conn *pgx.Conn) error {
	s, err := store.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer s.Close()
	directory, err := os.ReadFile("pkg/store/testdata/agencies.csv")
	if err != nil {
		return fmt.Errorf("run it from the root of the repository: %w", err)
	}
	if got, err := s.ImportAgencies(ctx, strings.NewReader(string(directory)), false, l.now); err != nil || len(got.Errors) > 0 {
		return fmt.Errorf("directory: %v %w", got.Errors, err)
	}
	hash, err := server.HashPassword(password)
	if err != nil {
		return err
	}
	rows, err := conn.Query(ctx, `SELECT code, id FROM agencies ORDER BY code`)
	if err != nil {
		return err
	}
	type agency struct {
		Code string
		ID   casework.ID
	}
	agencies, err := pgx.CollectRows(rows, pgx.RowToStructByPos[agency])
	if err != nil {
		return err
	}
	for i, a := range agencies {
		account, err := s.CreateAccount(ctx, store.NewAccount{Email: email(i), Name: "試験 太郎", PasswordHash: hash, AgencyCode: a.Code, Role: casework.RoleWorker}, l.now.AddDate(-9, 0, 0))
		if err != nil {
			return err
		}
		l.agencies, l.accounts = append(l.agencies, a.ID), append(l.accounts, account)
	}
	for _, role := range []casework.Role{casework.RoleCoordinator, casework.RoleCityOffice} {
		if _, err := s.CreateAccount(ctx, store.NewAccount{Email: string(role) + "@bench.test", Name: "試験 太郎", PasswordHash: hash, AgencyCode: agencies[0].Code, Role: role}, l.now.AddDate(-9, 0, 0)); err != nil {
			return err
		}
	}
	return nil
}

func email(agency int) string { return fmt.Sprintf("w%d@bench.test", agency) }

func (l *loader) add(table string, values ...any) {
	l.rows[table] = append(l.rows[table], values)
}

func (l *loader) copy(ctx context.Context, conn *pgx.Conn) error {
	for table, columns := range tables {
		if _, err := conn.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(l.rows[table])); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
		delete(l.rows, table)
	}
	return nil
}

// writtenSheet is a sheet with all that search needs.
type writtenSheet struct {
	id      casework.ID
	content casework.SheetContent
	json    []byte
	key     string
	grams   []string
}

func (l *loader) write(at time.Time) writtenSheet {
	s := writtenSheet{id: casework.NewID(at), content: household(l.r)}
	s.json, _ = json.Marshal(s.content)
	keys := s.content.NameKeys()
	lines := make([]string, len(keys))
	for i, k := range keys {
		lines[i] = k.Key
	}
	s.key, s.grams = strings.Join(lines, "\n"), s.content.SearchGrams()
	return s
}

func (l *loader) draft() {
	n := l.r.IntN(busy)
	at := l.now.Add(-time.Duration(l.r.IntN(1_000_000)) * time.Second)
	s := l.write(at)
	l.add("sheets", s.id, store.FormVersion, "draft", 0, l.agencies[n], l.accounts[n], nil, s.content.DisplayName(), s.key, s.grams, s.json, 1, at, at, nil)
	l.drafts[n] = append(l.drafts[n], s.id)
}

// theCase gathers one case while it is made.
type theCase struct {
	id, household, lead casework.ID
	opened, last        time.Time
	closed              *time.Time
	level               map[casework.ID]casework.Level
	lastHandoff         *casework.ID
	sheet               writtenSheet
}

// caseNumber makes one case of eight fiscal years: most old ones are closed, one in eight waits to be accepted.
func (l *loader) caseNumber(i, of int) {
	span := 8 * 365 * 24 * time.Hour
	opened := store.Truncate(l.now.Add(-span + time.Duration(float64(span)*float64(i)/float64(of))))
	lead := l.r.IntN(len(l.agencies))
	c := &theCase{id: casework.NewID(opened), household: casework.NewID(opened), lead: l.agencies[lead], opened: opened, last: opened,
		level: map[casework.ID]casework.Level{}, sheet: l.write(opened)}
	custody := casework.NewID(opened)
	state := "supporting"
	if waits := l.r.IntN(8) == 0; waits {
		l.waiting(c, custody)
		state = "received"
	} else {
		l.settled(c, custody)
		if l.r.IntN(10) < 7 {
			state = "closed"
			at := c.last.Add(48 * time.Hour)
			c.closed = &at
		}
	}
	number := fmt.Sprintf("R%d-%06d", calendar.FiscalYear(opened)-2018, i)
	number1 := textnorm.Fold(number)
	grams := append(textnorm.Grams(number), c.sheet.grams...)
	slices.Sort(grams)
	content := c.sheet.content
	kana := textnorm.Fold(content.Subject.Kana)
	l.add("households", c.household, opened)
	l.add("sheets", c.sheet.id, store.FormVersion, "filed", 1, c.lead, l.accounts[lead], c.id, content.DisplayName(), c.sheet.key, c.sheet.grams, c.sheet.json, 2, opened, opened, opened)
	l.add("sheet_versions", c.sheet.id, 1, c.sheet.json, l.accounts[lead], c.lead, opened)
	holder := c.lead
	for id, level := range c.level {
		if level == casework.LevelLead {
			holder = id
		}
	}
	l.add("cases", c.id, number, number1, c.household, state, holder, c.sheet.id, content.DisplayName(), content.Subject.Kana, kana, 1+len(content.Members),
		content.Issues, content.MostPressing, content.Subject.Address.Ward, true, number1+"\n"+c.sheet.key, calendar.FiscalYear(opened), c.lastHandoff, opened, c.closed, c.last)
	l.findable(c)
	l.add("case_search", c.id, slices.Compact(grams), slices.Sorted(maps.Keys(c.level)))
	for id, level := range c.level {
		full := level != casework.LevelOutcome
		l.add("case_access", id, c.id, string(level), full, full && level != casework.LevelReceived, c.closed == nil, c.last, opened, kana)
		if n := slices.Index(l.agencies[:busy], id); n >= 0 && full && len(l.details[n]) < 4000 {
			l.details[n] = append(l.details[n], c.id)
		}
	}
	for _, kind := range []string{"case_opened", "sheet_filed"} {
		l.event(c, opened, kind, lead, nil)
	}
	l.cases++
}

func (l *loader) event(c *theCase, at time.Time, kind string, agency int, handoff *casework.ID) {
	data := "{}"
	if handoff != nil {
		data = `{"handoffId":"` + string(*handoff) + `"}`
	}
	l.add("case_events", casework.NewID(at), c.id, at, kind, l.accounts[agency], l.agencies[agency], handoff, data)
}

func (l *loader) findable(c *theCase) {
	for _, p := range c.sheet.content.Persons() {
		person, _ := json.Marshal(p.Person)
		var birth any
		if d := p.Person.BirthDate(); d != nil && !d.IsZero() {
			birth = time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
		}
		l.add("household_persons", casework.NewID(c.opened), c.household, c.sheet.id, p.Relation, person, birth, p.Person.AddressKey(), p.Person.PhoneKeys(), p.Person.NameGrams())
		l.persons++
	}
}

// waiting: the lead asked a busy agency, which has not answered yet.
func (l *loader) waiting(c *theCase, custody casework.ID) {
	n := l.r.IntN(busy)
	if l.agencies[n] == c.lead {
		n = (n + 1) % busy
	}
	at := c.opened.Add(time.Hour)
	h := l.handoff(c, at, n, "lead", "requested", l.now.Add(72*time.Hour), nil)
	l.add("custodies", custody, c.id, c.lead, nil, c.opened, nil)
	c.level[c.lead], c.level[l.agencies[n]] = casework.LevelLead, casework.LevelReceived
	l.accepts[n] = append(l.accepts[n], acceptable{h, c.id, custody, c.lead})
}

// settled: none to three handoffs that were answered.
func (l *loader) settled(c *theCase, custody casework.ID) {
	c.level[c.lead] = casework.LevelLead
	lead, since := c.lead, c.opened
	var by *casework.ID
	for k := range l.r.IntN(4) {
		at := c.opened.Add(time.Duration(24*(k+1)) * time.Hour)
		to := l.r.IntN(len(l.agencies))
		if _, known := c.level[l.agencies[to]]; known {
			continue
		}
		answered := at.Add(5 * time.Hour)
		if k == 0 && l.r.IntN(2) == 0 {
			h := l.handoff(c, at, to, "lead", "connected", at.Add(48*time.Hour), &answered)
			l.add("custodies", custody, c.id, c.lead, nil, since, answered)
			l.event(c, answered, "handoff_accepted", to, &h)
			c.level[c.lead], c.level[l.agencies[to]] = casework.LevelSupporting, casework.LevelLead
			l.add("supports", casework.NewID(answered), c.id, c.lead, h, answered, nil)
			custody, lead, since, by = casework.NewID(answered), l.agencies[to], answered, &h
			continue
		}
		h := l.handoff(c, at, to, "join", "joined", at.Add(48*time.Hour), &answered)
		l.event(c, answered, "handoff_joined", to, &h)
		l.add("supports", casework.NewID(answered), c.id, l.agencies[to], h, answered, nil)
		c.level[l.agencies[to]] = casework.LevelSupporting
	}
	l.add("custodies", custody, c.id, lead, by, since, nil)
}

func (l *loader) handoff(c *theCase, at time.Time, to int, ask, state string, due time.Time, answered *time.Time) casework.ID {
	id := casework.NewID(at)
	from := slices.Index(l.agencies, c.lead)
	var answeredBy, connectedAt any
	key := due.UnixMicro()
	how := ""
	if answered != nil {
		answeredBy, key, c.last = l.accounts[to], int64(1)<<60-at.UnixMicro(), *answered
	}
	if state == "connected" {
		how, connectedAt = "accompanied", *answered
	}
	name := c.sheet.content.Subject
	l.add("handoffs", id, c.id, c.lead, l.agencies[to], ask, state, "生活の立て直し", "専門の支援が必要なため", "訪問をお願いします", true, false, "consent", 1,
		name.Name, textnorm.Fold(name.Name)+"\n"+textnorm.Fold(name.Kana), l.accounts[from], at, due, answered, answeredBy, how, connectedAt, key, int64(1)<<60-at.UnixMicro(), at)
	l.event(c, at, "handoff_requested", from, &id)
	c.lastHandoff, c.last = &id, later(c.last, at)
	l.handoffs++
	return id
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
