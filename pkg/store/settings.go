package store

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// revisions are the newest numbers this replica has seen of what every replica keeps in memory. They come with each
// session, in the same statement: nothing kept is ever older than the request that uses it.
type revisions struct {
	names, settings atomic.Int64
	kept            atomic.Pointer[keptSettings]
}

type keptSettings struct {
	revision int64
	settings casework.Settings
}

// revisionsColumn reads them in the order of their names.
const revisionsColumn = `(SELECT array_agg(n ORDER BY name) FROM revisions)`

// bumpRevision tells every replica, from the commit on.
const bumpRevision = `UPDATE revisions SET n = n + 1 WHERE name = $1`

func (s *Store) revised(seen []int64) {
	if len(seen) != 2 {
		return
	}
	if s.revisions.names.Swap(seen[0]) != seen[0] {
		s.agencies.forget()
		s.accounts.forget()
	}
	s.revisions.settings.Store(seen[1])
}

// Revise looks whether what is kept in memory is still true: for work without a session.
func (s *Store) Revise(ctx context.Context) error {
	return s.withConn(ctx, func(c *pgxpool.Conn) error {
		var seen []int64
		err := c.QueryRow(ctx, `SELECT `+revisionsColumn).Scan(&seen)
		s.revised(seen)
		return err
	})
}

// Settings are the deadlines in force.
func (s *Store) Settings(ctx context.Context) (casework.Settings, error) {
	settings, err := s.settingsFrom(ctx, s.pool)
	return settings, translate(err)
}

func (s *Store) settingsFrom(ctx context.Context, from sender) (casework.Settings, error) {
	if k := s.revisions.kept.Load(); k != nil && k.revision == s.revisions.settings.Load() {
		return k.settings, nil
	}
	values, k := map[string]int{}, &keptSettings{}
	b := &pgx.Batch{}
	b.Queue(`SELECT r.n, coalesce(s.key, ''), coalesce(s.value, 0) FROM revisions r LEFT JOIN settings s ON true WHERE r.name = 'settings'`).Query(func(rows pgx.Rows) error {
		var key string
		var value int
		_, err := pgx.ForEachRow(rows, []any{&k.revision, &key, &value}, func() error {
			values[key] = value
			return nil
		})
		return err
	})
	if err := from.SendBatch(ctx, b).Close(); err != nil {
		return casework.Settings{}, err
	}
	k.settings = casework.DefaultSettings().With(values)
	s.revisions.settings.CompareAndSwap(0, k.revision) // before the first session
	if k.revision == s.revisions.settings.Load() {
		s.revisions.kept.Store(k)
	}
	return k.settings, nil
}

// SettingChange says what a setting was changed to, when and by whom.
type SettingChange struct {
	Key           string
	Before, After int
	By            casework.ID
	At            time.Time
}

// SettingsFile is the deadlines in force with who set them; the version is what If-Match is held against.
type SettingsFile struct {
	Settings casework.Settings
	Set      map[string]SettingChange // what was changed, by key: the newest change
	History  []SettingChange          // newest first, at most fifty
	Version  int
}

// SettingsFile reads the settings with their history.
func (tx *Tx) SettingsFile() (*SettingsFile, error) { return tx.settingsFile("") }

// SettingsToChange is SettingsFile, held until the end of the transaction.
func (tx *Tx) SettingsToChange() (*SettingsFile, error) { return tx.settingsFile(" FOR UPDATE") }

func (tx *Tx) settingsFile(lock string) (*SettingsFile, error) {
	f := &SettingsFile{Set: map[string]SettingChange{}}
	values := map[string]int{}
	b := &pgx.Batch{}
	b.Queue(`SELECT n FROM revisions WHERE name = 'settings'` + lock).QueryRow(func(r pgx.Row) error { return r.Scan(&f.Version) })
	b.Queue(`SELECT key, value, set_by, set_at FROM settings`).Query(func(rows pgx.Rows) error {
		var k SettingChange
		_, err := pgx.ForEachRow(rows, []any{&k.Key, &k.After, &k.By, &k.At}, func() error {
			values[k.Key], f.Set[k.Key] = k.After, k
			return nil
		})
		return err
	})
	b.Queue(`SELECT key, before, after, by_account, at FROM setting_changes ORDER BY at DESC, id DESC LIMIT 50`).Query(func(rows pgx.Rows) (err error) {
		f.History, err = pgx.CollectRows(rows, pgx.RowToStructByPos[SettingChange])
		return err
	})
	err := tx.batch(b)
	f.Settings = casework.DefaultSettings().With(values)
	return f, err
}

// SaveSettings writes what changes; it holds everywhere from the next request on.
func (tx *Tx) SaveSettings(f *SettingsFile, next casework.Settings, changed []casework.SettingValue) error {
	if len(changed) == 0 {
		return nil
	}
	b := &pgx.Batch{}
	for _, w := range changed {
		before := 0
		for _, r := range casework.SettingRules {
			if r.Key == w.Key {
				before = r.Value(f.Settings)
			}
		}
		k := SettingChange{w.Key, before, w.Value, tx.actor.Account, tx.now()}
		b.Queue(`INSERT INTO settings (key, value, set_by, set_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at`, k.Key, k.After, k.By, k.At)
		b.Queue(`INSERT INTO setting_changes (id, key, before, after, by_account, at) VALUES ($1, $2, $3, $4, $5, $6)`, casework.NewID(tx.now()), k.Key, k.Before, k.After, k.By, k.At)
		f.Set[w.Key], f.History = k, append([]SettingChange{k}, f.History...)
	}
	b.Queue(bumpRevision, "settings")
	f.Settings, f.Version = next, f.Version+1
	return tx.batch(b)
}
