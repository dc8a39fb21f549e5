package ical

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// asRead is what ical.js (frontend/tools/ical-read.mjs) finds in a calendar.
type asRead struct {
	Method string
	Events []struct {
		UID, Stamp, Zone, Start, End, Summary, Location, Description, Status string
		Sequence                                                             int
		Attendees                                                            []struct{ Name, Address, Answer string }
	}
}

// readElsewhere has another program read what we wrote.
func readElsewhere(t *testing.T, calendar []byte) (got asRead) {
	t.Helper()
	var said bytes.Buffer
	c := exec.CommandContext(t.Context(), "node", "tools/ical-read.mjs")
	c.Dir, c.Stdin, c.Stderr = "../../../frontend", bytes.NewReader(calendar), &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("ical.js (npm --prefix frontend ci): %v\n%s\n%s", err, said.String(), calendar)
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

const milliseconds = "2006-01-02T15:04:05.000Z"

func TestAnotherProgramReadsWhatWasMeant(t *testing.T) {
	plain := meeting()
	moved := meeting()
	moved.Sequence, moved.Start, moved.End = 3, plain.Start.Add(24*time.Hour), plain.End.Add(26*time.Hour)
	moved.Summary = strings.Repeat("𠮷野家の支援会議👨‍👩‍👧", 12) + "、終わり"
	moved.Description = "葛\U000E0100城さん\tか\u3099 ～ 〜 \\n は改行ではない\n二行目;セミコロン,コンマ:コロン\"引用\"\n\n" + strings.Repeat("あ", 300)
	moved.Location = `\\server\share ^'n^^`
	moved.Attendees[0].Name = "名前;に:いろ,いろ \"ある\" ^^' 人"
	gone := moved
	gone.Sequence, gone.Method = 4, Cancel
	moment := meeting()
	moment.End = moment.Start
	for name, e := range map[string]Event{"plain": plain, "moved": moved, "cancelled": gone, "without an end": moment} {
		got := readElsewhere(t, Invitation(e))
		if got.Method != e.Method || len(got.Events) != 1 {
			t.Fatalf("%s: %+v", name, got)
		}
		r := got.Events[0]
		end := ""
		if e.End.After(e.Start) {
			end = e.End.UTC().Format(milliseconds)
		}
		if r.UID != e.UID || r.Sequence != e.Sequence || r.Zone != "Asia/Tokyo" || r.Stamp != e.Stamp.UTC().Format(milliseconds) || r.Start != e.Start.UTC().Format(milliseconds) || r.End != end {
			t.Errorf("%s: %+v", name, r)
		}
		if r.Summary != e.Summary || r.Location != e.Location || r.Description != strings.ReplaceAll(e.Description, "\r\n", "\n") {
			t.Errorf("%s: text\n%q\n%q\n%q", name, r.Summary, r.Location, r.Description)
		}
		if want := map[bool]string{true: "CANCELLED", false: "CONFIRMED"}[e.Method == Cancel]; r.Status != want {
			t.Errorf("%s: status %s", name, r.Status)
		}
		if len(r.Attendees) != 2 || r.Attendees[0].Name != e.Attendees[0].Name || r.Attendees[0].Address != "mailto:hanako@npo.example" || r.Attendees[0].Answer != NeedsAction || r.Attendees[1].Answer != Accepted {
			t.Errorf("%s: attendees %+v", name, r.Attendees)
		}
	}
}

func TestAnotherProgramReadsAFeed(t *testing.T) {
	day := Event{UID: "due-1", Stamp: meeting().Stamp, Start: time.Date(2026, 12, 31, 15, 0, 0, 0, time.UTC), End: time.Date(2026, 12, 31, 15, 0, 0, 0, time.UTC), AllDay: true, Summary: "期限: 𠮷"}
	got := readElsewhere(t, Feed("つなぐ", []Event{meeting(), day}))
	if got.Method != Publish || len(got.Events) != 2 || got.Events[0].UID != meeting().UID || len(got.Events[0].Attendees) != 0 {
		t.Fatalf("%+v", got)
	}
	if d := got.Events[1]; d.Start != "2027-01-01" || d.End != "2027-01-02" || d.Summary != day.Summary {
		t.Errorf("%+v", d)
	}
	if got := readElsewhere(t, Feed("空", nil)); len(got.Events) != 0 {
		t.Errorf("%+v", got)
	}
}
