package jobs

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// erasureFile holds one line for each erased case: when, its id, the disposal. It lies outside the database, and a copy of it
// belongs with every backup: a restored database is held against it before it serves (store.ReapplyErasures).
const erasureFile = "erasures.list"

// RetainEvery is how often approved disposals are looked for.
const RetainEvery = 30 * time.Second

// Retain carries out approved disposals and forgets what has served its time, until ctx ends. Every replica runs it.
func Retain(ctx context.Context, s *store.Store, dir string, now func() time.Time, log *slog.Logger) {
	tick := time.NewTicker(RetainEvery)
	defer tick.Stop()
	var forgotten time.Time
	for {
		at := store.Truncate(now())
		if _, err := CarryOut(ctx, s, dir, at); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "a disposal could not be carried out; it is tried again", "error", store.Describe(err))
		}
		if at.Sub(forgotten) >= 24*time.Hour {
			_, err := s.ForgetRecords(ctx, at, false)
			_, pruning := PruneJournal(ctx, s, dir, at)
			if err = errors.Join(err, pruning); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "records could not be forgotten; it is tried again", "error", store.Describe(err))
			}
			forgotten = at
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// CarryOut erases the cases of every approved disposal, each in a transaction of its own, and reports how many. What a crash
// interrupts goes on at the next look.
func CarryOut(ctx context.Context, s *store.Store, dir string, now time.Time) (erased int, err error) {
	ids, err := s.ApprovedDisposals(ctx)
	for _, id := range ids {
		d, err := s.DisposalFor(ctx, id)
		if err != nil {
			return erased, err
		}
		for _, i := range d.Items {
			outcome, err := s.EraseCase(ctx, d.ID, i.Case, now, func() error {
				return appendErasure(dir, fmt.Sprintf("%s %s %s\n", now.UTC().Format(time.RFC3339), i.Case, d.ID))
			})
			if err != nil {
				return erased, err
			}
			if outcome == "erased" {
				erased++
			}
		}
		err = s.FinishDisposal(ctx, d.ID, now)
		if err != nil && casework.CodeOf(err) != casework.CodeWrongState && casework.CodeOf(err) != casework.CodeStale { // another replica was first
			return erased, err
		}
	}
	return erased, err
}

// PruneJournal forgets the part of the journal that has served its time, up to the newest anchor of that time, and reports how many
// rows. Without such an anchor nothing is forgotten: only what was written down outside the database can be held against it later.
func PruneJournal(ctx context.Context, s *store.Store, dir string, now time.Time) (rows int64, err error) {
	before, err := s.JournalKeptFrom(ctx, now)
	if err != nil {
		return 0, err
	}
	anchors, err := ReadAnchors(dir)
	if err != nil {
		return 0, err
	}
	var last store.Anchor
	for _, a := range anchors {
		if a.At.Before(before) && a.Seq > last.Seq {
			last = a
		}
	}
	if last.Seq == 0 {
		return 0, nil
	}
	return s.PruneJournal(ctx, last)
}

func appendErasure(dir, line string) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // ids only; whoever keeps a copy may read it
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, erasureFile), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644) //nolint:gosec // as above
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.WriteString(line); err != nil {
		return err
	}
	return f.Sync()
}

// Erasures reads the erasure list of a folder, or of one file (a copy kept elsewhere). A folder without it has none; a line that
// cannot be read is an error: rather no start than a revived person.
func Erasures(path string) (cases []casework.ID, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, erasureFile)
	}
	f, err := os.Open(path) //nolint:gosec // the operator names it
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		parts := strings.Fields(lines.Text())
		if len(parts) != 3 || !store.IsID(parts[1]) {
			return nil, fmt.Errorf("%s, line %d: not an erasure", path, n)
		}
		cases = append(cases, casework.ID(parts[1]))
	}
	return cases, lines.Err()
}
