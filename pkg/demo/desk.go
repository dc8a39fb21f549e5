package demo

import (
	"fmt"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// contactNotes are what coordinators write on a 個別調整.
var contactNotes = []string{
	"受け止めの見込みと、担当できる時期を聞いた。来週、担当者から返事をもらう。",
	"世帯の様子を伝え、最初の訪問に同席してもらうことにした。",
	"ほかの機関の動きを共有し、誰が何をするかを確かめた。",
	"受けられる支援の範囲を確かめた。不足する部分は別の機関に相談する。",
	"本人の望みを伝え、急がずに関わる方針で一致した。",
	"資料を届け、次の打ち合わせの日を決めた。",
}

var contactKinds = []casework.ContactKind{casework.ContactPhone, casework.ContactPhone, casework.ContactVisit, casework.ContactOnline, casework.ContactOffice, casework.ContactPhone, casework.ContactAccompanied, casework.ContactDocument}

// inquiries are 随時相談: who asked what, and what was advised.
var inquiries = []struct {
	agency, by, text, answer string
	channel                  casework.Channel
	issues                   []string
	open                     bool
	minutes                  int
}{
	{"kodomo-naka", "", "母の介護と子育てが重なっている方がいる。どこに最初に相談すればよいか。", "地域包括支援センターと子ども家庭支援の窓口の両方に、同じシートでつなぐことを案内した。", casework.ChannelPhone, []string{"care", "child_rearing"}, false, 10},
	{"", "民生委員の方", "ごみがたまっている家がある。本人は困っていないと言う。", "訪問の前に、地域包括支援センターへ見守りの様子を伝えるよう助言した。", casework.ChannelVisit, []string{"housing"}, false, 20},
	{"yorisoi", "", "家賃の滞納がある世帯に、障害の疑いがある息子さんがいる。", "基幹相談支援センターに同行を依頼するよう助言した。", casework.ChannelPhone, []string{"debt", "disability"}, false, 15},
	{"hoken-naka", "", "通院が途切れている方のご家族が疲れている。", "こころの健康の相談と、家族会の案内を助言した。", casework.ChannelOnline, []string{"mental_health"}, false, 10},
	{"", "自治会の方", "外国籍のご家族から、学校の書類のことで相談を受けた。", "国際交流の窓口と、学校の担当への連絡を案内した。", casework.ChannelPhone, []string{"child_rearing"}, false, 8},
	{"fukushi-naka", "", "支援を望まない方に、どのように関わればよいか。", "", casework.ChannelPhone, []string{"other"}, true, 25},
}

// atDesk gives the coordinators' desk its life: contacts on what was taken up, an information sheet, informal questions.
func (d database) atDesk(dir *directory, t *timeline, courses []*course) error {
	written := false
	for _, co := range courses {
		if co.c == nil {
			continue
		}
		if err := d.contacts(dir, t.now, co); err != nil {
			return fmt.Errorf("demo: contacts of household %d: %w", co.plot.h.number, err)
		}
		organizing := co.c.State == casework.CaseCoordinating && co.c.Escalations[0].State == casework.EscalationOrganizing
		if organizing && !written {
			written = true
			if err := d.inform(dir, t.now, co); err != nil {
				return fmt.Errorf("demo: information sheet: %w", err)
			}
		}
	}
	return d.inquire(dir, t)
}

// contacts: one to four for each escalation that was taken up, between then and its end.
func (d database) contacts(dir *directory, now time.Time, co *course) error {
	actor := dir.actor(coordinators, co.plot.h.number)
	for i, e := range co.c.Escalations {
		if e.OrganizedAt == nil {
			continue
		}
		until := now
		if e.SettledAt != nil {
			until = *e.SettledAt
		}
		for n := range 1 + (co.plot.h.number+i)%4 {
			at := e.OrganizedAt.Add(time.Duration(2+5*n) * 20 * time.Minute)
			if !at.Before(until) {
				break
			}
			pick := co.plot.h.number + 3*i + n
			order := casework.ContactOrder{Kind: contactKinds[pick%len(contactKinds)], At: at, Minutes: 10 + 5*(pick%5),
				Agencies: []casework.ID{spokenWith(co.c, pick)}, Note: contactNotes[pick%len(contactNotes)]}
			if _, err := co.c.LogContact(actor, at, e.ID, order); err != nil {
				return err
			}
		}
	}
	return d.keepCase(actor, co)
}

// spokenWith is one of the agencies on the case.
func spokenWith(c *casework.Case, n int) casework.ID {
	var ids []casework.ID
	for _, k := range c.Custodies {
		ids = append(ids, k.Agency)
	}
	for _, h := range c.Handoffs {
		ids = append(ids, h.Receiver)
	}
	return ids[n%len(ids)]
}

// keepCase saves what was added afterwards without making the case look newer than it is.
func (d database) keepCase(actor casework.Actor, co *course) error {
	return d.s.InTx(d.ctx, actor, func(tx *store.Tx) error {
		f := co.kept.(*store.CaseFile)
		return tx.SaveCase(f, f.UpdatedAt)
	})
}

// inform writes the 情報整理シート of a case that is being organized.
func (d database) inform(dir *directory, now time.Time, co *course) error {
	actor := dir.actor(coordinators, co.plot.h.number)
	return d.s.InTx(d.ctx, actor, func(tx *store.Tx) error {
		tx.At(now)
		f := co.kept.(*store.CaseFile)
		f.Scope = casework.Scope{Sheet: true, Notes: true}
		i, err := tx.Information(f)
		if err != nil {
			return err
		}
		at := f.Escalations[0].OrganizedAt.Add(30 * time.Minute)
		if at.After(now) {
			at = now
		}
		c := i.Content
		c.Safety = &casework.InformationSafety{Level: "watch", Note: "食事はとれている。夜間に連絡がつかないことがある。"}
		c.Strengths = "近所の方とのあいさつが続いている。約束した時間は守られる。"
		c.Policy = "まず主担当機関と一緒に訪問し、本人の望みを聞く。結論は急がない。"
		c.Unknown = append(c.Unknown, casework.InformationRow{ID: casework.NewID(at), Text: "通院とお薬の状況", How: "保健センターから、同意を得て主治医に確かめる"},
			casework.InformationRow{ID: casework.NewID(at), Text: "家計の収支", How: "次の訪問で、通帳と請求書を一緒に見る"})
		c.Risks = append(c.Risks, casework.InformationRow{ID: casework.NewID(at), Text: "支えている家族の疲れ", Level: "medium"},
			casework.InformationRow{ID: casework.NewID(at), Text: "支援が途切れること", Level: "high"})
		if err := f.WriteInformation(actor, at, i, c); err != nil {
			return err
		}
		if err := tx.SaveCase(f, f.UpdatedAt); err != nil {
			return err
		}
		return tx.SaveInformation(i)
	})
}

// inquire writes down informal questions: some of each year, the last ones of these days.
func (d database) inquire(dir *directory, t *timeline) error {
	for year := 0; year < 3; year++ {
		for n, q := range inquiries {
			if q.open && year > 0 {
				continue
			}
			at := t.at(t.end - (n+1)*dayMinutes - year*250*dayMinutes)
			if calendar.DateOf(at).Before(firstDay) {
				continue
			}
			actor := dir.actor(coordinators, n)
			order := casework.InquiryOrder{At: at.Add(-15 * time.Minute), AskedBy: q.by, Channel: q.channel, Issues: q.issues, Text: q.text, Answer: q.answer, Minutes: q.minutes, Done: !q.open}
			if q.agency != "" {
				order.Agency = dir.id(q.agency)
			}
			e, err := casework.OpenInquiry(actor, at, order, dir.catalog, dir.settings)
			if err != nil {
				return err
			}
			if err := d.s.InTx(d.ctx, actor, func(tx *store.Tx) error { return tx.SaveInquiry(e) }); err != nil {
				return err
			}
		}
	}
	return nil
}
