package server

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/policy"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// The canary: where the protected household lives and can be called. It stands in every field and every text there is.
const (
	canaryTown     = "隠里町"
	canaryBuilding = "コーポ雲隠"
	canaryHome     = "086-799-0001"
	canaryMobile   = "090-7799-0002"
	canaryVisitor  = "080-7799-0003"
	canaryWords    = "住まいは隠里町７７－７（コーポ雲隠707）、電話は０８６（７９９）０００１か09077990002。"
)

// canaries are what to look for in a folded answer: no spelling gets past it.
func canaries() []string {
	var keys []string
	for _, w := range []string{canaryTown, canaryBuilding, canaryHome, canaryMobile, canaryVisitor} {
		keys = append(keys, textnorm.Fold(w))
	}
	return keys
}

func canaryContent() casework.SheetContent {
	c := household8050("霧島 千代", "きりしま ちよ")
	a := c.Subject.Address
	a.Town, a.Lot, a.Building, a.PostalCode = canaryTown, "77-7", canaryBuilding+" 707", "799-7799"
	c.Subject.PhoneHome, c.Subject.PhoneMobile = canaryHome, canaryMobile
	consent := *c.Subject.Consent
	consent.Note, consent.ExplainedBy = canaryWords, "担当 "+canaryTown
	c.Subject.Consent = &consent
	c.Visitor = &casework.Visitor{Name: "霧島 千里", Relation: "妹", Phone: canaryVisitor, Note: canaryWords}
	c.Members[0].Name, c.Members[0].Kana, c.Members[0].Note = "霧島 剛", "きりしま ごう", canaryWords
	c.Issues = append(c.Issues, "other")
	c.OtherIssue, c.Request, c.Wishes, c.Danger, c.DangerNote = canaryWords, canaryWords, canaryWords, true, canaryWords
	c.Referrals = []casework.Referral{{AgencyName: canaryTown + "の診療所", Reason: canaryWords}}
	return c
}

// kita is asked to lead later on.
const kita = "houkatsu-kita-kita"

// hiding is a case full of the canary whose subject is under 支援措置: naka set it, fukushi is listed. Not listed are the
// lead (yorisoi, boss its manager), a supporting agency (kikan), a receiver (hoken), the agency that filed the sheet and
// left (kokoro), the coordinators (desk), and everybody who has nothing to do with it.
type hiding struct {
	*stage
	ids      map[string]string
	unlisted []string
	sent     casework.ID // the receiver's handoff
	keyed    string      // body of a request that was answered before the protection
	answered map[string]bool
	walked   map[string]bool

	advisorID, dispatchID casework.ID
}

