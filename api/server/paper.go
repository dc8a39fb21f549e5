package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/forms"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// MakeSheetPdf puts a version of a filed sheet on paper, as far as the mask goes for the caller. The line of the ledger and what
// is read belong to one transaction, and the document is whole before it commits.
func (s *Server) MakeSheetPdf(ctx context.Context, r gen.MakeSheetPdfRequestObject) (gen.MakeSheetPdfResponseObject, error) {
	var out bytes.Buffer
	var name string
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Sheet(r.SheetId)
		if err != nil {
			return err
		}
		if f.Case == "" {
			return refuse(casework.CodeWrongState, "提出したシートだけを、PDFにできます。")
		}
		c, err := tx.Case(f.Case)
		if err != nil {
			return err
		}
		number := f.Versions[len(f.Versions)-1].Number
		if r.Params.Number != nil {
			number = *r.Params.Number
		}
		v, err := tx.SheetVersion(f, number)
		if casework.CodeOf(err) == casework.CodeNotFound {
			return fault("/number", "unknown", "このシートにない版です。")
		}
		if err != nil {
			return err
		}
		order := paperOrder(r.Body, tx.Actor())
		order.Scope.Sheet, order.Sheet, order.SheetNo = true, f.ID, number
		if err := s.disclosePaper(ctx, tx, c, order); err != nil {
			return err
		}
		sheet, err := s.sheetOnPaper(tx, f, c, v)
		if err != nil {
			return err
		}
		name = fmt.Sprintf("つなぐシート_%s_第%d版.pdf", c.Number, number)
		return sheet.Write(&out)
	})
	if err != nil {
		return nil, err
	}
	return pdf(name, &out), nil
}

// sheetOnPaper is what getSheetVersion answers, with the names that stand on the form.
func (s *Server) sheetOnPaper(tx *store.Tx, f *store.SheetFile, c *store.CaseFile, v casework.SheetVersion) (forms.Sheet, error) {
	catalog, err := tx.Catalog()
	if err != nil {
		return forms.Sheet{}, err
	}
	p := people{agencies: []casework.ID{f.Agency}}
	n, err := p.load(tx)
	if err != nil {
		return forms.Sheet{}, err
	}
	printed, err := s.printed(tx)
	content, hidden := f.Mask.Content(v.Content)
	return forms.Sheet{
		Content: content, Hidden: hidden, Guarded: protectedPersons(c.Case, f.ID, tx.Actor(), s.now()) != nil, Agency: n.agency(f.Agency).Name, Number: c.Number, Version: v.Number,
		Form: f.FormVersion, Catalog: catalog, Printed: printed,
	}, err
}

// disclosePaper writes down to whom the paper goes and why; no ground, no paper.
func (s *Server) disclosePaper(ctx context.Context, tx *store.Tx, c *store.CaseFile, o casework.DisclosureOrder) error {
	d, err := c.Disclose(tx.Actor(), s.now(), o)
	if err != nil {
		return err
	}
	if err := checkReceiver(tx, d); err != nil {
		return err
	}
	saw(ctx, c.ID)
	return tx.AddDisclosure(d)
}

func paperOrder(in *gen.PaperOrder, a casework.Actor) casework.DisclosureOrder {
	o := casework.DisclosureOrder{
		Kind: casework.DisclosedByPrint, To: value(in.ToAgencyId), ToName: value(in.ToName), Ground: casework.Ground(in.Ground),
		GroundNote: value(in.GroundNote), Purpose: value(in.Purpose), Conditions: value(in.Conditions),
	}
	if in.ToAgencyId == nil && in.ToName == nil {
		o.To = a.Agency
	}
	return o
}

// GetBlankSheetPdf answers the empty form; it shows nobody, not even who asked for it.
func (s *Server) GetBlankSheetPdf(ctx context.Context, _ gen.GetBlankSheetPdfRequestObject) (gen.GetBlankSheetPdfResponseObject, error) {
	var catalog casework.Catalog
	err := s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) (err error) {
		catalog, err = tx.Catalog()
		return err
	})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := forms.WriteBlankSheet(&out, catalog); err != nil {
		return nil, err
	}
	return pdf("つなぐシート_白紙.pdf", &out), nil
}

func pdf(name string, out *bytes.Buffer) carried {
	return carried{kind: echo.MIMEOctetStream, size: int64(out.Len()), name: name, content: io.NopCloser(out)}
}

// VisitMakeSheetPdfResponse writes the PDF.
func (c carried) VisitMakeSheetPdfResponse(w http.ResponseWriter) error { return c.write(w) }

// VisitGetBlankSheetPdfResponse writes the PDF.
func (c carried) VisitGetBlankSheetPdfResponse(w http.ResponseWriter) error { return c.write(w) }
