package textnorm

import "slices"

// maxQueryGrams bounds the work one search can ask of the database.
const maxQueryGrams = 64

// Grams gives the sorted, unique runs of one and of two runes of Fold(s), to be stored in a
// text[] column and searched with @>. Never nil, so that it is stored as {} and not NULL.
func Grams(s string) []string {
	key := []rune(Fold(s))
	grams := make([]string, 0, 2*len(key))
	for i, r := range key {
		grams = append(grams, string(r))
		if i+1 < len(key) {
			grams = append(grams, string(key[i:i+2]))
		}
	}
	return sortUnique(grams)
}

// QueryGrams gives the grams a stored text must hold to contain Fold(s): the runs of two
// runes, or the one rune of a one-rune query; at most 64. Empty when nothing of s is
// searchable — the caller must then not search, since @> {} matches every row. A row that
// holds all grams is a candidate: to be exact compare with Fold on the text itself.
func QueryGrams(s string) []string {
	key := []rune(Fold(s))
	if len(key) == 1 {
		return []string{string(key)}
	}
	grams := make([]string, 0, max(0, len(key)-1))
	for i := range len(key) - 1 {
		grams = append(grams, string(key[i:i+2]))
	}
	grams = sortUnique(grams)
	return grams[:min(len(grams), maxQueryGrams)]
}

func sortUnique(grams []string) []string {
	slices.Sort(grams)
	return slices.Compact(grams)
}
