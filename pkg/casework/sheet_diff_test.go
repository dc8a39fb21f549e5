package casework

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestDiffSpeaksOfPeopleAndFollowsThemById(t *testing.T) {
	before := completed(content(), monday)
	after := before
	subject := *before.Subject
	subject.Name = "高橋 ハル"
	after.Subject = &subject
	son := before.Members[0]
	son.Age = ptr(53)
	after.Members = completed(SheetContent{Members: []Member{{Name: "髙橋 舞", Relation: "孫"}, son}}, monday).Members
	after.Issues = []string{"debt"}
	want := []string{
		"本人 氏名: 髙橋 ハル → 高橋 ハル",
		"お困りごと: 介護のこと、支出・滞納・借金 → 支出・滞納・借金",
		"世帯員「髙橋 舞」 氏名:  → 髙橋 舞",
		"世帯員「髙橋 舞」 続柄:  → 孫",
		"世帯員「髙橋 実」 年齢: 52歳 （2026年6月1日に聞き取り） → 53歳 （2026年6月1日に聞き取り）",
	}
	var got []string
	for _, ch := range Diff(before, after, DefaultCatalog()) {
		got = append(got, fmt.Sprintf("%s: %s → %s", ch.Label, ch.Before, ch.After))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if removed := Diff(after, SheetContent{}, DefaultCatalog()); len(removed) == 0 || removed[0].After != "" {
		t.Errorf("removed %+v", removed)
	}
}

// fullContent has something in every field a person can write.
func fullContent() SheetContent {
	c := completed(content(), monday)
	consent := &Consent{State: ConsentGiven, Method: MethodProxy, RecordedOn: date("2026-05-30"), ExplainedBy: "相談 一郎", Note: "口頭で確認"}
	c.ReceivedAt, c.ReceivedBy = ptr(monday), "相談 一郎"
	c.Subject.OtherNames = []OtherName{{Kind: NameFormer, Name: "山﨑", Kana: "やまざき"}}
	c.Subject.Address.PostalCode, c.Subject.Address.Building, c.Subject.Address.Text = "703-8275", "ハイツ201", "訪問は午後"
	c.Subject.PhoneHome, c.Subject.PhoneMobile, c.Subject.Description = "086-000-0000", "090-0000-0000", "母"
	c.Subject.Consent = consent
	c.Visitor = &Visitor{Name: "髙橋 実", Kana: "たかはし みのる", Relation: "長男", Phone: "090-0000-0001", Note: "夜間に連絡"}
	c.Issues, c.OtherIssue = []string{"care", "other"}, "近所との関係"
	c.MostPressing = "care"
	c.Members[0].Kana, c.Members[0].Gender, c.Members[0].Note, c.Members[0].Consent = "たかはし みのる", GenderMale, "無職", consent
	c.Request, c.Wishes, c.DangerNote, c.Danger = "家計のこと", "この家で暮らしたい", "食事がとれていない", true
	c.Referrals = []Referral{{AgencyID: debts, AgencyName: "寄り添いサポートセンター", Reason: "家計"}}
	c.Features = []string{"eighty_fifty"}
	return c
}

func TestDiffOverlooksNothingAPersonCanWrite(t *testing.T) {
	full := fullContent()
	must(t, CheckFiling(full, monday, DefaultCatalog()))
	text, err := json.Marshal(full)
	must(t, err)
	var tree any
	must(t, json.Unmarshal(text, &tree))
	leaves := 0
	changeEachLeaf(tree, "", func(pointer string) {
		if pointer == "/members/0/id" || pointer == "/referrals/0/agencyId" || pointer == "/subject/birth/precision" {
			return // ids and how exactly a date is known are not read by people
		}
		leaves++
		text, err := json.Marshal(tree)
		must(t, err)
		var changed SheetContent
		must(t, json.Unmarshal(text, &changed))
		if len(Diff(full, changed, DefaultCatalog())) == 0 {
			t.Errorf("a change of %s is not shown", pointer)
		}
	})
	if leaves < 50 {
		t.Errorf("only %d fields were tried", leaves)
	}
}

// changeEachLeaf changes one value of the tree after the other, calls try, and puts it back.
func changeEachLeaf(node any, at string, try func(pointer string)) {
	leaf := func(value any, set func(any), pointer string) {
		set(otherValue(value))
		try(pointer)
		set(value)
	}
	step := func(value any, set func(any), pointer string) {
		switch value.(type) {
		case map[string]any, []any:
			changeEachLeaf(value, pointer, try)
		default:
			leaf(value, set, pointer)
		}
	}
	switch n := node.(type) {
	case map[string]any:
		for key, value := range n {
			step(value, func(v any) { n[key] = v }, at+"/"+key)
		}
	case []any:
		for i, value := range n {
			step(value, func(v any) { n[i] = v }, fmt.Sprintf("%s/%d", at, i))
		}
	}
}

func otherValue(value any) any {
	switch v := value.(type) {
	case bool:
		return !v
	case float64:
		return v + 1
	case string:
		switch {
		case strings.HasPrefix(v, "2026-06-01T"):
			return "2026-05-31T00:00:00Z"
		case strings.HasPrefix(v, "20"), strings.HasPrefix(v, "19"):
			return "1999-12-31"
		}
		return v + "x"
	}
	return nil
}

func TestAnUncertainBirthIsSaidAsUncertain(t *testing.T) {
	for want, b := range map[string]Birth{
		"不明":        {Precision: BirthUnknown},
		"1944年3月3日": {Precision: BirthDay, Date: date("1944-03-03")},
		"1944年3月頃":  {Precision: BirthMonth, Year: ptr(1944), Month: ptr(3)},
		"1944年頃":    {Precision: BirthYear, Year: ptr(1944)},
		"":          {},
		"80歳くらい （2026年6月1日に聞き取り）": {Precision: BirthAge, Age: ptr(80), AgeToldOn: date("2026-06-01")},
	} {
		if got := b.words(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
