package server

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
)

func (s *stage) conferenceVerb(name string, id casework.ID, verb string, body map[string]any) reply {
	s.t.Helper()
	tag := ifMatchHeader(fmt.Sprintf(`"%d"`, sql[int](s, `SELECT version FROM conferences WHERE id = $1`, id)))
	text := ""
	if body != nil {
		text = toJSON(body)
	}
	return s.as(name).do("POST", "/api/v1/conferences/"+string(id)+"/"+verb, text, tag)
}

func marks(k gen.Conference, marks ...string) map[string]any {
	answers := []any{}
	for n, m := range marks {
		answers = append(answers, map[string]any{"slotId": k.Slots[n].Id, "mark": m, "comment": "午後なら"})
	}
	return map[string]any{"answers": answers}
}

func (s *stage) byLink(method, path, token, body string) reply {
	s.t.Helper()
	return s.do(method, "/api/v1"+path, body, "X-Link-Token: "+token)
}

func TestPollIsAnsweredInTheAppAndByLink(t *testing.T) {
	s := newStage(t)
	id := s.coordinated()
	k := s.polled(id, yorisoi, kikan)
	path := "/api/v1/conferences/" + string(k.Id)
	got := want[gen.Conference](t, s.as(yorisoi).do("POST", path+"/answers", toJSON(marks(k, "no"))), 200)
	if got.Invitees[0].AnsweredAt == nil || value(got.Invitees[0].Answers[0].Comment) != "午後なら" {
		t.Errorf("answered: %+v", got.Invitees[0])
	}
	want[gen.Conference](t, s.as(yorisoi).do("POST", path+"/answers", toJSON(marks(k, "yes"))), 200) // changed
	refused(t, s.as(naka).do("POST", path+"/answers", toJSON(marks(k, "yes"))), 403, casework.CodeForbidden)
	seen := want[gen.Conference](t, s.get(kikan, "/conferences/"+string(k.Id)), 200)
	if len(seen.Invitees[0].Answers) != 1 || seen.Invitees[0].Answers[0].Mark != "yes" || seen.Invitees[0].Answers[0].Comment != nil || seen.Best != nil {
		t.Errorf("another agency sees the mark and no remark: %+v", seen.Invitees[0])
	}
	if k := want[gen.Conference](t, s.get(desk, "/conferences/"+string(k.Id)), 200); k.Best == nil || k.Best.SlotId != k.Slots[0].Id || k.Slots[0].Tally.Yes != 1 {
		t.Errorf("best: %+v", k.Best)
	}

	token := s.linkOf(k.Id, casework.InviteeOutside)
	page := want[gen.AnswerPage](t, s.byLink("GET", "/answer", token, ""), 200)
	if !page.MayAnswer || page.MayRespond || value(page.Name) != "備前 正" || page.Title != "ケース検討会（R8-K001）" || len(page.Slots) != 1 {
		t.Errorf("the page of the link: %+v", page)
	}
	if r := s.byLink("POST", "/answer/poll", token, toJSON(marks(k, "maybe"))); r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	other := s.polled(id, kikan) // a foreign slot
	refused(t, s.byLink("POST", "/answer/poll", token, toJSON(marks(other, "yes"))), 422, casework.CodeInvalid)
	refused(t, s.byLink("GET", "/answer", strings.Repeat("A", 43), ""), 404, casework.CodeNotFound)
	refused(t, s.byLink("GET", "/answer", "kein", ""), 404, casework.CodeNotFound)
	if n := sql[int](s, `SELECT count(*) FROM conference_invitees WHERE conference_id = $1 AND answered_at IS NOT NULL`, k.Id); n != 2 {
		t.Errorf("%d answered", n)
	}
	for _, word := range []string{"役割を分ける", "操山", "R8-0001"} {
		if n := sql[int](s, `SELECT count(*) FROM messages WHERE strpos(subject || body || to_name, $1) > 0`, word); n != 0 {
			t.Errorf("%d mails hold %s", n, word)
		}
	}
	s.at = s.at.Add(90 * 24 * time.Hour)
	refused(t, s.byLink("GET", "/answer", token, ""), 410, casework.CodeLinkOver)
}

