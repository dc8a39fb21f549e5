package demo

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// household is one of the 120, from its people to what stands on its sheet.
type household struct {
	number   int // of the household, from 0
	theme    *theme
	shape    shape
	ward     string
	district string
	people   []person
	visitor  string // 続柄 of 来談者; "" = 本人
	filer    string // agency that met it
	goesTo   string // agency on the sheet's 紹介先; "" = none
	danger   bool   // 生命・身体の危険
	alias    *casework.OtherName
	words    *strings.Replacer
	said     map[string]bool // sentences already used for it
	content  casework.SheetContent
}

// fill makes the words of the household's sentences: {歳} age of 本人, {方} 本人 or 家族, {子}{子歳} the child (or who else is cared about)
// as 本人 sees it, {配}{配歳} husband or wife, {来} who came.
func (h *household) fill() {
	pairs := []string{"{歳}", strconv.Itoa(h.people[0].age), "{来}", h.visitor, "{方}", map[bool]string{true: "本人", false: "家族"}[h.shape == single]}
	about, partner := h.about(), -1
	for i, p := range h.people {
		if i > 0 && (p.role == husband || p.role == wife) && h.people[0].role <= wife {
			partner = i
		}
	}
	if about > 0 {
		pairs = append(pairs, "{子}", relation(h.people, 0, about), "{子歳}", strconv.Itoa(h.people[about].age))
	}
	if partner > 0 {
		pairs = append(pairs, "{配}", relation(h.people, 0, partner), "{配歳}", strconv.Itoa(h.people[partner].age))
	}
	h.words = strings.NewReplacer(pairs...)
}

// about says whom the sentences call {子}: the eldest child, or the son of a grandmother.
func (h *household) about() int {
	for i, p := range h.people {
		if i > 0 && (p.role == child || p.role == husband && h.people[0].role >= grandfather) {
			return i
		}
	}
	return -1
}

// writer draws everything from one seed; sentences come from decks, so that neighbours differ.
type writer struct {
	r     *rand.Rand
	names *namer
	decks map[*string]*deck[string]
	town  map[string]*deck[string]
	phone int
	over  int // stories placed that are long over
}

func newWriter(r *rand.Rand) *writer {
	w := &writer{r: r, names: newNamer(r), decks: map[*string]*deck[string]{}, town: map[string]*deck[string]{}}
	for ward, list := range towns {
		w.town[ward] = newDeck(list)
	}
	return w
}

// say deals a sentence of the pool that was not used for this household yet, with its words filled in.
func (w *writer) say(h *household, pool []string) string {
	d := w.decks[&pool[0]]
	if d == nil {
		d = newDeck(pool)
		w.decks[&pool[0]] = d
	}
	card := d.deal(w.r)
	for range 2 * len(pool) {
		if !h.said[card] {
			break
		}
		card = d.deal(w.r)
	}
	h.said[card] = true
	return h.words.Replace(card)
}

// compose writes the sheet as it is filed at the instant by the worker.
func (w *writer) compose(h *household, at time.Time, by string) {
	on := calendar.DateOf(at)
	bear(w.r, h.people, on)
	if h.theme.abroad {
		alias := w.names.nameAbroad(h.people)
		h.alias = &alias
	} else {
		w.names.nameAll(h.people)
	}
	channel := w.channel(h)
	size, received := len(h.people), earlier(at, time.Duration(between(w.r, 25, 180))*time.Minute)
	c := casework.SheetContent{
		ReceivedAt: &received, Channel: channel, ReceivedBy: by, Subject: w.subject(h, on, by), Visitor: w.visitor(h),
		HouseholdSize: &size, Members: w.members(h, on, by), Request: w.request(h, channel), Wishes: w.say(h, h.theme.wishes),
		PurposeNotice: &casework.PurposeNotice{Shown: true, ShownOn: &on, Method: oneOf[casework.ConsentMethod](w.r, "written", "oral")},
	}
	w.tick(h, &c)
	h.content = c
}

func (w *writer) channel(h *household) casework.Channel {
	if h.visitor == "" {
		return oneOf(w.r, casework.ChannelVisit, casework.ChannelVisit, casework.ChannelPhone, casework.ChannelOnline)
	}
	if slices.ContainsFunc([]string{"職員", "ワーカー", "マネジャー", "看護師", "窓口"}, func(s string) bool { return strings.Contains(h.visitor, s) }) {
		return oneOf(w.r, casework.ChannelPhone, casework.ChannelHomeVisit, casework.ChannelDocument)
	}
	return oneOf(w.r, casework.ChannelPhone, casework.ChannelHomeVisit, casework.ChannelVisit)
}

