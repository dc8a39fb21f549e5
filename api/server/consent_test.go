package server

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// consents reads the household's consent as somebody sees it.
func (s *stage) consents(name string, id casework.ID) gen.ConsentList {
	s.t.Helper()
	return want[gen.ConsentList](s.t, s.get(name, "/consents?caseId="+string(id)), 200)
}

func (s *stage) subject(id casework.ID) casework.ID {
	s.t.Helper()
	for _, i := range s.consents(naka, id).Items {
		if i.Person.Subject {
			return i.Person.Id
		}
	}
	s.t.Fatal("no 本人")
	return ""
}

// consent says something about a person's consent, with more members of the body.
func (s *stage) consent(name string, id, person casework.ID, state string, more map[string]any) reply {
	s.t.Helper()
	body := map[string]any{"caseId": id, "personId": person, "state": state}
	for k, v := range more {
		body[k] = v
	}
	return s.as(name).do("POST", "/api/v1/consents", toJSON(body))
}

func (s *stage) ledger(name string, id casework.ID) []gen.Disclosure {
	s.t.Helper()
	return want[gen.DisclosurePage](s.t, s.get(name, "/disclosures?caseId="+string(id)), 200).Items
}

// The receiver loses sight in the same instant, cannot accept what it cannot see, and sees again once another ground is named.
func TestWithdrawnConsentStopsDisclosureUntilAnotherGround(t *testing.T) {
	s := newStage(t)
	who := planted{"甲羅谷 鶴亀", "こうらだに つるかめ", "百合根町", "080-1111-0001", "水道が止まっている。"}
	id := s.file(naka, who.content())
	sheet := s.theCase(naka, id).Sheets[0].Id
	request := map[string]any{"agencyId": s.agencies[yorisoi], "ask": "lead", "reason": "甲羅谷さんの家計のこと", "request": "鶴亀さんに会ってほしい"}
	h := s.handOff(naka, id, request)[0]
	if got := s.theCase(yorisoi, id); len(got.Members) != 2 || got.Members[0].Consent.State != "given" {
		t.Fatalf("the receiver sees the persons disclosed: %+v", got.Members)
	}
	want[gen.Note](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/notes", toJSON(map[string]any{
		"kind": "phone", "occurredAt": s.now().Add(-time.Minute), "text": "甲羅谷さんから電話。"})), 201)
	s.pass(time.Minute)

	before := s.consents(naka, id)
	if len(before.Resting) != 1 || before.Resting[0].Code != yorisoi || len(before.Holders) != 2 {
		t.Errorf("what a withdrawal would reach: %+v", before)
	}
	person := s.subject(id)
	refused(t, s.consent(yorisoi, id, person, "withdrawn", nil), 403, casework.CodeForbidden)
	refused(t, s.consent(kikan, id, person, "withdrawn", nil), 404, casework.CodeNotFound)
	refused(t, s.consent(naka, id, casework.ID(unknownID), "withdrawn", nil), 404, casework.CodeNotFound)
	got := want[gen.ConsentRecorded](t, s.consent(naka, id, person, "withdrawn", map[string]any{"note": "電話で申し出"}), 201)
	if len(got.Holders) != 2 || len(got.Stopped) != 1 || got.Stopped[0].Code != yorisoi || got.Consent.Person.Consent.State != "withdrawn" || len(got.Consent.History) != 2 {
		t.Errorf("answer to the withdrawal: %+v", got)
	}

	want[gen.Handoff](t, s.verb(naka, h.Id, "report-refusal", map[string]any{"saidBy": "窓口", "said": "甲羅谷さんの件は受けられない", "saidAt": s.now()}), 200)

	t.Run("the receiver sees that it is there, and nothing of what it says", func(t *testing.T) {
		refused(t, s.get(yorisoi, "/sheets/"+string(sheet)), 404, casework.CodeNotFound)
		mine := want[gen.Handoff](t, s.get(yorisoi, "/handoffs/"+string(h.Id)), 200)
		if !mine.Withheld || mine.Reason != "" || mine.Request != nil || mine.SubjectName != nil || slices.Contains(mine.Actions, "accept") || slices.Contains(mine.Actions, "reground") {
			t.Errorf("the handoff: %+v", mine)
		}
		c := s.theCase(yorisoi, id)
		if c.Access != "received" || len(c.Members) != 0 || len(c.Sheets) != 0 || c.SubjectName != nil {
			t.Errorf("the case: %+v", c)
		}
		if list := s.consents(yorisoi, id); len(list.Items) != 0 || len(list.Holders) != 0 {
			t.Errorf("the persons: %+v", list)
		}
		paths := append(s.looks(id, sheet, []casework.ID{h.Id}, who), "/consents?caseId="+string(id), "/disclosures?caseId="+string(id),
			"/disclosures?personId="+string(person), "/disclosures/corrections?caseId="+string(id), "/persons/"+string(person)+"/record")
		s.leaks(yorisoi, paths, append(who.all(), "甲羅谷", "鶴亀"), nothingFoundBy(t, yorisoi))
		refused(t, s.verb(yorisoi, h.Id, "accept", nil), 409, casework.CodeWrongState)
		refused(t, s.verb(yorisoi, h.Id, "join", nil), 409, casework.CodeWrongState)
		refused(t, s.print(yorisoi, id, map[string]any{"ground": "own_work"}), 403, casework.CodeForbidden)
		if !slices.Contains(s.told(yorisoi), "consent_withdrawn") {
			t.Errorf("not told: %v", s.told(yorisoi))
		}
	})
	p := refused(t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/handoffs", toJSON(map[string]any{"receivers": []any{s.receiver(kikan, casework.AskJoin)}})), 422, casework.CodeInvalid)
	if (*p.Errors)[0].Pointer != "/ground" {
		t.Errorf("a new handoff without ground: %+v", *p.Errors)
	}

	refused(t, s.ground(yorisoi, h.Id, "life_and_body"), 403, casework.CodeForbidden)
	refused(t, s.ground(naka, h.Id, "consent"), 422, casework.CodeInvalid)
	refused(t, s.ground(naka, h.Id, "own_work"), 422, casework.CodeInvalid)
	shown := want[gen.Handoff](t, s.ground(naka, h.Id, "life_and_body"), 200)
	if shown.Withheld || shown.Ground.Code != "life_and_body" {
		t.Errorf("regrounded: %+v", shown)
	}
	refused(t, s.ground(naka, h.Id, "life_and_body"), 409, casework.CodeWrongState)
	want[gen.Sheet](t, s.get(yorisoi, "/sheets/"+string(sheet)), 200)
	rows := s.ledger(naka, id)
	if len(rows) != 2 || rows[0].Ground.Code != "life_and_body" || rows[1].Ground.Code != "consent" || *rows[0].HandoffId != h.Id || len(rows[0].Persons) != 2 {
		t.Errorf("ledger: %+v", rows)
	}
	want[gen.Handoff](t, s.verb(yorisoi, h.Id, "accept", nil), 200)
	kinds := s.kinds(naka, id)
	for _, kind := range []string{"consent_recorded", "consent_withdrawn", "handoff_regrounded"} {
		if !slices.Contains(kinds, kind) {
			t.Errorf("%s is not on the timeline: %v", kind, kinds)
		}
	}
}

