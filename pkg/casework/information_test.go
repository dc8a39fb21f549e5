package casework

import (
	"strings"
	"testing"
)

func TestInformationSheetBeginsWithWhatIsKnown(t *testing.T) {
	s, c := filedSheet(t, content())
	told := s.Content
	told.Danger, told.DangerNote, told.Wishes, told.Features = true, "食べていない", "家にいたい", []string{"eighty_fifty"}
	i := c.BeginInformation(told, DefaultCatalog())
	again := c.BeginInformation(told, DefaultCatalog())
	if i.Version != 0 || i.Content.Safety.Level != "danger" || len(i.Content.Members) != 2 || i.Content.Members[0].Wish != "家にいたい" {
		t.Errorf("%+v", i.Content)
	}
	if len(i.Content.Supports) != 1 || i.Content.Supports[0].Agency != elder || len(i.Content.Known) != 3 || len(i.Content.Unknown) != 0 {
		t.Errorf("%+v", i.Content)
	}
	if i.Content.Known[0].ID != again.Content.Known[0].ID || i.Content.Known[0].ID == i.Content.Known[1].ID {
		t.Error("the same rows have other ids the next time")
	}
	if err := i.Content.check(); err != nil {
		t.Errorf("what we fill in is not taken: %v", err)
	}
}

func TestInformationSheetIsWrittenByCoordinatorsOnly(t *testing.T) {
	c, _, _, now := broughtByClock(t)
	i := c.BeginInformation(content(), DefaultCatalog())
	filled := i.Content
	for _, who := range []Actor{{}, worker(elder), worker(debts), Clock()} {
		wantCode(t, c.WriteInformation(who, now, i, filled), CodeForbidden)
		if got := c.InformationActions(i, who); len(got) != 0 {
			t.Errorf("%s is offered %v", who.Account, got)
		}
	}
	must(t, c.WriteInformation(coordinator(), now, i, filled))
	must(t, c.WriteInformation(secondCoordinator(), now, i, filled))
	if ch := c.TakeChanges(); happened(ch, EventInformationSheetOpened) != 1 {
		t.Errorf("events %+v", ch.Events)
	}
}

func TestInformationSheetSaysWhatItCannotTake(t *testing.T) {
	c, _, _, now := broughtByClock(t)
	i := c.BeginInformation(content(), DefaultCatalog())
	row := InformationRow{ID: NewID(now)}
	for pointer, bad := range map[string]InformationContent{
		"/content/policy":        {Policy: strings.Repeat("あ", 2001)},
		"/content/known/0/text":  {Known: []InformationRow{{ID: row.ID, Text: "\x00"}}},
		"/content/risks/0/level": {Risks: []InformationRow{{ID: row.ID, Level: "huge"}}},
		"/content/safety/level":  {Safety: &InformationSafety{Level: "?"}},
		"/content":               {Known: []InformationRow{row, row}},
		"/content/unknown":       {Unknown: make([]InformationRow, 101)},
	} {
		wantCode(t, c.WriteInformation(coordinator(), now, i, bad), CodeInvalid, pointer)
	}
}

func TestNothingOnTheInformationSheetEscapesTheMask(t *testing.T) {
	protected := content()
	mask := AddressHidden(protected)
	secret := "住まいは門田屋敷1-2-3です。"
	full := InformationContent{
		Safety:   &InformationSafety{Note: secret},
		Members:  []InformationMember{{ID: "m", Name: secret, Relation: secret, Situation: secret, Wish: secret, Strength: secret}},
		Supports: []InformationSupport{{ID: "s", Name: secret, What: secret}},
		Known:    []InformationRow{{ID: "k", Text: secret, How: secret}}, Unknown: []InformationRow{{ID: "u", Text: secret, How: secret}},
		Risks: []InformationRow{{ID: "r", Text: secret, How: secret}}, Strengths: secret, Policy: secret,
	}
	shown := mask.Information(full)
	_, fields := shown.texts()
	for i, f := range fields {
		if strings.Contains(*f, "門田屋敷") || !strings.Contains(*f, Hidden) {
			t.Errorf("field %d shows %q", i, *f)
		}
	}
	if full.Members[0].Wish != secret || full.Safety.Note != secret {
		t.Error("the mask changed what is stored")
	}
	shown.Known = append([]InformationRow{{ID: "new", Text: "新しい行"}}, shown.Known...)
	shown.Policy = "訪問: " + shown.Policy
	back := mask.RestoreInformation(full, shown)
	if back.Known[1].Text != secret || back.Members[0].Wish != secret || back.Policy != "訪問: "+secret || back.Known[0].Text != "新しい行" {
		t.Errorf("a save under the mask lost something: %+v", back)
	}
}
