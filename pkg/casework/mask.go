package casework

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// Hidden stands where a protected word was taken out of a text.
const Hidden = "〔非表示〕"

// Mask is what one viewer may not see of one case: the ONE place that takes protected fields out. Every answer, list,
// print, export, mail and message goes through it. The zero Mask hides nothing.
type Mask struct {
	address bool            // of the household: somebody in it is protected
	persons map[string]bool // keys of protected persons: telephone, remarks
	words   []string        // folded address lines and digits of telephones, wherever they are written
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
	for _, content := range contents {
		m.learn(content)
	}
	return m
}

// Empty reports whether the viewer sees everything.
func (m Mask) Empty() bool { return !m.address && len(m.persons) == 0 }

// HidesAddress reports whether the household's address, ward and district are hidden.
func (m Mask) HidesAddress() bool { return m.address }

// learn remembers how the protected facts are written, so that they are found in free text too.
func (m *Mask) learn(c SheetContent) {
	s := c.Subject
	if s == nil {
		return
	}
	if a := s.Address; a != nil {
		for _, w := range []string{a.Town + a.Lot, a.Town + a.Lot + a.Building, a.Building, a.Text} {
			if k := textnorm.Fold(w); len([]rune(k)) >= 4 && !slices.Contains(m.words, k) {
				m.words = append(m.words, k)
			}
		}
	}
	for _, p := range []string{s.PhoneHome, s.PhoneMobile} {
		if k := phoneKey(p); len(k) >= 9 && !slices.Contains(m.words, k) {
			m.words = append(m.words, k)
		}
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
		s.Consent = m.consent(s.Consent)
		c.Subject = &s
	}
	if c.Visitor != nil {
		v := *c.Visitor
		hide("/visitor/phone", &v.Phone)
		v.Note = m.Text(v.Note)
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
		c.Referrals[i].Reason = m.Text(c.Referrals[i].Reason)
	}
	for _, t := range []*string{&c.OtherIssue, &c.Request, &c.Wishes, &c.DangerNote} {
		*t = m.Text(*t)
	}
	return c, hidden
}

func (m Mask) consent(c *Consent) *Consent {
	if c == nil {
		return nil
	}
	k := *c
	k.Note = m.Text(k.Note)
	return &k
}

// Restore puts back what a viewer could not see, so that a correction by somebody under a mask loses nothing.
func (m Mask) Restore(stored, sent SheetContent) SheetContent {
	if m.Empty() || stored.Subject == nil || sent.Subject == nil {
		return sent
	}
	shown, hidden := m.Content(stored)
	s := *sent.Subject
	for _, pointer := range hidden {
		switch pointer {
		case "/subject/address":
			s.Address = stored.Subject.Address
		case "/subject/phoneHome":
			s.PhoneHome = stored.Subject.PhoneHome
		case "/subject/phoneMobile":
			s.PhoneMobile = stored.Subject.PhoneMobile
		}
	}
	if s.Description == shown.Subject.Description {
		s.Description = stored.Subject.Description
	}
	sent.Subject = &s
	if sent.Visitor != nil && stored.Visitor != nil {
		v := *sent.Visitor
		v.Phone = stored.Visitor.Phone
		v.Note = restored(v.Note, shown.Visitor.Note, stored.Visitor.Note)
		sent.Visitor = &v
	}
	sent.Members = slices.Clone(sent.Members)
	for i := range sent.Members {
		for j, old := range stored.Members {
			if old.ID == sent.Members[i].ID {
				sent.Members[i].Note = restored(sent.Members[i].Note, shown.Members[j].Note, old.Note)
			}
		}
	}
	sent.OtherIssue = restored(sent.OtherIssue, shown.OtherIssue, stored.OtherIssue)
	sent.Request = restored(sent.Request, shown.Request, stored.Request)
	sent.Wishes = restored(sent.Wishes, shown.Wishes, stored.Wishes)
	sent.DangerNote = restored(sent.DangerNote, shown.DangerNote, stored.DangerNote)
	return sent
}

// restored is the stored text when the viewer left what was shown as it was.
func restored(sent, shown, stored string) string {
	if sent == shown {
		return stored
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
func (m Mask) Text(s string) string {
	for _, w := range m.words {
		s = hideWord(s, w)
	}
	return s
}

// hideWord replaces each run of the text whose folded form is the word.
func hideWord(s, folded string) string {
	runes := []rune(s)
	var out strings.Builder
	for i := 0; i < len(runes); {
		if n := runOf(runes[i:], folded); n > 0 {
			out.WriteString(Hidden)
			i += n
			continue
		}
		out.WriteRune(runes[i])
		i++
	}
	return out.String()
}

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