// ground names another ground, having seen the newest version.
func (s *stage) ground(name string, handoff casework.ID, code string) reply {
	s.t.Helper()
	return s.verb(name, handoff, "ground", map[string]any{"ground": code})
}

// print asks to print the sheet of a case.
func (s *stage) print(name string, id casework.ID, more map[string]any) reply {
	s.t.Helper()
	body := map[string]any{"caseId": id, "kind": "print", "parts": []string{"sheet"}}
	for k, v := range more {
		body[k] = v
	}
	return s.as(name).do("POST", "/api/v1/disclosures", toJSON(body))
}

func TestConsentReachesAsFarAsItsScope(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	person := s.subject(id)
	p := refused(t, s.consent(naka, id, person, "given", map[string]any{"method": "oral", "scope": map[string]any{"agencies": []string{unknownID}}}), 422, casework.CodeInvalid)
	if (*p.Errors)[0].Pointer != "/scope/agencies/0" {
		t.Errorf("pointer: %+v", *p.Errors)
	}
	refused(t, s.consent(naka, id, person, "given", map[string]any{"recordedOn": "2027-01-01"}), 422, casework.CodeInvalid)
	refused(t, s.consent(naka, id, person, "refused", nil), 409, casework.CodeWrongState)
	scope := map[string]any{"agencies": []casework.ID{s.agencies[yorisoi]}, "parts": []string{"sheet"}}
	got := want[gen.ConsentRecorded](t, s.consent(naka, id, person, "given", map[string]any{"method": "written", "scope": scope, "explainedBy": "相談 一郎", "recordedOn": "2026-11-20"}), 201)
	if k := got.Consent.Person.Consent; len(k.Agencies) != 1 || k.Agencies[0].Code != yorisoi || len(k.Parts) != 1 || k.RecordedOn.String() != "2026-11-20" {
		t.Errorf("standing: %+v", k)
	}
	ask := func(agency string, scope map[string]any) reply {
		return s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/handoffs", toJSON(map[string]any{"receivers": []any{s.receiver(agency, casework.AskJoin)}, "scope": scope}))
	}
	refused(t, ask(kikan, map[string]any{"sheet": true}), 422, casework.CodeInvalid)
	refused(t, ask(yorisoi, map[string]any{"sheet": true, "notes": true}), 422, casework.CodeInvalid)
	want[gen.HandoffList](t, ask(yorisoi, map[string]any{"sheet": true}), 201)

	// narrowed again: who lies outside loses sight
	narrower := want[gen.ConsentRecorded](t, s.consent(naka, id, person, "given", map[string]any{"method": "oral", "scope": map[string]any{"agencies": []casework.ID{s.agencies[kikan]}}}), 201)
	if len(narrower.Stopped) != 1 || narrower.Stopped[0].Code != yorisoi || len(s.theCase(yorisoi, id).Members) != 0 {
		t.Errorf("narrowed: %+v", narrower.Stopped)
	}
	if steps := s.consents(naka, id).Items[0].History; len(steps) != 3 || steps[0].By.Name == "" {
		t.Errorf("history: %+v", steps)
	}
	// the same key says it once
	key := "Idempotency-Key: consent-withdrawal-1"
	body := toJSON(map[string]any{"caseId": id, "personId": person, "state": "withdrawn"})
	want[gen.ConsentRecorded](t, s.as(naka).do("POST", "/api/v1/consents", body, key), 201)
	want[gen.ConsentRecorded](t, s.as(naka).do("POST", "/api/v1/consents", body, key), 201)
	if n := len(s.consents(naka, id).Items[0].History); n != 4 {
		t.Errorf("%d steps, want 4", n)
	}
}

