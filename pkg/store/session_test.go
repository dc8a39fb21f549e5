package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

var noon = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)

const oneAgency = "code,name,kana,kind,field,wards,accepts_issue_types\n" +
	"kita,北区地域包括支援センター,きたくちいきほうかつしえんせんたー,community_support_center,elderly,kita-chuo,care health\n"

// person makes an agency and an account, and opens a session with the refresh token "first".
func person(t *testing.T, s *store.Store) (account, session casework.ID) {
	t.Helper()
	ctx := t.Context()
	importAgencies(t, s, oneAgency)
	account, err := s.CreateAccount(ctx, store.NewAccount{Email: "Hanako@Kita.example", Name: "包括 花子", PasswordHash: "x", AgencyCode: "kita", Role: casework.RoleWorker}, noon)
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.AccountForSignIn(ctx, " hanako@kita.EXAMPLE", noon)
	if err != nil || a.ID != account {
		t.Fatalf("AccountForSignIn = %+v, %v", a, err)
	}
	session, err = s.OpenSession(ctx, account, a.Agency, []byte("first"), store.SignIn{}, noon)
	if err != nil {
		t.Fatal(err)
	}
	return account, session
}

func TestSessionIsReadFromTheRowsOfNow(t *testing.T) {
	s := testdb.New(t)
	account, session := person(t, s)
	got, err := s.Session(t.Context(), account, session, noon.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if !got.Actor.Has(casework.RoleWorker) || got.Actor.Name != "包括 花子" || got.Actor.AgencyName != "北区地域包括支援センター" {
		t.Errorf("actor %+v", got.Actor)
	}
	if _, err := s.Session(t.Context(), casework.NewID(noon), session, noon); !errors.Is(err, store.ErrNoSession) {
		t.Errorf("session of another account: %v", err)
	}
}

func TestSessionEndsByIdlenessAndByAge(t *testing.T) {
	s := testdb.New(t)
	account, session := person(t, s)
	ctx := t.Context()
	at := noon
	for at.Before(noon.Add(store.SessionAbsolute - 20*time.Minute)) { // in use, it lives on
		at = at.Add(20 * time.Minute)
		if _, err := s.Session(ctx, account, session, at); err != nil {
			t.Fatalf("after %s: %v", at.Sub(noon), err)
		}
	}
	if _, err := s.Session(ctx, account, session, noon.Add(store.SessionAbsolute)); !errors.Is(err, store.ErrNoSession) {
		t.Errorf("after twelve hours: %v", err)
	}
	_, idle := person2(t, s, account)
	if _, err := s.Session(ctx, account, idle, noon.Add(store.SessionIdle)); !errors.Is(err, store.ErrNoSession) {
		t.Errorf("idle for half an hour: %v", err)
	}
}

func person2(t *testing.T, s *store.Store, account casework.ID) (casework.ID, casework.ID) {
	t.Helper()
	a, err := s.AccountForSignIn(t.Context(), "hanako@kita.example", noon)
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.OpenSession(t.Context(), account, a.Agency, []byte("second"), store.SignIn{}, noon)
	if err != nil {
		t.Fatal(err)
	}
	return account, id
}

func TestUsedRefreshTokenEndsTheSession(t *testing.T) {
	s := testdb.New(t)
	account, session := person(t, s)
	ctx := t.Context()
	if _, got, err := s.RotateRefresh(ctx, []byte("first"), []byte("next"), noon); err != nil || got != session {
		t.Fatalf("first use: %v", err)
	}
	if _, _, err := s.RotateRefresh(ctx, []byte("next"), []byte("third"), noon); err != nil {
		t.Fatalf("twice in one second: %v", err)
	}
	if _, _, err := s.RotateRefresh(ctx, []byte("first"), []byte("thief"), noon); !errors.Is(err, store.ErrTokenReused) {
		t.Fatalf("used token: %v", err)
	}
	if _, err := s.Session(ctx, account, session, noon); !errors.Is(err, store.ErrNoSession) {
		t.Errorf("access after reuse: %v", err)
	}
	if _, _, err := s.RotateRefresh(ctx, []byte("third"), []byte("fourth"), noon); !errors.Is(err, store.ErrNoSession) {
		t.Errorf("newest token after reuse: %v", err)
	}
}

func TestParallelRefreshHasOneWinner(t *testing.T) {
	s := testdb.New(t)
	person(t, s)
	var won atomic.Int32
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			if _, _, err := s.RotateRefresh(t.Context(), []byte("first"), []byte{byte(i)}, noon); err == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d refreshes succeeded", won.Load())
	}
}

func TestLockOpensByTimeAndIsNotExtended(t *testing.T) {
	s := testdb.New(t)
	ctx := t.Context()
	limit := store.Limit{Key: "account:a", Failures: 3, Within: 15 * time.Minute, Lock: 15 * time.Minute}
	for i := range 3 {
		if err := s.BeginAttempt(ctx, noon.Add(time.Duration(i)*time.Minute), limit); err != nil {
			t.Fatalf("attempt %d: %v", i+1, err)
		}
	}
	until := noon.Add(17 * time.Minute) // the third attempt, and a quarter of an hour
	for _, at := range []time.Duration{3, 10, 16} {
		var locked *store.LockedError
		if err := s.BeginAttempt(ctx, noon.Add(at*time.Minute), limit); !errors.As(err, &locked) || !locked.Until.Equal(until) {
			t.Errorf("after %d minutes: %v until %v", at, err, locked)
		}
	}
	if err := s.BeginAttempt(ctx, until, limit); err != nil {
		t.Errorf("after the lock: %v", err)
	}
	if err := s.BeginAttempt(ctx, until.Add(time.Minute), limit); err != nil {
		t.Errorf("second attempt after the lock: %v", err)
	}
}

func TestSuccessTakesTheAttemptBack(t *testing.T) {
	s := testdb.New(t)
	ctx := context.Background()
	account := store.Limit{Key: "account:a", Failures: 3, Within: time.Hour, Lock: time.Hour}
	address := store.Limit{Key: "address:1", Failures: 3, Within: time.Hour, Lock: time.Hour}
	for range 10 { // a whole office signs in behind one address
		if err := s.BeginAttempt(ctx, noon, account, address); err != nil {
			t.Fatal(err)
		}
		if err := s.AttemptSucceeded(ctx, account, address); err != nil {
			t.Fatal(err)
		}
	}
}

func TestParallelGuessesAreAllCounted(t *testing.T) {
	s := testdb.New(t)
	limit := store.Limit{Key: "account:a", Failures: 5, Within: time.Hour, Lock: time.Hour}
	var let atomic.Int32
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			if s.BeginAttempt(t.Context(), noon, limit) == nil {
				let.Add(1)
			}
		})
	}
	all.Wait()
	if let.Load() != 5 {
		t.Errorf("%d of 30 guesses at once were let through, want 5", let.Load())
	}
}

func TestEndOfTermEndsTheSession(t *testing.T) {
	s := testdb.New(t)
	account, session := person(t, s)
	store.EndMembership(t, s, account, noon.AddDate(0, 0, -1))
	if _, err := s.Session(t.Context(), account, session, noon); !errors.Is(err, store.ErrNoSession) {
		t.Errorf("after the end of term: %v", err)
	}
	if lives, err := s.SessionLives(t.Context(), session, noon); lives || err != nil {
		t.Errorf("open stream after the end of term: %v, %v", lives, err)
	}
}
