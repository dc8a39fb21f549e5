package casework

import (
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// broughtByClock is a case whose ask for the lead went to the coordinators by silence.
func broughtByClock(t failer) (*Case, *Handoff, *Escalation, time.Time) {
	t.Helper()
	c, h := asked(t)
	now := h.DueAt.Add(time.Minute)
	_, err := c.EscalateByClock(now, h.ID)
	must(t, err)
	c.TakeChanges()
	return c, h, c.Escalations[0], now
}

func TestOneCoordinatorTakesUpAndTheOtherIsTooLate(t *testing.T) {
	c, _, e, now := broughtByClock(t)
	wantCode(t, c.Organize(Actor{}, now, e.ID), CodeForbidden)
	wantCode(t, c.Organize(worker(elder), now, e.ID), CodeForbidden)
	must(t, c.Organize(coordinator(), now, e.ID))
	wantCode(t, c.Organize(secondCoordinator(), now, e.ID), CodeWrongState)
	if e.Coordinator != coordinator().Account || c.Lead() != elder {
		t.Errorf("coordinator %q, lead %q", e.Coordinator, c.Lead())
	}
}

func TestCoordinationIsGivenToAnotherCoordinator(t *testing.T) {
	c, _, e, now := broughtByClock(t)
	wantCode(t, c.Reassign(coordinator(), now, e.ID, "coordinator 2"), CodeWrongState) // nobody has it yet
	must(t, c.Organize(coordinator(), now, e.ID))
	wantCode(t, c.Reassign(worker(elder), now, e.ID, "coordinator 2"), CodeForbidden)
	wantCode(t, c.Reassign(coordinator(), now, e.ID, ""), CodeInvalid, "/coordinatorId")
	wantCode(t, c.Reassign(coordinator(), now, e.ID, "coordinator"), CodeInvalid, "/coordinatorId")
	must(t, c.Reassign(coordinator(), now, e.ID, "coordinator 2"))
	if ch := c.TakeChanges(); e.Coordinator != "coordinator 2" || !noticed(ch, EventEscalationReassigned, elder) {
		t.Errorf("coordinator %q", e.Coordinator)
	}
}

func TestSettledIsSettled(t *testing.T) {
	c, _, e, now := broughtByClock(t)
	must(t, c.Organize(coordinator(), now, e.ID))
	s := Settlement{Class: ClassCoordinated, To: CaseSupporting}
	must(t, c.SettleEscalation(coordinator(), now, e.ID, s))
	wantCode(t, c.SettleEscalation(coordinator(), now, e.ID, s), CodeWrongState)
	wantCode(t, c.Settle(coordinator(), now, s), CodeWrongState)
	wantCode(t, c.Reassign(coordinator(), now, e.ID, "coordinator 2"), CodeWrongState)
}

func TestCoordinatorsAreRemindedOnceOfWhatNobodyTookUp(t *testing.T) {
	c, _, e, now := broughtByClock(t)
	if did, err := c.RemindUptake(now, e.ID); did || err != nil {
		t.Errorf("too early: %v %v", did, err)
	}
	for i, want := range []bool{true, false} {
		if did, err := c.RemindUptake(e.DueAt, e.ID); did != want || err != nil {
			t.Errorf("look %d: %v %v", i, did, err)
		}
	}
	if ch := c.TakeChanges(); !noticed(ch, EventEscalationOverdue, CoordinatorsID) || len(ch.Events) != 0 {
		t.Errorf("%+v", ch.Notices)
	}
}

func TestTheLeadIsToldOnceThatTheReviewDateCame(t *testing.T) {
	c := filed(t)
	review := calendar.DateOf(monday).AddDays(7)
	must(t, c.Suspend(worker(elder), monday, Suspension{Reason: "入院", WatchConditions: "退院の連絡", ReviewOn: review}))
	c.TakeChanges()
	if c.RemindReview(monday.AddDate(0, 0, 6)) {
		t.Error("told a day early")
	}
	if at := monday.AddDate(0, 0, 7); !c.RemindReview(at) || c.RemindReview(at) {
		t.Error("told never, or twice")
	}
	if ch := c.TakeChanges(); !noticed(ch, EventReviewDue, elder) {
		t.Errorf("%+v", ch.Notices)
	}
	must(t, c.Resume(worker(elder), monday.AddDate(0, 0, 8)))
	if c.RemindReview(monday.AddDate(1, 0, 0)) {
		t.Error("told of a case that does not rest")
	}
}

func TestCoordinatorNamesAnotherAgency(t *testing.T) {
	c, h, _, now := broughtByClock(t)
	o := RedirectOrder{Next: kids, Reason: "子どもの支援が先のため"}
	wantCode(t, c.Redirect(Actor{}, now, h.ID, o), CodeForbidden)
	wantCode(t, c.Redirect(worker(debts), now, h.ID, o), CodeForbidden)
	wantCode(t, c.Redirect(worker(elder), now, h.ID, o), CodeForbidden)
	for next, why := range map[ID]string{"": "nobody", debts: "the same", elder: "the sender", CoordinatorsID: "the coordinators"} {
		if err := c.Redirect(coordinator(), now, h.ID, RedirectOrder{Next: next, Reason: "x"}); !pointsAt(err, "/nextAgencyId") {
			t.Errorf("%s: %v", why, err)
		}
	}
	wantCode(t, c.Redirect(coordinator(), now, h.ID, RedirectOrder{Next: kids}), CodeInvalid, "/reason")
	must(t, c.Redirect(coordinator(), now, h.ID, o))
	ch := c.TakeChanges()
	if h.Receiver != kids || h.State != HandoffEscalated || c.Lead() != elder || !h.DueAt.After(now) {
		t.Errorf("receiver %s, %s, lead %s, due %s", h.Receiver, h.State, c.Lead(), h.DueAt)
	}
	if len(ch.Disclosures) != 1 || ch.Disclosures[0].To != kids || ch.Disclosures[0].Ground != GroundConsent {
		t.Errorf("disclosed %+v", ch.Disclosures)
	}
	if !noticed(ch, EventHandoffRedirected, elder) || !noticed(ch, EventHandoffRedirected, debts) || !noticed(ch, EventHandoffRequested, kids) {
		t.Errorf("told %+v", ch.Notices)
	}
	if _, sees := c.Access()[debts]; sees {
		t.Error("the agency that is not asked any more still sees the case")
	}
	wantCode(t, c.Accept(worker(debts), now, h.ID, ""), CodeForbidden)
	must(t, c.Accept(worker(kids), now.Add(time.Minute), h.ID, ""))
	if c.Lead() != kids || !c.Supports(elder) {
		t.Errorf("lead %s", c.Lead())
	}
}

func TestRedirectNeedsAGroundWhereNotEverybodyConsented(t *testing.T) {
	c, h, _, now := broughtByClock(t)
	c.Sheet.Consented = false
	for _, m := range c.Members {
		m.Consent = nil
	}
	wantCode(t, c.Redirect(coordinator(), now, h.ID, RedirectOrder{Next: kids, Reason: "x"}), CodeInvalid, "/ground")
	must(t, c.Redirect(coordinator(), now, h.ID, RedirectOrder{Next: kids, Reason: "x", Ground: "life_and_body"}))
}

func TestRedirectToWhoeverLedBeforeIsSeenAsPingPong(t *testing.T) {
	c, h := asked(t)
	must(t, c.Accept(worker(debts), latest(c), h.ID, ""))
	h = handOff(t, c, AskLead, kids)
	now := h.DueAt
	_, err := c.EscalateByClock(now, h.ID)
	must(t, err)
	must(t, c.Redirect(coordinator(), now, h.ID, RedirectOrder{Next: elder, Reason: "もう一度お願いするため"}))
	if c.Flag == nil || c.Flag.Reason != FlagRevisit {
		t.Errorf("flag %+v", c.Flag)
	}
}
