package casework

import (
	"cmp"
	"slices"
	"strings"
)

// Agency is what the rules know of a 相談機関 in the directory.
type Agency struct {
	ID       ID
	Code     string
	Name     string
	Kana     string
	Fields   []string // codes of 分野
	Services []Service
}

// Service is one thing an agency offers, with its own area.
type Service struct {
	Name       string
	Fields     []string
	Wards      []string // empty: the whole city
	Districts  []string // empty: the whole of its wards
	IssueTypes []string // issues it accepts
}

// Wanted is what a household needs from the next agency.
type Wanted struct {
	Issues       []string
	MostPressing string
	Ward         string
	District     string
	Excluding    []ID // agencies that lead, support or are already asked
}

// Suggestion is an agency that fits, with the reasons a worker can check.
type Suggestion struct {
	Agency  Agency
	Score   int // only for the order
	Reasons []SuggestReason
}

// SuggestReason says one thing for an agency: a code and a sentence.
type SuggestReason struct {
	Code string `json:"code"` // accepts_issue, most_pressing, covers_district, covers_ward, whole_city
	Text string `json:"text"`
}

// Suggest ranks the agencies that accept at least one of the issues in the household's area, best
// first. Issues weigh most, then nearness; ties stand in the order of kana. Same input, same order.
func Suggest(agencies []Agency, want Wanted, catalog Catalog) []Suggestion {
	found := []Suggestion{}
	for _, a := range agencies {
		if slices.Contains(want.Excluding, a.ID) {
			continue
		}
		if s := suggestion(a, want, catalog); s.Score > 0 {
			found = append(found, s)
		}
	}
	slices.SortStableFunc(found, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Agency.Kana, b.Agency.Kana), strings.Compare(a.Agency.Code, b.Agency.Code))
	})
	return found
}

func suggestion(a Agency, want Wanted, catalog Catalog) Suggestion {
	s := Suggestion{Agency: a}
	near := areaNone
	for _, issue := range want.Issues {
		reach := areaNone
		for _, sv := range a.Services {
			if slices.Contains(sv.IssueTypes, issue) {
				reach = max(reach, sv.reach(want))
			}
		}
		if reach == areaNone {
			continue // nothing of this agency takes the issue here
		}
		near = max(near, reach)
		s.Score += 10
		s.Reasons = append(s.Reasons, SuggestReason{"accepts_issue", "「" + catalog.IssueLabel(issue) + "」を受け付けています"})
		if issue == want.MostPressing {
			s.Score += 5
			s.Reasons = append(s.Reasons, SuggestReason{"most_pressing", "一番困っていることに対応しています"})
		}
	}
	if s.Score == 0 {
		return s
	}
	s.Score += int(near)
	if r, ok := near.reason(want, catalog); ok {
		s.Reasons = append(s.Reasons, r)
	}
	return s
}

// area is how near a service is to the household; the value is its weight.
type area int

const (
	areaNone     area = 0
	areaCity     area = 1 // the whole city, or the household's area is not known
	areaWard     area = 3
	areaDistrict area = 4
)

func (sv Service) reach(want Wanted) area {
	switch {
	case len(sv.Wards) == 0 && len(sv.Districts) == 0, want.Ward == "" && want.District == "":
		return areaCity
	case want.District != "" && slices.Contains(sv.Districts, want.District):
		return areaDistrict
	case want.District != "" && len(sv.Districts) > 0:
		return areaNone // serves other districts only
	case want.Ward != "" && slices.Contains(sv.Wards, want.Ward):
		return areaWard
	case want.Ward == "" && want.District != "" && len(sv.Wards) > 0:
		return areaCity // the district alone does not tell the ward: do not leave it out
	}
	return areaNone
}

func (a area) reason(want Wanted, catalog Catalog) (SuggestReason, bool) {
	switch a {
	case areaDistrict:
		return SuggestReason{"covers_district", want.District + "中学校区を担当しています"}, true
	case areaWard:
		return SuggestReason{"covers_ward", wardName(catalog.WardLabel(want.Ward)) + "を担当しています"}, true
	case areaCity:
		return SuggestReason{"whole_city", "市内全域から相談できます"}, want.Ward != "" || want.District != ""
	}
	return SuggestReason{}, false
}

// wardName adds nothing to labels that say what they are (中区, 北区中央).
func wardName(label string) string {
	if strings.Contains(label, "区") {
		return label
	}
	return label + "区"
}
