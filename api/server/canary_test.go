package server

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// writing is one operation of the walk that changes something: who may do it, and how it is asked.
type writing struct {
	op      string
	by      string
	body    any
	headers []string
	on      casework.ID // another handoff than the receiver's
	none    bool        // answers nothing of a case; success does not matter
}

// TestProtectedAddressComesOutNowhere plants a canary address and telephones, protects the household, and walks every
// operation of openapi.yaml as everybody not listed. An operation that this walk does not know fails it.
func TestProtectedAddressComesOutNowhere(t *testing.T) {
	w := hide(t)
	for _, name := range w.unlisted[:7] { // strangers afterwards only
		t.Run("before/"+name, func(t *testing.T) { w.t = t; w.readAll(name) })
	}
	w.t = t
	heard := w.listen(kikan)
	w.writeAll()
	w.heard(heard)
	for _, name := range w.unlisted {
		t.Run("after/"+name, func(t *testing.T) { w.t = t; w.readAll(name) })
	}
	w.t = t
	_, operations := contract(t)
	for _, id := range slices.Sorted(maps.Keys(operations)) {
		switch {
		case !w.walked[id]:
			t.Errorf("%s is not walked: add it to writeAll or queries", id)
		case !w.answered[id]:
			t.Errorf("%s answered nobody: the walk proves nothing of it", id)
		}
	}
	log := textnorm.Fold(w.log.String())
	for _, key := range canaries() {
		if strings.Contains(log, key) {
			t.Errorf("the log holds %q", key)
		}
		if n := sql[int](w.stage, `SELECT count(*) FROM journal j WHERE j::text ~ $1`, canaryTown+"|"+canaryHome); n != 0 {
			t.Errorf("%d rows of the journal hold the canary", n)
		}
		if n := sql[int](w.stage, `SELECT count(*) FROM notifications n WHERE n::text ~ $1`, canaryTown+"|"+canaryHome); n != 0 {
			t.Errorf("%d notifications hold the canary", n)
		}
	}
}

// listen opens a screen that stays open while everything happens.
func (w *hiding) listen(name string) <-chan string {
	w.t.Helper()
	ctx, stop := context.WithCancel(w.t.Context())
	listening, ended := make(chan struct{}), make(chan struct{})
	var once sync.Once
	go func() {
		defer close(ended)
		w.store.Listen(ctx, func(payload string) {
			w.server.events.hear(payload)
			once.Do(func() { close(listening) })
		})
	}()
	w.t.Cleanup(func() { stop(); <-ended })
	for ready := false; !ready; { // it is there once it hears an announcement
		_ = sql[string](w.stage, `SELECT pg_notify('tsunagu', '{"kind":"case","id":"x","to":[]}')::text`)
		select {
		case <-listening:
			ready = true
		case <-time.After(50 * time.Millisecond):
		}
	}
	lines := listenAs(w.t, w.as(name))
	all := make(chan string, 10000)
	go func() {
		defer close(all)
		for line := range lines {
			all <- line
		}
	}()
	return all
}

// heard reads what the open screen was told: ids only.
func (w *hiding) heard(lines <-chan string) {
	w.t.Helper()
	w.walked["streamEvents"], w.answered["streamEvents"] = true, true
	w.server.events.close()
	n := 0
	for line := range lines {
		n++
		for _, key := range canaries() {
			if strings.Contains(textnorm.Fold(line), key) {
				w.t.Errorf("the event stream tells %q", line)
			}
		}
	}
	if n == 0 {
		w.t.Error("the event stream told nothing")
	}
}

