package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// The workflow of a training session.
const (
	WorkflowTraining Workflow = "training"

	TrainingPlanned   State = "planned"
	TrainingHeld      State = "held"
	TrainingCancelled State = "cancelled"
)

// Training is 研修: a session for the agencies of the city. Its date and who came are counted.
type Training struct {
	ID         ID
	State      State
	Version    int // of the stored row; the store counts it
	Title      string
	HeldOn     calendar.Date // in Japan
	Place      string
	Theme      string
	Studies    []TrainingStudy
	Attendance []TrainingAttendance
	Others     int    // people of no agency of the directory
	Reason     string // why it was cancelled, or corrected
	By         ID     // account
	CreatedAt  time.Time
}

// TrainingStudy is a published case study that the session uses; one that has left the library since has no title.
type TrainingStudy struct {
	ID    ID
	Title string
}

// TrainingAttendance is how many people came from an agency.
type TrainingAttendance struct {
	Agency ID
	People int
}

// TrainingOrder is what is planned.
type TrainingOrder struct {
	Title, Place, Theme string
	HeldOn              calendar.Date
	Studies             []ID
}

const (
	mostTrainingPeople = 9999
	mostTrainingYears  = 10 // ahead and back
)

// PlanTraining plans a session. published finds the case studies that may be used.
func PlanTraining(actor Actor, now time.Time, o TrainingOrder, published func(ID) (title string, ok bool)) (*Training, error) {
	t := &Training{ID: NewID(now), By: actor.Account, CreatedAt: now}
	if err := t.may(actor, VerbPlan); err != nil {
		return nil, err
	}
	if err := t.plan(now, o, published); err != nil {
		return nil, err
	}
	move(WorkflowTraining, &t.State, VerbPlan, TrainingPlanned)
	return t, nil
}

// Change writes anew what is planned. A study that it uses already stays, also when it has left the library.
func (t *Training) Change(actor Actor, now time.Time, o TrainingOrder, published func(ID) (title string, ok bool)) error {
	if err := t.may(actor, VerbEdit); err != nil {
		return err
	}
	used := t.Studies
	return t.plan(now, o, func(id ID) (string, bool) {
		for _, s := range used {
			if s.ID == id {
				return s.Title, true
			}
		}
		return published(id)
	})
}

func (t *Training) plan(now time.Time, o TrainingOrder, published func(ID) (title string, ok bool)) error {
	var bad checks
	bad.required("/title", o.Title, "研修の名前")
	bad.text("/title", o.Title, maxName)
	bad.text("/place", o.Place, maxName)
	bad.text("/theme", o.Theme, maxText)
	today := calendar.DateOf(now)
	if o.HeldOn.Year < today.Year-mostTrainingYears || o.HeldOn.Year > today.Year+mostTrainingYears {
		bad.add("/heldOn", "out_of_range", "開催日をご確認ください。")
	}
	studies, seen := []TrainingStudy{}, map[ID]bool{}
	for i, id := range o.Studies {
		title, ok := published(id)
		if !ok || seen[id] {
			bad.add(fmt.Sprintf("/studyIds/%d", i), "unknown", "公開された事例から、重ならないように選んでください。")
		}
		seen[id] = true
		studies = append(studies, TrainingStudy{id, title})
	}
	if err := bad.err(); err != nil {
		return err
	}
	t.Title, t.Place, t.Theme, t.HeldOn, t.Studies = strings.TrimSpace(o.Title), strings.TrimSpace(o.Place), strings.TrimSpace(o.Theme), o.HeldOn, studies
	return nil
}

// Hold records who came. What was recorded is corrected with a reason; an agency that closed since it came may stay.
func (t *Training) Hold(actor Actor, now time.Time, attendance []TrainingAttendance, others int, reason string, active func(ID) bool) error {
	if err := t.may(actor, VerbHold); err != nil {
		return err
	}
	if t.HeldOn.After(calendar.DateOf(now)) {
		return wrongState("開催日がまだ来ていません。開催日を過ぎてから、出席を記録してください。")
	}
	var bad checks
	if t.State == TrainingHeld {
		bad.required("/reason", reason, "直す理由")
	}
	bad.text("/reason", reason, maxText)
	seen := map[ID]bool{}
	for i, a := range attendance {
		at := fmt.Sprintf("/attendance/%d", i)
		if seen[a.Agency] || !active(a.Agency) && !slices.ContainsFunc(t.Attendance, func(was TrainingAttendance) bool { return was.Agency == a.Agency }) {
			bad.add(at+"/agencyId", "unknown", "相談機関一覧から、重ならないように選んでください。")
		}
		seen[a.Agency] = true
		if a.People < 1 || a.People > mostTrainingPeople {
			bad.add(at+"/people", "out_of_range", fmt.Sprintf("人数は1から%dまでで入力してください。", mostTrainingPeople))
		}
	}
	if others < 0 || others > mostTrainingPeople {
		bad.add("/others", "out_of_range", fmt.Sprintf("人数は0から%dまでで入力してください。", mostTrainingPeople))
	}
	if len(attendance) == 0 && others == 0 {
		bad.add("/attendance", "required", "出席した機関か、そのほかの人数を入力してください。")
	}
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowTraining, &t.State, VerbHold, TrainingHeld)
	t.Attendance, t.Others, t.Reason = attendance, others, strings.TrimSpace(reason)
	return nil
}

// Cancel takes a planned session off.
func (t *Training) Cancel(actor Actor, reason string) error {
	if err := t.may(actor, VerbCancel); err != nil {
		return err
	}
	var bad checks
	bad.required("/reason", reason, "中止の理由")
	bad.text("/reason", reason, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowTraining, &t.State, VerbCancel, TrainingCancelled)
	t.Reason = strings.TrimSpace(reason)
	return nil
}

// People counts everybody who came.
func (t *Training) People() int {
	n := t.Others
	for _, a := range t.Attendance {
		n += a.People
	}
	return n
}

// Actions lists what the actor may do with it now.
func (t *Training) Actions(actor Actor, now time.Time) []string {
	return offered(Verbs(WorkflowTraining, t.State), func(v Verb) error {
		if v == VerbHold && t.HeldOn.After(calendar.DateOf(now)) {
			return wrongState("")
		}
		return t.may(actor, v)
	})
}

func (t *Training) may(actor Actor, verb Verb) error {
	return permit(WorkflowTraining, t.State, verb, func(p Party) bool {
		return p == ByCityStaff && actor.Account != "" && (actor.Has(RoleCoordinator) || actor.Has(RoleCityOffice))
	})
}
