package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// A row changed with SQL as the owner is found and named; a whole journal is found whole.
func TestJournalCommands(t *testing.T) {
	dsn, dir := testdb.NewDSN(t), t.TempDir()
	call := func(args ...string) (int, string) {
		t.Helper()
		var out bytes.Buffer
		p := program{in: strings.NewReader(""), out: &out, err: &out, env: map[string]string{
			"TSUNAGU_ENV": development, "TSUNAGU_DATABASE_URL": dsn, "TSUNAGU_DATA_DIR": dir}}
		return run(t.Context(), p, append([]string{"journal"}, args...)), out.String()
	}
	expect := func(want int, text string, args ...string) {
		t.Helper()
		if code, out := call(args...); code != want || !strings.Contains(out, text) {
			t.Errorf("journal %v: %d %s", args, code, out)
		}
	}
	expect(exitUsage, "使い方", "burn")
	expect(exitUsage, "日付", "export", "--from", "tomorrow")
	expect(exitUsage, "見つかりません", "verify", "--anchors", filepath.Join(dir, "nowhere"))
	expect(exitDone, "まだありません", "verify")
	expect(exitDone, "まだありません", "anchor")

	s := testdb.Open(t, dsn)
	for range 3 {
		if err := s.Journal(t.Context(), casework.Actor{}, store.Entry{At: testdb.Noon, Operation: "createSession", Refused: "invalid_credentials"}); err != nil {
			t.Fatal(err)
		}
	}
	expect(exitFailed, "記録 2: 5秒を過ぎても", "verify")
	expect(exitDone, "控えを書きました", "anchor")
	expect(exitDone, "増えていません", "anchor")
	expect(exitDone, "異常はありません", "verify")

	file := filepath.Join(dir, "journal.jsonl")
	expect(exitDone, "", "export", "--out", file, "--from", "2026-06-10", "--until", "2026-06-10")
	expect(exitFailed, "", "export", "--out", file) // nothing is overwritten
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	var row store.ExportedRow
	if err := json.Unmarshal([]byte(lines[0]), &row); err != nil || len(lines) != 3 || row.Seq != 1 || len(row.Hash) != 64 || row.Code != "invalid_credentials" {
		t.Errorf("%d lines, %+v %v", len(lines), row, err)
	}
	expect(exitDone, "控えを書きました", "anchor") // the two exports are in the journal themselves

	owner, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = owner.Close(context.Background()) }()
	if _, err := owner.Exec(t.Context(), `ALTER TABLE journal DISABLE TRIGGER append_only; UPDATE journal SET account_id = gen_random_uuid() WHERE id = 2`); err != nil {
		t.Fatal(err)
	}
	expect(exitFailed, "記録 2（2番）: 内容が書き換えられています", "verify")
	if err := os.WriteFile(filepath.Join(dir, "anchors", "journal.anchors"), []byte("x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(exitFailed, "控えを読み取れません", "verify")
}
