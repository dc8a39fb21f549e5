package casework

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const (
	canaryTown  = "秘密町"
	canaryPhone = "086-000-7777"
)

// hiddenHome is a filed case whose 本人 is protected: elder set it and lists kids; debts supports the case unlisted.
func hiddenHome(t failer) (*Sheet, *Case) {
	t.Helper()
	secret := content()
	secret.Subject.Address = &Address{Kind: AddressInCity, Town: canaryTown, Lot: "7-7", Building: "コーポ秘密 201", Ward: "naka", District: "東山"}
	secret.Subject.PhoneHome, secret.Subject.PhoneMobile = canaryPhone, "090-0000-7777"
	secret.Members[0].Note = "勤め先は" + canaryTown + "の工場"
	secret.Request = "秘密町７－７ の家に 0860007777 へ電話してから訪問してほしい"
	s, c := filedSheet(t, secret)
	h := handOff(t, c, AskJoin, debts)
	must(t, c.Join(worker(debts), monday, h.ID, ""))
	_, err := c.Protect(worker(elder), monday, ProtectionOrder{Person: subjectOf(t, c).ID, Perpetrator: c.Members[1].ID, Listed: []ID{kids}, Reason: "DV"})
	must(t, err)
	return s, c
}

func shown(t failer, c *Case, s *Sheet, a Actor, at time.Time) string {
	t.Helper()
	masked, _ := c.MaskFor(a, at, s.Content).Content(s.Content)
	b, err := json.Marshal(masked)
	must(t, err)
	return string(b)
}

func TestProtectedAddressAndPhoneAreHiddenFromEverybodyNotListed(t *testing.T) {
	s, c := hiddenHome(t)
	for _, a := range []Actor{worker(debts), worker(home), coordinator()} {
		got := shown(t, c, s, a, monday)
		for _, secret := range []string{canaryTown + "７", "7-7", "コーポ秘密", canaryPhone, "0860007777", "090-0000-7777"} {
			if strings.Contains(got, secret) {
				t.Errorf("%s sees %q in %s", a.Agency, secret, got)
			}
		}
		if !strings.Contains(got, Hidden) || !strings.Contains(got, "訪問してほしい") {
			t.Errorf("the rest of the text is gone: %s", got)
		}
	}
	for _, a := range []Actor{worker(elder), worker(kids)} {
		if !strings.Contains(shown(t, c, s, a, monday), "コーポ秘密") {
			t.Errorf("%s is listed and sees no address", a.Agency)
		}
	}
}

func TestOneMembersProtectionCoversTheSharedAddressOfAll(t *testing.T) {
	s, c := filedSheet(t, content())
	_, err := c.Protect(worker(elder), monday, ProtectionOrder{Person: c.Members[1].ID, Reason: "虐待"})
	must(t, err)
	if strings.Contains(shown(t, c, s, worker(debts), monday), "門田屋敷") {
		t.Error("the address of the household is still shown")
	}
}

func TestBreakGlassLiftsTheMaskForOneAccountAndAWhile(t *testing.T) {
	s, c := hiddenHome(t)
	c.TakeChanges()
	person := subjectOf(t, c).ID
	_, err := c.BreakGlass(worker(debts), monday, person, " ")
	wantCode(t, err, CodeInvalid, "/reason")
	_, err = c.BreakGlass(worker(home), monday, person, "緊急")
	wantCode(t, err, CodeForbidden)
	_, err = c.BreakGlass(worker(elder), monday, person, "緊急")
	wantCode(t, err, CodeWrongState) // sees it anyway
	_, err = c.BreakGlass(worker(debts), monday, person, "救急搬送のため")
	must(t, err)
	ch := c.TakeChanges()
	if !noticed(ch, EventGlassBroken, CoordinatorsID) || !noticed(ch, EventGlassBroken, elder) {
		t.Errorf("nobody was told: %+v", ch.Notices)
	}
	colleague := worker(debts)
	colleague.Account = "colleague"
	for _, tc := range []struct {
		a    Actor
		at   time.Time
		sees bool
	}{{worker(debts), monday.Add(29 * time.Minute), true}, {worker(debts), monday.Add(30 * time.Minute), false}, {colleague, monday, false}} {
		if got := strings.Contains(shown(t, c, s, tc.a, tc.at), "コーポ秘密"); got != tc.sees {
			t.Errorf("%s at %s: sees %v", tc.a.Account, tc.at, got)
		}
	}
}

func TestProtectionEndsByItselfAndByHand(t *testing.T) {
	s, c := filedSheet(t, content())
	p, err := c.Protect(worker(elder), monday, ProtectionOrder{Person: subjectOf(t, c).ID, Reason: "DV", Until: date("2026-06-10")})
	must(t, err)
	after := jst(2026, 6, 11, 9, 0)
	if !strings.Contains(shown(t, c, s, worker(debts), after), "門田屋敷") || strings.Contains(shown(t, c, s, worker(debts), after.AddDate(0, 0, -1)), "門田屋敷") {
		t.Error("it does not end after its last day")
	}
	wantCode(t, c.EndProtection(worker(debts), monday, p.ID, "終了"), CodeForbidden)
	wantCode(t, c.EndProtection(worker(elder), monday, p.ID, ""), CodeInvalid, "/reason")
	must(t, c.EndProtection(worker(elder), monday, p.ID, "措置の解除"))
	wantCode(t, c.EndProtection(worker(elder), monday, p.ID, "もう一度"), CodeWrongState)
	if slices.Contains(c.Actions(worker(elder)), "break_glass") {
		t.Error("break_glass is offered though nothing is hidden")
	}
}

