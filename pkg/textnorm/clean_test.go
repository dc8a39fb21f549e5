package textnorm

import (
	"errors"
	"testing"
)

func TestCleanKeepsEveryCharacterOfAName(t *testing.T) {
	for _, s := range []string{
		"", "𠮷田\U000E0101　葛\U000E0100", "👨‍👩‍👧‍👦", "か\u3099", "ｶﾞ", "行\n\tもう一行", " 前後の空白 ", "\uFFFD", "\u200B", "\uE000", "ทดสอบ",
	} {
		if got, err := Clean(s); err != nil || got != s {
			t.Errorf("%q → %q, %v", s, got, err)
		}
	}
	if got, err := Clean("一\r\n二\r三\n四"); err != nil || got != "一\n二\n三\n四" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestCleanRefusesWhatCannotBeStoredOrShown(t *testing.T) {
	for s, want := range map[string]CleanError{
		"\x00": {CodeControl, 1}, "山田\x00": {CodeControl, 3}, "a\x1bb": {CodeControl, 2}, "\x7f": {CodeControl, 1},
		"髙\u0085": {CodeControl, 2}, "\u009f": {CodeControl, 1}, "\x0b": {CodeControl, 1}, "\r\n\x01": {CodeControl, 2},
		"\xff": {CodeInvalidUTF8, 1}, "髙橋\xe3\x81": {CodeInvalidUTF8, 3}, "\xed\xa0\x80": {CodeInvalidUTF8, 1}, "\xc0\x80": {CodeInvalidUTF8, 1},
	} {
		got, err := Clean(s)
		var why *CleanError
		if got != "" || !errors.As(err, &why) || *why != want || why.Error() == "" {
			t.Errorf("%q → %q, %v; want %v", s, got, err, want)
		}
	}
}

func TestGraphemesCountAsAPersonCounts(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "山田": 2, "𠮷": 1, "葛\U000E0100城": 2, "か\u3099": 1, "ｶﾞ": 1, "é": 1, "e\u0301": 1,
		"👨‍👩‍👧‍👦": 1, "👍🏽": 1, "🇯🇵": 1, "🇯🇵🇰🇷": 2, "🇯🇵🇰": 2, "❤️": 1, "🏴\U000E0067\U000E0062\U000E007F": 1, "👩👨": 2,
		"\r\n": 1, "\n\n": 2, "a\nb": 3, "각": 1, "\u1100\u1161\u11A8": 1, "가\u11A8나": 2, "नि": 1, "\u200Da": 2,
	} {
		if got := Graphemes(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}
