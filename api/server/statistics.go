package server

import (
	"context"
	"slices"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// GetAnnualStatistics answers the yearly table. Without bounds it begins where the figures begin and ends this fiscal year.
func (s *Server) GetAnnualStatistics(ctx context.Context, r gen.GetAnnualStatisticsRequestObject) (gen.GetAnnualStatisticsResponseObject, error) {
	this := calendar.FiscalYear(s.now())
	out := gen.AnnualStatistics{Years: []gen.AnnualYear{}, Measures: mapped(casework.Measures, measureInfo), Totals: make([]int, len(casework.Measures))}
	err := s.read(ctx, func(tx *store.Tx) error {
		last := this
		if r.Params.To != nil {
			last = *r.Params.To
		}
		first := value(r.Params.From)
		if first == 0 {
			var err error
			if first, err = tx.FirstCountedYear(last); err != nil {
				return err
			}
		}
		if first > last {
			return fault("from", "impossible", "はじめの年度は、終わりの年度以前にしてください。")
		}
		years, err := tx.AnnualStatistics(first, last)
		if err != nil {
			return err
		}
		var p people
		for _, y := range years {
			p.accounts = append(p.accounts, y.FrozenBy)
		}
		n, err := p.load(tx)
		for _, y := range years {
			one := n.annualYear(y, tx.Actor(), this)
			for i, f := range one.Figures {
				out.Totals[i] += f.Value
			}
			out.Years = append(out.Years, one)
		}
		if n := len(years); n > 1 {
			out.Comparison = comparison(casework.CompareYears(years[n-2], years[n-1], s.now()))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetAnnualStatistics200JSONResponse(out), nil
}

// GetAnnualYear answers one year with its version, also one that nobody wrote about (version 0).
func (s *Server) GetAnnualYear(ctx context.Context, r gen.GetAnnualYearRequestObject) (gen.GetAnnualYearResponseObject, error) {
	var out gen.AnnualYear
	err := s.read(ctx, func(tx *store.Tx) error {
		if r.FiscalYear > calendar.FiscalYear(s.now()) {
			return casework.NotFound()
		}
		years, err := tx.AnnualStatistics(r.FiscalYear, r.FiscalYear)
		if err != nil {
			return err
		}
		out, err = s.oneYear(tx, years[0])
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetAnnualYear200JSONResponse{Body: out, Headers: gen.GetAnnualYear200ResponseHeaders{ETag: etag(out.Version)}}, nil
}

// RecordFigures writes down what was counted before the system began.
func (s *Server) RecordFigures(ctx context.Context, r gen.RecordFiguresRequestObject) (gen.RecordFiguresResponseObject, error) {
	f := r.Body.Figures
	figures := map[casework.Measure]int{}
	for m, v := range map[casework.Measure]*int{casework.MeasureCoordinated: f.EscalationsCoordinated, casework.MeasureAdviceOnly: f.EscalationsAdviceOnly,
		casework.MeasureConferences: f.CaseConferences, casework.MeasureContacts: f.CoordinationContacts, casework.MeasureAdvisorMeetings: f.AdvisorMeetings} {
		if v != nil {
			figures[m] = *v
		}
	}
	return s.changeYear(ctx, r.FiscalYear, r.Params.IfMatch, func(_ *store.Tx, y *casework.YearFigures) error {
		return y.RecordFigures(s.now(), figures, value(r.Body.Note))
	})
}

// FreezeYear keeps the figures of a year as published.
func (s *Server) FreezeYear(ctx context.Context, r gen.FreezeYearRequestObject) (gen.FreezeYearResponseObject, error) {
	return s.changeYear(ctx, r.FiscalYear, r.Params.IfMatch, func(tx *store.Tx, y *casework.YearFigures) error {
		figures := map[casework.Measure]int{}
		for _, f := range y.Figures() {
			if info, _ := f.Measure.Info(); len(info.Of) == 0 {
				figures[f.Measure] = f.Now()
			}
		}
		return y.Freeze(tx.Actor(), s.now(), figures)
	})
}

// ExplainYear says why later counts differ from the frozen ones.
func (s *Server) ExplainYear(ctx context.Context, r gen.ExplainYearRequestObject) (gen.ExplainYearResponseObject, error) {
	return s.changeYear(ctx, r.FiscalYear, r.Params.IfMatch, func(_ *store.Tx, y *casework.YearFigures) error { return y.Explain(r.Body.Text) })
}

func (s *Server) changeYear(ctx context.Context, year int, seen string, verb func(*store.Tx, *casework.YearFigures) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		if year > calendar.FiscalYear(s.now()) {
			return nil, casework.NotFound()
		}
		y, err := tx.FiscalYearToChange(year, s.now())
		if err != nil {
			return nil, err
		}
		version := y.Version
		if err := verb(tx, &y); err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if err := tx.SaveFiscalYear(&y.YearRecord, s.now()); err != nil {
			return nil, err
		}
		out, err := s.oneYear(tx, y)
		return ok(out, out.Version), err
	})
}

func (s *Server) oneYear(tx *store.Tx, y casework.YearFigures) (gen.AnnualYear, error) {
	n, err := (&people{accounts: []casework.ID{y.FrozenBy}}).load(tx)
	return n.annualYear(y, tx.Actor(), calendar.FiscalYear(s.now())), err
}

// ListStatisticItems opens a figure to what it was counted from.
func (s *Server) ListStatisticItems(ctx context.Context, r gen.ListStatisticItemsRequestObject) (gen.ListStatisticItemsResponseObject, error) {
	q := r.Params
	var out gen.StatisticItemPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.StatisticItems(store.StatisticFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Measure: casework.Measure(q.Measure), Year: q.FiscalYear, Month: value(q.FiscalMonth)})
		for _, i := range page.Items {
			saw(ctx, i.Case)
		}
		out = gen.StatisticItemPage{NextCursor: some(page.Next), Total: page.Total, Items: mapped(page.Items, func(i store.StatisticItem) gen.StatisticItem {
			return gen.StatisticItem{Id: i.Object, Measure: gen.Measure(i.Measure), At: i.At, Detail: some(i.Detail), CaseId: some(i.Case), CaseNumber: some(i.Number), AfterFreeze: some(i.After)}
		})}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListStatisticItems200JSONResponse(out), nil
}

func measureInfo(i casework.MeasureInfo) gen.MeasureInfo {
	return gen.MeasureInfo{Measure: gen.Measure(i.Measure), Label: i.Label, Definition: i.Definition, Total: len(i.Of) > 0}
}

func comparison(c casework.YearComparison) *gen.YearComparison {
	out := gen.YearComparison{Months: c.Months}
	for _, change := range c.Changes {
		out.Changes = append(out.Changes, gen.YearChange{Change: change})
	}
	return &out
}

func (n names) annualYear(y casework.YearFigures, a casework.Actor, this int) gen.AnnualYear {
	out := gen.AnnualYear{FiscalYear: y.FiscalYear, Label: calendar.FiscalYearLabel(y.FiscalYear), Name: calendar.FiscalYearName(y.FiscalYear), Note: some(y.Note),
		FrozenAt: y.FrozenAt, FrozenBy: n.accountOrNone(y.FrozenBy), Explanation: some(y.Explanation), Version: y.Version, Actions: []gen.AnnualYearActions{}}
	counted := 0
	for _, f := range y.Figures() {
		counted += f.Counted.Sum()
		out.Differs = out.Differs || f.Frozen != nil && f.Now() != *f.Frozen
		out.Figures = append(out.Figures, gen.Figure{Measure: gen.Measure(f.Measure), Value: f.Value(), Recorded: f.Recorded, Counted: f.Counted.Sum(), Frozen: f.Frozen, Months: slices.Clone(f.Counted[:])})
	}
	out.Standing = gen.AnnualYearStanding(y.Standing(this, counted))
	if a.Has(casework.RoleCityOffice) {
		for _, verb := range y.Actions(this) {
			out.Actions = append(out.Actions, gen.AnnualYearActions(verb))
		}
	}
	return out
}
