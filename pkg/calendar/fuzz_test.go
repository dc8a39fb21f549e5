package calendar

import (
	"errors"
	"testing"
	"unicode/utf8"
)

func FuzzParseJapaneseDate(f *testing.F) {
	for _, s := range []string{"S55.3.2", "昭和５５年３月２日", "令和元年5月1日", "19800302", "1980/3/2", "㍻31.4.30", "R0.1.1", "\xff", "元", "2980/3/1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseJapaneseDate(s)
		if err != nil {
			var why *DateError
			if !errors.As(err, &why) || why.Code == "" || why.Message == "" || !utf8.ValidString(why.Message) || !d.IsZero() {
				t.Fatalf("%q: refused without saying why: %v %#v", s, d, err)
			}
			return
		}
		if !d.IsValid() {
			t.Fatalf("%q: impossible day %v", s, d)
		}
		forms := []string{d.String()}
		if d.Year-2018 <= 99 { // a year of an era has two digits
			forms = append(forms, Wareki(d))
		}
		for _, again := range forms {
			if e, err := ParseJapaneseDate(again); err != nil || e != d {
				t.Fatalf("%q gave %v, but %q gives %v, %v", s, d, again, e, err)
			}
		}
	})
}
