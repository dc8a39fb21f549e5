package casework

import (
	"slices"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

func TestBreachIsReportedInTime(t *testing.T) {
	for _, c := range []struct {
		name      string
		known     string
		persons   int
		kinds     []Sensitive
		malicious bool
		reasons   []BreachReason
		prompt    [2]string
		final     string
	}{
		{"one person with an illness", "2026-11-24", 1, []Sensitive{SensitiveMedical}, false, []BreachReason{BreachSensitive}, [2]string{"2026-11-26", "2026-11-28"}, "2026-12-23"},
		{"nothing sensitive, few persons", "2026-11-24", 100, nil, false, []BreachReason{}, [2]string{"2026-11-26", "2026-11-28"}, "2026-12-23"},
		{"more than a hundred persons", "2026-11-24", 101, nil, false, []BreachReason{BreachMany}, [2]string{"2026-11-26", "2026-11-28"}, "2026-12-23"},
		{"with bad intent: sixty days", "2026-11-24", 1, nil, true, []BreachReason{BreachMalicious}, [2]string{"2026-11-26", "2026-11-28"}, "2027-01-22"},
		{"the thirtieth day is a Saturday", "2026-11-20", 1, nil, true, []BreachReason{BreachMalicious}, [2]string{"2026-11-22", "2026-11-24"}, "2027-01-18"},
		{"the thirtieth day falls into the New Year's rest", "2026-12-02", 1, []Sensitive{SensitiveOffence}, false, []BreachReason{BreachSensitive}, [2]string{"2026-12-04", "2026-12-06"}, "2027-01-04"},
		{"the thirtieth day is a Sunday", "2026-11-28", 1, []Sensitive{SensitiveVictim}, false, []BreachReason{BreachSensitive}, [2]string{"2026-11-30", "2026-12-02"}, "2026-12-28"},
	} {
		known, err := calendar.ParseDate(c.known)
		if err != nil {
			t.Fatal(err)
		}
		got := BreachReport(known, c.persons, c.kinds, c.malicious)
		if !slices.Equal(got.Reasons, c.reasons) || got.PromptFrom.String() != c.prompt[0] || got.PromptUntil.String() != c.prompt[1] || got.FinalUntil.String() != c.final {
			t.Errorf("%s: %v, %s to %s, %s", c.name, got.Reasons, got.PromptFrom, got.PromptUntil, got.FinalUntil)
		}
	}
}

func TestTicksTellOfSensitiveData(t *testing.T) {
	got := SensitiveKinds("care", "mental_health", "illness", "violence_abuse", "ex_offender", "hoarding", "disability")
	if want := []Sensitive{SensitiveVictim, SensitiveDisability, SensitiveMedical, SensitiveOffence}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := SensitiveKinds("care", "debt"); len(got) != 0 {
		t.Errorf("care and debts: %v", got)
	}
	c := DefaultCatalog()
	for code := range sensitiveOf { // a typo here would never be found
		if c.IssueLabel(code) == code && c.FeatureLabel(code) == code {
			t.Errorf("no tick is called %q", code)
		}
	}
}
