package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// checker walks a decoded value along its schema. Malformed faults (400) are those a program
// makes: unknown members and wrong types. The others (422) a person can mend.
type checker struct {
	malformed []casework.FieldError
	invalid   []casework.FieldError
	nulls     bool // a merge patch: null removes an optional member
}

// err returns one refusal with every fault of the graver kind, or nil.
func (k *checker) err() error {
	switch {
	case len(k.malformed) > 0:
		return &problem{code: codeMalformed, fields: k.malformed}
	case len(k.invalid) > 0:
		return &problem{code: casework.CodeInvalid, fields: k.invalid}
	}
	return nil
}

func (k *checker) wrong(pointer, code, message string) {
	k.malformed = append(k.malformed, casework.FieldError{Pointer: pointer, Code: code, Message: message})
}

func (k *checker) bad(pointer, code, message string) {
	k.invalid = append(k.invalid, casework.FieldError{Pointer: pointer, Code: code, Message: message})
}

// value checks one value. A schema without a type (or one the contract does not use) takes nothing:
// TestContractUsesOnlyWhatTheCheckerKnows keeps that from happening unseen.
func (k *checker) value(pointer string, schema *openapi3.Schema, value any) {
	switch {
	case schema.Type.Is("object"):
		k.object(pointer, schema, value)
	case schema.Type.Is("array"):
		k.array(pointer, schema, value)
	case schema.Type.Is("string"):
		k.text(pointer, schema, value)
	case schema.Type.Is("integer"):
		k.integer(pointer, schema, value)
	case schema.Type.Is("boolean"):
		if _, ok := value.(bool); !ok {
			k.wrong(pointer, "wrong_type", "true か false で送ってください。")
		}
	default:
		k.wrong(pointer, "wrong_type", "受け取れない項目です。")
	}
}

func (k *checker) object(pointer string, schema *openapi3.Schema, value any) {
	members, ok := value.(map[string]any)
	if !ok {
		k.wrong(pointer, "wrong_type", "項目のまとまり（オブジェクト）で送ってください。")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		at := pointer + "/" + escapePointer(name)
		property := schema.Properties[name]
		switch {
		case property == nil:
			k.wrong(at, "unknown_member", "知らない項目です。")
		case members[name] == nil && k.nulls && !slices.Contains(schema.Required, name):
			// removes the member (RFC 7396)
		default:
			k.value(at, property.Value, members[name])
		}
	}
	for _, name := range schema.Required {
		if _, there := members[name]; !there {
			k.bad(pointer+"/"+escapePointer(name), "required", "入力してください。")
		}
	}
}

func (k *checker) array(pointer string, schema *openapi3.Schema, value any) {
	items, ok := value.([]any)
	if !ok {
		k.wrong(pointer, "wrong_type", "並び（配列）で送ってください。")
		return
	}
	if uint64(len(items)) < schema.MinItems {
		k.bad(pointer, "required", fmt.Sprintf("%d件以上必要です。", schema.MinItems))
	}
	if schema.MaxItems != nil && uint64(len(items)) > *schema.MaxItems {
		k.bad(pointer, "too_many", fmt.Sprintf("%d件以内にしてください。", *schema.MaxItems))
		return
	}
	for i, item := range items {
		k.value(pointer+"/"+strconv.Itoa(i), schema.Items.Value, item)
	}
}

func (k *checker) integer(pointer string, schema *openapi3.Schema, value any) {
	number, ok := value.(json.Number)
	if !ok || strings.ContainsAny(number.String(), ".eE") {
		k.wrong(pointer, "wrong_type", "整数で送ってください。")
		return
	}
	n, err := number.Int64()
	if err != nil || (schema.Min != nil && float64(n) < *schema.Min) || (schema.Max != nil && float64(n) > *schema.Max) {
		k.bad(pointer, "out_of_range", rangeText(schema))
	}
}

func rangeText(schema *openapi3.Schema) string {
	if schema.Min == nil || schema.Max == nil {
		return "値が大きすぎるか、小さすぎます。"
	}
	return fmt.Sprintf("%.0f から %.0f の間で入力してください。", *schema.Min, *schema.Max)
}

func (k *checker) text(pointer string, schema *openapi3.Schema, value any) {
	s, ok := value.(string)
	if !ok {
		k.wrong(pointer, "wrong_type", "文字で送ってください。")
		return
	}
	length := uint64(utf8.RuneCountInString(s))
	switch {
	case length == 0 && schema.MinLength > 0:
		k.bad(pointer, "required", "入力してください。")
	case schema.Enum != nil && !slices.Contains(schema.Enum, any(s)):
		k.bad(pointer, "unknown", "選べない値です。")
	case schema.Format == "uuid" && !canonicalID(s):
		k.bad(pointer, "unknown", "番号の形が正しくありません。")
	case schema.Format == "date" && !realDate(s):
		k.bad(pointer, "impossible", "実在する日付を入力してください。")
	case schema.Format == "date-time" && !realInstant(s):
		k.bad(pointer, "impossible", "実在する日時を入力してください。")
	case length < schema.MinLength:
		k.bad(pointer, "too_short", fmt.Sprintf("%d文字以上で入力してください。", schema.MinLength))
	case schema.MaxLength != nil && length > *schema.MaxLength:
		k.bad(pointer, "too_long", fmt.Sprintf("%d文字以内で入力してください。", *schema.MaxLength))
	case schema.Pattern != "" && !pattern(schema.Pattern).MatchString(s):
		k.bad(pointer, "bad_characters", "使えない文字が含まれています。")
	}
}

// canonicalID reports whether s is a UUID in lower case, the only spelling we ever give out.
func canonicalID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case (c < '0' || c > '9') && (c < 'a' || c > 'f'):
			return false
		}
	}
	return true
}

func realDate(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Year() > 0
}

// realInstant asks what the binding will ask later, so that binding cannot fail.
func realInstant(s string) bool {
	var t time.Time
	return t.UnmarshalText([]byte(s)) == nil && t.Year() > 0
}

var patterns sync.Map // of *regexp.Regexp by text; the contract has a handful

func pattern(text string) *regexp.Regexp {
	if known, ok := patterns.Load(text); ok {
		return known.(*regexp.Regexp) //nolint:forcetypeassert // nothing else is stored here
	}
	re := regexp.MustCompile(text)
	patterns.Store(text, re)
	return re
}
