package forms

import (
	"fmt"
	"io"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/paper"
)

// Conference is when and where people meet: what may stand in a mail.
type Conference struct {
	Number, Title string
	Start, End    time.Time // zero: not fixed yet
	Places        []string  // room, place, online address
	Coordinator   string    // the agency that calls it together
}

var weekdays = [...]string{"日", "月", "火", "水", "木", "金", "土"}

// when is written 令和8年12月3日（木）14:00〜15:30.
func (c Conference) when() string {
	if c.Start.IsZero() {
		return "未定"
	}
	from, to := c.Start.In(calendar.Tokyo), c.End.In(calendar.Tokyo)
	out := calendar.Wareki(calendar.DateOf(from)) + "（" + weekdays[from.Weekday()] + "）" + from.Format("15:04")
	if !c.End.IsZero() {
		out += "〜" + to.Format("15:04")
	}
	return out
}

func (c Conference) facts() []paper.Row {
	rows := []paper.Row{
		paper.R(paper.H("会議"), paper.T(c.Title)),
		paper.R(paper.H("日時"), paper.T(c.when())),
		paper.R(paper.H("場所"), paper.T(lines(c.Places...))),
	}
	return rows
}

// Notice is the 開催通知. It names nobody and says nothing of the case: it goes through many hands.
type Notice struct {
	Conference
	At time.Time
}

// Write makes the PDF.
func (n Notice) Write(w io.Writer) error {
	d, err := paper.New(paper.About{Title: "開催通知", Number: n.Number, Foot: "つなぐ　開催通知", PrintedAt: n.At})
	if err != nil {
		return err
	}
	d.Right(calendar.Wareki(calendar.DateOf(n.At)))
	d.Text("構成員 各位")
	d.Right(n.Coordinator)
	d.Space(6)
	d.Heading(n.Title + "の開催について（通知）")
	d.Space(3)
	d.Text("　日ごろより、世帯まるごとの相談支援にご協力いただき、ありがとうございます。次のとおり会議を開きますので、ご出席くださいますようお願いします。")
	d.Space(4)
	rows := append(n.facts(), paper.R(paper.H("会議の番号"), paper.T(n.Number)), paper.R(paper.H("連絡先"), paper.T(n.Coordinator)))
	d.Table(paper.Table{Widths: []float64{30, 145}, Rows: rows})
	d.Space(4)
	for _, line := range []string{
		"１　出席・欠席・代理出席は、つなぐの画面か、お送りした案内のリンクからお知らせください。",
		"２　会議で知ったことは、会議の外で話さないでください。資料をご覧になる前に、秘密保持の誓約をお願いします。",
		"３　この通知には、個人の情報を載せていません。内容は、つなぐの画面でご確認ください。",
	} {
		d.Text(line)
	}
	_, err = d.WriteTo(w)
	return err
}

// Agenda is the 次第: what a conference talks about, in which order.
type Agenda struct {
	Conference
	Case    string
	Guarded bool
	Purpose string
	Items   []casework.AgendaItem
	Members []string
	Printed Printed
}

// Write makes the PDF.
func (a Agenda) Write(w io.Writer) error {
	about := a.Printed.about("会議の次第", a.Case, a.Guarded)
	d, err := paper.New(about)
	if err != nil {
		return err
	}
	d.HeadingBeside("次第", a.Number)
	d.Table(paper.Table{Widths: []float64{30, 145}, Rows: append(a.facts(), paper.R(paper.H("目的"), paper.T(a.Purpose)))})
	total := 0
	t := paper.Table{Widths: []float64{14, 135, 26}, Head: heads("", "議題", "時間")}
	for n, i := range a.Items {
		total += i.Minutes
		minutes := ""
		if i.Minutes > 0 {
			minutes = fmt.Sprintf("%d分", i.Minutes)
		}
		t.Rows = append(t.Rows, paper.R(paper.Cell{Text: fmt.Sprint(n + 1), Align: paper.Middle}, paper.T(lines(i.Title, i.Note)), paper.Cell{Text: minutes, Align: paper.Right}))
	}
	title := "議題"
	if total > 0 {
		title += fmt.Sprintf("（合計%d分）", total)
	}
	d.Section(title)
	table(d, t)
	d.Section(fmt.Sprintf("構成員（%d）", len(a.Members)))
	people := paper.Table{Widths: []float64{1, 1}}
	for n := 0; n < len(a.Members); n += 2 {
		second := ""
		if n+1 < len(a.Members) {
			second = a.Members[n+1]
		}
		people.Rows = append(people.Rows, paper.R(paper.T(a.Members[n]), paper.T(second)))
	}
	table(d, people)
	_, err = d.WriteTo(w)
	return err
}

