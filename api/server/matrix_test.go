package server

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/policy"
)

// matrixFile says who gets what: every operation × relation to the case × role. It is written by this test and read by
// people: a change of it is a change of who may do what, and belongs into the review.
//
//	go test ./api/server -run TestAuthorizationMatrix -update-matrix
const matrixFile = "../../pkg/policy/authorization_matrix.csv"

var updateMatrix = flag.Bool("update-matrix", false, "write pkg/policy/authorization_matrix.csv")

// Cells of the matrix.
const (
	cellFull = "full" // answers with what was written of the household
	cellCase = "case" // answers with the number of the case, or counts it; nothing of the household
	cellOK   = "ok"   // answers, and holds nothing of the case
	cellMay  = "may"  // the verb is theirs (done, or only not now: 409, or not on this version: 412)
	related  = "lead supporting receiver past package coordinating none"
)

// matrix is a stage with somebody of every role in every relation to a case that holds everything.
type matrix struct {
	*stage
	roles     []string
	relations []string
	ids       map[string]map[string]string // by relation: the objects of its case
	rows      map[string]call              // how the walk of hidden_test.go asks (agreedOn, conferenceCalls)
	words     []string
	numbers   []string
}

func newMatrix(t *testing.T) *matrix {
	s := newStage(t)
	m := &matrix{stage: s, roles: policy.Roles(), relations: strings.Fields(related), ids: map[string]map[string]string{}, rows: map[string]call{}}
	at := map[string]string{"lead": naka, "supporting": yorisoi, "receiver": hoken, "past": fukushi, "package": "kikaku", "coordinating": "kikaku", "none": kokoro}
	for _, relation := range m.relations {
		for _, role := range m.roles {
			s.cast(relation+"-"+role, at[relation], casework.Role(role))
		}
	}
	first := planted{"甲羅谷 鶴亀", "こうらだに つるかめ", "百合根町", "080-1111-0001", "水道が止まっている。"}
	second := planted{"乙姫川 海月", "おとひめがわ くらげ", "珊瑚町", "080-2222-0002", "転居したことは誰にも言わないでほしい。"}
	m.words = append(first.all(), second.all()...)
	plain, called := m.household(first), m.household(second)
	s.escalated(casework.ID(called["{caseId}"]))
	m.onTheDesk(casework.ID(called["{caseId}"]), second, called)
	plain["{escalationId}"], plain["{contactId}"] = called["{escalationId}"], called["{contactId}"]
	advisor := s.advisor("none-city_office", "package-advisor")
	m.advised(advisor, first, plain)
	m.advised(advisor, second, called)
	plain["{accountId}"], called["{accountId}"] = string(s.people["lead-worker"].account), string(s.people["lead-worker"].account)
	survey := want[gen.Survey](t, s.as("none-city_office").do("POST", "/api/v1/surveys", `{"fiscalYear":2026}`), 201).Id
	plain["{surveyId}"], called["{surveyId}"] = string(survey), string(survey)
	study := s.studyOf(casework.ID(called["{caseId}"]), "coordinating-coordinator", casework.StudyInReview)
	plain["{studyId}"], called["{studyId}"] = study, study
	k := s.polled(casework.ID(called["{caseId}"]), yorisoi, hoken)
	m.rows["getConference"] = call{}
	s.conferenceCalls(k, m.rows)
	plain["{conferenceId}"], called["{conferenceId}"] = string(k.Id), string(k.Id)
	plain["{inviteeId}"], called["{inviteeId}"] = string(k.Invitees[1].Id), string(k.Invitees[1].Id)
	for _, relation := range m.relations {
		m.ids[relation] = plain
	}
	for _, role := range m.roles {
		m.give("package-"+role, casework.ID(plain["{caseId}"]), casework.Scope{Sheet: true, Notes: true}, nil)
	}
	m.ids["coordinating"] = called
	for _, row := range sqlRows[struct{ Number string }](s, `SELECT number FROM cases`) {
		m.numbers = append(m.numbers, row.Number)
	}
	return m
}

