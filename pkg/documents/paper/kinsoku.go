package paper

import (
	"strings"
	"unicode"
)

// What may not open a line (行頭禁則), what may not end one (行末禁則), and what is never torn apart (分離禁則): JIS X 4051.
const (
	neverFirst = "、。，．・：；？！‼⁇⁈⁉ヽヾゝゞ々〻ー’”）〕］｝〉》」』】〙〗〟｠»゠〜～‐–" +
		"ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ％‰℃°′″)]},.!?:;%"
	neverLast = "‘“（〔［｛〈《「『【〘〖〝｟«￥＄￡＃№([{¥$#"
	neverTorn = "—―…‥〳〴〵"
)

// breakable reports whether a line may end between two characters.
func breakable(before, after rune) bool {
	switch {
	case strings.ContainsRune(neverFirst, after), strings.ContainsRune(neverLast, before):
		return false
	case before == after && strings.ContainsRune(neverTorn, before):
		return false
	case unicode.Is(unicode.Mn, after):
		return false
	case after == ' ':
		return false // it hangs over the end
	}
	return !inWord(before) || !inWord(after)
}

// inWord is what words, numbers and addresses of mail are made of: 2026-11-27 and tsunagu@example.jp stay whole.
func inWord(r rune) bool {
	return r > ' ' && r < 0x250 || r >= 0x370 && r < 0x530
}

// wrap breaks a text into lines of at most so many mm; width says how wide one character is. What cannot stay whole is broken where it must be.
func wrap(text string, most float64, width func(rune) float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrapParagraph([]rune(strings.TrimRight(paragraph, " 　\t")), most, width)...)
	}
	return lines
}

const slack = 1e-6 // sums of widths are not exact

func wrapParagraph(runes []rune, most float64, width func(rune) float64) []string {
	lines := []string{}
	start, last, sum := 0, 0, 0.0 // last: where the line may end, 0 for nowhere yet
	for i := 0; i < len(runes); i++ {
		if i > start && breakable(runes[i-1], runes[i]) {
			last = i
		}
		w := width(runes[i])
		if sum+w > most+slack && i > start && runes[i] != ' ' {
			if last <= start {
				last = i
			}
			lines = append(lines, strings.TrimRight(string(runes[start:last]), " "))
			start, last, sum = last, 0, 0
			for _, r := range runes[start:i] {
				sum += width(r)
			}
			i-- // measured again on its new line
			continue
		}
		sum += w
	}
	return append(lines, strings.TrimRight(string(runes[start:]), " "))
}
