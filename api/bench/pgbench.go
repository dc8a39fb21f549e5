package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/embedpg"
)

// recorder keeps the statements of one request with their arguments.
type recorder struct {
	mu   sync.Mutex
	on   bool
	seen []statement
}

type statement struct {
	sql  string
	args []any
}

func (r *recorder) add(sql string, args []any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.on {
		r.seen = append(r.seen, statement{sql, args})
	}
}

func (r *recorder) start() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on, r.seen = true, nil
}

func (r *recorder) stop() []statement {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on = false
	return r.seen
}

func (r *recorder) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	r.add(d.SQL, d.Args)
	return ctx
}
func (r *recorder) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (r *recorder) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (r *recorder) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	r.add(d.SQL, d.Args)
}
func (r *recorder) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// pgbench runs what a request sends to the database, without the request.
type pgbench struct {
	program, host, port, user string
	dir                       string
	conn                      *pgx.Conn
}

func newPgbench(ctx context.Context, pg *embedpg.Server, dsn string) (*pgbench, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "tsunagu-pgbench-")
	if err != nil {
		return nil, err
	}
	_, err = conn.Exec(ctx, `CREATE TABLE IF NOT EXISTS bench_todo (script int, n int, ids jsonb, PRIMARY KEY (script, n)); CREATE SEQUENCE IF NOT EXISTS bench_number START 900000`)
	c := conn.Config()
	return &pgbench{program: filepath.Join(pg.BinDir(), "pgbench"), host: c.Host, port: strconv.Itoa(int(c.Port)), user: c.User, dir: dir, conn: conn}, err
}

func (p *pgbench) close() {
	_ = p.conn.Close(context.Background())
	_ = os.RemoveAll(p.dir)
}

// run captures the request once for each busy agency, writes a script of it, and lets pgbench repeat them.
func (p *pgbench) run(ctx context.Context, b *bench, w work, o options) (result, error) {
	if _, err := p.conn.Exec(ctx, `TRUNCATE bench_todo`); err != nil {
		return result{}, err
	}
	args := []string{"-n", "-M", "prepared", "-c", strconv.Itoa(o.conns), "-j", "2", "-l", "--log-prefix=" + filepath.Join(p.dir, "log"), "-h", p.host, "-p", p.port, "-U", p.user}
	if w.once == 0 {
		args = append(args, "-T", strconv.Itoa(int(o.duration.Seconds())))
	} else { // a third is left over, for the scripts are drawn by chance
		args = append(args, "-t", strconv.Itoa(max(1, w.once*busy*2/3/o.conns)))
	}
	for k := range busy {
		b.do(ctx, k, &request{method: "GET", path: "/me"}) // the session is seen, names are known
		if w.once == 0 {
			b.do(ctx, k, w.request(k, 0))
		}
		q := w.request(k, 0)
		began := time.Now()
		b.tracer.start()
		r := b.do(ctx, k, q)
		captured := b.tracer.stop()
		if r.Code != w.status {
			return result{}, fmt.Errorf("%s: %d %s", q.path, r.Code, r.Body)
		}
		if o.explain && k == 0 {
			if err := p.explain(ctx, w.name, captured); err != nil {
				return result{}, err
			}
		}
		script, err := p.script(ctx, k, w, q, captured, began)
		if err != nil {
			return result{}, err
		}
		args = append(args, "-f", script)
	}
	if _, err := p.conn.Exec(ctx, `ANALYZE bench_todo`); err != nil {
		return result{}, err
	}
	cmd := exec.CommandContext(ctx, p.program, append(args, "tsunagu")...)
	var failure error
	r, err := b.watched(ctx, p.conn, func() (r result) {
		out, err := cmd.CombinedOutput()
		if err != nil {
			failure = fmt.Errorf("pgbench: %w\n%s", err, out)
			return r
		}
		r, failure = p.result(out)
		return r
	})
	return r, errors.Join(err, failure)
}

var tps = regexp.MustCompile(`(?m)^tps = ([0-9.]+)`)

func (p *pgbench) result(out []byte) (result, error) {
	found := tps.FindSubmatch(out)
	if found == nil || bytes.Contains(out, []byte("aborted")) {
		return result{}, fmt.Errorf("pgbench: %s", out)
	}
	logs, err := filepath.Glob(filepath.Join(p.dir, "log*"))
	if err != nil {
		return result{}, err
	}
	var took []time.Duration
	for _, name := range logs {
		f, err := os.Open(name)
		if err != nil {
			return result{}, err
		}
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if fields := strings.Fields(lines.Text()); len(fields) > 2 {
				if µs, err := strconv.Atoi(fields[2]); err == nil {
					took = append(took, time.Duration(µs)*time.Microsecond)
				}
			}
		}
		_ = f.Close()
		_ = os.Remove(name)
	}
	r := summary(took, time.Second)
	r.perSecond, err = strconv.ParseFloat(string(found[1]), 64)
	return r, err
}

