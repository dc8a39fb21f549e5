package casework

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// The invariants of workflow.md ("What always holds"), checked after every step of random stories:
// any verb by anyone at any time, with the clock running.

var everyAgency = []ID{elder, debts, kids, health, home}

func everyone() []Actor {
	actors := []Actor{coordinator(), secondCoordinator(), {}, {Account: "auditor", Agency: elder, Roles: []Role{RoleAuditor, RoleSystemAdmin, RoleCityOffice}}}
	for _, a := range everyAgency {
		actors = append(actors, worker(a))
	}
	return actors
}

// story is one case on its way through random verbs.
type story struct {
	t       *rapid.T
	c       *Case
	now     time.Time
	byClock map[ID]int // how often the clock escalated each handoff
}

// attempt is one verb by one actor on one target. Its input is valid unless bad says which error it earns.
type attempt struct {
	verb    Verb
	actor   Actor
	handoff *Handoff // nil unless it is about one
	offered bool
	call    func() error
	bad     Code
}

func TestWhatAlwaysHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &story{t: t, c: filed(t), now: monday, byClock: map[ID]int{}}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			if rapid.IntRange(0, 4).Draw(t, "kind of step") == 0 {
				s.tick()
			} else if a, ok := s.draw(); ok {
				s.try(a)
			}
			s.holds()
		}
	})
}

// tick lets time pass and runs the clock twice, as two replicas would.
func (s *story) tick() {
	s.now = s.now.Add(time.Duration(rapid.IntRange(1, 4*24*60).Draw(s.t, "minutes")) * time.Minute)
	leads, flagged := s.c.Lead(), 0
	for range 2 {
		for _, h := range s.c.Handoffs {
			waiting := h.State == HandoffRequested || h.State == HandoffAsked
			overdue := waiting && !s.now.Before(h.DueAt)
			did, err := s.c.EscalateByClock(s.now, h.ID)
			if err != nil || did != overdue {
				s.t.Fatalf("clock: handoff %s due %s at %s: did %v, err %v", h.State, h.DueAt, s.now, did, err)
			}
			if did {
				s.byClock[h.ID]++
				s.senderTold(h, EventHandoffEscalated, s.c.changes)
			}
		}
		if s.c.FlagOverdueContact(s.now) {
			flagged++
		}
		s.remind()
	}
	s.claim(flagged <= 1, "overdue contact flagged twice")
	if s.c.Lead() != leads {
		s.t.Fatal("the clock moved custody")
	}
	s.c.TakeChanges()
}

// remind: each reminder is given once, and it moves nothing.
func (s *story) remind() {
	state := s.c.State
	for _, e := range s.c.Escalations {
		due := e.State == EscalationReceived && !s.now.Before(e.DueAt) && e.RemindedAt == nil
		if did, err := s.c.RemindUptake(s.now, e.ID); err != nil || did != due {
			s.t.Fatalf("reminder of uptake: did %v, due %v, err %v", did, due, err)
		}
	}
	due := state == CaseSuspended && !s.c.Suspension.ReviewOn.After(calendar.DateOf(s.now)) && s.c.Suspension.RemindedAt == nil
	s.claim(s.c.RemindReview(s.now) == due, "reminder of the review came at the wrong time, or twice")
	s.claim(s.c.State == state, "a reminder moved the case")
}

// draw picks a verb for someone: two times of three one that is offered to them, so that stories get far.
func (s *story) draw() (attempt, bool) {
	actor := rapid.SampledFrom(everyone()).Draw(s.t, "actor")
	s.now = s.now.Add(time.Duration(rapid.IntRange(1, 90).Draw(s.t, "pause")) * time.Minute)
	all := append(s.caseAttempts(actor), s.escalationAttempts(actor)...)
	all = append(all, s.secondLeadAsk(actor)...)
	for _, h := range s.c.Handoffs {
		all = append(all, s.handoffAttempts(actor, h)...)
	}
	if rapid.IntRange(0, 2).Draw(s.t, "offered only") > 0 {
		all = slices.DeleteFunc(all, func(a attempt) bool { return !a.offered })
	}
	if len(all) == 0 {
		return attempt{}, false
	}
	return rapid.SampledFrom(all).Draw(s.t, "verb"), true
}

