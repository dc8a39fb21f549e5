package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Measure is one row of the city's yearly table (domain.md, "Published statistics the dashboard must reproduce").
type Measure string

// The measures. Everything but the total is counted from events; the total is the two classes of escalations.
const (
	MeasureCoordinated     Measure = "escalations_coordinated"
	MeasureAdviceOnly      Measure = "escalations_advice_only"
	MeasureEscalations     Measure = "escalations_total"
	MeasureConferences     Measure = "case_conferences"
	MeasureContacts        Measure = "coordination_contacts"
	MeasureAdvisorMeetings Measure = "advisor_meetings"
)

// MeasureInfo says what a measure is called in the published table and what exactly is counted.
type MeasureInfo struct {
	Measure    Measure
	Label      string
	Definition string
	Of         []Measure // what a derived one is the sum of
	Persons    bool      // counts households: suppressed under 5 in what is published
}

// Measures is the published table, row by row, in its order.
var Measures = []MeasureInfo{
	{MeasureCoordinated, "推進員の相談受付後、関係機関と支援調整した件数",
		"推進員への相談のうち、その年度に「支援調整」として調整を終えた件数。調整を終えた日で数えます。", nil, true},
	{MeasureAdviceOnly, "推進員への問い合わせ・相談のみで支援完了した件数",
		"推進員への相談（ケースのない随時相談を含む）のうち、その年度に「助言のみで完了」とした件数。完了した日で数えます。", nil, true},
	{MeasureEscalations, "合計", "上の二つの合計。", []Measure{MeasureCoordinated, MeasureAdviceOnly}, true},
	{MeasureConferences, "ケース検討会議回数", "その年度に開かれた複合課題ケース検討会の回数。開催日で数え、中止したものは含みません。", nil, false},
	{MeasureContacts, "推進員の訪問等による関係機関との個別調整回数",
		"推進員が関係機関と行った訪問・電話・来所・オンライン・同行・文書による調整の記録の数。行った日で数えます。", nil, false},
	{MeasureAdvisorMeetings, "アドバイザー会議開催回数", "その年度に開かれたアドバイザー会議の回数。開催日で数えます。", nil, false},
}

// Info finds a measure by its code.
func (m Measure) Info() (MeasureInfo, bool) {
	i := slices.IndexFunc(Measures, func(x MeasureInfo) bool { return x.Measure == m })
	if i < 0 {
		return MeasureInfo{}, false
	}
	return Measures[i], true
}

// Counted are the measures whose events a figure is made of.
func (i MeasureInfo) Counted() []Measure {
	if len(i.Of) > 0 {
		return i.Of
	}
	return []Measure{i.Measure}
}

// FiscalMonths is how often something was counted in each month of a fiscal year: April first, March last.
type FiscalMonths [12]int

// Sum is the count of the whole year.
func (m FiscalMonths) Sum() int { return m.First(len(m)) }

// First is the count of so many months, April first.
func (m FiscalMonths) First(months int) (n int) {
	for _, v := range m[:months] {
		n += v
	}
	return n
}

// YearRecord is what the city office wrote down about a fiscal year: figures from before the system, and how the year was frozen.
type YearRecord struct {
	FiscalYear  int             // 西暦 of its April
	Recorded    map[Measure]int // figures of the time before the system; counted ones come on top
	Note        string          // stands under the table
	FrozenAt    *time.Time
	FrozenBy    ID
	Frozen      map[Measure]int // what the published table said
	Explanation string          // why figures counted later differ from the frozen ones
	Version     int             // 0 = nothing written down yet
	UpdatedAt   time.Time
}

// FirstFiscalYear is the year the scheme began in Okayama (H30); nothing can be recorded before it by mistake of a keystroke.
const FirstFiscalYear = 2000

const maxFigure = 10_000_000

