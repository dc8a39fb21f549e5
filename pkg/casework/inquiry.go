package casework

import (
	"slices"
	"time"
)

// Inquiry is what makes an escalation a 随時相談: an informal question to a coordinator, without a case.
type Inquiry struct {
	AskedBy string  // the person who asked; the agency is Escalation.Agency
	Channel Channel // how it came
	Issues  []string
	Answer  string
	Minutes int
}

// InquiryOrder is what a coordinator writes down in under a minute.
type InquiryOrder struct {
	At      time.Time
	Agency  ID // "" when no agency asked
	AskedBy string
	Channel Channel
	Reason  EscalationReason // "" is ReasonOther
	Issues  []string
	Text    string
	Answer  string
	Minutes int
	Done    bool // it was answered: settled as advice_only
}

// OpenInquiry writes down a 随時相談 (by a coordinator, who has it from the first moment).
func OpenInquiry(actor Actor, now time.Time, o InquiryOrder, catalog Catalog, settings Settings) (*Escalation, error) {
	e := &Escalation{
		ID: NewID(now), Reason: o.Reason, Text: o.Text, OpenedAt: o.At, OpenedBy: actor.Account, Agency: o.Agency, DueAt: settings.escalationDue(now),
		Inquiry: &Inquiry{AskedBy: o.AskedBy, Channel: o.Channel, Issues: o.Issues, Answer: o.Answer, Minutes: o.Minutes},
	}
	if e.Reason == "" {
		e.Reason = ReasonOther
	}
	if err := e.may(actor, VerbOpen); err != nil {
		return nil, err
	}
	if err := o.check(now, catalog); err != nil {
		return nil, err
	}
	move(WorkflowEscalation, &e.State, VerbOpen, EscalationReceived)
	move(WorkflowEscalation, &e.State, VerbOrganize, EscalationOrganizing)
	e.Coordinator, e.OrganizedAt = actor.Account, &now
	if o.Done {
		e.settle(actor, now, Settlement{Class: ClassAdviceOnly, Outcome: o.Answer})
	}
	return e, nil
}

func (o InquiryOrder) check(now time.Time, catalog Catalog) error {
	var bad checks
	bad.past("/at", o.At, now, "相談の日時")
	if o.Agency == "" {
		bad.required("/askedBy", o.AskedBy, "相談した機関か、相談した方")
	}
	bad.text("/askedBy", o.AskedBy, maxLine)
	if !slices.Contains([]Channel{ChannelVisit, ChannelPhone, ChannelHomeVisit, ChannelOnline, ChannelDocument}, o.Channel) {
		bad.add("/channel", "required", "相談の方法を選んでください。")
	}
	if o.Reason != "" && checkEscalation(o.Reason, "x") != nil {
		bad.add("/reason", "unknown", "相談の理由を選んでください。")
	}
	for _, issue := range o.Issues {
		if !slices.ContainsFunc(catalog.IssueTypes, func(i CatalogItem) bool { return i.Code == issue }) {
			bad.add("/issues", "unknown", "お困りごとを選び直してください。")
			break
		}
	}
	bad.required("/text", o.Text, "相談の内容")
	bad.text("/text", o.Text, maxText)
	if o.Done {
		bad.required("/answer", o.Answer, "助言した内容")
	}
	bad.text("/answer", o.Answer, maxText)
	if o.Minutes < 0 || o.Minutes > maxContactMinutes {
		bad.add("/minutes", "out_of_range", "かかった時間は、0分から1440分までで入力してください。")
	}
	return bad.err()
}

// may is the check before every verb on a 随時相談, and what its actions are made of.
func (e *Escalation) may(actor Actor, verb Verb) error {
	if e.Case != "" {
		return wrongState("この相談は、すでにケースに結び付いています。")
	}
	return permit(WorkflowEscalation, e.State, verb, func(p Party) bool { return p == ByCoordinator && actor.Has(RoleCoordinator) })
}

// Actions lists what the actor may do with a 随時相談 now.
func (e *Escalation) Actions(actor Actor) []string {
	return offered(Verbs(WorkflowEscalation, e.State), func(v Verb) error { return e.may(actor, v) })
}

// Settle ends a 随時相談 in one of the two counting classes.
func (e *Escalation) Settle(actor Actor, now time.Time, s Settlement) error {
	if err := e.may(actor, VerbSettle); err != nil {
		return err
	}
	if err := s.check(false); err != nil {
		return err
	}
	e.settle(actor, now, s)
	return nil
}

func (e *Escalation) settle(actor Actor, now time.Time, s Settlement) {
	move(WorkflowEscalation, &e.State, VerbSettle, EscalationSettled)
	e.SettledAt, e.Class, e.Outcome = &now, s.Class, s.Outcome
	if e.Coordinator == "" {
		e.Coordinator = actor.Account
	}
}

// Organize takes a 随時相談 up; whoever wrote it down has it already, so this is only ever too late.
func (e *Escalation) Organize(actor Actor, _ time.Time) error { return e.may(actor, VerbOrganize) }

// Reassign gives a 随時相談 to another coordinator.
func (e *Escalation) Reassign(actor Actor, to ID) error {
	if err := e.may(actor, VerbReassign); err != nil {
		return err
	}
	return e.reassign(to)
}

// LinkEscalation makes a 随時相談 one of this case's escalations (by a coordinator who sees the case): the question turned
// out to be about this household. It moves nothing.
func (c *Case) LinkEscalation(actor Actor, now time.Time, e *Escalation) error {
	if err := e.may(actor, VerbLink); err != nil {
		return err
	}
	if !c.is(actor)(ByCoordinator) {
		return forbidden("この操作は、推進員だけが行えます。")
	}
	if c.State == CaseClosed && e.State != EscalationSettled {
		return wrongState("終結したケースには、終わった相談だけを結び付けられます。先に相談を終えるか、ケースを再開してください。")
	}
	move(WorkflowEscalation, &e.State, VerbLink, e.State)
	e.Case = c.ID
	c.Escalations = append(c.Escalations, e)
	c.touchEscalation(e)
	c.record(actor, now, EventEscalationLinked, EventData{Escalation: e.ID})
	return nil
}

// DeskActions lists what the actor may do with an escalation, read from its own row: whoever sees it on the coordinators'
// desk sees its case too, and no verb on it depends on more of the case than that.
func (e *Escalation) DeskActions(actor Actor) []string {
	return offered(Verbs(WorkflowEscalation, e.State), func(v Verb) error {
		if v == VerbLink && e.Case != "" || !actor.Has(RoleCoordinator) {
			return forbidden("")
		}
		return nil
	})
}

// OpenEscalation is the id of the newest escalation of the case that is not settled, "" when none is open.
func (c *Case) OpenEscalation() ID {
	for _, e := range slices.Backward(c.Escalations) {
		if e.State != EscalationSettled {
			return e.ID
		}
	}
	return ""
}
