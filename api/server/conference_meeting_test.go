package server

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const minsei = "minsei" // a 民生委員 with an account of its own

// convened is a conference with a time: yorisoi, kikan and a member with an account are invited.
func (s *stage) convened(id casework.ID, basis string) casework.ID {
	s.t.Helper()
	if _, known := s.people[minsei]; !known {
		s.cast(minsei, "kikaku", casework.RoleConferenceMember)
	}
	body := s.proposal(id, "役割を分ける", map[string]any{"agencyId": s.agencies[yorisoi], "function": "家計", "required": true},
		map[string]any{"agencyId": s.agencies[kikan], "required": false}, map[string]any{"accountId": s.people[minsei].account, "function": "見守り", "required": false})
	body["legalBasis"] = basis
	k := want[gen.Conference](s.t, s.propose(body), 201)
	s.timed(k.Id)
	return k.Id
}

func (s *stage) pledge(name string, id casework.ID) gen.Meeting {
	s.t.Helper()
	version := s.meeting(name, id).Pledge.TextVersion
	return want[gen.Meeting](s.t, s.as(name).do("POST", "/api/v1/conferences/"+string(id)+"/pledge", toJSON(map[string]any{"textVersion": version})), 200)
}

func TestPackageOpensAfterThePledgeForThisConferenceAlone(t *testing.T) {
	s := newStage(t)
	id := s.coordinated()
	k := s.convened(id, "social_welfare_106_6")
	other := s.convened(s.coordinatedBy(fukushi, "旭川 清"), "social_welfare_106_6")
	pkg := func(name string, k casework.ID) reply { return s.get(name, "/conferences/"+string(k)+"/package") }

	refused(t, pkg(fukushi, k), 404, casework.CodeNotFound)
	for _, name := range []string{minsei, yorisoi} {
		m := s.meeting(name, k)
		if !m.Pledge.Needed || !m.Pledge.Statutory || !strings.Contains(m.Pledge.Text, "106条の6") || m.Opened || m.Materials != nil || len(m.Persons)+len(m.Agenda)+len(m.Members) != 0 {
			t.Errorf("%s sees before the pledge: %+v", name, m)
		}
		refused(t, pkg(name, k), 409, casework.CodePledge)
		refused(t, s.get(name, "/conferences/"+string(k)+"/live"), 409, casework.CodePledge)
		refused(t, s.get(name, "/conferences/"+string(k)+"/minutes"), 409, casework.CodePledge)
	}
	refused(t, s.as(minsei).do("POST", "/api/v1/conferences/"+string(k)+"/pledge", `{"textVersion":"older"}`), 422, casework.CodeInvalid)
	for range 2 { // twice is once
		if m := s.pledge(minsei, k); !m.Opened || m.Pledge.PledgedAt == nil || len(m.Agenda) == 0 {
			t.Errorf("after the pledge: %+v", m)
		}
	}
	p := want[gen.ConferencePackage](t, pkg(minsei, k), 200)
	if p.Sheet == nil || p.Sheet.Content.Subject.Name != "操山 キヨ" || len(p.Notes) != 0 || !strings.Contains(p.Basis.Label, "106条の6") || p.Conditions == "" {
		t.Errorf("package: %+v", p)
	}
	refused(t, pkg(minsei, other), 409, casework.CodePledge) // another conference, another pledge
	if c := s.theCase(minsei, id); c.Access != "package" || len(c.Actions) != 0 {
		t.Errorf("the case itself: %+v", c.Access)
	}
	if n := s.journal("getConferencePackage", "done"); n != 1 {
		t.Errorf("%d looks are journaled", n)
	}
	ledger := want[gen.DisclosurePage](t, s.get(desk, "/disclosures?kind=conference&caseId="+string(id)), 200).Items
	if len(ledger) != 1 || ledger[0].Ground.Code != "support_conference" || value(ledger[0].ToName) == "" || value(ledger[0].Conditions) == "" {
		t.Errorf("the ledger: %+v", ledger)
	}
	s.pledge(yorisoi, k) // a worker of an invited agency that does not work on the case
	want[gen.ConferencePackage](t, pkg(yorisoi, k), 200)
	refused(t, s.get(yorisoi, "/cases/"+string(id)), 404, casework.CodeNotFound)

	// taken off: the next request finds nothing
	m := s.meeting(desk, k)
	want[gen.Meeting](t, s.meetingVerb(desk, k, "invitees/"+string(m.Members[2].InviteeId)+"/remove", map[string]any{}, m.Etag), 200)
	for _, path := range []string{"/conferences/" + string(k) + "/package", "/conferences/" + string(k) + "/meeting", "/cases/" + string(id)} {
		refused(t, s.get(minsei, path), 404, casework.CodeNotFound)
	}
	// and thirty days after the record the others' access is over
	s.held(k)
	s.finalized(k)
	want[gen.ConferencePackage](t, pkg(yorisoi, k), 200)
	s.pass(30*24*time.Hour + time.Minute)
	refused(t, pkg(yorisoi, k), 404, casework.CodeNotFound)
	want[gen.ConferencePackage](t, pkg(desk, k), 200)
}

