package blank_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/blank"
)

var now = time.Date(2026, 11, 27, 1, 0, 0, 0, time.UTC)

func form() blank.Form {
	c := casework.DefaultCatalog()
	c.Wards = []casework.CatalogItem{{Code: "kita_chuo", Label: "北区中央"}, {Code: "naka", Label: "中区"}}
	c.Districts = []casework.District{{Ward: "naka", Name: "操山"}}
	return blank.Form{Catalog: c, Relations: []string{"妻", "長男"}}
}

func written(t *testing.T, f blank.Form) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := blank.Write(&out, f); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// filled fills the form in with a library that is not the one that reads it.
func filled(t *testing.T, change func(*excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, form())))
	if err != nil {
		t.Fatal(err)
	}
	change(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// places finds the cells by their printed labels, so that a test reads as the form does.
func places(t *testing.T) map[string]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, form())))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(blank.FormSheet)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for y, row := range rows {
		for x, label := range row {
			if label != "" && x < 25 {
				right, _ := excelize.CoordinatesToCellName(x+2, y+1)
				below, _ := excelize.CoordinatesToCellName(x+1, y+2)
				if out["↓"+label] = below; out[label] == "" { // the heads of the household's table come after the fields of 本人
					out[label] = right
				}
			}
		}
	}
	return out
}

const birth = "生年月日（「45歳くらい」「不明」も可）"

