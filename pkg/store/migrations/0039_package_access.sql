-- +goose Up
-- Access of single persons to the package of one case: members of a conference after their pledge, advisors while dispatched.
-- In case_access the grantee of level package is the account; until is when it ends by itself.
CREATE TABLE package_grants (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  account_id uuid NOT NULL REFERENCES accounts,
  source text NOT NULL CHECK (source IN ('conference','dispatch')),
  source_id uuid NOT NULL,                  -- the conference or the dispatch
  sheet boolean NOT NULL,
  notes boolean NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,                        -- null: until somebody ends it
  CHECK (until IS NULL OR until >= since)
);
CREATE INDEX package_grants_by_case ON package_grants (case_id);
CREATE INDEX package_grants_by_source ON package_grants (source_id);

ALTER TABLE case_access ADD COLUMN until timestamptz;
CREATE INDEX case_access_ends ON case_access (until) WHERE until IS NOT NULL;
ALTER TABLE case_access DROP CONSTRAINT case_access_level_check;
ALTER TABLE case_access ADD CONSTRAINT case_access_level_check
  CHECK (level IN ('lead','supporting','received','coordinating','package','outcome')) NOT VALID;
ALTER TABLE case_access VALIDATE CONSTRAINT case_access_level_check;

GRANT SELECT, INSERT, UPDATE ON package_grants TO tsunagu_app;