func TestProtectChecksItsInput(t *testing.T) {
	c := filed(t)
	_, err := c.Protect(worker(debts), monday, ProtectionOrder{})
	wantCode(t, err, CodeForbidden)
	m := subjectOf(t, c).ID
	_, err = c.Protect(worker(elder), monday, ProtectionOrder{Person: "nobody", Perpetrator: m, Until: date("2026-05-31")})
	wantCode(t, err, CodeInvalid, "/personId", "/until", "/reason")
	_, err = c.Protect(worker(elder), monday, ProtectionOrder{Person: m, Perpetrator: m, Reason: "DV"})
	wantCode(t, err, CodeInvalid, "/perpetratorId")
}

// A correction by somebody under a mask keeps what it could not see, whatever else it changes.
func TestCorrectingUnderAMaskLosesNothing(t *testing.T) {
	s, c := hiddenHome(t)
	stored := s.Content
	mask := c.MaskFor(worker(debts), monday, stored)
	rapid.Check(t, func(t *rapid.T) {
		edited, _ := mask.Content(stored)
		subject := *edited.Subject
		subject.Name = rapid.StringMatching(`[一-龠]{1,4}`).Draw(t, "name")
		edited.Subject = &subject
		if rapid.Bool().Draw(t, "wishes") {
			edited.Wishes = "家で暮らしたい"
		}
		back := mask.Restore(stored, edited)
		if *back.Subject.Address != *stored.Subject.Address || back.Subject.PhoneHome != stored.Subject.PhoneHome ||
			back.Members[0].Note != stored.Members[0].Note || back.Request != stored.Request || back.Subject.Name != subject.Name {
			t.Fatalf("lost: %+v", back.Subject)
		}
	})
}

func TestTextIsHiddenInAnySpelling(t *testing.T) {
	s, c := hiddenHome(t)
	mask := c.MaskFor(worker(debts), monday, s.Content)
	for text, want := range map[string]string{
		"電話は086-000-7777です":     "電話は" + Hidden + "です",
		"電話は０８６ ０００ ７７７７ まで":    "電話は" + Hidden + " まで",
		"秘密町７ー７に住む":             Hidden + "に住む",
		"こーぽ秘密２０１":              Hidden,
		"秘密はない":                 "秘密はない",
		"秘密町の工場":                Hidden + "の工場",
		"ひみつ町ではなく秘密町７丁目7番の３号 に": "ひみつ町ではなく" + Hidden + " に",
		"秘密町一人暮らし":              Hidden + "一人暮らし",
		"コーポ秘密の前で":              Hidden + "の前で",
		"+81 86-000-7777":       "+81 " + Hidden,
		"（０８６）０００－７７７７":         "（" + Hidden,
		"086-000-7778は別の番号":     "086-000-7778は別の番号",
	} {
		if got := mask.Text(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// What is written over a hidden field is a new fact, and words written around a hidden passage keep it.
func TestWritingUnderAMask(t *testing.T) {
	s, c := hiddenHome(t)
	mask := c.MaskFor(worker(debts), monday, s.Content)
	sent, _ := mask.Content(s.Content)
	subject := *sent.Subject
	subject.Address, subject.PhoneHome = &Address{Kind: AddressInCity, Town: "新しい町", Lot: "1"}, ""
	sent.Subject = &subject
	sent.Request = "急ぎ: " + sent.Request
	back := mask.Restore(s.Content, sent)
	if back.Subject.Address.Town != "新しい町" || back.Subject.PhoneHome != canaryPhone || back.Request != "急ぎ: "+s.Content.Request {
		t.Errorf("restored: %+v %q", back.Subject, back.Request)
	}
	if got := mask.RestoreText("秘密町へ行く", Hidden+"へ行った"); got != "秘密町へ行った" {
		t.Errorf("text: %q", got)
	}
}

// Ending a protection is no way around break-glass.
func TestWhoMayNotKnowCannotEndIt(t *testing.T) {
	_, c := hiddenHome(t)
	p := c.Protections[0]
	wantCode(t, c.EndProtection(worker(debts), monday, p.ID, "知りたい"), CodeForbidden)
	if c.MayEnd(p, worker(debts), monday) || !c.MayEnd(p, worker(elder), monday) {
		t.Error("who may end it")
	}
	c.TakeChanges()
	must(t, c.EndProtection(worker(elder), monday, p.ID, "措置の解除"))
	if !noticed(c.TakeChanges(), EventProtectionEnded, debts) {
		t.Error("nobody was told")
	}
}

func TestAnExpiredProtectionOffersNothing(t *testing.T) {
	_, c := filedSheet(t, content())
	h := handOff(t, c, AskJoin, debts)
	must(t, c.Join(worker(debts), monday, h.ID, ""))
	_, err := c.Protect(worker(elder), monday, ProtectionOrder{Person: subjectOf(t, c).ID, Reason: "DV", Until: date("2026-06-10")})
	must(t, err)
	for _, tc := range []struct {
		at      time.Time
		offered bool
	}{{jst(2026, 6, 10, 23, 59), true}, {jst(2026, 6, 11, 0, 0), false}} {
		c.Expire(tc.at)
		if got := slices.Contains(c.Actions(worker(debts)), "break_glass"); got != tc.offered {
			t.Errorf("%s: break_glass offered: %v", tc.at, got)
		}
	}
	if got := *c.Protections[0].EndedAt; !got.Equal(jst(2026, 6, 11, 0, 0)) {
		t.Errorf("ended at %s", got)
	}
}
