package server

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// What always holds (workflow.md), through the API and on a real database: random verbs by random people, some of them at
// the same moment, with the clock jumping. The rules alone are tried far more often in pkg/casework.

const (
	stories      = 20
	stepsOfStory = 25
)

var cast = []string{naka, yorisoi, kikan, fukushi, hoken, desk}

// tale is one case on its way. It draws its seed from rapid and the rest from there: rapid prefers small numbers, and
// whoever comes first would do everything.
type tale struct {
	*stage
	rt   *rapid.T
	dice *rand.Rand
	id   casework.ID
}

func oneOf[T any](k *tale, list []T) T { return list[k.dice.IntN(len(list))] }

// move is one request by one person.
type move struct {
	who, verb string
	handoff   casework.ID // "" = on the case
	path      string
	body      any
	tag       string // If-Match; "" for what needs none
	offered   bool
}

func (m move) String() string { return fmt.Sprintf("%s by %s on %s", m.verb, m.who, m.path) }

func TestWhatAlwaysHoldsThroughTheAPI(t *testing.T) {
	for name, value := range map[string]string{"rapid.checks": fmt.Sprint(stories), "rapid.seed": "20261124", "rapid.nofailfile": "true"} {
		before := flag.Lookup(name).Value.String()
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = flag.Set(name, before) })
	}
	s := newStage(t)
	verbs := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		k := &tale{stage: s, rt: rt, dice: rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 7)), id: s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))}
		for range stepsOfStory {
			switch n := k.dice.IntN(10); {
			case n == 9:
				k.tick()
			case n <= 1:
				k.together(verbs)
			default:
				k.alone(verbs)
			}
			k.holds()
		}
	})
	t.Logf("done: %v", verbs)
	for _, verb := range []string{"hand_off", "accept", "join", "pass_on", "ask", "answer", "withdraw", "escalate", "connect", "report_refusal", "add_note", "start_support"} {
		if verbs[verb] == 0 {
			t.Errorf("no story did %s: it was not tried", verb)
		}
	}
}

// tick lets time pass; two replicas look at the clock.
func (k *tale) tick() {
	k.pass(time.Duration(1+k.dice.IntN(36*60)) * time.Minute)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { jobs.Once(k.t.Context(), k.store, k.now(), k.server.log) })
	}
	wg.Wait()
	if n := sql[int](k.stage, `SELECT count(*) FROM handoffs WHERE state IN ('requested','asked') AND due_at <= $1`, k.now()); n != 0 {
		k.rt.Fatalf("%d handoffs stayed silent after their due time", n)
	}
}

// alone does one thing. Three times of four it is one that is offered to somebody, and then it must work; else anything by
// anyone, right or wrong.
func (k *tale) alone(verbs map[string]int) {
	k.pass(time.Duration(1+k.dice.IntN(50)) * time.Minute)
	var all []move
	if k.dice.IntN(4) == 0 {
		all = k.moves(oneOf(k, cast))
	} else {
		all = k.offered(verbs)
	}
	if len(all) == 0 {
		return
	}
	m := oneOf(k, all)
	before := k.contents()
	r := k.do(m)
	k.sane(m, r)
	if r.status < 300 {
		verbs[m.verb]++
		flagged := m.verb == "pass_on" && sql[bool](k.stage, `SELECT flag_reason <> '' FROM cases WHERE id = $1`, k.id)
		if !m.offered && !flagged { // on a flagged case passing on is not offered, but pressed from an old screen it escalates
			k.rt.Fatalf("%s was not offered, but done: %s", m, r.body)
		}
		return
	}
	if m.offered {
		k.rt.Fatalf("%s was offered, but answered %d: %s", m, r.status, r.body)
	}
	if after := k.contents(); after != before {
		k.rt.Fatalf("%s was refused with %d, but changed\n%s\n%s", m, r.status, before, after)
	}
}

