package calendar

import "time"

// Office says when a counter is open. Open and Close are the time since midnight in Tokyo.
// Closed, when not nil, names closing days beyond the regular ones of IsBusinessDay.
// Where Close is not after Open the hours of DefaultOffice hold, so that the zero value is
// usable and no deadline can fall out of the calendar.
type Office struct {
	Open, Close time.Duration
	Closed      func(Date) bool
}

// DefaultOffice is open 08:30–17:15, the hours of the city's offices.
var DefaultOffice = Office{Open: 8*time.Hour + 30*time.Minute, Close: 17*time.Hour + 15*time.Minute}

// maxClosedDays bounds the search for an open day. An office that is closed longer than
// that is misconfigured; its deadlines then count every day, because a deadline that never
// comes would let silence stand (workflow.md, rule 3).
const maxClosedDays = 366

// IsBusinessDay says whether the office opens on d: not on Saturdays, Sundays, national
// holidays and 29 December to 3 January (地方自治法4条の2 and the city's ordinance on it).
func (o Office) IsBusinessDay(d Date) bool {
	switch wd := d.Weekday(); {
	case wd == time.Saturday || wd == time.Sunday:
		return false
	case d.Month == time.December && d.Day >= 29, d.Month == time.January && d.Day <= 3:
		return false
	}
	if _, ok := Holiday(d); ok {
		return false
	}
	return o.Closed == nil || !o.Closed(d)
}

// NextBusinessDay gives the first business day after d.
func (o Office) NextBusinessDay(d Date) Date {
	next := d.AddDays(1)
	for range maxClosedDays {
		if o.IsBusinessDay(next) {
			return next
		}
		next = next.AddDays(1)
	}
	return d.AddDays(1)
}

// AddBusinessDays gives the closing time of the nth business day after the day of t. The
// day of t itself is not counted (民法140条), whatever the hour. With n of 0 or less it is
// the closing time of that day, if it is a business day not yet closed, else of the next.
func (o Office) AddBusinessDays(t time.Time, n int) time.Time {
	day := DateOf(t)
	if n <= 0 {
		if closing := o.closes(day); o.IsBusinessDay(day) && !t.After(closing) {
			return closing
		}
		n = 1
	}
	for range n {
		day = o.NextBusinessDay(day)
	}
	return o.closes(day)
}

// AddBusinessHours gives the instant when d of open time has passed since t. Outside the
// open hours the count begins at the next opening. A count that ends with the day ends at
// the closing time, not at the next opening. With d of 0 or less it is t, or the next
// opening when the office is closed at t.
func (o Office) AddBusinessHours(t time.Time, d time.Duration) time.Time {
	day, at := DateOf(t), t
	if !o.IsBusinessDay(day) || !t.Before(o.closes(day)) {
		day = o.NextBusinessDay(day)
		at = o.opens(day)
	} else if t.Before(o.opens(day)) {
		at = o.opens(day)
	}
	for d > 0 {
		left := o.closes(day).Sub(at)
		if d <= left {
			return at.Add(d).UTC()
		}
		d -= left
		day = o.NextBusinessDay(day)
		at = o.opens(day)
	}
	return at.UTC()
}

// IsOpen says whether the office is open at the instant t.
func (o Office) IsOpen(t time.Time) bool {
	day := DateOf(t)
	return o.IsBusinessDay(day) && !t.Before(o.opens(day)) && t.Before(o.closes(day))
}

func (o Office) opens(d Date) time.Time {
	from, _ := o.hours()
	return d.Time().Add(from).UTC()
}

func (o Office) closes(d Date) time.Time {
	_, until := o.hours()
	return d.Time().Add(until).UTC()
}

func (o Office) hours() (from, until time.Duration) {
	if o.Close <= o.Open {
		return DefaultOffice.Open, DefaultOffice.Close
	}
	return o.Open, o.Close
}
