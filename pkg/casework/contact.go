package casework

import (
	"fmt"
	"slices"
	"time"
)

// ContactKind is how a coordinator spoke with agencies (個別調整).
type ContactKind string

// The kinds of coordination contacts.
const (
	ContactVisit       ContactKind = "visit"       // 訪問
	ContactPhone       ContactKind = "phone"       // 電話
	ContactOffice      ContactKind = "office"      // 来所
	ContactOnline      ContactKind = "online"      // オンライン
	ContactAccompanied ContactKind = "accompanied" // 同行
	ContactDocument    ContactKind = "document"    // 文書
)

var contactKinds = []ContactKind{ContactVisit, ContactPhone, ContactOffice, ContactOnline, ContactAccompanied, ContactDocument}

// Contact is one 個別調整: a countable talk of a coordinator with agencies, for a case, for an escalation, or both.
type Contact struct {
	ID         ID
	Case       ID // "" for a 随時相談
	Escalation ID // "" when it is about the case as such
	Version    int
	ContactOrder
	Account     ID
	AccountName string
	WrittenAt   time.Time
	Corrections []ContactCorrection // oldest first
}

// ContactOrder is what a coordinator writes down.
type ContactOrder struct {
	Kind     ContactKind `json:"kind"`
	At       time.Time   `json:"at"`
	Minutes  int         `json:"minutes,omitempty"` // how long they spoke; 0: not noted
	Agencies []ID        `json:"agencies,omitempty"`
	Note     string      `json:"note,omitempty"`
}

// ContactCorrection is what a contact said before it was corrected, and why.
type ContactCorrection struct {
	Before ContactOrder `json:"before"`
	Reason string       `json:"reason"`
	At     time.Time    `json:"at"`
	By     ID           `json:"by"` // account
}

const (
	maxContactMinutes  = 24 * 60
	maxContactAgencies = 20
)

// LogContact writes down a 個別調整 on a case (by a coordinator it came to), for one of its escalations or "".
// The store has made sure that each agency exists. Its words are for the coordinators; the timeline tells that they spoke.
func (c *Case) LogContact(actor Actor, now time.Time, escalation ID, o ContactOrder) (*Contact, error) {
	if err := c.may(actor, VerbLogContact); err != nil {
		return nil, err
	}
	if escalation != "" {
		if _, err := c.Escalation(escalation); err != nil {
			return nil, err
		}
	}
	k, err := newContact(actor, now, o)
	if err != nil {
		return nil, err
	}
	k.Case, k.Escalation = c.ID, escalation
	c.changes.Contacts = append(c.changes.Contacts, k)
	c.record(actor, now, EventContactLogged, k.event())
	return k, nil
}

// LogContact writes down a 個別調整 on a 随時相談.
func (e *Escalation) LogContact(actor Actor, now time.Time, o ContactOrder) (*Contact, error) {
	if err := e.may(actor, VerbLogContact); err != nil {
		return nil, err
	}
	k, err := newContact(actor, now, o)
	if err != nil {
		return nil, err
	}
	k.Escalation = e.ID
	return k, nil
}

func newContact(actor Actor, now time.Time, o ContactOrder) (*Contact, error) {
	if err := o.check(now); err != nil {
		return nil, err
	}
	return &Contact{ID: NewID(now), ContactOrder: o, Account: actor.Account, AccountName: actor.Name, WrittenAt: now}, nil
}

// CorrectContact replaces what a contact says (by a coordinator); what it said before stays with the reason.
// c is its case, nil for one of a 随時相談.
func CorrectContact(c *Case, actor Actor, now time.Time, k *Contact, o ContactOrder, reason string) error {
	if !actor.Has(RoleCoordinator) {
		return forbidden("個別調整の記録は、推進員だけが訂正できます。")
	}
	err := o.check(now)
	var bad checks
	if e, ok := err.(*Error); ok { //nolint:errorlint // of our own making, never wrapped
		bad.fields = e.Fields
	}
	bad.required("/reason", reason, "訂正の理由")
	bad.text("/reason", reason, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	k.Corrections = append(k.Corrections, ContactCorrection{Before: k.ContactOrder, Reason: reason, At: now, By: actor.Account})
	k.ContactOrder = o
	if c != nil {
		c.changes.Contacts = append(c.changes.Contacts, k)
		c.record(actor, now, EventContactCorrected, k.event())
	}
	return nil
}

func (k *Contact) event() EventData {
	return EventData{Contact: k.ID, ContactKind: k.Kind, Agencies: k.Agencies, Escalation: k.Escalation}
}

func (o ContactOrder) check(now time.Time) error {
	var bad checks
	if !slices.Contains(contactKinds, o.Kind) {
		bad.add("/kind", "required", "方法を選んでください。")
	}
	bad.past("/at", o.At, now, "日時")
	if o.Minutes < 0 || o.Minutes > maxContactMinutes {
		bad.add("/minutes", "out_of_range", "話した時間は、0分から1440分までで入力してください。")
	}
	if len(o.Agencies) == 0 {
		bad.add("/agencyIds", "required", "相手の機関を選んでください。")
	}
	if len(o.Agencies) > maxContactAgencies {
		bad.add("/agencyIds", "too_many", fmt.Sprintf("一度に記録できるのは%d機関までです。", maxContactAgencies))
	}
	for i, a := range o.Agencies {
		if slices.Contains(o.Agencies[:i], a) {
			bad.add(fmt.Sprintf("/agencyIds/%d", i), "duplicate", "同じ機関が2回選ばれています。")
		}
	}
	bad.text("/note", o.Note, maxText)
	return bad.err()
}
