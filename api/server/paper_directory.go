package server

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/documents/forms"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// GetAgenciesPdf answers the 相談機関一覧 on paper, narrowed as the list is. It holds no case.
func (s *Server) GetAgenciesPdf(ctx context.Context, r gen.GetAgenciesPdfRequestObject) (gen.GetAgenciesPdfResponseObject, error) {
	p := r.Params
	filter := store.AgencyFilter{Paging: store.Paging{Limit: 200}, Text: given(p.Q), Field: given(p.Field), Ward: given(p.Ward), District: given(p.District), Issue: given(p.Issue), Kind: given(p.Kind), Sort: "kana"}
	var all []store.AgencyEntry
	for {
		page, err := s.store.Agencies(ctx, filter)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if filter.Cursor = page.Next; filter.Cursor == "" {
			break
		}
	}
	ref, err := s.store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	d := forms.Directory{Fields: directoryOf(all, ref, filter.Field, filter.Ward), Count: len(all), Narrowed: narrowed(ref, filter), At: s.now()}
	if err := d.Write(&out); err != nil {
		return nil, err
	}
	return pdf("相談機関一覧.pdf", &out), nil
}

// VisitGetAgenciesPdfResponse writes the PDF.
func (c carried) VisitGetAgenciesPdfResponse(w http.ResponseWriter) error { return c.write(w) }

// directoryOf puts an agency wherever somebody looks for it: in each of its fields and wards, those of the whole city first.
func directoryOf(all []store.AgencyEntry, ref *store.Reference, field, ward string) (out []forms.DirectoryField) {
	wards := append([]store.CodeLabel{{Label: "市内全域"}}, ref.Wards...)
	for _, f := range ref.Fields {
		if field != "" && field != f.Code {
			continue
		}
		group := forms.DirectoryField{Name: f.Label}
		for _, w := range wards {
			if ward != "" && w.Code != "" && ward != w.Code {
				continue
			}
			for _, a := range all {
				if !slices.Contains(a.Fields, f.Code) || w.Code == "" && len(a.Wards) > 0 || w.Code != "" && !slices.Contains(a.Wards, w.Code) {
					continue
				}
				var accepts []string
				for _, i := range ref.IssueTypes {
					if slices.Contains(a.IssueTypes, i.Code) {
						accepts = append(accepts, i.Label)
					}
				}
				group.Rows = append(group.Rows, forms.DirectoryRow{Ward: w.Label, Name: a.Name, Kind: labelOf(ref.AgencyKinds, a.Kind), Phone: a.Phone, Hours: a.Hours, Accepts: strings.Join(accepts, "、")})
			}
		}
		if len(group.Rows) > 0 {
			out = append(out, group)
		}
	}
	return out
}

func labelOf(list []store.CodeLabel, code string) string {
	for _, c := range list {
		if c.Code == code {
			return c.Label
		}
	}
	return code
}

// narrowed says by what a list was narrowed.
func narrowed(ref *store.Reference, f store.AgencyFilter) string {
	var out []string
	for _, c := range []struct {
		list []store.CodeLabel
		code string
	}{{ref.Fields, f.Field}, {ref.Wards, f.Ward}, {ref.IssueTypes, f.Issue}, {ref.AgencyKinds, f.Kind}} {
		if c.code != "" {
			out = append(out, labelOf(c.list, c.code))
		}
	}
	if f.District != "" {
		out = append(out, f.District+"中学校区")
	}
	if f.Text != "" {
		out = append(out, "「"+f.Text+"」")
	}
	return strings.Join(out, "、")
}