// offered is every move that is offered to anybody, of one verb, rather one that was done seldom so far.
func (k *tale) offered(verbs map[string]int) []move {
	byVerb := map[string][]move{}
	for _, who := range cast {
		for _, m := range k.moves(who) {
			if m.offered {
				byVerb[m.verb] = append(byVerb[m.verb], m)
			}
		}
	}
	if len(byVerb) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(byVerb))
	verb := oneOf(k, names)
	for range 3 {
		if other := oneOf(k, names); verbs[other] < verbs[verb] {
			verb = other
		}
	}
	return byVerb[verb]
}

// together lets two or three people press something on one handoff at the same moment, all having seen the same version.
func (k *tale) together(verbs map[string]int) {
	var all []move
	for _, who := range cast {
		all = append(all, slices.DeleteFunc(k.moves(who), func(m move) bool { return m.handoff == "" || !m.offered })...)
	}
	if len(all) == 0 {
		return
	}
	on := oneOf(k, all).handoff
	all = slices.DeleteFunc(all, func(m move) bool { return m.handoff != on })
	some := make([]move, 2+k.dice.IntN(2))
	people := make([]someone, len(some))
	for i := range some {
		some[i] = oneOf(k, all)
		people[i] = k.as(some[i].who)
	}
	replies := make([]reply, len(some))
	var wg sync.WaitGroup
	for i, m := range some {
		wg.Go(func() { replies[i] = people[i].do("POST", m.path, toJSON(m.body), m.tag) })
	}
	wg.Wait()
	won := 0
	for i, r := range replies {
		k.sane(some[i], r)
		if r.status < 300 {
			verbs[some[i].verb]++
			won++
		} else if r.status != 409 && r.status != 412 && r.status != 403 {
			k.rt.Fatalf("%s at the same moment answered %d: %s", some[i], r.status, r.body)
		}
	}
	if won != 1 { // the version has moved on for the others
		k.rt.Fatalf("%d of %v won", won, some)
	}
}

func (k *tale) do(m move) reply {
	headers := []string{}
	if m.tag != "" {
		headers = append(headers, m.tag)
	}
	return k.as(m.who).do("POST", m.path, toJSON(m.body), headers...)
}

func (k *tale) sane(m move, r reply) {
	if r.status >= 500 || r.status == 400 {
		k.rt.Fatalf("%s answered %d: %s", m, r.status, r.body)
	}
}

// moves is every verb on the case and its handoffs, with valid input, and whether it is offered to the person now.
func (k *tale) moves(who string) []move {
	offered := map[string]bool{}
	r := k.get(who, "/cases/"+string(k.id))
	if r.status == 200 {
		c := want[gen.Case](k.t, r, 200)
		for _, a := range c.Actions {
			offered[a] = true
		}
		for _, h := range c.Handoffs {
			for _, a := range h.Actions {
				offered[string(h.Id)+a] = true
			}
		}
	}
	path := "/api/v1/cases/" + string(k.id)
	now := k.now()
	all := []move{
		{verb: "start_support", path: path + "/start-support", tag: k.caseTag(k.id)},
		{verb: "escalate", path: path + "/escalate", tag: k.caseTag(k.id), body: map[string]any{"reason": "no_support_menu"}},
		{verb: "add_note", path: path + "/notes", body: map[string]any{"kind": "phone", "occurredAt": now, "text": "電話で話した。",
			"contactedHousehold": k.dice.IntN(5) == 0}},
	}
	if order := k.order(); order != nil {
		all = append(all, move{verb: "hand_off", path: path + "/handoffs", body: order})
	}
	for i := range all {
		all[i].who, all[i].offered = who, offered[all[i].verb]
	}
	for _, h := range sqlRows[handoffRow](k.stage, `SELECT id, version, to_agency_id, requested_at FROM handoffs WHERE case_id = $1 ORDER BY requested_at, id`, k.id) {
		bodies := k.bodies(h, now)
		for _, verb := range slices.Sorted(maps.Keys(bodies)) {
			all = append(all, move{who: who, verb: verb, handoff: h.ID, path: "/api/v1/handoffs/" + string(h.ID) + "/" + strings.ReplaceAll(verb, "_", "-"),
				body: bodies[verb], tag: ifMatchHeader(fmt.Sprintf("%q", fmt.Sprint(h.Version))), offered: offered[string(h.ID)+verb]})
		}
	}
	return all
}

