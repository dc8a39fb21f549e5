package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// StudyOrder is what a draft is made from.
type StudyOrder struct {
	Case     *Case
	Content  SheetContent // the newest sheet
	Events   []Event      // oldest first
	Readable bool         // the actor reads the sheet
	Masked   bool         // 支援措置 hides something of the household from the actor
	Label    func(kind, code string) string
}

// DraftStudy begins a study of a case: ages become decades, relations only those of the list, events their kind, dates the time
// since the first consultation. No word that anybody wrote on the case is copied.
func DraftStudy(actor Actor, now time.Time, o StudyOrder) (*Study, error) {
	s := &Study{ID: NewID(now), Case: o.Case.ID, Author: actor.Account, CreatedAt: now}
	if err := s.may(actor, VerbDraft); err != nil {
		return nil, err
	}
	if !o.Readable {
		return nil, forbidden("つなぐシートを読める方だけが、このケースから事例をつくれます。")
	}
	if err := MayWriteStudy(o.Masked); err != nil {
		return nil, err
	}
	s.Issues = slices.Clone(o.Content.Issues)
	s.Features = slices.Clone(o.Content.Features)
	s.Household = o.household(calendar.DateOf(o.Case.OpenedAt))
	s.Title = o.title()
	s.Course = o.course()
	move(WorkflowStudy, &s.State, VerbDraft, StudyDraft)
	return s, nil
}

// StudyActions offers a study of a case whose course can be told: it is over, or only watched. It is offered to whoever DraftStudy
// would let begin one.
func StudyActions(actor Actor, c *Case, readable, masked bool) []string {
	if c.State != CaseClosed && c.State != CaseMonitoring || !readable || masked || (&Study{Author: actor.Account}).may(actor, VerbDraft) != nil {
		return nil
	}
	return []string{ActionDraftStudy}
}

// ActionDraftStudy is how an answer offers to begin a study of its case.
const ActionDraftStudy = "draft_study"

// MayWriteStudy refuses whoever does not know the address of a protected household: they could try words until one is refused.
func MayWriteStudy(masked bool) error {
	if masked {
		return forbidden("支援措置のある世帯です。住所などを閲覧できる方だけが、このケースの事例を書けます。")
	}
	return nil
}

func (o StudyOrder) title() string {
	var labels []string
	for _, code := range o.Content.Issues[:min(3, len(o.Content.Issues))] {
		labels = append(labels, strings.TrimSuffix(o.Label("issue", code), "のこと"))
	}
	if len(labels) == 0 {
		return "相談の事例"
	}
	return strings.Join(labels, "、") + "の相談があった世帯"
}

func (o StudyOrder) household(opened calendar.Date) string {
	var people []string
	if s := o.Content.Subject; s != nil {
		people = append(people, "本人"+decade(ageOf(s.Birth, opened)))
	}
	for _, m := range o.Content.Members {
		people = append(people, relation(m.Relation)+decade(m.Age))
	}
	size := len(people)
	if o.Content.HouseholdSize != nil {
		size = *o.Content.HouseholdSize
	}
	if len(people) == 0 {
		return ""
	}
	return fmt.Sprintf("%d人の世帯。%s。", size, strings.Join(people, "、"))
}

func ageOf(b *Birth, on calendar.Date) *int {
	var age int
	switch {
	case b == nil:
		return nil
	case b.Age != nil:
		return b.Age
	case b.Date != nil:
		age = calendar.Age(*b.Date, on)
	case b.Year != nil:
		age = on.Year - *b.Year
	default:
		return nil
	}
	return &age
}

func decade(age *int) string {
	switch {
	case age == nil || *age < 0:
		return ""
	case *age < 10:
		return "（10歳未満）"
	case *age >= 90:
		return "（90歳以上）"
	}
	return fmt.Sprintf("（%d歳代）", *age/10*10)
}

// relations are the words of 続柄 that say nothing of who somebody is.
var relations = []string{"夫", "妻", "配偶者", "内縁の夫", "内縁の妻", "父", "母", "子", "長男", "次男", "二男", "三男", "長女", "次女", "二女", "三女",
	"兄", "弟", "姉", "妹", "祖父", "祖母", "孫", "おじ", "おば", "甥", "姪", "義父", "義母", "同居人"}

func relation(written string) string {
	if slices.Contains(relations, strings.TrimSpace(written)) {
		return strings.TrimSpace(written)
	}
	return "家族"
}

// steps are what the course tells of an event; others are not worth a line.
var studySteps = map[EventKind]string{
	EventCaseOpened: "つなぐシートで相談を受け付けた。", EventHandoffRequested: "ほかの相談機関につないだ。", EventHandoffAccepted: "つないだ先の機関が受け止め、主担当になった。",
	EventHandoffJoined: "つないだ先の機関が、連携機関として加わった。", EventHandoffPassedOn: "受け止めた機関が、次の機関につないだ。", EventHandoffConnected: "つないだ先の機関が、世帯の方と会った。",
	EventRefusalReported: "対応できないと言われ、推進員に報告した。", EventCaseEscalated: "推進員に相談した。", EventPingPongFlagged: "たらい回しのおそれに気づいた。",
	EventSupportStarted: "支援を始めた。", EventConferenceHeld: "検討会を開き、役割を分けた。", EventPlanAgreed: "支援プランを決めた。", EventPlanReviewed: "支援プランを評価した。",
	EventDispatchAdvised: "アドバイザーの助言を受けた。", EventSettled: "推進員の調整が終わった。", EventMonitoringStarted: "見守りに移った。", EventSuspended: "支援を中断した。",
	EventResumed: "支援を再開した。", EventClosed: "終結した。", EventReopened: "あらためて支援を始めた。",
}

// course: the day is rounded to weeks in the first three months and to months (30 days) after, so that the days of a course are
// not those of the case.
func (o StudyOrder) course() (course []StudyStep) {
	first := calendar.DateOf(o.Case.OpenedAt)
	for _, e := range o.Events {
		text, told := studySteps[e.Kind]
		if !told || len(course) == mostStudySteps {
			continue
		}
		days := max(0, first.DaysUntil(calendar.DateOf(e.At)))
		if days < 90 {
			days = days / 7 * 7
		} else {
			days = days / 30 * 30
		}
		if n := len(course); n > 0 {
			days = max(days, course[n-1].AfterDays)
			if course[n-1].Text == text && course[n-1].AfterDays == days {
				continue
			}
		}
		course = append(course, StudyStep{min(days, lastStudyDay), text})
	}
	return course
}
