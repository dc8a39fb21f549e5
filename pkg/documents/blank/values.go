package blank

import (
	"errors"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// word is a code and what stands for it in the list.
type word struct{ code, label string }

var (
	channels     = []word{{"visit", "来所"}, {"phone", "電話"}, {"home_visit", "訪問"}, {"online", "オンライン"}, {"document", "文書"}}
	genders      = []word{{"male", "男性"}, {"female", "女性"}, {"other", "その他"}, {"undisclosed", "回答しない"}}
	addressKinds = []word{{"in_city", "市内"}, {"outside", "市外"}, {"none", "住所不定"}}
)

func wordsOf(list []word) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.label
	}
	return out
}

const chooseAgain = "選択肢から選び直してください。"

// ascii brings full-width letters, digits and marks to their narrow form.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		}
		return r
	}, s)
}

func text(of func(*casework.SheetContent) *string) func(*reading, field, cell) {
	return func(r *reading, f field, c cell) {
		v := c.text
		if n := strings.ToLower(f.pointer); strings.Contains(n, "phone") || strings.HasSuffix(n, "postalcode") {
			v = ascii(v)
		}
		*of(&r.content) = v
	}
}

func coded[T ~string](list []word, of func(*casework.SheetContent) *T) func(*reading, field, cell) {
	return func(r *reading, f field, c cell) {
		i := slices.IndexFunc(list, func(w word) bool { return w.label == c.text })
		if i < 0 {
			r.fault(f, chooseAgain)
			return
		}
		*of(&r.content) = T(list[i].code)
	}
}

// ticked reads a tick; people draw it in many ways.
func ticked(r *reading, f field, c cell) (on, most bool) {
	switch ascii(c.text) {
	case "◎":
		return true, true
	case "○", "◯", "〇", "●", "O", "o", "✓", "✔", "☑", "レ", "ﾚ", "1", "はい", "有", "あり", "TRUE":
		return true, false
	case "×", "✕", "x", "X", "-", "0", "いいえ", "無", "なし", "□", "FALSE":
		return false, false
	}
	r.fault(f, "「○」を入れるか、空欄にしてください。")
	return false, false
}

func readIssue(code string) func(*reading, field, cell) {
	return func(r *reading, f field, c cell) {
		on, most := ticked(r, f, c)
		if !on {
			return
		}
		r.places["/content/issues/"+strconv.Itoa(len(r.content.Issues))] = f
		r.content.Issues = append(r.content.Issues, code)
		switch {
		case most && r.content.MostPressing != "":
			r.fault(f, "「◎」（一番困っていること）は1つだけにしてください。")
		case most:
			r.content.MostPressing = code
		}
	}
}

func readFeature(code string) func(*reading, field, cell) {
	return func(r *reading, f field, c cell) {
		if on, _ := ticked(r, f, c); on {
			r.places["/content/features/"+strconv.Itoa(len(r.content.Features))] = f
			r.content.Features = append(r.content.Features, code)
		}
	}
}

func readDanger(r *reading, f field, c cell) { r.content.Danger, _ = ticked(r, f, c) }

func readWard(r *reading, f field, c cell) {
	for _, w := range r.form.Catalog.Wards {
		if w.Label == c.text {
			addressOf(&r.content).Ward = w.Code
			return
		}
	}
	r.fault(f, "福祉区を選び直してください。")
}

func member(i int, of func(*casework.Member) *string) func(*reading, field, cell) {
	return func(r *reading, _ field, c cell) { *of(r.member(i)) = c.text }
}

func (r *reading) member(i int) *casework.Member {
	if r.members[i] == nil {
		r.members[i] = &casework.Member{}
	}
	return r.members[i]
}

func referral(i int, of func(*casework.Referral) *string) func(*reading, field, cell) {
	return func(r *reading, _ field, c cell) {
		if r.referrals[i] == nil {
			r.referrals[i] = &casework.Referral{}
		}
		*of(r.referrals[i]) = c.text
	}
}

func readRelation(i int) func(*reading, field, cell) {
	return func(r *reading, f field, c cell) {
		r.member(i).Relation = c.text
		if c.text == "本人" {
			r.fault(f, "本人は上の「本人」の欄に記入し、ここには本人以外の方を記入してください。")
		}
	}
}

func readMemberGender(i int) func(*reading, field, cell) {
	return func(r *reading, f field, c cell) {
		coded(genders, func(*casework.SheetContent) *casework.Gender { return &r.member(i).Gender })(r, f, c)
	}
}

func readMemberAge(i int) func(*reading, field, cell) {
	return func(r *reading, f field, c cell) {
		if n, ok := whole(strings.TrimSuffix(ascii(c.text), "歳")); ok {
			r.member(i).Age = &n
			return
		}
		r.fault(f, "年齢を数字で入力してください。")
	}
}

func readHouseholdSize(r *reading, f field, c cell) {
	if n, ok := whole(strings.TrimSuffix(ascii(c.text), "人")); ok {
		r.content.HouseholdSize = &n
		return
	}
	r.fault(f, "世帯人数を数字で入力してください。")
}

