package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/api/server"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/demo"
	"github.com/tsunagu-care/tsunagu/pkg/policy"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// firstPasswordLife is how long a first password may be used.
const firstPasswordLife = 7 * 24 * time.Hour

func migrate(ctx context.Context, p program, args []string) (err error) {
	rest, err := flags(p, "migrate", "up|status", nil, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 || (rest[0] != "up" && rest[0] != "status") {
		return usageError{"使い方: tsunagu migrate up|status"}
	}
	c, err := readConfig(p.env)
	if err != nil {
		return err
	}
	d, err := openDatabase(ctx, c, true, logger(p, c))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close(ctx)) }()
	if rest[0] == "up" {
		if err := store.Migrate(ctx, d.dsn); err != nil {
			return err
		}
	}
	current, newest, err := store.MigrationStatus(ctx, d.dsn)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "データベースの構造: %d（最新 %d）\n", current, newest)
	if current < newest {
		return errors.New("最新ではありません。tsunagu migrate up を実行してください")
	}
	return nil
}

func seed(ctx context.Context, p program, args []string) error {
	var withDemo bool
	rest, err := flags(p, "seed", "--demo", func(f *flag.FlagSet) { f.BoolVar(&withDemo, "demo", false, "見本のデータを入れます") }, args)
	if err != nil {
		return err
	}
	if !withDemo || len(rest) > 0 {
		return usageError{"使い方: tsunagu seed --demo"}
	}
	return withStore(ctx, p, func(c config, s *store.Store) error {
		if c.Env == production {
			return configError{[]string{"本番（TSUNAGU_ENV=production）には見本のデータを入れられません"}}
		}
		if err := demo.Load(ctx, s, c.now()); err != nil {
			return err
		}
		fmt.Fprintln(p.out, "見本のデータを入れました。")
		return nil
	})
}

func account(ctx context.Context, p program, args []string) error {
	var in store.NewAccount
	var role string
	const how = "create [--email 住所] [--name 氏名] [--agency 機関コード] [--role 役割] | forget-factors --email 住所"
	rest, err := flags(p, "account", how, func(f *flag.FlagSet) {
		f.StringVar(&in.Email, "email", "", "メールアドレス（サインインに使います）")
		f.StringVar(&in.Name, "name", "", "氏名")
		f.StringVar(&in.AgencyCode, "agency", "", "所属する機関のコード")
		f.StringVar(&role, "role", "", "役割: "+strings.Join(policy.Roles(), " "))
	}, args)
	if err != nil {
		return err
	}
	if len(rest) == 1 && rest[0] == "forget-factors" && in.Email != "" {
		return forgetFactors(ctx, p, in.Email)
	}
	if len(rest) != 1 || rest[0] != "create" {
		return usageError{"使い方: tsunagu account " + how}
	}
	ask := bufio.NewScanner(p.in)
	for _, q := range []struct {
		text string
		into *string
	}{{"メールアドレス", &in.Email}, {"氏名", &in.Name}, {"機関コード", &in.AgencyCode}, {"役割", &role}} {
		if *q.into == "" {
			fmt.Fprint(p.out, q.text+": ")
			ask.Scan()
			*q.into = strings.TrimSpace(ask.Text())
		}
		if *q.into == "" {
			return usageError{q.text + "を指定してください"}
		}
	}
	if !slices.Contains(policy.Roles(), role) {
		return usageError{"役割は次のどれかです: " + strings.Join(policy.Roles(), " ")}
	}
	if at := strings.IndexByte(in.Email, '@'); at < 1 || at == len(in.Email)-1 || len(in.Email) > 254 {
		return usageError{"メールアドレスの形が正しくありません"}
	}
	in.Role = casework.Role(role)
	return withStore(ctx, p, func(c config, s *store.Store) error { return createAccount(ctx, p, c, s, in) })
}

// forgetFactors helps who has lost every second factor; the person signs in with the password and enrols anew.
func forgetFactors(ctx context.Context, p program, email string) error {
	return withStore(ctx, p, func(c config, s *store.Store) error {
		err := s.ForgetFactors(ctx, email, store.Truncate(c.now()))
		if casework.CodeOf(err) == casework.CodeNotFound {
			return errors.New("そのメールアドレスのアカウントはありません")
		}
		if err == nil {
			fmt.Fprintln(p.out, "二段階目の確認方法をすべて外し、サインインを終わらせました。次のサインインで登録し直してください。")
		}
		return err
	})
}

