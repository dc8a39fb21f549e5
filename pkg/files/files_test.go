package files_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/files/filestest"
)

func receive(t testing.TB, content []byte) *files.Received {
	t.Helper()
	r, err := files.Receive(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func TestTypeIsToldFromTheContentAlone(t *testing.T) {
	main := func(kind casework.FileType) string {
		return `<Types><Override PartName="/x.xml" ContentType="` + string(kind) + `.main+xml"/></Types>`
	}
	for _, x := range []struct {
		name    string
		content []byte
		want    casework.FileType
	}{
		{"pdf", []byte("%PDF-1.7\n"), casework.FilePDF},
		{"png", filestest.PNG(2, 2), casework.FilePNG},
		{"jpeg", filestest.JPEG(2, 2), casework.FileJPEG},
		{"webp", []byte("RIFF\x1a\x00\x00\x00WEBPVP8 "), casework.FileWebP},
		{"heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), casework.FileHEIC},
		{"film of a telephone", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00"), ""},
		{"text", []byte("支援経過\r\n\t母と面談 𠮷野"), casework.FileText},
		{"text of Japanese Windows", []byte("\x8ex\x89\x87\x8co\x89\xdf\r\n"), casework.FileText},
		{"text with a cut character at the end", []byte("支援\xe7"), ""},
		{"html", []byte("<!DOCTYPE html><script>alert(1)</script>"), ""},
		{"html without its head", []byte("  \n<b>x</b>"), ""},
		{"svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), ""},
		{"program", []byte("MZ\x90\x00\x03\x00\x00\x00"), ""},
		{"elf", []byte("\x7fELF\x02\x01\x01\x00"), ""},
		{"NUL in a text", []byte("abc\x00def"), ""},
		{"gif", []byte("GIF89a\x01\x00"), ""},
		{"old word", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ""},
		{"zip", filestest.Office(map[string]string{"a.txt": "x"}), ""},
		{"broken zip", []byte("PK\x03\x04 and nothing"), ""},
		{"docx", filestest.Office(map[string]string{"[Content_Types].xml": main(casework.FileDOCX), "word/document.xml": ""}), casework.FileDOCX},
		{"xlsx", filestest.Office(map[string]string{"[Content_Types].xml": main(casework.FileXLSX)}), casework.FileXLSX},
		{"xlsx with macros", filestest.Office(map[string]string{"[Content_Types].xml": main(casework.FileXLSX), "xl/vbaProject.bin": "x"}), ""},
	} {
		got, err := receive(t, x.content).Type()
		if got != x.want || (err == nil) != (x.want != "") || err != nil && casework.CodeOf(err) != casework.CodeInvalid {
			t.Errorf("%s: %q, %v", x.name, got, err)
		}
	}
}

func FuzzType(f *testing.F) {
	for _, seed := range [][]byte{[]byte("%PDF-"), filestest.PNG(1, 1), filestest.Office(map[string]string{"a": "b"}), []byte("文"), {0xe7}} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		r := receive(t, content)
		kind, err := r.Type()
		if (kind == "") == (err == nil) {
			t.Errorf("%q, %v", kind, err)
		}
		if r.CanPreview(kind) {
			_, _ = files.Preview(bytes.NewReader(content)) // must not panic
		}
	})
}

func TestNoMoreThanTheLimitIsReceived(t *testing.T) {
	endless := iotest.OneByteReader(strings.NewReader("x"))
	if r, err := files.Receive(io.MultiReader(endless, bytes.NewReader(make([]byte, casework.MaxFileSize)))); !errors.Is(err, files.ErrTooLarge) || r != nil {
		t.Errorf("one byte too many: %v", err)
	}
	if _, err := files.Receive(iotest.ErrReader(io.ErrUnexpectedEOF)); !errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, files.ErrUnavailable) {
		t.Errorf("a body that breaks off: %v", err)
	}
	before, _ := filepath.Glob(filepath.Join(os.TempDir(), "tsunagu-*"))
	receive(t, []byte("personal"))
	if after, _ := filepath.Glob(filepath.Join(os.TempDir(), "tsunagu-*")); len(after) != len(before) {
		t.Errorf("what is received has a name: %v", after)
	}
}

func TestContentThatChangedIsNotGivenOut(t *testing.T) {
	folder := t.TempDir()
	s, err := files.Open(t.Context(), "file://"+folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	content := bytes.Repeat([]byte("支援"), 50_000)
	r := receive(t, content)
	if err := s.Keep(t.Context(), "files/a", r); err != nil {
		t.Fatal(err)
	}
	if err := s.Keep(t.Context(), "files/a", r); err == nil {
		t.Error("a key was written twice")
	}
	in, err := s.Read(t.Context(), "files/a", r.Size, r.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(in)
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	_ = in.Close()
	path := filepath.Join(folder, "files", "a")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read it: %v %v", info.Mode(), err)
	}
	content[7]++
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), "files/a", r.Size, r.SHA256); !errors.Is(err, files.ErrChanged) {
		t.Errorf("a changed content: %v", err)
	}
	if err := os.WriteFile(path, content[:9], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), "files/a", r.Size, r.SHA256); !errors.Is(err, files.ErrChanged) {
		t.Errorf("a shorter content: %v", err)
	}
	for range 2 {
		if err := s.Remove(t.Context(), "files/a"); err != nil {
			t.Errorf("removing: %v", err)
		}
	}
	if err := s.Verify(t.Context(), "files/a", r.Size, r.SHA256); !errors.Is(err, files.ErrChanged) {
		t.Errorf("a content that is gone: %v", err)
	}
}

