package casework

// Change is one difference between two versions of a sheet, as a person reads it.
type Change struct {
	Pointer string `json:"pointer"`
	Label   string `json:"label"`
	Before  string `json:"before,omitempty"` // "" where nothing was written
	After   string `json:"after,omitempty"`
}

// Diff lists what differs between two versions, in the order of the form. Household members are
// matched by id, so a new first row does not make every other row look changed.
func Diff(before, after SheetContent, catalog Catalog) []Change {
	d := differ{old: sheetLines(before, catalog), new: sheetLines(after, catalog)}
	return d.changes()
}

// line is one value of the form in words. The key joins the two versions; the pointer shows the place.
type line struct{ key, pointer, label, value string }

type differ struct{ old, new []line }

// changes walks the new version in order; what was taken away altogether comes last.
func (d differ) changes() []Change {
	changes := []Change{}
	before := map[string]line{}
	for _, l := range d.old {
		before[l.key] = l
	}
	after := map[string]bool{}
	for _, l := range d.new {
		after[l.key] = true
		if was := before[l.key].value; was != l.value {
			changes = append(changes, Change{Pointer: l.pointer, Label: l.label, Before: was, After: l.value})
		}
	}
	for _, l := range d.old {
		if !after[l.key] {
			changes = append(changes, Change{Pointer: l.pointer, Label: l.label, Before: l.value})
		}
	}
	return changes
}
