package casework

import (
	"slices"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// HouseholdPerson is one person of a household as search-before-create remembers it.
type HouseholdPerson struct {
	Relation string // 続柄 to 本人; "" is 本人
	Person   Person
}

// Persons returns 本人 and the other members of a sheet. Members live at 本人's address unless the sheet says otherwise.
func (c SheetContent) Persons() []HouseholdPerson {
	var all []HouseholdPerson
	subject := PersonOf(c)
	if subject.Name != "" || subject.Kana != "" {
		all = append(all, HouseholdPerson{Person: subject})
	}
	for _, m := range c.Members {
		if m.Name == "" && m.Kana == "" {
			continue
		}
		p := Person{Name: m.Name, Kana: m.Kana, Address: subject.Address}
		if m.Age != nil {
			p.Birth = &Birth{Precision: BirthAge, Age: m.Age, AgeToldOn: m.AgeToldOn}
		}
		all = append(all, HouseholdPerson{Relation: m.Relation, Person: p})
	}
	return all
}

// BirthDate returns the exact date of birth, nil when it is not known to the day.
func (p Person) BirthDate() *calendar.Date {
	if p.Birth == nil {
		return nil
	}
	return p.Birth.Date
}

// AddressKey tells one home from another; "" when the address is not known to the lot.
func (p Person) AddressKey() string { return addressKey(p.Address) }

// PhoneKeys are the digits of the telephone numbers that are long enough to tell one from another.
func (p Person) PhoneKeys() []string {
	keys := []string{}
	for _, x := range p.Phones {
		if k := phoneKey(x); len(k) >= 9 && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

// NameGrams are the folded 1- and 2-grams of every name.
func (p Person) NameGrams() []string {
	grams := []string{}
	for _, k := range append(p.nameKeys(), p.kanaKeys()...) {
		grams = append(grams, textnorm.Grams(k)...)
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}
