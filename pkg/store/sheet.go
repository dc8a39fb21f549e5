package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// sheetRow is the sheet as it stands in its table. The content is the draft, or the newest filed version.
type sheetRow struct {
	ID          casework.ID    `gorm:"column:id;primaryKey"`
	FormVersion string         `gorm:"column:form_version"`
	State       casework.State `gorm:"column:state"`
	Number      int            `gorm:"column:number"`
	AgencyID    casework.ID    `gorm:"column:agency_id"`
	CreatedBy   casework.ID    `gorm:"column:created_by"`
	CaseID      *casework.ID   `gorm:"column:case_id"`
	SubjectName string         `gorm:"column:subject_name"`
	SearchKey   string         `gorm:"column:search_key"`
	Grams       textArray      `gorm:"column:grams"`
	Content     []byte         `gorm:"column:content;type:jsonb"`
	Version     int            `gorm:"column:version"`
	CreatedAt   time.Time      `gorm:"column:created_at"`
	UpdatedAt   time.Time      `gorm:"column:updated_at"`
	FiledAt     *time.Time     `gorm:"column:filed_at"`
}

func (sheetRow) TableName() string { return "sheets" }

func rowOfSheet(s *casework.Sheet) (sheetRow, error) {
	content, err := json.Marshal(s.Content)
	if err != nil {
		return sheetRow{}, err
	}
	key := searchKey(s.Content)
	r := sheetRow{
		ID: s.ID, FormVersion: s.FormVersion, State: s.State, Number: len(s.Versions), AgencyID: s.Agency, CreatedBy: s.DraftedBy,
		SubjectName: s.Content.DisplayName(), SearchKey: key, Grams: s.Content.SearchGrams(), Content: content,
		CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt, FiledAt: s.FiledAt, Version: s.Version + 1,
	}
	if s.Case != "" {
		r.CaseID = &s.Case
	}
	return r, nil
}

// searchKey holds the folded names of all persons, one a line, so that a search does not match across two names.
func searchKey(c casework.SheetContent) string {
	keys := c.NameKeys()
	lines := make([]string, len(keys))
	for i, k := range keys {
		lines[i] = k.Key
	}
	return strings.Join(lines, "\n")
}

// CreateSheet stores a new draft.
func (tx *Tx) CreateSheet(s *casework.Sheet) error {
	r, err := rowOfSheet(s)
	if err != nil {
		return err
	}
	s.Version = r.Version
	return tx.db.Create(&r).Error
}

// SaveDraft stores an edited or discarded draft, if nobody was faster.
func (tx *Tx) SaveDraft(s *casework.Sheet) error {
	r, err := rowOfSheet(s)
	if err != nil {
		return err
	}
	done := tx.db.Model(&sheetRow{}).Where("id = ? AND version = ?", s.ID, s.Version).
		Select("state", "subject_name", "search_key", "grams", "content", "version", "updated_at").Updates(&r)
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected != 1 {
		return casework.Stale()
	}
	s.Version = r.Version
	return nil
}

// NextCaseNumber gives the next number of the fiscal year. Filings of one instant wait for each other here, shortly.
func (tx *Tx) NextCaseNumber(now time.Time) (string, error) {
	year, last := calendar.FiscalYear(now), 0
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `INSERT INTO case_counters VALUES ($1, 1) ON CONFLICT (fiscal_year) DO UPDATE SET last = case_counters.last + 1 RETURNING last`, year).Scan(&last)
	})
	return casework.CaseNumber(year, last), err
}

