package server

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
)

// dispatchOn puts a dispatch on a case that the coordinators do not see: only the store can.
func (s *stage) dispatchOn(name string, id casework.ID) (dispatch casework.ID) {
	s.t.Helper()
	return sql[casework.ID](s, `INSERT INTO dispatches (id, case_id, state, question, mode, fields, sheet, notes, requested_at, requested_by, agency_id, updated_at)
		VALUES (gen_random_uuid(), $1, 'requested', '問い', 'advice', '{elderly}', false, false, $2, $3, $4, $2) RETURNING id`, id, noon, s.people[name].account, s.people[name].agency)
}

// filedAndEscalated is a case that came to the coordinators.
func (s *stage) filedAndEscalated(name string, content casework.SheetContent) casework.ID {
	s.t.Helper()
	id := s.file(name, content)
	want[gen.Case](s.t, s.as(name).do("POST", "/api/v1/cases/"+string(id)+"/escalate", `{"reason":"no_support_menu","text":"支援の形が見えない"}`, s.caseTag(id)), 200)
	return id
}

func TestAdvisorFromQuestionToLibrary(t *testing.T) {
	s := newStage(t)
	s.cast("advisor", "kikaku", casework.RoleAdvisor)
	s.cast("other", "kikaku", casework.RoleAdvisor)
	s.cast("city", "kikaku", casework.RoleCityOffice)
	id := s.filedAndEscalated(naka, household8050("小橋 梅", "こばし うめ"))
	advisor := s.advisor("city", "advisor")
	path := "/api/v1/cases/" + string(id) + "/dispatches"

	named := dispatchInput("守秘")
	named["question"] = "小橋さんの世帯への入り方"
	p := refused(t, s.as(naka).do("POST", path, toJSON(named)), 422, casework.CodeInvalid)
	if p.Errors == nil || (*p.Errors)[0].Pointer != "/question" || !strings.Contains((*p.Errors)[0].Message, "小橋") {
		t.Errorf("a question with a name: %+v", p.Errors)
	}
	if list := want[gen.DispatchPage](t, s.get(naka, "/dispatches?caseId="+string(id)), 200); !list.MayRequest || len(list.Items) != 0 {
		t.Errorf("before: %+v", list)
	}
	d := want[gen.Dispatch](t, s.as(naka).do("POST", path, toJSON(dispatchInput("守秘"))), 201)
	if found := want[gen.AdvisorSuggestionList](t, s.get(desk, "/dispatches/"+string(d.Id)+"/suggestions"), 200).Items; len(found) != 1 || found[0].Id != advisor || len(found[0].Matching) != 1 {
		t.Errorf("suggested %+v", found)
	}
	refused(t, s.get("advisor", "/dispatches/"+string(d.Id)), 404, casework.CodeNotFound)
	refused(t, s.dispatchVerb(naka, d.Id, "assign", map[string]any{"advisorId": advisor}), 403, casework.CodeForbidden)
	start := s.now().AddDate(0, 0, 7)
	want[gen.Dispatch](t, s.dispatchVerb(desk, d.Id, "assign", map[string]any{"advisorId": advisor, "meeting": meetingInput(start)}), 200)

	// until it is confirmed the advisor knows the question, and nobody it is about
	r := s.get("advisor", "/dispatches/"+string(d.Id))
	if got := want[gen.Dispatch](t, r, 200); !got.Mine || got.CaseId != nil || got.CaseNumber != nil || strings.Join(got.Actions, " ") != "confirm" {
		t.Errorf("asked: %+v", got)
	}
	notices := s.get("advisor", "/notifications")
	for _, word := range []string{"小橋", "R8-", string(id)} {
		if bytes.Contains(r.body, []byte(word)) || bytes.Contains(notices.body, []byte(word)) {
			t.Errorf("the advisor reads %q before confirming: %s %s", word, r.body, notices.body)
		}
	}
	if told := s.told("advisor"); len(told) != 1 || told[0] != "dispatch_assigned" {
		t.Errorf("told %v", told)
	}
	refused(t, s.get("advisor", "/cases/"+string(id)), 404, casework.CodeNotFound)
	refused(t, s.get("other", "/dispatches/"+string(d.Id)), 404, casework.CodeNotFound)
	refused(t, s.dispatchVerb("other", d.Id, "confirm", map[string]any{"pledged": true}), 404, casework.CodeNotFound)
	refused(t, s.dispatchVerb("advisor", d.Id, "advise", map[string]any{"on": "2026-11-24", "text": "早い"}), 409, casework.CodeWrongState)
	refused(t, s.dispatchVerb("advisor", d.Id, "confirm", map[string]any{"pledged": false}), 422, casework.CodeInvalid)

	got := want[gen.Dispatch](t, s.dispatchVerb("advisor", d.Id, "confirm", map[string]any{"pledged": true}), 200)
	if got.CaseId == nil || s.theCase("advisor", id).Access != "package" {
		t.Errorf("confirmed: %+v", got)
	}
	if n := sql[int](s, `SELECT count(*) FROM disclosures WHERE kind = 'dispatch' AND case_id = $1 AND ground = 'life_and_body' AND conditions = '守秘'`, id); n != 1 {
		t.Errorf("%d lines in the ledger", n)
	}
	mails := sqlRows[struct{ Text string }](s, `SELECT body || convert_from(calendar, 'UTF8') FROM messages WHERE kind = 'dispatch_invitation' AND calendar_method = 'REQUEST'`)
	if len(mails) != 2 || !strings.Contains(mails[0].Text, "UID:dispatch-"+string(d.Id)) || strings.Contains(mails[0].Text+mails[1].Text, "小橋") {
		t.Errorf("invitations %+v", mails)
	}

	s.pass(24 * time.Hour)
	want[gen.Dispatch](t, s.dispatchVerb("advisor", d.Id, "advise", map[string]any{"on": "2026-11-25", "minutes": 60, "text": "小橋さん宅には同じ顔で通う。"}), 200)
	if got := want[gen.Dispatch](t, s.get(naka, "/dispatches/"+string(d.Id)), 200); len(got.Records) != 1 || got.FollowUpsLeft != 2 || got.Records[0].Text == "" {
		t.Errorf("advised: %+v", got)
	}
	if kinds := strings.Join(s.kinds(naka, id), " "); !strings.Contains(kinds, "dispatch_advised") {
		t.Errorf("timeline %s", kinds)
	}
	refused(t, s.dispatchVerb(desk, d.Id, "complete", map[string]any{"keep": true, "title": "入り方", "text": "小橋梅さんには通う。"}), 422, casework.CodeInvalid)
	want[gen.Dispatch](t, s.dispatchVerb(desk, d.Id, "complete", map[string]any{"keep": true, "title": "8050世帯への入り方", "text": "同じ顔で通い続ける。"}), 200)
	refused(t, s.get("advisor", "/cases/"+string(id)), 404, casework.CodeNotFound)
	after := s.get("advisor", "/dispatches/"+string(d.Id))
	if got := want[gen.Dispatch](t, after, 200); len(got.Records) != 0 || got.CaseId != nil || bytes.Contains(after.body, []byte("小橋")) {
		t.Errorf("the advisor keeps %s", after.body)
	}
	// anybody finds the advice for a later case, and nothing of whom it was for
	for q, n := range map[string]int{"": 1, "?field=elderly": 1, "?field=rights": 0, "?issue=care": 1, "?issue=debt": 0, "?q=通い続ける": 1, "?q=小橋": 0} {
		r := s.get(kokoro, "/advice"+q)
		if page := want[gen.AdvicePage](t, r, 200); len(page.Items) != n || bytes.Contains(r.body, []byte(id)) || bytes.Contains(r.body, []byte(d.Id)) {
			t.Errorf("library%s: %s", q, r.body)
		}
	}
}

