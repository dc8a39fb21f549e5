package casework

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func draft(t *testing.T, c SheetContent) *Sheet {
	t.Helper()
	s, err := DraftSheet(worker(elder), monday, c, DefaultCatalog())
	must(t, err)
	return s
}

func file(s *Sheet) (*Case, error) {
	return s.File(worker(elder), monday, DefaultCatalog(), Filing{Number: "R8-0001", Settings: DefaultSettings()})
}

func TestADraftMayBeEmptyAndBelongsToItsAgency(t *testing.T) {
	s := draft(t, SheetContent{})
	for _, stranger := range []Actor{worker(debts), coordinator(), {}, {Agency: elder, Roles: []Role{RoleAuditor}}} {
		wantCode(t, s.Edit(stranger, monday, content(), DefaultCatalog()), CodeForbidden)
		wantCode(t, s.Discard(stranger, monday), CodeForbidden)
	}
	must(t, s.Edit(worker(elder), monday, content(), DefaultCatalog()))
	if got, want := s.Actions(worker(elder), nil), []string{"edit", "file", "discard"}; !slices.Equal(got, want) {
		t.Errorf("actions %v, want %v", got, want)
	}
	must(t, s.Discard(worker(elder), monday))
	wantCode(t, s.Edit(worker(elder), monday, content(), DefaultCatalog()), CodeWrongState)
	_, err := DraftSheet(Actor{Account: "admin", Roles: []Role{RoleSystemAdmin}}, monday, SheetContent{}, DefaultCatalog())
	wantCode(t, err, CodeForbidden)
}

func TestADraftSaysEachImpossibleThingAndWhere(t *testing.T) {
	tomorrow := date("2026-06-02")
	for pointer, change := range map[string]func(*SheetContent){
		"/content/members/0/age":             func(c *SheetContent) { c.Members[0].Age = ptr(131) },
		"/content/members/0/ageToldOn":       func(c *SheetContent) { c.Members[0].AgeToldOn = tomorrow },
		"/content/members/0/consent/state":   func(c *SheetContent) { c.Members[0].Consent.State = "maybe" },
		"/content/members":                   func(c *SheetContent) { c.Members = make([]Member, 31) },
		"/content/members/1/id":              func(c *SheetContent) { c.Members = []Member{{ID: elder}, {ID: elder}} },
		"/content/subject/birth/date":        func(c *SheetContent) { c.Subject.Birth.Date = tomorrow },
		"/content/subject/birth/year":        func(c *SheetContent) { c.Subject.Birth = &Birth{Precision: BirthYear, Year: ptr(2027)} },
		"/content/subject/birth/month":       func(c *SheetContent) { c.Subject.Birth.Month = ptr(13) },
		"/content/subject/birth/age":         func(c *SheetContent) { c.Subject.Birth.Age = ptr(-1) },
		"/content/subject/gender":            func(c *SheetContent) { c.Subject.Gender = "x" },
		"/content/subject/name":              func(c *SheetContent) { c.Subject.Name = strings.Repeat("あ", 101) },
		"/content/subject/kana":              func(c *SheetContent) { c.Subject.Kana = "た\x00か" },
		"/content/subject/address/kind":      func(c *SheetContent) { c.Subject.Address.Kind = "moon" },
		"/content/subject/otherNames/0/kind": func(c *SheetContent) { c.Subject.OtherNames = []OtherName{{Kind: "x"}} },
		"/content/issues/1":                  func(c *SheetContent) { c.Issues[1], c.MostPressing = "boredom", "care" },
		"/content/features/1":                func(c *SheetContent) { c.Features = []string{"hoarding", "hoarding"} },
		"/content/mostPressing":              func(c *SheetContent) { c.MostPressing = "health" },
		"/content/householdSize":             func(c *SheetContent) { c.HouseholdSize = ptr(0) },
		"/content/channel":                   func(c *SheetContent) { c.Channel = "fax" },
		"/content/receivedAt":                func(c *SheetContent) { c.ReceivedAt = ptr(monday.Add(time.Hour)) },
		"/content/purposeNotice/shownOn":     func(c *SheetContent) { c.PurposeNotice.ShownOn = tomorrow },
		"/content/request":                   func(c *SheetContent) { c.Request = strings.Repeat("長", 2001) },
		"/content/referrals/0/reason":        func(c *SheetContent) { c.Referrals = []Referral{{Reason: "\xff"}} },
		"/content/visitor/note":              func(c *SheetContent) { c.Visitor = &Visitor{Note: "\x1b[31m"} },
	} {
		t.Run(pointer, func(t *testing.T) {
			c := content()
			change(&c)
			err := CheckDraft(c, monday, DefaultCatalog())
			wantCode(t, err, CodeInvalid, pointer)
			if faults := fieldsOf(err); len(faults) != 1 {
				t.Errorf("%d faults for one: %+v", len(faults), faults)
			}
		})
	}
}

