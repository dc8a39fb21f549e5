package paper

import (
	"math"
	"strings"
)

// Align is where a text stands in its place.
type Align int

// The places.
const (
	Left Align = iota
	Middle
	Right
)

// Tick is a box, ticked or not, with its words.
type Tick struct {
	On   bool
	Word string
}

// Cell is one field of a table: boxes to tick, then a text.
type Cell struct {
	Text    string
	Ticks   []Tick
	Columns int // the boxes stand in so many columns; 0: one after the other
	Span    int // over so many columns of the table; 0 is 1
	Head    bool
	Strong  bool
	Align   Align
	Size    float64 // 0: Body
}

// Row is a row of a table.
type Row struct {
	Cells []Cell
	High  float64 // at least: room to write by hand
	Ruled bool    // with lines to write on
}

// Table is a grid. When it goes on over pages, its head stands on each of them.
type Table struct {
	Widths []float64 // parts of the width of the page, as they relate
	Head   []Row
	Rows   []Row
}

// H is the cell of a head; T is a cell with a text; R makes a row.
func H(text string) Cell { return Cell{Text: text, Head: true} }

// T is a cell with a text.
func T(text string) Cell { return Cell{Text: text} }

// R is a row of cells.
func R(cells ...Cell) Row { return Row{Cells: cells} }

const (
	padX = 1.6
	padY = 0.9
)

// piece is a word of a line at its place in the cell.
type piece struct {
	x    float64
	text string
	on   bool // it begins with a box that is ticked
}

type laid struct {
	x, width, lineHigh, size float64
	face                     *face
	head                     bool
	lines                    [][]piece
}

// Table draws a table from here on.
func (d *Doc) Table(t Table) {
	columns := d.columns(t.Widths)
	head := make([][]laid, len(t.Head))
	headHigh := 0.0
	for i, r := range t.Head {
		head[i] = d.lay(r, columns)
		headHigh += high(head[i], r.High)
	}
	drawHead := func() {
		for i, r := range t.Head {
			d.row(head[i], high(head[i], r.High), r.Ruled)
		}
	}
	whole := d.high - bottom - top - headHigh
	for i, r := range t.Rows {
		cells := d.lay(r, columns)
		h := high(cells, r.High)
		if i == 0 {
			d.Need(headHigh + min(h, 40))
			drawHead()
		}
		if h > d.room() && (h <= whole || d.room() < 15) {
			d.Page()
			drawHead()
		}
		for h > d.room()+slack { // taller than a page: as many lines as fit, and on
			part, rest := split(cells, d.room())
			d.row(part, d.room(), r.Ruled)
			d.Page()
			drawHead()
			cells, h = rest, high(rest, 0)
		}
		d.row(cells, h, r.Ruled)
	}
	if len(t.Rows) == 0 {
		d.Need(headHigh)
		drawHead()
	}
}

// columns are the left edges of a table's columns, and its right edge.
func (d *Doc) columns(widths []float64) []float64 {
	sum := 0.0
	for _, w := range widths {
		sum += w
	}
	edges := []float64{left}
	for _, w := range widths {
		edges = append(edges, edges[len(edges)-1]+w*d.Width()/sum)
	}
	return edges
}

func (d *Doc) lay(r Row, edges []float64) []laid {
	out := make([]laid, 0, len(r.Cells))
	at := 0
	for _, c := range r.Cells {
		to := at + max(1, c.Span)
		if to >= len(edges) {
			d.fail(errWidths)
			return nil
		}
		l := laid{x: edges[at], width: edges[to] - edges[at], size: c.Size, face: d.plain, head: c.Head}
		if l.size == 0 {
			l.size = Body
		}
		if c.Head || c.Strong {
			l.face = d.strong
		}
		if c.Head && c.Size == 0 {
			l.size = 8.5
		}
		l.lineHigh = l.size * point * leading
		l.lines = append(d.ticks(c, l), d.words(c, l)...)
		out = append(out, l)
		at = to
	}
	if at != len(edges)-1 {
		d.fail(errWidths)
	}
	return out
}

