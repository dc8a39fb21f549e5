package casework

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Plan is the 支援プラン of a case: the five statutory items (社会福祉法施行規則34条の7), agreed in numbered versions and
// looked at again on a day that every version names (34条の8). A case has one at a time.
type Plan struct {
	ID        ID
	Case      ID
	State     State
	Number    int // of the version that is being drafted, or in force
	Version   int // of the stored row; the store counts it
	Content   PlanContent
	Agreed    []PlanVersion // oldest first; the last is in force until the plan ends
	Reviews   []PlanReview  // oldest first
	ReviewOn  calendar.Date // when the version in force is looked at again; zero before the first
	CreatedAt time.Time
	UpdatedAt time.Time
	UpdatedBy ID // account
	EndedAt   *time.Time
	EndReason string

	changed bool
}

// PlanContent is what a plan says. A draft may lack anything.
type PlanContent struct {
	Wish         string        `json:"wish"`         // ① 本人の望む暮らし, in the person's own words
	Issues       string        `json:"issues"`       // ① 課題
	Goals        []PlanGoal    `json:"goals"`        // ② 目標と達成時期
	WheelNote    string        `json:"wheelNote"`    // why one of the two wheels has no goal yet
	Supports     []PlanSupport `json:"supports"`     // ③ 支援の種類・内容
	Cautions     string        `json:"cautions"`     // ③ 留意事項
	Roles        []PlanRole    `json:"roles"`        // ④ 各機関の役割分担
	Coordination string        `json:"coordination"` // ⑤ 一体的に提供する方策
	ReviewOn     calendar.Date `json:"reviewOn,omitzero"`
	MonitorEvery int           `json:"monitorEvery"` // months between two monitorings; 0 is the setting
}

// Wheel is one of the two wheels a plan stands on.
type Wheel string

// The wheels.
const (
	WheelWelfare Wheel = "welfare" // 福祉的な課題への支援
	WheelSocial  Wheel = "social"  // 社会とのつながり支援
)

// PlanGoal is one goal with its time and what it is judged by.
type PlanGoal struct {
	ID       ID            `json:"id,omitempty"`
	Wheel    Wheel         `json:"wheel"`
	Text     string        `json:"text"`
	By       calendar.Date `json:"by,omitzero"`
	Criteria string        `json:"criteria"`
	Member   ID            `json:"memberId,omitempty"` // whose goal; "" for the household
}

// PlanSupport is one kind of support. Agency "" with a name is somebody outside the directory: a neighbour, a volunteer.
type PlanSupport struct {
	ID       ID     `json:"id,omitempty"`
	Goal     ID     `json:"goalId,omitempty"`
	Kind     string `json:"kind"`
	Text     string `json:"text"`
	Agency   ID     `json:"agencyId,omitempty"`
	ByName   string `json:"byName,omitempty"`
	HowOften string `json:"howOften,omitempty"`
}

// PlanRole is what one agency answers for.
type PlanRole struct {
	ID     ID     `json:"id,omitempty"`
	Agency ID     `json:"agencyId,omitempty"`
	ByName string `json:"byName,omitempty"`
	Text   string `json:"text"`
}

// PlanVersion is a version that was agreed. It is never changed.
type PlanVersion struct {
	Number    int
	Content   PlanContent
	Agreement Agreement
}

// Agreement says where a version was agreed: at a conference of the case, or otherwise and why.
type Agreement struct {
	Conference ID            `json:"conferenceId,omitempty"`
	Reason     string        `json:"reason,omitempty"`
	On         calendar.Date `json:"on"`
	By         ID            `json:"by"`     // account, set by the rule
	Agency     ID            `json:"agency"` // set by the rule
	At         time.Time     `json:"at"`     // set by the rule
}

// ReviewDecision is what becomes of the plan after a review.
type ReviewDecision string

// The decisions.
const (
	ReviewContinue ReviewDecision = "continue" // 継続
	ReviewChange   ReviewDecision = "change"   // 変更
	ReviewEnd      ReviewDecision = "end"      // 終結
)

// GoalScore judges one goal: 2 reached, 1 half, 0 not (shown as 1, 0.5 and 0).
type GoalScore struct {
	Goal ID     `json:"goalId"`
	Half int    `json:"half"` // halves, so that no score is a rounded number
	Note string `json:"note,omitempty"`
}

