package server

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// escalatedCase is a case that naka leads, kikan supports, and the coordinators know.
func (s *stage) escalatedCase() casework.ID {
	s.t.Helper()
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	want[gen.Case](s.t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/start-support", "", s.caseTag(id)), 200)
	h := s.handOff(naka, id, s.receiver(kikan, casework.AskJoin))[0].Id
	want[gen.Handoff](s.t, s.verb(kikan, h, "join", nil), 200)
	want[gen.Case](s.t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/escalate", `{"reason":"no_support_menu"}`, s.caseTag(id)), 200)
	return id
}

func (s *stage) proposeRole(id casework.ID, agency string) gen.Assignment {
	s.t.Helper()
	return want[gen.Assignment](s.t, s.as(desk).do("POST", "/api/v1/assignments", toJSON(map[string]any{"caseId": id, "agencyId": s.agencies[agency], "task": "家計の収支を書き出す"})), 201)
}

// role presses a button on a role, having seen its newest version.
func (s *stage) role(name string, id casework.ID, verb string, body any) reply {
	s.t.Helper()
	text := ""
	if body != nil {
		text = toJSON(body)
	}
	return s.as(name).do("POST", "/api/v1/assignments/"+string(id)+"/"+verb, text, s.agreedTag("assignments", id))
}

func (s *stage) planVerb(name string, id casework.ID, verb string, body any) reply {
	s.t.Helper()
	return s.as(name).do("POST", "/api/v1/plans/"+string(id)+"/"+verb, toJSON(body), s.agreedTag("plans", id))
}

func (s *stage) agreedPlan(name string, id casework.ID) gen.Plan {
	s.t.Helper()
	p := want[gen.Plan](s.t, s.as(name).do("POST", "/api/v1/plans", toJSON(map[string]any{"caseId": id, "content": plainPlan(s.agencies[naka])})), 201)
	return want[gen.Plan](s.t, s.planVerb(name, p.Id, "agree", map[string]any{"reason": "訪問して本人と決めた"}), 200)
}

func TestARoleGoesFromTheCoordinatorToItsEnd(t *testing.T) {
	s := newStage(t)
	id := s.escalatedCase()
	body := toJSON(map[string]any{"caseId": id, "agencyId": s.agencies[kikan], "task": "訪問"})
	refused(t, s.as(naka).do("POST", "/api/v1/assignments", body), 403, casework.CodeForbidden)
	outsider := toJSON(map[string]any{"caseId": id, "agencyId": s.agencies[fukushi], "task": "訪問"})
	if p := refused(t, s.as(desk).do("POST", "/api/v1/assignments", outsider), 422, casework.CodeInvalid); (*p.Errors)[0].Pointer != "/agencyId" {
		t.Errorf("%+v", p.Errors)
	}
	a := s.proposeRole(id, kikan)
	if !slices.Contains(s.told(kikan), "assignment_proposed") || a.DueOn.String() != "2026-12-08" {
		t.Errorf("told %v, due %s", s.told(kikan), a.DueOn)
	}
	for _, name := range []string{naka, fukushi} {
		code, status := casework.CodeForbidden, 403
		if name == fukushi {
			code, status = casework.CodeNotFound, 404
		}
		refused(t, s.role(name, a.Id, "take", nil), status, code)
	}
	refused(t, s.as(kikan).do("POST", "/api/v1/assignments/"+string(a.Id)+"/take", ""), 428, "precondition_required")
	want[gen.Assignment](t, s.role(kikan, a.Id, "take", map[string]any{"note": "承ります"}), 200)
	refused(t, s.as(kikan).do("POST", "/api/v1/assignments/"+string(a.Id)+"/report", `{"text":"x"}`, ifMatchHeader(`"1"`)), 412, casework.CodeStale)
	want[gen.Assignment](t, s.role(kikan, a.Id, "report", map[string]any{"text": "𠮷野さんと通帳を確かめた"}), 200)
	want[gen.Assignment](t, s.role(kikan, a.Id, "struggle", map[string]any{"text": "本人が会ってくれない"}), 200)
	if got := want[gen.Assignment](t, s.get(desk, "/assignments/"+string(a.Id)), 200).Actions; !slices.Equal(got, []string{"reassign", "retime", "hand_on"}) {
		t.Errorf("the coordinator is offered %v", got)
	}
	want[gen.Assignment](t, s.role(desk, a.Id, "reassign", map[string]any{"agencyId": s.agencies[naka], "reason": "訪問のついでに聞ける"}), 200)
	done := want[gen.Assignment](t, s.role(naka, a.Id, "complete", nil), 200)
	if done.State != "completed" || len(*done.Steps) != 6 || len(done.Actions) != 0 {
		t.Errorf("%+v", done)
	}
	if kinds := s.kinds(naka, id); !slices.Contains(kinds, "assignment_completed") || !slices.Contains(kinds, "assignment_reassigned") {
		t.Errorf("timeline %v", kinds)
	}
	kept := want[gen.KeptOnTime](t, s.get(desk, "/assignments/kept-on-time?fiscalYear=2026"), 200)
	if len(kept.Items) != 1 || kept.Items[0].Agency.Id != s.agencies[naka] || kept.Items[0].Kept != 1 || kept.Items[0].Due != 1 {
		t.Errorf("%+v", kept.Items)
	}
	if other := want[gen.KeptOnTime](t, s.get(kikan, "/assignments/kept-on-time?fiscalYear=2026"), 200); len(other.Items) != 0 {
		t.Errorf("an agency sees the figures of another: %+v", other.Items)
	}
	if n := len(want[gen.AssignmentPage](t, s.get(desk, "/assignments?box=all&kept=kept&fiscalYear=2026"), 200).Items); n != 1 {
		t.Errorf("the figure opens to %d rows", n)
	}
}

func TestALateRoleIsSeenByTheCoordinatorsAndRetimed(t *testing.T) {
	s := newStage(t)
	id := s.escalatedCase()
	a := s.proposeRole(id, kikan)
	want[gen.Assignment](t, s.role(kikan, a.Id, "take", nil), 200)
	s.pass(20 * 24 * time.Hour)
	for range 3 {
		if _, err := s.store.AssignmentByClock(t.Context(), s.now()); err != nil {
			t.Fatal(err)
		}
	}
	told := s.told(desk)
	if n := len(slices.DeleteFunc(told, func(k string) bool { return k != "assignment_overdue" })); n != 1 {
		t.Errorf("told of it %d times", n)
	}
	late := want[gen.AssignmentPage](t, s.get(desk, "/assignments?box=all&overdue=true&count=true"), 200)
	if len(late.Items) != 1 || !late.Items[0].Overdue || *late.Total != 1 || !slices.Contains(late.Items[0].Actions, "retime") {
		t.Errorf("%+v", late)
	}
	want[gen.Assignment](t, s.role(desk, a.Id, "retime", map[string]any{"dueOn": "2026-12-28", "reason": "入院していた"}), 200)
	if n := len(want[gen.AssignmentPage](t, s.get(desk, "/assignments?box=all&overdue=true"), 200).Items); n != 0 {
		t.Errorf("%d are late", n)
	}
	if mine := want[gen.AssignmentPage](t, s.get(kikan, "/assignments?box=mine&open=true"), 200).Items; len(mine) != 1 || !slices.Contains(mine[0].Actions, "complete") {
		t.Errorf("%+v", mine)
	}
	if other := want[gen.AssignmentPage](t, s.get(fukushi, "/assignments?box=all"), 200).Items; len(other) != 0 {
		t.Errorf("a stranger sees %+v", other)
	}
}

func TestOneOfTwoWhoPressAtOnceWins(t *testing.T) {
	s := newStage(t)
	id := s.escalatedCase()
	a, p := s.proposeRole(id, kikan), s.agreedPlan(naka, id)
	scores := []any{}
	for _, g := range p.Content.Goals {
		scores = append(scores, map[string]any{"goalId": g.ID, "score": "1"})
	}
	review := toJSON(map[string]any{"scores": scores, "decision": "continue", "nextOn": "2027-02-01"})
	for name, act := range map[string]struct {
		who, path, body string
		table           string
		id              casework.ID
	}{
		"take":   {kikan, "/assignments/" + string(a.Id) + "/take", "", "assignments", a.Id},
		"review": {naka, "/plans/" + string(p.Id) + "/review", review, "plans", p.Id},
	} {
		tag := s.agreedTag(act.table, act.id)
		who := s.as(act.who)
		statuses := make([]int, 6)
		var wg sync.WaitGroup
		for i := range statuses {
			wg.Go(func() { statuses[i] = who.do("POST", "/api/v1"+act.path, act.body, tag).status })
		}
		wg.Wait()
		won := 0
		for _, status := range statuses {
			switch status {
			case 200:
				won++
			case 409, 412:
			default:
				t.Errorf("%s: %d", name, status)
			}
		}
		if won != 1 {
			t.Errorf("%s: %d won of %v", name, won, statuses)
		}
	}
	if n := sql[int](s, `SELECT count(*) FROM plan_reviews`); n != 1 {
		t.Errorf("%d reviews", n)
	}
}

func TestAPlanIsAutosavedAgreedRevisedAndCompared(t *testing.T) {
	s := newStage(t)
	id := s.escalatedCase()
	if list := want[gen.PlanList](t, s.get(naka, "/plans?caseId="+string(id)), 200); len(list.Items) != 0 || !slices.Equal(list.Actions, []string{"draft"}) {
		t.Errorf("%+v", list)
	}
	p := want[gen.Plan](t, s.as(naka).do("POST", "/api/v1/plans", toJSON(map[string]any{"caseId": id})), 201)
	edit := func(content any, tag string) reply {
		return s.as(naka).do("PATCH", "/api/v1/plans/"+string(p.Id), toJSON(map[string]any{"content": content}), tag)
	}
	refused(t, edit(map[string]any{"wish": "x"}, ifMatchHeader(`"7"`)), 412, casework.CodeStale)
	for pointer, content := range map[string]any{
		"/content/goals/0/by":          map[string]any{"goals": []any{map[string]any{"wheel": "social", "by": "2026-02-30"}}},
		"/content/goals/0/wheel":       map[string]any{"goals": []any{map[string]any{"wheel": "third"}}},
		"/content/roles/0/agencyId":    map[string]any{"roles": []any{map[string]any{"agencyId": unknownID}}},
		"/content/supports/0/memberId": map[string]any{"supports": []any{map[string]any{"memberId": unknownID}}},
		"/content/wish":                map[string]any{"wish": strings.Repeat("𠮷", 2001)},
		"/content/goals/1/id":          map[string]any{"goals": []any{map[string]any{"wheel": "social", "id": unknownID}, map[string]any{"wheel": "social", "id": unknownID}}},
		"/content/goals/0/memberId":    map[string]any{"goals": []any{map[string]any{"wheel": "social", "memberId": unknownID}}},
		"/content/monitorEvery":        map[string]any{"monitorEvery": 4},
	} {
		r := edit(content, s.agreedTag("plans", p.Id))
		problem := r.problem(t)
		if r.status != 422 && r.status != 400 || problem.Errors == nil || (*problem.Errors)[0].Pointer != pointer {
			t.Errorf("%s: %d %s", pointer, r.status, r.body)
		}
	}
	if r := s.planVerb(naka, p.Id, "agree", map[string]any{"reason": "x"}); r.status != 422 || len(*r.problem(t).Errors) < 6 {
		t.Errorf("an empty plan: %d %s", r.status, r.body)
	}
	saved := want[gen.Plan](t, edit(plainPlan(s.agencies[kikan]), s.agreedTag("plans", p.Id)), 200)
	if saved.Content.Goals[0].ID == "" || len(saved.Agencies) != 2 {
		t.Errorf("%+v", saved)
	}
	refused(t, s.planVerb(kikan, p.Id, "agree", map[string]any{"reason": "x"}), 403, casework.CodeForbidden)
	want[gen.Plan](t, s.planVerb(desk, p.Id, "agree", map[string]any{"reason": "訪問で", "agreedOn": "2026-11-20"}), 200)
	want[gen.Plan](t, s.planVerb(naka, p.Id, "revise", map[string]any{"reason": "入院した"}), 200)
	content := saved.Content
	content.Wish = "退院して家に帰りたい"
	content.Goals = slices.Insert(content.Goals, 0, casework.PlanGoal{Wheel: "social", Text: "見舞いに来てもらう"})
	want[gen.Plan](t, edit(content, s.agreedTag("plans", p.Id)), 200)
	changes := want[gen.PlanDiff](t, s.get(kikan, "/plans/"+string(p.Id)+"/diff?from=1&to=2"), 200).Changes
	if len(changes) < 3 || changes[0].Label != "本人の望む暮らし" || *changes[0].Before != "家で暮らしたい" {
		t.Errorf("%+v", changes)
	}
	for _, c := range changes {
		if c.Before != nil && c.After != nil && *c.Before == "返せる額を決める" {
			t.Error("a new first goal makes the others look changed")
		}
	}
	due := want[gen.MonitoringPage](t, s.get(naka, "/monitorings?box=mine&count=true"), 200)
	if len(due.Items) != 2 || *due.Total != 2 || due.Items[0].Kind != "plan" || !slices.Contains(due.Items[0].Actions, "record") || len(due.Items[1].Actions) != 0 {
		t.Errorf("%+v", due.Items)
	}
	m := due.Items[0]
	done := want[gen.MonitoringRecorded](t, s.as(naka).do("POST", "/api/v1/monitorings/"+string(m.Id)+"/record", toJSON(map[string]any{
		"result": "change", "kind": "home_visit", "occurredAt": s.now(), "text": "元気だった", "contactedHousehold": true, "nextOn": "2027-01-20"}), ifMatchHeader(m.Etag)), 200)
	if done.Next == nil || done.Next.DueOn.String() != "2027-01-20" || !slices.Contains(s.told(desk), "monitoring_recorded") {
		t.Errorf("%+v", done)
	}
	refused(t, s.as(naka).do("POST", "/api/v1/monitorings/"+string(m.Id)+"/record", toJSON(map[string]any{
		"result": "as_planned", "kind": "phone", "occurredAt": s.now(), "text": "x"}), ifMatchHeader(m.Etag)), 404, casework.CodeNotFound)
}

func TestACaseClosesThroughTheGateInOneStep(t *testing.T) {
	s := newStage(t)
	id := s.escalatedCase()
	a, p := s.proposeRole(id, kikan), s.agreedPlan(naka, id)
	refused(t, s.get(naka, "/cases/"+string(id)+"/closure"), 409, casework.CodeWrongState) // the coordinators have it
	check := want[gen.ClosureCheck](t, s.get(desk, "/cases/"+string(id)+"/closure"), 200)
	if len(check.Assignments) != 1 || len(check.Goals) != 2 || !check.NeedsMeeting || !check.NeedsClass || check.FollowUpOn.String() != "2027-02-24" || !slices.Equal(check.Actions, []string{"close"}) {
		t.Errorf("%+v", check)
	}
	closing := func(body map[string]any) reply {
		return s.as(desk).do("POST", "/api/v1/cases/"+string(id)+"/close", toJSON(body), s.caseTag(id))
	}
	before := s.contents()
	var pointers []string
	for _, e := range *refused(t, closing(map[string]any{"reason": "", "continuingContact": " "}), 422, casework.CodeInvalid).Errors {
		pointers = append(pointers, e.Pointer)
	}
	for _, wanted := range []string{"/reason", "/continuingContact", "/decidingMeeting", "/class", "/noFollowUp", "/roles", "/scores"} {
		if !slices.Contains(pointers, wanted) {
			t.Errorf("%s is not asked for: %v", wanted, pointers)
		}
	}
	if after := s.contents(); after != before {
		t.Errorf("a refused closing changed\n%s\n%s", before, after)
	}
	body := map[string]any{"reason": "落ち着いた", "continuingContact": "地域包括", "decidingMeeting": "書面での検討会", "class": "coordinated", "followUpOn": check.FollowUpOn, "watchConditions": "督促状が届いたとき",
		"roles": []any{map[string]any{"assignmentId": a.Id, "to": "法テラス"}}, "scores": []any{map[string]any{"goalId": check.Goals[0].Id, "score": "1"}, map[string]any{"goalId": check.Goals[1].Id, "score": "0.5", "note": "二回行けた"}}}
	if c := want[gen.Case](t, closing(body), 200); c.State != "closed" {
		t.Errorf("%s", c.State)
	}
	if got := want[gen.Plan](t, s.get(naka, "/plans/"+string(p.Id)), 200); got.State != "ended" || len(got.Reviews) != 1 || len(got.Actions) != 0 {
		t.Errorf("%+v", got)
	}
	due := want[gen.MonitoringPage](t, s.get(naka, "/monitorings?box=mine"), 200).Items
	if len(due) != 1 || due[0].Kind != "follow_up" || due[0].DueOn.String() != "2027-02-24" || !slices.Contains(due[0].Actions, "record") {
		t.Fatalf("%+v", due)
	}
	s.pass(100 * 24 * time.Hour)
	want[gen.MonitoringRecorded](t, s.as(naka).do("POST", "/api/v1/monitorings/"+string(due[0].Id)+"/record", toJSON(map[string]any{
		"result": "reopen", "kind": "phone", "occurredAt": s.now(), "text": "また督促状が来ている", "contactedHousehold": true}), ifMatchHeader(due[0].Etag)), 200)
	if !slices.Contains(s.told(desk), "monitoring_recorded") {
		t.Error("the coordinators do not know that support is needed again")
	}
}

// The constraint holds where a rule is forgotten: SQL that closes a case over an open role does not commit.
func TestTheDatabaseLeavesNothingOpenOnAClosedCase(t *testing.T) {
	s := newStage(t)
	id := s.escalatedCase()
	s.proposeRole(id, kikan)
	_, err := s.eye.Exec(t.Context(), `UPDATE cases SET state = 'closed', closed_at = now() WHERE id = $1`, id)
	if err == nil || !strings.Contains(err.Error(), "something agreed on it is open") {
		t.Errorf("closed over an open role: %v", err)
	}
}

func TestTheRegisterOfMissingResourcesHoldsNoNames(t *testing.T) {
	s := newStage(t)
	s.cast("city", "kikaku", casework.RoleCityOffice)
	id := s.escalatedCase()
	note := func(what string) reply {
		return s.as(naka).do("POST", "/api/v1/missing-resources", toJSON(map[string]any{"caseId": id, "field": "housing", "ward": "naka", "issue": "care", "what": what}))
	}
	for _, what := range []string{"みさおやま様のための宿", "操山キヨさんが泊まる所", "ｷﾖさん"} {
		r := note(what)
		if held := strings.Contains(what, "操山"); held && r.status != 422 {
			t.Errorf("%s: %d", what, r.status)
		}
	}
	made := want[gen.MissingResource](t, note("夜間に泊まれる場所がない"), 201)
	refused(t, s.as(naka).do("POST", "/api/v1/missing-resources", `{"field":"x","what":""}`), 422, casework.CodeInvalid)
	for name, n := range map[string]int{naka: 3, "city": 3, desk: 3, fukushi: 0} {
		if got := want[gen.MissingResourcePage](t, s.get(name, "/missing-resources?count=true"), 200); len(got.Items) > 0 != (n > 0) {
			t.Errorf("%s sees %d", name, len(got.Items))
		}
	}
	path := "/api/v1/missing-resources/" + string(made.Id) + "/answer"
	refused(t, s.as(naka).do("POST", path, `{"state":"answered","answer":"x"}`, ifMatchHeader(made.Etag)), 403, casework.CodeForbidden)
	refused(t, s.as("city").do("POST", path, `{"state":"noted","answer":"x"}`, ifMatchHeader(made.Etag)), 422, casework.CodeInvalid)
	got := want[gen.MissingResource](t, s.as("city").do("POST", path, `{"state":"considering","answer":"来年度に検討する"}`, ifMatchHeader(made.Etag)), 200)
	refused(t, s.as("city").do("POST", path, `{"state":"answered","answer":"y"}`, ifMatchHeader(made.Etag)), 412, casework.CodeStale)
	if got.State != "considering" || got.AnsweredBy == nil {
		t.Errorf("%+v", got)
	}
}

func TestListsOfWhatIsAgreedArePagedAndCheap(t *testing.T) {
	s := newStage(t)
	id := s.escalatedCase()
	for range 7 {
		s.proposeRole(id, kikan)
		s.pass(time.Minute)
	}
	seen := map[casework.ID]bool{}
	path := "/assignments?box=mine&limit=3"
	for cursor := ""; ; {
		page := want[gen.AssignmentPage](t, s.get(kikan, path+cursor), 200)
		for _, a := range page.Items {
			if seen[a.Id] {
				t.Errorf("twice: %s", a.Id)
			}
			seen[a.Id] = true
		}
		if page.NextCursor == nil {
			break
		}
		cursor = "&cursor=" + *page.NextCursor
	}
	if len(seen) != 7 {
		t.Errorf("%d of 7", len(seen))
	}
	for _, bad := range []string{"/assignments?box=mine&cursor=x", "/monitorings?box=mine&cursor=x", "/missing-resources?cursor=x", "/assignments?box=case"} {
		if r := s.get(kikan, bad); r.status != 422 {
			t.Errorf("%s: %d", bad, r.status)
		}
	}
}

func TestStatementsForWhatIsAgreed(t *testing.T) {
	c := &counter{}
	s := newStage(t, store.WithTracer(c))
	id := s.escalatedCase()
	var a gen.Assignment
	for range 5 {
		a = s.proposeRole(id, kikan)
	}
	p := s.agreedPlan(naka, id)
	for path, most := range map[string]int{
		"/assignments?box=mine&count=true": 2, "/assignments?box=all&overdue=true": 2, "/assignments/kept-on-time": 2, "/monitorings?box=all&count=true": 2, "/missing-resources?count=true": 2,
		"/assignments?box=case&caseId=" + string(id): 4, "/assignments/" + string(a.Id): 4, "/plans?caseId=" + string(id): 4, "/plans/" + string(p.Id): 4, "/cases/" + string(id) + "/closure": 4,
	} {
		who := desk
		s.get(who, path)
		c.take()
		r := s.get(who, path)
		if own := c.take(); r.status != 200 || len(own) > most {
			t.Errorf("GET %s: %d, %d statements of %d:\n%s", path, r.status, len(own), most, strings.Join(own, "\n--\n"))
		} else {
			t.Logf("%-60s %d of %d", path, len(own), most)
		}
	}
}