func TestAnAgeIsKeptWithTheDayItWasTold(t *testing.T) {
	c := content()
	c.Subject.Birth = &Birth{Precision: BirthAge, Age: ptr(80)}
	c.Members[0].AgeToldOn = nil
	s := draft(t, c)
	if got := s.Content; *got.Subject.Birth.AgeToldOn != *date("2026-06-01") || *got.Members[0].AgeToldOn != *date("2026-06-01") {
		t.Errorf("%+v", got)
	}
	if c.Subject.Birth.AgeToldOn != nil || c.Members[0].AgeToldOn != nil || c.Members[0].ID != "" {
		t.Error("what the caller holds was changed")
	}
}

func TestNobodyIsOlderThanAHundredAndThirty(t *testing.T) {
	c := content()
	c.Subject.Birth.Date = date("1896-01-01")
	must(t, CheckDraft(c, monday, DefaultCatalog()))
	c.Subject.Birth.Date = date("1895-01-01")
	wantCode(t, CheckDraft(c, monday, DefaultCatalog()), CodeInvalid, "/content/subject/birth/date")
}

func TestAreasAreCheckedWhenTheCityHasThem(t *testing.T) {
	catalog := DefaultCatalog()
	catalog.Wards = []CatalogItem{{"naka", "中区"}}
	catalog.Districts = []District{{"naka", "東山"}}
	must(t, CheckDraft(content(), monday, catalog))
	c := content()
	c.Subject.Address.Ward, c.Subject.Address.District = "nowhere", "岡北"
	wantCode(t, CheckDraft(c, monday, catalog), CodeInvalid, "/content/subject/address/ward", "/content/subject/address/district")
}

func TestNamesOfEveryCharacterAreTakenAndCountedAsPeopleCount(t *testing.T) {
	for _, name := range []string{"𠮷野 家", "葛\U000E0100城", "渡邉\U000E0101", "Nguyễn Văn", "が", "👨‍👩‍👧"} {
		c := content()
		c.Subject.Name = name
		must(t, CheckDraft(c, monday, DefaultCatalog()))
	}
	c := content()
	c.Subject.Name = strings.Repeat("葛\U000E0100", 100) // a hundred characters, two hundred code points
	must(t, CheckDraft(c, monday, DefaultCatalog()))
}

func TestFilingAsksForWhatASheetNeeds(t *testing.T) {
	for pointer, change := range map[string]func(*SheetContent){
		"/content/subject/name":            func(c *SheetContent) { c.Subject.Name = " " },
		"/content/issues":                  func(c *SheetContent) { c.Issues, c.MostPressing = nil, "" },
		"/content/subject/birth":           func(c *SheetContent) { c.Subject.Birth = &Birth{Precision: BirthMonth, Year: ptr(1950)} },
		"/content/otherIssue":              func(c *SheetContent) { c.Issues = append(c.Issues, "other") },
		"/content/purposeNotice/shown":     func(c *SheetContent) { c.PurposeNotice.Shown = false },
		"/content/subject/consent/state":   func(c *SheetContent) { c.Subject.Consent = nil },
		"/content/members/0/consent/state": func(c *SheetContent) { c.Members[0].Consent = &Consent{Method: MethodOral} },
	} {
		t.Run(pointer, func(t *testing.T) {
			c := content()
			change(&c)
			s := draft(t, c) // a draft may lack it
			_, err := file(s)
			wantCode(t, err, CodeInvalid, pointer)
			if s.State != SheetDraft || len(s.Versions) != 0 {
				t.Errorf("a refused filing left %s, %d versions", s.State, len(s.Versions))
			}
		})
	}
}

func TestSomeoneWithoutANameIsDescribed(t *testing.T) {
	c := content()
	c.Subject.Name, c.Subject.Kana, c.Subject.Description = "", "", "橋の下で寝ている60代くらいの男性"
	_, err := file(draft(t, c))
	must(t, err)
}

func TestUnconfirmedConsentIsARecordedState(t *testing.T) {
	c := content()
	c.Subject.Consent.State = ConsentUnconfirmed
	s, cs := filedSheet(t, c)
	if s.State != SheetFiled || cs.Sheet.Consented {
		t.Errorf("%s, consented %v", s.State, cs.Sheet.Consented)
	}
}

func TestFilingOpensTheCaseWithTheFilingAgencyAsLead(t *testing.T) {
	s := draft(t, content())
	c, err := file(s)
	must(t, err)
	if c.State != CaseReceived || c.Lead() != elder || s.Case != c.ID || s.Versions[0].Number != 1 || !s.FiledAt.Equal(monday) {
		t.Errorf("case %+v, sheet %+v", c, s)
	}
	ch := c.TakeChanges()
	if happened(ch, EventCaseOpened) != 1 || happened(ch, EventSheetFiled) != 1 {
		t.Errorf("events %+v", ch.Events)
	}
	_, err = file(s)
	wantCode(t, err, CodeWrongState)
	wantCode(t, s.Discard(worker(elder), monday), CodeWrongState)
}

