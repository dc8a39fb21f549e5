package demo

import (
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// lesson is a case study of the demonstration: what its author adds to the draft, and how far it came.
type lesson struct {
	title, household, decided, learned string
	done                               casework.State
}

// lessons are told of cases that are over or only watched, one each: three in the library, one that waits, one being written.
var lessons = []lesson{
	{"病院からの連絡で始まった、親子二人の暮らしの立て直し",
		"高齢の親と、長く働いていない子の二人暮らし。家賃と光熱費の支払いが数か月遅れていた。親は「子のことは家の中で解決する」と話し、訪問を断っていた。",
		"お金のことは家計の相談員、体のことは保健師、暮らしのことは地域の相談員と、窓口を分けた。月に一度、三者が同じ日に訪問して話をそろえた。",
		"「子のため」ではなく「親ごさんの体のため」と伝えたところから、扉が開いた。支払いの見通しが立つと、次の話ができるようになった。", casework.StudyPublished},
	{"断られ続けた家庭に、同じ人が通い続けた一年",
		"ひとり暮らし。家の中に物が増え、通院が途切れていた。以前に役所で嫌な思いをしたと話し、どの機関の訪問も断っていた。",
		"訪問する人を一人に決め、用件のない訪問を続けた。ほかの機関は、その人を通して見守った。",
		"断られたことを記録に残し、断った理由を次の人に渡すと、同じ失敗をくり返さずにすんだ。支援を急がないことも、役割分担の一つになる。", casework.StudyPublished},
	{"学校と福祉が、別々に心配していた子どものこと",
		"親一人と子の世帯。子の欠席が増え、学校は子を、福祉の窓口は親の体を心配していたが、互いの心配を知らなかった。",
		"検討会で、学校との連絡の窓口を一つにした。朝の声かけは近所の方、食事は子どもの居場所が受け持った。",
		"世帯をまるごと一枚のシートにすると、二つの心配が同じ家のことだと分かった。集まる前に、知っていることを持ち寄るだけでも前に進む。", casework.StudyPublished},
	{"仕事が続かない背景に、本人も知らなかった障害があった事例",
		"若い人のひとり暮らし。短い仕事をくり返し、借金が増えていた。",
		"診断を急がず、働き方の工夫から始めた。返済は、法律の相談につないで見通しを立てた。",
		"「なまけている」という周りの言葉を、支援者が言い換えて返すことが、本人の力になった。", casework.StudyInReview},
	{"", "", "", "", casework.StudyDraft},
}

// teach writes the case studies, through the same rules as everybody: one coordinator writes, another reads.
func (d database) teach(courses []*course, dir *directory, now time.Time) error {
	left := lessons
	for n, co := range courses {
		if len(left) == 0 {
			return nil
		}
		c := co.c
		if c == nil || c.State != casework.CaseClosed && c.State != casework.CaseMonitoring || co.plot.h.theme.code == "violence" {
			continue
		}
		written, err := d.study(c.ID, left[0], dir.actor(coordinators, 0), dir.actor(coordinators, 1), now.AddDate(0, 0, -30+n%20))
		if err != nil {
			return err
		}
		if written {
			left = left[1:]
		}
	}
	return nil
}

// study writes one; false where the case does not exist for the coordinators.
func (d database) study(id casework.ID, l lesson, author, second casework.Actor, at time.Time) (written bool, err error) {
	var s *casework.Study
	err = d.s.InTx(d.ctx, author, func(tx *store.Tx) error {
		tx.At(at)
		f, err := tx.Case(id)
		if err != nil {
			return err
		}
		content, events, err := tx.StudyMaterial(f)
		if err != nil {
			return err
		}
		ref, err := tx.Reference()
		if err != nil {
			return err
		}
		label := func(_, code string) string {
			i := slices.IndexFunc(ref.IssueTypes, func(x store.CodeLabel) bool { return x.Code == code })
			return ref.IssueTypes[i].Label
		}
		events = slices.DeleteFunc(events, func(e casework.Event) bool { return e.At.After(at) })
		s, err = casework.DraftStudy(author, at, casework.StudyOrder{Case: f.Case, Content: content, Events: events, Readable: true, Label: label})
		if err != nil {
			return err
		}
		behind, err := tx.CaseOfStudy(id)
		if err != nil {
			return err
		}
		known := func(string, string) bool { return true }
		if l.done != casework.StudyDraft {
			told := s.StudyContent
			told.Title, told.Household, told.Decided, told.Learned = l.title, l.household, l.decided, l.learned
			if err := s.Edit(author, told, behind.Privacy, known); err != nil {
				return err
			}
			if err := s.Submit(author, at, behind.Privacy, known); err != nil {
				return err
			}
		}
		return tx.SaveStudy(s)
	})
	if casework.CodeOf(err) == casework.CodeNotFound {
		return false, nil
	}
	if err != nil || l.done != casework.StudyPublished {
		return err == nil, err
	}
	return true, d.s.InTx(d.ctx, second, func(tx *store.Tx) error {
		tx.At(at)
		read, err := tx.StudyToChange(s.ID)
		if err != nil {
			return err
		}
		behind, err := tx.CaseOfStudy(read.Case)
		if err != nil {
			return err
		}
		if err := read.Approve(second, at, behind.Privacy); err != nil {
			return err
		}
		return tx.SaveStudy(read)
	})
}
