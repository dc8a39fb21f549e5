package server

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const plannedTraining = `{"title":"事例に学ぶ","heldOn":"2026-11-24","place":"福祉会館","theme":"断られたとき"}`

func (s *stage) trainingVerb(name string, v gen.Training, verb string, body any) reply {
	s.t.Helper()
	return s.as(name).do("POST", "/api/v1/trainings/"+string(v.Id)+"/"+verb, toJSON(body), ifMatchHeader(v.Etag))
}

// trained plays a session of today to which some agencies sent two people each.
func (s *stage) trained(name string, agencies ...casework.ID) gen.Training {
	s.t.Helper()
	body := strings.Replace(plannedTraining, "2026-11-24", calendar.DateOf(s.now()).String(), 1)
	v := want[gen.Training](s.t, s.as(name).do("POST", "/api/v1/trainings", body), 201)
	came := []any{}
	for _, a := range agencies {
		came = append(came, map[string]any{"agencyId": a, "people": 2})
	}
	return want[gen.Training](s.t, s.trainingVerb(name, v, "hold", map[string]any{"attendance": came, "others": 1}), 200)
}

func TestATrainingIsPlannedHeldAndCounted(t *testing.T) {
	s, id := studyStage(t)
	s.cast(city, "kikaku", casework.RoleCityOffice)
	study := s.publishStudy(id, "通い続けた一年", "care")
	draft := s.beginStudy(id)
	body := func(studies ...any) string {
		return toJSON(map[string]any{"title": "事例に学ぶ", "heldOn": calendar.DateOf(s.now()).AddDays(1).String(), "studyIds": studies})
	}
	refused(t, s.as(naka).do("POST", "/api/v1/trainings", body()), 403, casework.CodeForbidden)
	for text, pointer := range map[string]string{
		body(draft.Id):                        "/studyIds/0",
		`{"title":"x","heldOn":"2026-02-30"}`: "/heldOn",
		`{"title":" ","heldOn":"2026-11-24"}`: "/title",
	} {
		p := refused(t, s.as(city).do("POST", "/api/v1/trainings", text), 422, casework.CodeInvalid)
		if p.Errors == nil || (*p.Errors)[0].Pointer != pointer {
			t.Errorf("%s: %+v", text, p.Errors)
		}
	}
	v := want[gen.Training](t, s.as(city).do("POST", "/api/v1/trainings", body(study.Id)), 201)
	if v.State != "planned" || len(v.Studies) != 1 || v.Studies[0].Title != "通い続けた一年" {
		t.Errorf("%+v", v)
	}
	came := map[string]any{"attendance": []any{map[string]any{"agencyId": s.agencies[naka], "people": 3}, map[string]any{"agencyId": s.agencies[hoken], "people": 1}}, "others": 2}
	refused(t, s.trainingVerb(city, v, "hold", came), 409, casework.CodeWrongState)
	v = want[gen.Training](t, s.as(city).do("PATCH", "/api/v1/trainings/"+string(v.Id), strings.Replace(body(study.Id), calendar.DateOf(s.now()).AddDays(1).String(), calendar.DateOf(s.now()).String(), 1), ifMatchHeader(v.Etag)), 200)
	stale := v
	v = want[gen.Training](t, s.trainingVerb(desk, v, "hold", came), 200)
	if v.State != "held" || v.People != 6 || len(v.Attendance) != 2 || len(v.Studies) != 1 {
		t.Errorf("%+v", v)
	}
	came["reason"] = "数え直した"
	refused(t, s.trainingVerb(desk, stale, "hold", came), 412, casework.CodeStale)
	came["others"] = 0
	v = want[gen.Training](t, s.trainingVerb(desk, v, "hold", came), 200)
	refused(t, s.trainingVerb(desk, v, "cancel", map[string]any{"reason": "x"}), 409, casework.CodeWrongState)
	library := want[gen.Study](t, s.get(desk, "/studies/"+string(study.Id)), 200)
	want[gen.Study](t, s.studyVerb(desk, library, "withdraw", ""), 200)
	if got := want[gen.Training](t, s.get(naka, "/trainings/"+string(v.Id)), 200); len(got.Studies) != 1 || got.Studies[0].Title != "" { // what was withdrawn is told nobody
		t.Errorf("%+v", got.Studies)
	}
	s.trained(city, s.agencies[naka])
	list := want[gen.TrainingPage](t, s.get(naka, "/trainings?count=true&limit=1"), 200)
	if *list.Total != 2 || len(list.Years) != 1 || list.Years[0].Sessions != 2 || list.Years[0].People != 4+3 || list.Years[0].Agencies != 2 || list.Years[0].Name != "令和8年度" || len(list.Items[0].Actions) != 0 {
		t.Errorf("%+v", list)
	}
	if next := want[gen.TrainingPage](t, s.get(naka, "/trainings?limit=1&cursor="+*list.NextCursor), 200); len(next.Items) != 1 || next.Items[0].Id == list.Items[0].Id || next.NextCursor != nil {
		t.Errorf("%+v", next)
	}
	if other := want[gen.TrainingPage](t, s.get(naka, "/trainings?fiscalYear=2025"), 200); len(other.Items) != 0 {
		t.Errorf("%+v", other)
	}
	if n := sql[int](s, fmt.Sprintf(`SELECT count(*) FROM journal WHERE operation = 'holdTraining' AND outcome = 'done' AND object_id = '%s'`, v.Id)); n != 2 {
		t.Errorf("%d rows of the journal", n)
	}
}
