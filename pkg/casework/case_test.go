package casework

import (
	"slices"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

func TestCaseNumberCarriesTheFiscalYear(t *testing.T) {
	for want, got := range map[string]string{
		"R8-0001": CaseNumber(2026, 1), "R1-0042": CaseNumber(2019, 42), "H30-0007": CaseNumber(2018, 7), "R8-12345": CaseNumber(2026, 12345),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// escalated is a case the lead has brought to the coordinators.
func escalated(t *testing.T) (*Case, *Escalation) {
	t.Helper()
	c := filed(t)
	e, err := c.Escalate(worker(elder), monday, ReasonNoSupportMenu, "")
	must(t, err)
	c.TakeChanges()
	return c, e
}

func TestCaseVerbsBelongToTheLead(t *testing.T) {
	c := filed(t)
	for _, a := range []Actor{{}, worker(debts), coordinator(), {Agency: elder, Roles: []Role{RoleSystemAdmin, RoleCityOffice}}} {
		wantCode(t, c.StartSupport(a, monday), CodeForbidden)
		if got := c.Actions(a); len(got) != 0 || got == nil {
			t.Errorf("%s is offered %v", a.Account, got)
		}
	}
	if got, want := c.Actions(worker(elder)), []string{"start_support", "hand_off", "add_note", "protect", "escalate", "suspend"}; !slices.Equal(got, want) {
		t.Errorf("actions %v, want %v", got, want)
	}
	must(t, c.StartSupport(worker(elder), monday))
	wantCode(t, c.StartSupport(worker(elder), monday), CodeWrongState)
}

func TestAManagerOfTheLeadMayWhatItsWorkersMay(t *testing.T) {
	c := filed(t)
	must(t, c.StartSupport(Actor{Agency: elder, Roles: []Role{RoleAgencyManager}}, monday))
}

func TestCoordinatorsHaveNothingToDoWithACaseThatNeverCameToThem(t *testing.T) {
	c := filed(t)
	wantCode(t, c.Suspend(coordinator(), monday, Suspension{}), CodeForbidden)
	if _, sees := c.Access()[CoordinatorsID]; sees {
		t.Error("coordinators see it")
	}
}

func TestEscalateBringsTheCaseToTheCoordinatorsAndKeepsTheLead(t *testing.T) {
	c := filed(t)
	_, err := c.Escalate(worker(elder), monday, "tired", "")
	wantCode(t, err, CodeInvalid, "/reason")
	_, err = c.Escalate(worker(elder), monday, ReasonOther, " ")
	wantCode(t, err, CodeInvalid, "/text")
	e, err := c.Escalate(worker(elder), monday, ReasonSupportRefused, "")
	must(t, err)
	if c.State != CaseCoordinating || c.Lead() != elder || !e.DueAt.Equal(jst(2026, 6, 2, 17, 15)) {
		t.Errorf("case %s, lead %s, due %s", c.State, c.Lead(), e.DueAt)
	}
	if !noticed(c.TakeChanges(), EventEscalationOpened, CoordinatorsID) {
		t.Error("the coordinators were not told")
	}
}

func TestAPersonMayNameEveryReason(t *testing.T) {
	for _, reason := range []EscalationReason{
		ReasonNoDestination, ReasonNoSupportMenu, ReasonSupportRefused, ReasonRefusalReport, ReasonNoAnswer, ReasonPingPong,
	} {
		c := filed(t)
		e, err := c.Escalate(worker(elder), monday, reason, "")
		if err != nil || e.Reason != reason || e.OpenedBy == "" || c.Flag != nil {
			t.Errorf("%s: %v, %+v", reason, err, e)
		}
	}
}

func TestEscalationIsOrganizedThenSettled(t *testing.T) {
	c, e := escalated(t)
	settlement := Settlement{Class: ClassAdviceOnly, To: CaseMonitoring}
	wantCode(t, c.SettleEscalation(coordinator(), monday, e.ID, settlement), CodeWrongState)
	wantCode(t, c.Organize(worker(elder), monday, e.ID), CodeForbidden)
	must(t, c.Organize(coordinator(), monday, e.ID))
	if got := c.EscalationActions(e, coordinator()); !slices.Equal(got, []string{"settle", "reassign", "log_contact"}) {
		t.Errorf("actions %v", got)
	}
	wantCode(t, c.SettleEscalation(coordinator(), monday, e.ID, Settlement{}), CodeInvalid, "/class", "/to")
	must(t, c.SettleEscalation(coordinator(), monday, e.ID, settlement))
	if e.State != EscalationSettled || e.Class != ClassAdviceOnly || c.State != CaseMonitoring || e.Coordinator != "coordinator" {
		t.Errorf("%+v, case %s", e, c.State)
	}
	wantCode(t, c.Organize(coordinator(), monday, "no-such"), CodeNotFound)
}

func TestSettlingTheCaseSettlesAllAndWithdrawsWhatIsStillEscalated(t *testing.T) {
	c, h := asked(t)
	_, err := c.EscalateHandoff(worker(elder), monday, h.ID, ReasonNoDestination, "")
	must(t, err)
	_, err = c.ReportRefusal(worker(elder), monday, h.ID, RefusalReport{SaidBy: "窓口", Said: "対象外", SaidAt: monday})
	must(t, err)
	c.TakeChanges()
	must(t, c.Settle(coordinator(), monday, Settlement{Class: ClassCoordinated, To: CaseSupporting}))
	ch := c.TakeChanges()
	if c.openEscalations() != 0 || h.State != HandoffWithdrawn || c.State != CaseSupporting {
		t.Errorf("open %d, handoff %s, case %s", c.openEscalations(), h.State, c.State)
	}
	if !noticed(ch, EventHandoffWithdrawn, debts) || !noticed(ch, EventHandoffWithdrawn, elder) || len(ch.Escalations) != 2 {
		t.Errorf("changes %+v", ch)
	}
	handOff(t, c, AskLead, kids) // the lead can ask again
}

func TestSuspendNeedsReasonConditionsAndAReviewDate(t *testing.T) {
	c := filed(t)
	today := calendar.DateOf(monday)
	wantCode(t, c.Suspend(worker(elder), monday, Suspension{ReviewOn: today}), CodeInvalid, "/reason", "/watchConditions", "/reviewOn")
	must(t, c.Suspend(worker(elder), monday, Suspension{Reason: "入院", WatchConditions: "退院", ReviewOn: today.AddDays(30)}))
	if c.State != CaseSuspended || c.Suspension.From != CaseReceived || c.Lead() != elder {
		t.Errorf("%s %+v", c.State, c.Suspension)
	}
	_, err := c.HandOff(worker(elder), monday, order(AskLead, debts))
	wantCode(t, err, CodeWrongState)
	must(t, c.Resume(worker(elder), monday))
	if c.State != CaseSupporting || c.Suspension != nil {
		t.Errorf("%s %+v", c.State, c.Suspension)
	}
}

func TestClosingHasOneGate(t *testing.T) {
	full := Closure{Reason: "目標を達成", ContinuingContact: "地域包括支援センター"}
	t.Run("needs a reason and a continuing contact", func(t *testing.T) {
		c := filed(t)
		must(t, c.StartSupport(worker(elder), monday))
		wantCode(t, c.Close(worker(elder), monday, closing(Closure{}), &Commitments{}), CodeInvalid, "/reason", "/continuingContact")
	})
	t.Run("not from received", func(t *testing.T) {
		wantCode(t, filed(t).Close(worker(elder), monday, closing(full), &Commitments{}), CodeWrongState)
	})
	t.Run("not while a handoff is open", func(t *testing.T) {
		c, _ := asked(t)
		must(t, c.StartSupport(worker(elder), monday))
		wantCode(t, c.Close(worker(elder), monday, closing(full), &Commitments{}), CodeWrongState)
		if slices.Contains(c.Actions(worker(elder)), "close") {
			t.Error("close is offered")
		}
	})
	t.Run("an escalated case is closed by a coordinator and names the meeting", func(t *testing.T) {
		c, _ := escalated(t)
		wantCode(t, c.Close(worker(elder), monday, closing(full), &Commitments{}), CodeWrongState)
		wantCode(t, c.Close(coordinator(), monday, closing(full), &Commitments{}), CodeInvalid, "/decidingMeeting", "/class")
		decided := full
		decided.DecidingMeeting, decided.Class = "第3回検討会", ClassCoordinated
		must(t, c.Close(coordinator(), monday, closing(decided), &Commitments{}))
		if c.State != CaseClosed || c.openEscalations() != 0 {
			t.Errorf("%s, %d open", c.State, c.openEscalations())
		}
	})
	t.Run("ends custody but not the last lead's access", func(t *testing.T) {
		c := filed(t)
		must(t, c.StartSupport(worker(elder), monday))
		must(t, c.Close(worker(elder), monday.Add(time.Hour), closing(full), &Commitments{}))
		if c.Lead() != "" || c.Access()[elder].Level != LevelLead {
			t.Errorf("lead %q, access %+v", c.Lead(), c.Access())
		}
		if got := c.Actions(worker(elder)); !slices.Equal(got, []string{"add_note", "protect", "reopen"}) {
			t.Errorf("actions %v", got)
		}
	})
}

func TestReopeningIsOneVerbAndGivesTheLeadBack(t *testing.T) {
	c := filed(t)
	must(t, c.StartSupport(worker(elder), monday))
	k := &Commitments{}
	must(t, c.Close(worker(elder), monday.Add(time.Hour), closing(Closure{Reason: "転居", ContinuingContact: "包括", FollowUpOn: c.FollowUpDefault(monday)}), k))
	if len(k.Monitorings) != 1 || k.Monitorings[0].State != MonitoringDue {
		t.Fatalf("after closing: %+v", k.Monitorings)
	}
	wantCode(t, c.Reopen(worker(debts), monday.Add(2*time.Hour), "再び", k), CodeForbidden)
	wantCode(t, c.Reopen(worker(elder), monday.Add(2*time.Hour), "", k), CodeInvalid, "/reason")
	must(t, c.Reopen(worker(elder), monday.Add(2*time.Hour), "再び相談", k))
	if c.State != CaseSupporting || c.Lead() != elder || len(c.Custodies) != 2 || c.Closure != nil {
		t.Errorf("%s, %+v", c.State, c.Custodies)
	}
	if k.Monitorings[0].State != MonitoringDropped {
		t.Errorf("the look after closing is still due: %+v", k.Monitorings[0])
	}
}

func TestAccessFollowsTheCase(t *testing.T) {
	c := filed(t)
	o := order(AskJoin, kids)
	o.Scope = Scope{Sheet: true}
	_, err := c.HandOff(worker(elder), monday, o)
	must(t, err)
	if g := c.Access()[kids]; g.Level != LevelReceived || !g.Scope.Sheet || g.Scope.Notes {
		t.Errorf("a receiver has %+v", g)
	}
	must(t, c.Withdraw(worker(elder), monday, c.Handoffs[0].ID, "不要になった"))
	if _, sees := c.Access()[kids]; sees {
		t.Error("a withdrawn handoff still shows the case")
	}
	if len(c.Access()) != 1 {
		t.Errorf("access %+v", c.Access())
	}
}

func TestNotesAreWrittenByWhoWorksOnTheCase(t *testing.T) {
	c, h := asked(t)
	note := NoteDraft{Kind: NotePhone, OccurredAt: monday, Text: "電話で様子をうかがった"}
	_, err := c.AddNote(worker(debts), monday, note) // only asked: it may read, not write
	wantCode(t, err, CodeForbidden)
	must(t, c.Join(worker(debts), monday, h.ID, ""))
	n, err := c.AddNote(worker(debts), monday, note)
	must(t, err)
	if ch := c.TakeChanges(); len(ch.Notes) != 1 || ch.Notes[0] != n || happened(ch, EventNoteAdded) != 1 {
		t.Errorf("changes %+v", ch)
	}
}

func TestNoteIsRefused(t *testing.T) {
	c := filed(t)
	for name, tc := range map[string]struct {
		note    NoteDraft
		pointer string
	}{
		"without kind":             {NoteDraft{OccurredAt: monday, Text: "x"}, "/kind"},
		"from the future":          {NoteDraft{Kind: NotePhone, OccurredAt: monday.Add(time.Hour), Text: "x"}, "/occurredAt"},
		"without time":             {NoteDraft{Kind: NotePhone, Text: "x"}, "/occurredAt"},
		"empty":                    {NoteDraft{Kind: NotePhone, OccurredAt: monday, Text: "　"}, "/text"},
		"with NUL":                 {NoteDraft{Kind: NotePhone, OccurredAt: monday, Text: "a\x00"}, "/text"},
		"contact through a letter": {NoteDraft{Kind: NoteDocument, OccurredAt: monday, Text: "x", ContactedHousehold: true}, "/contactedHousehold"},
	} {
		t.Run(name, func(t *testing.T) {
			before := snapshot(t, c)
			_, err := c.AddNote(worker(elder), monday, tc.note)
			wantCode(t, err, CodeInvalid, tc.pointer)
			unchanged(t, before, c)
		})
	}
}

func TestCorrectingANoteKeepsWhatItSaid(t *testing.T) {
	c := filed(t)
	n, err := c.AddNote(worker(elder), monday, NoteDraft{Kind: NotePhone, OccurredAt: monday, Text: "長女から電話"})
	must(t, err)
	c.TakeChanges()
	wantCode(t, c.CorrectNote(worker(debts), monday, n, "次女から電話", "誤り"), CodeForbidden)
	wantCode(t, c.CorrectNote(worker(elder), monday, n, "次女から電話", ""), CodeInvalid, "/reason")
	must(t, c.CorrectNote(worker(elder), monday, n, "次女から電話", "聞き間違い"))
	if n.Text != "次女から電話" || len(n.Corrections) != 1 || n.Corrections[0].Before != "長女から電話" {
		t.Errorf("%+v", n)
	}
	if got := NoteActions(n, worker(elder)); !slices.Equal(got, []string{"correct"}) {
		t.Errorf("actions %v", got)
	}
	if got := NoteActions(n, worker(debts)); len(got) != 0 {
		t.Errorf("another agency is offered %v", got)
	}
}

func TestMonitoringTellsTheSupportingAgencies(t *testing.T) {
	c := filed(t)
	h := handOff(t, c, AskJoin, kids)
	must(t, c.Join(worker(kids), monday, h.ID, ""))
	wantCode(t, c.Monitor(worker(elder), monday), CodeWrongState)
	must(t, c.StartSupport(worker(elder), monday))
	wantCode(t, c.Monitor(worker(kids), monday), CodeForbidden)
	c.TakeChanges()
	must(t, c.Monitor(worker(elder), monday))
	if c.State != CaseMonitoring || !noticed(c.TakeChanges(), EventMonitoringStarted, kids) {
		t.Errorf("case %s", c.State)
	}
}

func TestTheDecidingMeetingIsNamedOnceTheCoordinatorsCoordinated(t *testing.T) {
	for class, pointer := range map[EscalationClass]string{ClassCoordinated: "/decidingMeeting", ClassAdviceOnly: ""} {
		c, _ := escalated(t)
		must(t, c.Settle(coordinator(), monday, Settlement{Class: class, To: CaseSupporting}))
		err := c.Close(worker(elder), monday.Add(time.Hour), closing(Closure{Reason: "目標を達成", ContinuingContact: "包括"}), &Commitments{})
		if pointer == "" {
			must(t, err)
		} else {
			wantCode(t, err, CodeInvalid, pointer)
		}
	}
}

func TestTheLeadDoesNotCloseWhileACoordinatorIsAsked(t *testing.T) {
	c, h := asked(t)
	must(t, c.StartSupport(worker(elder), monday))
	e, err := c.ReportRefusal(worker(elder), monday, h.ID, RefusalReport{SaidBy: "窓口", Said: "対象外", SaidAt: monday})
	must(t, err)
	must(t, c.Withdraw(worker(elder), monday, h.ID, "別の機関に相談する"))
	full := Closure{Reason: "目標を達成", ContinuingContact: "包括"}
	wantCode(t, c.Close(worker(elder), monday, closing(full), &Commitments{}), CodeWrongState)
	must(t, c.Organize(coordinator(), monday, e.ID))
	must(t, c.SettleEscalation(coordinator(), monday, e.ID, Settlement{Class: ClassAdviceOnly}))
	if c.State != CaseSupporting {
		t.Errorf("settling a refusal report moved the case to %s", c.State)
	}
	must(t, c.Close(worker(elder), monday, closing(full), &Commitments{}))
}

func TestAFlagEndsWithTheLastEscalationAlsoAfterASuspension(t *testing.T) {
	c, h := asked(t)
	must(t, c.Accept(worker(debts), monday, h.ID, ""))
	now := *c.ContactDue
	c.FlagOverdueContact(now)
	review := calendar.DateOf(now).AddDays(10)
	must(t, c.Suspend(coordinator(), now, Suspension{Reason: "入院", WatchConditions: "退院", ReviewOn: review}))
	if c.FlagOverdueContact(now.Add(time.Hour)) {
		t.Error("a suspended case was flagged")
	}
	must(t, c.Resume(worker(debts), now))
	e := c.Escalations[0]
	must(t, c.Organize(coordinator(), now, e.ID))
	must(t, c.SettleEscalation(coordinator(), now, e.ID, Settlement{Class: ClassCoordinated}))
	if c.Flag != nil || c.State != CaseSupporting {
		t.Errorf("flag %+v, case %s", c.Flag, c.State)
	}
}
