package casework

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

var codesKnown = Known{Fields: []string{"elderly", "rights"}, Issues: []string{"care", "debt"}}

func advisorActor() Actor {
	return Actor{Account: adviser, Name: "助言 太郎", Agency: health, Roles: []Role{RoleAdvisor}}
}

func details() AdvisorDetails {
	return AdvisorDetails{Kind: AdvisorPerson, Name: "助言 太郎", Kana: "じょげん たろう", Fields: []string{"elderly"}, From: *date("2026-04-01"), Until: date("2028-03-31")}
}

func dispatchOrder() DispatchOrder {
	return DispatchOrder{Question: "8050の世帯への入り方", Mode: ModeConference, Fields: []string{"elderly"}, Issues: []string{"care"},
		Scope: Scope{Sheet: true}, Ground: "support_conference", Conditions: "複写しない"}
}

// withCoordinators is a case that came to the coordinators.
func withCoordinators(t failer) *Case {
	t.Helper()
	c := filed(t)
	_, err := c.Escalate(worker(elder), monday, ReasonNoSupportMenu, "")
	must(t, err)
	c.TakeChanges()
	return c
}

func requested(t failer) (*Case, *Dispatch) {
	t.Helper()
	c := withCoordinators(t)
	d, err := c.RequestDispatch(worker(elder), monday, dispatchOrder(), AnonymityOf(content()), codesKnown)
	must(t, err)
	return c, d
}

func anAdvisor(t failer) *Advisor {
	t.Helper()
	a, err := NewAdvisor(coordinator(), monday, details(), adviser, codesKnown.Fields)
	must(t, err)
	return a
}

func confirmed(t failer) (*Case, *Dispatch) {
	t.Helper()
	c, d := requested(t)
	must(t, c.AssignDispatch(d, coordinator(), monday, anAdvisor(t), nil, Anonymity{}))
	must(t, c.ConfirmDispatch(d, advisorActor(), monday, true, nil, Anonymity{}))
	return c, d
}

func TestDispatchFromQuestionToAdviceForOthers(t *testing.T) {
	c, d := requested(t)
	if ch := c.TakeChanges(); happened(ch, EventDispatchRequested) != 1 || !noticed(ch, EventDispatchRequested, CoordinatorsID) || ch.Notices[0].Dispatch != d.ID {
		t.Errorf("requested: %+v", ch.Notices)
	}
	must(t, c.AssignDispatch(d, coordinator(), monday, anAdvisor(t), &DispatchMeeting{Start: monday.AddDate(0, 0, 7), Minutes: 60, Place: "本庁3階"}, AnonymityOf(content())))
	ch := c.TakeChanges()
	if !slices.ContainsFunc(ch.Notices, func(n Notice) bool { return n.Account == adviser && n.Dispatch == d.ID }) || !noticed(ch, EventDispatchAssigned, elder) {
		t.Errorf("assigned: %+v", ch.Notices)
	}
	if _, sees := c.Access()[adviser]; sees {
		t.Error("the advisor sees the case before confirming")
	}
	if due := jst(2026, 6, 4, 17, 15); !d.ConfirmDue.Equal(due) {
		t.Errorf("to confirm by %s, want %s", d.ConfirmDue, due)
	}
	must(t, c.ConfirmDispatch(d, advisorActor(), monday, true, nil, Anonymity{}))
	if ch = c.TakeChanges(); len(ch.Disclosures) != 1 || ch.Disclosures[0].Kind != DisclosedByDispatch || ch.Disclosures[0].From != elder || ch.Disclosures[0].Conditions != "複写しない" {
		t.Errorf("ledger %+v", ch.Disclosures)
	}
	if g := c.Access()[adviser]; g.Level != LevelPackage || g.Scope != (Scope{Sheet: true}) || d.Meeting == nil {
		t.Errorf("confirmed: %+v", g)
	}
	today := calendar.DateOf(monday)
	must(t, c.AdviseDispatch(d, advisorActor(), monday, AdviceOrder{On: today, Minutes: 90, Text: "髙橋さんの世帯には同じ顔で通う。"}))
	for range 2 {
		must(t, c.FollowUpDispatch(d, advisorActor(), monday.AddDate(0, 1, 0), AdviceOrder{On: today, Text: "続ける。"}))
	}
	wantCode(t, c.FollowUpDispatch(d, advisorActor(), monday, AdviceOrder{On: today, Text: "3回目"}), CodeWrongState)
	if got := c.DispatchActions(d, advisorActor(), monday); len(got) != 0 {
		t.Errorf("a third follow-up is offered: %v", got)
	}
	o := CompletionOrder{Keep: true, Title: "8050世帯への入り方", Text: "髙橋さんには同じ顔で通う。"}
	wantCode(t, c.CompleteDispatch(d, coordinator(), monday, o, AnonymityOf(content())), CodeInvalid, "/text")
	o.Text = "同じ顔で通い続ける。"
	must(t, c.CompleteDispatch(d, coordinator(), monday, o, AnonymityOf(content())))
	if _, sees := c.Access()[adviser]; sees || d.Advice == nil || d.Advice.Text != o.Text || !slices.Equal(d.Advice.Issues, []string{"care"}) {
		t.Errorf("completed: %+v", d.Advice)
	}
}

