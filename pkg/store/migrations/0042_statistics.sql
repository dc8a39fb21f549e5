-- +goose Up
-- 年度統計: one row per counted thing, made by the transaction that makes the thing itself (decision 0042). No foreign keys:
-- a count outlives the erasure of the case it came from.
CREATE TABLE statistic_events (
  measure text NOT NULL CHECK (measure IN ('escalations_coordinated','escalations_advice_only','case_conferences','coordination_contacts','advisor_meetings')),
  object_id uuid NOT NULL,
  case_id uuid,
  at timestamptz NOT NULL,
  fiscal_year int NOT NULL,                -- of the day in Tokyo
  fiscal_month int NOT NULL CHECK (fiscal_month BETWEEN 1 AND 12), -- 1 = April
  detail text NOT NULL DEFAULT '',         -- a code: why escalated, how contacted
  counted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (measure, object_id)
);
CREATE INDEX statistic_events_newest ON statistic_events (measure, fiscal_year, at DESC, object_id DESC);

-- Kept, not counted on the fly (performance.md); Recount compares it with the rows above.
CREATE TABLE statistic_counts (
  fiscal_year int NOT NULL,
  fiscal_month int NOT NULL,
  measure text NOT NULL,
  n int NOT NULL CHECK (n >= 0),
  PRIMARY KEY (fiscal_year, fiscal_month, measure)
);

-- +goose StatementBegin
CREATE FUNCTION count_statistic(what text, object uuid, the_case uuid, happened timestamptz, code text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  day date := (happened AT TIME ZONE 'Asia/Tokyo')::date;
  month int := (extract(month FROM day)::int + 8) % 12 + 1;
  year int := extract(year FROM day)::int - CASE WHEN extract(month FROM day) < 4 THEN 1 ELSE 0 END;
  before statistic_events;
BEGIN
  SELECT * INTO before FROM statistic_events WHERE measure = what AND object_id = object FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO statistic_events (measure, object_id, case_id, at, fiscal_year, fiscal_month, detail) VALUES (what, object, the_case, happened, year, month, code);
  ELSE -- a corrected date
    UPDATE statistic_events SET at = happened, fiscal_year = year, fiscal_month = month, detail = code, case_id = the_case
      WHERE measure = what AND object_id = object;
    IF (before.fiscal_year, before.fiscal_month) = (year, month) THEN
      RETURN;
    END IF;
    UPDATE statistic_counts c SET n = c.n - 1 WHERE (c.fiscal_year, c.fiscal_month, c.measure) = (before.fiscal_year, before.fiscal_month, what);
  END IF;
  INSERT INTO statistic_counts (fiscal_year, fiscal_month, measure, n) VALUES (year, month, what, 1)
    ON CONFLICT (fiscal_year, fiscal_month, measure) DO UPDATE SET n = statistic_counts.n + 1;
END $$;

CREATE FUNCTION count_escalation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.settled_as IS NOT NULL THEN
    PERFORM count_statistic('escalations_' || NEW.settled_as, NEW.id, NEW.case_id, NEW.settled_at, NEW.reason);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION count_conference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.held_at IS NOT NULL THEN
    PERFORM count_statistic(CASE NEW.kind WHEN 'case_conference' THEN 'case_conferences' ELSE 'advisor_meetings' END, NEW.id, NEW.case_id, NEW.held_at, '');
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER counted AFTER INSERT OR UPDATE OF settled_as, settled_at, case_id ON escalations FOR EACH ROW EXECUTE FUNCTION count_escalation();
CREATE TRIGGER counted AFTER INSERT OR UPDATE OF held_at, kind ON conferences FOR EACH ROW EXECUTE FUNCTION count_conference();

-- What happened before this migration counts too.
SELECT count_statistic('escalations_' || settled_as, id, case_id, settled_at, reason) FROM escalations WHERE settled_as IS NOT NULL;
SELECT count_statistic(CASE kind WHEN 'case_conference' THEN 'case_conferences' ELSE 'advisor_meetings' END, id, case_id, held_at, '') FROM conferences WHERE held_at IS NOT NULL;

-- What the city office wrote down about a fiscal year.
CREATE TABLE statistic_years (
  fiscal_year int PRIMARY KEY CHECK (fiscal_year BETWEEN 2000 AND 2200),
  recorded jsonb NOT NULL DEFAULT '{}',    -- measure → figure of the time before the system
  note text NOT NULL DEFAULT '',
  frozen jsonb,                            -- measure → figure as published
  frozen_at timestamptz,
  frozen_by uuid REFERENCES accounts,
  explanation text NOT NULL DEFAULT '',
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  CHECK ((frozen IS NULL) = (frozen_at IS NULL))
);

GRANT SELECT, INSERT, UPDATE ON statistic_events, statistic_counts, statistic_years TO tsunagu_app;
