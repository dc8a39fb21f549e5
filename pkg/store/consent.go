package store

import (
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// membersColumn reads the persons of a case's household with the newest step of each one's consent, as JSON in the
// form of casework.HouseholdMember.
const membersColumn = `(SELECT json_agg(json_build_object('ID', p.id, 'Keys', p.keys, 'Name', p.name, 'Relation', p.relation, 'Current', p.current, 'Consent',
    (SELECT json_build_object('ID', k.id, 'Person', k.person_id, 'State', k.state, 'Scope', json_build_object('agencies', k.agencies, 'parts', k.parts), 'Method', k.method,
       'ExplainedBy', k.explained_by, 'RecordedOn', k.recorded_on, 'Note', k.note, 'By', k.account_id, 'Agency', k.agency_id, 'At', k.at)
     FROM consents k WHERE k.person_id = p.id ORDER BY k.at DESC, k.id DESC LIMIT 1)) ORDER BY p.relation <> '', p.id)
  FROM persons p WHERE p.household_id = c.household_id) AS members`

func membersBatch(b *pgx.Batch, household casework.ID, members []*casework.HouseholdMember) {
	for _, m := range members {
		b.Queue(`INSERT INTO persons (id, household_id, keys, name, relation, current) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO UPDATE SET keys = excluded.keys, name = excluded.name, relation = excluded.relation, current = excluded.current`,
			m.ID, household, m.Keys, m.Name, m.Relation, m.Current)
	}
}

func consentBatch(b *pgx.Batch, caseID casework.ID, r *casework.ConsentRecord) {
	b.Queue(`INSERT INTO consents (id, case_id, person_id, state, agencies, parts, method, explained_by, recorded_on, note, account_id, agency_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.ID, caseID, r.Person, r.State, texts(r.Scope.Agencies), append([]string{}, r.Scope.Parts...), r.Method, r.ExplainedBy,
		r.RecordedOn.String(), r.Note, r.By, r.Agency, r.At)
}

// Consents reads every step of a person's consent on a case found before, newest first.
func (tx *Tx) Consents(f *CaseFile) (steps []casework.ConsentRecord, err error) {
	if !f.Scope.Sheet {
		return nil, nil
	}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT id, person_id, state, agencies, parts, method, explained_by, recorded_on, note, account_id, agency_id, at
			FROM consents WHERE case_id = $1 ORDER BY at DESC, id DESC`, f.ID)
		if err != nil {
			return err
		}
		steps, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (casework.ConsentRecord, error) {
			var k casework.ConsentRecord
			var on time.Time
			err := r.Scan(&k.ID, &k.Person, &k.State, &k.Scope.Agencies, &k.Scope.Parts, &k.Method, &k.ExplainedBy, &on, &k.Note, &k.By, &k.Agency, &k.At)
			k.RecordedOn = calendar.Date{Year: on.Year(), Month: on.Month(), Day: on.Day()}
			return k, err
		})
		return err
	})
	return steps, err
}
