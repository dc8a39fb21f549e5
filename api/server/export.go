package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/documents/tables"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// exportHead are the columns of an export, in their order.
var exportHead = []string{"ケース番号", "状態", "主担当機関", "お困りごと", "世帯の特徴", "受付", "つなぎの回数", "最初のつなぎの依頼", "最初の返事", "最初のつながり", "最後の接触",
	"推進員への相談", "調整の完了", "最初の検討会", "プランの合意", "最後の見直し", "終結", "終結の区分"}

var stateWords = map[string]string{"received": "受付", "supporting": "支援中", "coordinating": "推進員調整中", "monitoring": "見守り", "suspended": "中断", "closed": "終結"}

var classWords = map[string]string{"coordinated": "支援調整", "advice_only": "助言のみで完了"}

// ExportCases writes the cases the caller works on into a table. Ledger and table are made in one transaction and the table lies
// whole on disk, in a file without a name, before the first byte leaves: nothing leaves that does not stand in the ledger.
func (s *Server) ExportCases(ctx context.Context, r gen.ExportCasesRequestObject) (gen.ExportCasesResponseObject, error) {
	from, until := midnight(r.Body.From), midnight(r.Body.Until).AddDate(0, 0, 1)
	switch {
	case !until.After(from):
		return nil, fault("/until", "impossible", "終わりの日は、はじめの日以後にしてください。")
	case until.Sub(from) > longestPeriod:
		return nil, fault("/from", "out_of_range", "期間は10年以内にしてください。")
	case strings.TrimSpace(r.Body.Purpose) == "":
		return nil, fault("/purpose", "required", "何に使うかを入力してください。")
	}
	out, err := os.CreateTemp("", "tsunagu-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(out.Name()) // it lives as long as it is open: a crash leaves nothing behind
	err = s.read(ctx, func(tx *store.Tx) error {
		return s.writeCases(ctx, tx, out, string(r.Body.Format), store.ExportOrder{From: from, Until: until, Note: strings.TrimSpace(r.Body.Purpose)})
	})
	var size int64
	if err == nil {
		size, err = out.Seek(0, io.SeekEnd)
	}
	if err == nil {
		_, err = out.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = out.Close()
		return nil, err
	}
	name := fmt.Sprintf("ケース一覧_%s_%s.%s", calendar.DateOf(from), calendar.DateOf(until.Add(-time.Second)), r.Body.Format)
	return carried{kind: echo.MIMEOctetStream, size: size, name: name, content: out}, nil
}

func (c carried) VisitExportCasesResponse(w http.ResponseWriter) error { return c.write(w) }

func (s *Server) writeCases(ctx context.Context, tx *store.Tx, out io.Writer, format string, o store.ExportOrder) error {
	ref, err := tx.Reference()
	if err != nil {
		return err
	}
	labels := map[string]string{}
	for _, list := range [][]store.CodeLabel{ref.IssueTypes, ref.Features} {
		for _, c := range list {
			labels[c.Code] = c.Label
		}
	}
	var w tables.Writer
	if format == "csv" {
		w, err = tables.NewCSV(out, exportHead...)
	} else {
		w, err = tables.NewXLSX(out, "ケース", exportHead...)
	}
	if err != nil {
		return err
	}
	n, err := tx.ExportCases(o, func(e store.ExportedCase) error {
		saw(ctx, e.ID)
		return w.Row(exportRow(e, labels)...)
	})
	if err != nil {
		return err
	}
	if n > tables.MostRows {
		return fault("/from", "out_of_range", "一度に書き出せるのは1,048,575件までです。期間を短くしてください。")
	}
	return w.Close()
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