func (w *writer) request(h *household, channel casework.Channel) string {
	text := w.say(h, openings[h.visitor == ""][channel]) + w.say(h, h.theme.situations) + "\n" + w.say(h, h.theme.concerns)
	if chance(w.r, 70) {
		text += "\n" + w.say(h, considerationsFor(w, h))
	}
	return text
}

func considerationsFor(w *writer, h *household) []string {
	age := h.people[0].age
	switch {
	case !chance(w.r, 50):
		return considerations
	case age >= 72:
		return oldConsiderations
	case len(h.people) > 1 && h.theme.code != "violence":
		return sharedConsiderations
	case age < 60:
		return workingConsiderations
	}
	return considerations
}

// otherIssues are the words that the tick その他 asks for.
var otherIssues = map[string]string{
	"refusal": "支援を望まない方への関わり方について", "ex_offender": "出所後の生活の立て直しについて", "abroad": "日本語での手続と学校との連絡について",
}

// tick marks issues in the order of the form, the most pressing one, and the household's features.
func (w *writer) tick(h *household, c *casework.SheetContent) {
	t := h.theme
	ticked := slices.Clone(t.issues)
	for _, i := range t.maybe {
		if chance(w.r, 35) {
			ticked = append(ticked, i)
		}
	}
	for _, it := range casework.DefaultCatalog().IssueTypes {
		if slices.Contains(ticked, it.Code) {
			c.Issues = append(c.Issues, it.Code)
		}
	}
	c.MostPressing = t.issues[0]
	if slices.Contains(ticked, casework.IssueOther) {
		c.OtherIssue = otherIssues[t.code]
	}
	c.Features = slices.Clone(t.features)
	for _, f := range t.also {
		if chance(w.r, 35) {
			c.Features = append(c.Features, f)
		}
	}
	if h.shape == motherChild && h.people[1].age < 20 && !slices.Contains(c.Features, "single_parent") {
		c.Features = append(c.Features, "single_parent")
	}
	if h.danger {
		pool := danger
		if slices.Contains(t.issues, "violence_abuse") {
			pool = violent
		}
		c.Danger, c.DangerNote = true, w.say(h, pool)
	}
}

func (w *writer) subject(h *household, on calendar.Date, by string) *casework.Subject {
	p := h.people[0]
	s := &casework.Subject{
		Name: p.name, Kana: p.kana, Gender: p.gender(), Birth: w.birth(p, on), Address: w.address(h), Consent: w.consent(h, on, by),
	}
	if h.alias != nil && p.female {
		s.OtherNames = []casework.OtherName{*h.alias}
	} else if p.female && p.age > 28 && chance(w.r, 12) {
		former := w.names.surnames.deal(w.r)
		given := strings.SplitN(p.name, " ", 2)[1]
		s.OtherNames = []casework.OtherName{{Kind: casework.NameFormer, Name: former.text + " " + given, Kana: former.kana + " " + strings.SplitN(p.kana, " ", 2)[1]}}
	}
	if p.age >= 60 || chance(w.r, 30) {
		s.PhoneHome = w.fictionalPhone("086-000-")
	}
	if p.age < 75 && !h.theme.homeless || chance(w.r, 40) {
		s.PhoneMobile = w.fictionalPhone("090-0000-")
	}
	return s
}

// fictionalPhone numbers on within a block that is never given out.
func (w *writer) fictionalPhone(block string) string {
	w.phone = (w.phone + 37) % 9000
	return block + strconv.Itoa(1000+w.phone)
}

// birth is known as exactly as the field usually knows it: mostly to the day, sometimes only an age.
func (w *writer) birth(p person, on calendar.Date) *casework.Birth {
	year, month, age := p.born.Year, int(p.born.Month), p.age
	switch n := w.r.IntN(100); {
	case n < 76:
		return &casework.Birth{Precision: casework.BirthDay, Date: &p.born}
	case n < 81:
		return &casework.Birth{Precision: casework.BirthMonth, Year: &year, Month: &month}
	case n < 87:
		return &casework.Birth{Precision: casework.BirthYear, Year: &year}
	case n < 96:
		return &casework.Birth{Precision: casework.BirthAge, Age: &age, AgeToldOn: &on}
	}
	return &casework.Birth{Precision: casework.BirthUnknown}
}

