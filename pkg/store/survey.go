package store

import (
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const surveyColumns = `v.id, v.fiscal_year, v.title, v.lead, v.choices, v.most_choices, v.topics, v.closes_on::text, v.state, v.version, v.created_at, v.opened_at, v.closed_at`

func scanSurvey(r pgx.CollectableRow) (*casework.Survey, error) {
	s, choices, closes := &casework.Survey{}, []byte(nil), ""
	err := r.Scan(&s.ID, &s.FiscalYear, &s.Title, &s.Lead, &choices, &s.MostChoices, &s.Topics, &closes, &s.State, &s.Version, &s.CreatedAt, &s.OpenedAt, &s.ClosedAt)
	if err = errors.Join(err, json.Unmarshal(choices, &s.Choices)); err != nil {
		return nil, err
	}
	s.ClosesOn, err = calendar.ParseDate(closes)
	return s, err
}

// SurveyItem is one row of the list.
type SurveyItem struct {
	*casework.Survey
	Invited, Answered int
}

// Surveys lists the surveys, the newest year first.
func (tx *Tx) Surveys(p Paging) (Page[SurveyItem], error) {
	q := &query{}
	counted := *q
	at, err := parseCursor(p.Cursor, "surveys", 2)
	if err != nil {
		return Page[SurveyItem]{}, err
	}
	if at != nil {
		year, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[SurveyItem]{}, badCursor()
		}
		q.and("(v.fiscal_year, v.id) < (?, ?)", year, id)
	}
	const from = ` FROM surveys v`
	return pageOf(tx, q, &counted, p, `SELECT `+surveyColumns+`, n.invited, n.answered`+from+`
		CROSS JOIN LATERAL (SELECT count(*)::int AS invited, count(i.answered_at)::int AS answered FROM survey_invitations i WHERE i.survey_id = v.id) n`,
		`SELECT count(*)`+from, `v.fiscal_year DESC, v.id DESC`, func(r pgx.CollectableRow) (i SurveyItem, err error) {
			var invited, answered int
			i.Survey, err = scanSurvey(behind{r, []any{&invited, &answered}})
			i.Invited, i.Answered = invited, answered
			return i, err
		}, func(i SurveyItem) string { return cursorOf("surveys", itoa(i.FiscalYear), string(i.ID)) })
}

// behind scans further columns after those of a shared scanner.
type behind struct {
	pgx.CollectableRow
	more []any
}

func (b behind) Scan(into ...any) error { return b.CollectableRow.Scan(append(into, b.more...)...) }

// Survey finds a survey with whom it was sent to.
func (tx *Tx) Survey(id casework.ID) (*casework.Survey, []*casework.SurveyInvitation, error) {
	return tx.survey(id, "")
}

// SurveyToChange is Survey, held until commit.
func (tx *Tx) SurveyToChange(id casework.ID) (*casework.Survey, []*casework.SurveyInvitation, error) {
	return tx.survey(id, " FOR UPDATE")
}

func (tx *Tx) survey(id casework.ID, lock string) (s *casework.Survey, invited []*casework.SurveyInvitation, err error) {
	b := &pgx.Batch{}
	b.Queue(`SELECT `+surveyColumns+` FROM surveys v WHERE v.id = $1`+lock, id).Query(func(rows pgx.Rows) (err error) {
		s, err = pgx.CollectExactlyOneRow(rows, scanSurvey)
		return err
	})
	b.Queue(`SELECT i.id, i.agency_id, i.email, i.sent_at, i.reminded_at, i.answered_at FROM survey_invitations i JOIN agencies g ON g.id = i.agency_id
		WHERE i.survey_id = $1 ORDER BY g.kana_key, g.id`, id).Query(func(rows pgx.Rows) (err error) {
		invited, err = pgx.CollectRows(rows, pgx.RowToAddrOfStructByPos[casework.SurveyInvitation])
		return err
	})
	err = tx.batch(b)
	if errors.Is(err, pgx.ErrNoRows) {
		err = casework.NotFound()
	}
	return s, invited, err
}

// NewSurvey keeps a draft.
func (tx *Tx) NewSurvey(s *casework.Survey) error {
	choices, err := json.Marshal(s.Choices)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	b.Queue(`INSERT INTO surveys (id, fiscal_year, title, lead, choices, most_choices, topics, closes_on, state, created_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)`, s.ID, s.FiscalYear, s.Title, s.Lead, choices, s.MostChoices, list(s.Topics), s.ClosesOn.String(), s.State, s.CreatedAt)
	s.Version = 1
	return tx.batch(b)
}

