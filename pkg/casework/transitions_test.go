package casework

import (
	"slices"
	"strings"
	"testing"
)

func workflows() []Workflow {
	var ws []Workflow
	for _, t := range Transitions {
		if !slices.Contains(ws, t.Workflow) {
			ws = append(ws, t.Workflow)
		}
	}
	return ws
}

func TestNoStateSaysRefused(t *testing.T) {
	for _, tr := range Transitions {
		if tr.Workflow == WorkflowConsent { // a person may refuse; an agency may not
			continue
		}
		for _, bad := range []string{"refus", "reject", "declin", "return"} {
			if strings.Contains(string(tr.To), bad) {
				t.Errorf("%s has the state %s", tr.Workflow, tr.To)
			}
		}
	}
}

func TestHandoffCannotBeRefused(t *testing.T) {
	for _, from := range []State{HandoffRequested, HandoffAsked, HandoffEscalated} {
		for _, verb := range Verbs(WorkflowHandoff, from) {
			if slices.Contains([]Verb{"refuse", "reject", "decline", "return", "send_back"}, verb) {
				t.Errorf("a %s handoff offers %s", from, verb)
			}
		}
	}
}

// A receiver's verb ends in taking it (accepted, joined, passed_on), in a question, or at the coordinators.
func TestNothingAReceiverDoesReturnsAHandoffToItsSender(t *testing.T) {
	allowed := []State{HandoffAccepted, HandoffJoined, HandoffPassedOn, HandoffAsked, HandoffEscalated, HandoffConnected}
	for _, tr := range Transitions {
		receiver := slices.Contains(tr.By, ByReceiver) || slices.Contains(tr.By, ByAskedToLead)
		if tr.Workflow == WorkflowHandoff && receiver && !slices.Contains(allowed, tr.To) {
			t.Errorf("%s · %s leads to %s", tr.From, tr.Verb, tr.To)
		}
	}
}

func TestEveryStateIsReachable(t *testing.T) {
	for _, w := range workflows() {
		reached := []State{""}
		for i := 0; i < len(reached); i++ {
			for _, verb := range Verbs(w, reached[i]) {
				for _, to := range Next(w, reached[i], verb) {
					if !slices.Contains(reached, to) {
						reached = append(reached, to)
					}
				}
			}
		}
		for _, tr := range Transitions {
			if tr.Workflow == w && !slices.Contains(reached, tr.From) {
				t.Errorf("%s: nothing leads to %q", w, tr.From)
			}
		}
	}
}

func TestEveryRowNamesWhoMayAndNoRowStandsTwice(t *testing.T) {
	seen := map[string]bool{}
	for _, tr := range Transitions {
		if len(tr.By) == 0 || tr.To == "" || tr.Verb == "" {
			t.Errorf("incomplete row: %+v", tr)
		}
		key := strings.Join([]string{string(tr.Workflow), string(tr.From), string(tr.Verb), string(tr.To)}, " ")
		if seen[key] {
			t.Errorf("row twice: %s", key)
		}
		seen[key] = true
	}
}

// Silence escalates: every state of a handoff in which someone owes an answer has a way out by the clock.
func TestEveryWaitingHandoffEscalatesByTheClock(t *testing.T) {
	for _, from := range []State{HandoffRequested, HandoffAsked} {
		if err := permit(WorkflowHandoff, from, VerbEscalate, func(p Party) bool { return p == ByClock }); err != nil {
			t.Errorf("the clock cannot escalate a %s handoff: %v", from, err)
		}
	}
}

func TestOnlySettleHasTwoOutcomes(t *testing.T) {
	for _, w := range workflows() {
		for _, tr := range Transitions {
			if tr.Workflow == w && len(Next(w, tr.From, tr.Verb)) > 1 && tr.Verb != VerbSettle {
				t.Errorf("%s: %s from %q is ambiguous", w, tr.Verb, tr.From)
			}
		}
	}
}

func TestPermitTellsNotYoursFromNotNow(t *testing.T) {
	receiver := func(p Party) bool { return p == ByReceiver || p == ByAskedToLead }
	stranger := func(Party) bool { return false }
	if err := permit(WorkflowHandoff, HandoffRequested, VerbAccept, receiver); err != nil {
		t.Errorf("receiver, requested: %v", err)
	}
	wantCode(t, permit(WorkflowHandoff, HandoffAccepted, VerbAccept, receiver), CodeWrongState)
	wantCode(t, permit(WorkflowHandoff, HandoffRequested, VerbAccept, stranger), CodeForbidden)
	wantCode(t, permit(WorkflowHandoff, HandoffRequested, "refuse", receiver), CodeForbidden)
}

func TestAStateIsNeverAssignedOutsideTheTable(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("move took a closed case to received")
		}
	}()
	state := CaseClosed
	move(WorkflowCase, &state, VerbOpen, CaseReceived)
}

func TestDiagramShowsEveryRow(t *testing.T) {
	for _, w := range workflows() {
		d := Diagram(w)
		rows := 0
		for _, tr := range Transitions {
			if tr.Workflow == w {
				rows++
			}
		}
		if got := strings.Count(d, "-->"); got != rows || !strings.HasPrefix(d, "stateDiagram-v2\n") {
			t.Errorf("%s: %d arrows for %d rows", w, got, rows)
		}
	}
	if !strings.Contains(Diagram(WorkflowHandoff), "requested --> accepted: accept (asked_to_lead)") {
		t.Error("the diagram does not say who accepts")
	}
}
