package demo

import (
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// opinions are what agencies write in free text, by topic; nobody in particular.
var opinions = [][]string{
	{"終結の目安を、始めるときに話し合えるとよい。", "", "前回の検討会のあと、役割がはっきりして動きやすくなった。"},
	{"夜間や休日に連絡がつく窓口の一覧がほしい。", "返事が早くなり、助かっている。", ""},
	{"", "年に一度は顔を合わせる機会がほしい。", "若い人の居場所が足りない。"},
}

// ask makes 関係機関アンケート of the last fiscal year, closed, and of this one, answered by some so far.
func (d database) ask(dir *directory, now time.Time) error {
	office, err := d.s.AccountForSignIn(d.ctx, "office@kikaku.example", now)
	if err != nil {
		return err
	}
	actor := casework.Actor{Account: office.ID, Name: office.Name, Agency: office.Agency, Roles: []casework.Role{casework.RoleCityOffice}}
	var asked []casework.ID
	for _, code := range []string{"houkatsu-naka", "fukushi-naka", "yorisoi", "kikan-shogai", "kodomo-naka", "kokoro", "hoken-naka"} {
		if id, known := dir.ids[code]; known {
			asked = append(asked, id)
		}
	}
	this := calendar.FiscalYear(now)
	if err := d.survey(actor, now.AddDate(-1, 0, 0), this-1, asked, len(asked)-1, 0); err != nil {
		return err
	}
	return d.survey(actor, now.AddDate(0, 0, -10), this, asked, 3, 5)
}

// survey opens one for a month, answers it for the first of the agencies, and closes one of the past. turn shifts what is answered.
func (d database) survey(actor casework.Actor, at time.Time, year int, asked []casework.ID, answered, turn int) error {
	return d.s.InTx(d.ctx, actor, func(tx *store.Tx) error {
		tx.At(at)
		s, err := casework.DraftSurvey(at, year)
		if err != nil {
			return err
		}
		if err := tx.NewSurvey(s); err != nil {
			return err
		}
		if err := s.Open(actor, at, asked); err != nil {
			return err
		}
		var invited []*casework.SurveyInvitation
		for _, agency := range asked {
			invited = append(invited, &casework.SurveyInvitation{ID: casework.NewID(at), Agency: agency})
		}
		if err := tx.SaveSurvey(s, invited...); err != nil {
			return err
		}
		for i, agency := range asked[:answered] {
			n := 3*i + turn
			said := casework.SurveyAnswer{Choices: []int{1 + n%13, 1 + (n+4)%13, 1 + (n+9)%13}, Texts: opinions[(i+turn)%len(opinions)]}
			if said, err = s.Answer(at.Add(time.Duration(i+1)*time.Hour), said); err != nil {
				return err
			}
			if err := tx.AnswerSurvey(s.ID, agency, said); err != nil {
				return err
			}
		}
		if turn > 0 {
			return nil
		}
		if err := s.Close(actor, at.AddDate(0, 0, 28)); err != nil {
			return err
		}
		return tx.SaveSurvey(s)
	})
}
