package server

import (
	"slices"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// notYet are the verbs which the rules know and the contract has no operation for: none now.
var notYet []casework.Verb

// callable leaves out the verbs that nobody could call: an action of an answer is an operation of the contract.
func callable(actions []string) []string {
	return slices.DeleteFunc(actions, func(a string) bool { return slices.Contains(notYet, casework.Verb(a)) })
}
