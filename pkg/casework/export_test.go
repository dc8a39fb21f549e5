package casework

import (
	"slices"
	"testing"
	"time"
)

func TestAnExportIsSavedOnlyWhileItIsThere(t *testing.T) {
	for _, x := range []struct {
		state   State
		after   time.Duration
		actions []string
		code    Code // of saving it
	}{
		{ExportQueued, 0, []string{"cancel"}, CodeWrongState},
		{ExportRunning, time.Minute, []string{"cancel"}, CodeWrongState},
		{ExportReady, ExportLives - time.Second, []string{"download"}, ""},
		{ExportReady, ExportLives, []string{}, CodeNotFound},
		{ExportFailed, time.Minute, []string{}, CodeWrongState},
		{ExportCancelled, time.Minute, []string{}, CodeWrongState},
	} {
		e, err := NewExport(worker(elder), monday, "csv", " まとめ ", monday.AddDate(-1, 0, 0), monday)
		must(t, err)
		if e.State != ExportQueued || e.Purpose != "まとめ" {
			t.Fatalf("%+v", e)
		}
		e.State = x.state
		now := monday.Add(x.after)
		if got := e.Actions(now); !slices.Equal(got, x.actions) {
			t.Errorf("%s after %v: %v", x.state, x.after, got)
		}
		if got := CodeOf(e.MayDownload(now)); got != x.code {
			t.Errorf("%s after %v: %q", x.state, x.after, got)
		}
		err = e.Cancel(now)
		if cancels := slices.Contains(x.actions, "cancel"); (err == nil) != cancels || cancels && (e.State != ExportCancelled || e.FinishedAt == nil) {
			t.Errorf("%s: cancel %v", x.state, err)
		}
	}
}

func TestAnExportHasAPeriodAndAPurpose(t *testing.T) {
	for pointer, o := range map[string]struct {
		purpose string
		from    time.Time
	}{"/until": {"まとめ", monday}, "/from": {"まとめ", monday.AddDate(-12, 0, 0)}, "/purpose": {" ", monday.AddDate(-1, 0, 0)}} {
		_, err := NewExport(worker(elder), monday, "csv", o.purpose, o.from, monday)
		wantCode(t, err, CodeInvalid, pointer)
	}
}
