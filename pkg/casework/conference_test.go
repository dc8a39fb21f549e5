package casework

import (
	"strings"
	"testing"
	"time"
)

// conferenceOf is a conference about a coordinated case: two slots on Thursday and Friday, debts must come, kids and a
// person outside may.
func conferenceOf(t failer, change func(*ConferenceOrder)) (*Case, *Conference) {
	t.Helper()
	c := filed(t)
	_, err := c.Escalate(worker(elder), monday, ReasonNoSupportMenu, "")
	must(t, err)
	c.TakeChanges()
	o := ConferenceOrder{
		Kind: CaseConference, LegalBasis: "social_welfare_106_6", Purpose: "役割を分ける", Number: "R8-K001",
		Slots: []SlotOrder{{jst(2026, 6, 4, 10, 0), jst(2026, 6, 4, 11, 0)}, {jst(2026, 6, 5, 14, 0), jst(2026, 6, 5, 15, 30)}},
		Invitees: []InviteeOrder{
			{Agency: debts, Function: "家計", Required: true}, {Agency: kids}, {Name: "備前 正", Organization: "民生委員協議会", Email: "bizen@example.jp"},
		},
	}
	if change != nil {
		change(&o)
	}
	k, err := ProposeConference(c, coordinator(), monday, o)
	must(t, err)
	return c, k
}

func answer(t failer, k *Conference, who Actor, marks ...Mark) {
	t.Helper()
	var answers []SlotAnswer
	for n, m := range marks {
		if m != "" {
			answers = append(answers, SlotAnswer{Slot: k.Slots[n].ID, Mark: m})
		}
	}
	_, err := k.AnswerPoll(who, monday.Add(time.Hour), answers)
	must(t, err)
}

func TestProposedConferenceAsksEverybodyOnce(t *testing.T) {
	c, k := conferenceOf(t, nil)
	changes, of := k.TakeChanges(), c.TakeChanges()
	if len(changes.Letters) != 3 || len(changes.Invitees) != 3 || k.State != ConferencePolling || len(of.Events) != 1 {
		t.Errorf("%+v", changes)
	}
	told := map[ID]Notice{}
	for _, n := range of.Notices {
		told[n.Recipient] = n
	}
	if len(told) != 3 || told[elder].Case != c.ID || told[debts].Case != "" || told[debts].Conference != k.ID {
		t.Errorf("who does not see the case is told of the conference alone: %+v", told)
	}
	if want := jst(2026, 6, 4, 10, 0); !k.PollUntil.Equal(want) { // three business days would be the evening after the first slot began
		t.Errorf("poll until %v", k.PollUntil)
	}
}

func TestWhoMayProposeAConference(t *testing.T) {
	c := filed(t)
	o := ConferenceOrder{Kind: CaseConference, LegalBasis: "other", Purpose: "x"}
	_, err := ProposeConference(c, coordinator(), monday, o) // the case never came to the coordinators
	wantCode(t, err, CodeForbidden)
	_, err = ProposeConference(c, worker(elder), monday, o)
	wantCode(t, err, CodeForbidden)
}