func hide(t *testing.T) *hiding {
	s := newStage(t)
	s.cast("boss", "yorisoi", casework.RoleAgencyManager)
	s.cast(kita, kita, casework.RoleWorker)
	s.cast("leaver", "kikan-shogai", casework.RoleWorker)
	s.cast("colleague", "kikan-shogai", casework.RoleWorker)
	w := &hiding{stage: s, answered: map[string]bool{}, walked: map[string]bool{},
		unlisted: []string{yorisoi, "boss", kikan, "colleague", hoken, kokoro, desk, kita}}
	for _, role := range policy.Roles() {
		s.cast("kikaku-"+role, "kikaku", casework.Role(role))
		w.unlisted = append(w.unlisted, "kikaku-"+role)
	}
	id := s.file(kokoro, canaryContent())
	sheet := s.theCase(kokoro, id).Sheets[0].Id
	h := w.ask(kokoro, id, naka, "lead", true)
	s.pass(time.Minute)
	want[gen.Handoff](t, s.verb(naka, h, "accept", map[string]any{"note": canaryWords}), 200)
	want[gen.Handoff](t, s.verb(naka, h, "connect", map[string]any{"how": "accompanied", "at": s.now(), "who": canaryTown + "で本人", "note": canaryWords}), 200)
	for _, agency := range []string{kikan, fukushi} {
		h := w.ask(naka, id, agency, "join", false)
		want[gen.Handoff](t, s.verb(agency, h, "ask", map[string]any{"question": canaryWords}), 200)
		want[gen.Handoff](t, s.verb(naka, h, "answer", map[string]any{"answer": canaryWords}), 200)
		want[gen.Handoff](t, s.verb(naka, h, "report_refusal", map[string]any{"saidBy": canaryTown + "の係", "said": canaryWords, "saidAt": s.now()}), 200)
		want[gen.Handoff](t, s.verb(agency, h, "join", map[string]any{"note": canaryWords}), 200)
	}
	s.pass(time.Minute)
	amended := canaryContent()
	amended.Subject.Address.Lot = "88-8"
	tag := s.get(naka, "/sheets/"+string(sheet)).header.Get("ETag")
	want[gen.Sheet](t, s.as(naka).do("POST", "/api/v1/sheets/"+string(sheet)+"/amend", toJSON(map[string]any{"content": amended, "reason": canaryWords}), ifMatchHeader(tag)), 200)
	lead := w.ask(naka, id, yorisoi, "lead", false)
	s.pass(time.Minute)
	want[gen.Handoff](t, s.verb(yorisoi, lead, "accept", nil), 200)
	note := w.note(kikan, id, canaryWords, "Idempotency-Key: before-the-mask")
	s.pass(time.Minute)
	want[gen.Note](t, s.as(kikan).do("PATCH", "/api/v1/cases/"+string(id)+"/notes/"+string(note), toJSON(map[string]any{"text": "訂正: " + canaryWords, "reason": canaryWords}), ifMatchHeader(`"1"`)), 200)
	w.sent = w.ask(yorisoi, id, hoken, "join", false)
	person := s.subject(id)
	want[gen.ConsentRecorded](t, s.as(yorisoi).do("POST", "/api/v1/consents", toJSON(map[string]any{"caseId": id, "personId": person, "state": "given", "method": "oral",
		"explainedBy": canaryTown, "note": canaryWords})), 201)
	want[gen.Disclosure](t, s.as(yorisoi).do("POST", "/api/v1/disclosures", toJSON(map[string]any{"caseId": id, "kind": "print", "parts": []string{"sheet"},
		"ground": "life_and_body", "groundNote": canaryWords, "toName": canaryTown + "交番", "purpose": canaryWords, "conditions": canaryWords})), 201)
	picture := w.canaryFile(id)
	conference := w.conference(id)
	w.dispatched(id)
	protection := want[gen.Protection](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/protections", toJSON(map[string]any{"personId": person,
		"perpetratorId": s.theCase(naka, id).Members[1].Id, "listed": []any{s.agencies[fukushi]}, "reason": canaryWords, "until": "2026-12-31"})), 201).Id
	w.givePackages(id)
	told := want[gen.CorrectionList](t, s.get(naka, "/disclosures/corrections?caseId="+string(id)), 200).Items[0].Id
	notice := sql[casework.ID](s, `SELECT id FROM notifications WHERE account_id = $1 LIMIT 1`, s.people[kikan].account)
	w.ids = map[string]string{"caseId": string(id), "sheetId": string(sheet), "handoffId": string(w.sent), "noteId": string(note), "personId": string(person),
		"protectionId": string(protection), "correctionId": string(told), "notificationId": string(notice), "agencyId": string(s.agencies[kikan]), "number": "2", "conferenceId": string(conference),
		"fiscalYear": "2018",
		"accountId":  string(s.people[kikan].account),
	}
	for _, nothing := range []string{
		"escalationId", "contactId",
		"assignmentId", "planId", "monitoringId", "missingResourceId",
		"surveyId", "studyId", "exportId", "trainingId",
	} {
		w.ids[nothing] = unknownID
	}
	w.ids["fileId"], w.ids["advisorId"], w.ids["dispatchId"] = string(picture), string(w.advisorID), string(w.dispatchID)
	w.ids["feedKey"], w.ids["roomId"] = strings.Repeat("x", 43), unknownID
	w.ids["disposalId"] = unknownID
	w.askDesk(id)
	return w
}

