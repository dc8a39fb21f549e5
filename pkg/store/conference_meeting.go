package store

import (
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// meetingSelect reads a meeting whole, in one statement; a conference nobody has prepared yet has no row.
const meetingSelect = `SELECT coalesce(g.version, 0), g.materials, g.agenda, coalesce(g.agenda_set, false), g.consents, g.minutes, coalesce(g.minutes_version, 0),
  coalesce(g.minutes_by::text, ''), g.minutes_at,
  (SELECT json_agg(json_build_object('ID', p.id, 'Invitee', coalesce(p.invitee_id::text, ''), 'Account', coalesce(p.account_id::text, ''), 'Name', p.name,
     'TextVersion', p.text_version, 'How', p.how, 'At', p.at, 'RecordedBy', coalesce(p.recorded_by::text, '')) ORDER BY p.at, p.id) FROM conference_pledges p WHERE p.conference_id = k.id),
  (SELECT json_agg(json_build_object('ID', a.id, 'Invitee', coalesce(a.invitee_id::text, ''), 'Agency', coalesce(a.agency_id::text, ''), 'Name', a.name, 'Function', a.function,
     'Member', coalesce(a.person_id::text, ''), 'Presence', a.presence, 'Deputy', a.deputy, 'Online', a.online, 'Pledged', a.pledged) ORDER BY a.position)
     FROM conference_attendances a WHERE a.conference_id = k.id),
  (SELECT json_agg(json_build_object('ID', d.id, 'Item', coalesce(d.item_id::text, ''), 'Text', d.text, 'Reason', d.reason, 'By', d.account_id, 'At', d.at) ORDER BY d.at, d.id)
     FROM conference_addenda d WHERE d.conference_id = k.id)
  FROM conferences k LEFT JOIN conference_meetings g ON g.conference_id = k.id WHERE k.id = $1`

// Meeting reads what belongs to a conference found before.
func (tx *Tx) Meeting(k *ConferenceFile) (*casework.ConferenceMeeting, error) {
	g := &casework.ConferenceMeeting{Of: k.ID, Materials: casework.Materials{Sheet: true, Conditions: casework.DefaultConditions}}
	var materials, agenda, consents, minutes, pledges, attendances, addenda []byte
	var at *time.Time
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, meetingSelect, k.ID).Scan(&g.Version, &materials, &agenda, &g.AgendaSet, &consents, &minutes, &g.MinutesVersion, &g.MinutesBy, &at,
			&pledges, &attendances, &addenda)
	})
	if err != nil {
		return nil, notFound(err)
	}
	if at != nil {
		g.MinutesAt = at.UTC()
	}
	for _, part := range []struct {
		from []byte
		to   any
	}{{materials, &g.Materials}, {agenda, &g.Agenda}, {consents, &g.Consents}, {minutes, &g.Minutes}, {pledges, &g.Pledges}, {attendances, &g.Attendances}, {addenda, &g.Addenda}} {
		if part.from == nil {
			continue
		}
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// ConsentedMeeting is a meeting whose members see something on the ground of consent.
type ConsentedMeeting struct {
	*casework.Conference
	Meeting *casework.ConferenceMeeting
}

// ConsentedMeetings finds the conferences of a held case that rest on consent and have members who pledged, whoever asks.
func (tx *Tx) ConsentedMeetings(f *CaseFile) (list []ConsentedMeeting, err error) {
	all := *tx
	all.actor = casework.Clock()
	var ids []casework.ID
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT k.id FROM conferences k JOIN legal_bases l ON l.code = k.legal_basis AND l.needs_consent
			WHERE k.case_id = $1 AND k.state <> 'cancelled' AND EXISTS (SELECT 1 FROM conference_pledges p WHERE p.conference_id = k.id AND p.account_id IS NOT NULL)`, f.ID)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[casework.ID])
		return err
	})
	for _, id := range ids {
		k, err := all.Conference(id)
		if err != nil {
			return nil, err
		}
		g, err := all.Meeting(k)
		if err != nil {
			return nil, err
		}
		list = append(list, ConsentedMeeting{k.Conference, g})
	}
	return list, err
}

// MeetingToChange holds the meeting of a conference until commit. The row is made first, so that there is one to hold.
func (tx *Tx) MeetingToChange(k *ConferenceFile) (*casework.ConferenceMeeting, error) {
	if err := tx.holdMeeting(k.ID); err != nil {
		return nil, err
	}
	return tx.Meeting(k)
}

// HoldMinutes holds the record before its conference is looked at: whoever waited for a finalize sees that it is final.
func (tx *Tx) HoldMinutes(id casework.ID) error { return tx.holdMeeting(id) }

func (tx *Tx) holdMeeting(id casework.ID) error {
	b := &pgx.Batch{}
	first, _ := json.Marshal(casework.Materials{Sheet: true, Conditions: casework.DefaultConditions}) // plain fields: cannot fail
	b.Queue(`INSERT INTO conference_meetings (conference_id, version, materials, agenda, agenda_set, consents, minutes, updated_at)
		SELECT k.id, 0, $2, '[]', false, '[]', '{"items":[]}', $3 FROM conferences k WHERE k.id = $1 ON CONFLICT DO NOTHING`, id, first, tx.now())
	b.Queue(`SELECT FROM conference_meetings WHERE conference_id = $1 FOR UPDATE`, id)
	return tx.batch(b)
}

// SaveMeeting writes everything but a record that somebody else may be writing: the held row, pledges, attendance.
func (tx *Tx) SaveMeeting(k *ConferenceFile, g *casework.ConferenceMeeting, now time.Time) error {
	changes := g.TakeChanges()
	b := &pgx.Batch{}
	materials, agenda, consents := toJSON(g.Materials), toJSON(notNull(g.Agenda)), toJSON(notNull(g.Consents))
	b.Queue(`UPDATE conference_meetings SET version = version + 1, materials = $3, agenda = $4, agenda_set = $5, consents = $6, final = $7, updated_at = $8
		WHERE conference_id = $1 AND version = $2`, k.ID, g.Version, materials, agenda, g.AgendaSet, consents, k.State == casework.ConferenceRecorded, now).Exec(oneRow)
	for _, p := range changes.Pledges {
		b.Queue(`INSERT INTO conference_pledges (id, conference_id, invitee_id, account_id, name, text_version, how, at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			p.ID, k.ID, orNull(p.Invitee), orNull(p.Account), p.Name, p.TextVersion, p.How, p.At, orNull(p.RecordedBy))
	}
	if changes.Attendances {
		attendanceBatch(b, k.ID, g.Attendances)
	}
	announceConference(b, k)
	if err := tx.batch(b); err != nil {
		return err
	}
	g.Version++
	return nil
}

