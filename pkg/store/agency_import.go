package store

import (
	"context"
	"errors"
	"io"
	"reflect"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// ImportResult tells what an import did, or would do.
type ImportResult struct {
	DryRun                            bool
	Rows, Created, Changed, Unchanged int
	Errors                            []RowError
}

// ImportAgencies loads a CSV of agencies: all rows or, when any has a fault, none. Agencies are known by
// their code; the same file a second time changes nothing. Agencies not in the file stay as they are.
func (s *Store) ImportAgencies(ctx context.Context, file io.Reader, dryRun bool, now time.Time) (ImportResult, error) {
	out := ImportResult{DryRun: dryRun}
	ref, err := s.Reference(ctx)
	if err != nil {
		return out, err
	}
	list, rows, faults := ReadAgencies(file, ref)
	out.Rows, out.Errors = rows, faults
	if len(faults) > 0 {
		return out, nil
	}
	err = s.begin(ctx, func(t pgx.Tx) error {
		if err := importInto(ctx, t, list, now, &out); err != nil {
			return err
		}
		if dryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		return out, nil
	}
	s.agencies.forget()
	return out, err
}

func importInto(ctx context.Context, t pgx.Tx, list []AgencyEntry, now time.Time, out *ImportResult) error {
	codes := make([]string, len(list))
	for i, a := range list {
		codes[i] = a.Code
	}
	// two imports at once: the second waits and then compares with what the first has written
	if _, err := t.Exec(ctx, `LOCK TABLE agency_services IN SHARE ROW EXCLUSIVE MODE`); err != nil {
		return err
	}
	stored, err := agenciesWithServices(ctx, t.Conn(), `g.code = ANY($1)`, codes)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	for _, a := range list {
		a.settle()
		i := slices.IndexFunc(stored, func(o AgencyEntry) bool { return o.Code == a.Code })
		switch {
		case i < 0:
			a.ID = casework.NewID(now)
			out.Created++
		case a.sameAs(stored[i]):
			out.Unchanged++
			continue
		default:
			a.ID = stored[i].ID
			a.keepServiceIDs(stored[i].Services)
			out.Changed++
		}
		a.save(b, now)
	}
	b.Queue(bumpRevision, "names")
	return t.SendBatch(ctx, b).Close()
}

// settle derives what the agency's row keeps of its services.
func (a *AgencyEntry) settle() {
	a.Fields, a.Wards, a.IssueTypes = []string{}, []string{}, []string{}
	wholeCity := false
	for _, v := range a.Services {
		a.Fields = union(a.Fields, v.Fields)
		a.Wards = union(a.Wards, v.Wards)
		a.IssueTypes = union(a.IssueTypes, v.IssueTypes)
		wholeCity = wholeCity || (len(v.Wards) == 0 && len(v.Districts) == 0)
	}
	if wholeCity {
		a.Wards = []string{}
	}
	a.kanaKey = textnorm.Fold(a.Kana)
}

func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

// sameAs compares what a file can say.
func (a AgencyEntry) sameAs(o AgencyEntry) bool {
	bare := func(e AgencyEntry) AgencyEntry {
		e.ID, e.Version, e.UpdatedAt, e.VerifiedOn, e.VerifiedBy = "", 0, time.Time{}, nil, ""
		e.Services = slices.Clone(e.Services)
		for i := range e.Services {
			e.Services[i].ID = ""
		}
		return e
	}
	return reflect.DeepEqual(bare(a), bare(o))
}

func (a *AgencyEntry) keepServiceIDs(stored []ServiceEntry) {
	for i := range a.Services {
		for _, o := range stored {
			if o.Name == a.Services[i].Name {
				a.Services[i].ID = o.ID
			}
		}
	}
}

func (a AgencyEntry) save(b *pgx.Batch, now time.Time) {
	key, grams := a.searchKeys()
	b.Queue(`INSERT INTO agencies (id, code, name, kana, kana_key, kind, fields, phone, fax, email, address, hours, accepts, wards, issue_types, search_key, grams, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
		ON CONFLICT (code) DO UPDATE SET name = excluded.name, kana = excluded.kana, kana_key = excluded.kana_key, kind = excluded.kind,
			fields = excluded.fields, phone = excluded.phone, fax = excluded.fax, email = excluded.email, address = excluded.address,
			hours = excluded.hours, accepts = excluded.accepts, wards = excluded.wards, issue_types = excluded.issue_types,
			search_key = excluded.search_key, grams = excluded.grams, version = agencies.version + 1, updated_at = excluded.updated_at`,
		a.ID, a.Code, a.Name, a.Kana, a.kanaKey, a.Kind, a.Fields, a.Phone, a.Fax, a.Email, a.Address, a.Hours, a.Accepts,
		a.Wards, a.IssueTypes, key, grams, now)
	b.Queue(`DELETE FROM agency_services WHERE agency_id = $1`, a.ID)
	for i, v := range a.Services {
		if v.ID == "" {
			v.ID = casework.NewID(now)
		}
		b.Queue(`INSERT INTO agency_services (id, agency_id, name, fields, wards, districts, issue_types, hours, description, position)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			v.ID, a.ID, v.Name, v.Fields, v.Wards, v.Districts, v.IssueTypes, v.Hours, v.Description, i+1)
	}
}