func (s *story) caseAttempts(actor Actor) []attempt {
	c, now := s.c, s.now
	calls := map[Verb]func() error{
		VerbStartSupport: func() error { return c.StartSupport(actor, now) },
		VerbMonitor:      func() error { return c.Monitor(actor, now) },
		VerbResume:       func() error { return c.Resume(actor, now) },
		VerbReopen:       func() error { return c.Reopen(actor, now, "再び相談があった", &Commitments{}) },
		VerbEscalate:     func() error { _, err := c.Escalate(actor, now, ReasonNoSupportMenu, ""); return err },
		VerbSettle: func() error {
			return c.Settle(actor, now, Settlement{Class: ClassCoordinated, To: CaseSupporting})
		},
		VerbSuspend: func() error {
			review := calendar.DateOf(now).AddDays(30)
			return c.Suspend(actor, now, Suspension{Reason: "入院", WatchConditions: "退院の連絡", ReviewOn: review})
		},
		VerbClose: func() error {
			return c.Close(actor, now, closing(Closure{
				Reason: "目標を達成", ContinuingContact: "地域包括", DecidingMeeting: "第3回検討会", Class: ClassCoordinated,
			}), &Commitments{})
		},
		VerbLogContact: func() error {
			_, err := c.LogContact(actor, now, "", ContactOrder{Kind: ContactPhone, At: now, Agencies: []ID{debts}})
			return err
		},
		VerbAddNote: func() error {
			contacted := rapid.IntRange(0, 4).Draw(s.t, "contact") == 0
			_, err := c.AddNote(actor, now, NoteDraft{Kind: NotePhone, OccurredAt: now, Text: "電話", ContactedHousehold: contacted})
			return err
		},
	}
	if o, ok := s.order(); ok {
		calls[VerbHandOff] = func() error { _, err := c.HandOff(actor, now, o); return err }
	}
	return attempts(calls, actor, nil, c.Actions(actor))
}

// order is a valid hand_off for the case as it stands, if there is any agency left to ask.
func (s *story) order() (HandOffOrder, bool) {
	join := rapid.IntRange(0, 3).Draw(s.t, "rather join") == 0
	start := rapid.IntRange(0, len(everyAgency)-1).Draw(s.t, "receiver")
	for i := range everyAgency {
		a := everyAgency[(start+i)%len(everyAgency)]
		switch {
		case a == s.c.Lead() || s.c.openHandoffTo(a) != nil:
		case s.c.openLeadAsk() == nil && !join:
			return order(AskLead, a), true
		case !s.c.Supports(a):
			return order(AskJoin, a), true
		}
	}
	return HandOffOrder{}, false
}

// secondLeadAsk asks someone for the lead while another is still asked for it.
func (s *story) secondLeadAsk(actor Actor) []attempt {
	if s.c.openLeadAsk() == nil {
		return nil
	}
	for _, a := range everyAgency {
		if a == s.c.Lead() || s.c.openHandoffTo(a) != nil {
			continue
		}
		call := func() error { _, err := s.c.HandOff(actor, s.now, order(AskLead, a)); return err }
		all := attempts(map[Verb]func() error{VerbHandOff: call}, actor, nil, s.c.Actions(actor))
		all[0].bad = CodeDuplicate
		return all
	}
	return nil
}

func (s *story) handoffAttempts(actor Actor, h *Handoff) []attempt {
	c, now := s.c, s.now
	calls := map[Verb]func() error{
		VerbAccept:   func() error { return c.Accept(actor, now, h.ID, "") },
		VerbJoin:     func() error { return c.Join(actor, now, h.ID, "") },
		VerbAsk:      func() error { return c.Ask(actor, now, h.ID, "質問") },
		VerbAnswer:   func() error { return c.Answer(actor, now, h.ID, "回答") },
		VerbWithdraw: func() error { return c.Withdraw(actor, now, h.ID, "事情が変わった") },
		VerbEscalate: func() error {
			_, err := c.EscalateHandoff(actor, now, h.ID, ReasonNoDestination, "")
			return err
		},
		VerbConnect: func() error {
			return c.Connect(actor, now, h.ID, Connection{How: ConnectThreeWay, At: now, Who: "担当"})
		},
		VerbReportRefusal: func() error {
			_, err := c.ReportRefusal(actor, now, h.ID, RefusalReport{SaidBy: "窓口", Said: "対象外", SaidAt: now})
			return err
		},
	}
	if next, ok := s.instead(h); ok {
		calls[VerbRedirect] = func() error {
			return c.Redirect(actor, now, h.ID, RedirectOrder{Next: next, Reason: "推進員の判断"})
		}
	}
	if next, ok := s.next(h); ok {
		calls[VerbPassOn] = func() error {
			_, err := c.PassOn(actor, now, h.ID, PassOnOrder{Next: next, Reason: "専門"})
			return err
		}
	}
	return attempts(calls, actor, h, c.HandoffActions(h, actor))
}

