package server

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

const (
	proposer = "kikaku-city_office"
	approver = "kikaku-second"
)

// closeBySQL ends a case without the gate: what it held and how it ended is not what these tests are about.
func (s *stage) closeBySQL(id casework.ID) {
	s.t.Helper()
	at := s.now()
	if _, err := s.eye.Exec(s.t.Context(), `UPDATE assignments SET state = 'completed', finished_at = $2 WHERE case_id = $1 AND finished_at IS NULL`, id, at); err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.eye.Exec(s.t.Context(), `UPDATE cases SET state = 'closed', closed_at = $2, closure = jsonb_build_object('at', $2::timestamptz, 'reason', $3::text, 'continuingContact', $3::text, 'class', 'coordinated'),
		contact_due_at = NULL WHERE id = $1`, id, at, canaryWords); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) retention(name, query string) gen.RetentionPage {
	s.t.Helper()
	return want[gen.RetentionPage](s.t, s.get(name, "/retention"+query), 200)
}

func (s *stage) proposeDisposal(name string, ids ...casework.ID) reply {
	s.t.Helper()
	return s.as(name).do("POST", "/api/v1/disposals", toJSON(map[string]any{"caseIds": ids, "note": "令和14年度分"}))
}

func (s *stage) approve(name string, d gen.Disposal) reply {
	s.t.Helper()
	return s.as(name).do("POST", "/api/v1/disposals/"+string(d.Id)+"/approve", "", ifMatchHeader(d.Etag))
}

// agreed gives the case roles, a plan and a monitoring that speak of its persons, whichever slice would write them.
func (s *stage) agreed(id casework.ID) {
	s.t.Helper()
	account, agency, plan, role := s.people[naka].account, s.agencies[naka], casework.NewID(s.now()), casework.NewID(s.now())
	for _, x := range []struct {
		statement string
		args      []any
	}{
		{`INSERT INTO assignments (id, case_id, agency_id, member_id, task, state, due_on, first_due_on, proposed_by, proposed_at, answer_due, finished_at, handed_to, list_key, updated_at)
			VALUES ($1, $2, $3, (SELECT id FROM persons LIMIT 1), $4, 'handed_on', now(), now(), $5, now(), now(), now(), $4, 1, now())`, []any{role, id, agency, canaryWords, account}},
		{`INSERT INTO assignment_steps (id, assignment_id, verb, at, text) VALUES (gen_random_uuid(), $1, 'report', now(), $2)`, []any{role, canaryWords}},
		{`INSERT INTO plans (id, case_id, state, number, content, created_at, updated_at, updated_by, ended_at, end_reason)
			VALUES ($1, $2, 'ended', 1, jsonb_build_object('wish', $3::text), now(), now(), $4, now(), $3)`, []any{plan, id, canaryWords, account}},
		{`INSERT INTO plan_versions (plan_id, number, content, reason, agreed_on, account_id, agency_id, at) VALUES ($1, 1, jsonb_build_object('wish', $2::text), $2, now(), $3, $4, now())`, []any{plan, canaryWords, account, agency}},
		{`INSERT INTO plan_reviews (id, plan_id, number, scores, decision, summary, account_id, agency_id, at) VALUES (gen_random_uuid(), $1, 1, '[]', 'end', $2, $3, $4, now())`, []any{plan, canaryWords, account, agency}},
		{`INSERT INTO monitorings (id, case_id, plan_id, kind, state, agency_id, due_on, created_at, done_at, done_by, note_id, result)
			VALUES (gen_random_uuid(), $1, $2, 'plan', 'done', $3, now(), now(), now(), $4, (SELECT id FROM notes LIMIT 1), 'change')`, []any{id, plan, agency, account}},
	} {
		if _, err := s.eye.Exec(s.t.Context(), x.statement, x.args...); err != nil {
			s.t.Fatalf("%s: %v", x.statement, err)
		}
	}
}

// words finds the tables in which a text stands.
func (s *stage) words(text string) (tables []string) {
	s.t.Helper()
	for _, t := range sqlRows[struct{ Name string }](s, `SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`) {
		if n := sql[int](s, `SELECT count(*) FROM `+pgx.Identifier{t.Name}.Sanitize()+` x WHERE strpos(x::text, $1) > 0`, text); n > 0 {
			tables = append(tables, t.Name)
		}
	}
	return tables
}

