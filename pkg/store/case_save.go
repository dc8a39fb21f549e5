package store

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// SaveCase writes what the verbs left behind, in one round trip: case, custody, handoffs, escalations, notes, timeline,
// disclosures, notices, access, and the word to open screens. The case is held since CaseToChange.
func (tx *Tx) SaveCase(f *CaseFile, now time.Time) error {
	changes := f.TakeChanges()
	if changes.Empty() {
		return nil
	}
	b := &pgx.Batch{}
	if err := caseBatch(b, f, now); err != nil {
		return err
	}
	f.queue(b, changes, tx.actor.Account, now)
	if err := tx.batch(b); err != nil {
		return err
	}
	f.counted(changes, now)
	return tx.see(f)
}

// queue adds everything but the case row itself, in an order that foreign keys and immediate constraints accept.
func (f *CaseFile) queue(b *pgx.Batch, changes casework.Changes, by casework.ID, now time.Time) {
	custodyBatch(b, f.Case, changes)
	if changes.Custody { // who leads answers for what is to be looked after
		b.Queue(`UPDATE monitorings SET agency_id = $2 WHERE case_id = $1 AND state = 'due' AND agency_id <> $2`, f.ID, f.lastLead())
	}
	membersBatch(b, f.Household, changes.Members)
	for _, r := range changes.Consents {
		consentBatch(b, f.ID, r)
	}
	protectionBatch(b, f, changes)
	packageBatch(b, f.ID, changes.Packages)
	for _, h := range inFreeingOrder(changes.Handoffs) {
		handoffBatch(b, f, h, now)
	}
	for _, e := range changes.Escalations {
		escalationBatch(b, e)
	}
	for _, n := range changes.Notes {
		noteBatch(b, n, by, now)
	}
	for _, k := range changes.Contacts {
		contactBatch(b, k)
	}
	for _, d := range changes.Files {
		fileBatch(b, d, now)
	}
	for _, e := range changes.Events {
		eventBatch(b, e)
	}
	for _, d := range changes.Disclosures {
		disclosureBatch(b, d)
	}
	for _, n := range changes.Notices {
		noticeBatch(b, n, by)
	}
	accessBatch(b, f, now)
	if len(changes.Handoffs) > 0 {
		b.Queue(`UPDATE cases SET last_handoff_id = $2 WHERE id = $1`, f.ID, f.lastHandoff())
	}
	announceCase(b, f.Case, changes)
}

// counted brings the versions in memory to what the rows have now, for ETags of the answer.
func (f *CaseFile) counted(changes casework.Changes, now time.Time) {
	f.Version++
	f.UpdatedAt = now
	for _, h := range changes.Handoffs {
		h.Version++
		sent := f.Sent[h.ID]
		sent.UpdatedAt = now
		if sent.SheetNumber == 0 {
			sent.SheetNumber, sent.SubjectName = f.Sheet.Version, f.Card.SubjectName
		}
		f.Sent[h.ID] = sent
	}
	for _, e := range changes.Events {
		if e.Kind == casework.EventHandoffRedirected {
			f.Sent[e.Data.Handoff] = Sent{SheetNumber: f.Sheet.Version, SubjectName: f.Card.SubjectName, UpdatedAt: now}
		}
	}
	for _, e := range changes.Escalations {
		e.Version++
	}
	for _, n := range changes.Notes {
		n.Version++
	}
	for _, k := range changes.Contacts {
		k.Version++
	}
	for _, d := range changes.Files {
		d.Version++
	}
}

func (f *CaseFile) lastHandoff() casework.ID {
	if n := len(f.Handoffs); n > 0 {
		return f.Handoffs[n-1].ID
	}
	return ""
}

// inFreeingOrder puts handoffs that were open and are not any more first: only then may the next one ask for the lead.
func inFreeingOrder(hs []*casework.Handoff) []*casework.Handoff {
	sorted := slices.Clone(hs)
	slices.SortStableFunc(sorted, func(a, b *casework.Handoff) int {
		switch {
		case a.Open() == b.Open():
			return 0
		case b.Open():
			return -1
		}
		return 1
	})
	return sorted
}

func caseBatch(b *pgx.Batch, f *CaseFile, now time.Time) error {
	suspension, err := jsonOrNull(f.Suspension)
	if err != nil {
		return err
	}
	closure, err := jsonOrNull(f.Closure)
	if err != nil {
		return err
	}
	flag, flaggedAt := "", (*time.Time)(nil)
	if f.Flag != nil {
		flag, flaggedAt = string(f.Flag.Reason), &f.Flag.At
	}
	var closedAt *time.Time
	lead := f.lastLead()
	if f.State == casework.CaseClosed {
		closedAt = &f.Closure.At
	}
	b.Queue(`UPDATE cases SET state = $3, lead_agency_id = $4, flag_reason = $5, flagged_at = $6, chain_since = $7, contacted_at = $8,
		contact_due_at = $9, suspension = $10, closure = $11, closed_at = $12, updated_at = $13, version = version + 1 WHERE id = $1 AND version = $2`,
		f.ID, f.Version, f.State, lead, flag, flaggedAt, f.ChainSince, f.ContactedAt, f.ContactDue, suspension, closure, closedAt, now).
		Exec(oneRow)
	return nil
}

// lastLead is the lead now, or at the end of a closed case.
func (f *CaseFile) lastLead() casework.ID { return f.Custodies[len(f.Custodies)-1].Agency }

func jsonOrNull[T any](v *T) ([]byte, error) {
	if v == nil {
		return nil, nil
	}
	return json.Marshal(v)
}

// custodyBatch ends periods before it begins new ones, as the constraints want it.
func custodyBatch(b *pgx.Batch, c *casework.Case, changes casework.Changes) {
	if !changes.Custody {
		return
	}
	for _, k := range c.Custodies {
		b.Queue(`INSERT INTO custodies (id, case_id, agency_id, handoff_id, since, until) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO UPDATE SET until = excluded.until WHERE custodies.until IS DISTINCT FROM excluded.until`,
			k.ID, c.ID, k.Agency, orNull(k.Handoff), k.Since, k.Until)
	}
	for _, s := range c.Supporting {
		b.Queue(`INSERT INTO supports (id, case_id, agency_id, handoff_id, since, until) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO UPDATE SET until = excluded.until WHERE supports.until IS DISTINCT FROM excluded.until`,
			s.ID, c.ID, s.Agency, orNull(s.Handoff), s.Since, s.Until)
	}
}

func eventBatch(b *pgx.Batch, e casework.Event) {
	data, _ := json.Marshal(e.Data) // a struct of strings, numbers and booleans always marshals
	b.Queue(`INSERT INTO case_events (id, case_id, at, kind, account_id, agency_id, handoff_id, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		e.ID, e.Case, e.At, e.Kind, orNull(e.Account), orNull(e.Agency), orNull(e.Data.Handoff), data)
}

func orNull(id casework.ID) *casework.ID {
	if id == "" {
		return nil
	}
	return &id
}