func TestAmendingKeepsOldVersionsAndTellsEveryoneWhoWasGivenTheSheet(t *testing.T) {
	s, c := filedSheet(t, content())
	withdrawn := handOff(t, c, AskJoin, home)
	must(t, c.Withdraw(worker(elder), monday, withdrawn.ID, "不要"))
	h := handOff(t, c, AskLead, debts)
	must(t, c.Accept(worker(debts), latest(c), h.ID, ""))
	c.TakeChanges()
	next := content()
	next.Subject.Name = "高橋 ハル"
	wantCode(t, s.Amend(worker(kids), monday, next, "誤字", DefaultCatalog(), c), CodeForbidden)
	wantCode(t, s.Amend(worker(debts), monday, next, "", DefaultCatalog(), c), CodeInvalid, "/reason")
	wantCode(t, s.Amend(worker(debts), monday, SheetContent{}, "消す", DefaultCatalog(), c), CodeInvalid)
	must(t, s.Amend(worker(debts), monday, next, "誤字", DefaultCatalog(), c))
	if len(s.Versions) != 2 || s.Versions[0].Content.Subject.Name != "髙橋 ハル" || c.Sheet.Version != 2 {
		t.Errorf("%d versions, case knows %d", len(s.Versions), c.Sheet.Version)
	}
	ch := c.TakeChanges()
	if !noticed(ch, EventSheetAmended, elder) || !noticed(ch, EventSheetAmended, home) || noticed(ch, EventSheetAmended, debts) {
		t.Errorf("notices %+v", ch.Notices)
	}
	must(t, s.Amend(worker(elder), monday, content(), "戻す", DefaultCatalog(), c)) // the filing agency may, too
}

func TestASecondSheetJoinsTheOpenCaseAndMovesNothing(t *testing.T) {
	_, c := filedSheet(t, content())
	h := handOff(t, c, AskJoin, debts)
	second, err := DraftSheet(worker(debts), monday, content(), DefaultCatalog())
	must(t, err)
	wantCode(t, second.FileInto(worker(debts), monday, DefaultCatalog(), c), CodeForbidden) // only asked yet
	must(t, c.Join(worker(debts), monday, h.ID, ""))
	c.TakeChanges()
	must(t, second.FileInto(worker(debts), monday, DefaultCatalog(), c))
	if second.Case != c.ID || c.Sheet.ID != second.ID || c.Lead() != elder || !noticed(c.TakeChanges(), EventSheetFiled, elder) {
		t.Errorf("case %+v", c.Sheet)
	}
}

func TestContentRoundTripsThroughJSONAndOmitsWhatIsNotWritten(t *testing.T) {
	empty, err := json.Marshal(SheetContent{})
	must(t, err)
	if string(empty) != "{}" {
		t.Errorf("an empty sheet is %s", empty)
	}
	written, err := json.Marshal(content())
	must(t, err)
	var back SheetContent
	must(t, json.Unmarshal(written, &back))
	if changes := Diff(content(), back, DefaultCatalog()); len(changes) != 0 {
		t.Errorf("came back changed: %+v", changes)
	}
}

func TestNamesAreFoundUnderEverySpelling(t *testing.T) {
	c := completed(content(), monday)
	c.Subject.OtherNames = []OtherName{{Kind: NameFormer, Name: "山﨑 ハル"}}
	sought := SheetContent{Subject: &Subject{Name: "高橋　はる"}}.NameKeys()[0].Key
	keys := c.NameKeys()
	if !slices.ContainsFunc(keys, func(k PersonKey) bool { return k.Key == sought && k.Subject }) {
		t.Errorf("%q is not among %+v", sought, keys)
	}
	if !slices.ContainsFunc(keys, func(k PersonKey) bool { return k.Person == c.Members[0].ID && !k.Subject }) {
		t.Error("the son cannot be found")
	}
	if grams := c.SearchGrams(); !slices.Contains(grams, "高橋") || !slices.IsSorted(grams) {
		t.Errorf("grams %v", grams)
	}
}

func TestASheetIsShownUnderTheNameOrTheDescription(t *testing.T) {
	for want, c := range map[string]SheetContent{
		"髙橋 ハル":                       content(),
		"":                            {},
		"橋の下の男性":                      {Subject: &Subject{Description: "橋の下の男性"}},
		strings.Repeat("長", 30) + "…": {Subject: &Subject{Description: strings.Repeat("長", 31)}},
	} {
		if got := c.DisplayName(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
