package demo

import (
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// dayMinutes is the length of an office day, 08:30–17:15.
const dayMinutes = 525

// timeline counts open office time: position p is the minute p%dayMinutes of the business day p/dayMinutes.
// On it the history can be laid out backwards from now and still happen at hours when people work.
type timeline struct {
	office calendar.Office
	days   []calendar.Date
	now    time.Time
	end    int // position of now: the last open minute before it
}

var firstDay = calendar.Date{Year: 2020, Month: time.April, Day: 1}

// newTimeline begins with the first business day of fiscal year R2.
func newTimeline(now time.Time) *timeline {
	t := &timeline{office: calendar.DefaultOffice, now: now}
	today := calendar.DateOf(now)
	for d := firstDay; !d.After(today); d = d.AddDays(1) {
		if t.office.IsBusinessDay(d) {
			t.days = append(t.days, d)
		}
	}
	last := len(t.days) - 1
	opens := t.days[last].Time().Add(t.office.Open)
	minutes := int(now.Sub(opens) / time.Minute)
	t.end = last*dayMinutes + min(max(minutes, 0), dayMinutes-1)
	if now.Before(opens) {
		t.end-- // today has not opened yet
	}
	return t
}

// at gives the instant of a position, with seconds that differ from row to row; never after now.
func (t *timeline) at(position int) time.Time {
	position = max(position, 0)
	day := t.days[position/dayMinutes]
	seconds := time.Duration(position*37%53) * time.Second
	at := day.Time().Add(t.office.Open + time.Duration(position%dayMinutes)*time.Minute + seconds).UTC()
	if at.After(t.now) {
		at = at.Add(-seconds)
	}
	return at
}

// earlier gives an instant that long before, but not before the office opened that day.
func earlier(at time.Time, by time.Duration) time.Time {
	before, opened := at.Add(-by), calendar.DateOf(at).Time().Add(calendar.DefaultOffice.Open).UTC()
	if before.Before(opened) && at.After(opened) {
		return opened
	}
	return before
}
