package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// SweepEvery is how often removed and abandoned contents of files are taken away.
const SweepEvery = 15 * time.Second

// SweepFiles takes away, until ctx ends, the contents that no file keeps: those of removed files, and those of uploads that
// were broken off. Every replica runs it.
func SweepFiles(ctx context.Context, s *store.Store, f *files.Store, now func() time.Time, log *slog.Logger) {
	tick := time.NewTicker(SweepEvery)
	defer tick.Stop()
	for {
		SweepFilesOnce(ctx, s, f, store.Truncate(now()), log)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// SweepFilesOnce takes away what is due at the instant and returns how much that was. What cannot be taken away is tried again.
func SweepFilesOnce(ctx context.Context, s *store.Store, f *files.Store, now time.Time, log *slog.Logger) (swept int) {
	var failed []string
	for range mostPerTick {
		var tried string
		key, err := s.SweepContent(ctx, now, failed, func(key string) error { tried = key; return f.Remove(ctx, key) })
		switch {
		case err == nil && key == "", ctx.Err() != nil:
			return swept
		case err == nil:
			swept++
			continue
		}
		log.ErrorContext(ctx, "a content could not be taken away; it is tried again", "error", store.Describe(err))
		if tried == "" {
			return swept
		}
		failed = append(failed, tried)
	}
	return swept
}

// FileFault is a content or a row without the other, or a content that is not what was received.
type FileFault struct{ Key, What string }

// CheckFiles compares the rows of files with what lies at their place. With read every content is read and held against its
// hash; without, only whether it is there.
func CheckFiles(ctx context.Context, s *store.Store, f *files.Store, read bool) (faults []FileFault, count int, err error) {
	lying := map[string]bool{}
	// the place first: what is uploaded meanwhile has its row (or its waiting removal) later, what is removed meanwhile waits
	if err := f.Keys(ctx, func(key string) error { lying[key] = true; return nil }); err != nil {
		return nil, 0, err
	}
	kept, waiting, err := s.Contents(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, key := range waiting {
		delete(lying, key)
	}
	for _, c := range kept {
		if !lying[c.Key] || read {
			err := f.Verify(ctx, c.Key, c.Size, c.SHA256)
			if err != nil && !errors.Is(err, files.ErrChanged) {
				return faults, len(kept), err
			}
			if err != nil {
				faults = append(faults, FileFault{c.Key, fmt.Sprintf("ファイルの中身がないか、預かったときと違います（%v）", err)})
			}
		}
		delete(lying, c.Key)
	}
	for key := range lying {
		faults = append(faults, FileFault{key, "どのファイルの記録にもない中身が残っています"})
	}
	return faults, len(kept), nil
}