func fill(t *testing.T, values map[string]any) []byte {
	t.Helper()
	at := places(t)
	return filled(t, func(f *excelize.File) {
		for label, v := range values {
			if at[label] == "" {
				t.Fatalf("no place %q", label)
			}
			if err := f.SetCellValue(blank.FormSheet, at[label], v); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAFilledFormIsReadWhole(t *testing.T) {
	raw := fill(t, map[string]any{
		"受付日": "令和８年１１月２６日", "受付時刻": "午後１時５分", "受付方法": "電話", "担当者名": "見本 太郎",
		"来談者の氏名（本人以外のとき）": "𠮷野 花", "本人との関係": "長女", "来談者の電話": "０８６－１２３",
		"氏名": "𠮷野 清", "ふりがな": "よしの きよし", "性別": "男性", birth: "昭和55年3月2日",
		"郵便番号": "７００－８５４４", "町・字": "見本町", "番地": "1-2", "福祉区": "中区", "中学校区": "操山", "電話（携帯）": "090",
		"病気・医療のこと": "○", "支出・滞納・借金": "◎", "その他": "レ", "その他の内容": "家の中の物", "世帯人数（本人を含む）": "３人",
		"↓氏名": "𠮷野 キヨ", "↓続柄": "母", "↓年齢": 82, "↓性別": "女性",
		"↓ご相談されたいことや、配慮を希望されること": "一行目\r\n二行目", "8050": "〇", "生命・身体の危険がある（○）": "○", "その内容": "転倒",
		"↓機関名": "見本の相談機関", "↓相談内容（紹介する理由）": "見守り",
	})
	got, faults := blank.Read(raw, form(), now)
	if len(faults) > 0 {
		t.Fatalf("%+v", faults)
	}
	received, size, age := time.Date(2026, 11, 26, 13, 5, 0, 0, calendar.Tokyo), 3, 82
	want := casework.SheetContent{
		ReceivedAt: &received, Channel: "phone", ReceivedBy: "見本 太郎", Visitor: &casework.Visitor{Name: "𠮷野 花", Relation: "長女", Phone: "086-123"},
		Subject: &casework.Subject{Name: "𠮷野 清", Kana: "よしの きよし", Gender: "male", Birth: &casework.Birth{Precision: "day", Date: &calendar.Date{Year: 1980, Month: 3, Day: 2}},
			Address: &casework.Address{Kind: "in_city", PostalCode: "700-8544", Town: "見本町", Lot: "1-2", Ward: "naka", District: "操山"}, PhoneMobile: "090"},
		Issues: []string{"illness", "debt", "other"}, MostPressing: "debt", OtherIssue: "家の中の物", HouseholdSize: &size,
		Members: []casework.Member{{Name: "𠮷野 キヨ", Relation: "母", Age: &age, Gender: "female"}},
		Request: "一行目\n二行目", Features: []string{"eighty_fifty"}, Danger: true, DangerNote: "転倒",
		Referrals: []casework.Referral{{AgencyName: "見本の相談機関", Reason: "見守り"}},
	}
	if !got.ReceivedAt.Equal(received) {
		t.Errorf("received %v", got.ReceivedAt)
	}
	got.ReceivedAt = &received
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\ngot  %+v %+v\nwant %+v %+v", got, got.Subject, want, want.Subject)
	}
}

func TestBirthsAsPeopleWriteThem(t *testing.T) {
	day := func(y int, m time.Month, d int) casework.Birth {
		return casework.Birth{Precision: "day", Date: &calendar.Date{Year: y, Month: m, Day: d}}
	}
	year := func(y int) casework.Birth { return casework.Birth{Precision: "year", Year: &y} }
	month := func(y, m int) casework.Birth { return casework.Birth{Precision: "month", Year: &y, Month: &m} }
	age := func(n int) casework.Birth { return casework.Birth{Precision: "age", Age: &n} }
	for _, c := range []struct {
		in   any
		want casework.Birth
	}{
		{"S55.3.2", day(1980, 3, 2)}, {"Ｓ５５．３．２", day(1980, 3, 2)}, {"1980/3/2", day(1980, 3, 2)}, {19800302, day(1980, 3, 2)}, {29282, day(1980, 3, 2)},
		{29282.75, day(1980, 3, 2)}, {time.Date(1980, 3, 2, 0, 0, 0, 0, time.UTC), day(1980, 3, 2)}, {"不明", casework.Birth{Precision: "unknown"}},
		{"昭和５５年頃", year(1980)}, {"1980年", year(1980)}, {"昭和64年", year(1989)}, {"平成元年頃", year(1989)}, {"平成元年1月", month(1989, 1)}, {"S55年3月頃", month(1980, 3)},
		{"45歳くらい", age(45)}, {"４５", age(45)}, {45, age(45)},
	} {
		got, faults := blank.Read(fill(t, map[string]any{birth: c.in}), form(), now)
		if len(faults) > 0 || !reflect.DeepEqual(*got.Subject.Birth, c.want) {
			t.Errorf("%v: %+v %+v", c.in, got.Subject, faults)
		}
	}
}

func TestFaultsNameTheirCells(t *testing.T) {
	at := places(t)
	for _, c := range []struct {
		label   string
		in      any
		message string
	}{
		{birth, "昭和55年2月30日", "暦にありません"}, {birth, "昭和65年3月2日", "昭和は"}, {birth, "2月30日", "読み取れません"}, {birth, 1980, "読み取れません"}, {birth, "2030/1/1", "未来"},
		{birth, "1700年頃", "より前"}, {birth, -3, "読み取れません"}, {birth, 1e9, "読み取れません"}, {birth, true, "読み取れません"},
		{"性別", "男", "選び直して"}, {"受付方法", "FAX", "選び直して"}, {"福祉区", "西区", "福祉区を選び直して"}, {"中学校区", "ない", "中学校区を選び直して"},
		{"病気・医療のこと", "たぶん", "○"}, {"世帯人数（本人を含む）", "三人", "数字"}, {"世帯人数（本人を含む）", "99", "1〜50人"}, {"↓年齢", "80代", "数字"}, {"↓年齢", 200, "0〜130"},
		{"↓続柄", "本人", "本人以外"}, {"受付日", "令和9年1月1日", "未来"}, {"受付時刻", "25:00", "時刻"}, {"受付時刻", "10:00", "受付日も"},
		{"氏名", strings.Repeat("𠮷", 300), "文字以内"}, {"氏名", "見本_x0000_花", "表示できない文字"}, {"氏名", "見本_x0001_花", "表示できない文字"},
	} {
		_, faults := blank.Read(fill(t, map[string]any{c.label: c.in}), form(), now)
		if len(faults) != 1 || !strings.Contains(faults[0].Message, c.message) || faults[0].Label == "" {
			t.Errorf("%s=%v: %+v", c.label, c.in, faults)
			continue
		}
		if want := at[c.label]; c.message != "受付日も" && faults[0].Cell != want {
			t.Errorf("%s=%v stands in %s, not %s", c.label, c.in, faults[0].Cell, want)
		}
		if s, ok := c.in.(string); ok && len([]rune(s)) > 2 && strings.Contains(faults[0].Message, s) {
			t.Errorf("%s: the message repeats what was written", c.label)
		}
	}
	_, faults := blank.Read(fill(t, map[string]any{"病気・医療のこと": "◎", "介護のこと": "◎", birth: "x"}), form(), now)
	if len(faults) != 2 || faults[0].Cell != at[birth] || !strings.Contains(faults[1].Message, "1つだけ") {
		t.Errorf("%+v", faults)
	}
	_, faults = blank.Read(filled(t, func(f *excelize.File) {
		_ = f.SetCellFormula(blank.FormSheet, at["氏名"], "HYPERLINK(\"http://example.org\")")
	}), form(), now)
	if len(faults) != 1 || faults[0].Cell != at["氏名"] || !strings.Contains(faults[0].Message, "計算式") {
		t.Errorf("formula: %+v", faults)
	}
}

func TestTheBlankFormAlone(t *testing.T) {
	content, faults := blank.Read(written(t, form()), form(), now)
	if len(faults) != 1 || faults[0].Cell != "" || !strings.Contains(faults[0].Message, "何も記入") || !reflect.DeepEqual(content, casework.SheetContent{}) {
		t.Errorf("%+v %+v", content, faults)
	}
	other := form()
	other.Catalog.FormVersion = "okayama-2030.1"
	if _, faults = blank.Read(written(t, other), form(), now); len(faults) != 1 || !strings.Contains(faults[0].Message, "版が違います") {
		t.Errorf("%+v", faults)
	}
}

// Other eyes: the parts are read with nothing but a zip and an XML reader.
func TestTheFormIsProtectedPrintsOnA4AndOffersLists(t *testing.T) {
	raw := written(t, form())
	if !bytes.Equal(raw, written(t, form())) {
		t.Error("the same form is another file")
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal(text, new(struct{})); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		all[f.Name] = string(text)
	}
	for part, words := range map[string][]string{
		"xl/worksheets/sheet1.xml": {`paperSize="9"`, `orientation="portrait"`, `fitToWidth="1"`, "<sheetProtection", "tsunagu!$A$3:$A$7", `type="list"`},
		"xl/workbook.xml":          {`state="veryHidden"`, "lockStructure", "Print_Area"},
		"xl/styles.xml":            {`locked="false"`, `numFmtId="49"`},
	} {
		for _, word := range words {
			if !strings.Contains(all[part], word) {
				t.Errorf("%s lacks %s", part, word)
			}
		}
	}
	for _, word := range []string{"<f>", "vbaProject", `password="`} {
		if strings.Contains(strings.Join([]string{all["xl/worksheets/sheet1.xml"], all["xl/worksheets/sheet2.xml"], all["xl/workbook.xml"]}, ""), word) {
			t.Errorf("there is %s", word)
		}
	}
}
