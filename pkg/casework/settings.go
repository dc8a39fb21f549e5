package casework

import (
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Settings are the deadlines and limits a municipality may change. No published deadline exists:
// the defaults are this project's own (workflow.md, "Settings with defaults").
type Settings struct {
	HandoffAnswerDays      int           // business days to answer a つなぎ
	UrgentHandoffAnswer    time.Duration // business time to answer when 生命・身体の危険
	FirstContactDays       int           // business days from accepting to meeting the household
	EscalationUptakeDays   int           // business days until a coordinator takes an escalation up
	ConferenceWithinDays   int           // days from proposal to conference
	AssignmentDueDays      int           // days, default due of a 役割分担
	MonitoringEveryMonths  int           // at least one monitoring per so many months
	FollowUpAfterMonths    int           // months from closure to the follow-up
	HopLimit               int           // the hop that no longer happens without the coordinators
	PackageAccessDays      int           // days a conference member keeps its package after the record
	DispatchFollowUps      int           // at most so many follow-ups of an advisor's dispatch
	DispatchFollowUpMonths int           // within so many months
	Office                 calendar.Office
	Grounds                []GroundRule     // 提供の根拠 that may be chosen
	LegalBases             []LegalBasisRule // of conferences
	PledgeTexts            []PledgeText     // 秘密保持の誓約
	PollAnswerDays         int              // business days to answer a poll about the time of a conference
	PollReminderDays       int              // days before its end the silent are reminded
}

// DefaultSettings returns the defaults of workflow.md with the default office hours.
func DefaultSettings() Settings {
	return Settings{
		HandoffAnswerDays:      2,
		UrgentHandoffAnswer:    2 * time.Hour,
		FirstContactDays:       5,
		EscalationUptakeDays:   1,
		ConferenceWithinDays:   14,
		AssignmentDueDays:      14,
		MonitoringEveryMonths:  3,
		FollowUpAfterMonths:    3,
		HopLimit:               3,
		PackageAccessDays:      30,
		DispatchFollowUps:      2,
		DispatchFollowUpMonths: 3,
		Office:                 calendar.DefaultOffice,
		Grounds:                DefaultGrounds(),
		LegalBases:             DefaultLegalBases(),
		PledgeTexts:            DefaultPledgeTexts(),
		PollAnswerDays:         3,
		PollReminderDays:       2,
	}
}

// handoffDue is when silence about a つなぎ becomes an escalation.
func (s Settings) handoffDue(u Urgency, now time.Time) time.Time {
	if u == Urgent {
		return s.Office.AddBusinessHours(now, s.UrgentHandoffAnswer).UTC()
	}
	return s.Office.AddBusinessDays(now, s.HandoffAnswerDays).UTC()
}

func (s Settings) escalationDue(now time.Time) time.Time {
	return s.Office.AddBusinessDays(now, s.EscalationUptakeDays).UTC()
}

func (s Settings) contactDue(since time.Time) time.Time {
	return s.Office.AddBusinessDays(since, s.FirstContactDays).UTC()
}
