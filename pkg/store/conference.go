package store

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// ConferenceFile is a conference as one actor sees it.
type ConferenceFile struct {
	*casework.Conference
	File       *CaseFile // the case, held; nil when it was only looked at, or the actor may not change it
	CaseNumber string
	CaseLevel  casework.Level // of the actor on the case; "": the case does not exist for it, only the conference
	SeesSheet  bool           // the persons of the household may be named
	Household  casework.ID
	Persons    map[casework.ID]string // names of the household, where they may be seen
	RoomName   string
	UpdatedAt  time.Time
	Mask       casework.Mask // for every text of the conference
}

// TheCase is the case of a verb; nil when the actor may not change it, and then the rule refuses first.
func (k *ConferenceFile) TheCase() *casework.Case {
	if k.File == nil {
		return nil
	}
	return k.File.Case
}

// seenConference adds who sees a conference: coordinators and the city office all of them; others those to which they or
// their agency are invited, and those of the cases they work on.
func (tx *Tx) seenConference(q *query) {
	a := tx.actor
	if a.IsClock() || a.Has(casework.RoleCoordinator) || a.Has(casework.RoleCityOffice) {
		return
	}
	if guest := a.GuestOf(); guest != "" { // a link opens the conference of its invitee alone
		q.and("EXISTS (SELECT 1 FROM conference_invitees v WHERE v.conference_id = k.id AND v.id = ?)", guest)
		return
	}
	agency := ""
	if a.WorksFor(a.Agency) {
		agency = string(a.Agency)
	}
	q.and(`(EXISTS (SELECT 1 FROM conference_invitees v WHERE v.conference_id = k.id AND v.removed_at IS NULL AND (v.agency_id = ? OR v.account_id = ?))
		OR EXISTS (SELECT 1 FROM case_access w WHERE w.case_id = k.case_id AND w.grantee = ANY(?) AND w.level IN ('lead','supporting')))`,
		orNull(casework.ID(agency)), orNull(a.Account), texts(tx.scope()))
}

// conferenceAccess joins the actor's own level on the case, where it has one.
func (tx *Tx) conferenceAccess(q *query) string {
	return ` JOIN cases c ON c.id = k.case_id LEFT JOIN LATERAL (SELECT x.level, x.sheet FROM case_access x WHERE x.case_id = k.case_id AND x.grantee = ANY(` + q.arg(texts(tx.scope())) + `)
		ORDER BY array_position(ARRAY['lead','supporting','coordinating','received','outcome'], x.level) LIMIT 1) access ON true LEFT JOIN rooms r ON r.id = k.room_id`
}

const conferenceColumns = `k.id, k.number, k.case_id, k.kind, k.legal_basis, k.purpose, k.state, k.version, k.coordinator_id, k.agency_id, coalesce(k.secretary_id::text, ''),
  k.proposed_at, k.poll_until, k.reminded_at, k.poll_late_at, coalesce(k.slot_id::text, ''), k.starts_at, k.ends_at, coalesce(k.room_id::text, ''), k.place, k.url, k.sequence,
  k.scheduled_at, k.held_at, k.recorded_at, k.cancelled_at, k.cancel_reason, k.updated_at, c.number, c.household_id, coalesce(access.level, ''), coalesce(access.sheet, false), coalesce(r.name, '')`

func scanConference(k *ConferenceFile) []any {
	c := k.Conference
	return []any{&c.ID, &c.Number, &c.Case, &c.Kind, &c.LegalBasis, &c.Purpose, &c.State, &c.Version, &c.Coordinator, &c.Agency, &c.Secretary,
		&c.ProposedAt, &c.PollUntil, &c.RemindedAt, &c.PollLateAt, &c.Chosen, &c.StartsAt, &c.EndsAt, &c.Room, &c.Place, &c.URL, &c.Sequence,
		&c.ScheduledAt, &c.HeldAt, &c.RecordedAt, &c.CancelledAt, &c.CancelReason, &k.UpdatedAt, &k.CaseNumber, &k.Household, &k.CaseLevel, &k.SeesSheet, &k.RoomName}
}