func TestFollowUpsEndWithTheirMonths(t *testing.T) {
	c, d := confirmed(t)
	must(t, c.AdviseDispatch(d, advisorActor(), monday, AdviceOrder{On: calendar.DateOf(monday), Text: "通う。"}))
	last := jst(2026, 9, 1, 23, 59)
	o := AdviceOrder{On: calendar.DateOf(monday), Text: "続ける。"}
	must(t, c.mayDispatch(d, advisorActor(), last, VerbFollowUp))
	wantCode(t, c.FollowUpDispatch(d, advisorActor(), last.Add(time.Minute), o), CodeWrongState)
	if c.RemindDispatch(d, last) {
		t.Error("told before it was over")
	}
	c.TakeChanges()
	if !c.RemindDispatch(d, last.Add(time.Minute)) || c.RemindDispatch(d, last.Add(time.Hour)) || !noticed(c.TakeChanges(), EventDispatchFollowUpOver, CoordinatorsID) {
		t.Error("the coordinators are not told once")
	}
}

func TestSilentAdvisorIsToldToTheCoordinatorsOnceAndReplaced(t *testing.T) {
	c, d := requested(t)
	must(t, c.AssignDispatch(d, coordinator(), monday, anAdvisor(t), nil, Anonymity{}))
	c.TakeChanges()
	late := d.ConfirmDue.Add(time.Minute)
	if c.RemindDispatch(d, d.ConfirmDue.Add(-time.Minute)) || !c.RemindDispatch(d, late) || c.RemindDispatch(d, late) {
		t.Error("not told exactly once")
	}
	if ch := c.TakeChanges(); len(ch.Notices) != 1 || !noticed(ch, EventDispatchUnanswered, CoordinatorsID) {
		t.Errorf("notices %+v", ch.Notices)
	}
	other := anAdvisor(t)
	other.Account = member
	must(t, c.AssignDispatch(d, coordinator(), late, other, nil, Anonymity{}))
	wantCode(t, c.ConfirmDispatch(d, advisorActor(), late, true, nil, Anonymity{}), CodeForbidden)
	if !c.RemindDispatch(d, d.ConfirmDue.Add(time.Minute)) {
		t.Error("the second advisor's silence is not told")
	}
}

