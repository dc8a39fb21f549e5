package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const journalHow = "verify|export|anchor [--anchors 控え] [--from 日付] [--until 日付] [--out ファイル]"

// journalOptions are the options of tsunagu journal.
type journalOptions struct{ anchors, from, until, out string }

// journal looks after the journal (操作の記録): verify exits 1 when anything is wrong and names it.
func journal(ctx context.Context, p program, args []string) error {
	var o journalOptions
	rest, err := flags(p, "journal", journalHow, func(f *flag.FlagSet) {
		f.StringVar(&o.anchors, "anchors", "", "verify: 控えのファイルまたはフォルダー（指定しなければ TSUNAGU_ANCHOR_DIR）")
		f.StringVar(&o.from, "from", "", "export: この日から（2026-04-01 の形）")
		f.StringVar(&o.until, "until", "", "export: この日まで（この日を含みます）")
		f.StringVar(&o.out, "out", "", "export: 書き出し先のファイル（指定しなければ標準出力）")
	}, args)
	if err != nil {
		return err
	}
	do := map[string]func(context.Context, program, config, *store.Store, journalOptions) error{
		"verify": verifyJournal, "export": exportJournal, "anchor": anchorJournal,
	}
	if len(rest) != 1 || do[rest[0]] == nil {
		return usageError{"使い方: tsunagu journal " + journalHow}
	}
	return withStore(ctx, p, func(c config, s *store.Store) error { return do[rest[0]](ctx, p, c, s, o) })
}

// anchorDir is where anchors are: outside the database.
func (c config) anchorDir() string {
	if c.AnchorDir != "" {
		return c.AnchorDir
	}
	return filepath.Join(c.DataDir, "anchors")
}

func verifyJournal(ctx context.Context, p program, c config, s *store.Store, o journalOptions) error {
	if o.anchors == "" {
		o.anchors = c.anchorDir()
	} else if _, err := os.Stat(o.anchors); err != nil {
		return usageError{"控えが見つかりません: " + o.anchors}
	}
	anchors, err := jobs.ReadAnchors(o.anchors)
	if err != nil {
		return fmt.Errorf("控えを読み取れません: %w", err)
	}
	v, err := s.VerifyJournal(ctx, anchors, store.Truncate(c.now()))
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "操作の記録 %d件を、控え %d件と照らし合わせました。\n", v.Rows, v.Anchors)
	if v.Pruned != nil {
		fmt.Fprintf(p.out, "1番から%d番（%sまで）は、保存期間（%d年）が終わり %s に廃棄されています。\n", v.Pruned.Seq, calendar.DateOf(v.Pruned.SealedAt), v.Pruned.Years, calendar.DateOf(v.Pruned.At))
	}
	if len(anchors) == 0 {
		fmt.Fprintf(p.out, "控えがありません（%s）。末尾が切り取られていても分かりません。\n", o.anchors)
	}
	for _, f := range v.Findings {
		fmt.Fprintln(p.out, "✗ "+findingText(f))
	}
	if len(v.Findings) > 0 {
		return fmt.Errorf("%d件の異常があります", len(v.Findings))
	}
	if v.Head.Seq > 0 {
		fmt.Fprintf(p.out, "✓ 異常はありません。末尾: %d番 %x\n", v.Head.Seq, v.Head.Hash)
		return nil
	}
	fmt.Fprintln(p.out, "✓ 記録はまだありません。")
	return nil
}

// findingText says in one line what was found where.
func findingText(f store.Finding) string {
	place := fmt.Sprintf("記録 %d（%d番）", f.Journal, f.Seq)
	if f.Upto > 0 {
		place = fmt.Sprintf("%d番から%d番", f.Seq, f.Upto)
	}
	switch f.Kind {
	case store.FindingChanged:
		return place + ": 内容が書き換えられています"
	case store.FindingRemoved:
		return place + ": 削除されています"
	case store.FindingInserted:
		return fmt.Sprintf("記録 %d: あとから差し込まれています（記録の時刻 %s）", f.Journal, f.At.Format(time.RFC3339))
	case store.FindingReordered:
		return place + ": 順番が入れ替えられています"
	case store.FindingRewritten:
		return place + ": 鎖が作り直されています（控えまたは次の記録と合いません）"
	case store.FindingCut:
		return place + ": 末尾が切り取られています（控えは " + f.At.Format(time.RFC3339) + " のもの）"
	case store.FindingEarly:
		return place + ": 保存期間が終わる前に廃棄されています"
	case store.FindingUnsealed:
		return fmt.Sprintf("記録 %d: 5秒を過ぎても封印されていません（記録の時刻 %s）", f.Journal, f.At.Format(time.RFC3339))
	}
	return place + ": " + string(f.Kind)
}

func anchorJournal(ctx context.Context, p program, c config, s *store.Store, _ journalOptions) error {
	if _, err := s.NewSealer().Seal(ctx); err != nil {
		return err
	}
	a, wrote, err := jobs.Anchor(ctx, s, c.anchorDir(), c.now())
	switch {
	case err != nil:
		return err
	case a.Seq == 0:
		fmt.Fprintln(p.out, "記録はまだありません。")
	case wrote:
		fmt.Fprintf(p.out, "控えを書きました: %s %d %x\n", a.At.Format(time.RFC3339), a.Seq, a.Hash)
	default:
		fmt.Fprintf(p.out, "前の控えから記録は増えていません: %d %x\n", a.Seq, a.Hash)
	}
	return nil
}

// exportJournal writes one JSON document a line: the rows with their seals, so that anybody can check the chain. The
// export itself is journaled.
func exportJournal(ctx context.Context, p program, c config, s *store.Store, o journalOptions) (err error) {
	from, err := dayStart(o.from, 0)
	if err != nil {
		return err
	}
	until, err := dayStart(o.until, 1)
	if err != nil {
		return err
	}
	if err := s.Journal(ctx, casework.Actor{}, store.Entry{At: store.Truncate(c.now()), Operation: "exportJournal"}); err != nil {
		return err
	}
	out := p.out
	if o.out != "" {
		f, err := os.OpenFile(o.out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		out = f
	}
	return writeRows(ctx, s, from, until, out)
}

func writeRows(ctx context.Context, s *store.Store, from, until time.Time, out io.Writer) error {
	lines := json.NewEncoder(out)
	return s.ExportJournal(ctx, from, until, func(row store.ExportedRow) error { return lines.Encode(row) })
}

// dayStart is the instant at which a day of the city begins, plus so many days; "" = not bounded.
func dayStart(text string, days int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, text, time.FixedZone("Asia/Tokyo", 9*60*60))
	if err != nil {
		return t, usageError{"日付は 2026-04-01 のように書きます: " + text}
	}
	return t.AddDate(0, 0, days).UTC(), nil
}
