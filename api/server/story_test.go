package server

import (
	"slices"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
)

// The main job, end to end: a worker files a sheet, hands the household on, and sees what became of it.
func TestTheMainJob(t *testing.T) {
	s := newStage(t)
	sheet, tag := s.sheet(naka, household8050("操山 キヨ", "ﾐｻｵﾔﾏ ｷﾖ"))
	path := "/api/v1/sheets/" + string(sheet.Id)

	// autosave: a merge patch, where null takes a member away
	r := s.as(naka).do("PATCH", path, `{"content":{"wishes":"家で暮らしたい","request":null,"subject":{"phoneHome":"086-000-0000"}}}`, ifMatchHeader(tag))
	saved := want[gen.Sheet](t, r, 200)
	if saved.Content.Request != "" || saved.Content.Wishes != "家で暮らしたい" || saved.Content.Subject.PhoneHome != "086-000-0000" || saved.Content.Subject.Name != "操山 キヨ" {
		t.Errorf("merged content: %+v", saved.Content)
	}
	refused(t, s.as(naka).do("PATCH", path, `{"content":{"wishes":"古い画面から"}}`, ifMatchHeader(tag)), 412, casework.CodeStale)
	refused(t, s.as(naka).do("PATCH", path, `{"content":{"wishes":"版なし"}}`), 428, codePrecondition)
	tag = r.header.Get("ETag")

	filed := want[gen.Sheet](t, s.as(naka).do("POST", path+"/file", "", ifMatchHeader(tag)), 200)
	if filed.State != "filed" || filed.Number != 1 || filed.CaseNumber == nil || *filed.CaseNumber != "R8-0001" {
		t.Fatalf("filed: %+v", filed)
	}
	id := *filed.CaseId
	c := s.theCase(naka, id)
	if c.State != "received" || c.Lead.Code != naka || len(c.Custody) != 1 || !slices.Contains(c.Actions, "hand_off") {
		t.Errorf("case: %+v", c)
	}

	// who could help, and why
	found := want[gen.SuggestionList](t, s.get(naka, "/agencies/suggestions?caseId="+string(id)+"&issues=income_work&ward=naka"), 200)
	if len(found.Items) == 0 || len(found.Items[0].Reasons) == 0 {
		t.Errorf("suggestions: %+v", found)
	}

	for _, stranger := range []string{yorisoi, kikan, fukushi, desk} {
		refused(t, s.get(stranger, "/cases/"+string(id)), 404, casework.CodeNotFound)
	}
	hs := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead), s.receiver(kikan, casework.AskJoin))
	for _, name := range []string{yorisoi, kikan} {
		if got := s.theCase(name, id); got.Access != "received" || len(got.Sheets) != 1 || *got.SubjectName != "操山 キヨ" {
			t.Errorf("%s sees %+v", name, got)
		}
		if box := want[gen.HandoffPage](t, s.get(name, "/handoffs?box=received"), 200); len(box.Items) != 1 || !box.Items[0].NeedsMe {
			t.Errorf("box of %s: %+v", name, box.Items)
		}
	}
	for _, stranger := range []string{fukushi, desk} {
		refused(t, s.get(stranger, "/cases/"+string(id)), 404, casework.CodeNotFound)
		refused(t, s.get(stranger, "/handoffs/"+string(hs[0].Id)), 404, casework.CodeNotFound)
	}
	// one receiver does not see what was written to the other
	refused(t, s.get(kikan, "/handoffs/"+string(hs[0].Id)), 404, casework.CodeNotFound)

	// a question and its answer; then one takes the lead and the other joins
	s.pass(10 * time.Minute)
	if h := want[gen.Handoff](t, s.verb(yorisoi, hs[0].Id, "ask", map[string]any{"question": "借金の額は分かりますか。"}), 200); h.State != "asked" {
		t.Errorf("asked: %s", h.State)
	}
	s.pass(10 * time.Minute)
	if h := want[gen.Handoff](t, s.verb(naka, hs[0].Id, "answer", map[string]any{"answer": "およそ百万円です。"}), 200); h.State != "requested" || *h.Questions[0].Answer != "およそ百万円です。" {
		t.Errorf("answered: %+v", h)
	}
	s.pass(10 * time.Minute)
	want[gen.Handoff](t, s.verb(kikan, hs[1].Id, "join", nil), 200)
	accepted := want[gen.Handoff](t, s.verb(yorisoi, hs[0].Id, "accept", map[string]any{"note": "承りました"}), 200)
	if accepted.State != "accepted" || accepted.ContactDueAt == nil {
		t.Errorf("accepted: %+v", accepted)
	}
	c = s.theCase(naka, id)
	if c.Lead.Code != yorisoi || c.Access != "supporting" || len(c.Custody) != 2 || c.Custody[0].Until == nil || !c.Custody[0].Until.Equal(c.Custody[1].Since) {
		t.Errorf("custody moved without gap: %+v", c.Custody)
	}

	// the household is met, and the sender sees it
	s.pass(24 * time.Hour)
	h := want[gen.Handoff](t, s.verb(yorisoi, hs[0].Id, "connect", map[string]any{"how": "accompanied", "at": s.now().Add(-time.Hour), "who": "操山 キヨさん、長男"}), 200)
	if h.State != "connected" || h.Connection == nil || !*h.Connection.Warm {
		t.Errorf("connected: %+v", h)
	}
	want[gen.Handoff](t, s.verb(kikan, hs[1].Id, "connect", map[string]any{"how": "document", "at": s.now().Add(-time.Minute), "who": "長男"}), 200)
	got := s.told(naka)
	for _, kind := range []string{"handoff_asked", "handoff_joined", "handoff_accepted", "handoff_connected"} {
		if !slices.Contains(got, kind) {
			t.Errorf("the sender was not told %s: %v", kind, got)
		}
	}
	if kinds := s.kinds(naka, id); len(kinds) < 9 || kinds[len(kinds)-1] != "case_opened" && kinds[len(kinds)-1] != "sheet_filed" {
		t.Errorf("timeline: %v", kinds)
	}
	if home := want[gen.Home](t, s.get(naka, "/home"), 200); home.Counts.OpenCases != 1 || home.Counts.Sent != 0 {
		t.Errorf("home: %+v", home.Counts)
	}
}

