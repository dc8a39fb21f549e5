package demo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// Load fills an empty, migrated database with the demonstration data as it stands at now. It fails with ErrNotEmpty
// when there are agencies or accounts already, and with ErrTooEarly for a now before 2024-04-01. It is not one
// transaction: a load that breaks off leaves a database to be thrown away.
func Load(ctx context.Context, s *store.Store, now time.Time) error {
	now = now.UTC().Truncate(time.Microsecond)
	if calendar.DateOf(now).Before(calendar.Date{Year: 2024, Month: time.April, Day: 1}) {
		return ErrTooEarly
	}
	if err := onlyEmpty(ctx, s); err != nil {
		return err
	}
	dir, err := settle(ctx, s)
	if err != nil {
		return err
	}
	t, keep := newTimeline(now), database{ctx, s}
	courses := build(dir, t)
	if err := play(courses, dir, t, keep); err != nil {
		return err
	}
	if err := keep.atDesk(dir, t, courses); err != nil {
		return err
	}
	if err := keep.agree(courses, dir, now); err != nil {
		return err
	}
	if err := keep.advise(courses, dir, now); err != nil {
		return err
	}
	if err := keep.draw(courses, dir, now); err != nil {
		return err
	}
	if err := keep.teach(courses, dir, now); err != nil {
		return err
	}
	if err := keep.train(dir, now); err != nil {
		return err
	}
	if err := keep.ask(dir, now); err != nil {
		return err
	}
	for _, d := range drafts(dir, t) {
		if err := keep.draft(actorOf(dir, d), d); err != nil {
			return err
		}
	}
	if err := recordFigures(ctx, s, now); err != nil {
		return err
	}
	if err := hold(ctx, s, dir, now); err != nil {
		return err
	}
	if err := appoint(ctx, s, dir, now); err != nil {
		return err
	}
	return s.MarkNotificationsRead(ctx, t.at(t.end-3*dayMinutes))
}

// atOnce is how many households go on side by side after they were filed one after the other.
const atOnce = 4

func play(courses []*course, dir *directory, t *timeline, keep keeper) error {
	for _, co := range courses {
		if err := co.begin(dir, t, keep); err != nil {
			return err
		}
	}
	failed := make([]error, atOnce)
	var players sync.WaitGroup
	for n := range atOnce {
		players.Go(func() {
			for i := n; i < len(courses) && failed[n] == nil; i += atOnce {
				failed[n] = courses[i].goOn(dir, t, keep)
			}
		})
	}
	players.Wait()
	return errors.Join(failed...)
}

func onlyEmpty(ctx context.Context, s *store.Store) error {
	empty, err := s.Empty(ctx)
	if err != nil {
		return err
	}
	there, err := s.Agencies(ctx, store.AgencyFilter{Paging: store.Paging{Limit: 1}})
	if err == nil && (!empty || len(there.Items) > 0) {
		err = ErrNotEmpty
	}
	return err
}

// settle stores agencies and accounts as of the day before the history begins, so that all notices find their people.
func settle(ctx context.Context, s *store.Store) (*directory, error) {
	since := calendar.Date{Year: 2020, Month: time.March, Day: 16}.Time().UTC()
	file, err := files.Open("data/agencies.csv")
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	done, err := s.ImportAgencies(ctx, file, false, since)
	if err == nil && len(done.Errors) > 0 {
		err = fmt.Errorf("demo: agencies.csv line %d: %s", done.Errors[0].Row, done.Errors[0].Message)
	}
	if err != nil {
		return nil, err
	}
	ref, err := s.Reference(ctx)
	if err != nil {
		return nil, err
	}
	d := &directory{ids: map[string]casework.ID{}, names: map[string]string{}, people: map[string][]casework.Actor{}, catalog: ref.Catalog()}
	page, err := s.Agencies(ctx, store.AgencyFilter{Paging: store.Paging{Limit: 200}})
	if err != nil {
		return nil, err
	}
	for _, a := range page.Items {
		d.ids[a.Code], d.names[a.Code] = a.ID, a.Name
	}
	err = s.InTx(ctx, casework.Clock(), func(tx *store.Tx) (err error) {
		d.settings, err = tx.Settings()
		return err
	})
	if err != nil {
		return nil, err
	}
	return d, hire(ctx, s, d, since)
}

// hire makes the accounts; one hash serves them all, for computing sixty would take longer than all the rest.
func hire(ctx context.Context, s *store.Store, d *directory, since time.Time) error {
	codes, _, err := agencyNames()
	if err != nil {
		return err
	}
	people, err := accounts(codes)
	if err != nil {
		return err
	}
	hash, err := passwordHash()
	if err != nil {
		return err
	}
	for _, a := range people {
		id, err := s.CreateAccount(ctx, store.NewAccount{Email: a.email, Name: a.name, PasswordHash: hash, AgencyCode: a.agency, Role: a.role}, since)
		if err != nil {
			return fmt.Errorf("demo: account %s: %w", a.email, err)
		}
		d.employ(a, id)
	}
	return nil
}

func actorOf(d *directory, s *casework.Sheet) casework.Actor {
	for _, staff := range d.people {
		for _, a := range staff {
			if a.Account == s.DraftedBy {
				return a
			}
		}
	}
	panic("demo: nobody wrote the draft")
}

// database is the keeper that stores every step in a transaction of whoever did it, as the server would.
type database struct {
	ctx context.Context
	s   *store.Store
}

func (d database) file(actor casework.Actor, at time.Time, co *course, open func(string) error) error {
	return d.s.InTx(d.ctx, actor, func(tx *store.Tx) error {
		if err := tx.CreateSheet(co.sheet); err != nil {
			return err
		}
		number, err := tx.NextCaseNumber(at)
		if err != nil {
			return err
		}
		if err := open(number); err != nil {
			return err
		}
		co.kept, err = tx.FileSheet(co.sheet, co.c, at)
		return err
	})
}

func (d database) draft(actor casework.Actor, s *casework.Sheet) error {
	return d.s.InTx(d.ctx, actor, func(tx *store.Tx) error { return tx.CreateSheet(s) })
}

func (d database) change(actor casework.Actor, at time.Time, co *course, amended bool, verb func() error) error {
	if err := verb(); err != nil {
		return err
	}
	return d.s.InTx(d.ctx, actor, func(tx *store.Tx) error {
		f := co.kept.(*store.CaseFile)
		if amended {
			return tx.SaveSheet(co.sheet, f, at)
		}
		if err := tx.SaveCommitments(f, &co.k, at); err != nil {
			return err
		}
		return tx.SaveCase(f, at)
	})
}

// recordFigures writes down the figures that the city published for the years before the system.
func recordFigures(ctx context.Context, s *store.Store, now time.Time) error {
	file, err := files.Open("data/annual_statistics_recorded.csv")
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	_, faults, err := s.ImportStatistics(ctx, file, false, now)
	if err == nil && len(faults) > 0 {
		err = fmt.Errorf("demo: annual_statistics_recorded.csv line %d: %s", faults[0].Row, faults[0].Message)
	}
	return err
}
