package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

const (
	maxMembers    = 30
	maxReferrals  = 20
	maxOtherNames = 10
	maxAge        = 130
)

// CheckDraft refuses what cannot be right however unfinished the sheet is: texts too long, dates to
// come, unknown codes. Each fault points at its place, e.g. /content/members/2/age.
func CheckDraft(c SheetContent, now time.Time, catalog Catalog) error {
	bad := draftFaults(c, now, catalog)
	return bad.err()
}

// CheckFiling asks for what a filed sheet needs besides (workflow.md, "Sheet"): whom it is about, an
// issue, the purpose notice, and the consent state of each person.
func CheckFiling(c SheetContent, now time.Time, catalog Catalog) error {
	bad := draftFaults(c, now, catalog)
	s := c.Subject
	if s == nil || strings.TrimSpace(s.Name) == "" && strings.TrimSpace(s.Description) == "" {
		bad.add("/content/subject/name", "required", "本人の氏名か、どなたについての相談かの説明を入力してください。")
	}
	if s != nil && s.Birth != nil && s.Birth.incomplete() {
		bad.add("/content/subject/birth", "required", "生年月日を入力するか、「不明」を選んでください。")
	}
	if len(c.Issues) == 0 {
		bad.add("/content/issues", "required", "お困りごとを1つ以上選んでください。")
	}
	if slices.Contains(c.Issues, IssueOther) && strings.TrimSpace(c.OtherIssue) == "" {
		bad.add("/content/otherIssue", "required", "「その他」の内容を入力してください。")
	}
	if c.PurposeNotice == nil || !c.PurposeNotice.Shown {
		bad.add("/content/purposeNotice/shown", "required", "利用目的を本人にお示ししたか、確認してください。")
	}
	if s != nil && !s.Consent.recorded() || s == nil {
		bad.add("/content/subject/consent/state", "required", "本人の同意の状況を選んでください（まだのときは「未確認」）。")
	}
	for i, m := range c.Members {
		if !m.Consent.recorded() {
			bad.add(fmt.Sprintf("/content/members/%d/consent/state", i), "required", "同意の状況を選んでください（まだのときは「未確認」）。")
		}
	}
	return bad.err()
}

func draftFaults(c SheetContent, now time.Time, catalog Catalog) *sheetChecks {
	bad := &sheetChecks{now: now, today: calendar.DateOf(now), catalog: catalog}
	bad.oneOf("/content/channel", string(c.Channel), "visit", "phone", "home_visit", "online", "document")
	if c.ReceivedAt != nil {
		bad.past("/content/receivedAt", *c.ReceivedAt, now, "受付日時")
	}
	bad.text("/content/receivedBy", c.ReceivedBy, maxName)
	if c.Subject != nil {
		bad.subject(*c.Subject)
	}
	if c.Visitor != nil {
		bad.visitor(*c.Visitor)
	}
	bad.issues(c)
	bad.household(c)
	bad.text("/content/request", c.Request, maxText)
	bad.text("/content/wishes", c.Wishes, maxText)
	bad.text("/content/dangerNote", c.DangerNote, maxText)
	bad.referrals(c.Referrals)
	if n := c.PurposeNotice; n != nil {
		bad.notFuture("/content/purposeNotice/shownOn", n.ShownOn)
		bad.method("/content/purposeNotice/method", n.Method)
	}
	return bad
}

// sheetChecks are checks that know today and the form.
type sheetChecks struct {
	checks
	now     time.Time
	today   calendar.Date
	catalog Catalog
}

func (b *sheetChecks) subject(s Subject) {
	const at = "/content/subject"
	b.text(at+"/name", s.Name, maxName)
	b.text(at+"/kana", s.Kana, maxName)
	b.text(at+"/description", s.Description, maxText)
	b.phone(at+"/phoneHome", s.PhoneHome)
	b.phone(at+"/phoneMobile", s.PhoneMobile)
	b.gender(at+"/gender", s.Gender)
	b.atMost(at+"/otherNames", len(s.OtherNames), maxOtherNames)
	for i, n := range s.OtherNames {
		p := fmt.Sprintf("%s/otherNames/%d", at, i)
		b.oneOf(p+"/kind", string(n.Kind), "former", "alias", "home_country", "called")
		b.text(p+"/name", n.Name, maxName)
		b.text(p+"/kana", n.Kana, maxName)
	}
	if s.Birth != nil {
		b.birth(at+"/birth", *s.Birth)
	}
	if s.Address != nil {
		b.address(at+"/address", *s.Address)
	}
	b.consent(at+"/consent", s.Consent)
}

func (b *sheetChecks) birth(at string, birth Birth) {
	b.oneOf(at+"/precision", string(birth.Precision), "day", "month", "year", "age", "unknown")
	if b.notFuture(at+"/date", birth.Date) && birth.Date != nil && calendar.Age(*birth.Date, b.today) > maxAge {
		b.add(at+"/date", "impossible", "生年月日をご確認ください。")
	}
	if y := birth.Year; y != nil && (*y < b.today.Year-maxAge-1 || *y > b.today.Year) {
		b.add(at+"/year", "impossible", "生まれた年をご確認ください。")
	}
	if m := birth.Month; m != nil && (*m < 1 || *m > 12) {
		b.add(at+"/month", "out_of_range", "月は1〜12で入力してください。")
	}
	b.age(at+"/age", birth.Age)
	b.notFuture(at+"/ageToldOn", birth.AgeToldOn)
}

// incomplete reports whether the birth date lacks what its precision promises. A draft may; it is still being typed.
func (b Birth) incomplete() bool {
	switch b.Precision {
	case BirthDay:
		return b.Date == nil
	case BirthMonth:
		return b.Year == nil || b.Month == nil
	case BirthYear:
		return b.Year == nil
	case BirthAge:
		return b.Age == nil
	}
	return false
}