type handoffRow struct {
	ID       casework.ID
	Version  int
	Receiver casework.ID
	At       time.Time
}

// bodies is valid input for each verb on a handoff.
func (k *tale) bodies(h handoffRow, now time.Time) map[string]any {
	empty := map[string]any{}
	out := map[string]any{"accept": empty, "join": empty, "ask": map[string]any{"question": "収入は分かりますか。"},
		"answer": map[string]any{"answer": "年金のみです。"}, "withdraw": map[string]any{"reason": "別の方法が見つかったため"},
		"escalate":       map[string]any{"reason": "no_destination"},
		"connect":        map[string]any{"how": "home_visit", "at": now, "who": "長男"},
		"report_refusal": map[string]any{"saidBy": "窓口", "said": "対応できないと言われた", "saidAt": now}}
	busy := k.openReceivers()
	for _, name := range cast[:5] {
		if a := k.agencies[name]; a != h.Receiver && !busy[a] {
			out["pass_on"] = map[string]any{"nextAgencyId": a, "reason": "専門の支援が必要なため"}
		}
	}
	return out
}

func (k *tale) openReceivers() map[casework.ID]bool {
	busy := map[casework.ID]bool{}
	for _, r := range sqlRows[struct{ ID casework.ID }](k.stage, `SELECT to_agency_id FROM handoffs WHERE case_id = $1 AND state IN ('requested','asked','escalated')`, k.id) {
		busy[r.ID] = true
	}
	return busy
}

// order is a valid hand_off for the case as it stands, or nil when everybody works on it already.
func (k *tale) order() map[string]any {
	busy := k.openReceivers()
	lead := sql[casework.ID](k.stage, `SELECT lead_agency_id FROM cases WHERE id = $1`, k.id)
	leadAsked := sql[bool](k.stage, `SELECT EXISTS (SELECT 1 FROM handoffs WHERE case_id = $1 AND ask = 'lead' AND state IN ('requested','asked','escalated'))`, k.id)
	start := k.dice.IntN(5)
	for i := range 5 {
		name := cast[(start+i)%5]
		a := k.agencies[name]
		supports := sql[bool](k.stage, `SELECT EXISTS (SELECT 1 FROM supports WHERE case_id = $1 AND agency_id = $2 AND until IS NULL)`, k.id, a)
		ask := casework.AskLead
		if leadAsked || k.dice.IntN(3) == 0 {
			ask = casework.AskJoin
		}
		if a == lead || busy[a] || ask == casework.AskJoin && supports {
			continue
		}
		return map[string]any{"receivers": []any{k.receiver(name, ask)}, "leave": k.dice.IntN(4) == 0}
	}
	return nil
}

