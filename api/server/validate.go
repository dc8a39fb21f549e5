package server

import (
	"crypto/sha256"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// validate holds a request against its operation before anything is bound: the generated code accepts
// bogus enums, unknown members and wrong-case names.
func (s *Server) validate(op operation) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			t := traceOf(c.Request().Context())
			if err := checkParams(op, c, t); err != nil {
				return err
			}
			if op.body != nil {
				if err := checkBody(op, c.Request(), t); err != nil {
					return err
				}
			}
			if key := c.Request().Header.Get("Idempotency-Key"); op.keyed && key != "" {
				t.key, t.hash = key, requestHash(c.Request(), t)
			}
			return next(c)
		}
	}
}

// requestHash is what an Idempotency-Key stands for. The agency is in it: an answer given to one agency
// is not repeated for another, even to the same person.
func requestHash(r *http.Request, t *trace) []byte {
	h := sha256.New()
	for _, part := range []string{r.Method, r.URL.Path, r.URL.RawQuery, string(actorOf(r.Context()).Agency), string(t.raw)} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return h.Sum(nil)
}

func checkParams(op operation, c echo.Context, t *trace) error {
	query, err := strictQuery(c.Request().URL.RawQuery)
	if err != nil {
		return err
	}
	k := &checker{}
	known := map[string]bool{}
	for _, p := range op.params {
		switch p.In {
		case openapi3.ParameterInPath:
			one := &checker{}
			one.param(p, []string{c.Param(p.Name)})
			if one.err() != nil {
				return casework.NotFound() // such a thing cannot exist; the answer is the one of an unknown id
			}
			if p.Schema.Value.Format == "uuid" {
				t.object = casework.ID(c.Param(p.Name))
			}
		case openapi3.ParameterInQuery:
			known[p.Name] = true
			k.query(p, query)
		case openapi3.ParameterInHeader:
			if err := k.header(p, c.Request().Header.Values(p.Name)); err != nil {
				return err
			}
		}
	}
	for name := range query {
		if !known[name] {
			k.wrong(clip(name, 100), "unknown_member", "知らない条件です。")
		}
	}
	return k.err()
}

// strictQuery parses the query; Go alone would silently drop a pair that holds a semicolon.
func strictQuery(raw string) (url.Values, error) {
	query, err := url.ParseQuery(raw)
	if err != nil || strings.Contains(raw, ";") {
		return nil, refuse(codeMalformed, "検索条件を読み取れませんでした。")
	}
	for name, values := range query {
		for _, v := range append(values, name) {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				const detail = "検索条件に使えない文字が含まれています。"
				return nil, &problem{code: codeMalformed, detail: detail, fields: []casework.FieldError{
					{Pointer: clip(strings.ToValidUTF8(strings.ReplaceAll(name, "\x00", "\ufffd"), "\ufffd"), 100), Code: "bad_characters", Message: detail}}}
			}
		}
	}
	return query, nil
}

func (k *checker) query(p *openapi3.Parameter, query url.Values) {
	values, given := query[p.Name]
	switch {
	case !given && p.Required:
		k.bad(p.Name, "required", "指定してください。")
	case given && len(values) > 1 && !p.Schema.Value.Type.Is("array"):
		k.wrong(p.Name, "duplicate", "一度だけ指定してください。")
	case given:
		k.param(p, values)
	}
}

func (k *checker) header(p *openapi3.Parameter, values []string) error {
	switch {
	case len(values) > 1:
		k.wrong(p.Name, "duplicate", "一度だけ指定してください。")
	case len(values) == 1:
		k.param(p, values)
	case p.Name == "If-Match":
		return refuse(codePrecondition, "")
	case p.Name == "X-Link-Token":
		return casework.NoSuchLink()
	case p.Required:
		return refuse(casework.CodeForbidden, "この操作は、つなぐの画面からだけ行えます。")
	}
	return nil
}

// param checks the text of a parameter as the value its schema means.
func (k *checker) param(p *openapi3.Parameter, values []string) {
	schema := p.Schema.Value
	if schema.Type.Is("array") {
		items := make([]any, len(values))
		for i, v := range values {
			items[i] = typed(schema.Items.Value, v)
		}
		k.value(p.Name, schema, items)
		return
	}
	k.value(p.Name, schema, typed(schema, values[0]))
}

func typed(schema *openapi3.Schema, text string) any {
	switch {
	case schema.Type.Is("boolean") && (text == "true" || text == "false"):
		return text == "true"
	case schema.Type.Is("integer") && json.Valid([]byte(text)):
		return json.Number(text)
	}
	return text
}

func checkForm(r *http.Request) error {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil || media != multipartForm || params["boundary"] == "":
		return refuse(codeMedia, multipartForm+" で送ってください。")
	case r.ContentLength > maxUpload:
		return refuse(codeTooLarge, "1つのファイルは20MBまでです。")
	}
	return nil
}

// checkBody reads, decodes and checks the body, and keeps its bytes. CSV is left to its handler, which
// names row and column of each fault.
func checkBody(op operation, r *http.Request, t *trace) error {
	if op.media == multipartForm { // its handler reads it piece by piece, once it knows that it may
		return checkForm(r)
	}
	if r.ContentLength > maxBody {
		return refuse(codeTooLarge, "")
	}
	raw, err := readBody(io.LimitReader(r.Body, maxBody+1))
	if len(raw) > maxBody {
		return refuse(codeTooLarge, "")
	}
	if err != nil {
		return err
	}
	if len(raw) == 0 {
		if op.needBody {
			return &problem{code: codeMalformed, fields: []casework.FieldError{{Code: "required", Message: "本文がありません。"}}}
		}
		return nil
	}
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(params["charset"])
	if err != nil || media != op.media || (charset != "" && charset != "utf-8") {
		return refuse(codeMedia, op.media+" で送ってください。")
	}
	t.raw = raw
	if op.media != echo.MIMEApplicationJSON {
		return nil
	}
	value, err := decodeStrict(raw)
	if err != nil {
		return err
	}
	k := &checker{nulls: op.patch}
	k.value("", op.body, value)
	return k.err()
}
