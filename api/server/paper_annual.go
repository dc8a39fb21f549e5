package server

import (
	"bytes"
	"context"
	"net/http"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/documents/forms"
)

// yearMarks stand under the years, as on the page.
var yearMarks = map[gen.AnnualYearStanding]string{
	gen.AnnualYearStandingRecorded: "記録値", gen.AnnualYearStandingFrozen: "確定", gen.AnnualYearStandingRunning: "集計中", gen.AnnualYearStandingEnded: "未確定",
	gen.AnnualYearStandingUnknown: "記録なし",
}

// GetAnnualStatisticsPdf answers the yearly table on paper: the figures of getAnnualStatistics, by the same hand.
func (s *Server) GetAnnualStatisticsPdf(ctx context.Context, r gen.GetAnnualStatisticsPdfRequestObject) (gen.GetAnnualStatisticsPdfResponseObject, error) {
	answered, err := s.GetAnnualStatistics(ctx, gen.GetAnnualStatisticsRequestObject{Params: gen.GetAnnualStatisticsParams(r.Params)})
	if err != nil {
		return nil, err
	}
	table := gen.AnnualStatistics(answered.(gen.GetAnnualStatistics200JSONResponse))
	a := forms.Annual{At: s.now()}
	for i, m := range table.Measures {
		a.Measures = append(a.Measures, forms.AnnualMeasure{Label: m.Label, Definition: m.Definition, Sum: m.Total, Total: table.Totals[i]})
	}
	for _, y := range table.Years {
		one := forms.AnnualYear{Label: y.Label, Name: y.Name, Mark: yearMarks[y.Standing], Unknown: y.Standing == gen.AnnualYearStandingUnknown, Note: value(y.Note), Explanation: value(y.Explanation)}
		for _, f := range y.Figures {
			one.Values, one.Months = append(one.Values, f.Value), append(one.Months, f.Months)
		}
		a.Years = append(a.Years, one)
	}
	if c := table.Comparison; c != nil {
		a.Compared = c.Months
		for _, one := range c.Changes {
			a.Changes = append(a.Changes, one.Change)
		}
	}
	var out bytes.Buffer
	if err := a.Write(&out); err != nil {
		return nil, err
	}
	return pdf("年度統計.pdf", &out), nil
}

// VisitGetAnnualStatisticsPdfResponse writes the PDF.
func (c carried) VisitGetAnnualStatisticsPdfResponse(w http.ResponseWriter) error { return c.write(w) }
