package casework

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// Hidden stands where a protected word was taken out of a text.
const Hidden = "〔非表示〕"

// Mask is what one viewer may not see of one case: the ONE place that takes protected fields out. Every answer, list,
// print, export, mail and message goes through it. The zero Mask hides nothing.
type Mask struct {
	address bool            // of the household: somebody in it is protected
	persons map[string]bool // keys of protected persons: telephone, remarks
	words   []word          // how the protected facts are written, longest first
}

// word is a protected fact as it may stand in free text.
type word struct {
	key  string // folded
	lots bool   // an address: numbers that follow belong to it
	kata bool   // a short name: a name in katakana only, for ティ would be found in している
}

// AddressHidden is the mask of whoever may not know where the household lives, for lists and comparisons that hold no
// sheet. The contents say how the address is written, for the texts of such a list.
func AddressHidden(contents ...SheetContent) Mask {
	m := Mask{address: true}
	m.learnAll(contents)
	return m
}

// MaskFor is the mask of a viewer on this case, given every content in which the protected facts may stand.
func (c *Case) MaskFor(actor Actor, now time.Time, contents ...SheetContent) Mask {
	m := Mask{persons: map[string]bool{}}
	for _, p := range c.Protections {
		if !c.hiddenFrom(p, actor, now) {
			continue
		}
		m.address = true
		if member, err := c.Member(p.Person); err == nil {
			for _, k := range member.Keys {
				m.persons[k[strings.LastIndex(k, "/")+1:]] = true
			}
		}
	}
	if m.Empty() {
		return Mask{}
	}
	m.learnAll(contents)
	return m
}

func (m *Mask) learnAll(contents []SheetContent) {
	for _, content := range contents {
		m.learn(content)
	}
	slices.SortStableFunc(m.words, func(a, b word) int { return len(b.key) - len(a.key) })
}

// Empty reports whether the viewer sees everything.
func (m Mask) Empty() bool { return !m.address && len(m.persons) == 0 }

// HidesAddress reports whether the household's address, ward and district are hidden.
func (m Mask) HidesAddress() bool { return m.address }

// learn remembers how the protected facts are written, so that they are found in free text too. The town alone says
// where someone lives as well.
func (m *Mask) learn(c SheetContent) {
	if v := c.Visitor; v != nil {
		m.phone(v.Phone)
	}
	s := c.Subject
	if s == nil {
		return
	}
	m.phone(s.PhoneHome)
	m.phone(s.PhoneMobile)
	if a := s.Address; a != nil {
		m.place(3, a.Town)
		for _, w := range []string{a.Town + a.Lot, a.Town + a.Lot + a.Building, a.Building, strings.TrimRightFunc(a.Building, isRoom), a.Text} {
			m.place(4, w)
		}
		if a.District != "" {
			m.place(5, a.District+"中学校")
		}
		if k := phoneKey(a.PostalCode); len(k) == 7 {
			m.keep(word{key: k})
		}
	}
}

// isRoom: コーポ秘密 201号室 is found as コーポ秘密 too.
func isRoom(r rune) bool {
	r = halfWidth(r)
	return r >= '0' && r <= '9' || strings.ContainsRune(" 　-－ー‐号室", r)
}

func (m *Mask) place(least int, s string) {
	if k := textnorm.Fold(s); len([]rune(k)) >= least {
		m.keep(word{key: k, lots: true})
	}
}

func (m *Mask) phone(s string) {
	if k := phoneKey(s); len(k) >= 9 {
		m.keep(word{key: k})
		m.keep(word{key: strings.TrimPrefix(k, "0")}) // +81 86 …
	}
}

func (m *Mask) keep(w word) {
	if !slices.Contains(m.words, w) {
		m.words = append(m.words, w)
	}
}

