package server

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// trace is what one request carries from the edge to its handler, and what it gathers for the journal.
type trace struct {
	request     string // our own id of the request; never the client's
	address     string // who asks, for counting guesses only; never logged
	operation   string // operationId; "" outside the contract
	object      casework.ID
	raw         []byte
	session     *store.Session
	httpRequest *http.Request // for the cookie routes; handlers of the domain do not look at it
	key         string        // Idempotency-Key; "" = none
	hash        []byte        // what the key stands for

	mu    sync.Mutex
	cases []casework.ID
}

type traceKey struct{}

func withTrace(ctx context.Context, t *trace) context.Context {
	return context.WithValue(ctx, traceKey{}, t)
}

// traceOf never returns nil: outside a request (tests, jobs) an empty trace gathers what nobody reads.
func traceOf(ctx context.Context) *trace {
	if t, ok := ctx.Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

func requestID(ctx context.Context) string { return traceOf(ctx).request }

// actorOf is who asks: built from the account's row for this request. Without a session it is nobody,
// whom no rule and no scope knows.
func actorOf(ctx context.Context) casework.Actor {
	if s := traceOf(ctx).session; s != nil {
		return s.Actor
	}
	return casework.Actor{}
}

// rawBody is the body as it came, already strictly decoded once: a merge patch needs to see its nulls.
func rawBody(ctx context.Context) []byte { return traceOf(ctx).raw }

// saw notes the cases that an answer shows or changes; the journal row of the request names them all.
func saw(ctx context.Context, cases ...casework.ID) {
	t := traceOf(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cases = append(t.cases, cases...)
}

// made notes the object that a request created, for which no path holds an id yet.
func made(ctx context.Context, id casework.ID) { traceOf(ctx).object = id }

// entry is the journal row of this request.
func (t *trace) entry(now time.Time, refused casework.Code) store.Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	return store.Entry{At: now, Operation: t.operation, Object: t.object, Cases: unique(t.cases), Refused: string(refused), Request: t.request}
}

func unique(ids []casework.ID) []casework.ID {
	seen := make(map[casework.ID]bool, len(ids))
	out := make([]casework.ID, 0, len(ids))
	for _, id := range ids {
		if id != "" && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
