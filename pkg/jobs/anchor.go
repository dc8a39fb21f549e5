package jobs

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// anchorFile holds one line for each anchor: when, place in the chain, hash. Lines are only ever added; a copy kept
// elsewhere (printed, mailed, on a medium that is written once) makes it stronger.
const anchorFile = "journal.anchors"

// Anchor writes the end of the chain down outside the database, and reports whether there was anything new to write.
func Anchor(ctx context.Context, s *store.Store, dir string, now time.Time) (store.Anchor, bool, error) {
	head, err := s.Head(ctx)
	if err != nil || head.Seq == 0 {
		return store.Anchor{}, false, err
	}
	a := store.Anchor{At: now.UTC().Truncate(time.Second), Seq: head.Seq, Hash: head.Hash}
	known, err := ReadAnchors(dir)
	if err != nil {
		return a, false, err
	}
	if n := len(known); n > 0 && known[n-1].Seq == a.Seq && known[n-1].Hash == a.Hash {
		return a, false, nil
	}
	return a, true, appendLine(dir, fmt.Sprintf("%s %d %x\n", a.At.Format(time.RFC3339), a.Seq, a.Hash))
}

func appendLine(dir, line string) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // holds hashes only; whoever keeps a copy may read it
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, anchorFile), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644) //nolint:gosec // as above
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.WriteString(line); err != nil { // one write: replicas that share the folder do not mix their lines
		return err
	}
	return f.Sync()
}

// ReadAnchors reads every anchor of a folder, or of one file (a copy kept elsewhere). A folder without the file has none;
// a line that cannot be read is an error, for somebody has been at it.
func ReadAnchors(path string) ([]store.Anchor, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, anchorFile)
	}
	f, err := os.Open(path) //nolint:gosec // the operator names it
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var all []store.Anchor
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		a, err := parseAnchor(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		all = append(all, a)
	}
	return all, lines.Err()
}

func parseAnchor(line string) (a store.Anchor, err error) {
	var at, hash string
	if n, err := fmt.Sscanf(line, "%s %d %s", &at, &a.Seq, &hash); err != nil || n != 3 || len(strings.Fields(line)) != 3 || a.Seq < 1 {
		return a, errors.New("not an anchor")
	}
	if a.At, err = time.Parse(time.RFC3339, at); err != nil {
		return a, err
	}
	sum, err := hex.DecodeString(hash)
	if err != nil || len(sum) != len(a.Hash) {
		return a, errors.New("not a hash")
	}
	copy(a.Hash[:], sum)
	return a, nil
}
