package casework

import (
	"slices"
	"testing"
	"time"
)

func TestHandoffIsDueInTwoBusinessDays(t *testing.T) {
	_, h := asked(t)
	if want := jst(2026, 6, 3, 17, 15); !h.DueAt.Equal(want) {
		t.Errorf("due %s, want %s", h.DueAt, want)
	}
}

func TestUrgentHandoffIsDueInTwoBusinessHours(t *testing.T) {
	c := filed(t)
	o := order(AskLead, debts)
	o.Urgency = Urgent
	hs, err := c.HandOff(worker(elder), jst(2026, 6, 5, 16, 15), o) // Friday
	must(t, err)
	if want := jst(2026, 6, 8, 9, 30); !hs[0].DueAt.Equal(want) { // one hour on Friday, one on Monday
		t.Errorf("due %s, want %s", hs[0].DueAt, want)
	}
}

func TestDangerOnTheSheetMakesAHandoffUrgentUnlessSaidOtherwise(t *testing.T) {
	danger := content()
	danger.Danger = true
	_, c := filedSheet(t, danger)
	if h := handOff(t, c, AskLead, debts); h.Urgency != Urgent {
		t.Errorf("urgency %q", h.Urgency)
	}
}

func TestHandOffAsksSeveralAgenciesWithTheirOwnReasons(t *testing.T) {
	c := filed(t)
	o := order(AskJoin, kids)
	o.Receivers = append(o.Receivers, ReceiverOrder{Agency: debts, Ask: AskLead, Reason: "借金の相談", Request: "主担当をお願いします"})
	hs, err := c.HandOff(worker(elder), monday, o)
	must(t, err)
	if len(hs) != 2 || hs[0].Reason == hs[1].Reason || hs[1].Ask != AskLead || hs[0].Purpose != hs[1].Purpose {
		t.Fatalf("handoffs %+v", hs)
	}
	ch := c.TakeChanges()
	if len(ch.Disclosures) != 2 || ch.Disclosures[1].To != debts || ch.Disclosures[1].Ground != GroundConsent {
		t.Errorf("disclosures %+v", ch.Disclosures)
	}
	if !noticed(ch, EventHandoffRequested, kids) || !noticed(ch, EventHandoffRequested, debts) {
		t.Errorf("receivers were not told: %+v", ch.Notices)
	}
	if len(ch.Handoffs) != 2 || ch.Custody {
		t.Errorf("touched %d handoffs, custody %v", len(ch.Handoffs), ch.Custody)
	}
}

func TestHandOffIsRefused(t *testing.T) {
	c, _ := asked(t)
	handOff(t, c, AskJoin, kids)
	joined := handOff(t, c, AskJoin, health)
	must(t, c.Join(worker(health), monday, joined.ID, ""))
	c.TakeChanges()
	both := order(AskLead, home)
	both.Receivers[0].Ask = "own"
	cases := map[string]struct {
		actor    Actor
		order    HandOffOrder
		code     Code
		pointers []string
	}{
		"to a stranger's wish":            {worker(home), order(AskJoin, home), CodeForbidden, nil},
		"by a supporting agency":          {worker(health), order(AskJoin, home), CodeForbidden, nil},
		"by the auditor of the lead":      {Actor{Agency: elder, Roles: []Role{RoleAuditor}}, order(AskJoin, home), CodeForbidden, nil},
		"to oneself":                      {worker(elder), order(AskJoin, elder), CodeInvalid, []string{"/receivers/0/agencyId"}},
		"to an agency already asked":      {worker(elder), order(AskJoin, kids), CodeInvalid, []string{"/receivers/0/agencyId"}},
		"to join twice":                   {worker(elder), order(AskJoin, health), CodeInvalid, []string{"/receivers/0/agencyId"}},
		"to the same agency in one order": {worker(elder), order(AskJoin, home, home), CodeInvalid, []string{"/receivers/1/agencyId"}},
		"for the lead a second time":      {worker(elder), order(AskLead, home), CodeDuplicate, []string{"/receivers/0/ask"}},
		"for something unknown":           {worker(elder), both, CodeInvalid, []string{"/receivers/0/ask"}},
		"to nobody, for nothing":          {worker(elder), HandOffOrder{}, CodeInvalid, []string{"/receivers", "/scope"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			before := snapshot(t, c)
			_, err := c.HandOff(tc.actor, monday, tc.order)
			wantCode(t, err, tc.code, tc.pointers...)
			unchanged(t, before, c)
		})
	}
}

