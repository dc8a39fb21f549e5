-- +goose Up
-- ジェノグラム and エコマップ: what people added to what the sheets say. One document per household, the newest counts.
CREATE TABLE household_pictures (
  household_id uuid PRIMARY KEY REFERENCES households,
  content jsonb NOT NULL,
  version int NOT NULL DEFAULT 1,
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  updated_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON household_pictures TO tsunagu_app;
