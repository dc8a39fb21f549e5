package store_test

import (
	"os"
	"strings"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/testdb"
)

func importAgencies(t *testing.T, s *store.Store, csv string) store.ImportResult {
	t.Helper()
	got, err := s.ImportAgencies(t.Context(), strings.NewReader(csv), false, noon)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Errors) > 0 {
		t.Fatalf("import: %+v", got.Errors)
	}
	return got
}

const header = "code,name,kana,kind,field,wards,accepts_issue_types,districts,service_name,phone\n"

const directory = header +
	"houkatsu,中区包括支援センター,なかくほうかつしえんせんたー,community_support_center,elderly,naka,care health,,介護の相談,000-000-0001\n" +
	"houkatsu,中区包括支援センター,なかくほうかつしえんせんたー,community_support_center,elderly,naka,rights,操山,権利擁護の相談,000-000-0001\n" +
	"yorisoi,寄り添いサポートセンター,よりそいさぽーとせんたー,self_reliance_center,livelihood,*,income_work debt housing,,,\n" +
	"kodomo,東区こども相談センター,ひがしくこどもそうだんせんたー,child_consultation_center,children,higashi,child_rearing,,,\n"

func TestImportingTwiceChangesNothing(t *testing.T) {
	s := testdb.New(t)
	if got := importAgencies(t, s, directory); got.Created != 3 || got.Rows != 4 {
		t.Errorf("first: %+v", got)
	}
	if got := importAgencies(t, s, "\ufeff"+directory); got.Unchanged != 3 || got.Changed+got.Created != 0 {
		t.Errorf("again: %+v", got)
	}
	changed := strings.Replace(directory, "寄り添いサポートセンター", "寄り添い支援センター", 1)
	if got := importAgencies(t, s, changed); got.Unchanged != 2 || got.Changed != 1 {
		t.Errorf("changed: %+v", got)
	}
}

func TestImportNamesRowAndColumnAndLoadsNothing(t *testing.T) {
	s := testdb.New(t)
	bad := header +
		"ok,よい機関,よいきかん,other,elderly,*,care,,,\n" +
		"a,,かな,other,elderly,*,care,,,\n" +
		"b,名前,かな,no_such_kind,elderly,*,care,,,\n" +
		"c,名前,かな,other,elderly,nowhere,care magic,,,\n" +
		"d,名前,かな,other\n"
	got, err := s.ImportAgencies(t.Context(), strings.NewReader(bad), false, noon)
	if err != nil {
		t.Fatal(err)
	}
	var at []string
	for _, e := range got.Errors {
		at = append(at, string(rune('0'+e.Row))+e.Column)
	}
	if want := "3name 4kind 5wards 5accepts_issue_types 6"; strings.Join(at, " ") != want {
		t.Errorf("faults at %v, want %s\n%+v", at, want, got.Errors)
	}
	if page := agencies(t, s, store.AgencyFilter{}); len(page.Items) != 0 {
		t.Errorf("%d agencies were loaded in spite of faults", len(page.Items))
	}
}

func TestDryRunLoadsNothing(t *testing.T) {
	s := testdb.New(t)
	got, err := s.ImportAgencies(t.Context(), strings.NewReader(directory), true, noon)
	if err != nil || got.Created != 3 || !got.DryRun {
		t.Errorf("%+v, %v", got, err)
	}
	if page := agencies(t, s, store.AgencyFilter{}); len(page.Items) != 0 {
		t.Errorf("a dry run loaded %d agencies", len(page.Items))
	}
}

// The file of a city may hold anything; it must end in faults, not in a failure.
func TestImportReadsAnyFile(t *testing.T) {
	s := testdb.New(t)
	ref, err := s.Reference(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"empty": "", "not UTF-8": "\xff\xfe", "header alone": header, "unknown column": "code,name,colour\n", "column twice": "code,code,name,kana,kind,field,wards\n",
		"open quote": header + "\"a,b\n", "NUL": header + "a\x00,名,かな,other,elderly,*,,,,\n",
	} {
		list, _, faults := store.ReadAgencies(strings.NewReader(text), ref)
		if len(list) > 0 || (len(faults) == 0) != (name == "header alone") {
			t.Errorf("%s: %v %v", name, list, faults)
		}
	}
}

