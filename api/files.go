package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// checkFiles reads where files lie and what scans them.
func (c *config) checkFiles() (faults []string) {
	if c.FilesURL == "" {
		folder, err := filepath.Abs(filepath.Join(c.DataDir, "files"))
		if err != nil {
			return []string{"TSUNAGU_DATA_DIR: " + err.Error()}
		}
		c.FilesURL = "file://" + folder
	}
	switch scheme, rest, _ := strings.Cut(c.FilesURL, "://"); {
	case rest == "" || scheme != "file" && scheme != "s3" && (scheme != "mem" || c.Env != testEnv):
		faults = append(faults, "TSUNAGU_FILES_URL は file:///var/lib/tsunagu/files か s3://バケット?region=… のように書きます")
	case scheme == "file" && !filepath.IsAbs(rest):
		faults = append(faults, "TSUNAGU_FILES_URL の file:// には絶対パスを書きます（file:///var/lib/tsunagu/files）")
	}
	if c.Clamd != "" {
		scanner, err := files.NewClamd(c.Clamd)
		if err != nil {
			return append(faults, fmt.Sprintf("TSUNAGU_CLAMD は tcp://127.0.0.1:3310 か unix:///run/clamav/clamd.ctl のように書きます（今: %q）", c.Clamd))
		}
		c.scanner = scanner
	}
	return faults
}

func openFiles(ctx context.Context, c config) (*files.Store, error) {
	f, err := files.Open(ctx, c.FilesURL, c.scanner)
	if err != nil {
		return nil, fmt.Errorf("TSUNAGU_FILES_URL: %w", err)
	}
	return f, nil
}

// doctorFiles looks whether rows and contents belong together, also after a kill -9 or a restored backup.
func doctorFiles(ctx context.Context, c config, s *store.Store, say func(string, error) bool) {
	f, err := openFiles(ctx, c)
	if !say("ファイルの保管場所を開ける", err) {
		return
	}
	defer func() { _ = f.Close() }()
	what := "ファイルの保管場所が使える"
	if c.scanner != nil {
		what = "ファイルの保管場所とウイルス検査（clamd）が使える"
	}
	if !say(what, f.Reachable(ctx)) {
		return
	}
	faults, count, err := jobs.CheckFiles(ctx, s, f, true)
	for _, one := range faults {
		err = errors.Join(err, fmt.Errorf("%s: %s", one.Key, one.What))
	}
	say(fmt.Sprintf("添付されたファイル（%d個）の記録と中身がそろっている", count), err)
}
