package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/server"
	"github.com/tsunagu-care/tsunagu/pkg/demo"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

// shell runs the program as from a shell, on a database of the test.
func shell(t *testing.T, dsn, in string, args ...string) (code int, out string) {
	t.Helper()
	var both bytes.Buffer
	p := program{in: strings.NewReader(in), out: &both, err: &both, env: map[string]string{"TSUNAGU_ENV": development, "TSUNAGU_DATABASE_URL": dsn}}
	return run(t.Context(), p, args), both.String()
}

func TestFromAnEmptyDatabaseToTheFirstAccount(t *testing.T) {
	dsn := testdb.NewEmptyDSN(t)
	if code, out := shell(t, dsn, "", "migrate", "status"); code != exitFailed {
		t.Errorf("status of an empty database: %d %s", code, out)
	}
	if code, out := shell(t, dsn, "", "doctor"); code != exitFailed || !strings.Contains(out, "✗") {
		t.Errorf("doctor: %d %s", code, out)
	}
	if code, out := shell(t, dsn, "", "migrate", "up"); code != exitDone {
		t.Fatalf("up: %d %s", code, out)
	}
	if code, out := shell(t, dsn, "", "agency", "import", "../pkg/store/testdata/agencies.csv"); code != exitDone {
		t.Fatalf("agency: %d %s", code, out)
	}
	create := []string{"account", "create", "--agency", "houkatsu-naka", "--role", "worker"}
	code, out := shell(t, dsn, "hanako@naka.example\n包括 花子\n", create...)
	if code != exitDone || !regexp.MustCompile(`(?m)^[a-z2-7]{26}$`).MatchString(out) {
		t.Errorf("account: %d %s", code, out)
	}
	if code, _ := shell(t, dsn, "hanako@naka.example\n包括 花子\n", create...); code != exitFailed {
		t.Errorf("the same account again: %d", code)
	}
	if code, out := shell(t, dsn, "", "doctor"); code != exitDone {
		t.Errorf("doctor at the end: %d %s", code, out)
	}
}

func TestADatabaseOutOfReachIsSaidInJapanese(t *testing.T) {
	code, out := shell(t, "postgres://tsunagu:secret@127.0.0.1:1/tsunagu", "", "agency", "import", "../pkg/store/testdata/agencies.csv")
	if code != exitFailed || !strings.Contains(out, "データベースに接続できません") || strings.Contains(out, "secret") {
		t.Errorf("%d %s", code, out)
	}
}

func TestAgencyImportTellsTheFaults(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(file, []byte("code,name,kana,kind,field,wards,accepts_issue_types\nx,,か,other,elderly,*,care\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out := shell(t, testdb.NewDSN(t), "", "agency", "import", file)
	if code != exitFailed || !strings.Contains(out, "2行目 name") {
		t.Errorf("%d %s", code, out)
	}
}

// A database that once held the demonstration says so on every page, and never becomes a real one.
func TestDemonstrationIsFoundAgain(t *testing.T) {
	s := testdb.New(t)
	ref, err := os.Open("../pkg/store/testdata/agencies.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ref.Close() }()
	if _, err := s.ImportAgencies(t.Context(), ref, false, time.Now()); err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		password string
		demo     bool
	}{{"kaki-no-ki-to-tsuki-7", false}, {demo.Password, true}} {
		hash, err := server.HashPassword(c.password)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.CreateAccount(t.Context(), store.NewAccount{Email: fmt.Sprintf("P%d@naka.EXAMPLE", i), Name: "見本", PasswordHash: hash, AgencyCode: "houkatsu-naka", Role: "worker"}, time.Now()); err != nil {
			t.Fatal(err)
		}
		there, err := prepareData(t.Context(), config{Env: development, now: time.Now}, s, false, slog.New(slog.DiscardHandler))
		if there != c.demo || err != nil {
			t.Errorf("%s: found %v, %v", c.password, there, err)
		}
		_, err = prepareData(t.Context(), config{Env: production, now: time.Now}, s, false, slog.New(slog.DiscardHandler))
		if (err != nil) != c.demo {
			t.Errorf("%s: production says %v", c.password, err)
		}
	}
}

// SIGTERM: stop accepting, finish, exit 0.
func TestServeAnswersAndStopsInOrder(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	reader, writer := io.Pipe()
	p := program{in: strings.NewReader(""), out: writer, err: io.Discard, env: map[string]string{
		"TSUNAGU_ENV": development, "TSUNAGU_DATABASE_URL": testdb.NewDSN(t), "TSUNAGU_ADDR": "127.0.0.1:0", "TSUNAGU_METRICS_ADDR": "127.0.0.1:0",
		"TSUNAGU_DATA_DIR": t.TempDir(),
	}}
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, p, []string{"serve"}) }()
	line := make([]byte, 200)
	n, err := reader.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://\S+`).FindString(string(line[:n]))
	res, err := http.Get(address + "/readyz") //nolint:noctx // a look from outside
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("readyz: %d", res.StatusCode)
	}
	stop()
	select {
	case code := <-ended:
		if code != exitDone {
			t.Errorf("exit %d", code)
		}
	case <-time.After(finishWithin + 5*time.Second):
		t.Error("did not stop")
	}
}