// SaveSurvey writes a changed survey and the invitations that changed with it.
func (tx *Tx) SaveSurvey(s *casework.Survey, invited ...*casework.SurveyInvitation) error {
	choices, err := json.Marshal(s.Choices)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	b.Queue(`UPDATE surveys SET title = $3, lead = $4, choices = $5, most_choices = $6, topics = $7, closes_on = $8, state = $9, opened_at = $10, closed_at = $11, version = version + 1
		WHERE id = $1 AND version = $2`, s.ID, s.Version, s.Title, s.Lead, choices, s.MostChoices, list(s.Topics), s.ClosesOn.String(), s.State, s.OpenedAt, s.ClosedAt).Exec(oneRow)
	for _, i := range invited {
		b.Queue(`INSERT INTO survey_invitations (id, survey_id, agency_id, email, sent_at, reminded_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO UPDATE SET sent_at = excluded.sent_at, reminded_at = excluded.reminded_at`, i.ID, s.ID, i.Agency, i.Email, i.SentAt, i.RemindedAt)
	}
	if err := tx.batch(b); err != nil {
		return err
	}
	s.Version++
	return nil
}

// AnswerSurvey keeps what an agency said, in place of what it said before.
func (tx *Tx) AnswerSurvey(survey, agency casework.ID, a casework.SurveyAnswer) error {
	b := &pgx.Batch{}
	b.Queue(`UPDATE survey_invitations SET choices = $3, other = $4, texts = $5, answered_at = $6 WHERE survey_id = $1 AND agency_id = $2`,
		survey, agency, ints(a.Choices), a.Other, list(a.Texts), tx.now()).Exec(oneRow)
	return tx.batch(b)
}

// SurveyAnswer is what an agency has said so far; an empty one before it answered.
func (tx *Tx) SurveyAnswer(survey, agency casework.ID) (a casework.SurveyAnswer, answered bool, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT choices, other, texts, answered_at IS NOT NULL FROM survey_invitations WHERE survey_id = $1 AND agency_id = $2`, survey, agency).
			Scan(&a.Choices, &a.Other, &a.Texts, &answered)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		err = casework.NotFound()
	}
	return a, answered, err
}

// SurveyResults is what came of a survey.
type SurveyResults struct {
	Invited, Answered int
	Counts            map[int]int // by number of the choice
	Others            []string
	Texts             [][]string // by topic
}

// SurveyResults counts the answers of a survey. Free texts come in no order that tells whose they are.
func (tx *Tx) SurveyResults(s *casework.Survey) (*SurveyResults, error) {
	out := &SurveyResults{Counts: map[int]int{}, Texts: make([][]string, len(s.Topics))}
	b := &pgx.Batch{}
	b.Queue(`SELECT count(*), count(answered_at) FROM survey_invitations WHERE survey_id = $1`, s.ID).QueryRow(func(r pgx.Row) error { return r.Scan(&out.Invited, &out.Answered) })
	b.Queue(`SELECT n, count(*)::int FROM survey_invitations i, unnest(i.choices) AS n WHERE i.survey_id = $1 AND i.answered_at IS NOT NULL GROUP BY n`, s.ID).Query(func(rows pgx.Rows) error {
		var number, n int
		_, err := pgx.ForEachRow(rows, []any{&number, &n}, func() error { out.Counts[number] = n; return nil })
		return err
	})
	b.Queue(`SELECT 0, other FROM survey_invitations WHERE survey_id = $1 AND answered_at IS NOT NULL AND other <> ''
		UNION ALL SELECT t.n::int, t.text FROM survey_invitations i, unnest(i.texts) WITH ORDINALITY AS t(text, n) WHERE i.survey_id = $1 AND i.answered_at IS NOT NULL AND btrim(t.text) <> ''
		ORDER BY 1, 2`, s.ID).Query(func(rows pgx.Rows) error {
		var topic int
		var text string
		_, err := pgx.ForEachRow(rows, []any{&topic, &text}, func() error {
			switch {
			case topic == 0:
				out.Others = append(out.Others, text)
			case topic <= len(out.Texts):
				out.Texts[topic-1] = append(out.Texts[topic-1], text)
			}
			return nil
		})
		return err
	})
	return out, tx.batch(b)
}

// SurveyAddresses are the e-mail addresses of active agencies; one that is missing is not active.
func (tx *Tx) SurveyAddresses(agencies []casework.ID) (map[casework.ID]string, error) {
	found := map[casework.ID]string{}
	b := &pgx.Batch{}
	b.Queue(`SELECT id, coalesce(email, '') FROM agencies WHERE id = ANY($1::uuid[]) AND active`, texts(agencies)).Query(func(rows pgx.Rows) error {
		var id casework.ID
		var email string
		_, err := pgx.ForEachRow(rows, []any{&id, &email}, func() error { found[id] = email; return nil })
		return err
	})
	return found, tx.batch(b)
}

func list(in []string) []string {
	if in == nil {
		return []string{}
	}
	return in
}

func ints(in []int) []int {
	if in == nil {
		return []int{}
	}
	return in
}
