package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// Kinds of notices about one's own account; they belong to no case.
const (
	NoticeRoleChanged    casework.EventKind = "role_changed"
	NoticeWorkHandedOver casework.EventKind = "work_handed_over"
	NoticePasswordReset  casework.EventKind = "password_reset"
)

// CreateInvited stores a person who was just invited. An address whose invitation was cancelled, and never used, is taken
// up again; any other that is there is casework.CodeDuplicate.
func (tx *Tx) CreateInvited(a *casework.Account) (*AccountFile, error) {
	if err := tx.agenciesExist(a, func(i int) string { return fmt.Sprintf("/roles/%d/agencyId", i) }); err != nil {
		return nil, err
	}
	f := &AccountFile{Account: *a}
	err := tx.pgx(func(c *pgx.Conn) error {
		err := c.QueryRow(tx.ctx, `SELECT id, version + 1 FROM accounts WHERE email_key = $1 AND NOT active AND joined_at IS NULL FOR UPDATE`, EmailKey(a.Email)).
			Scan(&f.ID, &f.Version)
		if err == nil {
			_, err = c.Exec(tx.ctx, `DELETE FROM memberships WHERE account_id = $1`, f.ID)
			return err
		}
		if !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		_, err = c.Exec(tx.ctx, `INSERT INTO accounts (id, email, email_key, name, password_hash, active, created_at, updated_at, joined_at) VALUES ($1, $2, $3, $4, '', true, $5, $5, NULL)`,
			f.ID, a.Email, EmailKey(a.Email), a.Name, a.CreatedAt)
		return err
	})
	if err != nil {
		return nil, err
	}
	*a = f.Account
	return f, tx.writeAccount(f, f.RoleChanges())
}

