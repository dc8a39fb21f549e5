package server

import (
	"slices"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// notYet are the verbs which the rules know and the contract has no operation for so far.
var notYet = []casework.Verb{
	casework.VerbSettle, casework.VerbMonitor, casework.VerbSuspend, casework.VerbResume, casework.VerbReopen,
}

// callable leaves out the verbs that nobody could call: an action of an answer is an operation of the contract.
func callable(actions []string) []string {
	return slices.DeleteFunc(actions, func(a string) bool { return slices.Contains(notYet, casework.Verb(a)) })
}
