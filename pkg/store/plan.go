package store

import (
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// planColumn reads the live plan of a case, else its last, as JSON in the form of casework.Plan.
const planColumn = `(SELECT json_build_object('ID', p.id, 'Case', p.case_id, 'State', p.state, 'Number', p.number, 'Version', p.version, 'Content', p.content, 'ReviewOn', p.review_on,
    'CreatedAt', p.created_at, 'UpdatedAt', p.updated_at, 'UpdatedBy', p.updated_by, 'EndedAt', p.ended_at, 'EndReason', p.end_reason,
    'Agreed', (SELECT json_agg(json_build_object('Number', v.number, 'Content', v.content, 'Agreement', json_build_object('conferenceId', coalesce(v.conference_id::text, ''), 'reason', v.reason,
       'on', v.agreed_on, 'by', v.account_id, 'agency', v.agency_id, 'at', v.at)) ORDER BY v.number) FROM plan_versions v WHERE v.plan_id = p.id),
    'Reviews', (SELECT json_agg(json_build_object('id', r.id, 'number', r.number, 'scores', r.scores, 'decision', r.decision, 'summary', r.summary, 'nextOn', r.next_on,
       'by', r.account_id, 'agency', r.agency_id, 'at', r.at) ORDER BY r.at, r.id) FROM plan_reviews r WHERE r.plan_id = p.id))
  FROM plans p WHERE p.case_id = $1 ORDER BY p.state = 'ended', p.created_at DESC, p.id DESC LIMIT 1)`

// planBatch writes a plan with its versions and reviews; Version 0 is a new one.
func planBatch(b *pgx.Batch, p *casework.Plan) error {
	content, err := json.Marshal(p.Content)
	if err != nil {
		return err
	}
	if p.Version == 0 {
		b.Queue(`INSERT INTO plans (id, case_id, state, number, content, review_on, created_at, updated_at, updated_by, ended_at, end_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			p.ID, p.Case, p.State, p.Number, content, dayOrNull(p.ReviewOn), p.CreatedAt, p.UpdatedAt, p.UpdatedBy, p.EndedAt, p.EndReason)
	} else {
		b.Queue(`UPDATE plans SET state = $3, number = $4, content = $5, review_on = $6, updated_at = $7, updated_by = $8, ended_at = $9, end_reason = $10, version = version + 1
			WHERE id = $1 AND version = $2`, p.ID, p.Version, p.State, p.Number, content, dayOrNull(p.ReviewOn), p.UpdatedAt, p.UpdatedBy, p.EndedAt, p.EndReason).Exec(oneRow)
	}
	for _, v := range p.Agreed {
		if content, err = json.Marshal(v.Content); err != nil {
			return err
		}
		g := v.Agreement
		b.Queue(`INSERT INTO plan_versions (plan_id, number, content, conference_id, reason, agreed_on, account_id, agency_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (plan_id, number) DO NOTHING`, p.ID, v.Number, content, orNull(g.Conference), g.Reason, dayOrNull(g.On), g.By, g.Agency, g.At)
	}
	for _, r := range p.Reviews {
		scores, err := json.Marshal(r.Scores)
		if err != nil {
			return err
		}
		b.Queue(`INSERT INTO plan_reviews (id, plan_id, number, scores, decision, summary, next_on, account_id, agency_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (id) DO NOTHING`, r.ID, p.ID, r.Number, scores, r.Decision, r.Summary, dayOrNull(r.NextOn), r.By, r.Agency, r.At)
	}
	return nil
}

// CaseOfPlan finds a plan of a case that the actor works on, for reading. One that ended before the case's newest is
// reached through it, not by its id.
func (tx *Tx) CaseOfPlan(id casework.ID) (*CaseFile, *casework.Commitments, error) {
	return planOf(tx.committedCase("plans", id, ""))(id)
}

// CaseOfPlanToChange is CaseOfPlan under the case's lock.
func (tx *Tx) CaseOfPlanToChange(id casework.ID) (*CaseFile, *casework.Commitments, error) {
	return planOf(tx.committedCase("plans", id, "FOR UPDATE OF c"))(id)
}

func planOf(f *CaseFile, k *casework.Commitments, err error) func(casework.ID) (*CaseFile, *casework.Commitments, error) {
	return func(id casework.ID) (*CaseFile, *casework.Commitments, error) {
		if err != nil {
			return nil, nil, err
		}
		if k.Plan == nil || k.Plan.ID != id {
			return nil, nil, casework.NotFound()
		}
		return f, k, nil
	}
}