func TestHandOffWithoutConsentNeedsAnotherGround(t *testing.T) {
	unconfirmed := content()
	unconfirmed.Members[0].Consent.State = ConsentUnconfirmed
	_, c := filedSheet(t, unconfirmed)
	for _, g := range []Ground{"", GroundConsent, "because"} {
		o := order(AskLead, debts)
		o.Ground = g
		_, err := c.HandOff(worker(elder), monday, o)
		wantCode(t, err, CodeInvalid, "/ground")
	}
	o := order(AskLead, debts)
	o.Ground = "other"
	_, err := c.HandOff(worker(elder), monday, o)
	wantCode(t, err, CodeInvalid, "/groundNote")
	o.Ground = "life_and_body"
	_, err = c.HandOff(worker(elder), monday, o)
	must(t, err)
	if d := c.TakeChanges().Disclosures; len(d) != 1 || d[0].Ground != "life_and_body" {
		t.Errorf("disclosures %+v", d)
	}
}

func TestAcceptMovesCustodyAndTheSenderStaysSupporting(t *testing.T) {
	c, h := asked(t)
	c.TakeChanges()
	at := monday.Add(time.Hour)
	must(t, c.Accept(worker(debts), at, h.ID, "お受けします"))
	if c.Lead() != debts || !c.Supports(elder) || h.State != HandoffAccepted {
		t.Errorf("lead %s, elder supports %v, handoff %s", c.Lead(), c.Supports(elder), h.State)
	}
	if got := c.Custodies; len(got) != 2 || !got[0].Until.Equal(at) || !got[1].Since.Equal(at) {
		t.Errorf("custody %+v", got)
	}
	if want := jst(2026, 6, 8, 17, 15); c.ContactDue == nil || !c.ContactDue.Equal(want) {
		t.Errorf("contact due %v, want %s (5 business days)", c.ContactDue, want)
	}
	ch := c.TakeChanges()
	if !noticed(ch, EventHandoffAccepted, elder) || happened(ch, EventCustodyMoved) != 1 || !ch.Custody {
		t.Errorf("changes %+v", ch)
	}
}

func TestSenderThatLeavesKeepsOnlyTheOutcome(t *testing.T) {
	c := filed(t)
	o := order(AskLead, debts)
	o.SenderLeaves = true
	hs, err := c.HandOff(worker(elder), monday, o)
	must(t, err)
	must(t, c.Accept(worker(debts), monday, hs[0].ID, ""))
	if c.Supports(elder) || c.Access()[elder].Level != LevelOutcome {
		t.Errorf("elder has %+v", c.Access()[elder])
	}
}

func TestAskedToLeadMayJoinInsteadAndTheLeadStays(t *testing.T) {
	c, h := asked(t)
	c.TakeChanges()
	must(t, c.Join(worker(debts), monday, h.ID, "主担当は難しいですが一緒に動きます"))
	ch := c.TakeChanges()
	if c.Lead() != elder || !c.Supports(debts) || !noticed(ch, EventHandoffJoined, elder) || ch.Notices[0].Ask != AskLead {
		t.Errorf("lead %s, notices %+v", c.Lead(), ch.Notices)
	}
}

