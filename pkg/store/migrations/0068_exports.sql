-- +goose Up
-- Tables of cases that are made in the background (decisions/0064). A row lives until its file goes; what left stands in the ledger.
CREATE TABLE exports (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  agency_id uuid NOT NULL REFERENCES agencies,
  format text NOT NULL CHECK (format IN ('xlsx', 'csv')),
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL CHECK (until_at > from_at),
  purpose text NOT NULL CHECK (purpose <> ''),
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'ready', 'failed', 'cancelled')),
  total integer CHECK (total >= 0),
  done integer NOT NULL DEFAULT 0 CHECK (done >= 0),
  fault text NOT NULL DEFAULT '',
  tries integer NOT NULL DEFAULT 0,
  key text,
  size bigint CHECK (size >= 0),
  sha256 bytea,
  created_at timestamptz NOT NULL,
  beat_at timestamptz NOT NULL,
  finished_at timestamptz,
  gone_at timestamptz NOT NULL,
  CHECK (state <> 'ready' OR size IS NOT NULL AND sha256 IS NOT NULL AND key IS NOT NULL AND finished_at IS NOT NULL AND total = done)
);
CREATE UNIQUE INDEX exports_one_at_a_time ON exports (account_id) WHERE state IN ('queued', 'running');
CREATE INDEX exports_waiting ON exports (id) WHERE state IN ('queued', 'running');
CREATE INDEX exports_mine ON exports (account_id, id DESC);
CREATE INDEX exports_gone ON exports (gone_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON exports TO tsunagu_app;
