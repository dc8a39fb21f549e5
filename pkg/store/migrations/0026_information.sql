-- +goose Up
-- 情報整理シート: one per case, saved while somebody types; its history has a row for each person's spell of writing.
CREATE TABLE information_sheets (
  case_id uuid PRIMARY KEY REFERENCES cases,
  content jsonb NOT NULL,
  number int NOT NULL DEFAULT 1,            -- newest row of the history
  version int NOT NULL DEFAULT 1,           -- counts every save: If-Match
  updated_at timestamptz NOT NULL,
  updated_by uuid NOT NULL REFERENCES accounts,
  CHECK (jsonb_typeof(content) = 'object')
);
CREATE TABLE information_sheet_versions (
  case_id uuid NOT NULL REFERENCES cases,
  number int NOT NULL,
  content jsonb NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts,
  began_at timestamptz NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (case_id, number)
);
GRANT SELECT, INSERT, UPDATE ON information_sheets, information_sheet_versions TO tsunagu_app;
