package casework

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"
)

// InformationSheet is the 情報整理シート: the whole household as the coordinators see it, one per case. It is deep where the
// つなぐシート is light, and is saved while somebody types.
type InformationSheet struct {
	Case      ID
	State     State // "" until somebody first wrote in it
	Version   int   // of the stored row; the store counts it. 0: only what is known from elsewhere
	Number    int   // of the newest version in its history
	Content   InformationContent
	UpdatedAt time.Time
	UpdatedBy ID // account
}

// InformationContent is what stands on it. Rows have ids of their own, so that two people's changes are merged row by row.
// Member in a row is the id of a row of Members; "" is the household as a whole.
type InformationContent struct {
	Safety    *InformationSafety   `json:"safety,omitempty"`
	Members   []InformationMember  `json:"members,omitempty"`
	Supports  []InformationSupport `json:"supports,omitempty"`
	Known     []InformationRow     `json:"known,omitempty"`
	Unknown   []InformationRow     `json:"unknown,omitempty"`
	Risks     []InformationRow     `json:"risks,omitempty"`
	Strengths string               `json:"strengths,omitempty"`
	Policy    string               `json:"policy,omitempty"` // 当面の方針
}

// InformationSafety is the first question: is anybody in danger now.
type InformationSafety struct {
	Level string `json:"level,omitempty"` // unknown, safe, watch, danger
	Note  string `json:"note,omitempty"`
}

// InformationMember is one person of the household.
type InformationMember struct {
	ID        ID     `json:"id"`
	Person    ID     `json:"personId,omitempty"` // HouseholdMember.ID
	Name      string `json:"name,omitempty"`
	Relation  string `json:"relation,omitempty"`
	Situation string `json:"situation,omitempty"`
	Wish      string `json:"wish,omitempty"` // in the person's own words
	Strength  string `json:"strength,omitempty"`
}

// InformationSupport is who supports whom with what.
type InformationSupport struct {
	ID     ID     `json:"id"`
	Agency ID     `json:"agencyId,omitempty"`
	Name   string `json:"name,omitempty"` // of somebody outside the directory: 近所の方, 民生委員
	Member ID     `json:"memberId,omitempty"`
	What   string `json:"what,omitempty"`
}

// InformationRow is something known, not known, or feared.
type InformationRow struct {
	ID     ID     `json:"id"`
	Member ID     `json:"memberId,omitempty"`
	Text   string `json:"text,omitempty"`
	How    string `json:"how,omitempty"`   // of what is not known: how to find out, and who does
	Level  string `json:"level,omitempty"` // of a risk: low, medium, high
}

const maxInformationRows = 100

// WorkflowInformation is the life of a 情報整理シート.
const WorkflowInformation Workflow = "information"

// InformationWritten is the one state of a 情報整理シート that somebody wrote in.
const InformationWritten State = "written"

// texts lists every text, so that nothing escapes the check of what may be stored, nor the mask.
func (c *InformationContent) texts() (pointers []string, fields []*string) {
	add := func(pointer string, field *string) {
		pointers, fields = append(pointers, pointer), append(fields, field)
	}
	if c.Safety != nil {
		add("/safety/note", &c.Safety.Note)
	}
	for i := range c.Members {
		m, at := &c.Members[i], fmt.Sprintf("/members/%d", i)
		add(at+"/name", &m.Name)
		add(at+"/relation", &m.Relation)
		add(at+"/situation", &m.Situation)
		add(at+"/wish", &m.Wish)
		add(at+"/strength", &m.Strength)
	}
	for i := range c.Supports {
		add(fmt.Sprintf("/supports/%d/name", i), &c.Supports[i].Name)
		add(fmt.Sprintf("/supports/%d/what", i), &c.Supports[i].What)
	}
	for name, rows := range map[string][]InformationRow{"known": c.Known, "unknown": c.Unknown, "risks": c.Risks} {
		for i := range rows {
			add(fmt.Sprintf("/%s/%d/text", name, i), &rows[i].Text)
			add(fmt.Sprintf("/%s/%d/how", name, i), &rows[i].How)
		}
	}
	add("/strengths", &c.Strengths)
	add("/policy", &c.Policy)
	return pointers, fields
}

