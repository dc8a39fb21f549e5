package server

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
)

// byClock is a case whose ask for the lead nobody answered in time.
func (s *stage) byClock(t *testing.T) (casework.ID, gen.Handoff, gen.Escalation) {
	t.Helper()
	id, h := s.asked(t)
	s.pass(h.DueAt.Sub(s.now()) + time.Minute)
	jobs.Once(t.Context(), s.store, s.now(), s.server.log)
	for _, e := range want[gen.EscalationPage](t, s.get(desk, "/escalations?reason=no_answer"), 200).Items {
		if e.CaseId != nil && *e.CaseId == id {
			return id, h, e
		}
	}
	t.Fatal("silence did not escalate")
	return "", h, gen.Escalation{}
}

// deskVerb presses a button on an escalation, having seen its newest version.
func (s *stage) deskVerb(name string, id casework.ID, verb string, body any) reply {
	s.t.Helper()
	tag := ifMatchHeader(fmt.Sprintf("%q", sql[string](s, `SELECT coalesce((SELECT version::text FROM escalations WHERE id = $1), '1')`, id)))
	text := ""
	if body != nil {
		text = toJSON(body)
	}
	return s.as(name).do("POST", "/api/v1/escalations/"+string(id)+"/"+verb, text, tag)
}

func (s *stage) caseVerb(name string, id casework.ID, verb string, body any) reply {
	s.t.Helper()
	text := ""
	if body != nil {
		text = toJSON(body)
	}
	return s.as(name).do("POST", "/api/v1/cases/"+string(id)+"/"+verb, text, s.caseTag(id))
}

func (s *stage) contact(name string, body map[string]any) reply {
	s.t.Helper()
	return s.as(name).do("POST", "/api/v1/coordination-contacts", toJSON(body))
}

