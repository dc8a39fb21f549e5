package forms

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/paper"
)

// Sheet is a つなぐシート in one version.
type Sheet struct {
	Content casework.SheetContent
	Hidden  []string // pointers of what the mask took out
	Guarded bool     // 支援措置 holds for somebody on it
	Agency  string   // that received the household
	Number  string   // of the case
	Version int
	Form    string // its version of the form
	Catalog casework.Catalog
	Printed Printed
}

// Write makes the PDF.
func (s Sheet) Write(w io.Writer) error {
	p := sheetPaper{Sheet: s}
	return p.write(w, s.Printed.about("つなぐシート", s.Number, s.Guarded), fmt.Sprintf("Ver.%s　第%d版", edition(s.Form), s.Version))
}

// WriteBlankSheet makes the empty form, to be filled in by hand: nobody's data, nobody's name.
func WriteBlankSheet(w io.Writer, catalog casework.Catalog) error {
	stamp := "Ver." + edition(catalog.FormVersion)
	p := sheetPaper{Sheet: Sheet{Catalog: catalog}, blank: true}
	return p.write(w, paper.About{Title: "つなぐシート", Care: care, Foot: "つなぐシート　" + stamp}, stamp)
}

// edition is a version of the form without the city's mark.
func edition(version string) string {
	if _, after, ok := strings.Cut(version, "-"); ok {
		return after
	}
	return version
}

type sheetPaper struct {
	Sheet
	blank bool
	d     *paper.Doc
}

func (p *sheetPaper) write(w io.Writer, about paper.About, stamp string) error {
	d, err := paper.New(about)
	if err != nil {
		return err
	}
	p.d = d
	d.HeadingBeside("つなぐシート", stamp)
	p.reception()
	p.subject()
	p.issues()
	p.household()
	p.wishes()
	p.situation()
	p.referrals()
	p.consent()
	_, err = d.WriteTo(w)
	return err
}

// shown is the text, or that it was left out.
func (p *sheetPaper) shown(pointer, text string) string {
	if slices.Contains(p.Hidden, pointer) {
		return omitted
	}
	return text
}

// or is the text, or on an empty form where to write it.
func (p *sheetPaper) or(text, empty string) string {
	if p.blank {
		return empty
	}
	return text
}

const blankDate = "令和　　　年　　　月　　　日　　　時　　　分"

func (p *sheetPaper) reception() {
	c := p.Content
	who := "（氏名　　　　　　　　　　　続柄　　　　　　電話　　　　　　　　　　）"
	if v := c.Visitor; v != nil {
		relation := ""
		if v.Relation != "" {
			relation = "（" + v.Relation + "）"
		}
		who = join(v.Name, relation, p.shown("/visitor/phone", v.Phone), v.Note)
	} else if !p.blank {
		who = ""
	}
	var channels []paper.Tick
	for _, k := range []casework.Channel{casework.ChannelVisit, casework.ChannelPhone, casework.ChannelHomeVisit, casework.ChannelOnline, casework.ChannelDocument} {
		channels = append(channels, paper.Tick{On: c.Channel == k, Word: k.Word()})
	}
	p.d.Table(paper.Table{Widths: []float64{25, 64, 18, 68}, Rows: []paper.Row{
		paper.R(paper.H("受付日時"), paper.T(p.or(instant(c.ReceivedAt), blankDate)), paper.H("方法"), paper.Cell{Ticks: channels, Columns: 3}),
		paper.R(paper.H("受付機関"), paper.T(p.Agency), paper.H("担当者"), paper.T(c.ReceivedBy)),
		paper.R(paper.H("来談者"), paper.Cell{Span: 3, Text: who, Ticks: []paper.Tick{{On: !p.blank && c.Visitor == nil, Word: "本人"}, {On: c.Visitor != nil, Word: "本人以外"}}}),
	}})
}

