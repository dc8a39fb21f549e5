//go:build unix

package embedpg

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strconv"
	"strings"
)

// oldest is the first major version the migrations are tested on.
const oldest = 15

var versionNumber = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// findBinaries returns the directory of initdb and postgres: of the same major
// version as existing data, else the newest found in the first source that has
// any: TSUNAGU_PG_BINDIR, Debian's places, PATH, npm's @embedded-postgres.
func findBinaries(dataDir string) (string, error) {
	want, err := majorOfData(dataDir)
	if err != nil {
		return "", err
	}
	var seen []string
	for _, source := range []func() []string{fromEnvironment, fromDebian, fromPath, fromNPM} {
		dirs := source()
		sort.SliceStable(dirs, func(i, j int) bool { return majorOfPrograms(dirs[i]) > majorOfPrograms(dirs[j]) })
		for _, dir := range dirs {
			major := majorOfPrograms(dir)
			if major >= oldest && (want == 0 || major == want) {
				return dir, nil
			}
			if major > 0 {
				seen = append(seen, fmt.Sprintf("%s (%d)", dir, major))
			}
		}
	}
	return "", notFound(want, seen)
}

func notFound(want int, seen []string) error {
	if want > 0 {
		return fmt.Errorf("%w: the data was made by PostgreSQL %d; found only [%s]. Install that version or set TSUNAGU_PG_BINDIR",
			ErrNoPostgreSQL, want, strings.Join(seen, ", "))
	}
	return fmt.Errorf("%w (need %d or newer; seen [%s]). On Debian or Ubuntu: apt-get install postgresql. "+
		"Elsewhere set TSUNAGU_PG_BINDIR to the directory of initdb and postgres, or TSUNAGU_DATABASE_URL to a running server",
		ErrNoPostgreSQL, oldest, strings.Join(seen, ", "))
}

// majorOfData reads PG_VERSION; 0 means that there is no data yet.
func majorOfData(dataDir string) (int, error) {
	text, err := os.ReadFile(filepath.Join(dataDir, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("embedpg: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("embedpg: %s/PG_VERSION: %w", dataDir, err)
	}
	return major, nil
}

// majorOfPrograms asks postgres itself; 0 means that it cannot be run.
func majorOfPrograms(dir string) int {
	for _, name := range []string{"initdb", "postgres"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.IsDir() {
			return 0
		}
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	m := versionNumber.FindSubmatch(out)
	if m == nil {
		return 0
	}
	major, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return 0
	}
	return major
}

func fromEnvironment() []string {
	if dir := os.Getenv("TSUNAGU_PG_BINDIR"); dir != "" {
		return []string{dir}
	}
	return nil
}

func fromDebian() []string {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is valid
	return dirs
}

func fromPath() []string {
	program, err := exec.LookPath("postgres")
	if err != nil {
		return nil
	}
	if real, err := filepath.EvalSymlinks(program); err == nil {
		program = real
	}
	return []string{filepath.Dir(program)}
}

func fromNPM() []string {
	arch := map[string]string{"amd64": "x64", "386": "ia32"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	native := filepath.Join("frontend", "node_modules", "@embedded-postgres", runtime.GOOS+"-"+arch, "native")
	native, err := filepath.Abs(native)
	if err != nil {
		return nil
	}
	if _, err := os.Stat(native); err != nil {
		return nil
	}
	linkLibraries(native)
	return []string{filepath.Join(native, "bin")}
}

// linkLibraries makes the symlinks that npm cannot pack and that the package's
// install script would make; `npm ci --ignore-scripts` leaves them out. What
// cannot be linked shows when postgres is asked for its version.
func linkLibraries(native string) {
	text, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if err != nil {
		return
	}
	var links []struct{ Source, Target string }
	if json.Unmarshal(text, &links) != nil {
		return
	}
	root := filepath.Dir(native)
	for _, l := range links {
		target := filepath.Join(root, l.Target)
		if !filepath.IsLocal(l.Target) || !filepath.IsLocal(l.Source) {
			continue
		}
		rel, err := filepath.Rel(filepath.Dir(target), filepath.Join(root, l.Source))
		if err == nil {
			_ = os.Symlink(rel, target)
		}
	}
}
