package forms

import (
	"io"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/paper"
)

// Plan is a 支援プラン: the version in force, or the draft while there is none.
type Plan struct {
	Content  casework.PlanContent
	Guarded  bool
	Case     string // its number
	Subject  string
	Version  string // 第1版
	AgreedOn calendar.Date
	Where    string // the conference, or why it was agreed otherwise
	ReviewOn calendar.Date
	Agencies map[casework.ID]string
	Members  map[casework.ID]string
	Printed  Printed
}

var wheelWords = map[casework.Wheel]string{casework.WheelWelfare: "福祉的な課題への支援", casework.WheelSocial: "社会とのつながり支援"}

// Write makes the PDF.
func (p Plan) Write(w io.Writer) error {
	d, err := paper.New(p.Printed.about("支援プラン", p.Case, p.Guarded))
	if err != nil {
		return err
	}
	k := p.Content
	d.HeadingBeside("支援プラン", p.Version)
	d.Table(paper.Table{Widths: []float64{25, 64, 25, 61}, Rows: []paper.Row{
		paper.R(paper.H("本人"), wide(p.Subject)),
		paper.R(paper.H("合意した日"), paper.T(calendar.Wareki(p.AgreedOn)), paper.H("次の見直し"), paper.T(calendar.Wareki(p.ReviewOn))),
		paper.R(paper.H("合意した場\n・理由"), wide(p.Where)),
	}})
	d.Section("① 本人の意向と課題")
	d.Table(labelled("本人の望む\n暮らし", paper.T(k.Wish), 12, false))
	d.Table(labelled("課題", paper.T(k.Issues), 12, false))
	d.Section("② 目標と達成時期")
	p.goals(d)
	d.Section("③ 支援の種類・内容・留意事項")
	t := paper.Table{Widths: []float64{32, 66, 47, 30}, Head: heads("種類", "内容", "担い手", "頻度")}
	for _, s := range k.Supports {
		t.Rows = append(t.Rows, paper.R(paper.T(s.Kind), paper.T(s.Text), paper.T(p.who(s.Agency, s.ByName)), paper.T(s.HowOften)))
	}
	table(d, t)
	if k.Cautions != "" {
		d.Table(labelled("留意事項", paper.T(k.Cautions), 0, false))
	}
	d.Section("④ 各機関の役割分担")
	t = paper.Table{Widths: []float64{60, 115}, Head: heads("機関", "役割")}
	for _, r := range k.Roles {
		t.Rows = append(t.Rows, paper.R(paper.T(p.who(r.Agency, r.ByName)), paper.T(r.Text)))
	}
	table(d, t)
	d.Section("⑤ 一体的に支援するための方策")
	text(d, k.Coordination)
	_, err = d.WriteTo(w)
	return err
}

func (p Plan) goals(d *paper.Doc) {
	t := paper.Table{Widths: []float64{32, 68, 45, 30}, Head: heads("分類", "目標", "達成の目安", "達成時期")}
	for _, wheel := range []casework.Wheel{casework.WheelWelfare, casework.WheelSocial} {
		for _, g := range p.Content.Goals {
			if g.Wheel != wheel {
				continue
			}
			goal := g.Text
			if name := p.Members[g.Member]; name != "" {
				goal += "\n（" + name + "）"
			}
			t.Rows = append(t.Rows, paper.R(paper.Cell{Text: wheelWords[wheel], Size: paper.Small}, paper.T(goal), paper.T(g.Criteria), paper.Cell{Text: calendar.Wareki(g.By), Size: paper.Small}))
		}
	}
	table(d, t)
	if note := p.Content.WheelNote; note != "" {
		d.Space(1)
		d.Text("もう一方の目標を置かない理由：" + note)
	}
}

func (p Plan) who(agency casework.ID, name string) string {
	if known := p.Agencies[agency]; known != "" {
		return known
	}
	return name
}

const none = "まだありません"

// heads is the head of a table.
func heads(words ...string) []paper.Row {
	r := paper.Row{}
	for _, w := range words {
		r.Cells = append(r.Cells, paper.H(w))
	}
	return []paper.Row{r}
}

// table draws a table, or says that nothing is in it.
func table(d *paper.Doc, t paper.Table) {
	if len(t.Rows) == 0 {
		d.Text(none)
		return
	}
	d.Table(t)
}

func text(d *paper.Doc, s string) {
	if s == "" {
		s = none
	}
	d.Text(s)
}
