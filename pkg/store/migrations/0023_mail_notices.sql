-- +goose Up
ALTER TABLE messages DROP CONSTRAINT messages_state_check;
ALTER TABLE messages ADD CONSTRAINT messages_state_check CHECK (state IN ('queued','sending','handing','sent','held','failed','unsure','discarded'));

-- By mail that something waits: what a person has chosen; no row = the default, at_once.
CREATE TABLE mail_preferences (
  account_id uuid PRIMARY KEY REFERENCES accounts,
  mode text NOT NULL CHECK (mode IN ('at_once','daily','off')),
  digested_on date,                        -- the day whose digest is done
  updated_at timestamptz NOT NULL
);
ALTER TABLE notifications ADD COLUMN mailed_at timestamptz;
CREATE INDEX notifications_unmailed ON notifications (at) WHERE read_at IS NULL AND mailed_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_preferences TO tsunagu_app;
