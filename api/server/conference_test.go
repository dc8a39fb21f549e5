package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// coordinated is a case that came to the coordinators.
func (s *stage) coordinated() casework.ID {
	s.t.Helper()
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	tag := s.get(naka, "/cases/"+string(id)).header.Get("ETag")
	want[gen.Case](s.t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/escalate", `{"reason":"no_support_menu"}`, ifMatchHeader(tag)), 200)
	return id
}

func (s *stage) propose(body map[string]any) reply {
	s.t.Helper()
	return s.as(desk).do("POST", "/api/v1/conferences", toJSON(body))
}

// polled is a conference that is being polled: the agencies are invited, the first one is needed, and a person outside.
func (s *stage) polled(id casework.ID, agencies ...string) gen.Conference {
	s.t.Helper()
	invitees := []map[string]any{}
	for n, a := range agencies {
		invitees = append(invitees, map[string]any{"agencyId": s.agencies[a], "function": "担当", "required": n == 0})
	}
	invitees = append(invitees, map[string]any{"name": "備前 正", "organization": "見本民生委員協議会", "email": "bizen@example.jp", "function": "民生委員", "required": false})
	return want[gen.Conference](s.t, s.propose(s.proposal(id, "役割を分ける", invitees...)), 201)
}

func TestConferenceIsProposedAndSeenByWhoIsInvited(t *testing.T) {
	s := newStage(t)
	s.cast("city", "kikaku", casework.RoleCityOffice)
	id := s.coordinated()
	member := s.theCase(desk, id).Members[1].Id
	body := s.proposal(id, "役割を分ける",
		map[string]any{"agencyId": s.agencies[yorisoi], "function": "家計", "memberId": member, "required": true},
		map[string]any{"agencyId": s.agencies[kikan], "required": false})
	r := s.propose(body)
	k := want[gen.Conference](t, r, 201)
	if r.header.Get("Location") != "/api/v1/conferences/"+string(k.Id) || r.header.Get("ETag") != `"1"` {
		t.Errorf("headers: %v", r.header)
	}
	if k.State != "polling" || len(k.Slots) != 1 || len(k.Invitees) != 2 || value(k.Invitees[0].MemberName) == "" || k.Number != "R8-K001" || !k.LegalBasis.NeedsPledge {
		t.Errorf("proposed: %+v", k)
	}
	for _, name := range []string{desk, naka, yorisoi, kikan, "city"} { // naka leads the case
		want[gen.Conference](t, s.get(name, "/conferences/"+string(k.Id)), 200)
	}
	invited := want[gen.Conference](t, s.get(yorisoi, "/conferences/"+string(k.Id)), 200)
	if invited.CaseId != nil || invited.CaseNumber != nil || invited.Invitees[0].MemberName != nil || value(invited.MyInviteeId) != k.Invitees[0].Id || invited.Purpose != "役割を分ける" {
		t.Errorf("an invited agency without the case sees %+v", invited)
	}
	refused(t, s.get(fukushi, "/conferences/"+string(k.Id)), 404, casework.CodeNotFound)
	refused(t, s.get(yorisoi, "/cases/"+string(id)), 404, casework.CodeNotFound) // an invitation opens no case
	notice := want[gen.NotificationPage](t, s.get(yorisoi, "/notifications"), 200).Items[0]
	if notice.Kind != "conference_proposed" || value(notice.ConferenceId) != k.Id || notice.CaseId != nil {
		t.Errorf("the invited agency is told %+v", notice)
	}
	if events := want[gen.Timeline](t, s.get(desk, "/cases/"+string(id)+"/timeline"), 200).Items; events[0].Kind != "conference_proposed" {
		t.Errorf("timeline: %+v", events[0])
	}
}

func TestWhoMayPropose(t *testing.T) {
	s := newStage(t)
	id := s.coordinated()
	body := s.proposal(id, "役割を分ける", map[string]any{"agencyId": s.agencies[yorisoi], "required": true})
	refused(t, s.as(naka).do("POST", "/api/v1/conferences", toJSON(body)), 403, casework.CodeForbidden)
	mine := s.file(naka, household8050("旭川 清", "あさひかわ きよし")) // never came to the coordinators
	body["caseId"] = mine
	refused(t, s.propose(body), 404, casework.CodeNotFound)
}

// What is wrong is said with a pointer; what is only unusual is asked.
func TestBadProposals(t *testing.T) {
	s := newStage(t)
	id := s.coordinated()
	agency := map[string]any{"agencyId": s.agencies[yorisoi], "required": true}
	slots := func(all ...any) func(map[string]any) {
		return func(b map[string]any) { b["slots"] = append([]any{}, all...) }
	}
	invitees := func(all ...any) func(map[string]any) {
		return func(b map[string]any) { b["invitees"] = append([]any{}, all...) }
	}
	turned := s.slot(2, 10)
	turned["startsAt"], turned["endsAt"] = turned["endsAt"], turned["startsAt"]
	many := make([]any, 200)
	for i := range many {
		many[i] = s.slot(2+i, 10)
	}
	for name, row := range map[string]struct {
		change  func(map[string]any)
		code    casework.Code
		pointer string
	}{
		"past":            {slots(s.slot(-1, 10)), casework.CodeInvalid, "/slots/0/startsAt"},
		"turned":          {slots(turned), casework.CodeInvalid, "/slots/0/endsAt"},
		"overlapping":     {slots(s.slot(2, 10), s.slot(2, 10)), casework.CodeInvalid, "/slots/1"},
		"200 slots":       {slots(many...), casework.CodeInvalid, "/slots"},
		"no slot":         {slots(), casework.CodeInvalid, "/slots"},
		"evening":         {slots(s.slot(2, 10), s.slot(3, 20)), casework.CodeConfirm, "/slots/1"},
		"unknown agency":  {invitees(map[string]any{"agencyId": unknownID, "required": true}), casework.CodeInvalid, "/invitees/0/agencyId"},
		"unknown account": {invitees(agency, map[string]any{"accountId": unknownID, "required": true}), casework.CodeInvalid, "/invitees/1/accountId"},
		"twice":           {invitees(agency, agency), casework.CodeInvalid, "/invitees/1"},
		"nobody":          {invitees(), casework.CodeInvalid, "/invitees"},
		"no address":      {invitees(map[string]any{"name": "備前 正", "required": false}), casework.CodeInvalid, "/invitees/0/email"},
		"no one":          {invitees(map[string]any{"required": false}), casework.CodeInvalid, "/invitees/0"},
		"stranger":        {invitees(map[string]any{"agencyId": s.agencies[yorisoi], "memberId": unknownID, "required": false}), casework.CodeInvalid, "/invitees/0/memberId"},
		"basis":           {func(b map[string]any) { b["legalBasis"] = "none" }, casework.CodeInvalid, "/legalBasis"},
		"purpose":         {func(b map[string]any) { b["purpose"] = " 　" }, casework.CodeInvalid, "/purpose"},
	} {
		body := s.proposal(id, "役割を分ける", agency)
		row.change(body)
		r := s.propose(body)
		p := r.problem(t)
		if r.status != http.StatusUnprocessableEntity || p.Code != string(row.code) || p.Errors == nil || (*p.Errors)[0].Pointer != row.pointer {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	if n := sql[int](s, `SELECT count(*) FROM conferences`); n != 0 {
		t.Errorf("%d conferences", n)
	}
	body := s.proposal(id, "夜の会議", agency)
	body["slots"], body["confirm"] = []any{s.slot(3, 20)}, true
	if k := want[gen.Conference](t, s.propose(body), 201); !strings.Contains(value(k.Slots[0].Unusual), "開庁時間") {
		t.Errorf("an evening is meant: %+v", k.Slots)
	}
}

// Two coordinators press at once, each with the same Idempotency-Key of their own: one conference.
func TestProposingTwiceWithOneKeyMakesOne(t *testing.T) {
	s := newStage(t)
	id := s.coordinated()
	body := toJSON(s.proposal(id, "役割を分ける", map[string]any{"agencyId": s.agencies[yorisoi], "required": true}))
	first := s.as(desk).do("POST", "/api/v1/conferences", body, "Idempotency-Key: a-conference")
	again := s.as(desk).do("POST", "/api/v1/conferences", body, "Idempotency-Key: a-conference")
	if first.status != 201 || again.status != 201 || string(first.body) != string(again.body) || sql[int](s, `SELECT count(*) FROM conferences`) != 1 {
		t.Errorf("%d %d\n%s\n%s", first.status, again.status, first.body, again.body)
	}
	s.pass(time.Minute)
}
