package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const retentionHow = "run [--as-of 日付] [--dry-run] | set クラス 年数 [--from 日付] [--by-day] | reapply [--list ファイル]"

// retention looks after what is kept for how long.
func retention(ctx context.Context, p program, args []string) error {
	var asOf, from, list string
	var dryRun, byDay bool
	rest, err := flags(p, "retention", retentionHow, func(f *flag.FlagSet) {
		f.StringVar(&asOf, "as-of", "", "この日の時点で期限が来ているものを扱います（例: 2026-04-01）")
		f.BoolVar(&dryRun, "dry-run", false, "廃棄せずに、件数だけを表示します")
		f.StringVar(&from, "from", "", "この日から（なければ今日から）")
		f.BoolVar(&byDay, "by-day", false, "会計年度末からではなく、終わった日から数えます")
		f.StringVar(&list, "list", "", "廃棄の控え（なければ設定された場所のもの）")
	}, args)
	if err != nil {
		return err
	}
	switch {
	case len(rest) == 1 && rest[0] == "run":
		return withStore(ctx, p, func(c config, s *store.Store) error { return runRetention(ctx, p, c, s, asOf, dryRun) })
	case len(rest) == 3 && rest[0] == "set":
		return setRetention(ctx, p, rest[1], rest[2], from, byDay)
	case len(rest) == 1 && rest[0] == "reapply":
		return reapply(ctx, p, list)
	}
	return usageError{"使い方: tsunagu retention " + retentionHow}
}

func runRetention(ctx context.Context, p program, c config, s *store.Store, asOf string, dryRun bool) error {
	at := store.Truncate(c.now())
	if asOf != "" {
		day, err := calendar.ParseDate(asOf)
		if err != nil {
			return usageError{"--as-of は 2026-04-01 のように書きます"}
		}
		if day.After(calendar.DateOf(at)) && c.Env == production {
			return usageError{"--as-of に先の日付は指定できません"}
		}
		at = day.Time().Add(12 * time.Hour).UTC()
	}
	due, err := s.DueCases(ctx, at)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "保存期間が終わり、まだ廃棄の予定に入っていないケース: %d件（画面の「保存と廃棄」で起案します）\n", due)
	ids, err := s.ApprovedDisposals(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		d, err := s.DisposalFor(ctx, id)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.out, "承認された廃棄 第%d号: %d件\n", d.Number, len(d.Items))
	}
	if !dryRun {
		erased, err := jobs.CarryOut(ctx, s, c.anchorDir(), at)
		fmt.Fprintf(p.out, "廃棄したケース: %d件\n", erased)
		if err != nil {
			return err
		}
	}
	f, err := s.ForgetRecords(ctx, at, dryRun)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "随時相談: %d件　メール: %d件　利用者: %d人\n", f.Questions, f.Messages, f.Accounts)
	if !dryRun {
		rows, err := jobs.PruneJournal(ctx, s, c.anchorDir(), at)
		if err != nil {
			return fmt.Errorf("操作の記録を廃棄できません: %w", err)
		}
		fmt.Fprintf(p.out, "操作の記録: %d件\n", rows)
	}
	if dryRun {
		fmt.Fprintln(p.out, "確認だけです。何も廃棄していません。")
	}
	return nil
}

func setRetention(ctx context.Context, p program, class, years, from string, byDay bool) error {
	c, err := readConfig(p.env)
	if err != nil {
		return err
	}
	rule := casework.RetentionRule{Class: casework.RetentionClass(class), FromYear: !byDay, ValidFrom: calendar.DateOf(c.now())}
	if from != "" {
		if rule.ValidFrom, err = calendar.ParseDate(from); err != nil {
			return usageError{"--from は 2026-04-01 のように書きます"}
		}
	}
	if n, err := fmt.Sscanf(years, "%d", &rule.Years); err != nil || n != 1 || rule.Years < 1 || rule.Years > 100 {
		return usageError{"年数は 1 から 100 の間です"}
	}
	known := []casework.RetentionClass{casework.RetainCase, casework.RetainQuestion, casework.RetainMessage, casework.RetainAccount, casework.RetainJournal}
	for _, k := range known {
		if k == rule.Class {
			return withDatabase(ctx, p, c, func(d *database) error {
				if err := store.SetRetention(ctx, d.dsn, rule); err != nil {
					return err
				}
				fmt.Fprintf(p.out, "%s から、%s の保存期間を%d年にしました。\n", rule.ValidFrom, class, rule.Years)
				return nil
			})
		}
	}
	return usageError{fmt.Sprintf("クラスは次のどれかです: %v", known)}
}

func withDatabase(ctx context.Context, p program, c config, fn func(d *database) error) (err error) {
	d, err := openDatabase(ctx, c, true, logger(p, c))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close(ctx)) }()
	return fn(d)
}

// reapply holds the database against the erasure list: after a backup was restored, before anybody looks.
func reapply(ctx context.Context, p program, list string) error {
	c, err := readConfig(p.env)
	if err != nil {
		return err
	}
	if list == "" {
		list = c.anchorDir()
	}
	return withDatabase(ctx, p, c, func(d *database) error {
		n, err := reapplyErasures(ctx, c, d.dsn, list)
		if err == nil {
			fmt.Fprintf(p.out, "廃棄したケースのうち %d件が戻っていたため、もう一度廃棄しました。\n", n)
		}
		return err
	})
}

func reapplyErasures(ctx context.Context, c config, dsn, list string) (int, error) {
	cases, err := jobs.Erasures(list)
	if err != nil || len(cases) == 0 {
		return 0, err
	}
	return store.ReapplyErasures(ctx, dsn, cases, store.Truncate(c.now()))
}
