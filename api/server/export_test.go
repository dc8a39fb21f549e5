package server

import (
	"context"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
)

const thisYearAsCSV = `{"format":"csv","from":"2026-04-01","until":"2027-03-31","purpose":"年度のまとめ"}`

// export asks for a table, makes it as the background does, and answers what is saved of it.
func (s *stage) export(name, body string) reply {
	s.t.Helper()
	r := s.as(name).do("POST", "/api/v1/exports/cases", body)
	if r.status != 202 {
		return r
	}
	id := want[gen.Export](s.t, r, 202).Id
	for s.server.ExportOnce(s.t.Context()) {
	}
	return s.get(name, "/exports/"+string(id)+"/file")
}

func (s *stage) begunExport(name string) gen.Export {
	s.t.Helper()
	return want[gen.Export](s.t, s.as(name).do("POST", "/api/v1/exports/cases", thisYearAsCSV), 202)
}

func exported(t *testing.T, r reply) [][]string {
	t.Helper()
	if r.status != 200 || !strings.HasPrefix(string(r.body), "\ufeff") {
		t.Fatalf("%d %s", r.status, r.body)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(r.body), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func TestCasesAreExportedWithinScopeAndStandInTheLedger(t *testing.T) {
	s := newStage(t)
	mine := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	other := s.file(kokoro, household8050("旭川 清", "あさひかわ きよし"))
	h := s.handOff(naka, mine, s.receiver(yorisoi, casework.AskJoin), s.receiver(hoken, casework.AskLead))
	s.pass(time.Hour)
	want[gen.Handoff](t, s.verb(yorisoi, h[0].Id, "join", nil), 200)

	r := s.export(naka, thisYearAsCSV)
	rows := exported(t, r)
	if len(rows) != 1 || rows[0][0] != s.theCase(naka, mine).Number || rows[0][1] != "受付" || rows[0][6] != "2" || rows[0][7] == "" || rows[0][8] == "" || rows[0][16] != "" {
		t.Errorf("%+v", rows)
	}
	for _, word := range []string{"操山", "旭川", string(other)} {
		if strings.Contains(string(r.body), word) {
			t.Errorf("the export tells %q", word)
		}
	}
	if len(exported(t, s.export(yorisoi, thisYearAsCSV))) != 1 { // works on it
		t.Error("a supporting agency does not export")
	}
	if len(exported(t, s.export(hoken, thisYearAsCSV)))+len(exported(t, s.export(desk, thisYearAsCSV))) != 0 { // was asked only; not flagged
		t.Error("somebody who does not work on the case exports it")
	}
	ledger := want[gen.DisclosurePage](t, s.get(naka, "/disclosures?caseId="+string(mine)+"&kind=export"), 200).Items
	if len(ledger) != 2 || ledger[1].Ground.Code != "own_work" || value(ledger[1].Purpose) != "年度のまとめ" {
		t.Errorf("ledger: %+v", ledger)
	}
	if n := sql[int](s, `SELECT count(*) FROM journal WHERE operation = 'exportCases' AND case_ids = ARRAY[$1::uuid]`, mine); n != 2 {
		t.Errorf("%d rows of the journal name the case", n)
	}
	if d := r.header.Get("Content-Disposition"); !strings.Contains(d, ".csv") || !strings.HasPrefix(d, "attachment") {
		t.Errorf("name: %s", d)
	}
	x := s.export(naka, strings.Replace(thisYearAsCSV, "csv", "xlsx", 1))
	if x.status != 200 || !strings.HasPrefix(string(x.body), "PK") {
		t.Errorf("xlsx: %d", x.status)
	}
}

func TestBadExportsWriteNothing(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	for body, pointer := range map[string]string{
		`{"format":"csv","from":"2026-04-02","until":"2026-04-01","purpose":"x"}`: "/until",
		`{"format":"csv","from":"2000-04-01","until":"2026-04-01","purpose":"x"}`: "/from",
		`{"format":"csv","from":"2026-02-30","until":"2026-04-01","purpose":"x"}`: "/from",
		`{"format":"csv","from":"2026-04-01","until":"2027-03-31","purpose":" "}`: "/purpose",
		`{"format":"pdf","from":"2026-04-01","until":"2027-03-31","purpose":"x"}`: "/format",
	} {
		p := refused(t, s.export(naka, body), 422, casework.CodeInvalid)
		if p.Errors == nil || (*p.Errors)[0].Pointer != pointer {
			t.Errorf("%s: %+v", body, p.Errors)
		}
	}
	s.cast(city, "kikaku", casework.RoleCityOffice)
	refused(t, s.export(city, thisYearAsCSV), 403, casework.CodeForbidden)
	if n := sql[int](s, `SELECT count(*) FROM disclosures WHERE case_id = $1`, id) + sql[int](s, `SELECT count(*) FROM exports`); n != 0 {
		t.Errorf("%d lines in the ledger", n)
	}
}

func TestAnExportShowsHowFarItIsAndBelongsToOnePerson(t *testing.T) {
	s := newStage(t)
	for _, n := range []string{"一", "二", "三"} {
		s.file(naka, household8050("操山 "+n, "みさおやま"))
	}
	e := s.begunExport(naka)
	if e.State != "queued" || e.Total != nil || !slices.Equal(e.Actions, []string{"cancel"}) || e.From.String() != "2026-04-01" || e.Until.String() != "2027-03-31" {
		t.Errorf("%+v", e)
	}
	refused(t, s.as(naka).do("POST", "/api/v1/exports/cases", thisYearAsCSV), 409, casework.CodeWrongState) // one at a time
	refused(t, s.get(naka, "/exports/"+string(e.Id)+"/file"), 409, casework.CodeWrongState)
	if !s.server.ExportOnce(t.Context()) || s.server.ExportOnce(t.Context()) {
		t.Fatal("one waits, not more")
	}
	e = want[gen.Export](t, s.get(naka, "/exports/"+string(e.Id)), 200)
	if e.State != "ready" || e.Done != 3 || *e.Total != 3 || value(e.Size) == 0 || e.FinishedAt == nil {
		t.Errorf("%+v", e)
	}
	for _, path := range []string{"", "/file"} {
		refused(t, s.get(yorisoi, "/exports/"+string(e.Id)+path), 404, casework.CodeNotFound)
	}
	refused(t, s.as(yorisoi).do("POST", "/api/v1/exports/"+string(e.Id)+"/cancel", ""), 404, casework.CodeNotFound)
	refused(t, s.as(naka).do("POST", "/api/v1/exports/"+string(e.Id)+"/cancel", ""), 409, casework.CodeWrongState)
	if n := sql[int](s, `SELECT count(*) FROM journal WHERE operation = 'downloadExport' AND outcome = 'done' AND object_id = $1`, e.Id); n != 0 {
		t.Errorf("saved already: %d", n)
	}
	if rows := exported(t, s.get(naka, "/exports/"+string(e.Id)+"/file")); len(rows) != 3 {
		t.Errorf("%d rows", len(rows))
	}
	if n := sql[int](s, `SELECT count(*) FROM journal WHERE operation = 'downloadExport' AND outcome = 'done' AND object_id = $1`, e.Id); n != 1 {
		t.Errorf("%d rows of the journal say that it was saved", n)
	}
	s.begunExport(naka)
	list := want[gen.ExportPage](t, s.get(naka, "/exports?limit=1&count=true"), 200)
	if len(list.Items) != 1 || *list.Total != 2 || list.Items[0].State != "queued" || list.NextCursor == nil {
		t.Errorf("%+v", list)
	}
	if next := want[gen.ExportPage](t, s.get(naka, "/exports?limit=1&cursor="+*list.NextCursor), 200); len(next.Items) != 1 || next.Items[0].Id != e.Id {
		t.Errorf("%+v", next)
	}
	s.pass(casework.ExportLives)
	refused(t, s.get(naka, "/exports/"+string(e.Id)+"/file"), 404, casework.CodeNotFound)
	_ = jobs.SweepFilesOnce(t.Context(), s.store, s.server.files, s.now(), s.server.log)
	for s.server.ExportOnce(t.Context()) {
	}
	if n := sql[int](s, `SELECT count(*) FROM exports`); n != 0 || s.places() != 0 {
		t.Errorf("a day later %d exports and %d contents are left", n, s.places())
	}
}

// What is cancelled, stopped or not allowed any more leaves no line in the ledger and no content.
func TestAnExportThatComesToNothingLeavesNothing(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	nothing := func(what string) {
		t.Helper()
		_ = jobs.SweepFilesOnce(t.Context(), s.store, s.server.files, s.now(), s.server.log)
		if n := sql[int](s, `SELECT count(*) FROM disclosures WHERE case_id = $1 AND kind = 'export'`, id); n != 0 || s.places() != 0 {
			t.Errorf("%s: %d lines, %d contents", what, n, s.places())
		}
	}
	e := s.begunExport(naka)
	if got := want[gen.Export](t, s.as(naka).do("POST", "/api/v1/exports/"+string(e.Id)+"/cancel", ""), 200); got.State != "cancelled" {
		t.Errorf("%+v", got)
	}
	if s.server.ExportOnce(t.Context()) {
		t.Error("what was cancelled is made")
	}
	nothing("cancelled before")

	e = s.begunExport(naka) // cancelled while it is made: the last word is the row's
	taken, err := s.store.TakeExport(t.Context(), s.now(), s.now())
	if err != nil || taken.ID != e.Id {
		t.Fatalf("%+v %v", taken, err)
	}
	want[gen.Export](t, s.as(naka).do("POST", "/api/v1/exports/"+string(e.Id)+"/cancel", ""), 200)
	if err := s.server.export(t.Context(), taken); !errors.Is(err, errUnwanted) {
		t.Errorf("cancelled meanwhile: %v", err)
	}
	nothing("cancelled meanwhile")

	e = s.begunExport(naka) // killed: taken again after a silence, given up after the third time
	for range exportTries {
		if taken, err = s.store.TakeExport(t.Context(), s.now(), s.now().Add(-exportSilence)); err != nil || taken == nil {
			t.Fatalf("%+v %v", taken, err)
		}
		if s.server.ExportOnce(t.Context()) {
			t.Error("what another program makes is taken")
		}
		s.pass(exportSilence + time.Second)
	}
	s.server.ExportOnce(t.Context())
	if got := want[gen.Export](t, s.get(naka, "/exports/"+string(e.Id)), 200); got.State != "failed" || !strings.Contains(value(got.Fault), "何度も止まりました") {
		t.Errorf("%+v", got)
	}
	nothing("killed")

	e = s.begunExport(naka) // stopped with the program: it waits again
	stopped, cancel := context.WithCancel(t.Context())
	taken, _ = s.store.TakeExport(t.Context(), s.now(), s.now())
	cancel()
	s.server.endExport(t.Context(), taken, s.server.export(stopped, taken))
	if got := want[gen.Export](t, s.get(naka, "/exports/"+string(e.Id)), 200); got.State != "queued" {
		t.Errorf("%+v", got)
	}
	sql[int](s, `WITH gone AS (UPDATE memberships SET ends_on = '2026-01-01', starts_on = '2025-01-01' WHERE account_id = $1 RETURNING 1) SELECT count(*)::int FROM gone`, s.people[naka].account)
	s.server.ExportOnce(t.Context())
	if got := sql[string](s, `SELECT fault FROM exports WHERE id = $1 AND state = 'failed'`, e.Id); !strings.Contains(got, "権限がなくなりました") {
		t.Errorf("without a role: %q", got)
	}
	nothing("without a role")
}

// More cases than one batch: every one once, in the order of opening, each with its line.
func TestAnExportOfManyBatches(t *testing.T) {
	s := newStage(t)
	first := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	sql[int](s, `WITH more AS (INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'number', 'B-' || n, 'state', 'closed', 'closed_at', c.opened_at, 'opened_at', c.opened_at + (n / 7) * interval '1 second'))).*
			FROM cases c, generate_series(1, 2100) n WHERE c.id = $1 RETURNING id),
		seen AS (INSERT INTO case_access SELECT (jsonb_populate_record(a, jsonb_build_object('case_id', m.id))).* FROM case_access a, more m WHERE a.case_id = $1 RETURNING 1)
		SELECT count(*)::int FROM seen`, first)
	rows := exported(t, s.export(naka, thisYearAsCSV))
	numbers := map[string]bool{}
	for i, r := range rows {
		numbers[r[0]] = true
		if i > 0 && r[5] < rows[i-1][5] {
			t.Fatalf("row %d is out of order: %s after %s", i, r[5], rows[i-1][5])
		}
	}
	lines := sql[int](s, `SELECT count(DISTINCT case_id) FROM disclosures WHERE kind = 'export'`)
	journal := sql[int](s, `SELECT count(DISTINCT x) FROM journal, unnest(case_ids) x WHERE operation = 'exportCases'`)
	if len(rows) != 2101 || len(numbers) != 2101 || lines != 2101 || journal != 2101 {
		t.Errorf("%d rows, %d numbers, %d lines, %d in the journal", len(rows), len(numbers), lines, journal)
	}
}