// PlanReview is one evaluation of the version in force. Never changed.
type PlanReview struct {
	ID       ID             `json:"id"`
	Number   int            `json:"number"` // of the version
	Scores   []GoalScore    `json:"scores"`
	Decision ReviewDecision `json:"decision"`
	Summary  string         `json:"summary,omitempty"`
	NextOn   calendar.Date  `json:"nextOn"` // zero when the plan comes to its end
	By       ID             `json:"by"`
	Agency   ID             `json:"agency"`
	At       time.Time      `json:"at"`
}

// Most rows of a plan: more than a page of paper holds helps nobody.
const maxPlanRows = 30

// InForce returns the version that was agreed last, or nil.
func (p *Plan) InForce() *PlanVersion {
	if n := len(p.Agreed); n > 0 {
		return &p.Agreed[n-1]
	}
	return nil
}

// Live reports whether the plan has not ended.
func (p *Plan) Live() bool { return p.State == PlanDrafting || p.State == PlanAgreed }

// Unanswered lists the goals in force that no review of this version has judged.
func (p *Plan) Unanswered() []PlanGoal {
	v := p.InForce()
	if v == nil {
		return nil
	}
	var open []PlanGoal
	for _, g := range v.Content.Goals {
		judged := slices.ContainsFunc(p.Reviews, func(r PlanReview) bool {
			return r.Number == v.Number && slices.ContainsFunc(r.Scores, func(s GoalScore) bool { return s.Goal == g.ID })
		})
		if !judged {
			open = append(open, g)
		}
	}
	return open
}

// TakeChanged reports whether a verb changed it since the last call.
func (p *Plan) TakeChanged() bool {
	changed := p.changed
	p.changed = false
	return changed
}

func (p *Plan) may(c *Case, actor Actor, verb Verb) error {
	if err := permit(WorkflowPlan, p.State, verb, c.is(actor)); err != nil {
		return err
	}
	if c.State == CaseClosed {
		return wrongState("このケースは終結しています。再開してから操作してください。")
	}
	return nil
}

// Actions lists what the actor may do with the plan of the case now.
func (p *Plan) Actions(c *Case, actor Actor) []string {
	return offered(Verbs(WorkflowPlan, p.State), func(v Verb) error { return p.may(c, actor, v) })
}

// MayDraftPlan reports whether the actor may begin a plan now: nil, or why not.
func (c *Case) MayDraftPlan(actor Actor, k *Commitments) error {
	if err := permit(WorkflowPlan, "", VerbDraft, c.is(actor)); err != nil {
		return err
	}
	if c.State == CaseClosed {
		return wrongState("このケースは終結しています。再開してからプランを作成してください。")
	}
	if k.Plan != nil && k.Plan.Live() {
		return &Error{Code: CodeDuplicate, Detail: "このケースには支援プランがあります。そのプランを開いて見直してください。"}
	}
	return nil
}

// prepare gives every row its id and trims what nobody typed, so that rows can be told apart between versions.
func (p PlanContent) prepare(now time.Time) PlanContent {
	p.Goals, p.Supports, p.Roles = append([]PlanGoal{}, p.Goals...), append([]PlanSupport{}, p.Supports...), append([]PlanRole{}, p.Roles...)
	for i := range p.Goals {
		newRow(&p.Goals[i].ID, now)
	}
	for i := range p.Supports {
		newRow(&p.Supports[i].ID, now)
	}
	for i := range p.Roles {
		newRow(&p.Roles[i].ID, now)
	}
	return p
}

// Agencies lists every agency that stands in it.
func (p PlanContent) Agencies() []ID {
	var ids []ID
	for _, s := range p.Supports {
		ids = append(ids, s.Agency)
	}
	for _, r := range p.Roles {
		ids = append(ids, r.Agency)
	}
	return slices.DeleteFunc(ids, func(id ID) bool { return id == "" })
}

func newRow(id *ID, now time.Time) {
	if *id == "" {
		*id = NewID(now)
	}
}

