-- +goose Up
-- ケーススタディ: an anonymised copy of a case. It knows its case only until a second person publishes it; from then on nothing in
-- the database leads back (decisions/0065).
CREATE TABLE studies (
  id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('draft','in_review','published','withdrawn')),
  case_id uuid REFERENCES cases,           -- NULL once published or withdrawn
  author_id uuid NOT NULL REFERENCES accounts,
  created_at timestamptz NOT NULL,
  submitted_at timestamptz,
  approved_by uuid REFERENCES accounts,
  published_at timestamptz,
  withdrawn_at timestamptz,
  title text NOT NULL,
  issues text[] NOT NULL DEFAULT '{}',
  features text[] NOT NULL DEFAULT '{}',
  household text NOT NULL DEFAULT '',
  course jsonb NOT NULL DEFAULT '[]',      -- casework.StudyStep: days, no dates
  decided text NOT NULL DEFAULT '',
  learned text NOT NULL DEFAULT '',
  remarks jsonb NOT NULL DEFAULT '[]',     -- casework.StudyRemark, until it is published
  search_key text NOT NULL DEFAULT '',
  grams text[] NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  CHECK (approved_by <> author_id),
  CHECK ((approved_by IS NULL) = (published_at IS NULL)),
  CHECK (state <> 'published' OR published_at IS NOT NULL),
  CHECK (state NOT IN ('draft','in_review') OR published_at IS NULL),
  CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
  CHECK ((case_id IS NULL) = (state IN ('published','withdrawn'))),
  CHECK (case_id IS NOT NULL OR remarks = '[]')
);
CREATE INDEX studies_newest ON studies (state, (coalesce(published_at, created_at)) DESC, id DESC);
CREATE INDEX studies_of_author ON studies (author_id, (coalesce(published_at, created_at)) DESC, id DESC);
CREATE INDEX studies_issues ON studies USING gin (issues);
CREATE INDEX studies_grams ON studies USING gin (grams);
CREATE INDEX studies_of_case ON studies (case_id) WHERE case_id IS NOT NULL;

-- What was published is what the second person read.
-- +goose StatementBegin
CREATE FUNCTION published_study_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL AND (NEW.published_at, NEW.approved_by, NEW.author_id, NEW.case_id, NEW.title, NEW.issues, NEW.features, NEW.household, NEW.course, NEW.decided, NEW.learned)
      IS DISTINCT FROM (OLD.published_at, OLD.approved_by, OLD.author_id, OLD.case_id, OLD.title, OLD.issues, OLD.features, OLD.household, OLD.course, OLD.decided, OLD.learned) THEN
    RAISE EXCEPTION 'study % is published', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'published_study_stays';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER studies_stay BEFORE UPDATE ON studies FOR EACH ROW EXECUTE FUNCTION published_study_stays();

GRANT SELECT, INSERT, UPDATE ON studies TO tsunagu_app;

INSERT INTO erasure_plan (position, table_name, what, which) VALUES (475, 'studies', 'erase', 'case_id = $1');
