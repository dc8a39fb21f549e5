package server

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// counter sees every statement, those of batches too.
type counter struct {
	mu         sync.Mutex
	statements []string
}

func (c *counter) add(statement string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.statements = append(c.statements, statement)
}

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	c.add(d.SQL)
	return ctx
}
func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (c *counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (c *counter) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	c.add(d.SQL)
}
func (c *counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// beside is what a request does apart from its own work: transaction, authorisation, journal.
var beside = []string{"FROM sessions s", "UPDATE sessions SET seen_at", "INSERT INTO journal", "pg_has_role", "SET ROLE"}

// take returns the request's own statements and forgets all.
func (c *counter) take() (own []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
next:
	for _, s := range c.statements {
		if word, _, _ := strings.Cut(s, " "); word == "begin" || word == "commit" || word == "rollback" {
			continue
		}
		for _, b := range beside {
			if strings.Contains(s, b) {
				continue next
			}
		}
		own = append(own, s)
	}
	c.statements = nil
	return own
}

// TestStatementsPerRequest: lists take at most two statements and details four, whatever they show (performance.md).
func TestStatementsPerRequest(t *testing.T) {
	c := &counter{}
	s := newStage(t, store.WithTracer(c))
	var id, h casework.ID
	for n := range 12 { // rows enough that one statement a row would be seen
		id = s.file(naka, household8050(fmt.Sprintf("操山 キヨ%d", n), "みさおやま きよ"))
		hs := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead), s.receiver(kikan, casework.AskJoin), s.receiver(fukushi, casework.AskJoin))
		h = hs[0].Id
		s.pass(time.Minute)
		s.verb(kikan, hs[1].Id, "join", nil)
		s.verb(naka, hs[2].Id, "report-refusal", map[string]any{"saidBy": "係", "said": "無理", "saidAt": s.now()})
		s.verb(yorisoi, h, "ask", map[string]any{"question": "収入は。"})
		s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/notes", toJSON(map[string]any{"kind": "phone", "occurredAt": s.now(), "text": "電話"}))
		s.sheet(naka, household8050("旭川 清", "あさひかわ きよし"))
	}
	sheet, person := s.theCase(naka, id).Sheets[0].Id, s.subject(id)
	const list, detail = 2, 4
	for _, row := range []struct {
		path string
		most int
	}{
		{"/cases", list}, {"/cases?open=true&sort=kana", list}, {"/cases?q=操山&count=true", list}, {"/sheets", list}, {"/sheets?q=操山&count=true", list},
		{"/handoffs?box=sent", list}, {"/handoffs?box=received&count=true", list}, {"/escalations?count=true", list}, {"/notifications", list},
		{"/agencies", list}, {"/agencies?count=true&q=福祉", list}, {"/agencies/suggestions?issues=care", list}, {"/reference", list},
		{"/cases/" + string(id), detail}, {"/cases/" + string(id) + "/timeline", detail}, {"/handoffs/" + string(h), detail},
		{"/sheets/" + string(sheet), detail}, {"/sheets/" + string(sheet) + "/versions", detail}, {"/sheets/" + string(sheet) + "/versions/1", detail},
		{"/disclosures?caseId=" + string(id), list}, {"/disclosures?count=true&caseId=" + string(id), list}, {"/disclosures?personId=" + string(person), list},
		{"/consents?caseId=" + string(id), detail}, {"/disclosures/corrections?caseId=" + string(id), detail},
		{"/sheets/" + string(sheet) + "/diff?from=1&to=1", detail}, {"/agencies/" + string(s.agencies[naka]), detail}, {"/me", detail},
	} {
		who := naka
		if strings.HasPrefix(row.path, "/escalations") {
			who = desk
		}
		s.get(who, row.path) // the names are known, and the session is new
		c.take()
		r := s.get(who, row.path)
		own := c.take()
		path, _, _ := strings.Cut(strings.NewReplacer(string(id), "{caseId}", string(h), "{handoffId}", string(sheet), "{sheetId}", string(s.agencies[naka]), "{agencyId}").Replace(row.path), "&")
		t.Logf("%-40s %d of %d", path, len(own), row.most)
		if r.status != 200 || len(own) > row.most {
			t.Errorf("GET %s: %d, %d statements:\n%s", path, r.status, len(own), strings.Join(own, "\n--\n"))
		}
	}
	c.take()
	s.get(naka, "/home")
	t.Logf("%-40s %d, one round trip", "/home", len(c.take()))
}
