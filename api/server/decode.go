package server

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// maxDepth bounds nesting: the deepest document of the contract has eight levels.
const maxDepth = 32

// decodeStrict reads exactly one JSON value. encoding/json alone would take the last of two equal
// keys, mend broken text with U+FFFD and stop before trailing data; each of these loses what
// somebody wrote, so each is refused. Numbers stay json.Number.
func decodeStrict(raw []byte) (any, error) {
	switch {
	case !utf8.Valid(raw):
		return nil, refuse(codeMalformed, "文字コードは UTF-8 で送ってください。")
	case !json.Valid(raw):
		return nil, refuse(codeMalformed, "JSON として読み取れませんでした。")
	}
	if detail := badEscape(raw); detail != "" {
		return nil, refuse(codeMalformed, detail)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	return decodeValue(dec, "", 0)
}

func decodeValue(dec *json.Decoder, pointer string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, refuse(codeMalformed, "入れ子が深すぎます。")
	}
	token, err := dec.Token()
	if err != nil {
		return nil, refuse(codeMalformed, "JSON として読み取れませんでした。")
	}
	switch token {
	case json.Delim('{'):
		return decodeObject(dec, pointer, depth)
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			item, err := decodeValue(dec, pointer+"/"+strconv.Itoa(len(list)), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err = dec.Token()
		return list, err
	}
	return token, nil
}

func decodeObject(dec *json.Decoder, pointer string, depth int) (any, error) {
	object := map[string]any{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, refuse(codeMalformed, "JSON として読み取れませんでした。")
		}
		key, _ := token.(string) // json.Valid has made sure of it
		at := pointer + "/" + escapePointer(key)
		if _, twice := object[key]; twice {
			return nil, &problem{code: codeMalformed, fields: []casework.FieldError{
				{Pointer: at, Code: "duplicate", Message: "同じ項目が二度書かれています。"}}}
		}
		if object[key], err = decodeValue(dec, at, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := dec.Token()
	return object, err
}

// badEscape looks through valid JSON for \u0000 and for halves of a surrogate pair.
func badEscape(raw []byte) string {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' { // valid JSON has backslashes only inside strings
			continue
		}
		i++
		if raw[i] != 'u' {
			continue
		}
		unit := hex4(raw[i+1:])
		i += 4
		switch {
		case unit == 0:
			return "使えない文字（U+0000）が含まれています。"
		case unit >= 0xDC00 && unit <= 0xDFFF:
			return "壊れた文字が含まれています。"
		case unit >= 0xD800 && unit <= 0xDBFF:
			rest := raw[i+1:]
			if len(rest) < 6 || rest[0] != '\\' || rest[1] != 'u' {
				return "壊れた文字が含まれています。"
			}
			if low := hex4(rest[2:]); low < 0xDC00 || low > 0xDFFF {
				return "壊れた文字が含まれています。"
			}
			i += 6
		}
	}
	return ""
}

func hex4(b []byte) uint64 {
	unit, err := strconv.ParseUint(string(b[:4]), 16, 16)
	if err != nil {
		return 0 // cannot be: json.Valid has read the four digits
	}
	return unit
}

// readBody reads at most what the limit of the request lets through.
func readBody(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(r)
	if err == nil {
		return raw, nil
	}
	if p := problemOf(err); p.code == codeTooLarge {
		return nil, p
	}
	return nil, refuse(codeMalformed, "本文を最後まで受け取れませんでした。")
}

// escapePointer writes a member name as one step of a JSON pointer (RFC 6901).
func escapePointer(key string) string {
	var out []byte
	for i := range len(key) {
		switch key[i] {
		case '~':
			out = append(out, "~0"...)
		case '/':
			out = append(out, "~1"...)
		default:
			out = append(out, key[i])
		}
	}
	return string(out)
}
