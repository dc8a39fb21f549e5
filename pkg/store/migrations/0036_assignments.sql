-- +goose Up
-- 役割分担: agency × task × member × due. Whether it is overdue is computed from its day, never stored.
CREATE TABLE assignments (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  agency_id uuid NOT NULL REFERENCES agencies,
  member_id uuid REFERENCES persons,              -- null = the whole household
  task text NOT NULL,
  state text NOT NULL CHECK (state IN ('proposed','taken','struggling','completed','handed_on')),
  due_on date NOT NULL,
  first_due_on date NOT NULL,
  conference_id uuid,
  proposed_by uuid NOT NULL REFERENCES accounts,
  proposed_at timestamptz NOT NULL,
  answer_due timestamptz NOT NULL,
  taken_at timestamptz,
  finished_at timestamptz,
  handed_to text NOT NULL DEFAULT '',
  remind_at timestamptz,
  reminded_at timestamptz,
  late_told_at timestamptz,
  escalated_at timestamptz,
  escalation_id uuid UNIQUE REFERENCES escalations DEFERRABLE INITIALLY DEFERRED, -- silence escalates exactly once
  clock_at timestamptz,                           -- when the clock looks at it next
  list_key bigint NOT NULL,                       -- order of the lists: open ones by due day, then finished ones, newest first
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  CHECK ((state IN ('completed','handed_on')) = (finished_at IS NOT NULL)),
  CHECK ((state = 'handed_on') = (handed_to <> '')),
  CHECK ((escalated_at IS NULL) = (escalation_id IS NULL))
);
CREATE INDEX assignments_by_case ON assignments (case_id, list_key, id);
CREATE INDEX assignments_by_agency ON assignments (agency_id, list_key, id);
CREATE INDEX assignments_all ON assignments (list_key, id);
CREATE INDEX assignments_due ON assignments (agency_id, due_on);
CREATE INDEX assignments_clock ON assignments (clock_at) WHERE clock_at IS NOT NULL;

-- What was done with it. Never changed.
CREATE TABLE assignment_steps (
  id uuid PRIMARY KEY,
  assignment_id uuid NOT NULL REFERENCES assignments,
  verb text NOT NULL,
  at timestamptz NOT NULL,
  account_id uuid REFERENCES accounts,
  agency_id uuid REFERENCES agencies,
  text text NOT NULL DEFAULT '',
  to_agency_id uuid REFERENCES agencies,
  due_on date
);
CREATE INDEX assignment_steps_by_assignment ON assignment_steps (assignment_id, at, id);

GRANT SELECT, INSERT, UPDATE ON assignments TO tsunagu_app;
GRANT SELECT, INSERT ON assignment_steps TO tsunagu_app;
