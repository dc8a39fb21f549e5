package server

import (
	"bytes"
	"net/url"
	"testing"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Names are written as people write them, and found as other people type them.
func TestNamesRoundTripAndAreFound(t *testing.T) {
	s := newStage(t)
	for _, c := range []struct {
		name, kana string
		found      []string
		not        []string
	}{
		{"𠮷野 太郎", "よしの たろう", []string{"𠮷野", "吉野", "𠮷野太郎", "吉", "ヨシノ", "ﾖｼﾉ", "たろう"}, []string{"吉田"}},
		{"髙橋 花子", "たかはし はなこ", []string{"髙橋", "高橋", "高橋 花子", "たかはし", "タカハシ", "ﾀｶﾊｼ ﾊﾅｺ"}, []string{"高木"}},
		{"渡邉\U000E0100 一郎", "わたなべ いちろう", []string{"渡邉\U000E0100", "渡邉", "渡辺", "渡邊", "ワタナベ", "ﾜﾀﾅﾍﾞ"}, []string{"渡部"}},
		{"葛\U000E0100城 緑", "かつらぎ みどり", []string{"葛城", "葛\U000E0100城", "かつらぎ"}, nil},
		{"山﨑 昭", "やまさき あきら", []string{"山崎", "山﨑", "山崎昭"}, nil},
		{"が\u3099き野 桃\u3099子", "か\u3099きの ももこ", []string{"ガキノ", "がきの", "ｶﾞｷﾉ"}, nil},
		{"グエン・ヴァン～アン〜 👨‍👩‍👧", "ぐえん ゔぁん あん", []string{"グエン", "ぐえん"}, nil},
		{"<script>alert(1)</script>", "すくりぷと", []string{"script", "ＳＣＲＩＰＴ"}, nil},
		{`O'Brien "50%_\ 花`, "おぶらいえん", []string{"O'Brien", "obrien", "おぶらいえん"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			content := household8050(c.name, c.kana)
			content.Request = c.name + "さんについて"
			sheet, tag := s.sheet(naka, content)
			if sheet.Content.Subject.Name != c.name {
				t.Errorf("drafted %q", sheet.Content.Subject.Name)
			}
			saved := want[gen.Sheet](t, s.as(naka).do("PATCH", "/api/v1/sheets/"+string(sheet.Id), toJSON(map[string]any{"content": map[string]any{"wishes": c.name}}), ifMatchHeader(tag)), 200)
			if saved.Content.Wishes != c.name || saved.Content.Subject.Name != c.name || saved.Content.Request != content.Request {
				t.Errorf("saved %q %q", saved.Content.Wishes, saved.Content.Subject.Name)
			}
			tag = s.get(naka, "/sheets/"+string(sheet.Id)).header.Get("ETag")
			id := *want[gen.Sheet](t, s.as(naka).do("POST", "/api/v1/sheets/"+string(sheet.Id)+"/file", `{"newHousehold":true}`, ifMatchHeader(tag)), 200).CaseId
			if got := s.theCase(naka, id); *got.SubjectName != c.name || got.Sheets[0].Content.Wishes != c.name {
				t.Errorf("case holds %q", *got.SubjectName)
			}
			h := s.handOff(naka, id, s.receiver(yorisoi, casework.AskLead))[0]
			if *h.SubjectName != c.name {
				t.Errorf("handoff holds %q", *h.SubjectName)
			}
			for _, q := range append(c.found, c.name) {
				s.findsName(t, q, id, true)
			}
			for _, q := range c.not {
				s.findsName(t, q, id, false)
			}
			r := s.as(naka).do("POST", "/api/v1/households/matches", toJSON(map[string]any{"name": c.name, "kana": c.kana}))
			if !bytes.Contains(r.body, []byte(id)) {
				t.Errorf("not matched: %s", r.body)
			}
		})
	}
}

// findsName searches wherever a name can be searched.
func (s *stage) findsName(t *testing.T, q string, id casework.ID, wanted bool) {
	t.Helper()
	for who, path := range map[string]string{naka: "/cases?q=", yorisoi: "/cases?q=", naka + " ": "/sheets?q=", yorisoi + " ": "/handoffs?box=received&q=", "  " + naka: "/handoffs?box=sent&q="} {
		r := s.get(string(bytes.TrimSpace([]byte(who))), path+url.QueryEscape(q))
		if r.status != 200 || bytes.Contains(r.body, []byte(id)) != wanted {
			t.Errorf("%s%s: %d, found %v, want %v", path, q, r.status, !wanted, wanted)
		}
	}
}
