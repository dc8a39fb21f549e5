package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// exportHead are the columns of an export, in their order.
var exportHead = []string{"ケース番号", "状態", "主担当機関", "お困りごと", "世帯の特徴", "受付", "つなぎの回数", "最初のつなぎの依頼", "最初の返事", "最初のつながり", "最後の接触",
	"推進員への相談", "調整の完了", "最初の検討会", "プランの合意", "最後の見直し", "終結", "終結の区分"}

var stateWords = map[string]string{"received": "受付", "supporting": "支援中", "coordinating": "推進員調整中", "monitoring": "見守り", "suspended": "中断", "closed": "終結"}

var classWords = map[string]string{"coordinated": "支援調整", "advice_only": "助言のみで完了"}

// ExportCases begins a table of the cases the caller works on; it is made in the background (RunExports).
func (s *Server) ExportCases(ctx context.Context, r gen.ExportCasesRequestObject) (gen.ExportCasesResponseObject, error) {
	if s.files == nil {
		return nil, refuse(codeUnavailable, "")
	}
	b := r.Body
	out, err := s.change(ctx, func(tx *store.Tx) (*answer, error) {
		e, err := casework.NewExport(tx.Actor(), s.now(), string(b.Format), b.Purpose, midnight(b.From), midnight(b.Until).AddDate(0, 0, 1))
		if err != nil {
			return nil, err
		}
		made(ctx, e.ID)
		return accepted(exportBody(e, s.now()), "/api/v1/exports/"+string(e.ID)), tx.AddExport(e)
	})
	if err == nil {
		s.exports.wake()
	}
	return out, err
}

// ListExports answers one page of the caller's own exports.
func (s *Server) ListExports(ctx context.Context, r gen.ListExportsRequestObject) (gen.ListExportsResponseObject, error) {
	var out gen.ExportPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Exports(paging(r.Params.Limit, r.Params.Cursor, r.Params.Count))
		out = gen.ExportPage{NextCursor: some(page.Next), Total: page.Total, Items: mapped(page.Items, func(e casework.Export) gen.Export { return exportBody(&e, s.now()) })}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListExports200JSONResponse(out), nil
}

// GetExport says how far one has come.
func (s *Server) GetExport(ctx context.Context, r gen.GetExportRequestObject) (gen.GetExportResponseObject, error) {
	var out gen.Export
	err := s.read(ctx, func(tx *store.Tx) error {
		e, err := tx.Export(r.ExportId)
		if err != nil {
			return err
		}
		out = exportBody(e, s.now())
		return nil
	})
	if err != nil {
		return nil, err
	}
	return gen.GetExport200JSONResponse(out), nil
}

// CancelExport stops the making of one.
func (s *Server) CancelExport(ctx context.Context, r gen.CancelExportRequestObject) (gen.CancelExportResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		e, err := tx.ExportToChange(r.ExportId)
		if err != nil {
			return nil, err
		}
		if err := e.Cancel(s.now()); err != nil {
			return nil, err
		}
		made(ctx, e.ID)
		return ok(exportBody(e, s.now()), 0), tx.SaveExport(e)
	})
}

// DownloadExport gives the table to whoever asked for it.
func (s *Server) DownloadExport(ctx context.Context, r gen.DownloadExportRequestObject) (gen.DownloadExportResponseObject, error) {
	var e *casework.Export
	err := s.read(ctx, func(tx *store.Tx) (err error) {
		if e, err = tx.Export(r.ExportId); err != nil {
			return err
		}
		made(ctx, e.ID)
		return e.MayDownload(s.now())
	})
	if err != nil {
		return nil, err
	}
	content, err := s.openFile(ctx, &casework.File{ID: e.ID, Key: e.Key, Size: e.Size, SHA256: e.SHA256})
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("ケース一覧_%s_%s.%s", calendar.DateOf(e.From), calendar.DateOf(e.Until.Add(-time.Second)), e.Format)
	return carried{kind: echo.MIMEOctetStream, size: e.Size, name: name, content: content}, nil
}

// VisitDownloadExportResponse writes the table.
func (c carried) VisitDownloadExportResponse(w http.ResponseWriter) error { return c.write(w) }

func exportBody(e *casework.Export, now time.Time) gen.Export {
	return gen.Export{Id: e.ID, State: gen.ExportState(e.State), Format: gen.ExportFormat(e.Format), From: day(calendar.DateOf(e.From)), Until: day(calendar.DateOf(e.Until.Add(-time.Second))),
		Total: e.Total, Done: e.Done, Fault: some(e.Fault), Size: some(int(e.Size)), CreatedAt: e.CreatedAt, FinishedAt: e.FinishedAt, GoneAt: e.GoneAt, Actions: e.Actions(now)}
}

func exportRow(e store.ExportedCase, labels map[string]string) []any {
	words := func(codes []string) string {
		out := make([]string, len(codes))
		for i, c := range codes {
			out[i] = labels[c]
		}
		return strings.Join(out, "、")
	}
	at := func(t *time.Time) any {
		if t == nil {
			return nil
		}
		return *t
	}
	return []any{e.Number, stateWords[e.State], e.Lead, words(e.Issues), words(e.Features), e.OpenedAt, e.Handoffs, at(e.RequestedAt), at(e.AnsweredAt), at(e.ConnectedAt), at(e.ContactedAt),
		at(e.EscalatedAt), at(e.SettledAt), at(e.ConferenceAt), at(e.PlanAt), at(e.ReviewedAt), at(e.ClosedAt), classWords[e.Class]}
}