func TestAmendmentKeepsWhatWasAndTellsReceivers(t *testing.T) {
	s := newStage(t)
	content := household8050("操山 キヨ", "みさおやま きよ")
	id := s.file(naka, content)
	h := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead))[0]
	sheet := s.theCase(naka, id).Sheets[0]
	path := "/api/v1/sheets/" + string(sheet.Id)
	tag := s.get(naka, "/sheets/"+string(sheet.Id)).header.Get("ETag")

	content = *sheet.Content
	content.Request = "長男の就労について相談したい。"
	body := toJSON(map[string]any{"content": content, "reason": "聞き取りの追加"})
	refused(t, s.as(yorisoi).do("POST", path+"/amend", body, ifMatchHeader(tag)), 403, casework.CodeForbidden)
	r := s.as(naka).do("POST", path+"/amend", body, ifMatchHeader(tag))
	if got := want[gen.Sheet](t, r, 200); got.Number != 2 {
		t.Errorf("version %d", got.Number)
	}
	refused(t, s.as(naka).do("POST", path+"/amend", body, ifMatchHeader(tag)), 412, casework.CodeStale)

	versions := want[gen.SheetVersionList](t, s.get(naka, "/sheets/"+string(sheet.Id)+"/versions"), 200).Items
	if len(versions) != 2 || versions[0].Number != 2 || *versions[0].Reason != "聞き取りの追加" {
		t.Errorf("versions: %+v", versions)
	}
	if old := want[gen.SheetVersion](t, s.get(naka, "/sheets/"+string(sheet.Id)+"/versions/1"), 200); old.Content.Request != "長男が部屋から出てこない。" {
		t.Errorf("version 1 says %q", old.Content.Request)
	}
	diff := want[gen.SheetDiff](t, s.get(naka, "/sheets/"+string(sheet.Id)+"/diff?from=1&to=2"), 200)
	if len(diff.Changes) != 1 || diff.Changes[0].Pointer != "/content/request" || diff.Changes[0].Label == "" {
		t.Errorf("diff: %+v", diff.Changes)
	}
	refused(t, s.get(naka, "/sheets/"+string(sheet.Id)+"/diff?from=1&to=9"), 404, casework.CodeNotFound)
	if !slices.Contains(s.told(yorisoi), "sheet_amended") {
		t.Errorf("the receiver was not told of the amendment: %v", s.told(yorisoi))
	}
	if got := want[gen.Handoff](t, s.get(yorisoi, "/handoffs/"+string(h.Id)), 200); *got.SheetNumber != 1 {
		t.Errorf("disclosed version %d, want the one that was sent", *got.SheetNumber)
	}
}

