package textnorm

// SameName says whether a and b fold to one key. Texts without any letter, digit or kanji
// are the same name only when written alike, and an empty text is no name.
func SameName(a, b string) bool {
	if key := Fold(a); key != "" {
		return key == Fold(b)
	}
	return a != "" && a == b
}

// Likeness says how alike two names are, from 0 to 1, for finding duplicates: 1 when their
// keys are equal, else the Sørensen–Dice coefficient over runs of two runes, kept below 1.
func Likeness(a, b string) float64 {
	if SameName(a, b) {
		return 1
	}
	x, y := []rune(Fold(a)), []rune(Fold(b))
	if len(x) < 2 || len(y) < 2 {
		return 0
	}
	left := make(map[[2]rune]int, len(x))
	for i := range len(x) - 1 {
		left[[2]rune{x[i], x[i+1]}]++
	}
	shared := 0
	for i := range len(y) - 1 {
		if pair := [2]rune{y[i], y[i+1]}; left[pair] > 0 {
			left[pair]--
			shared++
		}
	}
	// Different keys can share all their pairs (abaca, acaba), and are still not equal.
	return min(float64(2*shared)/float64(len(x)+len(y)-2), 0.99)
}