// script writes the captured request for pgbench. What differs from request to request becomes a variable: ids of what is
// changed come from bench_todo, ids that the request made are drawn anew, and so is the number of a case.
func (p *pgbench) script(ctx context.Context, k int, w work, q *request, captured []statement, began time.Time) (string, error) {
	var b strings.Builder
	count := 0
	if len(q.ids) > 0 {
		rows := [][]any{}
		for n := 1; n < 100_000 && (w.once == 0 && n < 2000 || n < w.once); n++ {
			next := w.request(k, n)
			if next == nil {
				break
			}
			ids := map[string]string{}
			for id, name := range next.ids {
				ids[name] = id
			}
			text, _ := json.Marshal(ids)
			rows = append(rows, []any{k, n, text})
		}
		if _, err := p.conn.CopyFrom(ctx, pgx.Identifier{"bench_todo"}, []string{"script", "n", "ids"}, pgx.CopyFromRows(rows)); err != nil {
			return "", err
		}
		count = len(rows)
		pick := fmt.Sprintf("\\set n random(1, %d)\n", count)
		if w.once > 0 {
			if _, err := p.conn.Exec(ctx, fmt.Sprintf(`DROP SEQUENCE IF EXISTS bench_next_%d; CREATE SEQUENCE bench_next_%d`, k, k)); err != nil {
				return "", err
			}
			pick = fmt.Sprintf("SELECT nextval('bench_next_%d') AS n \\gset\n", k)
		}
		b.WriteString(pick)
		columns := []string{}
		for _, name := range slices.Sorted(maps.Values(q.ids)) {
			columns = append(columns, fmt.Sprintf("ids ->> '%s' AS %s", name, name))
		}
		fmt.Fprintf(&b, "SELECT %s FROM bench_todo WHERE script = %d AND n = :n::int \\gset\n", strings.Join(columns, ", "), k)
	}
	t := &template{vars: maps.Clone(q.ids), since: began}
	if t.vars == nil {
		t.vars = map[string]string{}
	}
	var body strings.Builder
	for _, s := range captured {
		body.WriteString(t.fill(s) + ";\n")
	}
	if len(t.made) > 0 {
		columns := make([]string, len(t.made))
		for i, name := range t.made {
			columns[i] = "gen_random_uuid() AS " + name
		}
		fmt.Fprintf(&b, "SELECT %s, 'B' || nextval('bench_number') AS number \\gset\n", strings.Join(columns, ", "))
	}
	b.WriteString(body.String())
	name := filepath.Join(p.dir, fmt.Sprintf("script%d.sql", k))
	return name, os.WriteFile(name, []byte(b.String()), 0o600)
}

// template turns a statement with arguments into text for pgbench.
type template struct {
	vars  map[string]string
	made  []string
	since time.Time
}

var placeholder = regexp.MustCompile(`\$(\d+)`)

func (t *template) fill(s statement) string {
	return placeholder.ReplaceAllStringFunc(s.sql, func(at string) string {
		n, _ := strconv.Atoi(at[1:])
		if n < 1 || n > len(s.args) {
			return at
		}
		return t.literal(reflect.ValueOf(s.args[n-1]))
	})
}

var caseNumber = regexp.MustCompile(`^R\d+-\d{4,}$`)

func (t *template) literal(v reflect.Value) string {
	if !v.IsValid() {
		return "NULL"
	}
	if at, ok := v.Interface().(time.Time); ok {
		return quote(at.UTC().Format("2006-01-02 15:04:05.999999-07")) + "::timestamptz"
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return "NULL"
		}
		return t.literal(v.Elem())
	case reflect.String:
		return t.word(v.String())
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return fmt.Sprint(v.Interface())
	case reflect.Slice:
		if v.IsNil() {
			return "NULL"
		}
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return quote(string(v.Bytes()))
		}
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = t.literal(v.Index(i))
		}
		if len(parts) == 0 {
			return "'{}'"
		}
		cast := "::text[]"
		if v.Index(0).Kind() == reflect.Bool {
			cast = "::bool[]"
		} else if uuidText.MatchString(v.Index(0).String()) {
			cast = "::uuid[]"
		}
		return "ARRAY[" + strings.Join(parts, ",") + "]" + cast
	}
	return quote(fmt.Sprint(v.Interface()))
}

var uuidText = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

func (t *template) word(s string) string {
	switch {
	case caseNumber.MatchString(s):
		return ":number::text"
	case !uuidText.MatchString(s):
		return quote(s)
	}
	name, known := t.vars[s]
	if !known && isNew(s, t.since) {
		name, known = fmt.Sprintf("new%d", len(t.made)+1), true
		t.vars[s] = name
		t.made = append(t.made, name)
	}
	if known {
		return ":" + name
	}
	return quote(s)
}

// quote hides colons, which pgbench takes for variables also inside of quotes.
func quote(s string) string {
	return "E'" + strings.NewReplacer(`\`, `\\`, `'`, `''`, `:`, `\x3a`, "\n", `\n`).Replace(s) + "'"
}

// explain prints how PostgreSQL does each reading statement.
func (p *pgbench) explain(ctx context.Context, name string, captured []statement) error {
	fmt.Printf("---- %s\n", name)
	for _, s := range captured {
		if word, _, _ := strings.Cut(s.sql, " "); strings.TrimSpace(word) != "SELECT" {
			continue
		}
		t := &template{vars: map[string]string{}, since: time.Now().Add(time.Hour)}
		sql := t.fill(s)
		rows, err := p.conn.Query(ctx, "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) "+strings.ReplaceAll(sql, `:number::text`, `'R8-1'`))
		if err != nil {
			return err
		}
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return fmt.Errorf("%w\n%s", err, sql)
		}
		fmt.Println(strings.Join(strings.Fields(s.sql), " ") + "\n" + strings.Join(lines, "\n") + "\n")
	}
	return nil
}