// holds reads the tables.
func (k *tale) holds() {
	k.custodyHolds()
	if n := sql[int](k.stage, `SELECT count(*) FROM handoffs WHERE case_id = $1 AND ask = 'lead' AND state IN ('requested','asked','escalated')`, k.id); n > 1 {
		k.rt.Fatalf("%d open handoffs ask for the lead", n)
	}
	if n := sql[int](k.stage, `SELECT coalesce(max(n), 0) FROM (SELECT count(*) n FROM escalations WHERE case_id = $1 AND reason = 'no_answer' GROUP BY handoff_id) x`, k.id); n > 1 {
		k.rt.Fatalf("silence escalated %d times", n)
	}
	if n := sql[int](k.stage, `SELECT count(*) FROM handoffs h WHERE case_id = $1 AND state = 'escalated' AND NOT EXISTS (SELECT 1 FROM escalations e WHERE e.handoff_id = h.id)`, k.id); n != 0 {
		k.rt.Fatalf("%d escalated handoffs without an escalation", n)
	}
	if n := sql[int](k.stage, `SELECT count(*) FROM handoffs h WHERE case_id = $1 AND state IN ('accepted','joined','passed_on','connected') AND NOT EXISTS (
		SELECT 1 FROM notifications n JOIN memberships m ON m.account_id = n.account_id WHERE n.handoff_id = h.id AND m.agency_id = h.from_agency_id AND n.kind = 'handoff_' || h.state)`, k.id); n != 0 {
		k.rt.Fatalf("%d senders do not know what became of their handoff", n)
	}
	k.accessHolds()
}

// custodyHolds: exactly one lead, without gap or overlap, from filing on (invariant 2).
func (k *tale) custodyHolds() {
	type period struct {
		Agency casework.ID
		Since  time.Time
		Until  *time.Time
	}
	periods := sqlRows[period](k.stage, `SELECT agency_id, since, until FROM custodies WHERE case_id = $1 ORDER BY since, until NULLS LAST, id`, k.id)
	opened := sql[time.Time](k.stage, `SELECT opened_at FROM cases WHERE id = $1`, k.id)
	lead := sql[casework.ID](k.stage, `SELECT lead_agency_id FROM cases WHERE id = $1`, k.id)
	if len(periods) == 0 || !periods[0].Since.Equal(opened) {
		k.rt.Fatalf("custody does not begin with the case: %+v", periods)
	}
	for i, p := range periods {
		last := i == len(periods)-1
		switch {
		case last && (p.Until != nil || p.Agency != lead):
			k.rt.Fatalf("the last period is not the lead's: %+v, lead %s", periods, lead)
		case !last && (p.Until == nil || !p.Until.Equal(periods[i+1].Since)):
			k.rt.Fatalf("gap or overlap in custody: %+v", periods)
		}
	}
}

// accessHolds: the table that decides what exists for whom says what the rules say, and the API does as it says.
func (k *tale) accessHolds() {
	type row struct {
		Grantee      casework.ID
		Level        casework.Level
		Sheet, Notes bool
	}
	got := map[casework.ID]casework.Grant{}
	for _, r := range sqlRows[row](k.stage, `SELECT grantee, level, sheet, notes FROM case_access WHERE case_id = $1`, k.id) {
		got[r.Grantee] = casework.Grant{Level: r.Level, Scope: casework.Scope{Sheet: r.Sheet, Notes: r.Notes}}
	}
	var rule map[casework.ID]casework.Grant
	if err := k.store.InTx(k.t.Context(), casework.Clock(), func(tx *store.Tx) error {
		f, err := tx.Case(k.id)
		if err == nil {
			rule = f.Access()
		}
		return err
	}); err != nil {
		k.rt.Fatal(err)
	}
	if !maps.Equal(got, rule) {
		k.rt.Fatalf("case_access %+v, the rules say %+v", got, rule)
	}
	if !sql[bool](k.stage, `SELECT (SELECT array_agg(grantee ORDER BY grantee) FROM case_access WHERE case_id = $1) = (SELECT grantees FROM case_search WHERE case_id = $1)`, k.id) {
		k.rt.Fatal("what a case is found by names others than those who see it")
	}
	who := oneOf(k, cast)
	grantee := k.people[who].agency
	if who == desk {
		grantee = casework.CoordinatorsID
	}
	r := k.get(who, "/cases/"+string(k.id))
	grant, may := rule[grantee]
	if !may && r.status == 404 {
		return
	}
	if !may || r.status != 200 || want[gen.Case](k.t, r, 200).Access != gen.Access(grant.Level) {
		k.rt.Fatalf("%s has %+v but reads %d: %s", who, grant, r.status, r.body)
	}
}
