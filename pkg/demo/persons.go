package demo

import (
	"math/rand/v2"
	"slices"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// role is what someone is in the household, seen from its head.
type role int

const (
	husband role = iota
	wife
	child
	grandfather // father of the husband, or the elder of a grandparent's household
	grandmother
)

// person is one of a household; born fits the age on the day of filing.
type person struct {
	role   role
	female bool
	age    int
	born   calendar.Date
	name   string
	kana   string
}

func (p person) gender() casework.Gender {
	if p.female {
		return casework.GenderFemale
	}
	return casework.GenderMale
}

// shape is the family type of the census of 2020, as the issue asks for it.
type shape string

const (
	single       shape = "single"
	couple       shape = "couple"
	coupleChild  shape = "couple_children"
	motherChild  shape = "mother_children"
	fatherChild  shape = "father_children"
	widerKindred shape = "three_generations_or_wider"
)

// seat asks for a person of a role and an age between the two.
type seat struct {
	role     role
	from, to int
	female   bool // of children only; both when anySex
	anySex   bool
}

// relation gives the 続柄 of other to subject. Children are counted in their order among those of their sex.
func relation(people []person, subject, other int) string {
	s, o := people[subject], people[other]
	switch {
	case s.role == child && o.role == child:
		return siblingWord(o.female, o.age > s.age || o.age == s.age && other < subject)
	case o.role == child && s.role >= grandfather:
		return "孫"
	case o.role == child:
		return birthOrder(people, other)
	case s.role == child:
		return map[role]string{husband: "父", wife: "母", grandfather: "祖父", grandmother: "祖母"}[o.role]
	case s.role >= grandfather && o.role == husband:
		return "長男"
	case s.role >= grandfather && o.role == wife:
		return "長男の妻"
	case o.role == husband || o.role == grandfather && s.role == grandmother:
		return "夫"
	case o.role == wife || o.role == grandmother && s.role == grandfather:
		return "妻"
	case s.role == wife && slices.ContainsFunc(people, func(p person) bool { return p.role == husband }):
		return map[role]string{grandfather: "夫の父", grandmother: "夫の母"}[o.role]
	default:
		return map[role]string{grandfather: "父", grandmother: "母"}[o.role]
	}
}

func siblingWord(female, older bool) string {
	switch {
	case female && older:
		return "姉"
	case female:
		return "妹"
	case older:
		return "兄"
	}
	return "弟"
}

func birthOrder(people []person, which int) string {
	n := 0
	for i := range people {
		if people[i].role == child && people[i].female == people[which].female && i <= which {
			n++
		}
	}
	words := []string{"長", "次", "三"}
	if people[which].female {
		return words[min(n, 3)-1] + "女"
	}
	return words[min(n, 3)-1] + "男"
}

// namer gives every person of one household its name; no two households share a full name of 本人.
type namer struct {
	r        *rand.Rand
	surnames *deck[name]
	given    map[bool][3]*deck[name]
	abroad   *deck[foreigner]
}

func newNamer(r *rand.Rand) *namer {
	return &namer{r: r, surnames: newDeck(surnames), abroad: newDeck(foreigners), given: map[bool][3]*deck[name]{
		false: {newDeck(menOld), newDeck(menMid), newDeck(menYoung)},
		true:  {newDeck(womenOld), newDeck(womenMid), newDeck(womenYoung)},
	}}
}

// nameAll gives the household one surname, and each person a given name of its generation.
func (n *namer) nameAll(people []person) {
	family := n.surnames.deal(n.r)
	for i := range people {
		p := &people[i]
		generation := 2
		switch {
		case p.born.Year <= 1958:
			generation = 0
		case p.born.Year <= 1988:
			generation = 1
		}
		g := n.given[p.female][generation].deal(n.r)
		p.name, p.kana = family.text+" "+g.text, family.kana+" "+g.kana
	}
}

// nameAbroad names a family of foreign nationality and returns the 通称 of the wife.
func (n *namer) nameAbroad(people []person) casework.OtherName {
	f := n.abroad.deal(n.r)
	children := 2
	for i := range people {
		p := &people[i]
		which := int(p.role)
		if p.role == child {
			which = min(children, len(f.given)-1)
			children++
		}
		p.name, p.kana = f.surname.text+" "+f.given[which].text, f.surname.kana+" "+f.given[which].kana
	}
	return casework.OtherName{Kind: "alias", Name: f.alias.text, Kana: f.alias.kana}
}

// seatAll draws the people of the seats, eldest children first.
func seatAll(r *rand.Rand, seats []seat) []person {
	people := make([]person, len(seats))
	childAge := 200
	for i, s := range seats {
		p := person{role: s.role, age: between(r, s.from, s.to)}
		switch {
		case s.role == child:
			p.female = s.female || s.anySex && r.IntN(2) == 0
			p.age = min(p.age, childAge-1)
			childAge = max(p.age, 1)
		case s.anySex:
			p.female = r.IntN(2) == 0
		default:
			p.female = s.role == wife || s.role == grandmother
		}
		people[i] = p
	}
	return people
}

// bear gives everyone a birth date that makes the age true on the day.
func bear(r *rand.Rand, people []person, on calendar.Date) {
	for i := range people {
		day := calendar.Date{Year: on.Year - people[i].age, Month: on.Month, Day: min(on.Day, 28)}
		people[i].born = day.AddDays(-between(r, 3, 360))
	}
}
