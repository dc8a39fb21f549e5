package casework

import (
	"slices"
	"time"
)

// ConferenceMeeting is what belongs to a conference from its preparation on: what is shared, the agenda, who pledged secrecy, who
// came, and the record. It is saved beside the Conference, under versions of its own: preparing does not age what the
// invitees answer, and several people write the record at once.
type ConferenceMeeting struct {
	Of      ID  // the conference
	Version int // of everything but the minutes; 0: nothing is stored yet

	Materials Materials
	Agenda    []AgendaItem
	AgendaSet bool // a person has ordered it; until then it is proposed anew with every look
	Consents  []ConsentSettlement

	Pledges     []*Pledge
	Attendances []*Attendance

	Minutes        Minutes
	MinutesVersion int // 0: not begun
	MinutesBy      ID  // account that wrote last
	MinutesAt      time.Time
	Addenda        []*Addendum // oldest first

	changes MeetingChanges
}

// MeetingChanges is what a verb leaves for the store besides the Meeting's own row.
type MeetingChanges struct {
	Pledges     []*Pledge
	Attendances bool // taken anew
}

// TakeChanges returns what the verbs have collected since the last call, and forgets it.
func (g *ConferenceMeeting) TakeChanges() MeetingChanges {
	taken := g.changes
	g.changes = MeetingChanges{}
	return taken
}

// may is the check before every verb on the meeting. Whoever keeps the minutes has pledged, like everybody in the room.
func (g *ConferenceMeeting) may(actor Actor, k *Conference, verb Verb) error {
	if err := k.may(actor, verb); err != nil {
		return err
	}
	if !actor.Has(RoleCoordinator) && verb != VerbPledge && g.PledgeOf(actor.Account) == nil {
		return pledgeNeeded()
	}
	return nil
}

func pledgeNeeded() *Error {
	return &Error{Code: CodePledge, Detail: "秘密保持の誓約をしていただくと、ご覧いただけます。"}
}

// Actions lists what the actor may do with the meeting now: the verbs of the table that its own check lets through.
func (g *ConferenceMeeting) Actions(actor Actor, k *Conference, now time.Time) []string {
	return offered(Verbs(WorkflowConference, k.State), func(v Verb) error {
		if v == VerbPledge && (actor.Has(RoleCoordinator) || g.PledgeOf(actor.Account) != nil || k.packageOver(now)) {
			return wrongState("")
		}
		return g.may(actor, k, v)
	})
}

// Attendance is who came, or did not, and in which function (workflow.md: agency + function + which member they support).
type Attendance struct {
	ID       ID
	Invitee  ID // "" for somebody who came without invitation
	Agency   ID
	Name     string // of a person outside the directory, or of who came for the agency
	Function string
	Member   ID // of the household, whom they support; "" for the whole of it
	Presence Presence
	Deputy   string // who came instead
	Online   bool
	Pledged  bool // secrecy pledged before: on the screen, by link or on paper
}

// Presence is whether somebody came.
type Presence string

// The presences.
const (
	PresencePresent Presence = "present"
	PresenceAbsent  Presence = "absent"
	PresenceDeputy  Presence = "deputy" // somebody else came for them
)

// AttendanceOrder is one line of the list that is ticked at the door. Walk-ins name an agency or a person.
type AttendanceOrder struct {
	Invitee  ID
	Agency   ID
	Name     string
	Function string
	Member   ID
	Presence Presence
	Deputy   string
	Online   bool
	Paper    bool // pledged on paper, here and now
}

// HoldOrder is what is written down when the meeting begins.
type HoldOrder struct {
	HeldAt       time.Time
	Attendance   []AttendanceOrder
	Secretary    ID   // account that keeps the minutes; "" is the actor
	Coordinators []ID // accounts that may keep them without a pledge of their own; given by the store
}

const maxAttendance = MaxInvitees + 50

// Hold begins the meeting: who is there, who keeps the minutes. The agenda is frozen and laid out as the record.
func (g *ConferenceMeeting) Hold(c *Case, k *Conference, actor Actor, now time.Time, o HoldOrder) error {
	if err := g.may(actor, k, VerbHold); err != nil {
		return err
	}
	var bad checks
	bad.past("/heldAt", o.HeldAt, now, "会議を始めた日時")
	g.checkAttendance(&bad, c, k, o.Attendance)
	if o.Secretary != "" && o.Secretary != actor.Account && !slices.Contains(o.Coordinators, o.Secretary) && g.PledgeOf(o.Secretary) == nil {
		bad.add("/secretaryId", "not_allowed", "記録者は、推進員か、秘密保持の誓約を済ませた方から選んでください。")
	}
	if err := bad.err(); err != nil {
		return err
	}
	g.attend(k, actor, now, o.Attendance)
	if k.Secretary = o.Secretary; k.Secretary == "" {
		k.Secretary = actor.Account
	}
	at := o.HeldAt
	k.HeldAt = &at
	move(WorkflowConference, &k.State, VerbHold, ConferenceHeld)
	k.changes.Changed = true
	g.AgendaSet = true
	g.Minutes, g.MinutesBy, g.MinutesAt = startMinutes(g.Agenda), actor.Account, now
	k.recordOn(c, actor, now, EventConferenceHeld, "")
	g.tellAll(c, k, actor, now, EventConferenceHeld)
	return nil
}

