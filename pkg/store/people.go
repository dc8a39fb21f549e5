package store

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// AccountFile is a person's account with what stands around it.
type AccountFile struct {
	casework.Account
	SecondFactor bool
	SeenAt       *time.Time // last use of any session
	Sessions     int        // open now
	nameKey      string
}

// PeopleFilter narrows the list of people; zero values do not.
type PeopleFilter struct {
	Paging
	Text   string      // part of the name or address
	Agency casework.ID // with a role there now, or to come
	Role   string
	State  string // invited, active, inactive
}

// peopleKey is what people are found by.
func peopleKey(name, email string) string { return textnorm.Fold(name) + "\n" + EmailKey(email) }

// peopleScope: a system administrator manages everybody, a manager whoever has or had a role at the own agency.
// Nobody else has anybody.
func (tx *Tx) peopleScope(q *query) {
	q.and("a.erased_at IS NULL")
	switch {
	case tx.actor.Has(casework.RoleSystemAdmin) || tx.actor.IsClock():
	case tx.actor.Has(casework.RoleAgencyManager):
		q.and(`EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = a.id AND m.agency_id = ?)`, tx.actor.Agency)
	default:
		q.and("false")
	}
}

// accountColumns reads a.*; $1 is always the instant.
const accountColumns = `a.id, a.name, a.email, a.active, a.version, a.created_at, a.invited_at, coalesce(a.invited_by::text, ''), a.joined_at, a.deactivated_at, a.name_key,
	` + hasFactor + `, (SELECT max(s.seen_at) FROM sessions s WHERE s.account_id = a.id), (SELECT count(*) FROM sessions s WHERE s.account_id = a.id AND ` + live + `),
	(SELECT coalesce(json_agg(json_build_object('Agency', m.agency_id, 'Role', m.role, 'StartsOn', m.starts_on, 'EndsOn', m.ends_on, 'Deputy', m.deputy,
		'SetBy', coalesce(m.set_by::text, '')) ORDER BY m.ends_on IS NOT NULL AND m.ends_on < ($1 AT TIME ZONE 'Asia/Tokyo')::date, m.starts_on, m.agency_id, m.role), '[]') FROM memberships m WHERE m.account_id = a.id)`

func scanAccount(r pgx.CollectableRow) (*AccountFile, error) {
	f := &AccountFile{}
	var active bool
	var roles []byte
	err := r.Scan(&f.ID, &f.Name, &f.Email, &active, &f.Version, &f.CreatedAt, &f.InvitedAt, &f.InvitedBy, &f.JoinedAt, &f.DeactivatedAt, &f.nameKey,
		&f.SecondFactor, &f.SeenAt, &f.Sessions, &roles)
	if err != nil {
		return nil, err
	}
	f.Joined = f.JoinedAt != nil
	switch {
	case !active:
		f.State = casework.AccountInactive
	case f.Joined:
		f.State = casework.AccountActive
	default:
		f.State = casework.AccountInvited
	}
	return f, json.Unmarshal(roles, &f.Memberships)
}

// People lists accounts in the order of names.
func (tx *Tx) People(f PeopleFilter) (Page[*AccountFile], error) {
	q := &query{}
	q.arg(tx.now())
	tx.peopleScope(q)
	if text := strings.TrimSpace(f.Text); text != "" {
		q.and("(position(? in a.search_key) > 0 OR position(? in a.email_key) > 0)", orNothing(textnorm.Fold(text)), EmailKey(text))
	}
	if f.Agency != "" || f.Role != "" {
		q.and(`EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = a.id AND (? = '' OR m.agency_id::text = ?) AND (? = '' OR m.role = ?)
			AND (m.ends_on IS NULL OR m.ends_on >= ($1 AT TIME ZONE 'Asia/Tokyo')::date))`, string(f.Agency), string(f.Agency), f.Role, f.Role)
	}
	switch casework.State(f.State) {
	case casework.AccountInvited:
		q.and("a.active AND a.joined_at IS NULL")
	case casework.AccountActive:
		q.and("a.active AND a.joined_at IS NOT NULL")
	case casework.AccountInactive:
		q.and("NOT a.active")
	}
	counted := *q
	parts, err := parseCursor(f.Cursor, "people", 2)
	if err == nil && parts != nil {
		var id casework.ID
		if id, err = cursorID(parts[1]); err == nil {
			q.and("(a.name_key, a.id) > (?, ?)", parts[0], id)
		}
	}
	if err != nil {
		return Page[*AccountFile]{}, err
	}
	counted.and("$1::timestamptz IS NOT NULL") // the count has no use for the instant
	return pageOf(tx, q, &counted, f.Paging, `SELECT `+accountColumns+` FROM accounts a`, `SELECT count(*) FROM accounts a`, "a.name_key, a.id",
		scanAccount, func(f *AccountFile) string { return cursorOf("people", f.nameKey, string(f.ID)) })
}

// orNothing keeps a text that folds to nothing from finding everybody.
func orNothing(folded string) string {
	if folded == "" {
		return "\x01"
	}
	return folded
}

// Account finds a person within the actor's scope.
func (tx *Tx) Account(id casework.ID) (*AccountFile, error) { return tx.account(id, "") }

