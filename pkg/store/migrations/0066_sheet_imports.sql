-- +goose Up
-- Which filled-in forms an agency has taken in: a keyed digest of the content, nothing that could be read back (decisions/0063).
-- The row is claimed before its sheet is written, so that of two requests at once the second waits and finds the first's.
CREATE TABLE sheet_imports (
  agency_id uuid NOT NULL REFERENCES agencies,
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  sheet_id uuid NOT NULL UNIQUE REFERENCES sheets ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (agency_id, digest)
);
GRANT SELECT, INSERT, UPDATE ON sheet_imports TO tsunagu_app;

INSERT INTO erasure_plan (position, table_name, what, which) VALUES (465, 'sheet_imports', 'erase', 'sheet_id IN (SELECT id FROM sheets WHERE case_id = $1)');
