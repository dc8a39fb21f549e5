package casework

// The states, verbs and events of what is agreed on a case: roles, plan, monitoring.

// The states.
const (
	AssignmentProposed   State = "proposed"
	AssignmentTaken      State = "taken"
	AssignmentStruggling State = "struggling"
	AssignmentCompleted  State = "completed"
	AssignmentHandedOn   State = "handed_on"

	PlanDrafting State = "draft"
	PlanAgreed   State = "agreed"
	PlanEnded    State = "ended"

	MonitoringDue     State = "due"
	MonitoringDone    State = "done"
	MonitoringDropped State = "dropped"

	MissingNoted       State = "noted"
	MissingConsidering State = "considering"
	MissingAnswered    State = "answered"
)

// WorkflowMonitoring is モニタリング: what the plan and the closure ask somebody to look after on a day.
const WorkflowMonitoring Workflow = "monitoring"

// WorkflowMissingResource is 足りない社会資源: noted by whoever plans, answered by the city.
const WorkflowMissingResource Workflow = "missing_resource"

// The parties towards what belongs to the whole city.
const (
	ByStaff Party = "staff"       // whoever works for an agency, coordinates, or sits at the city office
	ByCity  Party = "city_office" // the city office or a coordinator
)

// The verbs.
const (
	verbPropose  Verb = "propose"
	VerbTake     Verb = "take"
	VerbReport   Verb = "report"
	VerbComplete Verb = "complete"
	VerbStruggle Verb = "struggle"
	verbReassign Verb = "reassign"
	VerbRetime   Verb = "retime"
	VerbHandOn   Verb = "hand_on"

	VerbAgree  Verb = "agree"
	VerbRevise Verb = "revise"
	VerbReview Verb = "review"
	VerbEnd    Verb = "end"

	VerbPlan   Verb = "plan" // sets a day for a monitoring
	VerbRecord Verb = "record"
	VerbDrop   Verb = "drop"

	VerbNoteMissing   Verb = "note"
	VerbConsider      Verb = "consider"
	verbAnswerMissing Verb = "answer"

	VerbCheckClosure Verb = "check_closure"
)

// The kinds of events.
const (
	EventAssignmentProposed   EventKind = "assignment_proposed"
	EventAssignmentTaken      EventKind = "assignment_taken"
	EventAssignmentReported   EventKind = "assignment_reported"
	EventAssignmentCompleted  EventKind = "assignment_completed"
	EventAssignmentStruggling EventKind = "assignment_struggling"
	EventAssignmentReassigned EventKind = "assignment_reassigned"
	EventAssignmentRetimed    EventKind = "assignment_retimed"
	EventAssignmentHandedOn   EventKind = "assignment_handed_on"
	EventAssignmentUnanswered EventKind = "assignment_unanswered"
	EventAssignmentDueSoon    EventKind = "assignment_due_soon" // a notice only
	EventAssignmentOverdue    EventKind = "assignment_overdue"

	EventPlanDrafted  EventKind = "plan_drafted"
	EventPlanAgreed   EventKind = "plan_agreed"
	EventPlanRevised  EventKind = "plan_revised"
	EventPlanReviewed EventKind = "plan_reviewed"
	EventPlanEnded    EventKind = "plan_ended"

	EventMonitoringRecorded EventKind = "monitoring_recorded"
	EventMonitoringOverdue  EventKind = "monitoring_overdue"
)
