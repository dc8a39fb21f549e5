package server

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

func problemCode(err error) casework.Code {
	if err == nil {
		return ""
	}
	return problemOf(err).code
}

func contract(t testing.TB) (*openapi3.T, map[string]operation) {
	t.Helper()
	doc, operations, err := readContract()
	if err != nil {
		t.Fatal(err)
	}
	return doc, operations
}

// faults checks a body against an operation and returns "pointer code" of each fault, and the code of the whole.
func faults(t *testing.T, id, body string) (string, casework.Code) {
	t.Helper()
	_, operations := contract(t)
	op, there := operations[id]
	if !there {
		t.Fatalf("no operation %s", id)
	}
	value, err := decodeStrict([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	k := &checker{nulls: op.patch}
	k.value("", op.body, value)
	if k.err() == nil {
		return "", ""
	}
	p := problemOf(k.err())
	var out []string
	for _, f := range p.fields {
		if f.Message == "" {
			t.Errorf("%s has no message", f.Pointer)
		}
		out = append(out, f.Pointer+" "+f.Code)
	}
	return strings.Join(out, ", "), p.code
}

func TestCheckerNamesEachFault(t *testing.T) {
	id := anyID()
	for _, c := range []struct {
		operation, body, faults string
		code                    casework.Code
	}{
		{"createSession", `{"email":"a@b.example","password":"x"}`, "", ""},
		{"createSession", `{"email":"","password":"x"}`, "/email required", "invalid"},
		{"createSession", `{}`, "/email required, /password required", "invalid"},
		{"createSession", `{"Email":"a","password":"x"}`, "/Email unknown_member", "malformed"},
		{"createSession", `{"email":1,"password":null}`, "/email wrong_type, /password wrong_type", "malformed"},
		{"createSession", `[]`, " wrong_type", "malformed"},
		{"createSession", `{"email":"` + strings.Repeat("あ", 254) + `","password":"x"}`, "", ""},
		{"createSession", `{"email":"` + strings.Repeat("あ", 255) + `","password":"x"}`, "/email too_long", "invalid"},
		{"createSheet", `{"content":{}}`, "", ""},
		{"createSheet", `{"content":{"subject":null}}`, "/content/subject wrong_type", "malformed"},
		{"updateSheet", `{"content":{"subject":null,"visitor":{"name":null}}}`, "", ""},
		{"updateSheet", `{"content":null}`, "/content wrong_type", "malformed"},
		{"createSheet", `{"content":{"receivedAt":"2026-02-30T00:00:00Z"}}`, "/content/receivedAt impossible", "invalid"},
		{"createSheet", `{"content":{"receivedAt":"2026-11-24T12:00:00+09:00","householdSize":0}}`, "/content/householdSize out_of_range", "invalid"},
		{"createSheet", `{"content":{"householdSize":2.5}}`, "/content/householdSize wrong_type", "malformed"},
		{"createSheet", `{"content":{"householdSize":99999999999999999999}}`, "/content/householdSize out_of_range", "invalid"},
		{"createSheet", `{"content":{"subject":{"birth":{"precision":"day","date":"1980-02-30"}}}}`, "/content/subject/birth/date impossible", "invalid"},
		{"createSheet", `{"content":{"subject":{"birth":{"date":"0000-01-01"}}}}`, "/content/subject/birth/date impossible", "invalid"},
		{"createSheet", `{"content":{"channel":"VISIT"}}`, "/content/channel unknown", "invalid"},
		{"createSheet", `{"content":{"danger":"true"}}`, "/content/danger wrong_type", "malformed"},
		{"createSheet", `{"content":{"referrals":[{"agencyId":"` + id + `"},{"agencyId":"no"}]}}`, "/content/referrals/1/agencyId unknown", "invalid"},
		{"createSheet", `{"content":{"referrals":[{"agencyId":"` + strings.ToUpper(id) + `"}]}}`, "/content/referrals/0/agencyId unknown", "invalid"},
		{"handOff", `{"receivers":[]}`, "/receivers required", "invalid"},
	} {
		got, code := faults(t, c.operation, c.body)
		if got != c.faults || code != c.code {
			t.Errorf("%s %s\n got %q %s\nwant %q %s", c.operation, c.body, got, code, c.faults, c.code)
		}
	}
}

// A keyword that the checker does not look at would be a check nobody makes.
func TestContractUsesOnlyWhatTheCheckerKnows(t *testing.T) {
	_, operations := contract(t)
	seen := map[*openapi3.Schema]bool{}
	var walk func(where string, s *openapi3.Schema)
	walk = func(where string, s *openapi3.Schema) {
		if seen[s] {
			return
		}
		seen[s] = true
		if !slices.Contains([]string{"object", "array", "string", "integer", "boolean"}, strings.Join(s.Type.Slice(), "|")) {
			t.Errorf("%s: type %v", where, s.Type)
		}
		if !slices.Contains([]string{"", "uuid", "date", "date-time"}, s.Format) {
			t.Errorf("%s: format %s", where, s.Format)
		}
		if len(s.OneOf)+len(s.AnyOf)+len(s.AllOf) > 0 || s.Not != nil || s.UniqueItems || s.MultipleOf != nil || s.Nullable || s.Const != nil {
			t.Errorf("%s: a keyword the checker does not know", where)
		}
		if s.Type.Is("object") && (s.AdditionalProperties.Has == nil || *s.AdditionalProperties.Has) {
			t.Errorf("%s: additionalProperties is not false", where)
		}
		if s.Type.Is("string") && s.MaxLength == nil && s.Enum == nil && s.Format == "" || s.Type.Is("array") && s.MaxItems == nil || s.Type.Is("integer") && (s.Min == nil || s.Max == nil) {
			t.Errorf("%s: no bounds", where)
		}
		for name, property := range s.Properties {
			walk(where+"/"+name, property.Value)
		}
		if s.Items != nil {
			walk(where+"/*", s.Items.Value)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(operations)) {
		op := operations[id]
		for _, p := range op.params {
			walk(id+" "+p.Name, p.Schema.Value)
		}
		if op.body != nil && op.media == "application/json" {
			walk(id, op.body)
		}
	}
	if len(seen) < 50 {
		t.Errorf("only %d schemas were looked at", len(seen))
	}
}

// Path parameters that are not ids would be taken for one: the journal would name them as the object.
func TestPathParametersAreNamedAfterTheirResource(t *testing.T) {
	_, operations := contract(t)
	for id, op := range operations {
		for _, p := range op.params {
			if p.In == "path" && p.Schema.Value.Format == "uuid" && !strings.HasSuffix(p.Name, "Id") {
				t.Errorf("%s: %s", id, p.Name)
			}
		}
		if (op.method == "POST" || op.method == "PATCH" || op.method == "PUT") && op.body != nil && op.media == "" {
			t.Errorf("%s: body without a media type", id)
		}
	}
}

func TestEtagsAreStrongAndReadBackExactly(t *testing.T) {
	for _, v := range []int{0, 1, 7, 123456} {
		if got := ifMatch(etagText(v)); got != v {
			t.Errorf("%d came back as %d", v, got)
		}
	}
	for _, header := range []string{"", "7", `W/"7"`, "*", `"7", "8"`, `"07"`, `"-1"`, `"+7"`, `"x"`, `"99999999999999999999"`, `"`, `""`} {
		if got := ifMatch(header); got != -1 {
			t.Errorf("If-Match %s was read as %d", header, got)
		}
	}
}

func Example_escapePointer() {
	fmt.Println(escapePointer("a/b~c"))
	// Output: a~1b~0c
}
