package server

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Several people press at once, all having seen the same version: one wins, the others are told so, and nothing is half done.

// atOnce sends all requests at the same moment and returns their answers in order.
func atOnce(requests ...func() reply) []reply {
	replies := make([]reply, len(requests))
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i, send := range requests {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			replies[i] = send()
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	return replies
}

func statuses(replies []reply) (out []int) {
	for _, r := range replies {
		out = append(out, r.status)
	}
	slices.Sort(out)
	return out
}

func (s *stage) asked(t *testing.T) (casework.ID, gen.Handoff) {
	t.Helper()
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	return id, s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead))[0]
}

// press is a request with the version as it is now.
func (s *stage) press(who string, handoff casework.ID, verb, body string) func() reply {
	p, tag := s.as(who), s.tag(handoff)
	return func() reply { return p.do("POST", "/api/v1/handoffs/"+string(handoff)+"/"+verb, body, tag) }
}

const rounds = 6 // of each race: who wins differs

func TestTwoWorkersAcceptAtOnce(t *testing.T) {
	s := newStage(t)
	s.cast("second", yorisoi, casework.RoleWorker)
	for range rounds {
		id, h := s.asked(t)
		got := statuses(atOnce(s.press(yorisoi, h.Id, "accept", ""), s.press("second", h.Id, "accept", ""), s.press("second", h.Id, "join", "")))
		if !slices.Equal(got, []int{200, 409, 409}) {
			t.Errorf("answered %v", got)
		}
		if n := sql[int](s, `SELECT count(*) FROM custodies WHERE case_id = $1`, id); n > 2 {
			t.Errorf("%d periods of custody", n)
		}
	}
}

func TestAcceptAgainstWithdraw(t *testing.T) {
	s := newStage(t)
	for range rounds {
		id, h := s.asked(t)
		replies := atOnce(s.press(yorisoi, h.Id, "accept", ""), s.press(naka, h.Id, "withdraw", `{"reason":"宛先を間違えた"}`))
		if got := statuses(replies); !slices.Equal(got, []int{200, 409}) {
			t.Errorf("answered %v", got)
		}
		lead := s.agencies[naka]
		if replies[0].status == 200 {
			lead = s.agencies[yorisoi]
		}
		if got := sql[casework.ID](s, `SELECT agency_id FROM custodies WHERE case_id = $1 AND until IS NULL`, id); got != lead {
			t.Errorf("lead %s, want %s", got, lead)
		}
	}
	// the receiver that was too late is told so, but reads nothing any more
	_, h := s.asked(t)
	want[gen.Handoff](t, s.verb(naka, h.Id, "withdraw", map[string]any{"reason": "宛先を間違えた"}), 200)
	refused(t, s.verb(yorisoi, h.Id, "accept", nil), 409, casework.CodeWrongState)
	refused(t, s.get(yorisoi, "/handoffs/"+string(h.Id)), 404, casework.CodeNotFound)
	refused(t, s.verb(kikan, h.Id, "accept", nil), 404, casework.CodeNotFound)
}

func TestAcceptAgainstTheClock(t *testing.T) {
	s := newStage(t)
	for range rounds {
		id, h := s.asked(t)
		s.pass(10 * 24 * time.Hour)
		due := s.now()
		clock := func() reply {
			found, err := s.store.EscalateDue(t.Context(), due)
			if err != nil {
				t.Errorf("clock: %v", err)
			}
			if found != "" {
				return reply{status: http.StatusOK}
			}
			return reply{status: http.StatusConflict}
		}
		replies := atOnce(s.press(yorisoi, h.Id, "accept", ""), clock)
		state := sql[string](s, `SELECT state FROM handoffs WHERE id = $1`, h.Id)
		escalations := sql[int](s, `SELECT count(*) FROM escalations WHERE case_id = $1`, id)
		switch accepted := replies[0].status; {
		case accepted == 200 && state == "accepted" && escalations == 0:
		case accepted == 409 && state == "escalated" && escalations == 1: // it may look again and accept: late is not never
		default:
			t.Errorf("accept answered %d, clock %d; state %s, %d escalations", accepted, replies[1].status, state, escalations)
		}
	}
}

