// Package paper lays out documents on A4 as PDF, with an embedded Japanese TrueType font. It knows neither cases nor sheets: it is handed texts that
// were already masked. Lengths are millimetres, sizes of letters points.
package paper

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/signintech/gopdf"
	"golang.org/x/text/unicode/norm"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

const (
	point  = 25.4 / 72 // mm
	left   = 20.0      // leaves room to punch holes
	right  = 15.0
	top    = 20.0
	bottom = 18.0
	// leading is the height of a line, in sizes of its letters.
	leading = 1.45
	geta    = '〓'
)

// Sizes of letters.
const (
	Body  = 9.5
	Small = 8.0
)

// About is what stands in the margins of every page.
type About struct {
	Title     string // of the file: nothing personal in it
	Care      string // 取扱注意; "" for what is public
	Number    string // of the case
	Foot      string // left in the foot
	PrintedAt time.Time
	PrintedBy string // "" for what nobody in particular printed
	Landscape bool
}

// Doc is a document that grows from the top of its first page. The first fault is kept and returned by WriteTo.
type Doc struct {
	about         About
	pdf           gopdf.GoPdf
	width0, high  float64 // of the page
	y             float64 // where the next part begins
	plain, strong *face
	spare         bool // the spare font is in the document
	missing       map[rune]int
	err           error
}

// New begins a document with an empty first page.
func New(a About) (*Doc, error) {
	container, err := parsed()
	if err != nil {
		return nil, err
	}
	d := &Doc{about: a, width0: 210, high: 297, plain: newFace(regular), strong: newFace(bold), missing: map[rune]int{}}
	size := *gopdf.PageSizeA4
	if a.Landscape {
		d.width0, d.high, size = 297, 210, *gopdf.PageSizeA4Landscape
	}
	d.pdf.Start(gopdf.Config{Unit: gopdf.UnitMM, PageSize: size})
	for _, name := range []string{regular, bold} {
		d.fail(d.pdf.AddTTFFontFromFontContainer(name, container))
	}
	d.pdf.SetInfo(gopdf.PdfInfo{Title: a.Title, Creator: "つなぐ", CreationDate: a.PrintedAt})
	d.pdf.SetTextColor(0, 0, 0) // or letters would take the colour of the last area
	d.Page()
	return d, d.err
}

func (d *Doc) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// Page begins a new page.
func (d *Doc) Page() {
	d.pdf.AddPage()
	d.y = top
}

// Width is how wide the text is.
func (d *Doc) Width() float64 { return d.width0 - left - right }

func (d *Doc) room() float64 { return d.high - bottom - d.y }

// Need begins a new page unless so much is left on this one.
func (d *Doc) Need(mm float64) {
	if d.room() < mm {
		d.Page()
	}
}

// Space leaves room, none at the top of a page.
func (d *Doc) Space(mm float64) {
	if d.y > top {
		d.y += mm
	}
}

// Heading is the name of the document.
func (d *Doc) Heading(text string) {
	d.lines(d.strong, 16, text, Middle)
	d.y += 2
}

// HeadingBeside is the name of the document with a small text at the right margin of its line.
func (d *Doc) HeadingBeside(text, beside string) {
	y := d.y
	d.Heading(text)
	d.atRight(Small, d.width0-right, y+3, beside)
}

// Section names what follows and stays with it.
func (d *Doc) Section(text string) {
	d.Space(3)
	d.Need(22)
	high := 11.5 * point * leading
	d.pdf.SetFillColor(60, 60, 60)
	d.pdf.RectFromUpperLeftWithStyle(left, d.y+0.6, 1.4, high-1.2, "F")
	for _, line := range d.wrap(d.strong, 11.5, text, d.Width()-4) {
		d.text(d.strong, 11.5, left+3.2, d.y, line)
		d.y += high
	}
	d.y += 1
}

// Text is a paragraph, which may go on over pages.
func (d *Doc) Text(text string) { d.lines(d.plain, Body, text, Left) }

// Note is a paragraph in small letters.
func (d *Doc) Note(text string) { d.lines(d.plain, Small, text, Left) }

// Right is a paragraph at the right margin, such as a date.
func (d *Doc) Right(text string) { d.lines(d.plain, Body, text, Right) }

func (d *Doc) lines(f *face, size float64, text string, align Align) {
	high := size * point * leading
	for _, line := range d.wrap(f, size, text, d.Width()) {
		d.Need(high)
		d.text(f, size, left+d.offset(f, size, line, d.Width(), align), d.y, line)
		d.y += high
	}
}

