package casework

import "slices"

// Role is what a person may be in the scheme. One person may hold several.
type Role string

// The roles of workflow.md ("Roles").
const (
	RoleWorker           Role = "worker"
	RoleAgencyManager    Role = "agency_manager"
	RoleCoordinator      Role = "coordinator"
	RoleAdvisor          Role = "advisor"
	RoleConferenceMember Role = "conference_member"
	RoleCityOffice       Role = "city_office"
	RoleSystemAdmin      Role = "system_admin"
	RoleAuditor          Role = "auditor"
)

// Actor is who does something: a signed-in person speaking for one agency, or the clock.
// It is built from the account's row on every request, never from a token.
type Actor struct {
	Account    ID
	Name       string
	Agency     ID
	AgencyName string
	Roles      []Role

	clock bool // private, so that no stored account can ever pose as the clock
	guest ID   // the invitee that a link without an account belongs to
}

// Clock returns the actor for what happens by itself when a due time has passed.
func Clock() Actor { return Actor{Name: "システム（期限による自動処理）", clock: true} }

// Guest returns the actor who holds the link of one invitee of a conference: it may answer for that one, nothing else.
func Guest(invitee ID, name string) Actor { return Actor{Name: name, guest: invitee} }

// GuestOf is the invitee whose link the actor holds; "" for everybody else.
func (a Actor) GuestOf() ID { return a.guest }

// IsClock reports whether the actor is the clock.
func (a Actor) IsClock() bool { return a.clock }

// Has reports whether the actor holds the role.
func (a Actor) Has(r Role) bool { return slices.Contains(a.Roles, r) }

// WorksFor reports whether the actor acts as staff of the agency. Seeing figures or keeping the
// system (city_office, system_admin, auditor) does not make anyone staff of a case.
func (a Actor) WorksFor(agency ID) bool {
	return agency != "" && a.Agency == agency && (a.Has(RoleWorker) || a.Has(RoleAgencyManager))
}
