-- +goose Up
-- 確認日: when somebody last said that the entry is true. Each version of an entry stays readable.
ALTER TABLE agencies
  ADD COLUMN verified_on date,
  ADD COLUMN verified_by uuid REFERENCES accounts;
CREATE TABLE agency_changes (
  id uuid PRIMARY KEY,
  agency_id uuid NOT NULL REFERENCES agencies,
  version int NOT NULL,
  parts text[] NOT NULL,             -- what was changed; empty: looked through and found true
  before jsonb NOT NULL DEFAULT '{}',
  by_account uuid NOT NULL REFERENCES accounts,
  at timestamptz NOT NULL
);
CREATE INDEX agency_changes_newest ON agency_changes (agency_id, at DESC, id DESC);

GRANT SELECT, INSERT ON agency_changes TO tsunagu_app;
