package casework

import "slices"

// Workflow names one of the state machines of the scheme.
type Workflow string

// The workflows.
const (
	WorkflowSheet      Workflow = "sheet"
	WorkflowCase       Workflow = "case"
	WorkflowHandoff    Workflow = "handoff"
	WorkflowEscalation Workflow = "escalation"
	WorkflowNote       Workflow = "note"
	WorkflowConsent    Workflow = "consent"
	WorkflowFile       Workflow = "file"
	WorkflowConference Workflow = "conference"
	WorkflowAssignment Workflow = "assignment"
	WorkflowPlan       Workflow = "plan"
	WorkflowDispatch   Workflow = "dispatch"
	WorkflowAccount    Workflow = "account"
	WorkflowSurvey     Workflow = "survey"
)

// State is where something stands. "" is the state before it exists.
type State string

// The states, by workflow.
const (
	SheetDraft     State = "draft"
	SheetFiled     State = "filed"
	SheetDiscarded State = "discarded"

	CaseReceived     State = "received"
	CaseSupporting   State = "supporting"
	CaseCoordinating State = "coordinating"
	CaseMonitoring   State = "monitoring"
	CaseSuspended    State = "suspended"
	CaseClosed       State = "closed"

	HandoffRequested State = "requested"
	HandoffAsked     State = "asked"
	HandoffAccepted  State = "accepted"
	HandoffJoined    State = "joined"
	HandoffPassedOn  State = "passed_on"
	HandoffWithdrawn State = "withdrawn"
	HandoffEscalated State = "escalated"
	HandoffConnected State = "connected"

	EscalationReceived   State = "received"
	EscalationOrganizing State = "organizing"
	EscalationSettled    State = "settled"

	NoteWritten State = "written"

	AccountInvited  State = "invited"
	AccountActive   State = "active"
	AccountInactive State = "inactive"
	SurveyDraft     State = "draft"
	SurveyOpen      State = "open"
	SurveyClosed    State = "closed"
	FileKept        State = "kept"
	FileRemoved     State = "removed"

	ConsentStateUnconfirmed State = "unconfirmed"
	ConsentStateGiven       State = "given"
	ConsentStateRefused     State = "refused"
	ConsentStateWithdrawn   State = "withdrawn"
	ConsentStateUnable      State = "unable"

	ConferencePolling   State = "polling"
	ConferenceScheduled State = "scheduled"
	ConferenceHeld      State = "held"
	ConferenceRecorded  State = "recorded"
	ConferenceCancelled State = "cancelled"
)

// Verb is what someone does: the same word on the button, in the path, in the policy and in the journal.
type Verb string

// The verbs of sheet, case, handoff, escalation and note.
const (
	VerbDraft   Verb = "draft"
	VerbEdit    Verb = "edit"
	VerbFile    Verb = "file"
	VerbDiscard Verb = "discard"
	VerbAmend   Verb = "amend"

	VerbOpen         Verb = "open"
	VerbStartSupport Verb = "start_support"
	VerbEscalate     Verb = "escalate"
	VerbSettle       Verb = "settle"
	VerbMonitor      Verb = "monitor"
	VerbSuspend      Verb = "suspend"
	VerbResume       Verb = "resume"
	VerbClose        Verb = "close"
	VerbReopen       Verb = "reopen"
	VerbHandOff      Verb = "hand_off"
	VerbAddNote      Verb = "add_note"
	VerbProtect      Verb = "protect"
	VerbBreakGlass   Verb = "break_glass"
	VerbCorrect      Verb = "correct"

	VerbAccept        Verb = "accept"
	VerbJoin          Verb = "join"
	VerbPassOn        Verb = "pass_on"
	VerbAsk           Verb = "ask"
	VerbAnswer        Verb = "answer"
	VerbWithdraw      Verb = "withdraw"
	VerbConnect       Verb = "connect"
	VerbReportRefusal Verb = "report_refusal"
	VerbReground      Verb = "reground"

	VerbOrganize   Verb = "organize"
	VerbReassign   Verb = "reassign"
	VerbLink       Verb = "link"
	VerbLogContact Verb = "log_contact"
	VerbRedirect   Verb = "redirect"

	VerbInvite           Verb = "invite"
	VerbResendInvitation Verb = "resend_invitation"
	VerbCancelInvitation Verb = "cancel_invitation"
	VerbSetPassword      Verb = "set_password"
	VerbUpdate           Verb = "update"
	VerbGrantRole        Verb = "grant_role"
	VerbEndRole          Verb = "end_role"
	VerbSetDeputy        Verb = "set_deputy"
	VerbHandOver         Verb = "hand_over"
	VerbDeactivate       Verb = "deactivate"
	VerbReactivate       Verb = "reactivate"
	VerbResetPassword    Verb = "reset_password"
	VerbForgetFactors    Verb = "forget_factors"
	VerbEndSessions      Verb = "end_sessions"

	VerbAwaitConsent    Verb = "await_consent"
	VerbGiveConsent     Verb = "give_consent"
	VerbRefuseConsent   Verb = "refuse_consent"
	VerbConsentUnable   Verb = "consent_unable"
	VerbWithdrawConsent Verb = "withdraw_consent"

	VerbAttach     Verb = "attach"
	VerbRemove     Verb = "remove"
	VerbPropose    Verb = "propose"
	VerbRemind     Verb = "remind"
	VerbSchedule   Verb = "schedule"
	VerbReschedule Verb = "reschedule"
	VerbCancel     Verb = "cancel"
	VerbRespond    Verb = "respond"
	VerbHold       Verb = "hold"
	VerbFinalize   Verb = "finalize"

	VerbPrepare       Verb = "prepare"
	VerbPledge        Verb = "pledge"
	VerbRemoveInvitee Verb = "remove_invitee"
	VerbAttend        Verb = "attend"
	VerbWriteMinutes  Verb = "write_minutes"
	VerbAddAddendum   Verb = "add_addendum"
)

