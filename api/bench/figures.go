package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// figures are what eight years leave to be counted, beside the cases and handoffs: a tenth as many conferences, half as many
// contacts, a fifth settled escalations. Their triggers count them, as in real use.
var figures = []string{
	`INSERT INTO escalations (id, case_id, reason, state, settled_as, opened_at, due_at, settled_at, desk_key)
		SELECT uuid_v7(c.opened_at), c.id, 'no_destination', 'settled', CASE WHEN random() < 0.5 THEN 'coordinated' ELSE 'advice_only' END, c.opened_at, c.opened_at,
			c.opened_at + interval '3 days', 0 FROM cases c WHERE random() < 0.2`,
	`INSERT INTO conferences (id, number, case_id, kind, legal_basis, purpose, state, coordinator_id, agency_id, proposed_at, poll_until, held_at, at)
		SELECT uuid_v7(c.opened_at), 'B-' || c.number, c.id, CASE WHEN random() < 0.9 THEN 'case_conference' ELSE 'advisor_meeting' END, (SELECT min(code) FROM legal_bases),
			'役割分担', 'held', a.id, c.lead_agency_id, c.opened_at, c.opened_at, c.opened_at + interval '14 days', c.opened_at + interval '14 days'
		FROM cases c CROSS JOIN (SELECT id FROM accounts ORDER BY id LIMIT 1) a WHERE random() < 0.1`,
	`INSERT INTO coordination_contacts (id, case_id, kind, at, minutes, agencies, account_id, written_at)
		SELECT uuid_v7(c.opened_at), c.id, 'phone', c.opened_at + interval '1 day', 15, '{}', a.id, c.opened_at
		FROM cases c CROSS JOIN (SELECT id FROM accounts ORDER BY id LIMIT 1) a WHERE random() < 0.5`,
	`VACUUM ANALYZE statistic_events, statistic_counts, escalations, conferences, coordination_contacts`,
}

// measureFigures asks for the yearly table and each panel of the dashboard, one after the other, as a coordinator's page does.
// Aims (issue 5): table p95 under 100 ms, each panel p95 under 300 ms.
func measureFigures(ctx context.Context, dsn string, o options) error {
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
	fmt.Printf("\nfigures made and counted in %.0f s\n%-38s %7s %7s %7s\n", time.Since(began).Seconds(), "figures of the whole city", "n", "p50 ms", "p95 ms")
	year := calendar.FiscalYear(time.Now()) - 1
	from, until := calendar.FiscalYearRange(year)
	asks := []struct {
		name string
		ask  func(tx *store.Tx) error
	}{{"yearly table, 8 fiscal years", func(tx *store.Tx) error { _, err := tx.AnnualStatistics(year-6, year+1); return err }}}
	for _, panel := range store.Panels() {
		asks = append(asks, struct {
			name string
			ask  func(tx *store.Tx) error
		}{"panel " + panel, func(tx *store.Tx) error {
			_, err := tx.Panel(store.PanelQuery{Panel: panel, From: from, Until: until})
			return err
		}})
	}
	actor := casework.Actor{Roles: []casework.Role{casework.RoleCityOffice}}
	for _, a := range asks {
		var took []time.Duration
		for end := time.Now().Add(min(o.duration, 3*time.Second)); time.Now().Before(end) || len(took) < 5; {
			start := time.Now()
			if err := s.InTx(ctx, actor, a.ask); err != nil {
				return fmt.Errorf("%s: %w", a.name, err)
			}
			took = append(took, time.Since(start))
		}
		r := summary(took, time.Since(began))
		fmt.Printf("%-38s %7d %7.1f %7.1f\n", a.name, r.done, ms(r.p50), ms(r.p95))
	}
	return nil
}
