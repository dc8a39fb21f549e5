package blank

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Write writes the empty workbook: A4, its places open and everything else protected against slips (without a password).
func Write(w io.Writer, form Form) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	l := layoutOf(form)
	p := &printer{file: f}
	p.do(f.SetSheetName("Sheet1", FormSheet))
	_, err := f.NewSheet(stampSheet)
	p.do(err)
	p.styles()
	p.stamp(l)
	p.page(l)
	for _, m := range l.marks {
		p.box(m.cell, m.last, m.style, m.text)
	}
	for _, field := range l.fields {
		s := styleInput
		if field.list == "tick" || field.list == "issue" {
			s = styleTick
		}
		p.box(field.cell, field.last, s, "")
	}
	p.validations(l)
	p.do(f.SetSheetVisible(stampSheet, false, true))
	for _, sheet := range []string{FormSheet, stampSheet} {
		p.do(f.ProtectSheet(sheet, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatRows: true}))
	}
	p.do(f.ProtectWorkbook(&excelize.WorkbookProtectionOptions{LockStructure: true}))
	p.do(f.SetDocProps(&excelize.DocProperties{Title: FormSheet, Creator: "つなぐ", Language: "ja"}))
	p.do(f.SetAppProps(&excelize.AppProperties{Application: "つなぐ"}))
	if p.err != nil {
		return fmt.Errorf("blank: %w", p.err)
	}
	return f.Write(w)
}

// printer keeps the first error, so that a layout reads as what it is.
type printer struct {
	file *excelize.File
	of   map[style]int
	err  error
}

func (p *printer) do(err error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *printer) styles() {
	border := []excelize.Border{}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "7F7F7F", Style: 1})
	}
	grey := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	font := func(size float64, bold bool) *excelize.Font {
		return &excelize.Font{Family: "游ゴシック", Size: size, Bold: bold}
	}
	left := &excelize.Alignment{Vertical: "center", WrapText: true}
	middle := &excelize.Alignment{Horizontal: "center", Vertical: "center"}
	open := &excelize.Protection{Locked: false}
	const asText = 49 // "@": what is typed stays as it was typed
	looks := map[style]*excelize.Style{
		styleTitle:   {Font: font(16, true), Alignment: middle},
		styleNote:    {Font: font(9, false), Alignment: left},
		styleSection: {Font: font(11, true), Fill: grey("D9E2EC"), Border: border, Alignment: &excelize.Alignment{Vertical: "center"}},
		styleLabel:   {Font: font(9, false), Fill: grey("F2F2F2"), Border: border, Alignment: left},
		styleInput:   {Font: font(11, false), Border: border, Alignment: left, Protection: open, NumFmt: asText},
		styleTick:    {Font: font(12, false), Border: border, Alignment: middle, Protection: open, NumFmt: asText},
	}
	p.of = map[style]int{}
	for s := styleTitle; s <= styleTick; s++ { // in their order: the same form is the same file
		id, err := p.file.NewStyle(looks[s])
		p.do(err)
		p.of[s] = id
	}
}

func (p *printer) box(from, to string, s style, text string) {
	p.do(p.file.SetCellStyle(FormSheet, from, to, p.of[s]))
	if from != to {
		p.do(p.file.MergeCell(FormSheet, from, to))
	}
	if text != "" {
		p.do(p.file.SetCellStr(FormSheet, from, text))
	}
}

// stamp says what the workbook is, in row 1, and below holds one list a column.
func (p *printer) stamp(l *layout) {
	for i, text := range []string{stampMark, layoutVersion, l.form.Catalog.FormVersion} {
		p.do(p.file.SetCellStr(stampSheet, at(i, 1), text))
	}
	for i, list := range l.lists {
		p.do(p.file.SetCellStr(stampSheet, at(i, 2), list.name))
		for k, word := range list.words {
			p.do(p.file.SetCellStr(stampSheet, at(i, 3+k), word))
		}
	}
}

func (p *printer) page(l *layout) {
	p.do(p.file.SetColWidth(FormSheet, "A", "F", 15.5))
	for row := 1; row <= l.row; row++ {
		p.do(p.file.SetRowHeight(FormSheet, row, l.heights[row]))
	}
	p.do(p.file.SetPageLayout(FormSheet, &excelize.PageLayoutOptions{Size: new(9), Orientation: new("portrait"), FitToWidth: new(1), FitToHeight: new(0)}))
	p.do(p.file.SetSheetProps(FormSheet, &excelize.SheetPropsOptions{FitToPage: new(true)}))
	p.do(p.file.SetPageMargins(FormSheet, &excelize.PageLayoutMarginsOptions{Left: new(0.5), Right: new(0.5), Top: new(0.5), Bottom: new(0.5), Header: new(0.2), Footer: new(0.2), Horizontally: new(true)}))
	p.do(p.file.SetHeaderFooter(FormSheet, &excelize.HeaderFooterOptions{OddHeader: "&R取扱注意", OddFooter: "&C&P / &N"}))
	p.do(p.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("'%s'!$A$1:$F$%d", FormSheet, l.row), Scope: FormSheet}))
	p.do(p.file.SetSheetView(FormSheet, 0, &excelize.ViewOptions{ShowGridLines: new(false)}))
}

// validations give each list to its places: a pull-down, and a plain word when something else is typed.
func (p *printer) validations(l *layout) {
	for i, list := range l.lists {
		if len(list.words) == 0 {
			continue
		}
		for _, f := range l.fields {
			if f.list != list.name {
				continue
			}
			v := excelize.NewDataValidation(true)
			v.Sqref = f.cell
			column := string(rune('A' + i))
			v.SetSqrefDropList(fmt.Sprintf("%s!$%s$3:$%s$%d", stampSheet, column, column, 2+len(list.words)))
			v.ShowErrorMessage = !f.free
			if !f.free {
				v.SetError(excelize.DataValidationErrorStyleStop, "選択肢から選んでください", "▼から選んでください。空けておくこともできます。")
			}
			p.do(p.file.AddDataValidation(FormSheet, v))
		}
	}
}
