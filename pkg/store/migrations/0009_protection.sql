-- +goose Up
-- 支援措置: whose whereabouts are shown to listed agencies only. It belongs to the household, for an older case of the
-- same household holds the same address. Whether it holds now is computed from its dates, never stored.
CREATE TABLE protections (
  id uuid PRIMARY KEY,
  household_id uuid NOT NULL REFERENCES households,
  case_id uuid NOT NULL REFERENCES cases,         -- where it was set
  person_id uuid NOT NULL REFERENCES persons,
  perpetrator_id uuid REFERENCES persons,
  listed uuid[] NOT NULL,                         -- agencies, and all coordinators, that may know
  reason text NOT NULL,
  from_on date NOT NULL,
  until_on date,                                  -- last day
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK (perpetrator_id <> person_id)
);
CREATE INDEX protections_of_household ON protections (household_id);
CREATE INDEX protections_in_force ON protections (household_id) WHERE ended_at IS NULL;

-- +goose StatementBegin
CREATE FUNCTION protections_only_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR to_jsonb(NEW) - 'ended_at' IS DISTINCT FROM to_jsonb(OLD) - 'ended_at' THEN
    RAISE EXCEPTION 'a protection can only be ended, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER only_end BEFORE UPDATE ON protections FOR EACH ROW EXECUTE FUNCTION protections_only_end();

-- 緊急の確認: the mask lifted for one account, for a while. Never changed.
CREATE TABLE break_glasses (
  id uuid PRIMARY KEY,
  household_id uuid NOT NULL REFERENCES households,
  case_id uuid NOT NULL REFERENCES cases,
  person_id uuid NOT NULL REFERENCES persons,
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  CHECK (until > at)
);
CREATE INDEX break_glasses_by_household ON break_glasses (household_id, until);
CREATE INDEX break_glasses_by_account ON break_glasses (account_id, at);

-- What was answered to a repeated request may not be answered again once it is hidden.
ALTER TABLE idempotency_keys ADD COLUMN case_ids uuid[] NOT NULL DEFAULT '{}';

GRANT SELECT, INSERT, UPDATE (ended_at) ON protections TO tsunagu_app;
GRANT SELECT, INSERT ON break_glasses TO tsunagu_app;