// Content is the sheet without what the viewer may not see, and the pointers of what was taken out.
func (m Mask) Content(c SheetContent) (SheetContent, []string) {
	if m.Empty() {
		return c, nil
	}
	hidden := []string{}
	hide := func(pointer string, field *string) {
		if *field != "" {
			*field = ""
			hidden = append(hidden, pointer)
		}
	}
	if c.Subject != nil {
		s := *c.Subject
		if m.address && s.Address != nil {
			s.Address = &Address{Kind: s.Address.Kind}
			hidden = append(hidden, "/subject/address")
		}
		// the telephone of the home is where a protected person can be found, whoever is 本人
		hide("/subject/phoneHome", &s.PhoneHome)
		if m.persons["subject"] {
			hide("/subject/phoneMobile", &s.PhoneMobile)
		}
		s.Description = m.Text(s.Description)
		s.OtherNames = slices.Clone(s.OtherNames)
		for i := range s.OtherNames {
			s.OtherNames[i].Name = m.Text(s.OtherNames[i].Name)
		}
		s.Consent = m.consent(s.Consent)
		c.Subject = &s
	}
	if c.Visitor != nil {
		v := *c.Visitor
		hide("/visitor/phone", &v.Phone)
		v.Name, v.Relation, v.Note = m.Text(v.Name), m.Text(v.Relation), m.Text(v.Note)
		c.Visitor = &v
	}
	c.Members = slices.Clone(c.Members)
	for i := range c.Members {
		p := &c.Members[i]
		if m.persons[string(p.ID)] {
			hide("/members/"+itoa(i)+"/note", &p.Note)
		}
		p.Note, p.Consent = m.Text(p.Note), m.consent(p.Consent)
	}
	c.Referrals = slices.Clone(c.Referrals)
	for i := range c.Referrals {
		c.Referrals[i].AgencyName, c.Referrals[i].Reason = m.Text(c.Referrals[i].AgencyName), m.Text(c.Referrals[i].Reason)
	}
	for _, t := range []*string{&c.ReceivedBy, &c.OtherIssue, &c.Request, &c.Wishes, &c.DangerNote} {
		*t = m.Text(*t)
	}
	return c, hidden
}

func (m Mask) consent(c *Consent) *Consent {
	if c == nil {
		return nil
	}
	k := *c
	k.Note, k.ExplainedBy = m.Text(k.Note), m.Text(k.ExplainedBy)
	return &k
}

// Restore puts back what a viewer could not see, so that a correction by somebody under a mask loses nothing. What the
// viewer wrote over a hidden field stands: it is a new fact.
func (m Mask) Restore(stored, sent SheetContent) SheetContent {
	if m.Empty() {
		return sent
	}
	shown, _ := m.Content(stored)
	sent.Subject = m.restoreSubject(stored.Subject, shown.Subject, sent.Subject)
	if sent.Visitor != nil && stored.Visitor != nil {
		v, was, saw := *sent.Visitor, stored.Visitor, shown.Visitor
		v.Name, v.Relation = m.restored(v.Name, saw.Name, was.Name), m.restored(v.Relation, saw.Relation, was.Relation)
		v.Phone, v.Note = m.restored(v.Phone, saw.Phone, was.Phone), m.restored(v.Note, saw.Note, was.Note)
		sent.Visitor = &v
	}
	sent.Members = slices.Clone(sent.Members)
	for i := range sent.Members {
		for j, old := range stored.Members {
			if new := &sent.Members[i]; old.ID == new.ID {
				new.Note = m.restored(new.Note, shown.Members[j].Note, old.Note)
				new.Consent = m.restoreConsent(old.Consent, new.Consent)
			}
		}
	}
	sent.Referrals = slices.Clone(sent.Referrals)
	for i := range sent.Referrals {
		for j, old := range stored.Referrals {
			r := &sent.Referrals[i]
			if r.AgencyName == shown.Referrals[j].AgencyName {
				r.AgencyName, r.Reason = old.AgencyName, m.restored(r.Reason, shown.Referrals[j].Reason, old.Reason)
				break
			}
		}
	}
	for _, f := range []struct{ sent, shown, stored *string }{
		{&sent.ReceivedBy, &shown.ReceivedBy, &stored.ReceivedBy}, {&sent.OtherIssue, &shown.OtherIssue, &stored.OtherIssue},
		{&sent.Request, &shown.Request, &stored.Request}, {&sent.Wishes, &shown.Wishes, &stored.Wishes}, {&sent.DangerNote, &shown.DangerNote, &stored.DangerNote},
	} {
		*f.sent = m.restored(*f.sent, *f.shown, *f.stored)
	}
	return sent
}

