package server

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// sees reports whether somebody reads the canary on the case and on its sheet.
func (w *hiding) sees(name string) (onCase, onSheet bool) {
	w.t.Helper()
	return holds(w.get(name, "/cases/"+w.ids["caseId"])) != nil, holds(w.get(name, "/sheets/"+w.ids["sheetId"])) != nil
}

func (w *hiding) shows(names []string, expected bool) {
	w.t.Helper()
	for _, name := range names {
		if c, s := w.sees(name); c != expected || s != expected {
			w.t.Errorf("%s sees the address on the case: %v, on the sheet: %v", name, c, s)
		}
	}
}

func TestListedAgenciesSeeEverythingAndOthersSeeThatSomebodyIsProtected(t *testing.T) {
	w := hide(t)
	id := w.caseID()
	unlisted := []string{yorisoi, "boss", kikan, desk}
	w.shows([]string{naka, fukushi}, true)
	w.shows(unlisted, false)
	for _, path := range []string{"/timeline", "/protections"} {
		if holds(w.get(fukushi, "/cases/"+string(id)+path)) == nil {
			t.Errorf("%s: a listed agency does not see the texts", path)
		}
	}
	listed, lead := w.theCase(fukushi, id), w.theCase(yorisoi, id)
	if listed.Ward == nil || listed.Masked != nil || listed.Protected == nil || (*listed.Protected)[0].Hidden {
		t.Errorf("listed: %+v", listed)
	}
	if lead.Ward != nil || lead.District != nil || !slices.Equal(*lead.Masked, []string{"/ward", "/district"}) {
		t.Errorf("the lead reads the area: %v %v %v", lead.Ward, lead.District, lead.Masked)
	}
	people := *lead.Protected
	if len(people) != 2 || people[0].Key != "subject" || people[0].As != "protected" || !people[0].Hidden || people[1].As != "perpetrator" || people[1].Name != "霧島 剛" {
		t.Errorf("the lead is told of: %+v", people)
	}
	if got := *lead.Sheets[0].Masked; !slices.Contains(got, "/subject/address") || !slices.Contains(got, "/subject/phoneMobile") || !slices.Contains(got, "/visitor/phone") {
		t.Errorf("masked on the sheet: %v", got)
	}
	list := want[gen.ProtectionList](t, w.get(yorisoi, "/cases/"+string(id)+"/protections"), 200)
	if p := list.Items[0]; p.Reason != nil || !p.Hidden || !p.Active || p.MayEnd || p.Agency.Code != naka || p.Until == nil || len(list.Persons) != 2 {
		t.Errorf("what the lead reads of the protection: %+v", p)
	}
	for _, item := range want[gen.CasePage](t, w.get(yorisoi, "/cases"), 200).Items {
		if item.Ward != nil || item.District != nil || item.Protected == nil || !*item.Protected {
			t.Errorf("list: %+v", item)
		}
	}
	if got := want[gen.Handoff](t, w.get(hoken, "/handoffs/"+string(w.sent)), 200); got.Protected == nil || !*got.Protected || !strings.Contains(got.Reason, casework.Hidden) {
		t.Errorf("the handoff carries no warning: %+v", got)
	}
	if got := want[gen.ProtectionList](t, w.get(kokoro, "/cases/"+string(id)+"/protections"), 200); len(got.Items) != 0 || len(got.Persons) != 0 {
		t.Errorf("whoever left reads of it: %+v", got)
	}
	for _, name := range []string{yorisoi, kikan, desk, hoken} {
		if !slices.Contains(w.told(name), "protection_set") {
			t.Errorf("%s was not told", name)
		}
	}
}

func TestHiddenAreaIsNeitherFoundNorCounted(t *testing.T) {
	w := hide(t)
	for path, expected := range map[string]map[string]int{
		"/cases?count=true&ward=naka":                           {fukushi: 1, naka: 1, yorisoi: 0, kikan: 0, desk: 0},
		"/cases?count=true&district=" + url.QueryEscape("操山"):   {fukushi: 1, yorisoi: 0, kikan: 0, desk: 0},
		"/cases?count=true":                                     {fukushi: 1, yorisoi: 1, kikan: 1, desk: 1},
		"/cases?count=true&q=" + url.QueryEscape("霧島"):          {fukushi: 1, yorisoi: 1},
		"/cases?count=true&q=" + url.QueryEscape(canaryTown):    {fukushi: 0, yorisoi: 0},
		"/cases?count=true&q=" + url.QueryEscape("0867990001"):  {fukushi: 0, yorisoi: 0},
		"/sheets?count=true&q=" + url.QueryEscape(canaryMobile): {naka: 0, kokoro: 0},
	} {
		for name, n := range expected {
			page := want[gen.CasePage](t, w.get(name, path), 200)
			if *page.Total != n || len(page.Items) != n {
				t.Errorf("%s %s: %d of %d, want %d", name, path, len(page.Items), *page.Total, n)
			}
		}
	}
}

