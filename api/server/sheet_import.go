package server

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/blank"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// GetBlankSheet answers the empty form.
func (s *Server) GetBlankSheet(ctx context.Context, _ gen.GetBlankSheetRequestObject) (gen.GetBlankSheetResponseObject, error) {
	form, err := s.blankForm(ctx)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := blank.Write(&out, form); err != nil {
		return nil, err
	}
	return carried{kind: echo.MIMEOctetStream, size: int64(out.Len()), name: "つなぐシート_用紙.xlsx", content: io.NopCloser(&out)}, nil
}

// VisitGetBlankSheetResponse writes the workbook.
func (c carried) VisitGetBlankSheetResponse(w http.ResponseWriter) error { return c.write(w) }

func (s *Server) blankForm(ctx context.Context) (form blank.Form, err error) {
	err = s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) error {
		ref, err := tx.Reference()
		if err == nil {
			form = blank.Form{Catalog: ref.Catalog(), Relations: relations}
		}
		return err
	})
	return form, err
}

// CheckSheetImport says what a filled-in form would become.
func (s *Server) CheckSheetImport(ctx context.Context, r gen.CheckSheetImportRequestObject) (gen.CheckSheetImportResponseObject, error) {
	in, err := s.readForm(ctx, r.Body)
	if err != nil {
		return nil, err
	}
	out := in.result(gen.SheetImportStateReady, "")
	err = s.read(ctx, func(tx *store.Tx) error {
		if in.faulty() {
			return nil
		}
		earlier, err := tx.SheetImported(s.digest(ctx, in.content))
		if earlier != "" {
			out = in.result(gen.SheetImportStateAlready, earlier)
		}
		return err
	})
	return gen.CheckSheetImport200JSONResponse(out), err
}

// ImportSheet makes a draft of a filled-in form, with the rules of a draft on the page. The file itself is kept nowhere.
func (s *Server) ImportSheet(ctx context.Context, r gen.ImportSheetRequestObject) (gen.ImportSheetResponseObject, error) {
	in, err := s.readForm(ctx, r.Body)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		if in.faulty() {
			return ok(in.result(gen.SheetImportStateFaulty, ""), 0), nil
		}
		catalog, err := tx.Catalog()
		if err != nil {
			return nil, err
		}
		sheet, err := casework.DraftSheet(actorOf(ctx), s.now(), in.content, catalog)
		if err != nil {
			return nil, err
		}
		earlier, err := tx.ImportSheet(s.digest(ctx, in.content), sheet)
		switch {
		case err != nil:
			return nil, err
		case earlier != "":
			return ok(in.result(gen.SheetImportStateAlready, earlier), 0), nil
		}
		made(ctx, sheet.ID)
		return ok(in.result(gen.SheetImportStateImported, sheet.ID), 0), nil
	})
}

// readIn is a form that was read: a content, or faults.
type readIn struct {
	content casework.SheetContent
	faults  []blank.Fault
}

func (in readIn) faulty() bool { return len(in.faults) > 0 }

func (in readIn) result(state gen.SheetImportState, sheet casework.ID) gen.SheetImport {
	if in.faulty() {
		state = gen.SheetImportStateFaulty
	}
	persons := len(in.content.Members)
	if in.content.Subject != nil {
		persons++
	}
	return gen.SheetImport{State: state, Subject: in.content.DisplayName(), Issues: len(in.content.Issues), Persons: persons, SheetId: some(sheet),
		Faults: mapped(in.faults, func(f blank.Fault) gen.CellFault {
			return gen.CellFault{Cell: some(f.Cell), Label: some(f.Label), Message: f.Message}
		})}
}

func (s *Server) readForm(ctx context.Context, body *multipart.Reader) (in readIn, err error) {
	form, err := s.blankForm(ctx)
	if err != nil {
		return in, err
	}
	raw, err := receiveForm(body)
	if err != nil {
		return in, err
	}
	in.content, in.faults = blank.Read(raw, form, s.now())
	if n := in.content.DisplayName(); len([]rune(n)) > 300 { // refused for its length; the answer need not repeat it
		in.content.Subject = nil
	}
	return in, nil
}

// receiveForm reads the one part of the body into memory: it is small, and no file of a person's data lies on disk.
func receiveForm(body *multipart.Reader) ([]byte, error) {
	part, err := body.NextRawPart()
	if err != nil {
		return nil, uploadFault(err)
	}
	if part.FormName() != "file" || part.FileName() == "" {
		return nil, &problem{code: codeMalformed, fields: []casework.FieldError{{Pointer: "/file", Code: "required", Message: "ファイルを選んでください。"}}}
	}
	raw, err := io.ReadAll(io.LimitReader(part, blank.MaxSize+1))
	switch {
	case err != nil:
		return nil, uploadFault(err)
	case len(raw) > blank.MaxSize:
		return nil, refuse(codeTooLarge, "用紙のファイルは2MBまでです。")
	}
	if _, err := body.NextRawPart(); !errors.Is(err, io.EOF) {
		return nil, refuse(codeMalformed, "ファイルは一つずつ送ってください。")
	}
	return raw, nil
}

// digest stands for a content without telling it: keyed, and another one in each agency.
func (s *Server) digest(ctx context.Context, content casework.SheetContent) []byte {
	sum := hmac.New(sha256.New, s.secrets.digest)
	sum.Write([]byte(actorOf(ctx).Agency + "\n"))
	raw, _ := json.Marshal(content) // of our own types: it cannot fail
	sum.Write(raw)
	return sum.Sum(nil)
}