// RecordFigures replaces the recorded figures of a year (by the city office). A frozen year is explained, not rewritten.
func (y *YearRecord) RecordFigures(now time.Time, figures map[Measure]int, note string) error {
	if y.FrozenAt != nil {
		return wrongState("この年度は確定しています。違いがある場合は、説明を書き添えてください。")
	}
	if y.FiscalYear < FirstFiscalYear || y.FiscalYear > calendar.FiscalYear(now) {
		return NotFound()
	}
	var bad checks
	for _, m := range sortedMeasures(figures) {
		info, known := m.Info()
		switch v := figures[m]; {
		case !known || len(info.Of) > 0:
			bad.add("/figures/"+string(m), "unknown", "この項目は記録できません。")
		case v < 0 || v > maxFigure:
			bad.add("/figures/"+string(m), "out_of_range", fmt.Sprintf("0から%dまでの数で入力してください。", maxFigure))
		}
	}
	bad.text("/note", note, maxLine)
	if err := bad.err(); err != nil {
		return err
	}
	y.Recorded, y.Note = figures, strings.TrimSpace(note)
	return nil
}

// Freeze keeps the figures of a year that is over, as they are published.
func (y *YearRecord) Freeze(actor Actor, now time.Time, figures map[Measure]int) error {
	switch {
	case y.FrozenAt != nil:
		return wrongState("この年度は、すでに確定しています。")
	case y.FiscalYear >= calendar.FiscalYear(now):
		return wrongState("年度が終わってから確定してください（" + calendar.FiscalYearName(y.FiscalYear) + "は3月31日までです）。")
	}
	y.FrozenAt, y.FrozenBy, y.Frozen = &now, actor.Account, figures
	return nil
}

