// Package blank writes an empty つなぐシート as a workbook and reads one that was filled in. Writing and reading go by the same layout.
package blank

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const (
	// FormSheet is the sheet that people fill in.
	FormSheet = "つなぐシート"
	// stampSheet is hidden: it says what the workbook is, and holds the lists to choose from.
	stampSheet = "tsunagu"
	stampMark  = "tsunagu-blank-sheet"
	// layoutVersion changes whenever a cell moves; a workbook of another layout is not guessed at.
	layoutVersion = "1"

	memberRows   = 8
	referralRows = 5
	columns      = 6
)

// Form is what a workbook is made for: the form in force, and the relations that are proposed.
type Form struct {
	Catalog   casework.Catalog
	Relations []string
}

// field is one place to write in.
type field struct {
	cell, last     string // the top left cell, and the last one when cells are merged
	label, pointer string
	list           string // of stampSheet, "" = none
	free           bool   // the list only proposes
	read           func(*reading, field, cell)
}

// mark is a printed text: a title, a section, the label of a field.
type mark struct {
	cell, last, text string
	style            style
}

type style int

const (
	styleTitle style = iota
	styleNote
	styleSection
	styleLabel
	styleInput
	styleTick
)

type list struct {
	name  string
	words []string
}

type layout struct {
	form    Form
	fields  []field
	marks   []mark
	lists   []list
	heights map[int]float64 // of rows, in points
	row     int
}

// edition is a version of the form without the city's mark, as it stands on the printed sheet.
func edition(version string) string {
	if _, after, ok := strings.Cut(version, "-"); ok {
		return after
	}
	return version
}

func at(column, row int) string { return string(rune('A'+column)) + strconv.Itoa(row) }

// layoutOf lays the form out in the order of the paper.
func layoutOf(f Form) *layout {
	l := &layout{form: f, heights: map[int]float64{}, lists: []list{
		{"channel", wordsOf(channels)}, {"gender", wordsOf(genders)}, {"kind", wordsOf(addressKinds)}, {"tick", []string{"○"}}, {"issue", []string{"○", "◎"}},
		{"relation", f.Relations},
	}}
	var wards, districts []string
	for _, w := range f.Catalog.Wards {
		wards = append(wards, w.Label)
	}
	for _, d := range f.Catalog.Districts {
		districts = append(districts, d.Name)
	}
	l.lists = append(l.lists, list{"ward", wards}, list{"district", districts})
	l.wide(styleTitle, "つなぐシート　Ver."+edition(f.Catalog.FormVersion), 24)
	l.wide(styleNote, "白い欄に記入し、1世帯ごとに1つのファイルとして保存してください。わからない欄は空けておけます。日付は「昭和55年3月2日」「S55.3.2」「1980/3/2」のどれでも書けます。"+
		"利用目的の明示と同意の状況は、取り込んだあとの画面で確認します。", 34)
	l.reception()
	l.subject()
	l.ticks("お困りごと（あてはまるものに○、一番困っていることに◎）", "/content/issues", "issue", f.Catalog.IssueTypes, readIssue)
	l.line(one("その他の内容", "/content/otherIssue", text(func(c *casework.SheetContent) *string { return &c.OtherIssue })).over(1, 5))
	l.household()
	l.box("ご相談されたいことや、配慮を希望されること", "/content/request", 150, func(c *casework.SheetContent) *string { return &c.Request })
	l.box("本人の望む暮らし", "/content/wishes", 80, func(c *casework.SheetContent) *string { return &c.Wishes })
	l.ticks("世帯の特徴（あてはまるものに○）", "/content/features", "tick", f.Catalog.Features, readFeature)
	l.wide(styleSection, "緊急性", 18)
	l.line(one("生命・身体の危険がある（○）", "/content/danger", readDanger).from("tick").over(1, 1),
		one("その内容", "/content/dangerNote", text(func(c *casework.SheetContent) *string { return &c.DangerNote })).over(3, 5))
	l.referrals()
	return l
}

// place is a field on its way to its cells; the label stands left of it.
type place struct {
	field
	left, right int
}

func one(label, pointer string, read func(*reading, field, cell)) place {
	return place{field: field{label: label, pointer: pointer, read: read}}
}