func TestHiddenAddressNeitherMatchesNorIsAReason(t *testing.T) {
	w := hide(t)
	address := map[string]any{"kind": "in_city", "ward": "naka", "town": canaryTown, "lot": "88-8", "building": canaryBuilding + " 707"}
	match := func(name string, body map[string]any) []gen.HouseholdMatch {
		return want[gen.HouseholdMatchList](t, w.as(name).do("POST", "/api/v1/households/matches", toJSON(body)), 200).Items
	}
	for _, name := range []string{yorisoi, kikan} {
		if got := match(name, map[string]any{"address": address, "phone": canaryMobile}); len(got) != 0 {
			t.Errorf("%s finds by address: %+v", name, got)
		}
		plain := match(name, map[string]any{"name": "霧島 千代"})
		with := match(name, map[string]any{"name": "霧島 千代", "address": address, "phone": canaryMobile})
		if len(plain) != 1 || len(with) != 1 || plain[0].Score != with[0].Score || len(with[0].Reasons) != 1 || with[0].Address != nil {
			t.Errorf("%s: the address speaks: %+v\n%+v", name, plain, with)
		}
		if with[0].Protected == nil || with[0].Perpetrator != nil {
			t.Errorf("no warning at entry: %+v", with[0])
		}
	}
	if got := match(kikan, map[string]any{"name": "霧島 剛"}); len(got) != 1 || got[0].Perpetrator == nil {
		t.Errorf("no warning of the alleged perpetrator: %+v", got)
	}
	if got := match(fukushi, map[string]any{"address": address, "phone": canaryMobile}); len(got) != 1 || got[0].Address == nil || len(got[0].Reasons) != 2 {
		t.Errorf("a listed agency: %+v", got)
	}
	// another household at the same address must not give it away through the protected sheet
	neighbour := canaryContent()
	neighbour.Subject.Name, neighbour.Subject.Kana, neighbour.Subject.Address.Lot = "沢渡 鈴", "さわたり すず", "88-8"
	w.file(kikan, neighbour)
	if got := match(kikan, map[string]any{"sheetId": w.ids["sheetId"]}); len(got) != 0 {
		t.Errorf("found through the masked sheet: %+v", got)
	}
}

func TestAnEmergencyLookIsForOneAccountAndHalfAnHour(t *testing.T) {
	w := hide(t)
	id := w.caseID()
	path := "/api/v1/cases/" + string(id) + "/break-glass"
	body := map[string]any{"personId": w.ids["personId"], "reason": "救急搬送のため"}
	refused(t, w.as(hoken).do("POST", path, toJSON(body)), 403, casework.CodeForbidden)
	refused(t, w.as(kokoro).do("POST", path, toJSON(body)), 403, casework.CodeForbidden)
	refused(t, w.as(kita).do("POST", path, toJSON(body)), 404, casework.CodeNotFound)
	refused(t, w.as(fukushi).do("POST", path, toJSON(body)), 409, casework.CodeWrongState)
	refused(t, w.as(kikan).do("POST", path, toJSON(map[string]any{"personId": w.ids["personId"], "reason": " "})), 422, casework.CodeInvalid)
	w.shows([]string{kikan}, false)

	w.pass(time.Minute)
	look := want[gen.BreakGlass](t, w.as(kikan).do("POST", path, toJSON(body), "Idempotency-Key: the-look-1"), 201)
	if look.Until.Sub(look.At) != 30*time.Minute {
		t.Errorf("it lasts %s", look.Until.Sub(look.At))
	}
	want[gen.BreakGlass](t, w.as(kikan).do("POST", path, toJSON(body), "Idempotency-Key: the-look-1"), 201)
	if n := sql[int](w.stage, `SELECT count(*) FROM break_glasses`); n != 1 {
		t.Errorf("%d looks", n)
	}
	w.shows([]string{kikan}, true)
	w.shows([]string{"colleague", yorisoi, desk}, false)
	if p := (*w.theCase(kikan, id).Protected)[0]; p.Hidden || p.ShownUntil == nil || !p.ShownUntil.Equal(look.Until) {
		t.Errorf("the screen is not told until when: %+v", p)
	}
	noted := w.as(kikan).do("POST", "/api/v1/cases/"+string(id)+"/notes", toJSON(map[string]any{"kind": "phone", "occurredAt": w.now(), "text": canaryWords}), "Idempotency-Key: while-looking")
	if holds(noted) == nil {
		t.Errorf("during the look: %s", noted.body)
	}
	for _, name := range []string{desk, naka, yorisoi} {
		if !slices.Contains(w.told(name), "glass_broken") {
			t.Errorf("%s was not told", name)
		}
	}
	if n := w.journal("breakGlass", "done"); n != 1 {
		t.Errorf("%d rows in the journal", n)
	}
	w.pass(29*time.Minute + 59*time.Second)
	w.shows([]string{kikan}, true)
	w.pass(time.Second)
	w.shows([]string{kikan}, false)
	again := w.as(kikan).do("POST", "/api/v1/cases/"+string(id)+"/notes", toJSON(map[string]any{"kind": "phone", "occurredAt": look.At, "text": canaryWords}), "Idempotency-Key: while-looking")
	if holds(again) != nil {
		t.Errorf("a repeated request shows it after the end: %s", again.body)
	}
}

