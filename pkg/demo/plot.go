package demo

import (
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// plot lays out what will happen to one household: who does what, how many office minutes after the step before.
// All texts and gaps are drawn here, so that playing it draws nothing but the sheet.
type plot struct {
	w         *writer
	h         *household
	name      string
	beats     []beat
	gap       int
	start     int  // position of the first beat
	tail      int  // office minutes between the last beat and now
	unclocked bool // what is due in the end is left for the clock of the running program
	lead      string
	referral  string // reason on the sheet's 紹介先
	pace      int    // how slowly the months of support go; 1 is the quickest
}

func (p *plot) days(low, high int) *plot {
	p.gap += between(p.w.r, low*dayMinutes, high*dayMinutes) + between(p.w.r, -140, 140)
	return p
}

func (p *plot) hours(low, high int) *plot {
	p.gap += between(p.w.r, low*60, high*60)
	return p
}

func (p *plot) add(agency string, do func(s *stage, a casework.Actor, at time.Time) error) {
	p.beats = append(p.beats, beat{max(p.gap, 45), agency, do})
	p.gap = 0
}

// verb adds a step that is one verb of the case.
func (p *plot) verb(agency string, fn func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error) {
	p.add(agency, func(s *stage, a casework.Actor, at time.Time) error {
		return s.verb(a, at, func(c *casework.Case) error { return fn(s, c, a, at) })
	})
}

// length is the office time from the first beat to the last.
func (p *plot) length() (n int) {
	for i, b := range p.beats {
		if i > 0 {
			n += b.gap
		}
	}
	return n
}

func (p *plot) say(pool []string) string { return p.w.say(p.h, pool) }

func (p *plot) file() {
	p.lead = p.h.filer
	p.add(p.h.filer, func(s *stage, a casework.Actor, at time.Time) error { return s.filing(a, at) })
}

func (p *plot) startSupport() {
	p.verb(p.lead, func(_ *stage, c *casework.Case, a casework.Actor, at time.Time) error { return c.StartSupport(a, at) })
}

// note writes 支援経過; what happened, happened some while before it was written.
func (p *plot) note(agency string, kind casework.NoteKind, contacted bool, text string) {
	before := time.Duration(between(p.w.r, 12, 40)) * time.Minute
	p.verb(agency, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		n, err := c.AddNote(a, at, casework.NoteDraft{Kind: kind, OccurredAt: earlier(at, before), Text: text, ContactedHousehold: contacted})
		s.notes = append(s.notes, n)
		return err
	})
}

// sighted is how a line of theme.seen begins when it is not simply a visit to the home.
var sighted = map[string]struct {
	kind casework.NoteKind
	met  bool
}{
	"来:": {casework.NoteVisit, true}, "電:": {casework.NotePhone, true}, "自:": {casework.NoteHomeVisit, true},
	"他:": {casework.NoteVisit, true}, "無:": {casework.NoteOther, false},
}

// first is a note of a first meeting, or of an attempt at one.
func (p *plot) first(agency string) {
	text, how := p.fresh(p.h.theme.seen), sighted["自:"]
	if mark, rest, ok := strings.Cut(text, ":"); ok && sighted[mark+":"].kind != "" {
		text, how = rest, sighted[mark+":"]
	} else {
		text = p.say(firsts) + text
	}
	p.note(agency, how.kind, how.met, text+p.outlook())
}

// later is a note of the months after: what moves, or what holds.
func (p *plot) later(agency string, about []string) {
	kind := oneOf(p.w.r, casework.NoteHomeVisit, casework.NoteHomeVisit, casework.NoteVisit, casework.NotePhone)
	if p.h.theme.code == "refusal" {
		kind = casework.NoteHomeVisit
	}
	p.note(agency, kind, true, p.say(laters[kind])+p.fresh(about)+p.outlook())
}

// fresh says something that was not said of this household yet, or that little has changed.
func (p *plot) fresh(pool []string) string {
	if slices.ContainsFunc(pool, func(s string) bool { return !p.h.said[s] }) {
		return p.say(pool)
	}
	return p.say(quiets)
}

func (p *plot) outlook() string {
	if chance(p.w.r, 25) {
		return ""
	}
	return "\n" + p.say(nexts)
}

