package demo

import (
	"sync"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// memory keeps nothing but what was told, so that the rules alone are looked at.
type memory struct {
	last    map[int]int // case numbers by fiscal year
	events  map[*course][]casework.Event
	notices int
	codes   map[casework.ID]string // of agencies
	shared  []casework.Disclosure
}

func (m *memory) file(_ casework.Actor, at time.Time, co *course, open func(string) error) error {
	year := calendar.FiscalYear(at)
	m.last[year]++
	err := open(casework.CaseNumber(year, m.last[year]))
	m.take(co)
	return err
}

func (m *memory) draft(casework.Actor, *casework.Sheet) error { return nil }

func (m *memory) change(_ casework.Actor, _ time.Time, co *course, _ bool, verb func() error) error {
	err := verb()
	m.take(co)
	return err
}

func (m *memory) take(co *course) {
	changes := co.c.TakeChanges()
	m.events[co] = append(m.events[co], changes.Events...)
	m.notices += len(changes.Notices)
	m.shared = append(m.shared, changes.Disclosures...)
}

// village is a directory without a database; its catalog is what the migrations hold.
func village() *directory {
	codes, names, err := agencyNames()
	if err != nil {
		panic(err)
	}
	d := &directory{ids: map[string]casework.ID{}, names: names, people: map[string][]casework.Actor{}, catalog: casework.DefaultCatalog(), settings: casework.DefaultSettings()}
	for _, code := range []string{"elder_to_elder_care", "isolation", "single_parent", "no_relatives", "school_refusal"} {
		d.catalog.Features = append(d.catalog.Features, casework.CatalogItem{Code: code, Label: code})
	}
	for ward, list := range districts {
		d.catalog.Wards = append(d.catalog.Wards, casework.CatalogItem{Code: ward, Label: wardNames[ward]})
		for _, name := range list {
			d.catalog.Districts = append(d.catalog.Districts, casework.District{Ward: ward, Name: name})
		}
	}
	day := func(y int, m time.Month, d int) calendar.Date { return calendar.Date{Year: y, Month: m, Day: d} }
	d.settings.Grounds = []casework.GroundRule{
		{Code: "consent", NeedsConsent: true, From: day(2023, 4, 1)}, {Code: "life_and_body", From: day(2023, 4, 1)},
		{Code: "support_conference", From: day(2021, 4, 1)}, {Code: "livelihood_conference", From: day(2018, 10, 1)},
		{Code: "child_protection_council", From: day(2005, 4, 1)},
	}
	for _, code := range codes {
		d.ids[code] = casework.NewID(time.Unix(1_600_000_000, 0))
	}
	people, err := accounts(codes)
	if err != nil {
		panic(err)
	}
	for _, a := range people {
		d.employ(a, casework.NewID(time.Unix(1_600_000_000, 0)))
	}
	return d
}

// played are the demonstrations at the clocks, each played once for all tests that only look at it.
var played sync.Map

func told(now time.Time) ([]*course, *memory, *directory, error) {
	type result struct {
		courses []*course
		m       *memory
		dir     *directory
		err     error
	}
	once, _ := played.LoadOrStore(now, sync.OnceValue(func() (r result) {
		r.courses, r.m, r.dir, r.err = tell(now)
		return r
	}))
	r := once.(func() result)()
	return r.courses, r.m, r.dir, r.err
}

// tell plays everything in memory.
func tell(now time.Time) ([]*course, *memory, *directory, error) {
	dir, t := village(), newTimeline(now)
	m := &memory{last: map[int]int{}, events: map[*course][]casework.Event{}, codes: map[casework.ID]string{}}
	for code, id := range dir.ids {
		m.codes[id] = code
	}
	courses := build(dir, t)
	for _, co := range courses {
		if err := co.begin(dir, t, m); err != nil {
			return courses, m, dir, err
		}
		if err := co.goOn(dir, t, m); err != nil {
			return courses, m, dir, err
		}
	}
	return courses, m, dir, nil
}
