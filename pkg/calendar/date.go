package calendar

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"time"
)

// Tokyo is the zone of every calendar rule. Fixed, because Japan has had no summer time
// since 1951 and the program must not depend on a zone database of its host.
var Tokyo = time.FixedZone("Asia/Tokyo", 9*3600)

// Date is a day of the Gregorian calendar without a time or zone. The zero value means
// "no date". Its text form, also in JSON, is YYYY-MM-DD, and "" for the zero value.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf gives the day in Tokyo at the instant t; the zero instant gives the zero Date.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return civil(t.In(Tokyo))
}

// civil takes the day out of t as t itself shows it.
func civil(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads exactly YYYY-MM-DD, years 0001 to 9999. Anything else, and days that do
// not exist (2026-02-30), give a *DateError. For what people type see ParseJapaneseDate.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, dateError(CodeUnreadable)
	}
	y, okY := digits(s[:4])
	m, okM := digits(s[5:7])
	d, okD := digits(s[8:])
	if !okY || !okM || !okD {
		return Date{}, dateError(CodeUnreadable)
	}
	date := Date{y, time.Month(m), d}
	if !date.IsValid() {
		return Date{}, dateError(CodeNoSuchDay)
	}
	return date, nil
}

// digits reads ASCII digits only: strconv would let "+1" and "-1" through.
func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, len(s) > 0
}

// IsValid says whether d is a day that exists, in the years 1 to 9999.
func (d Date) IsValid() bool {
	return d.Year >= 1 && d.Year <= 9999 && civil(d.Time()) == d
}

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String gives YYYY-MM-DD, "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Time gives the first instant of the day, with the zone Tokyo.
func (d Date) Time() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Tokyo)
}

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// Compare gives -1, 0 or +1 as d lies before, on or after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before says that d lies before e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After says that d lies after e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddDays gives the day n days later (earlier when n is negative).
func (d Date) AddDays(n int) Date {
	return civil(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, Tokyo))
}

// AddMonths gives the same day n months later; where that month has no such day, its last
// day (民法143条2項ただし書): 31 January + 1 month is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	first := civil(time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, Tokyo))
	last := civil(time.Date(first.Year, first.Month+1, 0, 0, 0, 0, 0, Tokyo))
	first.Day = min(d.Day, last.Day)
	return first
}

// DaysUntil counts the days from d to e; negative when e lies before d.
func (d Date) DaysUntil(e Date) int {
	return int(e.Time().Sub(d.Time()) / (24 * time.Hour))
}

// MarshalText writes YYYY-MM-DD. It fails for a Date that is neither zero nor a real day,
// so that no impossible day can reach a document.
func (d Date) MarshalText() ([]byte, error) {
	if !d.IsZero() && !d.IsValid() {
		return nil, dateError(CodeNoSuchDay)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes; errors are *DateError.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value gives the date to a database column: YYYY-MM-DD, or NULL for the zero Date.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	text, err := d.MarshalText()
	return string(text), err
}

// Scan reads a date column. A time.Time is taken as the day it shows, not as an instant:
// drivers hand a date over as midnight UTC.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = civil(v)
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	}
	return fmt.Errorf("calendar: cannot read a date from %T", src)
}
