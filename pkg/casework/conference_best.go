package casework

import (
	"fmt"
	"time"
)

// SlotTally counts what was said to one slot.
type SlotTally struct {
	Slot                   ID
	Yes, Maybe, No, Silent int
	Required               int // how many must come
	RequiredYes            int
	RequiredMaybe          int
	RequiredNo             int
}

// Tally counts the answers, slot by slot.
func (k *Conference) Tally() []SlotTally {
	tallies := make([]SlotTally, len(k.Slots))
	for n, s := range k.Slots {
		t := SlotTally{Slot: s.ID}
		for _, i := range k.Invitees {
			t.count(i.Answer(s.ID), i.Required)
		}
		tallies[n] = t
	}
	return tallies
}

func (t *SlotTally) count(m Mark, required bool) {
	needed := 0
	if required {
		needed = 1
	}
	t.Required += needed
	switch m {
	case MarkYes:
		t.Yes++
		t.RequiredYes += needed
	case MarkMaybe:
		t.Maybe++
		t.RequiredMaybe += needed
	case MarkNo:
		t.No++
		t.RequiredNo += needed
	default:
		t.Silent++
	}
}

// BestSlot is the slot that suits best, with the reasons in words.
type BestSlot struct {
	Slot    ID
	Reasons []string
}

// Best proposes a slot: first those who must come, then the most ○, the fewest ×, office hours, soon enough, and the
// earliest. A slot that has passed or at which somebody or the room is booked elsewhere is none. Nil when nobody answered
// yet, or nothing is left.
func (k *Conference) Best(now time.Time, booked map[ID]bool) *BestSlot {
	var best *slotScore
	for n, t := range k.Tally() {
		s := k.Slots[n]
		if booked[s.ID] || !s.Start.After(now) || t.Yes+t.Maybe+t.No == 0 {
			continue
		}
		score := k.score(s, t)
		if best == nil || score.better(*best) {
			best = &score
		}
	}
	if best == nil || best.tally.Yes+best.tally.Maybe == 0 {
		return nil
	}
	return &BestSlot{Slot: best.tally.Slot, Reasons: best.reasons(k)}
}

type slotScore struct {
	tally  SlotTally
	office bool
	soon   bool
	key    [6]int // compared from the left, less is better
}

func (k *Conference) score(s *ConferenceSlot, t SlotTally) slotScore {
	score := slotScore{tally: t, office: k.Settings.OutsideOffice(SlotOrder{s.Start, s.End}) == "", soon: !s.Start.After(k.ScheduleBy())}
	score.key = [6]int{t.RequiredNo, t.Required - t.RequiredYes, -t.Yes, t.No, against(score.office), against(score.soon)}
	return score
}

func against(good bool) int {
	if good {
		return 0
	}
	return 1
}

// better compares two slots; the first of two equals stays, which is the earlier one.
func (a slotScore) better(b slotScore) bool {
	for i := range a.key {
		if a.key[i] != b.key[i] {
			return a.key[i] < b.key[i]
		}
	}
	return false
}

func (a slotScore) reasons(k *Conference) []string {
	t, reasons := a.tally, []string{}
	switch {
	case t.Required == 0:
	case t.RequiredYes == t.Required:
		reasons = append(reasons, fmt.Sprintf("必ず来てほしい%d件が、すべて○です。", t.Required))
	case t.RequiredNo > 0:
		reasons = append(reasons, fmt.Sprintf("必ず来てほしい%d件のうち、×が%d件あります（ほかの候補はそれ以上です）。", t.Required, t.RequiredNo))
	default:
		reasons = append(reasons, fmt.Sprintf("必ず来てほしい%d件のうち○が%d件で、×はありません。", t.Required, t.RequiredYes))
	}
	reasons = append(reasons, fmt.Sprintf("○が%d件、△が%d件、×が%d件、未回答が%d件です。", t.Yes, t.Maybe, t.No, t.Silent))
	if !a.office {
		reasons = append(reasons, "開庁時間の外です。")
	}
	if a.soon {
		reasons = append(reasons, fmt.Sprintf("提案から%d日以内です。", k.Settings.ConferenceWithinDays))
	} else {
		reasons = append(reasons, fmt.Sprintf("提案から%d日を過ぎます。", k.Settings.ConferenceWithinDays))
	}
	return reasons
}
