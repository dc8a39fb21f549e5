package calendar

import (
	"testing"
	"time"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, Tokyo)
	if err != nil {
		panic(err)
	}
	return t
}

func TestBusinessDays(t *testing.T) {
	for s, want := range map[string]bool{
		"2026-11-20": true, "2026-11-21": false, "2026-11-22": false, "2026-11-23": false, "2026-11-24": true,
		"2026-12-28": true, "2026-12-29": false, "2026-12-31": false, "2027-01-01": false, "2028-01-03": false, "2027-01-04": true,
		"2026-09-22": false, "2026-05-06": false, "2019-05-01": false,
	} {
		if got := DefaultOffice.IsBusinessDay(day(t, s)); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
	if got := DefaultOffice.NextBusinessDay(day(t, "2026-12-28")).String(); got != "2027-01-04" {
		t.Error(got)
	}
	closed := DefaultOffice
	closed.Closed = func(d Date) bool { return d.Day == 4 }
	if got := closed.NextBusinessDay(day(t, "2026-12-28")).String(); got != "2027-01-05" {
		t.Error(got)
	}
}

func TestAddBusinessDaysIsDueAtClosingTime(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-18 10:00", 2, "2026-11-20 17:15"},
		{"2026-11-19 10:00", 2, "2026-11-24 17:15"}, // Friday, then over a long weekend
		{"2026-11-20 23:59", 1, "2026-11-24 17:15"},
		{"2026-11-21 09:00", 1, "2026-11-24 17:15"}, // Saturday
		{"2026-12-28 12:00", 2, "2027-01-05 17:15"},
		{"2019-04-26 12:00", 1, "2019-05-07 17:15"}, // the ten days off of 2019
		{"2026-11-18 00:00", 1, "2026-11-19 17:15"}, // before opening: the day itself is not counted
		{"2026-11-18 10:00", 0, "2026-11-18 17:15"}, {"2026-11-18 17:16", 0, "2026-11-19 17:15"}, {"2026-11-22 10:00", -3, "2026-11-24 17:15"},
	} {
		got := DefaultOffice.AddBusinessDays(at(c.from).UTC(), c.n)
		if !got.Equal(at(c.want)) || got.Location() != time.UTC {
			t.Errorf("%s +%d: %v, want %s", c.from, c.n, got.In(Tokyo), c.want)
		}
	}
}

func TestAddBusinessHoursCountsOnlyOpenTime(t *testing.T) {
	for _, c := range []struct {
		from string
		d    time.Duration
		want string
	}{
		{"2026-11-18 10:00", 2 * time.Hour, "2026-11-18 12:00"},
		{"2026-11-18 15:15", 2 * time.Hour, "2026-11-18 17:15"}, // ends with the day, not with the next opening
		{"2026-11-18 16:15", 2 * time.Hour, "2026-11-19 09:30"},
		{"2026-11-18 06:00", 2 * time.Hour, "2026-11-18 10:30"},
		{"2026-11-18 17:15", 2 * time.Hour, "2026-11-19 10:30"},
		{"2026-11-20 17:00", 2 * time.Hour, "2026-11-24 10:15"},
		{"2026-11-21 12:00", 2 * time.Hour, "2026-11-24 10:30"},
		{"2026-11-18 08:30", 17*time.Hour + 30*time.Minute, "2026-11-19 17:15"},
		{"2026-11-18 10:00", 0, "2026-11-18 10:00"}, {"2026-11-21 10:00", 0, "2026-11-24 08:30"},
	} {
		got := DefaultOffice.AddBusinessHours(at(c.from), c.d)
		if !got.Equal(at(c.want)) || got.Location() != time.UTC {
			t.Errorf("%s +%v: %v, want %s", c.from, c.d, got.In(Tokyo), c.want)
		}
	}
}

func TestDeadlineComesEvenInAMisconfiguredOffice(t *testing.T) {
	never := Office{Closed: func(Date) bool { return true }}
	if got := never.AddBusinessDays(at("2026-11-18 10:00"), 2); !got.Equal(at("2026-11-20 17:15")) {
		t.Error(got.In(Tokyo))
	}
	if got := never.AddBusinessHours(at("2026-11-18 10:00"), 9*time.Hour); !got.Equal(at("2026-11-20 08:45")) {
		t.Error(got.In(Tokyo))
	}
	if never.IsOpen(at("2026-11-18 10:00")) || !DefaultOffice.IsOpen(at("2026-11-18 08:30")) || DefaultOffice.IsOpen(at("2026-11-18 17:15")) {
		t.Error("open hours")
	}
}