func (p *sheetPaper) subject() {
	s := casework.Subject{}
	if p.Content.Subject != nil {
		s = *p.Content.Subject
	}
	var genders []paper.Tick
	for _, g := range []casework.Gender{casework.GenderMale, casework.GenderFemale, casework.GenderOther, casework.GenderUndisclosed} {
		genders = append(genders, paper.Tick{On: s.Gender == g, Word: g.Word()})
	}
	born := birth(s.Birth)
	if years := age(s.Birth, p.Printed.At); born != "" && s.Birth.Date != nil {
		born += "（" + years + "）"
	}
	name := s.Name
	if name == "" {
		name = s.Description
	}
	phones := join(named("自宅", p.shown("/subject/phoneHome", s.PhoneHome)), named("携帯", p.shown("/subject/phoneMobile", s.PhoneMobile)))
	rows := []paper.Row{
		paper.R(paper.H("本人 ふりがな"), paper.Cell{Text: s.Kana, Size: paper.Small}, paper.H("性別"), paper.Cell{Ticks: genders}),
		{High: 8, Cells: []paper.Cell{paper.H("氏名"), {Text: name, Size: 12, Span: 3}}},
		paper.R(paper.H("生年月日"), wide(p.or(born, "大正・昭和・平成・令和　　　　　年　　　　月　　　　日（　　　　歳）"))),
		paper.R(paper.H("住所"), wide(p.shown("/subject/address", p.or(address(s.Address, p.Catalog), "〒　　　　－")))),
		paper.R(paper.H("電話"), wide(p.or(phones, "自宅　　　　　　　　　　　　　　　携帯"))),
	}
	if p.blank {
		rows[3].High = 11
	}
	for _, n := range s.OtherNames {
		kana := ""
		if n.Kana != "" {
			kana = "（" + n.Kana + "）"
		}
		rows = append(rows, paper.R(paper.H("ほかの名前"), wide(join(n.Kind.Word(), n.Name, kana))))
	}
	p.d.Table(paper.Table{Widths: []float64{25, 64, 18, 68}, Rows: rows})
}

func named(name, text string) string {
	if text == "" {
		return ""
	}
	return name + " " + text + "　"
}

// wide is a cell over the rest of a row with a label.
func wide(text string) paper.Cell { return paper.Cell{Text: text, Span: 3} }

// labelled is a row of a label and a cell beside it.
func labelled(label string, cell paper.Cell, high float64, ruled bool) paper.Table {
	return paper.Table{Widths: []float64{25, 150}, Rows: []paper.Row{{Cells: []paper.Cell{paper.H(label), cell}, High: high, Ruled: ruled}}}
}

func (p *sheetPaper) issues() {
	var ticks []paper.Tick
	for _, i := range p.Catalog.IssueTypes {
		word := i.Label
		if i.Code == p.Content.MostPressing {
			word += "◎"
		}
		ticks = append(ticks, paper.Tick{On: slices.Contains(p.Content.Issues, i.Code), Word: word})
	}
	text := "◎は、一番困っていること。"
	if p.blank || p.Content.OtherIssue != "" {
		text += "その他の内容：" + p.Content.OtherIssue
	}
	p.d.Table(labelled("お困りごと", paper.Cell{Ticks: ticks, Columns: 3, Text: text}, 0, false))
}

