package server

import (
	"context"
	"errors"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// read runs a look at cases in one transaction of the actor. When fn saw a case, the journal row commits
// with it: no row, no data.
func (s *Server) read(ctx context.Context, fn func(tx *store.Tx) error) error {
	return s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) error {
		tx.At(s.now())
		if err := fn(tx); err != nil {
			return err
		}
		entry := traceOf(ctx).entry(s.now(), "")
		if len(entry.Cases) == 0 && entry.Object == "" {
			return nil
		}
		return tx.Journal(entry)
	})
}

// change runs an effect. Key row, effect, journal row and stored answer commit together: "look, then
// insert" in two transactions made several objects of parallel calls.
func (s *Server) change(ctx context.Context, fn func(tx *store.Tx) (*answer, error)) (*answer, error) {
	t := traceOf(ctx)
	var out *answer
	err := s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) error {
		tx.At(s.now())
		if t.key != "" {
			kept, err := tx.ClaimKey(t.key, t.hash, s.now())
			if err != nil {
				return err
			}
			if kept != nil {
				out = replay(kept)
				return nil
			}
		}
		var err error
		if out, err = fn(tx); err != nil {
			return err
		}
		entry := t.entry(s.now(), "")
		if err := tx.Journal(entry); err != nil {
			return err
		}
		kept, err := out.render()
		if err != nil || t.key == "" {
			return err
		}
		if tx.Lifted() && !out.bare { // what an emergency look showed is not shown again by repeating the request
			kept = alreadyDone()
		}
		return tx.KeepAnswer(t.key, kept, entry.Cases)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// journalRefusal keeps a row for what a signed-in person was refused. The refused transaction is gone, so
// this is one of its own; a database that is down must not turn a refusal into something else.
func (s *Server) journalRefusal(ctx context.Context, code casework.Code) {
	if code != casework.CodeForbidden && code != casework.CodeNotFound && code != codeMustChange && code != codeMustEnrol && code != codeNotFresh {
		return
	}
	actor, t := actorOf(ctx), traceOf(ctx)
	if actor.Account == "" || t.operation == "" {
		return
	}
	entry := t.entry(s.now(), code)
	entry.Cases = nil // what was not shown is not in the journal
	if err := s.store.Journal(context.WithoutCancel(ctx), actor, entry); err != nil && !errors.Is(err, context.Canceled) {
		s.log.ErrorContext(ctx, "a refusal could not be journaled", "request", t.request, "error", redact(err))
	}
}