func TestSampleDirectoryLoads(t *testing.T) {
	sample, err := os.ReadFile("testdata/agencies.csv")
	if err != nil {
		t.Fatal(err)
	}
	s := testdb.New(t)
	got := importAgencies(t, s, string(sample))
	if got.Created != got.Rows || got.Rows < 40 {
		t.Errorf("%+v", got)
	}
	seen, cursor := map[string]bool{}, ""
	for {
		page := agencies(t, s, store.AgencyFilter{Paging: store.Paging{Limit: 7, Cursor: cursor, Count: true}})
		if *page.Total != got.Rows {
			t.Fatalf("total %d", *page.Total)
		}
		for _, a := range page.Items {
			if seen[a.Code] {
				t.Errorf("%s is on two pages", a.Code)
			}
			seen[a.Code] = true
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(seen) != got.Rows {
		t.Errorf("paging showed %d of %d", len(seen), got.Rows)
	}
}

func agencies(t *testing.T, s *store.Store, f store.AgencyFilter) store.Page[store.AgencyEntry] {
	t.Helper()
	page, err := s.Agencies(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestDirectoryFilters(t *testing.T) {
	s := testdb.New(t)
	importAgencies(t, s, directory)
	for name, c := range map[string]struct {
		filter store.AgencyFilter
		want   string
	}{
		"everything, by kana":             {store.AgencyFilter{}, "houkatsu kodomo yorisoi"},
		"part of a name":                  {store.AgencyFilter{Text: "包括"}, "houkatsu"},
		"kana in katakana":                {store.AgencyFilter{Text: "ヨリソイ"}, "yorisoi"},
		"one letter":                      {store.AgencyFilter{Text: "東"}, "kodomo"},
		"a service":                       {store.AgencyFilter{Text: "権利擁護"}, "houkatsu"},
		"nothing searchable":              {store.AgencyFilter{Text: "、。"}, ""},
		"not there":                       {store.AgencyFilter{Text: "西区"}, ""},
		"field":                           {store.AgencyFilter{Field: "children"}, "kodomo"},
		"issue":                           {store.AgencyFilter{Issue: "rights"}, "houkatsu"},
		"ward and the whole city":         {store.AgencyFilter{Ward: "naka"}, "houkatsu yorisoi"},
		"district of a ward":              {store.AgencyFilter{District: "操山"}, "houkatsu yorisoi"},
		"district of another ward":        {store.AgencyFilter{District: "西大寺"}, "kodomo yorisoi"},
		"kind":                            {store.AgencyFilter{Kind: "self_reliance_center"}, "yorisoi"},
		"a percent sign is not a pattern": {store.AgencyFilter{Text: "%"}, ""},
		"by kind":                         {store.AgencyFilter{Sort: "kind"}, "kodomo houkatsu yorisoi"},
	} {
		var got []string
		for _, a := range agencies(t, s, c.filter).Items {
			got = append(got, a.Code)
		}
		// sorted by folded kana: なか, ひがし, より
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestForeignCursorIsInvalid(t *testing.T) {
	s := testdb.New(t)
	importAgencies(t, s, directory)
	page := agencies(t, s, store.AgencyFilter{Paging: store.Paging{Limit: 1}})
	for _, f := range []store.AgencyFilter{{Sort: "kind", Paging: store.Paging{Cursor: page.Next}}, {Paging: store.Paging{Cursor: "x"}}, {Paging: store.Paging{Cursor: "WyJhIl0"}}} {
		if _, err := s.Agencies(t.Context(), f); casework.CodeOf(err) != casework.CodeInvalid {
			t.Errorf("%+v: %v", f, err)
		}
	}
}
