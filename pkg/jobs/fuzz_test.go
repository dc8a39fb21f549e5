package jobs

import (
	"strings"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/store"
)

func FuzzSmtpAddressNeverTellsItsPassword(f *testing.F) {
	for _, text := range []string{"smtp://u:secret@mail.example:587", "smtps://mail.example", "smtp://", "smtp://u:secret@h:1?tls=none&x", "smtp://u:secret@[::1]:25", "smtp://u:secret@h:99999", "%", "smtp://u:sec%ret@h"} {
		f.Add(text, "a@b.example")
	}
	f.Fuzz(func(t *testing.T, address, from string) {
		s, err := ParseSMTP(address, from)
		if err != nil {
			if strings.Contains(address, "secret") && strings.Contains(err.Error(), "secret") {
				t.Fatalf("%v", err)
			}
			return
		}
		if s.host == "" || s.port < 1 || s.port > 65535 || s.from == nil {
			t.Fatalf("%q: %+v", address, s)
		}
	})
}

func FuzzAnchorIsReadWholeOrRefused(f *testing.F) {
	f.Add("2026-06-10T03:00:00Z 5 " + strings.Repeat("ab", 32))
	f.Add("x 1 y")
	f.Add("2026-06-10T03:00:00Z 9223372036854775808 " + strings.Repeat("ab", 32))
	f.Fuzz(func(t *testing.T, line string) {
		if a, err := parseAnchor(line); err == nil && (a.Seq < 1 || a.At.IsZero() || a.Hash == store.Anchor{}.Hash && !strings.Contains(line, "00")) {
			t.Fatalf("%q: %+v", line, a)
		}
	})
}
