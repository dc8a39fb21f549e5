package casework

import "time"

// Told is one receiver of an earlier version of a sheet, who must be told that the sheet was corrected
// (個人情報保護法97条: 提供先への通知). The store makes one for each receiver of the ledger when a sheet is amended.
type Told struct {
	ID           ID
	Case         ID
	Sheet        ID
	SheetVersion int // the corrected version
	Received     int // the newest version the receiver was given before
	To           ID  // agency; "" for a receiver outside the directory
	ToName       string
	Reason       string // why the sheet was amended
	Since        time.Time
	Version      int // of the stored row

	ToldAt *time.Time // nil: still to be told
	ToldBy ID         // account
	How    Channel
	Note   string
}

// TellCorrection ticks that a receiver was told (by those who work on the case).
func (c *Case) TellCorrection(actor Actor, now time.Time, t *Told, how Channel, note string) error {
	if t.Case != c.ID {
		return NotFound()
	}
	if !c.mayTell(actor) {
		return forbidden("このケースの主担当機関・連携機関・推進員だけが記録できます。")
	}
	if t.ToldAt != nil {
		return wrongState("この提供先には、すでにお知らせ済みと記録されています。")
	}
	var bad checks
	if _, known := channelWords[string(how)]; !known {
		bad.add("/how", "required", "お知らせした方法を選んでください。")
	}
	bad.text("/note", note, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	t.ToldAt, t.ToldBy, t.How, t.Note = &now, actor.Account, how, note
	return nil
}

// TellActions lists what the actor may do with the line now.
func (c *Case) TellActions(actor Actor, t *Told) []string {
	if t.ToldAt == nil && c.mayTell(actor) {
		return []string{"tell"}
	}
	return []string{}
}

func (c *Case) mayTell(actor Actor) bool {
	is := c.is(actor)
	return is(ByLead) || is(ByLastLead) || is(BySupporting) || is(ByCoordinator)
}
