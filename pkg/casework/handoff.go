package casework

import (
	"slices"
	"time"
)

// Handoff is one つなぎ: the lead asks one other agency to take over or to join. It can be accepted,
// joined, passed on to a named next agency, or go to the coordinators; it cannot be refused.
type Handoff struct {
	ID       ID
	Case     ID
	State    State
	Version  int // of the stored row; the store counts it
	Ask      Ask
	Sender   ID // agency
	SentBy   ID // account
	Receiver ID // agency

	Purpose      string // 何のためのつなぎか, shared by all receivers of one hand_off
	Reason       string // why this agency
	Request      string // what it is asked to do
	Urgency      Urgency
	Scope        Scope
	Ground       Ground
	GroundNote   string
	Withheld     bool // the consent it rested on was withdrawn: the receiver sees no content until another ground is named
	SenderLeaves bool // the sender does not stay as a supporting agency

	RequestedAt time.Time
	DueAt       time.Time
	PassedFrom  ID // the handoff whose receiver passed it on
	PassedTo    ID // the handoff that followed when it was passed on

	AnsweredAt *time.Time // accepted, joined, passed_on or withdrawn
	AnsweredBy ID         // account
	AnswerNote string

	Questions []Question
	Refusals  []Refusal

	EscalatedAt *time.Time
	EscalatedBy EscalatedBy

	Connection *Connection
}

// Ask is what a handoff asks for.
type Ask string

// The two asks.
const (
	AskLead Ask = "lead" // take the case over
	AskJoin Ask = "join" // work on it beside the lead
)

// Urgency decides how long the receiver has.
type Urgency string

// The urgencies. Urgent is for 生命・身体の危険.
const (
	Normal Urgency = "normal"
	Urgent Urgency = "urgent"
)

// Scope is what the receiver is shown until it answers.
type Scope struct {
	Sheet bool `json:"sheet"`
	Notes bool `json:"notes"`
}

// Ground is the code of why data may be passed on. Articles are renumbered, so what a code stands for is
// dated master data (Settings.Grounds), not written here.
type Ground string

// GroundConsent is the one ground the rules know by name: the others need nobody's consent.
const GroundConsent Ground = "consent"

// EscalatedBy says what brought a handoff to the coordinators.
type EscalatedBy string

// What brings a handoff to the coordinators.
const (
	EscalatedByPerson   EscalatedBy = "person"
	EscalatedByClock    EscalatedBy = "clock"
	EscalatedByPingPong EscalatedBy = "ping_pong"
)

// Question is what the receiver asks before it answers. The clock goes on meanwhile.
type Question struct {
	ID         ID         `json:"id"`
	Text       string     `json:"text"`
	AskedBy    ID         `json:"askedBy"` // account
	AskedAt    time.Time  `json:"askedAt"`
	Answer     string     `json:"answer,omitempty"`
	AnsweredBy ID         `json:"answeredBy,omitempty"` // account
	AnsweredAt *time.Time `json:"answeredAt,omitempty"`
}

// Refusal is the report "we were told no": who said what when. It moves nothing; it calls the coordinators.
type Refusal struct {
	ID         ID        `json:"id"`
	SaidBy     string    `json:"saidBy"`
	Said       string    `json:"said"`
	SaidAt     time.Time `json:"saidAt"`
	ReportedBy ID        `json:"reportedBy"` // account
	ReportedAt time.Time `json:"reportedAt"`
}

// ConnectHow is how the household and the new agency met.
type ConnectHow string

// The ways to connect. The first three are warm: someone was there with the household.
const (
	ConnectAccompanied ConnectHow = "accompanied"
	ConnectThreeWay    ConnectHow = "three_way"
	ConnectHomeVisit   ConnectHow = "home_visit"
	ConnectPhone       ConnectHow = "phone"
	ConnectDocument    ConnectHow = "document"
)

// Warm reports whether it was a warm handoff; cold ones are allowed but counted.
func (h ConnectHow) Warm() bool {
	return h == ConnectAccompanied || h == ConnectThreeWay || h == ConnectHomeVisit
}

// Connection records that the household was met.
type Connection struct {
	How  ConnectHow `json:"how"`
	At   time.Time  `json:"at"`  // when they met
	Who  string     `json:"who"` // who met the household
	Note string     `json:"note,omitempty"`
	By   ID         `json:"by"` // account, set by the rule
}

// Open reports whether the handoff still waits for an outcome.
func (h *Handoff) Open() bool {
	return h.State == HandoffRequested || h.State == HandoffAsked || h.State == HandoffEscalated
}

// openLeadAsk returns the open handoff that asks for the lead; there is at most one.
func (c *Case) openLeadAsk() *Handoff {
	for _, h := range c.Handoffs {
		if h.Open() && h.Ask == AskLead {
			return h
		}
	}
	return nil
}

func (c *Case) openHandoffTo(agency ID) *Handoff {
	for _, h := range c.Handoffs {
		if h.Open() && h.Receiver == agency {
			return h
		}
	}
	return nil
}

// hasOpenHandoff reports whether any つなぎ still waits for an outcome.
func (c *Case) hasOpenHandoff() bool { return slices.ContainsFunc(c.Handoffs, (*Handoff).Open) }

// isOf reports who the actor is towards one handoff of the case.
func (c *Case) isOf(h *Handoff, actor Actor) func(Party) bool {
	return func(p Party) bool {
		switch p {
		case BySender:
			return actor.WorksFor(h.Sender)
		case ByReceiver:
			return actor.WorksFor(h.Receiver)
		case ByAskedToLead:
			return actor.WorksFor(h.Receiver) && h.Ask == AskLead
		default:
			return c.is(actor)(p)
		}
	}
}

func errFlagged() *Error {
	return &Error{Code: CodePingPong, Detail: "これ以上ほかの機関へはつなげません。推進員が調整に入っています。" +
		"受け止めるか、連携機関として加わることができます。"}
}

// mayHandoff is the check before every verb on a handoff, and what its actions are made of.
func (c *Case) mayHandoff(h *Handoff, actor Actor, verb Verb) error {
	if verb == VerbPassOn && h.State == HandoffEscalated && c.Flag != nil && c.isOf(h, actor)(ByAskedToLead) {
		return errFlagged()
	}
	if err := permit(WorkflowHandoff, h.State, verb, c.isOf(h, actor)); err != nil {
		return err
	}
	if h.Withheld && (verb == VerbAccept || verb == VerbJoin || verb == VerbPassOn) {
		return wrongState("同意が撤回されたため、内容の提供を止めています。依頼した機関が別の根拠を示すと、受け止められるようになります。")
	}
	if verb == VerbReground && !h.Withheld {
		return wrongState("このつなぎの内容は、いま相手に示されています。根拠を変える必要はありません。")
	}
	if verb == VerbConnect && c.State == CaseClosed {
		return wrongState("このケースは終結しています。再開してから記録してください。")
	}
	return nil
}
