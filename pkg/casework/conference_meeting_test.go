package casework

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

const memberAccount ID = "member-account"

func conferenceMember() Actor {
	return Actor{Account: memberAccount, Name: "民生 委員", Agency: "outside", Roles: []Role{RoleConferenceMember}}
}

// convened is a conference with a time, to which debts, a member with an account and somebody outside are invited.
func convened(t failer, basis LegalBasis) (*Case, *Conference, *ConferenceMeeting) {
	t.Helper()
	c := coordinated(t)
	start := monday.Add(72 * time.Hour)
	k, err := ProposeConference(c, coordinator(), monday, ConferenceOrder{Kind: CaseConference, LegalBasis: basis, Purpose: "役割を分ける", Number: "R8-K001", Confirm: true,
		Slots: []SlotOrder{{start, start.Add(time.Hour)}},
		Invitees: []InviteeOrder{{Agency: debts, Function: "家計", Required: true}, {Account: memberAccount, Function: "見守り"},
			{Name: "備前 正", Organization: "見本医院", Email: "b@example.jp"}}})
	must(t, err)
	end := start.Add(time.Hour)
	k.State, k.StartsAt, k.EndsAt = ConferenceScheduled, &start, &end
	c.TakeChanges()
	k.TakeChanges()
	return c, k, &ConferenceMeeting{Of: k.ID, Materials: Materials{Sheet: true, Conditions: DefaultConditions}}
}

func pledge(t failer, c *Case, k *Conference, g *ConferenceMeeting, a Actor, now time.Time) {
	t.Helper()
	_, err := g.Pledge(c, k, a, now, k.PledgeText(now).Version)
	must(t, err)
}

// attendance says that everybody came; those who have not pledged sign at the door.
func attendance(k *Conference) []AttendanceOrder {
	var list []AttendanceOrder
	for _, i := range k.Invitees {
		list = append(list, AttendanceOrder{Invitee: i.ID, Presence: PresencePresent, Paper: true})
	}
	return list
}

func held(t failer) (*Case, *Conference, *ConferenceMeeting) {
	t.Helper()
	c, k, g := convened(t, "social_welfare_106_6")
	must(t, g.SetAgenda(coordinator(), k, monday, []AgendaInput{{Title: "現状", Minutes: 20}, {Title: "方針"}}))
	must(t, g.Hold(c, k, coordinator(), *k.StartsAt, HoldOrder{HeldAt: *k.StartsAt, Attendance: attendance(k)}))
	g.MinutesVersion = 1
	return c, k, g
}

func TestNobodyInvitedSeesMaterialBeforeThePledge(t *testing.T) {
	c, k, g := convened(t, "social_welfare_106_6")
	wantCode(t, g.MayOpen(c, k, conferenceMember(), monday), CodePledge)
	wantCode(t, g.MayOpen(c, k, worker(debts), monday), CodePledge)
	wantCode(t, g.MayOpen(c, k, worker(kids), monday), CodeNotFound) // not invited
	must(t, g.MayOpen(c, k, coordinator(), monday))
	if _, sees := c.Access()[memberAccount]; sees {
		t.Error("sees the case before the pledge")
	}
	_, err := g.Pledge(c, k, conferenceMember(), monday, "old")
	wantCode(t, err, CodeInvalid, "/textVersion")
	_, err = g.Pledge(c, k, worker(kids), monday, "s1")
	wantCode(t, err, CodeForbidden)

	pledge(t, c, k, g, conferenceMember(), monday)
	must(t, g.MayOpen(c, k, conferenceMember(), monday))
	wantCode(t, g.MayOpen(c, k, worker(debts), monday), CodePledge) // each for themselves
	if got := c.Access()[memberAccount]; got.Level != LevelPackage || got.Scope != (Scope{Sheet: true}) {
		t.Errorf("access after the pledge: %+v", got)
	}
	d := c.TakeChanges().Disclosures
	if len(d) != 1 || d[0].Kind != DisclosedByConference || d[0].Ground != "support_conference" || d[0].ToName != "民生 委員" || d[0].Conditions != DefaultConditions {
		t.Errorf("the ledger holds %+v", d)
	}
	pledge(t, c, k, g, conferenceMember(), monday.Add(time.Hour)) // twice is once
	if len(g.Pledges) != 1 || len(c.TakeChanges().Disclosures) != 0 {
		t.Errorf("pledged %d times", len(g.Pledges))
	}
}

