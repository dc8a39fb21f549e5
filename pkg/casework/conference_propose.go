package casework

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// Limits of one conference.
const (
	MaxSlots    = 30
	MaxInvitees = 100
	longestSlot = 12 * time.Hour
	furthestDay = 366 // days ahead: a date further away is a slip of the pen
)

// ConferenceOrder is what a coordinator proposes.
type ConferenceOrder struct {
	Kind       ConferenceKind
	LegalBasis LegalBasis
	Purpose    string
	Slots      []SlotOrder
	Invitees   []InviteeOrder
	PollUntil  *time.Time // nil: three business days from now, and before the first slot
	Confirm    bool       // holidays and hours outside the office's were seen and are meant
	Number     string     // given by the store
}

// SlotOrder is one candidate time.
type SlotOrder struct{ Start, End time.Time }

// InviteeOrder is one who is to be invited.
type InviteeOrder struct {
	Agency       ID // exactly one of Agency, Account and Name
	Account      ID
	Name         string
	Organization string
	Email        string
	Function     string
	Member       ID
	Required     bool
}

// ProposeConference asks everybody who is needed when they can come (by a coordinator to whom the case came).
func ProposeConference(c *Case, actor Actor, now time.Time, o ConferenceOrder) (*Conference, error) {
	if err := permit(WorkflowConference, "", VerbPropose, c.is(actor)); err != nil {
		return nil, forbidden("会議を開けるのは、このケースを調整する相談支援包括化推進員だけです。")
	}
	if c.State == CaseClosed {
		return nil, wrongState("終結したケースの会議は開けません。再開してから開いてください。")
	}
	if err := o.check(c, now); err != nil {
		return nil, err
	}
	k := &Conference{
		ID: NewID(now), Number: o.Number, Case: c.ID, Kind: o.Kind, LegalBasis: o.LegalBasis, Purpose: o.Purpose,
		Coordinator: actor.Account, Agency: actor.Agency, ProposedAt: now, Settings: c.Settings,
	}
	for _, s := range o.sorted() {
		k.Slots = append(k.Slots, &ConferenceSlot{ID: NewID(now), Start: s.Start, End: s.End})
	}
	for _, i := range o.Invitees {
		k.Invitees = append(k.Invitees, newInvitee(now, i))
	}
	k.PollUntil = o.pollUntil(c.Settings, now)
	move(WorkflowConference, &k.State, VerbPropose, ConferencePolling)
	k.changes = ConferenceChanges{Created: true, Invitees: slices.Clone(k.Invitees)}
	k.write(LetterPoll, k.Invitees...)
	k.recordOn(c, actor, now, EventConferenceProposed, "")
	k.tellInvited(c, actor, now, EventConferenceProposed)
	return k, nil
}

func newInvitee(now time.Time, o InviteeOrder) *Invitee {
	i := &Invitee{ID: NewID(now), Agency: o.Agency, Account: o.Account, Name: o.Name, Organization: o.Organization, Email: strings.TrimSpace(o.Email),
		Function: o.Function, Member: o.Member, Required: o.Required}
	switch {
	case o.Agency != "":
		i.Kind = InviteeAgency
	case o.Account != "":
		i.Kind = InviteeAccount
	default:
		i.Kind = InviteeOutside
	}
	return i
}

func (o ConferenceOrder) sorted() []SlotOrder {
	return slices.SortedStableFunc(slices.Values(o.Slots), func(a, b SlotOrder) int { return a.Start.Compare(b.Start) })
}

// pollUntil is the end of the poll: as said, else three business days from now, but never after the first slot.
func (o ConferenceOrder) pollUntil(s Settings, now time.Time) time.Time {
	if o.PollUntil != nil {
		return *o.PollUntil
	}
	until := s.Office.AddBusinessDays(now, s.PollAnswerDays).UTC()
	if first := o.sorted()[0].Start; until.After(first) {
		return first
	}
	return until
}

func (o ConferenceOrder) check(c *Case, now time.Time) error {
	var bad checks
	if o.Kind != CaseConference && o.Kind != AdvisorMeeting {
		bad.add("/kind", "unknown", "会議の種類を選んでください。")
	}
	c.Settings.checkLegalBasis(&bad, o.LegalBasis, now)
	bad.required("/purpose", o.Purpose, "会議の目的")
	bad.text("/purpose", o.Purpose, maxText)
	checkSlots(&bad, o.Slots, now)
	if o.PollUntil != nil {
		switch {
		case !o.PollUntil.After(now):
			bad.add("/pollUntil", "past", "回答期限が過ぎた日時になっています。")
		case o.PollUntil.After(now.AddDate(0, 0, furthestDay)):
			bad.add("/pollUntil", "out_of_range", "回答期限をご確認ください。")
		}
	}
	checkInvitees(&bad, c, o.Invitees)
	if err := bad.err(); err != nil {
		return err
	}
	if o.Confirm {
		return nil
	}
	return c.Settings.unusual(o.Slots, "/slots")
}

func (s Settings) checkLegalBasis(bad *checks, code LegalBasis, now time.Time) {
	if code == "" {
		bad.add("/legalBasis", "required", "開催の根拠を選んでください。")
		return
	}
	on := calendar.DateOf(now)
	for _, b := range s.LegalBases {
		if b.Code == code && !on.Before(b.From) && (b.Until.IsZero() || !on.After(b.Until)) {
			return
		}
	}
	bad.add("/legalBasis", "unknown", "開催の根拠を選び直してください。")
}

