package store

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Details is an entry as the rules check it.
func (a AgencyEntry) Details() casework.AgencyDetails {
	d := casework.AgencyDetails{Name: a.Name, Kana: a.Kana, Kind: a.Kind, Phone: a.Phone, Fax: a.Fax, Email: a.Email, Address: a.Address, Hours: a.Hours, Accepts: a.Accepts}
	for _, v := range a.Services {
		d.Services = append(d.Services, casework.ServiceDetails(v))
	}
	return d
}

// with puts new details over an entry; services keep their ids where the new ones name them.
func (a AgencyEntry) with(d casework.AgencyDetails) AgencyEntry {
	a.Name, a.Kana, a.Kind, a.Phone, a.Fax, a.Email, a.Address, a.Hours, a.Accepts = d.Name, d.Kana, d.Kind, d.Phone, d.Fax, d.Email, d.Address, d.Hours, d.Accepts
	had := a.Services
	a.Services = nil
	for _, v := range d.Services {
		if !slices.ContainsFunc(had, func(o ServiceEntry) bool { return o.ID == v.ID }) {
			v.ID = ""
		}
		v.Fields, v.Wards, v.Districts, v.IssueTypes = filled(v.Fields), filled(v.Wards), filled(v.Districts), filled(v.IssueTypes)
		a.Services = append(a.Services, ServiceEntry(v))
	}
	a.settle()
	return a
}

func filled(list []string) []string { return append([]string{}, list...) }

// DirectoryCodes are the codes that an entry may use.
func (r *Reference) DirectoryCodes() casework.DirectoryCodes {
	plain := func(in []CodeLabel) (out []string) {
		for _, c := range in {
			out = append(out, c.Code)
		}
		return out
	}
	c := casework.DirectoryCodes{Kinds: plain(r.AgencyKinds), Fields: plain(r.Fields), Wards: plain(r.Wards), IssueTypes: plain(r.IssueTypes)}
	for _, d := range r.Districts { // areas of services are kept by name
		c.Districts = append(c.Districts, d.Name)
	}
	return c
}

// AgencyToChange reads an entry, held until the end of the transaction.
func (tx *Tx) AgencyToChange(id casework.ID) (a AgencyEntry, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		if _, err := c.Exec(tx.ctx, `SELECT 1 FROM agencies WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		list, err := agenciesWithServices(tx.ctx, c, `g.id = $1 AND g.active`, id)
		if err == nil && len(list) == 0 {
			return casework.NotFound()
		}
		if err == nil {
			a = list[0]
		}
		return err
	})
	return a, err
}

// SaveAgency writes a changed entry, with what it was before; whoever changes it has looked it through.
func (tx *Tx) SaveAgency(before AgencyEntry, d casework.AgencyDetails) (AgencyEntry, error) {
	after := before.with(d)
	parts := changedParts(before.Details(), after.Details())
	if len(parts) == 0 {
		return tx.VerifyAgency(before)
	}
	old, err := json.Marshal(before.Details())
	if err != nil {
		return before, err
	}
	b := &pgx.Batch{}
	for i := range after.Services {
		if after.Services[i].ID == "" {
			after.Services[i].ID = casework.NewID(tx.now())
		}
	}
	after.save(b, tx.now())
	after.Version++
	after.UpdatedAt = tx.now()
	tx.verified(b, &after)
	agencyChange(b, after, parts, old, tx)
	b.Queue(bumpRevision, "names")
	return after, tx.batch(b)
}

// VerifyAgency notes that somebody has looked the entry through and found it true.
func (tx *Tx) VerifyAgency(a AgencyEntry) (AgencyEntry, error) {
	b := &pgx.Batch{}
	a.Version++
	b.Queue(`UPDATE agencies SET version = $2 WHERE id = $1`, a.ID, a.Version)
	tx.verified(b, &a)
	agencyChange(b, a, []string{}, []byte("{}"), tx)
	return a, tx.batch(b)
}

func (tx *Tx) verified(b *pgx.Batch, a *AgencyEntry) {
	on := today(tx.now()).String()
	day, _ := time.Parse(time.DateOnly, on) // what String gives
	a.VerifiedOn, a.VerifiedBy = &day, tx.actor.Account
	b.Queue(`UPDATE agencies SET verified_on = $2, verified_by = $3 WHERE id = $1`, a.ID, on, tx.actor.Account)
}

func agencyChange(b *pgx.Batch, a AgencyEntry, parts []string, before []byte, tx *Tx) {
	b.Queue(`INSERT INTO agency_changes (id, agency_id, version, parts, before, by_account, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		casework.NewID(tx.now()), a.ID, a.Version, parts, before, tx.actor.Account, tx.now())
}

// changedParts names what differs.
func changedParts(a, b casework.AgencyDetails) []string {
	parts := []string{}
	for _, p := range []struct {
		name string
		same bool
	}{{"name", a.Name == b.Name}, {"kana", a.Kana == b.Kana}, {"kind", a.Kind == b.Kind}, {"phone", a.Phone == b.Phone}, {"fax", a.Fax == b.Fax}, {"email", a.Email == b.Email},
		{"address", a.Address == b.Address}, {"hours", a.Hours == b.Hours}, {"accepts", a.Accepts == b.Accepts},
		{"services", slices.EqualFunc(a.Services, b.Services, sameService)}} {
		if !p.same {
			parts = append(parts, p.name)
		}
	}
	return parts
}

func sameService(a, b casework.ServiceDetails) bool {
	return a.Name == b.Name && a.Hours == b.Hours && a.Description == b.Description && slices.Equal(a.Fields, b.Fields) && slices.Equal(a.Wards, b.Wards) &&
		slices.Equal(a.Districts, b.Districts) && slices.Equal(a.IssueTypes, b.IssueTypes)
}

// AgencyChange is one step in the history of an entry.
type AgencyChange struct {
	Version int
	Parts   []string // empty: found true as it was
	By      casework.ID
	At      time.Time
}

// AgencyChanges lists the newest changes of an entry, at most fifty.
func (tx *Tx) AgencyChanges(id casework.ID) (list []AgencyChange, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT version, parts, by_account, at FROM agency_changes WHERE agency_id = $1 ORDER BY at DESC, id DESC LIMIT 50`, id)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[AgencyChange])
		return err
	})
	return list, err
}
