package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// mailEvery is how often the outbox is looked at.
const mailEvery = 2 * time.Second

// mailSteps is how long a message waits after each temporary refusal; after the last it has failed.
var mailSteps = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour}

// Mailer sends what the outbox holds. Every replica runs one; each message is claimed by one of them.
type Mailer struct {
	Store *store.Store
	SMTP  *SMTP  // nil: nothing is sent, messages are held
	URL   string // of the program as people reach it, without a slash at the end
	Now   func() time.Time
	Log   *slog.Logger
}

// Run looks at the outbox until ctx ends.
func (m *Mailer) Run(ctx context.Context) {
	tick := time.NewTicker(mailEvery)
	defer tick.Stop()
	if m.SMTP != nil {
		m.said(ctx, "mail that was held could not be released", m.Store.ReleaseMail(ctx, m.now()))
	}
	var tidied time.Time
	for {
		m.Once(ctx)
		if now := m.now(); now.Sub(tidied) >= time.Hour {
			m.said(ctx, "old mail could not be forgotten", m.Store.ForgetMail(ctx, now))
			tidied = now
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once writes the mails about unread notices, sends all that is due, and returns how many messages the server took.
func (m *Mailer) Once(ctx context.Context) (sent int) {
	m.said(ctx, "mail of a program that ended could not be returned", m.Store.ReturnMail(ctx, m.now()))
	m.notices(ctx)
	if m.SMTP == nil {
		m.said(ctx, "mail could not be held", m.Store.HoldMail(ctx))
		return 0
	}
	for range mostPerTick {
		o, err := m.Store.ClaimMail(ctx, m.now())
		if err != nil || o == nil {
			m.said(ctx, "the outbox could not be read", err)
			return sent
		}
		out := m.send(ctx, o)
		if out == outcomeSent {
			sent++
		}
		if out == outcomeUnreachable { // the others would fare no better
			return sent
		}
	}
	return sent
}

func (m *Mailer) notices(ctx context.Context) {
	for _, work := range []func(context.Context, time.Time, func(store.Unmailed) store.Mail) (casework.ID, error){m.Store.MailNotices, m.Store.MailDigest} {
		for range mostPerTick {
			account, err := work(ctx, m.now(), m.noticeMail)
			m.said(ctx, "mail about notices could not be written", err)
			if err != nil || account == "" {
				break
			}
		}
	}
}

// lastAnswer is how long stopping waits for the server's answer to a message that is on its way.
const lastAnswer = 10 * time.Second

// send makes one attempt. A stop of the program does not cut it between the server's answer and its mark, unless the
// answer takes too long: then the lease runs out, and the row says that nobody knows.
func (m *Mailer) send(ctx context.Context, o *store.Outgoing) outcome {
	ended := make(chan outcome, 1)
	going, cancel := context.WithTimeout(context.WithoutCancel(ctx), store.MailLease/2)
	go func() { defer cancel(); ended <- m.attempt(going, o) }()
	select {
	case out := <-ended:
		return out
	case <-ctx.Done():
	}
	select {
	case out := <-ended:
		return out
	case <-time.After(lastAnswer):
		return outcomeLost
	}
}

func (m *Mailer) attempt(ctx context.Context, o *store.Outgoing) outcome {
	out, reply := m.SMTP.send(ctx, o, m.now(), func() bool {
		mine, err := m.Store.HandingMail(ctx, o, m.now())
		m.said(ctx, "mail could not be marked", err)
		return mine && err == nil
	})
	var err error
	switch out {
	case outcomeSent:
		err = m.Store.MailSent(ctx, o, m.now())
	case outcomeUnsure:
		err = m.Store.MailUnsure(ctx, o)
	case outcomeRefused:
		err = m.Store.MailNotSent(ctx, o, reply, nil)
	case outcomeLater, outcomeUnreachable:
		err = m.Store.MailNotSent(ctx, o, reply, m.again(o, out))
	case outcomeLost:
	}
	m.said(ctx, "what became of a mail could not be kept", err)
	if out != outcomeSent {
		m.Log.WarnContext(ctx, "a mail did not go", "message", o.ID, "kind", o.Kind, "attempt", o.Attempts, "reply", reply)
	}
	return out
}

// again is when the next attempt is due, nil when there is none. A server that cannot be reached says nothing about the
// message: it waits as long as it takes.
func (m *Mailer) again(o *store.Outgoing, out outcome) *time.Time {
	step := o.Attempts - 1
	if step >= len(mailSteps) {
		if out != outcomeUnreachable {
			return nil
		}
		step = len(mailSteps) - 1
	}
	at := m.now().Add(mailSteps[step])
	return &at
}

func (m *Mailer) now() time.Time { return store.Truncate(m.Now()) }

func (m *Mailer) said(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		m.Log.ErrorContext(ctx, what+"; it is tried again", "error", store.Describe(err))
	}
}
