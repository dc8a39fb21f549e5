package demo

import (
	"errors"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// clocks are instants at which someone might start the program: in office hours, at night, on Sunday, after the new year's
// holidays, on the first morning of a fiscal year.
var clocks = []time.Time{
	time.Date(2026, 11, 18, 2, 41, 7, 0, time.UTC),
	time.Date(2026, 11, 22, 7, 30, 0, 0, time.UTC),
	time.Date(2027, 1, 4, 1, 0, 0, 0, time.UTC),
	time.Date(2027, 3, 31, 23, 31, 0, 0, time.UTC),
	time.Date(2024, 5, 6, 13, 0, 0, 0, time.UTC),
}

func TestEveryStoryHappensWithinTheRules(t *testing.T) {
	for _, now := range clocks {
		if _, _, _, err := told(now); err != nil {
			var rule *casework.Error
			errors.As(err, &rule)
			t.Errorf("at %v: %v %+v", now, err, fieldsOf(rule))
		}
	}
}

func fieldsOf(e *casework.Error) []casework.FieldError {
	if e == nil {
		return nil
	}
	return e.Fields
}
