package server

import (
	"context"
	"errors"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// PreviewFinalization answers what finalizing would make and who would be told, before anything happens.
func (s *Server) PreviewFinalization(ctx context.Context, r gen.PreviewFinalizationRequestObject) (gen.PreviewFinalizationResponseObject, error) {
	var out gen.Finalization
	err := s.read(ctx, func(tx *store.Tx) error {
		m, err := meetingOf(tx, r.ConferenceId)
		if err != nil {
			return err
		}
		err = m.CheckFinalize(m.f.Case, m.Conference, tx.Actor(), s.now())
		var rule *casework.Error
		if err != nil && (!errors.As(err, &rule) || rule.Code != casework.CodeInvalid) {
			return err
		}
		saw(ctx, m.f.ID)
		out, err = s.finalization(tx, m, rule)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.PreviewFinalization200JSONResponse(out), nil
}

func (s *Server) finalization(tx *store.Tx, m meeting, rule *casework.Error) (gen.Finalization, error) {
	text := m.f.Mask.Text
	out := gen.Finalization{Missing: []gen.FieldError{}, MinutesVersion: m.MinutesVersion, Messages: []gen.FinalizationMessage{}, Tasks: []gen.LiveTask{},
		NextOn: dateOf(m.Minutes.NextOn), MonitorOn: dateOf(m.Minutes.MonitorOn), PackageUntil: s.now().AddDate(0, 0, m.Settings.PackageAccessDays)}
	if rule != nil {
		out.Missing = mapped(rule.Fields, func(f casework.FieldError) gen.FieldError {
			return gen.FieldError{Pointer: f.Pointer, Code: f.Code, Message: f.Message}
		})
	}
	agreed, err := tx.Commitments(m.f)
	if err != nil {
		return out, err
	}
	out.PlanDrafted = agreed.Plan != nil && agreed.Plan.State == casework.PlanDrafting
	p := people{}
	told := m.Recipients(m.f.Case, m.Conference)
	for _, t := range told {
		p.agencies, p.accounts = append(p.agencies, t.Agency), append(p.accounts, t.Account)
	}
	for _, t := range m.Minutes.Tasks() {
		p.agencies = append(p.agencies, t.Agency)
	}
	n, err := p.load(tx)
	if err != nil {
		return out, err
	}
	for _, i := range m.Minutes.Items {
		out.Decisions += len(i.Decisions)
		for _, t := range i.Tasks {
			out.Tasks = append(out.Tasks, n.liveTask(m, t, text))
		}
	}
	for _, t := range told {
		out.Messages = append(out.Messages, n.finalizationMessage(m, t, text))
	}
	return out, nil
}

// FinalizeConference makes the record final. Everything it makes — roles, plan, monitoring, notices, mails, the end of the
// members' access — is written in this one transaction, or nothing of it.
func (s *Server) FinalizeConference(ctx context.Context, r gen.FinalizeConferenceRequestObject) (gen.FinalizeConferenceResponseObject, error) {
	return s.meetingVerb(ctx, r.ConferenceId, r.Params.IfMatch, func(tx *store.Tx, m meeting) error {
		agreed, err := tx.Commitments(m.f)
		if err != nil {
			return err
		}
		o := casework.FinalizeOrder{MinutesVersion: r.Body.MinutesVersion, AgreePlan: value(r.Body.AgreePlan)}
		if err := m.Finalize(m.f.Case, m.Conference, agreed, tx.Actor(), s.now(), o); err != nil {
			return err
		}
		if err := m.seen(r.Params.IfMatch); err != nil {
			return err
		}
		if err := tx.SaveCommitments(m.f, agreed, s.now()); err != nil {
			return err
		}
		return mailRecord(tx, m)
	})
}

// mailRecord queues one mail for everybody with an address. Nothing of the household stands in it.
func mailRecord(tx *store.Tx, m meeting) error {
	for _, to := range m.Recipients(m.f.Case, m.Conference) {
		if to.Address == "" {
			continue
		}
		text := m.Title() + "の記録が確定しました。\n\n"
		if to.Notice {
			text += "決まったことと役割分担は、つなぐにサインインして「検討会」からご覧ください。\n"
		} else {
			text += "ご出席ありがとうございました。お尋ねは、会議を開いた相談支援包括化推進員にお願いします。\n"
		}
		err := tx.Mail(store.Mail{Kind: "conference_record", Once: "conference_record:" + string(m.ID) + ":" + string(to.Invitee), To: to.Address, Account: to.Account,
			Object: m.ID, Subject: m.Title() + "の記録", Text: text})
		if err != nil {
			return err
		}
	}
	return nil
}

func (n names) finalizationMessage(m meeting, t casework.Recipient, text func(string) string) gen.FinalizationMessage {
	out := gen.FinalizationMessage{To: text(t.Name), Function: some(text(t.Function)), Tasks: []gen.LiveTask{}, Notice: t.Notice, Mail: t.Address != ""}
	switch {
	case t.Agency != "":
		out.To = n.agency(t.Agency).Name
	case t.Account != "":
		out.To = n.account(t.Account).Name
	}
	for _, task := range m.Minutes.Tasks() {
		if task.Agency != "" && task.Agency == t.Agency {
			out.Tasks = append(out.Tasks, n.liveTask(m, task, text))
		}
	}
	return out
}
