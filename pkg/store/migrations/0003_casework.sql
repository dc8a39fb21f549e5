-- +goose Up
-- UUIDv7 for rows that SQL itself makes (one notification per person of an agency).
CREATE FUNCTION uuid_v7(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
  PLACING substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid;

-- Sheets: one document per version. The draft's content stands on the sheet row; filed versions are never changed.
CREATE TABLE households (
  id uuid PRIMARY KEY,
  created_at timestamptz NOT NULL
);

CREATE TABLE cases (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE,
  household_id uuid NOT NULL REFERENCES households,
  state text NOT NULL CHECK (state IN ('received','supporting','coordinating','monitoring','suspended','closed')),
  lead_agency_id uuid NOT NULL REFERENCES agencies,
  sheet_id uuid NOT NULL,                 -- the sheet that opened it
  -- kept from the newest sheet, so that a list is one index walk
  subject_name text NOT NULL DEFAULT '',
  subject_kana text NOT NULL DEFAULT '',
  kana_key text NOT NULL DEFAULT '',
  household_size int NOT NULL DEFAULT 1,
  issues text[] NOT NULL DEFAULT '{}',
  most_pressing text NOT NULL DEFAULT '',
  features text[] NOT NULL DEFAULT '{}',
  ward text NOT NULL DEFAULT '',
  district text NOT NULL DEFAULT '',
  danger boolean NOT NULL DEFAULT false,
  consented boolean NOT NULL DEFAULT false, -- every person of the newest sheet has given consent
  sheet_number int NOT NULL DEFAULT 1,
  number_key text NOT NULL,                -- folded number
  search_key text NOT NULL DEFAULT '',     -- folded number and names of all persons, one a line
  grams text[] NOT NULL DEFAULT '{}',      -- its 1- and 2-grams
  fiscal_year int NOT NULL,
  flag_reason text NOT NULL DEFAULT '' CHECK (flag_reason IN ('','revisit','hop_limit','no_contact')),
  flagged_at timestamptz,
  chain_since timestamptz,                -- hops before this do not count
  -- the last handoff, kept for the list
  last_handoff_id uuid,
  -- contact with the household
  contact_due_at timestamptz,
  contacted_at timestamptz,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  suspension jsonb,
  closure jsonb,
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX cases_by_household ON cases (household_id);
CREATE UNIQUE INDEX cases_one_open_per_household ON cases (household_id) WHERE state <> 'closed';
CREATE INDEX cases_grams ON cases USING gin (grams);
CREATE INDEX cases_contact_due_of_lead ON cases (lead_agency_id, contact_due_at, id) WHERE contact_due_at IS NOT NULL;
CREATE INDEX cases_contact_due ON cases (contact_due_at) WHERE contact_due_at IS NOT NULL AND flag_reason = '' AND state NOT IN ('closed','suspended');
CREATE TABLE case_counters (fiscal_year int PRIMARY KEY, last int NOT NULL);

CREATE TABLE sheets (
  id uuid PRIMARY KEY,
  form_version text NOT NULL,
  state text NOT NULL CHECK (state IN ('draft','filed','discarded')),
  number int NOT NULL DEFAULT 0,
  agency_id uuid NOT NULL REFERENCES agencies,
  created_by uuid NOT NULL REFERENCES accounts,
  case_id uuid REFERENCES cases,
  subject_name text NOT NULL DEFAULT '',
  search_key text NOT NULL DEFAULT '',
  grams text[] NOT NULL DEFAULT '{}',
  content jsonb NOT NULL,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  filed_at timestamptz,
  CHECK ((state = 'filed') = (case_id IS NOT NULL)),
  CHECK ((state = 'filed') = (number > 0))
);
ALTER TABLE cases ADD CONSTRAINT cases_sheet FOREIGN KEY (sheet_id) REFERENCES sheets DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX sheets_by_agency ON sheets (agency_id, state, updated_at DESC, id DESC);
CREATE INDEX sheets_by_case ON sheets (case_id, filed_at DESC) WHERE case_id IS NOT NULL;
CREATE INDEX sheets_grams ON sheets USING gin (grams);

CREATE TABLE sheet_versions (
  sheet_id uuid NOT NULL REFERENCES sheets,
  number int NOT NULL,
  content jsonb NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  reason text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  PRIMARY KEY (sheet_id, number)
);

-- The persons of the newest filed sheet of a household: what search-before-create looks at.
CREATE TABLE household_persons (
  id uuid PRIMARY KEY,
  household_id uuid NOT NULL REFERENCES households,
  sheet_id uuid NOT NULL REFERENCES sheets,
  relation text NOT NULL DEFAULT '',       -- empty = 本人
  person jsonb NOT NULL,                   -- casework.Person: what two records are compared by
  birth_date date,
  address_key text NOT NULL DEFAULT '',
  phone_keys text[] NOT NULL DEFAULT '{}',
  grams text[] NOT NULL
);
CREATE INDEX household_persons_by_household ON household_persons (household_id);
CREATE INDEX household_persons_by_sheet ON household_persons (sheet_id);
CREATE INDEX household_persons_grams ON household_persons USING gin (grams);
CREATE INDEX household_persons_birth ON household_persons (birth_date) WHERE birth_date IS NOT NULL;
CREATE INDEX household_persons_address ON household_persons (address_key) WHERE address_key <> '';
CREATE INDEX household_persons_phones ON household_persons USING gin (phone_keys);

-- Invariant 2: exactly one lead agency from filing on, without gap or overlap.
CREATE TABLE custodies (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  agency_id uuid NOT NULL REFERENCES agencies,
  handoff_id uuid,
  since timestamptz NOT NULL,
  until timestamptz,
  CHECK (until IS NULL OR until >= since),
  CONSTRAINT custody_never_overlaps EXCLUDE USING gist (case_id WITH =, tstzrange(since, until) WITH &&)
    DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX custodies_open ON custodies (case_id) WHERE until IS NULL;
CREATE INDEX custodies_by_case ON custodies (case_id, since);

-- +goose StatementBegin
CREATE FUNCTION custody_never_empty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the_case uuid := CASE WHEN TG_TABLE_NAME = 'cases' THEN (to_jsonb(NEW) ->> 'id')::uuid
                        ELSE (coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> 'case_id')::uuid END;
  broken boolean;
BEGIN
  SELECT NOT EXISTS (
      SELECT 1 FROM custodies k WHERE k.case_id = c.id AND k.until IS NULL AND k.agency_id = c.lead_agency_id)
    INTO broken FROM cases c WHERE c.id = the_case AND c.state <> 'closed';
  IF broken THEN
    RAISE EXCEPTION 'case % has no lead agency in custody', the_case USING ERRCODE = 'check_violation', CONSTRAINT = 'custody_never_empty';
  END IF;
  -- no gap: a period that a handoff began starts where the one before it ended (a reopening has no handoff)
  IF EXISTS (SELECT 1 FROM (
      SELECT handoff_id, since, lag(until) OVER (ORDER BY since, until NULLS LAST) AS before
      FROM custodies WHERE case_id = the_case) x WHERE handoff_id IS NOT NULL AND before IS DISTINCT FROM since) THEN
    RAISE EXCEPTION 'custody of case % has a gap', the_case USING ERRCODE = 'check_violation', CONSTRAINT = 'custody_without_gap';
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER cases_in_custody AFTER INSERT OR UPDATE OF state, lead_agency_id ON cases
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION custody_never_empty();
CREATE CONSTRAINT TRIGGER custodies_in_custody AFTER INSERT OR UPDATE OR DELETE ON custodies
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION custody_never_empty();

-- 連携機関
CREATE TABLE supports (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  agency_id uuid NOT NULL REFERENCES agencies,
  since timestamptz NOT NULL,
  until timestamptz,
  handoff_id uuid,
  CHECK (until IS NULL OR until >= since)
);
CREATE UNIQUE INDEX supports_open ON supports (case_id, agency_id) WHERE until IS NULL;
CREATE INDEX supports_by_case ON supports (case_id, since);

CREATE TABLE handoffs (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  from_agency_id uuid NOT NULL REFERENCES agencies,
  to_agency_id uuid NOT NULL REFERENCES agencies,
  ask text NOT NULL CHECK (ask IN ('lead','join')),
  state text NOT NULL CHECK (state IN ('requested','asked','accepted','joined','passed_on','withdrawn','escalated','connected')),
  passed_from uuid REFERENCES handoffs DEFERRABLE INITIALLY DEFERRED,
  passed_to uuid REFERENCES handoffs DEFERRABLE INITIALLY DEFERRED,
  leave boolean NOT NULL DEFAULT false,
  urgent boolean NOT NULL DEFAULT false,
  purpose text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  request text NOT NULL DEFAULT '',
  scope_sheet boolean NOT NULL,
  scope_notes boolean NOT NULL,
  ground text NOT NULL DEFAULT '',
  ground_note text NOT NULL DEFAULT '',
  sheet_number int NOT NULL,                 -- the version that was disclosed
  subject_name text NOT NULL DEFAULT '',     -- as it was sent
  subject_key text NOT NULL DEFAULT '',
  requested_by uuid REFERENCES accounts,
  requested_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  escalated_at timestamptz,
  escalated_by text NOT NULL DEFAULT '' CHECK (escalated_by IN ('','person','clock','ping_pong')),
  answered_at timestamptz,
  answered_by uuid REFERENCES accounts,
  answer_note text NOT NULL DEFAULT '',
  connected_how text NOT NULL DEFAULT '',
  connected_at timestamptz,
  connected_who text NOT NULL DEFAULT '',
  connected_note text NOT NULL DEFAULT '',
  connected_by uuid REFERENCES accounts,
  refusal_reported boolean NOT NULL DEFAULT false,
  -- order of the boxes: what needs the agency first by due time, then newest first (store/handoff_save.go)
  received_key bigint NOT NULL,
  sent_key bigint NOT NULL,
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  CHECK (from_agency_id <> to_agency_id),
  CHECK ((state = 'connected') = (connected_at IS NOT NULL))
);
ALTER TABLE custodies ADD CONSTRAINT custodies_handoff FOREIGN KEY (handoff_id) REFERENCES handoffs DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE cases ADD CONSTRAINT cases_last_handoff FOREIGN KEY (last_handoff_id) REFERENCES handoffs DEFERRABLE INITIALLY DEFERRED;
-- At most one open handoff of a case asks for the lead (workflow.md, Handoff).
CREATE UNIQUE INDEX handoffs_one_open_lead ON handoffs (case_id) WHERE ask = 'lead' AND state IN ('requested','asked','escalated');
CREATE UNIQUE INDEX handoffs_one_open_per_receiver ON handoffs (case_id, to_agency_id) WHERE state IN ('requested','asked','escalated');
CREATE INDEX handoffs_by_case ON handoffs (case_id, requested_at);
CREATE INDEX handoffs_received ON handoffs (to_agency_id, requested_at DESC, id DESC);
CREATE INDEX handoffs_sent ON handoffs (from_agency_id, requested_at DESC, id DESC);
CREATE INDEX handoffs_received_needs ON handoffs (to_agency_id, received_key, id);
CREATE INDEX handoffs_sent_needs ON handoffs (from_agency_id, sent_key, id);
CREATE INDEX handoffs_due ON handoffs (due_at) WHERE state IN ('requested','asked');

CREATE TABLE handoff_questions (
  id uuid PRIMARY KEY,
  handoff_id uuid NOT NULL REFERENCES handoffs,
  text text NOT NULL,
  asked_by uuid REFERENCES accounts,
  asked_at timestamptz NOT NULL,
  answer text NOT NULL DEFAULT '',
  answered_by uuid REFERENCES accounts,
  answered_at timestamptz
);
CREATE INDEX handoff_questions_by_handoff ON handoff_questions (handoff_id, asked_at);

CREATE TABLE refusal_reports (
  id uuid PRIMARY KEY,
  handoff_id uuid NOT NULL REFERENCES handoffs,
  said_by text NOT NULL,
  said_at timestamptz NOT NULL,
  what text NOT NULL,
  reported_by uuid REFERENCES accounts,
  reported_at timestamptz NOT NULL
);
CREATE INDEX refusal_reports_by_handoff ON refusal_reports (handoff_id, reported_at);

CREATE TABLE escalations (
  id uuid PRIMARY KEY,
  case_id uuid REFERENCES cases,
  handoff_id uuid REFERENCES handoffs,
  reason text NOT NULL CHECK (reason IN ('no_destination','no_support_menu','support_refused','refusal_report','no_answer','ping_pong','other')),
  text text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN ('received','organizing','settled')),
  by_clock boolean NOT NULL DEFAULT false,
  opened_by uuid REFERENCES accounts,
  agency_id uuid REFERENCES agencies,
  coordinator_id uuid REFERENCES accounts,
  organized_at timestamptz,
  outcome text NOT NULL DEFAULT '',
  settled_as text CHECK (settled_as IN ('advice_only','coordinated')),
  opened_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  settled_at timestamptz,
  desk_key bigint NOT NULL,                 -- order of the coordinators' list: open ones by due time, then settled ones, newest first
  version int NOT NULL DEFAULT 1,
  CHECK ((state = 'settled') = (settled_at IS NOT NULL)),
  CHECK ((state = 'settled') = (settled_as IS NOT NULL))
);
-- Silence escalates exactly once (invariant 3).
CREATE UNIQUE INDEX escalations_once_by_silence ON escalations (handoff_id) WHERE reason = 'no_answer' AND by_clock;
CREATE INDEX escalations_by_case ON escalations (case_id, opened_at);
CREATE INDEX escalations_desk ON escalations (desk_key, id);

CREATE TABLE notes (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  agency_id uuid NOT NULL REFERENCES agencies,
  author_id uuid NOT NULL REFERENCES accounts,
  kind text NOT NULL CHECK (kind IN ('visit','phone','home_visit','online','document','conference','other')),
  occurred_at timestamptz NOT NULL,
  text text NOT NULL,
  contacted_household boolean NOT NULL DEFAULT false,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX notes_by_case ON notes (case_id, occurred_at DESC);
-- What a note said before it was corrected, and why. Never changed.
CREATE TABLE note_corrections (
  note_id uuid NOT NULL REFERENCES notes,
  position int NOT NULL,
  before text NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts,
  PRIMARY KEY (note_id, position)
);

-- Everything that happened to a case: the timeline, and what statistics are counted from.
CREATE TABLE case_events (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  account_id uuid REFERENCES accounts,      -- null = the clock
  agency_id uuid REFERENCES agencies,
  handoff_id uuid REFERENCES handoffs DEFERRABLE INITIALLY DEFERRED,
  data jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX case_events_by_case ON case_events (case_id, at DESC, id DESC);
CREATE INDEX case_events_by_kind ON case_events (kind, at);

-- Who sees which case, and why: the one table every row scope joins (store/scope.go). grantee = agency, or all coordinators.
CREATE TABLE case_access (
  grantee uuid NOT NULL,
  case_id uuid NOT NULL REFERENCES cases,
  level text NOT NULL CHECK (level IN ('lead','supporting','received','coordinating','outcome')),
  sheet boolean NOT NULL,                   -- the scope includes the sheet
  notes boolean NOT NULL,                   -- the scope includes 支援経過
  open boolean NOT NULL,                    -- the case is not closed
  -- of the case, so that each order of the list walks one index; kana is empty where the name may not be seen
  updated_at timestamptz NOT NULL,
  opened_at timestamptz NOT NULL,
  kana_key text NOT NULL,
  PRIMARY KEY (case_id, grantee)
);
CREATE INDEX case_access_newest ON case_access (grantee, updated_at DESC, case_id DESC);
CREATE INDEX case_access_opened ON case_access (grantee, opened_at DESC, case_id DESC);
CREATE INDEX case_access_kana ON case_access (grantee, kana_key, case_id);
CREATE INDEX case_access_open ON case_access (grantee, updated_at DESC, case_id DESC) WHERE open;

-- 提供記録: what was given to whom on which ground.
CREATE TABLE disclosures (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  handoff_id uuid REFERENCES handoffs,
  from_agency_id uuid NOT NULL REFERENCES agencies,
  to_agency_id uuid NOT NULL REFERENCES agencies,
  account_id uuid REFERENCES accounts,
  what text[] NOT NULL,                     -- sheet, notes
  sheet_number int,
  ground text NOT NULL,
  ground_note text NOT NULL DEFAULT '',
  purpose text NOT NULL DEFAULT '',
  at timestamptz NOT NULL
);
CREATE INDEX disclosures_by_case ON disclosures (case_id, at);

CREATE TABLE notifications (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  kind text NOT NULL,
  case_id uuid REFERENCES cases,
  handoff_id uuid REFERENCES handoffs DEFERRABLE INITIALLY DEFERRED,
  escalation_id uuid REFERENCES escalations DEFERRABLE INITIALLY DEFERRED,
  agency_id uuid REFERENCES agencies,       -- who did it
  at timestamptz NOT NULL,
  read_at timestamptz
);
CREATE INDEX notifications_newest ON notifications (account_id, at DESC, id DESC);
CREATE INDEX notifications_unread ON notifications (account_id) WHERE read_at IS NULL;
