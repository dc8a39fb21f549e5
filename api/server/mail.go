package server

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/ical"
	"github.com/tsunagu-care/tsunagu/pkg/mailbox"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// page is the address of a page of this program, for a mail. The token of a link without an account stands behind the #.
func (s *Server) page(path, token string) string {
	if token != "" {
		path += "#" + token
	}
	return s.publicURL + path
}

// GetMailPreference answers how the caller hears by mail.
func (s *Server) GetMailPreference(ctx context.Context, _ gen.GetMailPreferenceRequestObject) (gen.GetMailPreferenceResponseObject, error) {
	var out gen.MailPreference
	err := s.read(ctx, func(tx *store.Tx) error {
		mode, err := tx.MailMode()
		out = s.mailPreference(ctx, mode)
		return err
	})
	return gen.GetMailPreference200JSONResponse(out), err
}

// ChooseMailPreference keeps how the caller wants to hear by mail.
func (s *Server) ChooseMailPreference(ctx context.Context, r gen.ChooseMailPreferenceRequestObject) (gen.ChooseMailPreferenceResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		mode := casework.MailMode(r.Body.Mode)
		return ok(s.mailPreference(ctx, mode), 0), tx.ChooseMailMode(mode)
	})
}

func (s *Server) mailPreference(ctx context.Context, mode casework.MailMode) gen.MailPreference {
	out := gen.MailPreference{Mode: gen.MailMode(mode), Ready: s.mail}
	if session := traceOf(ctx).session; session != nil {
		out.Address = session.Email
	}
	return out
}

// GetMailStatus counts the outbox.
func (s *Server) GetMailStatus(ctx context.Context, _ gen.GetMailStatusRequestObject) (gen.GetMailStatusResponseObject, error) {
	c, err := s.store.MailCounts(ctx)
	return gen.GetMailStatus200JSONResponse{Ready: s.mail, Demo: s.mailbox != nil, Queued: c.Queued, Sending: c.Sending, Sent: c.Sent, Held: c.Held, Failed: c.Failed, Unsure: c.Unsure}, err
}

// ListMailMessages answers one page of the outbox.
func (s *Server) ListMailMessages(ctx context.Context, r gen.ListMailMessagesRequestObject) (gen.ListMailMessagesResponseObject, error) {
	var out gen.MailMessagePage
	err := s.read(ctx, func(tx *store.Tx) error {
		states := mapped(value(r.Params.State), func(m gen.MailState) string { return string(m) })
		page, err := tx.StoredMails(store.MailFilter{Paging: paging(r.Params.Limit, r.Params.Cursor, r.Params.Count), States: states})
		if err != nil {
			return err
		}
		var p people
		for _, m := range page.Items {
			p.accounts = append(p.accounts, m.Account)
		}
		n, err := p.load(tx)
		out = gen.MailMessagePage{Items: mapped(page.Items, func(m store.StoredMail) gen.MailMessage { return mailMessage(n, m) }), NextCursor: some(page.Next), Total: page.Total}
		return err
	})
	return gen.ListMailMessages200JSONResponse(out), err
}

func mailMessage(n names, m store.StoredMail) gen.MailMessage {
	out := gen.MailMessage{Id: m.ID, Version: m.Version, Kind: m.Kind, State: gen.MailState(m.State), Attempts: m.Attempts, Reply: some(m.Reply), Account: n.accountOrNone(m.Account),
		To: m.Address, CreatedAt: m.CreatedAt, SentAt: m.SentAt, Actions: m.Actions()}
	if m.Account == "" {
		out.To = shortAddress(m.Address)
	}
	if m.State == "queued" {
		out.NextAt = &m.DueAt
	}
	return out
}

// shortAddress is enough to find out whose address is wrong, together with whoever invited them.
func shortAddress(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 1 {
		return "…"
	}
	first, _ := utf8.DecodeRuneInString(address)
	return string(first) + "…" + address[at:]
}

// ResendMail queues a mail once more.
func (s *Server) ResendMail(ctx context.Context, r gen.ResendMailRequestObject) (gen.ResendMailResponseObject, error) {
	return s.moveMail(ctx, casework.ID(r.MessageId), r.Params.IfMatch, "queued")
}

// DiscardMail gives a mail up.
func (s *Server) DiscardMail(ctx context.Context, r gen.DiscardMailRequestObject) (gen.DiscardMailResponseObject, error) {
	return s.moveMail(ctx, casework.ID(r.MessageId), r.Params.IfMatch, "discarded")
}

func (s *Server) moveMail(ctx context.Context, id casework.ID, tag, state string) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		m, err := tx.StoredMail(id)
		switch {
		case err != nil:
			return nil, err
		case len(m.Actions()) == 0:
			return nil, &casework.Error{Code: casework.CodeWrongState, Detail: "このメールは、送信済みか、送信を待っているところです。"}
		case ifMatch(tag) != m.Version:
			return nil, casework.Stale()
		}
		if err := tx.MoveMail(m, state); err != nil {
			return nil, err
		}
		if m, err = tx.StoredMail(id); err != nil {
			return nil, err
		}
		p := people{accounts: []casework.ID{m.Account}}
		n, err := p.load(tx)
		return ok(mailMessage(n, m), m.Version), err
	})
}

// SendTestMail queues a mail to the caller.
func (s *Server) SendTestMail(ctx context.Context, _ gen.SendTestMailRequestObject) (gen.SendTestMailResponseObject, error) {
	session := traceOf(ctx).session
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		return done(), tx.Mail(store.Mail{Kind: "test", To: session.Email, ToName: session.Actor.Name, Account: session.Actor.Account,
			Subject: "【つなぐ】試しのメールです", Text: "つなぐからのメールは、このアドレスに届きます。\n" + s.page("/", "") + "\n"})
	})
}

// ListDemoMails answers what a demonstration has sent; nothing like it exists elsewhere.
func (s *Server) ListDemoMails(_ context.Context, _ gen.ListDemoMailsRequestObject) (gen.ListDemoMailsResponseObject, error) {
	if s.demo == nil || s.mailbox == nil {
		return nil, casework.NotFound()
	}
	return gen.ListDemoMails200JSONResponse{Items: mapped(s.mailbox.Messages(), demoMail)}, nil
}

func demoMail(m mailbox.Message) gen.DemoMail {
	out := gen.DemoMail{Number: m.Number, At: m.At, To: m.ToHeader, Subject: m.Subject, Text: m.Text}
	if c, ok := ical.Summarize(m.Calendar); ok {
		out.Calendar = &gen.DemoMailCalendar{Method: m.CalendarMethod, Uid: c.UID, Sequence: c.Sequence, Summary: c.Title, Location: some(c.Location), Start: c.Start, End: instantOrNone(c.End)}
	}
	return out
}

func instantOrNone(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}
