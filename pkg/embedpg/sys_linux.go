package embedpg

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// lifeline makes the kernel close the database in order when we are killed.
func lifeline(a *syscall.SysProcAttr) *syscall.SysProcAttr {
	a.Pdeathsig = sigFast
	return a
}

// workingIn lists the processes whose working directory is dataDir: the
// postmaster and its backends enter it and stay, and nobody else is let in.
func workingIn(dataDir string) []int {
	if real, err := filepath.EvalSymlinks(dataDir); err == nil {
		dataDir = real
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		// A prefix, because after an upgrade the link reads "postgres (deleted)".
		cwd, err := os.Readlink(filepath.Join("/proc", e.Name(), "cwd"))
		exe, errExe := os.Readlink(filepath.Join("/proc", e.Name(), "exe"))
		if err == nil && errExe == nil && cwd == dataDir && strings.HasPrefix(filepath.Base(exe), "postgres") {
			pids = append(pids, pid)
		}
	}
	return pids
}
