package casework

import (
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// RecordEntry is one thing that is held on a person, as it is shown when the person asks what is held (開示請求,
// 個人情報保護法76条). What speaks of someone else is marked, for it may have to be left out (78条1項2号).
type RecordEntry struct {
	Kind   RecordKind
	At     time.Time
	By     ID // account; "" when nobody in particular
	Agency ID
	Number int // of a sheet's version
	Lines  []RecordLine
}

// kinship are words that mostly speak of someone else, whoever reads.
var kinship = []string{"夫", "妻", "父", "母", "息子", "娘", "長男", "長女", "次男", "次女", "兄", "弟", "姉", "妹", "祖父", "祖母", "孫",
	"おじ", "おば", "おい", "めい", "内縁", "同居人", "知人", "友人", "近所", "隣人", "民生委員"}

// RecordKind says where an entry stands.
type RecordKind string

// The kinds of entries.
const (
	RecordSheet      RecordKind = "sheet"
	RecordNote       RecordKind = "note"
	RecordHandoff    RecordKind = "handoff"
	RecordEscalation RecordKind = "escalation"
	RecordCase       RecordKind = "case"
)

// RecordLine is one value with its label, cut into passages.
type RecordLine struct {
	Label    string
	Passages []Passage
}

// Passage is a piece of text. ThirdParty: it speaks, or may speak, of someone other than the person.
type Passage struct {
	Text       string
	ThirdParty bool
}

// PersonRecord gathers what a case holds on one of its persons, oldest first.
type PersonRecord struct {
	person  *HouseholdMember
	others  []string // folded names and relations of everyone else
	catalog Catalog
	entries []RecordEntry
}

// NewPersonRecord begins the record of a person. The sheets of the case, in all versions, tell how the others are called.
func NewPersonRecord(m *HouseholdMember, household []*HouseholdMember, sheets []*Sheet, catalog Catalog) *PersonRecord {
	r := &PersonRecord{person: m, catalog: catalog}
	for _, o := range household {
		if o.ID != m.ID {
			r.other(o.Name, o.Relation)
		}
	}
	for _, s := range sheets {
		for _, v := range s.Versions {
			r.othersOf(s.ID, v.Content)
		}
	}
	r.other(kinship...)
	if m.Relation != "" {
		r.other("本人") // of the sheet: someone else than this person
	}
	return r
}

func (r *PersonRecord) othersOf(sheet ID, c SheetContent) {
	if p := c.Subject; p != nil && !r.is(memberKey(sheet, "")) {
		r.other(p.Name, p.Kana, p.PhoneHome, p.PhoneMobile)
		for _, n := range p.OtherNames {
			r.other(n.Name, n.Kana)
		}
	}
	for _, m := range c.Members {
		if !r.is(memberKey(sheet, m.ID)) {
			r.other(m.Name, m.Kana, m.Relation)
		}
	}
	if v := c.Visitor; v != nil {
		r.other(v.Name, v.Kana, v.Phone)
	}
}

// is reports whether the person stands at this place of a sheet.
func (r *PersonRecord) is(key string) bool { return slices.Contains(r.person.Keys, key) }

// other remembers how someone else is called: the whole name, and the given name alone. Rather a passage too many is
// marked than one too few; a person decides in the end.
func (r *PersonRecord) other(names ...string) {
	for _, n := range names {
		parts := strings.Fields(n)
		if len(parts) > 1 {
			parts = append(parts[1:], n) // the family name alone is the person's own as well
		}
		for _, part := range parts {
			if key := textnorm.Fold(part); key != "" && !slices.Contains(r.others, key) {
				r.others = append(r.others, key)
			}
		}
	}
}

// Sheet adds what each version of a sheet says on the person, and on the household as a whole.
func (r *PersonRecord) Sheet(s *Sheet) {
	for _, v := range s.Versions {
		e := RecordEntry{Kind: RecordSheet, At: v.At, By: v.By, Agency: v.Agency, Number: v.Number}
		for _, l := range sheetLines(v.Content, r.catalog) {
			if line, ok := r.sheetLine(s.ID, l); ok {
				e.Lines = append(e.Lines, line)
			}
		}
		e.add(r, "訂正の理由", v.Reason)
		r.keep(e)
	}
}

// sheetLine leaves out the rows of others, takes the person's own as they are, and marks the rest.
func (r *PersonRecord) sheetLine(sheet ID, l line) (RecordLine, bool) {
	switch {
	case strings.HasPrefix(l.key, "/content/subject/"):
		return own(l), r.is(memberKey(sheet, ""))
	case strings.HasPrefix(l.key, "/content/members/"):
		id, field, _ := strings.Cut(strings.TrimPrefix(l.key, "/content/members/"), "/")
		if !r.is(memberKey(sheet, ID(id))) {
			return RecordLine{}, false
		}
		if field == "note" {
			return RecordLine{Label: l.label, Passages: r.passages(l.value)}, true
		}
		return own(l), true
	case strings.HasPrefix(l.key, "/content/visitor/"):
		return RecordLine{Label: l.label, Passages: []Passage{{Text: l.value, ThirdParty: true}}}, true
	}
	return RecordLine{Label: l.label, Passages: r.passages(l.value)}, true
}

func own(l line) RecordLine { return RecordLine{Label: l.label, Passages: []Passage{{Text: l.value}}} }

// Note adds an entry of the 支援経過 with what it said before it was corrected.
func (r *PersonRecord) Note(n *Note) {
	e := RecordEntry{Kind: RecordNote, At: n.OccurredAt, By: n.Author, Agency: n.Agency}
	e.add(r, "内容", n.Text)
	for _, c := range n.Corrections {
		e.add(r, "訂正前の内容", c.Before)
		e.add(r, "訂正の理由", c.Reason)
	}
	r.keep(e)
}

// Case adds the words of handoffs and escalations, and why a case rests or was closed.
func (r *PersonRecord) Case(c *Case) {
	for _, h := range c.Handoffs {
		e := RecordEntry{Kind: RecordHandoff, At: h.RequestedAt, By: h.SentBy, Agency: h.Sender}
		e.add(r, "目的", h.Purpose)
		e.add(r, "つなぐ理由", h.Reason)
		e.add(r, "お願いしたこと", h.Request)
		for _, q := range h.Questions {
			e.add(r, "質問", q.Text)
			e.add(r, "回答", q.Answer)
		}
		e.add(r, "返事", h.AnswerNote)
		if h.Connection != nil {
			e.add(r, "会った人", h.Connection.Who)
			e.add(r, "会ったときの記録", h.Connection.Note)
		}
		for _, x := range h.Refusals {
			e.add(r, "断りの報告", x.Said)
		}
		r.keep(e)
	}
	for _, x := range c.Escalations {
		e := RecordEntry{Kind: RecordEscalation, At: x.OpenedAt, By: x.OpenedBy, Agency: x.Agency}
		e.add(r, "推進員への相談", x.Text)
		e.add(r, "結果", x.Outcome)
		r.keep(e)
	}
	r.course(c)
}

func (r *PersonRecord) course(c *Case) {
	if s := c.Suspension; s != nil {
		e := RecordEntry{Kind: RecordCase, At: s.Since, Agency: c.lastLead()}
		e.add(r, "中断の理由", s.Reason)
		e.add(r, "見守りの条件", s.WatchConditions)
		r.keep(e)
	}
	if x := c.Closure; x != nil {
		e := RecordEntry{Kind: RecordCase, At: x.At, Agency: c.lastLead()}
		e.add(r, "終結の理由", x.Reason)
		e.add(r, "終結後の連絡先", x.ContinuingContact)
		r.keep(e)
	}
}

// Entries returns what was gathered, oldest first.
func (r *PersonRecord) Entries() []RecordEntry {
	slices.SortStableFunc(r.entries, func(a, b RecordEntry) int { return a.At.Compare(b.At) })
	return r.entries
}

func (r *PersonRecord) keep(e RecordEntry) {
	if len(e.Lines) > 0 {
		r.entries = append(r.entries, e)
	}
}

func (e *RecordEntry) add(r *PersonRecord, label, text string) {
	if text != "" {
		e.Lines = append(e.Lines, RecordLine{Label: label, Passages: r.passages(text)})
	}
}

// passages cuts a text into sentences and joins neighbours of the same kind.
func (r *PersonRecord) passages(text string) []Passage {
	var out []Passage
	for _, s := range sentences(text) {
		third := r.speaksOfOthers(s)
		if n := len(out); n > 0 && out[n-1].ThirdParty == third {
			out[n-1].Text += s
			continue
		}
		out = append(out, Passage{Text: s, ThirdParty: third})
	}
	return out
}

func (r *PersonRecord) speaksOfOthers(sentence string) bool {
	folded := textnorm.Fold(sentence)
	return slices.ContainsFunc(r.others, func(name string) bool { return strings.Contains(folded, name) })
}

// sentences cuts after 。！？ and line breaks, and loses nothing.
func sentences(text string) []string {
	var out []string
	from := 0
	for i, c := range text {
		if strings.ContainsRune("。！？!?\n", c) {
			end := i + len(string(c))
			out = append(out, text[from:end])
			from = end
		}
	}
	if from < len(text) {
		out = append(out, text[from:])
	}
	return out
}
