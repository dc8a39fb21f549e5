package casework

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// lines collects the written values of a sheet with their Japanese labels; empty values are left out.
type lines struct{ all []line }

func (ls *lines) add(pointer, label, value string) {
	if value != "" {
		ls.all = append(ls.all, line{key: pointer, pointer: pointer, label: label, value: value})
	}
}

// addKeyed is add for a row of a list, which keeps its key when it moves.
func (ls *lines) addKeyed(key, pointer, label, value string) {
	if value != "" {
		ls.all = append(ls.all, line{key: key, pointer: pointer, label: label, value: value})
	}
}

// sheetLines puts a sheet into words, in the order of the form.
func sheetLines(c SheetContent, catalog Catalog) []line {
	var ls lines
	if c.ReceivedAt != nil {
		ls.add("/content/receivedAt", "受付日時", c.ReceivedAt.In(calendar.Tokyo).Format("2006年1月2日 15:04"))
	}
	ls.add("/content/channel", "受付方法", words(channelWords, string(c.Channel)))
	ls.add("/content/receivedBy", "担当者", c.ReceivedBy)
	if c.Subject != nil {
		ls.subject(*c.Subject, catalog)
	}
	if v := c.Visitor; v != nil {
		ls.add("/content/visitor/name", "来談者 氏名", v.Name)
		ls.add("/content/visitor/kana", "来談者 ふりがな", v.Kana)
		ls.add("/content/visitor/relation", "来談者 本人との関係", v.Relation)
		ls.add("/content/visitor/phone", "来談者 電話", v.Phone)
		ls.add("/content/visitor/note", "来談者 備考", v.Note)
	}
	ls.add("/content/issues", "お困りごと", labels(catalog.IssueTypes, c.Issues))
	if c.MostPressing != "" {
		ls.add("/content/mostPressing", "一番困っていること", catalog.IssueLabel(c.MostPressing))
	}
	ls.add("/content/otherIssue", "その他の内容", c.OtherIssue)
	if c.HouseholdSize != nil {
		ls.add("/content/householdSize", "世帯人数", fmt.Sprintf("%d人", *c.HouseholdSize))
	}
	for i, m := range c.Members {
		ls.member(i, m)
	}
	ls.add("/content/request", "ご相談されたいこと・配慮を希望されること", c.Request)
	ls.add("/content/wishes", "本人の望む暮らし", c.Wishes)
	for i, r := range c.Referrals {
		at := fmt.Sprintf("/content/referrals/%d", i)
		ls.add(at+"/agencyName", fmt.Sprintf("紹介先%d 機関名", i+1), r.AgencyName)
		ls.add(at+"/reason", fmt.Sprintf("紹介先%d 相談内容", i+1), r.Reason)
	}
	ls.add("/content/features", "世帯の特徴", labels(catalog.Features, c.Features))
	if c.Danger {
		ls.add("/content/danger", "生命・身体の危険", "あり")
	}
	ls.add("/content/dangerNote", "危険の内容", c.DangerNote)
	if n := c.PurposeNotice; n != nil && n.Shown {
		ls.add("/content/purposeNotice/shown", "利用目的の明示", join("済み", day(n.ShownOn), words(methodWords, string(n.Method))))
	}
	return ls.all
}

func (ls *lines) subject(s Subject, catalog Catalog) {
	const at = "/content/subject"
	ls.add(at+"/name", "本人 氏名", s.Name)
	ls.add(at+"/kana", "本人 ふりがな", s.Kana)
	for i, n := range s.OtherNames {
		ls.add(fmt.Sprintf("%s/otherNames/%d", at, i), "本人 ほかの名前", join(words(nameWords, string(n.Kind)), n.Name, n.Kana))
	}
	ls.add(at+"/gender", "本人 性別", words(genderWords, string(s.Gender)))
	if s.Birth != nil {
		ls.add(at+"/birth", "本人 生年月日", s.Birth.words())
	}
	if s.Address != nil {
		ls.add(at+"/address", "本人 住所", s.Address.words(catalog))
	}
	ls.add(at+"/phoneHome", "本人 電話(自宅)", s.PhoneHome)
	ls.add(at+"/phoneMobile", "本人 電話(携帯)", s.PhoneMobile)
	ls.add(at+"/description", "どなたについての相談か", s.Description)
	ls.add(at+"/consent", "本人 同意", s.Consent.words())
}

