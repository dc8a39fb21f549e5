package casework

import (
	"slices"
	"testing"
	"time"
)

func subjectOf(t failer, c *Case) *HouseholdMember {
	t.Helper()
	for _, m := range c.Members {
		if m.Relation == "" {
			return m
		}
	}
	t.Fatalf("no 本人 among %+v", c.Members)
	return nil
}

func TestFilingWritesTheFirstStepOfEachPersonsConsent(t *testing.T) {
	s, err := DraftSheet(worker(elder), monday, content(), DefaultCatalog())
	must(t, err)
	c, err := s.File(worker(elder), monday, DefaultCatalog(), Filing{Number: "R8-0001", Settings: DefaultSettings()})
	must(t, err)
	ch := c.TakeChanges()
	if len(ch.Members) != 2 || len(ch.Consents) != 2 || !c.ConsentCovers(debts, Scope{Sheet: true, Notes: true}) {
		t.Errorf("members %d, steps %d", len(ch.Members), len(ch.Consents))
	}
}

func TestWithdrawingConsentStopsDisclosureAtOnceAndTellsWhoHoldsData(t *testing.T) {
	c, h := asked(t)
	c.TakeChanges()
	m := subjectOf(t, c)
	_, err := c.RecordConsent(worker(elder), monday.Add(time.Hour), m.ID, ConsentOrder{State: ConsentWithdrawn})
	must(t, err)
	ch := c.TakeChanges()
	if !noticed(ch, EventConsentWithdrawn, debts) || noticed(ch, EventConsentWithdrawn, elder) {
		t.Errorf("notices %+v", ch.Notices)
	}
	if g := c.Access()[debts]; g.Level != LevelReceived || g.Scope.Sheet || g.Scope.Notes {
		t.Errorf("the receiver still sees %+v", g)
	}
	for _, verb := range []string{"accept", "join", "pass_on"} {
		if slices.Contains(c.HandoffActions(h, worker(debts)), verb) {
			t.Errorf("%s is offered on withheld content", verb)
		}
	}
	_, err = c.HandOff(worker(elder), monday.Add(time.Hour), order(AskJoin, kids))
	wantCode(t, err, CodeInvalid, "/ground")

	wantCode(t, c.Reground(worker(debts), monday.Add(time.Hour), h.ID, "life_and_body", ""), CodeForbidden)
	wantCode(t, c.Reground(worker(elder), monday.Add(time.Hour), h.ID, GroundConsent, ""), CodeInvalid, "/ground")
	must(t, c.Reground(worker(elder), monday.Add(time.Hour), h.ID, "life_and_body", ""))
	ch = c.TakeChanges()
	if len(ch.Disclosures) != 1 || ch.Disclosures[0].Ground != "life_and_body" || !c.Access()[debts].Scope.Sheet {
		t.Errorf("disclosures %+v, access %+v", ch.Disclosures, c.Access()[debts])
	}
	must(t, c.Accept(worker(debts), monday.Add(2*time.Hour), h.ID, ""))
	wantCode(t, c.Reground(worker(elder), monday.Add(2*time.Hour), h.ID, "life_and_body", ""), CodeWrongState)
}

func TestAnotherGroundIsAskedForOnlyWhereContentIsWithheld(t *testing.T) {
	c, h := asked(t)
	if slices.Contains(c.HandoffActions(h, worker(elder)), "reground") {
		t.Error("reground is offered though the receiver sees the content")
	}
	wantCode(t, c.Reground(worker(elder), monday, h.ID, "life_and_body", ""), CodeWrongState)
}

func TestConsentCoversOnlyItsScope(t *testing.T) {
	c := filed(t)
	m := subjectOf(t, c)
	_, err := c.RecordConsent(worker(elder), monday, m.ID, ConsentOrder{State: ConsentGiven, Method: MethodWritten,
		Scope: ConsentScope{Agencies: []ID{debts}, Parts: []string{PartSheet}}})
	must(t, err)
	for name, tc := range map[string]struct {
		agency ID
		what   Scope
		want   bool
	}{
		"the agency, the part": {debts, Scope{Sheet: true}, true},
		"another part":         {debts, Scope{Sheet: true, Notes: true}, false},
		"another agency":       {kids, Scope{Sheet: true}, false},
	} {
		if got := c.ConsentCovers(tc.agency, tc.what); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	_, err = c.HandOff(worker(elder), monday, order(AskJoin, debts, kids))
	wantCode(t, err, CodeInvalid, "/ground")
	_, err = c.HandOff(worker(elder), monday, order(AskJoin, debts))
	must(t, err)
}

func TestConsentIsRecordedByThoseWhoWorkOnTheCase(t *testing.T) {
	c, _ := asked(t)
	m := subjectOf(t, c)
	given := ConsentOrder{State: ConsentGiven, Method: MethodOral}
	_, err := c.RecordConsent(worker(debts), monday, m.ID, given)
	wantCode(t, err, CodeForbidden)
	_, err = c.RecordConsent(worker(elder), monday, "unknown", given)
	wantCode(t, err, CodeNotFound)
	_, err = c.RecordConsent(worker(elder), monday, m.ID, ConsentOrder{State: ConsentGiven, RecordedOn: date("2026-06-02")})
	wantCode(t, err, CodeInvalid, "/method", "/recordedOn")
	_, err = c.RecordConsent(worker(elder), monday, m.ID, ConsentOrder{State: ConsentRefused})
	wantCode(t, err, CodeWrongState) // given is withdrawn, not refused
}

func TestACorrectedAddressDoesNotUndoAWithdrawal(t *testing.T) {
	s, c := filedSheet(t, content())
	m := subjectOf(t, c)
	_, err := c.RecordConsent(worker(elder), monday, m.ID, ConsentOrder{State: ConsentWithdrawn})
	must(t, err)
	corrected := s.Content
	subject := *s.Content.Subject
	subject.PhoneHome = "086-000-0001"
	corrected.Subject = &subject
	must(t, s.Amend(worker(elder), monday.Add(time.Hour), corrected, "電話の訂正", DefaultCatalog(), c))
	if got := subjectOf(t, c); got.Consent.State != ConsentStateWithdrawn || got.ID != m.ID || len(c.Members) != 2 {
		t.Errorf("after the correction: %+v of %d members", got.Consent, len(c.Members))
	}
}

func TestWithdrawingOnTheSheetWithholdsToo(t *testing.T) {
	s, c := filedSheet(t, content())
	h := handOff(t, c, AskLead, debts)
	withdrawn := s.Content
	subject := *s.Content.Subject
	subject.Consent = &Consent{State: ConsentWithdrawn}
	withdrawn.Subject = &subject
	must(t, s.Amend(worker(elder), monday, withdrawn, "同意の撤回", DefaultCatalog(), c))
	if !h.Withheld {
		t.Error("the receiver still sees what the household took back")
	}
}

func TestOnePersonStaysOneAcrossSheets(t *testing.T) {
	_, c := filedSheet(t, content())
	second := content()
	second.Subject.Name, second.Members[0].Name = "髙橋 実", "高橋ハル" // the son comes himself; his mother spelt otherwise
	second.Subject.Kana = ""
	s, err := DraftSheet(worker(elder), monday, second, DefaultCatalog())
	must(t, err)
	must(t, s.FileInto(worker(elder), monday, DefaultCatalog(), c))
	if len(c.Members) != 2 {
		t.Errorf("%d persons, want the same two", len(c.Members))
	}
}