func TestWhoMayDoWhatWithADispatch(t *testing.T) {
	c := filed(t)
	_, err := c.RequestDispatch(worker(elder), monday, dispatchOrder(), Anonymity{}, codesKnown)
	wantCode(t, err, CodeWrongState) // the coordinators do not know the case yet
	c = withCoordinators(t)
	for name, a := range map[string]Actor{"nobody": {}, "another agency": worker(health), "an advisor": advisorActor(), "the clock": Clock()} {
		_, err := c.RequestDispatch(a, monday, dispatchOrder(), Anonymity{}, codesKnown)
		if CodeOf(err) != CodeForbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	c, d := requested(t)
	wantCode(t, c.AssignDispatch(d, worker(elder), monday, anAdvisor(t), nil, Anonymity{}), CodeForbidden)
	wantCode(t, c.ConfirmDispatch(d, advisorActor(), monday, true, nil, Anonymity{}), CodeForbidden) // not chosen
	none, past := anAdvisor(t), anAdvisor(t)
	none.Account = ""
	past.Until = date("2026-05-31")
	for _, a := range []*Advisor{none, past} {
		wantCode(t, c.AssignDispatch(d, coordinator(), monday, a, nil, Anonymity{}), CodeInvalid, "/advisorId")
	}
	yesterday := &DispatchMeeting{Start: monday.AddDate(0, 0, -1), Minutes: 1, Place: "髙橋さん宅"}
	wantCode(t, c.AssignDispatch(d, coordinator(), monday, anAdvisor(t), yesterday, AnonymityOf(content())), CodeInvalid, "/meeting/start", "/meeting/minutes", "/meeting/place")
	must(t, c.AssignDispatch(d, coordinator(), monday, anAdvisor(t), nil, Anonymity{}))
	wantCode(t, c.ConfirmDispatch(d, coordinator(), monday, true, nil, Anonymity{}), CodeForbidden)
	former := advisorActor()
	former.Roles = []Role{RoleWorker}
	wantCode(t, c.ConfirmDispatch(d, former, monday, true, nil, Anonymity{}), CodeForbidden)
	wantCode(t, c.ConfirmDispatch(d, advisorActor(), monday, false, nil, Anonymity{}), CodeInvalid, "/pledged")
	wantCode(t, c.AdviseDispatch(d, advisorActor(), monday, AdviceOrder{}), CodeWrongState)
	must(t, c.ConfirmDispatch(d, advisorActor(), monday, true, nil, Anonymity{}))
	wantCode(t, c.CancelDispatch(d, advisorActor(), monday, "都合"), CodeForbidden)
	wantCode(t, c.CancelDispatch(d, coordinator(), monday, " "), CodeInvalid, "/reason")
	must(t, c.CancelDispatch(d, coordinator(), monday, "入院のため"))
	if _, sees := c.Access()[adviser]; sees {
		t.Error("sees the case of a cancelled dispatch")
	}
	wantCode(t, c.AdviseDispatch(d, advisorActor(), monday, AdviceOrder{}), CodeWrongState)
}

func TestDispatchInputIsRefusedWithPointers(t *testing.T) {
	c := withCoordinators(t)
	o := DispatchOrder{Question: "髙橋ハルさんのこと\x00", Mode: "letter", Fields: []string{"elderly", "elderly", "magic"}, Issues: []string{"x"}, Scope: Scope{Sheet: true}}
	_, err := c.RequestDispatch(worker(elder), monday, o, AnonymityOf(content()), codesKnown)
	wantCode(t, err, CodeInvalid, "/question", "/mode", "/fields/1", "/fields/2", "/issues/0", "/ground")
	var d *Dispatch
	c, d = confirmed(t)
	tomorrow := calendar.DateOf(monday).AddDays(1)
	wantCode(t, c.AdviseDispatch(d, advisorActor(), monday, AdviceOrder{On: tomorrow, Minutes: 9999}), CodeInvalid, "/on", "/minutes", "/text")
	wantCode(t, c.AdviseDispatch(d, advisorActor(), monday, AdviceOrder{On: tomorrow.AddDays(-9), Text: "x"}), CodeInvalid, "/on")
	_, err = NewAdvisor(coordinator(), monday, AdvisorDetails{Kind: "robot", Fields: []string{"magic"}, Until: date("2020-01-01"), From: *date("2021-01-01")}, "", codesKnown.Fields)
	wantCode(t, err, CodeInvalid, "/kind", "/name", "/fields/0", "/until")
	_, err = NewAdvisor(worker(elder), monday, details(), "", codesKnown.Fields)
	wantCode(t, err, CodeForbidden)
}

func TestAdvisorsAreSuggestedByFieldThenLoad(t *testing.T) {
	make := func(id ID, kana string, open int, fields ...string) AdvisorLoad {
		a := &Advisor{ID: id, Account: id, AdvisorDetails: details()}
		a.Kana, a.Fields = kana, fields
		return AdvisorLoad{a, open}
	}
	busy, free, other := make("1", "あ", 3, "elderly", "rights"), make("2", "い", 0, "rights", "elderly"), make("3", "う", 0, "rights")
	gone, noAccount := make("4", "え", 0, "elderly"), make("5", "お", 0, "elderly")
	gone.Advisor.Until, noAccount.Advisor.Account = date("2026-05-31"), ""
	var ids []ID
	for _, s := range SuggestAdvisors([]AdvisorLoad{other, busy, gone, noAccount, free}, []string{"elderly", "rights"}, calendar.DateOf(monday)) {
		ids = append(ids, s.Advisor.ID)
	}
	if !slices.Equal(ids, []ID{"2", "1", "3"}) {
		t.Errorf("order %v", ids)
	}
}

// Whatever anybody tries, the advisor sees the case from confirm until completed or cancelled, and never otherwise; what is
// offered is what the rules let happen.
func TestAdvisorSeesTheCaseOnlyWhileDispatched(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, d := requested(t)
		now := monday
		actors := []Actor{coordinator(), advisorActor(), worker(elder), worker(health), {}}
		a := anAdvisor(t)
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20*24).Draw(t, "hours")) * time.Hour)
			actor := rapid.SampledFrom(actors).Draw(t, "actor")
			verb := rapid.SampledFrom([]Verb{VerbAssign, VerbConfirm, VerbAdvise, VerbFollowUp, VerbComplete, VerbCancel}).Draw(t, "verb")
			offered := slices.Contains(c.DispatchActions(d, actor, now), string(verb))
			advice := AdviceOrder{On: calendar.DateOf(now), Text: "助言"}
			err := map[Verb]func() error{
				VerbAssign:   func() error { return c.AssignDispatch(d, actor, now, a, nil, Anonymity{}) },
				VerbConfirm:  func() error { return c.ConfirmDispatch(d, actor, now, true, nil, Anonymity{}) },
				VerbAdvise:   func() error { return c.AdviseDispatch(d, actor, now, advice) },
				VerbFollowUp: func() error { return c.FollowUpDispatch(d, actor, now, advice) },
				VerbComplete: func() error { return c.CompleteDispatch(d, actor, now, CompletionOrder{}, Anonymity{}) },
				VerbCancel:   func() error { return c.CancelDispatch(d, actor, now, "都合") },
			}[verb]()
			if (err == nil) != offered {
				t.Fatalf("%s by %s in %s: offered %v, %v", verb, actor.Account, d.State, offered, err)
			}
			_, sees := c.Access()[adviser]
			if may := d.State == DispatchConfirmed || d.State == DispatchAdvised; sees != may {
				t.Fatalf("%s: the advisor sees the case: %v", d.State, sees)
			}
			if d.FollowUps() > c.Settings.DispatchFollowUps {
				t.Fatal("too many follow-ups")
			}
			c.TakeChanges()
		}
	})
}