// TestErasedCaseLeavesNoWord destroys the household of the canary, which stands in every field there is, and looks for it in every
// table of the database and among the contents of files. What is counted is still there.
func TestErasedCaseLeavesNoWord(t *testing.T) {
	w := hide(t)
	s := w.stage
	s.cast(approver, "kikaku", casework.RoleCityOffice)
	id := w.caseID()
	for _, text := range []string{canaryTown, "霧島", "千代"} {
		if len(s.words(text)) < 5 {
			t.Fatalf("%q stands in %v only: this test proves nothing", text, s.words(text))
		}
	}
	s.agreed(id)
	s.closeBySQL(id)
	counted := func() string {
		return sql[string](s, `SELECT concat_ws(' ', (SELECT count(*) FROM case_events), (SELECT string_agg(kind, ',' ORDER BY id) FROM case_events), (SELECT count(*) FROM handoffs), (SELECT count(*) FROM disclosures),
			(SELECT count(*) FROM custodies), (SELECT count(*) FROM escalations), (SELECT count(*) FROM refusal_reports), (SELECT count(*) FROM conferences), (SELECT string_agg(ward || issues::text, ',') FROM cases))`)
	}
	before := counted()

	if due := s.retention(proposer, ""); len(due.Items) != 0 {
		t.Errorf("due at once: %+v", due.Items)
	}
	refused(t, s.proposeDisposal(proposer, id), 422, casework.CodeInvalid)
	s.pass(5*366*24*time.Hour + 130*24*time.Hour) // past the end of the fifth year after R8
	if due := s.retention(proposer, "?count=true"); len(due.Items) != 1 || due.Items[0].DueOn.String() != "2032-04-01" || due.Items[0].Number != w.number() || *due.Total != 1 {
		t.Fatalf("%+v", due)
	}
	d := want[gen.Disposal](t, s.proposeDisposal(proposer, id), 201)
	refused(t, s.proposeDisposal(approver, id), 422, casework.CodeInvalid) // it is listed already
	refused(t, s.approve(proposer, d), 403, casework.CodeForbidden)
	if n, err := jobs.CarryOut(t.Context(), s.store, t.TempDir(), s.now()); n != 0 || err != nil {
		t.Errorf("carried out without approval: %d %v", n, err)
	}
	want[gen.Disposal](t, s.approve(approver, d), 200)
	folder := t.TempDir()
	if n, err := jobs.CarryOut(t.Context(), s.store, folder, s.now()); n != 1 || err != nil {
		t.Fatalf("%d %v", n, err)
	}
	if n, err := jobs.CarryOut(t.Context(), s.store, folder, s.now()); n != 0 || err != nil {
		t.Errorf("twice: %d %v", n, err)
	}
	for _, text := range []string{canaryTown, textnorm.Fold(canaryTown), canaryBuilding, canaryHome, "0867990001", canaryMobile, canaryVisitor, "霧島", "千代", "きりしま", "キリシマ", "落ち着いて"} {
		if found := s.words(text); len(found) > 0 {
			t.Errorf("%q still stands in %v", text, found)
		}
	}
	if n := sql[int](s, `SELECT count(*) FROM idempotency_keys WHERE case_ids @> ARRAY[$1::uuid]`, id); n != 0 {
		t.Error("answers are kept")
	}
	_ = jobs.SweepFilesOnce(t.Context(), s.store, s.server.files, s.now(), s.server.log)
	if s.places() != 0 {
		t.Errorf("%d contents of files are left", s.places())
	}
	if after := counted(); after != before {
		t.Errorf("what is counted changed:\n%s\n%s", before, after)
	}
	for birth, band := range map[string]string{`{"precision":"day","date":"1944-03-03"}`: "80代", `{"year":2020,"month":4}`: "10歳未満", `{"age":93}`: "90歳以上", `{"date":"1944-02-30"}`: "", `{}`: ""} {
		if got := sql[string](s, `SELECT age_band(jsonb_build_object('subject', jsonb_build_object('birth', $1::jsonb)), '2026-11-24')`, birth); got != band {
			t.Errorf("%s: %q, want %q", birth, got, band)
		}
	}
	for _, name := range []string{naka, yorisoi, kikan, desk, proposer} {
		if r := s.get(name, "/cases/"+string(id)); r.status == 200 {
			t.Errorf("%s still sees it: %s", name, r.body)
		}
	}
	certificate := want[gen.Disposal](t, s.get(approver, "/disposals/"+string(d.Id)), 200)
	if certificate.State != "erased" || certificate.Erased != 1 || len(certificate.Items[0].Counts) < 10 || len(*certificate.Items[0].Hash) != 64 || len(certificate.Actions) != 0 {
		t.Errorf("%+v", certificate)
	}
	if s.journal("carryOutDisposal", "done") != 1 {
		t.Error("the journal does not tell")
	}
	restored(t, s, filepath.Join(folder, "erasures.list"))
}

