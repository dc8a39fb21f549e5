package casework

import (
	"slices"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Sensitive is a kind of 要配慮個人情報 (個人情報保護法 2条3項, 同法施行令 2条).
type Sensitive string

// The kinds that ticks of a sheet tell of. What stands in free text only a person can judge.
const (
	SensitiveMedical    Sensitive = "medical"      // 病歴・診療・心身の状態
	SensitiveDisability Sensitive = "disability"   // 障害があること
	SensitiveVictim     Sensitive = "crime_victim" // 犯罪により害を被った事実
	SensitiveOffence    Sensitive = "offence"      // 犯罪の経歴・刑事手続
)

var sensitiveOf = map[string]Sensitive{
	"illness": SensitiveMedical, "mental_health": SensitiveMedical, "health": SensitiveMedical, "medical_care_child": SensitiveMedical,
	"discharge_difficulty": SensitiveMedical, "disability": SensitiveDisability, "violence_abuse": SensitiveVictim, "ex_offender": SensitiveOffence,
}

// SensitiveKinds are the kinds that issues and features of sheets tell of, sorted and each once.
func SensitiveKinds(codes ...string) []Sensitive {
	kinds := []Sensitive{}
	for _, c := range codes {
		if k, ok := sensitiveOf[c]; ok {
			kinds = append(kinds, k)
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// manyPersons: a leak of more persons than this must be reported whatever it held (個人情報保護法施行規則 43条, 行政機関等).
const manyPersons = 100

// BreachReason is why a leak must be reported to the 個人情報保護委員会 (個人情報保護法 68条).
type BreachReason string

// Reasons that can be seen from here; a financial loss cannot.
const (
	BreachSensitive BreachReason = "sensitive"
	BreachMalicious BreachReason = "malicious"
	BreachMany      BreachReason = "many"
)

// Breach is what the report has to hold by when.
type Breach struct {
	Reasons     []BreachReason
	PromptFrom  calendar.Date // 速報: about 3 …
	PromptUntil calendar.Date // … to 5 days after it became known
	FinalUntil  calendar.Date // 確報: 30 days, 60 when done with bad intent
}

// BreachReport says whether and until when a leak must be reported. The day it became known is the first day; a final
// date on a holiday moves to the next business day.
func BreachReport(known calendar.Date, persons int, kinds []Sensitive, malicious bool) Breach {
	b := Breach{Reasons: []BreachReason{}, PromptFrom: known.AddDays(2), PromptUntil: known.AddDays(4)}
	days := 30
	if len(kinds) > 0 {
		b.Reasons = append(b.Reasons, BreachSensitive)
	}
	if malicious {
		b.Reasons, days = append(b.Reasons, BreachMalicious), 60
	}
	if persons > manyPersons {
		b.Reasons = append(b.Reasons, BreachMany)
	}
	if b.FinalUntil = known.AddDays(days - 1); !calendar.DefaultOffice.IsBusinessDay(b.FinalUntil) {
		b.FinalUntil = calendar.DefaultOffice.NextBusinessDay(b.FinalUntil)
	}
	return b
}