// Nobody can refuse. "They said no" calls the coordinators and moves nothing.
func TestRefusalReportCallsTheCoordinators(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	h := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead))[0]
	refused(t, s.get(desk, "/cases/"+string(id)), 404, casework.CodeNotFound)
	s.pass(time.Hour)
	body := map[string]any{"saidBy": "窓口の担当者", "said": "うちでは受けられないと言われた", "saidAt": s.now().Add(-10 * time.Minute)}
	refused(t, s.verb(yorisoi, h.Id, "report-refusal", body), 403, casework.CodeForbidden)
	got := want[gen.Handoff](t, s.verb(naka, h.Id, "report-refusal", body), 200)
	if got.State != "requested" || len(got.RefusalReports) != 1 {
		t.Errorf("handoff after the report: %+v", got)
	}
	c := s.theCase(desk, id)
	if c.Access != "coordinating" || c.State != "received" || c.Lead.Code != naka || len(c.Escalations) != 1 || c.Escalations[0].Reason != "refusal_report" {
		t.Errorf("the coordinators see %+v", c)
	}
	list := want[gen.EscalationPage](t, s.get(desk, "/escalations"), 200).Items
	if len(list) != 1 || *list[0].CaseId != id || *list[0].SubjectName != "操山 キヨ" {
		t.Errorf("escalations: %+v", list)
	}
	refused(t, s.get(naka, "/escalations"), 403, casework.CodeForbidden)
	// the receiver may still take it
	if got := want[gen.Handoff](t, s.verb(yorisoi, h.Id, "accept", nil), 200); got.State != "accepted" {
		t.Errorf("accepted after the report: %s", got.State)
	}
}

// A chain that comes back is seen: the handoff goes to the coordinators and passing on is offered no more.
func TestPassingRoundIsPingPong(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	h := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead))[0]
	next := func(to string) map[string]any {
		return map[string]any{"nextAgencyId": s.agencies[to], "reason": "障害の相談が中心のため"}
	}
	s.pass(time.Hour)
	refused(t, s.verb(kikan, h.Id, "pass-on", next(fukushi)), 404, casework.CodeNotFound)
	p := refused(t, s.verb(yorisoi, h.Id, "pass-on", next(yorisoi)), 422, casework.CodeInvalid)
	if (*p.Errors)[0].Pointer != "/nextAgencyId" {
		t.Errorf("pointer: %+v", *p.Errors)
	}
	p = refused(t, s.verb(yorisoi, h.Id, "pass-on", map[string]any{"nextAgencyId": unknownID, "reason": "x"}), 422, casework.CodeInvalid)
	if (*p.Errors)[0].Pointer != "/nextAgencyId" {
		t.Errorf("pointer: %+v", *p.Errors)
	}
	passed := want[gen.Handoff](t, s.verb(yorisoi, h.Id, "pass-on", next(kikan)), 200)
	if passed.State != "passed_on" || passed.PassedOnTo == nil || passed.PassedOnTo.Code != kikan {
		t.Errorf("passed on: %+v", passed)
	}
	if c := s.theCase(yorisoi, id); c.Lead.Code != yorisoi {
		t.Errorf("lead %s: custody moves to whoever passes on", c.Lead.Code)
	}
	box := want[gen.HandoffPage](t, s.get(kikan, "/handoffs?box=received"), 200).Items
	if len(box) != 1 || box[0].From.Code != yorisoi {
		t.Fatalf("box of the next: %+v", box)
	}
	s.pass(time.Hour)
	back := want[gen.Handoff](t, s.verb(kikan, box[0].Id, "pass-on", next(naka)), 200)
	if back.State != "escalated" || !back.PingPong || slices.Contains(back.Actions, "pass_on") {
		t.Errorf("passed back: %+v", back)
	}
	c := s.theCase(desk, id)
	if !c.PingPong || c.State != "coordinating" || c.Lead.Code != yorisoi || len(c.Escalations) != 1 || c.Escalations[0].Reason != "ping_pong" {
		t.Errorf("the coordinators see %+v", c)
	}
	if n := sql[int](s, `SELECT count(*) FROM handoffs`); n != 2 {
		t.Errorf("%d handoffs: passing back must not make one", n)
	}
	refused(t, s.verb(kikan, box[0].Id, "pass-on", next(naka)), 409, casework.CodePingPong)
}

