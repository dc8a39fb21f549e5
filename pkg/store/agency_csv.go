package store

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// RowError is a fault of a file, at a line (the header is 1) and a column.
type RowError struct {
	Row     int
	Column  string
	Message string
}

// maxRowErrors is how many faults are told at once.
const maxRowErrors = 1000

// agencyColumn is one column of the file.
type agencyColumn struct {
	name     string
	required bool // the column must be there, and filled
	longest  int  // runes
}

var agencyFile = []agencyColumn{
	{"code", true, 100}, {"name", true, 200}, {"kana", true, 200}, {"kind", true, 60}, {"field", true, 600}, {"wards", true, 2000},
	{"accepts_issue_types", false, 4000}, {"phone", false, 60}, {"fax", false, 60}, {"email", false, 254}, {"address", false, 300},
	{"hours", false, 300}, {"accepts", false, 2000}, {"service_name", false, 200}, {"districts", false, 4000},
}

// agencyReader turns a file into agencies. Each fault is kept with its line, so that all are told at once.
type agencyReader struct {
	ref    *Reference
	column map[string]int
	line   int
	record []string
	errors []RowError
	list   []AgencyEntry
	at     map[string]int // by code
}

// ReadAgencies reads a CSV of agencies (UTF-8, with or without BOM; columns by name in any order). Several
// codes in one field are separated by spaces; * in wards, or nothing in districts, means all of them. A
// further line with the same code adds a service. The rows count every line after the header.
func ReadAgencies(file io.Reader, ref *Reference) (list []AgencyEntry, rows int, faults []RowError) {
	r := &agencyReader{ref: ref, at: map[string]int{}, line: 1}
	raw, err := io.ReadAll(file)
	if err != nil || !utf8.Valid(raw) {
		return nil, 0, []RowError{{1, "", "文字コードを UTF-8 にして保存し直してください。"}}
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff")))
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil {
		return nil, 0, []RowError{{1, "", "見出しの行がありません。"}}
	}
	if r.header(header); len(r.errors) > 0 {
		return nil, 0, r.errors
	}
	for len(r.errors) < maxRowErrors {
		r.record, err = in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		rows++
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			r.line = syntax.Line
			r.fault("", "引用符（\"）の使い方が正しくありません。")
			break // what follows cannot be told apart
		}
		r.line, _ = in.FieldPos(0)
		if len(r.record) != len(header) {
			r.fault("", fmt.Sprintf("列の数が見出しと違います（見出し %d、この行 %d）。", len(header), len(r.record)))
			continue
		}
		r.row()
	}
	return r.list, rows, r.errors
}

// mailAddress refuses what would be no address behind a mailto: link (ASVS 1.2.2).
func (r *agencyReader) mailAddress(email string) {
	if email != "" && !IsMailAddress(email) {
		r.fault("email", "メールアドレスの形が正しくありません（例: soudan@example.jp）。")
	}
}

func (r *agencyReader) fault(column, message string) {
	r.errors = append(r.errors, RowError{r.line, column, message})
}

func (r *agencyReader) header(names []string) {
	r.column = map[string]int{}
	for i, name := range names {
		name = strings.TrimSpace(name)
		known := slices.ContainsFunc(agencyFile, func(c agencyColumn) bool { return c.name == name })
		_, twice := r.column[name]
		switch {
		case !known:
			r.fault(clipRunes(name, 60), "知らない列です。")
		case twice:
			r.fault(name, "同じ列が二つあります。")
		}
		r.column[name] = i
	}
	for _, c := range agencyFile {
		if _, there := r.column[c.name]; !there && (c.required || c.name == "accepts_issue_types") {
			r.fault(c.name, "この列がありません。")
		}
	}
}

// row reads one line as an agency with one service, or as a further service of an agency above.
func (r *agencyReader) row() {
	before := len(r.errors)
	values := map[string]string{}
	for _, c := range agencyFile {
		values[c.name] = r.value(c)
	}
	a := AgencyEntry{
		Code: values["code"], Name: values["name"], Kana: values["kana"], Kind: values["kind"],
		Phone: values["phone"], Fax: values["fax"], Email: values["email"], Address: values["address"],
		Hours: values["hours"], Accepts: values["accepts"],
	}
	v := ServiceEntry{
		Name: values["service_name"], Hours: values["hours"],
		Fields: r.codes("field", values["field"], r.ref.Fields), Wards: r.codes("wards", values["wards"], r.ref.Wards),
		IssueTypes: r.codes("accepts_issue_types", values["accepts_issue_types"], r.ref.IssueTypes),
		Districts:  r.districts(values["districts"]),
	}
	if a.Kind != "" && !slices.ContainsFunc(r.ref.AgencyKinds, func(c CodeLabel) bool { return c.Code == a.Kind }) {
		r.fault("kind", "知らない種別です: "+a.Kind)
	}
	if v.Name == "" {
		v.Name = a.Name
	}
	if strings.ContainsAny(a.Code, " 　\t\n") {
		r.fault("code", "空白は使えません。")
	}
	r.mailAddress(a.Email)
	if len(r.errors) == before {
		r.add(a, v)
	}
}

func (r *agencyReader) add(a AgencyEntry, v ServiceEntry) {
	i, again := r.at[a.Code]
	if !again {
		i = len(r.list)
		r.at[a.Code] = i
		r.list = append(r.list, a)
	} else if first := r.list[i]; first.Name != a.Name || first.Kana != a.Kana || first.Kind != a.Kind {
		r.fault("code", "同じコードの行と、名称・かな・種別が違います。")
		return
	}
	if slices.ContainsFunc(r.list[i].Services, func(o ServiceEntry) bool { return o.Name == v.Name }) {
		r.fault("code", "同じコードと業務名の行がすでにあります。")
		return
	}
	r.list[i].Services = append(r.list[i].Services, v)
}

func (r *agencyReader) value(c agencyColumn) string {
	i, there := r.column[c.name]
	if !there {
		return ""
	}
	text, err := textnorm.Clean(strings.TrimSpace(r.record[i]))
	switch {
	case err != nil:
		r.fault(c.name, err.Error())
	case text == "" && c.required:
		r.fault(c.name, "空欄です。")
	case utf8.RuneCountInString(text) > c.longest:
		r.fault(c.name, fmt.Sprintf("%d文字以内にしてください。", c.longest))
	default:
		return text
	}
	return ""
}

// codes reads a list of codes; * means all, which is kept as none.
func (r *agencyReader) codes(column, text string, known []CodeLabel) []string {
	out := []string{}
	if text == "*" {
		return out
	}
	for _, code := range strings.Fields(text) {
		if !slices.ContainsFunc(known, func(c CodeLabel) bool { return c.Code == code }) {
			r.fault(column, "知らないコードです: "+clipRunes(code, 60))
			continue
		}
		if !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

func (r *agencyReader) districts(text string) []string {
	known := make([]CodeLabel, len(r.ref.Districts))
	for i, d := range r.ref.Districts {
		known[i] = CodeLabel{Code: d.Name}
	}
	return r.codes("districts", text, known)
}

func clipRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
