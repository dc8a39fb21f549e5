package server

import (
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Parsers of what comes from outside, each with what must hold for any input. Their seeds run with the other tests;
// `go test ./api/server -fuzz NAME` looks further.

func FuzzIfMatchReadsOnlyOurTags(f *testing.F) {
	for _, text := range []string{`"1"`, `"0"`, `W/"1"`, `*`, `"1", "2"`, `"01"`, `"-1"`, `"+1"`, `"9999999999999999999999"`, `""`, `"`, " \"7\" ", "\"1\x00\"", `"１"`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if v := ifMatch(text); v >= 0 && etagText(v) != strings.TrimSpace(text) {
			t.Errorf("%q was read as version %d", text, v)
		}
	})
}

func FuzzBearerIsOneToken(f *testing.F) {
	for _, text := range []string{"Bearer a.b.c", "bearer x", "Basic eDp5", "Bearer", "Bearer ", " Bearer x", "Bearer  x", "Bearer x y", "\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		token, ok := bearer([]string{text})
		if ok && (token == "" || !strings.HasSuffix(text, token) || !strings.EqualFold(text[:6], "bearer")) {
			t.Errorf("%q gives %q", text, token)
		}
		if _, twice := bearer([]string{text, text}); twice {
			t.Error("two headers were taken")
		}
	})
}

func FuzzTokensOfOthersAreRefused(f *testing.F) {
	k, err := newTokens(testKey(), "tsunagu")
	if err != nil {
		f.Fatal(err)
	}
	ours, err := k.sign(claims{casework.NewID(noon), casework.NewID(noon)}, noon)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("")
	f.Add("..")
	f.Add(ours[:len(ours)-2])
	f.Add(strings.Replace(ours, ".", ".e30.", 1))
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Add(ours + "\n")
	f.Add(strings.ToUpper(ours))
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := k.read(text, noon.Add(time.Minute)); err == nil && text != ours {
			t.Errorf("%q was taken as %+v", text, c)
		}
	})
}

// Only what one of our own proxies added counts; whatever a stranger wrote before it does not.
func FuzzForwardedAddressIsNeverAStrangersWord(f *testing.F) {
	for _, text := range []string{"", "203.0.113.9", "1.2.3.4, 203.0.113.9", "10.0.0.1", "::1", "[2001:db8::1]:80", "unknown", ",,,", "203.0.113.9:80", "10.0.0.9, 10.0.0.8", strings.Repeat("1.1.1.1,", 500), "\x00"} {
		f.Add(text)
	}
	_, ours, _ := net.ParseCIDR("10.0.0.0/8")
	trusting, alone := addressFrom([]*net.IPNet{ours}), addressFrom(nil)
	f.Fuzz(func(t *testing.T, said string) {
		request := func(from string) *http.Request {
			return &http.Request{RemoteAddr: net.JoinHostPort(from, "5000"), Header: http.Header{"X-Forwarded-For": {said}, "X-Real-Ip": {said}}}
		}
		if got := alone(request("10.0.0.1")); got != "10.0.0.1" {
			t.Errorf("without proxies %q made %q", said, got)
		}
		if got := trusting(request("203.0.113.77")); got != "203.0.113.77" {
			t.Errorf("a stranger saying %q became %q", said, got)
		}
		if got := trusting(request("10.0.0.1")); net.ParseIP(got) == nil {
			t.Errorf("%q made %q, which is no address", said, got)
		}
	})
}

func FuzzReturnPathStaysHere(f *testing.F) {
	for _, text := range []string{"/cases", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", "", "/%2f%2fevil.example", "javascript:alert(1)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := ownPath(text)
		if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n") {
			t.Errorf("%q leads to %q", text, got)
		}
	})
}

func FuzzRecoveryCodesFold(f *testing.F) {
	f.Add("abcd-efgh")
	f.Add(" O1l　i")
	f.Fuzz(func(t *testing.T, code string) {
		a, b := recoveryHash("a", code), recoveryHash("a", strings.ToUpper(strings.ToLower(code)))
		if strings.EqualFold(strings.ToUpper(strings.ToLower(code)), code) && string(a) != string(b) {
			t.Errorf("%s: case decides", strconv.Quote(code))
		}
	})
}