// restored: a backup from before the disposal brings the case back; the list outside the database erases it again.
func restored(t *testing.T, s *stage, list string) {
	t.Helper()
	id := s.file(naka, household8050("霧島 千代", "きりしま ちよ")) // as it came out of the backup
	cases, err := jobs.Erasures(list)
	if err != nil || len(cases) != 1 {
		t.Fatalf("%v %v", cases, err)
	}
	dsn := s.eye.Config().ConnString()
	if n, err := store.ReapplyErasures(t.Context(), dsn, cases, s.now()); n != 0 || err != nil {
		t.Errorf("again although nothing is there: %d %v", n, err)
	}
	if n, err := store.ReapplyErasures(t.Context(), dsn, append(cases, id), s.now()); n != 1 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	if found := s.words("霧島"); len(found) > 0 {
		t.Errorf("revived in %v", found)
	}
}

func TestAHeldOrReopenedCaseIsPassedOver(t *testing.T) {
	s := newStage(t)
	s.cast(proposer, "kikaku", casework.RoleCityOffice)
	s.cast(approver, "kikaku", casework.RoleCityOffice)
	var ids []casework.ID
	for _, name := range []string{"操山 キヨ", "旭川 清", "龍ノ口 緑"} {
		id := s.file(naka, household8050(name, "みほん"))
		s.closeBySQL(id)
		ids = append(ids, id)
	}
	s.pass(6 * 366 * 24 * time.Hour)
	hold := func(id casework.ID, body string) reply {
		return s.as(proposer).do("POST", "/api/v1/retention/"+string(id)+"/hold", body)
	}
	held := want[gen.RetentionCase](t, hold(ids[0], `{"reason":"訴訟が続いているため","until":"2099-03-31"}`), 201)
	if held.Hold == nil || held.Hold.Until.String() != "2099-03-31" {
		t.Errorf("%+v", held)
	}
	refused(t, hold(ids[0], `{"reason":"もう一度"}`), 409, casework.CodeWrongState)
	refused(t, hold(casework.ID(unknownID), `{"reason":"ない"}`), 404, casework.CodeNotFound)
	refused(t, s.proposeDisposal(proposer, ids[0]), 422, casework.CodeInvalid)
	if list := s.retention(proposer, "?state=held"); len(list.Items) != 1 || len(s.retention(proposer, "").Items) != 2 {
		t.Errorf("held: %+v", list.Items)
	}
	want[gen.RetentionCase](t, s.as(approver).do("POST", "/api/v1/retention/"+string(ids[0])+"/release", ""), 200)
	d := want[gen.Disposal](t, s.proposeDisposal(proposer, ids...), 201)
	want[gen.RetentionCase](t, hold(ids[0], `{"reason":"監査のため"}`), 201)
	if _, err := s.eye.Exec(t.Context(), `UPDATE cases SET state = 'supporting', closed_at = NULL WHERE id = $1`, ids[1]); err != nil {
		t.Fatal(err)
	}
	want[gen.Disposal](t, s.approve(approver, d), 200)
	if n, err := jobs.CarryOut(t.Context(), s.store, t.TempDir(), s.now()); n != 1 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	got := want[gen.Disposal](t, s.get(proposer, "/disposals/"+string(d.Id)), 200)
	became := map[casework.ID]string{}
	for _, i := range got.Items {
		became[i.CaseId] = string(value(i.Skipped))
	}
	if became[ids[0]] != "held" || became[ids[1]] != "reopened" || became[ids[2]] != "" || got.Erased != 1 {
		t.Errorf("%+v", became)
	}
	if s.theCase(naka, ids[1]).SubjectName == nil {
		t.Error("the reopened case was erased")
	}
}

func TestADisposalIsWithdrawnOrApprovedByWhoJustShowedWhoTheyAre(t *testing.T) {
	s := newStage(t)
	s.cast(proposer, "kikaku", casework.RoleCityOffice)
	s.cast(approver, "kikaku", casework.RoleCityOffice)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	s.closeBySQL(id)
	s.pass(6 * 366 * 24 * time.Hour)
	d := want[gen.Disposal](t, s.proposeDisposal(proposer, id), 201)
	want[gen.Disposal](t, s.as(approver).do("POST", "/api/v1/disposals/"+string(d.Id)+"/withdraw", "", ifMatchHeader(d.Etag)), 200)
	again := want[gen.Disposal](t, s.proposeDisposal(proposer, id), 201)
	_ = s.as(approver)
	s.pass(4 * time.Minute)
	if _, err := s.eye.Exec(t.Context(), `UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour'`); err != nil {
		t.Fatal(err)
	}
	refused(t, s.approve(approver, again), 403, codeNotFresh)
	if n := len(want[gen.DisposalPage](t, s.get(proposer, "/disposals"), 200).Items); n != 2 {
		t.Errorf("%d disposals", n)
	}
}

