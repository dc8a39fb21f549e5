package casework

import (
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// ConsentRecord is one step of a person's consent (同意). Steps are only added; the newest one counts.
type ConsentRecord struct {
	ID          ID
	Person      ID
	State       State // of WorkflowConsent
	Scope       ConsentScope
	Method      ConsentMethod
	ExplainedBy string
	RecordedOn  calendar.Date
	Note        string
	By          ID // account
	Agency      ID
	At          time.Time
}

// ConsentScope is how far a consent goes. Empty lists do not limit it.
type ConsentScope struct {
	Agencies []ID     `json:"agencies,omitempty"` // to whom
	Parts    []string `json:"parts,omitempty"`    // what: sheet, notes
}

// The parts a consent can be limited to, the same words as in Scope.
const (
	PartSheet = "sheet"
	PartNotes = "notes"
)

// covers reports whether what is to be shown to the agency lies within the scope.
func (s ConsentScope) covers(agency ID, what Scope) bool {
	if len(s.Agencies) > 0 && !slices.Contains(s.Agencies, agency) {
		return false
	}
	has := func(part string) bool { return len(s.Parts) == 0 || slices.Contains(s.Parts, part) }
	return (!what.Sheet || has(PartSheet)) && (!what.Notes || has(PartNotes))
}

// ConsentOrder is what is written down when someone was asked.
type ConsentOrder struct {
	State       ConsentState
	Scope       ConsentScope
	Method      ConsentMethod
	ExplainedBy string
	RecordedOn  *calendar.Date // nil: today
	Note        string
}

// HouseholdMember is one person of the case's household, the same from version to version of the sheet.
type HouseholdMember struct {
	ID       ID
	Keys     []string // where the person stands on sheets: see memberKey
	Name     string
	Relation string         // 続柄; "" is 本人
	Current  bool           // stands on the newest sheet
	Consent  *ConsentRecord // the newest step; nil: nobody has recorded anything
}

// RecordConsent writes down what a person said when asked (by an agency that works on the case).
func (c *Case) RecordConsent(actor Actor, now time.Time, person ID, o ConsentOrder) (*ConsentRecord, error) {
	m, err := c.Member(person)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(consentBy, c.is(actor)) {
		return nil, forbidden("同意の記録は、世帯を担当する主担当機関・連携機関の方だけが行えます。")
	}
	verb, to := consentStep(m.consentState(), o.State)
	if verb == "" {
		return nil, wrongState("いまの同意の状態からは、その状態にできません。同意を取りやめるときは「撤回」を選んでください。")
	}
	if err := permit(WorkflowConsent, m.consentState(), verb, c.is(actor)); err != nil {
		return nil, err
	}
	if err := o.check(now); err != nil {
		return nil, err
	}
	return c.stepConsent(actor, now, m, verb, to, o), nil
}

// stepConsent adds the step. A withdrawal stops further disclosure in the same instant and tells everyone who
// holds the person's data (issue: "stops further disclosure at once and tells who holds data").
func (c *Case) stepConsent(actor Actor, now time.Time, m *HouseholdMember, verb Verb, to State, o ConsentOrder) *ConsentRecord {
	state, wasGiven := m.consentState(), m.consentState() == ConsentStateGiven
	move(WorkflowConsent, &state, verb, to)
	r := &ConsentRecord{ID: NewID(now), Person: m.ID, State: state, Scope: o.Scope, Method: o.Method, ExplainedBy: o.ExplainedBy,
		RecordedOn: calendar.DateOf(now), Note: o.Note, By: actor.Account, Agency: actor.Agency, At: now}
	if o.RecordedOn != nil && !o.RecordedOn.IsZero() {
		r.RecordedOn = *o.RecordedOn
	}
	m.Consent = r
	c.changes.Consents = append(c.changes.Consents, r)
	kind := EventConsentRecorded
	switch {
	case verb == VerbWithdrawConsent:
		kind = EventConsentWithdrawn
		c.withhold()
		c.tell(actor, now, kind, nil, nil, without(c.Holders(), actor.Agency)...)
	case wasGiven: // a narrower scope takes back what lies outside it
		c.tell(actor, now, EventConsentWithdrawn, nil, nil, without(c.withhold(), actor.Agency)...)
	}
	c.record(actor, now, kind, EventData{Person: m.ID, State: state})
	return r
}

// withhold hides the content of every unanswered つなぎ that rests on a consent which no longer covers it, and says
// from whom. The request itself stays, so that no household is dropped; the sender can name another ground (Reground).
func (c *Case) withhold() (from []ID) {
	for _, h := range c.RestsOnConsent() {
		if !c.ConsentCovers(h.Receiver, h.Scope) {
			h.Withheld = true
			c.touchHandoff(h)
			from = append(from, h.Receiver)
		}
	}
	return from
}

// RestsOnConsent lists the unanswered つなぎ whose content is shown on the ground of consent: what a withdrawal stops.
func (c *Case) RestsOnConsent() []*Handoff {
	var resting []*Handoff
	for _, h := range c.Handoffs {
		if h.Open() && h.Ground == GroundConsent && !h.Withheld {
			resting = append(resting, h)
		}
	}
	return resting
}

// Reground names another ground for a つなぎ whose consent was withdrawn (by the sender): its content is shown
// again, as a new line of the ledger.
func (c *Case) Reground(actor Actor, now time.Time, id ID, ground Ground, note string) error {
	h, err := c.begin(actor, id, VerbReground)
	if err != nil {
		return err
	}
	var bad checks
	if ground == "" {
		bad.required("/ground", "", "提供の根拠")
	}
	c.checkGround(&bad, ground, note, now, h.Scope, h.Receiver)
	if err := bad.err(); err != nil {
		return err
	}
	h.Ground, h.GroundNote, h.Withheld = ground, note, false
	c.touchHandoff(h)
	c.disclose(actor, now, h)
	c.record(actor, now, EventHandoffRegrounded, EventData{Handoff: h.ID, Agency: h.Receiver})
	c.tell(actor, now, EventHandoffRegrounded, h, nil, h.Receiver)
	return nil
}

// ConsentCovers reports whether everyone on the newest sheet consents to show this to the agency.
func (c *Case) ConsentCovers(agency ID, what Scope) bool {
	asked := false
	for _, m := range c.Members {
		if !m.Current {
			continue
		}
		asked = true
		if m.Consent == nil || m.Consent.State != ConsentStateGiven || !m.Consent.Scope.covers(agency, what) {
			return false
		}
	}
	return asked
}

// Holders lists every agency that holds data of the household, oldest first: who led, who supported, and who
// was shown the sheet or the notes with a つなぎ.
func (c *Case) Holders() []ID {
	var held []ID
	add := func(id ID) {
		if id != "" && !slices.Contains(held, id) {
			held = append(held, id)
		}
	}
	add(c.Sheet.Filing)
	for _, p := range c.Custodies {
		add(p.Agency)
	}
	for _, s := range c.Supporting {
		add(s.Agency)
	}
	for _, h := range c.Handoffs {
		add(h.Receiver)
	}
	if c.Coordinated() {
		add(CoordinatorsID)
	}
	return held
}

// Member returns the person of the household, or not_found.
func (c *Case) Member(id ID) (*HouseholdMember, error) {
	for _, m := range c.Members {
		if m.ID == id {
			return m, nil
		}
	}
	return nil, NotFound()
}

// ConsentStates lists the states that the actor may record for a person now.
func (c *Case) ConsentStates(m *HouseholdMember, actor Actor) []ConsentState {
	states := []ConsentState{}
	for _, v := range Verbs(WorkflowConsent, m.consentState()) {
		if permit(WorkflowConsent, m.consentState(), v, c.is(actor)) == nil {
			for _, to := range Next(WorkflowConsent, m.consentState(), v) {
				states = append(states, ConsentState(to))
			}
		}
	}
	return states
}

func (m *HouseholdMember) consentState() State {
	if m.Consent == nil {
		return ""
	}
	return m.Consent.State
}

// consentStep finds the verb that brings a consent to the state a person wants written; "" when there is none.
func consentStep(from State, want ConsentState) (Verb, State) {
	to := State(want)
	for _, v := range Verbs(WorkflowConsent, from) {
		if slices.Contains(Next(WorkflowConsent, from, v), to) {
			return v, to
		}
	}
	return "", ""
}

func (o ConsentOrder) check(now time.Time) error {
	var bad checks
	if o.State == ConsentGiven && o.Method == "" {
		bad.add("/method", "required", "同意の方法（書面・口頭・代理）を選んでください。")
	}
	if o.Method != "" && o.Method != MethodWritten && o.Method != MethodOral && o.Method != MethodProxy {
		bad.add("/method", "unknown", "同意の方法を選び直してください。")
	}
	if o.RecordedOn != nil && o.RecordedOn.After(calendar.DateOf(now)) {
		bad.add("/recordedOn", "future", "日付が未来になっています。")
	}
	for _, p := range o.Scope.Parts {
		if p != PartSheet && p != PartNotes {
			bad.add("/scope/parts", "unknown", "同意の範囲を選び直してください。")
		}
	}
	bad.text("/explainedBy", o.ExplainedBy, maxName)
	bad.text("/note", o.Note, maxText)
	return bad.err()
}

func without(ids []ID, one ID) []ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return id == one })
}
