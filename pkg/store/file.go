package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// fileObjects says, for each kind of thing a file can be attached to, how to look it up: $1 its id, $2 the case it must belong to.
var fileObjects = map[casework.FileTarget]string{
	casework.FileOfCase:       `SELECT 1 FROM cases WHERE id = $1 AND id = $2`,
	casework.FileOfConsent:    `SELECT 1 FROM consents WHERE id = $1 AND case_id = $2`,
	casework.FileOfConference: `SELECT 1 FROM conferences WHERE id = $1 AND case_id = $2`,
}

// FileObject makes sure that what a file is to be attached to belongs to the case.
func (tx *Tx) FileObject(f *CaseFile, target casework.FileTarget, id casework.ID) error {
	lookUp, known := fileObjects[target]
	if !known {
		return casework.NotFound()
	}
	return tx.pgx(func(c *pgx.Conn) error {
		var one int
		return notFound(c.QueryRow(tx.ctx, lookUp, id, f.ID).Scan(&one))
	})
}

const fileColumns = `id, case_id, state, version, attached_to, object_id, name, type, size, sha256, key, preview, scanner, account_id, agency_id, at,
  removed_at, coalesce(removed_by::text, ''), reason`

func scanFile(r pgx.CollectableRow) (*casework.File, error) {
	var f casework.File
	err := r.Scan(&f.ID, &f.Case, &f.State, &f.Version, &f.AttachedTo, &f.Object, &f.Name, &f.Type, &f.Size, &f.SHA256, &f.Key, &f.Preview, &f.Scanner,
		&f.By, &f.Agency, &f.At, &f.RemovedAt, &f.RemovedBy, &f.Reason)
	return &f, err
}

// Files lists what is kept with a case found before, newest first: at most casework.MaxFilesPerCase. withheld counts what
// only 支援措置 keeps from the actor.
func (tx *Tx) Files(f *CaseFile) (files []*casework.File, withheld int, err error) {
	sees, hidden := f.SeesFiles(tx.actor, tx.now())
	if !sees && !hidden {
		return nil, 0, nil
	}
	files, err = tx.files(`case_id = $1 AND state = 'kept' ORDER BY at DESC, id DESC LIMIT $2`, f.ID, casework.MaxFilesPerCase)
	if hidden {
		return nil, len(files), err
	}
	return files, 0, err
}

func (tx *Tx) files(where string, args ...any) (files []*casework.File, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		rows, err := c.Query(tx.ctx, `SELECT `+fileColumns+` FROM files WHERE `+where, args...)
		if err != nil {
			return err
		}
		files, err = pgx.CollectRows(rows, scanFile)
		return err
	})
	return files, err
}

// CaseOfFile finds a kept file that the actor sees, and its case.
func (tx *Tx) CaseOfFile(id casework.ID) (*CaseFile, *casework.File, error) {
	return tx.fileCase(id, "")
}

// CaseOfFileToChange is CaseOfFile under the case's lock; a removed file is found too.
func (tx *Tx) CaseOfFileToChange(id casework.ID) (*CaseFile, *casework.File, error) {
	return tx.fileCase(id, "FOR UPDATE OF c")
}

func (tx *Tx) fileCase(id casework.ID, lock string) (*CaseFile, *casework.File, error) {
	var caseID casework.ID
	err := tx.pgx(func(c *pgx.Conn) error {
		return notFound(c.QueryRow(tx.ctx, `SELECT case_id FROM files WHERE id = $1`, id).Scan(&caseID))
	})
	if err != nil {
		return nil, nil, err
	}
	f, err := tx.caseWhere("c.id = $2", caseID, lock)
	if err != nil {
		return nil, nil, err
	}
	if sees, _ := f.SeesFiles(tx.actor, tx.now()); !sees {
		return nil, nil, casework.NotFound()
	}
	found, err := tx.files(`id = $1`, id) // after the lock: what the last holder committed
	if err != nil {
		return nil, nil, err
	}
	if len(found) == 0 || lock == "" && found[0].State != casework.FileKept {
		return nil, nil, casework.NotFound()
	}
	return f, found[0], nil
}

