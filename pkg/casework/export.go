package casework

import (
	"strings"
	"time"
)

// The workflow of an export.
const (
	WorkflowExport Workflow = "export"

	ExportQueued    State = "queued"
	ExportRunning   State = "running"
	ExportReady     State = "ready"
	ExportFailed    State = "failed"
	ExportCancelled State = "cancelled"

	VerbDownload Verb = "download"
)

// ExportLives is how long a table can be saved after it was asked for.
const ExportLives = 24 * time.Hour

// Export is 一覧の書き出し: a table of cases that is made in the background, for whoever asked for it alone.
type Export struct {
	ID              ID
	Account, Agency ID
	Format          string // xlsx, csv
	From, Until     time.Time
	Purpose         string
	State           State
	Total           *int // rows; nil until they are counted
	Done            int
	Fault           string
	Tries           int
	Key             string // of the content
	Size            int64  // bytes
	SHA256          []byte
	CreatedAt       time.Time
	FinishedAt      *time.Time
	GoneAt          time.Time
}

// longestExport bounds the period of one table.
const longestExport = 11 * 366 * 24 * time.Hour

// NewExport asks for a table of the cases opened from ≤ t < until, for a purpose that stands in the ledger.
func NewExport(actor Actor, now time.Time, format, purpose string, from, until time.Time) (*Export, error) {
	var bad checks
	switch {
	case !until.After(from):
		bad.add("/until", "impossible", "終わりの日は、はじめの日以後にしてください。")
	case until.Sub(from) > longestExport:
		bad.add("/from", "out_of_range", "期間は10年以内にしてください。")
	}
	bad.required("/purpose", purpose, "何に使うか")
	bad.text("/purpose", purpose, maxText)
	if err := bad.err(); err != nil {
		return nil, err
	}
	e := &Export{ID: NewID(now), Account: actor.Account, Agency: actor.Agency, Format: format, From: from, Until: until, Purpose: strings.TrimSpace(purpose),
		CreatedAt: now, GoneAt: now.Add(ExportLives)}
	move(WorkflowExport, &e.State, "request", ExportQueued)
	return e, nil
}

// Cancel stops the making.
func (e *Export) Cancel(now time.Time) error {
	if err := e.may(VerbCancel); err != nil {
		return err
	}
	move(WorkflowExport, &e.State, VerbCancel, ExportCancelled)
	e.FinishedAt = &now
	return nil
}

// MayDownload reports whether there is a table to save at the instant.
func (e *Export) MayDownload(now time.Time) error {
	if err := e.may(VerbDownload); err != nil {
		return err
	}
	if !now.Before(e.GoneAt) {
		return NotFound()
	}
	return nil
}

// Actions lists what its owner may do with it now.
func (e *Export) Actions(now time.Time) []string {
	return offered(Verbs(WorkflowExport, e.State), func(v Verb) error {
		if v == VerbDownload {
			return e.MayDownload(now)
		}
		return e.may(v)
	})
}

// may: an export exists for its owner alone.
func (e *Export) may(verb Verb) error {
	return permit(WorkflowExport, e.State, verb, func(p Party) bool { return p == ByHolder })
}
