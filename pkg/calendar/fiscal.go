package calendar

import (
	"strconv"
	"time"
)

// FiscalYear gives the 年度 (April to March) of an instant, by the day in Tokyo, or of a
// Date: 2020-03-31 is in 2019.
func FiscalYear[T time.Time | Date](at T) int {
	var d Date
	switch v := any(at).(type) {
	case time.Time:
		d = DateOf(v)
	case Date:
		d = v
	}
	if d.Month < time.April {
		return d.Year - 1
	}
	return d.Year
}

// FiscalMonth gives the month of the fiscal year by the day in Tokyo: April 1, March 12.
func FiscalMonth(at time.Time) int { return (int(DateOf(at).Month)+8)%12 + 1 }

// FiscalYearRange gives the first instant of the fiscal year and the first instant after
// it, in UTC: start ≤ t < end.
func FiscalYearRange(year int) (start, end time.Time) {
	return Date{year, time.April, 1}.Time().UTC(), Date{year + 1, time.April, 1}.Time().UTC()
}

// FiscalYearLabel gives the short name used in the city's tables: "H30", "R元", "R2". The
// era is the one in force at the end of the calendar year, which makes 2019 R元 as in the
// published statistics, and 1988 S63. Years before 1873 keep their number.
func FiscalYearLabel(year int) string {
	e, ok := eraOn(Date{year, time.December, 31})
	if !ok {
		return strconv.Itoa(year)
	}
	return e.letter + e.year(year)
}

// FiscalYearName gives the full name: "平成30年度", "令和元年度".
func FiscalYearName(year int) string {
	e, ok := eraOn(Date{year, time.December, 31})
	if !ok {
		return strconv.Itoa(year) + "年度"
	}
	return e.name + e.year(year) + "年度"
}