// coordinatedBy is a case of an agency that came to the coordinators.
func (s *stage) coordinatedBy(agency, name string) casework.ID {
	s.t.Helper()
	id := s.file(agency, household8050(name, "なまえ なまえ"))
	want[gen.Case](s.t, s.as(agency).do("POST", "/api/v1/cases/"+string(id)+"/escalate", `{"reason":"no_support_menu"}`, s.caseTag(id)), 200)
	return id
}

func (s *stage) held(k casework.ID) gen.Meeting {
	s.t.Helper()
	m := s.meeting(desk, k)
	return want[gen.Meeting](s.t, s.meetingVerb(desk, k, "hold", map[string]any{"heldAt": s.now(), "attendance": everybody(m, "")}, m.Etag), 200)
}

// finalized writes one line, one decision and two roles, and closes the record.
func (s *stage) finalized(k casework.ID) gen.Meeting {
	s.t.Helper()
	s.wrote(k)
	m := s.meeting(desk, k)
	return want[gen.Meeting](s.t, s.meetingVerb(desk, k, "finalize", map[string]any{"minutesVersion": m.MinutesVersion}, m.Etag), 200)
}

func (s *stage) wrote(k casework.ID) {
	s.t.Helper()
	r := s.minutes(desk, k)
	i := &r.Minutes.Items[0]
	i.Talk = "話し合った。"
	i.Decisions = []casework.Decision{{ID: casework.NewID(s.now()), Text: "同行する。"}}
	i.Tasks = []casework.MinutesTask{{ID: casework.NewID(s.now()), Agency: s.agencies[yorisoi], Task: "家計の相談"}, {ID: casework.NewID(s.now()), Agency: s.agencies[fukushi], Task: "窓口の案内"}}
	want[gen.MinutesRecord](s.t, s.meetingVerb(desk, k, "write-minutes", map[string]any{"minutes": r.Minutes}, r.Etag), 200)
}

func TestConsentIsCheckedWhereTheBasisNeedsIt(t *testing.T) {
	s := newStage(t)
	id := s.coordinated()
	k := s.convened(id, "multilayered")
	son := s.theCase(desk, id).Members[1].Id
	s.pledge(minsei, k)
	want[gen.ConferencePackage](t, s.get(minsei, "/conferences/"+string(k)+"/package"), 200)
	if sheet := s.theCase(minsei, id).Sheets; len(sheet) != 1 {
		t.Errorf("a member reads the sheet: %+v", sheet)
	}
	s.pass(time.Minute)
	want[gen.ConsentRecorded](t, s.as(naka).do("POST", "/api/v1/consents", toJSON(map[string]any{"caseId": id, "personId": son, "state": "withdrawn"})), 201)
	refused(t, s.get(minsei, "/conferences/"+string(k)+"/package"), 409, casework.CodeWrongState)
	if sheet := s.theCase(minsei, id).Sheets; len(sheet) != 0 {
		t.Errorf("after the withdrawal a member still reads the sheet: %+v", sheet)
	}
	m := s.meeting(desk, k)
	if len(m.ConsentGaps) != 1 || m.ConsentGaps[0].Person.Id != son || m.ConsentGaps[0].Settled {
		t.Fatalf("gaps: %+v", m.ConsentGaps)
	}
	settle := map[string]any{"consents": []any{map[string]any{"personId": son, "dropped": true}}}
	m = want[gen.Meeting](t, s.meetingVerb(desk, k, "prepare", settle, m.Etag), 200)
	if !m.ConsentGaps[0].Dropped {
		t.Errorf("settled: %+v", m.ConsentGaps)
	}
	r := s.get(minsei, "/conferences/"+string(k)+"/package")
	if p := want[gen.ConferencePackage](t, r, 200); len(p.Sheet.Content.Members) != 0 {
		t.Errorf("a dropped person is shown: %+v", p.Sheet.Content.Members)
	}
	if name := s.theCase(desk, id).Members[1].Name; strings.Contains(string(r.body), name) {
		t.Errorf("a dropped person's name is shown: %s", r.body)
	}
}

