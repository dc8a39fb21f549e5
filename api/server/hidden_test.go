package server

import (
	"bytes"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/files/filestest"
	"github.com/tsunagu-care/tsunagu/pkg/policy"
)

// planted is what may be found only where it belongs.
type planted struct{ name, kana, town, phone, words string }

func (c planted) all() []string { return []string{c.name, c.kana, c.town, c.phone, c.words} }

func (c planted) content() casework.SheetContent {
	content := household8050(c.name, c.kana)
	content.Subject.Address.Town, content.Subject.PhoneMobile, content.Request = c.town, c.phone, c.words
	content.Members[0].Name, content.Members[0].Kana = c.name+"の子", c.kana+"のこ"
	return content
}

// looks is everything a person can read, with and without knowing what to look for.
func (s *stage) looks(id, sheet casework.ID, handoffs []casework.ID, c planted) []string {
	paths := []string{"/me", "/home", "/reference", "/notifications", "/cases?count=true", "/cases?sort=kana", "/cases?sort=opened", "/sheets?count=true",
		"/handoffs?box=received&count=true", "/handoffs?box=sent&count=true", "/escalations?count=true", "/agencies",
		"/agencies/suggestions?issues=care&caseId=" + string(id), "/cases/" + string(id), "/cases/" + string(id) + "/timeline?count=true",
		"/sheets/" + string(sheet), "/sheets/" + string(sheet) + "/versions", "/sheets/" + string(sheet) + "/versions/1",
		"/sheets/" + string(sheet) + "/versions/2", "/sheets/" + string(sheet) + "/diff?from=1&to=2", "/sheets/" + string(sheet) + "/diff?from=1&to=1"}
	for _, h := range handoffs {
		paths = append(paths, "/handoffs/"+string(h))
	}
	for _, word := range c.all() {
		q := url.QueryEscape(word)
		paths = append(paths, "/cases?q="+q, "/sheets?q="+q, "/handoffs?box=received&q="+q, "/handoffs?box=sent&q="+q, "/escalations?q="+q, "/agencies?q="+q)
	}
	return paths
}

// leaks reads everything as somebody and fails where one of the words comes back. What the person asks for itself (its
// own query, repeated in no answer of ours) does not count, for no answer repeats it.
func (s *stage) leaks(name string, paths []string, words []string, found func(path string, r reply)) {
	s.t.Helper()
	for _, path := range paths {
		r := s.get(name, path)
		if r.status >= 500 {
			s.t.Errorf("%s %s: %d", name, path, r.status)
		}
		for _, word := range words {
			if bytes.Contains(r.body, []byte(word)) {
				s.t.Errorf("%s reads %q at %s:\n%s", name, word, path, r.body)
			}
		}
		if found != nil {
			found(path, r)
		}
	}
	matches := s.as(name).do("POST", "/api/v1/households/matches", toJSON(map[string]any{"name": words[0], "kana": words[1], "phone": words[3]}))
	for _, word := range words {
		if bytes.Contains(matches.body, []byte(word)) {
			s.t.Errorf("%s finds %q by matching: %s", name, word, matches.body)
		}
	}
}

// nothingFound holds searches and counts: a case that does not exist is in no list and in no total.
func nothingFound(t *testing.T, name string) func(string, reply) {
	return func(path string, r reply) {
		if !strings.Contains(path, "q=") && !strings.Contains(path, "count=true") || r.status != 200 {
			return
		}
		var page struct {
			Items []any
			Total int
		}
		r.into(t, &page)
		if len(page.Items) != 0 || page.Total != 0 {
			t.Errorf("%s finds something at %s: %s", name, path, r.body)
		}
	}
}

