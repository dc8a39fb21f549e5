package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// gathering is how far a conference of the demonstration has come.
type gathering struct {
	daysAgo int // of the meeting; negative: still to come
	hour    int
	done    casework.State
	talk    []string // per item of the agenda, from the first
	decided []string
	roles   []spoken
}

// spoken is one 役割分担: an agency by code, what, and in how many days after the meeting.
type spoken struct {
	agency, task string
	days         int
}

// gatherings are the conferences that the demonstration tells: two on record, one whose minutes are open, one to come.
var gatherings = []gathering{
	{daysAgo: 33, hour: 10, done: casework.ConferenceRecorded,
		talk:    []string{"長男は昼夜が逆転しているが、近所の商店には夜に出かけている。母の介護サービスは週2回に増えた。", "家賃は分割で払う約束ができた。通帳は長男が持っている。"},
		decided: []string{"まず家計の収支を一緒に書き出す。", "長男への声かけは、同じ人が同じ曜日に行う。"},
		roles: []spoken{{"yorisoi", "家計の収支を一緒に書き出し、分割払いの見通しを立てる", 14}, {"kikan-shogai", "長男の好きなことを聞き取り、居場所を2か所紹介する", 45},
			{"houkatsu-naka", "母の通院に同行し、主治医の意見を聞く", 21}}},
	{daysAgo: 12, hour: 14, done: casework.ConferenceRecorded,
		talk:    []string{"子どもの欠席が続いている。学校からの電話に母は出られないことが多い。", "夜間の見守りは、民生委員と交番で分けて行える。"},
		decided: []string{"学校との連絡は、窓口を一つにする。"},
		roles:   []spoken{{"kodomo-naka", "学校と月に一度、様子を共有する", 30}, {"fukushi-naka", "医療費の助成の手続きを一緒に行う", 10}}},
	{daysAgo: 1, hour: 15, done: casework.ConferenceHeld,
		talk:    []string{"訪問のたびに玄関先の荷物が増えている。本人は片付けを手伝ってほしいと話した。"},
		decided: []string{"片付けは本人の立ち会いのもとで、少しずつ進める。"},
		roles:   []spoken{{"houkatsu-naka", "片付けの日を本人と決める", 7}}},
	{daysAgo: -2, hour: 10, done: casework.ConferenceScheduled},
}

