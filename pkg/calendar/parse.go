package calendar

import (
	"fmt"
	"strings"
	"time"
)

// ParseJapaneseDate reads a day as people write it: S55.3.2, 昭和55年3月2日, 昭55/3/2, S550302,
// 令和元年5月1日, 19800302, 1980/3/2, 1980-03-02, 1980年3月2日; full-width characters and spaces
// between the parts are allowed. Gregorian years have four digits. A day that does not
// exist, lies outside its era or before 1873 is refused; errors are *DateError.
func ParseJapaneseDate(s string) (Date, error) {
	e, rest, hasEra := cutEra(strings.Map(narrow, s))
	d, ok := splitDate(rest, hasEra)
	switch {
	case !ok:
		return Date{}, dateError(CodeUnreadable)
	case hasEra && d.Year == 0:
		return Date{}, dateError(CodeEraYearZero)
	case hasEra:
		d.Year += e.zeroth
	}
	if !d.IsValid() {
		return Date{}, dateError(CodeNoSuchDay)
	}
	if err := checkEra(d, e, hasEra); err != nil {
		return Date{}, err
	}
	return d, nil
}

// checkEra refuses days outside the era they were written in: a wrong era is a typing
// mistake in the year as often as in the era, so nothing is corrected silently.
func checkEra(d Date, written era, hasEra bool) error {
	actual, ok := eraOn(d)
	switch {
	case !ok:
		return dateError(CodeBeforeSolar)
	case !hasEra || actual == written:
		return nil
	case d.Before(written.first):
		return &DateError{CodeBeforeEra, fmt.Sprintf(
			"%sは%d年%d月%d日からです。それより前は別の元号になります。元号と年をご確認ください。",
			written.name, written.first.Year, written.first.Month, written.first.Day)}
	}
	last := lastDay(written)
	return &DateError{CodeAfterEra, fmt.Sprintf(
		"%sは%sまでです。その次の日からは別の元号になります。元号と年をご確認ください。", written.name, Wareki(last))}
}

// lastDay gives the last day of an era that has ended.
func lastDay(e era) Date {
	for i := range len(eras) - 1 {
		if eras[i] == e {
			return eras[i+1].first.AddDays(-1)
		}
	}
	return Date{9999, time.December, 31}
}

// narrow brings full-width characters, the Japanese spaces, dashes and points that input
// methods produce to their ASCII form, and letters to upper case.
func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		r -= '！' - '!'
	}
	switch r {
	case '　', '\t':
		return ' '
	case '‐', '‑', '–', '—', '―', '−', 'ー', 'ｰ':
		return '-'
	case '・', '･', '。', '｡', '、', '､', ',':
		return '.'
	}
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	return r
}

// eraSigns are the one-character signs of Unicode for the eras, in their order.
const eraSigns = "㍾㍽㍼㍻㋿"

// cutEra takes an era off the front: 昭和, 昭, S or ㍼.
func cutEra(s string) (e era, rest string, ok bool) {
	s = strings.TrimLeft(s, " ")
	signs := []rune(eraSigns)
	for i, e := range eras {
		short := string([]rune(e.name)[:1])
		for _, mark := range []string{e.name, short, e.letter, string(signs[i])} {
			if rest, ok := strings.CutPrefix(s, mark); ok {
				return e, strings.TrimLeft(rest, " ."), true
			}
		}
	}
	return era{}, s, false
}

// splitDate takes year, month and day out of s, the year as written.
func splitDate(s string, hasEra bool) (Date, bool) {
	s = strings.Trim(s, " ")
	if d, ok := compactDate(s, hasEra); ok {
		return d, true
	}
	year, s, ok := takeYear(s, hasEra)
	if !ok {
		return Date{}, false
	}
	afterMonth, s, ok := takeSeparator(s)
	if !ok {
		return Date{}, false
	}
	month, s, ok := takeNumber(s, 2)
	if !ok {
		return Date{}, false
	}
	if s, ok = strings.CutPrefix(strings.TrimLeft(s, " "), afterMonth); !ok {
		return Date{}, false
	}
	day, s, ok := takeNumber(strings.TrimLeft(s, " "), 2)
	s = strings.TrimLeft(s, " ")
	if afterMonth == "月" {
		s = strings.TrimPrefix(s, "日")
	}
	return Date{year, time.Month(month), day}, ok && s == ""
}

// compactDate reads digits without separators: YYYYMMDD, or YYMMDD after an era.
func compactDate(s string, hasEra bool) (Date, bool) {
	yearDigits := 4
	if hasEra {
		yearDigits = 2
	}
	if len(s) != yearDigits+4 {
		return Date{}, false
	}
	n, ok := digits(s)
	return Date{n / 10000, time.Month(n / 100 % 100), n % 100}, ok
}

// takeYear reads 元 or one or two digits after an era, else exactly four digits: a
// two-digit year without an era could be of any era.
func takeYear(s string, hasEra bool) (year int, rest string, ok bool) {
	if !hasEra {
		year, rest, ok = takeNumber(s, 4)
		return year, rest, ok && len(s)-len(rest) == 4
	}
	if rest, ok = strings.CutPrefix(s, "元"); ok {
		return 1, rest, true
	}
	return takeNumber(s, 2)
}

// takeSeparator reads what follows the year and gives what must follow the month: 年 asks
// for 月, and a mark asks for the same mark again.
func takeSeparator(s string) (afterMonth, rest string, ok bool) {
	trimmed := strings.TrimLeft(s, " ")
	if rest, ok = strings.CutPrefix(trimmed, "年"); ok {
		return "月", strings.TrimLeft(rest, " "), true
	}
	for _, mark := range []string{"-", "/", "."} {
		if rest, ok = strings.CutPrefix(trimmed, mark); ok {
			return mark, strings.TrimLeft(rest, " "), true
		}
	}
	return "", trimmed, trimmed != s // spaces alone: S55 3 2
}

// takeNumber reads 1 to most digits; a longer run of digits is refused, not cut.
func takeNumber(s string, most int) (n int, rest string, ok bool) {
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	if end == 0 || end > most {
		return 0, s, false
	}
	n, ok = digits(s[:end])
	return n, s[end:], ok
}
