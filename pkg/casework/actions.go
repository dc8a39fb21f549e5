package casework

// What the screen offers is what the rules would let happen: each verb of the current state, in the
// order of the table, that passes the same check the verb itself makes first.

// Actions lists what the actor may do with the case now.
func (c *Case) Actions(actor Actor) []string {
	return offered(Verbs(WorkflowCase, c.State), func(v Verb) error { return c.may(actor, v) })
}

// HandoffActions lists what the actor may do with one handoff of the case now. On a flagged case
// passing on is not offered any more; pressed from an old screen it goes to the coordinators (PassOn).
func (c *Case) HandoffActions(h *Handoff, actor Actor) []string {
	return offered(Verbs(WorkflowHandoff, h.State), func(v Verb) error {
		if v == VerbPassOn && c.Flag != nil {
			return errFlagged()
		}
		return c.mayHandoff(h, actor, v)
	})
}

// EscalationActions lists what the actor may do with one escalation of the case now.
func (c *Case) EscalationActions(e *Escalation, actor Actor) []string {
	return offered(Verbs(WorkflowEscalation, e.State), func(v Verb) error { return c.mayEscalation(e, actor, v) })
}

// NoteActions lists what the actor may do with one note.
func NoteActions(n *Note, actor Actor) []string {
	return offered(Verbs(WorkflowNote, n.State), func(v Verb) error { return n.may(actor, v) })
}

// Actions lists what the actor may do with the sheet now. The case is the one the sheet opened; nil for drafts.
func (s *Sheet) Actions(actor Actor, c *Case) []string {
	return offered(Verbs(WorkflowSheet, s.State), func(v Verb) error { return s.may(actor, v, c) })
}

func offered(verbs []Verb, may func(Verb) error) []string {
	actions := []string{} // never nil: an empty JSON list, not null
	for _, v := range verbs {
		if may(v) == nil {
			actions = append(actions, string(v))
		}
	}
	return actions
}
