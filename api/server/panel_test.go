package server

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const thisYear = "&from=2026-04-01&until=2027-03-31"

func (s *stage) panel(name, panel, more string) gen.Panel {
	s.t.Helper()
	return want[gen.Panel](s.t, s.get(name, "/statistics/panels?panel="+panel+thisYear+more), 200)
}

// TestEveryCellOfEveryPanelOpensToItsList plays a little of everything and opens each figure.
func TestEveryCellOfEveryPanelOpensToItsList(t *testing.T) {
	s := newStage(t)
	s.cast(city, "kikaku", casework.RoleCityOffice)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	h := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead), s.receiver(kikan, casework.AskJoin))
	want[gen.Handoff](t, s.verb(naka, h[1].Id, "report_refusal", map[string]any{"saidBy": "係", "said": "担当外", "saidAt": s.now()}), 200)
	s.pass(3 * time.Hour)
	want[gen.Handoff](t, s.verb(yorisoi, h[0].Id, "accept", nil), 200)
	want[gen.Handoff](t, s.verb(yorisoi, h[0].Id, "connect", map[string]any{"how": "accompanied", "at": s.now(), "who": "本人"}), 200)
	s.file(kokoro, household8050("旭川 清", "あさひかわ きよし"))
	s.playWork(s.file(naka, household8050("百合 幸", "ゆり さち")))
	seen, found := 0, map[string]int{}
	for _, name := range store.Panels() {
		p := s.panel(city, name, "")
		for _, row := range p.Rows {
			for i, n := range row.Cells {
				list := want[gen.PanelItemPage](t, s.get(city, fmt.Sprintf("/statistics/panels/items?panel=%s%s&row=%s&column=%s&count=true", name, thisYear, url.QueryEscape(row.Key), url.QueryEscape(p.Columns[i].Key))), 200)
				if *list.Total != n || len(list.Items) != n {
					t.Errorf("%s %s/%s: figure %d, list %d", name, row.Key, p.Columns[i].Key, n, *list.Total)
				}
				for _, item := range list.Items {
					if item.CaseId != nil {
						t.Errorf("%s shows the city office a case", name)
					}
				}
				seen += n
				found[name] += n
			}
		}
	}
	for name, n := range map[string]int{"conferences": 1, "assignments_kept": 2, "plan_reviews": 1, "goals": 2, "closures": 1, "advisor_fields": 1, "missing_resources": 1, "trainings": 2, "handoff_hops": 4} {
		if found[name] != n {
			t.Errorf("%s counts %d, not %d", name, found[name], n)
		}
	}
	if seen < 28 {
		t.Errorf("only %d things were counted", seen)
	}
	for _, row := range s.panel(city, "handoff_hops", "").Rows { // yorisoi took over one of the four
		if n := map[string]int{"no_hop": 3, "one_hop": 1}[row.Key]; row.Cells[0] != n {
			t.Errorf("hops: %s %v, want %d", row.Key, row.Cells, n)
		}
	}
	times := s.panel(city, "handoff_times", "")
	for _, row := range times.Rows {
		if row.Key == string(s.agencies[yorisoi]) && (row.MedianHours == nil || *row.MedianHours < 2.9 || *row.MedianHours > 3.1 || row.Cells[0] != 1) {
			t.Errorf("answered after three hours: %+v", row)
		}
	}
	if p := s.panel(city, "case_issues", "&published=true"); p.Rows[0].Cells[0] != -1 {
		t.Errorf("four households are published: %+v", p.Rows[0])
	}
	if p := s.panel(desk, "case_issues", ""); p.Rows[0].Cells[0] != 4 || *p.Rows[0].Label == "" {
		t.Errorf("figures of the desk: %+v", p.Rows[0])
	}
}

// playWork plays what follows when coordinators are called in: a meeting, a plan with its review, two roles, a dispatch, a lack; and a case that ends.
func (s *stage) playWork(id casework.ID) {
	s.t.Helper()
	s.escalated(id)
	s.polled(id, yorisoi, hoken)
	ids, rows := map[string]string{}, map[string]call{}
	s.agreedOn(id, ids, rows)
	for _, statement := range []string{
		`UPDATE assignments SET state = 'completed', due_on = '2026-11-25', finished_at = '2026-11-25T14:59:59Z'`, // in Tokyo the last second of its day
		`INSERT INTO assignments (id, case_id, agency_id, task, state, due_on, first_due_on, proposed_by, proposed_at, answer_due, finished_at, list_key, updated_at)
			SELECT gen_random_uuid(), case_id, agency_id, task, 'completed', due_on, due_on, proposed_by, now(), now(), '2026-11-25T15:00:00Z', 2, now() FROM assignments`,
		`UPDATE monitorings SET state = 'done', done_at = due_on, kind = 'review' WHERE kind = 'plan'`,
		`INSERT INTO plan_reviews (id, plan_id, number, scores, decision, next_on, account_id, agency_id, at)
			SELECT gen_random_uuid(), v.plan_id, v.number, (SELECT jsonb_agg(jsonb_build_object('goalId', g -> 'id', 'half', n)) FROM jsonb_array_elements(v.content -> 'goals') WITH ORDINALITY AS x(g, n)),
			'continue', '2027-03-01', v.account_id, v.agency_id, '2026-11-24' FROM plan_versions v`,
	} {
		if _, err := s.eye.Exec(s.t.Context(), statement); err != nil {
			s.t.Fatal(err)
		}
	}
	s.dispatchOn(naka, id)
	s.trained(city, s.agencies[naka], s.agencies[hoken])
	want[gen.MissingResource](s.t, s.as(naka).do("POST", "/api/v1/missing-resources", toJSON(map[string]any{"caseId": id, "field": "housing", "ward": "naka", "what": "夜間に泊まれる場所"})), 201)
	s.closeBySQL(s.file(hoken, household8050("吉備 桃", "きび もも")))
}

func TestAgencySeesItsOwnFiguresOnly(t *testing.T) {
	s := newStage(t)
	s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	s.file(kokoro, household8050("旭川 清", "あさひかわ きよし"))
	if p := s.panel(naka, "case_agencies", ""); len(p.Rows) != 1 || p.Rows[0].Key != string(s.agencies[naka]) || p.Rows[0].Cells[0] != 1 {
		t.Errorf("own figures: %+v", p)
	}
	refused(t, s.get(naka, "/statistics/panels?panel=case_agencies"+thisYear+"&agencyId="+string(s.agencies[kokoro])), 403, casework.CodeForbidden)
	if p := s.panel(desk, "case_agencies", "&agencyId="+string(s.agencies[kokoro])); len(p.Rows) != 1 {
		t.Errorf("figures of one agency: %+v", p)
	}
	for query, status := range map[string]int{
		"panel=case_agencies&from=2026-04-01&until=2026-03-31": 422, "panel=case_agencies&from=2026-02-30&until=2026-03-31": 422,
		"panel=case_agencies&from=1950-04-01&until=2026-03-31": 422, "panel=nothing" + thisYear: 422,
	} {
		if r := s.get(desk, "/statistics/panels?"+query); r.status != status {
			t.Errorf("%s: %d %s", query, r.status, r.body)
		}
	}
}