func TestWhoIsNotAllowedReadsNothingAnywhere(t *testing.T) {
	s := newStage(t)
	for _, role := range policy.Roles() {
		s.cast("kikaku-"+role, "kikaku", casework.Role(role))
	}
	first := planted{"甲羅谷 鶴亀", "こうらだに つるかめ", "百合根町", "080-1111-0001", "水道が止まっている。"}
	later := planted{"乙姫川 海月", "おとひめがわ くらげ", "珊瑚町", "080-2222-0002", "転居したことは誰にも言わないでほしい。"}

	id := s.file(naka, first.content())
	sheet := s.theCase(naka, id).Sheets[0].Id
	hidden := map[string]any{"receivers": []any{s.receiver(hoken, casework.AskJoin)}, "scope": map[string]any{"sheet": false, "notes": true}}
	blind := want[gen.HandoffList](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/handoffs", toJSON(hidden)), 201).Items[0]
	taken := s.handOff(naka, id, s.receiver(kokoro, casework.AskJoin))[0]
	want[gen.Handoff](t, s.verb(naka, taken.Id, "withdraw", map[string]any{"reason": "宛先を間違えたため"}), 200)
	leaving := map[string]any{"receivers": []any{s.receiver(yorisoi, casework.AskLead)}, "leave": true}
	h := want[gen.HandoffList](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/handoffs", toJSON(leaving)), 201).Items[0]
	s.pass(time.Hour)
	want[gen.Handoff](t, s.verb(yorisoi, h.Id, "accept", nil), 200)
	all := []casework.ID{h.Id, blind.Id, taken.Id}

	// after the first agency has left, everything changes
	tag := s.get(yorisoi, "/sheets/"+string(sheet)).header.Get("ETag")
	want[gen.Sheet](t, s.as(yorisoi).do("POST", "/api/v1/sheets/"+string(sheet)+"/amend", toJSON(map[string]any{"content": later.content(), "reason": "転居"}), ifMatchHeader(tag)), 200)
	want[gen.Note](t, s.as(yorisoi).do("POST", "/api/v1/cases/"+string(id)+"/notes", toJSON(map[string]any{
		"kind": "phone", "occurredAt": s.now().Add(-time.Minute), "text": "乙姫川さんから電話。"})), 201)

	// the one that took it hands it on and leaves as well: it received, and it sent
	s.pass(time.Hour)
	second := map[string]any{"receivers": []any{map[string]any{"agencyId": s.agencies[fukushi], "ask": "lead", "reason": "生活保護の相談"}}, "leave": true}
	h2 := want[gen.HandoffList](t, s.as(yorisoi).do("POST", "/api/v1/cases/"+string(id)+"/handoffs", toJSON(second)), 201).Items[0]
	want[gen.Handoff](t, s.verb(fukushi, h2.Id, "accept", nil), 200)
	want[gen.Handoff](t, s.verb(fukushi, h2.Id, "connect", map[string]any{"how": "accompanied", "at": s.now(), "who": "乙姫川さん", "note": "乙姫川さんの家で"}), 200)
	all = append(all, h2.Id)

	t.Run("agency that received, sent on and left", func(t *testing.T) {
		if got := want[gen.Handoff](t, s.get(yorisoi, "/handoffs/"+string(h.Id)), 200); got.SubjectName != nil || got.Reason != "" || got.Request != nil {
			t.Errorf("what others wrote: %+v", got)
		}
		got := want[gen.Handoff](t, s.get(yorisoi, "/handoffs/"+string(h2.Id)), 200)
		if got.SubjectName == nil || got.Connection == nil || got.Connection.How != "accompanied" || got.Connection.Who != nil {
			t.Errorf("what became of what it sent: %+v", got)
		}
		s.leaks(yorisoi, s.looks(id, sheet, all, first), append(first.all(), "乙姫川さん"), nil)
	})
	t.Run("agency that left", func(t *testing.T) {
		c := s.theCase(naka, id)
		if c.Access != "outcome" || c.SubjectName != nil || len(c.Sheets) != 0 || len(c.Issues) != 0 || c.Lead.Code != fukushi {
			t.Errorf("outcome: %+v", c)
		}
		s.leaks(naka, s.looks(id, sheet, all, later), append(later.all(), "乙姫川さん"), nothingFoundBy(t, naka))
	})
	t.Run("receiver without the sheet", func(t *testing.T) {
		if c := s.theCase(hoken, id); c.Access != "received" || c.SubjectName != nil || len(c.Sheets) != 0 {
			t.Errorf("received: %+v", c)
		}
		s.leaks(hoken, s.looks(id, sheet, all, first), append(first.all(), later.all()...), nothingFoundBy(t, hoken))
	})
	strangers := []string{kokoro, kikan, desk}
	for _, role := range policy.Roles() {
		strangers = append(strangers, "kikaku-"+role)
	}
	for _, name := range strangers {
		t.Run(name, func(t *testing.T) {
			s.leaks(name, s.looks(id, sheet, all, first), append(first.all(), later.all()...), nothingFound(t, name))
			unknown := s.get(name, "/cases/"+unknownID)
			if hidden := s.get(name, "/cases/"+string(id)); !bytes.Equal(anonymous(hidden), anonymous(unknown)) || hidden.status != unknown.status {
				t.Errorf("a hidden case differs from none:\n%s\n%s", hidden.body, unknown.body)
			}
		})
	}
	for _, row := range sqlRows[struct{ Operation string }](s, `SELECT operation FROM journal j WHERE j::text ~ $1`,
		strings.Join(append(first.all(), later.all()...), "|")) {
		t.Errorf("the journal of %s holds personal text", row.Operation)
	}
	for _, word := range append(first.all(), later.all()...) {
		if strings.Contains(s.log.String(), word) {
			t.Errorf("the log holds %q", word)
		}
	}
}

// nothingFoundBy holds only the searches: lists may show the row, but not by what is hidden of it.
func nothingFoundBy(t *testing.T, name string) func(string, reply) {
	inner := nothingFound(t, name)
	return func(path string, r reply) {
		if strings.Contains(path, "q=") {
			inner(path, r)
		}
	}
}

// anonymous is an answer without its request id.
func anonymous(r reply) []byte {
	id := r.header.Get("X-Request-Id")
	return bytes.ReplaceAll(r.body, []byte(id), nil)
}

// call is one row of the walk: a request that would be right for whoever works on the case.
type call struct{ path, body, ifMatch, media string }

// TestOthersOperationsDoNotExist walks openapi.yaml: whatever names a row answers an agency that cannot see that row as if
// it were not there. An operation without a line here fails.
func TestOthersOperationsDoNotExist(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	sheet := s.theCase(naka, id).Sheets[0].Id
	draft, _ := s.sheet(naka, household8050("旭川 清", "あさひかわ きよし"))
	h := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead))[0].Id
	note := want[gen.Note](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/notes", toJSON(map[string]any{
		"kind": "phone", "occurredAt": noon, "text": "電話"})), 201).Id
	notice := want[gen.NotificationPage](t, s.get(yorisoi, "/notifications"), 200).Items[0].Id
	tag := s.get(naka, "/sheets/"+string(sheet)).header.Get("ETag")
	want[gen.Sheet](t, s.as(naka).do("POST", "/api/v1/sheets/"+string(sheet)+"/amend", toJSON(map[string]any{
		"content": household8050("操山 キヨ", "みさおやま きよ"), "reason": "追記"}), ifMatchHeader(tag)), 200)
	told := want[gen.CorrectionList](t, s.get(naka, "/disclosures/corrections?caseId="+string(id)), 200).Items[0].Id
	person := s.theCase(naka, id).Members[0].Id
	protection := want[gen.Protection](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/protections", toJSON(map[string]any{"personId": person, "reason": "DV"})), 201).Id
	file := want[gen.File](t, s.attach(naka, id, "", "部屋.jpg", filestest.JPEG(4, 4)), 201).Id
	upload, multipart := form("a.pdf", aPDF)
	ids := map[string]string{"{escalationId}": unknownID, "{contactId}": unknownID, "{fileId}": string(file), "{protectionId}": string(protection), "{correctionId}": string(told), "{personId}": string(person), "{caseId}": string(id), "{sheetId}": string(sheet), "{handoffId}": string(h), "{noteId}": string(note),
		"{notificationId}": string(notice), "{number}": "1", "{sessionId}": string(s.as(naka).session), "{passkeyId}": s.passkey(naka), "{messageId}": s.failedMail()}

	words := `{"text":"訂正","reason":"誤記"}`
	none := call{}
	rows := map[string]call{
		"getSheet": none, "listSheetVersions": none, "getSheetVersion": none, "diffSheet": {path: "?from=1&to=1"},
		"updateSheet": {body: `{"content":{"wishes":"x"}}`, ifMatch: `"1"`}, "discardSheet": {ifMatch: `"1"`}, "fileSheet": {body: `{}`, ifMatch: `"1"`},
		"amendSheet": {body: toJSON(map[string]any{"content": household8050("甲", "こう"), "reason": "訂正"}), ifMatch: `"2"`},
		"getCase":    none, "getCaseTimeline": none, "startSupport": {ifMatch: `"1"`}, "escalateCase": {body: `{"reason":"no_destination"}`, ifMatch: `"1"`},
		"createNote":  {body: toJSON(map[string]any{"kind": "phone", "occurredAt": noon, "text": "電話"})},
		"correctNote": {body: words, ifMatch: `"1"`},
		"handOff":     {body: toJSON(map[string]any{"receivers": []any{s.receiver(kokoro, casework.AskJoin)}})},
		"getHandoff":  none, "acceptHandoff": {ifMatch: `"1"`}, "joinHandoff": {ifMatch: `"1"`},
		"passOnHandoff": {body: toJSON(map[string]any{"nextAgencyId": s.agencies[kokoro], "reason": "x"}), ifMatch: `"1"`},
		"askHandoff":    {body: `{"question":"？"}`, ifMatch: `"1"`}, "answerHandoff": {body: `{"answer":"。"}`, ifMatch: `"1"`},
		"withdrawHandoff": {body: `{"reason":"誤り"}`, ifMatch: `"1"`}, "escalateHandoff": {body: `{"reason":"no_destination"}`, ifMatch: `"1"`},
		"connectHandoff":  {body: toJSON(map[string]any{"how": "phone", "at": noon, "who": "長男"}), ifMatch: `"1"`},
		"reportRefusal":   {body: toJSON(map[string]any{"saidBy": "係", "said": "無理", "saidAt": noon}), ifMatch: `"1"`},
		"regroundHandoff": {body: `{"ground":"life_and_body"}`, ifMatch: `"1"`},
		"tellCorrection":  {body: `{"how":"phone"}`, ifMatch: `"1"`}, "getPersonRecord": none,

		"listProtections": none, "protect": {body: toJSON(map[string]any{"personId": person, "reason": "DV"})},
		"endProtection": {body: `{"reason":"解除"}`}, "breakGlass": {body: toJSON(map[string]any{"personId": person, "reason": "救急"})},

		"holdRetention": none, "releaseRetention": none, "getDisposal": none, "approveDisposal": none, "withdrawDisposal": none,
		"listFiles": none, "attachFile": {body: upload, media: multipart}, "previewFile": none, "downloadFile": {body: ownWork}, "makeSheetPdf": {body: ownWork},
		"removeFile": {body: `{"reason":"誤り"}`, ifMatch: `"1"`},

		"resendMail": {ifMatch: `"1"`}, "discardMail": {ifMatch: `"1"`},
		"settleCase": {body: `{"class":"coordinated","to":"supporting"}`, ifMatch: `"1"`}, "monitorCase": {ifMatch: `"1"`}, "resumeCase": {ifMatch: `"1"`},
		"suspendCase": {body: `{"reason":"入院","watchConditions":"退院","reviewOn":"2027-01-31"}`, ifMatch: `"1"`}, "reopenCase": {body: `{"reason":"再び"}`, ifMatch: `"1"`},
		"redirectHandoff":     {body: toJSON(map[string]any{"nextAgencyId": s.agencies[kokoro], "reason": "x"}), ifMatch: `"1"`},
		"getInformationSheet": none, "makeInformationSheetPdf": {body: ownWork}, "updateInformationSheet": {body: `{"content":{}}`, ifMatch: `"0"`}, "listInformationVersions": none, "getInformationVersion": none,
		"getEscalation": none, "organizeEscalation": {ifMatch: `"1"`}, "settleEscalation": {body: `{"class":"advice_only"}`, ifMatch: `"1"`},
		"reassignEscalation": {body: `{"coordinatorId":"` + unknownID + `"}`, ifMatch: `"1"`}, "linkEscalation": {body: `{"caseNumber":"R9-0001"}`, ifMatch: `"1"`},
		"correctContact": {body: toJSON(map[string]any{"kind": "phone", "at": noon, "agencyIds": []any{s.agencies[kokoro]}, "reason": "誤記"}), ifMatch: `"1"`},

		"readNotification": none, "deleteSession": none, "removePasskey": none,
	}
	s.agreedOn(id, ids, rows)
	s.advisedOn(id, ids, rows)
	s.ofPeople(ids, rows)
	s.studied(id, ids, rows)
	s.cast("exporter", "kikaku", casework.RoleCoordinator)
	ids["{exportId}"] = string(s.begunExport("exporter").Id)
	for s.server.ExportOnce(t.Context()) { // ready: there is something to save
	}
	for _, op := range []string{"getExport", "cancelExport", "downloadExport"} {
		rows[op] = none
	}
	openToAll := map[string]bool{}
	for _, op := range []string{
		"getAgency", "listAgencyChanges", "updateRoom", "getAdvisor", "updateAdvisor", // directory, rooms and registry are everybody's
		"getAnnualYear", "recordFigures", "freezeYear", "explainYear", // and so are the years of the statistics
		"getSurvey", "updateSurvey", "openSurvey", "remindSurvey", "closeSurvey", "newSurveyLink", "getSurveyResults", // surveys know no household
		"getTraining", "updateTraining", "holdTraining", "cancelTraining", // nor do trainings
	} {
		openToAll[op] = true
	}
	_, operations := contract(t)
	for _, op := range slices.Sorted(maps.Keys(operations)) {
		o := operations[op]
		if o.public || !strings.Contains(o.path, "{") || openToAll[op] || strings.HasPrefix(o.path, "/conferences/{") { // conferences: conference_hidden_test.go
			continue
		}
		row, known := rows[op]
		if !known {
			t.Errorf("%s has no line in this walk", op)
			continue
		}
		real, none := o.path, o.path
		for param, value := range ids {
			if param == "{sheetId}" && (op == "updateSheet" || op == "discardSheet" || op == "fileSheet") {
				value = string(draft.Id)
			}
			real = strings.ReplaceAll(real, param, value)
			if param == "{number}" {
				none = strings.ReplaceAll(none, param, value)
			}
			none = strings.ReplaceAll(none, param, unknownID)
		}
		headers := []string{}
		if row.ifMatch != "" {
			headers = append(headers, ifMatchHeader(row.ifMatch))
		}
		if row.media != "" {
			headers = append(headers, "Content-Type: "+row.media)
		}
		before := s.contents()
		for _, name := range []string{fukushi, kokoro, desk} {
			hidden := s.as(name).do(o.method, "/api/v1"+real+row.path, row.body, headers...)
			unknown := s.as(name).do(o.method, "/api/v1"+none+row.path, row.body, headers...)
			wanted := 404
			if !policy.Allows(roleOf(name), op) {
				wanted = 403
			}
			if hidden.status != wanted || unknown.status != wanted || !bytes.Equal(anonymous(hidden), anonymous(unknown)) {
				t.Errorf("%s as %s: %d, and %d for an unknown id\n%s\n%s", op, name, hidden.status, unknown.status, hidden.body, unknown.body)
			}
		}
		if r := s.do(o.method, "/api/v1"+real+row.path, row.body, headers...); r.status != 401 {
			t.Errorf("%s as nobody: %d", op, r.status)
		}
		if after := s.contents(); after != before {
			t.Errorf("%s: a refused call changed\n%s\n%s", op, before, after)
		}
	}
}

// passkey gives somebody a passkey that nobody holds.
func (s *stage) passkey(name string) (id string) {
	s.t.Helper()
	return sql[string](s, `INSERT INTO passkeys (id, account_id, credential_id, credential, name, created_at) VALUES (gen_random_uuid(), $1, '\x01', '{}', '鍵', now()) RETURNING id`,
		s.people[name].account)
}

func roleOf(name string) string {
	if name == desk {
		return "coordinator"
	}
	return "worker"
}
