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
	dec := decoder{Decoder: json.NewDecoder(bytes.NewReader(raw)), wound: wound{at: -1}}
	dec.UseNumber()
	switch valid := json.Valid(raw); { // which does not look at the encoding
	case !utf8.Valid(raw):
		dec.wound = wound{badByte(raw), "bad_characters", "文字コードは UTF-8 で送ってください。"}
		if !valid {
			return nil, dec.refuse("")
		}
	case !valid:
		return nil, notJSON("")
	default:
		dec.wound = badEscape(raw)
	}
	return dec.value("", 0)
}

// wound is the first place where the text is not what somebody wrote; at is -1 when there is none.
type wound struct {
	at           int
	code, detail string
}

// decoder reads to the wound, so that it can name the member that holds it.
type decoder struct {
	*json.Decoder
	wound wound
}

func (d decoder) wounded() bool { return d.wound.at >= 0 && d.InputOffset() > int64(d.wound.at) }

func (d decoder) refuse(pointer string) *problem {
	return &problem{code: codeMalformed, detail: d.wound.detail, fields: []casework.FieldError{
		{Pointer: pointer, Code: d.wound.code, Message: d.wound.detail}}}
}

func notJSON(pointer string) *problem {
	const detail = "JSON として読み取れませんでした。"
	return &problem{code: codeMalformed, detail: detail, fields: []casework.FieldError{{Pointer: pointer, Code: "malformed", Message: detail}}}
}

// badByte is where raw stops being UTF-8.
func badByte(raw []byte) int {
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

func (d decoder) value(pointer string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, refuse(codeMalformed, "入れ子が深すぎます。")
	}
	token, err := d.Token()
	switch {
	case err != nil:
		return nil, notJSON(pointer)
	case d.wounded():
		return nil, d.refuse(pointer)
	}
	switch token {
	case json.Delim('{'):
		return d.object(pointer, depth)
	case json.Delim('['):
		list := []any{}
		for d.More() {
			item, err := d.value(pointer+"/"+strconv.Itoa(len(list)), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err = d.Token()
		return list, err
	}
	return token, nil
}

func (d decoder) object(pointer string, depth int) (any, error) {
	object := map[string]any{}
	for d.More() {
		token, err := d.Token()
		switch {
		case err != nil:
			return nil, notJSON(pointer)
		case d.wounded():
			return nil, d.refuse(pointer) // the name itself
		}
		key, _ := token.(string) // json.Valid has made sure of it
		at := pointer + "/" + escapePointer(key)
		if _, twice := object[key]; twice {
			return nil, &problem{code: codeMalformed, fields: []casework.FieldError{
				{Pointer: at, Code: "duplicate", Message: "同じ項目が二度書かれています。"}}}
		}
		if object[key], err = d.value(at, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return object, err
}

// badEscape looks through valid JSON for \u0000 and for halves of a surrogate pair.
func badEscape(raw []byte) wound {
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
		broken := wound{i, "bad_characters", "壊れた文字が含まれています。"}
		switch {
		case unit == 0:
			return wound{i, "bad_characters", "使えない文字（U+0000）が含まれています。"}
		case unit >= 0xDC00 && unit <= 0xDFFF:
			return broken
		case unit >= 0xD800 && unit <= 0xDBFF:
			rest := raw[i+1:]
			if len(rest) < 6 || rest[0] != '\\' || rest[1] != 'u' {
				return broken
			}
			if low := hex4(rest[2:]); low < 0xDC00 || low > 0xDFFF {
				return broken
			}
			i += 6
		}
	}
	return wound{at: -1}
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
