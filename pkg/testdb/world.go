package testdb

import (
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// Noon is a Wednesday at noon in Tokyo, a business day among business days.
var Noon = time.Date(2026, 6, 10, 3, 0, 0, 0, time.UTC)

// agenciesCSV is the small city of the tests.
const agenciesCSV = `code,name,kana,kind,field,wards,accepts_issue_types
houkatsu,中区地域包括支援センター,なかくちいきほうかつしえんせんたー,community_support_center,elderly,naka,care health illness rights violence_abuse
yorisoi,寄り添いサポートセンター,よりそいさぽーとせんたー,self_reliance_center,livelihood,*,income_work debt housing
kikan,障害者基幹相談支援センター,しょうがいしゃきかんそうだんしえんせんたー,disability_core_center,disability,*,disability mental_health
fukushi,中区福祉事務所,なかくふくしじむしょ,welfare_office,public_assistance,naka,income_work debt housing disability
shakyo,社会福祉協議会 相談支援包括化推進室,しゃかいふくしきょうぎかい,social_welfare_council,coordination,*,
kikaku,保健福祉企画総務課,ほけんふくしきかくそうむか,city_office,coordination,*,
`

// World is a database with a small city: one worker w@CODE.test for each agency, a coordinator at shakyo, an auditor and a
// system administrator at kikaku.
type World struct {
	T     testing.TB
	Store *store.Store
	actor map[string]casework.Actor
}

// NewWorld makes the small city. All passwords' hashes are "hash": tests that sign in set their own.
func NewWorld(t testing.TB, options ...store.Option) *World {
	t.Helper()
	w := &World{T: t, Store: Open(t, NewDSN(t), options...), actor: map[string]casework.Actor{}}
	w.must(w.Store.ImportAgencies(t.Context(), strings.NewReader(agenciesCSV), false, Noon.AddDate(-1, 0, 0)))
	for _, code := range []string{"houkatsu", "yorisoi", "kikan", "fukushi"} {
		w.Account(code, "w@"+code+".test", casework.RoleWorker)
	}
	w.Account("shakyo", "coordinator", casework.RoleCoordinator)
	w.Account("kikaku", "auditor", casework.RoleAuditor)
	w.Account("kikaku", "admin", casework.RoleSystemAdmin)
	return w
}

func (w *World) must(_ any, err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Account makes one more person of an agency; name is what Actor finds it by.
func (w *World) Account(agency, name string, roles ...casework.Role) casework.Actor {
	w.T.Helper()
	a := casework.Actor{Name: name, Agency: w.Agency(agency), Roles: roles}
	for _, r := range roles {
		id, err := w.Store.CreateAccount(w.T.Context(), store.NewAccount{Email: name + "@example.test", Name: name, PasswordHash: "hash", AgencyCode: agency, Role: r}, Noon.AddDate(-1, 0, 0))
		w.must(id, err)
		a.Account = id
	}
	w.actor[name] = a
	return a
}

// Agency is the id of the agency with the code.
func (w *World) Agency(code string) casework.ID {
	w.T.Helper()
	page, err := w.Store.Agencies(w.T.Context(), store.AgencyFilter{})
	w.must(page, err)
	for _, a := range page.Items {
		if a.Code == code {
			return a.ID
		}
	}
	w.T.Fatalf("no agency %q", code)
	return ""
}

// Worker is the worker of the agency with the code.
func (w *World) Worker(code string) casework.Actor { return w.Actor("w@" + code + ".test") }

// Actor is the person of that name.
func (w *World) Actor(name string) casework.Actor {
	w.T.Helper()
	a, ok := w.actor[name]
	if !ok {
		w.T.Fatalf("no person %q", name)
	}
	return a
}

// In runs one transaction of the actor and fails the test on any error.
func (w *World) In(a casework.Actor, fn func(tx *store.Tx) error) {
	w.T.Helper()
	if err := w.Store.InTx(w.T.Context(), a, fn); err != nil {
		w.T.Fatal(err)
	}
}

// Content is a sheet that may be filed: a household of 8050 with consent of everyone.
func Content(name, kana string) casework.SheetContent {
	age := 52
	given := &casework.Consent{State: casework.ConsentGiven, Method: casework.MethodOral}
	return casework.SheetContent{
		Subject: &casework.Subject{Name: name, Kana: kana, Consent: given,
			Address: &casework.Address{Kind: casework.AddressInCity, Ward: "naka", District: "操山", Town: "みどり町", Lot: "1-2"}},
		Issues: []string{"care", "income_work"}, MostPressing: "care",
		Members:       []casework.Member{{Name: "中区 一郎", Kana: "なかく いちろう", Age: &age, Relation: "長男", Consent: given}},
		Request:       "長男が部屋から出てこない。",
		PurposeNotice: &casework.PurposeNotice{Shown: true},
	}
}

// File drafts and files a sheet of the worker at the instant, and returns the case it opened.
func (w *World) File(a casework.Actor, at time.Time, content casework.SheetContent) *store.CaseFile {
	w.T.Helper()
	var f *store.CaseFile
	w.In(a, func(tx *store.Tx) error {
		catalog, err := tx.Catalog()
		if err != nil {
			return err
		}
		s, err := casework.DraftSheet(a, at, content, catalog)
		if err != nil {
			return err
		}
		if err := tx.CreateSheet(s); err != nil {
			return err
		}
		number, err := tx.NextCaseNumber(at)
		if err != nil {
			return err
		}
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		c, err := s.File(a, at, catalog, casework.Filing{Number: number, Settings: settings})
		if err != nil {
			return err
		}
		f, err = tx.FileSheet(s, c, at)
		return err
	})
	return f
}

// On runs a verb on a case at an instant and saves it, as a request would.
func (w *World) On(a casework.Actor, at time.Time, id casework.ID, verb func(f *store.CaseFile) error) error {
	return w.Store.InTx(w.T.Context(), a, func(tx *store.Tx) error {
		f, err := tx.CaseToChange(id)
		if err != nil {
			return err
		}
		if err := verb(f); err != nil {
			return err
		}
		return tx.SaveCase(f, at)
	})
}

// HandOff asks one agency and returns the id of the handoff.
func (w *World) HandOff(a casework.Actor, at time.Time, id casework.ID, to string, ask casework.Ask) casework.ID {
	w.T.Helper()
	var made []*casework.Handoff
	err := w.On(a, at, id, func(f *store.CaseFile) (err error) {
		made, err = f.HandOff(a, at, casework.HandOffOrder{Scope: casework.Scope{Sheet: true},
			Receivers: []casework.ReceiverOrder{{Agency: w.Agency(to), Ask: ask, Reason: "専門の支援が必要なため"}}})
		return err
	})
	w.must(nil, err)
	return made[0].ID
}
