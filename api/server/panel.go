package server

import (
	"context"
	"strings"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// longestPeriod bounds what one panel counts.
const longestPeriod = 11 * 366 * 24 * time.Hour

// GetPanel answers one panel of the dashboard.
func (s *Server) GetPanel(ctx context.Context, r gen.GetPanelRequestObject) (gen.GetPanelResponseObject, error) {
	q, err := panelQuery(actorOf(ctx), string(r.Params.Panel), r.Params.From, r.Params.Until, r.Params.AgencyId)
	if err != nil {
		return nil, err
	}
	q.Published = given(r.Params.Published)
	out := gen.Panel{Panel: r.Params.Panel, Columns: []gen.PanelKey{}, Rows: []gen.PanelRow{}}
	err = s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Panel(q)
		if err != nil {
			return err
		}
		label, err := panelLabels(tx, f)
		if err != nil {
			return err
		}
		for _, key := range f.Columns {
			out.Columns = append(out.Columns, gen.PanelKey{Key: key, Label: some(label(key))})
		}
		for _, row := range f.Rows {
			one := gen.PanelRow{Key: row.Key, Label: some(label(row.Key)), Cells: make([]int, len(row.Cells))}
			for i, n := range row.Cells {
				one.Cells[i] = -1
				if n != nil {
					one.Cells[i] = *n
				}
			}
			if row.Median != nil {
				hours := float32(*row.Median)
				one.MedianHours = &hours
			}
			out.Rows = append(out.Rows, one)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return gen.GetPanel200JSONResponse(out), nil
}

// ListPanelItems opens a cell to what it was counted from.
func (s *Server) ListPanelItems(ctx context.Context, r gen.ListPanelItemsRequestObject) (gen.ListPanelItemsResponseObject, error) {
	p := r.Params
	q, err := panelQuery(actorOf(ctx), string(p.Panel), p.From, p.Until, p.AgencyId)
	if err != nil {
		return nil, err
	}
	var out gen.PanelItemPage
	err = s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.PanelItems(q, p.Row, p.Column, paging(p.Limit, p.Cursor, p.Count))
		for _, i := range page.Items {
			saw(ctx, i.Case)
		}
		out = gen.PanelItemPage{NextCursor: some(page.Next), Total: page.Total, Items: mapped(page.Items, func(i store.PanelItem) gen.PanelItem {
			return gen.PanelItem{Id: i.Object, At: i.At, CaseId: some(i.Case), CaseNumber: some(i.Number)}
		})}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListPanelItems200JSONResponse(out), nil
}

// panelQuery: coordinators and the city office ask for anybody's figures, an agency for its own.
func panelQuery(a casework.Actor, panel string, from, until openapi_types.Date, agency *casework.ID) (store.PanelQuery, error) {
	q := store.PanelQuery{Panel: panel, From: midnight(from), Until: midnight(until).AddDate(0, 0, 1), Agency: value(agency)}
	switch {
	case !q.Until.After(q.From):
		return q, fault("until", "impossible", "終わりの日は、はじめの日以後にしてください。")
	case q.Until.Sub(q.From) > longestPeriod:
		return q, fault("from", "out_of_range", "期間は10年以内にしてください。")
	}
	if a.Has(casework.RoleCoordinator) || a.Has(casework.RoleCityOffice) {
		return q, nil
	}
	if q.Agency != "" && q.Agency != a.Agency {
		return q, &casework.Error{Code: casework.CodeForbidden, Detail: "ほかの機関の件数は、推進員と市の担当課だけが見られます。"}
	}
	q.Agency = a.Agency
	return q, nil
}

func midnight(d openapi_types.Date) time.Time {
	return calendar.Date{Year: d.Year(), Month: d.Month(), Day: d.Day()}.Time().UTC()
}

// panelLabels names agencies, issues, features and areas; the other keys are codes of the screen.
func panelLabels(tx *store.Tx, f *store.PanelFigures) (func(key string) string, error) {
	if f.Agency {
		var p people
		for _, row := range f.Rows {
			p.agencies = append(p.agencies, casework.ID(row.Key))
		}
		n, err := p.load(tx)
		return func(key string) string {
			if !store.IsID(key) {
				return ""
			}
			return n.agency(casework.ID(key)).Name
		}, err
	}
	ref, err := tx.Reference()
	if err != nil {
		return nil, err
	}
	labels := map[string]string{}
	for _, list := range [][]store.CodeLabel{ref.IssueTypes, ref.Features, ref.Wards, ref.Fields} {
		for _, c := range list {
			labels[c.Code] = c.Label
		}
	}
	return func(key string) string {
		var parts []string
		for word := range strings.FieldsSeq(key) {
			parts = append(parts, labels[word])
		}
		return strings.Trim(strings.Join(parts, "・"), "・")
	}, nil
}
