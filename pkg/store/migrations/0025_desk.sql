-- +goose Up
-- The coordinators' desk: informal questions, contacts, reminders.
ALTER TABLE escalations
  ADD COLUMN reminded_at timestamptz,                    -- all coordinators were told that nobody took it up in time
  ADD COLUMN channel text CHECK (channel IN ('visit','phone','home_visit','online','document')), -- 随時相談 only
  ADD COLUMN asked_by text NOT NULL DEFAULT '',
  ADD COLUMN issues text[] NOT NULL DEFAULT '{}',
  ADD COLUMN answer text NOT NULL DEFAULT '',
  ADD COLUMN minutes int NOT NULL DEFAULT 0 CHECK (minutes BETWEEN 0 AND 1440),
  ADD CONSTRAINT escalations_without_case_are_informal CHECK (case_id IS NOT NULL OR channel IS NOT NULL) NOT VALID;
ALTER TABLE escalations VALIDATE CONSTRAINT escalations_without_case_are_informal;
CREATE INDEX escalations_of_coordinator ON escalations (coordinator_id, desk_key, id) WHERE coordinator_id IS NOT NULL;
CREATE INDEX escalations_not_taken ON escalations (due_at) WHERE state = 'received' AND reminded_at IS NULL;
CREATE INDEX escalations_informal ON escalations (desk_key, id) WHERE channel IS NOT NULL;
CREATE INDEX cases_resting ON cases ((suspension ->> 'reviewOn')) WHERE state = 'suspended';

-- 個別調整: each row counts one (statistics). What a row said before a correction is kept.
CREATE TABLE coordination_contacts (
  id uuid PRIMARY KEY,
  escalation_id uuid REFERENCES escalations,
  case_id uuid REFERENCES cases,
  kind text NOT NULL CHECK (kind IN ('visit','phone','office','online','accompanied','document')),
  at timestamptz NOT NULL,
  minutes int NOT NULL DEFAULT 0 CHECK (minutes BETWEEN 0 AND 1440),
  agencies uuid[] NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts,
  note text NOT NULL DEFAULT '',
  written_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  CHECK (escalation_id IS NOT NULL OR case_id IS NOT NULL)
);
CREATE INDEX coordination_contacts_by_case ON coordination_contacts (case_id, at DESC, id DESC) WHERE case_id IS NOT NULL;
CREATE INDEX coordination_contacts_by_escalation ON coordination_contacts (escalation_id, at DESC, id DESC) WHERE escalation_id IS NOT NULL;
CREATE INDEX coordination_contacts_at ON coordination_contacts (at);
CREATE TABLE coordination_contact_corrections (
  contact_id uuid NOT NULL REFERENCES coordination_contacts,
  position int NOT NULL,
  before jsonb NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts,
  PRIMARY KEY (contact_id, position)
);
GRANT SELECT, INSERT, UPDATE ON coordination_contacts TO tsunagu_app;
GRANT SELECT, INSERT ON coordination_contact_corrections TO tsunagu_app;
