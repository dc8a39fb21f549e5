package ical

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func meeting() Event {
	start := time.Date(2026, 12, 8, 4, 30, 0, 0, time.UTC) // 13:30 in Tokyo
	return Event{
		UID: "0193-a@tsunagu.example", Sequence: 2, Stamp: time.Date(2026, 11, 25, 23, 0, 0, 0, time.UTC), Start: start, End: start.Add(90 * time.Minute),
		Summary: "支援会議（第2回）; 資料は会議の画面で, 開催前日から", Location: "市役所3階 会議室\\A", Description: "𠮷野さんの係より👨‍👩‍👧\nリンク: https://tsunagu.example/p#abc\r\n以上",
		URL: "https://tsunagu.example/conferences/1", Method: Request,
		Organizer: Person{"つなぐ事務局", "tsunagu@city.example"},
		Attendees: []Attendee{{Person: Person{`髙橋, "花子"; ^係:1`, "hanako@npo.example"}, Reply: true}, {Person: Person{"", "b@npo.example"}, Answer: Accepted, Optional: true}},
	}
}

func unfold(b []byte) []string {
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(b), "\r\n ", ""), "\r\n"), "\r\n")
}

func TestInvitationSaysWhatItMust(t *testing.T) {
	got := unfold(Invitation(meeting()))
	for _, want := range []string{
		"METHOD:REQUEST", "UID:0193-a@tsunagu.example", "SEQUENCE:2", "DTSTAMP:20261125T230000Z", "DTSTART;TZID=Asia/Tokyo:20261208T133000", "DTEND;TZID=Asia/Tokyo:20261208T150000",
		`SUMMARY:支援会議（第2回）\; 資料は会議の画面で\, 開催前日から`, `LOCATION:市役所3階 会議室\\A`, `DESCRIPTION:𠮷野さんの係より👨‍👩‍👧\nリンク: https://tsunagu.example/p#abc\n以上`, "STATUS:CONFIRMED",
		`ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN="髙橋, ^'花子^'; ^^係:1":mailto:hanako@npo.example`,
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:b@npo.example", "TZID:Asia/Tokyo",
	} {
		if !strings.Contains("\n"+strings.Join(got, "\n")+"\n", "\n"+want+"\n") {
			t.Errorf("no line %s", want)
		}
	}
}

func TestCancellationKeepsTheUid(t *testing.T) {
	e := meeting()
	e.Method, e.Sequence = Cancel, 3
	got := strings.Join(unfold(Invitation(e)), "\n")
	for _, want := range []string{"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:3", "UID:0193-a@tsunagu.example"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// Whoever subscribes to a feed does not learn who else comes.
func TestFeedNamesNobody(t *testing.T) {
	got := string(Feed("つなぐ 会議", []Event{meeting(), {UID: "d", Start: meeting().Start, End: meeting().Start, AllDay: true, Summary: "期限"}}))
	if strings.Contains(got, "ATTENDEE") || strings.Contains(got, "hanako") {
		t.Error("attendees in a feed")
	}
	for _, want := range []string{"METHOD:PUBLISH", "X-WR-CALNAME:つなぐ 会議", "DTSTART;VALUE=DATE:20261208", "DTEND;VALUE=DATE:20261209"} {
		if !strings.Contains(got, want+"\r\n") {
			t.Errorf("no %s", want)
		}
	}
}

func wellFormed(t *testing.T, b []byte) {
	t.Helper()
	if !utf8.Valid(b) || !bytes.HasSuffix(b, []byte("\r\n")) {
		t.Fatalf("not UTF-8, or no end: %q", b)
	}
	begun := 0
	for _, line := range strings.Split(strings.TrimSuffix(string(b), "\r\n"), "\r\n") {
		if len(line) > octets || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00") {
			t.Fatalf("line of %d octets: %q", len(line), line)
		}
		if strings.HasPrefix(line, "BEGIN:") {
			begun++
		} else if strings.HasPrefix(line, "END:") {
			begun--
		}
	}
	if begun != 0 {
		t.Fatalf("unbalanced: %q", b)
	}
}

func FuzzInvitationIsAlwaysWellFormed(f *testing.F) {
	f.Add("支援会議", "会議室", "一\r\n二\n三", "髙橋 \"花子\"", "a@b.example", int64(0))
	f.Add(strings.Repeat("𠮷", 40), "\xff\xfe", "a\x00b\u2028c", "x\nATTENDEE:mailto:evil@x.example", "a@b.example\r\nX-EVIL:1", int64(1<<40))
	f.Add("END:VEVENT", "\\", ";,:", "^^'", "", int64(-1))
	f.Fuzz(func(t *testing.T, summary, location, description, who, address string, at int64) {
		start := time.Unix(at%(1<<37), 0)
		e := Event{UID: summary, Stamp: start, Start: start, End: start.Add(time.Hour), Summary: summary, Location: location, Description: description,
			URL: location, Organizer: Person{who, address}, Attendees: []Attendee{{Person: Person{who, address}}}, Method: Request}
		if start.Year() < 1 || start.Year() > 9998 {
			return
		}
		got := Invitation(e)
		wellFormed(t, got)
		if lines := unfold(got); strings.Join(lines, "\n") != "" && count(lines, "ATTENDEE") != 1 || count(lines, "BEGIN:VEVENT") != 1 || count(lines, "X-EVIL") != 0 {
			t.Fatalf("something was slipped in: %q", got)
		}
		if got := value(unfold(got), "SUMMARY"); got != clean(summary, true) {
			t.Fatalf("summary %q came out as %q", summary, got)
		}
		wellFormed(t, Feed(who, []Event{e}))
	})
}

func count(lines []string, prefix string) (n int) {
	for _, l := range lines {
		if strings.HasPrefix(l, prefix) {
			n++
		}
	}
	return n
}

func value(lines []string, property string) string {
	for _, l := range lines {
		if text, is := strings.CutPrefix(l, property+":"); is {
			return unescaped(text)
		}
	}
	return ""
}

func TestSummaryIsWhatWasWritten(t *testing.T) {
	e := meeting()
	s, ok := Summarize(Invitation(e))
	if !ok || s.Method != Request || s.UID != e.UID || s.Title != e.Summary || s.Location != e.Location || s.Sequence != 2 || !s.Start.Equal(e.Start) || !s.End.Equal(e.End) {
		t.Errorf("%+v", s)
	}
	if _, ok := Summarize([]byte("BEGIN:VEVENT\r\nDTSTART:never\r\nEND:VEVENT")); ok {
		t.Error("a calendar without a time")
	}
}

func FuzzSummarizeTakesAnything(f *testing.F) {
	f.Add(Invitation(meeting()))
	f.Add([]byte("BEGIN:VEVENT\r\nSEQUENCE:99999999999999999999\r\nDTSTART;:\r\nEND:VEVENT\r\n"))
	f.Fuzz(func(_ *testing.T, b []byte) { Summarize(b) })
}
