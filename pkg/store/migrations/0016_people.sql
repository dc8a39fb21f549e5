-- +goose Up
-- People: invited by a link, with roles that somebody set, and leaving with nothing open.
ALTER TABLE accounts
  ADD COLUMN version int NOT NULL DEFAULT 1,
  ADD COLUMN name_key text NOT NULL DEFAULT '',        -- folded, for the order of the list
  ADD COLUMN search_key text NOT NULL DEFAULT '',      -- folded name and address
  ADD COLUMN invited_at timestamptz,
  ADD COLUMN invited_by uuid REFERENCES accounts,
  ADD COLUMN joined_at timestamptz DEFAULT now(),      -- null: invited, has set no password yet
  ADD COLUMN deactivated_at timestamptz,
  ADD COLUMN last_agency_id uuid REFERENCES agencies;  -- last acted for: where the next session begins
UPDATE accounts SET joined_at = created_at, name_key = lower(normalize(name, NFKC)), search_key = lower(normalize(name, NFKC)) || E'\n' || email_key;
CREATE INDEX accounts_by_name ON accounts (name_key, id);
CREATE INDEX sessions_seen ON sessions (account_id, seen_at DESC);   -- when somebody was last here

ALTER TABLE memberships
  ADD COLUMN deputy boolean NOT NULL DEFAULT false,
  ADD COLUMN set_by uuid REFERENCES accounts,
  ADD CONSTRAINT memberships_deputies_end CHECK (NOT deputy OR (role = 'agency_manager' AND ends_on IS NOT NULL));

-- Who gave which role to whom; lines are only added.
CREATE TABLE role_changes (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  role text NOT NULL,
  change text NOT NULL CHECK (change IN ('granted','changed','ended')),
  deputy boolean NOT NULL,
  starts_on date NOT NULL,
  ends_on date,
  by_account uuid NOT NULL REFERENCES accounts,
  at timestamptz NOT NULL
);
CREATE INDEX role_changes_by_account ON role_changes (account_id, at DESC, id DESC);

-- パスワードを忘れた: every wish is kept alike and answered by the clock, so that the answer cannot tell who has an account.
CREATE TABLE password_requests (
  id uuid PRIMARY KEY,
  email_key text NOT NULL,
  origin text NOT NULL,                    -- of the page it was asked from: the link leads back there
  at timestamptz NOT NULL
);
CREATE INDEX password_requests_by_age ON password_requests (at);

GRANT SELECT, INSERT ON role_changes TO tsunagu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON password_requests TO tsunagu_app;
