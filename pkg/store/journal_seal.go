package store

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

const (
	sealLock  = 0x7375_6e61_6775 // advisory: one sealer at a time, of all replicas
	sealBatch = 1000             // rows of one transaction

	// Ids are taken before rows commit, so a row may appear below ids that are sealed already. Each pass looks back
	// over the last lookBack ids, once a second over lateness, and once an hour (and at start) over everything.
	lookBack = 200
	lateness = 30 * time.Second // longer than any transaction of the application may live

	mostKnownDays = 200_000 // about 20 MiB
)

// Sealer chains the rows of the journal in the order it finds them. It may die at any moment: what it has not
// committed, the next one does.
type Sealer struct {
	store   *Store
	settled int64 // no id at or below can appear any more
	marks   []mark
	looked  time.Time // last look back over lateness
	swept   time.Time
	known   map[caseDay]struct{}
}

type mark struct {
	at time.Time
	id int64
}

// caseDay is a row of journal_days.
type caseDay struct {
	Case, Account [16]byte
	Day           int64 // days since 1970, UTC
}

// NewSealer returns a sealer that begins with a look at the whole journal.
func (s *Store) NewSealer() *Sealer {
	return &Sealer{store: s, known: map[caseDay]struct{}{}}
}

// Seal chains what is not sealed yet and returns how many rows that were. While another sealer is at work it
// leaves everything to that one.
func (z *Sealer) Seal(ctx context.Context) (done int, err error) {
	from := z.from(time.Now())
	for {
		n, newest, err := z.batch(ctx, from)
		done, from = done+n, max(from, newest) // what appears below meanwhile is for the next pass
		if err != nil {
			z.swept = time.Time{} // whatever was begun begins again
		}
		if err != nil || n < sealBatch {
			return done, err
		}
	}
}

// from is the id above which this pass looks for rows.
func (z *Sealer) from(now time.Time) int64 {
	if now.Sub(z.swept) >= time.Hour {
		z.swept, z.looked = now, now
		return 0
	}
	for len(z.marks) > 0 && now.Sub(z.marks[0].at) > lateness {
		z.settled, z.marks = z.marks[0].id, z.marks[1:]
	}
	if now.Sub(z.looked) >= time.Second || len(z.marks) == 0 {
		z.looked = now
		return z.settled
	}
	return max(z.settled, z.marks[len(z.marks)-1].id-lookBack)
}

// batch is one transaction: take the lock, read, chain, write. newest is the id up to which it has looked.
func (z *Sealer) batch(ctx context.Context, from int64) (n int, newest int64, err error) {
	var days []caseDay
	err = z.store.begin(ctx, func(t pgx.Tx) error {
		var mine bool
		var at time.Time
		if err := t.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1), clock_timestamp()`, int64(sealLock)).Scan(&mine, &at); err != nil || !mine {
			return err
		}
		rows, last, err := unsealed(ctx, t, from)
		if newest = last; err != nil || len(rows) == 0 {
			return err
		}
		head, err := headOf(ctx, t)
		if err != nil {
			return err
		}
		if at = Truncate(at); at.Before(head.At) {
			at = head.At // a clock set back must not unorder the chain
		}
		seals := make([][]any, len(rows))
		for i := range rows {
			head = sealOf(&rows[i], head.Seq+1, at, head.Hash)
			seals[i] = []any{head.Seq, head.Journal, int16(sealForm), head.At, slices.Clone(head.Prev[:]), slices.Clone(head.Hash[:])}
		}
		if len(rows) == sealBatch {
			newest = head.Journal
		}
		_, err = t.CopyFrom(ctx, pgx.Identifier{"journal_seals"}, []string{"seq", "journal_id", "form", "at", "prev", "hash"}, pgx.CopyFromRows(seals))
		if err != nil {
			return err
		}
		days, n = z.newDays(rows), len(rows)
		return writeDays(ctx, t, days)
	})
	if err != nil {
		return 0, 0, err
	}
	z.remember(days, newest)
	return n, newest, nil
}

// unsealed reads rows without a seal, and how far the journal goes. A sweep goes through the whole journal by its
// primary key, so it takes the first range of ids that holds any.
func unsealed(ctx context.Context, t pgx.Tx, from int64) (found []journalRow, last int64, err error) {
	const span = 100_000
	if err := t.QueryRow(ctx, `SELECT coalesce(max(id), 0) FROM journal`).Scan(&last); err != nil {
		return nil, 0, err
	}
	for ; from < last; from += span {
		rows, err := t.Query(ctx, `SELECT `+journalRowColumns+` FROM journal j WHERE j.id > $1 AND j.id <= $2
			AND NOT EXISTS (SELECT FROM journal_seals s WHERE s.journal_id = j.id) ORDER BY j.id LIMIT $3`, from, from+span, sealBatch)
		if err != nil {
			return nil, 0, err
		}
		found, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (row journalRow, err error) { err = r.Scan(row.fields()...); return row, err })
		if err != nil || len(found) > 0 {
			return found, last, err
		}
	}
	return nil, last, nil
}

// newDays gathers who saw which case on which day, as far as this sealer has not written it before.
func (z *Sealer) newDays(rows []journalRow) []caseDay {
	var out []caseDay
	seen := map[caseDay]struct{}{}
	for i := range rows {
		if !rows[i].Account.Valid {
			continue
		}
		for _, c := range rows[i].Cases {
			d := caseDay{c.Bytes, rows[i].Account.Bytes, rows[i].At.Unix() / 86400}
			_, known := z.known[d]
			_, here := seen[d]
			if !known && !here {
				seen[d] = struct{}{}
				out = append(out, d)
			}
		}
	}
	return out
}

func writeDays(ctx context.Context, t pgx.Tx, days []caseDay) error {
	if len(days) == 0 {
		return nil
	}
	cases, accounts, on := make([]pgtype.UUID, len(days)), make([]pgtype.UUID, len(days)), make([]time.Time, len(days))
	for i, d := range days {
		cases[i], accounts[i] = pgtype.UUID{Bytes: d.Case, Valid: true}, pgtype.UUID{Bytes: d.Account, Valid: true}
		on[i] = time.Unix(d.Day*86400, 0).UTC()
	}
	_, err := t.Exec(ctx, `INSERT INTO journal_days (case_id, account_id, day) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[])
		ON CONFLICT DO NOTHING`, cases, accounts, on)
	return err
}

// remember keeps what is committed now, and how far this pass has looked.
func (z *Sealer) remember(days []caseDay, newest int64) {
	if len(z.known)+len(days) > mostKnownDays {
		clear(z.known)
	}
	for _, d := range days {
		z.known[d] = struct{}{}
	}
	if newest > 0 && (len(z.marks) == 0 || newest > z.marks[len(z.marks)-1].id) {
		z.marks = append(z.marks, mark{time.Now(), newest})
	}
}
