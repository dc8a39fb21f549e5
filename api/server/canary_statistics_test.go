package server

// statistics: the figures of a city office hold dates and codes, never a household.
func (w *hiding) statistics(do func(writing) reply) {
	w.t.Helper()
	figures := map[string]any{"figures": map[string]any{"coordination_contacts": 3}, "note": "10月から"}
	do(writing{op: "recordFigures", by: "kikaku-city_office", body: figures, headers: []string{ifMatchHeader(`"0"`)}})
	do(writing{op: "freezeYear", by: "kikaku-city_office", headers: []string{ifMatchHeader(`"1"`)}})
	do(writing{op: "explainYear", by: "kikaku-city_office", body: map[string]any{"text": "記録の遅れ"}, headers: []string{ifMatchHeader(`"2"`)}})
}
