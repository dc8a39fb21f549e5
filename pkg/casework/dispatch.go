package casework

import (
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// The states of a dispatch.
const (
	DispatchRequested State = "requested"
	DispatchAssigned  State = "assigned"
	DispatchConfirmed State = "confirmed"
	DispatchAdvised   State = "advised"
	DispatchCompleted State = "completed"
	DispatchCancelled State = "cancelled"
)

// The verbs of a dispatch; complete and cancel are those of others too.
const (
	VerbRequest  Verb = "request"
	VerbAssign   Verb = "assign"
	VerbConfirm  Verb = "confirm"
	VerbAdvise   Verb = "advise"
	VerbFollowUp Verb = "follow_up"
)

// The events of dispatches on the timeline.
const (
	EventDispatchRequested    EventKind = "dispatch_requested"
	EventDispatchAssigned     EventKind = "dispatch_assigned"
	EventDispatchConfirmed    EventKind = "dispatch_confirmed"
	EventDispatchAdvised      EventKind = "dispatch_advised"
	EventDispatchFollowedUp   EventKind = "dispatch_followed_up"
	EventDispatchCompleted    EventKind = "dispatch_completed"
	EventDispatchCancelled    EventKind = "dispatch_cancelled"
	EventDispatchUnanswered   EventKind = "dispatch_unanswered"     // by the clock: assigned and not confirmed in time
	EventDispatchFollowUpOver EventKind = "dispatch_follow_up_over" // by the clock: it can be completed
)

// DispatchMode is what the advisor is asked to do.
type DispatchMode string

// The modes.
const (
	ModeAdvice     DispatchMode = "advice"     // 助言
	ModeConference DispatchMode = "conference" // 会議同席
	ModeVisit      DispatchMode = "visit"      // 同行訪問
)

// Dispatch is 派遣: an advisor's dispatch to one case. Until it is confirmed the advisor knows the question, and nobody it
// is about; from then until it is completed the advisor reads the package of the case.
type Dispatch struct {
	ID      ID
	Case    ID
	State   State
	Version int

	Question   string // without persons (Anonymity)
	Mode       DispatchMode
	Fields     []string // 分野 asked for
	Issues     []string // お困りごと it is about
	Scope      Scope    // what is disclosed on confirming
	Ground     Ground
	GroundNote string
	Conditions string

	RequestedAt time.Time
	RequestedBy ID // account
	Agency      ID // that asked
	Advisor     ID // entry of the registry
	Account     ID // the advisor's, as linked when assigned
	AdvisorName string
	AssignedAt  *time.Time
	AssignedBy  ID         // the coordinator who answers for it
	ConfirmDue  *time.Time // by then the advisor should have confirmed
	ConfirmedAt *time.Time
	Meeting     *DispatchMeeting // 会議同席・同行訪問
	Sequence    int              // of the calendar invitation
	Records     []DispatchRecord // the advice, then its follow-ups
	FollowUntil *time.Time       // follow-ups until then
	CompletedAt *time.Time
	CompletedBy ID
	Advice      *Advice // kept for later cases; nil: not kept
	CancelledAt *time.Time
	CancelledBy ID
	CancelNote  string
	Told        *time.Time // the clock told the coordinators, in this state
}

// DispatchMeeting is when and where the advisor comes along.
type DispatchMeeting struct {
	Start   time.Time
	Minutes int
	Place   string // a room or a public place: without the household's address
}

// DispatchRecord is one advice.
type DispatchRecord struct {
	ID        ID
	FollowUp  bool
	On        calendar.Date
	Minutes   int
	Text      string
	By        ID // account
	WrittenAt time.Time
}

// Advice is what later cases may learn, without anybody in it.
type Advice struct {
	ID     ID
	Title  string
	Text   string
	Fields []string
	Issues []string
	At     time.Time
}

// DispatchOrder is what is asked for.
type DispatchOrder struct {
	Question   string
	Mode       DispatchMode
	Fields     []string
	Issues     []string
	Scope      Scope
	Ground     Ground
	GroundNote string
	Conditions string
}

// Known are the codes that exist, for checking.
type Known struct{ Fields, Issues []string }

// Open reports whether the dispatch still runs.
func (d *Dispatch) Open() bool { return d.State != DispatchCompleted && d.State != DispatchCancelled }

// FollowUps counts the follow-ups so far.
func (d *Dispatch) FollowUps() (n int) {
	for _, r := range d.Records {
		if r.FollowUp {
			n++
		}
	}
	return n
}

// Advises reports whether the actor is the advisor who is dispatched.
func (d *Dispatch) Advises(a Actor) bool {
	return d.Account != "" && a.Account == d.Account && a.Has(RoleAdvisor)
}

// isDispatch reports who the actor is towards a dispatch of the case.
func (c *Case) isDispatch(d *Dispatch, actor Actor) func(Party) bool {
	of := c.is(actor)
	return func(p Party) bool {
		if p == ByAdvisor {
			return d != nil && d.Advises(actor)
		}
		return of(p)
	}
}

// mayDispatch is the check before every verb, and what the actions are made of.
func (c *Case) mayDispatch(d *Dispatch, actor Actor, now time.Time, verb Verb) error {
	if err := permit(WorkflowDispatch, d.State, verb, c.isDispatch(d, actor)); err != nil {
		return err
	}
	if verb == VerbFollowUp && (d.FollowUps() >= c.Settings.DispatchFollowUps || d.FollowUntil != nil && now.After(*d.FollowUntil)) {
		return wrongState("フォローは、助言から" + itoa(c.Settings.DispatchFollowUpMonths) + "か月以内に" + itoa(c.Settings.DispatchFollowUps) + "回までです。続きは推進員にご相談ください。")
	}
	return nil
}

// DispatchActions lists what the actor may do with a dispatch now.
func (c *Case) DispatchActions(d *Dispatch, actor Actor, now time.Time) []string {
	return offered(Verbs(WorkflowDispatch, d.State), func(v Verb) error { return c.mayDispatch(d, actor, now, v) })
}

// MayRequestDispatch lets through the lead or a coordinator, once the case came to the coordinators (ours: they choose the advisor,
// so they must know the case), and while it is open.
func (c *Case) MayRequestDispatch(actor Actor) error {
	if err := permit(WorkflowDispatch, "", VerbRequest, c.is(actor)); err != nil {
		return err
	}
	if !c.Coordinated() {
		return wrongState("アドバイザーの派遣は、推進員に相談してから依頼できます。先に「推進員に相談」を行ってください。")
	}
	if c.State == CaseClosed {
		return wrongState("終結したケースでは、派遣を依頼できません。再開してから依頼してください。")
	}
	return nil
}

// RequestDispatch asks for an advisor. The question is read by advisors who may not know the household yet.
func (c *Case) RequestDispatch(actor Actor, now time.Time, o DispatchOrder, who Anonymity, known Known) (*Dispatch, error) {
	if err := c.MayRequestDispatch(actor); err != nil {
		return nil, err
	}
	if err := c.checkDispatch(now, o, who, known); err != nil {
		return nil, err
	}
	d := &Dispatch{
		ID: NewID(now), Case: c.ID, Question: o.Question, Mode: o.Mode, Fields: o.Fields, Issues: o.Issues, Scope: o.Scope, Ground: o.Ground,
		GroundNote: o.GroundNote, Conditions: o.Conditions, RequestedAt: now, RequestedBy: actor.Account, Agency: actor.Agency,
	}
	move(WorkflowDispatch, &d.State, VerbRequest, DispatchRequested)
	c.dispatched(actor, now, EventDispatchRequested, d, without([]ID{CoordinatorsID, c.Lead()}, actor.Agency)...)
	return d, nil
}

func (c *Case) checkDispatch(now time.Time, o DispatchOrder, who Anonymity, known Known) error {
	var bad checks
	bad.required("/question", o.Question, "聞きたいこと")
	bad.text("/question", o.Question, maxText)
	who.check(&bad, "/question", o.Question)
	if !slices.Contains([]DispatchMode{ModeAdvice, ModeConference, ModeVisit}, o.Mode) {
		bad.add("/mode", "required", "派遣の方法（助言・会議同席・同行訪問）を選んでください。")
	}
	if len(o.Fields) == 0 {
		bad.add("/fields", "required", "分野を1つ以上選んでください。")
	}
	checkCodes(&bad, "/fields", o.Fields, known.Fields, "分野")
	checkCodes(&bad, "/issues", o.Issues, known.Issues, "お困りごと")
	if o.Scope.Sheet || o.Scope.Notes {
		if o.Ground == "" {
			bad.required("/ground", "", "情報を提供する根拠")
		} else {
			c.checkGround(&bad, o.Ground, o.GroundNote, now, o.Scope, "")
		}
	}
	bad.text("/conditions", o.Conditions, maxText)
	return bad.err()
}

// dispatched leaves the event and tells agencies; d may be told further by the verb.
func (c *Case) dispatched(actor Actor, now time.Time, kind EventKind, d *Dispatch, recipients ...ID) {
	c.record(actor, now, kind, EventData{Dispatch: d.ID, Mode: d.Mode})
	before := len(c.changes.Notices)
	c.tell(actor, now, kind, nil, nil, recipients...)
	c.aboutDispatch(d, before)
}

// tellAdvisor tells of the dispatch alone: the case and its number are not the advisor's to know before confirming.
func (c *Case) tellAdvisor(actor Actor, now time.Time, kind EventKind, d *Dispatch) {
	before := len(c.changes.Notices)
	c.tellPerson(actor, now, kind, d.Account)
	c.aboutDispatch(d, before)
	for i := before; i < len(c.changes.Notices); i++ {
		c.changes.Notices[i].Case = ""
	}
}

func (c *Case) aboutDispatch(d *Dispatch, from int) {
	for i := from; i < len(c.changes.Notices); i++ {
		c.changes.Notices[i].Dispatch = d.ID
	}
}

// Overdue is derived, never stored: the advisor did not confirm in time.
func (d *Dispatch) Overdue(now time.Time) bool {
	return d.State == DispatchAssigned && d.ConfirmDue != nil && now.After(*d.ConfirmDue)
}
