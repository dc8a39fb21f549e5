package store

import (
	"database/sql/driver"
	"fmt"
	"strings"
)

// textArray is a PostgreSQL text[] where GORM writes or reads it.
type textArray []string

// Value writes the array in PostgreSQL's own text form.
func (a textArray) Value() (driver.Value, error) {
	var b strings.Builder
	b.WriteByte('{')
	for i, s := range a {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('"')
		b.WriteString(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s))
		b.WriteByte('"')
	}
	b.WriteByte('}')
	return b.String(), nil
}

// Scan reads the text form of a one-dimensional array without NULLs.
func (a *textArray) Scan(src any) error {
	var s string
	switch v := src.(type) {
	case string:
		s = v
	case []byte:
		s = string(v)
	case nil:
		*a = nil
		return nil
	default:
		return fmt.Errorf("text[] from %T", src)
	}
	*a = textArray{}
	s = strings.TrimSuffix(strings.TrimPrefix(s, "{"), "}")
	for s != "" {
		var item string
		item, s = arrayItem(s)
		*a = append(*a, item)
	}
	return nil
}

// arrayItem takes the first item off a non-empty list, quoted or bare.
func arrayItem(s string) (item, rest string) {
	if s[0] != '"' {
		item, rest, _ = strings.Cut(s, ",")
		return item, rest
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
			b.WriteByte(s[i])
		case '"':
			return b.String(), strings.TrimPrefix(s[i+1:], ",")
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}
