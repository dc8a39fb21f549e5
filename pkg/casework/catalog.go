package casework

// Catalog is the master data a sheet is checked against: one version of the form and the city's areas.
// Other cities replace the twelve issues, so the rules know codes only through it.
type Catalog struct {
	FormVersion string
	IssueTypes  []CatalogItem
	Features    []CatalogItem
	Wards       []CatalogItem // empty: areas are not checked
	Districts   []District
}

// CatalogItem is one code and its Japanese label.
type CatalogItem struct{ Code, Label string }

// District is a 中学校区 of a ward.
type District struct{ Ward, Name string }

// DefaultCatalog is the form of Okayama, Ver.2019.11.1, with our household features and without areas.
func DefaultCatalog() Catalog {
	return Catalog{
		FormVersion: "okayama-2019.11.1",
		IssueTypes: []CatalogItem{
			{"illness", "病気・医療のこと"},
			{"mental_health", "こころの問題(メンタルヘルス)"},
			{"care", "介護のこと"},
			{"disability", "障害のこと"},
			{"child_rearing", "子育てのこと"},
			{"income_work", "収入・仕事のこと"},
			{"debt", "支出・滞納・借金"},
			{"housing", "住まいのこと"},
			{"violence_abuse", "DV・虐待のこと"},
			{"rights", "権利擁護(後見制度など)"},
			{"health", "健康のこと"},
			{IssueOther, "その他"},
		},
		Features: []CatalogItem{
			{"eighty_fifty", "8050"},
			{"double_care", "ダブルケア"},
			{"young_carer", "ヤングケアラー"},
			{"social_withdrawal", "ひきこもり"},
			{"hoarding", "ごみ屋敷"},
			{"support_refusal", "支援拒否"},
			{"ex_offender", "刑余者"},
			{"foreign_nationality", "外国籍"},
			{"medical_care_child", "医療的ケア児"},
			{"discharge_difficulty", "退院困難"},
		},
	}
}

// IssueOther is the tick that needs words (下欄へ詳細記入).
const IssueOther = "other"

// IssueLabel returns the label of an issue code, or the code itself when this form does not know it.
func (c Catalog) IssueLabel(code string) string { return labelIn(c.IssueTypes, code) }

// FeatureLabel returns the label of a household feature.
func (c Catalog) FeatureLabel(code string) string { return labelIn(c.Features, code) }

// WardLabel returns the name of a 福祉区.
func (c Catalog) WardLabel(code string) string { return labelIn(c.Wards, code) }

func labelIn(items []CatalogItem, code string) string {
	for _, it := range items {
		if it.Code == code {
			return it.Label
		}
	}
	return code
}

func known(items []CatalogItem, code string) bool {
	for _, it := range items {
		if it.Code == code {
			return true
		}
	}
	return false
}

func (c Catalog) knowsDistrict(ward, name string) bool {
	for _, d := range c.Districts {
		if d.Name == name && (ward == "" || d.Ward == ward) {
			return true
		}
	}
	return false
}
