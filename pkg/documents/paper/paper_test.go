package paper_test

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/documents/paper"
)

func about() paper.About {
	return paper.About{
		Title: "試し", Care: "取扱注意", Number: "2026-000123", Foot: "つなぐ　中区地域包括支援センター",
		PrintedAt: time.Date(2026, 11, 27, 5, 30, 0, 0, time.UTC), PrintedBy: "岡山 花子（中区地域包括支援センター）",
	}
}

func begin(t *testing.T) *paper.Doc {
	t.Helper()
	d, err := paper.New(about())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// pages writes the document and reads it back with poppler, a program that knows nothing of ours.
func pages(t *testing.T, d *paper.Doc) (file string, text []string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "x.pdf")
	var out bytes.Buffer
	if _, err := d.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("PAPER_KEEP"); dir != "" { // to look at it
		_ = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "_")+".pdf"), out.Bytes(), 0o600)
	}
	text = strings.Split(strings.TrimSuffix(run(t, "pdftotext", "-layout", file, "-"), "\f"), "\f")
	return file, text
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s (make setup-test installs poppler-utils): %v %s", name, err, out)
	}
	return string(out)
}

func TestEveryPageSaysWhatItIsAndWhoPrintedIt(t *testing.T) {
	d := begin(t)
	d.Heading("見出し")
	for i := range 120 {
		d.Text(fmt.Sprintf("%d行め。", i))
	}
	_, text := pages(t, d)
	if len(text) != 3 {
		t.Fatalf("%d pages", len(text))
	}
	for i, page := range text {
		for _, want := range []string{"取扱注意", "2026-000123", fmt.Sprintf("%d／3", i+1), "印刷 令和8年11月27日 14:30", "岡山 花子（中区地域包括支援センター）", "つなぐ 中区地域包括支援センター"} {
			if !strings.Contains(strings.ReplaceAll(page, "　", " "), want) {
				t.Errorf("page %d lacks %q:\n%s", i+1, want, page)
			}
		}
	}
	for i := range 120 {
		if n := strings.Count(strings.Join(text, ""), fmt.Sprintf(" %d行め。", i)) + strings.Count(strings.Join(text, ""), fmt.Sprintf("\n%d行め。", i)); n < 1 {
			t.Errorf("line %d is lost", i)
		}
	}
}

func TestTheFontIsEmbeddedTrueType(t *testing.T) {
	d := begin(t)
	d.Heading("見出し")
	d.Text("本文")
	file, _ := pages(t, d)
	out := run(t, "pdffonts", file)
	for _, name := range []string{"BIZUDPGothic-Regular", "BIZUDPGothic-Bold"} {
		i := slices.IndexFunc(strings.Split(out, "\n"), func(l string) bool {
			return strings.Contains(l, name) && strings.Contains(l, "TrueType") && strings.Contains(l, "yes")
		})
		if i < 0 {
			t.Errorf("%s is not embedded:\n%s", name, out)
		}
	}
	if !strings.Contains(run(t, "pdfinfo", file), "(A4)") {
		t.Error("not A4")
	}
}

func TestATableGoesOnOverPagesUnderItsHead(t *testing.T) {
	d := begin(t)
	table := paper.Table{Widths: []float64{1, 3, 1}, Head: []paper.Row{paper.R(paper.H("番号"), paper.H("内容"), paper.H("期限"))}}
	for i := range 90 {
		table.Rows = append(table.Rows, paper.R(paper.T(fmt.Sprintf("R%03d", i)), paper.T(strings.Repeat("家計の見直しを一緒に行います。", i%4+1)), paper.T("令和8年12月1日")))
	}
	d.Table(table)
	_, text := pages(t, d)
	if len(text) < 3 {
		t.Fatalf("%d pages", len(text))
	}
	for i, page := range text {
		if strings.Count(page, "番号") != 1 || strings.Count(page, "期限") != 1 {
			t.Errorf("page %d has not one head:\n%s", i+1, page)
		}
	}
	all := strings.Join(text, "")
	for i := range 90 {
		if strings.Count(all, fmt.Sprintf("R%03d", i)) != 1 {
			t.Errorf("row %d is lost or doubled", i)
		}
	}
}

func TestARowTallerThanAPageLosesNothing(t *testing.T) {
	d := begin(t)
	var want []string
	for i := range 400 {
		want = append(want, fmt.Sprintf("〈%d〉相談の経過を書いた長い文章です。", i))
	}
	d.Table(paper.Table{Widths: []float64{1, 5}, Rows: []paper.Row{paper.R(paper.H("経過"), paper.T(strings.Join(want, "")))}})
	_, text := pages(t, d)
	all := strings.Join(text, "")
	for i := range 400 {
		if !strings.Contains(all, fmt.Sprintf("〈%d〉", i)) {
			t.Errorf("passage %d is lost", i)
		}
	}
	if len(text) < 3 {
		t.Errorf("%d pages", len(text))
	}
}

func TestBoxesAreTickedOrNot(t *testing.T) {
	d := begin(t)
	d.Table(paper.Table{Widths: []float64{1, 5}, Rows: []paper.Row{
		paper.R(paper.H("受付方法"), paper.Cell{Ticks: []paper.Tick{{On: true, Word: "来所"}, {Word: "電話"}}}),
		paper.R(paper.H("お困りごと"), paper.Cell{Columns: 4, Ticks: []paper.Tick{{Word: "介護"}, {Word: "収入・生活費"}, {On: true, Word: "家賃やローンの支払いのこと"}, {Word: "債務"}, {Word: "その他"}}}),
		{Cells: []paper.Cell{paper.H("ご相談"), paper.T("一行だけ。")}, High: 40, Ruled: true},
	}})
	file, text := pages(t, d)
	for _, want := range []string{"✓来所", "□電話", "□介護", "✓家賃やローンの支払いのこと"} {
		if !strings.Contains(strings.ReplaceAll(text[0], " ", ""), want) {
			t.Errorf("no %q in:\n%s", want, text[0])
		}
	}
	if strings.Contains(text[0], "〓") {
		t.Error("the font has no box")
	}
	if n := ink(t, file); n < 3000 {
		t.Errorf("the raster shows nothing: %d dark points", n)
	}
}

