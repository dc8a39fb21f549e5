package casework

import (
	"testing"
	"time"
)

func TestEverySettingHasItsDefaultWithinItsBounds(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range SettingRules {
		if d := r.Default(); seen[r.Key] || r.Unit == "" || d < r.Min || d > r.Max {
			t.Errorf("%s: default %d of %d–%d %s", r.Key, d, r.Min, r.Max, r.Unit)
		}
		seen[r.Key] = true
		if s := DefaultSettings().With(map[string]int{r.Key: r.Max}); r.Value(s) != r.Max {
			t.Errorf("%s is not kept", r.Key)
		}
		if s := DefaultSettings().With(map[string]int{r.Key: r.Max + 1}); r.Value(s) != r.Default() {
			t.Errorf("%s left its bounds", r.Key)
		}
	}
}

func TestOnlyTheCityChangesDeadlines(t *testing.T) {
	days := []SettingValue{{"handoff_answer_days", 5}, {"hop_limit", 3}}
	for _, role := range []Role{RoleWorker, RoleAgencyManager, RoleCoordinator, RoleAuditor} {
		if _, _, err := DefaultSettings().Change(Actor{Roles: []Role{role}}, days); CodeOf(err) != CodeForbidden {
			t.Errorf("%s: %v", role, err)
		}
	}
	next, changed, err := DefaultSettings().Change(Actor{Roles: []Role{RoleCityOffice}}, days)
	if err != nil || next.HandoffAnswerDays != 5 || len(changed) != 1 || changed[0].Key != "handoff_answer_days" {
		t.Errorf("%+v %v %v", next, changed, err)
	}
	if due := next.handoffDue("", time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)); due.Day() == DefaultSettings().handoffDue("", time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)).Day() {
		t.Errorf("the deadline stays at %v", due)
	}
}

func TestFaultySettingsChangeNothing(t *testing.T) {
	admin := Actor{Roles: []Role{RoleSystemAdmin}}
	for name, c := range map[string]struct {
		wishes  []SettingValue
		pointer string
	}{
		"unknown":             {[]SettingValue{{"colour", 1}}, "/values/0/key"},
		"twice":               {[]SettingValue{{"hop_limit", 4}, {"hop_limit", 5}}, "/values/1/key"},
		"too small":           {[]SettingValue{{"handoff_answer_days", 0}}, "/values/0/value"},
		"too large":           {[]SettingValue{{"handoff_answer_days", 31}}, "/values/0/value"},
		"office never opens":  {[]SettingValue{{"office_opens", 600}, {"office_closes", 600}}, "/values"},
		"closes before opens": {[]SettingValue{{"office_closes", 60}}, "/values"},
	} {
		next, changed, err := DefaultSettings().Change(admin, c.wishes)
		wantCode(t, err, CodeInvalid, c.pointer)
		if len(changed) > 0 || next.HopLimit != 3 {
			t.Errorf("%s: changed %v", name, changed)
		}
	}
}
