package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// seal chains what was journaled, as the sealer does in the background.
func (w *world) seal() {
	w.t.Helper()
	if _, err := w.store.NewSealer().Seal(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (p someone) journalOf(query string) (page gen.JournalPage) {
	p.w.t.Helper()
	r := p.do("GET", "/api/v1/journal"+query, "")
	if r.status != http.StatusOK {
		p.w.t.Fatalf("journal%s: %d %s", query, r.status, r.body)
	}
	r.into(p.w.t, &page)
	return page
}

func operationsIn(page gen.JournalPage) string {
	var list []string
	for _, i := range page.Items {
		list = append(list, i.Operation)
	}
	return strings.Join(list, " ")
}

func span(from, to time.Time) string {
	return "from=" + url.QueryEscape(from.Format(time.RFC3339)) + "&to=" + url.QueryEscape(to.Format(time.RFC3339))
}

// The whole story of an auditor: who saw this household, what did this account see, what was refused, and nothing of what it is about.
func TestAuditorSeesWhoSawWhatAndNoContent(t *testing.T) {
	s := newStage(t)
	w := s.world
	s.cast("stranger", kokoro, casework.RoleWorker)
	s.cast("auditor", "kikaku", casework.RoleAuditor)
	c := s.file(naka, household8050("監査 花子", "かんさ はなこ"))
	w.pass(time.Hour)
	auditor := s.as("auditor")
	if r := s.as(naka).do("GET", "/api/v1/cases/"+string(c), ""); r.status != 200 {
		t.Fatalf("look: %d", r.status)
	}
	if r := s.as(naka).do("GET", "/api/v1/cases", ""); r.status != 200 {
		t.Fatalf("list: %d", r.status)
	}
	if r := s.as("stranger").do("GET", "/api/v1/cases/"+string(c), ""); r.status != 404 {
		t.Fatalf("stranger: %d", r.status)
	}
	number := sql[string](s, `SELECT number FROM cases WHERE id = $1`, c)
	for _, sealed := range []bool{false, true} { // what the sealer has not come to yet is found as well
		if sealed {
			w.seal()
		}
		page := auditor.journalOf("?caseNumber=" + url.QueryEscape(number) + "&kind=look")
		if got := operationsIn(page); got != "getCase listCases getCase" {
			t.Errorf("sealed %v: %s", sealed, got)
		}
		if first := page.Items[0]; !first.Refused || first.Account.Id != s.people["stranger"].account || first.Cases[0].Number != number {
			t.Errorf("the refused look is shown as %+v", first)
		}
	}
	var viewers gen.JournalViewers
	path := "/api/v1/journal/viewers?caseNumber=" + url.QueryEscape(strings.ToLower(number)) + "&"
	auditor.do("GET", path+span(noon.Add(30*time.Minute), noon.Add(2*time.Hour)), "").into(t, &viewers)
	if len(viewers.Items) != 2 {
		t.Fatalf("viewers: %+v", viewers.Items)
	}
	for _, v := range viewers.Items {
		switch v.Account.Id {
		case s.people[naka].account:
			if v.Count != 2 || v.Refused != 0 || v.Agency == nil {
				t.Errorf("who looked: %+v", v)
			}
		case s.people["stranger"].account:
			if v.Count != 0 || v.Refused != 1 {
				t.Errorf("who was refused: %+v", v)
			}
		default:
			t.Errorf("unexpected %+v", v)
		}
	}
	auditor.do("GET", path+span(noon.Add(90*time.Minute), noon.Add(2*time.Hour)), "").into(t, &viewers)
	if len(viewers.Items) != 0 {
		t.Errorf("nobody looked in the half hour after, but %+v", viewers.Items)
	}
	own := auditor.journalOf("?kind=audit&accountId=" + string(auditor.account))
	if len(own.Items) != 4 { // two lists and two looks at viewers
		t.Errorf("the auditor's own reading: %s", operationsIn(own))
	}
	for _, r := range []reply{auditor.do("GET", "/api/v1/journal?limit=200", ""), auditor.do("GET", path+span(noon, noon.Add(3*time.Hour)), "")} {
		for _, content := range []string{"監査", "花子", string(c)} {
			if strings.Contains(string(r.body), content) {
				t.Errorf("the auditor reads %q", content)
			}
		}
	}
	if r := auditor.do("GET", "/api/v1/cases/"+string(c), ""); r.status != http.StatusForbidden {
		t.Errorf("the auditor opens the case: %d", r.status)
	}
}

func TestSignInsAreJournaledWithoutTheTypedAddress(t *testing.T) {
	w := newWorld(t)
	auditor := w.person("auditor@city.example", "kikaku", casework.RoleAuditor)
	w.account("hanako@naka.example", naka, casework.RoleWorker)
	for _, in := range [][3]string{{"hanako@naka.example", testPassword, "201"}, {"hanako@naka.example", "wrong-" + testPassword, "401"}, {"canary-taro@nowhere.example", testPassword, "401"}} {
		if r := w.do("POST", "/api/v1/sessions", `{"email":"`+in[0]+`","password":"`+in[1]+`"}`); (r.status == 201) != (in[2] == "201") {
			t.Fatalf("%s: %d", in[0], r.status)
		}
	}
	page := auditor.journalOf("?kind=session")
	if got := operationsIn(page); got != "createSession createSession createSession" {
		t.Fatalf("%s", got)
	}
	unknown, wrong, good := page.Items[0], page.Items[1], page.Items[2]
	if !unknown.Refused || unknown.Account != nil || value(unknown.Code) != "invalid_credentials" || !wrong.Refused || wrong.Account == nil || good.Refused || good.Account == nil {
		t.Errorf("%+v\n%+v\n%+v", unknown, wrong, good)
	}
	if refused := auditor.journalOf("?refused=true&operation=createSession"); len(refused.Items) != 2 {
		t.Errorf("%d refused sign-ins", len(refused.Items))
	}
	if r := auditor.do("GET", "/api/v1/journal", ""); strings.Contains(string(r.body), "canary") {
		t.Error("a typed address is in the journal")
	}
}

func TestJournalPagesThroughEverythingOnce(t *testing.T) {
	w := newWorld(t)
	auditor := w.person("auditor@city.example", "kikaku", casework.RoleAuditor)
	for range 7 {
		if err := w.store.Journal(t.Context(), casework.Actor{}, store.Entry{At: noon, Operation: "createSession", Refused: "invalid_credentials"}); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[int]bool{}
	cursor := ""
	for pages := 0; pages < 4; pages++ {
		page := auditor.journalOf("?kind=session&limit=3&count=true" + cursor)
		if value(page.Total) != 7 {
			t.Errorf("total %d", value(page.Total))
		}
		for _, i := range page.Items {
			if seen[i.Id] {
				t.Errorf("row %d twice", i.Id)
			}
			seen[i.Id] = true
		}
		if page.NextCursor == nil {
			break
		}
		cursor = "&cursor=" + *page.NextCursor
	}
	if len(seen) != 7 {
		t.Errorf("%d rows of 7", len(seen))
	}
}

func TestJournalQuestionsThatCannotBeAnswered(t *testing.T) {
	w := newWorld(t)
	auditor := w.person("auditor@city.example", "kikaku", casework.RoleAuditor)
	both := `{"from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z","knownOn":"2026-11-20","malicious":false`
	for _, q := range []struct{ method, path, body, pointer string }{
		{"GET", "/journal?caseNumber=R8-9999", "", "caseNumber"},
		{"GET", "/journal?" + span(noon, noon), "", "to"},
		{"GET", "/journal?kind=session&operation=getCase", "", "operation"},
		{"GET", "/journal?cursor=xyz", "", "cursor"},
		{"GET", "/journal/viewers?caseNumber=R8-9999&" + span(noon, noon.Add(1)), "", "to"},
		{"GET", "/journal/viewers?caseNumber=R8-9999&" + span(noon, noon.Add(time.Hour)), "", "caseNumber"},
		{"POST", "/journal/breach-report", both + `}`, "/caseNumbers"},
		{"POST", "/journal/breach-report", both + `,"caseNumbers":["R8-1"],"accountId":"` + anyID() + `"}`, "/caseNumbers"},
		{"POST", "/journal/breach-report", both + `,"caseNumbers":["R8-9999"]}`, "/caseNumbers/0"},
		{"POST", "/journal/breach-report", strings.Replace(both, "2026-11-20", "2026-11-25", 1) + `,"accountId":"` + anyID() + `"}`, "/knownOn"},
	} {
		r := auditor.do(q.method, "/api/v1"+q.path, q.body)
		if r.status != http.StatusUnprocessableEntity || r.problem(t).Errors == nil || (*r.problem(t).Errors)[0].Pointer != q.pointer {
			t.Errorf("%s: %d %s", q.path, r.status, r.body)
		}
	}
}

func TestBreachReportSaysWhoWhatAndUntilWhen(t *testing.T) {
	s := newStage(t)
	auditor := s.person("auditor@city.example", "kikaku", casework.RoleAuditor)
	c := s.file(naka, household8050("監査 花子", "かんさ はなこ"))
	number := sql[string](s, `SELECT number FROM cases WHERE id = $1`, c)
	s.seal()
	ask := func(what string) (out gen.BreachReport) {
		t.Helper()
		r := auditor.do("POST", "/api/v1/journal/breach-report", `{"from":"2026-11-24T00:00:00Z","to":"2026-11-25T00:00:00Z","knownOn":"2026-11-24","malicious":true,`+what+`}`)
		if r.status != http.StatusOK {
			t.Fatalf("%d %s", r.status, r.body)
		}
		if strings.Contains(string(r.body), "監査") {
			t.Error("a name is in the report")
		}
		r.into(t, &out)
		return out
	}
	for _, what := range []string{`"caseNumbers":["` + number + `"]`, `"accountId":"` + string(s.people[naka].account) + `"`} {
		got := ask(what)
		if got.CaseCount != 1 || got.Persons < 1 || len(got.Viewers) != 1 || got.Viewers[0].Account.Id != s.people[naka].account {
			t.Errorf("%s: %+v", what, got)
		}
		if got.PromptUntil.String() != "2026-11-28" || got.FinalUntil.String() != "2027-01-22" || got.Reasons[len(got.Reasons)-1] != "malicious" {
			t.Errorf("%s: due %s, %s; %v", what, got.PromptUntil, got.FinalUntil, got.Reasons)
		}
	}
	if s.world.journal("draftBreachReport", "done") != 2 {
		t.Error("the questions are not in the journal")
	}
}

// An operation that nobody sorted would be missing from every list but the whole one.
func TestEveryOperationHasAKind(t *testing.T) {
	w := newWorld(t)
	_, operations := contract(t)
	for id := range operations {
		if w.server.journalKinds[id] == "" {
			t.Errorf("%s has no kind", id)
		}
	}
	for id, want := range map[string]gen.JournalKind{"getCase": kindLook, "fileSheet": kindChange, "createSession": kindSession, "listJournal": kindAudit, "recordDisclosure": kindCarryOut, "exportJournal": kindCarryOut} {
		if got := w.server.kindOf(id); got != want {
			t.Errorf("%s is %s", id, got)
		}
	}
}
