package store

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Channel is where changes are announced to open screens (LISTEN/NOTIFY): ids only, after commit.
const Channel = "tsunagu"

// Announcement says that something changed and which grantees may know.
type Announcement struct {
	Kind string        `json:"kind"` // case, handoff, escalation, sheet, notification
	ID   casework.ID   `json:"id"`
	Case casework.ID   `json:"caseId,omitempty"`
	To   []casework.ID `json:"to"`
}

func announceCase(b *pgx.Batch, c *casework.Case, changes casework.Changes) {
	to := make([]casework.ID, 0, 8)
	for id := range c.Access() {
		to = append(to, id)
	}
	slices.Sort(to)
	announce(b, Announcement{Kind: "case", ID: c.ID, Case: c.ID, To: to})
	for _, h := range changes.Handoffs {
		announce(b, Announcement{Kind: "handoff", ID: h.ID, Case: c.ID, To: []casework.ID{h.Sender, h.Receiver}})
	}
	for _, e := range changes.Escalations {
		announce(b, Announcement{Kind: "escalation", ID: e.ID, Case: c.ID, To: []casework.ID{casework.CoordinatorsID}})
	}
	told := make([]casework.ID, 0, len(changes.Notices))
	for _, n := range changes.Notices {
		told = append(told, cmp.Or(n.Account, n.Recipient))
	}
	if slices.Sort(told); len(told) > 0 {
		announce(b, Announcement{Kind: "notification", ID: c.ID, To: slices.Compact(told)})
	}
}

func announce(b *pgx.Batch, a Announcement) {
	payload, _ := json.Marshal(a) // strings only
	b.Queue(`SELECT pg_notify($1, $2)`, Channel, string(payload))
}