func TestAskedToJoinCannotTakeTheLeadNorPassOn(t *testing.T) {
	c := filed(t)
	h := handOff(t, c, AskJoin, kids)
	wantCode(t, c.Accept(worker(kids), monday, h.ID, ""), CodeForbidden)
	_, err := c.PassOn(worker(kids), monday, h.ID, PassOnOrder{Next: home, Reason: "専門"})
	wantCode(t, err, CodeForbidden)
	if got := c.HandoffActions(h, worker(kids)); slices.Contains(got, "accept") || !slices.Contains(got, "join") {
		t.Errorf("actions %v", got)
	}
}

func TestOnlyTheReceiverAnswersAndOnlyOnce(t *testing.T) {
	c, h := asked(t)
	for _, a := range []Actor{worker(elder), worker(kids), coordinator(), Clock(), {}} {
		wantCode(t, c.Accept(a, monday, h.ID, ""), CodeForbidden)
	}
	must(t, c.Accept(worker(debts), monday, h.ID, ""))
	wantCode(t, c.Accept(worker(debts), monday, h.ID, ""), CodeWrongState)
	wantCode(t, c.Withdraw(worker(elder), monday, h.ID, "不要"), CodeWrongState)
	wantCode(t, c.Accept(worker(debts), monday, "no-such", ""), CodeNotFound)
}

func TestPassOnTakesTheLeadAndAsksTheNextInOne(t *testing.T) {
	c, h := asked(t)
	c.TakeChanges()
	next, err := c.PassOn(worker(debts), monday.Add(time.Hour), h.ID, PassOnOrder{Next: kids, Reason: "子どものことが中心"})
	must(t, err)
	if c.Lead() != debts || h.State != HandoffPassedOn || h.PassedTo != next.ID || next.PassedFrom != h.ID {
		t.Errorf("lead %s, %+v", c.Lead(), h)
	}
	if next.Sender != debts || next.Ask != AskLead || next.State != HandoffRequested || next.Request != h.Request {
		t.Errorf("next %+v", next)
	}
	ch := c.TakeChanges()
	if !noticed(ch, EventHandoffPassedOn, elder) || !noticed(ch, EventHandoffRequested, kids) || len(ch.Disclosures) != 1 {
		t.Errorf("changes %+v", ch)
	}
}

func TestPassOnToTheSenderIsAPingPongAndGoesToTheCoordinators(t *testing.T) {
	c, h := asked(t)
	c.TakeChanges()
	next, err := c.PassOn(worker(debts), monday.Add(time.Hour), h.ID, PassOnOrder{Next: elder, Reason: "元の機関がよい"})
	must(t, err)
	if next != nil || h.State != HandoffEscalated || h.EscalatedBy != EscalatedByPingPong || c.Lead() != elder {
		t.Errorf("next %v, handoff %s, lead %s", next, h.State, c.Lead())
	}
	if c.Flag == nil || c.Flag.Reason != FlagRevisit || c.State != CaseCoordinating || c.Escalations[0].Reason != ReasonPingPong {
		t.Errorf("flag %+v, case %s", c.Flag, c.State)
	}
	if got := c.HandoffActions(h, worker(debts)); !slices.Equal(got, []string{"accept", "join"}) {
		t.Errorf("actions after the flag %v", got)
	}
	_, err = c.PassOn(worker(debts), monday.Add(time.Hour), h.ID, PassOnOrder{Next: kids, Reason: "では次"})
	wantCode(t, err, CodePingPong)
	ch := c.TakeChanges()
	if !noticed(ch, EventEscalationOpened, CoordinatorsID) || !noticed(ch, EventHandoffEscalated, elder) {
		t.Errorf("notices %+v", ch.Notices)
	}
}

