package blank

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Fault is what keeps a workbook from being taken: where, and what to do. It never repeats what somebody wrote.
type Fault struct {
	Cell    string // "C7"; "" = the whole file
	Label   string // of the place, as it is printed
	Message string
}

// Read reads a filled-in workbook. The rules are those of a draft on the page (casework.CheckDraft); each fault names its cell.
func Read(raw []byte, form Form, now time.Time) (casework.SheetContent, []Fault) {
	w, err := open(raw)
	var g grid
	if err == nil {
		g, err = w.form(form)
	}
	if err != nil {
		var unusable errUnusable
		if !errors.As(err, &unusable) {
			unusable = notAWorkbook
		}
		return casework.SheetContent{}, []Fault{{Message: string(unusable)}}
	}
	r := &reading{form: form, members: map[int]*casework.Member{}, referrals: map[int]*casework.Referral{}, places: map[string]field{}, date1904: w.date1904}
	for _, f := range layoutOf(form).fields {
		r.take(f, g[f.cell])
	}
	r.finish()
	r.check(now)
	if len(r.faults) == 0 && empty(r.content) {
		r.faults = []Fault{{Message: "何も記入されていません。"}}
	}
	slices.SortStableFunc(r.faults, func(a, b Fault) int { return cmp.Or(rowOf(a.Cell)-rowOf(b.Cell), strings.Compare(a.Cell, b.Cell)) })
	return r.content, r.faults
}

func empty(c casework.SheetContent) bool {
	raw, err := json.Marshal(c)
	return err == nil && string(raw) == "{}"
}

func rowOf(cell string) int {
	n, err := strconv.Atoi(strings.TrimLeft(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err != nil {
		return 0
	}
	return n
}

// form gives the cells of the form, after the stamp has said that it is this one.
func (w *workbook) form(f Form) (grid, error) {
	if w.sheets[stampSheet] == "" || w.sheets[FormSheet] == "" {
		return nil, notTheForm
	}
	stamp, err := w.sheet(stampSheet)
	switch {
	case err != nil:
		return nil, err
	case stamp["A1"].text != stampMark:
		return nil, notTheForm
	case stamp["B1"].text != layoutVersion || stamp["C1"].text != f.Catalog.FormVersion:
		return nil, errUnusable("用紙の版が違います（いまの版は Ver." + edition(f.Catalog.FormVersion) + "）。新しい「用紙（Excel）」をダウンロードして、書き写してください。")
	}
	return w.sheet(FormSheet)
}

// reading is a workbook on its way to a content.
type reading struct {
	form      Form
	content   casework.SheetContent
	faults    []Fault
	places    map[string]field // by pointer, where it was written
	members   map[int]*casework.Member
	referrals map[int]*casework.Referral
	day       *calendar.Date // of the reception
	clock     *clock
	date1904  bool
}

func (r *reading) fault(f field, message string) {
	r.faults = append(r.faults, Fault{Cell: f.cell, Label: f.label, Message: message})
}

// take reads one place. What is empty stays unwritten.
func (r *reading) take(f field, c cell) {
	r.note(f.pointer, f)
	c.text = strings.TrimFunc(strings.ReplaceAll(strings.ReplaceAll(c.text, "\r\n", "\n"), "\r", "\n"), func(x rune) bool { return x == ' ' || x == '　' || x == '\n' || x == '\t' })
	switch {
	case c.formula:
		r.fault(f, "計算式は取り込めません。値を入力してください。")
	case c.broken:
		r.fault(f, "エラーの値（#N/A など）が入っています。入力し直してください。")
	case c.text != "":
		f.read(r, f, c)
	}
}

func (r *reading) note(pointer string, f field) {
	if _, there := r.places[pointer]; !there {
		r.places[pointer] = f
	}
}

// finish puts together what lies in several places.
func (r *reading) finish() {
	for i := range memberRows {
		if m := r.members[i]; m != nil {
			r.moved("/content/members/", i, len(r.content.Members))
			r.content.Members = append(r.content.Members, *m)
		}
	}
	for i := range referralRows {
		if m := r.referrals[i]; m != nil {
			r.moved("/content/referrals/", i, len(r.content.Referrals))
			r.content.Referrals = append(r.content.Referrals, *m)
		}
	}
	f := r.places["/content/receivedAt"]
	switch {
	case r.day != nil:
		k := clock{}
		if r.clock != nil {
			k = *r.clock
		}
		at := time.Date(r.day.Year, r.day.Month, r.day.Day, k.hour, k.minute, 0, 0, calendar.Tokyo)
		r.content.ReceivedAt = &at
	case r.clock != nil && !slices.ContainsFunc(r.faults, func(x Fault) bool { return x.Cell == f.cell }):
		r.fault(f, "受付時刻があるときは、受付日も入力してください。")
	}
	if s := r.content.Subject; s != nil && s.Address != nil && s.Address.Kind == "" && s.Address.Ward+s.Address.District+s.Address.Town != "" {
		s.Address.Kind = casework.AddressInCity
	}
}

// moved follows a row to its place in the list: empty rows are left out.
func (r *reading) moved(list string, row, index int) {
	if row == index {
		return
	}
	from, to := list+strconv.Itoa(row)+"/", list+strconv.Itoa(index)+"/"
	for pointer, f := range r.places {
		if name, ok := strings.CutPrefix(pointer, from); ok {
			r.places[to+name] = f
		}
	}
}

// check asks the rules of a draft; each of their faults goes to the place that was written.
func (r *reading) check(now time.Time) {
	var refused *casework.Error
	if !errors.As(casework.CheckDraft(r.content, now, r.form.Catalog), &refused) {
		return
	}
	for _, f := range refused.Fields {
		pointer := f.Pointer
		place, ok := r.places[pointer]
		for !ok && pointer != "" {
			pointer = pointer[:strings.LastIndex(pointer, "/")]
			place, ok = r.places[pointer]
		}
		r.fault(place, f.Message)
	}
}