func attendanceBatch(b *pgx.Batch, id casework.ID, list []*casework.Attendance) {
	b.Queue(`DELETE FROM conference_attendances WHERE conference_id = $1`, id)
	for n, a := range list {
		b.Queue(`INSERT INTO conference_attendances (id, conference_id, position, invitee_id, agency_id, name, function, person_id, presence, deputy, online, pledged)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, a.ID, id, n, orNull(a.Invitee), orNull(a.Agency), a.Name, a.Function, orNull(a.Member),
			a.Presence, a.Deputy, a.Online, a.Pledged)
	}
}

// SaveMinutes writes the record; seen is the version the writer based it on.
func (tx *Tx) SaveMinutes(k *ConferenceFile, g *casework.ConferenceMeeting, seen int) error {
	b := &pgx.Batch{}
	b.Queue(`UPDATE conference_meetings SET minutes = $3, minutes_version = minutes_version + 1, minutes_by = $4, minutes_at = $5 WHERE conference_id = $1 AND minutes_version = $2`,
		k.ID, seen, toJSON(g.Minutes), orNull(g.MinutesBy), g.MinutesAt).Exec(oneRow)
	announceConference(b, k)
	if err := tx.batch(b); err != nil {
		return err
	}
	g.MinutesVersion = seen + 1
	return nil
}

// AddAddendum adds to a final record.
func (tx *Tx) AddAddendum(k *ConferenceFile, a *casework.Addendum) error {
	b := &pgx.Batch{}
	b.Queue(`INSERT INTO conference_addenda (id, conference_id, item_id, text, reason, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		a.ID, k.ID, orNull(a.Item), a.Text, a.Reason, a.By, a.At)
	announceConference(b, k)
	return tx.batch(b)
}

// announceConference tells the screens of everybody who sees the conference: an id, nothing else.
func announceConference(b *pgx.Batch, k *ConferenceFile) {
	to := []casework.ID{casework.CoordinatorsID, k.Agency}
	for _, i := range k.Invitees {
		if i.Agency != "" {
			to = append(to, i.Agency)
		}
		if i.Account != "" {
			to = append(to, i.Account)
		}
	}
	if k.Secretary != "" {
		to = append(to, k.Secretary)
	}
	announce(b, Announcement{Kind: "conference", ID: k.ID, To: to})
}

// MeetingCase is the case of a conference that was found before, also for somebody who does not see the case itself: what is shown of
// it is decided by Meeting.MayOpen and the materials, and hidden for this actor as everywhere.
func (tx *Tx) MeetingCase(k *ConferenceFile) (*CaseFile, error) { return tx.meetingCase(k, "") }

// MeetingCaseToChange is MeetingCase, held until commit.
func (tx *Tx) MeetingCaseToChange(k *ConferenceFile) (*CaseFile, error) {
	return tx.meetingCase(k, "FOR UPDATE OF c")
}

func (tx *Tx) meetingCase(k *ConferenceFile, lock string) (*CaseFile, error) {
	all := *tx
	all.actor = casework.Clock()
	f, err := all.caseWhere("c.id = $2", k.Case, lock)
	if err != nil {
		return nil, err
	}
	f.Level, f.Scope = casework.LevelPackage, casework.Scope{}
	if tx.actor.Has(casework.RoleCoordinator) && f.Coordinated() {
		f.Level, f.Scope = casework.LevelCoordinating, casework.Scope{Sheet: true, Notes: true}
	}
	return f, tx.see(f)
}

// RoomMask hides from a screen that a whole room reads: what nobody outside the listed agencies may know.
func (tx *Tx) RoomMask(f *CaseFile) (casework.Mask, error) {
	if f.MaskFor(casework.Actor{}, tx.now()).Empty() {
		return casework.Mask{}, nil
	}
	contents, err := tx.contentsOf([]casework.ID{f.Household})
	return f.MaskFor(casework.Actor{}, tx.now(), contents[f.Household]...), err
}

// PackageSheet reads the version of the sheet that the materials name.
func (tx *Tx) PackageSheet(f *CaseFile, number int) (v casework.SheetVersion, err error) {
	if number == 0 {
		number = f.Case.Sheet.Version
	}
	var content []byte
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT number, content, account_id, agency_id, reason, at FROM sheet_versions WHERE sheet_id = $1 AND number = $2`,
			f.Case.Sheet.ID, number).Scan(&v.Number, &content, &v.By, &v.Agency, &v.Reason, &v.At)
	})
	if err != nil {
		return v, notFound(err)
	}
	return v, json.Unmarshal(content, &v.Content)
}

// PackageNotes reads the newest notes of the case, newest first, as many as a meeting can read.
func (tx *Tx) PackageNotes(f *CaseFile) (notes []casework.Note, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT id, kind, occurred_at, text, agency_id FROM notes WHERE case_id = $1 ORDER BY occurred_at DESC, id DESC LIMIT 200`, f.ID)
		if err != nil {
			return err
		}
		notes, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (n casework.Note, err error) {
			return n, r.Scan(&n.ID, &n.Kind, &n.OccurredAt, &n.Text, &n.Agency)
		})
		return err
	})
	return notes, err
}