func TestClamdFindsWhatItIsSent(t *testing.T) {
	d := filestest.NewClamd(t, 0)
	u := filestest.NewUnixClamd(t, filepath.Join(t.TempDir(), "c.sock"))
	for _, address := range []string{d.Address, u.Address} {
		clamd, err := files.NewClamd(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := clamd.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		clean := bytes.Repeat([]byte("安心"), 100_000) // several pieces
		if err := clamd.Scan(t.Context(), bytes.NewReader(clean)); err != nil {
			t.Errorf("clean: %v", err)
		}
		if err := clamd.Scan(t.Context(), io.MultiReader(bytes.NewReader(clean), bytes.NewReader(filestest.EICAR))); !errors.Is(err, files.ErrInfected) {
			t.Errorf("EICAR: %v", err)
		}
		if err := clamd.Scan(t.Context(), strings.NewReader("")); err != nil {
			t.Errorf("empty: %v", err)
		}
	}
	if d.Scanned() != 3 || u.Scanned() != 3 {
		t.Errorf("scanned %d, %d", d.Scanned(), u.Scanned())
	}
}

// What was not looked at is not clean.
func TestClamdThatCannotLookIsNoApproval(t *testing.T) {
	small := filestest.NewClamd(t, 1000)
	clamd, _ := files.NewClamd(small.Address)
	if err := clamd.Scan(t.Context(), bytes.NewReader(make([]byte, 10<<20))); !errors.Is(err, files.ErrUnavailable) || errors.Is(err, files.ErrInfected) {
		t.Errorf("over its limit: %v", err)
	}
	small.Stop()
	if err := clamd.Scan(t.Context(), strings.NewReader("x")); !errors.Is(err, files.ErrUnavailable) {
		t.Errorf("unreachable: %v", err)
	}
	if err := clamd.Ping(t.Context()); !errors.Is(err, files.ErrUnavailable) {
		t.Errorf("ping: %v", err)
	}
	for _, bad := range []string{"", "clamd", "tcp://host", "http://host:3310", "unix://", "unix://host/x"} {
		if _, err := files.NewClamd(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestPreviewIsDrawnAnewUprightAndSmall(t *testing.T) {
	r := receive(t, filestest.JPEG(3000, 1500))
	if !r.CanPreview(casework.FileJPEG) || r.CanPreview(casework.FilePDF) {
		t.Error("which can be previewed")
	}
	lying := withOrientation(filestest.JPEG(3000, 1500), 6)
	lying = append(lying, []byte("hidden behind the picture")...)
	out, err := files.Preview(bytes.NewReader(lying))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out, []byte("Exif")) || bytes.Contains(out, []byte("hidden")) {
		t.Error("what was hidden in the picture is still there")
	}
	p, format, err := image.Decode(bytes.NewReader(out))
	if err != nil || format != "jpeg" || p.Bounds().Dx() != 640 || p.Bounds().Dy() != 1280 {
		t.Fatalf("%s %v %v", format, p.Bounds(), err)
	}
	if top := color.RGBAModel.Convert(p.At(320, 100)).(color.RGBA); top.R < 150 || top.B > 80 { // the left half is on top now
		t.Errorf("top: %v", top)
	}
	if _, err := files.Preview(bytes.NewReader(filestest.PNG(10, 5000))); err != nil {
		t.Errorf("a narrow picture: %v", err)
	}
}

func TestPictureThatClaimsGigabytesIsNotDecoded(t *testing.T) {
	bomb := filestest.PNG(1, 1)
	copy(bomb[16:], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // 65,536 × 65,536
	if receive(t, bomb).CanPreview(casework.FilePNG) {
		t.Error("is offered as a preview")
	}
	if _, err := files.Preview(bytes.NewReader(bomb)); err == nil {
		t.Error("was decoded")
	}
}

// withOrientation puts an EXIF part with only the orientation behind the first marker.
func withOrientation(raw []byte, o byte) []byte {
	exif := append([]byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), o, 0, 0, 0, 0, 0, 0)
	part := append([]byte{0xff, 0xe1, byte((len(exif) + 2) >> 8), byte(len(exif) + 2)}, exif...)
	return append(append(append([]byte{}, raw[:2]...), part...), raw[2:]...)
}
