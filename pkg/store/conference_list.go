package store

import (
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// ConferenceFilter narrows the list of conferences.
type ConferenceFilter struct {
	Paging
	When   string // upcoming (not over and not cancelled, soonest first), past (newest first), all (newest first)
	Mine   bool   // those the actor leads through, or is invited to itself or through its agency
	Case   casework.ID
	States []string
	From   *time.Time // only those that take place, or may, in this span
	To     *time.Time
}

// ConferenceItem is one row of the list.
type ConferenceItem struct {
	ConferenceFile
	At       time.Time // when it takes place, or may at the earliest
	Invited  int
	Answered int
	Attend   int // said that they come, themselves or by proxy
	Mine     casework.ID
	MineDue  bool // the actor has something to answer
	hidden   bool
}

// Conferences lists those that exist for the actor.
func (tx *Tx) Conferences(f ConferenceFilter) (Page[ConferenceItem], error) {
	q := &query{}
	join := tx.conferenceAccess(q)
	mine := tx.mineOf(q)
	tx.seenConference(q)
	tx.narrow(q, f)
	counted := *q
	protection := tx.protection(q, "c.household_id")
	order, err := f.after(q)
	if err != nil {
		return Page[ConferenceItem]{}, err
	}
	from := ` FROM conferences k` + join
	settings, err := tx.Settings()
	if err != nil {
		return Page[ConferenceItem]{}, err
	}
	scan := func(r pgx.CollectableRow) (ConferenceItem, error) {
		i := ConferenceItem{ConferenceFile: ConferenceFile{Conference: &casework.Conference{Settings: settings}}}
		var protection int
		err := r.Scan(append(scanConference(&i.ConferenceFile), &i.At, &i.Invited, &i.Answered, &i.Attend, &i.Mine, &i.MineDue, &protection)...)
		i.hidden = protection == hiddenFrom
		return i, err
	}
	page, err := pageOf(tx, q, &counted, f.Paging, `SELECT `+conferenceColumns+`, k.at, n.invited, n.answered, n.attend, coalesce(m.id::text, ''), coalesce(m.due, false), `+protection+from+mine,
		`SELECT count(*)`+from+mine, order, scan, f.cursor)
	if err != nil {
		return page, err
	}
	return page, tx.maskConferences(page.Items)
}

// mineOf joins how many are invited and have answered, and the invitee the actor answers for.
func (tx *Tx) mineOf(q *query) string {
	agency := casework.ID("")
	if tx.actor.WorksFor(tx.actor.Agency) {
		agency = tx.actor.Agency
	}
	return ` JOIN LATERAL (SELECT count(*) AS invited, count(v.answered_at) AS answered, count(*) FILTER (WHERE v.reply IN ('attend','proxy')) AS attend
		FROM conference_invitees v WHERE v.conference_id = k.id) n ON true
	 LEFT JOIN LATERAL (SELECT v.id, k.state = 'polling' AND v.answered_at IS NULL OR k.state = 'scheduled' AND v.reply = '' AS due FROM conference_invitees v WHERE v.conference_id = k.id
		AND (v.account_id = ` + q.arg(orNull(tx.actor.Account)) + ` OR v.agency_id = ` + q.arg(orNull(agency)) + `) ORDER BY v.account_id IS NULL, v.position LIMIT 1) m ON true`
}

func (tx *Tx) narrow(q *query, f ConferenceFilter) {
	if f.Mine {
		q.and("(m.id IS NOT NULL OR k.coordinator_id = ?)", orNull(tx.actor.Account))
	}
	if f.Case != "" {
		q.and("k.case_id = ? AND access.level IS NOT NULL", f.Case) // a case that does not exist for the actor has no conferences
	}
	if len(f.States) > 0 {
		q.and("k.state = ANY(?)", f.States)
	}
	switch f.When {
	case "upcoming":
		q.and("(k.state = 'polling' OR k.state = 'scheduled' AND k.ends_at > ?)", tx.now())
	case "past":
		q.and("NOT (k.state = 'polling' OR k.state = 'scheduled' AND k.ends_at > ?)", tx.now())
	}
	if f.From != nil {
		q.and("k.at >= ?", *f.From)
	}
	if f.To != nil {
		q.and("k.at < ?", *f.To)
	}
}

func (f ConferenceFilter) after(q *query) (order string, err error) {
	order, condition := `k.at DESC, k.id DESC`, `(k.at, k.id) < (?, ?)`
	if f.When == "upcoming" {
		order, condition = `k.at, k.id`, `(k.at, k.id) > (?, ?)`
	}
	at, err := parseCursor(f.Cursor, "conferences"+f.When, 2)
	if err != nil || at == nil {
		return order, err
	}
	micros, err1 := cursorInt(at[0])
	id, err2 := cursorID(at[1])
	if errors.Join(err1, err2) != nil {
		return "", badCursor()
	}
	q.and(condition, time.UnixMicro(micros).UTC(), id)
	return order, nil
}

func (f ConferenceFilter) cursor(i ConferenceItem) string {
	return cursorOf("conferences"+f.When, strconv.FormatInt(i.At.UnixMicro(), 10), string(i.ID))
}

func (tx *Tx) maskConferences(items []ConferenceItem) error {
	var hidden []casework.ID
	for _, i := range items {
		if i.hidden {
			hidden = append(hidden, i.Household)
		}
	}
	masks, err := tx.masks(hidden)
	for n := range items {
		items[n].Mask = masks[items[n].Household]
	}
	return err
}
