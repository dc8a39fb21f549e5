// Package forms lays out the documents of the system on paper. It is handed what the reader may see: every content was masked before.
package forms

import (
	"fmt"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/paper"
)

// Printed says when and for whom a document was made; By is empty for what shows nobody's data.
type Printed struct {
	At     time.Time
	By     string
	Agency string
}

const (
	care    = "取扱注意"
	omitted = "（支援措置により省略）"
)

// about are the margins of a document that holds data of a case.
func (p Printed) about(title, number string, guarded bool) paper.About {
	a := paper.About{Title: title, Care: care, Number: number, Foot: "つなぐ　" + title, PrintedAt: p.At, PrintedBy: p.By}
	if guarded {
		a.Care += "・支援措置"
	}
	if p.Agency != "" {
		a.PrintedBy += "（" + p.Agency + "）"
	}
	return a
}

// join puts the written parts beside each other.
func join(parts ...string) string {
	var written []string
	for _, p := range parts {
		if p != "" {
			written = append(written, p)
		}
	}
	return strings.Join(written, " ")
}

func day(d *calendar.Date) string {
	if d == nil {
		return ""
	}
	return calendar.Wareki(*d)
}

func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	at := t.In(calendar.Tokyo)
	return calendar.Wareki(calendar.DateOf(at)) + at.Format(" 15:04")
}

func toldOn(d *calendar.Date) string {
	if d == nil {
		return ""
	}
	return "（" + calendar.Wareki(*d) + "に聞き取り）"
}

func birth(b *casework.Birth) string {
	switch {
	case b == nil:
		return ""
	case b.Precision == casework.BirthUnknown:
		return "不明"
	case b.Date != nil:
		return calendar.Wareki(*b.Date)
	case b.Year != nil && b.Month != nil:
		return fmt.Sprintf("%s（%d年）%d月ごろ", era(*b.Year), *b.Year, *b.Month)
	case b.Year != nil:
		return fmt.Sprintf("%s（%d年）ごろ", era(*b.Year), *b.Year)
	case b.Age != nil:
		return join(fmt.Sprintf("%d歳くらい", *b.Age), toldOn(b.AgeToldOn))
	}
	return ""
}

// era of a year, by the one at its end.
func era(year int) string {
	return calendar.WarekiYear(calendar.Date{Year: year, Month: time.December, Day: 31})
}

func age(b *casework.Birth, on time.Time) string {
	switch {
	case b == nil:
		return ""
	case b.Date != nil:
		return fmt.Sprintf("%d歳", calendar.Age(*b.Date, calendar.DateOf(on)))
	case b.Age != nil:
		return fmt.Sprintf("%d歳", *b.Age)
	}
	return ""
}

func address(a *casework.Address, catalog casework.Catalog) string {
	if a == nil {
		return ""
	}
	kind, code, areas := "", "", []string{}
	if a.Kind != casework.AddressInCity {
		kind = a.Kind.Word()
	}
	if a.PostalCode != "" {
		code = "〒" + a.PostalCode
	}
	if a.Ward != "" {
		areas = append(areas, catalog.WardLabel(a.Ward)+"福祉区")
	}
	if a.District != "" {
		areas = append(areas, a.District+"中学校区")
	}
	area := ""
	if len(areas) > 0 {
		area = "（" + strings.Join(areas, "・") + "）"
	}
	return join(kind, code, a.Town+a.Lot, a.Building, a.Text, area)
}

func consent(c *casework.Consent) string {
	if c == nil || c.State == "" {
		return ""
	}
	by := ""
	if c.ExplainedBy != "" {
		by = "説明者 " + c.ExplainedBy
	}
	return join(c.State.Word(), c.Method.Word(), day(c.RecordedOn), by, c.Note)
}