// SinceLastConference counts what happened on the case since its last meeting was held, by kind.
func (tx *Tx) SinceLastConference(k *ConferenceFile) (changes []casework.SinceLast, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT e.kind, count(*), max(e.at) FROM case_events e WHERE e.case_id = $1 AND e.at > coalesce(
				(SELECT max(held_at) FROM conferences WHERE case_id = $1 AND id <> $2 AND held_at IS NOT NULL), '-infinity')
			GROUP BY e.kind ORDER BY e.kind`, k.Case, k.ID)
		if err != nil {
			return err
		}
		changes, err = pgx.CollectRows(rows, pgx.RowToStructByPos[casework.SinceLast])
		return err
	})
	return changes, err
}

// OpenTasks reads the roles of the case that are not done, for the next agenda, the longest due first.
func (tx *Tx) OpenTasks(k *ConferenceFile) (open []casework.OpenTask, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT a.id, a.agency_id, g.name, a.task, a.due_on, a.state = 'struggling' FROM assignments a JOIN agencies g ON g.id = a.agency_id
			WHERE a.case_id = $1 AND a.state IN ('proposed', 'taken', 'struggling') ORDER BY a.due_on, a.id LIMIT 100`, k.Case)
		if err != nil {
			return err
		}
		open, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (o casework.OpenTask, err error) {
			var due time.Time
			err = r.Scan(&o.ID, &o.Agency, &o.AgencyName, &o.Task, &due, &o.Struggling)
			o.DueOn = asDate(&due)
			return o, err
		})
		return err
	})
	return open, err
}