// ink counts the dark points of the first page, and makes sure that none is outside the margins of a printer.
func ink(t *testing.T, file string) (dark int) {
	t.Helper()
	base := filepath.Join(t.TempDir(), "p")
	run(t, "pdftoppm", "-r", "72", "-png", "-singlefile", file, base)
	f, err := os.Open(base + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	b := picture.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if r, _, _, _ := picture.At(x, y).RGBA(); r < 0x8000 {
				dark++
				if x < 20 || y < 20 || x > b.Max.X-20 || y > b.Max.Y-15 {
					t.Fatalf("ink at %d,%d: outside of what a printer can print", x, y)
				}
			}
		}
	}
	return dark
}

// 𠮷 stands in no Japanese character set before Unicode, and in many names. It is printed, and it is read back.
func TestNamesWithRareCharactersArePrinted(t *testing.T) {
	d := begin(t)
	d.Heading("𠮷野さんと髙﨑さん")
	d.Table(paper.Table{Widths: []float64{1, 3}, Rows: []paper.Row{paper.R(paper.H("𠮟る"), paper.T("𠮷野𠮷子、𡈽屋と𣘺本と𩸽"))}})
	d.Text(strings.Repeat("𠮷野さんは元気です。", 40))
	file, text := pages(t, d)
	got := strings.ReplaceAll(strings.ReplaceAll(text[0], "\n", ""), " ", "")
	for _, want := range []string{"𠮷野さんと髙﨑さん", "𠮟る", "𠮷野𠮷子、𡈽屋と𣘺本と𩸽", "𠮷野さんは元気です。𠮷野さんは元気です。"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, text[0])
		}
	}
	if strings.Contains(got, "〓") || strings.Contains(got, "書体") {
		t.Errorf("something was not printed:\n%s", text[0])
	}
	ink(t, file)
	objectsAreWhereTheTableSays(t, file)
}

func objectsAreWhereTheTableSays(t *testing.T, name string) {
	t.Helper()
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	table := bytes.LastIndex(file, []byte("\nxref\n")) + 1
	if want := fmt.Sprintf("startxref\n%d\n", table); !bytes.Contains(file[table:], []byte(want)) {
		t.Errorf("no %q", want)
	}
	entries := regexp.MustCompile(`(?m)^(\d{10}) \d{5} n`).FindAllSubmatch(file[table:], -1)
	for n, entry := range entries {
		at, _ := strconv.Atoi(string(entry[1]))
		if want := fmt.Sprintf("%d 0 obj", n+1); !bytes.HasPrefix(file[at:], []byte(want)) {
			t.Errorf("no %q at %d: %q", want, at, file[at:at+12])
		}
	}
	lengths := regexp.MustCompile(`/Length (\d+)\n>>\nstream\n`).FindAllSubmatchIndex(file, -1)
	for _, m := range lengths {
		long, _ := strconv.Atoi(string(file[m[2]:m[3]]))
		if end := file[m[1]+long:]; !bytes.HasPrefix(bytes.TrimLeft(end, "\r\n"), []byte("endstream")) {
			t.Errorf("a stream does not end after %d bytes: %q", long, end[:20])
		}
	}
	if len(entries) < 10 || len(lengths) == 0 {
		t.Errorf("%d objects, %d streams", len(entries), len(lengths))
	}
}

func TestWhatTheFontLacksIsGetaAndSaidAtTheEnd(t *testing.T) {
	d := begin(t)
	d.Text("𪚥田さんと葛\U000E0100城さん、か\u3099んばる😀")
	_, text := pages(t, d)
	for _, want := range []string{"〓田さんと葛城さん、がんばる〓", "U+2A6A5（1か所）", "U+E0100（1か所）", "U+1F600（1か所）"} {
		if !strings.Contains(strings.ReplaceAll(text[0], "\n", ""), want) {
			t.Errorf("no %q in:\n%s", want, text[0])
		}
	}
	d = begin(t)
	d.Text("吉田さん")
	if _, text = pages(t, d); strings.Contains(text[0], "書体") {
		t.Error("a warning without a reason")
	}
}

func TestARowOfAnotherWidthIsAFault(t *testing.T) {
	d := begin(t)
	d.Table(paper.Table{Widths: []float64{1, 1}, Rows: []paper.Row{paper.R(paper.T("1"))}})
	if _, err := d.WriteTo(&bytes.Buffer{}); err == nil || errors.Is(err, paper.ErrNoFont) {
		t.Error(err)
	}
}

// Many documents at once share the fonts they were made from.
func TestDocumentsDoNotDisturbEachOther(t *testing.T) {
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			d, err := paper.New(about())
			if err != nil {
				t.Error(err)
				return
			}
			d.Text(strings.Repeat("文", i+1))
			if _, err := d.WriteTo(&bytes.Buffer{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func BenchmarkForm(b *testing.B) {
	for b.Loop() {
		d, err := paper.New(about())
		if err != nil {
			b.Fatal(err)
		}
		d.Heading("つなぐシート")
		for range 40 {
			d.Table(paper.Table{Widths: []float64{1, 5}, Rows: []paper.Row{paper.R(paper.H("経過"), paper.T("相談の経過を書いた長い文章です。"))}})
		}
		var out bytes.Buffer
		if _, err := d.WriteTo(&out); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(out.Len()))
	}
}
