package store

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// TimelineFilter narrows the timeline of a case.
type TimelineFilter struct {
	Paging
	Kinds []string
}

// TimelineItem is one thing that happened, with the note where it was one.
type TimelineItem struct {
	casework.Event
	Note *casework.Note
}

const timelineSelect = `SELECT e.id, e.at, e.kind, coalesce(e.account_id::text, ''), coalesce(e.agency_id::text, ''), e.data,
  n.id, n.kind, n.occurred_at, n.text, n.contacted_household, n.agency_id, n.author_id, n.version, n.created_at, n.updated_at,
  (SELECT json_agg(json_build_object('before', k.before, 'reason', k.reason, 'at', k.at, 'by', k.account_id) ORDER BY k.position)
     FROM note_corrections k WHERE k.note_id = n.id)
  FROM case_events e LEFT JOIN notes n ON e.kind = 'note_added' AND n.id = (e.data ->> 'noteId')::uuid`

// Timeline reads what happened to a case found before, newest first, as far as the actor's level goes.
func (tx *Tx) Timeline(f *CaseFile, filter TimelineFilter) (Page[TimelineItem], error) {
	q := &query{}
	q.and("e.case_id = ?", f.ID)
	tx.timelineScope(f, q)
	if len(filter.Kinds) > 0 {
		q.and("e.kind = ANY(?)", filter.Kinds)
	}
	counted := *q
	at, err := parseCursor(filter.Cursor, "timeline", 2)
	if err != nil {
		return Page[TimelineItem]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[TimelineItem]{}, badCursor()
		}
		q.and("(e.at, e.id) < (?, ?)", time.UnixMicro(micros).UTC(), id)
	}
	return pageOf(tx, q, &counted, filter.Paging, timelineSelect, `SELECT count(*) FROM case_events e`, `e.at DESC, e.id DESC`, scanTimelineItem,
		func(i TimelineItem) string {
			return cursorOf("timeline", strconv.FormatInt(i.At.UnixMicro(), 10), string(i.ID))
		})
}

// timelineScope: who still only received a handoff sees what was disclosed; who has left sees the outcome of its own handoffs.
func (tx *Tx) timelineScope(f *CaseFile, q *query) {
	own := []string{}
	for _, h := range f.Handoffs {
		if tx.actor.WorksFor(h.Sender) || tx.actor.WorksFor(h.Receiver) {
			own = append(own, string(h.ID))
		}
	}
	switch f.Level {
	case casework.LevelOutcome:
		q.and("(e.handoff_id = ANY(?::uuid[]) OR e.kind IN ('case_opened', 'closed', 'reopened'))", own)
	case casework.LevelPackage:
		kinds := []string{string(casework.EventCaseOpened)}
		if f.Scope.Sheet {
			kinds = append(kinds, string(casework.EventSheetFiled), string(casework.EventSheetAmended))
		}
		if f.Scope.Notes {
			kinds = append(kinds, string(casework.EventNoteAdded), string(casework.EventNoteCorrected))
		}
		q.and("e.kind = ANY(?)", kinds)
	case casework.LevelReceived:
		allowed := "e.handoff_id = ANY(?::uuid[]) OR e.kind = 'case_opened'"
		if f.Scope.Sheet {
			allowed += " OR e.kind IN ('sheet_filed', 'sheet_amended')"
		}
		if f.Scope.Notes {
			allowed += " OR e.kind IN ('note_added', 'note_corrected', 'support_started')"
		}
		q.and("("+allowed+")", own)
	}
}

func scanTimelineItem(r pgx.CollectableRow) (TimelineItem, error) {
	var (
		i                    TimelineItem
		data, fixed          []byte
		id, agency, author   *casework.ID
		kind                 *casework.NoteKind
		occurred, made, last *time.Time
		text                 *string
		contacted            *bool
		version              *int
	)
	err := r.Scan(&i.ID, &i.At, &i.Kind, &i.Account, &i.Agency, &data,
		&id, &kind, &occurred, &text, &contacted, &agency, &author, &version, &made, &last, &fixed)
	if err != nil {
		return i, err
	}
	if err := json.Unmarshal(data, &i.Data); err != nil {
		return i, err
	}
	if id == nil {
		return i, nil
	}
	i.Note = &casework.Note{ID: *id, State: casework.NoteWritten, Version: *version, Kind: *kind, OccurredAt: *occurred, Text: *text,
		Contacted: *contacted, Author: *author, Agency: *agency, WrittenAt: *made}
	if fixed != nil {
		err = json.Unmarshal(fixed, &i.Note.Corrections)
	}
	return i, err
}

// Note finds a note of a case found before.
func (tx *Tx) Note(f *CaseFile, id casework.ID) (*casework.Note, error) {
	if !f.Scope.Notes {
		return nil, casework.NotFound()
	}
	n := &casework.Note{Case: f.ID, State: casework.NoteWritten}
	var fixed []byte
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT n.id, n.kind, n.occurred_at, n.text, n.contacted_household, n.agency_id, n.author_id, n.version, n.created_at,
			(SELECT json_agg(json_build_object('before', k.before, 'reason', k.reason, 'at', k.at, 'by', k.account_id) ORDER BY k.position)
			   FROM note_corrections k WHERE k.note_id = n.id)
			FROM notes n WHERE n.case_id = $1 AND n.id = $2`, f.ID, id).
			Scan(&n.ID, &n.Kind, &n.OccurredAt, &n.Text, &n.Contacted, &n.Agency, &n.Author, &n.Version, &n.WrittenAt, &fixed)
	})
	if err != nil {
		return nil, notFound(err)
	}
	if fixed != nil {
		err = json.Unmarshal(fixed, &n.Corrections)
	}
	return n, err
}