// agenciesExist refuses roles at agencies that the directory does not hold.
func (tx *Tx) agenciesExist(a *casework.Account, pointer func(int) string) error {
	var ids []casework.ID
	for _, k := range a.RoleChanges() {
		if k.Change != "ended" {
			ids = append(ids, k.Agency)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	active, err := tx.ActiveAgencies(ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		if !active[id] {
			return &casework.Error{Code: casework.CodeInvalid, Detail: "入力内容をご確認ください。",
				Fields: []casework.FieldError{{Pointer: pointer(i), Code: "unknown", Message: "相談機関一覧にない機関です。選び直してください。"}}}
		}
	}
	return nil
}

// SaveAccount writes what a verb changed. A deactivated person's sessions end in the same transaction; any other change
// works on the next request by itself, for roles are read each time.
func (tx *Tx) SaveAccount(f *AccountFile) error {
	if err := tx.agenciesExist(&f.Account, func(int) string { return "/agencyId" }); err != nil {
		return err
	}
	f.Version++
	if err := tx.writeAccount(f, f.RoleChanges()); err != nil {
		return err
	}
	if f.State == casework.AccountInactive {
		f.Sessions = 0
		return errors.Join(tx.revokePasswordLinks(f.ID), tx.endSessionsOf(f.ID, "deactivated"))
	}
	if len(f.RoleChanges()) > 0 && f.State == casework.AccountActive {
		return tx.tell(f.ID, NoticeRoleChanged)
	}
	return nil
}

func (tx *Tx) writeAccount(f *AccountFile, changes []casework.RoleChange) error {
	b := &pgx.Batch{}
	f.nameKey = textnorm.Fold(f.Name)
	b.Queue(`UPDATE accounts SET name = $2, email = $3, email_key = $4, name_key = $5, search_key = $6, active = $7, invited_at = $8, invited_by = $9, joined_at = $10,
		deactivated_at = $11, version = $12, updated_at = $13 WHERE id = $1`,
		f.ID, f.Name, f.Email, EmailKey(f.Email), f.nameKey, peopleKey(f.Name, f.Email), f.State != casework.AccountInactive, f.InvitedAt, orNull(f.InvitedBy),
		f.JoinedAt, f.DeactivatedAt, f.Version, tx.now())
	keep := []string{}
	for _, m := range f.Memberships {
		keep = append(keep, string(m.Agency)+" "+string(m.Role))
	}
	b.Queue(`DELETE FROM memberships WHERE account_id = $1 AND agency_id || ' ' || role <> ALL($2)`, f.ID, keep)
	for _, m := range f.Memberships {
		b.Queue(`INSERT INTO memberships (account_id, agency_id, role, starts_on, ends_on, deputy, set_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (account_id, agency_id, role) DO UPDATE SET starts_on = excluded.starts_on, ends_on = excluded.ends_on, deputy = excluded.deputy, set_by = excluded.set_by`,
			f.ID, m.Agency, string(m.Role), m.StartsOn.String(), dateText(m), m.Deputy, orNull(m.SetBy))
	}
	for _, k := range changes {
		b.Queue(`INSERT INTO role_changes (id, account_id, agency_id, role, change, deputy, starts_on, ends_on, by_account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			casework.NewID(k.At), f.ID, k.Agency, string(k.Role), k.Change, k.Deputy, k.StartsOn.String(), dateText(k.Membership), k.By, k.At)
	}
	b.Queue(bumpRevision, "names")
	return tx.batch(b)
}

// dateText is the end of a term for a date column; nil without one.
func dateText(m casework.Membership) *string {
	if m.EndsOn == nil {
		return nil
	}
	text := m.EndsOn.String()
	return &text
}

// EndSessionsOf signs a person out everywhere.
func (tx *Tx) EndSessionsOf(f *AccountFile) error {
	f.Sessions = 0
	return tx.endSessionsOf(f.ID, "ended_by_keeper")
}

func (tx *Tx) endSessionsOf(account casework.ID, reason string) error {
	return tx.pgx(func(c *pgx.Conn) error { return endSessions(tx.ctx, c, tx.now(), reason, `account_id = $3`, account) })
}

// ForgetFactorsOf takes every second factor of a person away and ends the sessions.
func (tx *Tx) ForgetFactorsOf(f *AccountFile) error {
	f.SecondFactor, f.Sessions = false, 0
	return tx.pgx(func(c *pgx.Conn) error { return forgetFactors(tx.ctx, c, f.ID, tx.now()) })
}

func (tx *Tx) tell(account casework.ID, kind casework.EventKind) error {
	return tx.pgx(func(c *pgx.Conn) error { return tell(tx.ctx, c, account, kind, tx.now()) })
}

// SwitchAgency lets a session's owner act for another agency of theirs: every session ends, this one too, and a new one
// begins that lasts no longer than the old would have and is as fresh as it was. casework.NotFound when the person has no
// role there now.
func (s *Store) SwitchAgency(ctx context.Context, from Session, agency casework.ID, token []byte, now time.Time) (casework.ID, error) {
	id := casework.NewID(now)
	err := s.begin(ctx, func(t pgx.Tx) error {
		var there bool
		err := t.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM memberships m JOIN agencies g ON g.id = m.agency_id AND g.active WHERE m.account_id = $1 AND m.agency_id = $3 AND `+current+`)`,
			from.Actor.Account, now, agency).Scan(&there)
		switch {
		case err != nil:
			return err
		case !there:
			return casework.NotFound()
		}
		begun, err := t.Exec(ctx, `INSERT INTO sessions (id, account_id, agency_id, created_at, seen_at, authenticated_at, expires_at, method, device, place)
			SELECT $2, account_id, $3, $4, $4, coalesce(authenticated_at, created_at), expires_at, method, device, place FROM sessions WHERE id = $1 AND ended_at IS NULL FOR UPDATE`,
			from.ID, id, agency, now)
		if err != nil {
			return err
		}
		if begun.RowsAffected() == 0 { // it ended meanwhile: by two presses of the same button, or from elsewhere
			return ErrNoSession
		}
		b := &pgx.Batch{}
		b.Queue(`INSERT INTO refresh_tokens (hash, session_id, issued_at) VALUES ($1, $2, $3)`, token, id, now)
		b.Queue(`UPDATE accounts SET last_agency_id = $2 WHERE id = $1`, from.Actor.Account, agency)
		if err := t.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
		return endSessions(ctx, t, now, "agency_changed", `account_id = $3 AND id <> $4`, from.Actor.Account, id)
	})
	return id, err
}
