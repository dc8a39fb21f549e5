package store

import (
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const trainingColumns = `SELECT t.id, t.state, t.version, t.title, t.held_on, t.place, t.theme, t.others, t.reason, t.account_id, t.created_at,
	ARRAY(SELECT s.study_id::text FROM training_studies s WHERE s.training_id = t.id ORDER BY s.position), ARRAY(SELECT CASE x.state WHEN 'published' THEN x.title ELSE '' END FROM training_studies s JOIN studies x ON x.id = s.study_id WHERE s.training_id = t.id ORDER BY s.position),
	ARRAY(SELECT a.agency_id::text FROM training_attendances a WHERE a.training_id = t.id ORDER BY a.agency_id), ARRAY(SELECT a.people FROM training_attendances a WHERE a.training_id = t.id ORDER BY a.agency_id) FROM trainings t`

func scanTraining(row pgx.CollectableRow) (*casework.Training, error) {
	t := &casework.Training{Studies: []casework.TrainingStudy{}, Attendance: []casework.TrainingAttendance{}}
	var on time.Time
	var studies, agencies []casework.ID
	var titles []string
	var people []int
	err := row.Scan(&t.ID, &t.State, &t.Version, &t.Title, &on, &t.Place, &t.Theme, &t.Others, &t.Reason, &t.By, &t.CreatedAt, &studies, &titles, &agencies, &people)
	t.HeldOn = calendar.Date{Year: on.Year(), Month: on.Month(), Day: on.Day()}
	for i, id := range studies {
		t.Studies = append(t.Studies, casework.TrainingStudy{ID: id, Title: titles[i]})
	}
	for i, id := range agencies {
		t.Attendance = append(t.Attendance, casework.TrainingAttendance{Agency: id, People: people[i]})
	}
	return t, err
}

// Trainings lists the sessions of a fiscal year (0: all), newest first.
func (tx *Tx) Trainings(p Paging, year int) (Page[*casework.Training], error) {
	q := &query{}
	if year != 0 {
		from, until := calendar.FiscalYearRange(year)
		q.and("t.held_on >= ?::date AND t.held_on < ?::date", calendar.DateOf(from).String(), calendar.DateOf(until).String())
	}
	counted := *q
	at, err := parseCursor(p.Cursor, "trainings", 2)
	if err != nil {
		return Page[*casework.Training]{}, err
	}
	if at != nil {
		on, err1 := time.Parse(time.DateOnly, at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[*casework.Training]{}, badCursor()
		}
		q.and("(t.held_on, t.id) < (?::date, ?)", on.Format(time.DateOnly), id)
	}
	return pageOf(tx, q, &counted, p, trainingColumns, `SELECT count(*) FROM trainings t`, `t.held_on DESC, t.id DESC`, scanTraining,
		func(t *casework.Training) string { return cursorOf("trainings", t.HeldOn.String(), string(t.ID)) })
}

// TrainingYear is what the sessions of a fiscal year came to.
type TrainingYear struct{ Year, Sessions, People, Agencies int }

// TrainingYears counts the sessions that were held, newest year first.
func (tx *Tx) TrainingYears() (years []TrainingYear, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT y.year, count(*)::int, (sum(y.others) + coalesce(sum(y.people), 0))::int, (SELECT count(DISTINCT a.agency_id)::int FROM trainings t JOIN training_attendances a ON a.training_id = t.id
				WHERE t.state = 'held' AND extract(year FROM t.held_on - interval '3 months') = y.year)
			FROM (SELECT extract(year FROM t.held_on - interval '3 months')::int AS year, t.others, (SELECT sum(a.people) FROM training_attendances a WHERE a.training_id = t.id) AS people FROM trainings t WHERE t.state = 'held') y
			GROUP BY y.year ORDER BY y.year DESC LIMIT 201`)
		if err != nil {
			return err
		}
		years, err = pgx.CollectRows(rows, pgx.RowToStructByPos[TrainingYear])
		return err
	})
	return years, err
}

// Training finds a session.
func (tx *Tx) Training(id casework.ID) (*casework.Training, error) { return tx.training(id, "") }

// TrainingToChange is Training, held until commit.
func (tx *Tx) TrainingToChange(id casework.ID) (*casework.Training, error) {
	return tx.training(id, " FOR UPDATE OF t")
}

func (tx *Tx) training(id casework.ID, lock string) (t *casework.Training, err error) {
	err = notFound(tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, trainingColumns+` WHERE t.id = $1`+lock, id)
		if err != nil {
			return err
		}
		t, err = pgx.CollectExactlyOneRow(rows, scanTraining)
		return err
	}))
	return t, err
}

// PublishedStudies finds the titles of those that are in the library.
func (tx *Tx) PublishedStudies(ids []casework.ID) (titles map[casework.ID]string, err error) {
	titles = map[casework.ID]string{}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT id, title FROM studies WHERE id = ANY($1::uuid[]) AND state = 'published'`, texts(ids))
		if err != nil {
			return err
		}
		var id casework.ID
		var title string
		_, err = pgx.ForEachRow(rows, []any{&id, &title}, func() error { titles[id] = title; return nil })
		return err
	})
	return titles, err
}

// SaveTraining keeps a session with its studies and who came, and counts its version.
func (tx *Tx) SaveTraining(t *casework.Training) error {
	b := &pgx.Batch{}
	if t.Version == 0 {
		b.Queue(`INSERT INTO trainings (id, state, title, held_on, place, theme, others, reason, account_id, created_at, updated_at) VALUES ($1, $2, $3, $4::date, $5, $6, $7, $8, $9, $10, $10)`,
			t.ID, t.State, t.Title, t.HeldOn.String(), t.Place, t.Theme, t.Others, t.Reason, t.By, t.CreatedAt)
	} else {
		b.Queue(`UPDATE trainings SET state = $3, title = $4, held_on = $5::date, place = $6, theme = $7, others = $8, reason = $9, updated_at = $10, version = version + 1 WHERE id = $1 AND version = $2`,
			t.ID, t.Version, t.State, t.Title, t.HeldOn.String(), t.Place, t.Theme, t.Others, t.Reason, tx.now()).Exec(oneRow)
		b.Queue(`DELETE FROM training_studies WHERE training_id = $1`, t.ID)
		b.Queue(`DELETE FROM training_attendances WHERE training_id = $1`, t.ID)
	}
	for i, s := range t.Studies {
		b.Queue(`INSERT INTO training_studies (training_id, study_id, position) VALUES ($1, $2, $3)`, t.ID, s.ID, i)
	}
	for _, a := range t.Attendance {
		b.Queue(`INSERT INTO training_attendances (training_id, agency_id, people) VALUES ($1, $2, $3)`, t.ID, a.Agency, a.People)
	}
	t.Version++
	return tx.batch(b)
}
