package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

func TestFiledCaseIsLedByTheFilingAgencyAndUnknownToOthers(t *testing.T) {
	w := testdb.NewWorld(t)
	f := w.File(w.Worker("houkatsu"), testdb.Noon, testdb.Content("𠮷野 花子", "よしの はなこ"))
	w.In(w.Worker("houkatsu"), func(tx *store.Tx) error {
		got, err := tx.Case(f.ID)
		if err != nil {
			return err
		}
		if got.Lead() != w.Agency("houkatsu") || got.State != casework.CaseReceived || got.Level != casework.LevelLead {
			t.Errorf("lead %s, state %s, level %s", got.Lead(), got.State, got.Level)
		}
		if got.Card.SubjectName != "𠮷野 花子" || got.Number != "R8-0001" {
			t.Errorf("card %q, number %q", got.Card.SubjectName, got.Number)
		}
		return nil
	})
	for _, stranger := range []casework.Actor{w.Worker("yorisoi"), w.Actor("coordinator"), w.Actor("auditor"), w.Actor("admin")} {
		err := w.Store.InTx(t.Context(), stranger, func(tx *store.Tx) error {
			_, err := tx.Case(f.ID)
			return err
		})
		if casework.CodeOf(err) != casework.CodeNotFound {
			t.Errorf("%s: %v, want not found", stranger.Name, err)
		}
	}
}

func TestAcceptMovesCustodyInTheDatabase(t *testing.T) {
	w := testdb.NewWorld(t)
	sender, receiver := w.Worker("houkatsu"), w.Worker("yorisoi")
	f := w.File(sender, testdb.Noon, testdb.Content("中区 花子", "なかく はなこ"))
	h := w.HandOff(sender, testdb.Noon.Add(time.Hour), f.ID, "yorisoi", casework.AskLead)
	if err := w.On(receiver, testdb.Noon.Add(2*time.Hour), f.ID, func(f *store.CaseFile) error {
		return f.Accept(receiver, testdb.Noon.Add(2*time.Hour), h, "承りました")
	}); err != nil {
		t.Fatal(err)
	}
	w.In(sender, func(tx *store.Tx) error {
		got, err := tx.Case(f.ID)
		if err != nil {
			return err
		}
		if got.Lead() != receiver.Agency || got.Level != casework.LevelSupporting || len(got.Custodies) != 2 {
			t.Errorf("lead %s, level %s, custody %+v", got.Lead(), got.Level, got.Custodies)
		}
		notices, err := tx.Notifications(store.NotificationFilter{Unread: true})
		if err != nil || len(notices.Items) == 0 || notices.Items[0].Handoff != h {
			t.Errorf("the sender was not told: %+v %v", notices.Items, err)
		}
		return nil
	})
}

// Two workers of the same agency press accept, the sender presses withdraw, and the clock runs out, all at once.
func TestOneWinsWhenSeveralAct(t *testing.T) {
	w := testdb.NewWorld(t)
	sender, receiver := w.Worker("houkatsu"), w.Worker("yorisoi")
	f := w.File(sender, testdb.Noon, testdb.Content("中区 花子", "なかく はなこ"))
	h := w.HandOff(sender, testdb.Noon, f.ID, "yorisoi", casework.AskLead)
	late := testdb.Noon.AddDate(0, 0, 10)
	acts := []func() error{
		func() error {
			return w.On(receiver, late, f.ID, func(f *store.CaseFile) error { return f.Accept(receiver, late, h, "") })
		},
		func() error {
			return w.On(receiver, late, f.ID, func(f *store.CaseFile) error { return f.Accept(receiver, late, h, "") })
		},
		func() error {
			return w.On(sender, late, f.ID, func(f *store.CaseFile) error { return f.Withdraw(sender, late, h, "間違い") })
		},
	}
	errs := make([]error, len(acts))
	var wg sync.WaitGroup
	for i, act := range acts {
		wg.Go(func() { errs[i] = act() })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case casework.CodeOf(err) != casework.CodeWrongState && casework.CodeOf(err) != casework.CodeForbidden && casework.CodeOf(err) != casework.CodeNotFound:
			t.Errorf("the loser was told %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d won: %v", won, errs)
	}
}

