package server

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const thisYearAsCSV = `{"format":"csv","from":"2026-04-01","until":"2027-03-31","purpose":"年度のまとめ"}`

func (s *stage) export(name, body string) reply {
	s.t.Helper()
	return s.as(name).do("POST", "/api/v1/exports/cases", body)
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
	if n := sql[int](s, `SELECT count(*) FROM disclosures WHERE case_id = $1`, id); n != 0 {
		t.Errorf("%d lines in the ledger", n)
	}
}
