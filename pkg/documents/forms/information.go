package forms

import (
	"fmt"
	"io"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/paper"
)

// Information is the 情報整理シート of a case.
type Information struct {
	Content   casework.InformationContent
	Guarded   bool
	Case      string
	UpdatedAt *time.Time
	UpdatedBy string
	Agencies  map[casework.ID]string
	Printed   Printed
}

var (
	safetyWords = map[string]string{"unknown": "確認できていない", "safe": "心配はない", "watch": "気がかりがある", "danger": "危険がある"}
	riskWords   = map[string]string{"low": "小", "medium": "中", "high": "大"}
)

// Write makes the PDF.
func (i Information) Write(w io.Writer) error {
	d, err := paper.New(i.Printed.about("情報整理シート", i.Case, i.Guarded))
	if err != nil {
		return err
	}
	c := i.Content
	d.Heading("情報整理シート")
	if i.UpdatedAt != nil {
		d.Right(join(instant(i.UpdatedAt), "の内容（"+i.UpdatedBy+"）"))
	}
	d.Section("いまの安全")
	safety := casework.InformationSafety{Level: "unknown"}
	if c.Safety != nil {
		safety = *c.Safety
	}
	d.Table(labelled(safetyWords[safety.Level], paper.T(safety.Note), 0, false))
	d.Section("世帯の一人ひとり")
	t := paper.Table{Widths: []float64{35, 50, 45, 45}, Head: heads("名前", "いまの様子", "本人の望み", "強み・できていること")}
	for _, m := range c.Members {
		name := m.Name
		if m.Relation != "" {
			name += "（" + m.Relation + "）"
		}
		t.Rows = append(t.Rows, paper.R(paper.T(name), paper.T(m.Situation), paper.T(m.Wish), paper.T(m.Strength)))
	}
	table(d, t)
	d.Section("誰が誰を支えているか")
	t = paper.Table{Widths: []float64{60, 35, 80}, Head: heads("支えている機関・人", "誰のこと", "何をしているか")}
	for _, s := range c.Supports {
		who := i.Agencies[s.Agency]
		if who == "" {
			who = s.Name
		}
		t.Rows = append(t.Rows, paper.R(paper.T(who), paper.T(i.of(s.Member)), paper.T(s.What)))
	}
	table(d, t)
	i.rows(d)
	d.Section("世帯の強み")
	text(d, c.Strengths)
	d.Section("当面の方針")
	text(d, c.Policy)
	_, err = d.WriteTo(w)
	return err
}

func (i Information) rows(d *paper.Doc) {
	d.Section("分かっていること")
	t := paper.Table{Widths: []float64{35, 140}, Head: heads("誰のこと", "内容")}
	for _, r := range i.Content.Known {
		t.Rows = append(t.Rows, paper.R(paper.T(i.of(r.Member)), paper.T(r.Text)))
	}
	table(d, t)
	d.Section("まだ分からないこと")
	t = paper.Table{Widths: []float64{35, 75, 65}, Head: heads("誰のこと", "内容", "どうやって確かめるか")}
	for _, r := range i.Content.Unknown {
		t.Rows = append(t.Rows, paper.R(paper.T(i.of(r.Member)), paper.T(r.Text), paper.T(r.How)))
	}
	table(d, t)
	d.Section("リスク")
	t = paper.Table{Widths: []float64{18, 35, 122}, Head: heads("大きさ", "誰のこと", "内容")}
	for _, r := range i.Content.Risks {
		t.Rows = append(t.Rows, paper.R(paper.T(riskWords[r.Level]), paper.T(i.of(r.Member)), paper.T(r.Text)))
	}
	table(d, t)
}

// of says whom a row is about.
func (i Information) of(member casework.ID) string {
	for n, m := range i.Content.Members {
		switch {
		case member == "" || m.ID != member:
		case m.Name != "":
			return m.Name
		case m.Relation != "":
			return m.Relation
		default:
			return fmt.Sprintf("世帯員%d", n+1)
		}
	}
	return "世帯全体"
}
