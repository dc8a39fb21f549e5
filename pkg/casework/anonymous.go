package casework

import (
	"slices"
	"strings"
	"unicode"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// Anonymity finds who a household is in a text that must not say it: names, addresses and telephones in any spelling.
// What advisors are asked before they are let in, and the advice kept for later cases, pass through it.
type Anonymity struct{ words Mask }

// AnonymityOf knows every content in which the household's facts may stand.
func AnonymityOf(contents ...SheetContent) Anonymity {
	m := AddressHidden(contents...)
	for _, c := range contents {
		if s := c.Subject; s != nil {
			m.learnName(s.Name, s.Kana)
			for _, o := range s.OtherNames {
				m.learnName(o.Name, o.Kana)
			}
		}
		for _, p := range c.Members {
			m.learnName(p.Name, p.Kana)
		}
		if v := c.Visitor; v != nil {
			m.learnName(v.Name, v.Kana)
		}
	}
	slices.SortStableFunc(m.words, func(a, b word) int { return len(b.key) - len(a.key) })
	return Anonymity{m}
}

// honorifics follow a name of one character, which would otherwise be found in every text (林, 森).
var honorifics = []string{"さん", "氏", "様", "君", "ちゃん"}

// learnName: the whole name, its kana, and each part of two characters and more. Kana of a part is a word of the language
// too often (みどり, はな).
func (m *Mask) learnName(name, kana string) {
	parts := append([]string{name}, strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" 　・", r) })...)
	for _, p := range parts {
		key := textnorm.Fold(p)
		switch n := len([]rune(key)); {
		case n == 0:
		case n == 1, n == 2 && kanaOnly(key):
			for _, h := range honorifics {
				m.keep(word{key: textnorm.Fold(p + h)})
			}
			if n == 2 {
				m.keep(word{key: key, kata: true})
			}
		default:
			m.keep(word{key: key})
		}
	}
	if key := textnorm.Fold(kana); len([]rune(key)) > 3 {
		m.keep(word{key: key})
	}
}

func kanaOnly(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.In(r, unicode.Hiragana, unicode.Katakana) && r != 'ー' })
}

// Found lists what in the text says who the household is, as it is written there, each once.
func (a Anonymity) Found(text string) (found []string) {
	a.words.cut(text, func(passage string) {
		if !slices.Contains(found, passage) {
			found = append(found, passage)
		}
	})
	return found
}

// check adds a fault that names what was found: whoever wrote it knows it.
func (a Anonymity) check(bad *checks, pointer, text string) {
	if found := a.Found(text); found != nil {
		bad.add(pointer, "personal", "個人が分かる言葉（"+strings.Join(found[:min(3, len(found))], "、")+"）があります。お名前・住所・電話番号を書かずに、言いかえてください。")
	}
}