func TestScheduledInvitesAndBooks(t *testing.T) {
	s := newStage(t)
	k := s.polled(s.coordinated(), yorisoi, kikan)
	room := want[gen.Room](t, s.as(desk).do("POST", "/api/v1/rooms", `{"name":"第1会議室","seats":30}`), 201)
	refused(t, s.conferenceVerb(yorisoi, k.Id, "schedule", map[string]any{"slotId": k.Slots[0].Id, "place": "市役所"}), 403, casework.CodeForbidden)
	refused(t, s.conferenceVerb(desk, k.Id, "schedule", map[string]any{"slotId": k.Slots[0].Id}), 422, casework.CodeInvalid)
	refused(t, s.conferenceVerb(desk, k.Id, "schedule", map[string]any{"slotId": k.Slots[0].Id, "roomId": unknownID}), 422, casework.CodeInvalid)
	evening := s.slot(3, 20)
	refused(t, s.conferenceVerb(desk, k.Id, "schedule", map[string]any{"startsAt": evening["startsAt"], "endsAt": evening["endsAt"], "place": "市役所"}), 422, casework.CodeConfirm)
	refused(t, s.as(desk).do("POST", "/api/v1/conferences/"+string(k.Id)+"/schedule", toJSON(map[string]any{"slotId": k.Slots[0].Id, "roomId": room.Id}), ifMatchHeader(`"7"`)), 412, casework.CodeStale)
	got := want[gen.Conference](t, s.conferenceVerb(desk, k.Id, "schedule", map[string]any{"slotId": k.Slots[0].Id, "roomId": room.Id}), 200)
	if got.State != "scheduled" || value(got.RoomName) != "第1会議室" || !got.StartsAt.Equal(k.Slots[0].StartsAt) {
		t.Errorf("scheduled: %+v", got)
	}
	want[gen.Conference](t, s.as(yorisoi).do("POST", "/api/v1/conferences/"+string(k.Id)+"/respond", `{"reply":"proxy","name":"代理 太郎"}`), 200)
	refused(t, s.as(kikan).do("POST", "/api/v1/conferences/"+string(k.Id)+"/answers", toJSON(marks(k, "yes"))), 409, casework.CodeWrongState)

	// another case, the same agency and room
	other := s.polled(s.coordinatedAgain(), yorisoi)
	shown := want[gen.Conference](t, s.get(desk, "/conferences/"+string(other.Id)), 200)
	if shown.Slots[0].Clashes == nil {
		t.Error("a candidate that is taken is not shown so")
	}
	r := s.conferenceVerb(desk, other.Id, "schedule", map[string]any{"slotId": other.Slots[0].Id, "roomId": room.Id})
	refused(t, r, 409, casework.CodeBooked)
	for _, said := range []string{"第1会議室は 11月26日 10:00–11:00 に別の予約（R8-K001）", "/roomId", "/slotId", "別の会議（R8-K001）"} {
		if !strings.Contains(string(r.body), said) {
			t.Errorf("not said: %s in %s", said, r.body)
		}
	}
	for _, leak := range []string{"操山", "R8-0001", "役割"} {
		if strings.Contains(string(r.body), leak) {
			t.Errorf("the conflict tells %s", leak)
		}
	}

	s.pass(time.Minute)
	moved := s.slot(6, 14)
	again := map[string]any{"startsAt": moved["startsAt"], "endsAt": moved["endsAt"], "roomId": room.Id}
	got = want[gen.Conference](t, s.conferenceVerb(desk, k.Id, "reschedule", again), 200)
	if got.Invitees[0].Reply != nil || got.SlotId != nil {
		t.Errorf("at another time everybody is asked anew: %+v", got.Invitees[0])
	}
	refused(t, s.conferenceVerb(desk, k.Id, "reschedule", again), 409, casework.CodeWrongState)
	want[gen.Conference](t, s.conferenceVerb(desk, other.Id, "schedule", map[string]any{"slotId": other.Slots[0].Id, "roomId": room.Id}), 200) // free again
	got = want[gen.Conference](t, s.conferenceVerb(desk, k.Id, "cancel", map[string]any{"reason": "本人の入院"}), 200)
	if got.State != "cancelled" || len(got.Actions) != 0 {
		t.Errorf("cancelled: %+v", got)
	}
	if n := sql[int](s, `SELECT count(*) FROM bookings WHERE conference_id = $1`, k.Id); n != 0 {
		t.Errorf("%d bookings of a cancelled conference", n)
	}
	calendars := sqlRows[struct{ Method, Text string }](s, `SELECT calendar_method, convert_from(calendar, 'UTF8') FROM messages WHERE object_id = $1 AND calendar IS NOT NULL AND to_address = 'bizen@example.jp' ORDER BY created_at, id`, k.Id)
	if len(calendars) != 3 {
		t.Fatalf("%d calendars", len(calendars))
	}
	for n, wanted := range []string{"REQUEST", "REQUEST", "CANCEL"} {
		c := calendars[n]
		if c.Method != wanted || !strings.Contains(c.Text, fmt.Sprintf("SEQUENCE:%d\r\n", n)) || !strings.Contains(c.Text, "UID:conference-"+string(k.Id)+"@tsunagu\r\n") {
			t.Errorf("calendar %d: %s\n%s", n, c.Method, c.Text)
		}
	}
}