// household files a case by fukushi, who hands it to naka and leaves; yorisoi joins, hoken is asked to lead.
func (m *matrix) household(c planted) map[string]string {
	m.t.Helper()
	s, t := m.stage, m.t
	id := s.file(fukushi, c.content())
	sheet := s.theCase(fukushi, id).Sheets[0].Id
	leaving := map[string]any{"receivers": []any{s.receiver(naka, casework.AskLead)}, "leave": true, "ground": "life_and_body", "scope": map[string]any{"sheet": true, "notes": true}}
	h := want[gen.HandoffList](t, s.as(fukushi).do("POST", "/api/v1/cases/"+string(id)+"/handoffs", toJSON(leaving)), 201).Items[0]
	s.pass(time.Minute)
	want[gen.Handoff](t, s.verb(naka, h.Id, "accept", nil), 200)
	want[gen.Handoff](t, s.verb(yorisoi, s.handOff(naka, id, s.receiver(yorisoi, casework.AskJoin))[0].Id, "join", nil), 200)
	note := want[gen.Note](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/notes", toJSON(map[string]any{"kind": "phone", "occurredAt": s.now(), "text": c.words})), 201).Id
	open := s.handOff(naka, id, s.receiver(hoken, casework.AskLead))[0].Id
	tag := s.get(naka, "/sheets/"+string(sheet)).header.Get("ETag")
	want[gen.Sheet](t, s.as(naka).do("POST", "/api/v1/sheets/"+string(sheet)+"/amend", toJSON(map[string]any{"content": c.content(), "reason": "追記"}), ifMatchHeader(tag)), 200)
	told := want[gen.CorrectionList](t, s.get(naka, "/disclosures/corrections?caseId="+string(id)), 200).Items[0].Id
	person := s.theCase(naka, id).Members[0].Id
	protection := want[gen.Protection](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/protections", toJSON(map[string]any{"personId": person, "reason": "DV"})), 201).Id
	draft, _ := s.sheet(naka, c.content())
	ids := map[string]string{"{caseId}": string(id), "{sheetId}": string(sheet), "{draft}": string(draft.Id), "{handoffId}": string(open), "{noteId}": string(note),
		"{correctionId}": string(told), "{personId}": string(person), "{protectionId}": string(protection), "{number}": "1", "{agencyId}": string(s.agencies[kikan]),
		"{messageId}": s.failedMail(), "{name}": c.name}
	s.agreedOn(id, ids, m.rows)
	m.attached(id, c, ids)
	return ids
}

// escalated calls the coordinators in.
func (s *stage) escalated(id casework.ID) {
	s.t.Helper()
	want[gen.Case](s.t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/escalate", `{"reason":"no_destination","text":"行き先がない"}`, s.caseTag(id)), 200)
}

// asked is how an operation is called by somebody for whom it would be right. {caseId} … stand for the objects of the case.
type asked struct {
	query, body string
	ifMatch     bool   // sends a version that never was: 412 then says that everything else was right
	draft       bool   // of the unfiled sheet
	media       string // "" = the one of the contract
}

// matrixCalls has a line for each operation that has to do with a case. One without a line is called bare: then its cells
// prove the role only, and the row says so.
func (m *matrix) matrixCalls() map[string]asked {
	text := `{"reason":"誤記","text":"訂正"}`
	sheet := toJSON(map[string]any{"content": household8050("甲", "こう"), "reason": "訂正"})
	search, ofCase := "?count=true&q={name}", "?caseId={caseId}"
	calls := map[string]asked{
		"getHome": {}, "getMe": {}, "listNotifications": {query: "?count=true"}, "listCases": {query: search}, "listSheets": {query: search}, "listEscalations": {query: search},
		"listHandoffs": {query: "?box=received&count=true&q={name}"}, "listAgencies": {query: search}, "suggestAgencies": {query: "?issues=care&caseId={caseId}"},
		"listConsents": {query: "?caseId={caseId}"}, "listCorrections": {query: "?caseId={caseId}"}, "listDisclosures": {query: "?caseId={caseId}"},
		"getSheet": {}, "listSheetVersions": {}, "getSheetVersion": {}, "diffSheet": {query: "?from=1&to=2"},
		"updateSheet": {body: `{"content":{"wishes":"x"}}`, ifMatch: true, draft: true}, "discardSheet": {ifMatch: true, draft: true}, "fileSheet": {body: `{}`, ifMatch: true, draft: true},
		"amendSheet": {body: sheet, ifMatch: true}, "createSheet": {body: toJSON(map[string]any{"content": household8050("甲", "こう")})},
		"getCase": {}, "getCaseTimeline": {}, "startSupport": {ifMatch: true}, "escalateCase": {body: `{"reason":"no_destination","text":"x"}`, ifMatch: true},
		"createNote":  {body: toJSON(map[string]any{"kind": "phone", "occurredAt": noon, "text": "電話"})},
		"correctNote": {body: text, ifMatch: true},
		"handOff":     {body: toJSON(map[string]any{"receivers": []any{m.receiver(hoken, casework.AskLead)}, "ground": "life_and_body"})},
		"getHandoff":  {}, "acceptHandoff": {ifMatch: true}, "joinHandoff": {ifMatch: true},
		"passOnHandoff": {body: toJSON(map[string]any{"nextAgencyId": m.agencies[kokoro], "reason": "x", "ground": "life_and_body"}), ifMatch: true},
		"askHandoff":    {body: `{"question":"？"}`, ifMatch: true}, "answerHandoff": {body: `{"answer":"。"}`, ifMatch: true},
		"withdrawHandoff": {body: `{"reason":"誤り"}`, ifMatch: true}, "escalateHandoff": {body: `{"reason":"no_destination","text":"x"}`, ifMatch: true},
		"connectHandoff":  {body: toJSON(map[string]any{"how": "phone", "at": noon, "who": "長男"}), ifMatch: true},
		"reportRefusal":   {body: toJSON(map[string]any{"saidBy": "係", "said": "無理", "saidAt": noon}), ifMatch: true},
		"regroundHandoff": {body: `{"ground":"life_and_body"}`, ifMatch: true}, "tellCorrection": {body: `{"how":"phone"}`, ifMatch: true}, "getPersonRecord": {},
		"listProtections": {}, "protect": {body: `{"personId":"{personId}","reason":"DV"}`}, "endProtection": {body: `{"reason":"解除"}`},
		"breakGlass":       {body: `{"personId":"{personId}","reason":"救急"}`},
		"recordConsent":    {body: `{"caseId":"{caseId}","personId":"{personId}","state":"given","method":"oral"}`},
		"recordDisclosure": {body: `{"caseId":"{caseId}","kind":"print","parts":["sheet"],"ground":"own_work"}`},
		"matchHouseholds":  {body: `{"name":"{name}"}`}, "readAllNotifications": {}, "streamEvents": {},
		"importAgencies": {body: "code,name,kana,kind,field,wards,accepts_issue_types\nx1,見本,みほん,other,elderly,naka,care\n"},
		"listJournal":    {}, "listJournalExports": {}, "listJournalAccounts": {query: "?q=lead"}, "listJournalViewers": {query: "?caseNumber={number}&" + span(noon.Add(-time.Hour), noon.Add(48*time.Hour))},
		"getMailStatus": {}, "listMailMessages": {}, "resendMail": {ifMatch: true}, "discardMail": {ifMatch: true}, "sendTestMail": {}, "getMailPreference": {},
		"chooseMailPreference": {body: `{"mode":"at_once"}`}, "getReference": {}, "getAgency": {}, "listSessions": {}, "getSecondFactors": {},
		"listPlans": {query: ofCase}, "listAssignments": {query: "?caseId={caseId}&box=case"}, "listMonitorings": {query: "?box=all"}, "listMissingResources": {}, "getKeptOnTime": {}, "listConferences": {},
		"noteMissingResource": {body: `{"caseId":"{caseId}","field":"housing","ward":"naka","what":"夜間に泊まれる場所"}`},
		"draftPlan":           {body: toJSON(map[string]any{"caseId": "{caseId}", "content": plainPlan(m.agencies[naka])})},
		"proposeAssignment":   {body: toJSON(map[string]any{"caseId": "{caseId}", "agencyId": m.agencies[naka], "task": "訪問"})},
		"proposeConference":   {body: toJSON(m.proposal("{caseId}", "役割", map[string]any{"agencyId": m.agencies[yorisoi], "function": "担当", "required": true}))},
	}
	m.deskCalls(calls)
	m.fileCalls(calls)
	m.dispatchCalls(calls)
	m.peopleCalls(calls)
	m.keepingCalls(calls)
	m.surveyCalls(calls)
	m.studyCalls(calls)
	for id, c := range m.rows {
		if _, own := calls[id]; !own {
			calls[id] = asked{query: c.path, body: c.body, ifMatch: c.ifMatch != ""}
		}
	}
	return calls
}

func TestAuthorizationMatrixHolds(t *testing.T) {
	m := newMatrix(t)
	got := m.table()
	if *updateMatrix {
		writeMatrix(t, got)
	}
	raw, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := func(table [][]string) map[string]string {
		out := map[string]string{}
		for _, r := range table {
			out[r[0]+" "+r[1]] = strings.Join(r[2:], ",")
		}
		return out
	}
	has, wanted := rows(got), rows(kept)
	for _, key := range slices.Sorted(maps.Keys(wanted)) {
		if has[key] != wanted[key] {
			t.Errorf("%s\n is  %s\n not %s (columns: %s)", key, has[key], wanted[key], strings.Join(kept[0][2:], ","))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(has)) {
		if _, known := wanted[key]; !known {
			t.Errorf("%s has no row: %s\nadd it to matrixCalls where it has to do with a case, and run this test with -update-matrix", key, has[key])
		}
	}
}

func writeMatrix(t *testing.T, table [][]string) {
	t.Helper()
	var out strings.Builder
	w := csv.NewWriter(&out)
	if err := w.WriteAll(table); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(matrixFile, []byte(out.String()), 0o644); err != nil { //nolint:gosec // a file of the repository
		t.Fatal(err)
	}
}

// table calls every operation as everybody. Where the relation makes no difference, one row says so.
func (m *matrix) table() [][]string {
	_, operations := contract(m.t)
	calls := m.matrixCalls()
	out := [][]string{append([]string{"operation", "relation"}, append(slices.Clone(m.roles), "nobody", "proof")...)}
	ids := slices.Sorted(maps.Keys(operations))
	last := []string{"protect", "breakGlass", "endProtection", "deleteCurrentSession"} // they change what the others see
	ids = append(slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(last, id) }), last...)
	for _, id := range ids {
		op := operations[id]
		if op.public {
			out = append(out, append([]string{id, "any"}, append(slices.Repeat([]string{"public"}, len(m.roles)+1), "not signed in")...))
			continue
		}
		how, staged := calls[id]
		proof := "called"
		if !staged {
			proof = "role only"
		}
		var rows [][]string
		for _, relation := range m.relations {
			row := []string{id, relation}
			for _, role := range m.roles {
				row = append(row, m.cell(op, how, relation, relation+"-"+role))
			}
			rows = append(rows, append(row, m.cell(op, how, relation, ""), proof))
		}
		out = append(out, collapse(rows)...)
	}
	slices.SortStableFunc(out[1:], func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return out
}

// collapse makes one row of all that say the same.
func collapse(rows [][]string) [][]string {
	for _, r := range rows[1:] {
		if !slices.Equal(r[2:], rows[0][2:]) {
			return rows
		}
	}
	one := slices.Clone(rows[0])
	one[1] = "any"
	return [][]string{one}
}

// cell calls one operation as one person and says in a word what came of it.
func (m *matrix) cell(op operation, how asked, relation, name string) string {
	m.t.Helper()
	fill := func(text string) string {
		for param, value := range m.ids[relation] {
			if param == "{sheetId}" && how.draft {
				value = m.ids[relation]["{draft}"]
			}
			text = strings.ReplaceAll(text, param, value)
		}
		return text
	}
	path := fill(op.path)
	for strings.Contains(path, "{") {
		from := strings.Index(path, "{")
		path = path[:from] + unknownID + path[strings.Index(path, "}")+1:]
	}
	query := strings.ReplaceAll(fill(strings.ReplaceAll(how.query, "{number}", m.numbers[0])), " ", "%20")
	headers := []string{}
	if how.ifMatch {
		headers = append(headers, ifMatchHeader(`"999999"`))
	}
	if how.media != "" {
		headers = append(headers, "Content-Type: "+how.media)
	} else if op.media != "" && op.media != "application/json" {
		headers = append(headers, "Content-Type: "+op.media)
	}
	do := m.do
	if name != "" {
		do = m.as(name).do
	}
	if op.id == "streamEvents" && (name == "" || permitted(m.rolesOf(name), op.id)) {
		return m.stream(name)
	}
	return m.judge(op, do(op.method, "/api/v1"+path+query, fill(how.body), headers...))
}

func (m *matrix) rolesOf(name string) []casework.Role {
	return []casework.Role{casework.Role(name[strings.LastIndex(name, "-")+1:])}
}

// stream opens the event stream and closes it again; what it tells whom is for TestScreensHearOnlyWhatTheirAgencyMayKnow.
func (m *matrix) stream(name string) string {
	m.t.Helper()
	ctx, stop := context.WithCancel(m.t.Context())
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, m.http.URL+"/api/v1/events", nil)
	if err != nil {
		m.t.Fatal(err)
	}
	if name != "" {
		r.Header.Set("Authorization", "Bearer "+m.as(name).token)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		m.t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode == http.StatusOK {
		return cellOK
	}
	return strconv.Itoa(res.StatusCode)
}

func (m *matrix) judge(op operation, r reply) string {
	m.t.Helper()
	body := string(r.body)
	tells := slices.ContainsFunc(m.words, func(w string) bool { return strings.Contains(body, w) })
	switch {
	case r.status >= 500:
		m.t.Errorf("%s: %d %s", op.id, r.status, body)
	case r.status >= 300 && tells:
		m.t.Errorf("%s: a refusal tells %s", op.id, body)
	case r.status == http.StatusConflict, r.status == http.StatusPreconditionFailed, r.status == http.StatusUnprocessableEntity && op.method != http.MethodGet,
		r.status < 300 && op.method != http.MethodGet && op.id != "matchHouseholds":
		return cellMay
	case r.status >= 300:
		return strconv.Itoa(r.status)
	case tells:
		return cellFull
	case m.counts(body):
		return cellCase
	}
	return cellOK
}

// counts reports whether an answer names a case or counts one.
func (m *matrix) counts(body string) bool {
	for _, relation := range []string{"lead", "coordinating"} {
		if strings.Contains(body, m.ids[relation]["{caseId}"]) {
			return true
		}
	}
	if slices.ContainsFunc(m.numbers, func(n string) bool { return strings.Contains(body, n) }) {
		return true
	}
	var page struct{ Total int }
	_ = json.Unmarshal([]byte(body), &page) // what is no object counts nothing
	return page.Total > 0 && strings.Contains(body, `"items":[]`)
}
