package casework

import "testing"

var codes = DirectoryCodes{Kinds: []string{"welfare_office"}, Fields: []string{"elderly"}, Wards: []string{"naka"}, Districts: []string{"操山"}, IssueTypes: []string{"care"}}

func entry() AgencyDetails {
	return AgencyDetails{Name: "中区福祉事務所", Kana: "なかくふくしじむしょ", Kind: "welfare_office",
		Services: []ServiceDetails{{Name: "相談", Fields: []string{"elderly"}, Wards: []string{"naka"}, Districts: []string{"操山"}, IssueTypes: []string{"care"}}}}
}

func TestWhoKeepsTheDirectoryTrue(t *testing.T) {
	office := Actor{Agency: shakyo, Roles: []Role{RoleCityOffice}}
	moved, renamed := entry(), entry()
	moved.Phone, renamed.Name = "086-000-0000", "中区役所"
	for name, c := range map[string]struct {
		actor Actor
		after AgencyDetails
		want  Code
	}{
		"nobody": {Actor{}, moved, CodeForbidden}, "a worker": {worker(elder), moved, CodeForbidden}, "another's manager": {manager(debts), moved, CodeForbidden},
		"the manager": {manager(elder), moved, ""}, "the manager, another name": {manager(elder), renamed, CodeInvalid},
		"the city office": {office, renamed, ""}, "an administrator": {administrator(), renamed, ""},
	} {
		if err := ChangeAgency(c.actor, elder, entry(), c.after, codes); CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if offered := len(AgencyActions(c.actor, elder)) > 0; offered == (c.want == CodeForbidden) {
			t.Errorf("%s: offered %v", name, offered)
		}
	}
}

func TestFaultyEntriesAreNamed(t *testing.T) {
	bad := entry()
	bad.Kana, bad.Kind, bad.Phone = " ", "castle", "086\x00"
	bad.Services = append(bad.Services, ServiceDetails{Name: "相談", Wards: []string{"nowhere"}, IssueTypes: []string{"magic"}})
	wantCode(t, ChangeAgency(administrator(), elder, entry(), bad, codes), CodeInvalid,
		"/kana", "/kind", "/phone", "/services/1/name", "/services/1/fields", "/services/1/wards", "/services/1/issueTypes")
	none := entry()
	none.Services = nil
	wantCode(t, ChangeAgency(administrator(), elder, entry(), none, codes), CodeInvalid, "/services")
}
