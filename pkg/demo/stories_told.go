package demo

import "github.com/tsunagu-care/tsunagu/pkg/casework"

// Each function tells one story; to is the agency that is wanted in it, "" for one that fits.

func tellClosed(p *plot, _ string) {
	p.arrive()
	p.hours(3, 20).startSupport()
	p.support(between(p.w.r, 2, 4))
	p.watchAndClose()
}

func (p *plot) watchAndClose() {
	p.days(8, 25).monitor()
	p.days(20, 45).later(p.lead, p.h.theme.steady)
	if chance(p.w.r, 50) {
		p.days(20, 50).later(p.lead, p.h.theme.steady)
	}
	p.days(5, 30).closeCase()
}

func tellHandedOn(p *plot, to string) {
	p.arrive()
	p.takeOver(p.next(to, p.h.theme.leads))
	p.hours(2, 10).startSupport()
	if chance(p.w.r, 60) {
		p.helpers(between(p.w.r, 1, 2))
	}
	p.support(between(p.w.r, 2, 4))
	p.watchAndClose()
}

func tellCoordinated(p *plot, _ string) {
	p.arrive()
	p.hours(3, 20).startSupport()
	p.support(1)
	p.coordinate()
	p.support(between(p.w.r, 1, 3))
	p.watchAndClose()
}

// coordinate brings the case to the coordinators and back.
func (p *plot) coordinate() {
	p.days(2, 12).escalateCase(oneOf(p.w.r, casework.ReasonNoDestination, casework.ReasonNoSupportMenu, casework.ReasonSupportRefused))
	p.hours(2, 12).organize()
	class := casework.ClassCoordinated
	if chance(p.w.r, 40) {
		class = casework.ClassAdviceOnly
	} else {
		p.days(4, 12).conference()
	}
	p.days(2, 10).settle(class, casework.CaseSupporting)
}

// tellSilence: nobody answered, the clock called the coordinators, and the agency took the case up after all.
func tellSilence(p *plot, to string) {
	p.arrive()
	to = p.next(to, p.h.theme.leads)
	p.askForLead(to)
	p.days(4, 5).organize()
	p.hours(2, 10).accept(to)
	p.meet(to)
	p.days(2, 6).settle(casework.ClassCoordinated, casework.CaseSupporting)
	p.support(between(p.w.r, 1, 3))
	p.watchAndClose()
}

func tellReopened(p *plot, to string) {
	tellHandedOn(p, to)
	p.days(40, 120).reopen()
	p.hours(4, 30).first(p.lead)
	p.support(1)
}

func tellSupporting(p *plot, to string) {
	p.pace = between(p.w.r, 1, 5)
	p.arrive()
	if p.h.filer != naka || chance(p.w.r, 50) {
		p.takeOver(p.next(to, p.h.theme.leads))
	}
	p.hours(2, 10).startSupport()
	if chance(p.w.r, 70) {
		p.helpers(between(p.w.r, 1, 2))
	}
	p.support(between(p.w.r, 1, 4))
	if chance(p.w.r, 40) {
		p.days(1, 5).amend()
	}
}

func tellMonitoring(p *plot, to string) {
	tellSupporting(p, to)
	p.days(4, 15).monitor()
	if chance(p.w.r, 70) {
		p.days(15, 40).later(p.lead, p.h.theme.steady)
	}
}

func tellSuspended(p *plot, _ string) {
	p.pace = between(p.w.r, 1, 4)
	p.arrive()
	p.hours(3, 20).startSupport()
	p.support(between(p.w.r, 1, 2))
	p.days(5, 20).suspend()
}

func tellResumed(p *plot, to string) {
	tellSuspended(p, to)
	p.days(20, 50).resume()
	p.hours(3, 20).later(p.lead, p.h.theme.moved)
}

func tellSettled(p *plot, _ string) {
	p.arrive()
	p.hours(3, 20).startSupport()
	p.coordinate()
	p.days(2, 6).later(p.lead, p.h.theme.moved)
}

func tellNew(p *plot, _ string) { p.file() }

func tellAskedCoordinators(p *plot, _ string) {
	p.arrive()
	p.known(100)
	p.days(2, 10).escalateCase(oneOf(p.w.r, casework.ReasonNoDestination, casework.ReasonNoSupportMenu))
}

