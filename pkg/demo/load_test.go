package demo_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/demo"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

var now = time.Date(2026, 11, 22, 7, 30, 0, 0, time.UTC)

// broken are statements that count what must not be.
var broken = map[string]string{
	"open cases without exactly one open custody": `SELECT count(*) FROM cases c WHERE c.state <> 'closed' AND
		(SELECT count(*) FROM custodies k WHERE k.case_id = c.id AND k.until IS NULL AND k.agency_id = c.lead_agency_id) <> 1`,
	"closed cases with an open custody":            `SELECT count(*) FROM cases c JOIN custodies k ON k.case_id = c.id AND k.until IS NULL WHERE c.state = 'closed'`,
	"cases without access of their lead":           `SELECT count(*) FROM cases c WHERE NOT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.grantee = c.lead_agency_id AND a.level = 'lead')`,
	"open handoffs that the receiver cannot see":   `SELECT count(*) FROM handoffs h WHERE h.state IN ('requested','asked','escalated') AND NOT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = h.case_id AND a.grantee = h.to_agency_id AND a.level IN ('received','supporting'))`,
	"escalated cases hidden from the coordinators": `SELECT count(*) FROM escalations e WHERE e.case_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = e.case_id AND a.grantee = '00000000-0000-0000-0000-00000000c0de')`,
	"events after now":                             `SELECT count(*) FROM case_events WHERE at > $1`,
	"notes after now":                              `SELECT count(*) FROM notes WHERE greatest(occurred_at, created_at) > $1`,
	"other times after now":                        `SELECT (SELECT count(*) FROM cases WHERE updated_at > $1) + (SELECT count(*) FROM sheets WHERE updated_at > $1) + (SELECT count(*) FROM handoffs WHERE updated_at > $1) + (SELECT count(*) FROM notifications WHERE at > $1)`,
	"cases without a filed sheet":                  `SELECT count(*) FROM cases c LEFT JOIN sheets s ON s.id = c.sheet_id AND s.state = 'filed' WHERE s.id IS NULL`,
	"handoffs without a disclosure":                `SELECT count(*) FROM handoffs h WHERE NOT EXISTS (SELECT 1 FROM disclosures d WHERE d.handoff_id = h.id)`,
	"connected handoffs nobody was told of":        `SELECT count(*) FROM handoffs h WHERE h.state = 'connected' AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.handoff_id = h.id AND n.kind = 'handoff_connected')`,
	"agencies without a worker":                    `SELECT count(*) FROM agencies a WHERE a.code NOT IN ('shakyo','kikaku') AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.agency_id = a.id AND m.role = 'worker')`,
	"agencies without services or hours":           `SELECT count(*) FROM agencies a WHERE a.hours = '' OR a.accepts = '' OR NOT EXISTS (SELECT 1 FROM agency_services v WHERE v.agency_id = a.id)`,
	"accounts that must change their password":     `SELECT count(*) FROM accounts WHERE must_change_password OR joined_at IS NOT NULL AND password_hash NOT LIKE '_argon2id_v=19_m=47104,t=1,p=1_%'`,
	"case numbers out of the order of filing":      `SELECT count(*) FROM cases a JOIN cases b ON a.fiscal_year = b.fiscal_year AND a.opened_at < b.opened_at AND a.number > b.number`,
	"counters behind the numbers":                  `SELECT count(*) FROM case_counters k WHERE k.last <> (SELECT count(*) FROM cases c WHERE c.fiscal_year = k.fiscal_year)`,
	"households that lack persons":                 `SELECT count(*) FROM cases c WHERE (SELECT count(*) FROM household_persons p WHERE p.household_id = c.household_id) <> c.household_size`,
	"old notices nobody has read":                  `SELECT count(*) FROM notifications WHERE read_at IS NULL AND at < $1::timestamptz - interval '14 days'`,
}

func TestLoadLeavesASoundDatabase(t *testing.T) {
	dsn := testdb.NewDSN(t)
	s := testdb.Open(t, dsn)
	if err := demo.Load(t.Context(), s, now); err != nil {
		t.Fatal(err)
	}
	db, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close(t.Context()) }()
	count := func(sql string) (n int) {
		args := []any{now}
		if !strings.Contains(sql, "$1") {
			args = nil
		}
		if err := db.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return n
	}
	for what, sql := range broken {
		if n := count(sql); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	if n := count(`SELECT count(*) FROM cases`); n != 120 {
		t.Errorf("%d cases, want 120", n)
	}
	if n := count(`SELECT count(*) FROM handoffs WHERE state IN ('requested','asked') AND due_at <= $1`); n != 1 {
		t.Errorf("%d overdue handoffs wait for the clock, want 1", n)
	}
	if n := count(`SELECT count(*) FROM notifications n JOIN accounts a ON a.id = n.account_id WHERE n.read_at IS NULL AND a.email = 'worker@houkatsu-naka.example'`); n == 0 {
		t.Error("nothing new for worker@houkatsu-naka.example")
	}
	for state, want := range map[string]int{"published": 3, "in_review": 1, "draft": 1} {
		if n := count(`SELECT count(*) FROM studies WHERE state = '` + state + `' AND course <> '[]' AND issues <> '{}'`); n != want {
			t.Errorf("%d studies are %s, want %d", n, state, want)
		}
	}
	if held, planned := count(`SELECT count(*) FROM trainings WHERE state = 'held'`), count(`SELECT count(*) FROM trainings WHERE state = 'planned'`); held != 3 || planned != 1 {
		t.Errorf("%d trainings were held, %d are planned", held, planned)
	}
	for state, least := range map[string]int{"closed": 4, "open": 3} {
		if n := count(`SELECT count(*) FROM survey_invitations i JOIN surveys s ON s.id = i.survey_id WHERE i.answered_at IS NOT NULL AND s.state = '` + state + `'`); n < least {
			t.Errorf("%d answers to the survey that is %s, want %d", n, state, least)
		}
	}
	if err := demo.Load(t.Context(), s, now); !errors.Is(err, demo.ErrNotEmpty) {
		t.Errorf("a second load gives %v, want ErrNotEmpty", err)
	}
}

func TestLoadIsForEmptyDatabasesAndBelievableClocks(t *testing.T) {
	s := testdb.New(t)
	if err := demo.Load(t.Context(), s, time.Date(2019, 4, 1, 0, 0, 0, 0, time.UTC)); !errors.Is(err, demo.ErrTooEarly) {
		t.Errorf("a load in 2019 gives %v, want ErrTooEarly", err)
	}
	empty, err := s.Empty(t.Context())
	if err != nil || !empty {
		t.Fatalf("the refused load left something: %v", err)
	}
	if page, err := s.Agencies(t.Context(), store.AgencyFilter{}); err != nil || len(page.Items) != 0 {
		t.Errorf("the refused load left %d agencies: %v", len(page.Items), err)
	}
}
