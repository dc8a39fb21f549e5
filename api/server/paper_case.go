package server

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/forms"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// MakePlanPdf puts the plan in force on paper: what getPlan answers, with its line in the ledger.
func (s *Server) MakePlanPdf(ctx context.Context, r gen.MakePlanPdfRequestObject) (gen.MakePlanPdfResponseObject, error) {
	var out bytes.Buffer
	var name string
	err := s.read(ctx, func(tx *store.Tx) error {
		f, k, err := tx.CaseOfPlan(r.PlanId)
		if err != nil {
			return err
		}
		order := paperOrder(r.Body, tx.Actor())
		order.Scope.Notes = true
		if err := s.disclosePaper(ctx, tx, f, order); err != nil {
			return err
		}
		n, err := s.seeCommitments(ctx, tx, f, k)
		if err != nil {
			return err
		}
		plan := n.plan(f, k, tx.Actor())
		printed, err := s.printed(tx)
		if err != nil {
			return err
		}
		name = "支援プラン_" + f.Number + ".pdf"
		return planOnPaper(plan, protectedPersons(f.Case, f.Sheet.ID, tx.Actor(), s.now()) != nil, printed).Write(&out)
	})
	if err != nil {
		return nil, err
	}
	return pdf(name, &out), nil
}

func planOnPaper(p gen.Plan, guarded bool, printed forms.Printed) forms.Plan {
	out := forms.Plan{Content: p.Content, Guarded: guarded, Case: p.CaseNumber, Subject: value(p.SubjectName), Version: "第" + strconv.Itoa(p.Number) + "版の下書き",
		Agencies: namesOfAgencies(p.Agencies), Members: map[casework.ID]string{}, Printed: printed}
	for _, m := range p.Members {
		out.Members[m.Id] = m.Name
	}
	if p.ReviewOn != nil {
		out.ReviewOn = calendar.DateOf(p.ReviewOn.Time)
	}
	if i := len(p.Versions) - 1; i >= 0 {
		v := p.Versions[i]
		out.Content, out.Version, out.AgreedOn = v.Content, "第"+strconv.Itoa(v.Number)+"版", calendar.DateOf(v.Agreement.AgreedOn.Time)
		if out.Where = value(v.Agreement.ConferenceName); out.Where == "" {
			out.Where = value(v.Agreement.Reason)
		}
	}
	return out
}

func namesOfAgencies(list []gen.AgencyRef) map[casework.ID]string {
	out := map[casework.ID]string{}
	for _, a := range list {
		out[a.Id] = a.Name
	}
	return out
}

// MakeInformationSheetPdf puts the 情報整理シート on paper: what getInformationSheet answers, with its line in the ledger.
func (s *Server) MakeInformationSheetPdf(ctx context.Context, r gen.MakeInformationSheetPdfRequestObject) (gen.MakeInformationSheetPdfResponseObject, error) {
	var out bytes.Buffer
	var name string
	err := s.read(ctx, func(tx *store.Tx) error {
		f, i, err := informationOf(tx, r.CaseId, tx.Case)
		if err != nil {
			return err
		}
		order := paperOrder(r.Body, tx.Actor())
		order.Scope = casework.Scope{Sheet: true, Notes: true}
		if err := s.disclosePaper(ctx, tx, f, order); err != nil {
			return err
		}
		body, err := s.informationBody(ctx, tx, f, i)
		if err != nil {
			return err
		}
		printed, err := s.printed(tx)
		if err != nil {
			return err
		}
		sheet := forms.Information{Content: body.Content, Guarded: value(body.Protected), Case: f.Number, UpdatedAt: body.UpdatedAt, Agencies: namesOfAgencies(body.Agencies), Printed: printed}
		if body.UpdatedBy != nil {
			sheet.UpdatedBy = body.UpdatedBy.Name
		}
		name = "情報整理シート_" + f.Number + ".pdf"
		return sheet.Write(&out)
	})
	if err != nil {
		return nil, err
	}
	return pdf(name, &out), nil
}

// printed says when and for whom it is printed.
func (s *Server) printed(tx *store.Tx) (forms.Printed, error) {
	a := tx.Actor()
	p := people{agencies: []casework.ID{a.Agency}, accounts: []casework.ID{a.Account}}
	n, err := p.load(tx)
	return forms.Printed{At: s.now(), By: n.account(a.Account).Name, Agency: n.agency(a.Agency).Name}, err
}

// VisitMakePlanPdfResponse writes the PDF.
func (c carried) VisitMakePlanPdfResponse(w http.ResponseWriter) error { return c.write(w) }

// VisitMakeInformationSheetPdfResponse writes the PDF.
func (c carried) VisitMakeInformationSheetPdfResponse(w http.ResponseWriter) error { return c.write(w) }
