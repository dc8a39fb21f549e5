package demo

import "strings"

// theme is one kind of life this field meets: who lives there, which ticks fit, which agencies meet it,
// and sentences a 相談員 would write about it. {…} are filled from the household (see words in write.go).
type theme struct {
	code     string
	issues   []string // the first is the most pressing
	maybe    []string // ticked in some of the households
	features []string
	also     []string // features of some of the households
	casts    []cast
	filers   []string // where such a household first turns up; local agencies without their ward
	leads    []string // who takes over
	joins    []string // who helps beside the lead
	visitors []string // 続柄 of 来談者; "" = 本人
	danger   int      // percent with danger to life or body
	abroad   bool     // a family of foreign nationality
	homeless bool     // some have no fixed address

	situations, concerns, wishes []string // the sheet
	seen, moved, steady          []string // 支援経過: first meetings, progress, monitoring
	plights, purposes, closings  []string // つなぎ: why now, what for; and 終結
}

// cast is one way to fill the household; the first seat is 本人.
type cast struct {
	shape shape
	count int // how many households of the 120
	seats []seat
}

// lines splits a block into its lines, without blanks around them.
func lines(block string) []string {
	var out []string
	for _, l := range strings.Split(block, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// themes are all of them; their casts add up to the census shares of the issue.
func themes() []*theme {
	var all []*theme
	for _, group := range [][]*theme{elderThemes(), aloneThemes(), familyThemes(), childThemes(), workThemes()} {
		all = append(all, group...)
	}
	return all
}

func one(r role, from, to int) seat { return seat{role: r, from: from, to: to} }

// anyone is a person living alone.
func anyone(from, to int) []seat { return []seat{{role: husband, from: from, to: to, anySex: true}} }

func son(from, to int) seat { return seat{role: child, from: from, to: to} }
func kid(from, to int) seat { return seat{role: child, from: from, to: to, anySex: true} }
