package calendar

import (
	"strconv"
	"time"
)

// era is one 元号. It lasts from its first day until the day before the next one's.
type era struct {
	name   string // 昭和
	letter string // S
	first  Date
	zeroth int // the Gregorian year that would be its year 0
}

// eras in order. The day of a change belongs to the new era (改元詔書 of 1912 and 1926;
// 政令 of 1989 and 2019). 明治 is known from 1873-01-01 (明治6年), the first day of the solar
// calendar in Japan (明治5年太政官布告第337号); earlier dates are of another calendar.
var eras = []era{
	{"明治", "M", Date{1873, time.January, 1}, 1867},
	{"大正", "T", Date{1912, time.July, 30}, 1911},
	{"昭和", "S", Date{1926, time.December, 25}, 1925},
	{"平成", "H", Date{1989, time.January, 8}, 1988},
	{"令和", "R", Date{2019, time.May, 1}, 2018},
}

// eraOn finds the era of a day; ok is false before 1873.
func eraOn(d Date) (era, bool) {
	for i := len(eras) - 1; i >= 0; i-- {
		if !d.Before(eras[i].first) {
			return eras[i], true
		}
	}
	return era{}, false
}

// year writes a Gregorian year as the year of the era: 元, 2, 3 …
func (e era) year(gregorian int) string {
	if n := gregorian - e.zeroth; n > 1 {
		return strconv.Itoa(n)
	}
	return "元"
}

// Wareki writes a day as 昭和55年3月2日, the first year of an era as 元年. Days before 1873 are
// written with the Gregorian year; the zero Date as "".
func Wareki(d Date) string {
	if d.IsZero() {
		return ""
	}
	return WarekiYear(d) + strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(d.Day) + "日"
}

// WarekiYear writes the year of a day: 令和元年.
func WarekiYear(d Date) string {
	e, ok := eraOn(d)
	if !ok {
		return strconv.Itoa(d.Year) + "年"
	}
	return e.name + e.year(d.Year) + "年"
}
