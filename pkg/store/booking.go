package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Clash is something a conference needs that another one has taken.
type Clash struct {
	casework.Booking
	Start, End time.Time
	Number     string // of the other conference: all that is said of it
	Name       string // of the agency, person or room
}

// Sentence names the clash without a word of the other case.
func (c Clash) Sentence() string {
	what := "会議"
	if c.Kind == casework.BookedRoom {
		what = "予約"
	}
	return fmt.Sprintf("%sは %s に別の%s（%s）があります。", c.Name, span(c.Start, c.End), what, c.Number)
}

// span writes a time of the day in Tokyo: 11月26日 14:00–15:30.
func span(start, end time.Time) string {
	from, to := start.In(calendar.Tokyo), end.In(calendar.Tokyo)
	return fmt.Sprintf("%d月%d日 %s–%s", from.Month(), from.Day(), from.Format("15:04"), to.Format("15:04"))
}

// Clashes finds what is taken at each of the times, by slot: the same order as the times.
func (tx *Tx) Clashes(k *ConferenceFile, times ...casework.SlotOrder) ([][]Clash, error) {
	found := make([][]Clash, len(times))
	if len(times) == 0 {
		return found, nil
	}
	bookings := k.Bookings()
	kinds, resources := make([]string, len(bookings)), make([]string, len(bookings))
	for i, b := range bookings {
		kinds[i], resources[i] = b.Kind, b.Resource
	}
	starts, ends := make([]time.Time, len(times)), make([]time.Time, len(times))
	for i, t := range times {
		starts[i], ends[i] = t.Start, t.End
	}
	var all []Clash
	var of []int
	err := tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT t.n, b.kind, b.resource, lower(b.during), upper(b.during), o.number, coalesce(r.name, '')
			FROM unnest($1::timestamptz[], $2::timestamptz[]) WITH ORDINALITY AS t(starts, ends, n)
			JOIN unnest($3::text[], $4::text[]) AS w(kind, resource) ON true
			JOIN bookings b ON b.kind = w.kind AND b.resource = w.resource AND b.during && tstzrange(t.starts, t.ends) AND b.conference_id <> $5
			JOIN conferences o ON o.id = b.conference_id LEFT JOIN rooms r ON b.kind = 'room' AND r.id::text = b.resource
			ORDER BY t.n, b.kind DESC, lower(b.during), b.resource`, starts, ends, kinds, resources, k.ID)
		if err != nil {
			return err
		}
		var one Clash
		var n int
		_, err = pgx.ForEachRow(rows, []any{&n, &one.Kind, &one.Resource, &one.Start, &one.End, &one.Number, &one.Name}, func() error {
			all, of = append(all, one), append(of, n-1)
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := tx.nameClashes(k, all); err != nil {
		return nil, err
	}
	for i, c := range all {
		found[of[i]] = append(found[of[i]], c)
	}
	return found, nil
}

func (tx *Tx) nameClashes(k *ConferenceFile, all []Clash) error {
	var agencies, accounts []casework.ID
	for _, c := range all {
		switch c.Kind {
		case casework.BookedAgency:
			agencies = append(agencies, casework.ID(c.Resource))
		case casework.BookedAccount:
			accounts = append(accounts, casework.ID(c.Resource))
		}
	}
	if len(all) == 0 {
		return nil
	}
	names, err := tx.LoadNames(agencies, accounts)
	if err != nil {
		return err
	}
	for i := range all {
		c := &all[i]
		switch c.Kind {
		case casework.BookedAgency:
			c.Name = names.Agency(casework.ID(c.Resource)).Name
		case casework.BookedAccount:
			c.Name = names.Account(casework.ID(c.Resource)).Name + "さん"
		case casework.BookedOutside:
			for _, v := range k.Invitees {
				if strings.EqualFold(v.Email, c.Resource) {
					c.Name = k.Mask.Text(v.Name) + "さん"
				}
			}
		}
		c.Name = cmp.Or(c.Name, "参加者")
	}
	return nil
}

// book makes the bookings of a conference anew. Schedulings wait for each other here, so that the one who comes second is
// told by name what is taken; the exclusion constraint stands behind it for whoever comes another way.
func (tx *Tx) book(k *ConferenceFile) error {
	lock := &pgx.Batch{}
	lock.Queue(`SELECT pg_advisory_xact_lock(hashtext('bookings'))`)
	lock.Queue(`DELETE FROM bookings WHERE conference_id = $1`, k.ID)
	if err := tx.batch(lock); err != nil {
		return err
	}
	if !k.Live() {
		return nil
	}
	clashes, err := tx.Clashes(k, casework.SlotOrder{Start: *k.StartsAt, End: *k.EndsAt})
	if err != nil {
		return err
	}
	if len(clashes[0]) > 0 {
		return doubleBooked(k, clashes[0])
	}
	b := &pgx.Batch{}
	for _, one := range k.Bookings() {
		b.Queue(`INSERT INTO bookings (conference_id, kind, resource, during) VALUES ($1, $2, $3, tstzrange($4, $5))`, k.ID, one.Kind, one.Resource, *k.StartsAt, *k.EndsAt)
	}
	return tx.batch(b)
}

func doubleBooked(k *ConferenceFile, clashes []Clash) error {
	e := &casework.Error{Code: casework.CodeBooked, Detail: clashes[0].Sentence()}
	for _, c := range clashes {
		pointer := "/slotId"
		switch {
		case c.Kind == casework.BookedRoom:
			pointer = "/roomId"
		case k.Chosen == "":
			pointer = "/startsAt"
		}
		f := casework.FieldError{Pointer: pointer, Code: "double_booking", Message: c.Sentence()}
		if !slices.Contains(e.Fields, f) {
			e.Fields = append(e.Fields, f)
		}
	}
	return e
}
