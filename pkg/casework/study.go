package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The workflow of a case study.
const (
	WorkflowStudy Workflow = "study"

	StudyDraft     State = "draft"
	StudyInReview  State = "in_review"
	StudyPublished State = "published"
	StudyWithdrawn State = "withdrawn"

	VerbSubmit   Verb = "submit"
	VerbSendBack Verb = "send_back"

	ByWriter    Party = "writer"     // who wrote the study
	ByCityStaff Party = "city_staff" // a coordinator, or the city office
)

// Study is ケーススタディ: an anonymised copy of a case, to learn from. Until a second person has published it, it knows its
// case, so that whoever the household is can be found in its text; from then on nothing leads back.
type Study struct {
	ID          ID
	State       State
	Version     int // of the stored row; the store counts it
	Case        ID  // "" once published or withdrawn
	Author      ID  // account
	CreatedAt   time.Time
	SubmittedAt *time.Time // of the newest asking
	ApprovedBy  ID         // account; never the author
	PublishedAt *time.Time
	WithdrawnAt *time.Time
	Remarks     []StudyRemark // why it was sent back, oldest first
	StudyContent
}

// StudyContent is what the author writes.
type StudyContent struct {
	Title     string
	Issues    []string // codes of お困りごと
	Features  []string // codes of 世帯の特徴
	Household string
	Course    []StudyStep
	Decided   string
	Learned   string
}

// StudyStep is one step of the course: days since the first consultation instead of a date.
type StudyStep struct {
	AfterDays int    `json:"afterDays"`
	Text      string `json:"text"`
}

// StudyRemark says why a study came back to its author.
type StudyRemark struct {
	At   time.Time `json:"at"`
	By   ID        `json:"by"` // account
	Text string    `json:"text"`
}

const (
	mostStudySteps = 60
	lastStudyDay   = 36500
)

// Edit replaces the content. What says who the household is, is not even kept as a draft.
func (s *Study) Edit(actor Actor, c StudyContent, who StudyPrivacy, known func(kind, code string) bool) error {
	if err := s.may(actor, VerbEdit); err != nil {
		return err
	}
	if err := c.check(who, known); err != nil {
		return err
	}
	s.StudyContent = c
	return nil
}

// Submit asks a second person to read it.
func (s *Study) Submit(actor Actor, now time.Time, who StudyPrivacy, known func(kind, code string) bool) error {
	if err := s.may(actor, VerbSubmit); err != nil {
		return err
	}
	var bad checks
	if len(s.Issues) == 0 {
		bad.add("/issues", "required", "お困りごとを一つ以上選んでください。")
	}
	if len(s.Course) == 0 {
		bad.add("/course", "required", "経過を一つ以上書いてください。")
	}
	bad.required("/household", s.Household, "世帯のようす")
	bad.required("/decided", s.Decided, "決まったこと")
	bad.required("/learned", s.Learned, "学んだこと")
	if err := bad.err(); err != nil {
		return err
	}
	if err := s.check(who, known); err != nil { // the household may be known by more names than when it was written
		return err
	}
	move(WorkflowStudy, &s.State, VerbSubmit, StudyInReview)
	s.SubmittedAt = &now
	return nil
}

// Approve publishes it. The second person may not know the household: what is found is not named.
func (s *Study) Approve(actor Actor, now time.Time, who StudyPrivacy) error {
	if err := s.may(actor, VerbApprove); err != nil {
		return err
	}
	if s.check(who, func(string, string) bool { return true }) != nil {
		return wrongState("確認に出されたあとに、個人が分かる言葉が見つかりました。書いた方に差し戻してください。")
	}
	move(WorkflowStudy, &s.State, VerbApprove, StudyPublished)
	s.ApprovedBy, s.PublishedAt, s.Case, s.Remarks = actor.Account, &now, "", nil // a remark may name what had to go
	return nil
}

// SendBack returns it to its author with a remark.
func (s *Study) SendBack(actor Actor, now time.Time, remark string) error {
	if err := s.may(actor, VerbSendBack); err != nil {
		return err
	}
	var bad checks
	bad.required("/text", remark, "差し戻しの理由")
	bad.text("/text", remark, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowStudy, &s.State, VerbSendBack, StudyDraft)
	s.Remarks = append(s.Remarks, StudyRemark{now, actor.Account, strings.TrimSpace(remark)})
	return nil
}