// clone copies the content so that its texts can be changed.
func (c InformationContent) clone() InformationContent {
	if c.Safety != nil {
		s := *c.Safety
		c.Safety = &s
	}
	c.Members, c.Supports = slices.Clone(c.Members), slices.Clone(c.Supports)
	c.Known, c.Unknown, c.Risks = slices.Clone(c.Known), slices.Clone(c.Unknown), slices.Clone(c.Risks)
	return c
}

func (c InformationContent) check() error {
	var bad checks
	pointers, fields := c.texts()
	for i, f := range fields {
		bad.text("/content"+pointers[i], *f, maxText)
	}
	if s := c.Safety; s != nil && s.Level != "" && !slices.Contains([]string{"unknown", "safe", "watch", "danger"}, s.Level) {
		bad.add("/content/safety/level", "unknown", "安全の状況を選び直してください。")
	}
	for i, r := range c.Risks {
		if r.Level != "" && !slices.Contains([]string{"low", "medium", "high"}, r.Level) {
			bad.add(fmt.Sprintf("/content/risks/%d/level", i), "unknown", "リスクの大きさを選び直してください。")
		}
	}
	for name, n := range map[string]int{"members": len(c.Members), "supports": len(c.Supports), "known": len(c.Known), "unknown": len(c.Unknown), "risks": len(c.Risks)} {
		if n > maxInformationRows {
			bad.add("/content/"+name, "too_many", fmt.Sprintf("%d行までにしてください。", maxInformationRows))
		}
	}
	seen := map[ID]bool{}
	for _, id := range c.rowIDs() {
		if id == "" || seen[id] {
			bad.add("/content", "duplicate", "行の番号が重なっています。画面を更新してください。")
			break
		}
		seen[id] = true
	}
	return bad.err()
}

func (c InformationContent) rowIDs() (ids []ID) {
	for _, m := range c.Members {
		ids = append(ids, m.ID)
	}
	for _, s := range c.Supports {
		ids = append(ids, s.ID)
	}
	for _, r := range slices.Concat(c.Known, c.Unknown, c.Risks) {
		ids = append(ids, r.ID)
	}
	return ids
}

// Information is the mask over a 情報整理シート.
func (m Mask) Information(c InformationContent) InformationContent {
	if m.Empty() {
		return c
	}
	c = c.clone()
	_, fields := c.texts()
	for _, f := range fields {
		*f = m.Text(*f)
	}
	return c
}

// RestoreInformation puts back what a viewer under the mask could not see, row by row.
func (m Mask) RestoreInformation(stored, sent InformationContent) InformationContent {
	if m.Empty() {
		return sent
	}
	sent = sent.clone()
	was := map[string]string{}
	stored = stored.clone()
	pointers, fields := stored.keyed()
	for i, p := range pointers {
		was[p] = *fields[i]
	}
	pointers, fields = sent.keyed()
	for i, p := range pointers {
		if old, ok := was[p]; ok {
			*fields[i] = m.RestoreText(old, *fields[i])
		}
	}
	return sent
}

// keyed is texts with the row's id in the place of its position.
func (c *InformationContent) keyed() (keys []string, fields []*string) {
	pointers, fields := c.texts()
	rows := map[string]ID{}
	for i, m := range c.Members {
		rows[fmt.Sprintf("/members/%d", i)] = m.ID
	}
	for i, s := range c.Supports {
		rows[fmt.Sprintf("/supports/%d", i)] = s.ID
	}
	for name, list := range map[string][]InformationRow{"known": c.Known, "unknown": c.Unknown, "risks": c.Risks} {
		for i, r := range list {
			rows[fmt.Sprintf("/%s/%d", name, i)] = r.ID
		}
	}
	for _, p := range pointers {
		cut := strings.LastIndex(p, "/")
		if id, ok := rows[p[:cut]]; ok {
			p = string(id) + p[cut:]
		}
		keys = append(keys, p)
	}
	return keys, fields
}

