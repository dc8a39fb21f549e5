package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

func TestRecordedFiguresAreLoadedAllOrNone(t *testing.T) {
	s := testdb.New(t)
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	good := "\ufefffiscal_year,label,measure,value,note\n2018,H30,escalations_coordinated,18,10月から\n2018,H30,advisor_meetings,2,\n2019,R元,case_conferences,48,\n"
	read := func(year int) (y casework.YearFigures) {
		err := s.InTx(t.Context(), casework.Clock(), func(tx *store.Tx) error {
			list, err := tx.AnnualStatistics(year, year)
			y = list[0]
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return y
	}
	for name, file := range map[string]string{
		"no header": "", "a column is missing": "fiscal_year,value\n2018,1\n", "year": "fiscal_year,measure,value\nH30,case_conferences,1\n",
		"value": "fiscal_year,measure,value\n2018,case_conferences,many\n", "measure": "fiscal_year,measure,value\n2018,cases,1\n",
		"a later line is wrong": good + "2020,R2,case_conferences,-5,\n", "derived": "fiscal_year,measure,value\n2018,escalations_total,1\n",
		"quotes": "fiscal_year,measure,value\n2018,\"case_conferences,1\n", "not UTF-8": "fiscal_year,measure,value\n\xff\n",
	} {
		_, faults, err := s.ImportStatistics(t.Context(), strings.NewReader(file), false, now)
		if err != nil || len(faults) == 0 {
			t.Errorf("%s: %v %v", name, faults, err)
		}
		if y := read(2018); y.Version != 0 {
			t.Fatalf("%s left something", name)
		}
	}
	if n, faults, err := s.ImportStatistics(t.Context(), strings.NewReader(good), true, now); n != 3 || len(faults) != 0 || err != nil || read(2018).Version != 0 {
		t.Errorf("dry run: %d %v %v", n, faults, err)
	}
	for range 2 { // again is harmless
		if n, faults, err := s.ImportStatistics(t.Context(), strings.NewReader(good), false, now); n != 3 || len(faults) != 0 || err != nil {
			t.Fatalf("%d %v %v", n, faults, err)
		}
		if y := read(2018); y.Recorded[casework.MeasureCoordinated] != 18 || y.Recorded[casework.MeasureAdvisorMeetings] != 2 || y.Note != "10月から" {
			t.Errorf("2018: %+v", y)
		}
	}
}
