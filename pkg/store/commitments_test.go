package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// coordinated is a case that houkatsu leads and the coordinators know.
func coordinated(t *testing.T) (*testdb.World, *store.CaseFile) {
	t.Helper()
	w := testdb.NewWorld(t)
	f := w.File(w.Worker("houkatsu"), testdb.Noon, testdb.Content("中区 花子", "なかく はなこ"))
	if err := w.On(w.Worker("houkatsu"), testdb.Noon, f.ID, func(f *store.CaseFile) error {
		_, err := f.Escalate(w.Worker("houkatsu"), testdb.Noon, casework.ReasonNoSupportMenu, "")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return w, f
}

// commit runs a verb on what a case has agreed, as a request would.
func commit(w *testdb.World, a casework.Actor, at time.Time, id casework.ID, verb func(f *store.CaseFile, k *casework.Commitments) error) error {
	return w.Store.InTx(w.T.Context(), a, func(tx *store.Tx) error {
		f, err := tx.CaseToChange(id)
		if err != nil {
			return err
		}
		k, err := tx.Commitments(f)
		if err != nil {
			return err
		}
		if err := verb(f, k); err != nil {
			return err
		}
		if err := tx.SaveCommitments(f, k, at); err != nil {
			return err
		}
		return tx.SaveCase(f, at)
	})
}

func propose(t *testing.T, w *testdb.World, id casework.ID) casework.ID {
	t.Helper()
	c := w.Actor("coordinator")
	var made casework.ID
	if err := commit(w, c, testdb.Noon, id, func(f *store.CaseFile, k *casework.Commitments) error {
		a, err := casework.NewAssignment(f.Case, c, testdb.Noon, casework.AssignmentOrder{Agency: w.Agency("houkatsu"), Task: "収支を書き出す", Member: f.Members[0].ID})
		if err == nil {
			made, k.Assignments = a.ID, append(k.Assignments, a)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return made
}

func TestARoleIsKeptAsItWasAgreed(t *testing.T) {
	w, f := coordinated(t)
	id := propose(t, w, f.ID)
	who, at := w.Worker("houkatsu"), testdb.Noon.Add(time.Hour)
	for _, verb := range []func(f *store.CaseFile, a *casework.Assignment) error{
		func(f *store.CaseFile, a *casework.Assignment) error {
			return a.Take(f.Case, who, at, "承りました")
		},
		func(f *store.CaseFile, a *casework.Assignment) error {
			return a.Report(f.Case, who, at, "𠮷野さんと会えた")
		},
		func(f *store.CaseFile, a *casework.Assignment) error { return a.Complete(f.Case, who, at, "") },
	} {
		if err := commit(w, who, at, f.ID, func(f *store.CaseFile, k *casework.Commitments) error {
			a, err := k.Assignment(id)
			if err != nil {
				return err
			}
			return verb(f, a)
		}); err != nil {
			t.Fatal(err)
		}
	}
	w.In(who, func(tx *store.Tx) error {
		f, err := tx.Case(f.ID)
		if err != nil {
			return err
		}
		k, err := tx.Commitments(f)
		if err != nil {
			return err
		}
		a := k.Assignments[0]
		if a.State != casework.AssignmentCompleted || a.Version != 4 || len(a.Steps) != 4 || a.Steps[2].Text != "𠮷野さんと会えた" || a.Member == "" ||
			a.DueOn != calendar.DateOf(testdb.Noon).AddDays(14) || !a.Kept() || a.Steps[0].DueOn != a.DueOn {
			t.Errorf("%+v", a)
		}
		return nil
	})
	for _, stranger := range []casework.Actor{w.Worker("yorisoi"), w.Actor("auditor")} {
		if err := w.Store.InTx(t.Context(), stranger, func(tx *store.Tx) error {
			_, _, _, err := tx.CaseOfAssignmentToChange(id)
			return err
		}); casework.CodeOf(err) != casework.CodeNotFound {
			t.Errorf("%s: %v", stranger.Name, err)
		}
	}
}

func TestReplicasEscalateSilenceAboutARoleOnce(t *testing.T) {
	w, f := coordinated(t)
	propose(t, w, f.ID)
	late := testdb.Noon.AddDate(0, 0, 5)
	var wg sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range 6 {
		wg.Go(func() {
			id, err := w.Store.AssignmentByClock(t.Context(), late)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if id != "" {
				done++
			}
		})
	}
	wg.Wait()
	w.In(w.Actor("coordinator"), func(tx *store.Tx) error {
		f, err := tx.Case(f.ID)
		if err == nil && (done != 1 || len(f.Escalations) != 2) {
			t.Errorf("done %d times, %d escalations", done, len(f.Escalations))
		}
		return err
	})
	n := 0
	for at := late; at.Before(late.AddDate(0, 2, 0)); at = at.Add(12 * time.Hour) {
		for {
			id, err := w.Store.AssignmentByClock(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			if id == "" {
				break
			}
			n++
		}
	}
	if n != 2 { // before the day, and after it
		t.Errorf("the clock came %d times more", n)
	}
}

func content(at time.Time, agency casework.ID) casework.PlanContent {
	today := calendar.DateOf(at)
	return casework.PlanContent{
		Wish: "家で暮らしたい", Issues: "収支が分からない", WheelNote: "体調が戻ってから考える",
		Goals:    []casework.PlanGoal{{Wheel: casework.WheelWelfare, Text: "返せる額を決める", By: today.AddMonths(3), Criteria: "計画がある"}},
		Supports: []casework.PlanSupport{{Kind: "家計", Text: "収支", Agency: agency}}, Roles: []casework.PlanRole{{Agency: agency, Text: "訪問"}},
		Coordination: "月に一度の電話", ReviewOn: today.AddMonths(6),
	}
}

func TestAPlanIsKeptInVersionsAndACaseHasOne(t *testing.T) {
	w, f := coordinated(t)
	who, at := w.Worker("houkatsu"), testdb.Noon.Add(time.Hour)
	steps := []func(f *store.CaseFile, k *casework.Commitments) error{
		func(f *store.CaseFile, k *casework.Commitments) error {
			_, err := f.DraftPlan(who, at, k, content(at, who.Agency))
			return err
		},
		func(f *store.CaseFile, k *casework.Commitments) error {
			return f.AgreePlan(who, at, k, casework.Agreement{Reason: "訪問で"})
		},
		func(f *store.CaseFile, k *casework.Commitments) error { return f.RevisePlan(who, at, k.Plan, "変化") },
		func(f *store.CaseFile, k *casework.Commitments) error {
			changed := content(at, who.Agency)
			changed.Wish = "海が見たい"
			return f.EditPlan(who, at, k.Plan, changed)
		},
		func(f *store.CaseFile, k *casework.Commitments) error {
			return f.AgreePlan(who, at, k, casework.Agreement{Reason: "電話で"})
		},
		func(f *store.CaseFile, k *casework.Commitments) error {
			return f.ReviewPlan(who, at, k, casework.PlanReview{Decision: casework.ReviewContinue, NextOn: calendar.DateOf(at).AddMonths(2),
				Scores: []casework.GoalScore{{Goal: k.Plan.InForce().Content.Goals[0].ID, Half: 1, Note: "半分"}}})
		},
	}
	for i, step := range steps {
		if err := commit(w, who, at, f.ID, step); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	w.In(who, func(tx *store.Tx) error {
		f, err := tx.Case(f.ID)
		if err != nil {
			return err
		}
		k, err := tx.Commitments(f)
		if err != nil {
			return err
		}
		p := k.Plan
		if len(p.Agreed) != 2 || p.Agreed[0].Content.Wish != "家で暮らしたい" || p.InForce().Content.Wish != "海が見たい" || p.InForce().Agreement.Reason != "電話で" ||
			len(p.Reviews) != 1 || p.Reviews[0].Scores[0].Half != 1 || p.ReviewOn != calendar.DateOf(at).AddMonths(2) || len(k.Monitorings) != 2 {
			t.Errorf("%+v\n%+v", p, k.Monitorings)
		}
		return nil
	})
	// two who begin a plan at once: the constraint speaks where the rule cannot
	err := w.Store.InTx(t.Context(), who, func(tx *store.Tx) error {
		f, err := tx.CaseToChange(f.ID)
		if err != nil {
			return err
		}
		k := &casework.Commitments{}
		if _, err := f.DraftPlan(who, at, k, casework.PlanContent{}); err != nil {
			return err
		}
		return tx.SaveCommitments(f, k, at)
	})
	if casework.CodeOf(err) != casework.CodeDuplicate {
		t.Errorf("a second plan: %v", err)
	}
}

func TestClosingPlansTheLookAfterwards(t *testing.T) {
	w, f := coordinated(t)
	id := propose(t, w, f.ID)
	c, at := w.Actor("coordinator"), testdb.Noon.Add(2*time.Hour)
	follow := calendar.DateOf(at).AddMonths(3)
	if err := commit(w, c, at, f.ID, func(f *store.CaseFile, k *casework.Commitments) error {
		return f.Close(c, at, casework.ClosureOrder{Closure: casework.Closure{Reason: "転居", ContinuingContact: "転居先の包括", DecidingMeeting: "書面", Class: casework.ClassCoordinated, FollowUpOn: follow},
			Roles: []casework.RoleEnd{{Assignment: id, To: "転居先の包括"}}}, k)
	}); err != nil {
		t.Fatal(err)
	}
	late := follow.AddDays(2).Time()
	if id, err := w.Store.MonitoringByClock(t.Context(), late); err != nil || id == "" {
		t.Errorf("nobody was told: %q %v", id, err)
	}
	if id, err := w.Store.MonitoringByClock(t.Context(), late); err != nil || id != "" {
		t.Errorf("told twice: %q %v", id, err)
	}
	who := w.Worker("houkatsu")
	if err := commit(w, who, late, f.ID, func(f *store.CaseFile, k *casework.Commitments) error {
		if f.Closure.FollowUpOn != follow {
			t.Errorf("%+v", f.Closure)
		}
		_, err := f.RecordMonitoring(who, late, k, k.Monitorings[0], casework.MonitoringRecord{Result: casework.FoundAsPlanned,
			Note: casework.NoteDraft{Kind: casework.NotePhone, OccurredAt: late, Text: "元気", ContactedHousehold: true}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