func (d *Doc) words(c Cell, l laid) [][]piece {
	if c.Text == "" {
		return nil
	}
	var out [][]piece
	for _, line := range d.wrap(l.face, l.size, c.Text, l.width-2*padX) {
		out = append(out, []piece{{d.offset(l.face, l.size, line, l.width-2*padX, c.Align), line, false}})
	}
	return out
}

// ticks sets boxes into columns, or one after the other with a gap between them. A box never stands without its word.
func (d *Doc) ticks(c Cell, l laid) [][]piece {
	var out [][]piece
	var line []piece
	width, x := l.width-2*padX, 0.0
	step := width
	if c.Columns > 0 {
		step = width / float64(c.Columns)
	}
	for _, t := range c.Ticks {
		lines := d.wrap(l.face, l.size, "□"+t.Word, width)
		w := d.widthOf(l.face, l.size, lines[0])
		if c.Columns > 0 {
			w = math.Ceil(max(w+0.5, 1)/step) * step
		} else {
			w += 3.5
		}
		if x > 0 && x+w > width+3.5+slack {
			out, line, x = append(out, line), nil, 0
		}
		line = append(line, piece{x, lines[0], t.On})
		x += w
		for _, more := range lines[1:] {
			out, line, x = append(out, line), []piece{{0, more, false}}, width
		}
	}
	if line != nil {
		out = append(out, line)
	}
	return out
}

func high(cells []laid, least float64) float64 {
	h := max(least, Body*point*leading+2*padY)
	for _, c := range cells {
		h = max(h, float64(len(c.lines))*c.lineHigh+2*padY)
	}
	return h
}

// split parts a row into the lines that fit and those for the next page.
func split(cells []laid, room float64) (part, rest []laid) {
	for _, c := range cells {
		n := min(len(c.lines), max(1, int((room-2*padY)/c.lineHigh)))
		a, b := c, c
		a.lines, b.lines = c.lines[:n], c.lines[n:]
		if c.head && n == len(c.lines) {
			b.lines = c.lines // says on the next page too what this is
		}
		part, rest = append(part, a), append(rest, b)
	}
	return part, rest
}

func (d *Doc) row(cells []laid, h float64, ruled bool) {
	for _, c := range cells {
		if c.head {
			d.pdf.SetFillColor(236, 236, 236)
			d.pdf.RectFromUpperLeftWithStyle(c.x, d.y, c.width, h, "F")
		}
		d.box(c.x, d.y, c.width, h, 0.2)
		y := d.y + padY
		if c.head || len(c.lines) == 1 && !ruled {
			y = d.y + (h-float64(len(c.lines))*c.lineHigh)/2
		}
		for _, line := range c.lines {
			for _, p := range line {
				d.piece(c, y, p)
			}
			y += c.lineHigh
		}
		if ruled && !c.head {
			d.rules(c, h)
		}
	}
	d.y += h
}

// piece draws a word of a cell. The font has no ☑: its box is drawn, and ✓ stands in it, also for who reads the text out.
func (d *Doc) piece(c laid, y float64, p piece) {
	x := c.x + padX + p.x
	if !p.on {
		d.text(c.face, c.size, x, y, p.text)
		return
	}
	em, _ := d.width(c.face, '□')
	wide := em * c.size * point
	side := 0.78 * c.size * point
	d.box(x+(wide-side)/2, y+c.size*point*((leading-1)/2+0.11), side, side, 0.2)
	check := d.widthOf(d.strong, c.size, "✓")
	d.text(d.strong, c.size, x+(wide-check)/2, y, "✓")
	d.text(c.face, c.size, x+wide, y, strings.TrimPrefix(p.text, "□"))
}

// rules are dotted lines to write on.
func (d *Doc) rules(c laid, h float64) {
	d.pdf.SetLineType("dotted")
	for y := d.y + padY + c.lineHigh; y < d.y+h-1; y += c.lineHigh {
		d.line(c.x+padX, y, c.x+c.width-padX, y, 0.1)
	}
	d.pdf.SetLineType("")
}
