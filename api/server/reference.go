package server

import (
	"context"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// relations are offered for 続柄; anything else may be written.
var relations = []string{
	"夫", "妻", "父", "母", "子", "長男", "長女", "次男", "次女", "祖父", "祖母", "孫", "兄", "弟", "姉", "妹",
	"義父", "義母", "おじ", "おば", "おい", "めい", "内縁の夫", "内縁の妻", "同居人", "知人", "その他",
}

// GetReference gives the codes and labels that forms and filters are made of.
func (s *Server) GetReference(ctx context.Context, _ gen.GetReferenceRequestObject) (gen.GetReferenceResponseObject, error) {
	ref, err := s.store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	out := gen.GetReference200JSONResponse{
		FormVersion: store.FormVersion,
		IssueTypes:  codeLabels(ref.IssueTypes), Features: codeLabels(ref.Features), Wards: codeLabels(ref.Wards),
		Fields: codeLabels(ref.Fields), AgencyKinds: codeLabels(ref.AgencyKinds),
		Districts: make([]gen.District, 0, len(ref.Districts)),
		Grounds:   make([]gen.Ground, 0, len(ref.Grounds)),
		Relations: relations,
	}
	for _, d := range ref.Districts {
		out.Districts = append(out.Districts, gen.District{Code: d.Code, Name: d.Name, Ward: d.Ward})
	}
	for _, g := range ref.Grounds {
		one := gen.Ground{Code: g.Code, Label: g.Label, Article: g.Article, NeedsConsent: g.NeedsConsent, Internal: some(g.Internal), ToPerson: some(g.ToPerson)}
		if g.ValidFrom != nil {
			one.ValidFrom.Time = *g.ValidFrom
		}
		if g.ValidUntil != nil {
			one.ValidUntil = &openapi_types.Date{Time: *g.ValidUntil}
		}
		out.Grounds = append(out.Grounds, one)
	}
	out.LegalBases = mapped(ref.LegalBases, legalBasis)
	settings, err := s.store.Settings(ctx)
	out.Settings.HandoffAnswerBusinessDays = settings.HandoffAnswerDays
	out.Settings.UrgentAnswerBusinessHours = int(settings.UrgentHandoffAnswer / time.Hour)
	out.Settings.FirstContactBusinessDays = settings.FirstContactDays
	out.Settings.HopLimit = settings.HopLimit
	return out, err
}

func codeLabels(in []store.CodeLabel) []gen.CodeLabel {
	out := make([]gen.CodeLabel, 0, len(in))
	for _, c := range in {
		out = append(out, gen.CodeLabel{Code: c.Code, Label: c.Label})
	}
	return out
}