func TestALinkPledgesButNeverOpens(t *testing.T) {
	c, k, g := convened(t, "social_welfare_106_6")
	outside := Guest(k.Invitees[2].ID, "備前 正")
	pledge(t, c, k, g, outside, monday)
	wantCode(t, g.MayOpen(c, k, outside, monday), CodeNotFound)
	if len(c.Packages) != 0 || g.Pledges[0].How != PledgeLink || !g.InviteePledged(k.Invitees[2].ID) {
		t.Errorf("pledged: %+v, packages %+v", g.Pledges[0], c.Packages)
	}
}

func TestARemovedMemberSeesNothingFromTheNextRequestOn(t *testing.T) {
	c, k, g := convened(t, "social_welfare_106_6")
	pledge(t, c, k, g, conferenceMember(), monday)
	wantCode(t, g.RemoveInvitee(c, k, worker(debts), monday, k.Invitees[1].ID), CodeForbidden)
	wantCode(t, g.RemoveInvitee(c, k, coordinator(), monday, "nobody"), CodeNotFound)
	must(t, g.RemoveInvitee(c, k, coordinator(), monday.Add(time.Minute), k.Invitees[1].ID))
	wantCode(t, g.MayOpen(c, k, conferenceMember(), monday.Add(time.Minute)), CodeNotFound)
	if _, sees := c.Access()[memberAccount]; sees {
		t.Error("still sees the case")
	}
}

func TestWhoHasNotConsentedIsSettledBeforeAnythingOpens(t *testing.T) {
	c, k, g := convened(t, "multilayered")
	son := c.Members[1]
	must(t, g.ConsentSettled(c, k)) // everybody consented
	_, err := c.RecordConsent(worker(elder), monday, son.ID, ConsentOrder{State: ConsentState(ConsentStateWithdrawn)})
	must(t, err)
	gaps := g.ConsentGaps(c, k)
	if len(gaps) != 1 || gaps[0].Member != son || gaps[0].Settled != nil {
		t.Fatalf("gaps: %+v", gaps)
	}
	wantCode(t, g.ConsentSettled(c, k), CodeWrongState)
	pledge(t, c, k, g, conferenceMember(), monday)
	wantCode(t, g.MayOpen(c, k, conferenceMember(), monday), CodeWrongState)

	settle := func(s ConsentSettlement) error {
		return g.Prepare(c, k, coordinator(), monday, PrepareOrder{Materials: Materials{Sheet: true}, Consents: []ConsentSettlement{s}})
	}
	wantCode(t, settle(ConsentSettlement{Person: son.ID}), CodeInvalid, "/consents/0/ground")
	wantCode(t, settle(ConsentSettlement{Person: son.ID, Ground: GroundConsent}), CodeInvalid, "/consents/0/ground")
	wantCode(t, settle(ConsentSettlement{Person: son.ID, Ground: "own_work"}), CodeInvalid, "/consents/0/ground")
	wantCode(t, settle(ConsentSettlement{Person: son.ID, Ground: "other"}), CodeInvalid, "/consents/0/note")
	wantCode(t, settle(ConsentSettlement{Person: c.Members[0].ID, Dropped: true}), CodeInvalid, "/consents/0/dropped")
	must(t, settle(ConsentSettlement{Person: son.ID, Ground: "life_and_body"}))
	must(t, g.MayOpen(c, k, conferenceMember(), monday))
	if c.Access()[memberAccount].Scope != (Scope{Sheet: true}) {
		t.Errorf("access: %+v", c.Access()[memberAccount])
	}

	// dropped: nothing of the son, neither as a row nor by name, and the case's own pages stay shut
	must(t, settle(ConsentSettlement{Person: son.ID, Dropped: true}))
	must(t, g.MayOpen(c, k, conferenceMember(), monday))
	if c.Access()[memberAccount].Scope != (Scope{}) {
		t.Errorf("the sheet itself is still open: %+v", c.Access()[memberAccount])
	}
	content := content()
	content.Members[0].ID = memberID(son)
	content.Request = "長男の髙橋　実さんが心配。高橋ハル。"
	shown := g.WithoutDroppedContent(c, content)
	if len(shown.Members) != 0 || strings.Contains(shown.Request, "実さん") && !strings.Contains(shown.Request, Hidden) {
		t.Errorf("shown: %+v", shown)
	}
	ledger := c.TakeChanges().Disclosures
	if last := ledger[len(ledger)-1]; slices.Contains(last.Persons, son.ID) || len(last.Persons) != 1 {
		t.Errorf("the ledger says the son's data was given: %+v", last)
	}
}

