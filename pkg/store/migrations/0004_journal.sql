-- +goose Up
-- Every verb and every look. No personal text inside. The application's role can add and read, never change (backend.md).
CREATE TABLE journal (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  account_id uuid,
  agency_id uuid,
  operation text NOT NULL,
  object_id uuid,
  case_ids uuid[] NOT NULL DEFAULT '{}',      -- every case that was shown
  outcome text NOT NULL,                      -- done, refused
  code text NOT NULL DEFAULT '',
  request_id text NOT NULL DEFAULT ''
);
CREATE INDEX journal_by_account ON journal (account_id, at);
CREATE INDEX journal_by_case ON journal USING gin (case_ids);

-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'tsunagu_app') THEN
    CREATE ROLE tsunagu_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server made it at the same moment
END $$;
-- +goose StatementEnd
GRANT USAGE ON SCHEMA public TO tsunagu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tsunagu_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tsunagu_app;
REVOKE UPDATE, DELETE, TRUNCATE ON journal, case_events, disclosures, sheet_versions, note_corrections, refusal_reports FROM tsunagu_app;
