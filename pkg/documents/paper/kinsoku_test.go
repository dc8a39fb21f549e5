package paper

import (
	"slices"
	"strings"
	"testing"
)

func square(r rune) float64 {
	if r < 0x80 {
		return 0.5
	}
	return 1
}

func TestLinesBreakByKinsoku(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		most float64
		want []string
	}{
		"no mark opens a line":         {"あいうえお。かき", 5, []string{"あいうえ", "お。かき"}},
		"no small letter opens a line": {"あいうえちょっと", 5, []string{"あいうえ", "ちょっと"}},
		"no bracket ends a line":       {"あいうえ「かき」", 5, []string{"あいうえ", "「かき」"}},
		"two marks stay together":      {"あいうえお」。か", 5, []string{"あいうえ", "お」。か"}},
		"a dash is not torn":           {"あいうえ――かき", 5, []string{"あいうえ", "――かき"}},
		"a number stays whole":         {"電話は086-000-0000です", 8, []string{"電話は", "086-000-0000です"}},
		"what cannot stay whole":       {"aaaaaaaaaaaa", 3, []string{"aaaaaa", "aaaaaa"}},
		"nothing but marks":            {"。。。。。。", 3, []string{"。。。", "。。。"}},
		"own line breaks":              {"あ\n\nい", 5, []string{"あ", "", "い"}},
		"a space hangs":                {"あいうえお かき", 5, []string{"あいうえお", "かき"}},
		"indent stays":                 {"　あいう", 5, []string{"　あいう"}},
		"empty":                        {"", 5, []string{""}},
		"narrower than a letter":       {"あい", 0.5, []string{"あ", "い"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := wrap(c.text, c.most, square); !slices.Equal(trimmed(got), c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func trimmed(lines []string) []string {
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], " ")
	}
	return lines
}

func FuzzWrap(f *testing.F) {
	f.Add("あいう「えお」。abc 12", 3.0)
	f.Fuzz(func(t *testing.T, text string, most float64) {
		if most < 1 || most > 100 || strings.Contains(text, "\n") {
			return
		}
		bare := func(s string) string { return strings.NewReplacer(" ", "", "　", "", "\t", "").Replace(s) }
		lines := wrap(text, most, square)
		if got := bare(strings.Join(lines, "")); got != bare(strings.ToValidUTF8(strings.Join(strings.Split(string([]rune(text)), ""), ""), "")) {
			t.Errorf("%q became %q", text, lines)
		}
		for _, l := range lines {
			sum := 0.0
			for _, r := range strings.TrimSpace(l) {
				sum += square(r)
			}
			if sum > most+1e-6 {
				t.Errorf("%q is wider than %v", l, most)
			}
		}
	})
}