func TestProtectionEndsAtMidnightByItself(t *testing.T) {
	w := hide(t) // until 31 December
	midnight := time.Date(2027, 1, 1, 0, 0, 0, 0, time.FixedZone("", 9*3600))
	w.pass(midnight.Add(-time.Second).Sub(w.now()))
	w.shows([]string{yorisoi, kikan}, false)
	if n := *want[gen.CasePage](t, w.get(kikan, "/cases?count=true&ward=naka"), 200).Total; n != 0 {
		t.Errorf("found on the last day: %d", n)
	}
	w.pass(time.Second)
	w.shows([]string{yorisoi, kikan, naka}, true)
	if n := *want[gen.CasePage](t, w.get(kikan, "/cases?count=true&ward=naka"), 200).Total; n != 1 {
		t.Errorf("not found after the last day: %d", n)
	}
	c := w.theCase(kikan, w.caseID())
	if c.Protected != nil || c.Ward == nil || slices.Contains(c.Actions, "break_glass") {
		t.Errorf("after the last day: %+v", c)
	}
	refused(t, w.as(naka).do("POST", "/api/v1/cases/"+w.ids["caseId"]+"/protections/"+w.ids["protectionId"]+"/end", `{"reason":"終了"}`), 409, casework.CodeWrongState)
}

func TestSettingAndEndingProtection(t *testing.T) {
	w := hide(t)
	path := "/api/v1/cases/" + w.ids["caseId"] + "/protections"
	body := map[string]any{"personId": w.ids["personId"], "reason": "DV", "listed": []any{casework.NewID(noon)}}
	if p := refused(t, w.as(yorisoi).do("POST", path, toJSON(body)), 422, casework.CodeInvalid); (*p.Errors)[0].Pointer != "/listed/0" {
		t.Errorf("%+v", *p.Errors)
	}
	refused(t, w.as(hoken).do("POST", path, toJSON(map[string]any{"personId": w.ids["personId"], "reason": "DV"})), 403, casework.CodeForbidden)
	refused(t, w.as(kikan).do("POST", path+"/"+w.ids["protectionId"]+"/end", `{"reason":"知りたい"}`), 403, casework.CodeForbidden)
	refused(t, w.as(naka).do("POST", path+"/"+anyID()+"/end", `{"reason":"終了"}`), 404, casework.CodeNotFound)
	w.pass(time.Minute)
	second := want[gen.Protection](t, w.as(yorisoi).do("POST", path, toJSON(map[string]any{"personId": w.ids["personId"], "reason": "ストーカー", "coordinators": true})), 201)
	if !second.Coordinators || second.Listed[0].Code != yorisoi {
		t.Errorf("%+v", second)
	}
	w.shows([]string{fukushi, yorisoi, desk}, false) // each is left out by one of the two
	want[gen.Protection](t, w.as(naka).do("POST", path+"/"+w.ids["protectionId"]+"/end", `{"reason":"措置の解除"}`), 200)
	w.shows([]string{yorisoi, desk}, true)
	w.shows([]string{fukushi, naka, kikan}, false)
	if got := want[gen.ProtectionList](t, w.get(yorisoi, "/cases/"+w.ids["caseId"]+"/protections"), 200).Items; len(got) != 2 || got[0].Id != second.Id || got[1].Active || got[1].EndedAt == nil {
		t.Errorf("%+v", got)
	}
	if n := sql[int](w.stage, `SELECT count(*) FROM case_events WHERE kind IN ('protection_set', 'protection_ended')`); n != 3 {
		t.Errorf("%d events", n)
	}
}