// CorrectAttendance takes the list anew while the record is still open: somebody came late, or left the room.
func (g *ConferenceMeeting) CorrectAttendance(c *Case, k *Conference, actor Actor, now time.Time, list []AttendanceOrder) error {
	if err := g.may(actor, k, VerbAttend); err != nil {
		return err
	}
	var bad checks
	g.checkAttendance(&bad, c, k, list)
	if err := bad.err(); err != nil {
		return err
	}
	g.attend(k, actor, now, list)
	return nil
}

// checkAttendance wants a word on every invitee, and the pledge of everybody who was in the room.
func (g *ConferenceMeeting) checkAttendance(bad *checks, c *Case, k *Conference, list []AttendanceOrder) {
	if len(list) > maxAttendance {
		bad.add("/attendance", "too_many", "出席者の人数をご確認ください。")
		return
	}
	seen, came := map[ID]bool{}, false
	for n, a := range list {
		at := "/attendance/" + itoa(n)
		a.check(bad, at, c)
		came = came || a.Presence != PresenceAbsent
		if a.Invitee != "" {
			if _, err := k.Invitee(a.Invitee); err != nil {
				bad.add(at+"/inviteeId", "unknown", "招いていない方です。画面を読み込み直してください。")
			} else if seen[a.Invitee] {
				bad.add(at+"/inviteeId", "duplicate", "同じ方が二度入っています。")
			}
			seen[a.Invitee] = true
		}
		if a.Presence != PresenceAbsent && !a.Paper && (a.Invitee == "" || !g.invitedPledged(a.Invitee)) {
			bad.add(at+"/paper", "required", "秘密保持の誓約を確認できていません。その場で誓約書をいただいたときは、「書面で確認」に印を付けてください。")
		}
	}
	for _, i := range k.Invitees {
		if !seen[i.ID] {
			bad.add("/attendance", "required", "招いた方全員の出欠を入れてください。")
			break
		}
	}
	if !came && len(list) > 0 {
		bad.add("/attendance", "required", "出席した方が一人もいません。開かなかったときは、会議を取りやめてください。")
	}
}

func (a AttendanceOrder) check(bad *checks, at string, c *Case) {
	switch a.Presence {
	case PresencePresent, PresenceAbsent:
	case PresenceDeputy:
		bad.required(at+"/deputy", a.Deputy, "代理の方の名前")
	default:
		bad.add(at+"/presence", "required", "出席・欠席・代理のどれかを選んでください。")
	}
	if a.Invitee == "" && a.Agency == "" {
		bad.required(at+"/name", a.Name, "招いていない出席者の機関か名前")
	}
	if a.Member != "" && !c.isCurrentMember(a.Member) {
		bad.add(at+"/memberId", "unknown", "この世帯の方ではありません。選び直してください。")
	}
	bad.text(at+"/name", a.Name, maxName)
	bad.text(at+"/function", a.Function, maxName)
	bad.text(at+"/deputy", a.Deputy, maxName)
}

// attend writes the list down; a pledge on paper is kept like the others.
func (g *ConferenceMeeting) attend(k *Conference, actor Actor, now time.Time, list []AttendanceOrder) {
	g.Attendances = nil
	for _, o := range list {
		a := &Attendance{ID: NewID(now), Invitee: o.Invitee, Agency: o.Agency, Name: o.Name, Function: o.Function, Member: o.Member,
			Presence: o.Presence, Deputy: o.Deputy, Online: o.Online}
		if i, err := k.Invitee(o.Invitee); err == nil {
			a.Agency = i.Agency
			if a.Name == "" {
				a.Name = i.Name
			}
			if a.Function == "" {
				a.Function = i.Function
			}
			if a.Member == "" {
				a.Member = i.Member
			}
		}
		a.Pledged = o.Invitee != "" && g.invitedPledged(o.Invitee)
		if a.Presence != PresenceAbsent && o.Paper && !a.Pledged {
			g.pledged(&Pledge{ID: NewID(now), Invitee: o.Invitee, Name: paperName(a), How: PledgePaper, TextVersion: k.pledgeText(now).Version, At: now, RecordedBy: actor.Account})
			a.Pledged = true
		}
		g.Attendances = append(g.Attendances, a)
	}
	g.changes.Attendances = true
}

// paperName is who signed, as far as the list says.
func paperName(a *Attendance) string {
	if a.Presence == PresenceDeputy {
		return a.Deputy
	}
	return a.Name
}
