package casework

import "time"

// Disclosure is a line of the ledger 提供記録: what was given to whom, on which ground. After a
// correction everyone who received the data is told (個人情報保護法), so it is never deleted.
type Disclosure struct {
	ID           ID
	Case         ID
	Handoff      ID
	From         ID // agency
	To           ID // agency
	By           ID // account
	At           time.Time
	Scope        Scope
	SheetVersion int
	Purpose      string
	Ground       Ground
	GroundNote   string
}

// disclose records what the receiver of a handoff is given with it.
func (c *Case) disclose(actor Actor, now time.Time, h *Handoff) {
	c.changes.Disclosures = append(c.changes.Disclosures, Disclosure{
		ID: NewID(now), Case: c.ID, Handoff: h.ID, From: h.Sender, To: h.Receiver, By: actor.Account, At: now,
		Scope: h.Scope, SheetVersion: c.Sheet.Version, Purpose: h.Purpose, Ground: h.Ground, GroundNote: h.GroundNote,
	})
}

// checkGround asks on what ground data is passed on. Consent is the ground only when everyone gave it.
func (c *Case) checkGround(bad *checks, g Ground, note string) {
	switch g {
	case GroundConsent:
		if !c.Sheet.Consented {
			bad.add("/ground", "not_allowed", "同意を確認できていない方がいます。同意以外の根拠を選ぶか、先に同意を確認してください。")
		}
	case GroundDanger, GroundSupportMeeting, GroundLaw:
	case GroundOther:
		bad.required("/groundNote", note, "提供の根拠の説明")
	case "":
		if !c.Sheet.Consented {
			bad.add("/ground", "required", "同意を確認できていない方がいます。情報を提供する根拠を選んでください。")
		}
	default:
		bad.add("/ground", "unknown", "提供の根拠を選び直してください。")
	}
	bad.text("/groundNote", note, maxText)
}