// Silence → taken up → spoken with → another agency named → accepted → settled as coordinated.
func TestDeskFromSilenceToSettlement(t *testing.T) {
	s := newStage(t)
	s.cast("desk2", "shakyo", casework.RoleCoordinator)
	id, h, e := s.byClock(t)
	if !e.ByClock || !slices.Equal(e.Actions, []string{"organize", "log_contact"}) || *e.Contacts != 0 || e.LastAgency.Code != yorisoi {
		t.Errorf("on the desk: %+v", e)
	}
	refused(t, s.get(naka, "/escalations/"+string(e.Id)), 403, casework.CodeForbidden)
	refused(t, s.deskVerb(naka, e.Id, "organize", nil), 403, casework.CodeForbidden)
	refused(t, s.deskVerb(desk, casework.ID(unknownID), "organize", nil), 404, casework.CodeNotFound)
	refused(t, s.deskVerb(desk, e.Id, "settle", map[string]any{"class": "coordinated", "to": "supporting"}), 409, casework.CodeWrongState)

	taken := want[gen.Escalation](t, s.deskVerb(desk, e.Id, "organize", nil), 200)
	if taken.State != "organizing" || taken.Coordinator.Id != s.people[desk].account || !slices.Equal(taken.Actions, []string{"settle", "reassign", "log_contact"}) {
		t.Errorf("taken up: %+v", taken)
	}
	if p := refused(t, s.deskVerb("desk2", e.Id, "organize", nil), 409, casework.CodeWrongState); !strings.Contains(*p.Detail, "試験 太郎さんが") {
		t.Errorf("the second is not told who was first: %s", *p.Detail)
	}
	for path, n := range map[string]int{"?assigned=mine": 1, "?assigned=none": 0, "?informal=false": 1, "?informal=true": 0, "?assigned=mine&state=settled": 0} {
		if got := want[gen.EscalationPage](t, s.get(desk, "/escalations"+path), 200).Items; len(got) != n {
			t.Errorf("%s: %d rows", path, len(got))
		}
	}
	refused(t, s.deskVerb(desk, e.Id, "reassign", map[string]any{"coordinatorId": s.people[naka].account}), 422, casework.CodeInvalid)
	want[gen.Escalation](t, s.deskVerb(desk, e.Id, "reassign", map[string]any{"coordinatorId": s.people["desk2"].account}), 200)
	if got := want[gen.EscalationPage](t, s.get(desk, "/escalations?assigned=mine"), 200).Items; len(got) != 0 {
		t.Error("still mine after it was given away")
	}

	refused(t, s.contact(naka, map[string]any{"caseId": id, "kind": "phone", "at": s.now(), "agencyIds": []any{s.agencies[yorisoi]}}), 403, casework.CodeForbidden)
	refused(t, s.contact(desk, map[string]any{"kind": "phone", "at": s.now(), "agencyIds": []any{s.agencies[yorisoi]}}), 422, casework.CodeInvalid)
	refused(t, s.contact(desk, map[string]any{"caseId": id, "kind": "phone", "at": s.now(), "agencyIds": []any{unknownID}}), 422, casework.CodeInvalid)
	k := want[gen.Contact](t, s.contact(desk, map[string]any{"escalationId": e.Id, "kind": "phone", "at": s.now(), "agencyIds": []any{s.agencies[yorisoi], s.agencies[kikan]}, "note": "見込みを聞いた。", "minutes": 15}), 201)
	want[gen.Contact](t, s.contact("desk2", map[string]any{"caseId": id, "kind": "visit", "at": s.now(), "agencyIds": []any{s.agencies[kikan]}}), 201)
	fixed := s.as(desk).do("PATCH", "/api/v1/coordination-contacts/"+string(k.Id), toJSON(map[string]any{"kind": "online", "at": s.now(), "agencyIds": []any{s.agencies[yorisoi]}, "reason": "方法を間違えた"}), ifMatchHeader(*k.Etag))
	if got := want[gen.Contact](t, fixed, 200); got.Kind != "online" || len(*got.Corrections) != 1 || (*got.Corrections)[0].Kind != "phone" || *(*got.Corrections)[0].Note != "見込みを聞いた。" {
		t.Errorf("corrected: %+v", got)
	}
	for _, where := range []string{"caseId=" + string(id), "escalationId=" + string(e.Id)} {
		if page := want[gen.ContactPage](t, s.get(desk, "/coordination-contacts?count=true&limit=1&"+where), 200); *page.Total != 2 || page.NextCursor == nil {
			t.Errorf("%s: %+v", where, page)
		} else if next := want[gen.ContactPage](t, s.get(desk, "/coordination-contacts?limit=1&"+where+"&cursor="+*page.NextCursor), 200); len(next.Items) != 1 || next.Items[0].Id == page.Items[0].Id || next.NextCursor != nil {
			t.Errorf("%s: next page %+v", where, next)
		}
	}
	refused(t, s.get(naka, "/coordination-contacts?caseId="+string(id)), 403, casework.CodeForbidden)
	if !slices.Contains(s.kinds(naka, id), "contact_logged") {
		t.Error("the lead does not see that the coordinator spoke with agencies")
	}

	refused(t, s.verb(naka, h.Id, "redirect", map[string]any{"nextAgencyId": s.agencies[fukushi], "reason": "生活保護"}), 403, casework.CodeForbidden)
	refused(t, s.verb(desk, h.Id, "redirect", map[string]any{"nextAgencyId": unknownID, "reason": "x"}), 422, casework.CodeInvalid)
	refused(t, s.verb(desk, h.Id, "redirect", map[string]any{"nextAgencyId": s.agencies[naka], "reason": "x"}), 422, casework.CodeInvalid)
	got := want[gen.Handoff](t, s.verb(desk, h.Id, "redirect", map[string]any{"nextAgencyId": s.agencies[fukushi], "reason": "生活保護の相談が先のため"}), 200)
	if got.To.Code != fukushi || got.State != "escalated" {
		t.Errorf("redirected: %+v", got)
	}
	if !slices.Contains(s.told(yorisoi), "handoff_redirected") || !slices.Contains(s.told(naka), "handoff_redirected") || s.told(fukushi)[0] != "handoff_requested" {
		t.Errorf("told: %v %v %v", s.told(yorisoi), s.told(naka), s.told(fukushi))
	}
	refused(t, s.verb(yorisoi, h.Id, "accept", nil), 409, casework.CodeWrongState)
	refused(t, s.get(yorisoi, "/cases/"+string(id)), 404, casework.CodeNotFound)
	if given := s.ledger(naka, id); len(given) != 2 || given[0].To.Code != fukushi {
		t.Errorf("the ledger: %+v", given)
	}
	want[gen.Handoff](t, s.verb(fukushi, h.Id, "accept", nil), 200)

	refused(t, s.deskVerb(desk, e.Id, "settle", map[string]any{"class": "coordinated"}), 422, casework.CodeInvalid) // where to
	want[gen.Escalation](t, s.deskVerb(desk, e.Id, "settle", map[string]any{"class": "coordinated", "to": "supporting", "outcome": "福祉事務所が主担当になった。"}), 200)
	refused(t, s.deskVerb("desk2", e.Id, "settle", map[string]any{"class": "coordinated", "to": "supporting"}), 409, casework.CodeWrongState)
	c := s.theCase(fukushi, id)
	if c.State != "supporting" || c.Lead.Code != fukushi || *c.Escalations[0].Class != "coordinated" || c.Escalations[0].Outcome == nil {
		t.Errorf("settled: %+v", c)
	}
}