func (w *writer) address(h *household) *casework.Address {
	if h.theme.homeless && chance(w.r, 50) {
		return &casework.Address{Kind: casework.AddressNone, Ward: h.ward, Text: "定まった住まいなし。昼は中央の図書館、夜は駅前にいることが多い"}
	}
	if h.theme.code == "violence" {
		return &casework.Address{Kind: casework.AddressNone, Ward: h.ward, Text: "安全のため記載しない。連絡は担当者を通す"}
	}
	a := &casework.Address{
		Kind: casework.AddressInCity, PostalCode: postal[h.ward], Ward: h.ward, District: h.district, Town: w.town[h.ward].deal(w.r),
		Lot: strconv.Itoa(between(w.r, 1, 48)) + "番" + strconv.Itoa(between(w.r, 1, 22)) + "号",
	}
	if h.shape == single && chance(w.r, 65) || chance(w.r, 25) {
		a.Building = oneOf(w.r, buildings...) + " " + strconv.Itoa(between(w.r, 1, 4)) + "0" + strconv.Itoa(between(w.r, 1, 8)) + "号室"
	}
	return a
}

func (w *writer) visitor(h *household) *casework.Visitor {
	if h.visitor == "" {
		return nil
	}
	v := &casework.Visitor{Relation: h.visitor, Phone: w.fictionalPhone("086-000-")}
	for i := range h.people {
		if i > 0 && relation(h.people, 0, i) == h.visitor {
			v.Name, v.Kana = h.people[i].name, h.people[i].kana
			return v
		}
	}
	family, given := w.names.surnames.deal(w.r), w.names.given[chance(w.r, 60)][1].deal(w.r)
	v.Name, v.Kana = family.text+" "+given.text, family.kana+" "+given.kana
	return v
}

// consent of 本人. What the theme makes likely: who refuses support has mostly not been asked yet.
func (w *writer) consent(h *household, on calendar.Date, by string) *casework.Consent {
	switch {
	case h.theme.code == "refusal" && chance(w.r, 80):
		return &casework.Consent{State: oneOf(w.r, casework.ConsentUnconfirmed, casework.ConsentRefused), RecordedOn: &on, Note: "会えたときにあらためて説明する"}
	case h.theme.code == "dementia_alone" && chance(w.r, 30):
		return &casework.Consent{State: casework.ConsentUnable, RecordedOn: &on, Note: "説明を一緒に読んだが、判断が難しい様子だった"}
	case chance(w.r, 16):
		return &casework.Consent{State: casework.ConsentUnconfirmed}
	}
	return &casework.Consent{State: casework.ConsentGiven, Method: oneOf(w.r, casework.MethodWritten, casework.MethodWritten, casework.MethodOral), RecordedOn: &on, ExplainedBy: by}
}

func (w *writer) members(h *household, on calendar.Date, by string) []casework.Member {
	var members []casework.Member
	agreed := chance(w.r, 60)
	for i, p := range h.people {
		if i == 0 {
			continue
		}
		age := p.age
		m := casework.Member{
			Name: p.name, Kana: p.kana, Age: &age, AgeToldOn: &on, Gender: p.gender(), Relation: relation(h.people, 0, i),
			Note: w.remark(h, p), Consent: &casework.Consent{State: casework.ConsentUnconfirmed},
		}
		if agreed || m.Relation == h.visitor {
			m.Consent = &casework.Consent{State: casework.ConsentGiven, Method: casework.MethodOral, RecordedOn: &on, ExplainedBy: by}
			if p.age < 15 {
				m.Consent.Method = casework.MethodProxy
			}
		}
		members = append(members, m)
	}
	return members
}

// remark is the 備考 of a member: what fits the age and the theme.
func (w *writer) remark(h *household, p person) string {
	withdrawn := slices.Contains(h.theme.features, "social_withdrawal") && h.people[0].role != child
	switch {
	case p.age < 1:
		return "乳児健診は受診済み"
	case p.age <= 3:
		return oneOf(w.r, "家庭で保育", "保育所を申込中")
	case p.age <= 5:
		return oneOf(w.r, "保育園", "幼稚園", "認定こども園")
	case p.age <= 11:
		return "小学" + strconv.Itoa(p.age-5) + "年生"
	case p.age <= 14:
		return "中学" + strconv.Itoa(p.age-11) + "年生"
	case p.age <= 17:
		return oneOf(w.r, "高校生", "高校生(定時制)")
	case p.role == child && withdrawn:
		return oneOf(w.r, "無職。自室で過ごすことが多い", "以前は製造業に勤務", "外出は夜間のみ")
	case p.role == child && h.theme.code == "disabled_child":
		return oneOf(w.r, "療育手帳A", "療育手帳B", "精神障害者保健福祉手帳2級")
	case p.age >= 75:
		return oneOf(w.r, "要介護1", "要介護2", "要支援2", "要介護認定を申請中", "週1回通院")
	case p.age >= 65:
		return oneOf(w.r, "年金暮らし", "通院中", "シルバー人材センターに登録")
	}
	return oneOf(w.r, "会社員", "パート勤務", "夜勤のある仕事", "求職中", "自営業")
}
