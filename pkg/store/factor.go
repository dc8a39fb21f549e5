package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Kinds of notices about one's own account; they belong to no case.
const (
	NoticeSessionReuse  casework.EventKind = "session_reuse"
	NoticeFactorChanged casework.EventKind = "second_factor_changed"
)

// totpSetup is how long a shown secret waits for its first code.
const totpSetup = 15 * time.Minute

// Factors are what an account has proven beside its password.
type Factors struct {
	TOTPSince         *time.Time // nil = no authenticator app
	Passkeys          []Passkey
	RecoveryCodesLeft int
}

// Any reports whether signing in needs a second factor.
func (f Factors) Any() bool { return f.TOTPSince != nil || len(f.Passkeys) > 0 }

// Passkey is one WebAuthn credential with the name its owner gave it.
type Passkey struct {
	ID           casework.ID
	CredentialID []byte
	Credential   []byte // JSON, as the WebAuthn library keeps it: no secret inside
	Name         string
	CreatedAt    time.Time
	UsedAt       *time.Time
}

// hasFactor is true for the account a.id.
const hasFactor = `(EXISTS (SELECT 1 FROM totp_secrets f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) OR EXISTS (SELECT 1 FROM passkeys k WHERE k.account_id = a.id))`

// Factors reads what an account has.
func (s *Store) Factors(ctx context.Context, account casework.ID) (out Factors, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		out, err = factors(ctx, c.Conn(), account)
		return err
	})
	return out, err
}

// runner is a transaction, also as the connection it runs on.
type runner interface {
	querier
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func factors(ctx context.Context, c querier, account casework.ID) (out Factors, err error) {
	err = c.QueryRow(ctx, `SELECT (SELECT confirmed_at FROM totp_secrets WHERE account_id = $1), (SELECT count(*) FROM recovery_codes WHERE account_id = $1 AND used_at IS NULL)`, account).
		Scan(&out.TOTPSince, &out.RecoveryCodesLeft)
	if err != nil {
		return out, err
	}
	rows, err := c.Query(ctx, `SELECT id, credential_id, credential, name, created_at, used_at FROM passkeys WHERE account_id = $1 ORDER BY created_at, id LIMIT 20`, account)
	if err != nil {
		return out, err
	}
	out.Passkeys, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Passkey])
	return out, err
}

// BeginTOTP keeps an encrypted secret until its first code proves it. A proven one is not replaced:
// casework.CodeWrongState.
func (s *Store) BeginTOTP(ctx context.Context, account casework.ID, secret []byte, now time.Time) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		done, err := t.Exec(ctx, `INSERT INTO totp_secrets AS f (account_id, secret, begun_at) VALUES ($1, $2, $3)
			ON CONFLICT (account_id) DO UPDATE SET secret = $2, begun_at = $3, last_step = 0 WHERE f.confirmed_at IS NULL`, account, secret, now)
		if err == nil && done.RowsAffected() == 0 {
			return &casework.Error{Code: casework.CodeWrongState, Detail: "認証アプリはすでに登録されています。替えるときは、先にいまの登録を外してください。"}
		}
		return err
	})
}

// PendingTOTP is the secret that waits for its first code; casework.CodeWrongState when there is none.
func (s *Store) PendingTOTP(ctx context.Context, account casework.ID, now time.Time) ([]byte, error) {
	secret, err := s.totpSecret(ctx, `confirmed_at IS NULL AND begun_at > $2`, account, now.Add(-totpSetup))
	if casework.CodeOf(err) == casework.CodeNotFound {
		err = &casework.Error{Code: casework.CodeWrongState, Detail: "登録の時間が過ぎました。はじめからやり直してください。"}
	}
	return secret, err
}

// TOTPSecret is the encrypted secret of a proven authenticator app.
func (s *Store) TOTPSecret(ctx context.Context, account casework.ID) ([]byte, error) {
	return s.totpSecret(ctx, `confirmed_at IS NOT NULL`, account)
}

func (s *Store) totpSecret(ctx context.Context, condition string, args ...any) (secret []byte, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		return c.QueryRow(ctx, `SELECT secret FROM totp_secrets WHERE account_id = $1 AND `+condition, args...).Scan(&secret)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, casework.NotFound()
	}
	return secret, err
}

