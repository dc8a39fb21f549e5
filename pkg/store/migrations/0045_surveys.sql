-- +goose Up
-- 関係機関アンケート: asked of agencies once a year; knows no household.
CREATE TABLE surveys (
  id uuid PRIMARY KEY,
  fiscal_year int NOT NULL,
  title text NOT NULL,
  lead text NOT NULL DEFAULT '',
  choices jsonb NOT NULL,                  -- casework.SurveyChoice, in their order
  most_choices int NOT NULL,
  topics text[] NOT NULL DEFAULT '{}',
  closes_on date NOT NULL,
  state text NOT NULL CHECK (state IN ('draft','open','closed')),
  created_at timestamptz NOT NULL,
  opened_at timestamptz,
  closed_at timestamptz,
  version int NOT NULL DEFAULT 1,
  CHECK ((state = 'draft') = (opened_at IS NULL)),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX surveys_newest ON surveys (fiscal_year DESC, id DESC);

CREATE TABLE survey_invitations (
  id uuid PRIMARY KEY,
  survey_id uuid NOT NULL REFERENCES surveys,
  agency_id uuid NOT NULL REFERENCES agencies,
  email text NOT NULL DEFAULT '',
  sent_at timestamptz,
  reminded_at timestamptz,
  answered_at timestamptz,
  choices int[] NOT NULL DEFAULT '{}',
  other text NOT NULL DEFAULT '',
  texts text[] NOT NULL DEFAULT '{}',      -- by topic
  UNIQUE (survey_id, agency_id)
);
CREATE INDEX survey_invitations_answered ON survey_invitations (survey_id, answered_at) WHERE answered_at IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON surveys, survey_invitations TO tsunagu_app;
