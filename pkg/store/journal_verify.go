package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// FindingKind says what is wrong with a row or a stretch of the journal.
type FindingKind string

// What a check of the journal can find.
const (
	FindingChanged   FindingKind = "changed"   // the row is not what was sealed
	FindingRemoved   FindingKind = "removed"   // the seal stands, the row is gone; or a seal is gone from the middle
	FindingInserted  FindingKind = "inserted"  // slipped in among older rows afterwards
	FindingReordered FindingKind = "reordered" // stands at another place than it was sealed at
	FindingRewritten FindingKind = "rewritten" // the chain itself was made anew
	FindingCut       FindingKind = "cut"       // the end is gone: an anchor knows of more
	FindingEarly     FindingKind = "early"     // forgotten before it had served its time
	FindingUnsealed  FindingKind = "unsealed"  // waits for the sealer for longer than UnsealedTooLong
)

// UnsealedTooLong is how long a row may wait for its seal.
const UnsealedTooLong = 5 * time.Second

// tooOld is how much older than a row sealed before it a row may say to be: servers' clocks differ by less.
const tooOld = 5 * time.Minute

// Finding names one fault. Journal is the id of the row (0: none is left), Seq its place in the chain (0: it has none);
// Upto ends a stretch of places.
type Finding struct {
	Kind    FindingKind
	Journal int64
	Seq     int64
	Upto    int64
	At      time.Time // what the row says; zero: unknown
}

// Anchor is what was written down of the chain outside the database.
type Anchor struct {
	At   time.Time
	Seq  int64
	Hash Hash
}

// Verification is the outcome of a check.
type Verification struct {
	Rows     int64 // sealed rows that were checked
	Head     Seal
	Anchors  int
	Pruned   *Pruning // the last stretch that was forgotten; nil: none
	Findings []Finding
}

// verifyBatch is how many links one statement reads.
const verifyBatch = 5000

// VerifyJournal walks the whole chain beside the journal and the anchors. It changes nothing.
func (s *Store) VerifyJournal(ctx context.Context, anchors []Anchor, now time.Time) (Verification, error) {
	v := &verifier{anchors: slices.Clone(anchors), now: now}
	slices.SortFunc(v.anchors, func(a, b Anchor) int { return int(a.Seq - b.Seq) })
	v.out.Anchors = len(anchors)
	pruned, err := s.pruning(ctx)
	if err != nil {
		return v.out, err
	}
	v.begin(pruned)
	for {
		links, err := s.links(ctx, v.head.Seq, verifyBatch)
		if err != nil {
			return v.out, err
		}
		for i := range links {
			v.link(&links[i])
		}
		if len(links) < verifyBatch {
			break
		}
	}
	v.end()
	if err := s.strays(ctx, v); err != nil {
		return v.out, err
	}
	v.out.Head = v.head
	return v.out, nil
}

// begin sets the walk behind what was forgotten. The anchor of that place must say the same as the note that the forgetting left.
func (v *verifier) begin(p *Pruning) {
	if p == nil {
		return
	}
	v.out.Pruned = p
	v.head = Seal{Seq: p.Seq, Hash: p.Hash, At: p.SealedAt}
	for len(v.anchors) > 0 && v.anchors[0].Seq < p.Seq {
		v.anchors = v.anchors[1:]
	}
	v.matched = p.Seq
	if p.SealedAt.AddDate(p.Years, 0, 0).After(p.At) {
		v.out.Findings = append(v.out.Findings, Finding{Kind: FindingEarly, Seq: 1, Upto: p.Seq, At: p.SealedAt})
	}
	v.anchor(v.head)
}

// link is a seal with the row it names, if that is still there.
type link struct {
	seal Seal
	form int16
	row  *journalRow
}

func (s *Store) links(ctx context.Context, after int64, limit int) (out []link, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		rows, err := c.Query(ctx, `SELECT s.seq, s.journal_id, s.form, s.at, s.prev, s.hash, j.id IS NOT NULL,
			coalesce(j.id, 0), coalesce(j.at, s.at), j.account_id, j.agency_id, j.object_id, coalesce(j.operation, ''), coalesce(j.outcome, ''), coalesce(j.code, ''),
			coalesce(j.request_id, ''), coalesce(j.case_ids, '{}')
			FROM (SELECT * FROM journal_seals WHERE seq > $1 ORDER BY seq LIMIT $2) s LEFT JOIN journal j ON j.id = s.journal_id ORDER BY s.seq`, after, limit)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanLink)
		return err
	})
	return out, err
}

func scanLink(r pgx.CollectableRow) (link, error) {
	var l link
	var row journalRow
	var prev, hash []byte
	var there bool
	err := r.Scan(append([]any{&l.seal.Seq, &l.seal.Journal, &l.form, &l.seal.At, &prev, &hash, &there}, row.fields()...)...)
	copy(l.seal.Prev[:], prev)
	copy(l.seal.Hash[:], hash)
	if there {
		l.row = &row
	}
	return l, err
}

