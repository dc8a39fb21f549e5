package server

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const anyConference = casework.ID("01935a00-0000-7000-8000-00000000c0fe")

// onCase runs a rule on a case as the clock would, and saves it.
func (s *stage) onCase(id casework.ID, rule func(f *store.CaseFile)) {
	s.t.Helper()
	err := s.store.InTx(s.t.Context(), casework.Clock(), func(tx *store.Tx) error {
		tx.At(s.now())
		f, err := tx.CaseToChange(id)
		if err != nil {
			return err
		}
		rule(f)
		return tx.SaveCase(f, s.now())
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// give opens the package of a case to somebody of the play.
func (s *stage) give(name string, id casework.ID, scope casework.Scope, until *time.Time) {
	s.t.Helper()
	s.onCase(id, func(f *store.CaseFile) {
		f.GrantPackage(casework.Clock(), s.now(), casework.PackageOrder{Account: s.people[name].account, Name: "助言 太郎", Source: casework.PackageConference,
			SourceID: anyConference, Scope: scope, Until: until, From: s.agencies["shakyo"], Ground: "life_and_body", Purpose: "検討会", Conditions: "守秘"})
	})
}

// givePackages: an advisor and a member of a conference read the protected case, and are not listed.
func (w *hiding) givePackages(id casework.ID) {
	w.t.Helper()
	for _, name := range []string{"kikaku-advisor", "kikaku-conference_member"} {
		w.give(name, id, casework.Scope{Sheet: true, Notes: true}, nil)
		if c := w.theCase(name, id); c.Access != "package" || len(c.Sheets) == 0 {
			w.t.Errorf("%s does not read the package: %+v", name, c)
		}
	}
}

func TestPackageShowsItsScopeAndNothingElse(t *testing.T) {
	s := newStage(t)
	s.cast("advisor", "kikaku", casework.RoleAdvisor)
	s.cast("member", kokoro, casework.RoleConferenceMember)
	id := s.file(naka, household8050("小橋 梅", "こばし うめ"))
	other := s.file(yorisoi, household8050("大橋 松", "おおはし まつ"))
	s.handOff(naka, id, s.receiver(fukushi, casework.AskJoin))
	want[gen.Note](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/notes", toJSON(map[string]any{"kind": "phone", "occurredAt": s.now(), "text": "経過の言葉"})), 201)
	r := s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/escalate", `{"reason":"no_destination","text":"推進員への言葉"}`, s.caseTag(id))
	want[gen.Case](t, r, 200)

	s.give("advisor", id, casework.Scope{Sheet: true}, nil)
	s.give("member", id, casework.Scope{Notes: true}, nil)
	for name, sees := range map[string]struct{ sheet, notes bool }{"advisor": {sheet: true}, "member": {notes: true}} {
		c := s.theCase(name, id)
		if c.Access != "package" || (c.SubjectName != nil) != sees.sheet || (len(c.Sheets) > 0) != sees.sheet || (len(c.Members) > 0) != sees.sheet {
			t.Errorf("%s: %+v", name, c)
		}
		if len(c.Handoffs)+len(c.Escalations)+len(c.Actions) != 0 || c.HouseholdId != nil || c.ContactDueAt != nil {
			t.Errorf("%s sees how the agencies worked: %+v", name, c)
		}
		kinds := strings.Join(s.kinds(name, id), " ")
		if strings.Contains(kinds, "note_added") != sees.notes || strings.Contains(kinds, "sheet_filed") != sees.sheet || strings.Contains(kinds, "escalat") || strings.Contains(kinds, "handoff") {
			t.Errorf("%s: timeline %s", name, kinds)
		}
		list := want[gen.CasePage](t, s.get(name, "/cases?count=true"), 200)
		if len(list.Items) != 1 || *list.Total != 1 || list.Items[0].Access != "package" || (list.Items[0].SubjectName != nil) != sees.sheet || list.Items[0].LastHandoff != nil {
			t.Errorf("%s: list %+v", name, list)
		}
		for q, n := range map[string]int{"?q=小橋": 1, "?q=大橋": 0, "?access=package": 1} {
			if q == "?q=小橋" && !sees.sheet {
				n = 0
			}
			if got := want[gen.CasePage](t, s.get(name, "/cases"+q), 200); len(got.Items) != n {
				t.Errorf("%s finds %d by %s", name, len(got.Items), q)
			}
		}
		refused(t, s.get(name, "/cases/"+string(other)), 404, casework.CodeNotFound)
		refused(t, s.get(name, "/disclosures?caseId="+string(id)), 403, casework.CodeForbidden)
		refused(t, s.as(name).do("POST", "/api/v1/cases/"+string(id)+"/notes", toJSON(map[string]any{"kind": "phone", "occurredAt": s.now(), "text": "x"})), 403, casework.CodeForbidden)
		if n := sql[int](s, `SELECT count(*) FROM journal WHERE operation = 'getCase' AND account_id = $1 AND $2 = ANY(case_ids)`, s.people[name].account, id); n == 0 {
			t.Errorf("the look of %s is not in the journal", name)
		}
	}
	if n := sql[int](s, `SELECT count(*) FROM disclosures WHERE kind = 'conference' AND case_id = $1 AND to_name = '助言 太郎' AND conditions = '守秘'`, id); n != 2 {
		t.Errorf("%d lines in the ledger", n)
	}
}

func TestPackageIsOverOnTheNextRequest(t *testing.T) {
	s := newStage(t)
	s.cast("advisor", "kikaku", casework.RoleAdvisor)
	id := s.file(naka, household8050("小橋 梅", "こばし うめ"))
	unknown := s.get("advisor", "/cases/"+unknownID)
	gone := func(why string) {
		t.Helper()
		r := s.get("advisor", "/cases/"+string(id))
		if r.status != 404 || !bytes.Equal(anonymous(r), anonymous(unknown)) {
			t.Errorf("%s: %d %s", why, r.status, r.body)
		}
		if list := want[gen.CasePage](t, s.get("advisor", "/cases?count=true"), 200); len(list.Items) != 0 || *list.Total != 0 {
			t.Errorf("%s: the list has %+v", why, list)
		}
		if list := want[gen.CasePage](t, s.get("advisor", "/cases?q=小橋&count=true"), 200); len(list.Items) != 0 {
			t.Errorf("%s: found by name", why)
		}
		refused(t, s.get("advisor", "/cases/"+string(id)+"/timeline"), 404, casework.CodeNotFound)
	}
	gone("before anything was given")
	full := casework.Scope{Sheet: true, Notes: true}
	s.give("advisor", id, full, nil)
	s.theCase("advisor", id)
	s.onCase(id, func(f *store.CaseFile) { f.EndPackage(s.now(), casework.PackageConference, anyConference) })
	gone("taken back")

	end := s.now().Add(time.Minute)
	s.give("advisor", id, full, &end)
	s.theCase("advisor", id)
	s.pass(time.Minute)
	gone("over by itself, before the clock tidied")
	if n := sql[int](s, `SELECT count(*) FROM case_access WHERE level = 'package'`); n != 1 {
		t.Errorf("%d rows before tidying", n)
	}
	log := slog.New(slog.DiscardHandler)
	if n := jobs.Once(context.Background(), s.store, s.now(), log); n != 1 {
		t.Errorf("tidied %d", n)
	}
	if n := sql[int](s, `SELECT count(*) FROM case_access WHERE level = 'package'`) + sql[int](s, `SELECT count(*) FROM case_search WHERE $1 = ANY(grantees)`, s.people["advisor"].account); n != 0 {
		t.Errorf("%d rows after tidying", n)
	}
	if n := jobs.Once(context.Background(), s.store, s.now(), log); n != 0 {
		t.Errorf("tidied twice: %d", n)
	}
	gone("tidied")
}

// Two grants: the access ends with the first, and the clock gives back what the other leaves.
func TestClockLeavesWhatAnotherPackageStillGives(t *testing.T) {
	s := newStage(t)
	s.cast("advisor", "kikaku", casework.RoleAdvisor)
	id := s.file(naka, household8050("小橋 梅", "こばし うめ"))
	end := s.now().Add(time.Minute)
	s.give("advisor", id, casework.Scope{Sheet: true}, &end)
	s.onCase(id, func(f *store.CaseFile) {
		f.GrantPackage(casework.Clock(), s.now(), casework.PackageOrder{Account: s.people["advisor"].account, Name: "助言 太郎", Source: casework.PackageDispatch,
			SourceID: anyConference, Scope: casework.Scope{Notes: true}, From: s.agencies["shakyo"], Ground: "life_and_body"})
	})
	updated := sql[time.Time](s, `SELECT updated_at FROM case_access WHERE case_id = $1 AND level = 'package'`, id)
	s.pass(time.Hour)
	refused(t, s.get("advisor", "/cases/"+string(id)), 404, casework.CodeNotFound)
	jobs.Once(context.Background(), s.store, s.now(), slog.New(slog.DiscardHandler))
	if c := s.theCase("advisor", id); c.Access != "package" || len(c.Sheets) != 0 {
		t.Errorf("what is left: %+v", c)
	}
	if at := sql[time.Time](s, `SELECT updated_at FROM case_access WHERE case_id = $1 AND level = 'package'`, id); !at.Equal(updated) {
		t.Error("tidying moved the case up in lists")
	}
}

// Whoever works on a case and holds its package too sees it once, as one who works on it.
func TestWorkerWithAPackageSeesTheCaseOnce(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("小橋 梅", "こばし うめ"))
	me := s.people[naka].account
	if _, err := s.eye.Exec(t.Context(), `INSERT INTO memberships SELECT account_id, agency_id, 'advisor', starts_on, ends_on FROM memberships WHERE account_id = $1`, me); err != nil {
		t.Fatal(err)
	}
	s.give(naka, id, casework.Scope{Notes: true}, nil)
	list := want[gen.CasePage](t, s.get(naka, "/cases?count=true"), 200)
	if len(list.Items) != 1 || *list.Total != 1 || list.Items[0].Access != "lead" || s.theCase(naka, id).Access != "lead" {
		t.Errorf("%+v", list)
	}
}