// memberID is how the sheet calls a person of the household.
func memberID(m *HouseholdMember) ID { k := m.Keys[0]; return ID(k[strings.LastIndex(k, "/")+1:]) }

func TestHoldWantsAWordOnEverybodyAndTheirPledge(t *testing.T) {
	c, k, g := convened(t, "social_welfare_106_6")
	at := *k.StartsAt
	all := attendance(k)
	try := func(change func(o *HoldOrder)) error {
		o := HoldOrder{HeldAt: at, Attendance: slices.Clone(all)}
		change(&o)
		return g.Hold(c, k, coordinator(), at, o)
	}
	wantCode(t, g.Hold(c, k, worker(debts), at, HoldOrder{HeldAt: at, Attendance: all}), CodeForbidden)
	wantCode(t, try(func(o *HoldOrder) { o.HeldAt = at.Add(time.Hour) }), CodeInvalid, "/heldAt")
	wantCode(t, try(func(o *HoldOrder) { o.Attendance = o.Attendance[1:] }), CodeInvalid, "/attendance")
	wantCode(t, try(func(o *HoldOrder) { o.Attendance[1] = o.Attendance[0] }), CodeInvalid, "/attendance/1/inviteeId")
	wantCode(t, try(func(o *HoldOrder) { o.Attendance[0].Invitee = "nobody" }), CodeInvalid, "/attendance/0/inviteeId")
	wantCode(t, try(func(o *HoldOrder) { o.Attendance[0].Paper = false }), CodeInvalid, "/attendance/0/paper")
	wantCode(t, try(func(o *HoldOrder) { o.Attendance[0].Presence = "somehow" }), CodeInvalid, "/attendance/0/presence")
	wantCode(t, try(func(o *HoldOrder) { o.Attendance[0].Presence = PresenceDeputy }), CodeInvalid, "/attendance/0/deputy")
	wantCode(t, try(func(o *HoldOrder) {
		o.Attendance = append(o.Attendance, AttendanceOrder{Presence: PresencePresent, Paper: true})
	}), CodeInvalid, "/attendance/3/name")
	wantCode(t, try(func(o *HoldOrder) { o.Secretary = "somebody" }), CodeInvalid, "/secretaryId")
	wantCode(t, try(func(o *HoldOrder) {
		for i := range o.Attendance {
			o.Attendance[i].Presence = PresenceAbsent
		}
	}), CodeInvalid, "/attendance")
	if k.State != ConferenceScheduled || len(g.Pledges) != 0 || !c.changes.Empty() {
		t.Fatal("a refused hold changed something")
	}

	must(t, try(func(o *HoldOrder) {
		o.Attendance[2].Presence, o.Attendance[2].Paper = PresenceAbsent, false
		o.Attendance = append(o.Attendance, AttendanceOrder{Agency: kids, Presence: PresencePresent, Paper: true, Online: true})
	}))
	if k.State != ConferenceHeld || !k.HeldAt.Equal(at) || k.Secretary != "coordinator" || len(g.Attendances) != 4 || len(g.Pledges) != 3 {
		t.Errorf("held: %+v %d %d", k.State, len(g.Attendances), len(g.Pledges))
	}
	ch := c.TakeChanges()
	if happened(ch, EventConferenceHeld) != 1 || !noticed(ch, EventConferenceHeld, debts) || !noticed(ch, EventConferenceHeld, c.Lead()) {
		t.Errorf("told: %+v", ch.Notices)
	}
	wantCode(t, try(func(*HoldOrder) {}), CodeWrongState)
}

