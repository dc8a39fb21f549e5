package casework

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// StudyPrivacy finds in the text of a study what would lead back to its case: who the household is, where it lives, who worked
// with it, and any date, telephone or address at all.
type StudyPrivacy struct{ words Anonymity }

// StudySource is everything in which a case could be recognised.
type StudySource struct {
	Case     *Case
	Contents []SheetContent // every version of every sheet of the household
	People   []string       // who worked on it: staff, advisors
	Places   []string       // names of agencies and wards
}

// StudyPrivacyOf knows what must not stand in a study of the case.
func StudyPrivacyOf(o StudySource, now time.Time) StudyPrivacy {
	m := AnonymityOf(o.Contents...).words
	for _, p := range o.Case.Members {
		m.learnName(p.Name, "")
	}
	for _, name := range o.People {
		m.staff(name)
	}
	m.whole(o.Case.Number)
	for _, place := range o.Places {
		m.whole(place)
	}
	for _, c := range o.Contents {
		m.staff(c.ReceivedBy)
		for _, r := range c.Referrals {
			m.whole(r.AgencyName)
		}
		for _, note := range protectedNotes(o.Case, c, now) {
			m.whole(note)
		}
	}
	slices.SortStableFunc(m.words, func(a, b word) int { return len(b.key) - len(a.key) })
	return StudyPrivacy{Anonymity{m}}
}

// whole: a name that is found as a whole only.
func (m *Mask) whole(s string) {
	if k := textnorm.Fold(s); len([]rune(k)) >= 3 {
		m.keep(word{key: k})
	}
}

// staff: whole names, and each part with さん; alone, a part may be a word of the trade (相談, 助言).
func (m *Mask) staff(name string) {
	m.whole(name)
	for _, part := range strings.Fields(strings.ReplaceAll(name, "　", " ")) {
		for _, h := range honorifics {
			m.whole(part + h)
		}
	}
}

// protectedNotes are the parts of what is remarked on persons under 支援措置: their school, their workplace.
func protectedNotes(c *Case, content SheetContent, now time.Time) (parts []string) {
	for _, p := range c.Protections {
		member, err := c.Member(p.Person)
		if err != nil || !p.Active(now) {
			continue
		}
		for _, m := range content.Members {
			if slices.ContainsFunc(member.Keys, func(k string) bool { return strings.HasSuffix(k, "/"+string(m.ID)) }) {
				parts = append(parts, strings.FieldsFunc(m.Note, func(r rune) bool { return strings.ContainsRune(" 　、。，．・:：\n()（）「」", r) })...)
			}
		}
	}
	return parts
}

// pattern is a kind of thing that no study holds, whoever it is about.
type pattern struct {
	find          *regexp.Regexp
	code, message string
}

const aNumber = `[0-9〇一二三四五六七八九十元]`

var patterns = []pattern{
	{regexp.MustCompile(`(?:明治|大正|昭和|平成|令和)\s*` + aNumber + `{1,3}\s*年(?:\s*` + aNumber + `{1,3}\s*月)?(?:\s*` + aNumber + `{1,3}\s*日)?|` +
		`(?:19|20)[0-9]{2}\s*年(?:\s*[0-9]{1,2}\s*月)?(?:\s*[0-9]{1,2}\s*日)?|(?:一九|二〇)` + aNumber + `{2}年|` +
		aNumber + `{1,3}\s*月\s*` + aNumber + `{1,3}\s*日|(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|\b[MTSHRmtshr][0-9]{1,2}(?:[./-][0-9]{1,2}|\s*年)|` +
		`\b(?:1[0-2]|0?[1-9])/(?:3[01]|[12][0-9]|0?[1-9])\b`),
		"date", "日付（%s）があります。「3か月後」のように、最初の相談からの経過で書いてください。"},
	{regexp.MustCompile(`0(?:[-() ]?[0-9]){9,10}|[\w.+-]+@[\w-]+\.\w+`), "personal", "電話番号やメールアドレス（%s）があります。書かないでください。"},
	{regexp.MustCompile(aNumber + `+\s*(?:丁目|番地|番町)|` + aNumber + `+番` + aNumber + `*号|\b[0-9]{1,4}-[0-9]{1,4}-[0-9]{1,4}\b|〒|\b[0-9]{3}-[0-9]{4}\b`),
		"personal", "住所（%s）があります。場所が分からないように言いかえてください。"},
}

// ascii narrows full-width letters, digits and signs, one rune for one.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		case strings.ContainsRune("‐‑–−", r):
			return '-'
		}
		return r
	}, s)
}

// check adds a fault that names what was found: whoever wrote it knows it.
func (p StudyPrivacy) check(bad *checks, pointer, text string) {
	p.words.check(bad, pointer, text)
	plain := ascii(text)
	for _, one := range patterns {
		if found := one.find.FindString(plain); found != "" {
			bad.add(pointer, one.code, strings.Replace(one.message, "%s", strings.TrimSpace(found), 1))
		}
	}
}