// SpendTOTP takes the code of a step once: of several at the same moment one succeeds.
func (s *Store) SpendTOTP(ctx context.Context, account casework.ID, step int64) (spent bool, err error) {
	err = s.withConn(ctx, func(c *pgxpool.Conn) error {
		done, err := c.Exec(ctx, `UPDATE totp_secrets SET last_step = $2 WHERE account_id = $1 AND confirmed_at IS NOT NULL AND last_step < $2`, account, step)
		spent = err == nil && done.RowsAffected() == 1
		return err
	})
	return spent, err
}

// ConfirmTOTP takes the pending secret into force. With the account's first factor the recovery codes
// (their hashes) come into force too, and every other session ends. given says whether the codes count.
func (s *Store) ConfirmTOTP(ctx context.Context, account, keep casework.ID, step int64, codes [][]byte, now time.Time) (given bool, err error) {
	return s.addFactor(ctx, account, keep, codes, now, func(t pgx.Tx) error {
		done, err := t.Exec(ctx, `UPDATE totp_secrets SET confirmed_at = $2, last_step = $3 WHERE account_id = $1 AND confirmed_at IS NULL AND begun_at > $4`,
			account, now, step, now.Add(-totpSetup))
		if err == nil && done.RowsAffected() == 0 {
			return &casework.Error{Code: casework.CodeWrongState, Detail: "登録の時間が過ぎました。はじめからやり直してください。"}
		}
		return err
	})
}

// AddPasskey keeps a passkey; see ConfirmTOTP. An account has at most twenty.
func (s *Store) AddPasskey(ctx context.Context, account, keep casework.ID, p Passkey, codes [][]byte, now time.Time) (given bool, err error) {
	return s.addFactor(ctx, account, keep, codes, now, func(t pgx.Tx) error {
		done, err := t.Exec(ctx, `INSERT INTO passkeys (id, account_id, credential_id, credential, name, created_at)
			SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM passkeys WHERE account_id = $2) < 20 ON CONFLICT (credential_id) DO NOTHING`,
			p.ID, account, p.CredentialID, p.Credential, p.Name, now)
		if err == nil && done.RowsAffected() == 0 {
			return &casework.Error{Code: casework.CodeDuplicate, Detail: "このパスキーはすでに登録されているか、登録できる数（20個）を超えています。"}
		}
		return err
	})
}

func (s *Store) addFactor(ctx context.Context, account, keep casework.ID, codes [][]byte, now time.Time, add func(pgx.Tx) error) (given bool, err error) {
	err = s.begin(ctx, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, `SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE`, account); err != nil {
			return err
		}
		before, err := factors(ctx, t, account)
		if err != nil {
			return err
		}
		if err := add(t); err != nil {
			return err
		}
		if err := tell(ctx, t, account, NoticeFactorChanged, now); err != nil || before.Any() {
			return err
		}
		given = true
		if err := replaceRecoveryCodes(ctx, t, account, codes); err != nil {
			return err
		}
		return endSessions(ctx, t, now, "second_factor_added", `account_id = $3 AND id <> $4`, account, keep)
	})
	return given && err == nil, err
}

// RemoveTOTP gives the authenticator app up. lastToo allows it for the last factor there is.
func (s *Store) RemoveTOTP(ctx context.Context, account casework.ID, lastToo bool, now time.Time) error {
	return s.removeFactor(ctx, account, lastToo, now, `DELETE FROM totp_secrets WHERE account_id = $1 AND confirmed_at IS NOT NULL`, account)
}

// RemovePasskey gives a passkey up; see RemoveTOTP.
func (s *Store) RemovePasskey(ctx context.Context, account, id casework.ID, lastToo bool, now time.Time) error {
	return s.removeFactor(ctx, account, lastToo, now, `DELETE FROM passkeys WHERE account_id = $1 AND id = $2`, account, id)
}

func (s *Store) removeFactor(ctx context.Context, account casework.ID, lastToo bool, now time.Time, statement string, args ...any) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		// two factors removed at the same moment would otherwise each leave the other as the last
		if _, err := t.Exec(ctx, `SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE`, account); err != nil {
			return err
		}
		done, err := t.Exec(ctx, statement, args...)
		if err != nil {
			return err
		}
		if done.RowsAffected() == 0 {
			return casework.NotFound()
		}
		left, err := factors(ctx, t, account)
		switch {
		case err != nil:
			return err
		case !left.Any() && !lastToo:
			return &casework.Error{Code: casework.CodeWrongState, Detail: "あなたの役割には二段階目の確認が必要です。ほかの方法を登録してから外してください。"}
		case !left.Any():
			if err := replaceRecoveryCodes(ctx, t, account, nil); err != nil {
				return err
			}
		}
		return tell(ctx, t, account, NoticeFactorChanged, now)
	})
}

