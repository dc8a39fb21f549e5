package casework

import (
	"time"
)

// NoteKind is how something of the 支援経過 happened.
type NoteKind string

// The kinds of notes.
const (
	NoteVisit      NoteKind = "visit"
	NotePhone      NoteKind = "phone"
	NoteHomeVisit  NoteKind = "home_visit"
	NoteOnline     NoteKind = "online"
	NoteDocument   NoteKind = "document"
	NoteConference NoteKind = "conference"
	NoteOther      NoteKind = "other"
)

// contact reports whether the household can have been met or spoken with in a note of this kind.
func (k NoteKind) contact() bool {
	return k == NoteVisit || k == NotePhone || k == NoteHomeVisit || k == NoteOnline
}

func (k NoteKind) valid() bool {
	return k.contact() || k == NoteDocument || k == NoteConference || k == NoteOther
}

// Note is one entry of the 支援経過. A correction keeps what was written before.
type Note struct {
	ID         ID
	Case       ID
	State      State
	Version    int // of the stored row; the store counts it
	Kind       NoteKind
	OccurredAt time.Time
	Text       string
	Contacted  bool // the household was met or spoken with
	Author     ID   // account
	AuthorName string
	Agency     ID // the author's agency
	WrittenAt  time.Time

	Corrections []Correction // oldest first
}

// Correction is what a note said before it was corrected, and why.
type Correction struct {
	Before string    `json:"before"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
	By     ID        `json:"by"` // account
	ByName string    `json:"byName,omitempty"`
}

// NoteDraft is what a person writes.
type NoteDraft struct {
	Kind               NoteKind
	OccurredAt         time.Time
	Text               string
	ContactedHousehold bool
}

// AddNote writes an entry of the 支援経過. One that records contact with the household ends the chain
// and with it the deadline for first contact.
func (c *Case) AddNote(actor Actor, now time.Time, d NoteDraft) (*Note, error) {
	if err := c.may(actor, VerbAddNote); err != nil {
		return nil, err
	}
	if err := d.check(now); err != nil {
		return nil, err
	}
	n := &Note{
		ID: NewID(now), Case: c.ID, Kind: d.Kind, OccurredAt: d.OccurredAt, Text: d.Text, Contacted: d.ContactedHousehold,
		Author: actor.Account, AuthorName: actor.Name, Agency: actor.Agency, WrittenAt: now,
	}
	move(WorkflowNote, &n.State, VerbAddNote, NoteWritten)
	c.changes.Notes = append(c.changes.Notes, n)
	c.record(actor, now, EventNoteAdded, EventData{Note: n.ID, NoteKind: n.Kind, Contacted: n.Contacted})
	if n.Contacted {
		c.contacted(n.OccurredAt)
	}
	return n, nil
}

func (d NoteDraft) check(now time.Time) error {
	var bad checks
	if !d.Kind.valid() {
		bad.add("/kind", "required", "記録の種類を選んでください。")
	}
	bad.past("/occurredAt", d.OccurredAt, now, "日時")
	bad.required("/text", d.Text, "内容")
	bad.text("/text", d.Text, maxNote)
	if d.ContactedHousehold && d.Kind.valid() && !d.Kind.contact() {
		bad.add("/contactedHousehold", "not_allowed", "世帯と会った・話した記録は、来所・電話・訪問・オンラインのいずれかで残してください。")
	}
	return bad.err()
}

// CorrectNote replaces the text of a note by its author's agency; the old text stays with the reason.
// When and how it happened cannot be changed, for deadlines were counted from it: write a new note instead.
func (c *Case) CorrectNote(actor Actor, now time.Time, n *Note, text, reason string) error {
	if n.Case != c.ID {
		return NotFound()
	}
	if err := n.may(actor, VerbCorrect); err != nil {
		return err
	}
	var bad checks
	bad.required("/text", text, "内容")
	bad.text("/text", text, maxNote)
	bad.required("/reason", reason, "訂正の理由")
	bad.text("/reason", reason, maxText)
	if err := bad.err(); err != nil {
		return err
	}
	n.Corrections = append(n.Corrections, Correction{Before: n.Text, Reason: reason, At: now, By: actor.Account, ByName: actor.Name})
	n.Text = text
	move(WorkflowNote, &n.State, VerbCorrect, NoteWritten)
	c.changes.Notes = append(c.changes.Notes, n)
	c.record(actor, now, EventNoteCorrected, EventData{Note: n.ID, NoteKind: n.Kind})
	return nil
}

func (n *Note) may(actor Actor, verb Verb) error {
	return permit(WorkflowNote, n.State, verb, func(p Party) bool {
		staff := actor.WorksFor(n.Agency)
		return p == ByAuthor && (staff || actor.Has(RoleCoordinator) && actor.Account == n.Author)
	})
}
