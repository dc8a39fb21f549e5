package paper

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf16"
)

// gopdf writes the text behind a glyph outside the basic plane (𠮷) as one number of five digits, where PDF (ISO 32000-1, 9.10.3) wants
// UTF-16: readers and search would find another character. So these entries are written anew, and with them the places of what follows.

var (
	toUnicode = regexp.MustCompile(`/Length (\d+)\n>>\nstream\n/CIDInit [^\x00]*?endbfrange`)
	beyond    = regexp.MustCompile(`(<[0-9A-F]{4}><[0-9A-F]{4}>)<([0-9A-F]{5,6})>\n`)
	xrefEntry = regexp.MustCompile(`(?m)^(\d{10})( \d{5} n)`)
	startXref = regexp.MustCompile(`startxref\n(\d+)\n`)
)

// edit replaces file[from:to].
type edit struct {
	from, to int
	by       []byte
}

// readable is the file with the text behind every glyph in UTF-16.
func readable(file []byte) []byte {
	var edits []edit
	for _, at := range toUnicode.FindAllSubmatchIndex(file, -1) {
		grown := 0
		var inside []edit
		for _, m := range beyond.FindAllSubmatchIndex(file[at[0]:at[1]], -1) {
			code, _ := strconv.ParseUint(string(file[at[0]+m[4]:at[0]+m[5]]), 16, 32)
			high, low := utf16.EncodeRune(rune(code))
			by := fmt.Appendf(nil, "%04X%04X", high, low)
			inside = append(inside, edit{at[0] + m[4], at[0] + m[5], by})
			grown += len(by) - (m[5] - m[4])
		}
		if grown == 0 {
			continue
		}
		length, _ := strconv.Atoi(string(file[at[2]:at[3]]))
		edits = append(append(edits, edit{at[2], at[3], strconv.AppendInt(nil, int64(length+grown), 10)}), inside...)
	}
	if len(edits) == 0 {
		return file
	}
	return apply(file, append(edits, places(file, edits)...))
}

// places are the edits that bring the table of objects to where the objects are after the others.
func places(file []byte, edits []edit) (moved []edit) {
	table := bytes.LastIndex(file, []byte("\nxref\n"))
	if table < 0 {
		return nil
	}
	for _, m := range xrefEntry.FindAllSubmatchIndex(file[table:], -1) {
		from, to := table+m[2], table+m[3]
		at, _ := strconv.Atoi(string(file[from:to]))
		moved = append(moved, edit{from, to, fmt.Appendf(nil, "%010d", at+shift(edits, at))})
	}
	if m := startXref.FindSubmatchIndex(file[table:]); m != nil {
		from, to := table+m[2], table+m[3]
		at, _ := strconv.Atoi(string(file[from:to]))
		moved = append(moved, edit{from, to, strconv.AppendInt(nil, int64(at+shift(edits, at)), 10)})
	}
	return moved
}

// shift is how far the edits move what stood at a place behind or before them.
func shift(edits []edit, at int) (sum int) {
	for _, e := range edits {
		if e.from < at {
			sum += len(e.by) - (e.to - e.from)
		}
	}
	return sum
}

func apply(file []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return a.from - b.from })
	out, from := make([]byte, 0, len(file)+8*len(edits)), 0
	for _, e := range edits {
		out = append(append(out, file[from:e.from]...), e.by...)
		from = e.to
	}
	return append(out, file[from:]...)
}
