package casework

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// ScheduleOrder is when and where a conference takes place.
type ScheduleOrder struct {
	Slot    ID // one of the candidates; or
	Start   time.Time
	End     time.Time
	Room    ID // of the list of rooms
	Place   string
	URL     string
	Confirm bool // an unusual time was seen and is meant
}

// Schedule chooses the time (by the coordinator): the invitations go out. Who was silent is invited too.
func (k *Conference) Schedule(c *Case, actor Actor, now time.Time, o ScheduleOrder) error {
	if err := k.may(actor, VerbSchedule); err != nil {
		return err
	}
	when, err := k.checkSchedule(now, o)
	if err != nil {
		return err
	}
	move(WorkflowConference, &k.State, VerbSchedule, ConferenceScheduled)
	k.ScheduledAt = &now
	k.settle(when, o)
	k.write(LetterInvitation, k.Invitees...)
	k.recordOn(c, actor, now, EventConferenceScheduled, "")
	k.tellInvited(c, actor, now, EventConferenceScheduled)
	return nil
}

// Reschedule moves a scheduled conference to another time or place. At another time everybody is asked anew.
func (k *Conference) Reschedule(c *Case, actor Actor, now time.Time, o ScheduleOrder) error {
	if err := k.may(actor, VerbReschedule); err != nil {
		return err
	}
	when, err := k.checkSchedule(now, o)
	if err != nil {
		return err
	}
	moved := !when.Start.Equal(*k.StartsAt) || !when.End.Equal(*k.EndsAt)
	if !moved && o.Room == k.Room && o.Place == k.Place && o.URL == k.URL {
		return wrongState("日時も場所も、いまと同じです。変えるところがありません。")
	}
	move(WorkflowConference, &k.State, VerbReschedule, ConferenceScheduled)
	k.Sequence++
	k.settle(when, o)
	if moved {
		for _, i := range k.Invitees {
			if i.Reply != "" {
				i.Reply, i.ReplyNote, i.ReplyName, i.RepliedAt = "", "", "", nil
				k.touch(i)
			}
		}
	}
	k.write(LetterChange, k.Invitees...)
	k.recordOn(c, actor, now, EventConferenceRescheduled, "")
	k.tellInvited(c, actor, now, EventConferenceRescheduled)
	return nil
}

// Cancel calls a conference off, or a poll (by the coordinator). What was booked is free again.
func (k *Conference) Cancel(c *Case, actor Actor, now time.Time, reason string) error {
	if err := k.may(actor, VerbCancel); err != nil {
		return err
	}
	var bad checks
	bad.required("/reason", reason, "中止の理由")
	bad.text("/reason", reason, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	move(WorkflowConference, &k.State, VerbCancel, ConferenceCancelled)
	k.CancelledAt, k.CancelReason = &now, reason
	if k.StartsAt != nil {
		k.Sequence++
	}
	k.changes.Changed, k.changes.Bookings = true, true
	k.write(LetterCancel, k.Invitees...)
	c.EndPackage(now, PackageConference, k.ID) // no meeting, no material
	k.recordOn(c, actor, now, EventConferenceCancelled, "")
	k.tellInvited(c, actor, now, EventConferenceCancelled)
	return nil
}

func (k *Conference) settle(when SlotOrder, o ScheduleOrder) {
	k.Chosen, k.StartsAt, k.EndsAt, k.Room, k.Place, k.URL = o.Slot, &when.Start, &when.End, o.Room, o.Place, o.URL
	k.changes.Changed, k.changes.Bookings = true, true
}

func (k *Conference) checkSchedule(now time.Time, o ScheduleOrder) (when SlotOrder, err error) {
	var bad checks
	when = SlotOrder{Start: o.Start, End: o.End}
	pointer := "/startsAt"
	if o.Slot != "" {
		pointer = "/slotId"
		s := k.Slot(o.Slot)
		switch {
		case s == nil:
			bad.add(pointer, "unknown", "この会議の候補にない日時です。選び直してください。")
		case !s.Start.After(now):
			bad.add(pointer, "past", "過ぎた日時です。これからの日時を選んでください。")
		default:
			when = SlotOrder{Start: s.Start, End: s.End}
		}
	} else {
		checkTime(&bad, "", when, now)
	}
	if o.Room == "" && strings.TrimSpace(o.Place) == "" && o.URL == "" {
		bad.add("/place", "required", "会議室・場所・オンラインの URL のどれかを入れてください。")
	}
	bad.text("/place", o.Place, maxLine)
	if o.URL != "" {
		if u, err := url.Parse(o.URL); err != nil || u.Scheme != "https" || u.Host == "" || len(o.URL) > 1000 || strings.ContainsAny(o.URL, " \r\n\t\x00") {
			bad.add("/url", "malformed", "https:// で始まる URL を入れてください。")
		}
	}
	if err := bad.err(); err != nil {
		return when, err
	}
	if o.Slot == "" && !o.Confirm { // a candidate was asked about when it was proposed
		return when, k.Settings.unusual([]SlotOrder{when}, pointer)
	}
	return when, nil
}

// Booking is something that can be at one meeting at a time.
type Booking struct{ Kind, Resource string }

// The kinds of bookings.
const (
	BookedRoom    = "room"
	BookedAgency  = "agency"
	BookedAccount = "account"
	BookedOutside = "outside"
)

// Bookings lists what the conference takes while it lasts: the room, the coordinator, and everybody invited. An agency is
// at one conference at a time (decision 0030).
func (k *Conference) Bookings() []Booking {
	all := []Booking{{BookedAccount, string(k.Coordinator)}}
	if k.Room != "" {
		all = append(all, Booking{BookedRoom, string(k.Room)})
	}
	for _, i := range k.Invitees {
		b := Booking{BookedOutside, strings.ToLower(i.Email)}
		switch i.Kind {
		case InviteeAgency:
			b = Booking{BookedAgency, string(i.Agency)}
		case InviteeAccount:
			b = Booking{BookedAccount, string(i.Account)}
		}
		if !slices.Contains(all, b) {
			all = append(all, b)
		}
	}
	return all
}

// Live reports whether the conference holds its bookings: it has a time and was not called off.
func (k *Conference) Live() bool { return k.StartsAt != nil && k.State != ConferenceCancelled }

// CheckRoom checks how a meeting room is called and where it is.
func CheckRoom(name, place string) error {
	var bad checks
	bad.required("/name", name, "会議室の名前")
	bad.text("/name", name, maxName)
	bad.text("/place", place, maxName)
	return bad.err()
}
