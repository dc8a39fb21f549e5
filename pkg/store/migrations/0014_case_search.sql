-- +goose Up
-- What a case is found by, apart from the row that changes with each verb: its grams are written when a name changes, not
-- when somebody accepts. One index meets "these grams" and "seen by this agency", so that a search reads what it shows.
CREATE TABLE case_search (
  case_id uuid PRIMARY KEY REFERENCES cases,
  grams text[] NOT NULL DEFAULT '{}',       -- 1- and 2-grams of cases.search_key
  grantees uuid[] NOT NULL DEFAULT '{}'     -- those of case_access
);
INSERT INTO case_search (case_id, grams, grantees)
  SELECT c.id, c.grams, coalesce((SELECT array_agg(a.grantee ORDER BY a.grantee) FROM case_access a WHERE a.case_id = c.id), '{}') FROM cases c;
CREATE INDEX case_search_grams ON case_search USING gin (grams, grantees);
DROP INDEX cases_grams;
ALTER TABLE cases DROP COLUMN grams;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_search TO tsunagu_app;
