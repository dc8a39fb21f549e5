package casework

import "time"

// Changes is what verbs leave behind besides the new state: the store writes all of it in the same
// transaction as the case, and messages leave only after commit.
type Changes struct {
	Events      []Event
	Notices     []Notice
	Disclosures []Disclosure
	Notes       []*Note            // added or corrected
	Handoffs    []*Handoff         // created (Version 0) or changed, each once
	Escalations []*Escalation      // created (Version 0) or changed, each once
	Members     []*HouseholdMember // new or changed, each once
	Consents    []*ConsentRecord   // added
	Protections []*Protection      // set or ended
	Glasses     []*BreakGlass      // added
	Packages    []*PackageGrant    // given, limited or taken back, each once
	Files       []*File            // attached or removed
	Contacts    []*Contact         // logged or corrected
	Custody     bool               // Custodies or Supporting changed
}

// Empty reports whether nothing happened.
func (c Changes) Empty() bool {
	return len(c.Events) == 0 && len(c.Notices) == 0 && len(c.Disclosures) == 0 && len(c.Notes) == 0 &&
		len(c.Handoffs) == 0 && len(c.Escalations) == 0 && len(c.Members) == 0 && len(c.Consents) == 0 && len(c.Protections) == 0 && len(c.Glasses) == 0 && len(c.Packages) == 0 && len(c.Files) == 0 && len(c.Contacts) == 0 && !c.Custody
}

// EventKind names what happened, on the timeline and in statistics.
type EventKind string

// The kinds of events.
const (
	EventCaseOpened        EventKind = "case_opened"
	EventSheetFiled        EventKind = "sheet_filed"
	EventSheetAmended      EventKind = "sheet_amended"
	EventSupportStarted    EventKind = "support_started"
	EventHandoffRequested  EventKind = "handoff_requested"
	EventHandoffAccepted   EventKind = "handoff_accepted"
	EventHandoffJoined     EventKind = "handoff_joined"
	EventHandoffPassedOn   EventKind = "handoff_passed_on"
	EventHandoffAsked      EventKind = "handoff_asked"
	EventHandoffAnswered   EventKind = "handoff_answered"
	EventHandoffWithdrawn  EventKind = "handoff_withdrawn"
	EventHandoffEscalated  EventKind = "handoff_escalated"
	EventHandoffConnected  EventKind = "handoff_connected"
	EventRefusalReported   EventKind = "refusal_reported"
	EventEscalationOpened  EventKind = "escalation_opened"
	EventCustodyMoved      EventKind = "custody_moved"
	EventNoteAdded         EventKind = "note_added"
	EventNoteCorrected     EventKind = "note_corrected"
	EventCaseEscalated     EventKind = "case_escalated"
	EventPingPongFlagged   EventKind = "ping_pong_flagged"
	EventMonitoringStarted EventKind = "monitoring_started"
	EventSuspended         EventKind = "suspended"
	EventResumed           EventKind = "resumed"
	EventSettled           EventKind = "settled"
	EventClosed            EventKind = "closed"
	EventReopened          EventKind = "reopened"

	EventEscalationOrganized EventKind = "escalation_organized"
	EventEscalationSettled   EventKind = "escalation_settled"

	EventConsentRecorded   EventKind = "consent_recorded"
	EventConsentWithdrawn  EventKind = "consent_withdrawn"
	EventHandoffRegrounded EventKind = "handoff_regrounded"

	EventProtectionSet   EventKind = "protection_set"
	EventProtectionEnded EventKind = "protection_ended"
	EventGlassBroken     EventKind = "glass_broken"

	EventFileAttached          EventKind = "file_attached"
	EventFileRemoved           EventKind = "file_removed"
	EventConferenceProposed    EventKind = "conference_proposed"
	EventConferenceScheduled   EventKind = "conference_scheduled"
	EventConferenceRescheduled EventKind = "conference_rescheduled"
	EventConferenceCancelled   EventKind = "conference_cancelled"
	EventConferenceHeld        EventKind = "conference_held"
	EventConferenceRecorded    EventKind = "conference_recorded"
	EventConferencePollLate    EventKind = "conference_poll_late" // nobody chose a slot though the poll is over
	NoticeConferenceReminder   EventKind = "conference_reminder"  // to who did not answer yet; no event of the case
)

// Event is one line of the timeline. It is never changed.
type Event struct {
	ID          ID
	Case        ID
	At          time.Time
	Kind        EventKind
	Account     ID // "" for the clock
	AccountName string
	Agency      ID // the agency the actor spoke for
	Data        EventData
}

// EventData is the little an event says beyond its kind; what is long stays in the note or handoff it names.
type EventData struct {
	Handoff      ID              `json:"handoffId,omitempty"`
	Escalation   ID              `json:"escalationId,omitempty"`
	Conference   ID              `json:"conferenceId,omitempty"`
	Note         ID              `json:"noteId,omitempty"`
	Person       ID              `json:"personId,omitempty"`
	File         ID              `json:"fileId,omitempty"`
	Assignment   ID              `json:"assignmentId,omitempty"`
	Plan         ID              `json:"planId,omitempty"`
	PlanNumber   int             `json:"planNumber,omitempty"`
	Monitoring   ID              `json:"monitoringId,omitempty"`
	Agency       ID              `json:"agencyId,omitempty"`     // whom it concerns: receiver, new lead
	FromAgency   ID              `json:"fromAgencyId,omitempty"` // who asked, or led before
	Ask          Ask             `json:"ask,omitempty"`
	How          ConnectHow      `json:"how,omitempty"`
	Contact      ID              `json:"contactId,omitempty"`
	ContactKind  ContactKind     `json:"contactKind,omitempty"`
	Agencies     []ID            `json:"agencyIds,omitempty"` // of a coordination contact
	NoteKind     NoteKind        `json:"noteKind,omitempty"`
	Contacted    bool            `json:"contactedHousehold,omitempty"`
	Reason       string          `json:"reason,omitempty"` // a code: escalation or flag reason
	Class        EscalationClass `json:"class,omitempty"`
	Sheet        ID              `json:"sheetId,omitempty"`
	SheetVersion int             `json:"sheetVersion,omitempty"`
	State        State           `json:"state,omitempty"` // of the case, when it moved
	ReviewOn     string          `json:"reviewOn,omitempty"`
	Text         string          `json:"text,omitempty"`
	ByClock      bool            `json:"byClock,omitempty"`
}

// record adds an event to the timeline.
func (c *Case) record(actor Actor, now time.Time, kind EventKind, data EventData) {
	data.ByClock = actor.clock
	c.changes.Events = append(c.changes.Events, Event{
		ID: NewID(now), Case: c.ID, At: now, Kind: kind,
		Account: actor.Account, AccountName: actor.Name, Agency: actor.Agency, Data: data,
	})
}

// touchHandoff and touchEscalation remember which rows the store must write.
func (c *Case) touchHandoff(h *Handoff) {
	for _, t := range c.changes.Handoffs {
		if t == h {
			return
		}
	}
	c.changes.Handoffs = append(c.changes.Handoffs, h)
}

func (c *Case) touchEscalation(e *Escalation) {
	for _, t := range c.changes.Escalations {
		if t == e {
			return
		}
	}
	c.changes.Escalations = append(c.changes.Escalations, e)
}