// Party is who someone is towards one sheet, case, handoff or escalation.
type Party string

// The parties.
const (
	ByFiling      Party = "filing_agency"   // the agency that drafted the sheet
	ByLead        Party = "lead"            // 主担当機関 now
	ByLastLead    Party = "last_lead"       // 主担当機関 when the case was closed
	BySupporting  Party = "supporting"      // 連携機関
	BySender      Party = "sender"          // the agency that asked
	ByReceiver    Party = "receiver"        // the agency that was asked
	ByAskedToLead Party = "asked_to_lead"   // the receiver, when it was asked for the lead
	ByCoordinator Party = "coordinator"     // a coordinator, once the case came to them
	ByClock       Party = "clock"           // a due time that passed
	ByAuthor      Party = "author_agency"   // the agency that wrote the note
	ByAssignee    Party = "assigned_agency" // the agency that took a role
	ByAdvisor     Party = "advisor"         // the advisor who is dispatched
	ByManager     Party = "manager"         // who manages the people of an agency, or stands in for that
	ByAdmin       Party = "system_admin"    // who manages everybody's account, without seeing a case
	ByHolder      Party = "holder"          // the person of the account
	BySecretary   Party = "secretary"       // who keeps the minutes of a conference
	ByCityOffice  Party = "city_office"     // 保健福祉企画総務課
	ByInvitee     Party = "invitee"         // who is asked to a conference: an agency's worker, a person, a bearer of a link
)

// Transition is one row of a workflow: who may bring what from where to where.
// A row that stays in its state (From = To) is a verb that is offered there but moves nothing.
type Transition struct {
	Workflow Workflow
	From     State
	Verb     Verb
	To       State
	By       []Party
}

// peopleBy manage accounts: an agency's own, or everybody's.
var peopleBy = []Party{ByManager, ByAdmin}

// consentBy are the agencies that speak with the household.
var consentBy = []Party{ByLead, BySupporting, ByLastLead}