// writeAll does everything that changes something, by whoever may and is not listed, then tries the same as all the others.
func (w *hiding) writeAll() {
	w.t.Helper()
	id, plain := w.caseID(), "落ち着いて話せた。"
	_, operations := contract(w.t)
	do := func(s writing) reply {
		w.t.Helper()
		op, known := operations[s.op]
		if !known {
			w.t.Fatalf("openapi.yaml has no %s", s.op)
		}
		kept := w.ids["handoffId"]
		if s.on != "" {
			w.ids["handoffId"] = string(s.on)
		}
		body := ""
		if text, ok := s.body.(string); ok {
			body = text
		} else if s.body != nil {
			body = toJSON(s.body)
		}
		first := w.try(op, s.by, "", body, s.headers...)
		if !s.none && first.status >= 300 {
			w.t.Errorf("%s as %s: %d %s", s.op, s.by, first.status, first.body)
		}
		for _, name := range w.unlisted {
			if name != s.by && !s.none {
				w.try(op, name, "", body, s.headers...)
			}
		}
		w.ids["handoffId"] = kept
		return first
	}
	on := func(h casework.ID) []string { return []string{w.tag(h)} }
	order := func(agency, ask string) map[string]any {
		return map[string]any{"ground": "life_and_body", "receivers": []any{map[string]any{"agencyId": w.agencies[agency], "ask": ask, "reason": plain}}}
	}
	handOff := func(by, agency, ask string) casework.ID {
		return want[gen.HandoffList](w.t, do(writing{op: "handOff", by: by, body: order(agency, ask)}), 201).Items[0].Id
	}

	w.replayed()
	do(writing{op: "createNote", by: yorisoi, body: map[string]any{"kind": "phone", "occurredAt": w.now(), "text": plain, "contactedHousehold": true}})
	do(writing{op: "correctNote", by: kikan, body: map[string]any{"text": "再訂正: " + casework.Hidden, "reason": plain}, headers: []string{ifMatchHeader(`"2"`)}})
	do(writing{op: "startSupport", by: yorisoi, headers: []string{w.caseTag(id)}})
	masked := want[gen.Sheet](w.t, w.get(yorisoi, "/sheets/"+w.ids["sheetId"]), 200).Content
	masked.Wishes = "静かに暮らしたい。"
	do(writing{op: "amendSheet", by: yorisoi, body: map[string]any{"content": masked, "reason": plain}, headers: []string{w.sheetTag()}})
	w.kept(masked.Wishes)

	do(writing{op: "askHandoff", by: hoken, body: map[string]any{"question": plain}, headers: on(w.sent)})
	do(writing{op: "answerHandoff", by: yorisoi, body: map[string]any{"answer": plain}, headers: on(w.sent)})
	do(writing{op: "reportRefusal", by: yorisoi, body: map[string]any{"saidBy": "係", "said": plain, "saidAt": w.now()}, headers: on(w.sent)})
	wrong := handOff(yorisoi, kita, "join")
	do(writing{op: "withdrawHandoff", by: yorisoi, body: map[string]any{"reason": plain}, headers: on(wrong), on: wrong})
	w.consentAndGround(do, on)
	do(writing{op: "joinHandoff", by: hoken, body: map[string]any{"note": plain}, headers: on(w.sent)})
	do(writing{op: "connectHandoff", by: hoken, body: map[string]any{"how": "phone", "at": w.now(), "who": "妹", "note": plain}, headers: on(w.sent)})
	do(writing{op: "recordDisclosure", by: yorisoi, body: map[string]any{"caseId": id, "kind": "print", "parts": []string{"sheet", "notes"}, "ground": "own_work"}})
	do(writing{op: "tellCorrection", by: yorisoi, body: map[string]any{"how": "phone"}, headers: []string{ifMatchHeader(`"1"`)}})

	w.desk(do)
	do(writing{op: "escalateCase", by: yorisoi, body: map[string]any{"reason": "no_destination", "text": plain}, headers: []string{w.caseTag(id)}})

	w.dispatches(do)
	w.agreed(do)
	lead := handOff(yorisoi, kikan, "lead")
	do(writing{op: "acceptHandoff", by: kikan, body: map[string]any{"note": plain}, headers: on(lead), on: lead})
	next := handOff(kikan, kita, "lead")
	do(writing{op: "passOnHandoff", by: kita, body: map[string]any{"nextAgencyId": w.agencies[hoken], "reason": plain, "ground": "life_and_body"}, headers: on(next), on: next})
	asked := handOff(kita, kokoro, "join")
	do(writing{op: "escalateHandoff", by: kita, body: map[string]any{"reason": "no_destination", "text": plain}, headers: on(asked), on: asked})
	w.files()
	w.disposals(do)
	w.conferences(do)
	w.ends(do)
	w.planEnds(do)
	w.drafts(do)
	w.statistics(do)
	w.managePeople(do)
	w.mails(do)
	w.surveys(do)
	w.studies(do)
	w.others(do)
}

// replayed: a request that was answered before the mask is not answered again with what it said then, nor done twice.
func (w *hiding) replayed() {
	w.t.Helper()
	again := w.as(kikan).do("POST", "/api/v1/cases/"+w.ids["caseId"]+"/notes", w.keyed, "Idempotency-Key: before-the-mask")
	refused(w.t, again, 409, casework.CodeWrongState)
	if n := sql[int](w.stage, `SELECT count(*) FROM notes`); n != 1 || again.header.Get("Idempotent-Replayed") != "true" {
		w.t.Errorf("%d notes; replayed %q", n, again.header.Get("Idempotent-Replayed"))
	}
}

// kept proves that a correction under the mask lost nothing.
func (w *hiding) kept(wishes string) {
	w.t.Helper()
	content := want[gen.Sheet](w.t, w.get(fukushi, "/sheets/"+w.ids["sheetId"]), 200).Content
	expected := canaryContent()
	expected.Subject.Address.Lot, expected.Wishes = "88-8", wishes
	s, e := content.Subject, expected.Subject
	if *s.Address != *e.Address || s.PhoneHome != e.PhoneHome || s.PhoneMobile != e.PhoneMobile || s.Consent.Note != e.Consent.Note ||
		content.Visitor.Phone != expected.Visitor.Phone || content.Members[0].Note != expected.Members[0].Note || content.Request != expected.Request ||
		content.Referrals[0] != expected.Referrals[0] || content.Wishes != wishes {
		w.t.Errorf("a correction under the mask lost something: %+v %+v", s, content)
	}
}