func (w *hiding) caseID() casework.ID { return casework.ID(w.ids["caseId"]) }

func (w *hiding) ask(from string, id casework.ID, agency, ask string, leave bool) casework.ID {
	w.t.Helper()
	body := map[string]any{"receivers": []any{map[string]any{"agencyId": w.agencies[agency], "ask": ask, "reason": canaryWords, "request": canaryWords}},
		"purpose": canaryWords, "ground": "life_and_body", "groundNote": canaryWords, "leave": leave, "scope": map[string]any{"sheet": true, "notes": true}}
	return want[gen.HandoffList](w.t, w.as(from).do("POST", "/api/v1/cases/"+string(id)+"/handoffs", toJSON(body)), 201).Items[0].Id
}

func (w *hiding) note(name string, id casework.ID, text string, headers ...string) casework.ID {
	w.t.Helper()
	w.keyed = toJSON(map[string]any{"kind": "phone", "occurredAt": w.now(), "text": text})
	r := w.as(name).do("POST", "/api/v1/cases/"+string(id)+"/notes", w.keyed, headers...)
	return want[gen.Note](w.t, r, 201).Id
}

// holds reports the canaries in an answer, its headers included.
func holds(r reply) []string {
	var found []string
	header := &bytes.Buffer{}
	_ = r.header.Write(header) // into memory
	text := textnorm.Fold(string(r.body)) + "\n" + textnorm.Fold(header.String())
	if bytes.HasPrefix(r.body, []byte("%PDF-")) {
		words, _ := wordsOfPaper(r.body) // what is no document of ours holds its words as they are
		text += "\n" + textnorm.Fold(words)
	}
	for _, key := range canaries() {
		if strings.Contains(text, key) {
			found = append(found, key)
		}
	}
	return found
}

// wordsOfPaper reads a PDF back: its letters are numbers of glyphs, which no search in bytes finds.
func wordsOfPaper(pdf []byte) (string, error) {
	read := exec.Command("pdftotext", "-raw", "-", "-")
	read.Stdin = bytes.NewReader(pdf)
	out, err := read.Output()
	return strings.ReplaceAll(string(out), "\n", ""), err
}

// try calls an operation as somebody and fails where the canary comes back.
func (w *hiding) try(op operation, name, query, body string, headers ...string) reply {
	w.t.Helper()
	path := op.path
	for param, value := range w.ids {
		path = strings.ReplaceAll(path, "{"+param+"}", value)
	}
	if strings.Contains(path, "{") {
		w.t.Fatalf("%s: this walk has no id for %s", op.id, path)
	}
	if op.media != "" && op.media != "application/json" {
		headers = append([]string{"Content-Type: " + op.media}, headers...)
	}
	r := w.as(name).do(op.method, "/api/v1"+path+query, body, headers...)
	w.walked[op.id] = true
	w.answered[op.id] = w.answered[op.id] || r.status < 300
	if found := holds(r); found != nil {
		w.t.Errorf("%s %s%s answers %s with %v:\n%s", op.method, path, query, name, found, r.body)
	}
	if r.status >= 500 {
		w.t.Errorf("%s as %s: %d", op.id, name, r.status)
	}
	return r
}