// checkDraft refuses only what could not be kept or shown.
func (p PlanContent) checkDraft(c *Case) error {
	var bad checks
	for pointer, text := range map[string]string{"wish": p.Wish, "issues": p.Issues, "wheelNote": p.WheelNote, "cautions": p.Cautions, "coordination": p.Coordination} {
		bad.text("/content/"+pointer, text, maxText)
	}
	if n := max(len(p.Goals), len(p.Supports), len(p.Roles)); n > maxPlanRows {
		bad.add("/content", "too_many", "目標・支援・役割は、それぞれ"+strconv.Itoa(maxPlanRows)+"件までにしてください。")
	}
	seen := map[ID]bool{}
	for i, g := range p.Goals {
		at := "/content/goals/" + strconv.Itoa(i)
		bad.text(at+"/text", g.Text, maxText)
		bad.text(at+"/criteria", g.Criteria, maxText)
		if g.Wheel != WheelWelfare && g.Wheel != WheelSocial {
			bad.add(at+"/wheel", "unknown", "「福祉的な課題」か「社会とのつながり」を選んでください。")
		}
		if _, err := c.Member(g.Member); g.Member != "" && err != nil {
			bad.add(at+"/memberId", "unknown", "この世帯の方ではありません。選び直してください。")
		}
		bad.once(at, g.ID, seen)
	}
	for i, s := range p.Supports {
		at := "/content/supports/" + strconv.Itoa(i)
		bad.text(at+"/kind", s.Kind, maxLine)
		bad.text(at+"/text", s.Text, maxText)
		bad.text(at+"/byName", s.ByName, maxLine)
		bad.text(at+"/howOften", s.HowOften, maxLine)
		bad.once(at, s.ID, seen)
	}
	for i, r := range p.Roles {
		at := "/content/roles/" + strconv.Itoa(i)
		bad.text(at+"/text", r.Text, maxText)
		bad.text(at+"/byName", r.ByName, maxLine)
		bad.once(at, r.ID, seen)
	}
	if p.MonitorEvery < 0 || p.MonitorEvery > c.Settings.MonitoringEveryMonths {
		bad.add("/content/monitorEvery", "out_of_range", "モニタリングは、少なくとも"+strconv.Itoa(c.Settings.MonitoringEveryMonths)+"か月に1回にしてください。")
	}
	slices.SortStableFunc(bad.fields, func(a, b FieldError) int { return strings.Compare(a.Pointer, b.Pointer) })
	return bad.err()
}

func (c *checks) once(at string, id ID, seen map[ID]bool) {
	if id != "" && seen[id] {
		c.add(at+"/id", "duplicate", "同じ行が二度あります。画面を更新してください。")
	}
	seen[id] = true
}

// checkComplete asks for the five statutory items (34条の7), a goal on each wheel or why not, and the day of the review.
func (p PlanContent) checkComplete(now time.Time) error {
	var bad checks
	bad.required("/content/wish", p.Wish, "本人の望む暮らし")
	bad.required("/content/issues", p.Issues, "課題")
	if len(p.Goals) == 0 {
		bad.add("/content/goals", "required", "目標を1つ以上入力してください。")
	}
	wheels := map[Wheel]bool{}
	for i, g := range p.Goals {
		at := "/content/goals/" + strconv.Itoa(i)
		wheels[g.Wheel] = true
		bad.required(at+"/text", g.Text, "目標")
		bad.required(at+"/criteria", g.Criteria, "達成の目安")
		if !g.By.IsValid() {
			bad.add(at+"/by", "required", "達成時期を入力してください。")
		}
	}
	if len(p.Goals) > 0 && len(wheels) < 2 {
		bad.required("/content/wheelNote", p.WheelNote, "もう一方の目標、または目標を置かない理由")
	}
	if len(p.Supports) == 0 {
		bad.add("/content/supports", "required", "支援の内容を1つ以上入力してください。")
	}
	for i, s := range p.Supports {
		at := "/content/supports/" + strconv.Itoa(i)
		bad.required(at+"/text", s.Text, "支援の内容")
		bad.someone(at, s.Agency, s.ByName)
	}
	if len(p.Roles) == 0 {
		bad.add("/content/roles", "required", "各機関の役割を1つ以上入力してください。")
	}
	for i, r := range p.Roles {
		at := "/content/roles/" + strconv.Itoa(i)
		bad.required(at+"/text", r.Text, "役割")
		bad.someone(at, r.Agency, r.ByName)
	}
	bad.required("/content/coordination", p.Coordination, "一体的に支援するための方策")
	switch today := calendar.DateOf(now); {
	case !p.ReviewOn.IsValid():
		bad.add("/content/reviewOn", "required", "次にプランを見直す日を入力してください。")
	case !p.ReviewOn.After(today):
		bad.add("/content/reviewOn", "impossible", "次にプランを見直す日は、明日以降の日付にしてください。")
	case p.ReviewOn.After(today.AddMonths(12)):
		bad.add("/content/reviewOn", "out_of_range", "次にプランを見直す日は、1年以内の日付にしてください。")
	}
	return bad.err()
}

func (c *checks) someone(at string, agency ID, name string) {
	if agency == "" && strings.TrimSpace(name) == "" {
		c.add(at+"/agencyId", "required", "担当する機関（または担い手の名前）を入力してください。")
	}
}
