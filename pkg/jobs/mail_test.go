package jobs

import (
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/mailbox"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// post is a mailer beside a real SMTP server, with a clock of its own.
type post struct {
	*Mailer
	box *mailbox.Server
	mu  sync.Mutex
	at  time.Time
}

func newPost(t *testing.T) *post { t.Helper(); return postOf(t, testdb.New(t)) }

func postOf(t *testing.T, of *store.Store) *post {
	t.Helper()
	p := &post{at: noon}
	var err error
	if p.box, err = mailbox.Start(p.clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.box.Close() })
	p.Mailer = &Mailer{Store: of, URL: "https://tsunagu.example", Now: p.clock, Log: slog.New(slog.DiscardHandler)}
	p.SMTP = smtpAt(t, p.box.Addr())
	return p
}

func smtpAt(t *testing.T, addr string) *SMTP {
	t.Helper()
	s, err := ParseSMTP("smtp://"+addr+"?tls=none", "つなぐ <tsunagu@city.example>")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (p *post) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}

func (p *post) wait(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = p.at.Add(d)
}

func (p *post) queue(t *testing.T, m store.Mail) {
	t.Helper()
	if err := p.Store.InTx(t.Context(), casework.Clock(), func(tx *store.Tx) error { tx.At(p.now()); return tx.Mail(m) }); err != nil {
		t.Fatal(err)
	}
}

func (p *post) counts(t *testing.T) store.MailCounts {
	t.Helper()
	c, err := p.Store.MailCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func invitation(n int) store.Mail {
	return store.Mail{Kind: "test", Once: fmt.Sprint("m", n), To: fmt.Sprintf("a%d@npo.example", n), ToName: "𠮷野 花子", Subject: "【つなぐ】支援会議のご案内（第2回）👪 とても長い題名でも正しく届きます",
		Text: "一行目\n𠮷野さん\n.\nhttps://tsunagu.example/p#abc\n", Calendar: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), CalendarMethod: "REQUEST"}
}

func TestMailArrivesAsItWasWritten(t *testing.T) {
	p := newPost(t)
	want := invitation(1)
	p.queue(t, want)
	if n := p.Once(t.Context()); n != 1 {
		t.Fatalf("%d sent, %+v", n, p.counts(t))
	}
	got := p.box.Messages()
	if len(got) != 1 || got[0].Subject != want.Subject || got[0].Text != want.Text || got[0].To != want.To || string(got[0].Calendar) != string(want.Calendar) || got[0].CalendarMethod != "REQUEST" || got[0].From != "tsunagu@city.example" {
		t.Fatalf("%+v", got)
	}
	if !strings.Contains(got[0].ToHeader, "𠮷野 花子") || !strings.HasSuffix(got[0].MessageID, "@city.example") || !strings.Contains(string(got[0].Raw), "Auto-Submitted: auto-generated") {
		t.Errorf("headers: %s", got[0].Raw)
	}
	if n := p.Once(t.Context()); n != 0 || p.counts(t) != (store.MailCounts{Sent: 1}) {
		t.Errorf("again: %d, %+v", n, p.counts(t))
	}
}

func TestManyReplicasSendEachMailOnce(t *testing.T) {
	p := newPost(t)
	for n := range 30 {
		p.queue(t, invitation(n))
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { p.Once(t.Context()) })
	}
	all.Wait()
	seen := map[string]int{}
	for _, m := range p.box.Messages() {
		seen[m.To]++
	}
	if len(seen) != 30 || len(p.box.Messages()) != 30 {
		t.Errorf("%d messages for %d people", len(p.box.Messages()), len(seen))
	}
}

func TestRefusedMailIsTriedAgainOrFails(t *testing.T) {
	p := newPost(t)
	code := 451
	p.box.Refuse(func(string) error { return mailbox.Answer(code) })
	p.queue(t, invitation(1))
	for i, step := range append(mailSteps, 0) {
		if n := p.Once(t.Context()); n != 0 {
			t.Fatal("sent although refused")
		}
		if i < len(mailSteps) {
			if c := p.counts(t); c.Queued != 1 {
				t.Fatalf("attempt %d: %+v", i+1, c)
			}
			p.wait(step - time.Second)
			p.box.Refuse(func(to string) error { t.Errorf("asked too early for %s", to); return mailbox.Answer(451) })
			p.Once(t.Context())
			p.box.Refuse(func(string) error { return mailbox.Answer(code) })
			p.wait(time.Second)
		}
	}
	if c := p.counts(t); c.Failed != 1 || c.Queued != 0 {
		t.Errorf("after the last attempt %+v", c)
	}
	code = 550
	p.queue(t, invitation(2))
	p.Once(t.Context())
	if c := p.counts(t); c.Failed != 2 {
		t.Errorf("a refusal for good %+v", c)
	}
	p.box.Refuse(nil)
	p.queue(t, invitation(3))
	if n := p.Once(t.Context()); n != 1 {
		t.Errorf("%d sent after the server came to its senses", n)
	}
}

