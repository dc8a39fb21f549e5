package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Survey is 関係機関アンケート: what gets in the way, asked of the agencies once a year. It knows no household.
type Survey struct {
	ID          ID
	FiscalYear  int // 西暦 of its April
	Title       string
	Lead        string // stands above the questions
	Choices     []SurveyChoice
	MostChoices int      // at most so many may be picked
	Topics      []string // questions answered in free text
	ClosesOn    calendar.Date
	State       State
	Version     int
	CreatedAt   time.Time
	OpenedAt    *time.Time
	ClosedAt    *time.Time
}

// SurveyChoice is one of the things that may be picked. Its number stays over the years, so that years can be compared.
type SurveyChoice struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
}

// SurveyInvitation is one agency that was asked. It answers once; until the survey closes it may change its answer.
type SurveyInvitation struct {
	ID         ID
	Agency     ID
	Email      string // where the link went; "" = none is known
	SentAt     *time.Time
	RemindedAt *time.Time
	AnsweredAt *time.Time
}

// SurveyAnswer is what one agency said.
type SurveyAnswer struct {
	Choices []int
	Other   string   // what else, in own words
	Texts   []string // by topic
}

const (
	mostSurveyChoices = 30
	mostSurveyTopics  = 10
)

// publishedChoices are the 14 things of the city's survey of its agencies (domain.md, "What agencies complained of").
var publishedChoices = []string{
	"支援を必要としている世帯のニーズ・課題が複雑化・多様化しており、支援が難しい",
	"支援が必要と思われる世帯（地域で孤立、ひきこもり、ヤングケアラーなど）の実態が把握できない",
	"支援者同士は連携できたが、支援が必要だろうと思われる世帯に支援拒否されており適切な支援ができない",
	"専門外の内容の相談を受けたが、その相談内容に合う適切な相談窓口・連携先が分からない",
	"多機関で連携して支援する中で、役割分担を行っても、実際に動いてくれない機関がある",
	"誰にも相談できない課題を抱えた個人や世帯が、社会的に孤立・孤独となる状況が深刻化している",
	"公的サービスへのつなぎだけでは、地域での生活定着にはつながらない",
	"公的サービスに一度つながっても、地域とのつながりが不十分で結果、地域で孤立してしまう",
	"地域住民同士のつながりが希薄化してきており、課題が潜在化しやすい状況に陥っている",
	"総合相談支援体制づくりの仕組みを理解できていない、又は利用したことがない",
	"複合課題ケース検討会で取り扱ったケースにおける終結の判断がわかりにくい（いつまで支援してくれるのかわからない）",
	"複合課題ケース検討会で取り扱ったケースについて、具体的な支援プランの作成やその評価が不足している",
	"複合課題を抱えた市民に対してアウトリーチを担う機関が少ない",
	"その他（支援者同士のつながりが薄い、伴走型の支援が理解されていない、世帯単位でケースを見ていない　など）",
}

// DraftSurvey begins a survey from the published one: its 14 choices, up to three of them, and its topics.
func DraftSurvey(now time.Time, fiscalYear int) (*Survey, error) {
	if this := calendar.FiscalYear(now); fiscalYear < this-1 || fiscalYear > this+1 {
		var bad checks
		bad.add("/fiscalYear", "out_of_range", "今年度とその前後の年度から選んでください。")
		return nil, bad.err()
	}
	s := &Survey{ID: NewID(now), FiscalYear: fiscalYear, MostChoices: 3, CreatedAt: now, ClosesOn: calendar.DateOf(now).AddDays(28),
		Title:  calendar.FiscalYearName(fiscalYear) + " 関係機関アンケート",
		Lead:   "相談支援に携わるなかで、困っていること・課題と感じていることを三つまで選んでください。世帯や個人がわかることは書かないでください。",
		Topics: []string{"複合課題ケース検討会について", "つなぎ・連携について", "そのほか、体制づくりへのご意見"}}
	for i, text := range publishedChoices {
		s.Choices = append(s.Choices, SurveyChoice{i + 1, text})
	}
	move(WorkflowSurvey, &s.State, VerbDraft, SurveyDraft)
	return s, nil
}

func (s *Survey) is(actor Actor) func(Party) bool {
	return func(p Party) bool { return p == ByCityOffice && actor.Has(RoleCityOffice) }
}

func (s *Survey) may(actor Actor, verb Verb) error {
	return permit(WorkflowSurvey, s.State, verb, s.is(actor))
}

// Actions lists what the actor may do with the survey now.
func (s *Survey) Actions(actor Actor) []string {
	return offered(Verbs(WorkflowSurvey, s.State), func(v Verb) error { return s.may(actor, v) })
}

// SurveyContent is what may be written of a draft.
type SurveyContent struct {
	Title, Lead string
	Choices     []SurveyChoice
	MostChoices int
	Topics      []string
	ClosesOn    calendar.Date
}

