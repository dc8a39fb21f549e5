package demo

import (
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// session is a 研修 of the demonstration: some days before now (negative: still to come), with so many people of each agency.
type session struct {
	daysAgo             int
	title, place, theme string
	studies             int
	came                map[string]int
	others              int
}

var sessions = []session{
	{410, "つなぐシートの書き方", "福祉会館 大会議室", "世帯をまるごと一枚に書くこと。書いてみて、読み合わせる。", 0,
		map[string]int{"houkatsu-naka": 6, "fukushi-naka": 4, "yorisoi": 3, "kikan-shogai": 2}, 5},
	{200, "断られたときに、次の一手を考える", "福祉会館 大会議室", "公開された事例をもとに、役割分担を話し合う。", 1,
		map[string]int{"houkatsu-naka": 4, "yorisoi": 4, "kodomo-naka": 3}, 0},
	{40, "学校と福祉をつなぐ", "中区役所 第2会議室", "子どものいる世帯の支援を、学校と一緒に考える。", 2,
		map[string]int{"kodomo-naka": 5, "fukushi-naka": 3, "houkatsu-naka": 2}, 8},
	{-21, "個人情報を守りながら伝える", "オンライン", "根拠と範囲を確かめてから伝える練習。", 0, nil, 0},
}

// train plans the sessions and records who came, through the same rules as everybody.
func (d database) train(dir *directory, now time.Time) error {
	actor := dir.actor(coordinators, 0)
	return d.s.InTx(d.ctx, actor, func(tx *store.Tx) error {
		tx.At(now)
		library, err := tx.Studies(store.StudyFilter{Paging: store.Paging{Limit: 10}})
		if err != nil {
			return err
		}
		published := func(id casework.ID) (string, bool) {
			for _, s := range library.Items {
				if s.ID == id {
					return s.Title, true
				}
			}
			return "", false
		}
		for _, x := range sessions {
			order := casework.TrainingOrder{Title: x.title, Place: x.place, Theme: x.theme, HeldOn: calendar.DateOf(now.AddDate(0, 0, -x.daysAgo))}
			for _, s := range library.Items[:min(x.studies, len(library.Items))] {
				order.Studies = append(order.Studies, s.ID)
			}
			t, err := casework.PlanTraining(actor, now, order, published)
			if err != nil {
				return err
			}
			if x.came != nil {
				var came []casework.TrainingAttendance
				for _, code := range []string{"houkatsu-naka", "fukushi-naka", "yorisoi", "kikan-shogai", "kodomo-naka"} {
					if n := x.came[code]; n > 0 {
						came = append(came, casework.TrainingAttendance{Agency: dir.ids[code], People: n})
					}
				}
				if err := t.Hold(actor, now, came, x.others, "", func(id casework.ID) bool { return id != "" }); err != nil {
					return err
				}
			}
			if err := tx.SaveTraining(t); err != nil {
				return err
			}
		}
		return nil
	})
}
