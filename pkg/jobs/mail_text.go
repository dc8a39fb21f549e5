package jobs

import (
	"fmt"
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// noticeGroups are the words of a mail for kinds of notices, in their order. What is not here counts as other news.
var noticeGroups = []struct {
	label string
	kinds []casework.EventKind
}{
	{"つなぎの依頼", []casework.EventKind{casework.EventHandoffRequested}},
	{"つなぎへの質問と回答", []casework.EventKind{casework.EventHandoffAsked, casework.EventHandoffAnswered}},
	{"推進員への相談・引き継ぎ", []casework.EventKind{casework.EventHandoffEscalated, casework.EventCaseEscalated, casework.EventEscalationOpened, casework.EventPingPongFlagged}},
	{"同意・支援措置に関すること", []casework.EventKind{casework.EventConsentWithdrawn, casework.EventConsentRecorded, casework.EventProtectionSet, casework.EventProtectionEnded, casework.EventGlassBroken}},
	{"あなたのアカウントの安全に関すること", []casework.EventKind{store.NoticeSessionReuse, store.NoticeFactorChanged}},
}

// noticeMail tells how many notices wait, and where to read them: no name, no number of a case.
func (m *Mailer) noticeMail(u store.Unmailed) store.Mail {
	var b strings.Builder
	out := store.Mail{Kind: "notice", Subject: fmt.Sprintf("【つなぐ】確認をお待ちしているお知らせが%d件あります", u.Total())}
	fmt.Fprintf(&b, "つなぐに、まだご覧になっていないお知らせが%d件あります。\n\n", u.Total())
	if u.Daily {
		out.Kind, out.Subject = "digest", fmt.Sprintf("【つなぐ】まだご覧になっていないお知らせ %d件", u.Total())
	}
	rest := u.Total()
	for _, g := range noticeGroups {
		n := 0
		for _, k := range g.kinds {
			n += u.Kinds[k]
		}
		if rest -= n; n > 0 {
			fmt.Fprintf(&b, "・%s: %d件\n", g.label, n)
		}
	}
	if rest > 0 {
		fmt.Fprintf(&b, "・そのほかの動き: %d件\n", rest)
	}
	fmt.Fprintf(&b, "\n次のページでサインインして、ご確認ください。\n%s/notifications\n\n", m.URL)
	fmt.Fprintf(&b, "──\nこのメールには、相談者に関する情報は書かれていません。\nメールの受け取り方は「自分のアカウント」のページで変えられます。\n%s/account\nこのメールに返信しても届きません。\n", m.URL)
	out.Text = b.String()
	return out
}
