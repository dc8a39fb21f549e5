package server

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const city = "kikaku-city_office"

func statisticsStage(t *testing.T) *stage {
	s := newStage(t)
	s.cast(city, "kikaku", casework.RoleCityOffice)
	s.at = time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	return s
}

// settled puts an informal question settled at an instant into the table, as years of use would.
func (s *stage) settled(class string, at time.Time) casework.ID {
	s.t.Helper()
	return sql[casework.ID](s, `INSERT INTO escalations (id, reason, state, settled_as, opened_at, due_at, settled_at, desk_key, channel)
		VALUES (uuid_v7($2), 'other', 'settled', $1, $2, $2, $2, 0, 'phone') RETURNING id`, class, at)
}

func (s *stage) annual(name string, query string) gen.AnnualStatistics {
	s.t.Helper()
	return want[gen.AnnualStatistics](s.t, s.get(name, "/statistics/annual"+query), 200)
}

func figure(y gen.AnnualYear, m casework.Measure) gen.Figure {
	for _, f := range y.Figures {
		if f.Measure == gen.Measure(m) {
			return f
		}
	}
	return gen.Figure{Value: -1}
}

// A fiscal year ends on 31 March at midnight in Japan, in leap years and when the era changes.
func TestFiscalYearsAreCutAtMidnightInJapan(t *testing.T) {
	s := statisticsStage(t)
	for _, at := range []struct{ y, m, d, hour, min int }{
		{2019, 3, 31, 23, 59}, {2019, 4, 1, 0, 0}, {2019, 4, 30, 23, 59}, {2019, 5, 1, 0, 0}, {2020, 2, 29, 12, 0}, {2020, 3, 31, 23, 59}, {2020, 4, 1, 0, 0},
	} {
		s.settled("coordinated", time.Date(at.y, time.Month(at.m), at.d, at.hour, at.min, 0, 0, calendar.Tokyo))
	}
	got := s.annual(desk, "?from=2018&to=2020")
	for i, w := range []struct {
		label  string
		value  int
		months [12]int
	}{
		{"H30", 1, [12]int{11: 1}}, {"R元", 5, [12]int{0: 2, 1: 1, 10: 1, 11: 1}}, {"R2", 1, [12]int{0: 1}},
	} {
		f := figure(got.Years[i], casework.MeasureCoordinated)
		if got.Years[i].Label != w.label || f.Value != w.value || [12]int(f.Months) != w.months {
			t.Errorf("%s: %+v, want %+v", got.Years[i].Label, f, w)
		}
	}
	if got.Totals[0] != 7 || got.Totals[2] != 7 {
		t.Errorf("totals %v", got.Totals)
	}
	for i, standing := range []gen.AnnualYearStanding{"unknown", "ended"} { // nothing is known of the year before the first event
		if y := s.annual(desk, "?from=2017&to=2018").Years[i]; y.Standing != standing {
			t.Errorf("%s: %s, want %s", y.Label, y.Standing, standing)
		}
	}
}

// A small year worked out by hand, by the page, by its lists, and by SQL that shares nothing with ours.
// Half a year stands beside half a year.
func TestTheRunningYearIsComparedWithTheSameMonths(t *testing.T) {
	s := statisticsStage(t)
	for _, at := range []time.Time{time.Date(2025, 10, 31, 14, 59, 59, 0, time.UTC), time.Date(2025, 10, 31, 15, 0, 0, 0, time.UTC), time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)} {
		s.settled("coordinated", at)
	}
	c := s.annual(desk, "?from=2025&to=2026").Comparison
	if c == nil || c.Months != 7 || *c.Changes[0].Change != 1 { // two from April to October, one the year before
		t.Errorf("%+v", c)
	}
	if c := s.annual(desk, "?from=2026&to=2026").Comparison; c != nil {
		t.Errorf("one year stands beside %+v", c)
	}
}