// FileSheet stores a filed sheet with the case it opened, all in one round trip.
func (tx *Tx) FileSheet(s *casework.Sheet, c *casework.Case, now time.Time) (*CaseFile, error) {
	f := &CaseFile{Case: c, Household: casework.NewID(now), Card: cardOf(s.Content), Level: casework.LevelLead,
		Scope: casework.Scope{Sheet: true, Notes: true}, Sent: map[casework.ID]Sent{}, UpdatedAt: now}
	b := &pgx.Batch{}
	b.Queue(`INSERT INTO households (id, created_at) VALUES ($1, $2)`, f.Household, now)
	b.Queue(`INSERT INTO cases (id, number, number_key, household_id, state, lead_agency_id, sheet_id, fiscal_year, opened_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
		c.ID, c.Number, textnorm.Fold(c.Number), f.Household, c.State, c.Lead(), s.ID, calendar.FiscalYear(c.OpenedAt), now)
	changes := c.TakeChanges()
	changes.Custody = true
	if err := f.sheetBatch(b, s, now); err != nil {
		return nil, err
	}
	f.queue(b, changes, tx.actor.Account, now)
	if err := tx.batch(b); err != nil {
		return nil, err
	}
	f.Version, s.Version = 1, s.Version+1
	return f, nil
}

// SaveSheet stores a sheet that was filed into the case, or amended, together with what the case says of it.
func (tx *Tx) SaveSheet(s *casework.Sheet, f *CaseFile, now time.Time) error {
	if f.Sheet.ID == s.ID { // an older sheet of the case may be corrected too; lists go on showing the newest
		f.Card = cardOf(s.Content)
	}
	b := &pgx.Batch{}
	if err := f.sheetBatch(b, s, now); err != nil {
		return err
	}
	correctionBatch(b, f.ID, s)
	if err := tx.batch(b); err != nil {
		return err
	}
	s.Version++
	return tx.SaveCase(f, now)
}

// sheetBatch queues the sheet, its newest version, the card on the case row, and the persons to be found again.
func (f *CaseFile) sheetBatch(b *pgx.Batch, s *casework.Sheet, now time.Time) error {
	r, err := rowOfSheet(s)
	if err != nil {
		return err
	}
	v := s.Versions[len(s.Versions)-1]
	b.Queue(`UPDATE sheets SET state = $3, number = $4, case_id = $5, subject_name = $6, search_key = $7, grams = $8, content = $9, updated_at = $10, filed_at = $11,
		version = version + 1 WHERE id = $1 AND version = $2`,
		s.ID, s.Version, r.State, r.Number, r.CaseID, r.SubjectName, r.SearchKey, []string(r.Grams), r.Content, r.UpdatedAt, r.FiledAt).Exec(oneRow)
	b.Queue(`INSERT INTO sheet_versions (sheet_id, number, content, account_id, agency_id, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		s.ID, v.Number, r.Content, v.By, v.Agency, v.Reason, v.At)
	if f.Sheet.ID == s.ID {
		f.cardBatch(b, s, r)
	}
	return personsBatch(b, f.Household, s, now)
}

// cardBatch queues what the case row keeps of its newest sheet.
func (f *CaseFile) cardBatch(b *pgx.Batch, s *casework.Sheet, r sheetRow) {
	d := f.Card
	number := textnorm.Fold(f.Number)
	grams := append(textnorm.Grams(f.Number), r.Grams...)
	slices.Sort(grams)
	b.Queue(`UPDATE cases SET sheet_id = $2, sheet_number = $3, subject_name = $4, subject_kana = $5, kana_key = $6, household_size = $7, issues = $8,
		most_pressing = $9, features = $10, ward = $11, district = $12, danger = $13, consented = $14, search_key = $15 WHERE id = $1`,
		f.ID, s.ID, r.Number, d.SubjectName, d.SubjectKana, d.kanaKey(), d.HouseholdSize, d.Issues, d.MostPressing, d.Features, d.Ward, d.District,
		d.Danger, s.Content.EveryoneConsented(), number+"\n"+r.SearchKey)
	b.Queue(`INSERT INTO case_search (case_id, grams) VALUES ($1, $2) ON CONFLICT (case_id) DO UPDATE SET grams = excluded.grams
		WHERE case_search.grams IS DISTINCT FROM excluded.grams`, f.ID, slices.Compact(grams))
}

func personsBatch(b *pgx.Batch, household casework.ID, s *casework.Sheet, now time.Time) error {
	if len(s.Versions) > 1 {
		b.Queue(`DELETE FROM household_persons WHERE sheet_id = $1`, s.ID)
	}
	for _, p := range s.Content.Persons() {
		person, err := json.Marshal(p.Person)
		if err != nil {
			return fmt.Errorf("person: %w", err)
		}
		b.Queue(`INSERT INTO household_persons (id, household_id, sheet_id, relation, person, birth_date, address_key, phone_keys, grams) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			casework.NewID(now), household, s.ID, p.Relation, person, dateOrNull(p.Person.BirthDate()), p.Person.AddressKey(), p.Person.PhoneKeys(), p.Person.NameGrams())
	}
	return nil
}

func dateOrNull(d *calendar.Date) *string {
	if d == nil || d.IsZero() {
		return nil
	}
	s := d.String()
	return &s
}

// cardOf takes from a sheet what lists show.
func cardOf(c casework.SheetContent) Card {
	card := Card{SubjectName: c.DisplayName(), HouseholdSize: 1 + len(c.Members), Issues: append([]string{}, c.Issues...), MostPressing: c.MostPressing,
		Features: append([]string{}, c.Features...), Danger: c.Danger}
	if c.HouseholdSize != nil {
		card.HouseholdSize = *c.HouseholdSize
	}
	if s := c.Subject; s != nil {
		card.SubjectKana = s.Kana
		if s.Address != nil {
			card.Ward, card.District = s.Address.Ward, s.Address.District
		}
	}
	return card
}

// nameKey is what the boxes of handoffs search in: the folded name and its kana, as they were sent.
func (c Card) nameKey() string {
	return textnorm.Fold(c.SubjectName) + "\n" + textnorm.Fold(c.SubjectKana)
}

// kanaKey is what the list sorts by: the folded kana, or the folded name when no kana is known.
func (c Card) kanaKey() string {
	if k := textnorm.Fold(c.SubjectKana); k != "" {
		return k
	}
	return textnorm.Fold(c.SubjectName)
}
