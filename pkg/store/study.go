package store

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// StudyFilter narrows the case studies: a shelf, all of the issues, all of the features, a text.
type StudyFilter struct {
	Paging
	Shelf            string // library, mine, review
	Issues, Features []string
	Text             string
}

// StudyItem is one row of a shelf.
type StudyItem struct {
	ID               casework.ID
	State            casework.State
	Title            string
	Issues, Features []string
	Opening          string
	Steps            int
	PublishedAt      *time.Time
	SentBack         bool
	At               time.Time
}

const studyAt = `coalesce(s.published_at, s.created_at)`

// Studies lists a shelf, newest first.
func (tx *Tx) Studies(f StudyFilter) (Page[StudyItem], error) {
	q := &query{}
	switch city := tx.actor.Has(casework.RoleCoordinator) || tx.actor.Has(casework.RoleCityOffice); {
	case f.Shelf == "" || f.Shelf == "library":
		q.and("s.state = 'published'")
	case !city:
		q.and("false")
	case f.Shelf == "mine":
		q.and("s.author_id = ? AND s.state <> 'withdrawn'", tx.actor.Account)
	default:
		q.and("s.state = 'in_review' AND s.author_id <> ?", tx.actor.Account)
	}
	if len(f.Issues) > 0 {
		q.and("s.issues @> ?::text[]", f.Issues)
	}
	if len(f.Features) > 0 {
		q.and("s.features @> ?::text[]", f.Features)
	}
	if f.Text != "" {
		q.search("s.grams", "s.search_key", f.Text)
	}
	counted := *q
	at, err := parseCursor(f.Cursor, "studies", 2)
	if err != nil {
		return Page[StudyItem]{}, err
	}
	if at != nil {
		micros, err1 := cursorInt(at[0])
		id, err2 := cursorID(at[1])
		if errors.Join(err1, err2) != nil {
			return Page[StudyItem]{}, badCursor()
		}
		q.and("("+studyAt+", s.id) < (?, ?)", time.UnixMicro(micros).UTC(), id)
	}
	return pageOf(tx, q, &counted, f.Paging, `SELECT s.id, s.state, s.title, s.issues, s.features, left(s.household, 200), jsonb_array_length(s.course), s.published_at,
		s.state = 'draft' AND s.remarks <> '[]', `+studyAt+` FROM studies s`, `SELECT count(*) FROM studies s`, studyAt+` DESC, s.id DESC`,
		pgx.RowToStructByPos[StudyItem], func(i StudyItem) string {
			return cursorOf("studies", strconv.FormatInt(i.At.UnixMicro(), 10), string(i.ID))
		})
}

// Study finds a study that exists for the actor.
func (tx *Tx) Study(id casework.ID) (*casework.Study, error) { return tx.study(id, "") }

// StudyToChange is Study, held until commit.
func (tx *Tx) StudyToChange(id casework.ID) (*casework.Study, error) {
	return tx.study(id, " FOR UPDATE OF s")
}