func TestEveryGivingIsALineOfTheLedger(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	h := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead))[0]
	s.pass(time.Minute)
	want[gen.Handoff](t, s.verb(yorisoi, h.Id, "pass-on", map[string]any{"nextAgencyId": s.agencies[kikan], "reason": "障害の相談"}), 200)
	s.pass(time.Minute)
	version := s.caseTag(id)
	printed := want[gen.Disclosure](t, s.print(naka, id, map[string]any{"ground": "own_work", "purpose": "所内の打合せ"}), 201)
	if printed.To.Code != naka || printed.Kind != "print" || *printed.SheetNumber != 1 || len(printed.Persons) != 2 {
		t.Errorf("printed: %+v", printed)
	}
	s.pass(time.Minute)
	want[gen.Disclosure](t, s.print(naka, id, map[string]any{"ground": "consent", "toName": "主治医", "conditions": "返却すること"}), 201)
	if s.caseTag(id) != version {
		t.Error("printing aged the case on other screens")
	}
	for name, body := range map[string]map[string]any{
		"/ground":      {"ground": "own_work", "toName": "主治医"},
		"/toAgencyId":  {"ground": "consent", "toAgencyId": unknownID},
		"/sheetId":     {"ground": "own_work", "sheetId": unknownID},
		"/sheetNumber": {"ground": "own_work", "sheetId": s.theCase(naka, id).Sheets[0].Id, "sheetNumber": 9},
	} {
		p := refused(t, s.print(naka, id, body), 422, casework.CodeInvalid)
		if (*p.Errors)[0].Pointer != name {
			t.Errorf("%s: %+v", name, *p.Errors)
		}
	}
	refused(t, s.print(fukushi, id, map[string]any{"ground": "own_work"}), 404, casework.CodeNotFound)

	kinds := []string{}
	for _, d := range s.ledger(naka, id) {
		to := "?"
		if d.To != nil {
			to = d.To.Code
		} else if d.ToName != nil {
			to = *d.ToName
		}
		kinds = append(kinds, string(d.Kind)+" "+to)
	}
	if got := strings.Join(kinds, ", "); got != "print 主治医, print "+naka+", handoff "+kikan+", handoff "+yorisoi {
		t.Errorf("ledger: %s", got)
	}
	// keyset, filter, by person
	first := want[gen.DisclosurePage](t, s.get(naka, "/disclosures?limit=3&count=true&caseId="+string(id)), 200)
	second := want[gen.DisclosurePage](t, s.get(naka, "/disclosures?limit=3&caseId="+string(id)+"&cursor="+*first.NextCursor), 200)
	if len(first.Items) != 3 || *first.Total != 4 || len(second.Items) != 1 || second.NextCursor != nil {
		t.Errorf("pages: %d, %d", len(first.Items), len(second.Items))
	}
	if got := want[gen.DisclosurePage](t, s.get(naka, "/disclosures?kind=print&caseId="+string(id)), 200).Items; len(got) != 2 {
		t.Errorf("prints: %+v", got)
	}
	if got := want[gen.DisclosurePage](t, s.get(naka, "/disclosures?personId="+string(s.subject(id))), 200).Items; len(got) != 4 {
		t.Errorf("on the person: %d", len(got))
	}
	refused(t, s.get(naka, "/disclosures"), 422, casework.CodeInvalid)
	refused(t, s.get(fukushi, "/disclosures?caseId="+string(id)), 404, casework.CodeNotFound)
	refused(t, s.get(fukushi, "/disclosures?personId="+string(s.subject(id))), 404, casework.CodeNotFound)
	// whoever only received sees what it gave itself: nothing yet
	if got := s.ledger(kikan, id); len(got) != 0 {
		t.Errorf("a receiver reads the ledger: %+v", got)
	}
}

