package textnorm

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestGramsHoldRunsOfOneAndTwo(t *testing.T) {
	if got := fmt.Sprint(Grams("髙橋高橋")); got != "[橋 橋高 高 高橋]" {
		t.Error(got)
	}
	if got := Grams(" "); got == nil || len(got) != 0 {
		t.Errorf("nothing to index must be {} in the column: %#v", got)
	}
}

func TestQueryFindsPartsOfANameHoweverTyped(t *testing.T) {
	stored := Grams("ワタナベ 渡邉　美咲")
	finds := func(query string) bool {
		grams := QueryGrams(query)
		return len(grams) > 0 && !slices.ContainsFunc(grams, func(g string) bool { return !slices.Contains(stored, g) })
	}
	for _, query := range []string{"渡辺", "渡邊美", "わたなべ", "ﾜﾀﾅﾍﾞ", "美", "咲", "ナベ", "たな"} {
		if !finds(query) {
			t.Errorf("%q does not find it", query)
		}
	}
	for _, query := range []string{"渡部", "美渡", "", "・", "佐", "わなべ"} {
		if finds(query) {
			t.Errorf("%q finds it", query)
		}
	}
}

func TestQueryGramsAreFewAndAllNeeded(t *testing.T) {
	if got := fmt.Sprint(QueryGrams("渡邉美咲")); got != "[渡辺 美咲 辺美]" {
		t.Error(got)
	}
	var long strings.Builder
	for r := '一'; r < '一'+500; r++ {
		long.WriteRune(r)
	}
	if got := len(QueryGrams(long.String())); got != maxQueryGrams {
		t.Errorf("%d grams for a long query", got)
	}
}

func TestLikeness(t *testing.T) {
	for _, c := range []struct {
		a, b     string
		min, max float64
	}{
		{"渡邉美咲", "渡辺 美咲", 1, 1}, {"ワタナベ", "わたなへ", 1, 1}, {"☆", "☆", 1, 1},
		{"山田太郎", "山田次郎", 0.3, 0.4}, {"わたなべみさき", "わたなべみさ", 0.85, 0.95}, {"abaca", "acaba", 0.99, 0.99},
		{"山田", "鈴木", 0, 0}, {"", "", 0, 0}, {"☆", "★", 0, 0}, {"林", "森", 0, 0}, {"林", "林田", 0, 0}, {"aaa", "aaaaaa", 0.5, 0.6},
	} {
		got := Likeness(c.a, c.b)
		if got < c.min || got > c.max || got != Likeness(c.b, c.a) || SameName(c.a, c.b) != (got == 1) {
			t.Errorf("%q %q: %v", c.a, c.b, got)
		}
	}
}
