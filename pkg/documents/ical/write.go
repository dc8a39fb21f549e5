package ical

import (
	"strings"
	"unicode/utf8"
)

// octets is the longest line, without its end (RFC 5545, 3.1).
const octets = 75

type writer struct{ b []byte }

// line writes a property, folded between characters: one cut inside a character is unreadable in half of the programs.
func (w *writer) line(property, value string) {
	rest := property + ":" + value
	room := octets
	for len(rest) > room {
		at := room
		for at > 0 && !utf8.RuneStart(rest[at]) {
			at--
		}
		w.b = append(append(w.b, rest[:at]...), "\r\n "...)
		rest, room = rest[at:], octets-1 // the space that opens the next line counts
	}
	w.b = append(append(w.b, rest...), "\r\n"...)
}

func (w *writer) text(property, value string) { w.line(property, escaped(value)) }

func (w *writer) optional(property, value string) {
	if value != "" {
		w.text(property, value)
	}
}

var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// escaped is a TEXT value (3.3.11).
func escaped(text string) string { return escapes.Replace(clean(text, true)) }

var parameterEscapes = strings.NewReplacer("^", "^^", `"`, "^'", "\n", "^n")

// quoted is a parameter's value: quotes inside are written as RFC 6868 says.
func quoted(text string) string { return `"` + parameterEscapes.Replace(clean(text, true)) + `"` }

// clean leaves out what no value may hold: broken UTF-8, and control characters but for the tab and the line's end.
func clean(text string, lines bool) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' && lines || r >= ' ' && r != 0x7f {
			return r
		}
		return -1
	}, text)
}

// mailto is an address as a URI: what a URI may not hold is written in hexadecimal.
func mailto(address string) string { return "mailto:" + uri(address) }

func uri(text string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for _, c := range []byte(clean(text, false)) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"<>\^`+"`{|}", c) >= 0 {
			out.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}
