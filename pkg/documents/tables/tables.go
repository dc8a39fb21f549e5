// Package tables writes rows as a spreadsheet: XLSX with typed cells, or CSV as Excel opens it. Rows come one at a time and none is kept in memory.
package tables

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Writer takes rows of cells. A cell is a string, an int, a time.Time (an instant, shown in Japan's time), a calendar.Date, or nil for nothing.
type Writer interface {
	Row(cells ...any) error
	// Close ends the table; the output is whole only when it returned nil.
	Close() error
	// Abandon lets go of a table that is not to be ended: nothing of it stays on disk. After Close it does nothing.
	Abandon()
}

// MostRows is how many rows below the head one sheet holds (Excel's limit).
const MostRows = 1_048_575

// NewCSV writes UTF-8 with a byte order mark and CRLF. A text that a spreadsheet would take for a formula gets an apostrophe in front.
func NewCSV(w io.Writer, head ...string) (Writer, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	return &csvWriter{c}, c.Write(head)
}

type csvWriter struct{ w *csv.Writer }

func (c *csvWriter) Row(cells ...any) error {
	out := make([]string, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case nil:
		case string:
			out[i] = Defused(v)
		case int:
			out[i] = strconv.Itoa(v)
		case time.Time:
			out[i] = v.In(calendar.Tokyo).Format("2006-01-02 15:04")
		case calendar.Date:
			out[i] = v.String()
		default:
			return fmt.Errorf("tables: a cell of type %T", cell)
		}
	}
	return c.w.Write(out)
}

func (c *csvWriter) Close() error {
	c.w.Flush()
	return c.w.Error()
}

func (c *csvWriter) Abandon() {}

// Defused is a text that no spreadsheet takes for a formula (OWASP: CSV injection).
func Defused(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

// NewXLSX writes one sheet; the head is bold and stays in sight. Texts are texts, whatever they begin with.
func NewXLSX(w io.Writer, sheet string, head ...string) (Writer, error) {
	dir, err := os.MkdirTemp("", leftover)
	if err != nil {
		return nil, err
	}
	x := &xlsxWriter{out: w, file: excelize.NewFile(excelize.Options{TmpDir: dir}), dir: dir, row: 1}
	if err := x.begin(sheet, head); err != nil {
		x.Abandon()
		return nil, err
	}
	return x, nil
}

// leftover names the folders in which large sheets lie while they are written.
const leftover = "tsunagu-table-"

// Sweep takes away what a killed program left of its sheets: folders that nobody has written into since the instant.
func Sweep(since time.Time) error {
	found, err := filepath.Glob(filepath.Join(os.TempDir(), leftover+"*"))
	for _, dir := range found {
		if info, gone := os.Stat(dir); gone == nil && info.ModTime().Before(since) {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}
	return err
}

func (x *xlsxWriter) begin(sheet string, head []string) error {
	f := x.file
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	var err error
	if x.stream, err = f.NewStreamWriter(sheet); err != nil {
		return err
	}
	bold, err1 := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E6E6E6"}}})
	moment, err2 := f.NewStyle(&excelize.Style{CustomNumFmt: new("yyyy/mm/dd hh:mm")})
	day, err3 := f.NewStyle(&excelize.Style{CustomNumFmt: new("yyyy/mm/dd")})
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return err
		}
	}
	x.moment, x.day = moment, day
	if err := x.stream.SetColWidth(1, len(head), 18); err != nil {
		return err
	}
	if err := x.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells := make([]any, len(head))
	for i, h := range head {
		cells[i] = excelize.Cell{StyleID: bold, Value: h}
	}
	return x.write(cells)
}

type xlsxWriter struct {
	out         io.Writer
	file        *excelize.File
	stream      *excelize.StreamWriter
	dir         string // of its temporary files
	row         int
	moment, day int
}

func (x *xlsxWriter) Row(cells ...any) error {
	out := make([]any, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case nil, string, int:
			out[i] = v
		case time.Time:
			at := v.In(calendar.Tokyo) // a spreadsheet knows no zones: what stands there is the clock in Japan
			out[i] = excelize.Cell{StyleID: x.moment, Value: time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)}
		case calendar.Date:
			out[i] = excelize.Cell{StyleID: x.day, Value: time.Date(v.Year, v.Month, v.Day, 0, 0, 0, 0, time.UTC)}
		default:
			return fmt.Errorf("tables: a cell of type %T", cell)
		}
	}
	return x.write(out)
}

func (x *xlsxWriter) write(cells []any) error {
	at, err := excelize.CoordinatesToCellName(1, x.row)
	if err != nil {
		return err
	}
	x.row++
	return x.stream.SetRow(at, cells)
}

func (x *xlsxWriter) Close() error {
	defer x.Abandon()
	if err := x.stream.Flush(); err != nil {
		return err
	}
	return x.file.Write(x.out)
}

func (x *xlsxWriter) Abandon() {
	_ = x.file.Close()
	_ = os.RemoveAll(x.dir)
}