func TestCancellingTakesTheMeetingOutOfTheCalendars(t *testing.T) {
	s := newStage(t)
	s.cast("advisor", "kikaku", casework.RoleAdvisor)
	id := s.filedAndEscalated(naka, household8050("小橋 梅", "こばし うめ"))
	advisor := s.advisor(desk, "advisor")
	d := want[gen.Dispatch](t, s.as(desk).do("POST", "/api/v1/cases/"+string(id)+"/dispatches", toJSON(dispatchInput("守秘"))), 201).Id
	want[gen.Dispatch](t, s.dispatchVerb(desk, d, "assign", map[string]any{"advisorId": advisor}), 200)
	want[gen.Dispatch](t, s.dispatchVerb("advisor", d, "confirm", map[string]any{"pledged": true, "meeting": meetingInput(s.now().AddDate(0, 0, 3))}), 200)
	want[gen.Dispatch](t, s.dispatchVerb(desk, d, "cancel", map[string]any{"reason": "入院のため"}), 200)
	refused(t, s.get("advisor", "/cases/"+string(id)), 404, casework.CodeNotFound)
	if n := sql[int](s, `SELECT count(*) FROM messages WHERE calendar_method = 'CANCEL' AND convert_from(calendar, 'UTF8') LIKE '%SEQUENCE:1%'`); n != 2 {
		t.Errorf("%d cancellations", n)
	}
}

