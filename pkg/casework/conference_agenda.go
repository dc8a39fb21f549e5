package casework

import (
	"fmt"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// AgendaItem is one item of the agenda (議題).
type AgendaItem struct {
	ID      ID     `json:"id"`
	Title   string `json:"title"`
	Note    string `json:"note,omitempty"`
	Minutes int    `json:"minutes,omitempty"` // planned; 0: not said
	// Source says where a proposed item came from, so that it is proposed once; "" for one that a person wrote.
	Source string `json:"source,omitempty"`
}

// AgendaInput is one item as a person orders it. An id keeps the item it names.
type AgendaInput struct {
	ID      ID
	Title   string
	Note    string
	Minutes int
	Source  string
}

// OpenTask is a 役割分担 that is not done yet, for the next agenda (workflow.md, invariant 6).
type OpenTask struct {
	ID         ID
	Agency     ID
	AgencyName string
	Task       string
	DueOn      calendar.Date
	Struggling bool
}

// SinceLast is what happened on the case since the last conference, by kind of event.
type SinceLast struct {
	Kind  EventKind
	Count int
	Last  time.Time
}

// plannedMinutes of proposed items.
const (
	minutesPerTask   = 5
	minutesForChange = 5
	minutesToTalk    = 20
	minutesToDecide  = 10
)

// changeTitles are the events that a conference must speak of, in the order of the agenda.
var changeTitles = []struct {
	kind  EventKind
	title string
}{
	{EventCustodyMoved, "主担当機関の交代について"},
	{EventSheetAmended, "つなぐシートの変更について"},
	{EventConsentWithdrawn, "同意の撤回について"},
	{EventProtectionSet, "支援措置の設定について"},
	{EventSuspended, "支援の中断について"},
	{EventReopened, "ケースの再開について"},
	{EventRefusalReported, "断りの報告について"},
	{EventPingPongFlagged, "たらい回しの注意について"},
	{EventNoteAdded, "前回からの支援経過"},
}

// ProposeAgenda is the agenda a coordinator starts from: what changed since the last conference, the open 役割分担 — late
// and difficult ones first — and then the talk, the roles and the next date.
func ProposeAgenda(now time.Time, purpose string, open []OpenTask, changes []SinceLast) []AgendaItem {
	items := []AgendaItem{}
	add := func(source, title, note string, minutes int) {
		items = append(items, AgendaItem{ID: NewID(now), Source: source, Title: clip(title, maxLine), Note: clip(note, maxText), Minutes: minutes})
	}
	for _, t := range changeTitles {
		for _, c := range changes {
			if c.Kind == t.kind {
				add("event:"+string(c.Kind), t.title, fmt.Sprintf("%d件（最後は%s）", c.Count, monthDay(c.Last)), minutesForChange)
			}
		}
	}
	for _, late := range []bool{true, false} {
		for _, o := range open {
			if overdue := o.DueOn.Before(calendar.DateOf(now)); late == (overdue || o.Struggling) {
				add("assignment:"+string(o.ID), "役割分担の確認: "+oneLine(o.Task), taskNote(o, overdue), minutesPerTask)
			}
		}
	}
	add("talk", "現状と課題の共有", oneLine(purpose), minutesToTalk)
	add("decide", "支援の方針と役割分担", "", minutesToDecide)
	add("next", "次回の日程とモニタリング", "", minutesForChange)
	if len(items) > maxAgenda {
		items = append(items[:maxAgenda-3:maxAgenda-3], items[len(items)-3:]...)
	}
	return items
}

func taskNote(o OpenTask, overdue bool) string {
	note := o.AgencyName + "、期限 " + o.DueOn.String()
	switch {
	case o.Struggling:
		note += "（困難の報告あり）"
	case overdue:
		note += "（期限を過ぎています）"
	}
	return note
}

func monthDay(t time.Time) string {
	d := calendar.DateOf(t)
	return fmt.Sprintf("%d月%d日", d.Month, d.Day)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// clip cuts a made text to so many runes; what a person typed is never cut but refused.
func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// SetAgenda replaces the agenda by what the coordinator has, in its order. Once the meeting is held it is frozen.
func (g *ConferenceMeeting) SetAgenda(actor Actor, k *Conference, now time.Time, in []AgendaInput) error {
	if err := g.may(actor, k, VerbPrepare); err != nil {
		return err
	}
	var bad checks
	if len(in) > maxAgenda {
		bad.add("/items", "too_many", fmt.Sprintf("議題は%d件までにしてください。", maxAgenda))
	}
	items, seen := []AgendaItem{}, map[ID]bool{}
	for i, a := range in {
		at := fmt.Sprintf("/items/%d", i)
		bad.required(at+"/title", a.Title, "議題")
		bad.text(at+"/title", a.Title, maxLine)
		bad.text(at+"/note", a.Note, maxText)
		if a.Minutes < 0 || a.Minutes > maxAgendaTime {
			bad.add(at+"/minutes", "out_of_range", fmt.Sprintf("時間は%d分までで入力してください。", maxAgendaTime))
		}
		if a.ID == "" {
			a.ID = NewID(now)
		}
		if seen[a.ID] {
			bad.add(at+"/id", "duplicate", "同じ議題が二度送られました。画面を読み込み直してください。")
		}
		seen[a.ID] = true
		items = append(items, AgendaItem(a))
	}
	if err := bad.err(); err != nil {
		return err
	}
	g.Agenda, g.AgendaSet = items, true
	return nil
}

func agendaItem(agenda []AgendaItem, id ID) *AgendaItem {
	for i := range agenda {
		if agenda[i].ID == id {
			return &agenda[i]
		}
	}
	return nil
}
