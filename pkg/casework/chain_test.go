package casework

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// However a household is handed around without anyone meeting it, the coordinators are called before
// the chain comes back to an agency or reaches its last hop.
func TestNoChainGoesOnUnseen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := filed(t)
		led := []ID{elder}
		now := monday
		h := askAnyone(t, c, now)
		for range 6 {
			now = now.Add(time.Minute)
			if h.State == HandoffEscalated {
				if c.Flag == nil || c.State != CaseCoordinating {
					t.Fatalf("escalated without a flag: %+v", c)
				}
				return
			}
			led = append(led, h.Receiver)
			if c.Hops() >= c.Settings.HopLimit {
				t.Fatalf("%d hops unseen: %v", c.Hops(), led)
			}
			if rapid.Bool().Draw(t, "pass on") {
				next, err := c.PassOn(worker(h.Receiver), now, h.ID, PassOnOrder{Next: anyoneBut(t, h.Receiver), Reason: "専門"})
				must(t, err)
				if next != nil {
					h = next
				}
			} else {
				must(t, c.Accept(worker(h.Receiver), now, h.ID, ""))
				h = askAnyone(t, c, now.Add(time.Second))
			}
		}
		t.Fatalf("handed on to %v and nobody noticed", led)
	})
}

func askAnyone(t *rapid.T, c *Case, now time.Time) *Handoff {
	hs, err := c.HandOff(worker(c.Lead()), now, order(AskLead, anyoneBut(t, c.Lead())))
	must(t, err)
	return hs[0]
}

func anyoneBut(t *rapid.T, agency ID) ID {
	return rapid.SampledFrom(everyAgency).Filter(func(a ID) bool { return a != agency }).Draw(t, "next")
}

func TestHandingOnStopsAtTheThirdHop(t *testing.T) {
	c := filed(t)
	now := monday
	for _, next := range []ID{debts, kids} {
		h := handOff(t, c, AskLead, next)
		now = now.Add(time.Hour)
		must(t, c.Accept(worker(next), now, h.ID, ""))
	}
	if c.Hops() != 2 || c.Flag != nil {
		t.Fatalf("after two hops: %d, %+v", c.Hops(), c.Flag)
	}
	h := handOff(t, c, AskLead, health)
	if h.State != HandoffEscalated || c.Flag == nil || c.Flag.Reason != FlagHopLimit {
		t.Errorf("the third hop is %s, flag %+v", h.State, c.Flag)
	}
}

func TestOverdueContactFlagsOnceAndPassingOnIsNoLongerOffered(t *testing.T) {
	c, h := asked(t)
	must(t, c.Accept(worker(debts), monday, h.ID, ""))
	due := *c.ContactDue
	second, err := c.HandOff(worker(debts), due.Add(-time.Hour), order(AskLead, kids))
	must(t, err)
	c.TakeChanges()
	if c.FlagOverdueContact(due.Add(-time.Second)) {
		t.Error("flagged before the deadline")
	}
	if !c.FlagOverdueContact(due) || c.FlagOverdueContact(due.Add(time.Hour)) {
		t.Error("not flagged exactly once")
	}
	ch := c.TakeChanges()
	if c.Flag.Reason != FlagNoContact || c.State != CaseCoordinating || len(ch.Escalations) != 1 || !noticed(ch, EventPingPongFlagged, debts) {
		t.Errorf("flag %+v, changes %+v", c.Flag, ch)
	}
	for _, a := range c.HandoffActions(second[0], worker(kids)) {
		if a == string(VerbPassOn) {
			t.Error("pass_on is still offered")
		}
	}
	next, err := c.PassOn(worker(kids), due.Add(time.Hour), second[0].ID, PassOnOrder{Next: home, Reason: "古い画面から"})
	must(t, err)
	if next != nil || second[0].State != HandoffEscalated || c.Lead() != debts {
		t.Errorf("pass_on from an old screen: %v, %s, lead %s", next, second[0].State, c.Lead())
	}
}

func TestTheWaitingOfTheHouseholdIsCountedFromTheFirstLeadNotTheLast(t *testing.T) {
	c, h := asked(t)
	must(t, c.Accept(worker(debts), monday, h.ID, ""))
	due := *c.ContactDue
	h2 := handOff(t, c, AskLead, kids)
	must(t, c.Accept(worker(kids), monday.Add(48*time.Hour), h2.ID, ""))
	if !c.ContactDue.Equal(due) {
		t.Errorf("contact due %s, want %s", c.ContactDue, due)
	}
}

func TestSettlingStartsTheChainAnew(t *testing.T) {
	c, h := asked(t)
	must(t, c.Accept(worker(debts), monday, h.ID, ""))
	c.FlagOverdueContact(*c.ContactDue)
	settled := c.ContactDue.Add(time.Hour)
	must(t, c.Settle(coordinator(), settled, Settlement{Class: ClassCoordinated, To: CaseSupporting}))
	if c.Flag != nil || c.Hops() != 0 || c.ContactDue == nil || !c.ContactDue.After(settled) {
		t.Errorf("flag %+v, hops %d, contact due %v", c.Flag, c.Hops(), c.ContactDue)
	}
}

// Screens offer minutes: whoever accepts and meets the household at once writes down the minute it all happened in.
func TestAMeetingInTheMinuteOfTheHandoffCountsAsAfterIt(t *testing.T) {
	c := filed(t)
	hs, err := c.HandOff(worker(elder), monday.Add(10*time.Second), order(AskLead, debts))
	must(t, err)
	must(t, c.Accept(worker(debts), monday.Add(20*time.Second), hs[0].ID, ""))
	must(t, c.Connect(worker(debts), monday.Add(30*time.Second), hs[0].ID, Connection{How: ConnectAccompanied, At: monday, Who: "担当者"}))
	if c.ContactDue != nil || c.Hops() != 0 {
		t.Errorf("contact due %v, hops %d", c.ContactDue, c.Hops())
	}
}