func TestTwoCoordinatorsTakeUpAtOnce(t *testing.T) {
	s := newStage(t)
	s.cast("desk2", "shakyo", casework.RoleCoordinator)
	for range rounds {
		_, _, e := s.byClock(t)
		press := func(who string) func() reply {
			p := s.as(who)
			return func() reply {
				return p.do("POST", "/api/v1/escalations/"+string(e.Id)+"/organize", "", ifMatchHeader(*e.Etag))
			}
		}
		if got := statuses(atOnce(press(desk), press("desk2"), press(desk))); !slices.Equal(got, []int{200, 409, 409}) {
			t.Errorf("answered %v", got)
		}
	}
}

func TestInformalQuestionCountsAndIsLinkedLater(t *testing.T) {
	s := newStage(t)
	post := func(name string, body map[string]any) reply {
		return s.as(name).do("POST", "/api/v1/escalations", toJSON(body))
	}
	body := map[string]any{"agencyId": s.agencies[kikan], "askedBy": "窓口の方", "channel": "phone", "issues": []string{"debt"}, "text": "どこに相談すればよいか", "answer": "家計相談を案内した。", "minutes": 5, "settle": true}
	refused(t, post(naka, body), 403, casework.CodeForbidden)
	refused(t, post(desk, map[string]any{"channel": "phone", "text": "x"}), 422, casework.CodeInvalid)
	refused(t, post(desk, map[string]any{"channel": "phone", "text": "x", "agencyId": unknownID}), 422, casework.CodeInvalid)
	r := post(desk, body)
	e := want[gen.Escalation](t, r, 201)
	if e.State != "settled" || *e.Class != "advice_only" || e.Inquiry == nil || *e.Inquiry.AskedBy != "窓口の方" || e.CaseId != nil || r.header.Get("Location") != "/api/v1/escalations/"+string(e.Id) {
		t.Errorf("%+v", e)
	}
	if got := want[gen.Escalation](t, s.get(desk, "/escalations/"+string(e.Id)), 200); !slices.Equal(got.Actions, []string{"link", "log_contact"}) {
		t.Errorf("actions %v", got.Actions)
	}
	body["settle"] = false
	open := want[gen.Escalation](t, post(desk, body), 201)
	want[gen.Contact](t, s.contact(desk, map[string]any{"escalationId": open.Id, "kind": "phone", "at": s.now(), "agencyIds": []any{s.agencies[kikan]}}), 201)
	id, _, _ := s.byClock(t)
	number := sql[string](s, `SELECT number FROM cases WHERE id = $1`, id)
	hidden := s.file(hoken, household8050("旭川 清", "あさひかわ きよし"))
	other := sql[string](s, `SELECT number FROM cases WHERE id = $1`, hidden)
	refused(t, s.deskVerb(desk, open.Id, "link", map[string]any{"caseNumber": other}), 422, casework.CodeInvalid)
	refused(t, s.deskVerb(desk, open.Id, "link", map[string]any{"caseNumber": "R99-0001"}), 422, casework.CodeInvalid)
	linked := want[gen.Escalation](t, s.deskVerb(desk, open.Id, "link", map[string]any{"caseNumber": number}), 200)
	if *linked.CaseId != id || *linked.Contacts != 1 || slices.Contains(linked.Actions, "link") {
		t.Errorf("linked: %+v", linked)
	}
	refused(t, s.deskVerb(desk, open.Id, "link", map[string]any{"caseNumber": number}), 409, casework.CodeWrongState)
	if page := want[gen.ContactPage](t, s.get(desk, "/coordination-contacts?caseId="+string(id)), 200); len(page.Items) != 1 {
		t.Error("what was done about the question is not on the case")
	}
	want[gen.Escalation](t, s.deskVerb(desk, open.Id, "settle", map[string]any{"class": "coordinated"}), 200)
}