// AccountToChange is Account, held until the end of the transaction. Whoever changes a system administrator waits for
// the others who do: two who take the role from each other would otherwise leave nobody.
func (tx *Tx) AccountToChange(id casework.ID) (*AccountFile, error) {
	err := tx.pgx(func(c *pgx.Conn) error {
		if _, err := c.Exec(tx.ctx, `SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		_, err := c.Exec(tx.ctx, `SELECT pg_advisory_xact_lock($1) FROM memberships WHERE account_id = $2 AND role = 'system_admin' LIMIT 1`, adminLock, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return tx.account(id, "")
}

// adminLock is the number of the lock on "who is system administrator".
const adminLock = 7_301_601

func (tx *Tx) account(id casework.ID, condition string) (f *AccountFile, err error) {
	q := &query{}
	q.arg(tx.now())
	q.and("a.id = ?", id)
	tx.peopleScope(q)
	if condition != "" {
		q.and(condition)
	}
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT `+accountColumns+` FROM accounts a`+q.clause(), q.args...)
		if err != nil {
			return err
		}
		f, err = pgx.CollectExactlyOneRow(rows, scanAccount)
		if errors.Is(err, pgx.ErrNoRows) {
			return casework.NotFound()
		}
		return err
	})
	return f, err
}

// Keepers counts the other active system administrators.
func (tx *Tx) Keepers(but casework.ID) (k casework.Keepers, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT count(*) FILTER (WHERE m.ends_on IS NULL), count(*) FROM accounts a JOIN memberships m ON m.account_id = a.id AND `+current+`
			WHERE m.role = 'system_admin' AND a.active AND a.joined_at IS NOT NULL AND a.id <> $1`, but, tx.now()).Scan(&k.Unlimited, &k.Current)
	})
	return k, err
}

// RoleChanges reads who gave a person found before which role, newest first, at most the last hundred. Of one agency,
// or of all with "".
func (tx *Tx) RoleChanges(f *AccountFile, agency casework.ID) (list []casework.RoleChange, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT agency_id, role, change, deputy, starts_on, ends_on, by_account, at FROM role_changes
			WHERE account_id = $1 AND ($2 = '' OR agency_id::text = $2) ORDER BY at DESC, id DESC LIMIT 100`, f.ID, string(agency))
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (k casework.RoleChange, err error) {
			var starts time.Time
			var ends *time.Time
			err = r.Scan(&k.Agency, &k.Role, &k.Change, &k.Deputy, &starts, &ends, &k.By, &k.At)
			k.StartsOn = asDate(&starts)
			if ends != nil {
				on := asDate(ends)
				k.EndsOn = &on
			}
			return k, err
		})
		return err
	})
	return list, err
}

// Upkeep is what the keeper of the system should look at.
type Upkeep struct {
	Active, Invited, Inactive int
	InvitedLong               int // invited more than a week ago
	Ending                    int // a term ends within thirty days
	NoRole                    int // active, but every term is over
	NoSecondFactor            int // active with a role that needs one
	Agencies, Unverified      int // active agencies; not looked through for a year
	SettingsChanged           int
	MailTrouble               int // messages that did not go
}

// Upkeep counts, within the actor's scope.
func (tx *Tx) Upkeep(needsFactor []casework.Role) (u Upkeep, err error) {
	q := &query{}
	q.arg(tx.now())
	tx.peopleScope(q)
	roles := q.arg(texts(needsFactor))
	where := q.clause()
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `WITH day AS (SELECT ($1 AT TIME ZONE 'Asia/Tokyo')::date AS d),
			people AS (SELECT a.id, a.active, a.joined_at, a.invited_at, `+hasFactor+` AS factor FROM accounts a`+where+`)
			SELECT count(*) FILTER (WHERE p.active AND p.joined_at IS NOT NULL), count(*) FILTER (WHERE p.active AND p.joined_at IS NULL), count(*) FILTER (WHERE NOT p.active),
				count(*) FILTER (WHERE p.active AND p.joined_at IS NULL AND p.invited_at < $1::timestamptz - interval '7 days'),
				count(*) FILTER (WHERE p.active AND EXISTS (SELECT 1 FROM memberships m, day WHERE m.account_id = p.id AND m.ends_on BETWEEN day.d AND day.d + 30)),
				count(*) FILTER (WHERE p.active AND NOT EXISTS (SELECT 1 FROM memberships m, day WHERE m.account_id = p.id AND (m.ends_on IS NULL OR m.ends_on >= day.d))),
				count(*) FILTER (WHERE p.active AND p.joined_at IS NOT NULL AND NOT p.factor AND EXISTS (SELECT 1 FROM memberships m, day WHERE m.account_id = p.id
					AND m.role = ANY(`+roles+`) AND m.starts_on <= day.d AND (m.ends_on IS NULL OR m.ends_on >= day.d))),
				(SELECT count(*) FROM agencies WHERE active), (SELECT count(*) FROM agencies, day WHERE active AND (verified_on IS NULL OR verified_on < day.d - 365)),
				(SELECT count(*) FROM settings), (SELECT count(*) FROM messages WHERE state IN ('held','failed','unsure'))
			FROM people p`, q.args...).
			Scan(&u.Active, &u.Invited, &u.Inactive, &u.InvitedLong, &u.Ending, &u.NoRole, &u.NoSecondFactor, &u.Agencies, &u.Unverified, &u.SettingsChanged, &u.MailTrouble)
	})
	return u, err
}