// Minutes is the 議事録.
type Minutes struct {
	Conference
	Case       string
	Guarded    bool
	Final      bool
	Minutes    casework.Minutes
	Attendance []Attended
	Addenda    []Added
	Agencies   map[casework.ID]string
	Persons    map[casework.ID]string // of the household
	Printed    Printed
}

// Attended is who came, or did not.
type Attended struct{ Agency, Name, Function, Presence string }

// Added is what was added to the final record.
type Added struct {
	At               time.Time
	By, Text, Reason string
}

// Write makes the PDF.
func (m Minutes) Write(w io.Writer) error {
	about := m.Printed.about("議事録", m.Case, m.Guarded)
	d, err := paper.New(about)
	if err != nil {
		return err
	}
	state := "確定前の記録"
	if m.Final {
		state = "確定した記録"
	}
	d.HeadingBeside("議事録", m.Number+"　"+state)
	d.Table(paper.Table{Widths: []float64{30, 145}, Rows: m.facts()})
	d.Section("出席")
	t := paper.Table{Widths: []float64{60, 50, 40, 25}, Head: heads("機関", "名前", "役割", "出欠")}
	for _, a := range m.Attendance {
		t.Rows = append(t.Rows, paper.R(paper.T(a.Agency), paper.T(a.Name), paper.T(a.Function), paper.T(a.Presence)))
	}
	table(d, t)
	for n, i := range m.Minutes.Items {
		m.item(d, n+1, i)
	}
	d.Section("全体")
	text(d, m.Minutes.General)
	d.Space(1)
	d.Table(paper.Table{Widths: []float64{30, 57, 30, 58}, Rows: []paper.Row{
		paper.R(paper.H("次回の検討会"), paper.T(or(day(m.Minutes.NextOn), "未定")), paper.H("モニタリング"), paper.T(or(day(m.Minutes.MonitorOn), "未定")))}})
	if len(m.Addenda) > 0 {
		d.Section("追記")
		t = paper.Table{Widths: []float64{48, 85, 42}, Head: heads("追記した日時・人", "内容", "理由")}
		for _, a := range m.Addenda {
			t.Rows = append(t.Rows, paper.R(paper.T(lines(instant(&a.At), a.By)), paper.T(a.Text), paper.T(a.Reason)))
		}
		d.Table(t)
	}
	_, err = d.WriteTo(w)
	return err
}

func (m Minutes) item(d *paper.Doc, n int, i casework.MinutesItem) {
	d.Section(fmt.Sprintf("議題%d　%s", n, i.Title))
	rows := []paper.Row{}
	if i.Talk != "" {
		rows = append(rows, paper.R(paper.H("話し合ったこと"), paper.T(i.Talk)))
	}
	for k, c := range i.Decisions {
		rows = append(rows, paper.R(paper.H(fmt.Sprintf("決定事項%d", k+1)), paper.T(c.Text)))
	}
	if len(rows) > 0 {
		d.Table(paper.Table{Widths: []float64{30, 145}, Rows: rows})
	} else if len(i.Tasks) == 0 {
		d.Text(none)
	}
	if len(i.Tasks) == 0 {
		return
	}
	d.Space(1)
	t := paper.Table{Widths: []float64{50, 70, 25, 30}, Head: heads("担う機関", "すること", "だれのため", "期限")}
	for _, k := range i.Tasks {
		t.Rows = append(t.Rows, paper.R(paper.T(or(m.Agencies[k.Agency], "機関未定")), paper.T(k.Task), paper.Cell{Text: or(m.Persons[k.Member], "世帯全体"), Size: paper.Small}, paper.Cell{Text: day(k.DueOn), Size: paper.Small}))
	}
	d.Table(t)
}

// or is the text, or another where there is none.
func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
