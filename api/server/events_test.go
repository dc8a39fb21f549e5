package server

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// listenAs opens the event stream and returns its lines; the channel closes when the stream ends.
func listenAs(t *testing.T, p someone) <-chan string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", p.w.http.URL+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(res.Body); in.Scan(); {
			if in.Text() != "" {
				lines <- in.Text()
			}
		}
	}()
	if first := <-lines; first != "retry: 3000" {
		t.Fatalf("first line %q", first)
	}
	<-lines // ": connected"
	return lines
}

func TestScreensHearOnlyWhatTheirAgencyMayKnow(t *testing.T) {
	w := newWorld(t)
	mine := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	theirs := w.person("b@kita.example", "houkatsu-kita-kita", casework.RoleWorker)
	coordinator := w.person("c@shakyo.example", "shakyo", casework.RoleCoordinator)
	auditor := w.person("d@naka.example", "houkatsu-naka", casework.RoleAuditor)
	a, b, c, d := listenAs(t, mine), listenAs(t, theirs), listenAs(t, coordinator), listenAs(t, auditor)
	var me gen.Me
	mine.do("GET", "/api/v1/me", "").into(t, &me)
	agency := string(me.Agency.Id)
	w.server.events.hear(`{"kind":"case","id":"x1","caseId":"x1","to":["` + agency + `"]}`)
	w.server.events.hear(`{"kind":"escalation","id":"x2","to":["` + string(casework.CoordinatorsID) + `"]}`)
	w.server.events.hear("")
	if got := [2]string{<-a, <-a}; got[0] != "event: case" || got[1] != `data: {"kind":"case","id":"x1","caseId":"x1"}` {
		t.Errorf("the agency heard %q", got)
	}
	if got := [2]string{<-c, <-c}; got[0] != "event: escalation" || strings.Contains(got[1], `"to"`) {
		t.Errorf("the coordinator heard %q", got)
	}
	for name, lines := range map[string]<-chan string{"another agency": b, "the agency": a, "the coordinator": c, "the auditor of the agency": d} {
		if got := <-lines; got != "event: resync" {
			t.Errorf("%s heard %q", name, got)
		}
	}
}

func TestSignOutEndsTheStream(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	heard := make(chan string, 10)
	go w.store.Listen(ctx, func(payload string) { heard <- payload; w.server.events.hear(payload) })
	lines := listenAs(t, p)
	// the listener is there once it hears an announcement of its own
	for ready := false; !ready; {
		w.endAnotherSession(p)
		select {
		case <-heard:
			ready = true
		case <-time.After(50 * time.Millisecond):
		}
	}
	if r := p.do("DELETE", "/api/v1/sessions/current", ""); r.status != 204 {
		t.Fatalf("%d", r.status)
	}
	for line := range lines {
		t.Logf("before the end: %s", line)
	}
}

// endAnotherSession makes the database announce something that does not concern p's stream.
func (w *world) endAnotherSession(p someone) {
	w.t.Helper()
	a, err := w.store.AccountForSignIn(w.t.Context(), p.email, w.now())
	if err != nil {
		w.t.Fatal(err)
	}
	_, hash := newRefreshToken()
	id, err := w.store.OpenSession(w.t.Context(), a.ID, a.Agency, hash, store.SignIn{}, w.now())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.store.EndSession(w.t.Context(), id, "test", w.now()); err != nil {
		w.t.Fatal(err)
	}
}

func TestSlowScreenIsClosedAndReadsAgain(t *testing.T) {
	h := newHub()
	st := h.open("s", []casework.ID{"a"})
	for range streamQueue + 1 {
		h.hear(`{"kind":"case","id":"x","to":["a"]}`)
	}
	select {
	case <-st.over:
	default:
		t.Error("a full queue does not end the stream")
	}
	h.close()
	late := h.open("s", nil)
	select {
	case <-late.over:
	default:
		t.Error("a stream opened during shutdown stays")
	}
}

func TestTabsOfOneSessionAreBounded(t *testing.T) {
	h := newHub()
	first := h.open("s", nil)
	other := h.open("another session", nil)
	for range mostStreams {
		h.open("s", nil)
	}
	select {
	case <-first.over:
	default:
		t.Error("the oldest stream stays")
	}
	select {
	case <-other.over:
		t.Error("another session's stream was ended")
	default:
	}
	if len(h.streams) != mostStreams+1 {
		t.Errorf("%d streams", len(h.streams))
	}
}
