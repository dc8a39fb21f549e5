package calendar

import "time"

// The years whose holidays Holiday knows: the law's Monday rules began in 2000, and the
// equinox approximation holds until 2099.
const (
	firstHolidayYear = 2000
	lastHolidayYear  = 2099
)

const (
	substituteName = "振替休日"
	sandwichedName = "国民の休日"
)

// Holiday says whether d is a national holiday or one of the days off that follow from
// them (振替休日, 国民の休日), and its name. Source: 国民の祝日に関する法律 (昭和23年法律第178号)
// 2条 and 3条 with its amendments, and the special laws for 2019, 2020 and 2021. The two
// equinox days are announced each February for the year after; later ones are computed.
// Outside 2000–2099 no day is a holiday.
func Holiday(d Date) (name string, ok bool) {
	if d.Year < firstHolidayYear || d.Year > lastHolidayYear {
		return "", false
	}
	if name = nationalDay(d); name != "" {
		return name, true
	}
	if isSubstitute(d) {
		return substituteName, true
	}
	if isSandwiched(d) {
		return sandwichedName, true
	}
	return "", false
}

// isSubstitute applies 3条2項 to a day that is no national day itself. Until 2006 only the
// Monday after a Sunday counted; since 2007 the first day after it that is no national day.
func isSubstitute(d Date) bool {
	prev := d.AddDays(-1)
	if d.Year < 2007 {
		return prev.Weekday() == time.Sunday && nationalDay(prev) != ""
	}
	for nationalDay(prev) != "" {
		if prev.Weekday() == time.Sunday {
			return true
		}
		prev = prev.AddDays(-1)
	}
	return false
}

// isSandwiched applies 3条3項: the day between two national days. Until 2006 not a Sunday.
func isSandwiched(d Date) bool {
	if d.Year < 2007 && d.Weekday() == time.Sunday {
		return false
	}
	return nationalDay(d.AddDays(-1)) != "" && nationalDay(d.AddDays(1)) != ""
}

// nationalDay names the 国民の祝日 on d (2条 and the special laws), "" when there is none.
func nationalDay(d Date) string {
	if name, moved := specialYear(d); moved {
		return name
	}
	if d.Month >= time.July {
		return secondHalf(d)
	}
	return firstHalf(d)
}

func firstHalf(d Date) string {
	y := d.Year
	switch md := int(d.Month)*100 + d.Day; {
	case md == 101:
		return "元日"
	case d.Month == time.January && isMonday(d, 2):
		return "成人の日"
	case md == 211:
		return "建国記念の日"
	case md == 223 && y >= 2020:
		return "天皇誕生日"
	case d.Month == time.March && d.Day == springEquinox(y):
		return "春分の日"
	case md == 429 && y < 2007, md == 504 && y >= 2007:
		return "みどりの日"
	case md == 429:
		return "昭和の日"
	case md == 503:
		return "憲法記念日"
	case md == 505:
		return "こどもの日"
	}
	return ""
}

func secondHalf(d Date) string {
	y := d.Year
	switch md := int(d.Month)*100 + d.Day; {
	case y < 2003 && md == 720, y >= 2003 && d.Month == time.July && isMonday(d, 3):
		return "海の日"
	case md == 811 && y >= 2016:
		return "山の日"
	case y < 2003 && md == 915, y >= 2003 && d.Month == time.September && isMonday(d, 3):
		return "敬老の日"
	case d.Month == time.September && d.Day == autumnEquinox(y):
		return "秋分の日"
	case d.Month == time.October && isMonday(d, 2):
		if y < 2020 {
			return "体育の日"
		}
		return "スポーツの日"
	case md == 1103:
		return "文化の日"
	case md == 1123:
		return "勤労感謝の日"
	case md == 1223 && y < 2019:
		return "天皇誕生日"
	}
	return ""
}

// specialYear holds the one-off laws: 平成30年法律第99号 (2019, the accession), and the
// Olympic special measures law 32条 (2020, and 2021 as amended). moved is true where the
// rule of ordinary years must not be asked: the day is special, or its holiday went away.
func specialYear(d Date) (name string, moved bool) {
	md := int(d.Month)*100 + d.Day
	switch d.Year {
	case 2019:
		name, moved = special2019[md]
	case 2020:
		name, moved = special2020[md]
	case 2021:
		name, moved = special2021[md]
	}
	return name, moved
}

var (
	special2019 = map[int]string{501: "天皇の即位の日", 1022: "即位礼正殿の儀の行われる日"}
	special2020 = map[int]string{
		720: "", 723: "海の日", 724: "スポーツの日", 810: "山の日", 811: "", 1012: "",
	}
	special2021 = map[int]string{
		719: "", 722: "海の日", 723: "スポーツの日", 808: "山の日", 811: "", 1011: "",
	}
)

// isMonday says whether d is the nth Monday of its month.
func isMonday(d Date, nth int) bool {
	return d.Weekday() == time.Monday && (d.Day-1)/7+1 == nth
}

// springEquinox and autumnEquinox give the day of March and of September in Japan: the
// mean equinox of 1980 carried on by the tropical year, in millionths of a day. Valid
// 1980–2099.
func springEquinox(year int) int { return equinox(20_843_100, year) }

func autumnEquinox(year int) int { return equinox(23_248_800, year) }

func equinox(base1980, year int) int {
	n := year - 1980
	return (base1980+242_194*n)/1_000_000 - n/4
}