func tellEscalatedHandoff(p *plot, to string) {
	p.arrive()
	p.known(45)
	to = p.next(to, p.h.theme.leads)
	p.askForLead(to)
	answer := p.hours(1, 4).question(to)
	p.hours(1, 3).answer(to, answer)
	p.hours(2, 5).escalateHandoff(to, casework.ReasonNoDestination)
}

func tellOrganizing(p *plot, _ string) {
	p.arrive()
	p.known(100)
	p.days(3, 9).escalateCase(oneOf(p.w.r, casework.ReasonSupportRefused, casework.ReasonNoSupportMenu))
	p.hours(2, 9).organize()
	p.hours(4, 20).note(coordinators, casework.NotePhone, false, p.say(coordination))
}

// tellSilent ends with the question; the clock does the rest before now.
func tellSilent(p *plot, to string) {
	p.arrive()
	p.known(45)
	p.askForLead(p.next(to, p.h.theme.leads))
}

// tellThirdHop: two agencies passed it on, and the third hop does not happen.
func tellThirdHop(p *plot, to string) {
	p.arrive()
	first := p.next(to, p.h.theme.leads)
	second := p.next("", p.h.theme.joins, first, p.h.filer)
	third := p.next("", []string{"hoken", "kokoro", "yorisoi", "kikan-shogai"}, first, second, p.h.filer)
	p.askForLead(first)
	p.hours(3, 9).passOn(first, second, false)
	p.hours(3, 9).passOn(second, third, true)
}

// tellRevisit: the agency asked wants to give it back to the one it came from.
func tellRevisit(p *plot, to string) {
	p.arrive()
	p.known(45)
	to = p.next(to, p.h.theme.leads)
	from := p.lead
	p.askForLead(to)
	p.hours(3, 9).passOn(to, from, true)
}

func tellRefused(p *plot, to string) {
	p.arrive()
	p.known(45)
	to = p.next(to, p.h.theme.leads)
	p.askForLead(to)
	p.hours(2, 5).refused(to)
}

func tellWaiting(p *plot, to string) {
	p.arrive()
	p.known(45)
	p.askForLead(to)
}

// tellWaitingBoth asks one agency for the lead and another to join, as the issue's own story does.
func tellWaitingBoth(p *plot, to string) {
	p.arrive()
	p.known(45)
	p.hours(2, 20).handOff(casework.Normal, receiver{p.next("yorisoi", nil), casework.AskLead}, receiver{to, casework.AskJoin})
}

func tellAsked(p *plot, to string) {
	p.arrive()
	p.known(45)
	p.askForLead(to)
	p.hours(1, 4).question(to)
}

// tellOverdue is urgent and past its two hours: the clock of the running program takes it to the coordinators.
func tellOverdue(p *plot, to string) {
	p.h.danger = true
	p.file()
	p.hours(1, 2).handOff(casework.Urgent, receiver{to, casework.AskLead})
	p.unclocked = true
}

func tellAccepted(p *plot, to string) {
	p.arrive()
	p.known(45)
	to = p.next(to, p.h.theme.leads)
	p.askForLead(to)
	p.hours(2, 8).accept(to)
}

func tellJoined(p *plot, to string) {
	p.arrive()
	p.known(100)
	to = p.next(to, p.h.theme.joins)
	p.days(2, 6).handOff(casework.Normal, receiver{to, casework.AskJoin})
	p.hours(2, 8).join(to, joinNotes)
}

// tellPassedOn: the agency asked first passed it on with its reason, and the next one was asked and accepted or waits.
func tellPassedOn(p *plot, to string) {
	p.arrive()
	first := p.next("", p.h.theme.leads, to)
	p.askForLead(first)
	if to == "" {
		to = p.next("", p.h.theme.joins, first, p.h.filer)
	}
	p.hours(2, 8).passOn(first, to, false)
}

func tellWithdrawn(p *plot, to string) {
	p.arrive()
	p.known(100)
	to = p.next(to, p.h.theme.leads)
	p.askForLead(to)
	p.hours(2, 8).withdraw(to)
}

// tellJoinedInstead: the agency asked for the lead cannot take it, and helps beside the lead that stays.
func tellJoinedInstead(p *plot, to string) {
	p.arrive()
	p.known(60)
	to = p.next(to, p.h.theme.leads)
	p.askForLead(to)
	p.hours(2, 8).join(to, joinInstead)
}