// The best slot: those who must come before all, then the most ○, the fewest ×, office hours, soon, and the earliest.
func TestBestSlot(t *testing.T) {
	people := []Actor{worker(debts), worker(kids), {}}
	for name, row := range map[string]struct {
		marks  [][]Mark // by invitee: debts (must come), kids, the person outside
		change func(*ConferenceOrder)
		booked int // this slot is taken; -1: none
		best   int // -1: none
		reason string
	}{
		"nobody answered":             {[][]Mark{{}, {}, {}}, nil, -1, -1, ""},
		"nobody can":                  {[][]Mark{{MarkNo, MarkNo}, {}, {}}, nil, -1, -1, ""},
		"required before many":        {[][]Mark{{MarkNo, MarkYes}, {MarkYes, ""}, {MarkYes, ""}}, nil, -1, 1, "必ず来てほしい1件が、すべて○です。"},
		"required maybe before no":    {[][]Mark{{MarkMaybe, MarkNo}, {"", MarkYes}, {"", MarkYes}}, nil, -1, 0, "×はありません"},
		"most yes":                    {[][]Mark{{MarkYes, MarkYes}, {MarkNo, MarkYes}, {}}, nil, -1, 1, "○が2件"},
		"fewest no":                   {[][]Mark{{MarkYes, MarkYes}, {MarkNo, MarkMaybe}, {}}, nil, -1, 1, "△が1件、×が0件"},
		"the earlier of equals":       {[][]Mark{{MarkYes, MarkYes}, {}, {}}, nil, -1, 0, "未回答が2件"},
		"booked elsewhere":            {[][]Mark{{MarkYes, MarkYes}, {}, {}}, nil, 0, 1, "14日以内"},
		"office hours before evening": {[][]Mark{{MarkYes, MarkYes}, {}, {}}, evening(jst(2026, 6, 3, 19, 0)), -1, 1, "14日以内"},
		"soon before late":            {[][]Mark{{MarkYes, MarkYes}, {}, {}}, later, -1, 0, "14日以内"},
		"only late":                   {[][]Mark{{MarkNo, MarkYes}, {}, {}}, later, -1, 1, "14日を過ぎます"},
	} {
		t.Run(name, func(t *testing.T) {
			_, k := conferenceOf(t, row.change)
			people[2] = Guest(k.Invitees[2].ID, "")
			for n, marks := range row.marks {
				if len(marks) > 0 {
					answer(t, k, people[n], marks...)
				}
			}
			booked := map[ID]bool{}
			if row.booked >= 0 {
				booked[k.Slots[row.booked].ID] = true
			}
			best := k.Best(monday.Add(2*time.Hour), booked)
			switch {
			case row.best < 0:
				if best != nil {
					t.Errorf("%+v", best)
				}
			case best == nil || best.Slot != k.Slots[row.best].ID:
				t.Errorf("best: %+v", best)
			case !strings.Contains(strings.Join(best.Reasons, " "), row.reason):
				t.Errorf("reasons: %v", best.Reasons)
			}
		})
	}
	_, k := conferenceOf(t, nil)
	answer(t, k, worker(debts), MarkYes, MarkMaybe)
	if best := k.Best(jst(2026, 6, 4, 12, 0), nil); best == nil || best.Slot != k.Slots[1].ID {
		t.Errorf("what has passed is not proposed: %+v", best)
	}
}

func evening(start time.Time) func(*ConferenceOrder) {
	return func(o *ConferenceOrder) { o.Slots[0], o.Confirm = SlotOrder{start, start.Add(time.Hour)}, true }
}

func later(o *ConferenceOrder) {
	o.Slots[1] = SlotOrder{jst(2026, 6, 24, 10, 0), jst(2026, 6, 24, 11, 0)}
}

func TestUnusualTimesAreAsked(t *testing.T) {
	s := DefaultSettings()
	for _, row := range []struct {
		start, end time.Time
		why        string
	}{
		{jst(2026, 6, 4, 10, 0), jst(2026, 6, 4, 11, 0), ""},
		{jst(2026, 6, 4, 15, 0), jst(2026, 6, 4, 17, 15), ""},
		{jst(2026, 6, 4, 16, 0), jst(2026, 6, 4, 17, 30), "開庁時間の外です。"},
		{jst(2026, 6, 4, 7, 0), jst(2026, 6, 4, 9, 0), "開庁時間の外です。"},
		{jst(2026, 6, 6, 10, 0), jst(2026, 6, 6, 11, 0), "土曜日です。"},
		{jst(2026, 11, 23, 10, 0), jst(2026, 11, 23, 11, 0), "祝日（勤労感謝の日）です。"},
		{jst(2026, 12, 30, 10, 0), jst(2026, 12, 30, 11, 0), "閉庁日（年末年始など）です。"},
	} {
		if got := s.OutsideOffice(SlotOrder{row.start, row.end}); got != row.why {
			t.Errorf("%v: %q, want %q", row.start, got, row.why)
		}
	}
}