func (tx *Tx) study(id casework.ID, lock string) (s *casework.Study, err error) {
	err = notFound(tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT s.id, s.state, s.version, coalesce(s.case_id::text, ''), s.author_id, s.created_at, s.submitted_at, coalesce(s.approved_by::text, ''), s.published_at,
			s.withdrawn_at, s.title, s.issues, s.features, s.household, s.course, s.decided, s.learned, s.remarks FROM studies s WHERE s.id = $1`+lock, id)
		if err != nil {
			return err
		}
		s, err = pgx.CollectExactlyOneRow(rows, scanStudy)
		return err
	}))
	if err == nil && !s.Reads(tx.actor) {
		return nil, casework.NotFound()
	}
	return s, err
}

func scanStudy(r pgx.CollectableRow) (*casework.Study, error) {
	s := &casework.Study{}
	var course, remarks []byte
	err := r.Scan(&s.ID, &s.State, &s.Version, &s.Case, &s.Author, &s.CreatedAt, &s.SubmittedAt, &s.ApprovedBy, &s.PublishedAt,
		&s.WithdrawnAt, &s.Title, &s.Issues, &s.Features, &s.Household, &course, &s.Decided, &s.Learned, &remarks)
	if err != nil {
		return nil, err
	}
	return s, errors.Join(json.Unmarshal(course, &s.Course), json.Unmarshal(remarks, &s.Remarks))
}

// SaveStudy writes a study; Version 0 is a new one.
func (tx *Tx) SaveStudy(s *casework.Study) error {
	course, err1 := json.Marshal(append([]casework.StudyStep{}, s.Course...))
	remarks, err2 := json.Marshal(append([]casework.StudyRemark{}, s.Remarks...))
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	var key, grams []string
	said := []string{s.Title, s.Household, s.Decided, s.Learned}
	for _, step := range s.Course {
		said = append(said, step.Text)
	}
	for _, text := range said {
		key, grams = append(key, textnorm.Fold(text)), append(grams, textnorm.Grams(text)...)
	}
	content := []any{s.ID, s.State, orNull(s.Case), s.SubmittedAt, orNull(s.ApprovedBy), s.PublishedAt, s.WithdrawnAt, s.Title, list(s.Issues), list(s.Features), s.Household, course, s.Decided, s.Learned,
		remarks, strings.Join(key, "\n"), list(grams)}
	b := &pgx.Batch{}
	if s.Version == 0 {
		b.Queue(`INSERT INTO studies (id, state, case_id, submitted_at, approved_by, published_at, withdrawn_at, title, issues, features, household, course, decided, learned, remarks, search_key, grams,
			author_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`, append(content, s.Author, s.CreatedAt)...)
	} else {
		b.Queue(`UPDATE studies SET state = $2, case_id = $3, submitted_at = $4, approved_by = $5, published_at = $6, withdrawn_at = $7, title = $8, issues = $9, features = $10, household = $11, course = $12,
			decided = $13, learned = $14, remarks = $15, search_key = $16, grams = $17, version = version + 1 WHERE id = $1 AND version = $18`, append(content, s.Version)...).Exec(oneRow)
	}
	if err := tx.batch(b); err != nil {
		return err
	}
	s.Version++
	return nil
}

// StudyCase is the case behind a study, as far as its rules need it.
type StudyCase struct {
	*CaseFile
	Privacy casework.StudyPrivacy
}

// CaseOfStudy loads the case behind a study that is not published yet: its reviewers may not read it, but the rules must know whom
// not to name. Its mask is the actor's own.
func (tx *Tx) CaseOfStudy(id casework.ID) (*StudyCase, error) {
	f, err := tx.caseBehind(id, false)
	if err != nil {
		return nil, err
	}
	contents, err := tx.contentsOf([]casework.ID{f.Household})
	if err != nil {
		return nil, err
	}
	source := casework.StudySource{Case: f.Case, Contents: contents[f.Household]}
	b := &pgx.Batch{}
	names := func(into *[]string) func(pgx.Rows) error {
		return func(rows pgx.Rows) (err error) {
			*into, err = pgx.CollectRows(rows, pgx.RowTo[string])
			return err
		}
	}
	b.Queue(`SELECT DISTINCT a.name FROM case_events e JOIN accounts a ON a.id = e.account_id WHERE e.case_id = $1
		UNION SELECT advisor_name FROM dispatches WHERE case_id = $1 AND advisor_name <> ''`, f.ID).Query(names(&source.People))
	b.Queue(`SELECT name FROM agencies UNION SELECT name FROM wards`).Query(names(&source.Places))
	err = tx.batch(b)
	return &StudyCase{f, casework.StudyPrivacyOf(source, tx.now())}, err
}

// StudyMaterial reads what a draft is made from, of a case found before: its newest sheet, and its events, oldest first.
func (tx *Tx) StudyMaterial(f *CaseFile) (content casework.SheetContent, events []casework.Event, err error) {
	if content, err = tx.versionContent(f.Sheet.ID, f.Sheet.Version); err != nil {
		return content, nil, err
	}
	b := &pgx.Batch{}
	b.Queue(`SELECT e.at, e.kind FROM case_events e WHERE e.case_id = $1 ORDER BY e.at, e.id LIMIT 2000`, f.ID).Query(func(rows pgx.Rows) (err error) {
		events, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (e casework.Event, err error) {
			return e, r.Scan(&e.At, &e.Kind)
		})
		return err
	})
	return content, events, tx.batch(b)
}
