package forms

import (
	"io"
	"strconv"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/documents/paper"
)

// Annual is the 年度統計: figures alone, no case.
type Annual struct {
	Measures []AnnualMeasure
	Years    []AnnualYear // oldest first
	Compared int          // so many months of the last year stand beside those of the year before, April first; 12: whole years
	Changes  []*int       // per measure; nil: one of the two is not known
	At       time.Time
}

// AnnualMeasure is a row of the table.
type AnnualMeasure struct {
	Label, Definition string
	Sum               bool // of other rows
	Total             int
}

// AnnualYear is a column of the table, and a table of its months.
type AnnualYear struct {
	Label, Name, Mark string
	Unknown           bool // its zeros mean nothing and are not printed
	Values            []int
	Months            [][]int // per measure, April first
	Note, Explanation string
}

// most years that stand beside each other.
const mostYears = 10

// Write makes the PDF, A4 sideways.
func (a Annual) Write(w io.Writer) error {
	d, err := paper.New(paper.About{Title: "年度統計", Foot: "総合相談支援体制　年度統計", PrintedAt: a.At, Landscape: true})
	if err != nil {
		return err
	}
	d.HeadingBeside("年度統計", calendar.Wareki(calendar.DateOf(a.At))+"現在")
	for from := 0; from < len(a.Years); from += mostYears {
		d.Space(3)
		a.table(d, from, min(from+mostYears, len(a.Years)))
	}
	d.Space(1)
	d.Note("「記録値」は、このシステムを使う前に公表された件数を市が記録したものです。「集計中」は今日までの件数で、年度が終わるまで変わります。「未確定」は、年度が終わり、市の確定を待っている件数です。集計中の年度は、終わった月だけを前の年度の同じ月と比べます。")
	for _, y := range a.Years {
		if y.Note != "" {
			d.Note(y.Name + "の備考：" + y.Note)
		}
		if y.Explanation != "" {
			d.Note(y.Name + "の説明：" + y.Explanation)
		}
	}
	if n := len(a.Years); n > 0 {
		a.months(d, a.Years[n-1])
	}
	d.Section("数え方")
	t := paper.Table{Widths: []float64{70, 192}, Head: heads("区分", "数え方")}
	for _, m := range a.Measures {
		t.Rows = append(t.Rows, paper.R(paper.T(m.Label), paper.Cell{Text: m.Definition, Size: paper.Small}))
	}
	d.Table(t)
	_, err = d.WriteTo(w)
	return err
}

// table of some years; the sum over all years and the change to the year before stand in the last one.
func (a Annual) table(d *paper.Doc, from, to int) {
	last := to == len(a.Years)
	t := paper.Table{Widths: []float64{62}, Head: []paper.Row{paper.R(paper.H("区分"))}}
	column := func(title string) {
		t.Widths = append(t.Widths, 20)
		t.Head[0].Cells = append(t.Head[0].Cells, paper.Cell{Text: title, Head: true, Align: paper.Right})
	}
	for _, y := range a.Years[from:to] {
		column(lines(y.Label, y.Mark))
	}
	if last {
		column("合計")
		if len(a.Changes) > 0 {
			column(a.compared())
		}
	}
	for i, m := range a.Measures {
		cells := []paper.Cell{{Text: m.Label, Strong: m.Sum}}
		for _, y := range a.Years[from:to] {
			if y.Unknown {
				cells = append(cells, paper.Cell{Text: "―", Align: paper.Right})
				continue
			}
			cells = append(cells, figure(y.Values[i], m.Sum))
		}
		if last {
			cells = append(cells, figure(m.Total, true))
			if len(a.Changes) > 0 {
				cells = append(cells, paper.Cell{Text: change(a.Changes[i]), Align: paper.Right})
			}
		}
		t.Rows = append(t.Rows, paper.R(cells...))
	}
	d.Table(t)
}

func (a Annual) months(d *paper.Doc, y AnnualYear) {
	d.Section(y.Name + "の月ごとの件数（このシステムで数えたもの）")
	t := paper.Table{Widths: []float64{62}, Head: []paper.Row{paper.R(paper.H("区分"))}}
	for n := range 12 {
		t.Widths = append(t.Widths, 15)
		t.Head[0].Cells = append(t.Head[0].Cells, paper.Cell{Text: strconv.Itoa((n+3)%12+1) + "月", Head: true, Align: paper.Right})
	}
	t.Widths = append(t.Widths, 18)
	t.Head[0].Cells = append(t.Head[0].Cells, paper.Cell{Text: "計", Head: true, Align: paper.Right})
	for i, m := range a.Measures {
		cells, sum := []paper.Cell{{Text: m.Label, Strong: m.Sum}}, 0
		for n := range 12 {
			v := 0
			if n < len(y.Months[i]) {
				v = y.Months[i][n]
			}
			sum += v
			cells = append(cells, figure(v, m.Sum))
		}
		t.Rows = append(t.Rows, paper.R(append(cells, figure(sum, true))...))
	}
	d.Table(t)
}

func figure(n int, strong bool) paper.Cell {
	return paper.Cell{Text: thousands(n), Align: paper.Right, Strong: strong}
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// compared heads the column of changes.
func (a Annual) compared() string {
	switch a.Compared {
	case 0, 12:
		return "前年度\nとの差"
	case 1:
		return "前年同期\nとの差\n（4月）"
	}
	return "前年同期\nとの差\n（4〜" + strconv.Itoa((a.Compared+2)%12+1) + "月）"
}

// change has its sign, for a comparison is not a figure.
func change(n *int) string {
	switch {
	case n == nil:
		return "―"
	case *n > 0:
		return "＋" + thousands(*n)
	case *n < 0:
		return "－" + thousands(-*n)
	}
	return "±0"
}
