package demo

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// build draws all households with what will happen to them, in the order of filing. Nothing is played yet.
func build(dir *directory, t *timeline) []*course {
	w := newWriter(rand.New(rand.NewPCG(seedA, seedB)))
	free := w.seated()
	courses := make([]*course, 0, len(free))
	told := stories()
	slices.SortStableFunc(told, func(a, b story) int { return cmp.Compare(b.wishes(), a.wishes()) }) // who asks for most chooses first
	for _, s := range told {
		for range s.count {
			i := slices.IndexFunc(free, s.suits)
			if i < 0 {
				panic("demo: no household suits the story " + s.name)
			}
			h := free[i]
			free = slices.Delete(free, i, i+1)
			courses = append(courses, &course{plot: w.stage(h, s, t)})
		}
	}
	slices.SortStableFunc(courses, func(a, b *course) int { return cmp.Compare(a.plot.start, b.plot.start) })
	for _, co := range courses {
		h := co.plot.h
		w.compose(h, t.at(co.plot.start), dir.actor(h.filer, h.number).Name)
	}
	return courses
}

// seated gives the households of all casts, shuffled, without ward or story.
func (w *writer) seated() []*household {
	var all []*household
	for _, t := range themes() {
		for _, c := range t.casts {
			for range c.count {
				h := &household{theme: t, shape: c.shape, people: seatAll(w.r, c.seats), visitor: oneOf(w.r, t.visitors...), said: map[string]bool{}}
				h.danger = chance(w.r, t.danger)
				h.fill()
				all = append(all, h)
			}
		}
	}
	w.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for i, h := range all {
		h.number = i
	}
	return all
}

func (s story) wishes() int {
	n := 0
	for _, code := range []string{s.from, s.to} {
		if code != "" {
			n++
		}
	}
	return n
}

// suits says whether the household could first turn up at the wanted agency, and be handed to the other.
func (s story) suits(h *household) bool {
	has := func(lists ...[]string) func(string) bool {
		return func(code string) bool {
			return code == "" || slices.ContainsFunc(slices.Concat(lists...), func(c string) bool { return local(c, "naka") == code })
		}
	}
	others := slices.ContainsFunc(h.theme.filers, func(c string) bool { return local(c, "naka") != s.to })
	return others && has(h.theme.filers)(s.from) && has(h.theme.leads, h.theme.joins)(s.to)
}

var wards = []string{"naka", "naka", "naka", "kita-chuo", "kita-chuo", "kita-kita", "higashi", "higashi", "minami-nishi", "minami-minami"}

// stage gives the household its ward and first agency, and lays the story out on the timeline.
func (w *writer) stage(h *household, s story, t *timeline) *plot {
	h.ward = oneOf(w.r, wards...)
	if s.from != "" || s.to != "" {
		h.ward = "naka"
	}
	h.district = oneOf(w.r, districts[h.ward]...)
	h.filer = s.from
	for h.filer == "" || h.filer == s.to {
		h.filer = local(oneOf(w.r, h.theme.filers...), h.ward)
	}
	if !s.settled && s.tail[1] <= 4*dayMinutes {
		h.danger = false // who is in danger does not wait for days; the overdue つなぎ sets it again
	}
	p := &plot{w: w, h: h, name: s.name, pace: 1}
	s.tell(p, s.to)
	if s.settled {
		slack := t.end - p.length() - month
		w.over++
		p.start = int(float64(slack) * math.Pow((float64(w.over)-w.r.Float64())/float64(ended()), 0.85))
	} else {
		p.tail = between(w.r, s.tail[0], s.tail[1])
		p.start = t.end - p.length() - p.tail
	}
	p.start = max(p.start, 0)
	return p
}

// ended counts the stories that are long over; they are spread evenly, a little more in recent years.
func ended() (n int) {
	for _, s := range stories() {
		if s.settled {
			n += s.count
		}
	}
	return n
}

// drafts are sheets that were begun lately and not filed; some hold little more than a name.
func drafts(dir *directory, t *timeline) []*casework.Sheet {
	w := newWriter(rand.New(rand.NewPCG(seedA, seedB+1)))
	pool := w.seated()
	writers := []struct {
		agency  string
		who     int
		minutes int // how long ago
	}{{naka, 0, 35}, {naka, 0, 260}, {naka, 0, 3 * dayMinutes}, {naka, 1, 420}, {"yorisoi", 0, 150}, {"fukushi-naka", 0, 700}, {"kodomo-naka", 0, 330}}
	var sheets []*casework.Sheet
	for i, d := range writers {
		h := pool[slices.IndexFunc(pool, func(h *household) bool {
			return slices.ContainsFunc(h.theme.filers, func(c string) bool { return local(c, "naka") == d.agency })
		})]
		pool = slices.DeleteFunc(pool, func(o *household) bool { return o.theme == h.theme })
		h.ward, h.filer = "naka", d.agency
		h.district = oneOf(w.r, districts["naka"]...)
		a := dir.actor(d.agency, d.who)
		at := t.at(t.end - d.minutes)
		w.compose(h, at, a.Name)
		s, err := casework.DraftSheet(a, at, unfinished(h.content, i), dir.catalog)
		if err != nil {
			panic("demo: draft: " + err.Error())
		}
		sheets = append(sheets, s)
	}
	discarded := sheets[3]
	if err := discarded.Discard(dir.actor(naka, 1), discarded.CreatedAt.Add(10*time.Minute)); err != nil {
		panic("demo: draft: " + err.Error())
	}
	return sheets
}

// unfinished leaves out what a worker has not come to yet.
func unfinished(c casework.SheetContent, n int) casework.SheetContent {
	switch n % 3 {
	case 0:
		c.Issues, c.MostPressing, c.Wishes, c.PurposeNotice, c.OtherIssue = nil, "", "", nil, ""
	case 1:
		return casework.SheetContent{
			ReceivedAt: c.ReceivedAt, Channel: c.Channel, ReceivedBy: c.ReceivedBy,
			Subject: &casework.Subject{Name: c.Subject.Name, Kana: c.Subject.Kana, PhoneHome: c.Subject.PhoneHome},
		}
	case 2:
		c.Members, c.HouseholdSize, c.Wishes = nil, nil, ""
	}
	return c
}
