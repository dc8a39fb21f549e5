package files

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	_ "image/png" // read
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // read

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const (
	previewSide  = 1280     // pixels of the longer side
	mostPixels   = 25 << 20 // what is decoded at all: a picture of a few kilobytes can claim gigabytes
	mostPNGPixel = 12 << 20 // four or eight bytes each
)

// previews are made one at a time: a picture takes up to 100 MiB while it is decoded.
var previews = make(chan struct{}, 1)

// CanPreview reports whether the content is a picture that can be shown on the page.
func (r *Received) CanPreview(t casework.FileType) bool {
	if t != casework.FilePNG && t != casework.FileJPEG && t != casework.FileWebP {
		return false
	}
	if r.rewind() != nil {
		return false
	}
	_, err := bounded(bufio.NewReader(r.content))
	return err == nil
}

func bounded(r io.Reader) (image.Config, error) {
	c, format, err := image.DecodeConfig(r)
	most := mostPixels
	if format != "jpeg" {
		most = mostPNGPixel
	}
	if err == nil && (c.Width <= 0 || c.Height <= 0 || c.Width > most/c.Height) {
		err = errors.New("too many pixels")
	}
	return c, err
}

// Preview draws the picture anew, small, upright and without what was hidden in it (place, camera, trailing data): what the
// page shows is made by us.
func Preview(content io.Reader) ([]byte, error) {
	previews <- struct{}{}
	defer func() { <-previews }()
	raw, err := io.ReadAll(io.LimitReader(content, casework.MaxFileSize+1))
	if err != nil {
		return nil, err
	}
	if _, err := bounded(bytes.NewReader(raw)); err != nil {
		return nil, err
	}
	full, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	small := fit(full.Bounds())
	canvas := image.NewRGBA(small)
	draw.Draw(canvas, small, image.White, image.Point{}, draw.Src) // behind what is transparent
	draw.ApproxBiLinear.Scale(canvas, small, full, full.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	err = jpeg.Encode(&out, turned(canvas, orientation(raw)), &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}

func fit(b image.Rectangle) image.Rectangle {
	w, h := b.Dx(), b.Dy()
	if longer := max(w, h); longer > previewSide {
		w, h = max(1, w*previewSide/longer), max(1, h*previewSide/longer)
	}
	return image.Rect(0, 0, w, h)
}

// turned stands a picture upright by its EXIF orientation (1–8): telephones save them lying.
func turned(p *image.RGBA, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return p
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := [...][2]int{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x}}[orientation]
			out.SetRGBA(to[0], to[1], p.RGBAAt(x, y))
		}
	}
	return out
}

// orientation reads tag 0x0112 of the EXIF part of a JPEG; 1 (upright) when there is none.
func orientation(raw []byte) int {
	for at := 2; at+4 <= len(raw) && raw[at] == 0xff && raw[at+1] != 0xda; {
		size := int(binary.BigEndian.Uint16(raw[at+2:]))
		if size < 2 || at+2+size > len(raw) {
			break
		}
		if part := raw[at+4 : at+2+size]; raw[at+1] == 0xe1 && bytes.HasPrefix(part, []byte("Exif\x00\x00")) {
			return orientationTag(part[6:])
		}
		at += 2 + size
	}
	return 1
}

func orientationTag(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	n := uint64(order.Uint16(tiff[at:]))
	for entry := at + 2; n > 0 && entry+12 <= uint64(len(tiff)); entry, n = entry+12, n-1 {
		if order.Uint16(tiff[entry:]) == 0x0112 {
			return int(order.Uint16(tiff[entry+8:]))
		}
	}
	return 1
}