// Edit replaces the content of a draft.
func (s *Survey) Edit(actor Actor, c SurveyContent) error {
	if err := s.may(actor, VerbEdit); err != nil {
		return err
	}
	var bad checks
	bad.required("/title", c.Title, "表題")
	bad.text("/title", c.Title, maxName)
	bad.text("/lead", c.Lead, maxText)
	if len(c.Choices) < 2 || len(c.Choices) > mostSurveyChoices {
		bad.add("/choices", "out_of_range", fmt.Sprintf("選択肢は2個から%d個までにしてください。", mostSurveyChoices))
	}
	seen := map[int]bool{}
	for i, choice := range c.Choices {
		at := fmt.Sprintf("/choices/%d", i)
		bad.required(at+"/text", choice.Text, "選択肢")
		bad.text(at+"/text", choice.Text, maxLine)
		if choice.Number < 1 || choice.Number > 99 || seen[choice.Number] {
			bad.add(at+"/number", "duplicate", "番号は1から99までの、ほかと重ならない数にしてください。")
		}
		seen[choice.Number] = true
	}
	if c.MostChoices < 1 || c.MostChoices > max(1, len(c.Choices)) {
		bad.add("/mostChoices", "out_of_range", "選べる数は、1から選択肢の数までにしてください。")
	}
	if len(c.Topics) > mostSurveyTopics {
		bad.add("/topics", "too_many", fmt.Sprintf("自由記述は%d個までにしてください。", mostSurveyTopics))
	}
	for i, topic := range c.Topics {
		bad.required(fmt.Sprintf("/topics/%d", i), topic, "自由記述の問い")
		bad.text(fmt.Sprintf("/topics/%d", i), topic, maxLine)
	}
	if err := bad.err(); err != nil {
		return err
	}
	s.Title, s.Lead, s.Choices, s.MostChoices, s.Topics, s.ClosesOn = strings.TrimSpace(c.Title), strings.TrimSpace(c.Lead), c.Choices, c.MostChoices, c.Topics, c.ClosesOn
	return nil
}

// Open sends the survey to agencies; its questions stay as they are from then on.
func (s *Survey) Open(actor Actor, now time.Time, agencies []ID) error {
	if err := s.may(actor, VerbOpen); err != nil {
		return err
	}
	var bad checks
	if len(agencies) == 0 {
		bad.add("/agencyIds", "required", "回答をお願いする機関を選んでください。")
	}
	if !s.ClosesOn.After(calendar.DateOf(now)) {
		bad.add("/closesOn", "impossible", "締め切りは、明日以降の日付にしてください。")
	}
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowSurvey, &s.State, VerbOpen, SurveyOpen)
	s.OpenedAt = &now
	return nil
}

// Remind asks those that have not answered once more: it names whom.
func (s *Survey) Remind(actor Actor, now time.Time, invited []*SurveyInvitation) ([]*SurveyInvitation, error) {
	if err := s.may(actor, VerbRemind); err != nil {
		return nil, err
	}
	var silent []*SurveyInvitation
	for _, i := range invited {
		last := i.SentAt
		if i.RemindedAt != nil {
			last = i.RemindedAt
		}
		if i.AnsweredAt == nil && i.Email != "" && (last == nil || calendar.DateOf(*last).Before(calendar.DateOf(now))) {
			i.RemindedAt = &now
			silent = append(silent, i)
		}
	}
	if len(silent) == 0 {
		return nil, wrongState("今日お知らせを送る相手はいません。全員が回答したか、今日すでに送っています。")
	}
	return silent, nil
}

// Close ends the answering.
func (s *Survey) Close(actor Actor, now time.Time) error {
	if err := s.may(actor, VerbClose); err != nil {
		return err
	}
	move(WorkflowSurvey, &s.State, VerbClose, SurveyClosed)
	s.ClosedAt = &now
	return nil
}

// Until is the last instant of answering: the end of the closing day in Japan.
func (s *Survey) Until() time.Time { return s.ClosesOn.AddDays(1).Time().UTC() }

// Answer checks what an agency says through its link.
func (s *Survey) Answer(now time.Time, a SurveyAnswer) (SurveyAnswer, error) {
	if s.State != SurveyOpen || !now.Before(s.Until()) {
		return a, wrongState("このアンケートの受け付けは終わりました。ご協力ありがとうございました。")
	}
	var bad checks
	if len(a.Choices) > s.MostChoices {
		bad.add("/choices", "too_many", fmt.Sprintf("%d個までにしてください（いま%d個）。", s.MostChoices, len(a.Choices)))
	}
	for i, n := range a.Choices {
		if !slices.ContainsFunc(s.Choices, func(c SurveyChoice) bool { return c.Number == n }) || slices.Contains(a.Choices[:i], n) {
			bad.add(fmt.Sprintf("/choices/%d", i), "unknown", "選択肢から選んでください。")
		}
	}
	bad.text("/other", a.Other, maxText)
	if len(a.Texts) > len(s.Topics) {
		bad.add("/texts", "too_many", "自由記述が多すぎます。")
	}
	empty := len(a.Choices) == 0 && strings.TrimSpace(a.Other) == ""
	for i, text := range a.Texts {
		bad.text(fmt.Sprintf("/texts/%d", i), text, maxText)
		empty = empty && strings.TrimSpace(text) == ""
	}
	if empty {
		bad.add("/choices", "required", "あてはまるものを選ぶか、ご意見を書いてください。")
	}
	slices.Sort(a.Choices)
	return a, bad.err()
}
