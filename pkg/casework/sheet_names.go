package casework

import (
	"slices"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// PersonKey is one name of one person on a sheet, folded for search. A masked person's key must not be
// searched by those it is masked for, so the store keeps them apart by person.
type PersonKey struct {
	Person  ID     // member id; "" for 本人
	Subject bool   // 本人
	Key     string // textnorm.Fold of a name or its kana
	Sort    string // folded kana, or the folded name when no kana is known
}

// NameKeys returns every folded name of 本人 and the household, each once per person.
func (c SheetContent) NameKeys() []PersonKey {
	var keys []PersonKey
	if s := c.Subject; s != nil {
		names := []string{s.Name, s.Kana}
		for _, o := range s.OtherNames {
			names = append(names, o.Name, o.Kana)
		}
		keys = append(keys, personKeys("", true, s.Kana, s.Name, names)...)
	}
	for _, m := range c.Members {
		keys = append(keys, personKeys(m.ID, false, m.Kana, m.Name, []string{m.Name, m.Kana})...)
	}
	return keys
}

func personKeys(id ID, subject bool, kana, name string, names []string) []PersonKey {
	sort := textnorm.Fold(kana)
	if sort == "" {
		sort = textnorm.Fold(name)
	}
	var keys []PersonKey
	for _, n := range names {
		k := PersonKey{Person: id, Subject: subject, Key: textnorm.Fold(n), Sort: sort}
		if k.Key != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

// SearchGrams returns the 1- and 2-grams of all folded names, sorted and each once: what the store
// indexes (two-character names defeat trigrams).
func (c SheetContent) SearchGrams() []string {
	var grams []string
	for _, k := range c.NameKeys() {
		grams = append(grams, textnorm.Grams(k.Key)...)
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}

// DisplayName says who a sheet is about: the name of 本人, else the beginning of the description.
func (c SheetContent) DisplayName() string {
	if c.Subject == nil {
		return ""
	}
	if c.Subject.Name != "" {
		return c.Subject.Name
	}
	d := []rune(c.Subject.Description)
	if len(d) > 30 {
		return string(d[:30]) + "…"
	}
	return string(d)
}
