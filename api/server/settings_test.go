package server

import (
	"bytes"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// replica is a second program on the same database.
func (s *stage) replica() *stage {
	s.t.Helper()
	other := *s
	w := &world{t: s.t, spec: s.spec, log: &bytes.Buffer{}, at: s.now(), store: testdb.Open(s.t, s.eye.Config().ConnString())}
	var err error
	if w.server, err = New(Options{Store: w.store, TokenKey: testKey(), Now: s.now, App: fstest.MapFS{}, Log: slog.New(slog.NewJSONHandler(io.Discard, nil))}); err != nil {
		s.t.Fatal(err)
	}
	w.http = httptest.NewServer(w.server)
	s.t.Cleanup(w.http.Close)
	other.world = w
	other.people = map[string]*player{}
	for name, p := range s.people {
		twin := *p
		twin.w = w
		other.people[name] = &twin
	}
	return &other
}

func (s *stage) dueOf(h casework.ID) string {
	return sql[string](s, `SELECT to_char(due_at AT TIME ZONE 'Asia/Tokyo', 'MM-DD HH24:MI') FROM handoffs WHERE id = $1`, h)
}

func TestAChangedDeadlineHoldsEverywhereFromTheNextRequest(t *testing.T) {
	s := office(t)
	second := s.replica()
	s.cast("city", "kikaku", casework.RoleCityOffice)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	if due := s.dueOf(s.handOff(naka, id, s.receiver(yorisoi, casework.AskJoin))[0].Id); due != "11-26 17:15" {
		t.Fatalf("by default: %s", due)
	}
	want[gen.Case](t, second.get(naka, "/cases/"+string(id)), 200) // the second program has read the settings, too
	r := s.get("city", "/settings")
	if got := want[gen.Settings](t, r, 200); got.Items[0].Value != 2 || got.Items[0].Default != 2 || got.Items[0].SetBy != nil || got.Actions[0] != "change" {
		t.Errorf("%+v", got.Items[0])
	}
	change := func(days int, tag string) reply {
		return s.as("city").do("PUT", "/api/v1/settings", toJSON(map[string]any{"values": []any{map[string]any{"key": "handoff_answer_days", "value": days}}}), ifMatchHeader(tag))
	}
	refused(t, change(31, r.header.Get("ETag")), 422, casework.CodeInvalid)
	refused(t, s.as("chief").do("PUT", "/api/v1/settings", `{}`), 403, casework.CodeForbidden)
	changed := change(5, r.header.Get("ETag"))
	if got := want[gen.Settings](t, changed, 200); got.Items[0].Value != 5 || got.Items[0].SetBy == nil || got.History[0].Before != 2 || got.History[0].After != 5 {
		t.Errorf("%+v %+v", got.Items[0], got.History)
	}
	refused(t, change(6, r.header.Get("ETag")), 412, casework.CodeStale)
	if due := s.dueOf(second.handOff(naka, id, s.receiver(kikan, casework.AskJoin))[0].Id); due != "12-01 17:15" {
		t.Errorf("on the other program: %s", due)
	}
	if due := s.dueOf(s.handOff(naka, id, s.receiver(hoken, casework.AskJoin))[0].Id); due != "12-01 17:15" {
		t.Errorf("here: %s", due)
	}
	if got := want[gen.Reference](t, second.get(naka, "/reference"), 200); got.Settings.HandoffAnswerBusinessDays != 5 {
		t.Errorf("%+v", got.Settings)
	}
	if n := s.journal("changeSettings", "done"); n != 1 {
		t.Errorf("%d rows of the journal", n)
	}
}

func TestTheDirectoryIsKeptTrueByWhoKnows(t *testing.T) {
	s := office(t)
	second := s.replica()
	path := "/agencies/" + string(s.agencies[naka])
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	want[gen.Case](t, second.get(naka, "/cases/"+string(id)), 200)
	r := s.get("chief", path)
	entry := want[gen.Agency](t, r, 200)
	if len(entry.Actions) != 2 || entry.VerifiedOn != nil || len(want[gen.Agency](t, s.get("other chief", path), 200).Actions) != 0 {
		t.Errorf("%+v", entry)
	}
	put := func(by string, body map[string]any, tag string) reply {
		return s.as(by).do("PUT", "/api/v1"+path, toJSON(body), ifMatchHeader(tag))
	}
	body := entryOf(entry)
	refused(t, put("other chief", body, r.header.Get("ETag")), 403, casework.CodeForbidden)
	body["name"] = "𠮷備センター"
	refused(t, put("chief", body, r.header.Get("ETag")), 422, casework.CodeInvalid)
	body["name"] = entry.Name
	changed := put("chief", body, r.header.Get("ETag"))
	if got := want[gen.Agency](t, changed, 200); *got.Phone != "086-000-0000" || got.VerifiedOn == nil || got.VerifiedBy.Id != s.people["chief"].account || got.Services[0].Id != entry.Services[0].Id {
		t.Errorf("%+v", got)
	}
	refused(t, put("chief", body, r.header.Get("ETag")), 412, casework.CodeStale)
	body["name"] = "𠮷備センター"
	want[gen.Agency](t, put(admin, body, changed.header.Get("ETag")), 200)
	if c := second.theCase(naka, id); c.Lead.Name != "𠮷備センター" {
		t.Errorf("the other program still says %q", c.Lead.Name)
	}
	history := want[gen.AgencyChangeList](t, s.get(naka, path+"/changes"), 200)
	if len(history.Items) != 2 || history.Items[0].Parts[0] != "name" || len(history.Items[1].Parts) == 0 {
		t.Errorf("%+v", history)
	}
	if page := want[gen.AgencyPage](t, s.get(naka, "/agencies?q=%F0%A0%AE%B7%E5%82%99"), 200); len(page.Items) != 1 {
		t.Errorf("found by the new name: %+v", page)
	}
}
