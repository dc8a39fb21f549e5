package textnorm

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFoldBringsSpellingsOfOneNameTogether(t *testing.T) {
	for _, group := range [][]string{
		{"髙橋", "高橋", "高 橋", "高　橋", "高\U000E0100橋"},
		{"渡邊", "渡邉", "渡辺", "渡邉\U000E0100"},
		{"齋藤", "斎藤", "斉藤", "齊藤"},
		{"山﨑", "山崎", "山嵜"}, {"𠮷田", "吉田"}, {"濵田", "浜田", "濱田"}, {"嶋田", "島田"},
		{"佐々木", "佐佐木", "佐〻木"}, {"神谷", "\uFA19谷"}, // a compatibility ideograph
		{"サトウ", "さとう", "ｻﾄｳ", "サ ト ウ"},
		{"ヤマダ", "やまだ", "ﾔﾏﾀﾞ", "やまた", "やまた\u3099"},
		{"パク", "ﾊﾟｸ", "はく", "バク"}, {"シャー", "しや", "ｼｬｰ", "シヤ‐"}, {"みすゞ", "みすず", "ミスヾ"},
		{"すゑ", "スエ", "すえ"}, {"かをり", "かおり"}, {"ヴ", "ウ", "う"},
		{"Maria", "MARIA", "Ｍａｒｉａ", "María", "Ma-ria", "ma ria"}, {"Nguyễn Đức", "nguyen duc"},
		{"김", "\u1100\u1175\u11B7"}, {"㈱タナカ", "(株)たなか", "株たなか"}, {"１２３", "123", "①②③"}, {"ΣΑΣ", "σας"},
	} {
		for _, s := range group[1:] {
			if Fold(s) != Fold(group[0]) || Fold(s) == "" {
				t.Errorf("%q → %q, but %q → %q", group[0], Fold(group[0]), s, Fold(s))
			}
		}
	}
	if got := Fold("髙橋　ジョー・Ｂ"); got != "高橋しよb" {
		t.Errorf("the form of the key: %q", got)
	}
}

func TestFoldKeepsDifferentNamesApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"碕", "崎"}, {"大阪", "大坂"}, {"畑", "畠"}, {"岩", "巌"}, {"山田", "山本"}, {"一", "ー"}, {"太田", "大田"},
		{"かわ", "かあ"}, {"김", "긴"}, {"गीता", "गाता"}, {"兎", "免"}, {"川", "河"}, {"埼", "崎"}, {"伊東", "伊藤"},
	} {
		if Fold(pair[0]) == Fold(pair[1]) {
			t.Errorf("%q and %q both → %q", pair[0], pair[1], Fold(pair[0]))
		}
	}
	for _, s := range []string{"", " 　", "ー", "・-−", "々", "ゝ", "☆", "\u3099", "\uFE0F", "\xff"} {
		if got := Fold(s); got != "" {
			t.Errorf("%q → %q", s, got)
		}
	}
}

func TestVariantGroupsAreSound(t *testing.T) {
	seen := map[rune]string{}
	for _, group := range strings.Fields(variantGroups) {
		forms := []rune(group)
		if len(forms) < 2 {
			t.Errorf("group %q has no variant", group)
		}
		for _, r := range forms {
			if other, twice := seen[r]; twice {
				t.Errorf("%c (%U) is in %q and in %q", r, r, other, group)
			}
			seen[r] = group
			if Fold(string(r)) != string(forms[0]) {
				t.Errorf("%c (%U) → %q, not %c", r, r, Fold(string(r)), forms[0])
			}
		}
	}
	if len(variant) < 300 {
		t.Errorf("only %d variants were read", len(variant))
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"髙橋 ﾊﾟｰﾄ", "佐々木ゞ", "김\u1100\u1161", "Đặng ΣΑΣ", "\xff\xfe", "が\u3099\u0323\u0301", "葛\U000E0101々", "İıſß", "กำ", "👨‍👩‍👧"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := Fold(s)
		if !utf8.ValidString(key) {
			t.Fatalf("%q → %q is no UTF-8", s, key)
		}
		if again := Fold(key); again != key {
			t.Fatalf("%q → %q → %q (%+q → %+q)", s, key, again, key, again)
		}
		stored := map[string]bool{}
		for _, g := range Grams(s) {
			stored[g] = true
		}
		for _, g := range QueryGrams(s) {
			if !stored[g] {
				t.Fatalf("%q does not find itself: %q is not among its grams", s, g)
			}
		}
		if v := Likeness(s, key); v < 0 || v > 1 || Graphemes(s) > utf8.RuneCountInString(s) {
			t.Fatalf("%q: likeness %v, length %d", s, v, Graphemes(s))
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{
		"ascii": "Maria Gonzalez 1980", "kanji": "髙橋　太郎", "kana": "ﾀｶﾊｼ タロウ", "long": strings.Repeat("渡邉ワタナベ、", 40),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(s)
			}
		})
	}
}
