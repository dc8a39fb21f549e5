package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const (
	heartbeat   = 15 * time.Second // also how soon an ended term closes a stream; a sign-out closes it at once
	streamQueue = 64               // a screen that falls further behind is told to read everything again
	mostStreams = 8                // of one session: tabs; the oldest gives way
)

// hub passes what the database announces to the open screens that may know of it.
type hub struct {
	mu      sync.Mutex
	streams map[*stream]bool
	count   int // of all streams ever opened
	closed  bool
}

type stream struct {
	number   int // in order of opening
	session  casework.ID
	grantees []casework.ID
	events   chan string
	over     chan struct{} // closed when the stream has to end
	once     sync.Once
}

func newHub() *hub { return &hub{streams: map[*stream]bool{}} }

func (h *hub) open(session casework.ID, grantees []casework.ID) *stream {
	st := &stream{session: session, grantees: grantees, events: make(chan string, streamQueue), over: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		st.end()
		return st
	}
	h.makeRoom(session)
	h.count++
	st.number = h.count
	h.streams[st] = true
	return st
}

// makeRoom ends the oldest stream of a session that has as many as it may.
func (h *hub) makeRoom(session casework.ID) {
	var oldest *stream
	n := 0
	for st := range h.streams {
		if st.session != session {
			continue
		}
		n++
		if oldest == nil || st.number < oldest.number {
			oldest = st
		}
	}
	if n >= mostStreams {
		delete(h.streams, oldest)
		oldest.end()
	}
}

func (h *hub) leave(st *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.streams, st)
}

// close ends every stream, so that a shutdown need not wait for open screens.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for st := range h.streams {
		st.end()
	}
}

func (st *stream) end() { st.once.Do(func() { close(st.over) }) }

// hear takes one announcement. "" says that some may have been missed.
func (h *hub) hear(payload string) {
	var a store.Announcement
	if payload != "" && json.Unmarshal([]byte(payload), &a) != nil {
		return
	}
	text := "event: resync\ndata: {}\n\n"
	if payload != "" {
		data, _ := json.Marshal(struct {
			Kind string      `json:"kind"`
			ID   casework.ID `json:"id"`
			Case casework.ID `json:"caseId,omitempty"`
		}{a.Kind, a.ID, a.Case}) // strings only: cannot fail
		text = fmt.Sprintf("event: %s\ndata: %s\n\n", a.Kind, data)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for st := range h.streams {
		switch {
		case a.Kind == "session":
			if st.session == a.ID {
				st.end()
			}
		case payload == "" || st.mayHear(a.To):
			st.send(text)
		}
	}
}

func (st *stream) mayHear(to []casework.ID) bool {
	return slices.ContainsFunc(st.grantees, func(id casework.ID) bool { return slices.Contains(to, id) })
}

// send never waits: a screen too slow to listen is closed, and reads everything again when it is back.
func (st *stream) send(text string) {
	select {
	case st.events <- text:
	default:
		st.end()
	}
}

// StreamEvents keeps the answer open and tells what changed: kinds and ids, never content.
func (s *Server) StreamEvents(ctx context.Context, _ gen.StreamEventsRequestObject) (gen.StreamEventsResponseObject, error) {
	session := traceOf(ctx).session
	grantees := append(store.Grantees(session.Actor), session.Actor.Account)
	return eventStream{ctx: ctx, server: s, session: session.ID, grantees: grantees}, nil
}

type eventStream struct {
	ctx      context.Context
	server   *Server
	session  casework.ID
	grantees []casework.ID
}

// VisitStreamEventsResponse writes until the session, the connection or the server ends.
func (e eventStream) VisitStreamEventsResponse(w http.ResponseWriter) error {
	st := e.server.events.open(e.session, e.grantees)
	defer e.server.events.leave(st)
	out := http.NewResponseController(w)
	if err := out.SetReadDeadline(time.Time{}); err != nil { // else the read timeout of the server ends the stream
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	text := "retry: 3000\n: connected\n\n"
	for {
		if err := out.SetWriteDeadline(time.Now().Add(heartbeat)); err != nil {
			return nil
		}
		if _, err := w.Write([]byte(text)); err != nil || out.Flush() != nil {
			return nil // the screen is gone
		}
		select {
		case <-e.ctx.Done():
			return nil
		case <-st.over:
			return nil
		case text = <-st.events:
		case <-beat.C:
			text = ": alive\n\n"
			if lives, err := e.server.store.SessionLives(e.ctx, e.session, e.server.now()); err == nil && !lives {
				return nil
			}
		}
	}
}
