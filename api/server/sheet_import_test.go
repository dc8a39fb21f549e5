package server

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/blank"
)

// paper downloads the empty form and writes into the places right of the labels.
func (s *stage) paper(values map[string]string) []byte {
	s.t.Helper()
	r := s.get(naka, "/sheets/blank")
	if r.status != 200 || !strings.Contains(r.header.Get("Content-Disposition"), ".xlsx") {
		s.t.Fatalf("%d %s", r.status, r.header.Get("Content-Disposition"))
	}
	f, err := excelize.OpenReader(bytes.NewReader(r.body))
	if err != nil {
		s.t.Fatal(err)
	}
	for label, value := range values {
		cells, err := f.SearchSheet(blank.FormSheet, label)
		if err != nil || len(cells) == 0 {
			s.t.Fatalf("%s: %v %v", label, cells, err)
		}
		column, row, err := excelize.CellNameToCoordinates(cells[0])
		if err != nil {
			s.t.Fatal(err)
		}
		at, err := excelize.CoordinatesToCellName(column+1, row)
		if err != nil {
			s.t.Fatal(err)
		}
		if err := f.SetCellStr(blank.FormSheet, at, value); err != nil {
			s.t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		s.t.Fatal(err)
	}
	return out.Bytes()
}

func (s *stage) takeIn(name, path string, raw []byte) reply {
	s.t.Helper()
	body, contentType := form("用紙.xlsx", raw)
	return s.as(name).do("POST", "/api/v1/sheets/imports"+path, body, "Content-Type: "+contentType)
}

var onPaper = map[string]string{"氏名": "𠮷野 清", "ふりがな": "よしの きよし", "病気・医療のこと": "○", "支出・滞納・借金": "◎", "受付方法": "電話"}

func TestAFilledFormBecomesOneDraftOfTheAgency(t *testing.T) {
	s := newStage(t)
	raw := s.paper(onPaper)
	seen := want[gen.SheetImport](t, s.takeIn(naka, "/check", raw), 200)
	if seen.State != gen.SheetImportStateReady || seen.Subject != "𠮷野 清" || seen.Issues != 2 || seen.Persons != 1 || seen.SheetId != nil || len(seen.Faults) > 0 {
		t.Errorf("%+v", seen)
	}
	if n := sql[int](s, `SELECT count(*) FROM sheets`); n != 0 {
		t.Error("looking wrote something")
	}
	got := want[gen.SheetImport](t, s.takeIn(naka, "", raw), 200)
	if got.State != gen.SheetImportStateImported || got.SheetId == nil {
		t.Fatalf("%+v", got)
	}
	draft := want[gen.Sheet](t, s.get(naka, "/sheets/"+string(*got.SheetId)), 200)
	if draft.State != gen.SheetStateDraft || draft.Agency.Id != s.agencies[naka] || draft.Content.MostPressing != "debt" || draft.Content.Channel != casework.ChannelPhone ||
		!slices.Contains(draft.Actions, "file") {
		t.Errorf("%+v", draft)
	}
	// again, and saved once more by another program: the content is the same
	for _, again := range [][]byte{raw, s.paper(onPaper)} {
		if r := want[gen.SheetImport](t, s.takeIn(naka, "", again), 200); r.State != gen.SheetImportStateAlready || value(r.SheetId) != *got.SheetId {
			t.Errorf("%+v", r)
		}
		if r := want[gen.SheetImport](t, s.takeIn(naka, "/check", again), 200); r.State != gen.SheetImportStateAlready {
			t.Errorf("%+v", r)
		}
	}
	// another agency learns nothing of it, and may have the same paper
	if r := want[gen.SheetImport](t, s.takeIn(kokoro, "/check", raw), 200); r.State != gen.SheetImportStateReady {
		t.Errorf("another agency: %+v", r)
	}
	refused(t, s.get(kokoro, "/sheets/"+string(*got.SheetId)), 404, casework.CodeNotFound)
	// discarded by mistake, it may be taken in again
	want[gen.Sheet](t, s.as(naka).do("POST", "/api/v1/sheets/"+string(*got.SheetId)+"/discard", "", ifMatchHeader(`"1"`)), 200)
	if r := want[gen.SheetImport](t, s.takeIn(naka, "", raw), 200); r.State != gen.SheetImportStateImported || *r.SheetId == *got.SheetId {
		t.Errorf("after discarding: %+v", r)
	}
	if n := sql[int](s, `SELECT count(*) FROM journal WHERE operation = 'importSheet'`); n != 4 {
		t.Errorf("%d rows of the journal", n)
	}
}

func TestTheSameFormSentAtOnceMakesOneDraft(t *testing.T) {
	s := newStage(t)
	for round := range rounds {
		raw := s.paper(map[string]string{"氏名": strings.Repeat("見", round+1)})
		body, contentType := form("用紙.xlsx", raw)
		p := s.as(naka)
		send := func() reply { return p.do("POST", "/api/v1/sheets/imports", body, "Content-Type: "+contentType) }
		states := map[gen.SheetImportState]int{}
		for _, r := range atOnce(send, send, send) {
			states[want[gen.SheetImport](t, r, 200).State]++
		}
		if states[gen.SheetImportStateImported] != 1 || states[gen.SheetImportStateAlready] != 2 {
			t.Errorf("%v", states)
		}
		if n := sql[int](s, `SELECT count(*) FROM sheets`); n != round+1 {
			t.Errorf("%d sheets after %d papers", n, round+1)
		}
	}
}

func TestFaultyFormsWriteNothing(t *testing.T) {
	s := newStage(t)
	raw := s.paper(map[string]string{"氏名": "見本 花", "性別": "女", "受付方法": "FAX"})
	for _, path := range []string{"/check", ""} {
		r := want[gen.SheetImport](t, s.takeIn(naka, path, raw), 200)
		if r.State != gen.SheetImportStateFaulty || len(r.Faults) != 2 || value(r.Faults[0].Cell) == "" || value(r.Faults[0].Label) != "受付方法" || r.Faults[0].Message == "" || r.SheetId != nil {
			t.Errorf("%+v", r)
		}
		if r := want[gen.SheetImport](t, s.takeIn(naka, path, []byte("no workbook")), 200); r.State != gen.SheetImportStateFaulty || len(r.Faults) != 1 || r.Faults[0].Cell != nil {
			t.Errorf("%+v", r)
		}
		refused(t, s.takeIn(naka, path, make([]byte, blank.MaxSize+1)), 413, codeTooLarge)
		refused(t, s.takeIn(desk, path, raw), 403, casework.CodeForbidden)
	}
	if n := sql[int](s, `SELECT (SELECT count(*) FROM sheets) + (SELECT count(*) FROM sheet_imports)`); n != 0 {
		t.Errorf("%d rows", n)
	}
	if r := s.get(desk, "/sheets/blank"); r.status != 200 {
		t.Errorf("the desk gets no form: %d", r.status)
	}
}