func TestEveryFigureOpensToItsList(t *testing.T) {
	s := statisticsStage(t)
	day := func(m, d int) time.Time {
		return time.Date(2026, time.Month(m), d, 10, 0, 0, 0, calendar.Tokyo)
	}
	for i := range 7 {
		s.settled("advice_only", day(4+i%3, 3+i))
	}
	for i := range 4 {
		s.settled("coordinated", day(6, 10+i))
	}
	got := s.annual(city, "?from=2026&to=2026").Years[0]
	for m, n := range map[casework.Measure]int{casework.MeasureAdviceOnly: 7, casework.MeasureCoordinated: 4, casework.MeasureEscalations: 11, casework.MeasureConferences: 0} {
		f := figure(got, m)
		list := want[gen.StatisticItemPage](t, s.get(city, fmt.Sprintf("/statistics/annual/items?measure=%s&fiscalYear=2026&count=true&limit=3", m)), 200)
		if f.Value != n || *list.Total != n || f.Counted != n {
			t.Errorf("%s: figure %d, list %d, want %d", m, f.Value, *list.Total, n)
		}
		seen := len(list.Items)
		for list.NextCursor != nil {
			list = want[gen.StatisticItemPage](t, s.get(city, fmt.Sprintf("/statistics/annual/items?measure=%s&fiscalYear=2026&limit=3&cursor=%s", m, *list.NextCursor)), 200)
			seen += len(list.Items)
		}
		if seen != n {
			t.Errorf("%s: walked %d, want %d", m, seen, n)
		}
		for month := range 12 {
			list := want[gen.StatisticItemPage](t, s.get(city, fmt.Sprintf("/statistics/annual/items?measure=%s&fiscalYear=2026&fiscalMonth=%d&count=true", m, month+1)), 200)
			if *list.Total != f.Months[month] {
				t.Errorf("%s month %d: list %d, figure %d", m, month+1, *list.Total, f.Months[month])
			}
		}
	}
	other := sql[int](s, `SELECT count(*) FROM escalations WHERE settled_as IS NOT NULL AND settled_at >= '2026-03-31T15:00Z' AND settled_at < '2027-03-31T15:00Z'`)
	if f := figure(got, casework.MeasureEscalations); f.Value != other {
		t.Errorf("the page says %d, the table %d", f.Value, other)
	}
	if difference, err := s.store.RecountStatistics(t.Context()); err != nil || difference != "" {
		t.Errorf("recount: %s %v", difference, err)
	}
}