// Explain says why what is counted now differs from the frozen figures.
func (y *YearRecord) Explain(text string) error {
	if y.FrozenAt == nil {
		return wrongState("確定した年度にだけ、説明を書き添えられます。")
	}
	var bad checks
	bad.required("/text", text, "説明")
	bad.text("/text", text, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	y.Explanation = strings.TrimSpace(text)
	return nil
}

// YearStanding is what the figures of a year are worth.
type YearStanding string

// The standings.
const (
	YearRecorded YearStanding = "recorded" // written down, from before the system
	YearFrozen   YearStanding = "frozen"   // as published
	YearRunning  YearStanding = "running"  // counted so far
	YearEnded    YearStanding = "ended"    // counted, not frozen yet
	YearUnknown  YearStanding = "unknown"  // nobody wrote anything down and nothing was counted: its zeros mean nothing
)

// Standing says what the figures of the year are worth; this is the running fiscal year, counted what the system counted in the year.
func (y *YearRecord) Standing(this, counted int) YearStanding {
	switch {
	case y.FrozenAt != nil:
		return YearFrozen
	case len(y.Recorded) > 0:
		return YearRecorded
	case y.FiscalYear >= this:
		return YearRunning
	case counted == 0:
		return YearUnknown
	}
	return YearEnded
}

// Actions lists what the city office may do with the year now; this is the running fiscal year.
func (y *YearRecord) Actions(this int) []string {
	switch {
	case y.FrozenAt != nil:
		return []string{"explain"}
	case y.FiscalYear < this:
		return []string{"record", "freeze"}
	}
	return []string{"record"}
}

// Published reports whether the year stands in the open table: it was frozen, or was published before the system began.
func (y *YearRecord) Published() bool { return y.FrozenAt != nil || len(y.Recorded) > 0 }

// Figure is one number of the table with where it comes from.
type Figure struct {
	Measure  Measure
	Recorded *int // nil: none was written down
	Counted  FiscalMonths
	Frozen   *int
}

// Value is what the table shows: the frozen figure, else what was recorded and counted together.
func (f Figure) Value() int {
	if f.Frozen != nil {
		return *f.Frozen
	}
	return f.Now()
}

// Now is the figure as of today, frozen or not.
func (f Figure) Now() int {
	n := f.Counted.Sum()
	if f.Recorded != nil {
		n += *f.Recorded
	}
	return n
}

// Figures are the rows of one year: y says what was written down, counted what the events say.
func Figures(y YearRecord, counted map[Measure]FiscalMonths) []Figure {
	list := make([]Figure, 0, len(Measures))
	for _, info := range Measures {
		f := Figure{Measure: info.Measure}
		for _, part := range info.Counted() {
			if v, ok := y.Recorded[part]; ok {
				f.Recorded = plus(f.Recorded, v)
			}
			if v, ok := y.Frozen[part]; ok {
				f.Frozen = plus(f.Frozen, v)
			}
			for i, n := range counted[part] {
				f.Counted[i] += n
			}
		}
		list = append(list, f)
	}
	return list
}

// YearFigures is one fiscal year of the yearly table.
type YearFigures struct {
	YearRecord
	Counted map[Measure]FiscalMonths
}

// Figures are the rows of the year.
func (y YearFigures) Figures() []Figure { return Figures(y.YearRecord, y.Counted) }

// unknown reports whether nothing is known of the year; this is the running fiscal year.
func (y YearFigures) unknown(this int) bool {
	sum := 0
	for _, months := range y.Counted {
		sum += months.Sum()
	}
	return y.Standing(this, sum) == YearUnknown
}

// YearComparison sets a fiscal year beside the one before it.
type YearComparison struct {
	Months  int    // so many are compared, April first; 12: the years as the table shows them; 0: no month of the running year is over
	Changes []*int // in the order of Measures; nil where one of the two is not known
}

// CompareYears compares the running year by its whole months with the same months of the year before: half a year beside a whole one
// always looks like less work. Figures that were written down have no months.
func CompareYears(before, last YearFigures, now time.Time) YearComparison {
	this := calendar.FiscalYear(now)
	out := YearComparison{Months: 12, Changes: make([]*int, len(Measures))}
	if last.FiscalYear >= this {
		out.Months = calendar.FiscalMonth(now) - 1
	}
	if out.Months == 0 || before.unknown(this) || last.unknown(this) {
		return out
	}
	was, is := before.Figures(), last.Figures()
	for i := range is {
		switch {
		case out.Months == 12:
			out.Changes[i] = new(is[i].Value() - was[i].Value())
		case is[i].Recorded == nil && was[i].Recorded == nil:
			out.Changes[i] = new(is[i].Counted.First(out.Months) - was[i].Counted.First(out.Months))
		}
	}
	return out
}

func plus(sum *int, v int) *int {
	if sum != nil {
		v += *sum
	}
	return &v
}

// Published is what the open table says of a year: what was frozen, else the figures of the time before the system alone.
func (f Figure) Published() int {
	switch {
	case f.Frozen != nil:
		return *f.Frozen
	case f.Recorded != nil:
		return *f.Recorded
	}
	return 0
}

// SuppressedRows says which figures of one year are too small to publish. Where one of two parts is hidden the other is too,
// or the sum would give it away.
func SuppressedRows(figures []Figure) []bool {
	hide := make([]bool, len(figures))
	place := map[Measure]int{}
	for i, f := range figures {
		info, _ := f.Measure.Info()
		place[f.Measure], hide[i] = i, Suppressed(info, f.Published())
	}
	for _, f := range figures {
		info, _ := f.Measure.Info()
		small := false
		for _, part := range info.Of {
			small = small || hide[place[part]]
		}
		for _, part := range info.Of {
			hide[place[part]] = hide[place[part]] || small
		}
	}
	return hide
}

// SmallNumber is the count under which published figures on households are not shown (security.md, "People").
const SmallNumber = 5

// Suppressed reports whether a figure on households is too small to be published. Nought says nothing of anybody.
func Suppressed(info MeasureInfo, n int) bool { return info.Persons && n > 0 && n < SmallNumber }

func sortedMeasures(figures map[Measure]int) []Measure {
	list := make([]Measure, 0, len(figures))
	for m := range figures {
		list = append(list, m)
	}
	slices.Sort(list)
	return list
}
