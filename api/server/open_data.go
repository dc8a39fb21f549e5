package server

import (
	"bytes"
	"context"
	"encoding/csv"
	"strconv"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// The open table: anybody may read it, at an address that stays. Only frozen years and those published before the system
// began stand in it, and no number of households from 1 to 4.
const (
	openDataTitle  = "総合相談支援体制 年度統計"
	openDataSource = "つなぐ（相談機関が記録した出来事から集計）"
)

// GetOpenStatistics answers the published figures as JSON.
func (s *Server) GetOpenStatistics(ctx context.Context, _ gen.GetOpenStatisticsRequestObject) (gen.GetOpenStatisticsResponseObject, error) {
	rows, err := s.openFigures(ctx)
	if err != nil {
		return nil, err
	}
	return gen.GetOpenStatistics200JSONResponse{Title: openDataTitle, Source: openDataSource, Rows: rows}, nil
}

// GetOpenStatisticsCsv answers the published figures as Excel opens them.
func (s *Server) GetOpenStatisticsCsv(ctx context.Context, _ gen.GetOpenStatisticsCsvRequestObject) (gen.GetOpenStatisticsCsvResponseObject, error) {
	rows, err := s.openFigures(ctx)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.Write([]string{"年度（西暦）", "年度", "区分", "値", "備考"})
	for _, r := range rows {
		v, note := "", value(r.Note)
		if r.Value != nil {
			v = strconv.Itoa(*r.Value)
		} else {
			note = "5件未満のため公表しません"
		}
		_ = w.Write([]string{strconv.Itoa(r.FiscalYear), r.Label, r.MeasureLabel, v, defuse(note)})
	}
	w.Flush()
	return gen.GetOpenStatisticsCsv200TextcsvResponse{Body: &b, ContentLength: int64(b.Len())}, w.Error()
}

func (s *Server) openFigures(ctx context.Context) ([]gen.OpenFigure, error) {
	years, err := s.store.PublishedStatistics(ctx, calendar.FiscalYear(s.now()))
	if err != nil {
		return nil, err
	}
	rows := []gen.OpenFigure{}
	for _, y := range years {
		figures := y.Figures()
		hide := casework.SuppressedRows(figures)
		for i, f := range figures {
			info, _ := f.Measure.Info()
			v := f.Published()
			row := gen.OpenFigure{FiscalYear: y.FiscalYear, Label: calendar.FiscalYearLabel(y.FiscalYear), Measure: gen.Measure(f.Measure), MeasureLabel: info.Label, Value: &v, Note: some(y.Note)}
			if hide[i] {
				row.Suppressed, row.Value = true, nil
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// defuse keeps a cell that begins like a formula from being one (security.md, "Answers").
func defuse(cell string) string {
	if cell != "" && bytes.ContainsAny([]byte(cell[:1]), "=+-@\t\r") {
		return "'" + cell
	}
	return cell
}
