-- +goose Up
-- What the municipality changed of the deadlines; what is not here has its default (casework.SettingRules).
CREATE TABLE settings (
  key text PRIMARY KEY,
  value int NOT NULL,
  set_by uuid NOT NULL REFERENCES accounts,
  set_at timestamptz NOT NULL
);
CREATE TABLE setting_changes (
  id uuid PRIMARY KEY,
  key text NOT NULL,
  before int NOT NULL,
  after int NOT NULL,
  by_account uuid NOT NULL REFERENCES accounts,
  at timestamptz NOT NULL
);
CREATE INDEX setting_changes_newest ON setting_changes (at DESC, id DESC);

-- Counts up when something changes that every replica keeps in memory. Read with each session, so that none is ever behind.
CREATE TABLE revisions (
  name text PRIMARY KEY,
  n bigint NOT NULL
);
INSERT INTO revisions (name, n) VALUES ('names', 1), ('settings', 1);

GRANT SELECT, INSERT, UPDATE ON settings TO tsunagu_app;
GRANT SELECT, INSERT ON setting_changes TO tsunagu_app;
GRANT SELECT, UPDATE ON revisions TO tsunagu_app;
