package demo

import (
	"slices"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// story is one way a course of support goes. Some want a certain agency to have it, or to be asked.
type story struct {
	name     string
	count    int
	from, to string // agency codes; "" = what the household's theme makes likely
	settled  bool   // long over: placed anywhere in the fiscal years, more often in recent ones
	tail     [2]int // else: office minutes from its last step to now
	tell     func(p *plot, to string)
}

const (
	hour  = 60
	naka  = "houkatsu-naka"
	week  = 5 * dayMinutes
	month = 4 * week
)

// stories are those of all 120 households.
func stories() []story {
	recent, today := [2]int{0, 2 * week}, [2]int{20, 2 * dayMinutes * 9 / 10}
	return slices.Concat(
		[]story{
			{name: "closed", count: 8, settled: true, tell: tellClosed},
			{name: "closed after a handoff", count: 16, settled: true, tell: tellHandedOn},
			{name: "closed after coordination", count: 10, settled: true, tell: tellCoordinated},
			{name: "closed after silence", count: 4, settled: true, tell: tellSilence},
			{name: "reopened", count: 3, tail: recent, tell: tellReopened},
			{name: "supporting", count: 10, tail: recent, tell: tellSupporting},
			{name: "supporting", count: 4, from: naka, tail: recent, tell: tellSupporting},
			{name: "monitoring", count: 10, tail: [2]int{0, month}, tell: tellMonitoring},
			{name: "suspended", count: 5, tail: [2]int{week, 2 * month}, tell: tellSuspended},
			{name: "resumed", count: 2, tail: recent, tell: tellResumed},
			{name: "settled", count: 2, tail: recent, tell: tellSettled},
		},
		atTheCoordinators(), waiting(today), underway())
}

// atTheCoordinators are the cases that wait on the coordinators' list now.
func atTheCoordinators() []story {
	return []story{
		{name: "asked the coordinators", count: 2, tail: [2]int{30, 6 * hour}, tell: tellAskedCoordinators},
		{name: "asked the coordinators about the handoff", count: 1, from: naka, to: "kokoro", tail: [2]int{30, 5 * hour}, tell: tellEscalatedHandoff},
		{name: "being organized", count: 2, tail: [2]int{hour, week}, tell: tellOrganizing},
		{name: "silence", count: 1, from: naka, to: "fukushi-naka", tail: [2]int{3 * dayMinutes, 4 * dayMinutes}, tell: tellSilent},
		{name: "silence", count: 1, tail: [2]int{3 * dayMinutes, 4 * dayMinutes}, tell: tellSilent},
		{name: "ping-pong by hops", count: 2, tail: [2]int{hour, 3 * dayMinutes}, tell: tellThirdHop},
		{name: "ping-pong by revisit", count: 1, tail: [2]int{hour, 2 * dayMinutes}, tell: tellRevisit},
		{name: "refusal reported", count: 1, from: naka, to: "kokoro", tail: [2]int{hour, 7 * hour}, tell: tellRefused},
		{name: "refusal reported", count: 1, tail: [2]int{hour, 7 * hour}, tell: tellRefused},
	}
}

// waiting are the つなぎ that wait for the agencies of the demonstration accounts.
func waiting(today [2]int) []story {
	return []story{
		{name: "new", count: 3, tail: [2]int{10, 3 * dayMinutes}, tell: tellNew},
		{name: "new", count: 2, from: naka, tail: [2]int{10, 3 * dayMinutes}, tell: tellNew},
		{name: "waiting for the lead", count: 4, to: naka, tail: today, tell: tellWaiting},
		{name: "waiting for the lead", count: 2, from: naka, to: "yorisoi", tail: today, tell: tellWaiting},
		{name: "waiting for the lead", count: 1, to: "yorisoi", tail: today, tell: tellWaiting},
		{name: "waiting for both", count: 2, from: naka, to: "kikan-shogai", tail: today, tell: tellWaitingBoth},
		{name: "waiting for the lead", count: 1, to: "kikan-shogai", tail: today, tell: tellWaiting},
		{name: "waiting for the lead", count: 2, to: "fukushi-naka", tail: today, tell: tellWaiting},
		{name: "waiting for the lead", count: 2, to: "kodomo-naka", tail: today, tell: tellWaiting},
		{name: "asked", count: 1, to: naka, tail: [2]int{20, 6 * hour}, tell: tellAsked},
		{name: "asked", count: 1, from: naka, to: "kikan-shogai", tail: [2]int{20, 6 * hour}, tell: tellAsked},
		{name: "asked", count: 1, to: "yorisoi", tail: [2]int{20, 6 * hour}, tell: tellAsked},
		{name: "overdue", count: 1, to: naka, tail: [2]int{130, 170}, tell: tellOverdue},
	}
}

// underway are つなぎ that were answered lately, and what became of them is still open.
func underway() []story {
	lately := [2]int{30, 2 * dayMinutes * 9 / 10}
	return []story{
		{name: "accepted, not met", count: 1, from: naka, to: "yorisoi", tail: lately, tell: tellAccepted},
		{name: "accepted, not met", count: 1, to: naka, tail: lately, tell: tellAccepted},
		{name: "accepted, not met", count: 1, tail: lately, tell: tellAccepted},
		{name: "joined, not met", count: 1, from: naka, to: "kikan-shogai", tail: lately, tell: tellJoined},
		{name: "joined, not met", count: 1, to: naka, tail: lately, tell: tellJoined},
		{name: "passed on", count: 1, to: naka, tail: lately, tell: tellPassedOn},
		{name: "passed on", count: 1, from: naka, tail: lately, tell: tellPassedOn},
		{name: "joined instead of leading", count: 1, from: naka, to: "kokoro", tail: recentDays(3), tell: tellJoinedInstead},
		{name: "joined instead of leading", count: 1, tail: recentDays(3), tell: tellJoinedInstead},
		{name: "withdrawn", count: 1, from: naka, tail: recentDays(8), tell: tellWithdrawn},
		{name: "withdrawn", count: 1, tail: recentDays(8), tell: tellWithdrawn},
	}
}

func recentDays(n int) [2]int { return [2]int{hour, n * dayMinutes} }

// arrive files the sheet and mostly meets the household soon after.
func (p *plot) arrive() {
	p.file()
	if chance(p.w.r, 80) {
		p.hours(3, 20).first(p.lead)
	}
}

// known makes it, in percent of the cases, a household that has been supported for some months.
func (p *plot) known(percent int) {
	if !chance(p.w.r, percent) {
		return
	}
	p.pace = between(p.w.r, 1, 4)
	p.hours(3, 20).startSupport()
	p.support(between(p.w.r, 1, 3))
}

// next gives an agency that could take the lead: the wanted one, or one that fits the theme.
func (p *plot) next(wanted string, list []string, but ...string) string {
	if wanted != "" {
		return wanted
	}
	var fits []string
	for _, code := range list {
		code = local(code, p.h.ward)
		if code != p.lead && !slices.Contains(but, code) {
			fits = append(fits, code)
		}
	}
	if len(fits) == 0 {
		for _, code := range []string{"hoken-" + p.h.ward, "yorisoi", "minsei", "kokoro", "kikan-shogai"} {
			if code != p.lead && !slices.Contains(but, code) {
				fits = append(fits, code)
			}
		}
	}
	return oneOf(p.w.r, fits...)
}

// askForLead sends a つなぎ for the lead.
func (p *plot) askForLead(to string) {
	p.hours(2, 30).handOff(casework.Normal, receiver{to, casework.AskLead})
}

// takeOver is a whole つなぎ: asked, perhaps asked back, accepted, met.
func (p *plot) takeOver(to string) {
	if p.h.danger { // answered within its two hours
		p.hours(1, 4).handOff(casework.Urgent, receiver{to, casework.AskLead})
		p.gap = between(p.w.r, 45, 105)
		p.accept(to)
		p.meet(to)
		return
	}
	p.askForLead(to)
	if chance(p.w.r, 30) {
		answer := p.hours(1, 4).question(to)
		p.hours(1, 4).answer(to, answer)
	}
	p.hours(1, 5).accept(to)
	p.meet(to)
}

// meet connects within the five business days, warm in four of five.
func (p *plot) meet(to string) {
	how := oneOf(p.w.r, casework.ConnectAccompanied, casework.ConnectAccompanied, casework.ConnectThreeWay, casework.ConnectHomeVisit, casework.ConnectPhone)
	if chance(p.w.r, 6) {
		how = casework.ConnectDocument
	}
	p.hours(4, 24).connect(to, how)
	if how == casework.ConnectDocument {
		p.hours(3, 10).note(to, casework.NotePhone, true, p.say(laters[casework.NotePhone])+p.say(nexts))
	}
}

// helpers asks one or two agencies to join, and they do.
func (p *plot) helpers(n int) {
	for range n {
		to := p.next("", p.h.theme.joins, p.asked()...)
		p.hours(4, 30).handOff(casework.Normal, receiver{to, casework.AskJoin})
		p.remember(to)
		p.hours(2, 12).join(to, joinNotes)
		p.hours(4, 24).connect(to, oneOf(p.w.r, casework.ConnectAccompanied, casework.ConnectHomeVisit, casework.ConnectThreeWay))
	}
}

// remember and asked keep the agencies that were asked to join, so that none is asked twice.
func (p *plot) remember(code string) { p.h.said["asked "+code] = true }

func (p *plot) asked() (codes []string) {
	for _, list := range [][]string{p.h.theme.joins, p.h.theme.leads, p.h.theme.filers, {"hoken", "yorisoi", "minsei", "kokoro", "kikan-shogai"}} {
		for _, code := range list {
			if code = local(code, p.h.ward); p.h.said["asked "+code] || code == p.h.filer {
				codes = append(codes, code)
			}
		}
	}
	return codes
}

// support is the work of some months: visits that move something, talks between agencies, now and then a correction.
func (p *plot) support(visits int) {
	for i := range visits {
		p.days(6*p.pace, 22*p.pace).later(p.lead, p.h.theme.moved)
		if i%2 == 0 && chance(p.w.r, 70) {
			p.days(1, 6).liaison(p.lead, p.next("", p.h.theme.joins))
		}
		if chance(p.w.r, 12) {
			p.hours(1, 5).correct()
		}
	}
}