// Conference finds a conference that exists for the actor, for reading.
func (tx *Tx) Conference(id casework.ID) (*ConferenceFile, error) { return tx.conference(id, "") }

// ConferenceToAnswer holds the conference alone: what invitees say touches no case.
func (tx *Tx) ConferenceToAnswer(id casework.ID) (*ConferenceFile, error) {
	return tx.conference(id, "FOR UPDATE")
}

// ConferenceToChange holds the case first, then the conference. Whoever sees the conference but leads through no meeting
// gets it without the case: the rule then says that it is not theirs.
func (tx *Tx) ConferenceToChange(id casework.ID) (*ConferenceFile, error) {
	if !tx.actor.Has(casework.RoleCoordinator) && !tx.actor.IsClock() {
		return tx.conference(id, "")
	}
	var of casework.ID
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT case_id FROM conferences WHERE id = $1`, id).Scan(&of)
	})
	if err != nil {
		return nil, notFound(err)
	}
	file, err := tx.CaseToChange(of)
	if err != nil {
		return nil, err
	}
	k, err := tx.conference(id, "FOR UPDATE")
	if err == nil {
		k.File = file
	}
	return k, err
}

// conference loads the aggregate in one round trip. The lock comes first, so what follows is what its last holder left.
func (tx *Tx) conference(id casework.ID, lock string) (*ConferenceFile, error) {
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	k := &ConferenceFile{Conference: &casework.Conference{Settings: settings}, Persons: map[casework.ID]string{}}
	q := &query{}
	join := tx.conferenceAccess(q)
	protection := tx.protection(q, "c.household_id")
	q.and("k.id = ?", id)
	tx.seenConference(q)
	var hidden int
	var persons []byte
	b := &pgx.Batch{}
	if lock != "" {
		b.Queue(`SELECT 1 FROM conferences k WHERE k.id = $1 FOR UPDATE`, id)
	}
	b.Queue(`SELECT `+conferenceColumns+`, `+protection+`, CASE WHEN access.sheet THEN (SELECT json_object_agg(p.id, p.name) FROM persons p WHERE p.household_id = c.household_id) END
		FROM conferences k`+join+q.clause(), q.args...).QueryRow(func(row pgx.Row) error {
		return row.Scan(append(scanConference(k), &hidden, &persons)...)
	})
	b.Queue(`SELECT id, starts_at, ends_at FROM conference_slots WHERE conference_id = $1 ORDER BY starts_at`, id).Query(func(rows pgx.Rows) (err error) {
		k.Slots, err = pgx.CollectRows(rows, pgx.RowToAddrOfStructByPos[casework.ConferenceSlot])
		return err
	})
	b.Queue(inviteesSelect, id).Query(func(rows pgx.Rows) (err error) {
		k.Invitees, err = pgx.CollectRows(rows, scanInvitee)
		return err
	})
	if err := tx.batch(b); err != nil {
		return nil, notFound(err)
	}
	if persons != nil {
		if err := json.Unmarshal(persons, &k.Persons); err != nil {
			return nil, err
		}
	}
	if hidden == hiddenFrom && !tx.actor.IsClock() {
		masks, err := tx.masks([]casework.ID{k.Household})
		k.Mask = masks[k.Household]
		return k, err
	}
	return k, nil
}

const inviteesSelect = `SELECT i.id, i.kind, coalesce(i.agency_id::text, ''), coalesce(i.account_id::text, ''), i.name, i.organization, i.email, i.function,
  coalesce(i.person_id::text, ''), i.required, i.answered_at, coalesce(i.answered_by::text, ''), i.reminded_on, i.reply, i.reply_note, i.reply_name, i.replied_at,
  coalesce(nullif(i.email, ''), a.email, u.email, ''),
  (SELECT json_agg(json_build_object('Slot', w.slot_id, 'Mark', w.mark, 'Comment', w.comment)) FROM conference_answers w WHERE w.invitee_id = i.id)
  FROM conference_invitees i LEFT JOIN agencies a ON a.id = i.agency_id LEFT JOIN accounts u ON u.id = i.account_id
  WHERE i.conference_id = $1 AND i.removed_at IS NULL ORDER BY i.position`

func scanInvitee(r pgx.CollectableRow) (*casework.Invitee, error) {
	i := &casework.Invitee{}
	var reminded *time.Time
	var answers []byte
	err := r.Scan(&i.ID, &i.Kind, &i.Agency, &i.Account, &i.Name, &i.Organization, &i.Email, &i.Function,
		&i.Member, &i.Required, &i.AnsweredAt, &i.AnsweredBy, &reminded, &i.Reply, &i.ReplyNote, &i.ReplyName, &i.RepliedAt, &i.Address, &answers)
	i.RemindedOn = asDate(reminded)
	if answers != nil {
		err = errors.Join(err, json.Unmarshal(answers, &i.Answers))
	}
	return i, err
}

// NextConferenceNumber gives the next number of the fiscal year.
func (tx *Tx) NextConferenceNumber(now time.Time) (string, error) {
	year, last := calendar.FiscalYear(now), 0
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `INSERT INTO conference_counters VALUES ($1, 1) ON CONFLICT (fiscal_year) DO UPDATE SET last = conference_counters.last + 1 RETURNING last`, year).Scan(&last)
	})
	return casework.ConferenceNumber(year, last), err
}

// AddConference stores a proposed conference with its case, which is held, and finds it again as the actor sees it.
func (tx *Tx) AddConference(k *casework.Conference, f *CaseFile, now time.Time) (*ConferenceFile, error) {
	changes := k.TakeChanges()
	if err := tx.saveConference(&ConferenceFile{Conference: k, File: f}, changes, now); err != nil {
		return nil, err
	}
	kf, err := tx.Conference(k.ID) // with the addresses of directory and accounts
	if err != nil {
		return nil, err
	}
	return kf, tx.writeLetters(kf, changes.Letters)
}

// WriteLettersWith names who makes mails of letters; without anybody none are written.
func (s *Store) WriteLettersWith(write func(*Tx, *ConferenceFile, []casework.Letter) error) {
	s.letters = write
}

// writeLetters has the letters of a verb queued in its transaction, each to its invitee as it stands in the file.
func (tx *Tx) writeLetters(k *ConferenceFile, letters []casework.Letter) error {
	if tx.store.letters == nil || len(letters) == 0 {
		return nil
	}
	for n := range letters {
		if i, err := k.Invitee(letters[n].Invitee.ID); err == nil {
			letters[n].Invitee = i
		}
	}
	return tx.store.letters(tx, k, letters)
}

// SaveConference writes what the verbs left behind on the conference and on its case, in the same transaction.
func (tx *Tx) SaveConference(k *ConferenceFile, now time.Time) error {
	changes := k.Conference.TakeChanges()
	if err := tx.saveConference(k, changes, now); err != nil {
		return err
	}
	return tx.writeLetters(k, changes.Letters)
}

func (tx *Tx) saveConference(k *ConferenceFile, changes casework.ConferenceChanges, now time.Time) error {
	b := &pgx.Batch{}
	if changes.Created || changes.Changed {
		conferenceBatch(b, k.Conference, changes.Created, now)
	} else if len(changes.Invitees) > 0 {
		b.Queue(`UPDATE conferences SET updated_at = $2 WHERE id = $1`, k.ID, now)
	}
	for _, i := range changes.Invitees {
		inviteeBatch(b, k.Conference, i)
	}
	for _, i := range changes.Removed {
		b.Queue(`UPDATE conference_invitees SET removed_at = $2, removed_by = $3 WHERE id = $1`, i.ID, now, orNull(tx.actor.Account))
	}
	if err := tx.batch(b); err != nil {
		return err
	}
	if changes.Changed {
		k.Version++
	}
	if changes.Created {
		k.Version = 1
	}
	k.UpdatedAt = now
	if changes.Bookings {
		if err := tx.book(k); err != nil {
			return err
		}
	}
	if k.File == nil {
		return nil
	}
	return tx.SaveCase(k.File, now) // after the conference: notices point at it
}

func conferenceBatch(b *pgx.Batch, k *casework.Conference, created bool, now time.Time) {
	at := now
	switch {
	case k.StartsAt != nil:
		at = *k.StartsAt
	case len(k.Slots) > 0:
		at = k.Slots[0].Start
	}
	if created {
		b.Queue(`INSERT INTO conferences (id, number, case_id, kind, legal_basis, purpose, state, coordinator_id, agency_id, proposed_at, poll_until, at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			k.ID, k.Number, k.Case, k.Kind, k.LegalBasis, k.Purpose, k.State, k.Coordinator, k.Agency, k.ProposedAt, k.PollUntil, at, now)
		for _, s := range k.Slots {
			b.Queue(`INSERT INTO conference_slots (id, conference_id, starts_at, ends_at) VALUES ($1, $2, $3, $4)`, s.ID, k.ID, s.Start, s.End)
		}
		return
	}
	b.Queue(`UPDATE conferences SET purpose = $3, state = $4, secretary_id = $5, poll_until = $6, reminded_at = $7, slot_id = $8, starts_at = $9, ends_at = $10, room_id = $11,
		place = $12, url = $13, sequence = $14, scheduled_at = $15, held_at = $16, recorded_at = $17, cancelled_at = $18, cancel_reason = $19, at = $20, updated_at = $21,
		poll_late_at = $22,
		version = version + 1 WHERE id = $1 AND version = $2`,
		k.ID, k.Version, k.Purpose, k.State, orNull(k.Secretary), k.PollUntil, k.RemindedAt, orNull(k.Chosen), k.StartsAt, k.EndsAt, orNull(k.Room),
		k.Place, k.URL, k.Sequence, k.ScheduledAt, k.HeldAt, k.RecordedAt, k.CancelledAt, k.CancelReason, at, now, k.PollLateAt).Exec(oneRow)
}