func (s *story) next(h *Handoff) (ID, bool) {
	start := rapid.IntRange(0, len(everyAgency)-1).Draw(s.t, "next")
	for i := range everyAgency {
		if a := everyAgency[(start+i)%len(everyAgency)]; a != h.Receiver && s.c.openHandoffTo(a) == nil {
			return a, true
		}
	}
	return "", false
}

// instead is an agency that a coordinator may name, if there is any left.
func (s *story) instead(h *Handoff) (ID, bool) {
	start := rapid.IntRange(0, len(everyAgency)-1).Draw(s.t, "instead")
	for i := range everyAgency {
		a := everyAgency[(start+i)%len(everyAgency)]
		if a != s.c.Lead() && a != h.Sender && s.c.openHandoffTo(a) == nil && !s.c.Supports(a) {
			return a, true
		}
	}
	return "", false
}

func (s *story) escalationAttempts(actor Actor) (all []attempt) {
	for _, e := range s.c.Escalations {
		calls := map[Verb]func() error{
			VerbOrganize: func() error { return s.c.Organize(actor, s.now, e.ID) },
			VerbReassign: func() error {
				to := ID("coordinator 2")
				if e.Coordinator == to {
					to = "coordinator"
				}
				return s.c.Reassign(actor, s.now, e.ID, to)
			},
			VerbLogContact: func() error {
				_, err := s.c.LogContact(actor, s.now, e.ID, ContactOrder{Kind: ContactVisit, At: s.now, Agencies: []ID{kids, home}})
				return err
			},
			VerbSettle: func() error {
				return s.c.SettleEscalation(actor, s.now, e.ID, Settlement{Class: ClassAdviceOnly, To: CaseMonitoring})
			},
		}
		all = append(all, attempts(calls, actor, nil, s.c.EscalationActions(e, actor))...)
	}
	return all
}

func attempts(calls map[Verb]func() error, actor Actor, h *Handoff, actions []string) (all []attempt) {
	for verb, call := range calls {
		offered := slices.Contains(actions, string(verb))
		all = append(all, attempt{verb: verb, actor: actor, handoff: h, offered: offered, call: call})
	}
	slices.SortFunc(all, func(a, b attempt) int { return cmp.Compare(a.verb, b.verb) }) // rapid needs a fixed order
	return all
}

// try does the attempt and checks what must follow from it alone.
func (s *story) try(a attempt) {
	before := snapshot(s.t, s.c)
	lead := s.c.Lead()
	wasFlagged := s.c.Flag != nil
	wasRequested := a.handoff != nil && a.handoff.State == HandoffRequested
	err := a.call()
	// The one exception: pass_on from an old screen on a flagged case goes to the coordinators.
	caught := a.verb == VerbPassOn && wasFlagged && wasRequested && a.actor.WorksFor(a.handoff.Receiver)
	if a.offered && a.bad != "" {
		if CodeOf(err) != a.bad {
			s.t.Fatalf("%s by %s: %v, want %s", a.verb, a.actor.Account, err, a.bad)
		}
	} else if (err == nil) != (a.offered || caught) {
		s.t.Fatalf("%s by %s: offered %v, but %v", a.verb, a.actor.Account, a.offered, err)
	}
	if err != nil {
		unchanged(s.t, before, s.c)
		return
	}
	ch := s.c.TakeChanges()
	s.custodyMovedOnlyByReceiver(a, lead)
	if a.handoff != nil {
		s.outcomeTold(a.handoff, ch)
	}
	for _, d := range ch.Disclosures {
		if d.Ground == "" || d.To == d.From || d.To == "" {
			s.t.Fatalf("disclosure %+v", d)
		}
	}
	if given := happened(ch, EventHandoffRequested) + happened(ch, EventHandoffRedirected); given != len(ch.Disclosures) {
		s.t.Fatalf("%d times asked, %d disclosures", given, len(ch.Disclosures))
	}
}

