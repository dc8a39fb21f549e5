package tables_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/documents/tables"
)

var at = time.Date(2026, 3, 31, 15, 30, 0, 0, time.UTC) // 1 April in Japan

func TestCSVOpensInExcelAndRunsNothing(t *testing.T) {
	var out bytes.Buffer
	w, err := tables.NewCSV(&out, "番号", "名前", "日時")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"=1+1", "+81", "-2", "@SUM(A1)", "＝1", "\tx", "𠮷野\n改行", `"引用"`, ""} {
		if err := w.Row(7, text, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Row(1, nil, calendar.Date{Year: 2026, Month: 2, Day: 28}); err != nil {
		t.Fatal(err)
	}
	if err := w.Row(struct{}{}); err == nil {
		t.Error("a cell of an unknown type was taken")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	raw := out.String()
	if !strings.HasPrefix(raw, "\ufeff番号,名前,日時\r\n") || strings.Contains(strings.ReplaceAll(raw, "\r\n", ""), "\r") {
		t.Errorf("%q", raw[:60])
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(raw, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 11 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, want := range []string{"'=1+1", "'+81", "'-2", "'@SUM(A1)", "'＝1", "'\tx", "𠮷野\n改行", `"引用"`, ""} {
		if rows[i+1][1] != want || rows[i+1][2] != "2026-04-01 00:30" {
			t.Errorf("row %d: %q", i, rows[i+1])
		}
	}
}

// The file is read with nothing but a zip and an XML reader.
func TestXLSXHoldsTypedCellsAndNoFormula(t *testing.T) {
	var out bytes.Buffer
	w, err := tables.NewXLSX(&out, "ケース", "番号", "件数", "日時", "日")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Row("=1+1 𠮷野", 42, at, calendar.Date{Year: 2026, Month: 4, Day: 1}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	cells := read(t, out.Bytes())
	if len(cells) != 8 || cells[0].Text != "番号" || cells[4].Text != "=1+1 𠮷野" || cells[4].Formula != nil || cells[4].Type != "inlineStr" {
		t.Fatalf("%+v", cells)
	}
	// 46113 is 1 April 2026 in Excel's count of days
	if cells[5].Value != "42" || cells[5].Type != "" && cells[5].Type != "n" || !strings.HasPrefix(cells[6].Value, "46113.0208") || cells[7].Value != "46113" {
		t.Errorf("typed cells: %+v", cells[5:])
	}
}

type cell struct {
	Type    string  `xml:"t,attr"`
	Value   string  `xml:"v"`
	Text    string  `xml:"is>t"`
	Formula *string `xml:"f"`
}

func read(t *testing.T, raw []byte) (cells []cell) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	var sheet struct {
		Rows []struct {
			Cells []cell `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.NewDecoder(f).Decode(&sheet); err != nil {
		t.Fatal(err)
	}
	for _, r := range sheet.Rows {
		cells = append(cells, r.Cells...)
	}
	return cells
}

// Some 100 MB of cells leave less than 40 MB behind (the stream writer keeps a buffer of 16 MB): what was written is not kept.
func TestRowsAreNotKeptInMemory(t *testing.T) {
	w, err := tables.NewXLSX(io.Discard, "s", "a", "b", "c")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("見本の相談機関", 30)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range 150_000 {
		if err := w.Row(text, i, at); err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if kept := max(after.HeapAlloc, before.HeapAlloc) - before.HeapAlloc; kept > 40<<20 {
		t.Errorf("%d MB are kept", kept>>20)
	}
}

// A large sheet lies on disk while it is written. Whether it is ended, given up or its program is killed: in the end nothing is left.
func TestNothingOfASheetStaysOnDisk(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	left := func() int {
		found, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	large := func() tables.Writer {
		w, err := tables.NewXLSX(io.Discard, "ケース", "番号", "経過")
		if err != nil {
			t.Fatal(err)
		}
		for range 1200 {
			if err := w.Row("R8-0001", strings.Repeat("経過", 4000)); err != nil {
				t.Fatal(err)
			}
		}
		if left() == 0 {
			t.Fatal("nothing lies on disk: the sheet is too small to prove anything")
		}
		return w
	}
	large().Abandon()
	if n := left(); n != 0 {
		t.Errorf("given up: %d left", n)
	}
	w := large()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.Abandon()
	if n := left(); n != 0 {
		t.Errorf("ended: %d left", n)
	}
	killed := large()
	if err := tables.Sweep(time.Now().Add(-time.Hour)); err != nil || left() != 1 {
		t.Errorf("another program's sheet was swept: %v, %d left", err, left())
	}
	if err := tables.Sweep(time.Now().Add(time.Hour)); err != nil || left() != 0 {
		t.Errorf("killed: %v, %d left", err, left())
	}
	killed.Abandon()
}
