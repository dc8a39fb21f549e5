package casework

import (
	"slices"
	"testing"
)

func TestThePersonsOfAHouseholdLiveTogetherAndAreFoundByAnyName(t *testing.T) {
	c := content()
	c.Members = append(c.Members, Member{Relation: "孫"}) // known only to exist
	all := c.Persons()
	if len(all) != 2 || all[0].Relation != "" || all[1].Relation != "長男" {
		t.Fatalf("persons %+v", all)
	}
	if all[0].Person.AddressKey() == "" || all[1].Person.AddressKey() != all[0].Person.AddressKey() {
		t.Errorf("addresses %q and %q", all[0].Person.AddressKey(), all[1].Person.AddressKey())
	}
	if got := all[0].Person.BirthDate(); got == nil || *got != *date("1944-03-03") || all[1].Person.BirthDate() != nil {
		t.Errorf("birth %v, %v", got, all[1].Person.BirthDate())
	}
	if !slices.Contains(all[0].Person.NameGrams(), "高橋") {
		t.Errorf("grams %v", all[0].Person.NameGrams())
	}
	phones := Person{Phones: []string{"086-222-1111", "（０８６）２２２－１１１１", "110", ""}}.PhoneKeys()
	if !slices.Equal(phones, []string{"0862221111"}) {
		t.Errorf("phones %v", phones)
	}
}
