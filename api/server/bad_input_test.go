package server

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// japanese reports whether a text speaks to people here.
func japanese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 'ぁ' && r <= 'ヶ' || r >= '一' && r <= '鿿' })
}

// complaint holds one refusal of bad input: 4xx, problem+json, in Japanese, nothing written.
func (s *stage) complaint(t *testing.T, r reply, status int, pointer, before string) {
	t.Helper()
	if r.status != status || r.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("answered %d %s, want %d: %s", r.status, r.header.Get("Content-Type"), status, r.body)
		return
	}
	p := r.problem(t)
	if !japanese(p.Title) {
		t.Errorf("title %q", p.Title)
	}
	pointers := []string{}
	if p.Errors != nil {
		for _, e := range *p.Errors {
			pointers = append(pointers, e.Pointer)
			if !japanese(e.Message) {
				t.Errorf("message %q at %s", e.Message, e.Pointer)
			}
		}
	}
	if pointer != "" && !strings.Contains("\n"+strings.Join(pointers, "\n")+"\n", "\n"+pointer+"\n") {
		t.Errorf("pointers %v, want %s: %s", pointers, pointer, r.body)
	}
	if after := s.contents(); after != before {
		t.Errorf("bad input was half written:\n%s\n%s", before, after)
	}
}

func TestBadBodiesAreRefusedWithAPointer(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	h := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead))[0]
	draft, tag := s.sheet(naka, household8050("旭川 清", "あさひかわ きよし"))
	deep := strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200)
	birth := func(date string) string {
		return `{"content":{"subject":{"birth":{"precision":"day","date":` + date + `}}}}`
	}
	const sheets, file = "POST /api/v1/sheets", "POST file"
	note := func(member, value string) string {
		body := map[string]string{"kind": `"phone"`, "occurredAt": `"2026-11-24T02:00:00Z"`, "text": `"電話"`}
		body[member] = value
		parts := []string{}
		for k, v := range body {
			parts = append(parts, fmt.Sprintf("%q:%s", k, v))
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	for _, c := range []struct {
		name, to, body string
		status         int
		pointer        string
	}{
		{"nothing", sheets, "", 400, ""},
		{"not JSON", sheets, "{", 400, ""},
		{"two values", sheets, `{"content":{}}{"content":{}}`, 400, ""},
		{"a list", sheets, `[]`, 400, ""},
		{"null", sheets, `null`, 400, ""},
		{"unknown member", sheets, `{"content":{},"admin":true}`, 400, "/admin"},
		{"unknown member inside", sheets, `{"content":{"subject":{"nmae":"x"}}}`, 400, "/content/subject/nmae"},
		{"wrong case", sheets, `{"content":{"Wishes":"x"}}`, 400, "/content/Wishes"},
		{"read-only member", sheets, `{"content":{},"state":"filed"}`, 400, "/state"},
		{"member twice", sheets, `{"content":{"wishes":"a","wishes":"b"}}`, 400, "/content/wishes"},
		{"wrong type", sheets, `{"content":{"wishes":5}}`, 400, "/content/wishes"},
		{"wrong type inside a list", sheets, `{"content":{"members":[{"age":"old"}]}}`, 400, "/content/members/0/age"},
		{"unknown code", sheets, `{"content":{"channel":"pigeon"}}`, 422, "/content/channel"},
		{"unknown issue", sheets, `{"content":{"issues":["care","weather"]}}`, 422, "/content/issues/1"},
		{"null where nothing is taken away", sheets, `{"content":{"wishes":null}}`, 400, "/content/wishes"},
		{"invalid UTF-8", sheets, "{\"content\":{\"wishes\":\"\xff\xfe\"}}", 400, ""},
		{"raw NUL", sheets, "{\"content\":{\"wishes\":\"a\x00b\"}}", 400, ""},
		{"escaped NUL", sheets, `{"content":{"wishes":"a\u0000b"}}`, 400, ""},
		{"lone surrogate", sheets, `{"content":{"wishes":"\ud842"}}`, 400, ""},
		{"surrogates the wrong way round", sheets, `{"content":{"wishes":"\udfb7\ud842"}}`, 400, ""},
		{"too deep", sheets, `{"content":` + deep + `}`, 400, ""},
		{"too long", sheets, `{"content":{"subject":{"name":"` + strings.Repeat("長", 5000) + `"}}}`, 422, "/content/subject/name"},
		{"too many", sheets, `{"content":{"members":[` + strings.Repeat(`{"name":"a"},`, 500) + `{"name":"a"}]}}`, 422, "/content/members"},
		{"above 1 MiB", sheets, `{"content":{"wishes":"` + strings.Repeat("a", 1<<20) + `"}}`, 413, ""},
		{"a number out of bounds", sheets, `{"content":{"householdSize":-1}}`, 422, "/content/householdSize"},
		{"a number no integer holds", sheets, `{"content":{"householdSize":1e400}}`, 400, "/content/householdSize"},
		{"a fraction", sheets, `{"content":{"householdSize":2.5}}`, 400, "/content/householdSize"},

		{"2月30日", sheets, birth(`"2001-02-30"`), 422, "/content/subject/birth/date"},
		{"not a leap year", sheets, birth(`"1900-02-29"`), 422, "/content/subject/birth/date"},
		{"not a date", sheets, birth(`"平成元年1月7日"`), 422, "/content/subject/birth/date"},
		{"an era on the wire", sheets, birth(`"H01-01-07"`), 422, "/content/subject/birth/date"},
		{"a birth to come", sheets, birth(`"2026-11-25"`), 422, "/content/subject/birth/date"},
		{"a birth in 9999", sheets, birth(`"9999-12-31"`), 422, "/content/subject/birth/date"},
		{"a birth in 1700", sheets, birth(`"1700-01-01"`), 422, "/content/subject/birth/date"},
		{"year zero", sheets, birth(`"0000-01-01"`), 422, "/content/subject/birth/date"},
		{"a date with a time", sheets, birth(`"2001-02-03T00:00:00Z"`), 422, "/content/subject/birth/date"},
		{"a number for a date", sheets, birth(`20010203`), 400, "/content/subject/birth/date"},
		{"month 13", sheets, `{"content":{"subject":{"birth":{"precision":"month","year":1950,"month":13}}}}`, 422, "/content/subject/birth/month"},
		{"a year to come", sheets, `{"content":{"subject":{"birth":{"precision":"year","year":2090}}}}`, 422, "/content/subject/birth/year"},

		{"an id that names nothing", file, `{"householdId":"` + unknownID + `"}`, 422, "/householdId"},
		{"no id at all", file, `{"householdId":"x"}`, 422, "/householdId"},
		{"a note to come", "POST notes", note("occurredAt", `"2026-12-24T00:00:00Z"`), 422, "/occurredAt"},
		{"a note without a time zone", "POST notes", note("occurredAt", `"2026-11-24T00:00:00"`), 422, "/occurredAt"},
		{"a note on 2月30日", "POST notes", note("occurredAt", `"2026-02-30T00:00:00Z"`), 422, "/occurredAt"},
		{"a note in the year 20000", "POST notes", note("occurredAt", `"20000-01-01T00:00:00Z"`), 422, "/occurredAt"},
		{"an empty note", "POST notes", note("text", `""`), 422, "/text"},
		{"a note of blanks", "POST notes", note("text", `"　 \t"`), 422, "/text"},
		{"a kind of note there is not", "POST notes", note("kind", `"telepathy"`), 422, "/kind"},
		{"an unknown receiver", "POST handoffs", `{"receivers":[{"agencyId":"` + unknownID + `","ask":"join","reason":"x"}]}`, 422, "/receivers/0/agencyId"},
		{"the same receiver twice", "POST handoffs", toJSON(map[string]any{"receivers": []any{s.receiver(kikan, casework.AskJoin), s.receiver(kikan, casework.AskJoin)}}), 422, "/receivers/1/agencyId"},
		{"nobody", "POST handoffs", `{"receivers":[]}`, 422, "/receivers"},
		{"oneself", "POST handoffs", toJSON(map[string]any{"receivers": []any{s.receiver(naka, casework.AskJoin)}}), 422, "/receivers/0/agencyId"},
		{"an ask there is not", "POST handoffs", `{"receivers":[{"agencyId":"` + string(s.agencies[kikan]) + `","ask":"refuse","reason":"x"}]}`, 422, "/receivers/0/ask"},
		{"a question of nothing", "POST ask", `{"question":" "}`, 422, "/question"},
		{"said in the future", "POST report-refusal", `{"saidBy":"係","said":"無理","saidAt":"2027-01-01T00:00:00Z"}`, 422, "/saidAt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			who, path, headers := naka, strings.TrimPrefix(c.to, "POST "), []string{}
			switch path {
			case "file":
				path, headers = "/api/v1/sheets/"+string(draft.Id)+"/file", []string{ifMatchHeader(tag)}
			case "notes", "handoffs":
				path = "/api/v1/cases/" + string(id) + "/" + path
			case "ask", "report-refusal":
				if path == "ask" {
					who = yorisoi
				}
				path, headers = "/api/v1/handoffs/"+string(h.Id)+"/"+path, []string{s.tag(h.Id)}
			}
			before := s.contents()
			s.complaint(t, s.as(who).do("POST", path, c.body, headers...), c.status, c.pointer, before)
		})
	}
}

