package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// The links with which people set their own password. No administrator ever learns one.
const (
	LinkInvitation = "invitation"
	LinkReset      = "password_reset"
)

// How long such a link works.
const (
	InvitationLife = 7 * 24 * time.Hour
	ResetLife      = 24 * time.Hour // asked for by a manager, who cannot know when the person reads mail
	ForgottenLife  = time.Hour      // asked for by the person
)

// passwordPages are the pages the links open.
var passwordPages = map[string]string{LinkInvitation: "/invitation", LinkReset: "/password-link"}

const invitationText = `総合相談支援体制の共有システム「つなぐ」に招待されました。

次のページを開いて、ご自分のパスワードを決めてください。
%s

このリンクは%sまで、一度だけ使えます。
期限が過ぎたときは、所属する機関の管理者に、もう一度送るようご依頼ください。
お心当たりのないときは、このメールを削除してください。
`

const resetText = `「つなぐ」のパスワードを決め直すページをお送りします。

%s

このリンクは%sまで、一度だけ使えます。
お心当たりのないときは、このメールを削除し、所属する機関の管理者にお知らせください。いまのパスワードはそのまま使えます。
`

// SendPasswordLink mails a person the link to set a password; every older one stops working.
func (tx *Tx) SendPasswordLink(account casework.ID, email, name, kind, origin string, life time.Duration) error {
	if err := tx.revokePasswordLinks(account); err != nil {
		return err
	}
	until := tx.now().Add(life)
	token, err := tx.NewLink(kind, account, "holder", until)
	if err != nil {
		return err
	}
	subject, text := "【つなぐ】招待のお知らせ", invitationText
	if kind == LinkReset {
		subject, text = "【つなぐ】パスワードの再設定", resetText
	}
	on := until.In(tokyo)
	when := fmt.Sprintf("%d月%d日%d時%02d分", on.Month(), on.Day(), on.Hour(), on.Minute())
	return tx.Mail(Mail{Kind: kind, To: email, ToName: name, Account: account, Object: account, Subject: subject,
		Text: fmt.Sprintf(text, origin+passwordPages[kind]+"#"+token, when)})
}

// tokyo is the time that people in Japan read. It has no summer time, so that no table of zones is needed.
var tokyo = time.FixedZone("JST", 9*60*60)

func (tx *Tx) revokePasswordLinks(account casework.ID) error {
	return errors.Join(tx.RevokeLinks(LinkInvitation, account, ""), tx.RevokeLinks(LinkReset, account, ""))
}

// SetPassword keeps the password that a person chose with a link in hand: the link is spent, every session ends, and who
// had one before is told.
func (tx *Tx) SetPassword(f *AccountFile, hash string, wasJoined bool) error {
	b := &pgx.Batch{}
	f.Version++
	b.Queue(`UPDATE accounts SET password_hash = $2, must_change_password = false, password_expires_at = NULL, joined_at = $3, version = $4, updated_at = $5 WHERE id = $1`,
		f.ID, hash, f.JoinedAt, f.Version, tx.now())
	if err := tx.batch(b); err != nil {
		return err
	}
	if err := errors.Join(tx.revokePasswordLinks(f.ID), tx.endSessionsOf(f.ID, "password_reset")); err != nil || !wasJoined {
		return err
	}
	return tx.tell(f.ID, NoticePasswordReset)
}

// AskForPasswordLink keeps the wish of somebody who says to have forgotten a password. It does the same for every
// address, known or not.
func (s *Store) AskForPasswordLink(ctx context.Context, email, origin string, now time.Time) error {
	return s.withConn(ctx, func(c *pgxpool.Conn) error {
		_, err := c.Exec(ctx, `INSERT INTO password_requests (id, email_key, origin, at) VALUES ($1, $2, $3, $4)`, casework.NewID(now), EmailKey(email), origin, now)
		return err
	})
}

// AnswerPasswordRequest answers one such wish with a mail, when the address is that of somebody who may sign in. It returns
// the id of the wish, "" when there was none.
func (s *Store) AnswerPasswordRequest(ctx context.Context, now time.Time, passOver ...casework.ID) (wish casework.ID, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		tx.At(now)
		var email, origin string
		var at time.Time
		err := tx.pgx(func(c *pgx.Conn) error {
			return c.QueryRow(ctx, `DELETE FROM password_requests WHERE id = (SELECT id FROM password_requests WHERE id <> ALL($1::uuid[]) ORDER BY at LIMIT 1 FOR UPDATE SKIP LOCKED)
				RETURNING id, email_key, origin, at`, texts(passOver)).Scan(&wish, &email, &origin, &at)
		})
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil || now.Sub(at) > ForgottenLife {
			return err
		}
		var account casework.ID
		var name string
		err = tx.pgx(func(c *pgx.Conn) error {
			return c.QueryRow(ctx, `SELECT a.id, a.email, a.name FROM accounts a WHERE a.email_key = $1 AND a.active AND a.joined_at IS NOT NULL
				AND EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = a.id AND `+current+`)`, email, now).Scan(&account, &email, &name)
		})
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tx.SendPasswordLink(account, email, name, LinkReset, origin, ForgottenLife); err != nil {
			return err
		}
		return tx.Journal(Entry{At: now, Operation: "requestPasswordLink", Object: account})
	})
	return wish, err
}