// Writer is somebody who writes the record just now.
type Writer struct {
	Account casework.ID
	Item    casework.ID
	At      time.Time
}

// WriterGone is how long somebody counts as writing without saying so again.
const WriterGone = 30 * time.Second

// Present says that the actor writes (or has left), and returns who else does. Others are told only when something changed.
func (tx *Tx) Present(k *ConferenceFile, writing bool, item casework.ID) (others []Writer, err error) {
	now := tx.now()
	b := &pgx.Batch{}
	b.Queue(`DELETE FROM conference_writers WHERE conference_id = $1 AND at < $2`, k.ID, now.Add(-WriterGone))
	changed := false
	if writing {
		b.Queue(`WITH was AS (SELECT item_id FROM conference_writers WHERE conference_id = $1 AND account_id = $2)
			INSERT INTO conference_writers (conference_id, account_id, item_id, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (conference_id, account_id) DO UPDATE SET item_id = excluded.item_id, at = excluded.at
			RETURNING NOT EXISTS (SELECT 1 FROM was WHERE was.item_id IS NOT DISTINCT FROM $3::uuid)`, k.ID, tx.actor.Account, orNull(item), now).
			QueryRow(func(row pgx.Row) error { return row.Scan(&changed) })
	} else {
		b.Queue(`DELETE FROM conference_writers WHERE conference_id = $1 AND account_id = $2`, k.ID, tx.actor.Account)
		changed = true
	}
	b.Queue(`SELECT account_id, coalesce(item_id::text, ''), at FROM conference_writers WHERE conference_id = $1 AND account_id <> $2 ORDER BY account_id LIMIT 50`,
		k.ID, tx.actor.Account).Query(func(rows pgx.Rows) (err error) {
		others, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Writer])
		return err
	})
	if err := tx.batch(b); err != nil || !changed {
		return others, err
	}
	b = &pgx.Batch{}
	to := []casework.ID{casework.CoordinatorsID}
	if k.Secretary != "" {
		to = append(to, k.Secretary)
	}
	announce(b, Announcement{Kind: "presence", ID: k.ID, To: to})
	return others, tx.batch(b)
}

// Coordinators lists the accounts that may lead through a meeting.
func (tx *Tx) Coordinators() (list []Ref, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT a.id, '', a.name FROM accounts a WHERE a.active AND EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = a.id AND m.role = 'coordinator'
			AND m.starts_on <= $1::date AND (m.ends_on IS NULL OR m.ends_on >= $1::date)) ORDER BY a.name, a.id LIMIT 100`, today(tx.now()).String())
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Ref])
		return err
	})
	return list, err
}

func notNull[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// toJSON writes a document of plain fields, which always marshals.
func toJSON(v any) []byte {
	b, _ := json.Marshal(v)
	return b
}
