package ical

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// Summary is what a page shows of a calendar part.
type Summary struct {
	Method, UID, Title, Location string
	Sequence                     int
	Start, End                   time.Time // End is zero when none is said
}

// Summarize reads the first event of a calendar that this package wrote; ok is false for anything else.
func Summarize(calendar []byte) (s Summary, ok bool) {
	lines := strings.Split(string(bytes.ReplaceAll(calendar, []byte("\r\n "), nil)), "\r\n")
	event := false
	for _, line := range lines {
		property, value, _ := strings.Cut(line, ":")
		name, _, _ := strings.Cut(property, ";")
		switch {
		case line == "BEGIN:VEVENT":
			event = true
		case line == "END:VEVENT":
			return s, !s.Start.IsZero()
		case name == "METHOD":
			s.Method = value
		case !event:
		case name == "UID":
			s.UID = unescaped(value)
		case name == "SUMMARY":
			s.Title = unescaped(value)
		case name == "LOCATION":
			s.Location = unescaped(value)
		case name == "SEQUENCE":
			s.Sequence, _ = strconv.Atoi(value)
		case name == "DTSTART":
			s.Start = instant(value)
		case name == "DTEND":
			s.End = instant(value)
		}
	}
	return Summary{}, false
}

func instant(text string) time.Time {
	for _, layout := range []string{"20060102T150405", "20060102"} {
		if at, err := time.ParseInLocation(layout, text, tokyo); err == nil {
			return at.UTC()
		}
	}
	return time.Time{}
}

func unescaped(text string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(text)
}
