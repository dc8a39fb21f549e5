package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/api/server"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/embedpg"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// work is one kind of request. Request n of agency k; nil when there is nothing left to do.
type work struct {
	name    string
	status  int
	request func(k, n int) *request
	once    int // > 0: each request can be done once; so many are for each side and agency
}

type request struct {
	method, path, body string
	ifMatch            string
	ids                map[string]string // what differs from one request to the next: id → name of the variable for pgbench
}

// result is what one side did.
type result struct {
	done      int
	perSecond float64
	p50, p95  time.Duration
	database  time.Duration // processor time of one request
	program   time.Duration
	failed    string
}

func works(w *loaded) []work {
	const v1 = `"1"`
	return []work{
		{name: "newest 50 open cases of my agency", status: 200, request: func(int, int) *request {
			return &request{method: "GET", path: "/cases?open=true&limit=50"}
		}},
		{name: "one case: household, custody, handoffs", status: 200, request: func(k, n int) *request {
			id := w.details[k][n%len(w.details[k])]
			return &request{method: "GET", path: "/cases/" + string(id), ids: map[string]string{string(id): "case"}}
		}},
		{name: "its timeline", status: 200, request: func(k, n int) *request {
			id := w.details[k][n%len(w.details[k])]
			return &request{method: "GET", path: "/cases/" + string(id) + "/timeline", ids: map[string]string{string(id): "case"}}
		}},
		{name: "part of a name, first 20 by kana", status: 200, request: func(k, _ int) *request {
			return &request{method: "GET", path: "/cases?sort=kana&limit=20&q=" + url.QueryEscape(surnames[k*5].written)}
		}},
		{name: "received: what needs me first", status: 200, request: func(int, int) *request {
			return &request{method: "GET", path: "/handoffs?box=received&limit=50"}
		}},
		{name: "file a sheet, durable, with journal", status: 200, once: len(w.drafts[0]) / 2, request: func(k, n int) *request {
			if n >= len(w.drafts[k]) {
				return nil
			}
			id := w.drafts[k][n]
			return &request{method: "POST", path: "/sheets/" + string(id) + "/file", body: `{"newHousehold":true}`, ifMatch: v1, ids: map[string]string{string(id): "sheet"}}
		}},
		{name: "accept, durable, with journal", status: 200, once: len(w.accepts[0]) / 2, request: func(k, n int) *request {
			if n >= len(w.accepts[k]) {
				return nil
			}
			a := w.accepts[k][n]
			return &request{method: "POST", path: "/handoffs/" + string(a.handoff) + "/accept", ifMatch: v1, ids: map[string]string{
				string(a.handoff): "handoff", string(a.caseID): "case", string(a.custody): "custody", string(a.sender): "sender"}}
		}},
	}
}

// bench is a running server with signed-in workers of the busy agencies.
type bench struct {
	handler http.Handler
	tokens  [busy]string
	tracer  *recorder
}

func newBench(ctx context.Context, dsn string, o options) (*bench, func(), error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	tracer := &recorder{}
	s, err := store.Open(ctx, dsn, store.WithMaxConns(int32(o.conns)), store.WithTracer(tracer)) //nolint:gosec // a small number
	if err != nil {
		return nil, nil, err
	}
	handler, err := server.New(server.Options{Store: s, TokenKey: key, Unlimited: true, Log: slog.New(slog.DiscardHandler), App: fstest.MapFS{}})
	if err != nil {
		return nil, nil, err
	}
	return &bench{handler: handler, tracer: tracer}, s.Close, nil
}

