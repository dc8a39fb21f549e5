package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// registered are the advisors of the registry; the first has an account and can be sent.
var registered = []casework.AdvisorDetails{
	{Kind: "person", Name: "助言 心", Kana: "じょげん こころ", Organisation: "こころの健康センター 精神保健福祉士", Fields: []string{"elderly", "disability", "health"}, Expertise: "ひきこもりの長い世帯への関わり方", Phone: "086-000-0901", Email: "advisor@kokoro.example"},
	{Kind: "person", Name: "見本 法子", Kana: "みほん のりこ", Organisation: "見本法律事務所 弁護士", Fields: []string{"livelihood", "rights"}, Expertise: "債務の整理、成年後見", Phone: "086-000-0902"},
	{Kind: "person", Name: "見本 育", Kana: "みほん いく", Organisation: "見本大学 児童福祉", Fields: []string{"children", "education"}, Expertise: "ヤングケアラーのいる世帯", Phone: "086-000-0903"},
	{Kind: "organisation", Name: "見本居住支援の会", Kana: "みほんきょじゅうしえんのかい", Organisation: "窓口担当 見本 宿", Fields: []string{"housing", "livelihood"}, Expertise: "保証人のいない方の住まい探し", Phone: "086-000-0904"},
}

// counsel is what an advisor was asked, and what came of it; text "" = not yet.
var counsel = []struct{ question, text, title, summary string }{
	{"長く家から出ていない方への関わりの始め方", "本人の部屋の前で、毎週同じ曜日に短く声をかける。返事を求めない。", "返事を求めない声かけ", "同じ曜日に短く声をかけつづけ、家族の負担を先に軽くする。"},
	{"支払いの督促が重なっている世帯の整理の順番", "住まいと電気・水道を先に守り、ほかの支払いは法律の専門家につなぐ。", "", ""},
	{"医療を拒んでいる方を受診につなげる方法", "", "", ""},
}

// advise fills the registry and tells three dispatches: one that is over and left something for others, one that goes on, one that waits.
func (d database) advise(courses []*course, dir *directory, now time.Time) error {
	who, err := d.enter(dir, now)
	if err != nil {
		return err
	}
	left := counsel
	for _, co := range courses {
		c := co.c
		if len(left) == 0 {
			return nil
		}
		if c == nil || !c.Coordinated() || c.State == casework.CaseClosed || c.State == casework.CaseSuspended || co.plot.h.theme.code == "violence" ||
			calendar.DateOf(c.OpenedAt).DaysUntil(calendar.DateOf(now)) < 45 {
			continue
		}
		if err := d.counsel(co, dir, who, now, len(left), left[0].question, left[0].text, left[0].title, left[0].summary); err != nil {
			return fmt.Errorf("dispatch on %s: %w", c.Number, err)
		}
		left = left[1:]
	}
	return nil
}

type sent struct {
	actor   casework.Actor
	advisor *casework.Advisor
}

func (d database) enter(dir *directory, now time.Time) (sent, error) {
	account, err := d.s.AccountForSignIn(d.ctx, registered[0].Email, now)
	if err != nil {
		return sent{}, err
	}
	out := sent{actor: casework.Actor{Account: account.ID, Name: account.Name, Agency: account.Agency, Roles: []casework.Role{casework.RoleAdvisor}}}
	keeper := dir.actor(coordinators, 0)
	from := calendar.Date{Year: calendar.FiscalYear(calendar.DateOf(now)), Month: time.April, Day: 1}
	fields, err := fieldCodes(d.ctx, d.s)
	if err != nil {
		return out, err
	}
	for i, details := range registered {
		details.From = from
		var owner casework.ID
		if i == 0 {
			owner = account.ID
		}
		a, err := casework.NewAdvisor(keeper, now.AddDate(0, -2, 0), details, owner, fields)
		if err != nil {
			return out, err
		}
		if err := d.s.InTx(d.ctx, keeper, func(tx *store.Tx) error { return tx.SaveAdvisor(a) }); err != nil {
			return out, err
		}
		if i == 0 {
			out.advisor = a
		}
	}
	return out, nil
}

func fieldCodes(ctx context.Context, s *store.Store) (codes []string, err error) {
	ref, err := s.Reference(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range ref.Fields {
		codes = append(codes, f.Code)
	}
	return codes, nil
}

// counsel plays one dispatch as far as it has come.
func (d database) counsel(co *course, dir *directory, who sent, now time.Time, n int, question, text, title, summary string) error {
	lead, chief := dir.staff(co.c.Lead(), n), dir.actor(coordinators, n)
	day := func(ago int) time.Time { return morning(now.AddDate(0, 0, -ago)) }
	fields, err := fieldCodes(d.ctx, d.s)
	if err != nil {
		return err
	}
	anonymity := casework.AnonymityOf(co.sheet.Content)
	order := casework.DispatchOrder{Question: question, Mode: "advice", Fields: []string{"elderly"}, Scope: casework.Scope{Sheet: true, Notes: true},
		Ground: "life_and_body", GroundNote: "本人の生活を守るため", Conditions: "助言のためだけに使い、ほかの人に話さないこと。"}
	var dispatch *casework.Dispatch
	steps := []struct {
		ago  int
		verb func(c *casework.Case, at time.Time) error
	}{
		{30, func(c *casework.Case, at time.Time) (err error) {
			dispatch, err = c.RequestDispatch(lead, at, order, anonymity, casework.Known{Fields: fields})
			return err
		}},
		{28, func(c *casework.Case, at time.Time) error {
			return c.AssignDispatch(dispatch, chief, at, who.advisor, nil, anonymity)
		}},
		{26, func(c *casework.Case, at time.Time) error {
			return c.ConfirmDispatch(dispatch, who.actor, at, true, nil, anonymity)
		}},
		{20, func(c *casework.Case, at time.Time) error {
			return c.AdviseDispatch(dispatch, who.actor, at, casework.AdviceOrder{On: calendar.DateOf(at), Minutes: 60, Text: text})
		}},
		{8, func(c *casework.Case, at time.Time) error {
			return c.CompleteDispatch(dispatch, chief, at, casework.CompletionOrder{Keep: true, Title: title, Text: summary}, anonymity)
		}},
	}
	switch {
	case text == "":
		steps = steps[:1]
	case title == "":
		steps = steps[:4]
	}
	for _, s := range steps {
		at := day(s.ago)
		err := d.s.InTx(d.ctx, casework.Clock(), func(tx *store.Tx) error { // the advisor does not see the case before the dispatch
			f, err := tx.CaseToChange(co.c.ID)
			if err != nil {
				return err
			}
			tx.At(at)
			if err := s.verb(f.Case, at); err != nil {
				return err
			}
			return tx.SaveDispatch(f, dispatch, later(at, f.UpdatedAt))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
