-- +goose Up
-- Everyone who ever stood on a sheet of the household: the same person from version to version.
CREATE TABLE persons (
  id uuid PRIMARY KEY,
  household_id uuid NOT NULL REFERENCES households,
  keys text[] NOT NULL,                    -- where the person stands on sheets (casework.memberKey)
  name text NOT NULL,
  relation text NOT NULL,                  -- empty = 本人
  current boolean NOT NULL                 -- stands on the newest sheet
);
CREATE INDEX persons_by_household ON persons (household_id);

-- 同意: each step is a row; the newest one counts. Never changed.
CREATE TABLE consents (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  person_id uuid NOT NULL REFERENCES persons,
  state text NOT NULL CHECK (state IN ('unconfirmed','given','refused','withdrawn','unable')),
  agencies uuid[] NOT NULL,                -- empty = any
  parts text[] NOT NULL,                   -- empty = all
  method text NOT NULL,
  explained_by text NOT NULL,
  recorded_on date NOT NULL,
  note text NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  at timestamptz NOT NULL
);
CREATE INDEX consents_by_person ON consents (person_id, at DESC, id DESC);
CREATE INDEX consents_by_case ON consents (case_id, at DESC, id DESC);

-- The consent a つなぎ rested on was withdrawn: its receiver sees no content until another ground is named.
ALTER TABLE handoffs ADD COLUMN withheld boolean NOT NULL DEFAULT false;

GRANT SELECT, INSERT, UPDATE ON persons TO tsunagu_app;
GRANT SELECT, INSERT ON consents TO tsunagu_app;