func TestMinutesKeepWhatStoodOnTheAgenda(t *testing.T) {
	_, k, g := held(t)
	m := g.Minutes
	if len(m.Items) != 2 || m.Items[0].Title != "現状" {
		t.Fatalf("laid out: %+v", m)
	}
	write := func(a Actor, m Minutes) error { return g.WriteMinutes(a, k, monday.Add(80*time.Hour), m) }
	wantCode(t, write(worker(debts), m), CodeForbidden)
	without := m
	without.Items = m.Items[1:]
	wantCode(t, write(coordinator(), without), CodeInvalid, "/items")
	twice := m
	twice.Items = append(slices.Clone(m.Items), m.Items[0])
	wantCode(t, write(coordinator(), twice), CodeInvalid, "/items/2/id")
	renamed := m
	renamed.Items = slices.Clone(m.Items)
	renamed.Items[0].Title, renamed.Items[0].Talk = "別の題", "話し合った"
	renamed.Items = append(renamed.Items, MinutesItem{ID: "extra", Title: "その他"})
	must(t, write(coordinator(), renamed))
	if g.Minutes.Items[0].Title != "現状" || g.Minutes.Items[0].Talk != "話し合った" || g.Minutes.Items[2].Decisions == nil {
		t.Errorf("written: %+v", g.Minutes)
	}
	wantCode(t, g.SetAgenda(coordinator(), k, monday, nil), CodeWrongState) // frozen

	// the secretary writes, once pledged
	k.Secretary = memberAccount
	wantCode(t, write(conferenceMember(), renamed), CodePledge)
	g.Pledges = append(g.Pledges, &Pledge{Account: memberAccount, Invitee: k.Invitees[1].ID})
	must(t, write(conferenceMember(), renamed))
}

func TestFinalizeMakesWhatWasDecidedAndTellsEachOnce(t *testing.T) {
	c, k, g := held(t)
	c.TakeChanges()
	now := k.HeldAt.Add(2 * time.Hour)
	finalize := func(version int) error {
		return g.Finalize(c, k, &Commitments{}, coordinator(), now, FinalizeOrder{MinutesVersion: version})
	}
	wantCode(t, finalize(1), CodeInvalid, "/minutes") // nothing written
	yesterday := calendar.DateOf(now).AddDays(-1)
	g.Minutes.Items[1].Tasks = []MinutesTask{{ID: "t1", Agency: debts, Task: "家計の相談"}, {ID: "t2", Task: ""}, {ID: "t3", Agency: kids, Task: "通院の同行", Member: "nobody", DueOn: &yesterday}}
	g.Minutes.Items[1].Decisions = []Decision{{ID: "d1", Text: " "}}
	wantCode(t, finalize(1), CodeInvalid, "/minutes/items/1/tasks/1/task", "/minutes/items/1/tasks/1/agencyId", "/minutes/items/1/tasks/2/memberId",
		"/minutes/items/1/tasks/2/dueOn", "/minutes/items/1/decisions/0/text")
	due := calendar.DateOf(now).AddDays(7)
	g.Minutes.Items[1].Tasks = []MinutesTask{{ID: "t1", Agency: debts, Task: "家計の相談"}, {ID: "t3", Agency: kids, Task: "通院の同行", Member: c.Members[1].ID, DueOn: &due}}
	g.Minutes.Items[1].Decisions[0].Text = "同行する"
	wantCode(t, g.Finalize(c, k, &Commitments{}, worker(debts), now, FinalizeOrder{MinutesVersion: 1}), CodeForbidden)
	if err := finalize(0); !errors.Is(err, &Error{Code: CodeStale}) { // a line was written that was not read
		t.Errorf("an older version: %v", err)
	}
	wantCode(t, g.Finalize(c, k, &Commitments{}, coordinator(), now, FinalizeOrder{MinutesVersion: 1, AgreePlan: true}), CodeWrongState)
	c.TakeChanges()
	m := &Commitments{}
	must(t, g.Finalize(c, k, m, coordinator(), now, FinalizeOrder{MinutesVersion: 1}))
	if k.State != ConferenceRecorded || len(m.Assignments) != 2 || m.Assignments[1].DueOn != due || m.Assignments[0].Conference != k.ID || !c.Supports(kids) {
		t.Errorf("made: %+v", m.Assignments)
	}
	told := map[ID]int{}
	for _, n := range c.TakeChanges().Notices {
		told[n.Recipient+n.Account]++
	}
	for who, n := range told {
		if n != 1 {
			t.Errorf("%s is told %d times", who, n)
		}
	}
	for _, who := range []ID{debts, kids, memberAccount, c.Lead()} {
		if told[who] != 1 {
			t.Errorf("%s is told %d times", who, told[who])
		}
	}
	if until := k.PackageUntil(); !until.Equal(now.AddDate(0, 0, c.Settings.PackageAccessDays)) {
		t.Errorf("until %v", until)
	}
	// from now on it is only added to
	wantCode(t, g.WriteMinutes(coordinator(), k, now, g.Minutes), CodeWrongState)
	wantCode(t, finalize(1), CodeWrongState)
	_, err := g.AddAddendum(coordinator(), k, now, AddendumOrder{Text: "追記"})
	wantCode(t, err, CodeInvalid, "/reason")
	_, err = g.AddAddendum(coordinator(), k, now, AddendumOrder{Text: "追記", Reason: "書き漏れ", Item: "nothing"})
	wantCode(t, err, CodeInvalid, "/itemId")
	_, err = g.AddAddendum(coordinator(), k, now, AddendumOrder{Text: "追記", Reason: "書き漏れ", Item: g.Minutes.Items[0].ID})
	must(t, err)
}