func TestWhoReceivedAnEarlierVersionIsToBeTold(t *testing.T) {
	s := newStage(t)
	content := household8050("操山 キヨ", "みさおやま きよ")
	id := s.file(naka, content)
	s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead), s.receiver(kikan, casework.AskJoin))
	want[gen.Disclosure](t, s.print(naka, id, map[string]any{"ground": "consent", "toName": "主治医"}), 201)
	want[gen.Disclosure](t, s.print(naka, id, map[string]any{"ground": "own_work"}), 201)
	list := func(name string) []gen.Correction {
		return want[gen.CorrectionList](t, s.get(name, "/disclosures/corrections?caseId="+string(id)), 200).Items
	}
	if got := list(naka); len(got) != 0 {
		t.Errorf("before any correction: %+v", got)
	}
	sheet := s.theCase(naka, id).Sheets[0]
	content = *sheet.Content
	content.Request = "聞き違いを訂正した。"
	tag := s.get(naka, "/sheets/"+string(sheet.Id)).header.Get("ETag")
	want[gen.Sheet](t, s.as(naka).do("POST", "/api/v1/sheets/"+string(sheet.Id)+"/amend", toJSON(map[string]any{"content": content, "reason": "聞き違い"}), ifMatchHeader(tag)), 200)

	lines := list(naka)
	if len(lines) != 3 {
		t.Fatalf("to be told: %+v", lines)
	}
	for _, l := range lines {
		if l.Told || l.SheetNumber != 2 || l.ReceivedNumber != 1 || !slices.Contains(l.Actions, "tell") || *l.Reason != "聞き違い" {
			t.Errorf("line: %+v", l)
		}
	}
	if got := list(yorisoi); len(got) != 0 {
		t.Errorf("a receiver reads the list: %+v", got)
	}
	path := "/api/v1/disclosures/corrections/" + string(lines[0].Id) + "/told"
	body := `{"how":"document","note":"文書で通知"}`
	refused(t, s.as(yorisoi).do("POST", path, body, ifMatchHeader(lines[0].Etag)), 404, casework.CodeNotFound)
	refused(t, s.as(naka).do("POST", path, body), 428, codePrecondition)
	refused(t, s.as(naka).do("POST", path, body, ifMatchHeader(`"7"`)), 412, casework.CodeStale)
	told := want[gen.Correction](t, s.as(naka).do("POST", path, body, ifMatchHeader(lines[0].Etag)), 200)
	if !told.Told || told.ToldBy == nil || *told.How != "document" || len(told.Actions) != 0 {
		t.Errorf("told: %+v", told)
	}
	refused(t, s.as(naka).do("POST", path, body, ifMatchHeader(told.Etag)), 409, casework.CodeWrongState)
	if after := list(naka); len(after) != 3 || after[0].Told || !after[2].Told {
		t.Errorf("what is still to be told comes first: %+v", after)
	}
}

