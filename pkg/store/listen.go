package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Listen calls on for every notice of what changed (channel tsunagu: JSON, ids only) until ctx ends, and
// "" after each time the connection was lost and found again, since notices in between are lost.
// It holds one connection of its own outside the pool.
func (s *Store) Listen(ctx context.Context, on func(payload string)) {
	const pause = time.Second
	for first := true; ctx.Err() == nil; first = false {
		if !first {
			select {
			case <-ctx.Done():
				return
			case <-time.After(pause):
			}
		}
		_ = s.listenOnce(ctx, func() {
			if !first {
				on("")
			}
		}, on) // why it was lost does not matter: readyz and the requests say it
	}
}

func (s *Store) listenOnce(ctx context.Context, ready func(), on func(string)) error {
	cfg := s.pool.Config().ConnConfig.Copy()
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, `LISTEN tsunagu`); err != nil {
		return err
	}
	ready()
	for {
		notice, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		on(notice.Payload)
	}
}