// whole reads a number without a fraction; Excel may write 3 as 3.0.
func whole(s string) (int, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || n != math.Trunc(n) || math.Abs(n) > 1e6 {
		return 0, false
	}
	return int(n), true
}

var (
	ageTold    = regexp.MustCompile(`^(\d{1,3})[歳才]?(くらい|ぐらい|頃|ごろ)?$`)
	yearAbout  = regexp.MustCompile(`^([^\d]*(?:\d{1,4}|元)年)(?:(\d{1,2})月)?(?:頃|ごろ|くらい|ぐらい)?$`)
	clockWords = regexp.MustCompile(`^(午前|午後|AM|PM)?\s*(\d{1,2})(?:時|:)\s*(\d{1,2})?分?(?::\d{2})?\s*(AM|PM)?$`)
	manyDigits = regexp.MustCompile(`^\d{7,}$`)
)

// readBirth reads a day, a month or a year, an age, or 不明.
func readBirth(r *reading, f field, c cell) {
	b := &casework.Birth{}
	v := strings.ReplaceAll(ascii(c.text), " ", "")
	about := yearAbout.FindStringSubmatch(v)
	age := ageTold.FindStringSubmatch(v)
	switch {
	case v == "不明" || v == "わからない":
		b.Precision = casework.BirthUnknown
	case about != nil:
		d, err := yearOf(about[1], about[2])
		if err != nil {
			r.fault(f, err.Error())
			return
		}
		b.Precision, b.Year = casework.BirthYear, &d.Year
		if about[2] != "" {
			month := int(d.Month)
			b.Precision, b.Month = casework.BirthMonth, &month
		}
	case age != nil: // also as a number: Excel's days 1 to 130 would be a birth in early 1900
		n, _ := whole(age[1])
		b.Precision, b.Age = casework.BirthAge, &n
	default:
		d, err := r.date(c)
		if err != nil {
			r.fault(f, err.Error())
			return
		}
		b.Precision, b.Date = casework.BirthDay, &d
	}
	subjectOf(&r.content).Birth = b
}

// yearOf reads 昭和55年 or 1980年, with or without a month. The first and last year of an era hold only part of a year.
func yearOf(year, month string) (calendar.Date, error) {
	tries := []string{year + "1月1日", year + "12月31日"}
	if month != "" {
		tries = []string{year + month + "月1日", year + month + "月28日", year + month + "月30日"}
	}
	var first error
	for _, t := range tries {
		d, err := calendar.ParseJapaneseDate(t)
		if err == nil {
			return d, nil
		}
		first = cmpErr(first, err)
	}
	return calendar.Date{}, first
}

func cmpErr(first, next error) error {
	if first != nil {
		return first
	}
	return next
}

// date reads a day as people write it, or as Excel counts it. Eight digits are a written day, never a count.
func (r *reading) date(c cell) (calendar.Date, error) {
	if !c.number || manyDigits.MatchString(c.text) {
		return calendar.ParseJapaneseDate(c.text)
	}
	days, err := strconv.ParseFloat(c.text, 64)
	if err != nil || days < 1 || days >= 2_958_466 || days >= 1873 && days <= 2100 { // after 9999; or a year, which as a count would be a day of 1905
		return calendar.ParseJapaneseDate("")
	}
	zero := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case r.date1904:
		zero = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60: // Excel holds 1900 for a leap year
		zero = zero.AddDate(0, 0, 1)
	}
	day := zero.AddDate(0, 0, int(days))
	return calendar.Date{Year: day.Year(), Month: day.Month(), Day: day.Day()}, nil
}

func readReceivedDate(r *reading, f field, c cell) {
	d, err := r.date(c)
	if err != nil {
		r.fault(f, err.Error())
		return
	}
	r.day = &d
	if fraction, err := strconv.ParseFloat(c.text, 64); err == nil && c.number && fraction != math.Trunc(fraction) {
		k := clockOf(fraction)
		r.clock = &k
	}
}

type clock struct{ hour, minute int }

func clockOf(days float64) clock {
	minutes := int(math.Round((days-math.Trunc(days))*1440)) % 1440
	return clock{minutes / 60, minutes % 60}
}

func readReceivedTime(r *reading, f field, c cell) {
	k, err := readClock(c)
	if err != nil {
		r.fault(f, err.Error())
		return
	}
	r.clock = &k
}

var errClock = errors.New("時刻は「13:30」のように入力してください。")

func readClock(c cell) (clock, error) {
	if c.number && strings.ContainsAny(c.text, ".eE") {
		days, err := strconv.ParseFloat(c.text, 64)
		if err != nil || days < 0 || days >= 2_958_466 {
			return clock{}, errClock
		}
		return clockOf(days), nil
	}
	m := clockWords.FindStringSubmatch(strings.ToUpper(ascii(c.text)))
	if m == nil {
		return clock{}, errClock
	}
	hour, _ := whole(m[2])
	minute, _ := whole("0" + m[3])
	if (m[1] == "午後" || m[1] == "PM" || m[4] == "PM") && hour < 12 {
		hour += 12
	}
	if hour > 23 || minute > 59 {
		return clock{}, errClock
	}
	return clock{hour, minute}, nil
}
