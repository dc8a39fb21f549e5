-- +goose Up
-- 足りない社会資源: of the city, not of a case. It names no case and no person.
CREATE TABLE missing_resources (
  id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('noted','considering','answered')),
  field text NOT NULL,
  ward text NOT NULL DEFAULT '',
  issue text NOT NULL DEFAULT '',
  what text NOT NULL,
  agency_id uuid NOT NULL REFERENCES agencies,
  noted_by uuid NOT NULL REFERENCES accounts,
  noted_at timestamptz NOT NULL,
  answer text NOT NULL DEFAULT '',
  answered_by uuid REFERENCES accounts,
  answered_at timestamptz,
  version int NOT NULL DEFAULT 1,
  CHECK ((state = 'noted') = (answered_at IS NULL))
);
CREATE INDEX missing_resources_newest ON missing_resources (noted_at DESC, id DESC);
CREATE INDEX missing_resources_of_agency ON missing_resources (agency_id, noted_at DESC, id DESC);
GRANT SELECT, INSERT, UPDATE ON missing_resources TO tsunagu_app;

ALTER TABLE assignments ADD CONSTRAINT assignments_conference FOREIGN KEY (conference_id) REFERENCES conferences DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE plan_versions ADD CONSTRAINT plan_versions_conference FOREIGN KEY (conference_id) REFERENCES conferences DEFERRABLE INITIALLY DEFERRED;

-- Invariant 7 once more, where the rules cannot be forgotten: nothing that was agreed is left open by closing.
-- +goose StatementBegin
CREATE FUNCTION closed_leaves_nothing_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the_case uuid := CASE WHEN TG_TABLE_NAME = 'cases' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'case_id')::uuid END;
BEGIN
  IF EXISTS (SELECT 1 FROM cases c WHERE c.id = the_case AND c.state = 'closed' AND (
      EXISTS (SELECT 1 FROM assignments a WHERE a.case_id = c.id AND a.finished_at IS NULL)
      OR EXISTS (SELECT 1 FROM plans p WHERE p.case_id = c.id AND p.state <> 'ended'))) THEN
    RAISE EXCEPTION 'case % is closed and something agreed on it is open', the_case USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_leaves_nothing_open';
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER cases_leave_nothing_open AFTER INSERT OR UPDATE OF state ON cases
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'closed') EXECUTE FUNCTION closed_leaves_nothing_open();
CREATE CONSTRAINT TRIGGER assignments_end_with_the_case AFTER INSERT OR UPDATE OF finished_at ON assignments
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.finished_at IS NULL) EXECUTE FUNCTION closed_leaves_nothing_open();
CREATE CONSTRAINT TRIGGER plans_end_with_the_case AFTER INSERT OR UPDATE OF state ON plans
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state <> 'ended') EXECUTE FUNCTION closed_leaves_nothing_open();
