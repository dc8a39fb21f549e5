package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// FileSheet files a draft: it opens the household's case, or joins the open one that the worker named.
func (s *Server) FileSheet(ctx context.Context, r gen.FileSheetRequestObject) (gen.FileSheetResponseObject, error) {
	in := gen.SheetFiling{}
	if r.Body != nil {
		in = *r.Body
	}
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.SheetToChange(r.SheetId)
		if err != nil {
			return nil, err
		}
		catalog, err := tx.Catalog()
		if err != nil {
			return nil, err
		}
		version := f.Version
		var c *store.CaseFile
		if in.HouseholdId != nil {
			c, err = s.fileInto(tx, f, *in.HouseholdId, catalog)
		} else {
			c, err = s.fileNew(tx, f, value(in.NewHousehold), catalog)
		}
		if err != nil {
			return nil, err
		}
		if version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		body, err := s.sheetBody(ctx, tx, f, c)
		return ok(body, f.Version), err
	})
}

func (s *Server) fileNew(tx *store.Tx, f *store.SheetFile, looked bool, catalog casework.Catalog) (*store.CaseFile, error) {
	now, before := s.now(), *f.Sheet
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	c, err := f.File(tx.Actor(), now, catalog, casework.Filing{Settings: settings})
	if err != nil {
		return nil, err
	}
	if !looked {
		if err := likelySame(tx, before.Content, s); err != nil {
			return nil, err
		}
	}
	// last, for whoever files next waits for this number until we commit: numbers have no gaps
	if c.Number, err = tx.NextCaseNumber(now); err != nil {
		return nil, err
	}
	return tx.FileSheet(f.Sheet, c, now)
}

// likelySame refuses to open a second case in silence when the same person is in sight. 409 duplicate: look, then say which.
func likelySame(tx *store.Tx, content casework.SheetContent, s *Server) error {
	matches, err := tx.HouseholdMatches(casework.PersonOf(content), s.now())
	if err != nil {
		return err
	}
	for _, m := range matches {
		if m.CaseState != casework.CaseClosed && m.Likely.Score >= casework.LookFirstFrom {
			return &casework.Error{Code: casework.CodeDuplicate,
				Detail: "同じ世帯と思われるケース（" + m.CaseNumber + "）があります。内容を確かめて、そのケースに加えるか、別の世帯として提出してください。"}
		}
	}
	return nil
}

func (s *Server) fileInto(tx *store.Tx, f *store.SheetFile, household casework.ID, catalog casework.Catalog) (*store.CaseFile, error) {
	c, err := tx.OpenCaseOfHousehold(household)
	if casework.CodeOf(err) == casework.CodeNotFound {
		return nil, &casework.Error{Code: casework.CodeInvalid, Detail: "入力内容をご確認ください。", Fields: []casework.FieldError{
			{Pointer: "/householdId", Code: "unknown", Message: "この世帯のケースが見つかりません。候補から選び直してください。"}}}
	}
	if err != nil {
		return nil, err
	}
	if err := f.FileInto(tx.Actor(), s.now(), catalog, c.Case); err != nil {
		return nil, err
	}
	return c, tx.SaveSheet(f.Sheet, c, s.now())
}
