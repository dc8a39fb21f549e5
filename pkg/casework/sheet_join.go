package casework

import "time"

// FileInto files the draft into the open case of the same household, instead of opening a second one
// (workflow.md, Sheet: "opens a case, or joins the household's open case after duplicate check").
// The filing agency works on the case from now on; custody does not move. The newest sheet is the case's sheet.
func (s *Sheet) FileInto(actor Actor, now time.Time, catalog Catalog, c *Case) error {
	if err := s.may(actor, VerbFile, nil); err != nil {
		return err
	}
	if c.State == CaseClosed {
		return wrongState("このケースは終結しています。再開してから提出するか、新しい世帯として提出してください。")
	}
	if !c.WorksOn(actor) {
		return forbidden("このケースの主担当機関・連携機関だけが、シートを追加できます。")
	}
	if err := CheckFiling(s.Content, now, catalog); err != nil {
		return err
	}
	move(WorkflowSheet, &s.State, VerbFile, SheetFiled)
	s.FiledAt, s.Case = &now, c.ID
	s.addVersion(actor, now, s.Content, "")
	c.Sheet = caseSheet(s)
	c.record(actor, now, EventSheetFiled, EventData{Sheet: s.ID, SheetVersion: c.Sheet.Version})
	c.tell(actor, now, EventSheetFiled, nil, nil, c.sheetReceivers(actor.Agency)...)
	c.syncMembers(actor, now, s, nil)
	return nil
}

// WorksOn reports whether the actor's agency leads or supports the case now.
func (c *Case) WorksOn(actor Actor) bool {
	return actor.WorksFor(actor.Agency) && (c.Lead() == actor.Agency || c.Supports(actor.Agency))
}
