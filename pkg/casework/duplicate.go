package casework

import (
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// Person is what search-before-create compares: one person of a sheet, written or stored.
type Person struct {
	Name    string
	Kana    string
	Others  []OtherName
	Birth   *Birth
	Address *Address
	Phones  []string
}

// Likely is how likely two records are the same person (or household), and why.
type Likely struct {
	Score   int // 0–100; below LikelyFrom it is not worth showing
	Reasons []MatchReason
}

// MatchReason says one thing two records share.
type MatchReason struct {
	Code string `json:"code"` // same_name, same_kana, near_name, same_birth, near_birth, same_address, same_phone
	Text string `json:"text"`
}

// LikelyFrom is the score from which a stored person is shown beside the new one.
const LikelyFrom = 40

// LookFirstFrom is the score from which a match has to be looked at before a second case is opened: the name and one
// more thing agree.
const LookFirstFrom = 80

// nearName is the likeness (0–1) from which two names are shown as similar.
const nearName = 0.6

// PersonOf returns 本人 of a sheet as a person to compare.
func PersonOf(c SheetContent) Person {
	if c.Subject == nil {
		return Person{}
	}
	s := c.Subject
	return Person{
		Name: s.Name, Kana: s.Kana, Others: s.OtherNames, Birth: s.Birth, Address: s.Address,
		Phones: []string{s.PhoneHome, s.PhoneMobile},
	}
}

// Match compares two persons on folded keys: spelling variants, kana and width do not matter. Unknown
// values neither speak for nor against; different known birth dates speak against.
func Match(a, b Person, on calendar.Date) Likely {
	var l Likely
	l.names(a, b)
	l.births(a.Birth, b.Birth, on)
	if k := addressKey(a.Address); k != "" && k == addressKey(b.Address) {
		l.add(25, "same_address", "住所が同じです")
	}
	if samePhone(a.Phones, b.Phones) {
		l.add(30, "same_phone", "電話番号が同じです")
	}
	l.Score = min(max(l.Score, 0), 100)
	return l
}

func (l *Likely) add(score int, code, text string) {
	l.Score += score
	l.Reasons = append(l.Reasons, MatchReason{code, text})
}

func (l *Likely) names(a, b Person) {
	switch {
	case shareKey(a.nameKeys(), b.nameKeys()):
		l.add(45, "same_name", "氏名が同じです")
	case shareKey(a.kanaKeys(), b.kanaKeys()):
		l.add(40, "same_kana", "ふりがなが同じです")
	case textnorm.Likeness(a.Name, b.Name) >= nearName || textnorm.Likeness(a.Kana, b.Kana) >= nearName:
		l.add(20, "near_name", "氏名が似ています")
	}
}

func (l *Likely) births(a, b *Birth, on calendar.Date) {
	if a == nil || b == nil {
		return
	}
	if a.Date != nil && b.Date != nil {
		if *a.Date == *b.Date {
			l.add(40, "same_birth", "生年月日が同じです")
		} else {
			l.Score -= 30
		}
		return
	}
	ya, oka := a.YearAbout(on)
	yb, okb := b.YearAbout(on)
	if !oka || !okb {
		return
	}
	if d := ya - yb; d >= -1 && d <= 1 {
		l.add(15, "near_birth", "年齢が近いです")
	} else if d < -3 || d > 3 {
		l.Score -= 20
	}
}

// YearAbout returns the year of birth as far as it is known; an age may be off by one.
func (b Birth) YearAbout(on calendar.Date) (int, bool) {
	switch {
	case b.Date != nil:
		return b.Date.Year, true
	case b.Year != nil:
		return *b.Year, true
	case b.Age != nil && b.AgeToldOn != nil:
		return b.AgeToldOn.Year - *b.Age, true
	case b.Age != nil:
		return on.Year - *b.Age, true
	}
	return 0, false
}

func (p Person) nameKeys() []string {
	keys := []string{textnorm.Fold(p.Name)}
	for _, o := range p.Others {
		keys = append(keys, textnorm.Fold(o.Name))
	}
	return keys
}

func (p Person) kanaKeys() []string {
	keys := []string{textnorm.Fold(p.Kana)}
	for _, o := range p.Others {
		keys = append(keys, textnorm.Fold(o.Kana))
	}
	return keys
}

func shareKey(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x != "" && x == y {
				return true
			}
		}
	}
	return false
}

// addressKey folds what tells one home from another; a postal code or ward alone does not. Numbers stay
// apart (1-23 is not 12-3), wherever they are written: 1丁目23番, １－２３ and 1-23 are one lot.
func addressKey(a *Address) string {
	if a == nil || a.Kind == AddressNone || a.Town == "" || a.Lot == "" {
		return ""
	}
	town := strings.Map(dropDigit, strings.ReplaceAll(a.Town, "丁目", ""))
	lot, room := numbers(a.Town+" "+a.Lot), numbers(a.Building)
	return textnorm.Fold(town) + "|" + strings.Join(lot, "-") + "|" + strings.Join(room, "-")
}

func dropDigit(r rune) rune {
	if d := halfWidth(r); d >= '0' && d <= '9' {
		return -1
	}
	return r
}

func samePhone(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if k := phoneKey(x); len(k) >= 9 && k == phoneKey(y) {
				return true
			}
		}
	}
	return false
}

// phoneKey keeps the digits, half or full width.
func phoneKey(s string) string { return strings.Join(numbers(s), "") }

// numbers returns the runs of digits in half width.
func numbers(s string) []string {
	return strings.FieldsFunc(strings.Map(halfWidth, s), func(r rune) bool { return r < '0' || r > '9' })
}

func halfWidth(r rune) rune {
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}