func (p place) over(left, right int) place { p.left, p.right = left, right; return p }
func (p place) from(list string) place     { p.list = list; return p }
func (p place) proposing(list string) place {
	p.list, p.free = list, true
	return p
}

func (l *layout) wide(s style, text string, height float64) {
	l.row++
	l.marks = append(l.marks, mark{at(0, l.row), at(columns-1, l.row), text, s})
	l.heights[l.row] = height
}

// line is a row of labelled fields.
func (l *layout) line(places ...place) {
	l.row++
	l.heights[l.row] = 23
	for _, p := range places {
		l.marks = append(l.marks, mark{at(p.left-1, l.row), at(p.left-1, l.row), p.label, styleLabel})
		l.put(p)
	}
}

func (l *layout) put(p place) {
	p.cell, p.last = at(p.left, l.row), at(p.right, l.row)
	l.fields = append(l.fields, p.field)
}

func (l *layout) reception() {
	l.wide(styleSection, "受付", 18)
	l.line(one("受付日", "/content/receivedAt", readReceivedDate).over(1, 2), one("受付時刻", "/content/receivedAt", readReceivedTime).over(4, 5))
	l.line(one("受付方法", "/content/channel", coded(channels, func(c *casework.SheetContent) *casework.Channel { return &c.Channel })).from("channel").over(1, 2),
		one("担当者名", "/content/receivedBy", text(func(c *casework.SheetContent) *string { return &c.ReceivedBy })).over(4, 5))
	visitor := func(label, name string, of func(*casework.Visitor) *string) place {
		return one(label, "/content/visitor/"+name, text(func(c *casework.SheetContent) *string {
			if c.Visitor == nil {
				c.Visitor = &casework.Visitor{}
			}
			return of(c.Visitor)
		}))
	}
	l.line(visitor("来談者の氏名（本人以外のとき）", "name", func(v *casework.Visitor) *string { return &v.Name }).over(1, 2),
		visitor("来談者のふりがな", "kana", func(v *casework.Visitor) *string { return &v.Kana }).over(4, 5))
	l.line(visitor("本人との関係", "relation", func(v *casework.Visitor) *string { return &v.Relation }).proposing("relation").over(1, 2),
		visitor("来談者の電話", "phone", func(v *casework.Visitor) *string { return &v.Phone }).over(4, 5))
	l.line(visitor("来談者の備考", "note", func(v *casework.Visitor) *string { return &v.Note }).over(1, 5))
}

func subjectOf(c *casework.SheetContent) *casework.Subject {
	if c.Subject == nil {
		c.Subject = &casework.Subject{}
	}
	return c.Subject
}

func addressOf(c *casework.SheetContent) *casework.Address {
	s := subjectOf(c)
	if s.Address == nil {
		s.Address = &casework.Address{}
	}
	return s.Address
}

func (l *layout) subject() {
	subject := func(label, name string, of func(*casework.Subject) *string) place {
		return one(label, "/content/subject/"+name, text(func(c *casework.SheetContent) *string { return of(subjectOf(c)) }))
	}
	address := func(label, name string, of func(*casework.Address) *string) place {
		return one(label, "/content/subject/address/"+name, text(func(c *casework.SheetContent) *string { return of(addressOf(c)) }))
	}
	l.wide(styleSection, "本人", 18)
	l.line(subject("氏名", "name", func(s *casework.Subject) *string { return &s.Name }).over(1, 2), subject("ふりがな", "kana", func(s *casework.Subject) *string { return &s.Kana }).over(4, 5))
	l.line(one("性別", "/content/subject/gender", coded(genders, func(c *casework.SheetContent) *casework.Gender { return &subjectOf(c).Gender })).from("gender").over(1, 2),
		one("生年月日（「45歳くらい」「不明」も可）", "/content/subject/birth", readBirth).over(4, 5))
	l.heights[l.row] = 34
	l.line(subject("どなたについての相談か（氏名がわからないとき）", "description", func(s *casework.Subject) *string { return &s.Description }).over(1, 5))
	l.heights[l.row] = 34
	l.line(one("住所の区分", "/content/subject/address/kind", coded(addressKinds, func(c *casework.SheetContent) *casework.AddressKind { return &addressOf(c).Kind })).from("kind").over(1, 2),
		address("郵便番号", "postalCode", func(a *casework.Address) *string { return &a.PostalCode }).over(4, 5))
	l.line(address("町・字", "town", func(a *casework.Address) *string { return &a.Town }).over(1, 2), address("番地", "lot", func(a *casework.Address) *string { return &a.Lot }).over(4, 5))
	l.line(address("建物・方書", "building", func(a *casework.Address) *string { return &a.Building }).over(1, 2),
		address("市外の住所・居場所", "text", func(a *casework.Address) *string { return &a.Text }).over(4, 5))
	ward, district := one("福祉区", "/content/subject/address/ward", readWard).over(1, 2), address("中学校区", "district", func(a *casework.Address) *string { return &a.District }).over(4, 5)
	if len(l.form.Catalog.Wards) > 0 {
		ward = ward.from("ward")
	}
	if len(l.form.Catalog.Districts) > 0 {
		district = district.from("district")
	}
	l.line(ward, district)
	l.line(subject("電話（自宅）", "phoneHome", func(s *casework.Subject) *string { return &s.PhoneHome }).over(1, 2),
		subject("電話（携帯）", "phoneMobile", func(s *casework.Subject) *string { return &s.PhoneMobile }).over(4, 5))
}

