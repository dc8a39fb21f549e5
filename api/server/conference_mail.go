package server

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/ical"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// linkAfter is how long after the last day a link may still be opened.
const linkAfter = 7 * 24 * time.Hour

// writeLetters queues the mails of a verb of a conference in its transaction. They hold a number, times, a room and a link:
// nothing of the case, no purpose, no name of anybody.
func (s *Server) writeLetters(tx *store.Tx, k *store.ConferenceFile, letters []casework.Letter) error {
	for _, l := range letters {
		if l.Invitee.Address == "" {
			continue // no address in directory or account: agencies are told on the screen
		}
		token, err := tx.NewLink(linkConference, k.ID, string(l.Invitee.ID), linkUntil(k).Add(linkAfter))
		if err != nil {
			return err
		}
		if err := tx.Mail(s.letter(k, l, s.page("/answer", token))); err != nil {
			return err
		}
	}
	return nil
}

// linkUntil is the end of whatever can still be answered.
func linkUntil(k *store.ConferenceFile) time.Time {
	until := k.PollUntil
	for _, slot := range k.Slots {
		if slot.End.After(until) {
			until = slot.End
		}
	}
	if k.EndsAt != nil && k.EndsAt.After(until) {
		until = *k.EndsAt
	}
	return until
}

func (s *Server) letter(k *store.ConferenceFile, l casework.Letter, link string) store.Mail {
	m := store.Mail{To: l.Invitee.Address, Kind: string(l.Kind), Object: k.ID, Account: l.Invitee.Account,
		Once: strings.Join([]string{string(l.Kind), string(l.Invitee.ID), strconv.Itoa(k.Sequence), letterDay(l, s.now())}, " ")}
	m.Subject, m.Text = letterText(k, l.Kind, link)
	switch l.Kind {
	case casework.LetterInvitation, casework.LetterChange:
		m.Calendar, m.CalendarMethod = s.invitation(k, l, link, ical.Request), ical.Request
	case casework.LetterCancel:
		if k.StartsAt != nil {
			m.Calendar, m.CalendarMethod = s.invitation(k, l, link, ical.Cancel), ical.Cancel
		}
	}
	return m
}

// letterDay: one reminder a day, whoever sends it.
func letterDay(l casework.Letter, now time.Time) string {
	if l.Kind == casework.LetterReminder {
		return calendar.DateOf(now).String()
	}
	return ""
}

func (s *Server) invitation(k *store.ConferenceFile, l casework.Letter, link, method string) []byte {
	e := s.conferenceEvent(k.Conference, k.RoomName)
	e.Method, e.URL, e.Description = method, link, "出欠の回答と詳しい内容は、次のページをご覧ください。\n"+link
	e.Organizer = ical.Person{Name: "つなぐ", Address: s.mailFrom}
	e.Attendees = []ical.Attendee{{Person: ical.Person{Address: l.Invitee.Address}, Optional: !l.Invitee.Required, Answer: partstat(l.Invitee.Reply)}}
	return ical.Invitation(e)
}

func partstat(r casework.Reply) string {
	switch r {
	case casework.ReplyAttend, casework.ReplyProxy:
		return ical.Accepted
	case casework.ReplyAbsent:
		return ical.Declined
	}
	return ical.NeedsAction
}

func letterText(k *store.ConferenceFile, kind casework.LetterKind, link string) (subject, text string) {
	title := k.Title()
	var lines []string
	switch kind {
	case casework.LetterPoll:
		subject = title + "の日程のおたずね"
		lines = []string{title + "の日程について、ご都合をお聞かせください。", "", "回答期限: " + moment(k.PollUntil), "", "次のページで回答できます（サインインは要りません）。"}
	case casework.LetterReminder:
		subject = "【再度のおたずね】" + title + "の日程"
		lines = []string{title + "の日程に、まだご回答をいただいていません。", "", "回答期限: " + moment(k.PollUntil), "", "次のページで回答できます（サインインは要りません）。"}
	case casework.LetterInvitation:
		subject = title + "のご案内"
		lines = append([]string{title + "の日時が決まりました。ご出席をお願いします。", ""}, when(k)...)
		lines = append(lines, "", "次のページで、出席・欠席・代理をお知らせください（サインインは要りません）。")
	case casework.LetterChange:
		subject = "【変更】" + title + "のご案内"
		lines = append([]string{title + "の日時または場所が変わりました。", ""}, when(k)...)
		lines = append(lines, "", "次のページで、あらためて出席・欠席・代理をお知らせください（サインインは要りません）。")
	case casework.LetterCancel:
		subject = "【中止】" + title
		lines = []string{title + "は中止になりました。"}
		if k.StartsAt != nil {
			lines = append(append(lines, ""), when(k)...)
		}
	}
	lines = append(lines, "", link, "", "このリンクはあなた専用です。ほかの方に転送しないでください。", "このメールには、相談の内容や個人の情報は書かれていません。")
	return subject, strings.Join(lines, "\n") + "\n"
}

// when is the time and the room. A place in words stands behind the link only: it may be somebody's home.
func when(k *store.ConferenceFile) []string {
	end := k.EndsAt.In(calendar.Tokyo)
	lines := []string{"日時: " + moment(*k.StartsAt) + "–" + end.Format("15:04")}
	switch {
	case k.RoomName != "":
		lines = append(lines, "場所: "+k.RoomName)
	default:
		lines = append(lines, "場所: リンク先のページをご覧ください")
	}
	return lines
}

var weekdays = [...]string{"日", "月", "火", "水", "木", "金", "土"}

// moment writes an instant as people here say it: 令和8年11月26日（木）10:00.
func moment(at time.Time) string {
	t := at.In(calendar.Tokyo)
	return fmt.Sprintf("%s（%s）%s", calendar.Wareki(calendar.DateOf(at)), weekdays[t.Weekday()], t.Format("15:04"))
}
