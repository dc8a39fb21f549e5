package blank_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/tsunagu-care/tsunagu/pkg/documents/blank"
)

// rebuilt is the form with parts exchanged or added.
func rebuilt(t *testing.T, raw []byte, parts map[string]string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, content []byte) {
		p, err := w.Create(name)
		if err == nil {
			_, err = p.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range z.File {
		if _, other := parts[f.Name]; other {
			continue
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		put(f.Name, content)
	}
	for name, content := range parts {
		put(name, []byte(content))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func only(t *testing.T, raw []byte) string {
	t.Helper()
	_, faults := blank.Read(raw, form(), now)
	if len(faults) != 1 || faults[0].Cell != "" {
		t.Fatalf("%+v", faults)
	}
	return faults[0].Message
}

const sheetHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`

func TestHostileFilesAreRefusedInPlainWords(t *testing.T) {
	raw := fill(t, map[string]any{"氏名": "見本 花"})
	const sheet, types = "xl/worksheets/sheet1.xml", "[Content_Types].xml"
	many := map[string]string{}
	for i := range 201 {
		many["xl/media/"+strings.Repeat("a", i+1)] = "x"
	}
	for name, c := range map[string]struct {
		raw  []byte
		word string
	}{
		"nothing":       {nil, "読み取れません"},
		"text":          {[]byte("氏名,見本"), "読み取れません"},
		"old or locked": {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 the rest"), "パスワード"},
		"too large":     {make([]byte, blank.MaxSize+1), "大きすぎ"},
		"cut":           {raw[:len(raw)/2], "読み取れません"},
		"bomb":          {rebuilt(t, raw, map[string]string{sheet: sheetHead + strings.Repeat(" ", 15<<20) + "</sheetData></worksheet>"}), "大きすぎ"},
		"many bombs":    {rebuilt(t, raw, map[string]string{"xl/media/a": strings.Repeat("ab", 5<<20), "xl/media/b": strings.Repeat("cd", 5<<20)}), "大きすぎ"},
		"many parts":    {rebuilt(t, raw, many), "大きすぎ"},
		"macros":        {rebuilt(t, raw, map[string]string{"xl/vbaProject.bin": "x"}), "マクロ"},
		"Macros":        {rebuilt(t, raw, map[string]string{"XL/VBAproject.BIN": "x"}), "マクロ"},
		"xlsm":          {rebuilt(t, raw, map[string]string{types: `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`}), "マクロ"},
		"embedded":      {rebuilt(t, raw, map[string]string{"xl/embeddings/oleObject1.bin": "x"}), "マクロ"},
		"linked":        {rebuilt(t, raw, map[string]string{"xl/externalLinks/externalLink1.xml": "<x/>"}), "つながる"},
		"connected":     {rebuilt(t, raw, map[string]string{"xl/connections.xml": "<x/>"}), "つながる"},
		"two of a name": {rebuilt(t, raw, map[string]string{"XL/workbook.xml": "<x/>"}), "読み取れません"},
		"broken XML":    {rebuilt(t, raw, map[string]string{sheet: sheetHead + `<row r="1"><c r="A1"`}), "読み取れません"},
		"a NUL":         {rebuilt(t, raw, map[string]string{sheet: sheetHead + "<row r=\"9\"><c r=\"B9\" t=\"inlineStr\"><is><t>a\x00b</t></is></c></row></sheetData></worksheet>"}), "読み取れません"},
		"an entity":     {rebuilt(t, raw, map[string]string{sheet: `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + sheetHead + `<row r="9"><c r="B9" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>`}), "読み取れません"},
		"a bad row":     {rebuilt(t, raw, map[string]string{sheet: sheetHead + `<row r="x"/></sheetData></worksheet>`}), "読み取れません"},
		"no sheet":      {rebuilt(t, raw, map[string]string{"xl/workbook.xml": `<workbook><sheets/></workbook>`}), "用紙ではありません"},
		"far away":      {rebuilt(t, raw, map[string]string{sheet: sheetHead + strings.Repeat(`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`, 9) + "</sheetData></worksheet>"}), "何も記入"},
		"a bad string":  {rebuilt(t, raw, map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si/>", 30_000) + "</sst>"}), "大きすぎ"},
	} {
		if got := only(t, c.raw); !strings.Contains(got, c.word) {
			t.Errorf("%s: %s", name, got)
		}
	}
	other := excelize.NewFile()
	var out bytes.Buffer
	if err := other.Write(&out); err != nil {
		t.Fatal(err)
	}
	if got := only(t, out.Bytes()); !strings.Contains(got, "用紙ではありません") {
		t.Error(got)
	}
}

// Excel keeps the reading of what was typed beside the text: 吉野 must not become 吉野ヨシノ.
func TestTheReadingBesideANameIsNoPartOfIt(t *testing.T) {
	raw := fill(t, map[string]any{"氏名": "仮"})
	z, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	strings0, _ := z.Pkg.Load("xl/sharedStrings.xml")
	text := string(strings0.([]byte))
	named := strings.Replace(text, "<t>仮</t>", `<r><t>𠮷</t></r><r><t>野</t></r><rPh sb="0" eb="2"><t>ヨシノ</t></rPh><phoneticPr fontId="1"/>`, 1)
	if named == text {
		t.Fatal("the name was not found")
	}
	got, faults := blank.Read(rebuilt(t, raw, map[string]string{"xl/sharedStrings.xml": named}), form(), now)
	if len(faults) > 0 || got.Subject.Name != "𠮷野" {
		t.Errorf("%+v %+v", got.Subject, faults)
	}
}

func TestAnotherCountOfDays(t *testing.T) {
	raw := filled(t, func(f *excelize.File) {
		yes := true
		_ = f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
		_ = f.SetCellValue(blank.FormSheet, places(t)[birth], 29282-1462)
	})
	got, faults := blank.Read(raw, form(), now)
	if len(faults) > 0 || got.Subject.Birth.Date.String() != "1980-03-02" {
		t.Errorf("%+v %+v", got.Subject, faults)
	}
}

// Whatever a file says, reading it ends, and never with a panic.
func FuzzRead(f *testing.F) {
	var out bytes.Buffer
	if err := blank.Write(&out, form()); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, faults := blank.Read(raw, form(), now)
		for _, x := range faults {
			if x.Message == "" {
				t.Error("a fault without words")
			}
		}
	})
}

// Each byte of a real form is spoiled in turn (every 37th, to be quick).
func TestSpoiledFormsDoNotPanic(t *testing.T) {
	raw := fill(t, map[string]any{"氏名": "見本 花", birth: "S55.3.2"})
	for i := 0; i < len(raw); i += 37 {
		spoiled := bytes.Clone(raw)
		spoiled[i] ^= 0x55
		blank.Read(spoiled, form(), now)
	}
}