// hold tells the conferences on cases that came to the coordinators, oldest first.
func hold(ctx context.Context, s *store.Store, d *directory, now time.Time) error {
	chair := d.people[coordinators][0]
	open := true
	var ids []casework.ID
	err := s.InTx(ctx, chair, func(tx *store.Tx) error {
		tx.At(now)
		page, err := tx.Cases(store.CaseFilter{Paging: store.Paging{Limit: 200}, Open: &open, Sort: "opened"})
		for _, c := range page.Items {
			ids = append(ids, c.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	used := map[casework.ID]bool{}
	for n, m := range gatherings {
		for _, id := range ids {
			if used[id] {
				continue
			}
			fits, err := m.tell(ctx, s, d, chair, id, now)
			if err != nil {
				return fmt.Errorf("demo: conference %d: %w", n+1, err)
			}
			if used[id] = fits; fits {
				break
			}
		}
	}
	return nil
}

// starts is a business day near so many days ago, at the hour of Tokyo.
func (m gathering) starts(d *directory, now time.Time) time.Time {
	day := calendar.DateOf(now).AddDays(-m.daysAgo)
	for !d.settings.Office.IsBusinessDay(day) {
		step := -1
		if m.daysAgo < 0 {
			step = 1
		}
		day = day.AddDays(step)
	}
	return day.Time().Add(time.Duration(m.hour) * time.Hour).UTC()
}

// tell plays the conference on the case; false where the case came to the coordinators too late for it.
func (m gathering) tell(ctx context.Context, s *store.Store, d *directory, chair casework.Actor, id casework.ID, now time.Time) (fits bool, err error) {
	start := m.starts(d, now)
	if m.done == casework.ConferenceHeld && start.After(now) {
		start = now.Add(-time.Hour)
	}
	err = s.InTx(ctx, chair, func(tx *store.Tx) error {
		tx.At(now)
		f, err := tx.Case(id)
		if err != nil {
			return err
		}
		asked := start.AddDate(0, 0, -11)
		if asked.After(now) {
			asked = now.Add(-2 * time.Hour)
		}
		for _, e := range f.Escalations {
			if since := e.OpenedAt.Add(2 * time.Hour); since.After(asked) {
				asked = since
			}
		}
		if fits = len(f.Escalations) > 0 && asked.Add(2*time.Hour).Before(start) && !asked.Add(time.Hour).After(now); !fits {
			return nil
		}
		tx.At(asked)
		k, err := m.arrange(tx, d, id, asked, start)
		if err != nil || m.done == casework.ConferenceScheduled {
			return err
		}
		return m.meet(tx, d, k, start)
	})
	return fits, err
}

// arrange proposes and schedules, with everybody who works on the case, the police, the city's office and a 民生委員.
func (m gathering) arrange(tx *store.Tx, d *directory, id casework.ID, asked, start time.Time) (*store.ConferenceFile, error) {
	f, err := tx.CaseToChange(id)
	if err != nil {
		return nil, err
	}
	number, err := tx.NextConferenceNumber(asked)
	if err != nil {
		return nil, err
	}
	order := casework.ConferenceOrder{Kind: casework.CaseConference, LegalBasis: "social_welfare_106_6", Purpose: "世帯全体の見立てを合わせ、役割を分ける", Number: number, Confirm: true,
		Slots: []casework.SlotOrder{{Start: start, End: start.Add(90 * time.Minute)}}, Invitees: m.invitees(d, f.Case)}
	k, err := casework.ProposeConference(f.Case, tx.Actor(), asked, order)
	if err != nil {
		return nil, err
	}
	if _, err := tx.AddConference(k, f, asked); err != nil {
		return nil, err
	}
	file, err := tx.ConferenceToChange(k.ID)
	if err != nil {
		return nil, err
	}
	if err := file.Schedule(file.File.Case, tx.Actor(), asked.Add(time.Hour), casework.ScheduleOrder{Slot: file.Slots[0].ID, Place: "中区役所 3階 会議室", Confirm: true}); err != nil {
		return nil, err
	}
	return file, tx.SaveConference(file, asked.Add(time.Hour))
}

func (m gathering) invitees(d *directory, c *casework.Case) []casework.InviteeOrder {
	orders := []casework.InviteeOrder{}
	seen := map[casework.ID]bool{"": true}
	add := func(agency casework.ID, function string, required bool) {
		if !seen[agency] {
			seen[agency] = true
			orders = append(orders, casework.InviteeOrder{Agency: agency, Function: function, Required: required})
		}
	}
	add(c.Lead(), "主担当", true)
	for _, a := range c.SupportingNow() {
		add(a, "支援", false)
	}
	for _, r := range m.roles {
		add(d.id(r.agency), "支援", false)
	}
	for _, g := range d.guests {
		function := "地域の見守り"
		if g.Has(casework.RoleCityOffice) {
			function = "出席の調整"
		}
		orders = append(orders, casework.InviteeOrder{Account: g.Account, Function: function})
	}
	return append(orders, casework.InviteeOrder{Name: "見本 里子", Organization: "見本地区民生委員児童委員協議会", Email: "minsei@mihon.example", Function: "民生委員"})
}

// meet holds the meeting and writes its record; a recorded one is finalized two hours later.
func (m gathering) meet(tx *store.Tx, d *directory, k *store.ConferenceFile, start time.Time) error {
	tx.At(start)
	chair := tx.Actor()
	g, err := tx.MeetingToChange(k)
	if err != nil {
		return err
	}
	f := k.File
	changes, err := tx.SinceLastConference(k)
	if err != nil {
		return err
	}
	g.Agenda = casework.ProposeAgenda(start, k.Purpose, nil, changes)
	list := []casework.AttendanceOrder{}
	for n, i := range k.Invitees {
		a := casework.AttendanceOrder{Invitee: i.ID, Presence: casework.PresencePresent, Paper: true, Online: n == 1}
		if n == 2 {
			a.Presence = casework.PresenceAbsent
		}
		list = append(list, a)
	}
	if err := g.Hold(f.Case, k.Conference, chair, start, casework.HoldOrder{HeldAt: start, Attendance: list}); err != nil {
		return err
	}
	if err := m.write(d, g, k, start.Add(80*time.Minute), chair); err != nil {
		return err
	}
	if err := tx.SaveMinutes(k, g, g.MinutesVersion); err != nil {
		return err
	}
	end := start
	if m.done == casework.ConferenceRecorded {
		end = start.Add(2 * time.Hour)
		agreed := &casework.Commitments{}
		if err := g.Finalize(f.Case, k.Conference, agreed, chair, end, casework.FinalizeOrder{MinutesVersion: g.MinutesVersion}); err != nil {
			return err
		}
		if err := m.take(d, f.Case, agreed, end); err != nil {
			return err
		}
		if err := tx.SaveCommitments(f, agreed, end); err != nil {
			return err
		}
	}
	if err := tx.SaveMeeting(k, g, end); err != nil {
		return err
	}
	return tx.SaveConference(k, end)
}

func (m gathering) write(d *directory, g *casework.ConferenceMeeting, k *store.ConferenceFile, at time.Time, chair casework.Actor) error {
	record := g.Minutes
	for n := range record.Items {
		if n < len(m.talk) {
			record.Items[n].Talk = m.talk[n]
		}
	}
	last := &record.Items[len(record.Items)-2] // 支援の方針と役割分担
	for _, text := range m.decided {
		last.Decisions = append(last.Decisions, casework.Decision{ID: casework.NewID(at), Text: text})
	}
	for _, r := range m.roles {
		due := calendar.DateOf(at).AddDays(r.days)
		last.Tasks = append(last.Tasks, casework.MinutesTask{ID: casework.NewID(at), Agency: d.id(r.agency), Task: r.task, DueOn: &due})
	}
	record.General = "次の会議までに、本人の望む暮らしをもう一度聞く。"
	return g.WriteMinutes(chair, k.Conference, at, record)
}

// take lets the agencies answer the next morning, so that nobody has been silent.
func (m gathering) take(d *directory, c *casework.Case, agreed *casework.Commitments, at time.Time) error {
	for n, a := range agreed.Assignments {
		staff := d.people[m.roles[n].agency]
		if len(staff) == 0 {
			continue
		}
		if err := a.Take(c, staff[0], at.Add(18*time.Hour), ""); err != nil {
			return err
		}
	}
	return nil
}