// The clock reminds once: of what nobody took up, and of a case whose review date came.
func TestClockRemindsOnce(t *testing.T) {
	s := newStage(t)
	_, _, e := s.byClock(t)
	s.pass(5 * 24 * time.Hour)
	for range 2 {
		jobs.Once(t.Context(), s.store, s.now(), s.server.log)
	}
	count := func(who, kind string) (n int) {
		for _, k := range s.told(who) {
			if k == kind {
				n++
			}
		}
		return n
	}
	if n := count(desk, "escalation_overdue"); n != 1 {
		t.Errorf("reminded %d times that nobody took up %s", n, e.Id)
	}
	if got := want[gen.Escalation](t, s.get(desk, "/escalations/"+string(e.Id)), 200); !got.Overdue {
		t.Error("not overdue")
	}
	id := s.file(naka, household8050("旭川 清", "あさひかわ きよし"))
	suspension := map[string]any{"reason": "入院のため", "watchConditions": "退院の連絡", "reviewOn": s.now().AddDate(0, 0, 7).Format(time.DateOnly)}
	want[gen.Case](t, s.caseVerb(naka, id, "suspend", suspension), 200)
	s.pass(8 * 24 * time.Hour)
	for range 2 {
		jobs.Once(t.Context(), s.store, s.now(), s.server.log)
	}
	if n := count(naka, "review_due"); n != 1 || !slices.Contains(s.kinds(naka, id), "review_due") {
		t.Errorf("the lead was told %d times that the review date came", n)
	}
}

