package casework

import (
	"fmt"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// maxComment bounds what an invitee adds to one slot, or to the reply.
const maxComment = 200

// AnswerPoll takes ○△× of the actor's own invitee, as often as it likes until a slot is chosen. Slots that are not named
// keep what was said to them.
func (k *Conference) AnswerPoll(actor Actor, now time.Time, answers []SlotAnswer) (*Invitee, error) {
	i := k.InviteeOf(actor)
	if err := k.mayAsInvitee(actor, VerbAnswer, "日程の回答は、招かれた方だけが行えます。"); err != nil {
		return nil, err
	}
	var bad checks
	if len(answers) == 0 {
		bad.add("/answers", "required", "候補の日時に、○・△・× を1つ以上つけてください。")
	}
	seen := map[ID]bool{}
	for n, a := range answers {
		at := fmt.Sprintf("/answers/%d", n)
		switch {
		case k.Slot(a.Slot) == nil:
			bad.add(at+"/slotId", "unknown", "この会議の候補にない日時です。画面を更新してください。")
		case seen[a.Slot]:
			bad.add(at+"/slotId", "duplicate", "同じ日時に2回答えています。")
		}
		seen[a.Slot] = true
		if a.Mark != MarkYes && a.Mark != MarkMaybe && a.Mark != MarkNo {
			bad.add(at+"/mark", "unknown", "○・△・× から選んでください。")
		}
		bad.text(at+"/comment", a.Comment, maxComment)
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	for _, a := range answers {
		i.put(a)
	}
	i.AnsweredAt, i.AnsweredBy = &now, actor.Account
	k.touch(i)
	return i, nil
}

func (i *Invitee) put(a SlotAnswer) {
	for n := range i.Answers {
		if i.Answers[n].Slot == a.Slot {
			i.Answers[n] = a
			return
		}
	}
	i.Answers = append(i.Answers, a)
}

// mayAsInvitee is the check before what invitees do: who is not invited, also a coordinator, has nothing to answer.
func (k *Conference) mayAsInvitee(actor Actor, verb Verb, otherwise string) error {
	err := k.may(actor, verb)
	switch CodeOf(err) {
	case CodeForbidden:
		return forbidden(otherwise)
	case CodeWrongState:
		if verb == VerbAnswer && k.State == ConferenceScheduled {
			return wrongState("会議の日時が決まりました。出欠をお答えください。")
		}
	}
	return err
}

// ReplyOrder is the answer to an invitation.
type ReplyOrder struct {
	Reply Reply
	Note  string
	Name  string // who comes instead
}

// Respond says whether the actor's own invitee comes: 出席, 欠席, 代理; as often as it likes until the meeting.
func (k *Conference) Respond(actor Actor, now time.Time, o ReplyOrder) (*Invitee, error) {
	i := k.InviteeOf(actor)
	if err := k.mayAsInvitee(actor, VerbRespond, "出欠の回答は、招かれた方だけが行えます。"); err != nil {
		return nil, err
	}
	var bad checks
	switch o.Reply {
	case ReplyAttend, ReplyAbsent:
		if o.Name != "" {
			bad.add("/name", "not_allowed", "代理の方のお名前は、「代理」を選んだときだけ入力します。")
		}
	case ReplyProxy:
		bad.required("/name", o.Name, "代理の方のお名前")
	default:
		bad.add("/reply", "required", "出席・欠席・代理から選んでください。")
	}
	bad.text("/name", o.Name, maxName)
	bad.text("/note", o.Note, maxComment)
	if err := bad.err(); err != nil {
		return nil, err
	}
	i.Reply, i.ReplyNote, i.ReplyName, i.RepliedAt = o.Reply, o.Note, o.Name, &now
	k.touch(i)
	return i, nil
}

// Remind asks the silent once more (by the coordinator), never twice on one day.
func (k *Conference) Remind(c *Case, actor Actor, now time.Time) (reminded int, err error) {
	if err := k.may(actor, VerbRemind); err != nil {
		return 0, err
	}
	silent, due := k.silent(now)
	switch {
	case silent == 0:
		return 0, wrongState("まだ回答していない方はいません。")
	case len(due) == 0:
		return 0, wrongState("まだ回答していない方には、今日すでにお知らせしました。明日以降にお試しください。")
	}
	k.remind(c, actor, now, due)
	return len(due), nil
}

// RemindByClock asks the silent once more some days before the end of the poll, once.
func (k *Conference) RemindByClock(c *Case, now time.Time) {
	if _, due := k.silent(now); len(due) > 0 {
		k.remind(c, Clock(), now, due)
		return
	}
	k.RemindedAt, k.changes.Changed = &now, true // nobody to remind: the clock need not look again
}

// silent counts who has not answered, and gives those who were not reminded today.
func (k *Conference) silent(now time.Time) (all int, due []*Invitee) {
	today := calendar.DateOf(now)
	for _, i := range k.Invitees {
		if !i.Silent() {
			continue
		}
		all++
		if i.RemindedOn != today {
			due = append(due, i)
		}
	}
	return all, due
}

func (k *Conference) remind(c *Case, actor Actor, now time.Time, due []*Invitee) {
	for _, i := range due {
		i.RemindedOn = calendar.DateOf(now)
		k.touch(i)
		if i.Kind == InviteeAgency {
			k.tell(c, actor, now, NoticeConferenceReminder, i.Agency)
		}
	}
	k.RemindedAt, k.changes.Changed = &now, true
	k.write(LetterReminder, due...)
}

// PollOver tells the coordinators, once, that a poll is over and no time is chosen.
func (k *Conference) PollOver(c *Case, now time.Time) {
	k.PollLateAt, k.changes.Changed = &now, true
	k.tell(c, Clock(), now, EventConferencePollLate, CoordinatorsID)
}
