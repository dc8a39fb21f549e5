package server

import (
	"sync"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const draft = `{"content":{"subject":{"name":"見本 太郎"}}}`

func TestRepeatedPostGivesTheFirstAnswerAgain(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	first := p.do("POST", "/api/v1/sheets", draft, "Idempotency-Key: key-number-1")
	again := p.do("POST", "/api/v1/sheets", draft, "Idempotency-Key: key-number-1")
	if first.status != 201 || again.status != 201 || string(first.body) != string(again.body) {
		t.Fatalf("%d %s\n%d %s", first.status, first.body, again.status, again.body)
	}
	if first.header.Get("Idempotent-Replayed") != "" || again.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("replayed: %q %q", first.header.Get("Idempotent-Replayed"), again.header.Get("Idempotent-Replayed"))
	}
	for _, name := range []string{"ETag", "Location", "Content-Type"} {
		if a, b := first.header.Get(name), again.header.Get(name); a == "" || a != b {
			t.Errorf("%s: %q then %q", name, a, b)
		}
	}
	if n := w.journal("createSheet", "done"); n != 1 {
		t.Errorf("%d journal rows for one effect", n)
	}
}

func TestKeyOfAnotherRequestIsRefused(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	p.do("POST", "/api/v1/sheets", draft, "Idempotency-Key: key-number-1")
	other := p.do("POST", "/api/v1/sheets", `{"content":{"subject":{"name":"見本 次郎"}}}`, "Idempotency-Key: key-number-1")
	if other.status != 422 || other.problem(t).Code != "idempotency_key_reused" {
		t.Errorf("%d %s", other.status, other.body)
	}
}

func TestKeyBelongsToItsAccount(t *testing.T) {
	w := newWorld(t)
	a := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	b := w.person("b@naka.example", "houkatsu-naka", casework.RoleWorker)
	mine := a.do("POST", "/api/v1/sheets", draft, "Idempotency-Key: key-number-1")
	theirs := b.do("POST", "/api/v1/sheets", draft, "Idempotency-Key: key-number-1")
	if theirs.status != 201 || theirs.header.Get("Idempotent-Replayed") != "" || string(mine.body) == string(theirs.body) {
		t.Errorf("%d %s", theirs.status, theirs.body)
	}
}

func TestFailedRequestFreesItsKey(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	bad := p.do("POST", "/api/v1/sheets", `{"content":{"issues":["no_such_issue"]}}`, "Idempotency-Key: key-number-1")
	if bad.status != 422 {
		t.Fatalf("%d %s", bad.status, bad.body)
	}
	if r := p.do("POST", "/api/v1/sheets", draft, "Idempotency-Key: key-number-1"); r.status != 201 {
		t.Errorf("after a failure: %d %s", r.status, r.body)
	}
}

func TestSixteenAtOnceHaveOneEffect(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	bodies := make([]string, 16)
	var all sync.WaitGroup
	for i := range bodies {
		all.Go(func() {
			if r := p.do("POST", "/api/v1/sheets", draft, "Idempotency-Key: key-number-1"); r.status == 201 {
				bodies[i] = string(r.body)
			} else {
				t.Errorf("%d %s", r.status, r.body)
			}
		})
	}
	all.Wait()
	for _, body := range bodies {
		if body != bodies[0] {
			t.Errorf("two answers:\n%s\n%s", bodies[0], body)
		}
	}
	var page struct{ Total int }
	p.do("GET", "/api/v1/sheets?count=true", "").into(t, &page)
	if page.Total != 1 {
		t.Errorf("%d sheets of sixteen requests with one key", page.Total)
	}
}