func TestTwoWritersOfOneRecord(t *testing.T) {
	s := newStage(t)
	s.cast("second", "shakyo", casework.RoleCoordinator)
	k := s.convened(s.coordinated(), "social_welfare_106_6")
	s.held(k)
	first, second := s.minutes(desk, k), s.minutes("second", k)
	write := func(name, words string, r gen.MinutesRecord) reply {
		r.Minutes.General = words
		return s.meetingVerb(name, k, "write-minutes", map[string]any{"minutes": r.Minutes}, r.Etag)
	}
	refused(t, write(yorisoi, "x", first), 403, casework.CodeForbidden)
	want[gen.MinutesRecord](t, write(desk, "一人目", first), 200)
	refused(t, write("second", "二人目", second), 412, casework.CodeStale)
	again := s.minutes("second", k)
	if again.Minutes.General != "一人目" || again.UpdatedBy == nil {
		t.Errorf("read again: %+v", again.Minutes)
	}
	want[gen.MinutesRecord](t, write("second", "一人目\n二人目", again), 200)

	// many at once: one of each round wins, and nobody overwrites what was not read
	for round := range 3 {
		seen := s.minutes(desk, k)
		var won sync.Map
		var all sync.WaitGroup
		for _, name := range []string{desk, "second", desk, "second"} {
			all.Add(1)
			person := s.as(name)
			go func() {
				defer all.Done()
				m := seen.Minutes
				m.General = seen.Minutes.General + "\n" + name
				r := person.do("POST", "/api/v1/conferences/"+string(k)+"/write-minutes", toJSON(map[string]any{"minutes": m}), ifMatchHeader(seen.Etag))
				if r.status == 200 {
					won.Store(name+r.header.Get("X-Request-Id"), true)
				} else if r.status != 412 {
					t.Errorf("round %d: %d %s", round, r.status, r.body)
				}
			}()
		}
		all.Wait()
		n := 0
		won.Range(func(any, any) bool { n++; return true })
		if n != 1 {
			t.Errorf("round %d: %d writers won", round, n)
		}
	}

	// presence: names of colleagues, and gone after half a minute
	here := func(name string, writing bool) gen.PresenceList {
		return want[gen.PresenceList](t, s.as(name).do("POST", "/api/v1/conferences/"+string(k)+"/presence", toJSON(map[string]any{"writing": writing})), 200)
	}
	if got := here(desk, true); len(got.Others) != 0 {
		t.Errorf("alone: %+v", got)
	}
	if got := here("second", true); len(got.Others) != 1 || got.Others[0].Account.Id != s.people[desk].account {
		t.Errorf("two: %+v", got)
	}
	refused(t, s.as(yorisoi).do("POST", "/api/v1/conferences/"+string(k)+"/presence", `{"writing":true}`), 403, casework.CodeForbidden)
	here("second", false)
	if got := here(desk, true); len(got.Others) != 0 {
		t.Errorf("the other has left: %+v", got)
	}
	here("second", true)
	s.pass(31 * time.Second)
	if got := here(desk, true); len(got.Others) != 0 {
		t.Errorf("silent for half a minute: %+v", got)
	}
}

func TestFinalizeMakesEverythingOnce(t *testing.T) {
	s := newStage(t)
	id := s.coordinated()
	k := s.convened(id, "social_welfare_106_6")
	s.held(k)
	m := s.meeting(desk, k)
	refused(t, s.meetingVerb(desk, k, "finalize", map[string]any{"minutesVersion": m.MinutesVersion}, m.Etag), 422, casework.CodeInvalid)
	s.wrote(k)
	preview := want[gen.Finalization](t, s.get(desk, "/conferences/"+string(k)+"/finalization"), 200)
	if len(preview.Missing) != 0 || len(preview.Tasks) != 2 || preview.Decisions != 1 || len(preview.Messages) < 4 {
		t.Errorf("preview: %+v", preview)
	}
	refused(t, s.get(yorisoi, "/conferences/"+string(k)+"/finalization"), 403, casework.CodeForbidden)
	old := m.MinutesVersion
	m = s.meeting(desk, k)
	refused(t, s.meetingVerb(desk, k, "finalize", map[string]any{"minutesVersion": old}, m.Etag), 412, casework.CodeStale)
	refused(t, s.meetingVerb(desk, k, "finalize", map[string]any{"minutesVersion": m.MinutesVersion}, `"999"`), 412, casework.CodeStale)
	before := len(s.told(yorisoi))
	s.pass(time.Minute)
	m = want[gen.Meeting](t, s.meetingVerb(desk, k, "finalize", map[string]any{"minutesVersion": m.MinutesVersion}, m.Etag), 200)
	if m.State != "recorded" || m.PackageUntil == nil {
		t.Errorf("recorded: %+v", m)
	}
	if n := sql[int](s, `SELECT count(*) FROM assignments WHERE conference_id = $1`, k); n != 2 {
		t.Errorf("%d assignments", n)
	}
	if told := s.told(yorisoi); len(told) != before+1 || told[0] != "conference_recorded" {
		t.Errorf("one message: %v", told)
	}
	if kinds := s.kinds(desk, id); !strings.Contains(strings.Join(kinds, " "), "conference_recorded") || !strings.Contains(strings.Join(kinds, " "), "conference_held") {
		t.Errorf("timeline: %v", kinds)
	}
	r := s.minutes(desk, k)
	refused(t, s.meetingVerb(desk, k, "write-minutes", map[string]any{"minutes": r.Minutes}, r.Etag), 409, casework.CodeWrongState)
	r = want[gen.MinutesRecord](t, s.meetingVerb(desk, k, "add-addendum", map[string]any{"text": "追記", "reason": "書き漏れ"}, r.Etag), 201)
	if len(r.Addenda) != 1 || !r.Final {
		t.Errorf("addenda: %+v", r.Addenda)
	}
	// the next conference begins with what is open
	next := s.meeting(desk, s.convened(id, "social_welfare_106_6"))
	sources := []string{}
	for _, a := range next.Agenda {
		sources = append(sources, value(a.Source))
	}
	if all := strings.Join(sources, " "); strings.Count(all, "assignment:") != 2 || !next.AgendaProposed {
		t.Errorf("agenda: %v", all)
	}
	// not even by hand
	if _, err := s.eye.Exec(t.Context(), `UPDATE conference_meetings SET minutes = '{"items":[]}' WHERE conference_id = $1`, k); err == nil {
		t.Error("a final record was changed")
	}
}

