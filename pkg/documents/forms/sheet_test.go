package forms_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/forms"
)

func pointerTo[T any](v T) *T { return &v }

func full() forms.Sheet {
	return forms.Sheet{
		Agency: "中区地域包括支援センター", Number: "R8-0123", Version: 2, Form: "okayama-2019.11.1", Catalog: casework.DefaultCatalog(),
		Printed: forms.Printed{At: time.Date(2026, 11, 27, 5, 30, 0, 0, time.UTC), By: "浜野 みどり", Agency: "中区地域包括支援センター"},
		Content: casework.SheetContent{
			ReceivedAt: pointerTo(time.Date(2026, 11, 20, 1, 5, 0, 0, time.UTC)), Channel: casework.ChannelPhone, ReceivedBy: "浜野 みどり",
			Subject: &casework.Subject{Name: "操山 キヨ", Kana: "みさおやま きよ", Gender: casework.GenderFemale, PhoneHome: "086-000-0001",
				Birth:   &casework.Birth{Precision: casework.BirthDay, Date: &calendar.Date{Year: 1944, Month: 3, Day: 2}},
				Address: &casework.Address{Kind: casework.AddressInCity, Town: "浜一丁目", Lot: "2-3", District: "操山"},
				Consent: &casework.Consent{State: casework.ConsentGiven, Method: casework.MethodOral}},
			Visitor: &casework.Visitor{Name: "操山 剛", Relation: "長男", Phone: "090-0000-0002"},
			Issues:  []string{"care", "income_work"}, MostPressing: "care", HouseholdSize: pointerTo(2),
			Members: []casework.Member{{ID: "m1", Name: "操山 剛", Age: pointerTo(54), Relation: "長男", Note: "10年前から家にいる", Consent: &casework.Consent{State: casework.ConsentUnconfirmed}}},
			Request: strings.Repeat("母の物忘れが進み、日中ひとりにしておくのが心配です。仕事を探したいのですが、介護のため外に出られません。", 3),
			Wishes:  "ふたりで、この家で暮らしつづけたい。", Features: []string{"eighty_fifty", "social_withdrawal"},
			Referrals: []casework.Referral{{AgencyName: "寄り添いサポートセンター", Reason: "長男の就労と家計について、いっしょに考えてほしい。"}},
		},
	}
}

func read(t *testing.T, content []byte) (text string, pages int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("PAPER_KEEP"); dir != "" { // to look at it
		_ = os.WriteFile(filepath.Join(dir, t.Name()+".pdf"), content, 0o600)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (make setup-test installs poppler-utils): %v", err)
	}
	return strings.NewReplacer(" ", "", "　", "", "\n", "").Replace(string(out)), strings.Count(string(out), "\f")
}

func TestSheetOnPaperSaysWhatTheSheetSays(t *testing.T) {
	var out bytes.Buffer
	if err := full().Write(&out); err != nil {
		t.Fatal(err)
	}
	text, pages := read(t, out.Bytes())
	if pages != 1 {
		t.Errorf("%d pages", pages)
	}
	for _, want := range []string{"取扱注意", "R8-0123", "Ver.2019.11.1第2版", "令和8年11月20日10:05", "✓電話", "□来所", "操山キヨ", "みさおやまきよ", "✓女性", "昭和19年3月2日（82歳）", "浜一丁目2-3（操山中学校区）",
		"086-000-0001", "✓本人以外", "090-0000-0002", "✓介護のこと◎", "□住まいのこと", "世帯人数（本人を含む）2人", "54歳", "✓8050", "寄り添いサポートセンター", "同意あり口頭",
		"印刷令和8年11月27日14:30浜野みどり（中区地域包括支援センター）"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if strings.Contains(text, "〓") || strings.Contains(text, "支援措置") {
		t.Error(text)
	}
}

func TestSheetUnderAMaskSaysWhatWasLeftOut(t *testing.T) {
	s := full()
	s.Content.Subject.Address, s.Content.Subject.PhoneHome, s.Content.Visitor.Phone, s.Content.Members[0].Note = &casework.Address{}, "", "", ""
	s.Hidden, s.Guarded = []string{"/subject/address", "/subject/phoneHome", "/visitor/phone", "/members/0/note"}, true
	var out bytes.Buffer
	if err := s.Write(&out); err != nil {
		t.Fatal(err)
	}
	text, _ := read(t, out.Bytes())
	if n := strings.Count(text, "（支援措置により省略）"); n != 4 || !strings.Contains(text, "取扱注意・支援措置") {
		t.Errorf("%d places: %s", n, text)
	}
}

func TestBlankSheetShowsNobody(t *testing.T) {
	var out bytes.Buffer
	if err := forms.WriteBlankSheet(&out, casework.DefaultCatalog()); err != nil {
		t.Fatal(err)
	}
	text, pages := read(t, out.Bytes())
	if pages != 1 || !strings.Contains(text, "Ver.2019.11.1") || strings.Contains(text, "印刷") || strings.Contains(text, "✓") || strings.Contains(text, "第") {
		t.Errorf("%d pages: %s", pages, text)
	}
}