func (ls *lines) member(i int, m Member) {
	at := fmt.Sprintf("/content/members/%d", i)
	key := at
	if m.ID != "" {
		key = "/content/members/" + string(m.ID)
	}
	who := "世帯員「" + cmp.Or(m.Name, m.Relation, strconv.Itoa(i+1)+"人目") + "」 "
	add := func(field, label, value string) { ls.addKeyed(key+field, at+field, who+label, value) }
	add("/name", "氏名", m.Name)
	add("/kana", "ふりがな", m.Kana)
	if m.Age != nil {
		add("/age", "年齢", join(fmt.Sprintf("%d歳", *m.Age), toldOn(m.AgeToldOn)))
	}
	add("/gender", "性別", words(genderWords, string(m.Gender)))
	add("/relation", "続柄", m.Relation)
	add("/note", "備考", m.Note)
	add("/consent", "同意", m.Consent.words())
}

func (b Birth) words() string {
	switch {
	case b.Precision == BirthUnknown:
		return "不明"
	case b.Date != nil:
		return day(b.Date)
	case b.Year != nil && b.Month != nil:
		return fmt.Sprintf("%d年%d月頃", *b.Year, *b.Month)
	case b.Year != nil:
		return fmt.Sprintf("%d年頃", *b.Year)
	case b.Age != nil:
		return join(fmt.Sprintf("%d歳くらい", *b.Age), toldOn(b.AgeToldOn))
	}
	return ""
}

func (a Address) words(catalog Catalog) string {
	kind, code := words(addressWords, string(a.Kind)), ""
	if a.PostalCode != "" {
		code = "〒" + a.PostalCode
	}
	ward := ""
	if a.Ward != "" {
		ward = catalog.WardLabel(a.Ward)
	}
	district := ""
	if a.District != "" {
		district = "（" + a.District + "中学校区）"
	}
	return join(kind, code, ward, a.Town+a.Lot, a.Building, a.Text, district)
}

func (c *Consent) words() string {
	if c == nil {
		return ""
	}
	by := ""
	if c.ExplainedBy != "" {
		by = "説明者 " + c.ExplainedBy
	}
	return join(words(consentWords, string(c.State)), words(methodWords, string(c.Method)), day(c.RecordedOn), by, c.Note)
}

func toldOn(d *calendar.Date) string {
	if d == nil {
		return ""
	}
	return "（" + day(d) + "に聞き取り）"
}

func day(d *calendar.Date) string {
	if d == nil {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

// labels joins the labels of codes in the order of the form, not of ticking.
func labels(items []CatalogItem, codes []string) string {
	var names []string
	for _, it := range items {
		for _, code := range codes {
			if code == it.Code {
				names = append(names, it.Label)
			}
		}
	}
	for _, code := range codes {
		if !known(items, code) {
			names = append(names, code) // of another version of the form
		}
	}
	return strings.Join(names, "、")
}

// join puts the written ones beside each other.
func join(parts ...string) string {
	var written []string
	for _, p := range parts {
		if p != "" {
			written = append(written, p)
		}
	}
	return strings.Join(written, " ")
}

func words(of map[string]string, code string) string {
	if w, ok := of[code]; ok {
		return w
	}
	return code
}

var (
	channelWords = map[string]string{"visit": "来所", "phone": "電話", "home_visit": "訪問", "online": "オンライン", "document": "文書"}
	genderWords  = map[string]string{"male": "男性", "female": "女性", "other": "その他", "undisclosed": "回答しない"}
	addressWords = map[string]string{"in_city": "市内", "outside": "市外", "none": "住所不定"}
	nameWords    = map[string]string{"former": "旧氏", "alias": "通称", "home_country": "本国名", "called": "呼び名"}
	consentWords = map[string]string{"unconfirmed": "未確認", "given": "同意あり", "refused": "同意しない", "withdrawn": "撤回", "unable": "確認できない"}
	methodWords  = map[string]string{"written": "書面", "oral": "口頭", "proxy": "代理"}
)