func (b *sheetChecks) address(at string, a Address) {
	b.oneOf(at+"/kind", string(a.Kind), "in_city", "outside", "none")
	b.text(at+"/postalCode", a.PostalCode, 16)
	b.text(at+"/town", a.Town, maxLine)
	b.text(at+"/lot", a.Lot, maxLine)
	b.text(at+"/building", a.Building, maxLine)
	b.text(at+"/text", a.Text, maxLine)
	if a.Ward != "" && len(b.catalog.Wards) > 0 && !known(b.catalog.Wards, a.Ward) {
		b.add(at+"/ward", "unknown", "福祉区を選び直してください。")
	}
	if a.District != "" && len(b.catalog.Districts) > 0 && !b.catalog.knowsDistrict(a.Ward, a.District) {
		b.add(at+"/district", "unknown", "中学校区を選び直してください。")
	}
	b.text(at+"/ward", a.Ward, maxLine)
	b.text(at+"/district", a.District, maxLine)
}

func (b *sheetChecks) visitor(v Visitor) {
	const at = "/content/visitor"
	b.text(at+"/name", v.Name, maxName)
	b.text(at+"/kana", v.Kana, maxName)
	b.text(at+"/relation", v.Relation, maxName)
	b.phone(at+"/phone", v.Phone)
	b.text(at+"/note", v.Note, maxText)
}

func (b *sheetChecks) issues(c SheetContent) {
	b.codes("/content/issues", c.Issues, b.catalog.IssueTypes, "お困りごと")
	b.codes("/content/features", c.Features, b.catalog.Features, "世帯の特徴")
	b.text("/content/otherIssue", c.OtherIssue, maxText)
	if c.MostPressing != "" && !slices.Contains(c.Issues, c.MostPressing) {
		b.add("/content/mostPressing", "not_allowed", "一番困っていることは、選んだお困りごとの中から選んでください。")
	}
}

func (b *sheetChecks) household(c SheetContent) {
	if n := c.HouseholdSize; n != nil && (*n < 1 || *n > 50) {
		b.add("/content/householdSize", "out_of_range", "世帯人数は本人を含めて1〜50人で入力してください。")
	}
	b.atMost("/content/members", len(c.Members), maxMembers)
	seen := map[ID]bool{}
	for i, m := range c.Members {
		at := fmt.Sprintf("/content/members/%d", i)
		b.text(at+"/name", m.Name, maxName)
		b.text(at+"/kana", m.Kana, maxName)
		b.age(at+"/age", m.Age)
		b.notFuture(at+"/ageToldOn", m.AgeToldOn)
		b.gender(at+"/gender", m.Gender)
		b.text(at+"/relation", m.Relation, maxName)
		b.text(at+"/note", m.Note, maxText)
		b.consent(at+"/consent", m.Consent)
		if m.ID != "" && seen[m.ID] {
			b.add(at+"/id", "duplicate", "同じ世帯員が2回入力されています。")
		}
		seen[m.ID] = true
	}
}

func (b *sheetChecks) referrals(rs []Referral) {
	b.atMost("/content/referrals", len(rs), maxReferrals)
	for i, r := range rs {
		at := fmt.Sprintf("/content/referrals/%d", i)
		b.text(at+"/agencyName", r.AgencyName, maxLine)
		b.text(at+"/reason", r.Reason, maxText)
	}
}

func (b *sheetChecks) consent(at string, c *Consent) {
	if c == nil {
		return
	}
	b.oneOf(at+"/state", string(c.State), "unconfirmed", "given", "refused", "withdrawn", "unable")
	b.method(at+"/method", c.Method)
	b.notFuture(at+"/recordedOn", c.RecordedOn)
	b.text(at+"/explainedBy", c.ExplainedBy, maxName)
	b.text(at+"/note", c.Note, maxText)
}

func (b *sheetChecks) method(at string, m ConsentMethod) {
	b.oneOf(at, string(m), "written", "oral", "proxy")
}

func (b *sheetChecks) gender(at string, g Gender) {
	b.oneOf(at, string(g), "male", "female", "other", "undisclosed")
}

func (b *sheetChecks) phone(at, v string) { b.text(at, v, 40) }

func (b *sheetChecks) age(at string, age *int) {
	if age != nil && (*age < 0 || *age > maxAge) {
		b.add(at, "out_of_range", fmt.Sprintf("年齢は0〜%d歳で入力してください。", maxAge))
	}
}

// notFuture reports whether the day has come; nil is no fault.
func (b *sheetChecks) notFuture(at string, d *calendar.Date) bool {
	switch {
	case d == nil:
		return true
	case !d.IsValid():
		b.add(at, "impossible", "日付をご確認ください。")
	case d.After(b.today):
		b.add(at, "future", "日付が未来になっています。")
	default:
		return true
	}
	return false
}

func (b *sheetChecks) oneOf(at, v string, allowed ...string) {
	if v != "" && !slices.Contains(allowed, v) {
		b.add(at, "unknown", "選択肢から選び直してください。")
	}
}

func (b *sheetChecks) codes(at string, codes []string, items []CatalogItem, what string) {
	for i, code := range codes {
		p := fmt.Sprintf("%s/%d", at, i)
		switch {
		case !known(items, code):
			b.add(p, "unknown", what+"を選び直してください。")
		case slices.Contains(codes[:i], code):
			b.add(p, "duplicate", "同じ項目が2回選ばれています。")
		}
	}
}

func (b *sheetChecks) atMost(at string, n, most int) {
	if n > most {
		b.add(at, "too_many", fmt.Sprintf("%d件までにしてください（いま%d件）。", most, n))
	}
}
