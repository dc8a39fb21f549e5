package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// walk reads a list page by page and returns all ids in order.
func walk[T any](t *testing.T, page func(cursor string) (store.Page[T], error), id func(T) casework.ID) (ids []casework.ID) {
	t.Helper()
	for cursor := ""; ; {
		p, err := page(cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			ids = append(ids, id(i))
		}
		if cursor = p.Next; cursor == "" {
			return ids
		}
	}
}

func TestSheetsByCreationAndByChange(t *testing.T) {
	w := testdb.NewWorld(t)
	a := w.Worker("houkatsu")
	var made []casework.ID
	w.In(a, func(tx *store.Tx) error {
		catalog, err := tx.Catalog()
		if err != nil {
			return err
		}
		var first *casework.Sheet
		for i := range 5 {
			s, err := casework.DraftSheet(a, testdb.Noon.Add(time.Duration(i)*time.Minute), testdb.Content("中区 花子", ""), catalog)
			if err != nil {
				return err
			}
			if err := tx.CreateSheet(s); err != nil {
				return err
			}
			if first == nil {
				first = s
			}
			made = append([]casework.ID{s.ID}, made...)
		}
		if err := first.Edit(a, testdb.Noon.Add(time.Hour), first.Content, catalog); err != nil {
			return err
		}
		return tx.SaveDraft(first)
	})
	changed := append([]casework.ID{made[4]}, made[:4]...)
	for sort, want := range map[string][]casework.ID{"created": made, "": changed} {
		w.In(a, func(tx *store.Tx) error {
			got := walk(t, func(cursor string) (store.Page[store.SheetItem], error) {
				return tx.Sheets(store.SheetFilter{Paging: store.Paging{Limit: 2, Cursor: cursor}, Sort: sort})
			}, func(i store.SheetItem) casework.ID { return i.ID })
			if !slices.Equal(got, want) {
				t.Errorf("%q: %v, want %v", sort, got, want)
			}
			return nil
		})
	}
}

func TestSheetsAreFoundByTheNumberOfTheirCase(t *testing.T) {
	w := testdb.NewWorld(t)
	a := w.Worker("houkatsu")
	f := w.File(a, testdb.Noon, testdb.Content("中区 花子", ""))
	w.In(a, func(tx *store.Tx) error {
		for text, want := range map[string]int{"ｒ８－０００１": 1, f.Number: 1, "R8-0002": 0, "花子": 1, "・": 0} {
			page, err := tx.Sheets(store.SheetFilter{Text: text})
			if err != nil {
				return err
			}
			if len(page.Items) != want {
				t.Errorf("%s: %d found, want %d", text, len(page.Items), want)
			}
		}
		return nil
	})
}

func TestNotificationsByTimeAndByTheNumberOfTheCase(t *testing.T) {
	w := testdb.NewWorld(t)
	a := w.Worker("houkatsu")
	for i, name := range []string{"中区 花子", "東山 次郎"} {
		at := testdb.Noon.Add(time.Duration(i) * time.Hour)
		w.HandOff(a, at, w.File(a, at, testdb.Content(name, "")).ID, "yorisoi", casework.AskLead)
	}
	list := func(number, sort string) (ids []casework.ID) {
		w.In(w.Worker("yorisoi"), func(tx *store.Tx) error {
			ids = walk(t, func(cursor string) (store.Page[store.Notification], error) {
				return tx.Notifications(store.NotificationFilter{Paging: store.Paging{Limit: 1, Cursor: cursor}, Number: number, Sort: sort})
			}, func(n store.Notification) casework.ID { return n.ID })
			return nil
		})
		return ids
	}
	newest, oldest := list("", ""), list("", "oldest")
	slices.Reverse(oldest)
	if len(newest) != 2 || !slices.Equal(newest, oldest) {
		t.Errorf("newest %v, oldest reversed %v", newest, oldest)
	}
	if got := list("ｒ8-0002", ""); len(got) != 1 || got[0] != newest[0] {
		t.Errorf("by number: %v, want %v", got, newest[:1])
	}
	if got := list("R8-0009", ""); len(got) != 0 {
		t.Errorf("another number found %v", got)
	}
}

func TestEscalationsByDueTimeAndNewestFirst(t *testing.T) {
	w := testdb.NewWorld(t)
	a := w.Worker("houkatsu")
	for i := range 3 {
		at := testdb.Noon.Add(time.Duration(i) * 24 * time.Hour)
		f := w.File(a, at, testdb.Content("中区 花子", ""))
		if err := w.On(a, at, f.ID, func(f *store.CaseFile) error {
			_, err := f.Escalate(a, at, casework.ReasonNoDestination, "")
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	order := func(sort string) (ids []casework.ID) {
		w.In(w.Actor("coordinator"), func(tx *store.Tx) error {
			ids = walk(t, func(cursor string) (store.Page[store.EscalationItem], error) {
				return tx.Escalations(store.EscalationFilter{Paging: store.Paging{Limit: 2, Cursor: cursor}, Sort: sort})
			}, func(i store.EscalationItem) casework.ID { return i.ID })
			return nil
		})
		return ids
	}
	due, newest := order(""), order("newest")
	slices.Reverse(newest)
	if len(due) != 3 || !slices.Equal(due, newest) {
		t.Errorf("due %v, newest reversed %v", due, newest)
	}
}