// Transitions is every workflow (workflow.md) as one literal table. Nothing else assigns a state.
// There is no state "refused", and no row takes a handoff back to its sender.
var Transitions = []Transition{
	{WorkflowSheet, "", VerbDraft, SheetDraft, []Party{ByFiling}},
	{WorkflowSheet, SheetDraft, VerbEdit, SheetDraft, []Party{ByFiling}},
	{WorkflowSheet, SheetDraft, VerbFile, SheetFiled, []Party{ByFiling}},
	{WorkflowSheet, SheetDraft, VerbDiscard, SheetDiscarded, []Party{ByFiling}},
	{WorkflowSheet, SheetFiled, VerbAmend, SheetFiled, []Party{ByLead, ByFiling}},

	{WorkflowCase, "", VerbOpen, CaseReceived, []Party{ByFiling}},
	{WorkflowCase, CaseReceived, VerbStartSupport, CaseSupporting, []Party{ByLead}},
	{WorkflowCase, CaseReceived, VerbHandOff, CaseReceived, []Party{ByLead}},
	{WorkflowCase, CaseSupporting, VerbHandOff, CaseSupporting, []Party{ByLead}},
	{WorkflowCase, CaseCoordinating, VerbHandOff, CaseCoordinating, []Party{ByLead}},
	{WorkflowCase, CaseMonitoring, VerbHandOff, CaseMonitoring, []Party{ByLead}},
	{WorkflowCase, CaseReceived, VerbAddNote, CaseReceived, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseSupporting, VerbAddNote, CaseSupporting, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseCoordinating, VerbAddNote, CaseCoordinating, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseMonitoring, VerbAddNote, CaseMonitoring, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseSuspended, VerbAddNote, CaseSuspended, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseClosed, VerbAddNote, CaseClosed, []Party{ByLastLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseReceived, VerbProtect, CaseReceived, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseReceived, VerbBreakGlass, CaseReceived, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseSupporting, VerbProtect, CaseSupporting, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseSupporting, VerbBreakGlass, CaseSupporting, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseCoordinating, VerbProtect, CaseCoordinating, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseCoordinating, VerbBreakGlass, CaseCoordinating, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseMonitoring, VerbProtect, CaseMonitoring, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseMonitoring, VerbBreakGlass, CaseMonitoring, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseSuspended, VerbProtect, CaseSuspended, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseSuspended, VerbBreakGlass, CaseSuspended, []Party{ByLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseClosed, VerbProtect, CaseClosed, []Party{ByLastLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseClosed, VerbBreakGlass, CaseClosed, []Party{ByLastLead, BySupporting, ByCoordinator}},
	{WorkflowCase, CaseReceived, VerbLogContact, CaseReceived, []Party{ByCoordinator}},
	{WorkflowCase, CaseSupporting, VerbLogContact, CaseSupporting, []Party{ByCoordinator}},
	{WorkflowCase, CaseCoordinating, VerbLogContact, CaseCoordinating, []Party{ByCoordinator}},
	{WorkflowCase, CaseMonitoring, VerbLogContact, CaseMonitoring, []Party{ByCoordinator}},
	{WorkflowCase, CaseSuspended, VerbLogContact, CaseSuspended, []Party{ByCoordinator}},
	{WorkflowCase, CaseClosed, VerbLogContact, CaseClosed, []Party{ByCoordinator}},
	{WorkflowCase, CaseSupporting, VerbMonitor, CaseMonitoring, []Party{ByLead}},
	{WorkflowCase, CaseReceived, VerbEscalate, CaseCoordinating, []Party{ByLead, ByClock}},
	{WorkflowCase, CaseSupporting, VerbEscalate, CaseCoordinating, []Party{ByLead, ByClock}},
	{WorkflowCase, CaseMonitoring, VerbEscalate, CaseCoordinating, []Party{ByLead, ByClock}},
	{WorkflowCase, CaseCoordinating, VerbSettle, CaseSupporting, []Party{ByCoordinator}},
	{WorkflowCase, CaseCoordinating, VerbSettle, CaseMonitoring, []Party{ByCoordinator}},
	{WorkflowCase, CaseReceived, VerbSuspend, CaseSuspended, []Party{ByLead, ByCoordinator}},
	{WorkflowCase, CaseSupporting, VerbSuspend, CaseSuspended, []Party{ByLead, ByCoordinator}},
	{WorkflowCase, CaseMonitoring, VerbSuspend, CaseSuspended, []Party{ByLead, ByCoordinator}},
	{WorkflowCase, CaseCoordinating, VerbSuspend, CaseSuspended, []Party{ByLead, ByCoordinator}},
	{WorkflowCase, CaseSuspended, VerbResume, CaseSupporting, []Party{ByLead}},
	{WorkflowCase, CaseSupporting, VerbCheckClosure, CaseSupporting, []Party{ByLead}},
	{WorkflowCase, CaseMonitoring, VerbCheckClosure, CaseMonitoring, []Party{ByLead}},
	{WorkflowCase, CaseCoordinating, VerbCheckClosure, CaseCoordinating, []Party{ByCoordinator}},
	{WorkflowCase, CaseSupporting, VerbClose, CaseClosed, []Party{ByLead}},
	{WorkflowCase, CaseMonitoring, VerbClose, CaseClosed, []Party{ByLead}},
	{WorkflowCase, CaseCoordinating, VerbClose, CaseClosed, []Party{ByCoordinator}},
	{WorkflowCase, CaseClosed, VerbReopen, CaseSupporting, []Party{ByLastLead, ByCoordinator}},

	{WorkflowHandoff, "", VerbHandOff, HandoffRequested, []Party{ByLead}},
	{WorkflowHandoff, HandoffRequested, VerbAccept, HandoffAccepted, []Party{ByAskedToLead}},
	{WorkflowHandoff, HandoffRequested, VerbJoin, HandoffJoined, []Party{ByReceiver}},
	{WorkflowHandoff, HandoffRequested, VerbPassOn, HandoffPassedOn, []Party{ByAskedToLead}},
	{WorkflowHandoff, HandoffRequested, VerbAsk, HandoffAsked, []Party{ByReceiver}},
	{WorkflowHandoff, HandoffAsked, VerbAnswer, HandoffRequested, []Party{BySender}},
	// Ours: whoever asked may take the case before the answer comes; a question must not keep a household waiting.
	{WorkflowHandoff, HandoffAsked, VerbAccept, HandoffAccepted, []Party{ByAskedToLead}},
	{WorkflowHandoff, HandoffAsked, VerbJoin, HandoffJoined, []Party{ByReceiver}},
	{WorkflowHandoff, HandoffAsked, VerbPassOn, HandoffPassedOn, []Party{ByAskedToLead}},
	{WorkflowHandoff, HandoffRequested, VerbWithdraw, HandoffWithdrawn, []Party{BySender}},
	{WorkflowHandoff, HandoffAsked, VerbWithdraw, HandoffWithdrawn, []Party{BySender}},
	{WorkflowHandoff, HandoffEscalated, VerbWithdraw, HandoffWithdrawn, []Party{ByCoordinator}},
	{WorkflowHandoff, HandoffRequested, VerbEscalate, HandoffEscalated, []Party{BySender, ByReceiver, ByClock}},
	{WorkflowHandoff, HandoffAsked, VerbEscalate, HandoffEscalated, []Party{BySender, ByReceiver, ByClock}},
	{WorkflowHandoff, HandoffEscalated, VerbAccept, HandoffAccepted, []Party{ByAskedToLead}},
	{WorkflowHandoff, HandoffEscalated, VerbJoin, HandoffJoined, []Party{ByReceiver}},
	// The coordinator names another agency; nothing goes back to the sender, and the lead stays where it is.
	{WorkflowHandoff, HandoffEscalated, VerbRedirect, HandoffEscalated, []Party{ByCoordinator}},
	{WorkflowHandoff, HandoffAccepted, VerbConnect, HandoffConnected, []Party{ByReceiver}},
	{WorkflowHandoff, HandoffJoined, VerbConnect, HandoffConnected, []Party{ByReceiver}},
	{WorkflowHandoff, HandoffRequested, VerbReportRefusal, HandoffRequested, []Party{BySender, ByCoordinator}},
	{WorkflowHandoff, HandoffAsked, VerbReportRefusal, HandoffAsked, []Party{BySender, ByCoordinator}},
	{WorkflowHandoff, HandoffEscalated, VerbReportRefusal, HandoffEscalated, []Party{BySender, ByCoordinator}},

	// Only a つなぎ whose content is withheld, since the consent it rested on was withdrawn, takes another ground.
	{WorkflowHandoff, HandoffRequested, VerbReground, HandoffRequested, []Party{BySender}},
	{WorkflowHandoff, HandoffAsked, VerbReground, HandoffAsked, []Party{BySender}},
	{WorkflowHandoff, HandoffEscalated, VerbReground, HandoffEscalated, []Party{BySender, ByCoordinator}},

	{WorkflowEscalation, "", VerbOpen, EscalationReceived, []Party{ByLead, BySender, ByReceiver, ByClock, ByCoordinator}},
	{WorkflowEscalation, EscalationReceived, VerbOrganize, EscalationOrganizing, []Party{ByCoordinator}},
	{WorkflowEscalation, EscalationOrganizing, VerbSettle, EscalationSettled, []Party{ByCoordinator}},
	{WorkflowEscalation, EscalationOrganizing, VerbReassign, EscalationOrganizing, []Party{ByCoordinator}},
	{WorkflowEscalation, EscalationOrganizing, VerbLink, EscalationOrganizing, []Party{ByCoordinator}},
	{WorkflowEscalation, EscalationSettled, VerbLink, EscalationSettled, []Party{ByCoordinator}},
	{WorkflowEscalation, EscalationReceived, VerbLogContact, EscalationReceived, []Party{ByCoordinator}},
	{WorkflowEscalation, EscalationOrganizing, VerbLogContact, EscalationOrganizing, []Party{ByCoordinator}},
	{WorkflowEscalation, EscalationSettled, VerbLogContact, EscalationSettled, []Party{ByCoordinator}},

	{WorkflowNote, "", VerbAddNote, NoteWritten, []Party{ByLead, ByLastLead, BySupporting, ByCoordinator}},
	{WorkflowNote, NoteWritten, VerbCorrect, NoteWritten, []Party{ByAuthor}},

	{WorkflowDisposal, "", VerbPropose, DisposalProposed, []Party{ByCityOffice}},
	{WorkflowDisposal, DisposalProposed, VerbApprove, DisposalApproved, []Party{BySecondPerson}},
	{WorkflowDisposal, DisposalProposed, VerbWithdraw, DisposalWithdrawn, []Party{ByCityOffice}},
	{WorkflowDisposal, DisposalApproved, VerbCarryOut, DisposalErased, []Party{ByClock}},

	{WorkflowInformation, "", VerbEdit, InformationWritten, []Party{ByCoordinator}},
	{WorkflowInformation, InformationWritten, VerbEdit, InformationWritten, []Party{ByCoordinator}},
	{WorkflowFile, "", VerbAttach, FileKept, []Party{ByLead, ByLastLead, BySupporting, ByCoordinator}},
	{WorkflowFile, FileKept, VerbRemove, FileRemoved, []Party{ByLead, ByLastLead, ByAuthor, ByCoordinator}},

	{WorkflowConsent, "", VerbAwaitConsent, ConsentStateUnconfirmed, consentBy},
	{WorkflowConsent, "", VerbGiveConsent, ConsentStateGiven, consentBy},
	{WorkflowConsent, "", VerbRefuseConsent, ConsentStateRefused, consentBy},
	{WorkflowConsent, "", VerbConsentUnable, ConsentStateUnable, consentBy},
	{WorkflowConsent, ConsentStateUnconfirmed, VerbGiveConsent, ConsentStateGiven, consentBy},
	{WorkflowConsent, ConsentStateUnconfirmed, VerbRefuseConsent, ConsentStateRefused, consentBy},
	{WorkflowConsent, ConsentStateUnconfirmed, VerbConsentUnable, ConsentStateUnable, consentBy},
	{WorkflowConsent, ConsentStateRefused, VerbGiveConsent, ConsentStateGiven, consentBy},
	{WorkflowConsent, ConsentStateRefused, VerbConsentUnable, ConsentStateUnable, consentBy},
	{WorkflowConsent, ConsentStateUnable, VerbGiveConsent, ConsentStateGiven, consentBy},
	{WorkflowConsent, ConsentStateUnable, VerbRefuseConsent, ConsentStateRefused, consentBy},
	{WorkflowConsent, ConsentStateGiven, VerbGiveConsent, ConsentStateGiven, consentBy}, // with another scope
	{WorkflowConsent, ConsentStateGiven, VerbWithdrawConsent, ConsentStateWithdrawn, consentBy},
	{WorkflowConsent, ConsentStateWithdrawn, VerbGiveConsent, ConsentStateGiven, consentBy},

	{WorkflowConference, "", VerbPropose, ConferencePolling, []Party{ByCoordinator}},
	{WorkflowConference, ConferencePolling, VerbAnswer, ConferencePolling, []Party{ByInvitee}},
	{WorkflowConference, ConferencePolling, VerbRemind, ConferencePolling, []Party{ByCoordinator, ByClock}},
	{WorkflowConference, ConferencePolling, VerbSchedule, ConferenceScheduled, []Party{ByCoordinator}},
	{WorkflowConference, ConferencePolling, VerbCancel, ConferenceCancelled, []Party{ByCoordinator}}, // a poll that comes to nothing
	{WorkflowConference, ConferenceScheduled, VerbRespond, ConferenceScheduled, []Party{ByInvitee}},
	{WorkflowConference, ConferenceScheduled, VerbReschedule, ConferenceScheduled, []Party{ByCoordinator}},
	{WorkflowConference, ConferenceScheduled, VerbCancel, ConferenceCancelled, []Party{ByCoordinator}},
	{WorkflowConference, ConferenceScheduled, VerbHold, ConferenceHeld, []Party{ByCoordinator}},
	{WorkflowConference, ConferenceHeld, VerbFinalize, ConferenceRecorded, []Party{ByCoordinator}},

	{WorkflowConference, ConferencePolling, VerbPrepare, ConferencePolling, []Party{ByCoordinator}},
	{WorkflowConference, ConferenceScheduled, VerbPrepare, ConferenceScheduled, []Party{ByCoordinator}},
	{WorkflowConference, ConferencePolling, VerbRemoveInvitee, ConferencePolling, []Party{ByCoordinator}},
	{WorkflowConference, ConferenceScheduled, VerbRemoveInvitee, ConferenceScheduled, []Party{ByCoordinator}},
	{WorkflowConference, ConferenceScheduled, VerbPledge, ConferenceScheduled, []Party{ByInvitee}},
	{WorkflowConference, ConferenceHeld, VerbPledge, ConferenceHeld, []Party{ByInvitee}},
	{WorkflowConference, ConferenceHeld, VerbAttend, ConferenceHeld, []Party{ByCoordinator, BySecretary}},
	{WorkflowConference, ConferenceHeld, VerbWriteMinutes, ConferenceHeld, []Party{ByCoordinator, BySecretary}},
	{WorkflowConference, ConferenceHeld, VerbRemoveInvitee, ConferenceHeld, []Party{ByCoordinator}},
	{WorkflowConference, ConferenceRecorded, VerbPledge, ConferenceRecorded, []Party{ByInvitee}}, // who was away reads it later
	{WorkflowConference, ConferenceRecorded, VerbRemoveInvitee, ConferenceRecorded, []Party{ByCoordinator}},
	{WorkflowConference, ConferenceRecorded, VerbAddAddendum, ConferenceRecorded, []Party{ByCoordinator, BySecretary}},

	{WorkflowAssignment, "", verbPropose, AssignmentProposed, []Party{ByCoordinator}},
	{WorkflowAssignment, AssignmentProposed, VerbTake, AssignmentTaken, []Party{ByAssignee}},
	// Ours: who cannot even begin says so at once; silence must not be the only answer left (decision 0036).
	{WorkflowAssignment, AssignmentProposed, VerbStruggle, AssignmentStruggling, []Party{ByAssignee}},
	{WorkflowAssignment, AssignmentProposed, verbReassign, AssignmentProposed, []Party{ByCoordinator}},
	{WorkflowAssignment, AssignmentProposed, VerbRetime, AssignmentProposed, []Party{ByCoordinator}},
	{WorkflowAssignment, AssignmentTaken, VerbReport, AssignmentTaken, []Party{ByAssignee}},
	{WorkflowAssignment, AssignmentTaken, VerbComplete, AssignmentCompleted, []Party{ByAssignee}},
	{WorkflowAssignment, AssignmentTaken, VerbStruggle, AssignmentStruggling, []Party{ByAssignee}},
	{WorkflowAssignment, AssignmentTaken, verbReassign, AssignmentTaken, []Party{ByCoordinator}},
	{WorkflowAssignment, AssignmentTaken, VerbRetime, AssignmentTaken, []Party{ByCoordinator}},
	{WorkflowAssignment, AssignmentStruggling, VerbReport, AssignmentStruggling, []Party{ByAssignee}},
	{WorkflowAssignment, AssignmentStruggling, VerbComplete, AssignmentCompleted, []Party{ByAssignee}},
	{WorkflowAssignment, AssignmentStruggling, verbReassign, AssignmentTaken, []Party{ByCoordinator}},
	{WorkflowAssignment, AssignmentStruggling, VerbRetime, AssignmentTaken, []Party{ByCoordinator}},
	{WorkflowAssignment, AssignmentProposed, VerbHandOn, AssignmentHandedOn, []Party{ByLead, ByCoordinator}},
	{WorkflowAssignment, AssignmentTaken, VerbHandOn, AssignmentHandedOn, []Party{ByLead, ByCoordinator}},
	{WorkflowAssignment, AssignmentStruggling, VerbHandOn, AssignmentHandedOn, []Party{ByLead, ByCoordinator}},

	{WorkflowPlan, "", VerbDraft, PlanDrafting, []Party{ByLead, ByCoordinator}},
	{WorkflowPlan, PlanDrafting, VerbEdit, PlanDrafting, []Party{ByLead, ByCoordinator}},
	{WorkflowPlan, PlanDrafting, VerbAgree, PlanAgreed, []Party{ByLead, ByCoordinator}},
	{WorkflowPlan, PlanAgreed, VerbRevise, PlanDrafting, []Party{ByLead, ByCoordinator}},
	{WorkflowPlan, PlanAgreed, VerbReview, PlanAgreed, []Party{ByLead, ByCoordinator}},
	{WorkflowPlan, PlanDrafting, VerbEnd, PlanEnded, []Party{ByLead, ByCoordinator}},
	{WorkflowPlan, PlanAgreed, VerbEnd, PlanEnded, []Party{ByLead, ByCoordinator}},

	{WorkflowMonitoring, "", VerbPlan, MonitoringDue, []Party{ByLead, ByCoordinator}},
	{WorkflowMonitoring, MonitoringDue, VerbRecord, MonitoringDone, []Party{ByLead, ByLastLead, BySupporting, ByCoordinator}},
	{WorkflowMonitoring, MonitoringDue, VerbDrop, MonitoringDropped, []Party{ByLead, ByLastLead, ByCoordinator}},

	{WorkflowMissingResource, "", VerbNoteMissing, MissingNoted, []Party{ByStaff}},
	{WorkflowMissingResource, MissingNoted, VerbConsider, MissingConsidering, []Party{ByCity}},
	{WorkflowMissingResource, MissingConsidering, VerbConsider, MissingConsidering, []Party{ByCity}},
	{WorkflowMissingResource, MissingAnswered, VerbConsider, MissingConsidering, []Party{ByCity}},
	{WorkflowMissingResource, MissingNoted, verbAnswerMissing, MissingAnswered, []Party{ByCity}},
	{WorkflowMissingResource, MissingConsidering, verbAnswerMissing, MissingAnswered, []Party{ByCity}},
	{WorkflowMissingResource, MissingAnswered, verbAnswerMissing, MissingAnswered, []Party{ByCity}},

	{WorkflowDispatch, "", "request", "requested", []Party{ByLead, ByCoordinator}},
	{WorkflowDispatch, "requested", "assign", "assigned", []Party{ByCoordinator}},
	{WorkflowDispatch, "assigned", "assign", "assigned", []Party{ByCoordinator}}, // another, when the first does not answer
	{WorkflowDispatch, "assigned", "confirm", "confirmed", []Party{ByAdvisor}},
	{WorkflowDispatch, "confirmed", "advise", "advised", []Party{ByAdvisor}},
	{WorkflowDispatch, "advised", "follow_up", "advised", []Party{ByAdvisor}},
	{WorkflowDispatch, "advised", "complete", "completed", []Party{ByCoordinator}},
	{WorkflowDispatch, "requested", "cancel", "cancelled", []Party{ByCoordinator}},
	{WorkflowDispatch, "assigned", "cancel", "cancelled", []Party{ByCoordinator}},
	{WorkflowDispatch, "confirmed", "cancel", "cancelled", []Party{ByCoordinator}},

	{WorkflowAccount, "", VerbInvite, AccountInvited, peopleBy},
	{WorkflowAccount, AccountInvited, VerbResendInvitation, AccountInvited, peopleBy},
	{WorkflowAccount, AccountInvited, VerbCancelInvitation, AccountInactive, peopleBy},
	{WorkflowAccount, AccountInactive, VerbResendInvitation, AccountInvited, peopleBy}, // only who never joined
	{WorkflowAccount, AccountInvited, VerbSetPassword, AccountActive, []Party{ByHolder}},
	{WorkflowAccount, AccountActive, VerbSetPassword, AccountActive, []Party{ByHolder}},
	{WorkflowAccount, AccountInvited, VerbUpdate, AccountInvited, []Party{ByAdmin}},
	{WorkflowAccount, AccountActive, VerbUpdate, AccountActive, []Party{ByAdmin}},
	{WorkflowAccount, AccountInvited, VerbGrantRole, AccountInvited, peopleBy},
	{WorkflowAccount, AccountActive, VerbGrantRole, AccountActive, peopleBy},
	{WorkflowAccount, AccountActive, VerbSetDeputy, AccountActive, peopleBy},
	{WorkflowAccount, AccountActive, VerbResetPassword, AccountActive, peopleBy},
	{WorkflowAccount, AccountActive, VerbEndSessions, AccountActive, peopleBy},
	{WorkflowAccount, AccountActive, VerbForgetFactors, AccountActive, []Party{ByAdmin}},
	{WorkflowAccount, AccountInvited, VerbEndRole, AccountInvited, peopleBy},
	{WorkflowAccount, AccountActive, VerbEndRole, AccountActive, peopleBy},
	{WorkflowAccount, AccountActive, VerbHandOver, AccountActive, peopleBy},
	{WorkflowAccount, AccountActive, VerbDeactivate, AccountInactive, peopleBy},
	{WorkflowAccount, AccountInactive, VerbReactivate, AccountActive, peopleBy},
	{WorkflowSurvey, "", VerbDraft, SurveyDraft, []Party{ByCityOffice}},
	{WorkflowSurvey, SurveyDraft, VerbEdit, SurveyDraft, []Party{ByCityOffice}},
	{WorkflowSurvey, SurveyDraft, VerbOpen, SurveyOpen, []Party{ByCityOffice}},
	{WorkflowSurvey, SurveyOpen, VerbRemind, SurveyOpen, []Party{ByCityOffice}},
	{WorkflowSurvey, SurveyOpen, VerbClose, SurveyClosed, []Party{ByCityOffice}},

	{WorkflowStudy, "", VerbDraft, StudyDraft, []Party{ByCityStaff}},
	{WorkflowStudy, StudyDraft, VerbEdit, StudyDraft, []Party{ByWriter}},
	{WorkflowStudy, StudyDraft, VerbSubmit, StudyInReview, []Party{ByWriter}},
	{WorkflowStudy, StudyDraft, VerbWithdraw, StudyWithdrawn, []Party{ByWriter}},
	{WorkflowStudy, StudyInReview, VerbApprove, StudyPublished, []Party{BySecondPerson}},
	{WorkflowStudy, StudyInReview, VerbSendBack, StudyDraft, []Party{BySecondPerson}},
	{WorkflowStudy, StudyInReview, VerbWithdraw, StudyWithdrawn, []Party{ByWriter, ByCityOffice}},
	{WorkflowStudy, StudyPublished, VerbWithdraw, StudyWithdrawn, []Party{ByWriter, ByCityOffice}},

	{WorkflowTraining, "", VerbPlan, TrainingPlanned, []Party{ByCityStaff}},
	{WorkflowTraining, TrainingPlanned, VerbEdit, TrainingPlanned, []Party{ByCityStaff}},
	{WorkflowTraining, TrainingPlanned, VerbHold, TrainingHeld, []Party{ByCityStaff}},
	{WorkflowTraining, TrainingHeld, VerbHold, TrainingHeld, []Party{ByCityStaff}}, // a correction
	{WorkflowTraining, TrainingPlanned, VerbCancel, TrainingCancelled, []Party{ByCityStaff}},

	{WorkflowExport, "", "request", ExportQueued, []Party{ByHolder}},
	{WorkflowExport, ExportQueued, "make", ExportRunning, []Party{ByClock}},
	{WorkflowExport, ExportRunning, "make", ExportRunning, []Party{ByClock}}, // again, after a silence
	{WorkflowExport, ExportRunning, "put_back", ExportQueued, []Party{ByClock}},
	{WorkflowExport, ExportRunning, "finish", ExportReady, []Party{ByClock}},
	{WorkflowExport, ExportRunning, "fail", ExportFailed, []Party{ByClock}},
	{WorkflowExport, ExportQueued, VerbCancel, ExportCancelled, []Party{ByHolder}},
	{WorkflowExport, ExportRunning, VerbCancel, ExportCancelled, []Party{ByHolder}},
	{WorkflowExport, ExportReady, VerbDownload, ExportReady, []Party{ByHolder}},
}

// Next returns the states the verb may lead to; none means "not now". Only a case's settle has two.
func Next(w Workflow, from State, verb Verb) []State {
	var to []State
	for _, t := range Transitions {
		if t.Workflow == w && t.From == from && t.Verb == verb {
			to = append(to, t.To)
		}
	}
	return to
}

// Verbs returns the verbs of a state in the order of the table, each once.
func Verbs(w Workflow, from State) []Verb {
	var verbs []Verb
	for _, t := range Transitions {
		if t.Workflow == w && t.From == from && !slices.Contains(verbs, t.Verb) {
			verbs = append(verbs, t.Verb)
		}
	}
	return verbs
}

// move is the one place where a state is assigned. It panics when the table has no such row:
// every rule has asked permit before, so that would be a fault of this package, not of its caller.
func move(w Workflow, state *State, verb Verb, to State) {
	if !slices.Contains(Next(w, *state, verb), to) {
		panic("casework: " + string(w) + " cannot " + string(verb) + " from " + string(*state) + " to " + string(to))
	}
	*state = to
}

// permit asks the table whether someone who is any of the parties may do the verb now.
// Not theirs in any state is forbidden; theirs but not in this state is wrong_state.
func permit(w Workflow, from State, verb Verb, is func(Party) bool) error {
	theirs := false
	for _, t := range Transitions {
		if t.Workflow != w || t.Verb != verb || !slices.ContainsFunc(t.By, is) {
			continue
		}
		if t.From == from {
			return nil
		}
		theirs = true
	}
	if !theirs {
		return forbidden("この操作は、担当する機関の方だけが行えます。")
	}
	return wrongState("いまの状態では、この操作は行えません。画面を更新して、最新の状態をご確認ください。")
}
