package store

import (
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// grantees are the entries of case_access that count for the actor: the agency it works for, all coordinators, and its own
// account where it may hold packages.
// Keeping the system, figures or the journal opens no case (workflow.md, "Who sees a case").
// This and the join with case_access below are the whole row scope; nothing reads a case without them.
func grantees(a casework.Actor) []casework.ID {
	var ids []casework.ID
	if a.WorksFor(a.Agency) {
		ids = append(ids, a.Agency)
	}
	if a.Has(casework.RoleCoordinator) {
		ids = append(ids, casework.CoordinatorsID)
	}
	if holdsPackages(a) {
		ids = append(ids, a.Account)
	}
	return ids
}

// holdsPackages: only these roles read cases as single persons, so that lists of workers ask for one grantee.
func holdsPackages(a casework.Actor) bool {
	return a.Account != "" && (a.Has(casework.RoleAdvisor) || a.Has(casework.RoleConferenceMember))
}

// Grantees tells the event stream what the actor may hear of.
func Grantees(a casework.Actor) []casework.ID { return grantees(a) }

// visibleCase picks, for each case, the actor's highest level. $1 is always the array of grantees.
const visibleCase = `
  JOIN LATERAL (SELECT a.level, a.notes, a.sheet FROM case_access a
    WHERE a.case_id = c.id AND a.grantee = ANY($1)` + inForce + `
    ORDER BY array_position(` + levelOrder + `, a.level) LIMIT 1) access ON true`

// levelOrder is from the most to the least.
const levelOrder = `ARRAY['lead','supporting','coordinating','received','package','outcome']`

// inForce leaves out access (case_access a) that has ended by itself. Only packages end so; their readers' transactions say
// what time it is (Tx.scope), and where nobody said it what has an end is not seen.
const inForce = ` AND (a.until IS NULL OR a.until > nullif(current_setting('tsunagu.now', true), '')::timestamptz)`

// full reports whether a level sees persons at all.
func full(level casework.Level) bool { return level != casework.LevelOutcome }

// scope is what every finder asks with. For whoever may hold packages it tells PostgreSQL the time once (inForce); if that
// fails, the transaction is over and so is whatever is asked next.
func (tx *Tx) scope() []casework.ID {
	if holdsPackages(tx.actor) && !tx.timed.Equal(tx.now()) {
		tx.timed = tx.now()
		_ = tx.pgx(func(c *pgx.Conn) error {
			_, err := c.Exec(tx.ctx, `SELECT set_config('tsunagu.now', $1, true)`, tx.timed.UTC().Format(time.RFC3339Nano))
			return err
		})
	}
	return grantees(tx.actor)
}

// accessBatch queues what keeps case_access equal to what the rules grant.
func accessBatch(b *pgx.Batch, f *CaseFile, at time.Time) {
	c, grants := f.Case, f.Access()
	ids := make([]casework.ID, 0, len(grants))
	for id := range grants {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	levels, sheet, notes, kana, until := make([]string, len(ids)), make([]bool, len(ids)), make([]bool, len(ids)), make([]string, len(ids)), make([]*time.Time, len(ids))
	key := f.Card.kanaKey()
	for i, id := range ids {
		levels[i], sheet[i], notes[i] = string(grants[id].Level), grants[id].Scope.Sheet, grants[id].Scope.Notes
		until[i] = grants[id].Until
		if sheet[i] {
			kana[i] = key
		}
	}
	b.Queue(`DELETE FROM case_access WHERE case_id = $1 AND grantee <> ALL($2::uuid[])`, c.ID, texts(ids))
	b.Queue(`INSERT INTO case_access (grantee, case_id, level, sheet, notes, kana_key, open, updated_at, opened_at, until)
		SELECT g, $1, l, s, n, k, $7, $8, $9, u FROM unnest($2::uuid[], $3::text[], $4::bool[], $5::bool[], $6::text[], $10::timestamptz[]) AS x(g, l, s, n, k, u)
		ON CONFLICT (case_id, grantee) DO UPDATE SET level = excluded.level, sheet = excluded.sheet, notes = excluded.notes,
			kana_key = excluded.kana_key, open = excluded.open, updated_at = excluded.updated_at, until = excluded.until`,
		c.ID, texts(ids), levels, sheet, notes, kana, c.State != casework.CaseClosed, at, c.OpenedAt, until)
	b.Queue(`UPDATE case_search SET grantees = $2::uuid[] WHERE case_id = $1 AND grantees IS DISTINCT FROM $2::uuid[]`, c.ID, texts(ids))
}

// texts turns any string kind into plain strings, which is what array parameters are made of.
func texts[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return out
}
