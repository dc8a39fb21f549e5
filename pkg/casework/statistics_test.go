package casework

import (
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// The table the city published for H30–R2 (domain.md), to the figure.
func TestPublishedTableIsReproduced(t *testing.T) {
	published := []struct {
		measure     Measure
		h30, r1, r2 int
		total       int
	}{
		{MeasureCoordinated, 18, 38, 41, 97},
		{MeasureAdviceOnly, 24, 27, 26, 77},
		{MeasureEscalations, 42, 65, 67, 174},
		{MeasureConferences, 27, 48, 26, 101},
		{MeasureContacts, 10, 41, 201, 252},
		{MeasureAdvisorMeetings, 2, 3, 1, 6},
	}
	records := map[int]YearRecord{}
	for i, year := range []int{2018, 2019, 2020} {
		y := YearRecord{FiscalYear: year}
		figures := map[Measure]int{}
		for _, p := range published {
			if info, _ := p.measure.Info(); len(info.Of) == 0 {
				figures[p.measure] = []int{p.h30, p.r1, p.r2}[i]
			}
		}
		if err := y.RecordFigures(time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC), figures, ""); err != nil {
			t.Fatal(err)
		}
		records[year] = y
	}
	for n, p := range published {
		got, sum := []int{}, 0
		for _, year := range []int{2018, 2019, 2020} {
			f := Figures(records[year], nil)[n]
			if f.Measure != p.measure {
				t.Fatalf("row %d is %s", n, f.Measure)
			}
			got, sum = append(got, f.Value()), sum+f.Value()
		}
		if got[0] != p.h30 || got[1] != p.r1 || got[2] != p.r2 || sum != p.total {
			t.Errorf("%s: %v, sum %d", p.measure, got, sum)
		}
	}
	for year, label := range map[int]string{2018: "H30", 2019: "R元", 2020: "R2"} {
		if got := calendar.FiscalYearLabel(year); got != label {
			t.Errorf("%d is %s", year, got)
		}
	}
}

func TestRecordedAndCountedAddUpUntilFrozen(t *testing.T) {
	now := time.Date(2027, 4, 1, 0, 0, 0, 0, calendar.Tokyo)
	y := YearRecord{FiscalYear: 2026, Recorded: map[Measure]int{MeasureContacts: 7}}
	counted := map[Measure]FiscalMonths{MeasureContacts: {1, 0, 2}, MeasureCoordinated: {0, 4}}
	f := figureOf(Figures(y, counted), MeasureContacts)
	if f.Value() != 10 || f.Counted.Sum() != 3 || *f.Recorded != 7 {
		t.Errorf("figure: %+v", f)
	}
	if f := figureOf(Figures(y, counted), MeasureEscalations); f.Value() != 4 || f.Recorded != nil {
		t.Errorf("derived: %+v", f)
	}
	frozen := map[Measure]int{}
	for _, f := range Figures(y, counted) {
		frozen[f.Measure] = f.Now()
	}
	if err := y.Freeze(Actor{Account: "x"}, now.Add(-time.Second), frozen); CodeOf(err) != CodeWrongState {
		t.Errorf("frozen on 31 March: %v", err)
	}
	if err := y.Freeze(Actor{Account: "x"}, now, frozen); err != nil {
		t.Fatal(err)
	}
	late := map[Measure]FiscalMonths{MeasureContacts: {1, 0, 2, 5}}
	if f := figureOf(Figures(y, late), MeasureContacts); f.Value() != 10 || f.Now() != 15 {
		t.Errorf("frozen figure moved: %d, now %d", f.Value(), f.Now())
	}
	if err := y.RecordFigures(now, nil, ""); CodeOf(err) != CodeWrongState {
		t.Errorf("rewritten after freezing: %v", err)
	}
	if err := y.Freeze(Actor{}, now, nil); CodeOf(err) != CodeWrongState {
		t.Errorf("frozen twice: %v", err)
	}
}

func TestTheRunningYearIsComparedByItsWholeMonths(t *testing.T) {
	counted := func(months ...int) map[Measure]FiscalMonths {
		var m FiscalMonths
		copy(m[:], months)
		return map[Measure]FiscalMonths{MeasureContacts: m}
	}
	recorded := map[Measure]int{MeasureContacts: 100}
	frozen := time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)
	before := YearFigures{YearRecord{FiscalYear: 2025}, counted(5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9)} // 24
	for name, c := range map[string]struct {
		before, last YearFigures
		now          time.Time
		months       int
		want         string
	}{
		"two months are over":        {before, YearFigures{YearRecord{FiscalYear: 2026}, counted(3, 4, 7)}, time.Date(2026, 5, 31, 15, 0, 0, 0, time.UTC), 2, "1"},
		"a second before, one":       {before, YearFigures{YearRecord{FiscalYear: 2026}, counted(3, 4, 7)}, time.Date(2026, 5, 31, 14, 59, 59, 0, time.UTC), 1, "-2"},
		"in April nothing":           {before, YearFigures{YearRecord{FiscalYear: 2026}, counted(3)}, time.Date(2026, 4, 30, 0, 0, 0, 0, time.UTC), 0, "-"},
		"on 31 March eleven":         {before, YearFigures{YearRecord{FiscalYear: 2026}, counted(3)}, time.Date(2027, 3, 31, 14, 59, 59, 0, time.UTC), 11, "-12"},
		"a year that is over, whole": {before, YearFigures{YearRecord{FiscalYear: 2026}, counted(3, 4, 7)}, time.Date(2027, 3, 31, 15, 0, 0, 0, time.UTC), 12, "-10"},
		"frozen figures are what was published": {YearFigures{YearRecord{FiscalYear: 2025, FrozenAt: &frozen, Frozen: map[Measure]int{MeasureContacts: 20}}, before.Counted},
			YearFigures{YearRecord{FiscalYear: 2026}, counted(3, 4, 7)}, time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC), 12, "-6"},
		"recorded figures have no months": {YearFigures{YearRecord{FiscalYear: 2025, Recorded: recorded}, counted()},
			YearFigures{YearRecord{FiscalYear: 2026}, counted(3, 4)}, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), 2, "-"},
		"but whole years":                     {YearFigures{YearRecord{FiscalYear: 2025, Recorded: recorded}, counted()}, YearFigures{YearRecord{FiscalYear: 2026}, counted(3)}, time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC), 12, "-97"},
		"nothing is known of the year before": {YearFigures{YearRecord{FiscalYear: 2025}, nil}, YearFigures{YearRecord{FiscalYear: 2026}, counted(3)}, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), 2, "-"},
	} {
		got := CompareYears(c.before, c.last, c.now)
		text := "-"
		if d := got.Changes[slices.IndexFunc(Measures, func(i MeasureInfo) bool { return i.Measure == MeasureContacts })]; d != nil {
			text = strconv.Itoa(*d)
		}
		if got.Months != c.months || text != c.want || len(got.Changes) != len(Measures) {
			t.Errorf("%s: %d months, %s; want %d, %s", name, got.Months, text, c.months, c.want)
		}
	}
}

