package casework

import (
	"fmt"
	"time"
)

// Setting is one deadline or limit that a municipality may change: a whole number in a unit, within bounds.
type Setting struct {
	Key      string
	Unit     string // business_days, business_hours, days, months, times, minutes_of_day
	Min, Max int
	at       func(*Settings) *int // where it is kept, when it is a plain number
	hours    func(*Settings) *time.Duration
	minutes  func(*Settings) *time.Duration
}

// SettingRules is every setting in the order of the page. One more setting is one more line here and its words on the page.
var SettingRules = []Setting{
	{Key: "handoff_answer_days", Unit: "business_days", Min: 1, Max: 30, at: func(s *Settings) *int { return &s.HandoffAnswerDays }},
	{Key: "urgent_handoff_answer_hours", Unit: "business_hours", Min: 1, Max: 48, hours: func(s *Settings) *time.Duration { return &s.UrgentHandoffAnswer }},
	{Key: "first_contact_days", Unit: "business_days", Min: 1, Max: 60, at: func(s *Settings) *int { return &s.FirstContactDays }},
	{Key: "escalation_uptake_days", Unit: "business_days", Min: 1, Max: 30, at: func(s *Settings) *int { return &s.EscalationUptakeDays }},
	{Key: "hop_limit", Unit: "times", Min: 2, Max: 20, at: func(s *Settings) *int { return &s.HopLimit }},
	{Key: "conference_within_days", Unit: "days", Min: 1, Max: 180, at: func(s *Settings) *int { return &s.ConferenceWithinDays }},
	{Key: "package_access_days", Unit: "days", Min: 1, Max: 365, at: func(s *Settings) *int { return &s.PackageAccessDays }},
	{Key: "assignment_due_days", Unit: "days", Min: 1, Max: 365, at: func(s *Settings) *int { return &s.AssignmentDueDays }},
	{Key: "monitoring_every_months", Unit: "months", Min: 1, Max: 24, at: func(s *Settings) *int { return &s.MonitoringEveryMonths }},
	{Key: "follow_up_after_months", Unit: "months", Min: 1, Max: 24, at: func(s *Settings) *int { return &s.FollowUpAfterMonths }},
	{Key: "dispatch_follow_ups", Unit: "times", Min: 0, Max: 12, at: func(s *Settings) *int { return &s.DispatchFollowUps }},
	{Key: "dispatch_follow_up_months", Unit: "months", Min: 1, Max: 24, at: func(s *Settings) *int { return &s.DispatchFollowUpMonths }},
	{Key: "office_opens", Unit: "minutes_of_day", Min: 0, Max: 24*60 - 1, minutes: func(s *Settings) *time.Duration { return &s.Office.Open }},
	{Key: "office_closes", Unit: "minutes_of_day", Min: 1, Max: 24 * 60, minutes: func(s *Settings) *time.Duration { return &s.Office.Close }},
}

// Value is what the settings say.
func (r Setting) Value(s Settings) int {
	switch {
	case r.hours != nil:
		return int(*r.hours(&s) / time.Hour)
	case r.minutes != nil:
		return int(*r.minutes(&s) / time.Minute)
	}
	return *r.at(&s)
}

// Default is what holds as long as nobody has changed it.
func (r Setting) Default() int { return r.Value(DefaultSettings()) }

func (r Setting) put(s *Settings, value int) {
	switch {
	case r.hours != nil:
		*r.hours(s) = time.Duration(value) * time.Hour
	case r.minutes != nil:
		*r.minutes(s) = time.Duration(value) * time.Minute
	default:
		*r.at(s) = value
	}
}

// With puts stored values over the settings. What this version does not know, or not allow any more, keeps its default:
// a deadline must never fall out of its bounds.
func (s Settings) With(values map[string]int) Settings {
	for _, r := range SettingRules {
		if v, there := values[r.Key]; there && v >= r.Min && v <= r.Max {
			r.put(&s, v)
		}
	}
	return s
}

// SettingValue is a wish for one setting.
type SettingValue struct {
	Key   string
	Value int
}

// Change checks the wishes (by a system administrator or the city office) and returns the settings that hold from now on,
// with what really changes.
func (s Settings) Change(actor Actor, wishes []SettingValue) (Settings, []SettingValue, error) {
	if !actor.Has(RoleSystemAdmin) && !actor.Has(RoleCityOffice) {
		return s, nil, forbidden("期限の設定は、市の担当課かシステム管理者が変更します。")
	}
	var bad checks
	var changed []SettingValue
	next, seen := s, map[string]bool{}
	for i, w := range wishes {
		at := fmt.Sprintf("/values/%d", i)
		r, known := settingRule(w.Key)
		switch {
		case !known:
			bad.add(at+"/key", "unknown", "知らない項目です。")
		case seen[w.Key]:
			bad.add(at+"/key", "duplicate", "同じ項目が二つあります。")
		case w.Value < r.Min || w.Value > r.Max:
			bad.add(at+"/value", "out_of_range", fmt.Sprintf("%d から %d の間で入力してください。", r.Min, r.Max))
		case r.Value(s) != w.Value:
			changed = append(changed, w)
			r.put(&next, w.Value)
		}
		seen[w.Key] = true
	}
	if len(bad.fields) == 0 && next.Office.Close-next.Office.Open < time.Hour {
		bad.add("/values", "impossible", "窓口の終わりは、始まりより1時間以上後にしてください。")
	}
	if err := bad.err(); err != nil {
		return s, nil, err
	}
	return next, changed, nil
}

func settingRule(key string) (Setting, bool) {
	for _, r := range SettingRules {
		if r.Key == key {
			return r, true
		}
	}
	return Setting{}, false
}