func TestBadRequestsAroundTheBody(t *testing.T) {
	s := newStage(t)
	s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	p := s.as(naka)
	other := want[gen.CasePage](t, s.get(naka, "/cases?limit=1"), 200)
	if other.NextCursor != nil {
		t.Fatal("one case has no next page")
	}
	for range 2 {
		s.file(naka, household8050("旭川 清", "あさひかわ きよし"))
	}
	cursor := *want[gen.CasePage](t, s.get(naka, "/cases?limit=1"), 200).NextCursor
	for _, c := range []struct {
		name, path string
		status     int
		pointer    string
	}{
		{"negative limit", "/cases?limit=-1", 422, "limit"},
		{"limit above the most", "/cases?limit=201", 422, "limit"},
		{"limit in words", "/cases?limit=ten", 400, "limit"},
		{"limit no integer holds", "/cases?limit=99999999999999999999", 422, "limit"},
		{"limit twice", "/cases?limit=1&limit=2", 400, "limit"},
		{"unknown filter", "/cases?colour=red", 400, "colour"},
		{"unknown state", "/cases?state=asleep", 422, "state/0"},
		{"cursor of another order", "/cases?sort=kana&cursor=" + cursor, 422, "cursor"},
		{"cursor of another list", "/sheets?cursor=" + cursor, 422, "cursor"},
		{"cursor of nothing", "/cases?cursor=AAAA", 422, "cursor"},
		{"cursor with NUL", "/cases?sort=kana&cursor=" + cursorOf("cases kana", `\u0000`), 422, "cursor"},
		{"cursor before all time", "/sheets?cursor=" + cursorOf("sheets", "-2305843009213693951"), 422, "cursor"},
		{"cursor after all time", "/sheets?cursor=" + cursorOf("sheets", "2305843009213693951"), 200, ""},
		{"semicolon", "/cases?open=true;limit=1", 400, ""},
		{"half a percent", "/cases?q=%E3%81", 400, ""},
		{"NUL", "/cases?q=%00", 400, "q"},
		{"fiscal year", "/cases?fiscalYear=-5", 422, "fiscalYear"},
		{"no box", "/handoffs", 422, "box"},
		{"a box there is not", "/handoffs?box=lost", 422, "box"},
		{"diff without versions", "/sheets/" + unknownID + "/diff", 422, "from"},
		{"version zero", "/sheets/" + unknownID + "/diff?from=0&to=1", 422, "from"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := s.contents()
			r := p.do("GET", "/api/v1"+c.path, "")
			if c.status == 200 && r.status == 200 {
				return
			}
			s.complaint(t, r, c.status, c.pointer, before)
		})
	}
	before := s.contents()
	body := toJSON(map[string]any{"content": household8050("旭川 清", "あさひかわ きよし")})
	s.complaint(t, p.do("POST", "/api/v1/sheets", body, "Content-Type: text/plain"), 415, "", before)
	s.complaint(t, p.do("POST", "/api/v1/sheets", body, "Content-Type: application/json; charset=shift_jis"), 415, "", before)
	s.complaint(t, p.do("GET", "/api/v1/cases/not-an-id", ""), 404, "", before)
	s.complaint(t, p.do("GET", "/api/v1/cases/"+strings.ToUpper(unknownID), ""), 404, "", before)
}

// cursorOf forges a cursor.
func cursorOf(order, key string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(`["` + order + `","` + key + `","` + unknownID + `"]`))
}
