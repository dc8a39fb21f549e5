package blank

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// MaxSize is how large a workbook may be, in bytes.
const MaxSize = 2 << 20

const (
	mostParts   = 200
	mostOpened  = 16 << 20 // of all parts together, unpacked
	mostRatio   = 100      // unpacked to packed, of a part of more than 1 MiB
	mostStrings = 20_000
	mostRows    = 500 // what stands below is not of the form
)

// errUnusable is a workbook that is not taken; its text is for the person.
type errUnusable string

func (e errUnusable) Error() string { return string(e) }

const (
	notAWorkbook errUnusable = "Excel のファイル（.xlsx）として読み取れません。ファイルが壊れていないか、ご確認ください。"
	oldOrLocked  errUnusable = "パスワードのかかったファイルや、古い形式（.xls）のファイルは取り込めません。パスワードを外し、.xlsx で保存し直してください。"
	withMacros   errUnusable = "マクロやほかのプログラムを含むファイルは取り込めません。配布した用紙（.xlsx）に記入してください。"
	withLinks    errUnusable = "ほかのファイルやデータベースとつながる設定を含むファイルは取り込めません。配布した用紙に記入してください。"
	tooMuch      errUnusable = "ファイルの中身が大きすぎます。配布した用紙に記入してください（画像などは貼り付けられません）。"
	notTheForm   errUnusable = "つなぐシートの用紙ではありません。「用紙（Excel）」をダウンロードして、その用紙に記入してください。"
)

// cell is what stands in one place.
type cell struct {
	text    string
	number  bool // typed as a number: perhaps Excel's count of days
	formula bool
	broken  bool // #N/A and the like
}

type grid map[string]cell

// workbook is an opened file: a few bounded parts of a zip archive, read with the standard library. A library for spreadsheets
// would make room for every row up to the highest that is named, which a file of some kilobytes can put at one million.
type workbook struct {
	parts    map[string]*zip.File
	strings  []string
	sheets   map[string]string // by name, the path of the part
	date1904 bool
}

func open(raw []byte) (*workbook, error) {
	switch {
	case len(raw) > MaxSize:
		return nil, tooMuch
	case bytes.HasPrefix(raw, []byte{0xD0, 0xCF, 0x11, 0xE0}): // an OLE file: .xls, or an encrypted .xlsx
		return nil, oldOrLocked
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, notAWorkbook
	}
	w := &workbook{parts: map[string]*zip.File{}, sheets: map[string]string{}}
	if err := w.look(z.File); err != nil {
		return nil, err
	}
	if err := w.index(); err != nil {
		return nil, err
	}
	return w, w.readStrings()
}

// look goes through the names and sizes before anything is unpacked. The zip reader gives no more of a part than its size says.
func (w *workbook) look(files []*zip.File) error {
	if len(files) > mostParts {
		return tooMuch
	}
	var all uint64
	for _, f := range files {
		name := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		switch {
		case strings.Contains(name, "vbaproject") || strings.HasPrefix(name, "xl/activex/") || strings.HasPrefix(name, "xl/embeddings/") ||
			strings.HasPrefix(name, "xl/macrosheets/") || strings.HasPrefix(name, "xl/dialogsheets/") || strings.HasPrefix(name, "xl/ctrlprops/"):
			return withMacros
		case strings.HasPrefix(name, "xl/externallinks/") || strings.HasPrefix(name, "xl/connections") || strings.HasPrefix(name, "xl/querytables/") || strings.HasPrefix(name, "xl/webextensions/"):
			return withLinks
		}
		if all += f.UncompressedSize64; f.UncompressedSize64 > mostOpened || all > mostOpened {
			return tooMuch
		}
		if f.UncompressedSize64 > 1<<20 && f.UncompressedSize64 > mostRatio*f.CompressedSize64 {
			return tooMuch
		}
		if w.parts[name] != nil { // two programs could read two different forms
			return notAWorkbook
		}
		w.parts[name] = f
	}
	return nil
}

// index reads what sheets there are and where.
func (w *workbook) index() error {
	var types struct {
		Override []struct {
			Type string `xml:"ContentType,attr"`
		}
		Default []struct {
			Type string `xml:"ContentType,attr"`
		}
	}
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	for name, into := range map[string]any{"[content_types].xml": &types, "xl/workbook.xml": &book, "xl/_rels/workbook.xml.rels": &relations} {
		if err := w.unmarshal(name, into); err != nil {
			return err
		}
	}
	for _, t := range append(types.Override, types.Default...) {
		if strings.Contains(strings.ToLower(t.Type), "macroenabled") {
			return withMacros
		}
	}
	targets := map[string]string{}
	for _, r := range relations.Relationship {
		target := r.Target
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		targets[r.ID] = strings.ToLower(strings.TrimPrefix(target, "/"))
	}
	for _, s := range book.Sheets {
		w.sheets[s.Name] = targets[s.ID]
	}
	w.date1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	return nil
}

