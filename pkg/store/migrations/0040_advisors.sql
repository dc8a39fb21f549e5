-- +goose Up
-- 複合課題解決アドバイザー: a person or an organisation, linked to at most one account that signs in as or for it.
CREATE TABLE advisors (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('person','organisation')),
  name text NOT NULL,
  kana text NOT NULL DEFAULT '',
  kana_key text NOT NULL DEFAULT '',        -- order of the list
  organisation text NOT NULL DEFAULT '',
  fields text[] NOT NULL,
  expertise text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '',
  email text NOT NULL DEFAULT '',
  account_id uuid UNIQUE REFERENCES accounts,
  from_on date NOT NULL,
  until_on date,
  search_key text NOT NULL DEFAULT '',
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  CHECK (until_on IS NULL OR until_on >= from_on)
);
CREATE INDEX advisors_by_kana ON advisors (kana_key, id);

-- 派遣. The instants are what statistics are counted from.
CREATE TABLE dispatches (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  state text NOT NULL CHECK (state IN ('requested','assigned','confirmed','advised','completed','cancelled')),
  question text NOT NULL,                   -- without persons
  mode text NOT NULL CHECK (mode IN ('advice','conference','visit')),
  fields text[] NOT NULL,
  issues text[] NOT NULL DEFAULT '{}',
  sheet boolean NOT NULL,
  notes boolean NOT NULL,
  ground text NOT NULL DEFAULT '',
  ground_note text NOT NULL DEFAULT '',
  conditions text NOT NULL DEFAULT '',
  requested_at timestamptz NOT NULL,
  requested_by uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  advisor_id uuid REFERENCES advisors,
  account_id uuid REFERENCES accounts,      -- the advisor's, as linked when assigned
  advisor_name text NOT NULL DEFAULT '',
  assigned_at timestamptz,
  assigned_by uuid REFERENCES accounts,
  confirm_due_at timestamptz,
  confirmed_at timestamptz,
  meets_at timestamptz,
  meets_minutes int,
  place text NOT NULL DEFAULT '',
  sequence int NOT NULL DEFAULT 0,
  advised_at timestamptz,
  follow_until timestamptz,
  completed_at timestamptz,
  completed_by uuid REFERENCES accounts,
  cancelled_at timestamptz,
  cancelled_by uuid REFERENCES accounts,
  cancel_note text NOT NULL DEFAULT '',
  told_at timestamptz,                      -- the clock told the coordinators, in this state
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  CHECK ((state = 'requested') = (advisor_id IS NULL) OR state = 'cancelled'),
  CHECK ((advisor_id IS NULL) = (account_id IS NULL)),
  CHECK ((state = 'completed') = (completed_at IS NOT NULL)),
  CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
  CHECK ((meets_at IS NULL) = (meets_minutes IS NULL))
);
CREATE INDEX dispatches_by_case ON dispatches (case_id, requested_at DESC, id DESC);
CREATE INDEX dispatches_newest ON dispatches (requested_at DESC, id DESC);
CREATE INDEX dispatches_of_account ON dispatches (account_id, requested_at DESC, id DESC) WHERE account_id IS NOT NULL;
CREATE INDEX dispatches_of_advisor ON dispatches (advisor_id) WHERE state IN ('assigned','confirmed','advised');
CREATE INDEX dispatches_unconfirmed ON dispatches (confirm_due_at) WHERE state = 'assigned' AND told_at IS NULL;
CREATE INDEX dispatches_followed ON dispatches (follow_until) WHERE state = 'advised' AND told_at IS NULL;

CREATE TABLE dispatch_records (
  id uuid PRIMARY KEY,
  dispatch_id uuid NOT NULL REFERENCES dispatches,
  follow_up boolean NOT NULL,
  on_day date NOT NULL,
  minutes int NOT NULL,
  text text NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts,
  written_at timestamptz NOT NULL
);
CREATE INDEX dispatch_records_by_dispatch ON dispatch_records (dispatch_id, written_at);

-- 助言の事例: what later cases may learn, without anybody in it. Nothing leads from here to a case but the dispatch's id,
-- which no answer shows.
CREATE TABLE advice (
  id uuid PRIMARY KEY,
  dispatch_id uuid NOT NULL UNIQUE REFERENCES dispatches,
  title text NOT NULL,
  text text NOT NULL,
  fields text[] NOT NULL,
  issues text[] NOT NULL,
  at timestamptz NOT NULL,
  search_key text NOT NULL,
  grams text[] NOT NULL
);
CREATE INDEX advice_newest ON advice (at DESC, id DESC);
CREATE INDEX advice_grams ON advice USING gin (grams);

ALTER TABLE notifications ADD COLUMN dispatch_id uuid REFERENCES dispatches DEFERRABLE INITIALLY DEFERRED;

GRANT SELECT, INSERT, UPDATE ON advisors, dispatches TO tsunagu_app;
GRANT SELECT, INSERT ON dispatch_records, advice TO tsunagu_app;
