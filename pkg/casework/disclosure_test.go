package casework

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func printed(to ID, ground Ground) DisclosureOrder {
	return DisclosureOrder{Kind: DisclosedByPrint, To: to, Scope: Scope{Sheet: true}, Ground: ground}
}

func TestNoGroundNoDisclosure(t *testing.T) {
	c, h := asked(t)
	given := c.Handoffs[0]
	c.TakeChanges()
	for name, tc := range map[string]struct {
		actor Actor
		order DisclosureOrder
		code  Code
		field string
	}{
		"the lead, for its own work":                      {worker(elder), printed(elder, "own_work"), "", ""},
		"the lead, to someone else":                       {worker(elder), printed(kids, GroundConsent), "", ""},
		"the lead, to a name outside":                     {worker(elder), DisclosureOrder{Kind: DisclosedByPrint, ToName: "主治医", Scope: Scope{Sheet: true}, Ground: GroundConsent}, "", ""},
		"the receiver of a つなぎ, what it sees":             {worker(debts), printed(debts, "own_work"), "", ""},
		"the lead, to the person itself":                  {worker(elder), DisclosureOrder{Kind: DisclosedByPrint, ToName: "本人", Scope: Scope{Sheet: true, Notes: true}, Ground: "own_request"}, "", ""},
		"a request of the person is no ground to give on": {worker(elder), printed(kids, "own_request"), CodeInvalid, "/ground"},
		"no ground":                            {worker(elder), printed(kids, ""), CodeInvalid, "/ground"},
		"own work is no ground to give":        {worker(elder), printed(kids, "own_work"), CodeInvalid, "/ground"},
		"an unknown ground":                    {worker(elder), printed(kids, "because"), CodeInvalid, "/ground"},
		"nobody named":                         {worker(elder), printed("", "life_and_body"), CodeInvalid, "/toName"},
		"both an agency and a name":            {worker(elder), DisclosureOrder{Kind: DisclosedByPrint, To: kids, ToName: "x", Scope: Scope{Sheet: true}, Ground: GroundConsent}, CodeInvalid, "/toName"},
		"a kind that is not printed by people": {worker(elder), DisclosureOrder{Kind: DisclosedByHandoff, To: kids, Scope: Scope{Sheet: true}, Ground: GroundConsent}, CodeInvalid, "/kind"},
		"the receiver, more than it sees":      {worker(debts), DisclosureOrder{Kind: DisclosedByPrint, To: debts, Scope: Scope{Notes: true}, Ground: "own_work"}, CodeForbidden, ""},
		"an agency that sees nothing":          {worker(health), printed(health, "own_work"), CodeForbidden, ""},
		"a coordinator before it came to them": {coordinator(), printed(shakyo, "own_work"), CodeForbidden, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := c.Disclose(tc.actor, monday, tc.order)
			if tc.code != "" {
				wantCode(t, err, tc.code, slices.DeleteFunc([]string{tc.field}, func(s string) bool { return s == "" })...)
				return
			}
			must(t, err)
			if d.Sheet != c.Sheet.ID || d.SheetVersion != 1 || len(d.Persons) != 2 || d.From != tc.actor.Agency {
				t.Errorf("ledger row %+v", d)
			}
		})
	}
	if !c.TakeChanges().Empty() || given != h {
		t.Error("printing changed the case")
	}
}

func TestOwnWorkIsNoGroundForAHandoff(t *testing.T) {
	c := filed(t)
	o := order(AskLead, debts)
	o.Ground = "own_work"
	_, err := c.HandOff(worker(elder), monday, o)
	wantCode(t, err, CodeInvalid, "/ground")
}

func TestEveryWayToGiveDataIsALineOfTheLedger(t *testing.T) {
	c, h := asked(t)
	_, err := c.PassOn(worker(debts), monday.Add(time.Hour), h.ID, PassOnOrder{Next: kids, Reason: "子どもの相談"})
	must(t, err)
	ds := c.TakeChanges().Disclosures
	if len(ds) != 2 || ds[0].To != debts || ds[1].To != kids {
		t.Fatalf("ledger %+v", ds)
	}
	for _, d := range ds {
		if d.Kind != DisclosedByHandoff || d.Sheet != c.Sheet.ID || len(d.Persons) != 2 || d.Ground == "" {
			t.Errorf("row %+v", d)
		}
	}
}