func (p *sheetPaper) household() {
	size := "　　"
	if n := p.Content.HouseholdSize; n != nil {
		size = fmt.Sprint(*n)
	}
	t := paper.Table{Widths: []float64{40, 30, 24, 52, 29}, Head: []paper.Row{
		paper.R(paper.Cell{Text: "世帯構成　世帯人数（本人を含む）" + size + "人", Head: true, Span: 5}),
		paper.R(paper.H("氏名"), paper.H("年齢"), paper.H("続柄"), paper.H("備考"), paper.H("同意")),
	}}
	name, state := "", ""
	if s := p.Content.Subject; s != nil {
		name = s.Name
		if s.Consent != nil {
			state = s.Consent.State.Word()
		}
		t.Rows = append(t.Rows, paper.R(paper.T(name), paper.T(age(s.Birth, p.Printed.At)), paper.T("本人"), paper.T(""), paper.T(state)))
	}
	for i, m := range p.Content.Members {
		years, state := "", ""
		if m.Age != nil {
			years = join(fmt.Sprintf("%d歳", *m.Age), toldOn(m.AgeToldOn))
		}
		if m.Consent != nil {
			state = m.Consent.State.Word()
		}
		note := p.shown(fmt.Sprintf("/members/%d/note", i), m.Note)
		t.Rows = append(t.Rows, paper.R(paper.T(m.Name), paper.Cell{Text: years, Size: paper.Small}, paper.T(m.Relation), paper.Cell{Text: note, Size: paper.Small}, paper.T(state)))
	}
	for p.blank && len(t.Rows) < 5 {
		t.Rows = append(t.Rows, paper.Row{High: 6, Cells: make([]paper.Cell, 5)})
	}
	p.d.Table(t)
}

func (p *sheetPaper) wishes() {
	request, wishes := 22.0, 12.0
	if p.blank {
		request, wishes = 26, 11
	}
	p.d.Table(labelled("ご相談されたい\nことや、配慮を\n希望されること", paper.T(p.Content.Request), request, p.blank))
	p.d.Table(labelled("本人の望む\n暮らし", paper.T(p.Content.Wishes), wishes, p.blank))
}

func (p *sheetPaper) situation() {
	var ticks []paper.Tick
	for _, f := range p.Catalog.Features {
		ticks = append(ticks, paper.Tick{On: slices.Contains(p.Content.Features, f.Code), Word: f.Label})
	}
	p.d.Table(labelled("世帯の特徴", paper.Cell{Ticks: ticks, Columns: 5}, 0, false))
	p.d.Table(labelled("緊急性", paper.Cell{Ticks: []paper.Tick{{On: p.Content.Danger, Word: "生命・身体の危険あり"}}, Text: p.Content.DangerNote}, 0, false))
}

func (p *sheetPaper) referrals() {
	t := paper.Table{Widths: []float64{60, 115}, Head: []paper.Row{paper.R(paper.H("紹介先　機関名"), paper.H("相談内容（紹介する理由）"))}}
	for _, r := range p.Content.Referrals {
		t.Rows = append(t.Rows, paper.R(paper.T(r.AgencyName), paper.T(r.Reason)))
	}
	for p.blank && len(t.Rows) < 3 {
		t.Rows = append(t.Rows, paper.Row{High: 6.5, Cells: make([]paper.Cell, 2)})
	}
	if len(t.Rows) == 0 {
		t.Rows = append(t.Rows, paper.R(paper.T("なし"), paper.T("")))
	}
	p.d.Table(t)
}

// signed is how high a place to sign is, on paper that is filled in by hand.
func (p *sheetPaper) signed() float64 {
	if p.blank {
		return 9
	}
	return 0
}

const purpose = "お聞きした内容は、世帯の困りごとを関係する相談機関がいっしょに支援するために使います。同意なく、ほかの目的には使いません。"

func (p *sheetPaper) consent() {
	shown, how := false, ""
	if n := p.Content.PurposeNotice; n != nil && n.Shown {
		shown, how = true, join(day(n.ShownOn), n.Method.Word())
	}
	given := ""
	if s := p.Content.Subject; s != nil {
		given = consent(s.Consent)
	}
	p.d.Table(labelled("利用目的の明示", paper.Cell{Ticks: []paper.Tick{{On: shown, Word: "示しました　" + how}}, Text: purpose, Size: paper.Small}, 0, false))
	p.d.Table(labelled("本人の同意", paper.T(p.or(given, "□同意あり　□同意しない　□未確認　　　令和　　　年　　　月　　　日　署名")), p.signed(), false))
}
