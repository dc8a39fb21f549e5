-- +goose Up
-- 提供記録 for every way data leaves, and what of whom it was. Still append-only (0004).
ALTER TABLE disclosures
  ADD COLUMN kind text NOT NULL DEFAULT 'handoff' CHECK (kind IN ('handoff','print','export','file','conference','dispatch')),
  ADD COLUMN to_name text NOT NULL DEFAULT '',         -- a receiver outside the directory
  ADD COLUMN sheet_id uuid REFERENCES sheets,
  ADD COLUMN person_ids uuid[] NOT NULL DEFAULT '{}',  -- whose data it is
  ADD COLUMN conditions text NOT NULL DEFAULT '',      -- what the receiver must keep to
  ALTER COLUMN to_agency_id DROP NOT NULL,
  ADD CONSTRAINT disclosures_to_someone CHECK ((to_agency_id IS NULL) <> (to_name = ''));
CREATE INDEX disclosures_newest ON disclosures (case_id, at DESC, id DESC);
CREATE INDEX disclosures_by_person ON disclosures USING gin (person_ids);
DROP INDEX disclosures_by_case;

-- Use within the house, and showing a person what is held on it, are grounds for printing, never for giving on to an agency.
ALTER TABLE grounds ADD COLUMN internal boolean NOT NULL DEFAULT false, ADD COLUMN to_person boolean NOT NULL DEFAULT false;
INSERT INTO grounds (code, label, article, needs_consent, needs_note, internal, to_person, valid_from, position) VALUES
  ('own_work', '所管事務のための内部利用', '個人情報保護法61条・69条2項2号', false, false, true, false, '2023-04-01', 9),
  ('own_request', '本人からの開示請求', '個人情報保護法76条・82条', false, false, false, true, '2023-04-01', 10);

-- 訂正の通知 (個人情報保護法97条): whoever was given an earlier version of a corrected sheet, each to be ticked.
CREATE TABLE corrections (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  sheet_id uuid NOT NULL REFERENCES sheets,
  sheet_number int NOT NULL,               -- the corrected version
  received_number int NOT NULL,            -- the newest version the receiver was given
  to_agency_id uuid REFERENCES agencies,
  to_name text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  since timestamptz NOT NULL,
  told_at timestamptz,
  told_by uuid REFERENCES accounts,
  how text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  version int NOT NULL DEFAULT 1,
  CHECK ((told_at IS NULL) = (told_by IS NULL)),
  UNIQUE NULLS NOT DISTINCT (sheet_id, sheet_number, to_agency_id, to_name)
);
CREATE INDEX corrections_by_case ON corrections (case_id, since DESC, id DESC);

GRANT SELECT, INSERT, UPDATE ON corrections TO tsunagu_app;
REVOKE UPDATE, DELETE, TRUNCATE ON disclosures FROM tsunagu_app;