// signIn gives fresh tokens: they last ten minutes.
func (b *bench) signIn() error {
	for k := range busy {
		var err error
		if b.tokens[k], err = b.token(email(k)); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) token(email string) (string, error) {
	body, _ := json.Marshal(map[string]string{"email": email, "password": password})
	r := httptest.NewRequest("POST", "/api/v1/sessions", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	var answer struct{ AccessToken string }
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.AccessToken == "" {
		return "", fmt.Errorf("sign in of %s: %d %s", email, w.Code, w.Body)
	}
	return answer.AccessToken, nil
}

func (b *bench) do(ctx context.Context, k int, q *request) *httptest.ResponseRecorder {
	return b.send(ctx, b.tokens[k], q)
}

func (b *bench) send(ctx context.Context, token string, q *request) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, q.method, "/api/v1"+q.path, bytes.NewReader([]byte(q.body)))
	r.Header.Set("Authorization", "Bearer "+token)
	if q.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if q.ifMatch != "" {
		r.Header.Set("If-Match", q.ifMatch)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w
}

// measure does the work from so many goroutines until the time is over or nothing is left; offset skips what pgbench did.
func (b *bench) measure(ctx context.Context, w work, o options, duration time.Duration, offset int) result {
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		took   []time.Duration
		failed atomic.Pointer[string]
		next   [busy]atomic.Int64
	)
	start := time.Now()
	for i := range o.conns {
		wg.Go(func() {
			var mine []time.Duration
			for k := i % busy; time.Since(start) < duration && failed.Load() == nil; k = (k + 1) % busy {
				q := w.request(k, offset+int(next[k].Add(1))-1)
				if q == nil {
					break
				}
				began := time.Now()
				r := b.do(ctx, k, q)
				mine = append(mine, time.Since(began))
				if r.Code != w.status {
					text := fmt.Sprintf("%s %s: %d %s", q.method, q.path, r.Code, r.Body)
					failed.Store(&text)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
		})
	}
	wg.Wait()
	out := summary(took, time.Since(start))
	if text := failed.Load(); text != nil {
		out.failed = *text
	}
	return out
}

func summary(took []time.Duration, in time.Duration) result {
	if len(took) == 0 {
		return result{failed: "nothing was done"}
	}
	slices.Sort(took)
	return result{done: len(took), perSecond: float64(len(took)) / in.Seconds(), p50: took[len(took)/2], p95: took[len(took)*95/100]}
}

func measureAll(ctx context.Context, pg *embedpg.Server, dsn string, w *loaded, o options) error {
	b, closeStore, err := newBench(ctx, dsn, o)
	if err != nil {
		return err
	}
	defer closeStore()
	limit, err := newPgbench(ctx, pg, dsn)
	if err != nil {
		return err
	}
	defer limit.close()
	fmt.Printf("%-38s %30s  %38s  %s\n", "", "pgbench, same SQL", "through the handler", "ratio of")
	fmt.Printf("%-38s %7s %7s %7s %6s  %7s %7s %7s %6s %6s  %5s %5s\n", "work", "/s", "p50 ms", "p95 ms", "cpu ms", "/s", "p50 ms", "p95 ms", "pg ms", "go ms", "/s", "cpu")
	for _, one := range works(w) {
		if !strings.Contains(one.name, o.only) {
			continue
		}
		if err := b.signIn(); err != nil {
			return err
		}
		theirs, err := limit.run(ctx, b, one, o)
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		b.tracer.stop()
		if one.once == 0 {
			b.measure(ctx, one, o, time.Second, 0)
		}
		stop, err := profile(o.profile)
		if err != nil {
			return err
		}
		ours, err := b.watched(ctx, limit.conn, func() result { return b.measure(ctx, one, o, o.duration, one.once) })
		stop()
		if err != nil {
			return err
		}
		if ours.failed != "" {
			return fmt.Errorf("%s: %s", one.name, ours.failed)
		}
		fmt.Printf("%-38s %7.0f %7.2f %7.2f %6.2f  %7.0f %7.2f %7.2f %6.2f %6.2f  %5.2f %5.2f\n", one.name, theirs.perSecond, ms(theirs.p50), ms(theirs.p95),
			ms(theirs.database), ours.perSecond, ms(ours.p50), ms(ours.p95), ms(ours.database), ms(ours.program),
			ours.perSecond/theirs.perSecond, float64(theirs.database)/float64(ours.database+ours.program))
	}
	return nil
}

// watched adds to a result the processor time of one request.
func (b *bench) watched(ctx context.Context, conn *pgx.Conn, run func() result) (result, error) {
	before, err := databaseCPU(ctx, conn)
	if err != nil {
		return result{}, err
	}
	own := ownCPU()
	r := run()
	own = ownCPU() - own
	if err := settled(ctx, conn); err != nil {
		return result{}, err
	}
	after, err := databaseCPU(ctx, conn)
	if n := time.Duration(max(1, r.done)); r.failed == "" {
		r.database, r.program = (after-before)/n, own/n
	}
	return r, err
}

// profile watches the handler's side of the last work measured.
func profile(name string) (stop func(), err error) {
	if name == "" {
		return func() {}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	return func() { pprof.StopCPUProfile(); _ = f.Close() }, nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// isNew reports whether an id was made by the request: version 7 ids begin with their time.
func isNew(id string, since time.Time) bool {
	return id >= string(casework.NewID(since.Truncate(time.Millisecond)))[:13] && len(id) == 36 && id[14] == '7'
}