func (d *Doc) offset(f *face, size float64, line string, width float64, align Align) float64 {
	switch align {
	case Middle:
		return max(0, (width-d.widthOf(f, size, line))/2)
	case Right:
		return max(0, width-d.widthOf(f, size, line))
	default:
		return 0
	}
}

// wrap makes lines of a text as it can be printed.
func (d *Doc) wrap(f *face, size float64, text string, most float64) []string {
	return wrap(d.printable(f, text), most, func(r rune) float64 {
		em, _ := d.width(f, r)
		return em * size * point
	})
}

// printable is the text with 〓 for what the font cannot print. Forms of a character that a selector asks for are left out and counted as well.
func (d *Doc) printable(f *face, text string) string {
	var out strings.Builder
	for _, r := range norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "　").Replace(text)) {
		switch {
		case r == '\n':
			out.WriteRune(r)
		case unicode.Is(unicode.Variation_Selector, r):
			d.missing[r]++
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		default:
			if _, ok := d.width(f, r); !ok {
				d.missing[r]++
				r = geta
				d.width(f, r)
			}
			out.WriteRune(r)
		}
	}
	return out.String()
}

// text draws one line that was wrapped; y is the top of its line.
func (d *Doc) text(f *face, size, x, y float64, line string) {
	if line == "" {
		return
	}
	base := y + size*point*((leading-1)/2+0.88)
	for _, part := range f.runs(line) {
		d.fail(d.pdf.SetFont(part.font, "", size))
		d.pdf.SetXY(x, base)
		d.fail(d.pdf.Text(part.text))
		x += d.widthOf(f, size, part.text)
	}
}

// WriteTo ends the document: the warning of what could not be printed, and the margins of each page.
func (d *Doc) WriteTo(w io.Writer) (int64, error) {
	d.warn()
	pages := d.pdf.GetNumberOfPages()
	for n := 1; n <= pages; n++ {
		d.fail(d.pdf.SetPage(n))
		d.margins(n, pages)
	}
	if d.err != nil {
		return 0, d.err
	}
	if !d.beyond() {
		return d.pdf.WriteTo(w)
	}
	var file bytes.Buffer
	if _, err := d.pdf.WriteTo(&file); err != nil {
		return 0, err
	}
	n, err := w.Write(readable(file.Bytes()))
	return int64(n), err
}

// beyond reports whether something outside the basic plane is printed.
func (d *Doc) beyond() bool {
	for _, f := range []*face{d.plain, d.strong} {
		for r := range f.widths {
			if r > 0xFFFF {
				return true
			}
		}
	}
	return false
}

func (d *Doc) warn() {
	if len(d.missing) == 0 {
		return
	}
	var codes []string
	for r, n := range d.missing {
		codes = append(codes, fmt.Sprintf("U+%04X（%dか所）", r, n))
	}
	slices.Sort(codes)
	d.Space(4)
	d.Note("※ この書体にない文字を〓に置き換えたか、標準の字形で印刷しました。画面で確かめてください：" + strings.Join(codes, "、"))
}

func (d *Doc) margins(n, pages int) {
	a, edge := d.about, d.width0-right
	y := 9.0
	if a.Care != "" {
		care := d.printable(d.strong, a.Care)
		w := d.widthOf(d.strong, 10, care)
		d.box(left, y, w+5, 6.4, 0.4)
		d.text(d.strong, 10, left+2.5, y+0.65, care)
	}
	d.atRight(Small, edge, y+1.4, a.Number)
	y = d.high - 13
	d.line(left, y, edge, y, 0.15)
	y += 0.8
	d.text(d.plain, 7.5, left, y, d.printable(d.plain, a.Foot))
	d.atRight(Small, edge, y, fmt.Sprintf("%d／%d", n, pages))
	d.text(d.plain, 7.5, left, y+3.8, d.printable(d.plain, a.printed()))
}

func (d *Doc) atRight(size, edge, y float64, text string) {
	text = d.printable(d.plain, text)
	d.text(d.plain, size, edge-d.widthOf(d.plain, size, text), y, text)
}

func (a About) printed() string {
	if a.PrintedAt.IsZero() {
		return ""
	}
	at := a.PrintedAt.In(calendar.Tokyo)
	return strings.TrimSpace("印刷 " + calendar.Wareki(calendar.DateOf(at)) + at.Format(" 15:04 ") + a.PrintedBy)
}

func (d *Doc) line(x1, y1, x2, y2, width float64) {
	d.pdf.SetLineWidth(width)
	d.pdf.Line(x1, y1, x2, y2)
}

func (d *Doc) box(x, y, w, h, width float64) {
	d.pdf.SetLineWidth(width)
	d.pdf.RectFromUpperLeft(x, y, w, h)
}

var errWidths = errors.New("paper: a row of another width than its table")
