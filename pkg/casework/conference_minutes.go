package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Most that one conference's documents hold; a meeting of 22 people stays far below.
const (
	maxAgenda      = 50
	maxDecisions   = 50
	maxMinuteTasks = 50
	maxAgendaTime  = 480 // minutes of one item: a working day
)

// Minutes is the record of a conference (議事録) as one structured document: what was said and decided under each item
// of the agenda. Every row has an id, so that two people's edits are merged by row and no line is lost.
type Minutes struct {
	Items     []MinutesItem  `json:"items"`
	General   string         `json:"general,omitempty"`
	NextOn    *calendar.Date `json:"nextOn,omitempty"`    // 次回の検討会
	MonitorOn *calendar.Date `json:"monitorOn,omitempty"` // モニタリング
}

// MinutesItem is what came of one item of the agenda, or of one that came up in the meeting.
type MinutesItem struct {
	ID        ID            `json:"id"` // of the AgendaItem, for what stood on the agenda
	Title     string        `json:"title"`
	Talk      string        `json:"talk,omitempty"`
	Decisions []Decision    `json:"decisions"`
	Tasks     []MinutesTask `json:"tasks"`
}

// Decision is one thing that was decided (決定事項).
type Decision struct {
	ID   ID     `json:"id"`
	Text string `json:"text"`
}

// MinutesTask is a 役割分担 as it was spoken in the meeting; it becomes an assignment when the conference is finalized.
type MinutesTask struct {
	ID     ID             `json:"id"`
	Agency ID             `json:"agencyId,omitempty"`
	Task   string         `json:"task"`
	Member ID             `json:"memberId,omitempty"` // HouseholdMember.ID; "" is the whole household
	DueOn  *calendar.Date `json:"dueOn,omitempty"`    // nil: the default of the settings
}

// Addendum is what was added to finalized minutes: they are never changed, only added to.
type Addendum struct {
	ID     ID
	Item   ID // of the minutes; "" when it is about all of them
	Text   string
	Reason string
	By     ID // account
	At     time.Time
}

// AddendumOrder is what a person adds to finalized minutes.
type AddendumOrder struct {
	Item   ID
	Text   string
	Reason string
}

// startMinutes lays the frozen agenda out for writing.
func startMinutes(agenda []AgendaItem) Minutes {
	m := Minutes{Items: []MinutesItem{}}
	for _, a := range agenda {
		m.Items = append(m.Items, MinutesItem{ID: a.ID, Title: a.Title, Decisions: []Decision{}, Tasks: []MinutesTask{}})
	}
	return m
}

// Empty reports whether nothing of the meeting was written down yet.
func (m Minutes) Empty() bool {
	return strings.TrimSpace(m.General) == "" && !slices.ContainsFunc(m.Items, func(i MinutesItem) bool {
		return strings.TrimSpace(i.Talk) != "" || len(i.Decisions) > 0 || len(i.Tasks) > 0
	})
}

// WriteMinutes replaces the record by what one writer has, based on the version it saw (checked by the store's
// If-Match). What stood on the agenda stays in the record, in words and order of the agenda.
func (g *ConferenceMeeting) WriteMinutes(actor Actor, k *Conference, now time.Time, m Minutes) error {
	if err := g.may(actor, k, VerbWriteMinutes); err != nil {
		return err
	}
	if err := m.check(g.Agenda); err != nil {
		return err
	}
	for i := range m.Items {
		if a := agendaItem(g.Agenda, m.Items[i].ID); a != nil {
			m.Items[i].Title = a.Title
		}
	}
	g.Minutes, g.MinutesBy, g.MinutesAt = m.tidy(), actor.Account, now
	return nil
}

// tidy keeps lists from being null in the stored document.
func (m Minutes) tidy() Minutes {
	if m.Items == nil {
		m.Items = []MinutesItem{}
	}
	for i := range m.Items {
		if m.Items[i].Decisions == nil {
			m.Items[i].Decisions = []Decision{}
		}
		if m.Items[i].Tasks == nil {
			m.Items[i].Tasks = []MinutesTask{}
		}
	}
	return m
}

func (m Minutes) check(agenda []AgendaItem) error {
	var bad checks
	bad.text("/general", m.General, maxNote)
	if len(m.Items) > maxAgenda {
		bad.add("/items", "too_many", fmt.Sprintf("議題は%d件までにしてください。", maxAgenda))
	}
	seen := map[ID]bool{}
	once := func(pointer string, id ID) {
		if id == "" || seen[id] {
			bad.add(pointer, "duplicate", "同じ行が二度送られました。画面を読み込み直してください。")
		}
		seen[id] = true
	}
	for i, item := range m.Items {
		at := fmt.Sprintf("/items/%d", i)
		once(at+"/id", item.ID)
		item.check(&bad, at, once)
	}
	for _, a := range agenda {
		if !seen[a.ID] {
			bad.add("/items", "required", "当日の議題「"+a.Title+"」は、議事録から外せません。")
		}
	}
	return bad.err()
}