func TestTheThirdHopIsNotAskedForAnyMore(t *testing.T) {
	c, h1 := asked(t)
	h2, err := c.PassOn(worker(debts), monday.Add(1*time.Hour), h1.ID, PassOnOrder{Next: kids, Reason: "次へ"})
	must(t, err)
	h3, err := c.PassOn(worker(kids), monday.Add(2*time.Hour), h2.ID, PassOnOrder{Next: health, Reason: "次へ"})
	must(t, err)
	if h3 != nil || h2.State != HandoffEscalated || c.Flag == nil || c.Flag.Reason != FlagHopLimit {
		t.Fatalf("h3 %v, h2 %s, flag %+v", h3, h2.State, c.Flag)
	}
	if c.Hops() != 1 || c.Lead() != debts {
		t.Errorf("hops %d, lead %s", c.Hops(), c.Lead())
	}
}

func TestContactWithTheHouseholdStartsTheChainAnew(t *testing.T) {
	c, h1 := asked(t)
	h2, err := c.PassOn(worker(debts), monday.Add(time.Hour), h1.ID, PassOnOrder{Next: kids, Reason: "次へ"})
	must(t, err)
	must(t, c.Accept(worker(kids), monday.Add(2*time.Hour), h2.ID, ""))
	_, err = c.AddNote(worker(kids), monday.Add(4*time.Hour), NoteDraft{
		Kind: NoteHomeVisit, OccurredAt: monday.Add(3 * time.Hour), Text: "お会いできた", ContactedHousehold: true,
	})
	must(t, err)
	if c.Hops() != 0 || c.ContactDue != nil {
		t.Errorf("hops %d, contact due %v", c.Hops(), c.ContactDue)
	}
	h3 := handOff(t, c, AskLead, health)
	if h3.State != HandoffRequested || c.Flag != nil {
		t.Errorf("handoff after contact is %s, flag %+v", h3.State, c.Flag)
	}
}

func TestHandOffBackWithoutContactIsCreatedEscalated(t *testing.T) {
	c, h := asked(t)
	must(t, c.Accept(worker(debts), monday.Add(time.Hour), h.ID, ""))
	c.TakeChanges()
	back := handOff(t, c, AskLead, elder)
	if back.State != HandoffEscalated || c.Flag == nil || c.State != CaseCoordinating {
		t.Errorf("handoff %s, flag %+v, case %s", back.State, c.Flag, c.State)
	}
	ch := c.TakeChanges()
	if happened(ch, EventHandoffRequested) != 1 || happened(ch, EventPingPongFlagged) != 1 || len(ch.Escalations) != 1 {
		t.Errorf("events %+v", ch.Events)
	}
	must(t, c.Accept(worker(elder), monday.Add(2*time.Hour), back.ID, "")) // it may still take it
	if c.Lead() != elder {
		t.Errorf("lead %s", c.Lead())
	}
}

func TestQuestionAndAnswerLeaveTheClockRunning(t *testing.T) {
	c, h := asked(t)
	due := h.DueAt
	must(t, c.Ask(worker(debts), monday, h.ID, "家計簿はありますか"))
	wantCode(t, c.Answer(worker(debts), monday, h.ID, "自答"), CodeForbidden)
	must(t, c.Answer(worker(elder), monday.Add(time.Hour), h.ID, "あります"))
	if h.State != HandoffRequested || h.Questions[0].Answer != "あります" || !h.DueAt.Equal(due) {
		t.Errorf("%+v", h)
	}
	wantCode(t, c.Ask(worker(debts), monday, h.ID, " "), CodeInvalid, "/question")
}

func TestWhoAskedMayAcceptBeforeTheAnswer(t *testing.T) {
	c, h := asked(t)
	must(t, c.Ask(worker(debts), monday, h.ID, "家計簿はありますか"))
	must(t, c.Accept(worker(debts), monday.Add(time.Hour), h.ID, "電話で伺いました"))
	if c.Lead() != debts || h.State != HandoffAccepted {
		t.Errorf("lead %s, handoff %s", c.Lead(), h.State)
	}
}

