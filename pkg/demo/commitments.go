package demo

import (
	"fmt"
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// What is agreed on the cases when their stories are told: plans with their reviews, roles kept and late, looks after closure.
// It is played through the rules like everything else, at instants of the past.

// planWords are goals and support by what presses most; "" for all other issues.
var planWords = map[string]struct{ goal, criteria, kind, support string }{
	"care":          {"介護サービスを使いながら、家での暮らしを続ける", "週2回の通所が2か月続いている", "介護", "ケアマネジャーと通所・訪問介護の利用を組み立てる"},
	"debt":          {"返済の見通しを立て、督促におびえずに暮らす", "毎月の収支が黒字で、返済計画ができている", "家計", "家計簿を一緒につけ、法律相談に同行する"},
	"income_work":   {"自分のペースで働き始める", "週2日の就労体験が1か月続いている", "就労", "就労準備の相談と職場見学に同行する"},
	"mental_health": {"眠れる夜を増やし、通院を続ける", "月2回の通院を3か月続けている", "医療", "通院の同行と服薬の見守り"},
	"housing":       {"安心して住める部屋に移る", "契約を終えて引っ越している", "住まい", "住まい探しと保証人の相談に同行する"},
	"child_rearing": {"子どもが安心して過ごせる時間を増やす", "朝の登校の声かけが続いている", "子育て", "家庭訪問と一時預かりの調整"},
	"":              {"困ったときに自分から連絡できる", "月に一度は本人から電話がある", "生活", "定期の訪問で困りごとを一緒に整理する"},
}

// socialGoals are what the second wheel aims at, in turn.
var socialGoals = []struct{ goal, criteria, support string }{
	{"月に一度は、家族以外の人と話す", "地域のサロンに3回参加した", "サロンへの付き添い"},
	{"得意なことを生かせる場所を持つ", "園芸の会で当番を引き受けている", "ボランティア活動への橋渡し"},
	{"近所の人とあいさつができる", "民生委員の訪問を玄関で受けられる", "民生委員と一緒に訪問する"},
}

// tasks are roles as a conference gives them out.
var tasks = []string{
	"収支を一緒に書き出し、滞納の全体を確かめる。", "主治医に受診の様子を聞き、次の検討会で伝える。", "週に一度訪問し、食事と室内の様子を確かめる。",
	"制度の対象になるかを確かめ、申請に同行する。", "学校と連絡をとり、登校の様子を共有する。", "住まいの候補を3件そろえる。",
}

// agree adds what is agreed to the cases of the courses, in their order, so that each load tells the same.
func (d database) agree(courses []*course, dir *directory, now time.Time) error {
	agreed := 0
	for _, co := range courses {
		c := co.c
		if c == nil || co.plot.h.theme.code == "violence" {
			continue
		}
		age := calendar.DateOf(c.OpenedAt).DaysUntil(calendar.DateOf(now))
		var err error
		switch {
		case c.State == casework.CaseClosed:
			err = d.lookAfter(co, dir, now)
		case age > 120 && (c.State == casework.CaseSupporting || c.State == casework.CaseMonitoring):
			err = d.plan(co, dir, now, agreed)
			agreed++
		}
		if err == nil && c.Coordinated() && c.State != casework.CaseClosed && c.State != casework.CaseSuspended {
			err = d.roles(co, dir, now, agreed)
			agreed++
		}
		if err != nil {
			return fmt.Errorf("demo: what household %d (%s) agreed: %w", co.plot.h.number, co.plot.name, err)
		}
	}
	return d.missing(dir, now)
}

// commit runs a verb on what a case has agreed, at an instant that may lie before the case's last step.
func (d database) commit(a casework.Actor, at time.Time, co *course, verb func(f *store.CaseFile, k *casework.Commitments) error) error {
	return d.s.InTx(d.ctx, a, func(tx *store.Tx) error {
		f, err := tx.CaseToChange(co.c.ID)
		if err != nil {
			return err
		}
		k, err := tx.Commitments(f)
		if err != nil {
			return err
		}
		if err := verb(f, k); err != nil {
			return err
		}
		if f.UpdatedAt.After(at) {
			at = f.UpdatedAt
		}
		if err := tx.SaveCommitments(f, k, at); err != nil {
			return err
		}
		return tx.SaveCase(f, at)
	})
}

// plan drafts and agrees a plan some months ago; every second one was reviewed since.
func (d database) plan(co *course, dir *directory, now time.Time, n int) error {
	c := co.c
	lead := dir.staff(c.Lead(), co.plot.h.number)
	at := morning(now.AddDate(0, 0, -(70 + n%5*9)))
	reviewOn := calendar.DateOf(now).AddDays(20 + n%4*15)
	if err := d.commit(lead, at, co, func(f *store.CaseFile, k *casework.Commitments) error {
		if _, err := f.DraftPlan(lead, at, k, planOf(co, lead.Agency, c.SupportingNow(), at, reviewOn, n)); err != nil {
			return err
		}
		return f.AgreePlan(lead, at, k, casework.Agreement{Reason: "訪問して、本人・家族と一緒に決めた。"})
	}); err != nil || n%2 == 1 {
		return err
	}
	at = morning(now.AddDate(0, 0, -20))
	return d.commit(lead, at, co, func(f *store.CaseFile, k *casework.Commitments) error {
		r := casework.PlanReview{Decision: casework.ReviewContinue, NextOn: reviewOn, Summary: "少しずつ進んでいる。本人のペースを大切に続ける。"}
		for i, g := range k.Plan.InForce().Content.Goals {
			r.Scores = append(r.Scores, casework.GoalScore{Goal: g.ID, Half: 1 + (n/2+i)%2})
		}
		return f.ReviewPlan(lead, at, k, r)
	})
}

func planOf(co *course, lead casework.ID, supporting []casework.ID, at time.Time, reviewOn calendar.Date, n int) casework.PlanContent {
	words, known := planWords[co.plot.h.content.MostPressing]
	if !known {
		words = planWords[""]
	}
	social := socialGoals[n%len(socialGoals)]
	on := calendar.DateOf(at)
	p := casework.PlanContent{
		Wish: co.plot.h.content.Wishes, Issues: "困りごとが重なり、世帯の中だけでは動き出せずにいる。窓口が分かれ、相談が途切れやすい。",
		Goals: []casework.PlanGoal{
			{Wheel: casework.WheelWelfare, Text: words.goal, Criteria: words.criteria, By: on.AddMonths(6)},
			{Wheel: casework.WheelSocial, Text: social.goal, Criteria: social.criteria, By: on.AddMonths(9)},
		},
		Supports: []casework.PlanSupport{
			{Kind: words.kind, Text: words.support, Agency: lead, HowOften: "週1回"},
			{Kind: "地域", Text: social.support, ByName: "地区の民生委員", HowOften: "月2回"},
		},
		Roles:    []casework.PlanRole{{Agency: lead, Text: "連絡の窓口。月に一度、関わる機関に様子を伝える。"}, {ByName: "地区の民生委員", Text: "日ごろの見守り"}},
		Cautions: "午前中は休んでいることが多い。訪問は午後に、事前に電話してから。", Coordination: "変化があったときは主担当機関に電話する。月末に様子を持ち寄り、必要なら推進員に検討会を頼む。",
		ReviewOn: reviewOn, MonitorEvery: 3,
	}
	for _, id := range supporting {
		p.Roles = append(p.Roles, casework.PlanRole{Agency: id, Text: "専門の相談を受け、手続に同行する。"})
	}
	return p
}

// roles gives out two: one that was kept or is late, one that is new or difficult.
func (d database) roles(co *course, dir *directory, now time.Time, n int) error {
	c, number := co.c, co.plot.h.number
	coordinator, lead := dir.actor("shakyo", number), dir.staff(c.Lead(), number)
	before := now.AddDate(0, 0, -24)
	if c.OpenedAt.After(before) {
		before = c.OpenedAt
	}
	at := before.Add(time.Minute)
	propose := func(at time.Time, due calendar.Date, task string, then func(f *store.CaseFile, a *casework.Assignment) error) error {
		return d.commit(coordinator, at, co, func(f *store.CaseFile, k *casework.Commitments) error {
			a, err := casework.NewAssignment(f.Case, coordinator, at, casework.AssignmentOrder{Agency: lead.Agency, Task: task, DueOn: due})
			if err != nil {
				return err
			}
			k.Assignments = append(k.Assignments, a)
			return then(f, a)
		})
	}
	due := calendar.DateOf(at).AddDays(14)
	err := propose(at, due, tasks[n%len(tasks)], func(f *store.CaseFile, a *casework.Assignment) error {
		if err := a.Take(f.Case, lead, at.Add(time.Hour), "承知しました。"); err != nil || n%3 == 2 {
			return err // taken, and late by now
		}
		if err := a.Report(f.Case, lead, at.Add(30*time.Hour), "本人と会い、少しずつ話が聞けている。"); err != nil {
			return err
		}
		done := at.AddDate(0, 0, 9+n%2*8)
		if done.After(now) {
			return nil
		}
		return a.Complete(f.Case, lead, done, "できた。次の検討会で報告する。")
	})
	if err != nil {
		return err
	}
	recent := now.Add(-time.Duration(3+n%5) * time.Hour)
	if recent.Before(at) {
		recent = at
	}
	return propose(recent, calendar.DateOf(now).AddDays(10+n%6), tasks[(n+1)%len(tasks)], func(f *store.CaseFile, a *casework.Assignment) error {
		if n%3 == 1 {
			return a.Struggle(f.Case, lead, recent.Add(time.Hour), "担当者が一人で、平日の日中の訪問が難しい。")
		}
		return nil
	})
}

// lookAfter does the looks after closure that were due long ago; the newest are left to be done.
func (d database) lookAfter(co *course, dir *directory, now time.Time) error {
	c := co.c
	lead := dir.staff(c.Custodies[len(c.Custodies)-1].Agency, co.plot.h.number)
	if c.Closure.FollowUpOn.IsZero() || c.Closure.FollowUpOn.AddDays(10).Time().After(now) {
		return nil
	}
	at := morning(c.Closure.FollowUpOn.Time())
	return d.commit(lead, at, co, func(f *store.CaseFile, k *casework.Commitments) error {
		i := slices.IndexFunc(k.Monitorings, func(m *casework.Monitoring) bool { return m.Kind == casework.MonitorFollowUp })
		if i < 0 {
			return nil
		}
		_, err := f.RecordMonitoring(lead, at, k, k.Monitorings[i], casework.MonitoringRecord{Result: casework.FoundAsPlanned,
			Note: casework.NoteDraft{Kind: casework.NotePhone, OccurredAt: at, Text: "終結から3か月の確認。変わりなく過ごせていると、落ち着いた声で話された。", ContactedHousehold: true}})
		return err
	})
}

// missing notes what nothing in the city could give.
func (d database) missing(dir *directory, now time.Time) error {
	for i, m := range []casework.MissingResource{
		{Field: "housing", Ward: "naka", Issue: "housing", What: "保証人がいない単身の方が、すぐに入れる一時的な住まい"},
		{Field: "employment", Issue: "income_work", What: "週1日・短時間から始められる、相談員が付き添える就労体験の場"},
		{Field: "community", Ward: "kita-kita", Issue: "other", What: "50代の方が、説明なしに居られる居場所"},
		{Field: "children", Issue: "child_rearing", What: "夕方から夜にかけて、子どもだけで過ごせる場所"},
	} {
		who := dir.actor("houkatsu-naka", i)
		at := now.AddDate(0, 0, -9*(i+1))
		noted, err := casework.NoteMissingResource(who, at, m, nil, func(_, code string) bool { return code != "" })
		if err != nil {
			return err
		}
		if err := d.s.InTx(d.ctx, who, func(tx *store.Tx) error { return tx.SaveMissingResource(noted) }); err != nil {
			return err
		}
		if i != 1 {
			continue
		}
		desk := dir.actor("shakyo", 0)
		if err := noted.Respond(desk, at.AddDate(0, 0, 5), casework.MissingConsidering, "就労の協力事業所と、短時間の受け入れを相談している。"); err != nil {
			return err
		}
		if err := d.s.InTx(d.ctx, desk, func(tx *store.Tx) error { return tx.SaveMissingResource(noted) }); err != nil {
			return err
		}
	}
	return nil
}

// morning is ten o'clock in Tokyo on the day of the instant.
func morning(at time.Time) time.Time { return calendar.DateOf(at).Time().Add(10 * time.Hour).UTC() }

// staff is somebody of the agency with the id.
func (d *directory) staff(agency casework.ID, number int) casework.Actor {
	for code, id := range d.ids {
		if id == agency {
			return d.actor(code, number)
		}
	}
	panic("demo: no agency " + string(agency))
}
