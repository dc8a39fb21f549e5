package casework

import (
	"cmp"
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// AdvisorKind says whether an entry of the registry is a person or an organisation.
type AdvisorKind string

// The kinds.
const (
	AdvisorPerson       AdvisorKind = "person"
	AdvisorOrganisation AdvisorKind = "organisation" // its 窓口担当 signs in for it
)

// Advisor is 複合課題解決アドバイザー: an entry of the registry, kept by the city and the coordinators.
type Advisor struct {
	ID        ID
	Version   int
	UpdatedAt time.Time
	AdvisorDetails
	Account ID // who signs in as or for the advisor; "" = nobody yet, so it cannot be dispatched
}

// AdvisorDetails is what people write of an advisor.
type AdvisorDetails struct {
	Kind         AdvisorKind
	Name         string
	Kana         string
	Organisation string // 所属; of an organisation its 窓口担当
	Fields       []string
	Expertise    string
	Phone        string
	Email        string
	From         calendar.Date  // 任期
	Until        *calendar.Date // last day; nil: without end
}

// InTerm reports whether the advisor is in office on the day.
func (a *Advisor) InTerm(on calendar.Date) bool {
	return !on.Before(a.From) && (a.Until == nil || !on.After(*a.Until))
}

// MayKeepAdvisors reports whether the actor keeps the registry.
func MayKeepAdvisors(a Actor) bool { return a.Has(RoleCityOffice) || a.Has(RoleCoordinator) }

// NewAdvisor enters somebody into the registry. The account was looked up by the store; "" links nobody.
func NewAdvisor(actor Actor, now time.Time, d AdvisorDetails, account ID, fields []string) (*Advisor, error) {
	a := &Advisor{ID: NewID(now)}
	return a, a.Edit(actor, now, d, account, fields)
}

// Edit changes the entry (city_office, coordinator). fields are the codes of 分野 that exist.
func (a *Advisor) Edit(actor Actor, now time.Time, d AdvisorDetails, account ID, fields []string) error {
	if !MayKeepAdvisors(actor) {
		return forbidden("アドバイザーの登録は、市の担当課と推進員だけが変更できます。")
	}
	if err := d.check(fields); err != nil {
		return err
	}
	a.AdvisorDetails, a.Account, a.UpdatedAt = d, account, now
	return nil
}

func (d AdvisorDetails) check(fields []string) error {
	var bad checks
	if d.Kind != AdvisorPerson && d.Kind != AdvisorOrganisation {
		bad.add("/kind", "required", "「個人」か「団体」を選んでください。")
	}
	bad.required("/name", d.Name, "お名前（団体名）")
	bad.text("/name", d.Name, maxName)
	bad.text("/kana", d.Kana, maxName)
	bad.text("/organisation", d.Organisation, maxLine)
	bad.text("/expertise", d.Expertise, maxText)
	bad.text("/phone", d.Phone, maxLine)
	bad.text("/email", d.Email, maxLine)
	if len(d.Fields) == 0 {
		bad.add("/fields", "required", "分野を1つ以上選んでください。")
	}
	checkCodes(&bad, "/fields", d.Fields, fields, "分野")
	if d.From.IsZero() {
		bad.add("/from", "required", "任期の始まりを入力してください。")
	}
	if d.Until != nil && d.Until.Before(d.From) {
		bad.add("/until", "impossible", "任期の終わりが、始まりより前になっています。")
	}
	return bad.err()
}

func checkCodes(bad *checks, pointer string, codes, known []string, what string) {
	for i, c := range codes {
		if !slices.Contains(known, c) || slices.Contains(codes[:i], c) {
			bad.add(pointer+"/"+itoa(i), "unknown", what+"を選び直してください。")
		}
	}
}

// AdvisorLoad is an advisor with how many dispatches it has open.
type AdvisorLoad struct {
	Advisor *Advisor
	Open    int
}

// AdvisorSuggestion is an advisor for a dispatch with the reasons a coordinator can check.
type AdvisorSuggestion struct {
	AdvisorLoad
	Matching []string // 分野 asked for that the advisor has
}

// SuggestAdvisors ranks who may be assigned: most of the fields first, then who has least to do, then by kana. Whoever is
// out of term or has no account is left out: nobody could confirm.
func SuggestAdvisors(all []AdvisorLoad, fields []string, on calendar.Date) []AdvisorSuggestion {
	found := []AdvisorSuggestion{}
	for _, a := range all {
		if a.Advisor.Account == "" || !a.Advisor.InTerm(on) {
			continue
		}
		s := AdvisorSuggestion{AdvisorLoad: a, Matching: []string{}}
		for _, f := range fields {
			if slices.Contains(a.Advisor.Fields, f) {
				s.Matching = append(s.Matching, f)
			}
		}
		found = append(found, s)
	}
	slices.SortFunc(found, func(a, b AdvisorSuggestion) int {
		return cmp.Or(len(b.Matching)-len(a.Matching), a.Open-b.Open, cmp.Compare(a.Advisor.Kana, b.Advisor.Kana), cmp.Compare(a.Advisor.ID, b.Advisor.ID))
	})
	return found
}
