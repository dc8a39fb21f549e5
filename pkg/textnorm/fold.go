package textnorm

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the search key of s. Two spellings that a person at a counter would take for
// one name get one key: 髙/高 and 邊/辺 (variants.go), hiragana and katakana, full and half
// width, small and big kana, with or without 濁点, long vowel marks, hyphens, spaces and
// punctuation, upper and lower case, accents, variation selectors; 々 and ゝ are written
// out. Letters, digits and kanji remain. The key is for comparing only, never for showing.
// Fold never fails: bytes that are no UTF-8 are dropped. Fold(Fold(s)) == Fold(s).
func Fold(s string) string {
	if key, ok := foldASCII(s); ok {
		return key
	}
	s = norm.NFKD.String(strings.ToValidUTF8(s, ""))
	var b strings.Builder
	b.Grow(len(s))
	var prev rune
	for _, r := range s {
		if r = foldRune(r, prev); r >= 0 {
			b.WriteRune(r)
			prev = r
		}
	}
	return norm.NFC.String(b.String()) // Hangul was taken apart by NFKD
}

// foldASCII folds text of ASCII alone, where most of the work above is not needed.
func foldASCII(s string) (string, bool) {
	keep := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 {
			return "", false
		}
		if isASCIIWord(c) {
			keep++
		}
	}
	key := make([]byte, 0, keep)
	for i := range len(s) {
		if c := s[i]; isASCIIWord(c) {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			key = append(key, c)
		}
	}
	return string(key), true
}

func isASCIIWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// foldRune folds one decomposed rune; -1 drops it. prev is the folded rune before it.
func foldRune(r, prev rune) rune {
	switch {
	case r < 0x80:
		if isASCIIWord(byte(r)) {
			return unicode.ToLower(r)
		}
		return -1
	case r >= 0x3041 && r <= 0x30FF:
		return foldKana(r, prev)
	case r == '々' || r == '〻':
		if unicode.Is(unicode.Han, prev) {
			return prev
		}
		return -1
	case unicode.Is(unicode.Han, r):
		if to, ok := variant[r]; ok {
			return to
		}
		return r
	case isDroppedMark(r):
		return -1
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
		return foldLetter(r)
	}
	return -1
}

// foldKana folds U+3041–30FF, already without 濁点 in the rune itself.
func foldKana(r, prev rune) rune {
	switch {
	case r == 'ゝ' || r == 'ヽ': // the voiced ゞ ヾ were taken apart
		if unicode.Is(unicode.Hiragana, prev) {
			return prev
		}
		return -1
	case r >= 'ァ' && r <= 'ヶ':
		r -= 'ァ' - 'ぁ'
	case r > 'ゖ': // 濁点, ー, ・ and the like
		return -1
	}
	if big, ok := bigKana[r]; ok {
		return big
	}
	return r
}

// bigKana gives small kana their big form and old kana the one now used for the sound:
// すゑ is looked for as すえ, かをり as かおり.
var bigKana = map[rune]rune{
	'ぁ': 'あ', 'ぃ': 'い', 'ぅ': 'う', 'ぇ': 'え', 'ぉ': 'お', 'っ': 'つ', 'ゃ': 'や', 'ゅ': 'ゆ', 'ょ': 'よ',
	'ゎ': 'わ', 'ゕ': 'か', 'ゖ': 'け', 'ゐ': 'い', 'ゑ': 'え', 'を': 'お',
}

// isDroppedMark says whether r is an accent or a selector. Marks that spell vowels (Thai,
// Devanagari …) stay: without them different names would become one.
func isDroppedMark(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036F, r >= 0x1AB0 && r <= 0x1AFF, r >= 0x1DC0 && r <= 0x1DFF,
		r >= 0x20D0 && r <= 0x20FF, r >= 0xFE20 && r <= 0xFE2F:
		return true
	}
	return isVariationSelector(r)
}

func isVariationSelector(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF ||
		r >= 0x180B && r <= 0x180D || r == 0x180F
}

// foldLetter brings letters of other scripts to lower case; by way of the upper case, so
// that ς and σ, ı and i meet. Letters with a stroke have no decomposition: Đặng is typed
// Dang, Łukasz Lukasz.
func foldLetter(r rune) rune {
	r = unicode.ToLower(unicode.ToUpper(r))
	switch r {
	case 'đ', 'ð':
		return 'd'
	case 'ł':
		return 'l'
	case 'ø':
		return 'o'
	}
	return r
}
