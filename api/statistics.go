package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// statistics loads figures of the time before the system, and compares what is kept with what was counted.
func statistics(ctx context.Context, p program, args []string) error {
	const how = "import FILE.csv [--dry-run] | verify"
	var dryRun bool
	rest, err := flags(p, "statistics", how, func(f *flag.FlagSet) {
		f.BoolVar(&dryRun, "dry-run", false, "確かめるだけで、何も変えません")
	}, args)
	if err != nil {
		return err
	}
	if len(rest) == 1 && rest[0] == "verify" {
		return withStore(ctx, p, func(_ config, s *store.Store) error {
			difference, err := s.RecountStatistics(ctx)
			if err == nil && difference != "" {
				err = errors.New("件数が、もとの記録と合いません: " + difference)
			}
			if err == nil {
				fmt.Fprintln(p.out, "件数は、もとの記録と合っています。")
			}
			return err
		})
	}
	if len(rest) != 2 || rest[0] != "import" {
		return usageError{"使い方: tsunagu statistics " + how}
	}
	file, err := os.Open(rest[1])
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	return withStore(ctx, p, func(c config, s *store.Store) error {
		n, faults, err := s.ImportStatistics(ctx, file, dryRun, c.now())
		if err != nil {
			return err
		}
		for _, f := range faults {
			fmt.Fprintf(p.err, "%d行 %s: %s\n", f.Row, f.Column, f.Message)
		}
		if len(faults) > 0 {
			return errors.New("誤りがあるため、何も取り込みませんでした")
		}
		fmt.Fprintf(p.out, "記録値 %d件を%s。\n", n, map[bool]string{true: "確かめました（取り込んでいません）", false: "取り込みました"}[dryRun])
		return nil
	})
}
