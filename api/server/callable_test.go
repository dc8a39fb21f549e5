package server

import (
	"slices"
	"strings"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// An outside program follows `actions`: each of them must be a path of the contract, or one of these.
var otherPaths = map[casework.Verb]string{
	casework.VerbEdit:    "/plans/{planId}",
	casework.VerbHandOff: "/cases/{caseId}/handoffs", casework.VerbAddNote: "/cases/{caseId}/notes",
	casework.VerbCheckClosure: "/cases/{caseId}/closure",
	casework.VerbLogContact:   "/coordination-contacts",
	casework.VerbProtect:      "/cases/{caseId}/protections", casework.VerbReground: "/handoffs/{handoffId}/ground",
}

func TestEveryActionIsAnOperation(t *testing.T) {
	doc, _ := contract(t)
	for prefix, of := range map[string]struct {
		workflow casework.Workflow
		states   []casework.State
	}{
		"/cases/{caseId}/": {casework.WorkflowCase, []casework.State{
			casework.CaseReceived, casework.CaseSupporting, casework.CaseCoordinating, casework.CaseMonitoring, casework.CaseSuspended, casework.CaseClosed}},
		"/handoffs/{handoffId}/": {casework.WorkflowHandoff, []casework.State{
			casework.HandoffRequested, casework.HandoffAsked, casework.HandoffAccepted, casework.HandoffJoined, casework.HandoffEscalated}},
		"/escalations/{escalationId}/": {casework.WorkflowEscalation, []casework.State{
			casework.EscalationReceived, casework.EscalationOrganizing, casework.EscalationSettled}},
		"/assignments/{assignmentId}/": {casework.WorkflowAssignment, []casework.State{casework.AssignmentProposed, casework.AssignmentTaken, casework.AssignmentStruggling}},
		"/plans/{planId}/":             {casework.WorkflowPlan, []casework.State{casework.PlanDrafting, casework.PlanAgreed}},
	} {
		for _, state := range of.states {
			for _, verb := range casework.Verbs(of.workflow, state) {
				path := prefix + strings.ReplaceAll(string(verb), "_", "-")
				if other := otherPaths[verb]; other != "" {
					path = other
				}
				item := doc.Paths.Value(path)
				callable := len(callable([]string{string(verb)})) == 1
				if has := item != nil && (item.Post != nil || verb == casework.VerbCheckClosure && item.Get != nil || verb == casework.VerbEdit && item.Patch != nil); has != callable {
					t.Errorf("%s: %s has an operation: %v, is offered: %v", state, path, has, callable)
				}
			}
		}
	}
	if got := callable([]string{"hand_off", "escalate"}); !slices.Equal(got, []string{"hand_off", "escalate"}) {
		t.Errorf("callable: %v", got)
	}
}