// liaison is a note of a talk with another agency.
func (p *plot) liaison(agency, with string) {
	text := p.say(liaisons)
	kind := oneOf(p.w.r, casework.NotePhone, casework.NotePhone, casework.NoteDocument)
	before := time.Duration(between(p.w.r, 5, 25)) * time.Minute
	p.verb(agency, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		_, err := c.AddNote(a, at, casework.NoteDraft{Kind: kind, OccurredAt: earlier(at, before), Text: named(text, s.dir.name(with))})
		return err
	})
}

func (p *plot) conference() { p.note(p.lead, casework.NoteConference, false, p.say(conferences)) }

// receiver is one agency asked in a つなぎ.
type receiver struct {
	agency string
	ask    casework.Ask
}

func (p *plot) order(r receiver) casework.ReceiverOrder {
	words := asks[kindOf(r.agency)]
	return casework.ReceiverOrder{Ask: r.ask, Reason: p.say(p.h.theme.plights) + p.say(words.reasons), Request: p.say(words.requests)}
}

func (p *plot) handOff(urgency casework.Urgency, to ...receiver) {
	orders := make([]casework.ReceiverOrder, len(to))
	for i, r := range to {
		orders[i] = p.order(r)
	}
	purpose, leaves, notes := p.say(p.h.theme.purposes), chance(p.w.r, 15), chance(p.w.r, 55)
	if p.referral == "" {
		p.referral, p.h.goesTo = orders[0].Reason, to[0].agency
	}
	p.verb(p.lead, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		ground, why := s.ground(at)
		for i, r := range to {
			orders[i].Agency = s.dir.id(r.agency)
		}
		_, err := c.HandOff(a, at, casework.HandOffOrder{
			Receivers: orders, Purpose: purpose, Urgency: urgency, Scope: casework.Scope{Sheet: true, Notes: notes},
			Ground: ground, GroundNote: why, SenderLeaves: leaves,
		})
		return err
	})
}

func (p *plot) accept(agency string) {
	note := p.say(acceptNotes)
	p.lead = agency
	p.verb(agency, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		return c.Accept(a, at, s.to(agency).ID, note)
	})
}

func (p *plot) join(agency string, notes []string) {
	note := p.say(notes)
	p.verb(agency, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		return c.Join(a, at, s.to(agency).ID, note)
	})
}

// passOn moves the lead on to the next agency. When the chain ends there, the lead stays with the coordinators' help.
func (p *plot) passOn(agency, next string, ends bool) {
	reason, request := p.say(passReasons), p.say(asks[kindOf(next)].requests)
	if !ends {
		p.lead = agency
	}
	p.verb(agency, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		ground, why := s.ground(at)
		_, err := c.PassOn(a, at, s.to(agency).ID, casework.PassOnOrder{Next: s.dir.id(next), Reason: reason, Request: request, Ground: ground, GroundNote: why})
		return err
	})
}

// question is asked by the receiver; the answer is returned for answer.
func (p *plot) question(agency string) (answer string) {
	q := oneOf(p.w.r, questions...)
	for range 20 {
		if !p.h.said[q.ask] && (p.h.shape != single || !strings.Contains(q.ask, "ご家族")) {
			break
		}
		q = oneOf(p.w.r, questions...)
	}
	p.h.said[q.ask] = true
	p.verb(agency, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		return c.Ask(a, at, s.to(agency).ID, q.ask)
	})
	return q.answer
}

func (p *plot) answer(agency, text string) {
	p.verb(p.lead, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		return c.Answer(a, at, s.to(agency).ID, text)
	})
}

func (p *plot) withdraw(agency string) {
	reason := p.say(withdrawReasons)
	p.verb(p.lead, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		return c.Withdraw(a, at, s.to(agency).ID, reason)
	})
}

// connect records that the household met the new agency; who was there fits how.
func (p *plot) connect(agency string, how casework.ConnectHow) {
	note := p.say(connectNotes)
	who := map[casework.ConnectHow]string{
		casework.ConnectAccompanied: "本人、前任の担当者、当機関の担当者", casework.ConnectThreeWay: "本人、つなぎ元の担当者、当機関の担当者",
		casework.ConnectHomeVisit: "本人", casework.ConnectPhone: "本人(電話)", casework.ConnectDocument: "本人(書面)",
	}[how]
	if how == casework.ConnectPhone || how == casework.ConnectDocument {
		note = p.say(coldNotes)
	} else if len(p.h.people) > 1 && chance(p.w.r, 50) {
		who += "、" + relation(p.h.people, 0, 1)
	}
	p.verb(agency, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		return c.Connect(a, at, s.to(agency).ID, casework.Connection{How: how, At: earlier(at, 25*time.Minute), Who: who, Note: note})
	})
}

