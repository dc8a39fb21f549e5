package forms

import (
	"io"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/documents/paper"
)

// Directory is the 相談機関一覧, by 分野 and 福祉区. It holds no case and may be handed out.
type Directory struct {
	Fields   []DirectoryField
	Count    int    // of agencies
	Narrowed string // by what; "" for all of them
	At       time.Time
}

// DirectoryField is one 分野.
type DirectoryField struct {
	Name string
	Rows []DirectoryRow
}

// DirectoryRow is one agency where it is looked for.
type DirectoryRow struct{ Ward, Name, Kind, Phone, Hours, Accepts string }

const promise = "ほかの機関からの相談は断らずに受け止め、必要なときは次の機関へいっしょにつなぎます。複数の分野や福祉区を担当する機関は、それぞれの欄に載せています。"

// Write makes the PDF.
func (x Directory) Write(w io.Writer) error {
	d, err := paper.New(paper.About{Title: "相談機関一覧", Foot: "総合相談支援体制　相談機関一覧", PrintedAt: x.At})
	if err != nil {
		return err
	}
	d.HeadingBeside("相談機関一覧", calendar.Wareki(calendar.DateOf(x.At))+"現在")
	if x.Narrowed != "" {
		d.Text("条件：" + x.Narrowed)
	}
	d.Note(promise)
	if x.Count == 0 {
		d.Space(2)
		d.Text("条件に合う相談機関がありません。")
	}
	for _, f := range x.Fields {
		d.Section(f.Name)
		t := paper.Table{Widths: []float64{24, 56, 40, 55}, Head: heads("福祉区", "相談機関", "電話・受付時間", "受け付けるお困りごと")}
		for i, r := range f.Rows {
			ward := r.Ward
			if i > 0 && f.Rows[i-1].Ward == ward {
				ward = "〃"
			}
			t.Rows = append(t.Rows, paper.R(paper.Cell{Text: ward, Size: paper.Small}, paper.T(lines(r.Name, r.Kind)), paper.T(lines(r.Phone, r.Hours)), paper.Cell{Text: r.Accepts, Size: paper.Small}))
		}
		d.Table(t)
	}
	_, err = d.WriteTo(w)
	return err
}

// lines puts the written parts below each other.
func lines(parts ...string) (out string) {
	for _, p := range parts {
		if p != "" && out != "" {
			out += "\n"
		}
		out += p
	}
	return out
}
