package textnorm

import "unicode"

const (
	zeroWidthJoiner    = 0x200D
	zeroWidthNonJoiner = 0x200C
)

// Graphemes counts the characters of s as a person counts them: 葛 with a variation
// selector, が typed as か and 濁点, a flag, a family emoji and CR LF are one each. It follows
// the extended grapheme clusters of UAX #29 but for the rules of Indic conjuncts and
// prepended marks, which do not matter to a limit of length.
func Graphemes(s string) int {
	count, flags := 0, 0
	var prev rune = -1
	for _, r := range s {
		if prev < 0 || !joins(prev, r, flags) {
			count++
		}
		if isRegionalIndicator(r) {
			flags++
		} else {
			flags = 0
		}
		prev = r
	}
	return count
}

// joins says whether r continues the character that prev belongs to. flags counts the
// regional indicators directly before r: two of them make one flag.
func joins(prev, r rune, flags int) bool {
	switch {
	case prev == '\r' && r == '\n':
		return true
	case unicode.IsControl(prev) || unicode.IsControl(r):
		return false
	case isExtender(r):
		return true
	case prev == zeroWidthJoiner:
		return isPictograph(r)
	case isRegionalIndicator(r):
		return flags%2 == 1
	}
	return joinsHangul(prev, r)
}

func isExtender(r rune) bool {
	return r == zeroWidthJoiner || r == zeroWidthNonJoiner || unicode.IsMark(r) ||
		r == 'ﾞ' || r == 'ﾟ' || // half-width 濁点 and 半濁点
		r >= 0x1F3FB && r <= 0x1F3FF || // skin tones
		r >= 0xE0020 && r <= 0xE007F // tags of regional flags
}

func isRegionalIndicator(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

func isPictograph(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || unicode.Is(unicode.So, r) || r == 0x2194 || r == 0x2195
}

// joinsHangul keeps the jamo of one syllable together.
func joinsHangul(prev, r rune) bool {
	lead := prev >= 0x1100 && prev <= 0x115F || prev >= 0xA960 && prev <= 0xA97C
	vowel := prev >= 0x1160 && prev <= 0x11A7
	trail := prev >= 0x11A8 && prev <= 0x11FF
	syllable := prev >= 0xAC00 && prev <= 0xD7A3
	switch {
	case r >= 0x1100 && r <= 0x115F, r >= 0xA960 && r <= 0xA97C, r >= 0xAC00 && r <= 0xD7A3:
		return lead
	case r >= 0x1160 && r <= 0x11A7:
		return lead || vowel || syllable && (prev-0xAC00)%28 == 0
	case r >= 0x11A8 && r <= 0x11FF:
		return vowel || trail || syllable
	}
	return false
}
