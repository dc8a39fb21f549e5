package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// figures are what eight years leave to be counted, beside the cases and handoffs: a tenth as many conferences, half as many
// contacts, a fifth settled escalations, three roles and two reviewed goals a conference, dispatches and missing resources. Their triggers
// count them, as in real use.
var figures = []string{
	`SELECT setseed(0.5)`,
	`INSERT INTO escalations (id, case_id, reason, state, settled_as, opened_at, due_at, settled_at, desk_key)
		SELECT uuid_v7(c.opened_at), c.id, 'no_destination', 'settled', CASE WHEN random() < 0.5 THEN 'coordinated' ELSE 'advice_only' END, c.opened_at, c.opened_at,
			c.opened_at + interval '3 days', 0 FROM cases c WHERE random() < 0.2`,
	`INSERT INTO conferences (id, number, case_id, kind, legal_basis, purpose, state, coordinator_id, agency_id, proposed_at, poll_until, scheduled_at, starts_at, ends_at, held_at, at, updated_at)
		SELECT uuid_v7(c.opened_at), 'B-' || c.number, c.id, CASE WHEN random() < 0.9 THEN 'case_conference' ELSE 'advisor_meeting' END, (SELECT min(code) FROM legal_bases),
			'役割分担', 'held', a.id, c.lead_agency_id, c.opened_at, c.opened_at, c.opened_at, c.opened_at + interval '14 days', c.opened_at + interval '15 days', c.opened_at + interval '14 days', c.opened_at + interval '14 days', c.opened_at
		FROM cases c CROSS JOIN (SELECT id FROM accounts ORDER BY id LIMIT 1) a WHERE random() < 0.1`,
	`INSERT INTO coordination_contacts (id, case_id, kind, at, minutes, agencies, account_id, written_at)
		SELECT uuid_v7(c.opened_at), c.id, 'phone', c.opened_at + interval '1 day', 15, '{}', a.id, c.opened_at
		FROM cases c CROSS JOIN (SELECT id FROM accounts ORDER BY id LIMIT 1) a WHERE random() < 0.5`,
	`INSERT INTO assignments (id, case_id, agency_id, task, state, due_on, first_due_on, conference_id, proposed_by, proposed_at, answer_due, taken_at, finished_at, list_key, updated_at)
		SELECT uuid_v7(k.held_at), k.case_id, k.agency_id, '家計の収支を一緒に書き出す', CASE WHEN done THEN 'completed' ELSE 'taken' END, due, due, k.id, k.coordinator_id, k.held_at, k.held_at, k.held_at,
			CASE WHEN done THEN due + (n - 2) * interval '3 days' END, 0, k.held_at
		FROM conferences k JOIN cases c ON c.id = k.case_id, generate_series(1, 3) n, LATERAL (SELECT (k.held_at + n * interval '14 days')::date AS due, c.state = 'closed' OR random() < 0.8 AS done) x`,
	`INSERT INTO plans (id, case_id, state, number, content, review_on, created_at, updated_at, updated_by, ended_at)
		SELECT uuid_v7(k.held_at), k.case_id, CASE c.state WHEN 'closed' THEN 'ended' ELSE 'agreed' END, 1, '{}', (k.held_at + interval '90 days')::date, k.held_at, k.held_at, k.coordinator_id,
			CASE c.state WHEN 'closed' THEN c.closed_at END FROM conferences k JOIN cases c ON c.id = k.case_id WHERE k.kind = 'case_conference'`,
	`INSERT INTO plan_versions (plan_id, number, content, reason, agreed_on, account_id, agency_id, at)
		SELECT p.id, 1, jsonb_build_object('goals', jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'wheel', 'welfare'), jsonb_build_object('id', gen_random_uuid(), 'wheel', 'social'))),
			'訪問して本人と決めた', p.created_at::date, p.updated_by, c.lead_agency_id, p.created_at FROM plans p JOIN cases c ON c.id = p.case_id`,
	`INSERT INTO plan_reviews (id, plan_id, number, scores, decision, next_on, account_id, agency_id, at)
		SELECT uuid_v7(x.at), v.plan_id, 1, (SELECT jsonb_agg(jsonb_build_object('goalId', g ->> 'id', 'half', floor(random() * 3)::int)) FROM jsonb_array_elements(v.content -> 'goals') g), 'continue', (x.at + interval '90 days')::date,
			v.account_id, v.agency_id, x.at FROM plan_versions v, generate_series(1, 2) n, LATERAL (SELECT v.at + n * interval '90 days' AS at) x`,
	`INSERT INTO monitorings (id, case_id, plan_id, kind, state, agency_id, due_on, created_at, done_at)
		SELECT uuid_v7(v.at), p.case_id, p.id, 'review', CASE WHEN done THEN 'done' ELSE 'due' END, v.agency_id, (v.at + n * interval '90 days')::date, v.at,
			CASE WHEN done THEN v.at + n * interval '88 days' + random() * interval '5 days' END
		FROM plan_versions v JOIN plans p ON p.id = v.plan_id, generate_series(1, 2) n, LATERAL (SELECT p.state = 'ended' OR n = 1 OR random() < 0.9 AS done) x`,
	`UPDATE cases SET features = CASE WHEN random() < 0.5 THEN '{eighty_fifty,social_withdrawal}'::text[] ELSE '{young_carer}' END WHERE random() < 0.4`,
	`INSERT INTO refusal_reports (id, handoff_id, said_by, said_at, what, reported_at)
		SELECT uuid_v7(h.requested_at), h.id, '係の方', h.requested_at, '年齢が対象外と言われた', h.requested_at FROM handoffs h WHERE random() < 0.03`,
	`INSERT INTO case_events (id, case_id, at, kind, data)
		SELECT uuid_v7(c.opened_at), c.id, c.opened_at + interval '20 days', 'ping_pong_flagged', '{"reason":"revisit"}' FROM cases c WHERE random() < 0.02`,
	`INSERT INTO advisors (id, kind, name, fields, account_id, from_on, updated_at) SELECT gen_random_uuid(), 'person', '助言 太郎', '{law}', a.id, '2018-04-01', now() FROM (SELECT id FROM accounts ORDER BY id LIMIT 1) a`,
	`INSERT INTO dispatches (id, case_id, state, question, mode, fields, sheet, notes, requested_at, requested_by, agency_id, updated_at, cancelled_at)
		SELECT uuid_v7(c.opened_at), c.id, CASE c.state WHEN 'closed' THEN 'cancelled' ELSE 'requested' END, '成年後見の申し立ては誰ができますか', 'advice', CASE WHEN random() < 0.5 THEN '{law}'::text[] ELSE '{psychiatry,law}' END, false, false, c.opened_at, a.id, c.lead_agency_id, c.opened_at,
			CASE c.state WHEN 'closed' THEN c.opened_at END FROM cases c CROSS JOIN (SELECT id FROM accounts ORDER BY id LIMIT 1) a WHERE random() < 0.05`,
	`INSERT INTO missing_resources (id, state, field, what, agency_id, noted_by, noted_at)
		SELECT uuid_v7(c.opened_at), 'noted', CASE WHEN random() < 0.5 THEN 'housing' ELSE 'place' END, '若い人が昼間に過ごせる場所', c.lead_agency_id, a.id, c.opened_at
		FROM cases c CROSS JOIN (SELECT id FROM accounts ORDER BY id LIMIT 1) a WHERE random() < 0.05`,
	`INSERT INTO trainings (id, state, title, held_on, account_id, created_at, updated_at)
		SELECT uuid_v7(d), 'held', '事例に学ぶ', d::date, a.id, d, d FROM generate_series(now() - interval '8 years', now(), interval '30 days') d CROSS JOIN (SELECT id FROM accounts ORDER BY id LIMIT 1) a`,
	`INSERT INTO training_attendances (training_id, agency_id, people) SELECT t.id, g.id, 2 FROM trainings t, agencies g`,
	`VACUUM ANALYZE trainings, training_attendances, cases, statistic_events, refusal_reports, case_events, statistic_counts, escalations, conferences, coordination_contacts, assignments, plans, plan_versions, plan_reviews, monitorings, dispatches, missing_resources`,
}

// measureFigures makes them, sees that they are counted right, and asks for them (askFigures).
func measureFigures(ctx context.Context, dsn string, w *loaded, o options) error {
	if o.only != "" && o.only != "figures" {
		return nil
	}
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	began := time.Now()
	for _, statement := range figures {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("figures: %w", err)
		}
	}
	s, err := store.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer s.Close()
	if difference, err := s.RecountStatistics(ctx); err != nil || difference != "" {
		return fmt.Errorf("the kept counts are wrong: %s %w", difference, err)
	}
	fmt.Printf("\nfigures made and counted in %.0f s\n", time.Since(began).Seconds())
	var agency casework.ID
	if err := conn.QueryRow(ctx, `SELECT lead_agency_id FROM cases GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`).Scan(&agency); err != nil {
		return err
	}
	return askFigures(ctx, dsn, s, readers(w, agency), o)
}