// coordinatedAgain is another household that came to the coordinators.
func (s *stage) coordinatedAgain() casework.ID {
	s.t.Helper()
	id := s.file(naka, household8050("旭川 清", "あさひかわ きよし"))
	tag := s.get(naka, "/cases/"+string(id)).header.Get("ETag")
	want[gen.Case](s.t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/escalate", `{"reason":"no_support_menu"}`, ifMatchHeader(tag)), 200)
	return id
}

// Two coordinators want the same room at the same instant: one has it, the other is told by name.
func TestTwoAtOnceForOneRoom(t *testing.T) {
	s := newStage(t)
	s.cast("desk2", "shakyo", casework.RoleCoordinator)
	room := want[gen.Room](t, s.as(desk).do("POST", "/api/v1/rooms", `{"name":"第1会議室"}`), 201)
	first, second := s.polled(s.coordinated(), yorisoi), s.as("desk2").do("POST", "/api/v1/conferences", toJSON(s.proposal(s.coordinatedAgain(), "役割を分ける", map[string]any{"agencyId": s.agencies[kikan], "required": true})))
	other := want[gen.Conference](t, second, 201)
	both := []struct {
		who someone
		k   gen.Conference
	}{{s.as(desk), first}, {s.as("desk2"), other}}
	var wait sync.WaitGroup
	replies := make([]reply, 2)
	for n, b := range both {
		body := toJSON(map[string]any{"slotId": b.k.Slots[0].Id, "roomId": room.Id})
		wait.Go(func() {
			replies[n] = b.who.do("POST", "/api/v1/conferences/"+string(b.k.Id)+"/schedule", body, ifMatchHeader(`"1"`))
		})
	}
	wait.Wait()
	won, lost := replies[0], replies[1]
	if won.status != 200 {
		won, lost = lost, won
	}
	if won.status != 200 || lost.status != 409 || lost.problem(t).Code != "double_booking" || !strings.Contains(string(lost.body), "第1会議室は") {
		t.Errorf("%d %s\n%d %s", won.status, won.body, lost.status, lost.body)
	}
	if n := sql[int](s, `SELECT count(*) FROM bookings WHERE kind = 'room'`); n != 1 {
		t.Errorf("%d bookings of the room", n)
	}
}

func TestRemindersGoToTheSilentOnceADay(t *testing.T) {
	s := newStage(t)
	k := s.polled(s.coordinated(), yorisoi, kikan)
	s.pass(time.Minute)
	reminded := func() int {
		return sql[int](s, `SELECT count(*) FROM messages WHERE kind = 'conference_reminder'`)
	}
	want[gen.Conference](t, s.as(yorisoi).do("POST", "/api/v1/conferences/"+string(k.Id)+"/answers", toJSON(marks(k, "yes"))), 200)
	want[gen.Conference](t, s.conferenceVerb(desk, k.Id, "remind", nil), 200)
	refused(t, s.conferenceVerb(desk, k.Id, "remind", nil), 409, casework.CodeWrongState)
	if n := sql[int](s, `SELECT count(*) FROM conference_invitees WHERE reminded_on IS NOT NULL`); n != 2 || reminded() == 0 {
		t.Errorf("%d reminded", n)
	}
	var before int
	want[gen.Conference](t, s.conferenceVerb(desk, k.Id, "cancel", map[string]any{"reason": "別の方法で決める"}), 200)

	k = s.polled(s.coordinatedAgain(), yorisoi, kikan) // ends with its slot on Thursday at ten; the clock reminds once, then tells that it is over
	before = reminded()
	s.at = k.PollUntil.Add(-time.Hour)
	jobs.Once(t.Context(), s.store, s.now(), s.server.log)
	if reminded() <= before {
		t.Error("the clock reminded nobody")
	}
	again := reminded()
	jobs.Once(t.Context(), s.store, s.now().Add(time.Minute), s.server.log)
	if reminded() != again {
		t.Error("reminded twice")
	}
	s.at = k.PollUntil.Add(time.Minute)
	for range 2 {
		jobs.Once(t.Context(), s.store, s.now(), s.server.log)
	}
	if n := sql[int](s, `SELECT count(*) FROM notifications WHERE kind = 'conference_poll_late'`); n != 1 {
		t.Errorf("the coordinator was told %d times", n)
	}
}

func TestConferenceLists(t *testing.T) {
	s := newStage(t)
	id := s.coordinated()
	first, second := s.polled(id, yorisoi), s.polled(id, kikan)
	numbers := func(name, query string) string {
		var out []string
		for _, i := range want[gen.ConferencePage](t, s.get(name, "/conferences"+query), 200).Items {
			out = append(out, i.Number)
		}
		return strings.Join(out, " ")
	}
	for _, row := range []struct{ name, query, wanted string }{
		{desk, "", "R8-K001 R8-K002"}, {desk, "?mine=true", "R8-K001 R8-K002"}, {desk, "?when=past", ""}, {desk, "?caseId=" + string(id), "R8-K001 R8-K002"},
		{yorisoi, "", "R8-K001"}, {yorisoi, "?when=all", "R8-K001"}, {yorisoi, "?caseId=" + string(id), ""}, {naka, "", "R8-K001 R8-K002"}, {naka, "?mine=true", ""}, {fukushi, "", ""},
		{desk, "?state=scheduled", ""}, {desk, "?from=2027-01-01T00:00:00Z", ""},
	} {
		if got := numbers(row.name, row.query); got != row.wanted {
			t.Errorf("%s%s: %q", row.name, row.query, got)
		}
	}
	page := want[gen.ConferencePage](t, s.get(desk, "/conferences?limit=1&count=true"), 200)
	next := want[gen.ConferencePage](t, s.get(desk, "/conferences?limit=1&cursor="+value(page.NextCursor)), 200)
	if value(page.Total) != 2 || page.Items[0].Id != first.Id || next.Items[0].Id != second.Id || next.NextCursor != nil {
		t.Errorf("pages: %+v %+v", page, next)
	}
	if mine := want[gen.ConferencePage](t, s.get(yorisoi, "/conferences"), 200).Items[0]; !mine.ToAnswer || mine.CaseId != nil || mine.Invited != 2 {
		t.Errorf("the invited agency's row: %+v", mine)
	}
}

func TestCalendarFeedIsPrivateAndRevocable(t *testing.T) {
	s := newStage(t)
	k := s.polled(s.coordinated(), yorisoi)
	feed := want[gen.CalendarFeedMade](t, s.as(yorisoi).do("POST", "/api/v1/calendar-feed", ""), 201)
	read := func() reply { return s.do("GET", feed.Path, "") }
	if r := read(); r.status != 200 || strings.Contains(string(r.body), "BEGIN:VEVENT") || !strings.HasPrefix(r.header.Get("Content-Type"), "text/calendar") {
		t.Errorf("a poll is no appointment yet: %d %s", r.status, r.body)
	}
	want[gen.Conference](t, s.conferenceVerb(desk, k.Id, "schedule", map[string]any{"slotId": k.Slots[0].Id, "place": "操山さん宅"}), 200)
	body := string(read().body)
	if !strings.Contains(body, "SUMMARY:ケース検討会（R8-K001）") || !strings.Contains(body, "DTSTART;TZID=Asia/Tokyo:20261126T100000") || strings.Contains(body, "操山") || strings.Contains(body, "役割") {
		t.Errorf("feed:\n%s", body)
	}
	if !want[gen.CalendarFeed](t, s.get(yorisoi, "/calendar-feed"), 200).Active {
		t.Error("not active")
	}
	again := want[gen.CalendarFeedMade](t, s.as(yorisoi).do("POST", "/api/v1/calendar-feed", ""), 201)
	refused(t, read(), 404, casework.CodeNotFound)
	if r := s.as(yorisoi).do("DELETE", "/api/v1/calendar-feed", ""); r.status != 204 {
		t.Errorf("%d", r.status)
	}
	refused(t, s.do("GET", again.Path, ""), 404, casework.CodeNotFound)
	if n := sql[int](s, `SELECT count(*) FROM calendar_feeds WHERE strpos(encode(hash, 'escape'), $1) > 0`, again.Path[22:]); n != 0 {
		t.Error("the key itself is kept")
	}
}
