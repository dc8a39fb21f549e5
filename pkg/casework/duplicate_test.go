package casework

import (
	"slices"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

func TestLikelyTheSamePerson(t *testing.T) {
	today := calendar.DateOf(monday)
	haru := PersonOf(content())
	born := func(s string) *Birth { return &Birth{Precision: BirthDay, Date: date(s)} }
	at := func(town, lot, building string) *Address {
		return &Address{Kind: AddressInCity, Town: town, Lot: lot, Building: building}
	}
	for name, tc := range map[string]struct {
		other  Person
		likely bool
		codes  []string
	}{
		"another spelling of the name":       {Person{Name: "高橋はる"}, true, []string{"same_name"}},
		"only the kana, in half width":       {Person{Name: "T. H.", Kana: "ﾀｶﾊｼ ﾊﾙ"}, true, []string{"same_kana"}},
		"the former name":                    {Person{Name: "山﨑 静", Others: []OtherName{{Kind: NameFormer, Name: "高橋 ハル"}}}, true, []string{"same_name"}},
		"same birth date and address":        {Person{Name: "佐藤", Birth: born("1944-03-03"), Address: at("門田屋敷１丁目", "２番３号", "")}, true, []string{"same_birth", "same_address"}},
		"the same name but another birthday": {Person{Name: "髙橋 ハル", Birth: born("1981-07-01")}, false, []string{"same_name"}},
		"about the same age alone":           {Person{Name: "佐藤", Birth: &Birth{Precision: BirthAge, Age: ptr(82), AgeToldOn: date("2026-06-01")}}, false, []string{"near_birth"}},
		"another lot of the same digits":     {Person{Name: "佐藤", Address: at("門田屋敷", "12-3", "")}, false, nil},
		"another room of the house":          {Person{Name: "佐藤", Address: at("門田屋敷", "1-2-3", "201号室")}, false, nil},
		"nothing known":                      {Person{}, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			l := Match(haru, tc.other, today)
			var codes []string
			for _, r := range l.Reasons {
				codes = append(codes, r.Code)
			}
			if (l.Score >= LikelyFrom) != tc.likely || !slices.Equal(codes, tc.codes) {
				t.Errorf("score %d, reasons %v; want likely %v, %v", l.Score, codes, tc.likely, tc.codes)
			}
			if back := Match(tc.other, haru, today); back.Score != l.Score {
				t.Errorf("the other way round: %d and %d", back.Score, l.Score)
			}
		})
	}
}

func TestTheSameTelephoneIsAReason(t *testing.T) {
	a, b := Person{Phones: []string{"086-222-1111"}}, Person{Phones: []string{"", "０８６２２２１１１１"}}
	if l := Match(a, b, calendar.DateOf(monday)); len(l.Reasons) != 1 || l.Reasons[0].Code != "same_phone" {
		t.Errorf("%+v", l)
	}
	if l := Match(Person{Phones: []string{"110"}}, Person{Phones: []string{"110"}}, calendar.DateOf(monday)); len(l.Reasons) != 0 {
		t.Errorf("an emergency number tells nobody apart: %+v", l)
	}
}
