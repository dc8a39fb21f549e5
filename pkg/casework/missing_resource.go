package casework

import (
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// MissingResource is 足りない社会資源: what nothing in the city could give. It belongs to the city, not to a case: it names
// no case and no person, so that everybody who plans can read it.
type MissingResource struct {
	ID         ID
	State      State
	Version    int // of the stored row; the store counts it
	Field      string
	Ward       string // "" city-wide
	Issue      string // issue type it was needed for; ""
	What       string
	Agency     ID // that noted it
	NotedBy    ID // account
	NotedAt    time.Time
	Answer     string
	AnsweredBy ID // account
	AnsweredAt *time.Time
}

// NoteMissingResource writes down that something is missing. The names must not stand in it: members of the household it
// was noticed with, if any.
func NoteMissingResource(actor Actor, now time.Time, m MissingResource, household []*HouseholdMember, known func(kind, code string) bool) (*MissingResource, error) {
	if err := permit(WorkflowMissingResource, "", VerbNoteMissing, anyone(actor)); err != nil {
		return nil, err
	}
	var bad checks
	if !known("field", m.Field) {
		bad.add("/field", "unknown", "分野を選んでください。")
	}
	if m.Ward != "" && !known("ward", m.Ward) {
		bad.add("/ward", "unknown", "福祉区を選び直してください。")
	}
	if m.Issue != "" && !known("issue", m.Issue) {
		bad.add("/issue", "unknown", "お困りごとを選び直してください。")
	}
	bad.required("/what", m.What, "足りないもの")
	bad.text("/what", m.What, maxText)
	if namesSomebody(m.What, household) {
		bad.add("/what", "not_allowed", "世帯の方のお名前が含まれています。個人が分からないように書いてください。")
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	m.ID, m.Agency, m.NotedBy, m.NotedAt = NewID(now), actor.Agency, actor.Account, now
	move(WorkflowMissingResource, &m.State, VerbNoteMissing, MissingNoted)
	return &m, nil
}

// Respond says what becomes of it (by the city office or a coordinator).
func (m *MissingResource) Respond(actor Actor, now time.Time, to State, answer string) error {
	if err := m.may(actor, verbAnswerMissing); err != nil {
		return err
	}
	var bad checks
	verb := verbAnswerMissing
	switch to {
	case MissingAnswered:
	case MissingConsidering:
		verb = VerbConsider
	default:
		bad.add("/state", "unknown", "「検討中」か「回答済み」を選んでください。")
	}
	bad.required("/answer", answer, "回答")
	bad.text("/answer", answer, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowMissingResource, &m.State, verb, to)
	m.Answer, m.AnsweredBy, m.AnsweredAt = answer, actor.Account, &now
	return nil
}

func (m *MissingResource) may(actor Actor, verb Verb) error {
	return permit(WorkflowMissingResource, m.State, verb, anyone(actor))
}

// Actions lists what the actor may do with it now.
func (m *MissingResource) Actions(actor Actor) []string {
	if m.may(actor, verbAnswerMissing) != nil {
		return []string{}
	}
	return []string{string(verbAnswerMissing)}
}

// anyone reports who the actor is towards what belongs to the whole city.
func anyone(actor Actor) func(Party) bool {
	return func(p Party) bool {
		switch p {
		case ByStaff:
			return actor.WorksFor(actor.Agency) || actor.Has(RoleCoordinator) || actor.Has(RoleCityOffice)
		case ByCity:
			return actor.Has(RoleCoordinator) || actor.Has(RoleCityOffice)
		default:
			return false
		}
	}
}

// namesSomebody reports whether a text holds a family name or a whole name of the household, however it is written.
func namesSomebody(text string, household []*HouseholdMember) bool {
	folded := textnorm.Fold(text)
	for _, m := range household {
		names := append(strings.Fields(strings.ReplaceAll(m.Name, "　", " ")), m.Name)
		for _, name := range names {
			if key := textnorm.Fold(name); len([]rune(key)) > 1 && strings.Contains(folded, key) {
				return true
			}
		}
	}
	return false
}