func TestTwoAsksForTheLeadAtOnce(t *testing.T) {
	s := newStage(t)
	for range rounds {
		id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
		ask := func(agency string) func() reply {
			p, body := s.as(naka), toJSON(map[string]any{"receivers": []any{s.receiver(agency, casework.AskLead)}})
			return func() reply { return p.do("POST", "/api/v1/cases/"+string(id)+"/handoffs", body) }
		}
		if got := statuses(atOnce(ask(yorisoi), ask(kikan), ask(fukushi))); !slices.Equal(got, []int{201, 409, 409}) {
			t.Errorf("answered %v", got)
		}
		if n := sql[int](s, `SELECT count(*) FROM handoffs WHERE case_id = $1`, id); n != 1 {
			t.Errorf("%d handoffs", n)
		}
	}
}

func TestTwelveEditsAtOnceHaveOneWinner(t *testing.T) {
	s := newStage(t)
	sheet, tag := s.sheet(naka, household8050("操山 キヨ", "みさおやま きよ"))
	p := s.as(naka)
	edits := make([]func() reply, 12)
	for i := range edits {
		edits[i] = func() reply {
			return p.do("PATCH", "/api/v1/sheets/"+string(sheet.Id), fmt.Sprintf(`{"content":{"wishes":"%d"}}`, i), ifMatchHeader(tag))
		}
	}
	replies := atOnce(edits...)
	won := slices.IndexFunc(replies, func(r reply) bool { return r.status == 200 })
	if got := statuses(replies); got[0] != 200 || got[1] != 412 {
		t.Fatalf("answered %v", got)
	}
	if got := want[gen.Sheet](t, s.get(naka, "/sheets/"+string(sheet.Id)), 200); got.Content.Wishes != fmt.Sprint(won) {
		t.Errorf("kept %q, the winner wrote %d", got.Content.Wishes, won)
	}
	// filing it twice at once opens one case
	tag = s.get(naka, "/sheets/"+string(sheet.Id)).header.Get("ETag")
	file := func() reply {
		return p.do("POST", "/api/v1/sheets/"+string(sheet.Id)+"/file", `{"newHousehold":true}`, ifMatchHeader(tag))
	}
	if got := statuses(atOnce(file, file, file)); !slices.Equal(got, []int{200, 409, 409}) {
		t.Errorf("filing answered %v", got)
	}
	if n := sql[int](s, `SELECT count(*) FROM cases`); n != 1 {
		t.Errorf("%d cases", n)
	}
}

func TestSixteenWithOneKeyHaveOneEffect(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	p := s.as(naka)
	for name, c := range map[string]struct{ path, body, table string }{
		"hand_off": {"/api/v1/cases/" + string(id) + "/handoffs", toJSON(map[string]any{"receivers": []any{s.receiver(yorisoi, casework.AskLead), s.receiver(kikan, casework.AskJoin)}}), "handoffs"},
		"note":     {"/api/v1/cases/" + string(id) + "/notes", toJSON(map[string]any{"kind": "phone", "occurredAt": s.now(), "text": "電話"}), "notes"},
		"sheet":    {"/api/v1/sheets", toJSON(map[string]any{"content": household8050("旭川 清", "あさひかわ きよし")}), "sheets"},
	} {
		before := sql[int](s, `SELECT count(*) FROM `+c.table)
		same := make([]func() reply, 16)
		for i := range same {
			same[i] = func() reply { return p.do("POST", c.path, c.body, "Idempotency-Key: key-"+name) }
		}
		replies := atOnce(same...)
		replayed := 0
		for _, r := range replies {
			if r.status != 201 || string(r.body) != string(replies[0].body) {
				t.Errorf("%s: %d %s", name, r.status, r.body)
			}
			if r.header.Get("Idempotent-Replayed") == "true" {
				replayed++
			}
		}
		wanted := 1
		if name == "hand_off" {
			wanted = 2
		}
		if made := sql[int](s, `SELECT count(*) FROM `+c.table) - before; made != wanted || replayed != 15 {
			t.Errorf("%s: %d made, %d replayed", name, made, replayed)
		}
	}
}