func TestCaseRestsIsWatchedAndOpenedAgain(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	on := func(days int) string { return s.now().AddDate(0, 0, days).Format(time.DateOnly) }
	suspension := func(reviewOn string) map[string]any {
		return map[string]any{"reason": "入院のため", "watchConditions": "退院の連絡", "reviewOn": reviewOn}
	}
	for reviewOn, status := range map[string]int{"2027-02-30": 422, on(0): 422, on(-1): 422, "明日": 422} {
		p := want[gen.Problem](t, s.caseVerb(naka, id, "suspend", suspension(reviewOn)), status)
		if p.Errors == nil || (*p.Errors)[0].Pointer != "/reviewOn" {
			t.Errorf("%s: %+v", reviewOn, p)
		}
	}
	refused(t, s.caseVerb(kikan, id, "suspend", suspension(on(7))), 404, casework.CodeNotFound)
	rests := want[gen.Case](t, s.caseVerb(naka, id, "suspend", suspension(on(7))), 200)
	if rests.State != "suspended" || rests.Suspension == nil || rests.Suspension.WatchConditions != "退院の連絡" || !slices.Contains(rests.Actions, "resume") {
		t.Errorf("resting: %+v", rests)
	}
	refused(t, s.caseVerb(naka, id, "suspend", suspension(on(7))), 409, casework.CodeWrongState)
	want[gen.Case](t, s.caseVerb(naka, id, "resume", nil), 200)
	if c := want[gen.Case](t, s.caseVerb(naka, id, "monitor", nil), 200); c.State != "monitoring" || c.Suspension != nil {
		t.Errorf("monitored: %+v", c)
	}
	want[gen.Case](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/escalate", `{"reason":"no_support_menu"}`, s.caseTag(id)), 200)
	refused(t, s.caseVerb(desk, id, "settle", map[string]any{"class": "coordinated"}), 422, casework.CodeInvalid)
	refused(t, s.caseVerb(naka, id, "settle", map[string]any{"class": "coordinated", "to": "monitoring"}), 403, casework.CodeForbidden)
	if c := want[gen.Case](t, s.caseVerb(desk, id, "settle", map[string]any{"class": "coordinated", "to": "monitoring"}), 200); c.State != "monitoring" {
		t.Errorf("settled: %+v", c)
	}
	refused(t, s.caseVerb(naka, id, "reopen", map[string]any{"reason": "また相談があった"}), 403, casework.CodeForbidden) // nobody led it last
	// closing is another slice: the rows say that it was closed
	if _, err := s.eye.Exec(t.Context(), `WITH k AS (UPDATE custodies SET until = $2 WHERE case_id = $1 AND until IS NULL)
		UPDATE cases SET state = 'closed', closed_at = $2, closure = jsonb_build_object('reason', '転居', 'continuingContact', '地域包括', 'at', $2::timestamptz) WHERE id = $1`, id, s.now()); err != nil {
		t.Fatal(err)
	}
	s.pass(time.Hour)
	refused(t, s.caseVerb(naka, id, "reopen", map[string]any{"reason": " "}), 422, casework.CodeInvalid)
	if c := want[gen.Case](t, s.caseVerb(naka, id, "reopen", map[string]any{"reason": "また相談があった"}), 200); c.State != "supporting" || c.Lead.Code != naka {
		t.Errorf("opened again: %+v", c)
	}
}

// Two agencies that do not know of each other met one household: coordinators see that there may be another case, nothing of it.
func TestDeskMarksAPossibleOtherCaseOfTheHousehold(t *testing.T) {
	s := newStage(t)
	_, _, e := s.byClock(t)
	if e.OtherCase != nil {
		t.Error("marked without another case")
	}
	hidden := s.file(hoken, household8050("操山 キヨ", "みさおやま きよ"))
	got := want[gen.Escalation](t, s.get(desk, "/escalations/"+string(e.Id)), 200)
	raw, _ := json.Marshal(got)
	if got.OtherCase == nil || !*got.OtherCase || strings.Contains(string(raw), string(hidden)) {
		t.Errorf("marker: %s", raw)
	}
}

func (s *stage) information(name string, id casework.ID, content casework.InformationContent, tag string) reply {
	s.t.Helper()
	return s.as(name).do("PATCH", "/api/v1/cases/"+string(id)+"/information-sheet", toJSON(map[string]any{"content": content}), ifMatchHeader(tag))
}

// Filled in from what is known, written by coordinators, read by who works on the case, with a history of spells of writing.
func TestInformationSheetIsFilledInWrittenAndKept(t *testing.T) {
	s := newStage(t)
	s.cast("desk2", "shakyo", casework.RoleCoordinator)
	id, _, _ := s.byClock(t)
	path := "/cases/" + string(id) + "/information-sheet"
	r := s.get(desk, path)
	begun := want[gen.InformationSheet](t, r, 200)
	tag := r.header.Get("ETag")
	if tag != `"0"` || begun.Number != nil || len(begun.Content.Members) != 2 || begun.Content.Supports[0].Agency != s.agencies[naka] || !slices.Contains(begun.Actions, "edit") {
		t.Errorf("%s %+v", tag, begun)
	}
	if got := want[gen.InformationSheet](t, s.get(naka, path), 200); len(got.Actions) != 0 {
		t.Errorf("the lead may write: %v", got.Actions)
	}
	refused(t, s.get(yorisoi, path), 403, casework.CodeForbidden) // only asked so far
	refused(t, s.get(kikan, path), 404, casework.CodeNotFound)
	refused(t, s.information(naka, id, begun.Content, tag), 403, casework.CodeForbidden)
	if r := s.as(desk).do("PATCH", "/api/v1"+path, `{"content":{"policy":"x","colour":"blue"}}`, ifMatchHeader(tag)); r.status != 400 {
		t.Errorf("an unknown member of the content: %d", r.status)
	}

	content := begun.Content
	content.Policy = "まず訪問する。𠮷野さんに会う。"
	saved := s.information(desk, id, content, tag)
	if got := want[gen.InformationSheet](t, saved, 200); *got.Number != 1 || got.Content.Policy != content.Policy {
		t.Errorf("saved: %+v", got)
	}
	refused(t, s.information("desk2", id, content, tag), 412, casework.CodeStale)
	content.Policy += "もう一度。"
	again := s.information(desk, id, content, saved.header.Get("ETag"))
	if got := want[gen.InformationSheet](t, again, 200); *got.Number != 1 {
		t.Errorf("one spell of writing is one version: %d", *got.Number)
	}
	s.pass(time.Hour)
	content.Strengths = "近所づきあいがある。"
	if got := want[gen.InformationSheet](t, s.information("desk2", id, content, again.header.Get("ETag")), 200); *got.Number != 2 {
		t.Errorf("another person's writing is another version: %d", *got.Number)
	}
	page := want[gen.InformationVersionPage](t, s.get(naka, path+"/versions?count=true&limit=1"), 200)
	if *page.Total != 2 || page.Items[0].Number != 2 || page.NextCursor == nil {
		t.Errorf("history: %+v", page)
	}
	if was := want[gen.InformationSheet](t, s.get(naka, path+"/versions/1"), 200); was.Content.Strengths != "" || was.Content.Policy == "" || len(was.Actions) != 0 {
		t.Errorf("as it was: %+v", was)
	}
	if n := sql[int](s, `SELECT count(*) FROM case_events WHERE kind = 'information_sheet_opened'`); n != 1 {
		t.Errorf("begun %d times", n)
	}
}

func TestTwoCoordinatorsBeginTheInformationSheetAtOnce(t *testing.T) {
	s := newStage(t)
	s.cast("desk2", "shakyo", casework.RoleCoordinator)
	id, _, _ := s.byClock(t)
	begun := want[gen.InformationSheet](t, s.get(desk, "/cases/"+string(id)+"/information-sheet"), 200)
	write := func(who string) func() reply {
		p, body := s.as(who), toJSON(map[string]any{"content": begun.Content})
		return func() reply {
			return p.do("PATCH", "/api/v1/cases/"+string(id)+"/information-sheet", body, ifMatchHeader(`"0"`))
		}
	}
	if got := statuses(atOnce(write(desk), write("desk2"))); !slices.Equal(got, []int{200, 412}) {
		t.Errorf("answered %v", got)
	}
}