func TestSilenceEscalatesExactlyOnceAndNotBefore(t *testing.T) {
	for _, question := range []bool{false, true} {
		c, h := asked(t)
		if question {
			must(t, c.Ask(worker(debts), monday, h.ID, "質問"))
		}
		c.TakeChanges()
		if did, err := c.EscalateByClock(h.DueAt.Add(-time.Second), h.ID); did || err != nil {
			t.Fatalf("too early: %v %v", did, err)
		}
		did, err := c.EscalateByClock(h.DueAt, h.ID)
		if !did || err != nil || h.State != HandoffEscalated || h.EscalatedBy != EscalatedByClock || c.State != CaseCoordinating {
			t.Fatalf("at the due time: %v %v %s", did, err, h.State)
		}
		ch := c.TakeChanges()
		if ch.Escalations[0].Reason != ReasonNoAnswer || !noticed(ch, EventHandoffEscalated, elder) || !noticed(ch, EventHandoffEscalated, debts) {
			t.Errorf("changes %+v", ch)
		}
		if did, _ := c.EscalateByClock(h.DueAt.Add(48*time.Hour), h.ID); did || !c.TakeChanges().Empty() || len(c.Escalations) != 1 {
			t.Error("escalated twice")
		}
		must(t, c.Accept(worker(debts), h.DueAt.Add(time.Hour), h.ID, "遅くなりました"))
	}
}

func TestReportOfARefusalMovesNothingButCallsTheCoordinators(t *testing.T) {
	c, h := asked(t)
	c.TakeChanges()
	e, err := c.ReportRefusal(worker(elder), monday.Add(time.Hour), h.ID, RefusalReport{SaidBy: "係長", Said: "うちではないと言われた", SaidAt: monday})
	must(t, err)
	if h.State != HandoffRequested || c.State != CaseReceived || c.Lead() != elder {
		t.Errorf("handoff %s, case %s", h.State, c.State)
	}
	if e.Reason != ReasonRefusalReport || !e.DueAt.Equal(jst(2026, 6, 2, 17, 15)) {
		t.Errorf("escalation %+v", e)
	}
	if _, ok := c.Access()[CoordinatorsID]; !ok || !noticed(c.TakeChanges(), EventEscalationOpened, CoordinatorsID) {
		t.Error("the coordinators do not learn of it")
	}
	_, err = c.ReportRefusal(worker(debts), monday, h.ID, RefusalReport{})
	wantCode(t, err, CodeForbidden)
	_, err = c.ReportRefusal(worker(elder), monday, h.ID, RefusalReport{SaidAt: monday.Add(time.Hour)})
	wantCode(t, err, CodeInvalid, "/saidBy", "/said", "/saidAt")
}

func TestConnectTellsTheSenderAndEndsTheContactDeadline(t *testing.T) {
	c, h := asked(t)
	must(t, c.Accept(worker(debts), monday.Add(time.Hour), h.ID, ""))
	c.TakeChanges()
	err := c.Connect(worker(debts), monday.Add(3*time.Hour), h.ID, Connection{How: ConnectAccompanied, At: monday.Add(2 * time.Hour), Who: "担当者2人"})
	must(t, err)
	if h.State != HandoffConnected || !h.Connection.How.Warm() || c.ContactDue != nil || !noticed(c.TakeChanges(), EventHandoffConnected, elder) {
		t.Errorf("%+v, contact due %v", h, c.ContactDue)
	}
}

func TestALetterIsColdAndNoContact(t *testing.T) {
	c, h := asked(t)
	must(t, c.Accept(worker(debts), monday.Add(time.Hour), h.ID, ""))
	must(t, c.Connect(worker(debts), monday.Add(3*time.Hour), h.ID, Connection{How: ConnectDocument, At: monday.Add(2 * time.Hour), Who: "本人あて"}))
	if ConnectDocument.Warm() || c.ContactDue == nil {
		t.Errorf("contact due %v", c.ContactDue)
	}
}