// Withdraw takes it back. What no second person has read is emptied; what was published stays as it was, outside the library.
func (s *Study) Withdraw(actor Actor, now time.Time) error {
	if err := s.may(actor, VerbWithdraw); err != nil {
		return err
	}
	move(WorkflowStudy, &s.State, VerbWithdraw, StudyWithdrawn)
	s.WithdrawnAt, s.Case, s.Remarks = &now, "", nil
	if s.PublishedAt == nil {
		s.StudyContent = StudyContent{}
	}
	return nil
}

func (c *StudyContent) check(who StudyPrivacy, known func(kind, code string) bool) error {
	var bad checks
	line := func(pointer, value, what string, limit int) {
		if what != "" {
			bad.required(pointer, value, what)
		}
		bad.text(pointer, value, limit)
		who.check(&bad, pointer, value)
	}
	line("/title", c.Title, "題名", maxName)
	line("/household", c.Household, "", maxText)
	line("/decided", c.Decided, "", maxText)
	line("/learned", c.Learned, "", maxText)
	studyCodes(&bad, "/issues", "issue", c.Issues, known)
	studyCodes(&bad, "/features", "feature", c.Features, known)
	if len(c.Course) > mostStudySteps {
		bad.add("/course", "too_many", fmt.Sprintf("経過は%d個までにしてください。", mostStudySteps))
	}
	for i, step := range c.Course {
		at := fmt.Sprintf("/course/%d", i)
		line(at+"/text", step.Text, "経過", maxText)
		switch {
		case step.AfterDays < 0 || step.AfterDays > lastStudyDay:
			bad.add(at+"/afterDays", "out_of_range", "最初の相談からの日数で入力してください。")
		case i > 0 && step.AfterDays < c.Course[i-1].AfterDays:
			bad.add(at+"/afterDays", "out_of_range", "前の経過より後の日数にしてください。")
		}
	}
	return bad.err()
}

func studyCodes(bad *checks, pointer, kind string, list []string, known func(kind, code string) bool) {
	for i, code := range list {
		if !known(kind, code) || slices.Contains(list[:i], code) {
			bad.add(fmt.Sprintf("%s/%d", pointer, i), "unknown", "一覧から、重ならないように選んでください。")
		}
	}
}

// Actions lists what the actor may do with it now.
func (s *Study) Actions(actor Actor) []string {
	return offered(Verbs(WorkflowStudy, s.State), func(v Verb) error { return s.may(actor, v) })
}

func (s *Study) may(actor Actor, verb Verb) error {
	err := permit(WorkflowStudy, s.State, verb, s.is(actor))
	if (verb == VerbApprove || verb == VerbSendBack) && CodeOf(err) == CodeForbidden && actor.Account == s.Author {
		return forbidden("公開の確認は、書いた方とは別の方が行います。")
	}
	return err
}

func (s *Study) is(actor Actor) func(Party) bool {
	city := actor.Account != "" && (actor.Has(RoleCoordinator) || actor.Has(RoleCityOffice))
	return func(p Party) bool {
		switch p {
		case ByCityStaff:
			return city
		case ByWriter:
			return city && actor.Account == s.Author
		case BySecondPerson:
			return city && actor.Account != s.Author
		case ByCityOffice:
			return actor.Account != "" && actor.Has(RoleCityOffice)
		default:
			return false
		}
	}
}

// Reads reports whether the study exists for the actor: published ones for everybody who works with cases, one in review for
// those who may publish it, a draft for its author alone.
func (s *Study) Reads(actor Actor) bool {
	is := s.is(actor)
	switch s.State {
	case StudyPublished:
		return true
	case StudyInReview:
		return is(ByCityStaff)
	case StudyWithdrawn:
		return is(ByWriter) || is(ByCityOffice)
	default:
		return is(ByWriter)
	}
}

// ReadsBehind reports whether the actor may know who wrote it and what was remarked: never readers of the library.
func (s *Study) ReadsBehind(actor Actor) bool { return s.is(actor)(ByCityStaff) }
