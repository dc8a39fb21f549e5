// Package ical writes iCalendar (RFC 5545, RFC 5546): invitations, changes and cancellations for mail, and feeds for
// subscription. It knows nothing of the domain, and no clock: the stamp is an argument.
package ical

import (
	"strconv"
	"time"
)

// Methods of an invitation (RFC 5546).
const (
	Publish = "PUBLISH" // a feed
	Request = "REQUEST" // an invitation, and each change of it
	Cancel  = "CANCEL"
)

// Answers of an attendee.
const (
	NeedsAction = "NEEDS-ACTION"
	Accepted    = "ACCEPTED"
	Declined    = "DECLINED"
	Tentative   = "TENTATIVE"
)

// Event is one appointment. Whoever reads a mail sees its attendees: name only whom the reader may know.
type Event struct {
	UID         string // the same for the life of the appointment
	Sequence    int    // grows with each change that the attendees must hear of
	Stamp       time.Time
	Start, End  time.Time
	AllDay      bool // Start and End are days in Tokyo; End is the last of them
	Summary     string
	Location    string
	Description string
	URL         string
	Organizer   Person
	Attendees   []Attendee
	Method      string // Request or Cancel; "" = Publish
	Tentative   bool   // not yet fixed
}

// Person is a name with an address.
type Person struct{ Name, Address string }

// Attendee is one who is asked to come.
type Attendee struct {
	Person
	Answer   string // "" = NeedsAction
	Optional bool
	Reply    bool // the organizer reads answers by mail
}

// Invitation writes one event as the calendar part of a mail.
func Invitation(e Event) []byte {
	w := &writer{}
	w.begin(methodOf(e))
	w.event(e, methodOf(e))
	return w.end()
}

// Feed writes a calendar to subscribe to. Its name is shown as that of the calendar.
func Feed(name string, events []Event) []byte {
	w := &writer{}
	w.begin(Publish)
	w.text("X-WR-CALNAME", name)
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
	w.line("X-PUBLISHED-TTL", "PT1H")
	for _, e := range events {
		w.event(e, Publish)
	}
	return w.end()
}

func methodOf(e Event) string {
	if e.Method == "" {
		return Publish
	}
	return e.Method
}

func (w *writer) begin(method string) {
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//tsunagu//tsunagu//JA")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", method)
	for _, l := range [][2]string{
		{"BEGIN", "VTIMEZONE"}, {"TZID", "Asia/Tokyo"}, {"BEGIN", "STANDARD"}, {"DTSTART", "19700101T000000"},
		{"TZOFFSETFROM", "+0900"}, {"TZOFFSETTO", "+0900"}, {"TZNAME", "JST"}, {"END", "STANDARD"}, {"END", "VTIMEZONE"},
	} {
		w.line(l[0], l[1])
	}
}

func (w *writer) end() []byte {
	w.line("END", "VCALENDAR")
	return w.b
}

func (w *writer) event(e Event, method string) {
	w.line("BEGIN", "VEVENT")
	w.text("UID", e.UID)
	w.line("SEQUENCE", strconv.Itoa(e.Sequence))
	w.line("DTSTAMP", e.Stamp.UTC().Format("20060102T150405Z"))
	w.when(e)
	w.text("SUMMARY", e.Summary)
	w.optional("LOCATION", e.Location)
	w.optional("DESCRIPTION", e.Description)
	if e.URL != "" {
		w.line("URL", uri(e.URL))
	}
	w.line("STATUS", status(e))
	if e.Organizer.Address != "" {
		w.line("ORGANIZER"+name(e.Organizer), mailto(e.Organizer.Address))
	}
	if method != Publish { // a feed names nobody
		for _, a := range e.Attendees {
			w.line("ATTENDEE"+a.parameters(), mailto(a.Address))
		}
	}
	w.line("END", "VEVENT")
}

func (w *writer) when(e Event) {
	if e.AllDay {
		end := e.End
		if end.Before(e.Start) {
			end = e.Start
		}
		w.line("DTSTART;VALUE=DATE", e.Start.In(tokyo).Format("20060102"))
		w.line("DTEND;VALUE=DATE", end.In(tokyo).AddDate(0, 0, 1).Format("20060102")) // the day after the last
		w.line("TRANSP", "TRANSPARENT")
		return
	}
	w.line("DTSTART;TZID=Asia/Tokyo", e.Start.In(tokyo).Format("20060102T150405"))
	if e.End.After(e.Start) { // DTEND must be later (RFC 5545, 3.8.2.2); without one it is a moment
		w.line("DTEND;TZID=Asia/Tokyo", e.End.In(tokyo).Format("20060102T150405"))
	}
}

// tokyo has had one offset since 1951; no database of zones is needed.
var tokyo = time.FixedZone("JST", 9*60*60)

func status(e Event) string {
	switch {
	case e.Method == Cancel:
		return "CANCELLED"
	case e.Tentative:
		return "TENTATIVE"
	}
	return "CONFIRMED"
}

func (a Attendee) parameters() string {
	answer, role, reply := a.Answer, "REQ-PARTICIPANT", "FALSE"
	if answer == "" {
		answer = NeedsAction
	}
	if a.Optional {
		role = "OPT-PARTICIPANT"
	}
	if a.Reply {
		reply = "TRUE"
	}
	return ";CUTYPE=INDIVIDUAL;ROLE=" + role + ";PARTSTAT=" + answer + ";RSVP=" + reply + name(a.Person)
}

func name(p Person) string {
	if p.Name == "" {
		return ""
	}
	return ";CN=" + quoted(p.Name)
}
