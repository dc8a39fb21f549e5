package jobs

import (
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/mailbox"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// to lists the mails that came for one person, newest first.
func (p *post) to(name string) (list []mailbox.Message) {
	for _, m := range p.box.Messages() {
		if m.To == name+"@example.test" {
			list = append(list, m)
		}
	}
	return list
}

func (p *post) choose(t *testing.T, w *testdb.World, name string, mode casework.MailMode) {
	t.Helper()
	w.In(w.Actor(name), func(tx *store.Tx) error { tx.At(p.now()); return tx.ChooseMailMode(mode) })
}

// asked hands a case of houkatsu to yorisoi; its people are hanako (the default), taro (daily) and jiro (off).
func asked(t *testing.T) (*post, *testdb.World, casework.ID) {
	t.Helper()
	w := testdb.NewWorld(t)
	p := postOf(t, w.Store)
	p.at = testdb.Noon
	for _, name := range []string{"hanako", "taro", "jiro"} {
		w.Account("yorisoi", name, casework.RoleWorker)
	}
	p.choose(t, w, "taro", casework.MailDaily)
	p.choose(t, w, "jiro", casework.MailOff)
	f := w.File(w.Worker("houkatsu"), p.now(), testdb.Content("𠮷野 花子", "よしの はなこ"))
	w.HandOff(w.Worker("houkatsu"), p.now(), f.ID, "yorisoi", casework.AskJoin)
	return p, w, f.ID
}

func TestNoticesThatWaitAreMailedOnceToWhoIsNotAtTheScreen(t *testing.T) {
	p, _, _ := asked(t)
	p.Once(t.Context())
	if n := len(p.to("hanako")); n != 0 {
		t.Fatalf("%d mails before anybody could have looked", n)
	}
	p.wait(2 * time.Minute)
	for range 3 {
		p.Once(t.Context())
		p.wait(time.Minute)
	}
	got := p.to("hanako")
	if len(got) != 1 || len(p.to("taro")) != 1 || len(p.to("jiro")) != 0 {
		t.Fatalf("hanako %d, taro %d, jiro %d", len(got), len(p.to("taro")), len(p.to("jiro")))
	}
	if m := got[0]; !strings.Contains(m.Subject, "1件") || !strings.Contains(m.Text, "・つなぎの依頼: 1件\n") || !strings.Contains(m.Text, "https://tsunagu.example/notifications\n") || strings.Contains(m.Text, "そのほか") {
		t.Errorf("%s\n%s", m.Subject, m.Text)
	}
	for _, word := range []string{"𠮷野", "よしの", "houkatsu", "中区", "専門の支援"} {
		if strings.Contains(string(got[0].Raw), word) || strings.Contains(got[0].Text, word) {
			t.Errorf("the mail says %q", word)
		}
	}
}

func TestNoticeReadAtTheScreenIsNotMailed(t *testing.T) {
	p, w, _ := asked(t)
	p.wait(time.Minute)
	w.In(w.Actor("hanako"), func(tx *store.Tx) error { return tx.ReadAllNotifications(p.now()) })
	p.wait(time.Hour)
	p.Once(t.Context())
	if n := len(p.to("hanako")); n != 0 {
		t.Errorf("%d mails", n)
	}
}

// One mail a day at eight, on business days, and none when there is nothing.
func TestDailyMailComesAtEightOnBusinessDays(t *testing.T) {
	p, _, _ := asked(t) // Wednesday noon
	p.wait(time.Hour)
	p.Once(t.Context())
	if n := len(p.to("taro")); n != 1 { // past eight today, and never had one: today's
		t.Fatalf("%d mails", n)
	}
	p.at = time.Date(2026, 6, 11, 22, 59, 0, 0, time.UTC) // Friday 7:59
	p.Once(t.Context())
	p.at = p.at.Add(time.Minute)
	p.Once(t.Context())
	if n := len(p.to("taro")); n != 1 {
		t.Errorf("%d mails although nothing is new", n)
	}
	if m := p.to("taro")[0]; !strings.Contains(m.Subject, "まだご覧になっていない") {
		t.Errorf("%s", m.Subject)
	}
}

func TestDigestWaitsForABusinessDay(t *testing.T) {
	p, w, id := asked(t)
	p.Once(t.Context())                                 // Wednesday's is done
	p.at = time.Date(2026, 6, 13, 3, 0, 0, 0, time.UTC) // Saturday noon
	w.Account("kikan", "saburo", casework.RoleWorker)
	p.choose(t, w, "saburo", casework.MailDaily)
	w.HandOff(w.Worker("houkatsu"), p.now(), id, "kikan", casework.AskJoin)
	for range 2 {
		p.Once(t.Context())
		p.wait(24 * time.Hour)
	}
	if n := len(p.to("saburo")); n != 0 {
		t.Errorf("%d mails at the weekend", n)
	}
	p.Once(t.Context()) // Monday noon
	if n := len(p.to("saburo")); n != 1 {
		t.Errorf("%d mails on Monday", n)
	}
}

func TestWhatIsOldIsNotMailed(t *testing.T) {
	p, _, _ := asked(t)
	p.wait(4 * 24 * time.Hour)
	p.Once(t.Context())
	if n := len(p.box.Messages()) - len(p.to("taro")); n != 0 {
		t.Errorf("%d mails about old notices", n)
	}
}