func (w *workbook) part(name string) ([]byte, error) {
	f := w.parts[name]
	if f == nil {
		return nil, notAWorkbook
	}
	in, err := f.Open()
	if err != nil {
		return nil, notAWorkbook
	}
	defer func() { _ = in.Close() }()
	raw, err := io.ReadAll(io.LimitReader(in, mostOpened+1))
	switch {
	case err != nil:
		return nil, notAWorkbook
	case len(raw) > mostOpened:
		return nil, tooMuch
	}
	return raw, nil
}

func (w *workbook) unmarshal(name string, into any) error {
	raw, err := w.part(name)
	if err != nil {
		return err
	}
	if xml.Unmarshal(raw, into) != nil {
		return notAWorkbook
	}
	return nil
}

// richText is a text of one piece or of runs. Excel keeps the reading of a typed name beside it (rPh); that is no part of the text.
type richText struct {
	Text string `xml:"t"`
	Runs []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (t richText) String() string {
	var b strings.Builder
	b.WriteString(t.Text)
	for _, r := range t.Runs {
		b.WriteString(r.Text)
	}
	return unescaped(b.String())
}

// unescaped undoes _xHHHH_, which stands for a character that XML cannot hold.
func unescaped(s string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			b.WriteString(s)
			return b.String()
		}
		unit, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' || unit >= 0xD800 && unit <= 0xDFFF {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(unit))
		s = s[i+7:]
	}
}

func (w *workbook) readStrings() error {
	if w.parts["xl/sharedstrings.xml"] == nil {
		return nil
	}
	return w.each("xl/sharedstrings.xml", "si", func(d *xml.Decoder, start xml.StartElement) error {
		var t richText
		if err := d.DecodeElement(&t, &start); err != nil {
			return err
		}
		if len(w.strings) == mostStrings {
			return tooMuch
		}
		w.strings = append(w.strings, t.String())
		return nil
	})
}

// each walks through the elements of one name in a part.
func (w *workbook) each(part, element string, found func(*xml.Decoder, xml.StartElement) error) error {
	raw, err := w.part(part)
	if err != nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(raw))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if start, ok := token.(xml.StartElement); ok && err == nil && start.Name.Local == element {
			err = found(d, start)
		}
		var unusable errUnusable
		switch {
		case errors.As(err, &unusable):
			return unusable
		case err != nil:
			return notAWorkbook
		}
	}
}

type xmlCell struct {
	Ref     string    `xml:"r,attr"`
	Type    string    `xml:"t,attr"`
	Value   string    `xml:"v"`
	Inline  richText  `xml:"is"`
	Formula *struct{} `xml:"f"`
}

// sheet reads the cells of one sheet that hold something, as far as a form goes.
func (w *workbook) sheet(name string) (grid, error) {
	part, ok := w.sheets[name]
	if !ok {
		return nil, notTheForm
	}
	g, row := grid{}, 0
	err := w.each(part, "row", func(d *xml.Decoder, start xml.StartElement) error {
		row++
		for _, a := range start.Attr {
			if a.Name.Local == "r" {
				n, err := strconv.Atoi(a.Value)
				if err != nil {
					return err
				}
				row = n
			}
		}
		if row > mostRows {
			return d.Skip()
		}
		var cells struct {
			Cells []xmlCell `xml:"c"`
		}
		if err := d.DecodeElement(&cells, &start); err != nil {
			return err
		}
		for i, c := range cells.Cells {
			if c.Ref == "" && i < 26 {
				c.Ref = at(i, row)
			}
			g[c.Ref] = w.cell(c)
		}
		return nil
	})
	return g, err
}

func (w *workbook) cell(c xmlCell) cell {
	out := cell{formula: c.Formula != nil, broken: c.Type == "e"}
	switch c.Type {
	case "s":
		if i, err := strconv.Atoi(c.Value); err == nil && i >= 0 && i < len(w.strings) {
			out.text = w.strings[i]
		} else {
			out.broken = true
		}
	case "inlineStr":
		out.text = c.Inline.String()
	case "b":
		out.text = map[string]string{"1": "TRUE", "0": "FALSE"}[c.Value]
	case "str":
		out.text = unescaped(c.Value)
	default:
		out.text, out.number = c.Value, c.Type == "" || c.Type == "n"
	}
	return out
}