func TestPeopleEscalateAndTheClockDoesAfterDowntime(t *testing.T) {
	s := newStage(t)
	mine := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	silent := s.file(naka, household8050("旭川 清", "あさひかわ きよし"))
	h := s.handOff(naka, mine, s.receiver(yorisoi, casework.AskLead))[0]
	quiet := s.handOff(naka, silent, s.receiver(kikan, casework.AskLead))[0]
	s.pass(time.Hour)
	got := want[gen.Handoff](t, s.verb(naka, h.Id, "escalate", map[string]any{"reason": "no_destination", "text": "受け手が決まらない"}), 200)
	if got.State != "escalated" {
		t.Errorf("escalated: %s", got.State)
	}
	if c := s.theCase(desk, mine); c.State != "coordinating" {
		t.Errorf("case: %s", c.State)
	}
	// the program was down when the time came; it starts days later, on two replicas
	s.pass(6 * 24 * time.Hour)
	done := jobs.Once(t.Context(), s.store, s.now(), s.server.log) + jobs.Once(t.Context(), s.store, s.now(), s.server.log)
	if done != 2 { // it escalates what nobody answered, and reminds of the escalation that nobody took up; each once
		t.Errorf("the clock did %d things, want 2", done)
	}
	list := want[gen.EscalationPage](t, s.get(desk, "/escalations"), 200).Items
	byClock := 0
	for _, e := range list {
		if e.ByClock {
			byClock++
			if *e.HandoffId != quiet.Id || e.Reason != "no_answer" || e.OpenedBy != nil {
				t.Errorf("by the clock: %+v", e)
			}
		}
	}
	if len(list) != 2 || byClock != 1 {
		t.Errorf("escalations: %+v", list)
	}
	for _, name := range []string{naka, kikan, desk} {
		if !slices.Contains(s.told(name), "handoff_escalated") && !slices.Contains(s.told(name), "escalation_opened") {
			t.Errorf("%s was not told: %v", name, s.told(name))
		}
	}
	// late is not never: the receiver still accepts
	if got := want[gen.Handoff](t, s.verb(kikan, quiet.Id, "accept", nil), 200); got.State != "accepted" {
		t.Errorf("accepted late: %s", got.State)
	}
}

func TestNotesAndTheirCorrections(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	path := "/api/v1/cases/" + string(id)
	s.pass(time.Hour)
	note := want[gen.Note](t, s.as(naka).do("POST", path+"/notes", toJSON(map[string]any{
		"kind": "home_visit", "occurredAt": s.now().Add(-20 * time.Minute), "text": "長男と話せた。", "contactedHousehold": true})), 201)
	s.pass(time.Minute)
	correction := toJSON(map[string]any{"text": "長女と話せた。", "reason": "聞き違い"})
	refused(t, s.as(naka).do("PATCH", path+"/notes/"+string(note.Id), correction), 428, codePrecondition)
	fixed := want[gen.Note](t, s.as(naka).do("PATCH", path+"/notes/"+string(note.Id), correction, ifMatchHeader(*note.Etag)), 200)
	if fixed.Text != "長女と話せた。" || len(*fixed.Corrections) != 1 || (*fixed.Corrections)[0].Before != "長男と話せた。" {
		t.Errorf("corrected: %+v", fixed)
	}
	refused(t, s.as(naka).do("PATCH", path+"/notes/"+string(note.Id), correction, ifMatchHeader(*note.Etag)), 412, casework.CodeStale)
	refused(t, s.as(yorisoi).do("PATCH", path+"/notes/"+string(note.Id), correction, ifMatchHeader(*fixed.Etag)), 404, casework.CodeNotFound)

	// a supporting agency reads the note but does not correct another's
	h := s.handOff(naka, id, s.receiver(kikan, casework.AskJoin))[0]
	want[gen.Handoff](t, s.verb(kikan, h.Id, "join", nil), 200)
	refused(t, s.as(kikan).do("PATCH", path+"/notes/"+string(note.Id), correction, ifMatchHeader(*fixed.Etag)), 403, casework.CodeForbidden)
	items := want[gen.Timeline](t, s.get(kikan, "/cases/"+string(id)+"/timeline?kind=note_added"), 200).Items
	if len(items) != 1 || items[0].Note == nil || items[0].Note.Text != "長女と話せた。" || len(items[0].Note.Actions) != 0 {
		t.Errorf("timeline of the supporting agency: %+v", items)
	}
	if c := s.theCase(naka, id); c.ContactedAt == nil {
		t.Error("the contact with the household is not on the case")
	}
	started := want[gen.Case](t, s.as(naka).do("POST", path+"/start-support", "", s.caseTag(id)), 200)
	if started.State != "supporting" {
		t.Errorf("state %s", started.State)
	}
	refused(t, s.as(naka).do("POST", path+"/start-support", "", s.caseTag(id)), 409, casework.CodeWrongState)
	refused(t, s.as(kikan).do("POST", path+"/start-support", "", s.caseTag(id)), 403, casework.CodeForbidden)
}