func TestPublishedFiguresAreRecordedByTheCityOffice(t *testing.T) {
	s := statisticsStage(t)
	body := `{"figures":{"escalations_coordinated":18,"escalations_advice_only":24,"case_conferences":27,"coordination_contacts":10,"advisor_meetings":2},"note":"10月から"}`
	path := "/api/v1/statistics/annual/2018/record"
	refused(t, s.as(desk).do("POST", path, body, ifMatchHeader(`"0"`)), 403, casework.CodeForbidden)
	refused(t, s.as(city).do("POST", path, body, ifMatchHeader(`"1"`)), 412, casework.CodeStale)
	if tag := s.get(city, "/statistics/annual/2018").header.Get("ETag"); tag != `"0"` {
		t.Errorf("untouched year: %s", tag)
	}
	y := want[gen.AnnualYear](t, s.as(city).do("POST", path, body, ifMatchHeader(`"0"`)), 200)
	if f := figure(y, casework.MeasureEscalations); f.Value != 42 || f.Counted != 0 || *f.Recorded != 42 || y.Version != 1 {
		t.Errorf("recorded: %+v", y)
	}
	for name, c := range map[string]struct{ body, pointer string }{
		"negative": {`{"figures":{"coordination_contacts":-1}}`, "/figures/coordination_contacts"},
		"text":     {`{"figures":{"coordination_contacts":"ten"}}`, "/figures/coordination_contacts"},
	} {
		if r := s.as(city).do("POST", path, c.body, ifMatchHeader(`"1"`)); r.status < 400 || r.status >= 500 || !strings.Contains(string(r.body), c.pointer) {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	refused(t, s.as(city).do("POST", "/api/v1/statistics/annual/2027/record", body, ifMatchHeader(`"0"`)), 404, casework.CodeNotFound)

	frozen := want[gen.AnnualYear](t, s.as(city).do("POST", "/api/v1/statistics/annual/2018/freeze", "", ifMatchHeader(`"1"`)), 200)
	if frozen.FrozenAt == nil || frozen.Differs || len(frozen.Actions) != 1 || frozen.Actions[0] != "explain" {
		t.Errorf("frozen: %+v", frozen)
	}
	refused(t, s.as(city).do("POST", path, body, ifMatchHeader(`"2"`)), 409, casework.CodeWrongState)
	refused(t, s.as(city).do("POST", "/api/v1/statistics/annual/2026/freeze", "", ifMatchHeader(`"0"`)), 409, casework.CodeWrongState)

	s.pass(time.Hour)
	late := s.settled("coordinated", time.Date(2019, 3, 1, 12, 0, 0, 0, calendar.Tokyo))
	y = s.annual(city, "?from=2018&to=2018").Years[0]
	if f := figure(y, casework.MeasureCoordinated); !y.Differs || f.Value != 18 || f.Counted != 1 {
		t.Errorf("counted late: %+v", f)
	}
	list := want[gen.StatisticItemPage](t, s.get(city, "/statistics/annual/items?measure=escalations_total&fiscalYear=2018"), 200)
	if len(list.Items) != 1 || list.Items[0].Id != late {
		t.Errorf("late item: %+v", list.Items)
	}
	y = want[gen.AnnualYear](t, s.as(city).do("POST", "/api/v1/statistics/annual/2018/explain", `{"text":"記録の遅れ1件"}`, ifMatchHeader(`"2"`)), 200)
	if *y.Explanation != "記録の遅れ1件" {
		t.Errorf("explained: %+v", y)
	}
}

func TestOpenDataNeedsNoSignInAndHidesSmallNumbers(t *testing.T) {
	s := statisticsStage(t)
	record := func(year int, body string) {
		want[gen.AnnualYear](t, s.as(city).do("POST", fmt.Sprintf("/api/v1/statistics/annual/%d/record", year), body, ifMatchHeader(`"0"`)), 200)
	}
	record(2018, `{"figures":{"escalations_coordinated":18,"escalations_advice_only":24,"case_conferences":27,"advisor_meetings":2},"note":"=1+1"}`)
	record(2021, `{"figures":{"escalations_coordinated":3,"escalations_advice_only":24}}`)
	s.settled("coordinated", time.Date(2025, 6, 1, 12, 0, 0, 0, calendar.Tokyo)) // not frozen: not published
	open := want[gen.OpenStatistics](t, s.do("GET", "/api/v1/open-data/annual-statistics.json", ""), 200)
	if len(open.Rows) != 12 {
		t.Fatalf("%d rows", len(open.Rows))
	}
	for _, r := range open.Rows {
		hidden := r.FiscalYear == 2021 && (r.Measure == "escalations_coordinated" || r.Measure == "escalations_advice_only")
		if r.Suppressed != hidden || (r.Value == nil) != hidden {
			t.Errorf("%+v", r)
		}
	}
	r := s.do("GET", "/api/v1/open-data/annual-statistics.csv", "")
	if r.status != 200 || !strings.HasPrefix(string(r.body), "\ufeff年度（西暦）,") || !strings.Contains(string(r.body), "\r\n2018,H30,") {
		t.Fatalf("%d %s", r.status, r.body)
	}
	rows, err := csv.NewReader(strings.NewReader(string(r.body))).ReadAll()
	if err != nil || len(rows) != 13 || rows[1][3] != "18" || rows[1][4] != "'=1+1" || rows[7][3] != "" {
		t.Errorf("%v %v", err, rows)
	}
}
