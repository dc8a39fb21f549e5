package calendar

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestWarekiChangesOnTheExactDay(t *testing.T) {
	for s, want := range map[string]string{
		"1980-03-02": "昭和55年3月2日", "2019-05-01": "令和元年5月1日", "2019-04-30": "平成31年4月30日", "1989-01-08": "平成元年1月8日",
		"1989-01-07": "昭和64年1月7日", "1926-12-25": "昭和元年12月25日", "1926-12-24": "大正15年12月24日", "1912-07-30": "大正元年7月30日",
		"1912-07-29": "明治45年7月29日", "1873-01-01": "明治6年1月1日", "1872-12-31": "1872年12月31日", "2026-11-22": "令和8年11月22日",
	} {
		if got := Wareki(day(t, s)); got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
	if Wareki(Date{}) != "" {
		t.Error("no date must be no text")
	}
}

func TestFiscalYears(t *testing.T) {
	for year, want := range map[int]string{2018: "H30", 2019: "R元", 2020: "R2", 2026: "R8", 1989: "H元", 1988: "S63", 1926: "S元", 1870: "1870"} {
		if got := FiscalYearLabel(year); got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
	if FiscalYearName(2019) != "令和元年度" || FiscalYearName(2018) != "平成30年度" {
		t.Error(FiscalYearName(2019), FiscalYearName(2018))
	}
	for _, year := range []int{2018, 2019, 2020} {
		start, end := FiscalYearRange(year)
		if FiscalYear(start) != year || FiscalYear(start.Add(-time.Microsecond)) != year-1 ||
			FiscalYear(end) != year+1 || FiscalYear(end.Add(-time.Microsecond)) != year {
			t.Errorf("%d: %v – %v", year, start, end)
		}
	}
	if FiscalYear(day(t, "2020-03-31")) != 2019 || FiscalYear(day(t, "2020-04-01")) != 2020 {
		t.Error("fiscal year of a day")
	}
}

func TestParseJapaneseDateReadsWhatPeopleWrite(t *testing.T) {
	for _, s := range []string{
		"S55.3.2", "s55.3.2", "昭和55年3月2日", "昭55.3.2", "昭和55年03月02日", "Ｓ５５．３．２", "昭和５５年３月２日", "㍼55.3.2",
		"19800302", "1980/3/2", "1980-03-02", "1980.3.2", "1980年3月2日", "１９８０／３／２", "1980－03－02", "S550302",
		" 昭和 55年 3月 2日 ", "昭和55年3月2", "S55/3/2", "S55-3-2", "S 55 3 2", "昭和・55・3・2", "S.55.3.2", "１９８００３０２",
	} {
		if d, err := ParseJapaneseDate(s); err != nil || d != (Date{1980, time.March, 2}) {
			t.Errorf("%q: %v, %v", s, d, err)
		}
	}
	for s, want := range map[string]string{
		"令和元年5月1日": "2019-05-01", "R1.5.1": "2019-05-01", "平成元年1月8日": "1989-01-08", "S64.1.7": "1989-01-07", "平成31年4月30日": "2019-04-30",
		"大正元年7月30日": "1912-07-30", "T15.12.24": "1926-12-24", "明治6年1月1日": "1873-01-01", "M45.7.29": "1912-07-29", "昭和元年12月25日": "1926-12-25",
		"R060229": "2024-02-29", "H8/2/29": "1996-02-29",
	} {
		if d, err := ParseJapaneseDate(s); err != nil || d.String() != want {
			t.Errorf("%q: %v, %v; want %s", s, d, err, want)
		}
	}
}

func TestParseJapaneseDateSaysWhyItRefuses(t *testing.T) {
	for s, want := range map[string]Code{
		"平成元年1月7日": CodeBeforeEra, "令和元年4月30日": CodeBeforeEra, "大正元年7月29日": CodeBeforeEra, "昭和元年12月24日": CodeBeforeEra,
		"昭和64年1月8日": CodeAfterEra, "平成31年5月1日": CodeAfterEra, "明治45年7月30日": CodeAfterEra, "大正15年12月25日": CodeAfterEra, "S99.1.1": CodeAfterEra,
		"明治5年12月2日": CodeBeforeSolar, "1872-12-31": CodeBeforeSolar, "0001/1/1": CodeBeforeSolar,
		"令和0年1月1日": CodeEraYearZero, "S000101": CodeEraYearZero,
		"昭和55年2月30日": CodeNoSuchDay, "2026/2/29": CodeNoSuchDay, "20261301": CodeNoSuchDay, "S55.0.1": CodeNoSuchDay,
		"": CodeUnreadable, " ": CodeUnreadable, "昭和": CodeUnreadable, "80/3/2": CodeUnreadable, "3/2/1980": CodeUnreadable, "S5 5.3.2": CodeUnreadable,
		"1980/3": CodeUnreadable, "1980/3-2": CodeUnreadable, "1980年3/2": CodeUnreadable, "S55.3.2x": CodeUnreadable, "1980/3/2日": CodeUnreadable,
		"S100.1.1": CodeUnreadable, "元年5月1日": CodeUnreadable, "1980//3/2": CodeUnreadable, "-1980/3/2": CodeUnreadable, "不明": CodeUnreadable, "1980032": CodeUnreadable,
	} {
		d, err := ParseJapaneseDate(s)
		if !errors.Is(err, &DateError{Code: want}) || !d.IsZero() {
			t.Errorf("%q: %v, %v; want %s", s, d, err, want)
		}
	}
	_, err := ParseJapaneseDate("平成元年1月7日")
	if !strings.Contains(err.Error(), "平成は1989年1月8日から") {
		t.Error(err)
	}
	if _, err = ParseJapaneseDate("昭和64年1月8日"); !strings.Contains(err.Error(), "昭和は昭和64年1月7日まで") {
		t.Error(err)
	}
}

func TestAgeIsReachedTheDayBeforeTheBirthday(t *testing.T) {
	for _, c := range []struct {
		birth, on string
		want      int
	}{
		{"1980-03-02", "2020-02-29", 39}, {"1980-03-02", "2020-03-01", 40}, {"1980-03-02", "2020-03-02", 40},
		{"2000-02-29", "2001-02-27", 0}, {"2000-02-29", "2001-02-28", 1}, {"2000-02-29", "2004-02-27", 3}, {"2000-02-29", "2004-02-28", 4},
		{"2019-04-01", "2025-03-31", 6}, {"2019-04-02", "2025-03-31", 5}, // the school year parts here
		{"2000-01-01", "2020-12-31", 21}, {"2000-03-01", "2024-02-28", 23}, {"2000-03-01", "2024-02-29", 24}, {"2000-03-01", "2023-02-28", 23},
		{"2026-11-22", "2026-11-22", 0}, {"2026-11-22", "2026-11-21", -1},
	} {
		birth := day(t, c.birth)
		if got := Age(birth, day(t, c.on)); got != c.want {
			t.Errorf("born %s on %s: %d, want %d", c.birth, c.on, got, c.want)
		}
	}
	for _, birth := range []string{"1980-03-02", "2000-02-29", "2000-01-01", "2000-03-01", "1961-04-01"} {
		for age := 1; age <= 100; age++ {
			b := day(t, birth)
			on := AgeReachedOn(b, age)
			if Age(b, on) != age || Age(b, on.AddDays(-1)) != age-1 {
				t.Errorf("born %s: %d years on %v", birth, age, on)
			}
		}
	}
}
