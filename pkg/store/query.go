package store

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// query collects conditions and their arguments. Only constants of this package reach the text; values are always arguments.
type query struct {
	where []string
	args  []any
}

// arg adds a value and returns its placeholder.
func (q *query) arg(v any) string {
	q.args = append(q.args, v)
	return "$" + strconv.Itoa(len(q.args))
}

// and adds a condition; each ? stands for the next value.
func (q *query) and(condition string, values ...any) {
	for _, v := range values {
		condition = strings.Replace(condition, "?", q.arg(v), 1)
	}
	q.where = append(q.where, condition)
}

func (q *query) clause() string {
	if len(q.where) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(q.where, " AND ")
}

// Paging is what every list is asked with. Limit 0 means 50.
type Paging struct {
	Limit  int
	Cursor string
	Count  bool
}

func (p Paging) limit() int {
	if p.Limit <= 0 || p.Limit > 200 {
		return 50
	}
	return p.Limit
}

// Page is one page of a list. Next is "" on the last one; Total is nil unless asked.
type Page[T any] struct {
	Items []T
	Next  string
	Total *int
}

// cut takes the one row too many away that says whether there is a next page.
func cut[T any](items []T, p Paging, cursor func(T) string) Page[T] {
	if n := p.limit(); len(items) > n {
		items = items[:n]
		return Page[T]{Items: items, Next: cursor(items[n-1])}
	}
	return Page[T]{Items: items}
}

// cursorOf packs where a list stood: the order it was in, and the key of the last row.
func cursorOf(order string, key ...string) string {
	b, _ := json.Marshal(append([]string{order}, key...))
	return base64.RawURLEncoding.EncodeToString(b)
}

// parseCursor reads a cursor of the same order with n parts. "" gives nil: from the beginning.
func parseCursor(cursor, order string, n int) ([]string, error) {
	if cursor == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	var parts []string
	if err == nil {
		err = json.Unmarshal(raw, &parts)
	}
	if err != nil || len(parts) != n+1 || parts[0] != order {
		return nil, badCursor()
	}
	for _, p := range parts {
		if _, err := textnorm.Clean(p); err != nil {
			return nil, badCursor()
		}
	}
	return parts[1:], nil
}

func badCursor() error {
	return &casework.Error{Code: casework.CodeInvalid, Detail: "続きの位置を読み取れませんでした。一覧を開き直してください。",
		Fields: []casework.FieldError{{Pointer: "cursor", Code: "unknown", Message: "続きの位置を読み取れませんでした。一覧を開き直してください。"}}}
}

// micros and fromMicros carry instants in cursors without losing what PostgreSQL keeps.
func cursorInt(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > 1<<61 || n < 0 { // before 1970 there was nothing, and PostgreSQL does not know every year
		return 0, badCursor()
	}
	return n, nil
}

func cursorID(s string) (casework.ID, error) {
	if !IsID(s) {
		return "", badCursor()
	}
	return casework.ID(s), nil
}

// IsID reports whether a text is a UUID in canonical lower case.
func IsID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (c == '-') || !dash && !('0' <= c && c <= '9' || 'a' <= c && c <= 'f') {
			return false
		}
	}
	return true
}

// search adds "part of a name" over a grams column and its folded text; a text that folds to nothing finds nothing.
func (q *query) search(grams, key, text string) {
	folded := textnorm.Fold(text)
	if folded == "" {
		q.and("false")
		return
	}
	q.and(grams+" @> ? AND position(? in "+key+") > 0", textnorm.QueryGrams(text), folded)
}

// searchCases finds by number wherever the case is seen, by names only where they may be seen. The inner query meets
// grams and scope in one index; without the scope there, a common name costs a look at every case that has it.
func (q *query) searchCases(text string, scope []casework.ID) {
	folded := textnorm.Fold(text)
	if folded == "" {
		q.and("false")
		return
	}
	grams, seenBy, key := q.arg(textnorm.QueryGrams(text)), q.arg(texts(scope)), q.arg(folded)
	q.and("c.id IN (SELECT x.case_id FROM case_search x WHERE x.grams @> " + grams + " AND x.grantees && " + seenBy + "::uuid[])" +
		" AND position(" + key + " in CASE WHEN a.sheet THEN c.search_key ELSE c.number_key END) > 0")
}

func itoa(n int) string { return strconv.Itoa(n) }

// searchSheets finds by names, or by the whole number of the case.
func (q *query) searchSheets(text string) {
	number := q.arg(text)
	byNumber := "s.case_id IN (SELECT c.id FROM cases c WHERE c.number = upper(normalize(" + number + ", NFKC)))"
	folded := textnorm.Fold(text)
	if folded == "" {
		q.and(byNumber)
		return
	}
	grams, key := q.arg(textnorm.QueryGrams(text)), q.arg(folded)
	q.and("(s.grams @> " + grams + " AND position(" + key + " in s.search_key) > 0 OR " + byNumber + ")")
}

// foldedLike is "contains" over folded text. Folding leaves no % or _, but an address may hold a backslash.
func foldedLike(text string) string {
	folded := textnorm.Fold(text)
	if folded == "" {
		return "\x01" // finds nothing: no stored text holds it
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(folded) + "%"
}
