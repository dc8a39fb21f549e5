//go:build unix

package embedpg

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// runAs is the user that owns the data: oneself, or for root a lesser one,
// because PostgreSQL refuses to run as root.
type runAs struct {
	name     string
	uid, gid int
	drop     bool // we are root and must become this user
}

func whoRuns() (runAs, error) {
	if os.Geteuid() != 0 {
		return runAs{name: "self", uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errU := strconv.Atoi(u.Uid)
		gid, errG := strconv.Atoi(u.Gid)
		if errU == nil && errG == nil && uid != 0 {
			return runAs{name: name, uid: uid, gid: gid, drop: true}, nil
		}
	}
	return runAs{}, errors.New("embedpg: running as root, but there is neither a user postgres nor nobody to run the database as")
}

// choosePlace returns dir, or, when the user we drop to cannot work there (a
// checkout below a 0700 home), a place derived from dir where it can.
func choosePlace(dir string, who runAs, fast bool) (string, error) {
	err := makeReachable(dir, who)
	if err == nil || !who.drop {
		return dir, err
	}
	base := "/var/lib/tsunagu"
	if fast { // a test's data may vanish with the next reboot
		base = filepath.Join(os.TempDir(), "tsunagu-test")
	}
	other := filepath.Join(base, "pg-"+hash(dir))
	if errOther := makeReachable(other, who); errOther != nil {
		return "", errors.Join(err, errOther)
	}
	return other, nil
}

// makeReachable creates dir and asks the kernel, as the user in question,
// whether it can be entered; mode bits alone would miss ACLs and mounts.
func makeReachable(dir string, who runAs) error {
	if err := makeDirs(dir); err != nil {
		return fmt.Errorf("embedpg: %w", err)
	}
	if !who.drop {
		return nil
	}
	probe := exec.Command("/bin/sh", "-c", "exit 0")
	probe.Dir = dir
	probe.SysProcAttr = attributes(who)
	if err := probe.Run(); err != nil {
		return fmt.Errorf("embedpg: user %s cannot enter %s: %w", who.name, dir, err)
	}
	return nil
}

// makeDirs is MkdirAll with 0755 whatever the umask: directories we make on the
// way must let the database user pass; what is private lies in 0700 below them.
func makeDirs(dir string) error {
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return &os.PathError{Op: "mkdir", Path: dir, Err: syscall.ENOTDIR}
		}
		return nil
	}
	if err := makeDirs(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return os.Chmod(dir, 0o755)
}

// privateDir makes dir 0700 for the database user. A directory of that name
// owned by somebody else (someone may squat in /tmp) is refused.
func privateDir(dir string, who runAs) error {
	err := os.Mkdir(dir, 0o700)
	if err == nil && who.drop {
		err = os.Lchown(dir, who.uid, who.gid)
	}
	if err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("embedpg: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("embedpg: %w", err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || int(st.Uid) != who.uid {
		return fmt.Errorf("embedpg: %s belongs to another user or is no directory", dir)
	}
	return os.Chmod(dir, 0o700)
}

// takeLock holds dir for this process until it ends, however it ends: the
// kernel releases a flock with its last descriptor, and children do not inherit it.
func takeLock(dir string) (*os.File, error) {
	name := filepath.Join(dir, "lock")
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("embedpg: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, inUse(dir, name)
		}
		return nil, fmt.Errorf("embedpg: lock %s: %w", name, err)
	}
	err = f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("embedpg: lock %s: %w", name, err)
	}
	return f, nil
}

func inUse(dir, lock string) error {
	pid := "?"
	if text, err := os.ReadFile(lock); err == nil && len(text) > 0 {
		pid = strings.TrimSpace(string(text))
	}
	return fmt.Errorf("%w\n"+
		"データの置き場所 %[2]s は、すでに動いている tsunagu（プロセス番号 %[3]s）が使っています。"+
		"先にそちらを終了するか、TSUNAGU_DATA_DIR で別の場所を指定してください。\n"+
		"The data directory %[2]s is used by a running tsunagu (process %[3]s). "+
		"Stop that one first, or set TSUNAGU_DATA_DIR to another place", ErrInUse, dir, pid)
}