func TestConnectIsRefused(t *testing.T) {
	c, h := asked(t)
	wantCode(t, c.Connect(worker(debts), monday, h.ID, Connection{}), CodeWrongState)
	must(t, c.Accept(worker(debts), monday, h.ID, ""))
	wantCode(t, c.Connect(worker(elder), monday, h.ID, Connection{}), CodeForbidden)
	wantCode(t, c.Connect(worker(debts), monday, h.ID, Connection{At: monday.Add(time.Hour)}), CodeInvalid, "/how", "/at")
	early := Connection{How: ConnectPhone, At: monday.Add(-time.Hour), Who: "本人"}
	wantCode(t, c.Connect(worker(debts), monday, h.ID, early), CodeInvalid, "/at")
}

func TestSenderAndReceiverMayCallTheCoordinatorsForAHandoff(t *testing.T) {
	for _, who := range []ID{elder, debts} {
		c, h := asked(t)
		_, err := c.EscalateHandoff(worker(who), monday, h.ID, "because", "")
		wantCode(t, err, CodeInvalid, "/reason")
		e, err := c.EscalateHandoff(worker(who), monday, h.ID, ReasonNoDestination, "どこに頼めばよいか")
		must(t, err)
		if h.State != HandoffEscalated || h.EscalatedBy != EscalatedByPerson || e.Handoff != h.ID || c.State != CaseCoordinating {
			t.Errorf("handoff %s, escalation %+v", h.State, e)
		}
		_, err = c.EscalateHandoff(worker(who), monday, h.ID, ReasonNoDestination, "")
		wantCode(t, err, CodeWrongState)
	}
	c, h := asked(t)
	_, err := c.EscalateHandoff(worker(kids), monday, h.ID, ReasonNoDestination, "")
	wantCode(t, err, CodeForbidden)
}

func TestPassOnIsRefused(t *testing.T) {
	c, h := asked(t)
	handOff(t, c, AskJoin, kids)
	for name, tc := range map[string]struct {
		order   PassOnOrder
		pointer string
	}{
		"to nobody":                 {PassOnOrder{Reason: "専門"}, "/nextAgencyId"},
		"to the coordinators":       {PassOnOrder{Next: CoordinatorsID, Reason: "専門"}, "/nextAgencyId"},
		"to oneself":                {PassOnOrder{Next: debts, Reason: "専門"}, "/nextAgencyId"},
		"to one who is asked":       {PassOnOrder{Next: kids, Reason: "専門"}, "/nextAgencyId"},
		"without a reason":          {PassOnOrder{Next: home}, "/reason"},
		"on a ground nobody knows":  {PassOnOrder{Next: home, Reason: "専門", Ground: "because"}, "/ground"},
		"on words without any word": {PassOnOrder{Next: home, Reason: "専門", Ground: "other"}, "/groundNote"},
	} {
		t.Run(name, func(t *testing.T) {
			before := snapshot(t, c)
			_, err := c.PassOn(worker(debts), monday, h.ID, tc.order)
			wantCode(t, err, CodeInvalid, tc.pointer)
			unchanged(t, before, c)
		})
	}
}

func TestCoordinatorMayWithdrawAnEscalatedHandoffButNotALiveOne(t *testing.T) {
	c, h := asked(t)
	wantCode(t, c.Withdraw(coordinator(), monday, h.ID, "調整のため"), CodeForbidden) // nobody called them yet
	_, err := c.EscalateHandoff(worker(debts), monday, h.ID, ReasonNoDestination, "")
	must(t, err)
	wantCode(t, c.Withdraw(worker(elder), monday, h.ID, "やめる"), CodeWrongState)
	c.TakeChanges()
	must(t, c.Withdraw(coordinator(), monday, h.ID, "別の機関で調整するため"))
	if ch := c.TakeChanges(); !noticed(ch, EventHandoffWithdrawn, elder) || !noticed(ch, EventHandoffWithdrawn, debts) {
		t.Errorf("notices %+v", ch.Notices)
	}
}