// queries are the ways to ask a reading operation; "" alone where none are listed.
func (w *hiding) queries() map[string][]string {
	q := func(name, value string) string { return "?" + name + "=" + url.QueryEscape(value) }
	search := []string{""}
	for _, word := range []string{canaryTown, canaryBuilding, canaryHome, "霧島"} {
		search = append(search, q("q", word))
	}
	boxes := []string{"?box=received", "?box=sent"}
	for _, word := range search[1:] {
		boxes = append(boxes, "?box=received&"+word[1:], "?box=sent&"+word[1:])
	}
	return map[string][]string{
		"listCases":  append(search, "?ward=naka&count=true", q("district", "操山"), "?sort=kana", "?open=true"),
		"listSheets": search, "listEscalations": append(search, "?assigned=mine", "?informal=false"), "listContacts": {q("caseId", w.ids["caseId"]), q("escalationId", w.ids["escalationId"])}, "listAgencies": search, "listHandoffs": boxes,
		"diffSheet": {"?from=1&to=2", "?from=2&to=1"}, "suggestAgencies": {"?issues=care&caseId=" + w.ids["caseId"]},
		"listConsents": {q("caseId", w.ids["caseId"])}, "listCorrections": {q("caseId", w.ids["caseId"])},
		"listJournal": {"", q("caseNumber", w.number())}, "listJournalViewers": {q("caseNumber", w.number()) + "&" + span(noon.Add(-time.Hour), noon.Add(48*time.Hour))},
		"listAdvisors": append(search, "?all=true&field=elderly"), "listDispatches": {"", q("caseId", w.ids["caseId"]), "?mine=true&count=true"}, "listAdvice": append(search, "?field=elderly&issue=care"),
		"listAssignments": {"?box=mine&count=true", "?box=all", "?box=all&overdue=true&kept=open&fiscalYear=2026", "?box=case&caseId=" + w.ids["caseId"]},
		"listPlans":       {q("caseId", w.ids["caseId"])}, "diffPlan": {"?from=1&to=1", "?from=1&to=2"}, "listMonitorings": {"?box=mine&count=true", "?box=all&kind=plan"},
		"listDisclosures":    {q("caseId", w.ids["caseId"]), q("personId", w.ids["personId"])},
		"getPanel":           {"?panel=case_wards&from=2020-01-01&until=2029-12-31", "?panel=issue_sets&from=2020-01-01&until=2029-12-31"},
		"listPanelItems":     {"?panel=case_wards&from=2020-01-01&until=2029-12-31&row=naka&column=opened"},
		"listStatisticItems": {"?measure=escalations_total&fiscalYear=2026"},
	}
}

func (w *hiding) number() string {
	return sql[string](w.stage, `SELECT number FROM cases WHERE id = $1`, w.ids["caseId"])
}

// aboutPeople are the operations on one's own sign-in: no case has a part in them, so they need not succeed here.
func (w *hiding) aboutPeople(id string) bool {
	for _, path := range w.spec.Paths.InMatchingOrder() {
		for _, op := range w.spec.Paths.Value(path).Operations() {
			if op.OperationID == id {
				return slices.Equal(op.Tags, []string{"session"})
			}
		}
	}
	return false
}

// readAll asks every reading operation of the contract.
func (w *hiding) readAll(name string) {
	w.t.Helper()
	_, operations := contract(w.t)
	queries := w.queries()
	for _, id := range slices.Sorted(maps.Keys(operations)) {
		op := operations[id]
		if op.method != http.MethodGet || id == "streamEvents" || w.aboutPeople(id) && id != "getMe" {
			continue
		}
		ways := queries[id]
		if ways == nil {
			ways = []string{""}
		}
		for _, way := range ways {
			w.try(op, name, way, "")
		}
	}
	for _, h := range sqlRows[struct{ ID casework.ID }](w.stage, `SELECT id FROM handoffs`) {
		w.mine(name, "/handoffs/"+string(h.ID))
	}
	w.mine(name, "/sheets/"+w.ids["sheetId"]+"/versions/1")
}

func (w *hiding) mine(name, path string) {
	w.t.Helper()
	if r := w.get(name, path); holds(r) != nil {
		w.t.Errorf("%s answers %s with %v:\n%s", path, name, holds(r), r.body)
	}
}

func (w *hiding) sheetTag() string {
	return ifMatchHeader(fmt.Sprintf("%q", sql[string](w.stage, `SELECT version::text FROM sheets WHERE id = $1`, w.ids["sheetId"])))
}