// The application's role can do none of it by itself: not without an approval, not around the function.
func TestTheProgramErasesNothingByItself(t *testing.T) {
	s := newStage(t)
	s.cast(proposer, "kikaku", casework.RoleCityOffice)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	s.closeBySQL(id)
	s.pass(6 * 366 * 24 * time.Hour)
	d := want[gen.Disposal](t, s.proposeDisposal(proposer, id), 201)
	if _, err := s.store.EraseCase(t.Context(), d.Id, id, s.now(), func() error { return nil }); err == nil {
		t.Error("erased without approval")
	}
	conn, err := pgx.Connect(t.Context(), s.eye.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	for _, statement := range []string{`SELECT erase_case('` + string(id) + `', now())`, `DELETE FROM sheet_versions`, `UPDATE erasure_plan SET what = 'keep'`,
		`UPDATE disposals SET proposed_by = approved_by`, `UPDATE disposal_items SET erased_at = now()`, `DELETE FROM retention_holds`, `INSERT INTO retention_classes VALUES ('case_dossier', 1, 'day', '2000-01-02')`} {
		if _, err := conn.Exec(t.Context(), `SET ROLE tsunagu_app`); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if s.theCase(naka, id).SubjectName == nil {
		t.Error("the case is gone")
	}
}

// The city office sees numbers and days; nobody else sees even those.
func TestTheReviewListHoldsNoPerson(t *testing.T) {
	w := hide(t)
	w.closeBySQL(w.caseID())
	w.pass(6 * 366 * 24 * time.Hour)
	r := w.get(proposer, "/retention")
	if r.status != 200 || strings.Contains(string(r.body), "霧島") || holds(r) != nil || !strings.Contains(string(r.body), w.number()) {
		t.Errorf("%d %s", r.status, r.body)
	}
	for _, name := range []string{naka, desk, "kikaku-system_admin", "kikaku-auditor", "kikaku-advisor"} {
		refused(t, w.get(name, "/retention"), 403, casework.CodeForbidden)
	}
}

// Who ended long ago is forgotten, unless a case that is kept says what they did.
func TestAccountsThatEndedLongAgoAreForgotten(t *testing.T) {
	s := newStage(t)
	s.cast("admin", "kikaku", casework.RoleSystemAdmin)
	s.cast("gone", naka, casework.RoleWorker)
	s.cast("worked", kokoro, casework.RoleWorker)
	s.cast("recent", naka, casework.RoleWorker)
	s.as("gone")
	s.file("worked", household8050("亀井 一", "かめい はじめ"))
	for name, years := range map[string]int{"gone": 7, "worked": 7, "recent": 4} {
		if _, err := s.eye.Exec(t.Context(), `UPDATE accounts SET active = false, deactivated_at = $2 WHERE id = $1`, s.people[name].account, noon.AddDate(-years, 0, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if f, err := s.store.ForgetRecords(t.Context(), s.now(), true); err != nil || f.Accounts != 1 || sql[int](s, `SELECT count(*) FROM accounts WHERE erased_at IS NOT NULL`) != 0 {
		t.Fatalf("only counted: %+v, %v", f, err)
	}
	for want := range 2 {
		if f, err := s.store.ForgetRecords(t.Context(), s.now(), false); err != nil || f.Accounts != 1-want {
			t.Fatalf("forgotten: %+v, %v", f, err)
		}
	}
	left := sqlRows[struct{ ID, Name, Email, SearchKey, PasswordHash string }](s, `SELECT id::text AS id, name, email, search_key, password_hash FROM accounts WHERE erased_at IS NOT NULL`)
	if len(left) != 1 || left[0].ID != string(s.people["gone"].account) || left[0].Name != "（廃棄済みの利用者）" || left[0].SearchKey+left[0].PasswordHash != "" || !strings.HasSuffix(left[0].Email, "@erased.invalid") {
		t.Errorf("left: %+v", left)
	}
	if n := sql[int](s, `SELECT count(*) FROM sessions WHERE account_id = $1`, s.people["gone"].account); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
	if r := s.get("admin", "/accounts?state=inactive&count=true"); strings.Contains(string(r.body), left[0].ID) || !strings.Contains(string(r.body), string(s.people["worked"].account)) {
		t.Errorf("the administrators see %s", r.body)
	}
	refused(t, s.get("admin", "/accounts/"+left[0].ID), 404, casework.CodeNotFound)
}