// ticks are three to a row, each left of its place.
func (l *layout) ticks(title, pointer, list string, items []casework.CatalogItem, read func(string) func(*reading, field, cell)) {
	l.wide(styleSection, title, 18)
	for i := 0; i < len(items); i += 3 {
		var places []place
		for k, item := range items[i:min(i+3, len(items))] {
			places = append(places, one(item.Label, pointer, read(item.Code)).from(list).over(2*k+1, 2*k+1))
		}
		l.line(places...)
	}
}

func (l *layout) heads(words ...string) {
	l.row++
	l.heights[l.row] = 18
	for i, w := range words {
		l.marks = append(l.marks, mark{at(i, l.row), at(i, l.row), w, styleLabel})
	}
}

func (l *layout) household() {
	l.wide(styleSection, "世帯構成（本人以外の方を1行ずつ。続柄は本人からみた関係）", 18)
	l.line(one("世帯人数（本人を含む）", "/content/householdSize", readHouseholdSize).over(1, 1))
	l.heads("氏名", "ふりがな", "続柄", "年齢", "性別", "備考")
	for i := range memberRows {
		row := func(label, name string, column int, read func(*reading, field, cell)) place {
			return one(fmt.Sprintf("世帯構成%d人目 %s", i+1, label), "/content/members/"+strconv.Itoa(i)+"/"+name, read).over(column, column)
		}
		l.row++
		l.heights[l.row] = 19 // so that the household stands whole on the first page
		l.put(row("氏名", "name", 0, member(i, func(m *casework.Member) *string { return &m.Name })))
		l.put(row("ふりがな", "kana", 1, member(i, func(m *casework.Member) *string { return &m.Kana })))
		l.put(row("続柄", "relation", 2, readRelation(i)).proposing("relation"))
		l.put(row("年齢", "age", 3, readMemberAge(i)))
		l.put(row("性別", "gender", 4, readMemberGender(i)).from("gender"))
		l.put(row("備考", "note", 5, member(i, func(m *casework.Member) *string { return &m.Note })))
	}
}

// box is a large place to write in, below its title.
func (l *layout) box(title, pointer string, height float64, of func(*casework.SheetContent) *string) {
	l.wide(styleSection, title, 18)
	l.row++
	l.heights[l.row] = height
	l.put(one(title, pointer, text(of)).over(0, 5))
}

func (l *layout) referrals() {
	l.wide(styleSection, "紹介先", 18)
	l.row++
	l.heights[l.row] = 18
	l.marks = append(l.marks, mark{at(0, l.row), at(1, l.row), "機関名", styleLabel}, mark{at(2, l.row), at(5, l.row), "相談内容（紹介する理由）", styleLabel})
	for i := range referralRows {
		l.row++
		l.heights[l.row] = 24
		p := "/content/referrals/" + strconv.Itoa(i)
		l.put(one(fmt.Sprintf("紹介先%d 機関名", i+1), p+"/agencyName", referral(i, func(r *casework.Referral) *string { return &r.AgencyName })).over(0, 1))
		l.put(one(fmt.Sprintf("紹介先%d 相談内容", i+1), p+"/reason", referral(i, func(r *casework.Referral) *string { return &r.Reason })).over(2, 5))
	}
}
