//go:build unix && !linux

package embedpg

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// lifeline has nothing to hold on to outside Linux: a killed owner leaves its
// postmaster running, and the next start ends it (see clearLeftovers).
func lifeline(a *syscall.SysProcAttr) *syscall.SysProcAttr { return a }

// workingIn knows only the postmaster written in postmaster.pid.
func workingIn(dataDir string) []int {
	text, err := os.ReadFile(filepath.Join(dataDir, "postmaster.pid"))
	if err != nil {
		return nil
	}
	pid, err := strconv.Atoi(strings.TrimSpace(strings.SplitN(string(text), "\n", 2)[0]))
	if err != nil || pid <= 1 {
		return nil
	}
	// The number may since belong to another program.
	name, err := exec.Command("ps", "-o", "comm=", "-p", strconv.Itoa(pid)).Output()
	if err != nil || !strings.Contains(string(name), "postgres") {
		return nil
	}
	return []int{pid}
}
