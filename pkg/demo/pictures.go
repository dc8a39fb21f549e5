package demo

import (
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// pictured is how many households have something added to ジェノグラム and エコマップ by hand.
const pictured = 10

// draw adds to the pictures of open cases what their sheets do not say: who lives elsewhere, who has died, and who supports whom.
func (d database) draw(courses []*course, dir *directory, now time.Time) error {
	left := pictured
	for _, co := range courses {
		c := co.c
		if left == 0 {
			return nil
		}
		if c == nil || c.State != casework.CaseSupporting && c.State != casework.CaseMonitoring || co.plot.h.theme.code == "violence" || len(c.Members) < 2 && left%2 == 0 {
			continue
		}
		left--
		actor := dir.staff(c.Lead(), left)
		at := morning(now.AddDate(0, 0, -left-2))
		if at.Before(c.OpenedAt) {
			at = now
		}
		err := d.s.InTx(d.ctx, actor, func(tx *store.Tx) error {
			f := co.kept.(*store.CaseFile)
			p, err := tx.Picture(f)
			if err != nil {
				return err
			}
			if err := f.Draw(actor, at, p, pictureOf(co, at)); err != nil {
				return err
			}
			return tx.SavePicture(f, p, at)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// pictureOf invents what a worker would have heard: a widow's husband, a sister elsewhere, a neighbour, a relative nobody gets on with.
func pictureOf(co *course, at time.Time) casework.Picture {
	subject, h := co.c.Members[0].ID, co.plot.h
	head := h.people[0]
	made := func() casework.ID { return casework.NewID(at) }
	sister := casework.PicturedOne{ID: made(), Extra: true, Name: "（妹）", Relation: "妹", Gender: casework.GenderFemale, Age: new(max(head.age-4, 1))}
	p := casework.Picture{People: []casework.PicturedOne{sister}, Unions: []casework.Union{}, Parents: []casework.Parentage{}}
	alone := true
	for _, other := range h.people[1:] {
		alone = alone && other.role != husband && other.role != wife
	}
	if head.female && alone && head.age >= 70 {
		late := casework.PicturedOne{ID: made(), Extra: true, Name: "（亡夫）", Relation: "夫", Gender: casework.GenderMale, Deceased: true}
		p.People = append(p.People, late)
		p.Unions = append(p.Unions, casework.Union{A: subject, B: late.ID, Kind: "married"})
	}
	p.Ties = []casework.Tie{
		{ID: made(), Agency: co.c.Lead(), Person: subject, Kind: "strong", Note: "月2回の訪問"},
		{ID: made(), Resource: "民生委員", Kind: "ordinary", OneWay: true, Note: "見守りと声かけ"},
		{ID: made(), Resource: "隣の家の方", Person: subject, Kind: "weak", Note: "ごみ出しのときに話す"},
		{ID: made(), Resource: "大家さん", Kind: "stressful", Note: "家賃のことで気まずい"},
	}
	return p
}
