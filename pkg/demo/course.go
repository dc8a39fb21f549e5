package demo

import (
	"fmt"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// keeper keeps what the rules did. The database is one (load.go); memory is the other, for looking at the data alone.
type keeper interface {
	// file keeps a draft and files it: open runs the rule with the number of the new case.
	file(actor casework.Actor, at time.Time, co *course, open func(number string) error) error
	// draft keeps a sheet that is not filed, or is discarded.
	draft(actor casework.Actor, s *casework.Sheet) error
	// change runs a verb on the case and keeps what it changed; amended when the sheet has a new version.
	change(actor casework.Actor, at time.Time, co *course, amended bool, verb func() error) error
}

// course is one household's course of support while it is played through the rules.
type course struct {
	plot  *plot
	sheet *casework.Sheet
	c     *casework.Case
	notes []*casework.Note
	k     casework.Commitments // what closing plans
	kept  any                  // what the keeper needs to remember of the case
}

// beat is one thing someone does, some office minutes after the one before.
type beat struct {
	gap    int
	agency string // who does it; coordinators as "shakyo"
	do     func(s *stage, a casework.Actor, at time.Time) error
}

// stage is where the beats are played: the course and who is there.
type stage struct {
	*course
	dir  *directory
	keep keeper
}

// begin plays the first beat, the filing: in the order of the filings, for they number the cases.
func (co *course) begin(dir *directory, t *timeline, keep keeper) error {
	s := &stage{course: co, dir: dir, keep: keep}
	return s.step(0, t.at(co.plot.start))
}

// goOn plays the rest, and what the clock does between the beats and until now.
func (co *course) goOn(dir *directory, t *timeline, keep keeper) error {
	s := &stage{course: co, dir: dir, keep: keep}
	position := co.plot.start
	for i, b := range co.plot.beats[1:] {
		position += b.gap
		at := t.at(position)
		if err := s.clock(at); err != nil {
			return err
		}
		if err := s.step(i+1, at); err != nil {
			return err
		}
	}
	if co.plot.unclocked {
		return nil
	}
	return s.clock(t.now)
}

func (s *stage) step(i int, at time.Time) error {
	b := s.plot.beats[i]
	if err := b.do(s, s.dir.actor(b.agency, s.plot.h.number), at); err != nil {
		return fmt.Errorf("demo: household %d (%s), step %d by %s: %w", s.plot.h.number, s.plot.name, i, b.agency, err)
	}
	return nil
}

// clock does what is due before the instant, in the order of the due times.
func (s *stage) clock(until time.Time) error {
	for s.c != nil {
		due, act := s.nextDue()
		if act == nil || due.After(until) {
			return nil
		}
		at := due.Add(20 * time.Second)
		if at.After(until) {
			at = until
		}
		if err := s.keep.change(casework.Clock(), at, s.course, false, func() error { return act(at) }); err != nil {
			return fmt.Errorf("demo: clock for household %d: %w", s.plot.h.number, err)
		}
	}
	return nil
}

func (s *stage) nextDue() (due time.Time, act func(time.Time) error) {
	c := s.c
	for _, h := range c.Handoffs {
		waits := h.State == casework.HandoffRequested || h.State == casework.HandoffAsked
		if waits && (act == nil || h.DueAt.Before(due)) {
			due, act = h.DueAt, func(at time.Time) error { _, err := c.EscalateByClock(at, h.ID); return err }
		}
	}
	rests := c.State == casework.CaseSuspended || c.State == casework.CaseClosed
	if c.ContactDue != nil && c.Flag == nil && !rests && (act == nil || c.ContactDue.Before(due)) {
		due, act = *c.ContactDue, func(at time.Time) error { c.FlagOverdueContact(at); return nil }
	}
	return due, act
}

// verb plays one verb of the case.
func (s *stage) verb(a casework.Actor, at time.Time, fn func(c *casework.Case) error) error {
	return s.keep.change(a, at, s.course, false, func() error { return fn(s.c) })
}

// to finds the newest handoff to an agency.
func (s *stage) to(agency string) *casework.Handoff {
	id := s.dir.id(agency)
	for i := len(s.c.Handoffs) - 1; i >= 0; i-- {
		if s.c.Handoffs[i].Receiver == id {
			return s.c.Handoffs[i]
		}
	}
	panic("demo: no handoff to " + agency)
}

// filing drafts the composed sheet and files it.
func (s *stage) filing(a casework.Actor, at time.Time) error {
	h := s.plot.h
	if h.goesTo != "" {
		h.content.Referrals = []casework.Referral{{AgencyID: s.dir.id(h.goesTo), AgencyName: s.dir.name(h.goesTo), Reason: s.plot.referral}}
	}
	sheet, err := casework.DraftSheet(a, at, h.content, s.dir.catalog)
	if err != nil {
		return err
	}
	s.sheet = sheet
	return s.keep.file(a, at, s.course, func(number string) (err error) {
		s.c, err = sheet.File(a, at, s.dir.catalog, casework.Filing{Number: number, Settings: s.dir.settings})
		return err
	})
}

// ground is why data may be passed on: consent where everyone gave it (""), else what the law gave at that time.
func (s *stage) ground(at time.Time) (casework.Ground, string) {
	on, t := calendar.DateOf(at), s.plot.h.theme
	switch {
	case s.c.Sheet.Consented:
		return "", ""
	case s.c.Sheet.Danger && on.Year > 2023:
		return "life_and_body", "本人の安全を確かめるため"
	case t.issues[0] == "child_rearing" || t.issues[0] == "violence_abuse":
		return "child_protection_council", "子どもの支援に必要な範囲で共有する"
	case on.Year > 2021:
		return "support_conference", "世帯員の同意を確認中。支援会議の構成員の間で必要な範囲に限って共有する"
	}
	return "livelihood_conference", "世帯員の同意を確認中。必要な範囲に限って共有する"
}
