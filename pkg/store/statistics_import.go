package store

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// ImportStatistics writes the recorded figures of a file, all years or none, and returns how many figures it holds.
// Columns fiscal_year, measure, value and note, by name in any order (shared/data/annual_statistics_recorded.csv).
// Loading the same file again changes nothing; a frozen year is refused.
func (s *Store) ImportStatistics(ctx context.Context, file io.Reader, dryRun bool, now time.Time) (figures int, faults []RowError, err error) {
	years, figures, faults := readStatistics(file)
	if len(faults) > 0 {
		return figures, faults, nil
	}
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		for _, in := range years {
			y, err := tx.FiscalYearToChange(in.year, now)
			if err != nil {
				return err
			}
			err = y.RecordFigures(now, in.figures, in.note)
			var refused *casework.Error
			if errors.As(err, &refused) {
				faults = append(faults, RowError{in.line, "", refused.Detail})
				continue
			}
			if err == nil && !dryRun {
				err = tx.SaveFiscalYear(&y.YearRecord, now)
			}
			if err != nil {
				return err
			}
		}
		if dryRun || len(faults) > 0 {
			return errTakenBack
		}
		return nil
	})
	if errors.Is(err, errTakenBack) {
		err = nil
	}
	return figures, faults, err
}

// errTakenBack ends a transaction that must leave nothing.
var errTakenBack = errors.New("taken back")

type recordedYear struct {
	year, line int
	figures    map[casework.Measure]int
	note       string
}

func readStatistics(file io.Reader) (years []*recordedYear, figures int, faults []RowError) {
	raw, err := io.ReadAll(io.LimitReader(file, 1<<20))
	if err != nil || !utf8.Valid(raw) {
		return nil, 0, []RowError{{1, "", "文字コードを UTF-8 にして保存し直してください。"}}
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff")))
	header, err := in.Read()
	if err != nil {
		return nil, 0, []RowError{{1, "", "見出しの行がありません。"}}
	}
	column := func(name string) int { return slices.Index(header, name) }
	for _, name := range []string{"fiscal_year", "measure", "value"} {
		if column(name) < 0 {
			faults = append(faults, RowError{1, name, "この列がありません。"})
		}
	}
	for len(faults) == 0 {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, 0, []RowError{{1, "", "表の形が正しくありません。"}}
		}
		line, _ := in.FieldPos(0)
		year, err1 := strconv.Atoi(row[column("fiscal_year")])
		value, err2 := strconv.Atoi(row[column("value")])
		info, known := casework.Measure(row[column("measure")]).Info()
		switch {
		case err1 != nil:
			faults = append(faults, RowError{line, "fiscal_year", "年度を西暦の数字で書いてください。"})
			continue
		case err2 != nil:
			faults = append(faults, RowError{line, "value", "件数を数字で書いてください。"})
			continue
		case !known:
			faults = append(faults, RowError{line, "measure", "知らない項目です。"})
			continue
		}
		i := slices.IndexFunc(years, func(y *recordedYear) bool { return y.year == year })
		if i < 0 {
			years, i = append(years, &recordedYear{year: year, line: line, figures: map[casework.Measure]int{}}), len(years)
		}
		years[i].figures[info.Measure] = value
		figures++
		if at := column("note"); at >= 0 && row[at] != "" {
			years[i].note = row[at]
		}
	}
	return years, figures, faults
}
