// Package jobs does what happens by the clock: silence about a つなぎ is escalated, a household that nobody
// met in time is flagged, old idempotency keys and counts of failures are forgotten. Every replica runs it; each due row is
// claimed with SKIP LOCKED and handled in one transaction of its own, so that nothing happens twice.
package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// Every is how often the clock is looked at. Due times are counted in business hours: seconds do not matter.
const Every = 5 * time.Second

// mostPerTick bounds one look, so that a long backlog (a server that stood still) does not hold the others up.
const mostPerTick = 500

// Run looks at the clock until ctx ends. now is the injected clock.
func Run(ctx context.Context, s *store.Store, now func() time.Time, log *slog.Logger) {
	tick := time.NewTicker(Every)
	defer tick.Stop()
	var cleaned time.Time
	for {
		Once(ctx, s, store.Truncate(now()), log)
		if at := now(); at.Sub(cleaned) >= time.Hour {
			tidy(ctx, s, store.Truncate(at), log)
			cleaned = at
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once does all that is due at the instant and returns how much that was.
func Once(ctx context.Context, s *store.Store, now time.Time, log *slog.Logger) (done int) {
	if err := s.Revise(ctx); err != nil { // the database is away; what is due waits for it
		if ctx.Err() == nil {
			log.ErrorContext(ctx, "the clock cannot be looked at; it is tried again", "error", store.Describe(err))
		}
		return 0
	}
	for name, work := range map[string]func(context.Context, time.Time, ...casework.ID) (casework.ID, error){
		"escalate handoffs nobody answered": s.EscalateDue,
		"flag households nobody met":        s.FlagOverdueContact,
		"remind the silent of polls":        s.RemindPolls,
		"tell of polls that are over":       s.TellPollsOver,
		"remind of escalations not taken":   s.RemindUptake,
		"remind of suspended cases":         s.RemindReview,
		"end packages whose time is over":   s.TidyPackages,
		"tell of dispatches that wait":      s.RemindDispatchByClock,
		"remind of assignments":             s.AssignmentByClock,
		"tell of monitorings nobody did":    s.MonitoringByClock,
		"send links for new passwords":      s.AnswerPasswordRequest,
	} {
		var failed []casework.ID // passed over until the next look, so that one broken row does not hold up the rest
		for range mostPerTick {
			id, err := work(ctx, now, failed...)
			switch {
			case err == nil && id == "":
			case err == nil:
				done++
				continue
			case ctx.Err() != nil:
			default:
				log.ErrorContext(ctx, "work by the clock failed; it is tried again", "work", name, "id", id, "error", store.Describe(err))
				if id != "" {
					failed = append(failed, id)
					continue
				}
			}
			break
		}
	}
	return done
}

// tidy forgets what has served its time.
func tidy(ctx context.Context, s *store.Store, now time.Time, log *slog.Logger) {
	err := s.InTx(ctx, casework.Clock(), func(tx *store.Tx) error {
		_, err := tx.ForgetKeys(now)
		return err
	})
	if err = errors.Join(err, s.ForgetFailures(ctx, now)); err != nil && ctx.Err() == nil {
		log.ErrorContext(ctx, "what is over could not be forgotten; it is tried again", "error", store.Describe(err))
	}
}