func inviteeBatch(b *pgx.Batch, k *casework.Conference, i *casework.Invitee) {
	position := 0
	for n, other := range k.Invitees {
		if other == i {
			position = n + 1
		}
	}
	var reminded *string
	if !i.RemindedOn.IsZero() {
		reminded = new(i.RemindedOn.String())
	}
	b.Queue(`INSERT INTO conference_invitees (id, conference_id, position, kind, agency_id, account_id, name, organization, email, function, person_id, required,
			answered_at, answered_by, reminded_on, reply, reply_note, reply_name, replied_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		ON CONFLICT (id) DO UPDATE SET function = excluded.function, person_id = excluded.person_id, required = excluded.required, answered_at = excluded.answered_at,
			answered_by = excluded.answered_by, reminded_on = excluded.reminded_on, reply = excluded.reply, reply_note = excluded.reply_note,
			reply_name = excluded.reply_name, replied_at = excluded.replied_at`,
		i.ID, k.ID, position, i.Kind, orNull(i.Agency), orNull(i.Account), i.Name, i.Organization, i.Email, i.Function, orNull(i.Member), i.Required,
		i.AnsweredAt, orNull(i.AnsweredBy), reminded, i.Reply, i.ReplyNote, i.ReplyName, i.RepliedAt)
	for _, a := range i.Answers {
		b.Queue(`INSERT INTO conference_answers (invitee_id, slot_id, mark, comment) VALUES ($1, $2, $3, $4)
			ON CONFLICT (invitee_id, slot_id) DO UPDATE SET mark = excluded.mark, comment = excluded.comment`, i.ID, a.Slot, a.Mark, a.Comment)
	}
}