func TestAgendaIsProposedFromWhatIsOpenAndWhatChanged(t *testing.T) {
	today := calendar.DateOf(monday)
	items := ProposeAgenda(monday, "役割を\n分ける", []OpenTask{
		{ID: "a1", AgencyName: "家計", Task: "面談", DueOn: today.AddDays(3)}, {ID: "a2", AgencyName: "子ども", Task: "訪問", DueOn: today.AddDays(-1)},
	}, []SinceLast{{Kind: EventNoteAdded, Count: 3, Last: monday}, {Kind: EventCaseOpened, Count: 1, Last: monday}})
	var sources []string
	for _, i := range items {
		sources = append(sources, i.Source)
	}
	want := []string{"event:note_added", "assignment:a2", "assignment:a1", "talk", "decide", "next"}
	if !slices.Equal(sources, want) || !strings.Contains(items[1].Note, "期限を過ぎています") || items[3].Note != "役割を 分ける" {
		t.Errorf("proposed %v: %+v", sources, items)
	}
	var many []OpenTask
	for range 200 {
		many = append(many, OpenTask{ID: NewID(monday), Task: strings.Repeat("長", 400), DueOn: today})
	}
	if got := ProposeAgenda(monday, "", many, nil); len(got) != maxAgenda || got[maxAgenda-1].Source != "next" || len([]rune(got[0].Title)) > maxLine {
		t.Errorf("%d items", len(got))
	}
}

// A pledge that comes when the access of the conference is over opens nothing and leaves no line in the ledger; nor does bringing
// the material up to date then.
func TestNothingIsOpenedWhenTheAccessIsOver(t *testing.T) {
	c, k, g := convened(t, "social_welfare_106_6")
	_, err := g.Pledge(c, k, worker(debts), monday, k.PledgeText(monday).Version)
	must(t, err)
	recorded := monday.Add(time.Hour)
	k.State, k.RecordedAt = ConferenceRecorded, &recorded
	c.LimitPackage(recorded, PackageConference, k.ID, *k.PackageUntil())
	c.TakeChanges()

	for name, now := range map[string]time.Time{"at the instant": *k.PackageUntil(), "a day later": k.PackageUntil().AddDate(0, 0, 1)} {
		c.Expire(now)
		if slices.Contains(g.Actions(conferenceMember(), k, now), string(VerbPledge)) {
			t.Errorf("%s: a pledge is offered", name)
		}
		_, err = g.Pledge(c, k, conferenceMember(), now, k.PledgeText(now).Version)
		wantCode(t, err, CodeNotFound)
		_, err = g.Pledge(c, k, worker(debts), now, k.PledgeText(now).Version) // given once, known for ever
		must(t, err)
		if err = g.Prepare(c, k, coordinator(), now, PrepareOrder{Materials: Materials{Sheet: true, Notes: true}}); err != nil {
			wantCode(t, err, CodeWrongState)
		}
		g.ConsentChanged(c, k, worker(elder), now)
		if x := c.TakeChanges(); len(c.Packages) > 0 || len(x.Disclosures) > 0 {
			t.Errorf("%s: grants %+v, ledger %+v", name, c.Packages, x.Disclosures)
		}
	}
}