func TestNarrowingAConsentStopsWhatLiesOutside(t *testing.T) {
	c, h := asked(t)
	c.TakeChanges()
	_, err := c.RecordConsent(worker(elder), monday, subjectOf(t, c).ID, ConsentOrder{State: ConsentGiven, Method: MethodOral,
		Scope: ConsentScope{Agencies: []ID{kids}}})
	must(t, err)
	ch := c.TakeChanges()
	if !h.Withheld || !noticed(ch, EventConsentWithdrawn, debts) {
		t.Errorf("withheld %v, notices %+v", h.Withheld, ch.Notices)
	}
}

func TestASecondSheetBringsItsPersons(t *testing.T) {
	_, c := filedSheet(t, content())
	second := content()
	second.Members = append(second.Members, Member{Name: "髙橋 茜", Relation: "孫", Consent: &Consent{State: ConsentRefused}})
	s, err := DraftSheet(worker(elder), monday, second, DefaultCatalog())
	must(t, err)
	must(t, s.FileInto(worker(elder), monday, DefaultCatalog(), c))
	if len(c.Members) != 3 || c.ConsentCovers(debts, Scope{Sheet: true}) {
		t.Errorf("%d persons; consent covers although one refused", len(c.Members))
	}
}

func TestTellingOfACorrectionIsTickedOnce(t *testing.T) {
	c := filed(t)
	line := &Told{ID: NewID(monday), Case: c.ID, Sheet: c.Sheet.ID, SheetVersion: 2, To: debts}
	wantCode(t, c.TellCorrection(worker(debts), monday, line, ChannelPhone, ""), CodeForbidden)
	wantCode(t, c.TellCorrection(worker(elder), monday, line, "pigeon", ""), CodeInvalid, "/how")
	must(t, c.TellCorrection(worker(elder), monday, line, ChannelDocument, "文書で"))
	wantCode(t, c.TellCorrection(worker(elder), monday, line, ChannelPhone, ""), CodeWrongState)
	wantCode(t, c.TellCorrection(worker(elder), monday, &Told{Case: "another"}, ChannelPhone, ""), CodeNotFound)
	if len(c.TellActions(worker(elder), line)) != 0 || len(c.TellActions(worker(elder), &Told{Case: c.ID})) != 1 {
		t.Error("the tick is offered when it is done, or not when it is due")
	}
}

// Nothing of others may stand unmarked in what a person is shown of itself.
func TestAPersonsRecordMarksWhatSpeaksOfOthers(t *testing.T) {
	in := content()
	in.Subject.PhoneHome = "086-111-2222"
	in.Request = "ハルさんの介護。実さんは部屋から出ない。灯油代が足りない。"
	in.Members[0].Note = "借金あり。母には言わない。"
	in.Visitor = &Visitor{Name: "隣人 良子", Phone: "086-333-4444"}
	s, c := filedSheet(t, in)
	subject := subjectOf(t, c)
	son := c.Members[1]
	note := &Note{Kind: NotePhone, OccurredAt: monday, Text: "実さんから電話。長男は仕事を辞めた。母は元気。"}
	for _, tc := range []struct {
		person *HouseholdMember
		hidden []string // must not stand there at all, or only marked
		plain  []string // must stand there unmarked
	}{
		{subject, []string{"実さん", "長男", "隣人", "借金あり", "母は元気", "086-333-4444"}, []string{"髙橋 ハル", "086-111-2222", "ハルさんの介護。", "灯油代が足りない。"}},
		{son, []string{"ハル", "母", "086-111-2222", "086-333-4444"}, []string{"髙橋 実", "52歳", "灯油代が足りない。"}},
	} {
		r := NewPersonRecord(tc.person, c.Members, []*Sheet{s}, DefaultCatalog())
		r.Sheet(s)
		r.Note(note)
		r.Case(c)
		var plain string
		for _, e := range r.Entries() {
			for _, l := range e.Lines {
				for _, p := range l.Passages {
					if !p.ThirdParty {
						plain += p.Text + "\n"
					}
				}
			}
		}
		for _, w := range tc.hidden {
			if strings.Contains(plain, w) {
				t.Errorf("%s: %q stands unmarked in\n%s", tc.person.Name, w, plain)
			}
		}
		for _, w := range tc.plain {
			if !strings.Contains(plain, w) {
				t.Errorf("%s: %q is missing or marked in\n%s", tc.person.Name, w, plain)
			}
		}
	}
}
