package paper

import (
	"embed"
	"errors"
	"sync"

	"github.com/signintech/gopdf"
)

//go:embed all:fonts
var fonts embed.FS

// ErrNoFont says that the program was built without its font, which deploy/scripts/setup.sh puts into fonts/.
var ErrNoFont = errors.New("paper: built without its font; run make build")

const (
	regular = "BIZUDPGothic-Regular"
	bold    = "BIZUDPGothic-Bold"
	// spare prints what the two lack: 𠮷 and other characters of names.
	spare = "NotoSansJP-Medium"
)

var names = []string{regular, bold, spare}

// parsed are the fonts, read once for all documents: each document takes its own subset of them.
var parsed = sync.OnceValues(func() (*gopdf.FontContainer, error) {
	var c gopdf.FontContainer
	for _, name := range names {
		data, err := fonts.ReadFile("fonts/" + name + ".ttf")
		if err != nil {
			return nil, ErrNoFont
		}
		if err := c.AddTTFFontData(name, data); err != nil {
			return nil, err
		}
	}
	return &c, nil
})

// face is a font of a document with the spare one behind it, and what was measured so far.
type face struct {
	name   string
	widths map[rune]float64 // in em; a character without a glyph is absent
	spared map[rune]bool    // has its glyph in the spare font
	absent map[rune]bool
}

func newFace(name string) *face {
	return &face{name: name, widths: map[rune]float64{}, spared: map[rune]bool{}, absent: map[rune]bool{}}
}

const measured = 100.0 // points, at which widths are measured

// width of a character in em; ok is false when neither font has it.
func (d *Doc) width(f *face, r rune) (em float64, ok bool) {
	if w, known := f.widths[r]; known {
		return w, true
	}
	if f.absent[r] {
		return 0, false
	}
	if em, ok = d.measure(f.name, r); !ok {
		d.addSpare()
		em, ok = d.measure(spare, r)
		f.spared[r] = ok
	}
	if !ok {
		f.absent[r] = true
		return 0, false
	}
	f.widths[r] = em
	return em, true
}

// addSpare brings the spare font into the document, which most never need.
func (d *Doc) addSpare() {
	if d.spare {
		return
	}
	container, err := parsed()
	if err == nil {
		err = d.pdf.AddTTFFontFromFontContainer(spare, container)
	}
	d.fail(err)
	d.spare = true
}

func (d *Doc) measure(name string, r rune) (em float64, ok bool) {
	d.fail(d.pdf.SetFont(name, "", measured))
	has, err := d.pdf.IsCurrFontContainGlyph(r)
	d.fail(err)
	if !has {
		return 0, false
	}
	w, err := d.pdf.MeasureTextWidth(string(r))
	d.fail(err)
	return d.pdf.UnitsToPoints(w) / measured, true
}

// runs cuts a line where the font changes.
func (f *face) runs(line string) (parts []run) {
	for _, r := range line {
		name := f.name
		if f.spared[r] {
			name = spare
		}
		if n := len(parts); n > 0 && parts[n-1].font == name {
			parts[n-1].text += string(r)
		} else {
			parts = append(parts, run{name, string(r)})
		}
	}
	return parts
}

type run struct{ font, text string }

// widthOf a text in mm at a size in points.
func (d *Doc) widthOf(f *face, size float64, text string) float64 {
	sum := 0.0
	for _, r := range text {
		em, _ := d.width(f, r)
		sum += em
	}
	return sum * size * point
}