func TestAPersonsRecordHoldsAllAndMarksWhatSpeaksOfOthers(t *testing.T) {
	s := newStage(t)
	s.cast("manager", naka, casework.RoleAgencyManager)
	s.cast("other-manager", yorisoi, casework.RoleAgencyManager)
	content := household8050("操山 キヨ", "みさおやま きよ")
	content.Members[0].Name, content.Members[0].Note = "操山 大樹", "消費者金融に借り入れ"
	id := s.file(naka, content)
	want[gen.Note](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/notes", toJSON(map[string]any{
		"kind": "phone", "occurredAt": s.now().Add(-time.Minute), "text": "キヨさんは元気。大樹さんは入院した。"})), 201)
	s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead))
	person := s.subject(id)
	path := "/persons/" + string(person) + "/record"

	refused(t, s.get(naka, path), 403, casework.CodeForbidden)            // a worker
	refused(t, s.get("other-manager", path), 403, casework.CodeForbidden) // sees a part of it
	r := s.get("manager", path)
	got := want[gen.PersonRecord](t, r, 200)
	if len(got.Cases) != 1 || len(got.Received) != 1 || got.Received[0].To.Code != yorisoi || len(got.Consents) != 1 || len(got.Holders) != 2 {
		t.Errorf("record: %+v", got)
	}
	if bytes.Contains(r.body, []byte("消費者金融")) {
		t.Errorf("what is written of another person's row stands in the record: %s", r.body)
	}
	var plain, marked string
	for _, e := range got.Entries {
		for _, l := range e.Lines {
			for _, p := range l.Passages {
				if p.ThirdParty {
					marked += p.Text + "\n"
				} else {
					plain += p.Text + "\n"
				}
			}
		}
	}
	if strings.Contains(plain, "大樹") || !strings.Contains(marked, "大樹さんは入院した。") || !strings.Contains(plain, "キヨさんは元気。") {
		t.Errorf("unmarked:\n%s\nmarked:\n%s", plain, marked)
	}
	if n := sql[int](s, `SELECT count(*) FROM journal WHERE operation = 'getPersonRecord' AND outcome = 'done' AND object_id = $1 AND case_ids @> ARRAY[$2::uuid]`, person, id); n != 1 {
		t.Errorf("%d journal rows of the look", n)
	}
}