func (p *plot) escalateCase(reason casework.EscalationReason) {
	text := p.say(escalationTexts[string(reason)])
	p.verb(p.lead, func(_ *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		_, err := c.Escalate(a, at, reason, text)
		return err
	})
}

func (p *plot) escalateHandoff(agency string, reason casework.EscalationReason) {
	text := p.say(escalationTexts[string(reason)])
	p.verb(p.lead, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		_, err := c.EscalateHandoff(a, at, s.to(agency).ID, reason, text)
		return err
	})
}

func (p *plot) refused(agency string) {
	r := oneOf(p.w.r, refusalReports...)
	p.verb(p.lead, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		_, err := c.ReportRefusal(a, at, s.to(agency).ID, casework.RefusalReport{SaidBy: r.by, Said: r.said, SaidAt: earlier(at, 20*time.Minute)})
		return err
	})
}

// organize takes up every escalation that waits.
func (p *plot) organize() {
	p.verb(coordinators, func(_ *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		for _, e := range c.Escalations {
			if e.State == casework.EscalationReceived {
				if err := c.Organize(a, at, e.ID); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (p *plot) settle(class casework.EscalationClass, to casework.State) {
	outcome := p.say(outcomes[string(class)])
	p.verb(coordinators, func(_ *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		return c.Settle(a, at, casework.Settlement{Class: class, To: to, Outcome: outcome})
	})
}

func (p *plot) monitor() {
	p.verb(p.lead, func(_ *stage, c *casework.Case, a casework.Actor, at time.Time) error { return c.Monitor(a, at) })
}

func (p *plot) suspend() {
	s := oneOf(p.w.r, suspendReasons...)
	months := between(p.w.r, 1, 4)
	p.verb(p.lead, func(_ *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		return c.Suspend(a, at, casework.Suspension{Reason: s.reason, WatchConditions: s.watch, ReviewOn: calendar.DateOf(at).AddMonths(months)})
	})
}

func (p *plot) resume() {
	p.verb(p.lead, func(_ *stage, c *casework.Case, a casework.Actor, at time.Time) error { return c.Resume(a, at) })
}

func (p *plot) closeCase() {
	closure := casework.Closure{Reason: p.say(p.h.theme.closings), ContinuingContact: p.say(continuing)}
	meeting := p.say(meetings)
	p.verb(p.lead, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		if c.Coordinated() {
			closure.DecidingMeeting = meeting
		}
		closure.FollowUpOn = c.FollowUpDefault(at)
		return c.Close(a, at, casework.ClosureOrder{Closure: closure}, &s.k)
	})
}

func (p *plot) reopen() {
	reason := p.say(reopenReasons)
	p.verb(p.lead, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		return c.Reopen(a, at, reason, &s.k)
	})
}

// correct mends the last note of the lead.
func (p *plot) correct() {
	reason := p.say(correctReasons)
	p.verb(p.lead, func(s *stage, c *casework.Case, a casework.Actor, at time.Time) error {
		for i := len(s.notes) - 1; i >= 0; i-- {
			if n := s.notes[i]; n.Agency == a.Agency {
				return c.CorrectNote(a, at, n, n.Text+"\n(追記)本人に読み返して確かめた。", reason)
			}
		}
		return nil
	})
}

// amend files the sheet's next version: meanwhile everyone was asked for consent.
func (p *plot) amend() {
	reason := p.say(amendReasons)
	p.add(p.lead, func(s *stage, a casework.Actor, at time.Time) error {
		content, on := s.sheet.Content, calendar.DateOf(at)
		given := &casework.Consent{State: casework.ConsentGiven, Method: casework.MethodOral, RecordedOn: &on, ExplainedBy: a.Name}
		subject := *content.Subject
		subject.Consent = given
		content.Subject, content.Members = &subject, append([]casework.Member(nil), content.Members...)
		for i := range content.Members {
			content.Members[i].Consent = given
		}
		return s.keep.change(a, at, s.course, true, func() error { return s.sheet.Amend(a, at, content, reason, s.dir.catalog, s.c) })
	})
}

// named puts the other agency's name into a note.
func named(text, agency string) string { return strings.ReplaceAll(text, "{相手}", agency) }
