package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

func mailTo(address, once string) store.Mail {
	return store.Mail{Kind: "notice", Once: once, To: address, ToName: "髙橋 花子", Subject: "お知らせが1件あります", Text: "https://tsunagu.example/notifications"}
}

func inTx(t *testing.T, s *store.Store, fn func(tx *store.Tx) error) error {
	t.Helper()
	return s.InTx(t.Context(), casework.Clock(), func(tx *store.Tx) error { tx.At(noonUTC); return fn(tx) })
}

func TestMailAddressIsOneAddressAndNothingElse(t *testing.T) {
	for address, good := range map[string]bool{
		"a@b.example": true, "h.takahashi+x@npo.example.jp": true,
		"": false, "a": false, "@b": false, "a@b.example, c@d.example": false, "A <a@b.example>": false, "a@b.example\r\nBcc: c@d.example": false,
		"a b@c.example": false, "a@b.example\x00": false, strings.Repeat("a", 250) + "@b.example": false,
	} {
		if store.IsMailAddress(address) != good {
			t.Errorf("%q: %v", address, !good)
		}
	}
}

func TestMailOfARolledBackTransactionIsNotSent(t *testing.T) {
	s := testdb.New(t)
	boom := errors.New("boom")
	if err := inTx(t, s, func(tx *store.Tx) error { return errors.Join(tx.Mail(mailTo("a@b.example", "x")), boom) }); !errors.Is(err, boom) {
		t.Fatal(err)
	}
	if c, err := s.MailCounts(t.Context()); err != nil || c != (store.MailCounts{}) {
		t.Errorf("%+v %v", c, err)
	}
}

func TestOneReasonGivesOneMail(t *testing.T) {
	s := testdb.New(t)
	for range 3 {
		if err := inTx(t, s, func(tx *store.Tx) error { return tx.Mail(mailTo("a@b.example", "same")) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := inTx(t, s, func(tx *store.Tx) error { return tx.Mail(mailTo("no address", "bad")) }); err != nil {
		t.Fatalf("a bad address failed the verb: %v", err)
	}
	if c, err := s.MailCounts(t.Context()); err != nil || c.Queued != 1 || c.Failed != 1 {
		t.Errorf("%+v %v", c, err)
	}
}

var noonUTC = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)

func TestLinkOpensOnlyItsOwnPageUntilItsEnd(t *testing.T) {
	s := testdb.New(t)
	object := casework.NewID(noonUTC)
	var token string
	if err := inTx(t, s, func(tx *store.Tx) (err error) {
		token, err = tx.NewLink("poll", object, "invitee-1", noonUTC.Add(time.Hour))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(token) < 43 {
		t.Errorf("token of %d characters", len(token))
	}
	other := token[:10] + "x" + token[11:]
	if other == token {
		other = token[:10] + "y" + token[11:]
	}
	open := func(kind, token string, at time.Time) (l store.Link, code casework.Code) {
		err := inTx(t, s, func(tx *store.Tx) (err error) { l, err = tx.Link(kind, token, at); return err })
		return l, casework.CodeOf(err)
	}
	for name, c := range map[string]struct {
		kind, token string
		at          time.Time
		want        casework.Code
	}{
		"right": {"poll", token, noonUTC, ""}, "another page": {"survey", token, noonUTC, casework.CodeNotFound}, "changed": {"poll", other, noonUTC, casework.CodeNotFound},
		"empty": {"poll", "", noonUTC, casework.CodeNotFound}, "cut": {"poll", token[:20], noonUTC, casework.CodeNotFound}, "no token": {"poll", "\x00'; --", noonUTC, casework.CodeNotFound},
		"over": {"poll", token, noonUTC.Add(time.Hour), casework.CodeLinkOver},
	} {
		if l, code := open(c.kind, c.token, c.at); code != c.want || c.want == "" && (l.Object != object || l.Person != "invitee-1") {
			t.Errorf("%s: %q %+v", name, code, l)
		}
	}
	if err := inTx(t, s, func(tx *store.Tx) error { return tx.RevokeLinks("poll", object, "invitee-2") }); err != nil {
		t.Fatal(err)
	}
	if _, code := open("poll", token, noonUTC); code != "" {
		t.Errorf("another person's revocation: %s", code)
	}
	if err := inTx(t, s, func(tx *store.Tx) error { return tx.RevokeLinks("poll", object, "") }); err != nil {
		t.Fatal(err)
	}
	if _, code := open("poll", token, noonUTC); code != casework.CodeLinkOver {
		t.Errorf("revoked: %q", code)
	}
}