func TestRecordedFiguresAreChecked(t *testing.T) {
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		year    int
		figures map[Measure]int
		code    Code
		pointer string
	}{
		"negative":      {2020, map[Measure]int{MeasureContacts: -1}, CodeInvalid, "/figures/coordination_contacts"},
		"derived":       {2020, map[Measure]int{MeasureEscalations: 3}, CodeInvalid, "/figures/escalations_total"},
		"unknown":       {2020, map[Measure]int{"cases": 3}, CodeInvalid, "/figures/cases"},
		"year to come":  {2027, nil, CodeNotFound, ""},
		"long ago":      {1999, nil, CodeNotFound, ""},
		"nought is one": {2020, map[Measure]int{MeasureContacts: 0}, "", ""},
	} {
		y := YearRecord{FiscalYear: c.year}
		err := y.RecordFigures(now, c.figures, "")
		if CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
		if got := firstPointer(err); got != c.pointer {
			t.Errorf("%s points at %s", name, got)
		}
	}
}

func TestSmallNumbersOfHouseholdsAreNotPublished(t *testing.T) {
	persons, _ := MeasureCoordinated.Info()
	meetings, _ := MeasureAdvisorMeetings.Info()
	for n, want := range map[int]bool{0: false, 1: true, 4: true, 5: false} {
		if Suppressed(persons, n) != want || Suppressed(meetings, n) {
			t.Errorf("%d", n)
		}
	}
}

func TestHiddenFigureCannotBeWorkedOutFromTheSum(t *testing.T) {
	year := func(coordinated, advice int) []bool {
		f := map[Measure]int{MeasureCoordinated: coordinated, MeasureAdviceOnly: advice, MeasureConferences: 1}
		now := time.Now()
		return SuppressedRows(Figures(YearRecord{Frozen: f, FrozenAt: &now}, nil))
	}
	for _, c := range []struct {
		coordinated, advice int
		want                [4]bool // coordinated, advice, sum, conferences
	}{
		{18, 24, [4]bool{}}, {3, 24, [4]bool{true, true}}, {18, 1, [4]bool{true, true}}, {0, 24, [4]bool{}}, {2, 2, [4]bool{true, true, true}}, {0, 4, [4]bool{true, true, true}},
	} {
		if got := year(c.coordinated, c.advice); [4]bool(got[:4]) != c.want {
			t.Errorf("%d + %d: %v, want %v", c.coordinated, c.advice, got[:4], c.want)
		}
	}
}

func figureOf(list []Figure, m Measure) Figure {
	for _, f := range list {
		if f.Measure == m {
			return f
		}
	}
	return Figure{}
}

// firstPointer is what the first fault of an error points at; "" = nothing.
func firstPointer(err error) string {
	var e *Error
	if errors.As(err, &e) && len(e.Fields) > 0 {
		return e.Fields[0].Pointer
	}
	return ""
}

func TestWhatTheFiguresOfAYearAreWorth(t *testing.T) {
	for _, x := range []struct {
		year    YearRecord
		counted int
		want    YearStanding
	}{
		{YearRecord{FiscalYear: 2018, Recorded: map[Measure]int{MeasureConferences: 0}}, 0, YearRecorded}, // a nought that somebody wrote down is one
		{YearRecord{FiscalYear: 2021}, 0, YearUnknown},
		{YearRecord{FiscalYear: 2021, Note: "集計なし"}, 0, YearUnknown},
		{YearRecord{FiscalYear: 2025}, 3, YearEnded},
		{YearRecord{FiscalYear: 2025, FrozenAt: &monday}, 0, YearFrozen},
		{YearRecord{FiscalYear: 2026}, 0, YearRunning},
		{YearRecord{FiscalYear: 2026}, 3, YearRunning},
	} {
		if got := x.year.Standing(2026, x.counted); got != x.want {
			t.Errorf("%+v with %d counted: %s, want %s", x.year, x.counted, got, x.want)
		}
	}
}
