package calendar

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

func day(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return d
}

func TestParseDateRefusesWhatIsNoDay(t *testing.T) {
	for s, want := range map[string]Code{
		"2026-02-30": CodeNoSuchDay, "2025-02-29": CodeNoSuchDay, "2026-13-01": CodeNoSuchDay, "2026-00-10": CodeNoSuchDay,
		"2026-04-31": CodeNoSuchDay, "1900-02-29": CodeNoSuchDay, "0000-01-01": CodeNoSuchDay, "2026-01-00": CodeNoSuchDay,
		"": CodeUnreadable, "2026-2-3": CodeUnreadable, "20260203": CodeUnreadable, "2026-02-03 ": CodeUnreadable,
		"+026-02-03": CodeUnreadable, "2026-02-03T00:00:00Z": CodeUnreadable, "２０２６-0": CodeUnreadable, "2026/02/03": CodeUnreadable,
	} {
		if d, err := ParseDate(s); !errors.Is(err, &DateError{Code: want}) || !d.IsZero() {
			t.Errorf("%q: got %v, %v; want %s", s, d, err, want)
		}
	}
	if got := day(t, "2024-02-29"); got != (Date{2024, time.February, 29}) {
		t.Errorf("leap day: %v", got)
	}
}

func TestDateOfIsTheDayInTokyo(t *testing.T) {
	before := time.Date(2026, 3, 31, 14, 59, 59, 0, time.UTC)
	if got := DateOf(before).String() + " " + DateOf(before.Add(time.Second)).String(); got != "2026-03-31 2026-04-01" {
		t.Error(got)
	}
	if !DateOf(time.Time{}).IsZero() {
		t.Error("no instant must be no date")
	}
}

func TestDateArithmetic(t *testing.T) {
	if got := day(t, "2024-02-28").AddDays(2).String(); got != "2024-03-01" {
		t.Error(got)
	}
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-11-30", 3, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"}, {"2026-01-15", -1, "2025-12-15"}, {"2026-05-10", 12, "2027-05-10"}, {"2024-02-29", 12, "2025-02-28"},
	} {
		if got := day(t, c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s %+d months: %s, want %s", c.from, c.n, got, c.want)
		}
	}
	a, b := day(t, "2025-12-31"), day(t, "2026-01-01")
	if !a.Before(b) || !b.After(a) || a.Compare(a) != 0 || a.Before(a) || a.DaysUntil(b) != 1 || b.DaysUntil(a) != -1 {
		t.Error("order of days across a year")
	}
	if a.Weekday() != time.Wednesday {
		t.Error(a.Weekday())
	}
}

func TestDateKeepsItselfThroughJSONAndColumns(t *testing.T) {
	type doc struct {
		Birth Date  `json:"birth"`
		Due   *Date `json:"due"`
		Left  Date  `json:"left,omitzero"`
	}
	in := doc{Birth: day(t, "1980-03-02")}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"birth":"1980-03-02","due":null}` {
		t.Fatalf("%s, %v", text, err)
	}
	var out doc
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("%+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"birth":"2026-02-30"}`), &out); !errors.Is(err, &DateError{Code: CodeNoSuchDay}) {
		t.Error(err)
	}
	if _, err := json.Marshal(Date{2026, 2, 30}); err == nil {
		t.Error("an impossible day was written")
	}
	for _, src := range []any{"1980-03-02", []byte("1980-03-02"), time.Date(1980, 3, 2, 0, 0, 0, 0, time.UTC)} {
		var d Date
		if err := d.Scan(src); err != nil || d != in.Birth {
			t.Errorf("%T: %v, %v", src, d, err)
		}
	}
	var none Date
	if v, err := none.Value(); v != nil || err != nil || none.Scan(nil) != nil || none.Scan(3) == nil {
		t.Error("zero date is NULL, a number is no date")
	}
	if v, err := in.Birth.Value(); v != "1980-03-02" || err != nil {
		t.Error(v, err)
	}
}
