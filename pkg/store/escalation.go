package store

import (
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const escalationSelect = `SELECT ` + escalationColumns + ` FROM escalations e`

const escalationColumns = `e.id, coalesce(e.case_id::text, ''), coalesce(e.handoff_id::text, ''), e.state, e.version, e.reason, e.text, e.opened_at,
  coalesce(e.opened_by::text, ''), coalesce(e.agency_id::text, ''), e.due_at, coalesce(e.coordinator_id::text, ''), e.organized_at, e.settled_at,
  coalesce(e.settled_as, ''), e.outcome, e.reminded_at, coalesce(e.channel, ''), e.asked_by, e.issues, e.answer, e.minutes`

func escalationFields(e *casework.Escalation, i *casework.Inquiry) []any {
	return []any{&e.ID, &e.Case, &e.Handoff, &e.State, &e.Version, &e.Reason, &e.Text, &e.OpenedAt, &e.OpenedBy, &e.Agency,
		&e.DueAt, &e.Coordinator, &e.OrganizedAt, &e.SettledAt, &e.Class, &e.Outcome, &e.RemindedAt, &i.Channel, &i.AskedBy, &i.Issues, &i.Answer, &i.Minutes}
}

func scanEscalation(r pgx.CollectableRow) (*casework.Escalation, error) {
	e, i := &casework.Escalation{}, casework.Inquiry{}
	err := r.Scan(escalationFields(e, &i)...)
	if i.Channel != "" {
		e.Inquiry = &i
	}
	return e, err
}

// EscalationToChange finds an escalation of the coordinators' desk and holds it until commit: with its case, or alone
// (nil) when it is a 随時相談.
func (tx *Tx) EscalationToChange(id casework.ID) (*CaseFile, *casework.Escalation, error) {
	return tx.escalation(id, " FOR UPDATE", tx.CaseToChange)
}

// Escalation finds an escalation of the coordinators' desk, with its case, or alone (nil) when it is a 随時相談.
func (tx *Tx) Escalation(id casework.ID) (*CaseFile, *casework.Escalation, error) {
	return tx.escalation(id, "", tx.Case)
}

// escalation holds the case before the escalation, as every other verb does; a 随時相談 that gets a case meanwhile is
// looked at again.
func (tx *Tx) escalation(id casework.ID, lock string, caseOf func(casework.ID) (*CaseFile, error)) (*CaseFile, *casework.Escalation, error) {
	if !tx.actor.Has(casework.RoleCoordinator) {
		return nil, nil, casework.NotFound()
	}
	var of casework.ID
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT coalesce(case_id::text, '') FROM escalations WHERE id = $1`, id).Scan(&of)
	})
	if err != nil {
		return nil, nil, notFound(err)
	}
	if of == "" {
		e, err := tx.informal(id, lock)
		if err != nil || e.Case == "" {
			return nil, e, err
		}
		of = e.Case
	}
	f, err := caseOf(of)
	if err != nil {
		return nil, nil, err
	}
	e, err := f.Escalation(id)
	return f, e, err
}

func (tx *Tx) informal(id casework.ID, lock string) (e *casework.Escalation, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, escalationSelect+` WHERE e.id = $1`+lock, id)
		if err != nil {
			return err
		}
		e, err = pgx.CollectExactlyOneRow(rows, scanEscalation)
		return err
	})
	return e, notFound(err)
}

// SaveInquiry writes a 随時相談 that has no case.
func (tx *Tx) SaveInquiry(e *casework.Escalation) error {
	b := &pgx.Batch{}
	escalationBatch(b, e)
	announce(b, Announcement{Kind: "escalation", ID: e.ID, To: []casework.ID{casework.CoordinatorsID}})
	if err := tx.batch(b); err != nil {
		return err
	}
	e.Version++
	return nil
}

func escalationBatch(b *pgx.Batch, e *casework.Escalation) {
	class := any(nil)
	if e.Class != "" {
		class = e.Class
	}
	if e.Version == 0 {
		i, channel := casework.Inquiry{Issues: []string{}}, any(nil)
		if e.Inquiry != nil {
			i, channel = *e.Inquiry, e.Inquiry.Channel
		}
		b.Queue(`INSERT INTO escalations (id, case_id, handoff_id, reason, text, state, by_clock, opened_by, agency_id, coordinator_id, organized_at, settled_as, outcome, opened_at, due_at, settled_at, desk_key,
			channel, asked_by, issues, answer, minutes)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
			e.ID, orNull(e.Case), orNull(e.Handoff), e.Reason, e.Text, e.State, e.OpenedBy == "", orNull(e.OpenedBy), orNull(e.Agency), orNull(e.Coordinator),
			e.OrganizedAt, class, e.Outcome, e.OpenedAt, e.DueAt, e.SettledAt, deskKey(e), channel, i.AskedBy, texts(i.Issues), i.Answer, i.Minutes)
		return
	}
	b.Queue(`UPDATE escalations SET state = $3, coordinator_id = $4, organized_at = $5, settled_as = $6, outcome = $7, settled_at = $8, desk_key = $9, case_id = $10, reminded_at = $11, version = version + 1
		WHERE id = $1 AND version = $2`, e.ID, e.Version, e.State, orNull(e.Coordinator), e.OrganizedAt, class, e.Outcome, e.SettledAt, deskKey(e), orNull(e.Case), e.RemindedAt).Exec(oneRow)
	if e.Inquiry != nil && e.Case != "" { // linked: what was done about the question belongs to the case
		b.Queue(`UPDATE coordination_contacts SET case_id = $2 WHERE escalation_id = $1 AND case_id IS NULL`, e.ID, e.Case)
	}
}

// deskKey orders the coordinators' list.
func deskKey(e *casework.Escalation) int64 {
	if e.State == casework.EscalationSettled {
		return settledKey - e.OpenedAt.UnixMicro()
	}
	return e.DueAt.UnixMicro()
}

// IsCoordinator reports whether an account is a coordinator today.
func (tx *Tx) IsCoordinator(id casework.ID) (bool, error) {
	all, err := tx.Coordinators()
	return slices.ContainsFunc(all, func(r Ref) bool { return r.ID == id }), err
}

// CaseByNumber finds a case that exists for the actor by its number and holds it until commit.
func (tx *Tx) CaseByNumber(number string) (*CaseFile, error) {
	var id casework.ID
	err := tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT id FROM cases WHERE number = upper(normalize($1, NFKC))`, number).Scan(&id)
	})
	if err != nil {
		return nil, notFound(err)
	}
	return tx.CaseToChange(id)
}
