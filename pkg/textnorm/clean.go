package textnorm

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Codes of CleanError; stable, for the API.
const (
	CodeInvalidUTF8 = "text_invalid_utf8"
	CodeControl     = "text_control_character"
)

// CleanError says why a text was refused. It does not repeat the text.
type CleanError struct {
	Code string
	At   int // the offending character, counted in code points from 1
}

// Error gives the message for the person, in Japanese.
func (e *CleanError) Error() string {
	if e.Code == CodeInvalidUTF8 {
		return "文字を正しく読み取れませんでした。もう一度入力してください。"
	}
	return fmt.Sprintf("%d文字目に、画面に表示できない文字が含まれています。その部分を入力し直してください。", e.At)
}

// Clean checks text before it is stored. It refuses what cannot be stored or shown: bytes
// that are no UTF-8, and the control characters of C0, DEL and C1 except line feed and tab.
// Line ends of other systems (CR LF, CR) become LF, so that pasted text is not refused.
// Every other character stays exactly as it is, variation selectors, 𠮷 and emoji included:
// no name may be refused or changed. Errors are *CleanError.
func Clean(s string) (string, error) {
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	at := 0
	for i, r := range s {
		at++
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return "", &CleanError{CodeInvalidUTF8, at}
			}
		}
		if isControl(r) {
			return "", &CleanError{CodeControl, at}
		}
	}
	return s, nil
}

func isControl(r rune) bool {
	return r < 0x20 && r != '\n' && r != '\t' || r >= 0x7F && r <= 0x9F
}
