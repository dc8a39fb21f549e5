package store

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// maxMatches is how many likely persons are shown beside a new one; maxCandidates how many are compared.
const (
	maxMatches    = 10
	maxCandidates = 300
)

// HouseholdMatch is a stored person who is likely the one being written down.
type HouseholdMatch struct {
	Household  casework.ID
	Case       casework.ID
	CaseNumber string
	CaseState  casework.State
	Lead       casework.ID
	Relation   string
	Person     casework.Person
	Likely     casework.Likely
	// Protected: 支援措置 holds for somebody of the household. Perpetrator: this person is the one it protects from.
	Protected, Perpetrator bool
}

// HouseholdMatches compares a person with those of the cases whose sheet the actor may read: nothing else exists for it.
// Each household is shown once, by its most likely person; the open case before closed ones. An address or a telephone
// that the actor may not know neither speaks for a person nor is given as a reason.
func (tx *Tx) HouseholdMatches(p casework.Person, now time.Time) ([]HouseholdMatch, error) {
	candidates, err := tx.matchCandidates(p)
	if err != nil {
		return nil, err
	}
	best := map[casework.ID]HouseholdMatch{}
	for _, c := range candidates {
		c.Likely = casework.Match(p, c.Person, today(now))
		if c.Likely.Score < casework.LikelyFrom {
			continue
		}
		if b, ok := best[c.Household]; !ok || c.Likely.Score > b.Likely.Score {
			best[c.Household] = c
		}
	}
	out := make([]HouseholdMatch, 0, len(best))
	for _, m := range best {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b HouseholdMatch) int {
		if a.Likely.Score != b.Likely.Score {
			return b.Likely.Score - a.Likely.Score
		}
		if a.CaseNumber < b.CaseNumber {
			return -1
		}
		return 1
	})
	return out[:min(len(out), maxMatches)], nil
}

// matchCandidates walks one index for each thing that is known: all the grams of the name or the kana, date of birth,
// telephone, address.
func (tx *Tx) matchCandidates(p casework.Person) (out []HouseholdMatch, err error) {
	q := &query{args: []any{texts(tx.scope())}}
	var any []string
	or := func(condition string, v interface{}) {
		any = append(any, `SELECT id FROM household_persons WHERE `+condition+q.arg(v))
	}
	for _, name := range []string{p.Name, p.Kana} {
		if grams := textnorm.QueryGrams(name); len(grams) > 0 && len([]rune(textnorm.Fold(name))) > 1 {
			or(`grams @> `, grams)
		}
	}
	if d := dateOrNull(p.BirthDate()); d != nil {
		or(`birth_date = `, *d)
	}
	if k := p.AddressKey(); k != "" {
		or(`address_key = `, k)
	}
	if ks := p.PhoneKeys(); len(ks) > 0 {
		or(`phone_keys && `, ks)
	}
	if len(any) == 0 || len(tx.scope()) == 0 {
		return nil, nil
	}
	union := any[0]
	for _, a := range any[1:] {
		union += ` UNION ` + a
	}
	protection, today := tx.protection(q, "p.household_id"), q.arg(today(tx.now()).String())
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT p.household_id, c.id, c.number, c.state, c.lead_agency_id, p.relation, p.person, `+protection+`,
			EXISTS (SELECT 1 FROM protections pr JOIN persons x ON x.id = pr.perpetrator_id WHERE pr.household_id = p.household_id AND pr.ended_at IS NULL
				AND (pr.until_on IS NULL OR pr.until_on >= `+today+`::date) AND x.name = p.person ->> 'Name')
			FROM household_persons p JOIN sheets s ON s.id = p.sheet_id JOIN cases c ON c.id = s.case_id
			WHERE p.id IN (`+union+`) AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.grantee = ANY($1::uuid[]) AND a.sheet`+inForce+`)
			ORDER BY (c.state = 'closed'), c.opened_at DESC LIMIT `+itoa(maxCandidates), q.args...)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (HouseholdMatch, error) {
			var m HouseholdMatch
			var person []byte
			var protection int
			if err := r.Scan(&m.Household, &m.Case, &m.CaseNumber, &m.CaseState, &m.Lead, &m.Relation, &person, &protection, &m.Perpetrator); err != nil {
				return m, err
			}
			m.Protected = protection != unprotected
			err := json.Unmarshal(person, &m.Person)
			if protection == hiddenFrom {
				m.Person = casework.AddressHidden().Person(m.Person)
			}
			return m, err
		})
		return err
	})
	return out, err
}

// OpenCaseOfHousehold finds the household's open case, to file a sheet into it.
func (tx *Tx) OpenCaseOfHousehold(household casework.ID) (*CaseFile, error) {
	var id casework.ID
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT c.id FROM cases c WHERE c.household_id = $1 ORDER BY (c.state = 'closed'), c.opened_at DESC LIMIT 1`, household).Scan(&id)
	})
	if err != nil {
		return nil, notFound(err)
	}
	return tx.CaseToChange(id)
}
