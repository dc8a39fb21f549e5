package jobs

import (
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// smtpTimeout bounds one attempt.
const smtpTimeout = 30 * time.Second

// SMTP is the server that takes our mail.
type SMTP struct {
	host           string
	port           int
	user, password string
	policy         mail.TLSPolicy
	implicit       bool
	from           *netmail.Address
	host4id        string // the right side of message ids
}

// outcome is what became of one attempt.
type outcome int

const (
	outcomeSent        outcome = iota
	outcomeLater               // refused for now
	outcomeRefused             // refused for good
	outcomeUnreachable         // no server there, or it knows us not
	outcomeUnsure              // handed over, never answered
	outcomeLost                // another replica has it now
)

// ParseSMTP reads smtp://user:password@host:port?tls=starttls|none|opportunistic or smtps://… (TLS from the first byte), and the
// sender. Its error says in Japanese what is wrong, without the password.
func ParseSMTP(address, from string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Path != "" && u.Path != "/" {
		return nil, errors.New("smtp://利用者:パスワード@mail.example.jp:587 のように書きます（最初から暗号化する場合は smtps://）")
	}
	s := &SMTP{host: u.Hostname(), port: 587, policy: mail.TLSMandatory, implicit: u.Scheme == "smtps"}
	if s.implicit {
		s.port = 465
	}
	if p := u.Port(); p != "" {
		if s.port, err = strconv.Atoi(p); err != nil || s.port < 1 || s.port > 65535 {
			return nil, errors.New("ポートの番号が正しくありません")
		}
	}
	if u.User != nil {
		s.user = u.User.Username()
		s.password, _ = u.User.Password()
	}
	if err := s.readTLS(u.Query()); err != nil {
		return nil, err
	}
	if s.from, err = netmail.ParseAddress(from); err != nil {
		return nil, errors.New("差出人（TSUNAGU_MAIL_FROM）は「つなぐ <tsunagu@city.example.jp>」のように書きます")
	}
	s.host4id = s.from.Address[strings.LastIndexByte(s.from.Address, '@')+1:]
	return s, nil
}

func (s *SMTP) readTLS(q url.Values) error {
	for name := range q {
		if name != "tls" {
			return fmt.Errorf("知らない設定です: %s", name)
		}
	}
	switch q.Get("tls") {
	case "", "starttls":
	case "opportunistic":
		s.policy = mail.TLSOpportunistic
	case "none":
		s.policy = mail.NoTLS
	default:
		return errors.New("tls は starttls・opportunistic・none のどれかです")
	}
	if s.implicit && q.Has("tls") {
		return errors.New("smtps:// には tls を書きません（最初から暗号化します）")
	}
	return nil
}

// Encrypted reports whether nothing goes over the network in the clear, whatever the server says.
func (s *SMTP) Encrypted() bool {
	ip := net.ParseIP(s.host)
	return s.implicit || s.policy == mail.TLSMandatory || s.host == "localhost" || ip != nil && ip.IsLoopback()
}

// From is the sender as people see it.
func (s *SMTP) From() string { return s.from.String() }

// Check connects, greets and signs in, without sending anything.
func (s *SMTP) Check(ctx context.Context) error {
	c, err := s.client()
	if err != nil {
		return err
	}
	if err := c.DialWithContext(ctx); err != nil {
		return err
	}
	return c.Close()
}

func (s *SMTP) client() (*mail.Client, error) {
	options := []mail.Option{mail.WithPort(s.port), mail.WithTimeout(smtpTimeout), mail.WithTLSPolicy(s.policy), mail.WithoutNoop(), mail.WithoutRset(), mail.WithoutSMTPUTF8()}
	if s.implicit {
		options = append(options, mail.WithSSL())
	}
	if s.user != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.user), mail.WithPassword(s.password))
	}
	return mail.NewClient(s.host, options...)
}

// send makes one attempt. handing is called when the server is ready to take the message, and must say so in the database
// before a byte of it goes; false = leave it.
func (s *SMTP) send(ctx context.Context, o *store.Outgoing, now time.Time, handing func() bool) (outcome, string) {
	m, err := s.message(o, now)
	if err != nil {
		return outcomeRefused, "bad_message"
	}
	c, err := s.client()
	if err != nil {
		return outcomeUnreachable, "bad_configuration"
	}
	if err := c.DialWithContext(ctx); err != nil {
		return outcomeUnreachable, "unreachable"
	}
	defer func() { _ = c.Close() }()
	if !handing() {
		return outcomeLost, "lost"
	}
	return judge(c.Send(m))
}

// judge reads from an error whether the server has the message.
func judge(err error) (outcome, string) {
	var refused *mail.SendError
	switch {
	case err == nil:
		return outcomeSent, ""
	case !errors.As(err, &refused):
		return outcomeUnsure, "no_answer"
	case refused.Reason == mail.ErrSMTPReset: // taken; only the politeness afterwards failed
		return outcomeSent, ""
	case refused.ErrorCode() >= 500:
		return outcomeRefused, strconv.Itoa(refused.ErrorCode())
	case refused.ErrorCode() >= 400:
		return outcomeLater, strconv.Itoa(refused.ErrorCode())
	case refused.Reason == mail.ErrSMTPDataClose: // after the last dot
		return outcomeUnsure, "no_answer"
	case refused.Reason == mail.ErrGetSender, refused.Reason == mail.ErrGetRcpts, refused.Reason == mail.ErrNoUnencoded:
		return outcomeRefused, "bad_message"
	}
	return outcomeLater, "interrupted" // before the last dot a server keeps nothing (RFC 5321, 4.2.5)
}

func (s *SMTP) message(o *store.Outgoing, now time.Time) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingB64))
	m.FromMailAddress(s.from)
	m.AddToMailAddress(&netmail.Address{Name: o.ToName, Address: o.To})
	m.Subject(o.Subject)
	m.SetDateWithValue(now)
	m.SetMessageIDWithValue(string(o.ID) + "@" + s.host4id) // the same at every attempt
	m.SetGenHeader("Auto-Submitted", "auto-generated")      // no holiday notices back (RFC 3834)
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	m.SetBodyString(mail.TypeTextPlain, strings.ReplaceAll(o.Text, "\n", "\r\n"))
	if len(o.Calendar) > 0 {
		method := o.CalendarMethod
		if method == "" {
			method = "PUBLISH"
		}
		m.AddAlternativeString(mail.ContentType("text/calendar; method="+method), string(o.Calendar))
		if err := m.AttachReader("invite.ics", strings.NewReader(string(o.Calendar)), mail.WithFileContentType("application/ics")); err != nil {
			return nil, err
		}
	}
	return m, nil
}
