package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// Aims of issue 5, p95 of one request.
const (
	aimTable = 100 * time.Millisecond
	aimPanel = 300 * time.Millisecond
)

// reader is somebody who looks at figures; agency is set when they see their own only.
type reader struct {
	name, email string
	agency      casework.ID
}

func readers(w *loaded, busiest casework.ID) []reader {
	return []reader{{name: "coordinator", email: "coordinator@bench.test"}, {name: "city office", email: "city_office@bench.test"},
		{name: "busiest agency", email: email(slices.Index(w.agencies, busiest)), agency: busiest}}
}

// figure is one thing to ask for: the request, and the query of it alone.
type figure struct {
	name, path string
	aim        time.Duration
	query      func(tx *store.Tx) error
	empty      func(body []byte) bool // nothing was counted: the bench would measure nothing
}

func figuresOf(r reader, year int) []figure {
	from, until := calendar.FiscalYearRange(year)
	out := []figure{{name: "yearly table, 8 fiscal years", path: fmt.Sprintf("/statistics/annual?from=%d&to=%d", year-6, year+1), aim: aimTable,
		query: func(tx *store.Tx) error { _, err := tx.AnnualStatistics(year-6, year+1); return err }, empty: func([]byte) bool { return false }}}
	for _, panel := range store.Panels() {
		q := url.Values{"panel": {panel}, "from": {fmt.Sprintf("%d-04-01", year)}, "until": {fmt.Sprintf("%d-03-31", year+1)}}
		out = append(out, figure{name: "panel " + panel, path: "/statistics/panels?" + q.Encode(), aim: aimPanel,
			query: func(tx *store.Tx) error {
				_, err := tx.Panel(store.PanelQuery{Panel: panel, From: from, Until: until, Agency: r.agency})
				return err
			},
			empty: func(body []byte) bool {
				var answer struct{ Rows []struct{} }
				return r.agency == "" && (json.Unmarshal(body, &answer) != nil || len(answer.Rows) == 0)
			}})
	}
	return out
}

// askFigures asks for the yearly table and each panel of the dashboard, one after the other, through the handler as each reader's page
// does, and says how that compares with the query alone and with the aim.
func askFigures(ctx context.Context, dsn string, s *store.Store, who []reader, o options) error {
	b, closeStore, err := newBench(ctx, dsn, o)
	if err != nil {
		return err
	}
	defer closeStore()
	fmt.Printf("%-36s %-16s %6s %10s %8s %8s %6s %6s\n", "figures of the last fiscal year", "asked by", "n", "query p50", "p50 ms", "p95 ms", "ratio", "aim")
	over := 0
	for _, r := range who {
		token, err := b.token(r.email)
		if err != nil {
			return err
		}
		if r.agency == "" {
			if err := b.enrol(ctx, token); err != nil {
				return err
			}
		}
		for _, f := range figuresOf(r, calendar.FiscalYear(time.Now())-1) {
			alone, err := repeated(o, func() error {
				return s.InTx(ctx, casework.Actor{Roles: []casework.Role{casework.RoleCityOffice}}, f.query)
			})
			if err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
			whole, err := repeated(o, func() error {
				answer := b.send(ctx, token, &request{method: "GET", path: f.path})
				if answer.Code != 200 || f.empty(answer.Body.Bytes()) {
					return fmt.Errorf("%d %s", answer.Code, answer.Body)
				}
				return nil
			})
			if err != nil {
				return fmt.Errorf("%s as %s: %w", f.name, r.name, err)
			}
			verdict := "kept"
			if whole.p95 >= f.aim {
				verdict, over = "OVER", over+1
			}
			fmt.Printf("%-36s %-16s %6d %10.1f %8.1f %8.1f %6.2f %6s\n", f.name, r.name, whole.done, ms(alone.p50), ms(whole.p50), ms(whole.p95),
				float64(whole.p50)/float64(alone.p50), verdict)
		}
	}
	fmt.Printf("%d over the aim (table %d ms, panel %d ms, p95)\n", over, aimTable.Milliseconds(), aimPanel.Milliseconds())
	return nil
}

// repeated does it again and again for a moment, five times at least.
func repeated(o options, do func() error) (result, error) {
	began := time.Now()
	var took []time.Duration
	for end := began.Add(min(o.duration, 2*time.Second)); time.Now().Before(end) || len(took) < 5; {
		start := time.Now()
		if err := do(); err != nil {
			return result{}, err
		}
		took = append(took, time.Since(start))
	}
	return summary(took, time.Since(began)), nil
}

// enrol registers an authenticator app, without which the roles that see the whole city get no answer.
func (b *bench) enrol(ctx context.Context, token string) error {
	var shown struct{ Secret string }
	if r := b.send(ctx, token, &request{method: "POST", path: "/me/second-factors/totp"}); json.Unmarshal(r.Body.Bytes(), &shown) != nil || shown.Secret == "" {
		return fmt.Errorf("second factor: %d %s", r.Code, r.Body)
	}
	code, err := totp.GenerateCode(shown.Secret, time.Now())
	if err != nil {
		return err
	}
	if r := b.send(ctx, token, &request{method: "POST", path: "/me/second-factors/totp/confirm", body: fmt.Sprintf(`{"code":%q}`, code)}); r.Code != 200 {
		return fmt.Errorf("second factor: %d %s", r.Code, r.Body)
	}
	return nil
}