func checkSlots(bad *checks, slots []SlotOrder, now time.Time) {
	switch {
	case len(slots) == 0:
		bad.add("/slots", "required", "候補の日時を1つ以上入れてください。")
		return
	case len(slots) > MaxSlots:
		bad.add("/slots", "too_many", fmt.Sprintf("候補の日時は%d件までです（いま%d件）。", MaxSlots, len(slots)))
		return
	}
	for n, s := range slots {
		checkTime(bad, fmt.Sprintf("/slots/%d", n), s, now)
		for m, other := range slots[:n] {
			if s.Start.Before(other.End) && other.Start.Before(s.End) {
				bad.add(fmt.Sprintf("/slots/%d", n), "duplicate", fmt.Sprintf("候補%dと時間が重なっています。", m+1))
				break
			}
		}
	}
}

// checkTime: a meeting lies ahead, within a year, and ends after it begins.
func checkTime(bad *checks, pointer string, s SlotOrder, now time.Time) {
	switch {
	case s.Start.IsZero():
		bad.add(pointer+"/startsAt", "required", "開始の日時を入れてください。")
	case !s.Start.After(now):
		bad.add(pointer+"/startsAt", "past", "過ぎた日時です。これからの日時を入れてください。")
	case s.Start.After(now.AddDate(0, 0, furthestDay)):
		bad.add(pointer+"/startsAt", "out_of_range", "1年より先の日時です。年をご確認ください。")
	}
	switch {
	case !s.End.After(s.Start):
		bad.add(pointer+"/endsAt", "out_of_range", "終了が開始より前になっています。")
	case s.End.Sub(s.Start) > longestSlot:
		bad.add(pointer+"/endsAt", "out_of_range", "会議は12時間までです。終了の日時をご確認ください。")
	}
}

func checkInvitees(bad *checks, c *Case, invitees []InviteeOrder) {
	switch {
	case len(invitees) == 0:
		bad.add("/invitees", "required", "招く相手を1人以上選んでください。")
	case len(invitees) > MaxInvitees:
		bad.add("/invitees", "too_many", fmt.Sprintf("招く相手は%d件までです（いま%d件）。", MaxInvitees, len(invitees)))
		return
	}
	seen := map[string]int{}
	for n, i := range invitees {
		at := fmt.Sprintf("/invitees/%d", n)
		key := i.check(bad, at)
		if first, twice := seen[key]; twice && key != "" {
			bad.add(at, "duplicate", fmt.Sprintf("%d番目と同じ相手です。", first+1))
		} else {
			seen[key] = n
		}
		if i.Member != "" {
			if m, err := c.Member(i.Member); err != nil || !m.Current {
				bad.add(at+"/memberId", "unknown", "この世帯の方ではありません。選び直してください。")
			}
		}
	}
}

// check returns what two orders for the same one have in common. One agency may send people in several functions.
func (i InviteeOrder) check(bad *checks, at string) (key string) {
	bad.text(at+"/function", i.Function, maxName)
	bad.text(at+"/name", i.Name, maxName)
	bad.text(at+"/organization", i.Organization, maxLine)
	given := 0
	for _, v := range []string{string(i.Agency), string(i.Account), i.Name} {
		if strings.TrimSpace(v) != "" {
			given++
		}
	}
	if given != 1 {
		bad.add(at, "required", "相談機関・登録のある方・外部の方のどれか1つを選んでください。")
		return ""
	}
	switch {
	case i.Agency != "":
		return "agency " + string(i.Agency) + " " + textnorm.Fold(i.Function)
	case i.Account != "":
		return "account " + string(i.Account)
	}
	if strings.TrimSpace(i.Email) == "" {
		bad.add(at+"/email", "required", "メールアドレスを入れてください。日程のおたずねと案内をお送りします。")
		return ""
	}
	address, err := mail.ParseAddress(strings.TrimSpace(i.Email))
	if err != nil || address.Name != "" || len(i.Email) > 254 || strings.ContainsAny(i.Email, "\r\n") {
		bad.add(at+"/email", "malformed", "メールアドレスを確認してください（例: yamada@example.jp）。")
		return ""
	}
	return "outside " + strings.ToLower(address.Address)
}

// unusual asks, and does not refuse: a meeting on a holiday or in the evening may be meant. Said once more with
// confirm, it passes.
func (s Settings) unusual(slots []SlotOrder, pointer string) error {
	var ask checks
	for n, slot := range slots {
		at := pointer
		if pointer == "/slots" {
			at = fmt.Sprintf("/slots/%d", n)
		}
		if why := s.OutsideOffice(slot); why != "" {
			ask.add(at, "outside_office", why)
		}
	}
	if len(ask.fields) == 0 {
		return nil
	}
	return &Error{Code: CodeConfirm, Detail: "休日や時間外の日時があります。このままでよいか、ご確認ください。", Fields: ask.fields}
}

// OutsideOffice says in words why a time is unusual; "" when it is not.
func (s Settings) OutsideOffice(slot SlotOrder) string {
	day := calendar.DateOf(slot.Start)
	if name, ok := calendar.Holiday(day); ok {
		return "祝日（" + name + "）です。"
	}
	switch {
	case day.Weekday() == time.Saturday, day.Weekday() == time.Sunday:
		return weekdays[day.Weekday()] + "曜日です。"
	case !s.Office.IsBusinessDay(day):
		return "閉庁日（年末年始など）です。"
	}
	if !s.Office.IsOpen(slot.Start) || !s.Office.IsOpen(slot.End.Add(-time.Minute)) || calendar.DateOf(slot.End) != day {
		return "開庁時間の外です。"
	}
	return ""
}

var weekdays = [...]string{"日", "月", "火", "水", "木", "金", "土"}