func TestSilenceEscalatesExactlyOnce(t *testing.T) {
	w := testdb.NewWorld(t)
	sender := w.Worker("houkatsu")
	f := w.File(sender, testdb.Noon, testdb.Content("中区 花子", "なかく はなこ"))
	h := w.HandOff(sender, testdb.Noon, f.ID, "yorisoi", casework.AskLead)
	late := testdb.Noon.AddDate(0, 0, 30)
	if early, err := w.Store.EscalateDue(t.Context(), testdb.Noon.Add(time.Hour)); err != nil || early != "" {
		t.Fatalf("escalated before the due time: %v %v", early, err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := w.Store.EscalateDue(t.Context(), late); err != nil {
				t.Errorf("clock: %v", err)
			}
		})
	}
	wg.Wait()
	w.In(w.Actor("coordinator"), func(tx *store.Tx) error {
		page, err := tx.Escalations(store.EscalationFilter{})
		if err != nil {
			return err
		}
		if len(page.Items) != 1 || page.Items[0].Reason != casework.ReasonNoAnswer || !page.Items[0].ByClock || page.Items[0].Handoff != h {
			t.Errorf("escalations: %+v", page.Items)
		}
		got, err := tx.Case(f.ID)
		if err == nil && (got.State != casework.CaseCoordinating || got.Level != casework.LevelCoordinating) {
			t.Errorf("state %s, level %s", got.State, got.Level)
		}
		return err
	})
}

func TestOverdueContactIsFlaggedOnce(t *testing.T) {
	w := testdb.NewWorld(t)
	sender, receiver := w.Worker("houkatsu"), w.Worker("yorisoi")
	f := w.File(sender, testdb.Noon, testdb.Content("中区 花子", "なかく はなこ"))
	h := w.HandOff(sender, testdb.Noon, f.ID, "yorisoi", casework.AskLead)
	if err := w.On(receiver, testdb.Noon, f.ID, func(f *store.CaseFile) error { return f.Accept(receiver, testdb.Noon, h, "") }); err != nil {
		t.Fatal(err)
	}
	late := testdb.Noon.AddDate(0, 1, 0)
	for i, want := range []casework.ID{f.ID, ""} {
		if flagged, err := w.Store.FlagOverdueContact(t.Context(), late); err != nil || flagged != want {
			t.Errorf("call %d: %q %v, want %q", i, flagged, err, want)
		}
	}
}

func TestARowThatFailsDoesNotHoldUpTheRest(t *testing.T) {
	w := testdb.NewWorld(t)
	sender := w.Worker("houkatsu")
	var handoffs []casework.ID
	for _, name := range []string{"中区 花子", "東山 次郎"} {
		f := w.File(sender, testdb.Noon, testdb.Content(name, ""))
		handoffs = append(handoffs, w.HandOff(sender, testdb.Noon, f.ID, "yorisoi", casework.AskLead))
	}
	got, err := w.Store.EscalateDue(t.Context(), testdb.Noon.AddDate(0, 0, 30), handoffs[0])
	if err != nil || got != handoffs[1] {
		t.Errorf("claimed %q (%v), want the second", got, err)
	}
}

func TestCorrectingAnOlderSheetLeavesTheCardOfTheNewest(t *testing.T) {
	w := testdb.NewWorld(t)
	a := w.Worker("houkatsu")
	f := w.File(a, testdb.Noon, testdb.Content("中区 花子", "なかく はなこ"))
	first := f.Sheet.ID
	w.In(a, func(tx *store.Tx) error {
		catalog, err := tx.Catalog()
		if err != nil {
			return err
		}
		c, err := tx.CaseToChange(f.ID)
		if err != nil {
			return err
		}
		second, err := casework.DraftSheet(a, testdb.Noon.Add(time.Hour), testdb.Content("中区 一郎", "なかく いちろう"), catalog)
		if err != nil {
			return err
		}
		if err := tx.CreateSheet(second); err != nil {
			return err
		}
		if err := second.FileInto(a, testdb.Noon.Add(time.Hour), catalog, c.Case); err != nil {
			return err
		}
		return tx.SaveSheet(second, c, testdb.Noon.Add(time.Hour))
	})
	w.In(a, func(tx *store.Tx) error {
		catalog, err := tx.Catalog()
		if err != nil {
			return err
		}
		c, err := tx.CaseToChange(f.ID)
		if err != nil {
			return err
		}
		older, err := tx.SheetToChange(first)
		if err != nil {
			return err
		}
		content := older.Content
		content.Wishes = "家で暮らしたい"
		if err := older.Amend(a, testdb.Noon.Add(2*time.Hour), content, "聞き直した", catalog, c.Case); err != nil {
			return err
		}
		return tx.SaveSheet(older.Sheet, c, testdb.Noon.Add(2*time.Hour))
	})
	w.In(a, func(tx *store.Tx) error {
		got, err := tx.Case(f.ID)
		if err == nil && (got.Card.SubjectName != "中区 一郎" || got.Sheet.ID == first) {
			t.Errorf("the case shows %q of sheet %s", got.Card.SubjectName, got.Sheet.ID)
		}
		return err
	})
}
