package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

func enrolled(t *testing.T, s *store.Store) (account, session casework.ID) {
	t.Helper()
	account, session = person(t, s)
	if err := s.BeginTOTP(t.Context(), account, []byte("sealed"), noon); err != nil {
		t.Fatal(err)
	}
	if given, err := s.ConfirmTOTP(t.Context(), account, session, 100, [][]byte{[]byte("one"), []byte("two")}, noon); err != nil || !given {
		t.Fatalf("%v %v", given, err)
	}
	return account, session
}

func TestStepOfACodeIsTakenOnceAndNeverGoesBack(t *testing.T) {
	s := testdb.New(t)
	account, _ := enrolled(t, s)
	var won atomic.Int32
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if spent, err := s.SpendTOTP(t.Context(), account, 101); spent && err == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("taken %d times", won.Load())
	}
	for step, want := range map[int64]bool{100: false, 101: false} {
		if spent, err := s.SpendTOTP(t.Context(), account, step); spent != want || err != nil {
			t.Errorf("step %d: %v %v", step, spent, err)
		}
	}
}

func TestSecretThatWasNotProvenInTimeIsOver(t *testing.T) {
	s := testdb.New(t)
	account, session := person(t, s)
	if err := s.BeginTOTP(t.Context(), account, []byte("sealed"), noon); err != nil {
		t.Fatal(err)
	}
	late := noon.Add(16 * time.Minute)
	if _, err := s.PendingTOTP(t.Context(), account, late); casework.CodeOf(err) != casework.CodeWrongState {
		t.Errorf("read: %v", err)
	}
	if _, err := s.ConfirmTOTP(t.Context(), account, session, 1, nil, late); casework.CodeOf(err) != casework.CodeWrongState {
		t.Errorf("confirmed: %v", err)
	}
	if have, err := s.Factors(t.Context(), account); err != nil || have.Any() || have.RecoveryCodesLeft != 0 {
		t.Errorf("%+v %v", have, err)
	}
}

func TestTwoLastFactorsCannotBothGoAtOnce(t *testing.T) {
	s := testdb.New(t)
	account, session := enrolled(t, s)
	key := store.Passkey{ID: casework.NewID(noon), CredentialID: []byte("c"), Credential: []byte(`{}`), Name: "窓口"}
	if given, err := s.AddPasskey(t.Context(), account, session, key, nil, noon); err != nil || given {
		t.Fatalf("second factor gave codes again: %v %v", given, err)
	}
	var all sync.WaitGroup
	results := make([]error, 2)
	all.Go(func() { results[0] = s.RemoveTOTP(t.Context(), account, false, noon) })
	all.Go(func() { results[1] = s.RemovePasskey(t.Context(), account, key.ID, false, noon) })
	all.Wait()
	if (results[0] == nil) == (results[1] == nil) {
		t.Errorf("%v and %v", results[0], results[1])
	}
	if have, err := s.Factors(t.Context(), account); err != nil || !have.Any() || have.RecoveryCodesLeft != 2 {
		t.Errorf("%+v %v", have, err)
	}
}

func TestChallengeIsAnsweredOnceInTime(t *testing.T) {
	s := testdb.New(t)
	account, _ := person(t, s)
	open := func(id string) {
		t.Helper()
		if err := s.OpenChallenge(t.Context(), []byte(id), store.Challenge{Kind: store.ChallengeSecondFactor, Account: account}, noon); err != nil {
			t.Fatal(err)
		}
	}
	open("a")
	if c, err := s.Challenge(t.Context(), []byte("a"), store.ChallengeSecondFactor, noon); err != nil || c.Account != account {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := s.SpendChallenge(t.Context(), []byte("a"), store.ChallengePasskey, noon); !errors.Is(err, store.ErrNoChallenge) {
		t.Errorf("as another kind: %v", err)
	}
	var won atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := s.SpendChallenge(t.Context(), []byte("a"), store.ChallengeSecondFactor, noon); err == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("answered %d times", won.Load())
	}
	open("b")
	if _, err := s.SpendChallenge(t.Context(), []byte("b"), store.ChallengeSecondFactor, noon.Add(store.ChallengeLife)); !errors.Is(err, store.ErrNoChallenge) {
		t.Errorf("too late: %v", err)
	}
}

func TestSubjectAndAccountAreLinkedOneToOne(t *testing.T) {
	s := testdb.New(t)
	account, _ := person(t, s)
	other, err := s.CreateAccount(t.Context(), store.NewAccount{Email: "b@kita.example", Name: "b", PasswordHash: "x", AgencyCode: "kita", Role: casework.RoleWorker}, noon)
	if err != nil {
		t.Fatal(err)
	}
	link := func(subject string, account casework.ID) casework.Code {
		return casework.CodeOf(s.LinkProvider(t.Context(), "https://id.example", subject, account, noon))
	}
	if code := link("s-1", account); code != "" {
		t.Fatal(code)
	}
	if link("s-1", other) != casework.CodeDuplicate || link("s-2", account) != casework.CodeDuplicate {
		t.Error("linked twice")
	}
	if got, err := s.ProviderAccount(t.Context(), "https://id.example", "s-1"); err != nil || got != account {
		t.Errorf("%s %v", got, err)
	}
	if _, err := s.ProviderAccount(t.Context(), "https://other.example", "s-1"); casework.CodeOf(err) != casework.CodeNotFound {
		t.Errorf("the same subject of another issuer: %v", err)
	}
}

func TestForgottenFactorsEndTheSessions(t *testing.T) {
	s := testdb.New(t)
	account, session := enrolled(t, s)
	if err := s.ForgetFactors(t.Context(), "HANAKO@kita.example", noon); err != nil {
		t.Fatal(err)
	}
	if have, err := s.Factors(t.Context(), account); err != nil || have.Any() || have.RecoveryCodesLeft != 0 {
		t.Errorf("%+v %v", have, err)
	}
	if _, err := s.Session(t.Context(), account, session, noon); !errors.Is(err, store.ErrNoSession) {
		t.Errorf("session: %v", err)
	}
	if err := s.ForgetFactors(t.Context(), "nobody@kita.example", noon); casework.CodeOf(err) != casework.CodeNotFound {
		t.Errorf("nobody: %v", err)
	}
}
