package server

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// pages walks a list page by page and returns the ids in order.
func (s *stage) pages(t *testing.T, who, path string, limit int) (ids []string) {
	t.Helper()
	cursor := ""
	for range 100 {
		next := fmt.Sprintf("%s&limit=%d", path, limit)
		if cursor != "" {
			next += "&cursor=" + url.QueryEscape(cursor)
		}
		page := want[struct {
			Items []struct {
				ID string `json:"id"`
			} `json:"items"`
			NextCursor string `json:"nextCursor"`
		}](t, s.get(who, next), 200)
		for _, i := range page.Items {
			ids = append(ids, i.ID)
		}
		if cursor = page.NextCursor; cursor == "" {
			return ids
		}
		if len(page.Items) != limit {
			t.Errorf("%s: a page of %d with a next one", next, len(page.Items))
		}
	}
	t.Fatalf("%s does not end", path)
	return nil
}

// Page by page a list has the same rows in the same order as in one piece: none twice, none left out, ties included.
func TestPagesJoinWithoutGap(t *testing.T) {
	s := newStage(t)
	kana := []string{"あべ", "いとう", "いとう", "うえだ", "ｱﾍﾞ", "", "渡辺"}
	for i, k := range kana {
		id := s.file(naka, household8050(fmt.Sprintf("甲 %d", i%3), k))
		hs := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead), s.receiver(kikan, casework.AskJoin))
		if i%2 == 0 { // half of all at one instant
			s.pass(3 * time.Hour)
			s.verb(naka, hs[0].Id, "report-refusal", map[string]any{"saidBy": "係", "said": "無理", "saidAt": s.now()})
			s.verb(yorisoi, hs[0].Id, "accept", nil)
		}
		s.sheet(naka, household8050("乙", "おつ"))
	}
	for _, c := range []struct {
		who, path string
		atLeast   int
	}{
		{naka, "/cases?sort=updated", 7}, {naka, "/cases?sort=opened", 7}, {naka, "/cases?sort=kana", 7}, {naka, "/cases?q=甲", 7}, {yorisoi, "/cases?open=true", 7},
		{naka, "/sheets?", 14}, {naka, "/sheets?state=draft", 7}, {naka, "/handoffs?box=sent", 14}, {yorisoi, "/handoffs?box=received", 7},
		{yorisoi, "/handoffs?box=received&sort=newest", 7}, {naka, "/handoffs?box=sent&sort=newest", 14}, {desk, "/escalations?", 4},
		{naka, "/notifications?", 4}, {naka, "/agencies?", 30}, {naka, "/agencies?sort=kind", 30},
	} {
		whole := s.pages(t, c.who, c.path, 200)
		if unique := slices.Compact(slices.Sorted(slices.Values(whole))); len(whole) < c.atLeast || len(unique) != len(whole) {
			t.Errorf("%s: %d rows, %d different", c.path, len(whole), len(unique))
		}
		for _, limit := range []int{1, 3} {
			if got := s.pages(t, c.who, c.path, limit); !slices.Equal(got, whole) {
				t.Errorf("%s by %d: %d rows\n%v\n%v", c.path, limit, len(got), got, whole)
			}
		}
		if c.path == "/cases?sort=updated" || strings.HasPrefix(c.path, "/handoffs") || c.path == "/escalations?" {
			page := want[struct{ Total int }](t, s.get(c.who, c.path+"&count=true&limit=1"), 200)
			if page.Total != len(whole) {
				t.Errorf("%s counts %d of %d", c.path, page.Total, len(whole))
			}
		}
	}
	// what needs me comes first, the soonest due before the rest
	box := want[gen.HandoffPage](t, s.get(yorisoi, "/handoffs?box=received"), 200).Items
	seenRest := false
	for i, h := range box {
		seenRest = seenRest || !h.NeedsMe
		if h.NeedsMe && (seenRest || i > 0 && h.DueAt.Before(box[i-1].DueAt)) {
			t.Errorf("row %d needs me but comes late", i)
		}
	}
}

// Somebody who is both a worker and a coordinator sees each case once, by the higher level.
func TestTwoRolesSeeACaseOnce(t *testing.T) {
	s := newStage(t)
	s.cast("both", yorisoi, casework.RoleWorker)
	if _, err := s.eye.Exec(t.Context(), `INSERT INTO memberships (account_id, agency_id, role, starts_on) VALUES ($1, $2, 'coordinator', '2020-04-01')`,
		s.people["both"].account, s.agencies[yorisoi]); err != nil {
		t.Fatal(err)
	}
	s.enrol(s.people["both"].account)
	mine := s.file("both", household8050("操山 キヨ", "みさおやま きよ"))
	want[gen.Case](t, s.as("both").do("POST", "/api/v1/cases/"+string(mine)+"/escalate", `{"reason":"no_support_menu"}`, s.caseTag(mine)), 200)
	theirs := s.file(naka, household8050("旭川 清", "あさひかわ きよし"))
	want[gen.Case](t, s.as(naka).do("POST", "/api/v1/cases/"+string(theirs)+"/escalate", `{"reason":"no_support_menu"}`, s.caseTag(theirs)), 200)
	s.file(naka, household8050("他所 人", "よそ ひと"))

	page := want[gen.CasePage](t, s.get("both", "/cases?count=true"), 200)
	levels := map[casework.ID]gen.Access{}
	for _, i := range page.Items {
		levels[i.Id] = i.Access
	}
	if len(page.Items) != 2 || *page.Total != 2 || levels[mine] != "lead" || levels[theirs] != "coordinating" {
		t.Errorf("cases: %v, total %d", levels, *page.Total)
	}
	if found := want[gen.CasePage](t, s.get("both", "/cases?q=きよ&sort=kana"), 200); len(found.Items) != 2 {
		t.Errorf("found %d", len(found.Items))
	}
	if c := s.theCase("both", theirs); c.Access != "coordinating" || slices.Contains(c.Actions, "hand_off") {
		t.Errorf("as coordinator: %s %v", c.Access, c.Actions)
	}
	if home := want[gen.Home](t, s.get("both", "/home"), 200); home.Counts.OpenCases != 2 || home.Counts.OpenEscalations != 2 {
		t.Errorf("home: %+v", home.Counts)
	}
}