// verifier holds where the walk stands.
type verifier struct {
	out     Verification
	anchors []Anchor
	now     time.Time
	head    Seal
	newest  time.Time
	matched int64 // place of the last anchor that agrees
	highest int64 // of the sealed rows' ids

	misplaced bool // the link before does not belong where it stands: that this one does not follow it says nothing
}

func (v *verifier) found(k FindingKind, seal Seal, row *journalRow) {
	f := Finding{Kind: k, Seq: seal.Seq, Journal: seal.Journal}
	if row != nil {
		f.At = row.At
	}
	v.out.Findings = append(v.out.Findings, f)
}

// link checks one link against the one before, its row, and the anchors at its place.
func (v *verifier) link(l *link) {
	v.out.Rows++
	gap := l.seal.Seq != v.head.Seq+1
	if gap {
		v.missing(v.head.Seq+1, l.seal.Seq-1)
	}
	follows := gap || l.seal.Prev == v.head.Hash
	var own bool // the row and its seal agree
	if l.row != nil {
		own = l.form == sealForm && sealOf(l.row, l.seal.Seq, l.seal.At, l.seal.Prev).Hash == l.seal.Hash
	}
	misplaced := false
	switch {
	case l.row == nil:
		v.found(FindingRemoved, l.seal, nil)
		misplaced = !follows
	case !own && !follows:
		v.found(FindingReordered, l.seal, l.row)
		misplaced = true
	case !own:
		v.found(FindingChanged, l.seal, l.row)
	case !follows && !v.misplaced:
		v.found(FindingRewritten, v.head, nil) // the link before was made anew: this one remembers the old one
	default:
		v.age(l)
	}
	v.misplaced = misplaced
	v.head, v.highest = l.seal, max(v.highest, l.seal.Journal)
	v.anchor(l.seal)
}

// age finds rows that say to be much older than those sealed before them.
func (v *verifier) age(l *link) {
	if l.row.At.Before(v.newest.Add(-tooOld)) {
		v.found(FindingInserted, l.seal, l.row)
		return
	}
	if l.row.At.After(v.newest) {
		v.newest = l.row.At
	}
}

func (v *verifier) missing(from, upto int64) {
	v.out.Findings = append(v.out.Findings, Finding{Kind: FindingRemoved, Seq: from, Upto: upto})
	v.misplaced = false
	for len(v.anchors) > 0 && v.anchors[0].Seq <= upto {
		v.anchors = v.anchors[1:]
	}
}

// anchor compares the link with what was written down at its place.
func (v *verifier) anchor(s Seal) {
	for len(v.anchors) > 0 && v.anchors[0].Seq <= s.Seq {
		if a := v.anchors[0]; a.Hash == s.Hash {
			v.matched = s.Seq
		} else if last := len(v.out.Findings) - 1; last < 0 || v.out.Findings[last].Upto != s.Seq {
			v.out.Findings = append(v.out.Findings, Finding{Kind: FindingRewritten, Seq: v.matched + 1, Upto: s.Seq})
		}
		v.anchors = v.anchors[1:]
	}
}

// end reports what the anchors know beyond the end of the chain.
func (v *verifier) end() {
	if n := len(v.anchors); n > 0 {
		v.out.Findings = append(v.out.Findings, Finding{Kind: FindingCut, Seq: v.head.Seq + 1, Upto: v.anchors[n-1].Seq, At: v.anchors[n-1].At})
	}
}

// mostStrays bounds how many rows without a seal are named one by one.
const mostStrays = 1000

// strays finds rows that no seal knows. Those below sealed ids the sealer has passed by: they were not there then.
func (s *Store) strays(ctx context.Context, v *verifier) error {
	const span = 200_000
	var last int64
	err := s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT coalesce(max(id), 0) FROM journal`).Scan(&last)
	})
	after := int64(math.MinInt64) // the first range holds what can only have been put there by hand
	for upto := int64(0); err == nil && after < last && len(v.out.Findings) < mostStrays; after, upto = upto, upto+span {
		err = s.withConn(ctx, func(c *pgxpool.Conn) error {
			rows, err := c.Query(ctx, `SELECT j.id, j.at FROM journal j WHERE j.id > $1 AND j.id <= $2
				AND NOT EXISTS (SELECT FROM journal_seals s WHERE s.journal_id = j.id) ORDER BY j.id LIMIT $3`, after, upto, mostStrays)
			if err != nil {
				return err
			}
			var f Finding
			_, err = pgx.ForEachRow(rows, []any{&f.Journal, &f.At}, func() error { v.stray(f); return nil })
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("rows without a seal: %w", err)
	}
	return nil
}

func (v *verifier) stray(f Finding) {
	age := v.now.Sub(f.At)
	if age >= 0 && age <= UnsealedTooLong {
		return // the sealer has not come to it yet
	}
	if f.Kind = FindingUnsealed; f.Journal <= v.highest {
		f.Kind = FindingInserted
	}
	v.out.Findings = append(v.out.Findings, f)
}
