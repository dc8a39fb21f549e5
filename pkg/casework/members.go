package casework

import (
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// memberKey is where a person stands: 本人 or a member of one sheet.
func memberKey(sheet ID, member ID) string {
	if member == "" {
		return string(sheet) + "/subject"
	}
	return string(sheet) + "/" + string(member)
}

// syncMembers brings the persons of the household to what the sheet says now. A person is the same one when it stands
// at the same place of the sheet, or carries the same name on another sheet of the household. What the sheet says of
// consent is a step of its own only where it changed: a withdrawal recorded since is not undone by a corrected address.
func (c *Case) syncMembers(actor Actor, now time.Time, s *Sheet, before *SheetContent) {
	for _, m := range c.Members {
		m.Current = false
	}
	seen := func(key, name, relation string, block, old *Consent) {
		m := c.memberAt(key, name)
		if m == nil {
			m = &HouseholdMember{ID: NewID(now)}
			c.Members = append(c.Members, m)
		}
		if !slices.Contains(m.Keys, key) {
			m.Keys = append(m.Keys, key)
		}
		m.Name, m.Relation, m.Current = name, relation, true
		c.touchMember(m)
		if block.recorded() && (m.Consent == nil || old == nil || block.State != old.State) {
			c.consentOnSheet(actor, now, m, *block)
		}
	}
	if p := s.Content.Subject; p != nil {
		seen(memberKey(s.ID, ""), s.Content.DisplayName(), "", p.Consent, oldConsent(before, ""))
	}
	for _, p := range s.Content.Members {
		seen(memberKey(s.ID, p.ID), p.Name, p.Relation, p.Consent, oldConsent(before, p.ID))
	}
	c.Sheet.Consented = s.Content.EveryoneConsented()
}

func (c *Case) memberAt(key, name string) *HouseholdMember {
	for _, m := range c.Members {
		if slices.Contains(m.Keys, key) {
			return m
		}
	}
	for _, m := range c.Members {
		if !m.Current && textnorm.Fold(name) != "" && textnorm.Fold(m.Name) == textnorm.Fold(name) {
			return m
		}
	}
	return nil
}

func (c *Case) touchMember(m *HouseholdMember) {
	if !slices.Contains(c.changes.Members, m) {
		c.changes.Members = append(c.changes.Members, m)
	}
}

// consentOnSheet takes over what was ticked on the sheet. "Refused" after "given" is a withdrawal; a step the table
// does not know (unconfirmed after anything) says nothing new.
func (c *Case) consentOnSheet(actor Actor, now time.Time, m *HouseholdMember, block Consent) {
	want := block.State
	if m.consentState() == ConsentStateGiven && want == ConsentRefused {
		want = ConsentWithdrawn
	}
	if m.Consent == nil && want == ConsentWithdrawn {
		want = ConsentRefused
	}
	verb, to := consentStep(m.consentState(), want)
	if verb == "" {
		return
	}
	c.stepConsent(actor, now, m, verb, to, ConsentOrder{
		State: want, Method: block.Method, ExplainedBy: block.ExplainedBy, RecordedOn: block.RecordedOn, Note: block.Note,
	})
}

func oldConsent(before *SheetContent, member ID) *Consent {
	if before == nil {
		return nil
	}
	if member == "" {
		if before.Subject == nil {
			return nil
		}
		return before.Subject.Consent
	}
	for _, m := range before.Members {
		if m.ID == member {
			return m.Consent
		}
	}
	return nil
}