// Killed half-way nothing of a finalize exists: neither when the commit fails, nor when the connection dies in the middle.
func TestFinalizeIsOneTransaction(t *testing.T) {
	s := newStage(t)
	k := s.convened(s.coordinated(), "social_welfare_106_6")
	s.held(k)
	s.wrote(k)
	m := s.meeting(desk, k)
	do := func() reply {
		return s.meetingVerb(desk, k, "finalize", map[string]any{"minutesVersion": m.MinutesVersion}, m.Etag)
	}
	before := s.meetingTables()
	for name, fault := range map[string]string{
		"the commit fails": `CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION 'no'; END $f$;
			CREATE CONSTRAINT TRIGGER break_it AFTER INSERT ON case_events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION break_it()`,
		"the connection dies in the middle": `CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $f$;
			CREATE TRIGGER break_it BEFORE INSERT ON notifications FOR EACH ROW EXECUTE FUNCTION break_it()`,
		"the connection dies at the first role": `CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $f$;
			CREATE TRIGGER break_it AFTER INSERT ON assignments FOR EACH ROW EXECUTE FUNCTION break_it()`,
	} {
		if _, err := s.eye.Exec(t.Context(), fault); err != nil {
			t.Fatal(err)
		}
		if r := do(); r.status < 500 {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
		if _, err := s.eye.Exec(t.Context(), `DROP FUNCTION break_it() CASCADE`); err != nil {
			t.Fatal(err)
		}
		if after := s.meetingTables(); after != before {
			t.Errorf("%s, and something is left:\n%s\n%s", name, before, after)
		}
	}
	want[gen.Meeting](t, do(), 200)
}

func TestLivePageHoldsNoName(t *testing.T) {
	s := newStage(t)
	id := s.coordinated()
	k := s.convened(id, "social_welfare_106_6")
	s.held(k)
	members := s.theCase(desk, id).Members
	r := s.minutes(desk, k)
	r.Minutes.Items[0].Decisions = []casework.Decision{{ID: casework.NewID(s.now()), Text: members[0].Name + "さんと面談する。"}}
	r.Minutes.Items[0].Tasks = []casework.MinutesTask{{ID: casework.NewID(s.now()), Agency: s.agencies[yorisoi], Task: "同行", Member: members[1].Id}}
	want[gen.MinutesRecord](t, s.meetingVerb(desk, k, "write-minutes", map[string]any{"minutes": r.Minutes}, r.Etag), 200)
	live := s.get(desk, "/conferences/"+string(k)+"/live")
	got := want[gen.ConferenceLive](t, live, 200)
	if len(got.Items) == 0 || len(got.Items[0].Decisions) != 1 || value(got.Items[0].Tasks[0].For) != "長男" || value(got.Items[0].Tasks[0].Agency) == "" {
		t.Errorf("live: %+v", got.Items)
	}
	for _, m := range members {
		if strings.Contains(string(live.body), m.Name) {
			t.Errorf("the wall shows %s", m.Name)
		}
	}
}