// ForgetFactors takes every factor of an account away and ends its sessions: for who has lost them all.
func (s *Store) ForgetFactors(ctx context.Context, email string, now time.Time) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		var account casework.ID
		err := t.QueryRow(ctx, `SELECT id FROM accounts WHERE email_key = $1 FOR UPDATE`, EmailKey(email)).Scan(&account)
		if errors.Is(err, pgx.ErrNoRows) {
			return casework.NotFound()
		}
		if err != nil {
			return err
		}
		return forgetFactors(ctx, t, account, now)
	})
}

func forgetFactors(ctx context.Context, t runner, account casework.ID, now time.Time) error {
	for _, table := range []string{"totp_secrets", "passkeys", "recovery_codes"} {
		if _, err := t.Exec(ctx, `DELETE FROM `+table+` WHERE account_id = $1`, account); err != nil {
			return err
		}
	}
	if err := tell(ctx, t, account, NoticeFactorChanged, now); err != nil {
		return err
	}
	return endSessions(ctx, t, now, "second_factor_reset", `account_id = $3`, account)
}

// RenewRecoveryCodes puts new hashes in the place of all old ones; casework.CodeWrongState without a factor.
func (s *Store) RenewRecoveryCodes(ctx context.Context, account casework.ID, codes [][]byte, now time.Time) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, `SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE`, account); err != nil {
			return err
		}
		have, err := factors(ctx, t, account)
		switch {
		case err != nil:
			return err
		case !have.Any():
			return &casework.Error{Code: casework.CodeWrongState, Detail: "先に、認証アプリかパスキーを登録してください。"}
		}
		if err := replaceRecoveryCodes(ctx, t, account, codes); err != nil {
			return err
		}
		return tell(ctx, t, account, NoticeFactorChanged, now)
	})
}

func replaceRecoveryCodes(ctx context.Context, t pgx.Tx, account casework.ID, codes [][]byte) error {
	if _, err := t.Exec(ctx, `DELETE FROM recovery_codes WHERE account_id = $1`, account); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `INSERT INTO recovery_codes (account_id, hash) SELECT $1, unnest($2::bytea[])`, account, codes)
	return err
}

// SpendRecoveryCode takes a recovery code once.
func (s *Store) SpendRecoveryCode(ctx context.Context, account casework.ID, hash []byte, now time.Time) (spent bool, err error) {
	err = s.begin(ctx, func(t pgx.Tx) error {
		done, err := t.Exec(ctx, `UPDATE recovery_codes SET used_at = $3 WHERE account_id = $1 AND hash = $2 AND used_at IS NULL`, account, hash, now)
		if err != nil || done.RowsAffected() == 0 {
			return err
		}
		spent = true
		return tell(ctx, t, account, NoticeFactorChanged, now)
	})
	return spent && err == nil, err
}

// SpendPasskey keeps what a use changed of a passkey: its counter and flags.
func (s *Store) SpendPasskey(ctx context.Context, account casework.ID, credentialID, credential []byte, now time.Time) error {
	return s.begin(ctx, func(t pgx.Tx) error {
		_, err := t.Exec(ctx, `UPDATE passkeys SET credential = $3, used_at = $4 WHERE account_id = $1 AND credential_id = $2`, account, credentialID, credential, now)
		return err
	})
}

// tell puts a notice about the account itself before its owner, and onto the open screens.
func tell(ctx context.Context, t runner, account casework.ID, kind casework.EventKind, now time.Time) error {
	b := &pgx.Batch{}
	id := casework.NewID(now)
	b.Queue(`INSERT INTO notifications (id, account_id, kind, at) VALUES ($1, $2, $3, $4)`, id, account, string(kind), now)
	b.Queue(`SELECT pg_notify($1, json_build_object('kind', 'notification', 'id', $2::text, 'to', (SELECT coalesce(json_agg(DISTINCT agency_id), '[]') FROM memberships WHERE account_id = $3))::text)`,
		Channel, string(id), account)
	return t.SendBatch(ctx, b).Close()
}
