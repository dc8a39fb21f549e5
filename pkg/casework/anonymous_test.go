package casework

import (
	"strings"
	"testing"
)

func TestTextsForOthersNameNobodyOfTheHousehold(t *testing.T) {
	c := content()
	c.Subject.PhoneMobile = "090-1234-5678"
	c.Subject.OtherNames = []OtherName{{Name: "林 ハル"}}
	c.Visitor = &Visitor{Name: "𠮷野 桜", Phone: "086-222-3333"}
	who := AnonymityOf(c)
	for text, found := range map[string]string{
		"": "",
		"8050の世帯で、長男が部屋から出てこない。": "",
		"林の中の一軒家で、森も近い。":         "", // one character is a name only with さん
		"高橋さんの家計について":            "高橋",
		"ﾀｶﾊｼﾊﾙさんの介護":            "ﾀｶﾊｼﾊﾙ",
		"たかはし　はるさん":              "たかはし　はる",
		"林さんの介護":                 "林さん",
		"実さんの仕事":                 "実さん",
		"吉野桜さまからの電話":             "吉野桜",
		"門田屋敷１丁目２番３号のアパート":       "門田屋敷１丁目２番３号",
		"０９０（１２３４）５６７８にかける":      "０９０（１２３４）５６７８",
		"電話 0862223333":          "0862223333",
		"東山中学校の近く":               "東山中学校",
		"ご家族に話を聞く":               "",
		"ハルさんと、はるさん":             "ハルさん",
		"はるさんの介護":                "はるさん",
		"ﾊﾙは元気":                  "ﾊﾙ",
		"春になり、はるかに元気になった。":       "", // two syllables are a name with さん, or in katakana

		strings.Repeat("長い文。", 500): "",
	} {
		got := who.Found(text)
		if found == "" && len(got) > 0 || found != "" && (len(got) == 0 || got[0] != found) {
			t.Errorf("%.40s: found %q, want %q", text, got, found)
		}
	}
	var bad checks
	who.check(&bad, "/question", "髙橋 ハルさんの件")
	wantCode(t, bad.err(), CodeInvalid, "/question")
	if m := fieldsOf(bad.err())[0].Message; !strings.Contains(m, "髙橋 ハル") {
		t.Errorf("does not say what: %s", m)
	}
	if got := AnonymityOf().Found("誰でも"); got != nil {
		t.Errorf("found %v of nobody", got)
	}
}
