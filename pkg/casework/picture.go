package casework

import (
	"slices"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// Picture is what people added to ジェノグラム and エコマップ where the sheets do not say it. The persons of the household and
// the agencies of the case are not in it: they are read from where they are kept.
type Picture struct {
	Version   int           `json:"-"`
	UpdatedAt time.Time     `json:"-"`
	By        ID            `json:"-"`
	People    []PicturedOne `json:"people"`
	Unions    []Union       `json:"unions"`
	Parents   []Parentage   `json:"parents"`
	Ties      []Tie         `json:"ties"`
}

// PicturedOne is what is said of a person: of the household by its id, or one who is no member (Extra).
type PicturedOne struct {
	ID       ID     `json:"id"`
	Extra    bool   `json:"extra,omitempty"`
	Name     string `json:"name,omitempty"` // of an extra person
	Relation string `json:"relation,omitempty"`
	Gender   Gender `json:"gender,omitempty"`
	Age      *int   `json:"age,omitempty"`
	Deceased bool   `json:"deceased,omitempty"`
	Apart    bool   `json:"apart,omitempty"` // does not live with the others
	X        *int   `json:"x,omitempty"`     // moved by hand
	Y        *int   `json:"y,omitempty"`
}

// Union is a couple. Kind: married, divorced, separated, common_law.
type Union struct {
	A    ID     `json:"a"`
	B    ID     `json:"b"`
	Kind string `json:"kind"`
}

// Parentage says whose child somebody is.
type Parentage struct {
	Child   ID   `json:"child"`
	Parents []ID `json:"parents"`
}

// Tie is how a person (or the household: "") stands to an agency or to an informal resource. Kind: strong, ordinary, weak,
// stressful; OneWay: the help or the interest goes one way only.
type Tie struct {
	ID       ID     `json:"id"`
	Person   ID     `json:"person,omitempty"`
	Agency   ID     `json:"agency,omitempty"`
	Resource string `json:"resource,omitempty"`
	Kind     string `json:"kind"`
	OneWay   bool   `json:"oneWay,omitempty"`
	Note     string `json:"note,omitempty"`
}

var (
	unionKinds = []string{"married", "divorced", "separated", "common_law"}
	tieKinds   = []string{"strong", "ordinary", "weak", "stressful"}
)

// MayDraw reports whether the actor may change the picture: whoever writes on the case.
func (c *Case) MayDraw(actor Actor) error { return c.may(actor, VerbAddNote) }

// Draw replaces what was added. Every id must be a person of the household or of the picture.
func (c *Case) Draw(actor Actor, now time.Time, p *Picture, to Picture) error {
	if err := c.MayDraw(actor); err != nil {
		return err
	}
	if err := c.checkPicture(to); err != nil {
		return err
	}
	p.People, p.Unions, p.Parents, p.Ties = to.People, to.Unions, to.Parents, to.Ties
	p.UpdatedAt, p.By = now, actor.Account
	return nil
}

func (c *Case) checkPicture(p Picture) error {
	var bad checks
	persons := map[ID]bool{}
	for _, m := range c.Members {
		persons[m.ID] = true
	}
	for i, o := range p.People {
		at := "/people/" + itoa(i)
		if o.Extra {
			if persons[o.ID] || o.ID == "" {
				bad.add(at+"/id", "unknown", "人を選び直してください。")
			}
			persons[o.ID] = true
			bad.text(at+"/name", o.Name, maxName)
			bad.text(at+"/relation", o.Relation, maxName)
		} else if _, err := c.Member(o.ID); err != nil {
			bad.add(at+"/id", "unknown", "人を選び直してください。")
		}
		if o.Age != nil && (*o.Age < 0 || *o.Age > 130) {
			bad.add(at+"/age", "impossible", "年齢をご確認ください。")
		}
	}
	known := func(pointer string, id ID) {
		if !persons[id] {
			bad.add(pointer, "unknown", "人を選び直してください。")
		}
	}
	for i, u := range p.Unions {
		at := "/unions/" + itoa(i)
		known(at+"/a", u.A)
		known(at+"/b", u.B)
		if u.A == u.B {
			bad.add(at+"/b", "impossible", "同じ人どうしを結ぶことはできません。")
		}
		if !slices.Contains(unionKinds, u.Kind) {
			bad.add(at+"/kind", "unknown", "関係を選び直してください。")
		}
	}
	for i, k := range p.Parents {
		at := "/parents/" + itoa(i)
		known(at+"/child", k.Child)
		for j, id := range k.Parents {
			known(at+"/parents/"+itoa(j), id)
		}
		if p.descends(k.Child, k.Child, 0) {
			bad.add(at+"/parents", "impossible", "自分の親や先祖が、自分の子になっています。")
		}
	}
	for i, t := range p.Ties {
		at := "/ties/" + itoa(i)
		if t.Person != "" {
			known(at+"/person", t.Person)
		}
		if (t.Agency == "") == (t.Resource == "") {
			bad.add(at+"/resource", "required", "相談機関か、身近な支え（近所・友人など）のどちらかを選んでください。")
		}
		if !slices.Contains(tieKinds, t.Kind) {
			bad.add(at+"/kind", "unknown", "つながりの強さを選び直してください。")
		}
		bad.text(at+"/resource", t.Resource, maxName)
		bad.text(at+"/note", t.Note, maxLine)
	}
	return bad.err()
}

// descends reports whether the ancestor is found above the person.
func (p Picture) descends(person, ancestor ID, depth int) bool {
	if depth > len(p.Parents) {
		return true
	}
	for _, k := range p.Parents {
		if k.Child == person && slices.ContainsFunc(k.Parents, func(id ID) bool { return id == ancestor || p.descends(id, ancestor, depth+1) }) {
			return true
		}
	}
	return false
}

// Picture is the picture as the viewer may read it: words that say where a protected household lives are taken out.
func (m Mask) Picture(p Picture) Picture {
	p.People, p.Ties = slices.Clone(p.People), slices.Clone(p.Ties)
	for i := range p.People {
		p.People[i].Name, p.People[i].Relation = m.Text(p.People[i].Name), m.Text(p.People[i].Relation)
	}
	for i := range p.Ties {
		p.Ties[i].Resource, p.Ties[i].Note = m.Text(p.Ties[i].Resource), m.Text(p.Ties[i].Note)
	}
	return p
}

// RestorePicture puts back what somebody under the mask could not see.
func (m Mask) RestorePicture(stored, sent Picture) Picture {
	for i := range sent.People {
		for _, old := range stored.People {
			if o := &sent.People[i]; o.ID == old.ID {
				o.Name, o.Relation = m.RestoreText(old.Name, o.Name), m.RestoreText(old.Relation, o.Relation)
			}
		}
	}
	for i := range sent.Ties {
		for _, old := range stored.Ties {
			if t := &sent.Ties[i]; t.ID == old.ID {
				t.Resource, t.Note = m.RestoreText(old.Resource, t.Resource), m.RestoreText(old.Note, t.Note)
			}
		}
	}
	return sent
}

// DrawnPerson is a person of the household as it is drawn.
type DrawnPerson struct {
	Member *HouseholdMember
	Gender Gender
	Age    *int
}

// Drawn gives the persons of the newest sheet with gender and age, 本人 first.
func (c *Case) Drawn(content SheetContent, now time.Time) []DrawnPerson {
	out := []DrawnPerson{}
	for _, m := range c.Members {
		if !m.Current {
			continue
		}
		d := DrawnPerson{Member: m}
		if s := content.Subject; s != nil && m.Relation == "" {
			d.Gender, d.Age = s.Gender, s.Birth.ageOn(now)
		}
		for _, p := range content.Members {
			if p.ID != "" && slices.ContainsFunc(m.Keys, func(k string) bool { return strings.HasSuffix(k, "/"+string(p.ID)) }) {
				d.Gender, d.Age = p.Gender, p.Age
			}
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b DrawnPerson) int {
		switch {
		case (a.Member.Relation == "") == (b.Member.Relation == ""):
			return 0
		case a.Member.Relation == "":
			return -1
		}
		return 1
	})
	return out
}

// ageOn is the age as far as it is known: of a year alone, what the person reaches in that year.
func (b *Birth) ageOn(now time.Time) *int {
	today := calendar.DateOf(now)
	switch {
	case b == nil:
	case b.Date != nil && !b.Date.IsZero():
		return new(calendar.Age(*b.Date, today))
	case b.Year != nil:
		return new(today.Year - *b.Year)
	case b.Age != nil:
		return b.Age
	}
	return nil
}
