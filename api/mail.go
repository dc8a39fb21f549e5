package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/mailbox"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// demoFrom is the sender of a demonstration's mails, which reach nobody.
const demoFrom = "つなぐ（見本） <tsunagu@tsunagu.example>"

// checkMail reads how mails are sent, and gives every fault.
func (c *config) checkMail() (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		switch {
		case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.Trim(u.Path, "/")+u.RawQuery+u.Fragment != "" || u.User != nil:
			fault("TSUNAGU_PUBLIC_URL は https://tsunagu.city.example.jp のように書きます（今: %q）", c.PublicURL)
		case u.Scheme != "https" && c.Env == production:
			fault("TSUNAGU_PUBLIC_URL は、本番では https:// で始まるものだけ使えます")
		}
	}
	if c.SMTPURL == "" {
		if c.MailFrom != "" {
			fault("TSUNAGU_SMTP_URL がありません（TSUNAGU_MAIL_FROM だけではメールを送れません）")
		}
		return faults
	}
	if c.MailFrom == "" {
		fault("TSUNAGU_MAIL_FROM がありません（例: つなぐ <tsunagu@city.example.jp>）")
		return faults
	}
	smtp, err := jobs.ParseSMTP(c.SMTPURL, c.MailFrom)
	switch {
	case err != nil:
		fault("TSUNAGU_SMTP_URL・TSUNAGU_MAIL_FROM: %v", err)
	case c.Env == production && !smtp.Encrypted():
		fault("TSUNAGU_SMTP_URL は、本番では暗号化して送るものだけ使えます（smtps://、または tls=starttls）")
	case c.Env == production && c.PublicURL == "" && c.PublicHost == "":
		fault("TSUNAGU_PUBLIC_URL がありません（メールの中のリンクに使います）")
	}
	c.smtp = smtp
	return faults
}

// publicURL is how people reach the program, without a slash at the end.
func (c config) publicURL() string {
	switch {
	case c.PublicURL != "":
		return strings.TrimRight(c.PublicURL, "/")
	case c.PublicHost != "":
		return "https://" + c.PublicHost
	}
	return "http://" + c.Addr
}

// postOffice is what sends mails, and the mailbox inside the program that takes those of a demonstration or a test; nil elsewhere.
func postOffice(c config, s *store.Store, demo bool, log *slog.Logger) (*jobs.Mailer, *mailbox.Server, error) {
	m := &jobs.Mailer{Store: s, SMTP: c.smtp, URL: c.publicURL(), Now: c.now, Log: log}
	if c.smtp != nil || c.Env == production || !demo && c.Env != testEnv {
		return m, nil, nil
	}
	box, err := mailbox.Start(c.now)
	if err != nil {
		return nil, nil, err
	}
	m.SMTP, err = jobs.ParseSMTP("smtp://"+box.Addr()+"?tls=none", demoFrom)
	return m, box, err
}

// doctorMail says whether mails can leave, and which did not.
func doctorMail(ctx context.Context, c config, s *store.Store, say func(string, error) bool) {
	if c.smtp == nil && c.Env == production {
		say("メールを送れる", errors.New("TSUNAGU_SMTP_URL がありません。メールは送らずに保留しています"))
	} else if c.smtp != nil {
		say("メールのサーバーに接続できる", c.smtp.Check(ctx))
	}
	n, err := s.MailCounts(ctx)
	if err == nil && n.Held+n.Failed+n.Unsure > 0 {
		err = fmt.Errorf("保留 %d件・送れなかったもの %d件・届いたか分からないもの %d件（システム管理者の「メール送信状況」で確認できます）", n.Held, n.Failed, n.Unsure)
	}
	say("送れていないメールがない", err)
}