// What always holds of a meeting, after every step of random stories: nobody looks into the material who is not invited
// now, has not pledged, or whose time is over; the case's own access says the same; nobody sat there without a pledge.
func TestSecrecyAlwaysHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		basis := rapid.SampledFrom([]LegalBasis{"social_welfare_106_6", "multilayered"}).Draw(t, "basis")
		c, k, g := convened(t, basis)
		now := monday
		people := []Actor{conferenceMember(), worker(debts), worker(kids), Guest(k.Invitees[2].ID, "備前"), coordinator(), {}}
		son := c.Members[1].ID
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 5*24*60).Draw(t, "minutes")) * time.Minute)
			c.Expire(now)
			actor := rapid.SampledFrom(people).Draw(t, "actor")
			var err error
			switch rapid.SampledFrom([]string{"pledge", "pledge", "remove", "prepare", "drop", "withdraw", "consent", "hold", "finalize"}).Draw(t, "verb") {
			case "pledge":
				_, err = g.Pledge(c, k, actor, now, k.PledgeText(now).Version)
			case "remove":
				err = g.RemoveInvitee(c, k, actor, now, rapid.SampledFrom(k.Invitees).Draw(t, "invitee").ID)
			case "prepare":
				err = g.Prepare(c, k, actor, now, PrepareOrder{Materials: Materials{Sheet: rapid.Bool().Draw(t, "sheet"), Notes: rapid.Bool().Draw(t, "notes")}})
			case "drop":
				err = g.Prepare(c, k, actor, now, PrepareOrder{Materials: Materials{Sheet: true}, Consents: []ConsentSettlement{{Person: son, Dropped: true}}})
			case "withdraw":
				_, err = c.RecordConsent(worker(elder), now, son, ConsentOrder{State: ConsentState(ConsentStateWithdrawn)})
				g.ConsentChanged(c, k, worker(elder), now)
			case "consent":
				_, err = c.RecordConsent(worker(elder), now, son, ConsentOrder{State: ConsentState(ConsentStateGiven), Method: MethodOral})
				g.ConsentChanged(c, k, worker(elder), now)
			case "hold":
				list := attendance(k)
				for n := range list {
					list[n].Paper = rapid.Bool().Draw(t, "paper")
				}
				err = g.Hold(c, k, actor, now, HoldOrder{HeldAt: now, Attendance: list})
			case "finalize":
				if k.State == ConferenceHeld {
					g.Minutes.General = "話した"
				}
				err = g.Finalize(c, k, &Commitments{}, actor, now, FinalizeOrder{MinutesVersion: g.MinutesVersion})
			}
			if err != nil && CodeOf(err) == "" {
				t.Fatalf("an error that is none of ours: %v", err)
			}
			c.TakeChanges()
			secrecyHolds(t, c, k, g, people, now)
		}
	})
}

func secrecyHolds(t *rapid.T, c *Case, k *Conference, g *ConferenceMeeting, people []Actor, now time.Time) {
	for _, a := range people {
		invited, pledged := k.InviteeOf(a) != nil, g.PledgeOf(a.Account) != nil
		over := k.RecordedAt != nil && !now.Before(k.RecordedAt.AddDate(0, 0, 30))
		opens := g.MayOpen(c, k, a, now) == nil
		may := a.Has(RoleCoordinator) || a.Account != "" && invited && pledged && !over && g.ConsentSettled(c, k) == nil
		if opens != may {
			t.Fatalf("%s opens: %v; invited %v, pledged %v, over %v", a.Account, opens, invited, pledged, over)
		}
		if grant, sees := c.Access()[a.Account]; sees && a.Account != "" {
			if !invited || !pledged || grant.Until != nil && !now.Before(*grant.Until) {
				t.Fatalf("%s reads the case: %+v; invited %v, pledged %v", a.Account, grant, invited, pledged)
			}
			if grant.Scope != (Scope{}) && g.ConsentSettled(c, k) != nil {
				t.Fatalf("%s reads the case without consent", a.Account)
			}
			if !g.dropsNobody() && grant.Scope != (Scope{}) {
				t.Fatalf("%s reads a sheet that holds a dropped person", a.Account)
			}
		}
	}
	for _, x := range g.Attendances {
		if x.Presence != PresenceAbsent && !x.Pledged {
			t.Fatalf("%+v sat there without a pledge", x)
		}
	}
}
