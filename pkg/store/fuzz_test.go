package store

import (
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

func FuzzCursorIsOursOrRefused(f *testing.F) {
	f.Add(cursorOf("cases", "1", "x"), "cases", 2)
	f.Add(cursorOf("cases"), "cases", 0)
	f.Add("WyJjYXNlcyIsbnVsbCwxXQ", "cases", 2)
	f.Add("////", "mail", 2)
	f.Add("W10", "", 0)
	f.Add(cursorOf("mail", "9999999999999999999999", "\x00"), "mail", 2)
	f.Fuzz(func(t *testing.T, cursor, order string, n int) {
		parts, err := parseCursor(cursor, order, n)
		if err != nil {
			if casework.CodeOf(err) != casework.CodeInvalid {
				t.Fatalf("%q: %v is no fault of the request", cursor, err)
			}
			return
		}
		if cursor != "" && len(parts) != n {
			t.Fatalf("%q gives %d parts of %d", cursor, len(parts), n)
		}
		for _, p := range parts {
			if strings.ContainsRune(p, 0) {
				t.Fatalf("%q holds NUL", p)
			}
			if micros, err := cursorInt(p); err == nil {
				if at := time.UnixMicro(micros); at.Year() < 1970 {
					t.Fatalf("%q is an instant of the year %d", p, at.Year())
				}
			}
			if id, err := cursorID(p); err == nil && string(id) != p {
				t.Fatalf("%q became %q", p, id)
			}
		}
	})
}

func FuzzAgencyFileIsReadOrItsFaultNamed(f *testing.F) {
	const head = "code,name,kana,kind,field,wards,accepts_issue_types\n"
	for _, text := range []string{"", head, head + "a,b,c,other,elderly,naka,care\n", "\ufeff" + head + "\"a\nb\",c,d,e,f,g,h\n", head + "\"a,b\n", head + "=1+1,@x,か,other,elderly,*,care\n",
		"\xff\xfe" + head, strings.Repeat("code,", 300), head + strings.Repeat("a,", 6) + "a\n" + strings.Repeat("b,", 6) + "b\n", head + "a\x00,b,c,other,elderly,naka,care\n",
		"code,name,kana,kind,field,wards,accepts_issue_types,email\na,𠮷野,よしの,other,elderly,naka,care,a@b\r\nBcc: x\n"} {
		f.Add(text)
	}
	ref := &Reference{
		AgencyKinds: []CodeLabel{{Code: "other"}}, Fields: []CodeLabel{{Code: "elderly"}}, Wards: []CodeLabel{{Code: "naka"}}, IssueTypes: []CodeLabel{{Code: "care"}},
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, rows, faults := ReadAgencies(strings.NewReader(text), ref)
		if len(faults) > maxRowErrors+30 { // a heading has so many columns
			t.Fatalf("%d faults", len(faults))
		}
		for _, e := range faults {
			if e.Message == "" || e.Row < 1 {
				t.Fatalf("a fault that says nothing: %+v", e)
			}
		}
		if len(faults) > 0 {
			return
		}
		if len(list) > rows {
			t.Fatalf("%d agencies of %d rows", len(list), rows)
		}
		for _, a := range list {
			if a.Code == "" || a.Name == "" || len(a.Services) == 0 || strings.ContainsRune(a.Code+a.Name+a.Address, 0) || a.Email != "" && !IsMailAddress(a.Email) {
				t.Fatalf("taken: %+v", a)
			}
		}
	})
}

func FuzzMailAddressCarriesNothingElse(f *testing.F) {
	for _, text := range []string{"a@b.example", "a@b.example\r\nBcc: x@y.example", "A <a@b.example>", "a@b,c@d", "\"a b\"@c.example", "a@[127.0.0.1]", "𠮷@例え.jp", "@", "a@b\x00", "(c)a@b.example"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if IsMailAddress(text) && (strings.Count(text, "@") == 0 || strings.ContainsAny(text, "\r\n\t ,<>\x00") || len(text) > 254) {
			t.Fatalf("%q is taken for an address", text)
		}
		if strings.ContainsAny(oneLine(text), "\r\n\u2028\u2029") {
			t.Fatalf("%q stays on more than one line", text)
		}
	})
}

func FuzzLinkTokenHasOneSpelling(f *testing.F) {
	f.Add("")
	f.Add(strings.Repeat("A", 43))
	f.Add(strings.Repeat("A", 42) + "B") // bits that no byte has
	f.Add(strings.Repeat("A", 43) + "\n")
	f.Add(strings.Repeat("-_", 22))
	f.Fuzz(func(t *testing.T, token string) {
		if isLinkToken(token) && (len(token) != 43 || strings.ContainsAny(token, "\r\n=+/")) {
			t.Fatalf("%q is taken for a token", token)
		}
	})
}