func TestSecondSheetOfAHouseholdJoinsItsCase(t *testing.T) {
	s := newStage(t)
	first := household8050("操山 キヨ", "みさおやま きよ")
	year, month := 1946, 3
	first.Subject.Birth = &casework.Birth{Precision: casework.BirthMonth, Year: &year, Month: &month}
	id := s.file(naka, first)
	second := first
	second.Request = "冬の灯油代が払えない。"
	sheet, tag := s.sheet(naka, second)
	path := "/api/v1/sheets/" + string(sheet.Id) + "/file"

	matches := want[gen.HouseholdMatchList](t, s.as(naka).do("POST", "/api/v1/households/matches", toJSON(map[string]any{"sheetId": sheet.Id})), 200).Items
	if len(matches) != 1 || matches[0].CaseId != id || len(matches[0].Reasons) == 0 {
		t.Fatalf("matches: %+v", matches)
	}
	before := s.contents()
	refused(t, s.as(naka).do("POST", path, `{}`, ifMatchHeader(tag)), 409, casework.CodeDuplicate)
	if after := s.contents(); after != before {
		t.Errorf("a refused filing changed\n%s\n%s", before, after)
	}
	p := refused(t, s.as(naka).do("POST", path, toJSON(map[string]any{"householdId": unknownID}), ifMatchHeader(tag)), 422, casework.CodeInvalid)
	if (*p.Errors)[0].Pointer != "/householdId" {
		t.Errorf("pointer: %+v", *p.Errors)
	}
	got := want[gen.Sheet](t, s.as(naka).do("POST", path, toJSON(map[string]any{"householdId": matches[0].HouseholdId}), ifMatchHeader(tag)), 200)
	if *got.CaseId != id {
		t.Errorf("filed into %s, want %s", *got.CaseId, id)
	}
	if c := s.theCase(naka, id); len(c.Sheets) != 2 || c.Sheets[0].Id != sheet.Id || len(c.Custody) != 1 {
		t.Errorf("case: %d sheets, custody %+v", len(c.Sheets), c.Custody)
	}
	// another agency knows nothing of this household, so nothing looks the same to it
	theirs, tag := s.sheet(fukushi, second)
	if found := want[gen.HouseholdMatchList](t, s.as(fukushi).do("POST", "/api/v1/households/matches", toJSON(map[string]any{"sheetId": theirs.Id})), 200).Items; len(found) != 0 {
		t.Errorf("a stranger's household is shown: %+v", found)
	}
	p = refused(t, s.as(fukushi).do("POST", "/api/v1/sheets/"+string(theirs.Id)+"/file", toJSON(map[string]any{"householdId": matches[0].HouseholdId}), ifMatchHeader(tag)), 422, casework.CodeInvalid)
	if (*p.Errors)[0].Code != "unknown" {
		t.Errorf("another's household: %+v", *p.Errors)
	}
}
