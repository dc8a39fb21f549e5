package server

import (
	"log/slog"
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/mailbox"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

const systemAdmin = "kikaku-system_admin"

// failedMail puts a mail into the outbox that did not go.
func (s *stage) failedMail() string {
	s.t.Helper()
	return sql[string](s, `INSERT INTO messages (id, kind, once, to_address, subject, body, state, reply, due_at, created_at)
		VALUES (gen_random_uuid(), 'test', gen_random_uuid()::text, 'someone@npo.example', '件名', '本文', 'failed', '550', now(), now()) RETURNING id`)
}

// mails sends everything that waits, and looks for the canary in each mail and in the outbox.
func (w *hiding) mails(do func(writing) reply) {
	w.t.Helper()
	do(writing{op: "chooseMailPreference", by: kikan, body: map[string]any{"mode": "daily"}})
	do(writing{op: "sendTestMail", by: systemAdmin})
	for _, op := range []string{"resendMail", "discardMail"} {
		w.ids["messageId"] = w.failedMail()
		do(writing{op: op, by: systemAdmin, headers: []string{ifMatchHeader(`"1"`)}})
	}
	box, err := mailbox.Start(w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = box.Close() })
	smtp, err := jobs.ParseSMTP("smtp://"+box.Addr()+"?tls=none", "tsunagu@city.example")
	if err != nil {
		w.t.Fatal(err)
	}
	w.pass(casework.BreakGlassFor)
	sender := jobs.Mailer{Store: w.store, SMTP: smtp, URL: "https://tsunagu.example", Now: w.now, Log: slog.New(slog.DiscardHandler)}
	if n := sender.Once(w.t.Context()); n < 5 {
		w.t.Errorf("only %d mails went out", n)
	}
	for _, m := range box.Messages() {
		text := textnorm.Fold(m.Subject + "\n" + m.Text + "\n" + string(m.Calendar) + "\n" + m.ToHeader)
		for _, key := range append(canaries(), textnorm.Fold(w.number()), textnorm.Fold("霧島")) {
			if strings.Contains(text, key) {
				w.t.Errorf("a mail holds %q: %s\n%s", key, m.Subject, m.Text)
			}
		}
	}
	_, operations := contract(w.t)
	w.server.demo, w.server.mailbox = &Demo{}, box
	w.try(operations["listDemoMails"], kikan, "", "")
	w.server.demo, w.server.mailbox = nil, nil
	if n := sql[int](w.stage, `SELECT count(*) FROM messages WHERE state = 'sent' AND (body <> '' OR calendar IS NOT NULL)`); n > 0 {
		w.t.Errorf("%d sent mails are kept with their text", n)
	}
}