func TestScheduleMoveAndCancel(t *testing.T) {
	c, k := conferenceOf(t, nil)
	k.TakeChanges()
	at := monday.Add(time.Hour)
	wantCode(t, k.Schedule(c, worker(elder), at, ScheduleOrder{Slot: k.Slots[0].ID, Place: "市役所"}), CodeForbidden)
	wantCode(t, k.Reschedule(c, coordinator(), at, ScheduleOrder{Slot: k.Slots[0].ID, Place: "市役所"}), CodeWrongState)
	wantCode(t, k.Schedule(c, coordinator(), at, ScheduleOrder{Slot: k.Slots[0].ID}), CodeInvalid)
	wantCode(t, k.Schedule(c, coordinator(), at, ScheduleOrder{Slot: k.Slots[0].ID, URL: "http://example.jp"}), CodeInvalid)
	wantCode(t, k.Schedule(c, coordinator(), jst(2026, 6, 4, 10, 1), ScheduleOrder{Slot: k.Slots[0].ID, Place: "市役所"}), CodeInvalid)
	sunday := ScheduleOrder{Start: jst(2026, 6, 7, 10, 0), End: jst(2026, 6, 7, 11, 0), Place: "市役所"}
	wantCode(t, k.Schedule(c, coordinator(), at, sunday), CodeConfirm)
	must(t, k.Schedule(c, coordinator(), at, ScheduleOrder{Slot: k.Slots[0].ID, Place: "市役所"}))
	if ch := k.TakeChanges(); len(ch.Letters) != 3 || ch.Letters[0].Kind != LetterInvitation || !ch.Bookings || k.Sequence != 0 {
		t.Errorf("%+v", ch)
	}
	_, err := k.AnswerPoll(worker(debts), at, []SlotAnswer{{Slot: k.Slots[0].ID, Mark: MarkYes}})
	wantCode(t, err, CodeWrongState)
	_, err = k.Respond(worker(kids), at, ReplyOrder{Reply: ReplyProxy})
	wantCode(t, err, CodeInvalid)
	_, err = k.Respond(worker(kids), at, ReplyOrder{Reply: ReplyAttend})
	must(t, err)
	_, err = k.Respond(worker(health), at, ReplyOrder{Reply: ReplyAttend})
	wantCode(t, err, CodeForbidden)

	wantCode(t, k.Reschedule(c, coordinator(), at, ScheduleOrder{Slot: k.Slots[0].ID, Place: "市役所"}), CodeWrongState)
	must(t, k.Reschedule(c, coordinator(), at, ScheduleOrder{Slot: k.Slots[0].ID, Place: "保健所"}))
	if k.Sequence != 1 || k.Invitees[1].Reply != ReplyAttend {
		t.Error("another place keeps what was replied")
	}
	sunday.Confirm = true
	must(t, k.Reschedule(c, coordinator(), at, sunday))
	if k.Sequence != 2 || k.Invitees[1].Reply != "" || !k.Live() {
		t.Error("another time asks anew")
	}
	wantCode(t, k.Cancel(c, coordinator(), at, " "), CodeInvalid)
	given := &PackageGrant{ID: NewID(at), Account: "a-member", Source: PackageConference, SourceID: k.ID, Since: at}
	c.Packages = append(c.Packages, given)
	must(t, k.Cancel(c, coordinator(), at, "本人の入院"))
	if given.Until == nil || given.Live(at) {
		t.Error("a cancelled conference leaves its material open")
	}
	if k.Sequence != 3 || k.Live() || len(k.ConferenceActions(coordinator())) != 0 {
		t.Errorf("cancelled: %+v", k)
	}
}

func TestAnInvitedAgencyIsBookedOnce(t *testing.T) {
	_, k := conferenceOf(t, func(o *ConferenceOrder) {
		o.Invitees = append(o.Invitees, InviteeOrder{Agency: debts, Function: "債務整理"})
	})
	seen := map[Booking]int{}
	for _, b := range k.Bookings() {
		seen[b]++
	}
	if len(seen) != 4 || seen[Booking{BookedAgency, string(debts)}] != 1 || seen[Booking{BookedOutside, "bizen@example.jp"}] != 1 {
		t.Errorf("%v", seen)
	}
}

func TestRemindersOnlyToTheSilentOnceADay(t *testing.T) {
	c, k := conferenceOf(t, nil)
	answer(t, k, worker(debts), MarkYes)
	k.TakeChanges()
	n, err := k.Remind(c, coordinator(), monday.Add(time.Hour))
	must(t, err)
	if ch := k.TakeChanges(); n != 2 || len(ch.Letters) != 2 || ch.Letters[0].Kind != LetterReminder {
		t.Errorf("%d %+v", n, ch)
	}
	_, err = k.Remind(c, coordinator(), monday.Add(2*time.Hour))
	wantCode(t, err, CodeWrongState)
	n, err = k.Remind(c, coordinator(), monday.Add(24*time.Hour))
	must(t, err)
	answer(t, k, worker(kids), MarkNo)
	answer(t, k, Guest(k.Invitees[2].ID, ""), MarkNo)
	_, err = k.Remind(c, coordinator(), monday.Add(48*time.Hour))
	wantCode(t, err, CodeWrongState)
	_ = n
}
