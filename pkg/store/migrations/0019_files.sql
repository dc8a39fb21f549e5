-- +goose Up
-- Files of cases, consents and conferences. The contents lie outside the database (pkg/files); a row is never without its
-- content, for the content is stored first.
CREATE TABLE files (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  state text NOT NULL CHECK (state IN ('kept','removed')),
  attached_to text NOT NULL CHECK (attached_to IN ('case','consent','conference')),
  object_id uuid NOT NULL,                 -- of attached_to; looked up when it is attached (store/file.go)
  name text NOT NULL CHECK (name <> ''),
  type text NOT NULL,                      -- told from the content
  size bigint NOT NULL CHECK (size BETWEEN 1 AND 20971520),
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  key text NOT NULL UNIQUE,                -- where the content lies
  preview boolean NOT NULL,
  scanner text NOT NULL DEFAULT '',        -- what looked for malware; empty: nobody
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  at timestamptz NOT NULL,
  removed_at timestamptz,
  removed_by uuid REFERENCES accounts,
  reason text NOT NULL DEFAULT '',
  version int NOT NULL DEFAULT 1,
  CHECK ((state = 'removed') = (removed_at IS NOT NULL)),
  CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
CREATE INDEX files_by_case ON files (case_id, at DESC, id DESC);

-- Contents that no row may keep any more: written before a content is stored (and taken back by the row that keeps it), and
-- when a file is removed. A sweeper takes them away, so that neither a crash nor a place that is out of reach leaves any.
CREATE TABLE file_removals (
  key text PRIMARY KEY,
  due_at timestamptz NOT NULL
);
CREATE INDEX file_removals_due ON file_removals (due_at);

-- A file that is taken away from the screen is a line of the ledger.
ALTER TABLE disclosures ADD COLUMN file_id uuid REFERENCES files;

GRANT SELECT, INSERT, UPDATE (state, removed_at, removed_by, reason, version) ON files TO tsunagu_app;
GRANT SELECT, INSERT, DELETE, UPDATE ON file_removals TO tsunagu_app;
