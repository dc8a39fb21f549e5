package calendar

import (
	"strings"
	"testing"
	"time"
)

// published lists every holiday of a year as announced by the Cabinet Office (官報 of each
// February, and the special laws), written by hand: month-day, and the name's first
// characters where the day is moved or follows from others.
var published = map[int]string{
	2018: "1-1 1-8 2-11 2-12振 3-21 4-29 4-30振 5-3 5-4 5-5 7-16 8-11 9-17 9-23 9-24振 10-8体 11-3 11-23 12-23 12-24振",
	2019: "1-1 1-14 2-11 3-21 4-29 4-30国民 5-1天皇の即位 5-2国民 5-3 5-4 5-5 5-6振 7-15 8-11 8-12振 9-16 9-23 10-14体 10-22即位礼 11-3 11-4振 11-23",
	2020: "1-1 1-13 2-11 2-23天皇 2-24振 3-20 4-29 5-3 5-4 5-5 5-6振 7-23海 7-24ス 8-10山 9-21 9-22秋 11-3 11-23",
	2021: "1-1 1-11 2-11 2-23 3-20 4-29 5-3 5-4 5-5 7-22海 7-23ス 8-8山 8-9振 9-20 9-23 11-3 11-23",
	2022: "1-1 1-10 2-11 2-23 3-21 4-29 5-3 5-4 5-5 7-18 8-11 9-19 9-23 10-10ス 11-3 11-23",
	2023: "1-1 1-2振 1-9 2-11 2-23 3-21 4-29 5-3 5-4 5-5 7-17 8-11 9-18 9-23 10-9 11-3 11-23",
	2024: "1-1 1-8 2-11 2-12振 2-23 3-20 4-29 5-3 5-4 5-5 5-6振 7-15 8-11 8-12振 9-16 9-22 9-23振 10-14 11-3 11-4振 11-23",
	2025: "1-1 1-13 2-11 2-23 2-24振 3-20 4-29 5-3 5-4 5-5 5-6振 7-21 8-11 9-15 9-23 10-13 11-3 11-23 11-24振",
	2026: "1-1 1-12 2-11 2-23 3-20 4-29 5-3 5-4 5-5 5-6振 7-20 8-11 9-21 9-22国民 9-23 10-12 11-3 11-23",
	2027: "1-1 1-11 2-11 2-23 3-21 3-22振 4-29 5-3 5-4 5-5 7-19 8-11 9-20 9-23 10-11 11-3 11-23",
}

func TestHolidaysAreThePublishedOnesAndNoOthers(t *testing.T) {
	for year, line := range published {
		want := map[string]string{}
		for _, entry := range strings.Fields(line) {
			day := strings.TrimRight(entry, strings.TrimLeft(entry, "0123456789-"))
			want[day] = strings.TrimPrefix(entry, day)
		}
		for d := (Date{year, time.January, 1}); d.Year == year; d = d.AddDays(1) {
			key := d.Time().Format("1-2")
			name, is := Holiday(d)
			start, listed := want[key]
			if is != listed || !strings.HasPrefix(name, start) || is != (name != "") {
				t.Errorf("%v: got %q %v, published %v %q", d, name, is, listed, start)
			}
		}
	}
}

func TestHolidayNamesFollowTheLawOfTheirYear(t *testing.T) {
	for day, want := range map[string]string{
		"2000-01-10": "成人の日", "2002-07-20": "海の日", "2003-07-21": "海の日", "2003-07-20": "",
		"2002-09-15": "敬老の日", "2002-09-16": substituteName, "2003-09-15": "敬老の日", "2003-09-16": "",
		"2006-04-29": "みどりの日", "2007-04-29": "昭和の日", "2006-05-04": sandwichedName, "2007-05-04": "みどりの日",
		"2003-05-04": "", "2003-05-03": "憲法記念日", // a Sunday between two holidays was none before 2007
		"1999-01-01": "", "2100-01-01": "",
		"2009-05-06": substituteName, // 5-3 was a Sunday: carried over two holidays
		"2009-09-22": sandwichedName, "2015-09-22": sandwichedName, "2032-09-21": sandwichedName,
		"2011-09-23": "秋分の日", "2012-09-22": "秋分の日", "2012-03-20": "春分の日", "2003-03-21": "春分の日",
		"2015-08-11": "", "2016-08-11": "山の日", "2018-12-23": "天皇誕生日", "2019-12-23": "", "2019-02-23": "",
		"2020-07-20": "", "2020-10-12": "", "2021-07-19": "", "2021-08-11": "", "2021-10-11": "",
	} {
		d, err := ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if name, ok := Holiday(d); name != want || ok != (want != "") {
			t.Errorf("%s: got %q, want %q", day, name, want)
		}
	}
}
