package casework

import (
	"errors"
	"fmt"
	"regexp"
	"sync"
	"testing"
	"time"
)

func TestNewIDIsAUUIDv7OfItsInstantAndGrows(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	last := ID("")
	for range 20_000 { // more than one millisecond can number
		id := NewID(monday)
		if !form.MatchString(string(id)) || id <= last {
			t.Fatalf("%s after %s", id, last)
		}
		last = id
	}
	past := NewID(monday.Add(-24 * time.Hour))
	if past >= last {
		t.Errorf("an id of yesterday, %s, is not before %s", past, last)
	}
	if want := fmt.Sprintf("%012x", monday.Add(time.Hour).UnixMilli()); string(NewID(monday.Add(time.Hour))[:8])+string(NewID(monday.Add(time.Hour))[9:13]) != want {
		t.Errorf("an id does not carry its instant %s", want)
	}
}

func TestNewIDIsNeverTwiceTheSame(t *testing.T) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	seen := map[ID]bool{}
	for range 4 {
		wg.Go(func() {
			for range 2000 {
				id := NewID(monday)
				mu.Lock()
				if seen[id] {
					t.Errorf("%s twice", id)
				}
				seen[id] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

func TestErrorsAreToldApartByTheirCode(t *testing.T) {
	err := fmt.Errorf("saving: %w", Stale())
	if !errors.Is(err, &Error{Code: CodeStale}) || errors.Is(err, &Error{Code: CodeDuplicate}) {
		t.Error("the code is lost when wrapped")
	}
	if CodeOf(err) != CodeStale || CodeOf(nil) != "" || CodeOf(errors.New("x")) != "" {
		t.Errorf("CodeOf: %q", CodeOf(err))
	}
}

func TestNoStoredAccountIsTheClock(t *testing.T) {
	if (Actor{Account: "clock", Name: "clock", Roles: []Role{"clock"}}).IsClock() || !Clock().IsClock() {
		t.Error("the clock can be posed as")
	}
}
