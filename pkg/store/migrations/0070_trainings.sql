-- +goose Up
-- 研修: training sessions, the case studies they use, and how many people of which agency came (decisions/0066).
CREATE TABLE trainings (
  id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
  title text NOT NULL CHECK (title <> ''),
  held_on date NOT NULL,
  place text NOT NULL DEFAULT '',
  theme text NOT NULL DEFAULT '',
  others int NOT NULL DEFAULT 0 CHECK (others BETWEEN 0 AND 9999),
  reason text NOT NULL DEFAULT '',
  account_id uuid NOT NULL REFERENCES accounts,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  CHECK (state <> 'cancelled' OR reason <> '')
);
CREATE INDEX trainings_newest ON trainings (held_on DESC, id DESC);
CREATE TABLE training_studies (
  training_id uuid NOT NULL REFERENCES trainings,
  study_id uuid NOT NULL REFERENCES studies,
  position int NOT NULL,
  PRIMARY KEY (training_id, study_id)
);
CREATE INDEX training_studies_of_study ON training_studies (study_id);
CREATE TABLE training_attendances (
  training_id uuid NOT NULL REFERENCES trainings,
  agency_id uuid NOT NULL REFERENCES agencies,
  people int NOT NULL CHECK (people BETWEEN 1 AND 9999),
  PRIMARY KEY (training_id, agency_id)
);
GRANT SELECT, INSERT, UPDATE ON trainings TO tsunagu_app;
GRANT SELECT, INSERT, DELETE ON training_studies, training_attendances TO tsunagu_app;

-- A session uses published studies, which lead back to no case; were a row to lead there all the same, it goes with the study.
INSERT INTO erasure_plan (position, table_name, what, which) VALUES (474, 'training_studies', 'erase', 'study_id IN (SELECT id FROM studies WHERE case_id = $1)');
