package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// How often the journal is sealed, and how often the end of its chain is written down outside the database.
const (
	SealEvery   = 100 * time.Millisecond
	AnchorEvery = time.Hour
)

// lastSeal is how long stopping may wait for the rows of the last requests.
const lastSeal = 5 * time.Second

// SealJournal chains the journal until ctx ends, then once more, and writes anchors into dir. Every replica runs it;
// one at a time seals.
func SealJournal(ctx context.Context, s *store.Store, dir string, now func() time.Time, log *slog.Logger) {
	tick := time.NewTicker(SealEvery)
	defer tick.Stop()
	z := s.NewSealer()
	anchored := time.Now()
	failing := false
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastSeal)
			defer cancel()
			if _, err := z.Seal(last); err != nil {
				log.WarnContext(last, "the last rows of the journal are sealed at the next start", "error", store.Describe(err))
			}
			writeAnchor(last, s, dir, now(), log)
			return
		case <-tick.C:
		}
		_, err := z.Seal(ctx)
		if err != nil && ctx.Err() == nil && !failing { // once, not ten times a second
			log.ErrorContext(ctx, "the journal could not be sealed; it is tried again", "error", store.Describe(err))
		}
		failing = err != nil
		if time.Since(anchored) >= AnchorEvery {
			anchored = time.Now()
			writeAnchor(ctx, s, dir, now(), log)
		}
	}
}

func writeAnchor(ctx context.Context, s *store.Store, dir string, now time.Time, log *slog.Logger) {
	if _, _, err := Anchor(ctx, s, dir, now); err != nil && ctx.Err() == nil {
		log.ErrorContext(ctx, "the anchor of the journal could not be written", "folder", dir, "error", store.Describe(err))
	}
}
