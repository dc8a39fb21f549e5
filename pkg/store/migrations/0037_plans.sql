-- +goose Up
-- 支援プラン: the draft stands on the row; agreed versions and reviews are never changed.
CREATE TABLE plans (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  state text NOT NULL CHECK (state IN ('draft','agreed','ended')),
  number int NOT NULL CHECK (number > 0),
  content jsonb NOT NULL,
  review_on date,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by uuid NOT NULL REFERENCES accounts,
  ended_at timestamptz,
  end_reason text NOT NULL DEFAULT '',
  version int NOT NULL DEFAULT 1,
  CHECK ((state = 'ended') = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX plans_one_live_per_case ON plans (case_id) WHERE state <> 'ended';
CREATE INDEX plans_by_case ON plans (case_id, created_at DESC);

CREATE TABLE plan_versions (
  plan_id uuid NOT NULL REFERENCES plans,
  number int NOT NULL,
  content jsonb NOT NULL,
  conference_id uuid,
  reason text NOT NULL DEFAULT '',
  agreed_on date NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  at timestamptz NOT NULL,
  PRIMARY KEY (plan_id, number),
  CHECK (conference_id IS NOT NULL OR reason <> '')
);

CREATE TABLE plan_reviews (
  id uuid PRIMARY KEY,
  plan_id uuid NOT NULL REFERENCES plans,
  number int NOT NULL,
  scores jsonb NOT NULL,
  decision text NOT NULL CHECK (decision IN ('continue','change','end')),
  summary text NOT NULL DEFAULT '',
  next_on date,
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  at timestamptz NOT NULL,
  FOREIGN KEY (plan_id, number) REFERENCES plan_versions,
  CHECK ((decision = 'end') = (next_on IS NULL))
);
CREATE INDEX plan_reviews_by_plan ON plan_reviews (plan_id, at, id);

-- モニタリング, 見直し and 終結後の確認 that are due. agency_id is the lead agency (or the last one): it follows custody.
CREATE TABLE monitorings (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  plan_id uuid REFERENCES plans DEFERRABLE INITIALLY DEFERRED,
  kind text NOT NULL CHECK (kind IN ('plan','review','follow_up')),
  state text NOT NULL CHECK (state IN ('due','done','dropped')),
  agency_id uuid NOT NULL REFERENCES agencies,
  due_on date NOT NULL,
  created_at timestamptz NOT NULL,
  done_at timestamptz,
  done_by uuid REFERENCES accounts,
  note_id uuid REFERENCES notes DEFERRABLE INITIALLY DEFERRED,
  result text NOT NULL DEFAULT '' CHECK (result IN ('','as_planned','change','reopen')),
  late_told_at timestamptz,
  clock_at timestamptz,
  version int NOT NULL DEFAULT 1,
  CHECK ((state = 'due') = (done_at IS NULL)),
  CHECK ((kind = 'follow_up') = (plan_id IS NULL))
);
CREATE UNIQUE INDEX monitorings_one_due ON monitorings (case_id, kind) WHERE state = 'due';
CREATE INDEX monitorings_due_of_agency ON monitorings (agency_id, due_on, id) WHERE state = 'due';
CREATE INDEX monitorings_due ON monitorings (due_on, id) WHERE state = 'due';
CREATE INDEX monitorings_by_case ON monitorings (case_id, due_on);
CREATE INDEX monitorings_clock ON monitorings (clock_at) WHERE clock_at IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON plans, monitorings TO tsunagu_app;
GRANT SELECT, INSERT ON plan_versions, plan_reviews TO tsunagu_app;