func (s *story) custodyMovedOnlyByReceiver(a attempt, lead ID) {
	moved := s.c.Lead() != lead
	switch {
	case !moved, a.verb == VerbClose, a.verb == VerbReopen:
	case (a.verb == VerbAccept || a.verb == VerbPassOn) && s.c.Lead() == a.handoff.Receiver && a.actor.WorksFor(a.handoff.Receiver):
	default:
		s.t.Fatalf("%s by %s moved the lead from %s to %s", a.verb, a.actor.Account, lead, s.c.Lead())
	}
}

// outcomeTold: whatever became of the handoff in this step, its sender was told.
func (s *story) outcomeTold(h *Handoff, ch Changes) {
	outcomes := []EventKind{
		EventHandoffAccepted, EventHandoffJoined, EventHandoffPassedOn, EventHandoffConnected, EventHandoffEscalated, EventHandoffWithdrawn, EventHandoffRedirected,
	}
	for _, e := range ch.Events {
		if e.Data.Handoff == h.ID && slices.Contains(outcomes, e.Kind) {
			s.senderTold(h, e.Kind, ch)
		}
	}
}

func (s *story) senderTold(h *Handoff, kind EventKind, ch Changes) {
	for _, n := range ch.Notices {
		if n.Recipient == h.Sender && n.Handoff == h.ID && n.Kind == kind {
			return
		}
	}
	s.t.Fatalf("the sender was not told that the handoff is %s", kind)
}

// holds checks what is true of a case at every instant.
func (s *story) holds() {
	c := s.c
	s.custodyIsWhole()
	open, asks := 0, 0
	for _, h := range c.Handoffs {
		if h.Open() {
			open++
			if h.Ask == AskLead {
				asks++
				s.claim(h.Sender == c.Lead(), "the open ask for the lead was not sent by the lead")
			}
		}
		s.claim(h.State != HandoffEscalated || c.State == CaseCoordinating, "an escalated handoff on a case that is "+string(c.State))
		s.claim(s.byClock[h.ID] <= 1, "escalated by the clock more than once")
		s.claim(h.Receiver != h.Sender, "handed off to itself")
	}
	s.claim(asks <= 1, fmt.Sprintf("%d open handoffs ask for the lead", asks))
	s.claim(open == 0 || c.State != CaseClosed && c.State != CaseSuspended, "open handoffs on a resting case")
	s.claim(c.State != CaseCoordinating || c.openEscalations() > 0, "coordinating without an open escalation")
	s.claim(c.State != CaseClosed || c.openEscalations() == 0, "closed with an open escalation")
	s.claim(c.Flag != nil || c.Hops() < c.Settings.HopLimit, fmt.Sprintf("%d hops and no flag", c.Hops()))
	s.claim(c.Flag == nil || c.openEscalations() > 0, "flagged, and no coordinator was called")
	s.accessFits()
}

func (s *story) custodyIsWhole() {
	c := s.c
	for i, p := range c.Custodies {
		last := i == len(c.Custodies)-1
		s.claim((p.Until == nil) == (last && c.State != CaseClosed), "custody is open where it must not be, or closed")
		if i > 0 {
			prev := c.Custodies[i-1]
			s.claim(!p.Since.Before(*prev.Until), "two agencies led at once")
			reopened := p.Handoff == ""
			s.claim(reopened || p.Since.Equal(*prev.Until), "nobody led for a while")
		}
	}
	s.claim(c.State == CaseClosed || c.Lead() != "", "an open case without a lead")
	s.claim(!c.Supports(c.lastLead()) || c.State == CaseClosed, "the lead also supports itself")
}

func (s *story) accessFits() {
	leads := 0
	for agency, g := range s.c.Access() {
		if g.Level == LevelLead {
			leads++
			s.claim(agency == s.c.lastLead(), "lead access for another agency")
		}
		s.claim(g.Level != LevelPackage, "a package that nobody gave")
		s.claim(g.Level != LevelReceived || s.c.openHandoffTo(agency) != nil, "received access without a live handoff")
		s.claim(agency != CoordinatorsID || s.c.Coordinated(), "coordinators see a case that never came to them")
	}
	s.claim(leads == 1, fmt.Sprintf("%d agencies with lead access", leads))
}

func (s *story) claim(ok bool, otherwise string) {
	if !ok {
		s.t.Fatal(otherwise)
	}
}
