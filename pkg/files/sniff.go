package files

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/transform"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Type tells what the content is from the content alone, and refuses everything that is not on the list of casework.FileType.
func (r *Received) Type() (casework.FileType, error) {
	head := make([]byte, 512)
	n, err := r.content.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return casework.FilePDF, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return casework.FilePNG, nil
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return casework.FileJPEG, nil
	case n >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return casework.FileWebP, nil
	case n >= 12 && string(head[4:8]) == "ftyp" && heif(head):
		return casework.FileHEIC, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return r.office()
	}
	if kind := http.DetectContentType(head); strings.HasPrefix(kind, "text/html") || strings.HasPrefix(kind, "text/xml") || !strings.HasPrefix(kind, "text/") && kind != "application/octet-stream" {
		return "", casework.UnknownFileType()
	}
	if n > 0 && bytes.HasPrefix(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"), []byte("<")) { // SVG, HTML without its head
		return "", casework.UnknownFileType()
	}
	return r.text()
}

// heif: the brands of ISO/IEC 23008-12 that still pictures of telephones have. Films have other ones.
func heif(head []byte) bool {
	return slices.Contains([]string{"heic", "heix", "heim", "heis", "mif1"}, string(head[8:12]))
}

// mostParts is far more than a document has.
const mostParts = 10_000

// office reads the list of a zip file: an Excel or Word document names its main part, and one with macros holds them as a part.
func (r *Received) office() (casework.FileType, error) {
	z, err := zip.NewReader(r.content, r.Size)
	if err != nil || len(z.File) > mostParts {
		return "", casework.UnknownFileType()
	}
	var types []byte
	for _, f := range z.File {
		switch name := strings.ToLower(f.Name); {
		case strings.HasSuffix(name, "vbaproject.bin"):
			return "", &casework.Error{Code: casework.CodeInvalid, Detail: "ファイルをご確認ください。", Fields: []casework.FieldError{{Pointer: "/file", Code: "not_allowed",
				Message: "マクロが含まれているため、添付できません。マクロのない形式（xlsx・docx）で保存し直してください。"}}}
		case f.Name == "[Content_Types].xml":
			part, err := f.Open()
			if err != nil {
				return "", casework.UnknownFileType()
			}
			types, err = io.ReadAll(io.LimitReader(part, 1<<20))
			if errors.Join(err, part.Close()) != nil {
				return "", casework.UnknownFileType()
			}
		}
	}
	for _, t := range []casework.FileType{casework.FileXLSX, casework.FileDOCX} {
		if bytes.Contains(types, []byte(string(t)+".main+xml")) {
			return t, nil
		}
	}
	return "", casework.UnknownFileType()
}

// text reads all of it: UTF-8, or what Japanese Windows calls Shift_JIS, without control characters.
func (r *Received) text() (casework.FileType, error) {
	if err := r.rewind(); err != nil {
		return "", err
	}
	raw := io.LimitReader(r.content, casework.MaxFileSize)
	if err := plain(raw, true); err == nil {
		return casework.FileText, nil
	}
	if err := r.rewind(); err != nil {
		return "", err
	}
	if err := plain(transform.NewReader(io.LimitReader(r.content, casework.MaxFileSize), japanese.ShiftJIS.NewDecoder()), false); err != nil {
		return "", casework.UnknownFileType()
	}
	return casework.FileText, nil
}

var errNoText = errors.New("not a text")

// plain reads runes until something is not text. A decoder writes U+FFFD for what it cannot read.
func plain(r io.Reader, given bool) error {
	buffer, kept := make([]byte, 32<<10), 0
	for {
		n, err := r.Read(buffer[kept:])
		piece := buffer[:kept+n]
		for len(piece) > 0 && (utf8.FullRune(piece) || err != nil) {
			c, size := utf8.DecodeRune(piece)
			if c == utf8.RuneError && (size == 1 || !given) || c < ' ' && !strings.ContainsRune("\t\r\n\f", c) || c == 0x7f {
				return errNoText
			}
			piece = piece[size:]
		}
		kept = copy(buffer, piece)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
