package server

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/ical"
	"github.com/tsunagu-care/tsunagu/pkg/mailbox"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

func TestMailPreferenceIsTheCallersOwn(t *testing.T) {
	s := newStage(t)
	if got := want[gen.MailPreference](t, s.get(naka, "/me/mail"), 200); got.Mode != gen.AtOnce || got.Ready || got.Address != naka+"@example.test" {
		t.Errorf("%+v", got)
	}
	if got := want[gen.MailPreference](t, s.as(naka).do("PUT", "/api/v1/me/mail", `{"mode":"off"}`), 200); got.Mode != "off" {
		t.Errorf("%+v", got)
	}
	refused(t, s.as(naka).do("PUT", "/api/v1/me/mail", `{"mode":"hourly"}`), 422, casework.CodeInvalid)
	if got := want[gen.MailPreference](t, s.get(naka, "/me/mail"), 200); got.Mode != "off" {
		t.Errorf("kept %+v", got)
	}
	if got := want[gen.MailPreference](t, s.get(yorisoi, "/me/mail"), 200); got.Mode != gen.AtOnce {
		t.Errorf("another's %+v", got)
	}
}

func TestSystemAdminSeesWhichMailsDidNotGoButNotWhatTheySay(t *testing.T) {
	s := newStage(t)
	s.cast("admin", "kikaku", casework.RoleSystemAdmin)
	id := s.failedMail()
	refused(t, s.get(naka, "/mail"), 403, casework.CodeForbidden)
	if got := want[gen.MailStatus](t, s.get("admin", "/mail"), 200); got.Failed != 1 || got.Ready || got.Demo {
		t.Errorf("%+v", got)
	}
	r := s.get("admin", "/mail/messages?state=failed&state=unsure&count=true")
	page := want[gen.MailMessagePage](t, r, 200)
	if len(page.Items) != 1 || *page.Total != 1 || page.Items[0].To != "s…@npo.example" || strings.Join(page.Items[0].Actions, " ") != "resend discard" || *page.Items[0].Reply != "550" {
		t.Fatalf("%s", r.body)
	}
	for _, word := range []string{"件名", "本文", "someone"} {
		if strings.Contains(string(r.body), word) {
			t.Errorf("the page says %q", word)
		}
	}
	resend := "/api/v1/mail/messages/" + id + "/resend"
	refused(t, s.as("admin").do("POST", resend, ""), 428, "precondition_required")
	refused(t, s.as("admin").do("POST", resend, "", `If-Match: "7"`), 412, casework.CodeStale)
	if got := want[gen.MailMessage](t, s.as("admin").do("POST", resend, "", `If-Match: "1"`), 200); got.State != "queued" || len(got.Actions) != 0 || got.NextAt == nil {
		t.Errorf("%+v", got)
	}
	refused(t, s.as("admin").do("POST", resend, "", `If-Match: "2"`), 409, casework.CodeWrongState)
	refused(t, s.as("admin").do("POST", "/api/v1/mail/messages/"+unknownID+"/discard", "", `If-Match: "1"`), 404, casework.CodeNotFound)
	if r := s.as("admin").do("POST", "/api/v1/mail/test", ""); r.status != http.StatusNoContent {
		t.Errorf("test mail: %d %s", r.status, r.body)
	}
	if to := sql[string](s, `SELECT to_address FROM messages WHERE kind = 'test' AND account_id IS NOT NULL`); to != "admin@example.test" {
		t.Errorf("the test mail goes to %s", to)
	}
}

func TestDemoMailsExistOnlyInADemonstration(t *testing.T) {
	s := newStage(t)
	refused(t, s.do("GET", "/api/v1/demo/mails", ""), 404, casework.CodeNotFound)
	box, err := mailbox.Start(s.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	s.server.mailbox = box
	refused(t, s.do("GET", "/api/v1/demo/mails", ""), 404, casework.CodeNotFound)
	s.server.demo = &Demo{}
	if got := want[gen.DemoMails](t, s.do("GET", "/api/v1/demo/mails", ""), 200); len(got.Items) != 0 {
		t.Errorf("%+v", got)
	}
	start := time.Date(2026, 12, 8, 4, 30, 0, 0, time.UTC)
	got := demoMail(mailbox.Message{Number: 1, At: noon, ToHeader: "a", Subject: "s", Text: "t", CalendarMethod: "REQUEST",
		Calendar: ical.Invitation(ical.Event{UID: "u", Sequence: 3, Start: start, End: start.Add(time.Hour), Summary: "会議", Method: ical.Request})})
	if c := got.Calendar; c == nil || c.Summary != "会議" || c.Sequence != 3 || !c.Start.Equal(start) || c.Location != nil {
		t.Errorf("%+v", got.Calendar)
	}
}

// A link is a secret: guesses are counted by address, a right one is not, and each "no" says what to do.
func TestLinksWithoutAnAccountAreThrottledByAddress(t *testing.T) {
	s := newStage(t)
	object := casework.NewID(noon)
	var token string
	if err := s.store.InTx(t.Context(), casework.Clock(), func(tx *store.Tx) (err error) {
		tx.At(noon)
		token, err = tx.NewLink("poll", object, "p", noon.Add(24*time.Hour))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	open := func(kind, token string) error {
		ctx := withTrace(t.Context(), &trace{operation: "getPoll", address: "192.0.2.1"})
		_, err := s.server.linked(ctx, kind, token, func(_ *store.Tx, l store.Link) (*answer, error) {
			if l.Object != object || l.Person != "p" {
				t.Errorf("%+v", l)
			}
			return done(), nil
		})
		return err
	}
	for range 100 { // many people behind one address, all with right links
		if err := open("poll", token); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.journal("getPoll", "done"); n != 100 {
		t.Errorf("%d rows in the journal", n)
	}
	for range 19 {
		if err := open("survey", token); casework.CodeOf(err) != casework.CodeNotFound || !strings.Contains(err.Error(), "リンク") {
			t.Fatalf("a foreign link: %v", err)
		}
	}
	_ = open("poll", "x")
	var p *problem
	if err := open("poll", token); !errors.As(err, &p) || p.code != codeTooMany || p.retryAfter == 0 || !strings.Contains(p.detail, "リンク") {
		t.Errorf("after twenty guesses: %v", err)
	}
	s.pass(16 * time.Minute)
	if err := open("poll", token); err != nil {
		t.Errorf("later: %v", err)
	}
	s.pass(24 * time.Hour)
	if err := open("poll", token); problemOf(err).code != casework.CodeLinkOver || kinds[casework.CodeLinkOver].status != 410 {
		t.Errorf("over: %v", err)
	}
}
