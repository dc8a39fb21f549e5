package casework

import (
	"fmt"
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Conference is a 複合課題ケース検討会 or an アドバイザー会議 about one case: an aggregate of its own, with its own version.
// A verb of it is given the case, which the store holds first: the timeline and the notices are left there. What the
// invitees answer touches no case.
type Conference struct {
	ID         ID
	Number     string // e.g. R8-K003: what mails and calendars may say of it
	Case       ID
	Kind       ConferenceKind
	LegalBasis LegalBasis
	Purpose    string
	State      State
	Version    int // of the stored row; the store counts it. Answers of invitees do not count: many answer at once

	Coordinator ID // account that proposed it and leads through it
	Agency      ID // for which the coordinator works
	Secretary   ID // account that keeps the minutes; "" until someone does
	ProposedAt  time.Time
	PollUntil   time.Time // the invitees are asked to answer by then
	RemindedAt  *time.Time
	PollLateAt  *time.Time        // the coordinators were told that the poll is over
	Slots       []*ConferenceSlot // by time
	Invitees    []*Invitee        // in the order they were invited

	Chosen      ID         // slot
	StartsAt    *time.Time // once scheduled
	EndsAt      *time.Time
	Room        ID     // of the list of rooms; "" when elsewhere
	Place       string // in words
	URL         string // when online
	Sequence    int    // of the calendar entry: 0 the invitation, +1 with every change
	ScheduledAt *time.Time

	HeldAt       *time.Time
	RecordedAt   *time.Time
	CancelledAt  *time.Time
	CancelReason string

	Settings Settings // given by the store, not saved
	changes  ConferenceChanges
}

// ConferenceKind is what sort of meeting it is.
type ConferenceKind string

// The kinds.
const (
	CaseConference ConferenceKind = "case_conference" // 複合課題ケース検討会
	AdvisorMeeting ConferenceKind = "advisor_meeting" // アドバイザー会議
)

// LegalBasis is a code of dated master data: on which law the meeting is held decides what may be shown there.
type LegalBasis string

// LegalBasisRule is what the rules must know of one legal basis.
type LegalBasisRule struct {
	Code         LegalBasis
	NeedsPledge  bool          // 支援会議: secrecy is pledged before material opens
	NeedsConsent bool          // 重層的支援会議: the persons concerned have consented
	Ground       Ground        // under which the ledger holds what was shown there
	From         calendar.Date // first day it may be used
	Until        calendar.Date // last day; zero: still valid
}

// DefaultLegalBases are used where no master data is loaded: the rules' own tests.
func DefaultLegalBases() []LegalBasisRule {
	from := calendar.Date{Year: 2015, Month: 4, Day: 1}
	return []LegalBasisRule{
		{Code: "social_welfare_106_6", NeedsPledge: true, Ground: "support_conference", From: calendar.Date{Year: 2021, Month: 4, Day: 1}},
		{Code: "self_reliance_9", NeedsPledge: true, Ground: "support_conference", From: from},
		{Code: "multilayered", NeedsConsent: true, Ground: GroundConsent, From: calendar.Date{Year: 2021, Month: 4, Day: 1}},
		{Code: "other", NeedsConsent: true, Ground: GroundConsent, From: from},
	}
}

// LegalBasisOf is the rule of a conference's basis, whatever the day: what was valid when it was proposed stays.
func (s Settings) LegalBasisOf(code LegalBasis) LegalBasisRule {
	for _, b := range s.LegalBases {
		if b.Code == code {
			return b
		}
	}
	return LegalBasisRule{Code: code, NeedsPledge: true, NeedsConsent: true} // unknown: as strict as can be
}

// ConferenceSlot is one candidate time.
type ConferenceSlot struct {
	ID         ID
	Start, End time.Time
}

// InviteeKind is who is invited: an agency of the directory, a person with an account, or somebody outside.
type InviteeKind string

// The kinds.
const (
	InviteeAgency  InviteeKind = "agency"
	InviteeAccount InviteeKind = "account" // advisors, conference members, city staff
	InviteeOutside InviteeKind = "outside" // name, organisation and e-mail; answers by a link
)

// Invitee is one who is asked to come.
type Invitee struct {
	ID           ID
	Kind         InviteeKind
	Agency       ID     // InviteeAgency
	Account      ID     // InviteeAccount
	Name         string // InviteeOutside
	Organization string // InviteeOutside
	Email        string // InviteeOutside
	Address      string // where letters go: Email, or what directory or account say; "" when nobody knows. Not saved
	Function     string // 役割: 民生委員, 主治医, 家計改善 …
	Member       ID     // of the household, whom they support: HouseholdMember.ID; "" for the whole household
	Required     bool   // the meeting makes no sense without them

	Answers    []SlotAnswer // ○△×
	AnsweredAt *time.Time
	AnsweredBy ID // account; "" by link
	RemindedOn calendar.Date

	Reply     Reply // to the invitation
	ReplyNote string
	ReplyName string // who comes instead
	RepliedAt *time.Time
}

// SlotAnswer is ○△× of one invitee for one slot.
type SlotAnswer struct {
	Slot    ID
	Mark    Mark
	Comment string
}

// Mark is how a slot suits: ○ yes, △ maybe, × no.
type Mark string

// The marks.
const (
	MarkYes   Mark = "yes"
	MarkMaybe Mark = "maybe"
	MarkNo    Mark = "no"
)

// Reply is what an invitee says to the invitation: 出席, 欠席, 代理.
type Reply string

// The replies.
const (
	ReplyAttend Reply = "attend"
	ReplyAbsent Reply = "absent"
	ReplyProxy  Reply = "proxy"
)

// Silent reports whether the invitee has not answered the poll yet.
func (i *Invitee) Silent() bool { return i.AnsweredAt == nil }

// Answer is what the invitee said to a slot; "" when nothing.
func (i *Invitee) Answer(slot ID) Mark {
	for _, a := range i.Answers {
		if a.Slot == slot {
			return a.Mark
		}
	}
	return ""
}

// ConferenceChanges is what verbs leave behind besides the new state; the store writes it with the conference.
type ConferenceChanges struct {
	Created  bool
	Changed  bool       // the conference itself, not only what invitees said
	Invitees []*Invitee // new or changed, each once
	Removed  []*Invitee // taken off
	Bookings bool       // time, place or invitees changed: bookings are made anew
	Letters  []Letter   // to be sent after commit
}

// Letter is one message to one invitee. It holds nothing personal: a number, a time, a place, a link.
type Letter struct {
	Kind    LetterKind
	Invitee *Invitee
}

// LetterKind says what a letter is about.
type LetterKind string

// The kinds of letters.
const (
	LetterPoll       LetterKind = "conference_poll"
	LetterReminder   LetterKind = "conference_reminder"
	LetterInvitation LetterKind = "conference_invitation"
	LetterChange     LetterKind = "conference_change"
	LetterCancel     LetterKind = "conference_cancel"
)

// TakeChanges returns what the verbs have collected since the last call, and forgets it.
func (k *Conference) TakeChanges() ConferenceChanges {
	taken := k.changes
	k.changes = ConferenceChanges{}
	return taken
}

func (k *Conference) touch(i *Invitee) {
	if !slices.Contains(k.changes.Invitees, i) {
		k.changes.Invitees = append(k.changes.Invitees, i)
	}
}

func (k *Conference) write(kind LetterKind, invitees ...*Invitee) {
	for _, i := range invitees {
		k.changes.Letters = append(k.changes.Letters, Letter{Kind: kind, Invitee: i})
	}
}

// ConferenceNumber formats the number of a conference from its fiscal year (西暦) and the sequence within it.
func ConferenceNumber(fiscalYear, sequence int) string {
	era, year := "H", fiscalYear-1988
	if fiscalYear >= 2019 {
		era, year = "R", fiscalYear-2018
	}
	return fmt.Sprintf("%s%d-K%03d", era, year, sequence)
}

// Invitee returns the invitee with the id, or not_found.
func (k *Conference) Invitee(id ID) (*Invitee, error) {
	for _, i := range k.Invitees {
		if i.ID == id {
			return i, nil
		}
	}
	return nil, NotFound()
}

// Slot returns the slot with the id; nil when there is none.
func (k *Conference) Slot(id ID) *ConferenceSlot {
	for _, s := range k.Slots {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// InviteeOf is the invitee the actor answers for: itself, its agency, or whom its link belongs to. Nil when not invited.
func (k *Conference) InviteeOf(actor Actor) *Invitee {
	for _, i := range k.Invitees {
		if actor.guest != "" && actor.guest == i.ID || actor.Account != "" && i.Account == actor.Account {
			return i
		}
	}
	for _, i := range k.Invitees {
		if i.Kind == InviteeAgency && actor.WorksFor(i.Agency) {
			return i
		}
	}
	return nil
}

// is reports who the actor is towards the conference.
func (k *Conference) is(actor Actor) func(Party) bool {
	return func(p Party) bool {
		switch p {
		case ByCoordinator:
			return actor.Has(RoleCoordinator)
		case ByInvitee:
			return k.InviteeOf(actor) != nil
		case BySecretary:
			return actor.Account != "" && actor.Account == k.Secretary
		case ByClock:
			return actor.clock
		default:
			return false
		}
	}
}

// may is the check before every verb, and what the actions are made of.
func (k *Conference) may(actor Actor, verb Verb) error {
	err := permit(WorkflowConference, k.State, verb, k.is(actor))
	if CodeOf(err) == CodeForbidden && verb != VerbAnswer && verb != VerbRespond && verb != VerbPledge {
		return forbidden("この操作は、相談支援包括化推進員だけが行えます。")
	}
	return err
}

// ConferenceActions lists what the actor may do with the conference now.
func (k *Conference) ConferenceActions(actor Actor) []string {
	return offered(Verbs(WorkflowConference, k.State), func(v Verb) error { return k.may(actor, v) })
}

// Title is what mails and calendars say: the sort of meeting and its number, nothing of the case.
func (k *Conference) Title() string {
	if k.Kind == AdvisorMeeting {
		return "アドバイザー会議（" + k.Number + "）"
	}
	return "ケース検討会（" + k.Number + "）"
}

// recordOn leaves an event on the case's timeline.
func (k *Conference) recordOn(c *Case, actor Actor, now time.Time, kind EventKind, text string) {
	c.record(actor, now, kind, EventData{Conference: k.ID, State: k.State, Text: text})
}

// tellInvited tells the agencies and persons that are invited, and the lead.
func (k *Conference) tellInvited(c *Case, actor Actor, now time.Time, kind EventKind) {
	recipients := []ID{c.lastLead()}
	for _, i := range k.Invitees {
		if i.Kind == InviteeAgency {
			recipients = append(recipients, i.Agency)
		}
	}
	slices.Sort(recipients)
	k.tell(c, actor, now, kind, slices.Compact(recipients)...)
}

// tell adds notices. Who does not see the case is told of the conference alone.
func (k *Conference) tell(c *Case, actor Actor, now time.Time, kind EventKind, recipients ...ID) {
	sees := c.Access()
	for _, r := range recipients {
		if r == "" {
			continue
		}
		n := Notice{ID: NewID(now), Recipient: r, Case: c.ID, Conference: k.ID, Kind: kind, At: now, From: actor.Agency}
		if _, known := sees[r]; !known {
			n.Case = ""
		}
		c.changes.Notices = append(c.changes.Notices, n)
	}
}

// ScheduleBy is until when the conference should take place.
func (k *Conference) ScheduleBy() time.Time {
	return k.ProposedAt.AddDate(0, 0, k.Settings.ConferenceWithinDays)
}