func TestSilentAdvisorIsToldToTheCoordinatorsOnce(t *testing.T) {
	s := newStage(t)
	s.cast("advisor", "kikaku", casework.RoleAdvisor)
	id := s.filedAndEscalated(naka, household8050("小橋 梅", "こばし うめ"))
	advisor := s.advisor(desk, "advisor")
	d := want[gen.Dispatch](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/dispatches", toJSON(dispatchInput("守秘"))), 201).Id
	want[gen.Dispatch](t, s.dispatchVerb(desk, d, "assign", map[string]any{"advisorId": advisor}), 200)
	s.pass(7 * 24 * time.Hour)
	log := slog.New(slog.DiscardHandler)
	jobs.Once(context.Background(), s.store, s.now(), log)
	jobs.Once(context.Background(), s.store, s.now(), log)
	if n := sql[int](s, `SELECT count(*) FROM notifications WHERE kind = 'dispatch_unanswered' AND dispatch_id = $1 AND account_id = $2`, d, s.people[desk].account); n != 1 {
		t.Errorf("told %d times", n)
	}
	if got := want[gen.Dispatch](t, s.get(desk, "/dispatches/"+string(d)), 200); !got.Overdue {
		t.Error("not shown as overdue")
	}
}

// Twelve press the same button: the dispatch is confirmed once, and the ledger has one line.
func TestDispatchIsConfirmedOnce(t *testing.T) {
	s := newStage(t)
	s.cast("advisor", "kikaku", casework.RoleAdvisor)
	id := s.filedAndEscalated(naka, household8050("小橋 梅", "こばし うめ"))
	advisor := s.advisor(desk, "advisor")
	d := want[gen.Dispatch](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/dispatches", toJSON(dispatchInput("守秘"))), 201).Id
	want[gen.Dispatch](t, s.dispatchVerb(desk, d, "assign", map[string]any{"advisorId": advisor}), 200)
	a, tag := s.as("advisor"), s.dispatchTag(d)
	var wait sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for range 12 {
		wait.Go(func() {
			r := a.do("POST", "/api/v1/dispatches/"+string(d)+"/confirm", `{"pledged":true}`, tag)
			mu.Lock()
			defer mu.Unlock()
			statuses[r.status]++
		})
	}
	wait.Wait()
	if statuses[200] != 1 || statuses[409] != 11 {
		t.Errorf("answers %v", statuses)
	}
	if n := sql[int](s, `SELECT count(*) FROM disclosures WHERE kind = 'dispatch'`); n != 1 {
		t.Errorf("%d lines in the ledger", n)
	}
}

func TestRegistryIsKeptByTheCityAndTheCoordinators(t *testing.T) {
	s := newStage(t)
	s.cast("city", "kikaku", casework.RoleCityOffice)
	s.cast("advisor", "kikaku", casework.RoleAdvisor)
	id := s.advisor("city", "advisor")
	refused(t, s.as(naka).do("POST", "/api/v1/advisors", toJSON(advisorInput("x", ""))), 403, casework.CodeForbidden)
	if a := want[gen.Advisor](t, s.get(naka, "/advisors/"+string(id)), 200); a.Phone != nil || a.Email != nil || a.AccountEmail != nil || a.MayEdit || !a.HasAccount || !a.InTerm {
		t.Errorf("a worker reads %+v", a)
	}
	r := s.get(desk, "/advisors/"+string(id))
	if a := want[gen.Advisor](t, r, 200); a.Phone == nil || a.AccountEmail == nil || !a.MayEdit {
		t.Errorf("a coordinator reads %+v", a)
	}
	in := advisorInput("𠮷野 太郎", "nobody@example.test")
	refused(t, s.as(desk).do("PUT", "/api/v1/advisors/"+string(id), toJSON(in), ifMatchHeader(`"1"`)), 422, casework.CodeInvalid)
	in["accountEmail"] = "advisor@example.test"
	in["until"] = "2026-11-23"
	changed := want[gen.Advisor](t, s.as(desk).do("PUT", "/api/v1/advisors/"+string(id), toJSON(in), ifMatchHeader(r.header.Get("ETag"))), 200)
	if changed.Name != "𠮷野 太郎" || changed.InTerm {
		t.Errorf("changed: %+v", changed)
	}
	refused(t, s.as(desk).do("PUT", "/api/v1/advisors/"+string(id), toJSON(in), ifMatchHeader(r.header.Get("ETag"))), 412, casework.CodeStale)
	refused(t, s.as(desk).do("POST", "/api/v1/advisors", toJSON(advisorInput("二人目", "advisor@example.test"))), 409, casework.CodeDuplicate)
	for q, n := range map[string]int{"": 0, "?all=true": 1, "?all=true&q=吉野": 1, "?all=true&field=rights": 1, "?all=true&field=housing": 0} {
		if page := want[gen.AdvisorPage](t, s.get(naka, "/advisors"+q), 200); len(page.Items) != n {
			t.Errorf("%s: %d", q, len(page.Items))
		}
	}
	in["from"] = "2026-02-30"
	refused(t, s.as(desk).do("POST", "/api/v1/advisors", toJSON(in)), 422, casework.CodeInvalid)
}

// advisedOn adds a dispatch of the case to the walk of what others must not find.
func (s *stage) advisedOn(id casework.ID, ids map[string]string, rows map[string]call) {
	s.t.Helper()
	ids["{dispatchId}"] = string(s.dispatchOn(naka, id))
	s.advisedRows(rows)
}

func (s *stage) advisedRows(rows map[string]call) {
	for op, row := range map[string]call{
		"requestDispatch": {body: toJSON(dispatchInput("守秘"))}, "getDispatch": {}, "suggestAdvisors": {},
		"assignDispatch": {body: toJSON(map[string]any{"advisorId": unknownID}), ifMatch: `"1"`}, "confirmDispatch": {body: `{"pledged":true}`, ifMatch: `"1"`},
		"adviseDispatch": {body: `{"on":"2026-11-24","text":"助言"}`, ifMatch: `"1"`}, "followUpDispatch": {body: `{"on":"2026-11-24","text":"助言"}`, ifMatch: `"1"`},
		"completeDispatch": {body: `{"keep":false}`, ifMatch: `"1"`}, "cancelDispatch": {body: `{"reason":"誤り"}`, ifMatch: `"1"`},
		"getHouseholdPicture": {}, "saveHouseholdPicture": {body: `{"people":[],"unions":[],"parents":[],"ties":[]}`, ifMatch: `"0"`},
	} {
		rows[op] = row
	}
}