// check allows what is half written: a meeting goes on while it is typed. What is missing is asked when finalizing.
func (i MinutesItem) check(bad *checks, at string, once func(string, ID)) {
	bad.required(at+"/title", i.Title, "議題")
	bad.text(at+"/title", i.Title, maxLine)
	bad.text(at+"/talk", i.Talk, maxNote)
	if len(i.Decisions) > maxDecisions {
		bad.add(at+"/decisions", "too_many", fmt.Sprintf("決定事項は一つの議題に%d件までにしてください。", maxDecisions))
	}
	for j, d := range i.Decisions {
		once(fmt.Sprintf("%s/decisions/%d/id", at, j), d.ID)
		bad.text(fmt.Sprintf("%s/decisions/%d/text", at, j), d.Text, maxText)
	}
	if len(i.Tasks) > maxMinuteTasks {
		bad.add(at+"/tasks", "too_many", fmt.Sprintf("役割分担は一つの議題に%d件までにしてください。", maxMinuteTasks))
	}
	for j, t := range i.Tasks {
		once(fmt.Sprintf("%s/tasks/%d/id", at, j), t.ID)
		bad.text(fmt.Sprintf("%s/tasks/%d/task", at, j), t.Task, maxText)
	}
}

// checkComplete says what is still missing before the record can be finalized. Pointers are into the minutes.
func (m Minutes) checkComplete(bad *checks, c *Case, now time.Time) {
	today := calendar.DateOf(now)
	if m.Empty() {
		bad.add("/minutes", "required", "議事録がまだ書かれていません。")
	}
	for i, item := range m.Items {
		for j, d := range item.Decisions {
			bad.required(fmt.Sprintf("/minutes/items/%d/decisions/%d/text", i, j), d.Text, "決定事項")
		}
		for j, t := range item.Tasks {
			at := fmt.Sprintf("/minutes/items/%d/tasks/%d", i, j)
			bad.required(at+"/task", t.Task, "役割の内容")
			if t.Agency == "" {
				bad.add(at+"/agencyId", "required", "役割を担う機関を選んでください。")
			}
			if t.Member != "" && !c.isCurrentMember(t.Member) {
				bad.add(at+"/memberId", "unknown", "この世帯の方ではありません。選び直してください。")
			}
			if t.DueOn != nil && t.DueOn.Before(today) {
				bad.add(at+"/dueOn", "impossible", "期限は今日以降の日付にしてください。")
			}
		}
	}
	for _, d := range []struct {
		at   string
		on   *calendar.Date
		what string
	}{{"/minutes/nextOn", m.NextOn, "次回の検討会の日"}, {"/minutes/monitorOn", m.MonitorOn, "モニタリングの日"}} {
		if d.on != nil && !d.on.After(today) {
			bad.add(d.at, "impossible", d.what+"は、明日以降の日付にしてください。")
		}
	}
}

func (c *Case) isCurrentMember(id ID) bool {
	return slices.ContainsFunc(c.Members, func(m *HouseholdMember) bool { return m.ID == id && m.Current })
}

// Tasks lists the spoken 役割分担 in the order of the record.
func (m Minutes) Tasks() []MinutesTask {
	var all []MinutesTask
	for _, i := range m.Items {
		all = append(all, i.Tasks...)
	}
	return all
}

// Texts is the record with everything somebody wrote in it put through a function, such as a mask.
func (m Minutes) Texts(each func(string) string) Minutes {
	return m.eachText(func(_ ID, s string) string { return each(s) })
}

// eachText names the place of each text, the same from version to version.
func (m Minutes) eachText(each func(ID, string) string) Minutes {
	out := m
	out.General, out.Items = each("general", m.General), slices.Clone(m.Items)
	for i := range out.Items {
		item := &out.Items[i]
		item.Title, item.Talk = each(item.ID+"/title", item.Title), each(item.ID+"/talk", item.Talk)
		item.Decisions, item.Tasks = slices.Clone(item.Decisions), slices.Clone(item.Tasks)
		for j := range item.Decisions {
			item.Decisions[j].Text = each(item.Decisions[j].ID, item.Decisions[j].Text)
		}
		for j := range item.Tasks {
			item.Tasks[j].Task = each(item.Tasks[j].ID, item.Tasks[j].Task)
		}
	}
	return out
}

// RestoreMinutes puts back what a writer under a mask could not see, row by row: saving the record loses no words of
// others.
func (m Mask) RestoreMinutes(stored, sent Minutes) Minutes {
	if m.Empty() {
		return sent
	}
	was := map[ID]string{}
	stored.eachText(func(key ID, s string) string { was[key] = s; return s })
	return sent.eachText(func(key ID, s string) string { return m.RestoreText(was[key], s) })
}

// AddAddendum adds to finalized minutes, with the reason.
func (g *ConferenceMeeting) AddAddendum(actor Actor, k *Conference, now time.Time, o AddendumOrder) (*Addendum, error) {
	if err := g.may(actor, k, VerbAddAddendum); err != nil {
		return nil, err
	}
	var bad checks
	bad.required("/text", o.Text, "追記する内容")
	bad.text("/text", o.Text, maxNote)
	bad.required("/reason", o.Reason, "追記の理由")
	bad.text("/reason", o.Reason, maxText)
	if o.Item != "" && !slices.ContainsFunc(g.Minutes.Items, func(i MinutesItem) bool { return i.ID == o.Item }) {
		bad.add("/itemId", "unknown", "議事録にない議題です。")
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	a := &Addendum{ID: NewID(now), Item: o.Item, Text: o.Text, Reason: o.Reason, By: actor.Account, At: now}
	g.Addenda = append(g.Addenda, a)
	return a, nil
}