func createAccount(ctx context.Context, p program, c config, s *store.Store, in store.NewAccount) error {
	password := strings.ToLower(rand.Text()) // 26 letters and digits: at least 128 bits
	hash, err := server.HashPassword(password)
	if err != nil {
		return err
	}
	now := store.Truncate(c.now())
	expires := now.Add(firstPasswordLife)
	in.PasswordHash, in.MustChangePassword, in.PasswordExpiresAt = hash, true, &expires
	if _, err := s.CreateAccount(ctx, in, now); err != nil {
		var rule *casework.Error
		if errors.As(err, &rule) {
			return errors.New(rule.Detail)
		}
		return err
	}
	fmt.Fprintf(p.out, "アカウントを作りました: %s\n最初のパスワード（一度だけ表示します。7日以内にサインインして変更してください）:\n%s\n", in.Email, password)
	return nil
}

func agency(ctx context.Context, p program, args []string) error {
	var dryRun bool
	const how = "import FILE.csv [--dry-run]"
	rest, err := flags(p, "agency", how, func(f *flag.FlagSet) {
		f.BoolVar(&dryRun, "dry-run", false, "取り込まずに、確かめるだけにします")
	}, args)
	if err != nil {
		return err
	}
	if len(rest) != 2 || rest[0] != "import" {
		return usageError{"使い方: tsunagu agency " + how}
	}
	file, err := os.Open(rest[1])
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	return withStore(ctx, p, func(c config, s *store.Store) error {
		got, err := s.ImportAgencies(ctx, file, dryRun, store.Truncate(c.now()))
		if err != nil {
			return err
		}
		for _, e := range got.Errors {
			fmt.Fprintf(p.out, "%d行目 %s: %s\n", e.Row, e.Column, e.Message)
		}
		if len(got.Errors) > 0 {
			return fmt.Errorf("%d件の誤りがあります。何も取り込んでいません", len(got.Errors))
		}
		fmt.Fprintf(p.out, "%d行を読みました: 新規 %d・変更 %d・変更なし %d\n", got.Rows, got.Created, got.Changed, got.Unchanged)
		if dryRun {
			fmt.Fprintln(p.out, "確認だけです。取り込んでいません。")
		}
		return nil
	})
}

// doctor looks at everything and says what is wrong with each; it changes nothing but the embedded server's run state.
func doctor(ctx context.Context, p program, args []string) error {
	if _, err := flags(p, "doctor", "", nil, args); err != nil {
		return err
	}
	wrong := 0
	say := func(what string, err error) bool {
		if err != nil {
			wrong++
			fmt.Fprintf(p.out, "✗ %s: %v\n", what, err)
			return false
		}
		fmt.Fprintf(p.out, "✓ %s\n", what)
		return true
	}
	c, err := readConfig(p.env)
	if say("設定（"+c.Env+"）", err) {
		d, err := openDatabase(ctx, c, true, logger(p, c))
		if say("データベースに接続できる", err) {
			doctorDatabase(ctx, c, d, say)
			_ = d.close(ctx)
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d件の問題があります", wrong)
	}
	return nil
}

func doctorDatabase(ctx context.Context, c config, d *database, say func(string, error) bool) {
	current, newest, err := store.MigrationStatus(ctx, d.dsn)
	if err == nil && current < newest {
		err = fmt.Errorf("%d（最新は %d）。tsunagu migrate up を実行してください", current, newest)
	}
	if !say("データベースの構造が最新である", err) {
		return
	}
	s, err := store.Open(ctx, d.dsn)
	if !say("データベースを開ける", err) {
		return
	}
	defer s.Close()
	if c.Env == production {
		say("見本のパスワードが残っていない", refuseDemoPassword(ctx, s))
	}
	empty, err := s.Empty(ctx)
	if err == nil && empty {
		err = errors.New("ありません。tsunagu account create で作れます")
	}
	say("アカウントがある", err)
	doctorFiles(ctx, c, s, say)
	doctorMail(ctx, c, s, say)
}