func (w *hiding) consentAndGround(do func(writing) reply, on func(casework.ID) []string) {
	w.t.Helper()
	resting := want[gen.HandoffList](w.t, do(writing{op: "handOff", by: yorisoi, body: map[string]any{"ground": "consent",
		"receivers": []any{map[string]any{"agencyId": w.agencies[kita], "ask": "join", "reason": "見守り"}}}}), 201).Items[0].Id
	do(writing{op: "recordConsent", by: yorisoi, body: map[string]any{"caseId": w.caseID(), "personId": w.ids["personId"], "state": "withdrawn", "note": "電話で申し出"}})
	do(writing{op: "regroundHandoff", by: yorisoi, body: map[string]any{"ground": "life_and_body"}, headers: on(resting), on: resting})
	do(writing{op: "joinHandoff", by: kita, headers: on(resting), on: resting})
}

// ends: whoever may not know cannot end the protection to see; a coordinator may end one, and then the others still hold.
func (w *hiding) ends(do func(writing) reply) {
	w.t.Helper()
	id := w.caseID()
	own := want[gen.Protection](w.t, do(writing{op: "protect", by: desk, body: map[string]any{"personId": w.ids["personId"], "reason": "見守りのため"}}), 201)
	kept := w.ids["protectionId"]
	w.ids["protectionId"] = string(own.Id)
	do(writing{op: "endProtection", by: desk, body: map[string]any{"reason": "重複のため"}})
	w.ids["protectionId"] = kept
	refused(w.t, w.as(kikan).do("POST", "/api/v1/cases/"+string(id)+"/protections/"+kept+"/end", `{"reason":"知りたい"}`), 403, casework.CodeForbidden)

	// the emergency look itself answers nothing, and is over before anything is read again
	do(writing{op: "breakGlass", by: desk, body: map[string]any{"personId": w.ids["personId"], "reason": "救急搬送のため"}})
	w.pass(casework.BreakGlassFor)
}

func (w *hiding) drafts(do func(writing) reply) {
	w.t.Helper()
	own := household8050("雪野 霞", "ゆきの かすみ")
	draft := want[gen.Sheet](w.t, do(writing{op: "createSheet", by: kikan, body: map[string]any{"content": own}}), 201)
	kept := w.ids["sheetId"]
	w.ids["sheetId"] = string(draft.Id)
	do(writing{op: "updateSheet", by: kikan, body: map[string]any{"content": map[string]any{"wishes": "海が見たい。"}}, headers: []string{ifMatchHeader(`"1"`)}})
	do(writing{op: "fileSheet", by: kikan, body: map[string]any{"newHousehold": true}, headers: []string{ifMatchHeader(`"2"`)}})
	gone := want[gen.Sheet](w.t, do(writing{op: "createSheet", by: kikan, body: map[string]any{"content": own}}), 201)
	w.ids["sheetId"] = string(gone.Id)
	do(writing{op: "discardSheet", by: kikan, headers: []string{ifMatchHeader(`"1"`)}})
	w.ids["sheetId"] = kept
	do(writing{op: "matchHouseholds", by: kikan, body: map[string]any{"name": "霧島 千代"}})
	do(writing{op: "matchHouseholds", by: kikan, body: map[string]any{"sheetId": kept}})
}

// others hold no case: their own session, the directory.
func (w *hiding) others(do func(writing) reply) {
	w.t.Helper()
	for _, name := range []string{kikan, hoken} {
		do(writing{op: "readNotification", by: name, none: true})
	}
	do(writing{op: "readAllNotifications", by: kikan})
	do(writing{op: "importAgencies", by: "kikaku-city_office", body: "code,name,kana,kind,field,wards,accepts_issue_types\nx1,見本,みほん,other,elderly,naka,care\n"})
	do(writing{op: "draftBreachReport", by: "kikaku-auditor", body: map[string]any{"caseNumbers": []string{w.number()}, "from": noon.Add(-time.Hour), "to": noon.Add(48 * time.Hour), "knownOn": "2026-11-24", "malicious": true}})
	_, operations := contract(w.t)
	for _, id := range slices.Sorted(maps.Keys(operations)) {
		if op := operations[id]; w.aboutPeople(id) && !w.walked[id] {
			for _, p := range op.params { // their own ids
				if _, known := w.ids[p.Name]; p.In == "path" && !known {
					w.ids[p.Name] = unknownID
				}
			}
			w.try(op, "leaver", "", "{}", "X-Requested-With: tsunagu")
			w.answered[id] = true
		}
	}
}
