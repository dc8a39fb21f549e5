package casework

import (
	"slices"
	"testing"
)

func directory() []Agency {
	return []Agency{
		{ID: elder, Code: "houkatsu-naka", Kana: "なかほうかつ", Services: []Service{{IssueTypes: []string{"care", "health"}, Wards: []string{"naka"}}}},
		{ID: debts, Code: "yorisoi", Kana: "よりそい", Services: []Service{{IssueTypes: []string{"debt", "income_work"}}}},
		{ID: kids, Code: "houkatsu-kita", Kana: "きたほうかつ", Services: []Service{{IssueTypes: []string{"care"}, Wards: []string{"kita"}}}},
		{ID: home, Code: "branch", Kana: "ひがしやま", Services: []Service{
			{IssueTypes: []string{"care"}, Wards: []string{"naka"}, Districts: []string{"東山"}},
			{IssueTypes: []string{"debt"}, Wards: []string{"kita"}},
		}},
	}
}

func suggested(want Wanted) (ids []ID) {
	for _, s := range Suggest(directory(), want, DefaultCatalog()) {
		ids = append(ids, s.Agency.ID)
	}
	return ids
}

func TestSuggestionsFitIssueAndAreaAndStandInOrder(t *testing.T) {
	for name, tc := range map[string]struct {
		want Wanted
		ids  []ID
	}{
		"nearest first, other wards never": {Wanted{Issues: []string{"care"}, Ward: "naka", District: "東山"}, []ID{home, elder}},
		"another district of the ward":     {Wanted{Issues: []string{"care"}, Ward: "naka", District: "操山"}, []ID{elder}},
		"area not known: all, by kana":     {Wanted{Issues: []string{"care"}}, []ID{kids, elder, home}},
		"each service has its own area":    {Wanted{Issues: []string{"debt"}, Ward: "naka", District: "東山"}, []ID{debts}},
		"the most pressing weighs more":    {Wanted{Issues: []string{"care", "debt"}, MostPressing: "debt", Ward: "naka"}, []ID{debts, elder, home}},
		"without those already on it":      {Wanted{Issues: []string{"debt"}, Excluding: []ID{debts}, Ward: "naka"}, nil},
		"nothing ticked, nothing fits":     {Wanted{Ward: "naka"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := suggested(tc.want); !slices.Equal(got, tc.ids) {
				t.Errorf("got %v, want %v", got, tc.ids)
			}
		})
	}
}

func TestEverySuggestionSaysWhy(t *testing.T) {
	catalog := DefaultCatalog()
	catalog.Wards = []CatalogItem{{"naka", "中区"}}
	got := Suggest(directory(), Wanted{Issues: []string{"care"}, MostPressing: "care", Ward: "naka"}, catalog)
	var texts []string
	for _, r := range got[0].Reasons {
		texts = append(texts, r.Text)
	}
	want := []string{"「介護のこと」を受け付けています", "一番困っていることに対応しています", "中区を担当しています"}
	if !slices.Equal(texts, want) {
		t.Errorf("got %v, want %v", texts, want)
	}
}
