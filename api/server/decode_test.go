package server

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestDecoderRefusesWhatWouldBeLost(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "two values": `{} {}`, "trailing data": `{"a":1}x`, "trailing comma": `[1,]`, "comment": `{/**/}`,
		"key twice": `{"a":1,"a":2}`, "key twice, escaped": `{"a":1,"\u0061":2}`, "key twice, deep": `{"x":[{"a":1,"a":1}]}`,
		"NUL escape": `{"a":"\u0000"}`, "NUL byte": "{\"a\":\"\x00\"}", "NUL in a key": `{"\u0000":1}`,
		"high half": `"\ud83d"`, "high half, then text": `"\ud83dabcdef"`, "low half": `"\udc00"`, "halves reversed": `"\udc00\ud83d"`,
		"two high halves": `"\ud83d\ud83d"`, "invalid UTF-8": "\"\xff\"", "overlong": "\"\xc0\xaf\"", "surrogate in UTF-8": "\"\xed\xa0\x80\"",
		"byte order mark": "\ufeff{}", "too deep": strings.Repeat("[", 40) + strings.Repeat("]", 40), "NaN": `NaN`, "single quotes": `{'a':1}`,
	} {
		if _, err := decodeStrict([]byte(text)); problemCode(err) != codeMalformed {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDecoderKeepsTextExactly(t *testing.T) {
	for _, text := range []string{"葛\U000E0100城", "𠮷野", "👨‍👩‍👧", "か\u3099", "～〜", "\\u0000 as text", "a\nb\tc", "\u2028"} {
		raw, err := json.Marshal(map[string]string{"name": text})
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeStrict(raw)
		if err != nil || got.(map[string]any)["name"] != text {
			t.Errorf("%q: %v %v", text, got, err)
		}
	}
	got, err := decodeStrict([]byte(`"\ud83d\ude00 \\u0041 \\ud800"`))
	if err != nil || got != `😀 \u0041 \ud800` {
		t.Errorf("%q %v", got, err)
	}
}

func TestDecoderNamesTheMemberWrittenTwice(t *testing.T) {
	_, err := decodeStrict([]byte(`{"content":{"a/b":[0,{"~":1,"~":2}]}}`))
	if p := problemOf(err); len(p.fields) != 1 || p.fields[0].Pointer != "/content/a~1b/1/~0" {
		t.Errorf("%+v", p)
	}
}

func TestDecoderNamesTheMemberThatHoldsBrokenText(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":"\ufffd","b":["x",{"c":"x\u0000y"}],"d":"\u0000"}`: "/b/1/c", `{"a":{"b":"\ud83d"}}`: "/a/b",
		"{\"a\":\"あ\",\"b\":\"\xff\"}": "/b", `{"a":{"\u0000":1}}`: "/a", "{\"a\":\"\xff\"": "", `{"a":`: "", "": "", `"\ud83d"`: "",
	} {
		_, err := decodeStrict([]byte(text))
		if p := problemOf(err); p.code != codeMalformed || p.detail == "" || len(p.fields) != 1 || p.fields[0].Pointer != want {
			t.Errorf("%q: %+v", text, p)
		}
	}
}

// Whatever is taken must mean the same to encoding/json, which binds it later.
func FuzzDecoderAgreesWithTheBinding(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5e3,null,true,"\u3042"]}`, `{"a":1,"a":2}`, `"\ud83d\ude00"`, `[[[]]]`, `{"":""}`, `-0`, `1e999`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := decodeStrict(raw)
		if err != nil {
			if problemCode(err) != codeMalformed {
				t.Errorf("%q: %v", raw, err)
			}
			return
		}
		dec := json.NewDecoder(strings.NewReader(string(raw)))
		dec.UseNumber()
		var want any
		if err := dec.Decode(&want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %#v, want %#v (%v)", raw, got, want, err)
		}
	})
}
