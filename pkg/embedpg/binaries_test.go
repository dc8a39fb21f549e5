//go:build unix

package embedpg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakePrograms makes programs that only know their version.
func fakePrograms(t *testing.T, major int) string {
	t.Helper()
	dir := t.TempDir()
	script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %d.3'\n", major)
	for _, name := range []string{"postgres", "initdb"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func dataOfVersion(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "PG_VERSION"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestNamedProgramsComeFirst(t *testing.T) {
	dir := fakePrograms(t, 99)
	t.Setenv("TSUNAGU_PG_BINDIR", dir)
	got, err := findBinaries(t.TempDir())
	if err != nil || got != dir {
		t.Fatalf("findBinaries = %q, %v; want %q", got, err, dir)
	}
}

func TestProgramsMustBeOfTheDataVersion(t *testing.T) {
	t.Setenv("TSUNAGU_PG_BINDIR", fakePrograms(t, 99))
	_, err := findBinaries(dataOfVersion(t, "42\n"))
	if !errors.Is(err, ErrNoPostgreSQL) || !strings.Contains(err.Error(), "PostgreSQL 42") || !strings.Contains(err.Error(), "(99)") {
		t.Fatalf("data of version 42: %v", err)
	}
	dir := fakePrograms(t, 42)
	t.Setenv("TSUNAGU_PG_BINDIR", dir)
	if got, err := findBinaries(dataOfVersion(t, "42\n")); err != nil || got != dir {
		t.Fatalf("findBinaries = %q, %v; want %q", got, err, dir)
	}
}

func TestOldProgramsAreNotUsed(t *testing.T) {
	old := fakePrograms(t, oldest-1)
	t.Setenv("TSUNAGU_PG_BINDIR", old)
	if got, err := findBinaries(t.TempDir()); err == nil && got == old {
		t.Fatalf("PostgreSQL %d was taken", oldest-1)
	}
}

func TestUnreadableVersionIsAnError(t *testing.T) {
	if _, err := findBinaries(dataOfVersion(t, "fifteen")); err == nil {
		t.Fatal("PG_VERSION fifteen was accepted")
	}
}

func TestLibrariesAreLinkedWithinThePackageOnly(t *testing.T) {
	pack := t.TempDir()
	lib := filepath.Join(pack, "native", "lib")
	if err := os.MkdirAll(lib, 0o755); err != nil {
		t.Fatal(err)
	}
	list := `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"},
	          {"source":"native/lib/libpq.so.5.18","target":"../outside.so"}]`
	for name, text := range map[string]string{"native/pg-symlinks.json": list, "native/lib/libpq.so.5.18": "library"} {
		if err := os.WriteFile(filepath.Join(pack, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	linkLibraries(filepath.Join(pack, "native"))
	if text, err := os.ReadFile(filepath.Join(lib, "libpq.so.5")); err != nil || string(text) != "library" {
		t.Errorf("libpq.so.5 = %q, %v", text, err)
	}
	if _, err := os.Lstat(filepath.Join(filepath.Dir(pack), "outside.so")); err == nil {
		t.Error("a link was made outside the package")
	}
}
