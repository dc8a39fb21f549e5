package casework

import (
	"fmt"
	"slices"
)

// AgencyDetails is what an agency's entry in 相談機関一覧 says, apart from its code.
type AgencyDetails struct {
	Name, Kana, Kind                           string
	Phone, Fax, Email, Address, Hours, Accepts string
	Services                                   []ServiceDetails
}

// ServiceDetails is one thing an agency offers, where, and for which issues.
type ServiceDetails struct {
	ID                                   ID // "" = new
	Name                                 string
	Fields, Wards, Districts, IssueTypes []string // no wards = the whole city; no districts = all of the wards
	Hours, Description                   string
}

// DirectoryCodes are the codes an entry may use.
type DirectoryCodes struct{ Kinds, Fields, Wards, Districts, IssueTypes []string }

// mostServices keeps an entry readable, and the contract's bound.
const mostServices = 50

// MayKeepAgency tells who keeps an entry true: the agency's manager, the city office, a system administrator.
func MayKeepAgency(actor Actor, agency ID) error {
	if actor.Has(RoleCityOffice) || actor.Has(RoleSystemAdmin) || actor.Has(RoleAgencyManager) && actor.Agency == agency {
		return nil
	}
	return forbidden("この機関の情報は、その機関の管理者か、市の担当課が更新します。")
}

// AgencyActions lists what the actor may do with the entry.
func AgencyActions(actor Actor, agency ID) []string {
	return offered([]Verb{"update", "verify"}, func(Verb) error { return MayKeepAgency(actor, agency) })
}

// ChangeAgency checks a new entry. What an agency is called and what kind it is is for the city to say.
func ChangeAgency(actor Actor, agency ID, before, after AgencyDetails, codes DirectoryCodes) error {
	if err := MayKeepAgency(actor, agency); err != nil {
		return err
	}
	var bad checks
	if !actor.Has(RoleCityOffice) && !actor.Has(RoleSystemAdmin) {
		for pointer, same := range map[string]bool{"/name": before.Name == after.Name, "/kana": before.Kana == after.Kana, "/kind": before.Kind == after.Kind} {
			if !same {
				bad.add(pointer, "not_allowed", "名称・かな・種別は、市の担当課が変更します。")
			}
		}
	}
	bad.required("/name", after.Name, "名称")
	bad.required("/kana", after.Kana, "かな")
	if !slices.Contains(codes.Kinds, after.Kind) {
		bad.add("/kind", "unknown", "種別を選び直してください。")
	}
	for _, line := range []struct {
		pointer, text string
		limit         int
	}{{"/name", after.Name, 200}, {"/kana", after.Kana, 200}, {"/phone", after.Phone, 60}, {"/fax", after.Fax, 60}, {"/email", after.Email, 254},
		{"/address", after.Address, 300}, {"/hours", after.Hours, 300}, {"/accepts", after.Accepts, 2000}} {
		bad.text(line.pointer, line.text, line.limit)
	}
	after.checkServices(&bad, codes)
	return bad.err()
}

func (a AgencyDetails) checkServices(bad *checks, codes DirectoryCodes) {
	switch {
	case len(a.Services) == 0:
		bad.add("/services", "required", "業務を一つ以上入力してください。")
	case len(a.Services) > mostServices:
		bad.add("/services", "too_many", fmt.Sprintf("業務は%d件以内にしてください。", mostServices))
		return
	}
	names := map[string]bool{}
	for i, v := range a.Services {
		at := fmt.Sprintf("/services/%d", i)
		bad.required(at+"/name", v.Name, "業務の名前")
		if names[v.Name] && v.Name != "" {
			bad.add(at+"/name", "duplicate", "同じ名前の業務が二つあります。")
		}
		names[v.Name] = true
		bad.text(at+"/name", v.Name, 200)
		bad.text(at+"/hours", v.Hours, 300)
		bad.text(at+"/description", v.Description, 2000)
		if len(v.Fields) == 0 {
			bad.add(at+"/fields", "required", "分野を一つ以上選んでください。")
		}
		for pointer, list := range map[string][2][]string{"/fields": {v.Fields, codes.Fields}, "/wards": {v.Wards, codes.Wards},
			"/districts": {v.Districts, codes.Districts}, "/issueTypes": {v.IssueTypes, codes.IssueTypes}} {
			if slices.ContainsFunc(list[0], func(c string) bool { return !slices.Contains(list[1], c) }) {
				bad.add(at+pointer, "unknown", "選び直してください。")
			}
		}
	}
}
