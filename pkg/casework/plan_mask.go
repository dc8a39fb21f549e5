package casework

import "slices"

// texts are the places of a plan where somebody may have written anything.
func (p *PlanContent) texts() []*string {
	at := []*string{&p.Wish, &p.Issues, &p.WheelNote, &p.Cautions, &p.Coordination}
	for i := range p.Goals {
		at = append(at, &p.Goals[i].Text, &p.Goals[i].Criteria)
	}
	for i := range p.Supports {
		s := &p.Supports[i]
		at = append(at, &s.Kind, &s.Text, &s.ByName, &s.HowOften)
	}
	for i := range p.Roles {
		at = append(at, &p.Roles[i].ByName, &p.Roles[i].Text)
	}
	return at
}

func (p PlanContent) clone() PlanContent {
	p.Goals, p.Supports, p.Roles = slices.Clone(p.Goals), slices.Clone(p.Supports), slices.Clone(p.Roles)
	return p
}

// Plan is a plan as the viewer may read it.
func (m Mask) Plan(p PlanContent) PlanContent {
	if m.Empty() {
		return p
	}
	p = p.clone()
	for _, text := range p.texts() {
		*text = m.Text(*text)
	}
	return p
}

// RestorePlan puts back what an editor under a mask could not see; rows are matched by their id.
func (m Mask) RestorePlan(stored, sent PlanContent) PlanContent {
	if m.Empty() {
		return sent
	}
	sent = sent.clone()
	was := stored.clone()
	was.Goals = sameRows(sent.Goals, stored.Goals, func(g PlanGoal) ID { return g.ID })
	was.Supports = sameRows(sent.Supports, stored.Supports, func(s PlanSupport) ID { return s.ID })
	was.Roles = sameRows(sent.Roles, stored.Roles, func(r PlanRole) ID { return r.ID })
	old := was.texts()
	for i, text := range sent.texts() {
		*text = m.RestoreText(*old[i], *text)
	}
	return sent
}

// sameRows lines the stored rows up with those that were sent; a new row has an empty one beside it.
func sameRows[T any](sent, stored []T, id func(T) ID) []T {
	rows := make([]T, len(sent))
	for i, s := range sent {
		if j := slices.IndexFunc(stored, func(o T) bool { return id(s) != "" && id(o) == id(s) }); j >= 0 {
			rows[i] = stored[j]
		}
	}
	return rows
}
