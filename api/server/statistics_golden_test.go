package server

import (
	"fmt"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// The instants of the golden years, by the clock of Japan. The year R5 has a leap day.
var (
	lastMinute2022  = time.Date(2023, 3, 31, 23, 59, 59, 0, calendar.Tokyo)
	firstMinute2023 = time.Date(2023, 4, 1, 0, 0, 0, 0, calendar.Tokyo)
	leapDay         = time.Date(2024, 2, 29, 23, 59, 0, 0, calendar.Tokyo)
	lastMinute2023  = time.Date(2024, 3, 31, 23, 59, 0, 0, calendar.Tokyo)
	firstMinute2024 = time.Date(2024, 4, 1, 0, 0, 0, 0, calendar.Tokyo)
)

func inJapan(y, m, d int) time.Time {
	return time.Date(y, time.Month(m), d, 8, 30, 0, 0, calendar.Tokyo) // 23:30 of the day before in UTC
}

// golden is what happened, row by row of the published table, and what it comes to, worked out by hand.
var golden = []struct {
	measure casework.Measure
	at      []time.Time
	hand    map[int]casework.FiscalMonths // by fiscal year: April first
}{
	{casework.MeasureCoordinated,
		[]time.Time{inJapan(2022, 4, 1), lastMinute2022, firstMinute2023, inJapan(2023, 9, 10), leapDay, lastMinute2023, firstMinute2024},
		map[int]casework.FiscalMonths{2022: {0: 1, 11: 1}, 2023: {0: 1, 5: 1, 10: 1, 11: 1}, 2024: {0: 1}}}, // 2, 4, 1
	{casework.MeasureAdviceOnly,
		[]time.Time{inJapan(2022, 12, 31), inJapan(2023, 1, 1), lastMinute2022, firstMinute2023, firstMinute2023, inJapan(2024, 1, 4), leapDay, lastMinute2023, firstMinute2024, firstMinute2024},
		map[int]casework.FiscalMonths{2022: {8: 1, 9: 1, 11: 1}, 2023: {0: 2, 9: 1, 10: 1, 11: 1}, 2024: {0: 2}}}, // 3, 5, 2
	{casework.MeasureConferences,
		[]time.Time{inJapan(2022, 5, 31), inJapan(2022, 7, 1), inJapan(2022, 8, 31), lastMinute2022, firstMinute2023, inJapan(2023, 10, 1), leapDay, lastMinute2023, firstMinute2024},
		map[int]casework.FiscalMonths{2022: {1: 1, 3: 1, 4: 1, 11: 1}, 2023: {0: 1, 6: 1, 10: 1, 11: 1}, 2024: {0: 1}}}, // 4, 4, 1
	{casework.MeasureContacts,
		[]time.Time{inJapan(2022, 6, 30), lastMinute2022, firstMinute2023, inJapan(2023, 6, 1), inJapan(2023, 6, 30), inJapan(2023, 12, 1), leapDay, lastMinute2023, firstMinute2024, inJapan(2024, 4, 2), inJapan(2024, 4, 3)},
		map[int]casework.FiscalMonths{2022: {2: 1, 11: 1}, 2023: {0: 1, 2: 2, 8: 1, 10: 1, 11: 1}, 2024: {0: 3}}}, // 2, 6, 3
	{casework.MeasureAdvisorMeetings,
		[]time.Time{lastMinute2022, firstMinute2023, leapDay, inJapan(2024, 3, 1), lastMinute2023, firstMinute2024, inJapan(2024, 11, 5)},
		map[int]casework.FiscalMonths{2022: {11: 1}, 2023: {0: 1, 10: 1, 11: 2}, 2024: {0: 1, 7: 1}}}, // 1, 4, 2
}

// goldenTotals are the published rows in the published order, for R4, R5, R6 and all of them.
var goldenTotals = [6][4]int{{2, 4, 1, 7}, {3, 5, 2, 10}, {5, 9, 3, 17}, {4, 4, 1, 9}, {2, 6, 3, 11}, {1, 4, 2, 7}}

// bySQL counts the same from the tables in which things happen: it shares no table, no function and no word of a year with ours.
// Three months before 1 April is 1 January, so that the fiscal year is the calendar's.
var bySQL = map[casework.Measure]string{
	casework.MeasureCoordinated:     `SELECT settled_at AS t FROM escalations WHERE state = 'settled' AND settled_as = 'coordinated'`,
	casework.MeasureAdviceOnly:      `SELECT settled_at AS t FROM escalations WHERE state = 'settled' AND settled_as = 'advice_only'`,
	casework.MeasureEscalations:     `SELECT settled_at AS t FROM escalations WHERE state = 'settled'`,
	casework.MeasureConferences:     `SELECT starts_at AS t FROM conferences WHERE kind = 'case_conference' AND state IN ('held','recorded')`,
	casework.MeasureContacts:        `SELECT at AS t FROM coordination_contacts`,
	casework.MeasureAdvisorMeetings: `SELECT starts_at AS t FROM conferences WHERE kind = 'advisor_meeting' AND state IN ('held','recorded')`,
}

func (s *stage) tookPlace(on casework.ID, kind, state string, at time.Time) {
	s.t.Helper()
	sql[casework.ID](s, `INSERT INTO conferences (id, number, case_id, kind, legal_basis, purpose, state, coordinator_id, agency_id, proposed_at, poll_until, scheduled_at, starts_at, ends_at, held_at, cancelled_at, at, updated_at)
		SELECT uuid_v7($4), 'G-' || gen_random_uuid(), $1, $2, (SELECT min(code) FROM legal_bases), '役割分担', $3, $5, $6, $4, $4, $4, $4, $4::timestamptz + interval '1 hour',
			CASE WHEN $3 = 'held' THEN $4::timestamptz END, CASE WHEN $3 = 'cancelled' THEN $4::timestamptz END, $4, $4 RETURNING id`, on, kind, state, at, s.people[desk].account, s.agencies["shakyo"])
}

func (s *stage) contacted(on casework.ID, at time.Time) {
	s.t.Helper()
	sql[casework.ID](s, `INSERT INTO coordination_contacts (id, case_id, kind, at, agencies, account_id, written_at) VALUES (uuid_v7($2), $1, 'visit', $2, '{}', $3, $2) RETURNING id`, on, at, s.people[desk].account)
}

// Every row of the published table, in three fiscal years: by hand, by the page, by the lists behind it, and by other SQL.
func TestGoldenYearsComeToWhatWasWorkedOutByHand(t *testing.T) {
	s := statisticsStage(t)
	on := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	for _, g := range golden {
		for _, at := range g.at {
			switch g.measure {
			case casework.MeasureCoordinated:
				s.settled("coordinated", at)
			case casework.MeasureAdviceOnly:
				s.settled("advice_only", at)
			case casework.MeasureConferences:
				s.tookPlace(on, "case_conference", "held", at)
			case casework.MeasureContacts:
				s.contacted(on, at)
			case casework.MeasureAdvisorMeetings:
				s.tookPlace(on, "advisor_meeting", "held", at)
			}
		}
	}
	for _, kind := range []string{"case_conference", "advisor_meeting"} { // what did not take place is not counted
		s.tookPlace(on, kind, "cancelled", leapDay)
		s.tookPlace(on, kind, "scheduled", leapDay)
	}
	sql[casework.ID](s, `INSERT INTO escalations (id, reason, state, opened_at, due_at, desk_key, channel) VALUES (uuid_v7($1), 'other', 'received', $1, $1, 0, 'phone') RETURNING id`, leapDay)

	got := s.annual(city, "?from=2022&to=2024")
	for i, m := range casework.Measures {
		if got.Totals[i] != goldenTotals[i][3] {
			t.Errorf("%s, all years: %d, by hand %d", m.Measure, got.Totals[i], goldenTotals[i][3])
		}
		if c := *got.Comparison; c.Months != 12 || *c.Changes[i].Change != goldenTotals[i][2]-goldenTotals[i][1] {
			t.Errorf("%s, R6 beside R5: %+v", m.Measure, c)
		}
		for y, year := range got.Years {
			f := figure(year, m.Measure)
			if f.Value != goldenTotals[i][y] || year.FiscalYear != 2022+y {
				t.Errorf("%s, %s: %d, by hand %d", m.Measure, year.Label, f.Value, goldenTotals[i][y])
			}
			s.sameByOtherSQL(year.FiscalYear, f)
			s.sameByItsLists(year.FiscalYear, f)
		}
	}
	for _, g := range golden {
		for y, months := range g.hand {
			if f := figure(got.Years[y-2022], g.measure); casework.FiscalMonths(f.Months) != months {
				t.Errorf("%s, %d by month: %v, by hand %v", g.measure, y, f.Months, months)
			}
		}
	}
	if difference, err := s.store.RecountStatistics(t.Context()); err != nil || difference != "" {
		t.Errorf("recount: %s %v", difference, err)
	}
}

func (s *stage) sameByOtherSQL(year int, f gen.Figure) {
	s.t.Helper()
	for _, row := range sqlRows[struct{ Month, N int }](s, `SELECT m, (SELECT count(*)::int FROM (`+bySQL[casework.Measure(f.Measure)]+`) e
		WHERE to_char((t AT TIME ZONE 'Asia/Tokyo') - interval '3 months', 'YYYY-MM') = $1 || '-' || lpad(m::text, 2, '0')) FROM generate_series(1, 12) m ORDER BY m`, fmt.Sprint(year)) {
		if f.Months[row.Month-1] != row.N {
			s.t.Errorf("%s, %d month %d: the page says %d, the tables %d", f.Measure, year, row.Month, f.Months[row.Month-1], row.N)
		}
	}
}

func (s *stage) sameByItsLists(year int, f gen.Figure) {
	s.t.Helper()
	path := fmt.Sprintf("/statistics/annual/items?measure=%s&fiscalYear=%d&limit=100&count=true", f.Measure, year)
	if list := want[gen.StatisticItemPage](s.t, s.get(city, path), 200); *list.Total != f.Value || len(list.Items) != f.Value {
		s.t.Errorf("%s, %d: figure %d, list %d of %d", f.Measure, year, f.Value, len(list.Items), *list.Total)
	}
	for m, n := range f.Months {
		if list := want[gen.StatisticItemPage](s.t, s.get(city, fmt.Sprintf("%s&fiscalMonth=%d", path, m+1)), 200); len(list.Items) != n {
			s.t.Errorf("%s, %d month %d: figure %d, list %d", f.Measure, year, m+1, n, len(list.Items))
		}
	}
}