// BeginInformation is the sheet before anybody wrote in it: what the つなぐシート, the custody and the supports already say.
// The same case gives the same rows with the same ids.
func (c *Case) BeginInformation(content SheetContent, catalog Catalog) *InformationSheet {
	i := InformationContent{Safety: &InformationSafety{Level: "unknown"}}
	if content.Danger {
		i.Safety.Level, i.Safety.Note = "danger", content.DangerNote
	}
	for _, m := range c.Members {
		if !m.Current {
			continue
		}
		row := InformationMember{ID: m.ID, Person: m.ID, Name: m.Name, Relation: m.Relation}
		if m.Relation == "" {
			row.Relation, row.Wish = "本人", content.Wishes
		}
		for _, x := range content.Members {
			if slices.Contains(m.Keys, memberKey(c.Sheet.ID, x.ID)) {
				row.Situation = x.Note
			}
		}
		i.Members = append(i.Members, row)
	}
	if lead := c.Lead(); lead != "" {
		i.Supports = append(i.Supports, InformationSupport{ID: stableID(c.ID, "support", string(lead)), Agency: lead, What: "主担当"})
	}
	for _, a := range c.SupportingNow() {
		i.Supports = append(i.Supports, InformationSupport{ID: stableID(c.ID, "support", string(a)), Agency: a})
	}
	known := func(text string) {
		if text != "" {
			i.Known = append(i.Known, InformationRow{ID: stableID(c.ID, "known", text), Text: text})
		}
	}
	for _, code := range content.Issues {
		known("お困りごと：" + catalog.IssueLabel(code))
	}
	for _, code := range content.Features {
		known("世帯の特徴：" + catalog.FeatureLabel(code))
	}
	known(content.Request)
	for _, m := range c.Members {
		if m.Current && (m.Consent == nil || m.Consent.State != ConsentStateGiven) {
			i.Unknown = append(i.Unknown, InformationRow{ID: stableID(c.ID, "consent", string(m.ID)), Member: m.ID, Text: "情報を共有することへの同意"})
		}
	}
	return &InformationSheet{Case: c.ID, Content: i}
}

// stableID is an id that the same words always give (UUID version 8).
func stableID(of ID, words ...string) ID {
	h := sha256.Sum256([]byte(string(of) + "\x00" + strings.Join(words, "\x00")))
	b := h[:16]
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return ID(fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]))
}

// mayInformation is the check before writing, and what the actions of the sheet are made of.
func (c *Case) mayInformation(i *InformationSheet, actor Actor, verb Verb) error {
	if err := permit(WorkflowInformation, i.State, verb, c.is(actor)); err != nil {
		return err
	}
	if c.State == CaseClosed {
		return wrongState("このケースは終結しています。再開してから書き込んでください。")
	}
	return nil
}

// InformationActions lists what the actor may do with the sheet now.
func (c *Case) InformationActions(i *InformationSheet, actor Actor) []string {
	return offered(Verbs(WorkflowInformation, i.State), func(v Verb) error { return c.mayInformation(i, actor, v) })
}

// WriteInformation saves what a coordinator typed. The timeline tells once that the sheet was begun.
func (c *Case) WriteInformation(actor Actor, now time.Time, i *InformationSheet, content InformationContent) error {
	if err := c.mayInformation(i, actor, VerbEdit); err != nil {
		return err
	}
	if err := content.check(); err != nil {
		return err
	}
	if i.State == "" {
		c.record(actor, now, EventInformationSheetOpened, EventData{})
	}
	move(WorkflowInformation, &i.State, VerbEdit, InformationWritten)
	i.Content, i.UpdatedAt, i.UpdatedBy = content, now, actor.Account
	return nil
}