// A server that is away says nothing about a message: it waits, however long.
func TestUnreachableServerFailsNothing(t *testing.T) {
	p := newPost(t)
	good := p.SMTP
	p.SMTP = smtpAt(t, deadAddress(t))
	p.queue(t, invitation(1))
	for range 12 {
		p.Once(t.Context())
		p.wait(13 * time.Hour)
	}
	if c := p.counts(t); c.Queued != 1 {
		t.Fatalf("%+v", c)
	}
	p.SMTP = good
	if n := p.Once(t.Context()); n != 1 {
		t.Errorf("%d sent", n)
	}
}

func deadAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// kill -9 at each point: what was not handed over is sent by the next one, once; what may have arrived is not sent again.
func TestProgramThatDiesSendsNothingTwice(t *testing.T) {
	p := newPost(t)
	p.queue(t, invitation(1))
	claimed, err := p.Store.ClaimMail(t.Context(), p.now()) // dies before connecting
	if err != nil || claimed == nil {
		t.Fatal(err)
	}
	if p.Once(t.Context()) != 0 {
		t.Fatal("another replica took a leased message")
	}
	p.wait(store.MailLease)
	if p.Once(t.Context()) != 1 {
		t.Fatalf("the message was not returned: %+v", p.counts(t))
	}
	if mine, err := p.Store.HandingMail(t.Context(), claimed, p.now()); mine || err != nil {
		t.Error("the dead one came back and sent it again")
	}

	p.queue(t, invitation(2))
	claimed, _ = p.Store.ClaimMail(t.Context(), p.now())
	if mine, err := p.Store.HandingMail(t.Context(), claimed, p.now()); !mine || err != nil { // dies while handing over
		t.Fatal(err)
	}
	p.wait(store.MailLease)
	for range 3 {
		p.Once(t.Context())
	}
	if c := p.counts(t); c.Unsure != 1 || len(p.box.Messages()) != 1 {
		t.Errorf("%+v, %d messages", c, len(p.box.Messages()))
	}
}

// A connection lost after the last dot, before the answer.
func TestUnansweredMailIsUnsure(t *testing.T) {
	p := newPost(t)
	p.SMTP = smtpAt(t, silentServer(t))
	p.queue(t, invitation(1))
	p.Once(t.Context())
	if c := p.counts(t); c.Unsure != 1 {
		t.Errorf("%+v", c)
	}
}

// silentServer takes a whole message and hangs up instead of answering.
func silentServer(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer func() { _ = c.Close() }()
		say := func(text string) { _, _ = fmt.Fprint(c, text+"\r\n") }
		say("220 silent")
		var in strings.Builder
		buf := make([]byte, 4096)
		for data := false; ; {
			n, err := c.Read(buf)
			if err != nil {
				return
			}
			in.Write(buf[:n])
			switch text := in.String(); {
			case data && strings.HasSuffix(text, "\r\n.\r\n"):
				return
			case data || !strings.HasSuffix(text, "\r\n"):
				continue
			case strings.HasPrefix(text, "DATA"):
				data = true
				say("354 go on")
			default:
				say("250 fine")
			}
			in.Reset()
		}
	}()
	return l.Addr().String()
}

func TestWithoutSmtpMailIsHeldAndNewsGoesOutLater(t *testing.T) {
	p := newPost(t)
	good := p.SMTP
	p.SMTP = nil
	p.queue(t, invitation(1))
	p.Once(t.Context())
	p.wait(4 * 24 * time.Hour)
	p.queue(t, invitation(2))
	p.Once(t.Context())
	if c := p.counts(t); c.Held != 2 {
		t.Fatalf("%+v", c)
	}
	p.SMTP = good
	if err := p.Store.ReleaseMail(t.Context(), p.now()); err != nil {
		t.Fatal(err)
	}
	if n := p.Once(t.Context()); n != 1 || p.counts(t).Held != 1 {
		t.Errorf("%d sent, %+v", n, p.counts(t))
	}
}

func TestSmtpAddressIsReadOrItsFaultIsNamed(t *testing.T) {
	const from = "tsunagu@city.example"
	for address, encrypted := range map[string]bool{"smtp://mail.example": true, "smtps://u:p%40@mail.example:4650": true, "smtp://mail.example:25?tls=none": false, "smtp://mail.example?tls=opportunistic": false, "smtp://127.0.0.1:1025?tls=none": true} {
		if s, err := ParseSMTP(address, from); err != nil || s.Encrypted() != encrypted {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, bad := range []string{"", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example:0", "smtp://mail.example:x", "smtp://mail.example?tls=maybe", "smtp://mail.example?x=1", "smtps://mail.example?tls=none", "smtp://a:geheim@mail.example/x", "smtp://u:geheim@mail.example:99999"} {
		if _, err := ParseSMTP(bad, from); err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, err := ParseSMTP("smtp://mail.example", "nobody"); err == nil {
		t.Error("a sender that is no address")
	}
}
