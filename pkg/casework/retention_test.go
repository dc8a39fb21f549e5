package casework

import (
	"slices"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

func officer(account ID) Actor {
	return Actor{Account: account, Agency: home, Roles: []Role{RoleCityOffice}}
}

func TestRetentionIsCountedFromTheEndOfTheFiscalYearOrFromTheDay(t *testing.T) {
	for _, x := range []struct {
		closed   string
		years    int
		fromYear bool
		due      string
	}{
		{"2020-05-10", 5, true, "2026-04-01"},
		{"2021-03-31", 5, true, "2026-04-01"},
		{"2021-04-01", 5, true, "2027-04-01"},
		{"2020-05-10", 5, false, "2025-05-11"},
		{"2024-02-29", 1, false, "2025-03-02"}, // kept for all of 1 March, which stands for the 29th
		{"2020-12-31", 1, false, "2022-01-01"},
	} {
		r := RetentionRule{Years: x.years, FromYear: x.fromYear}
		closed := *date(x.closed)
		due := r.DueOn(closed)
		if due.String() != x.due {
			t.Errorf("closed %s: due %s, want %s", x.closed, due, x.due)
		}
		noonOf := time.Date(closed.Year, closed.Month, closed.Day, 12, 0, 0, 0, calendar.Tokyo)
		if !noonOf.Before(r.Before(due)) || x.closed != "2024-02-29" && noonOf.Before(r.Before(due.AddDays(-1))) {
			t.Errorf("closed %s: Before disagrees with DueOn", x.closed)
		}
	}
}

func dueCases() []RetentionCase {
	return []RetentionCase{{ID: "1", Number: "H30-0001", ClosedOn: *date("2019-05-01"), DueOn: *date("2025-04-01")},
		{ID: "2", Number: "H30-0002", ClosedOn: *date("2019-06-01"), DueOn: *date("2025-04-01")}}
}

func TestADisposalTakesTwoPeople(t *testing.T) {
	for _, who := range []Actor{{}, worker(elder), coordinator(), {Account: "a", Agency: home, Roles: []Role{RoleSystemAdmin}}} {
		_, err := ProposeDisposal(who, monday, "", dueCases())
		wantCode(t, err, CodeForbidden)
	}
	first, second := officer("first"), officer("second")
	d, err := ProposeDisposal(first, monday, "令和7年度分", dueCases())
	must(t, err)
	wantCode(t, d.Approve(first, monday), CodeForbidden)
	wantCode(t, d.Approve(worker(elder), monday), CodeForbidden)
	if got := d.Actions(first); !slices.Equal(got, []string{"withdraw"}) {
		t.Errorf("the proposer is offered %v", got)
	}
	if got := d.Actions(second); !slices.Equal(got, []string{"approve", "withdraw"}) {
		t.Errorf("the second person is offered %v", got)
	}
	wantCode(t, d.CarriedOut(Clock(), monday), CodeWrongState)
	must(t, d.Approve(second, monday))
	wantCode(t, d.Approve(second, monday), CodeWrongState)
	wantCode(t, d.Withdraw(second, monday), CodeWrongState)
	wantCode(t, d.CarriedOut(second, monday), CodeForbidden)
	wantCode(t, d.CarriedOut(Clock(), monday), CodeWrongState)
	d.Items[0].ErasedAt, d.Items[1].Skipped = &monday, "held"
	must(t, d.CarriedOut(Clock(), monday))
}

func TestOnlyWhatIsOverAndNotHeldIsProposed(t *testing.T) {
	office := officer("first")
	early, held, listed := dueCases()[0], dueCases()[0], dueCases()[0]
	early.DueOn = calendar.DateOf(monday).AddDays(1)
	_, err := held.HoldBack(office, monday, "訴訟が続いているため", nil)
	must(t, err)
	listed.Disposal = "x"
	for name, cases := range map[string][]RetentionCase{"too early": {early}, "held": {held}, "listed": {listed}, "twice": {dueCases()[0], dueCases()[0]}, "none": nil} {
		if _, err := ProposeDisposal(office, monday, "", cases); CodeOf(err) != CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAHoldHasAReasonAndEnds(t *testing.T) {
	c := dueCases()[0]
	_, err := c.HoldBack(worker(elder), monday, "理由", nil)
	wantCode(t, err, CodeForbidden)
	_, err = c.HoldBack(officer("a"), monday, " ", nil)
	wantCode(t, err, CodeInvalid)
	yesterday := calendar.DateOf(monday).AddDays(-1)
	_, err = c.HoldBack(officer("a"), monday, "監査", &yesterday)
	wantCode(t, err, CodeInvalid)
	_, err = c.HoldBack(officer("a"), monday, "監査", nil)
	must(t, err)
	_, err = c.HoldBack(officer("a"), monday, "監査", nil)
	wantCode(t, err, CodeWrongState)
	h, err := c.Release(officer("b"), monday)
	must(t, err)
	if h.ReleasedBy != "b" {
		t.Errorf("%+v", h)
	}
	_, err = c.Release(officer("b"), monday)
	wantCode(t, err, CodeWrongState)
}