// FilesHeld counts what the case holds already; sum may be nil.
func (tx *Tx) FilesHeld(f *CaseFile, target casework.FileTarget, object casework.ID, sum []byte) (held casework.FilesHeld, err error) {
	err = tx.pgx(func(c *pgx.Conn) error {
		return c.QueryRow(tx.ctx, `SELECT count(*), coalesce(bool_or(attached_to = $2 AND object_id = $3 AND sha256 = $4), false)
			FROM files WHERE case_id = $1 AND state = 'kept'`, f.ID, target, object, sum).Scan(&held.Kept, &held.Same)
	})
	if _, hidden := f.SeesFiles(tx.actor, tx.now()); hidden {
		held.Same = false // whoever may not see the files is not told what is among them
	}
	return held, err
}

func fileBatch(b *pgx.Batch, f *casework.File, now time.Time) {
	if f.Version == 0 {
		b.Queue(`INSERT INTO files (id, case_id, state, attached_to, object_id, name, type, size, sha256, key, preview, scanner, account_id, agency_id, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
			f.ID, f.Case, f.State, f.AttachedTo, f.Object, f.Name, f.Type, f.Size, f.SHA256, f.Key, f.Preview, f.Scanner, f.By, f.Agency, f.At)
		b.Queue(`DELETE FROM file_removals WHERE key = $1`, f.Key).Exec(oneRow) // swept meanwhile: then there is nothing to keep
		return
	}
	b.Queue(`UPDATE files SET state = $3, removed_at = $4, removed_by = $5, reason = $6, version = version + 1 WHERE id = $1 AND version = $2`,
		f.ID, f.Version, f.State, f.RemovedAt, orNull(f.RemovedBy), f.Reason).Exec(oneRow)
	b.Queue(`INSERT INTO file_removals (key, due_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, f.Key, now)
}

// ExpectContent writes down, before a content is stored, that it is to go again at the instant unless a file keeps it.
func (s *Store) ExpectContent(ctx context.Context, key string, until time.Time) error {
	return s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		return tx.pgx(func(c *pgx.Conn) error {
			_, err := c.Exec(ctx, `INSERT INTO file_removals (key, due_at) VALUES ($1, $2)`, key, until)
			return err
		})
	})
}

// UnwantedContent says that a content which was expected is not kept: it goes with the next sweep.
func (s *Store) UnwantedContent(ctx context.Context, key string, now time.Time) error {
	return s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		return tx.pgx(func(c *pgx.Conn) error {
			_, err := c.Exec(ctx, `UPDATE file_removals SET due_at = least(due_at, $2) WHERE key = $1`, key, now)
			return err
		})
	})
}

// SweepContent takes away one content that is due, by remove, and reports its key; "" when nothing is due. Replicas pass over
// what another one holds.
func (s *Store) SweepContent(ctx context.Context, now time.Time, except []string, remove func(key string) error) (key string, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		return tx.pgx(func(c *pgx.Conn) error {
			err := c.QueryRow(ctx, `SELECT key FROM file_removals WHERE due_at <= $1 AND key <> ALL($2) ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
				now, append([]string{}, except...)).Scan(&key)
			if errors.Is(err, pgx.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := remove(key); err != nil {
				return fmt.Errorf("removing a content: %w", err)
			}
			_, err = c.Exec(ctx, `DELETE FROM file_removals WHERE key = $1`, key)
			return err
		})
	})
	return key, err
}

// Content is what the database knows of a content.
type Content struct {
	Key    string
	Size   int64
	SHA256 []byte
}

// Contents hands over every content that a file keeps, in the order of the keys, and the keys that wait to be removed.
func (s *Store) Contents(ctx context.Context) (kept []Content, waiting []string, err error) {
	err = s.InTx(ctx, casework.Clock(), func(tx *Tx) error {
		return tx.pgx(func(c *pgx.Conn) error {
			rows, err := c.Query(ctx, `SELECT key, size, sha256 FROM files WHERE state = 'kept' ORDER BY key`)
			if err != nil {
				return err
			}
			if kept, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Content]); err != nil {
				return err
			}
			rows, err = c.Query(ctx, `SELECT key FROM file_removals`)
			if err != nil {
				return err
			}
			waiting, err = pgx.CollectRows(rows, pgx.RowTo[string])
			return err
		})
	})
	return kept, waiting, err
}