func (m Mask) restoreSubject(stored, shown, sent *Subject) *Subject {
	if stored == nil || sent == nil {
		return sent
	}
	s := *sent
	if stored.Address != nil && (s.Address == nil || *s.Address == *shown.Address) {
		s.Address = stored.Address
	}
	s.PhoneHome = m.restored(s.PhoneHome, shown.PhoneHome, stored.PhoneHome)
	s.PhoneMobile = m.restored(s.PhoneMobile, shown.PhoneMobile, stored.PhoneMobile)
	s.Description = m.restored(s.Description, shown.Description, stored.Description)
	s.Consent = m.restoreConsent(stored.Consent, s.Consent)
	s.OtherNames = slices.Clone(s.OtherNames)
	for i := range s.OtherNames {
		for j, old := range stored.OtherNames {
			if s.OtherNames[i].Name == shown.OtherNames[j].Name {
				s.OtherNames[i].Name = old.Name
			}
		}
	}
	return &s
}

func (m Mask) restoreConsent(stored, sent *Consent) *Consent {
	if stored == nil || sent == nil {
		return sent
	}
	k, shown := *sent, m.consent(stored)
	k.Note, k.ExplainedBy = m.restored(k.Note, shown.Note, stored.Note), m.restored(k.ExplainedBy, shown.ExplainedBy, stored.ExplainedBy)
	return &k
}

// RestoreText is what a viewer's correction of a text stands for.
func (m Mask) RestoreText(stored, sent string) string {
	return m.restored(sent, m.Text(stored), stored)
}

// restored is the stored text when the viewer left what was shown as it was. Where the viewer wrote around what was
// hidden, each hidden passage gets its words back.
func (m Mask) restored(sent, shown, stored string) string {
	if sent == shown {
		return stored
	}
	var taken []string
	m.cut(stored, func(passage string) { taken = append(taken, passage) })
	if n := strings.Count(sent, Hidden); n == 0 || n != len(taken) {
		return sent
	}
	for _, passage := range taken {
		sent = strings.Replace(sent, Hidden, passage, 1)
	}
	return sent
}

// Person is a person as the viewer may compare it: without address and telephones when they are hidden.
func (m Mask) Person(p Person) Person {
	if m.address {
		p.Address, p.Phones = nil, nil
	}
	return p
}

// Text takes every spelling of the protected address and telephones out of a free text: other widths, hyphens and spaces
// do not help.
func (m Mask) Text(s string) string { return m.cut(s, func(string) {}) }

// cut writes the text with Hidden for each protected passage, and hands the passages over in order.
func (m Mask) cut(s string, passage func(string)) string {
	if len(m.words) == 0 || s == "" {
		return s
	}
	runes := []rune(s)
	var out strings.Builder
	for i := 0; i < len(runes); {
		n := m.protectedAt(runes[i:])
		if n == 0 {
			out.WriteRune(runes[i])
			i++
			continue
		}
		out.WriteString(Hidden)
		passage(string(runes[i : i+n]))
		i += n
	}
	return out.String()
}

// protectedAt returns how many runes from the start are a protected passage.
func (m Mask) protectedAt(runes []rune) int {
	for _, w := range m.words {
		n := runOf(runes, w.key)
		if n > 0 && w.kata && strings.ContainsFunc(string(runes[:n]), func(r rune) bool { return unicode.Is(unicode.Hiragana, r) }) {
			continue
		}
		if n > 0 && w.lots {
			n += len([]rune(lots.FindString(string(runes[n:min(len(runes), n+40)]))))
		}
		if n > 0 {
			return n
		}
	}
	return 0
}

// lots are the numbers of an address: 7丁目7番７号, １－２３ コーポの 201号室.
var lots = regexp.MustCompile(`^(?:[ 　]?(?:[0-9０-９]+|[〇一二三四五六七八九十百]+(?:丁目|番|号)|丁目|番地|番|号室|号|の[0-9０-９]+|[-‐‑–−ー－][0-9０-９]+))+`)

// runOf returns how many runes from the start fold to the word, 0 when they do not. A run begins and ends with a rune
// that counts, so that what stands around it stays.
func runOf(runes []rune, folded string) int {
	if textnorm.Fold(string(runes[0])) == "" {
		return 0
	}
	limit := min(len(runes), 4*len([]rune(folded)))
	for n := 1; n <= limit; n++ {
		got := textnorm.Fold(string(runes[:n]))
		if got == folded {
			return n
		}
		if !strings.HasPrefix(folded, got) {
			return 0
		}
	}
	return 0
}

func itoa(n int) string { return strconv.Itoa(n) }
