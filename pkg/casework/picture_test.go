package casework

import "testing"

func TestPictureIsCheckedAgainstTheHousehold(t *testing.T) {
	c := filed(t)
	me, son := c.Members[0].ID, c.Members[1].ID
	p := &Picture{}
	good := Picture{
		People:  []PicturedOne{{ID: adviser, Extra: true, Name: "髙橋 茂", Relation: "夫", Deceased: true}, {ID: son, X: ptr(10), Y: ptr(20)}},
		Unions:  []Union{{A: me, B: adviser, Kind: "married"}},
		Parents: []Parentage{{Child: son, Parents: []ID{me, adviser}}},
		Ties:    []Tie{{ID: talk, Person: son, Agency: elder, Kind: "weak"}, {ID: visit, Resource: "近所の友人", Kind: "strong"}},
	}
	must(t, c.Draw(worker(elder), monday, p, good))
	if len(p.People) != 2 || p.By == "" {
		t.Errorf("drawn %+v", p)
	}
	for name, a := range map[string]Actor{"nobody": {}, "another agency": worker(health), "an advisor": advisorActor(), "a coordinator before it came to them": coordinator()} {
		if err := c.Draw(a, monday, p, good); CodeOf(err) != CodeForbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	bad := Picture{
		People:  []PicturedOne{{ID: stranger}, {ID: me, Extra: true}, {ID: member, Extra: true, Age: ptr(200), Name: "x\x00"}},
		Unions:  []Union{{A: me, B: me, Kind: "enemies"}, {A: stranger, B: son, Kind: "married"}},
		Parents: []Parentage{{Child: me, Parents: []ID{son}}, {Child: son, Parents: []ID{me}}},
		Ties:    []Tie{{ID: talk, Kind: "loud"}, {ID: visit, Agency: elder, Resource: "友人", Kind: "weak"}},
	}
	wantCode(t, c.Draw(worker(elder), monday, p, bad), CodeInvalid, "/people/0/id", "/people/1/id", "/people/2/age", "/people/2/name", "/unions/0/b", "/unions/0/kind", "/unions/1/a",
		"/parents/0/parents", "/parents/1/parents", "/ties/0/kind", "/ties/0/resource", "/ties/1/resource")
}

func TestDrawnPersonsHaveGenderAndAge(t *testing.T) {
	s, c := filedSheet(t, content())
	drawn := c.Drawn(s.Content, monday)
	if len(drawn) != 2 || drawn[0].Member.Relation != "" || *drawn[0].Age != 82 || drawn[0].Gender != GenderFemale || *drawn[1].Age != 52 {
		t.Errorf("drawn %+v", drawn)
	}
}
