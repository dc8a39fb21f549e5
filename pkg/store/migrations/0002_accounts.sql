-- +goose Up
CREATE TABLE accounts (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  email_key text NOT NULL UNIQUE,          -- case-folded
  name text NOT NULL,
  password_hash text NOT NULL,
  must_change_password boolean NOT NULL DEFAULT false,
  password_expires_at timestamptz,         -- a first password is short-lived
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
-- One person may hold several roles at several agencies, each with an end of term.
CREATE TABLE memberships (
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  role text NOT NULL CHECK (role IN ('worker','agency_manager','coordinator','advisor','conference_member','city_office','system_admin','auditor')),
  starts_on date NOT NULL,
  ends_on date,
  PRIMARY KEY (account_id, agency_id, role),
  CHECK (ends_on IS NULL OR ends_on >= starts_on)
);
CREATE INDEX memberships_by_agency ON memberships (agency_id, role);

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,   -- where the account acts in this session
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,               -- absolute limit
  ended_at timestamptz,
  end_reason text
);
CREATE INDEX sessions_by_account ON sessions (account_id) WHERE ended_at IS NULL;
CREATE TABLE refresh_tokens (
  hash bytea PRIMARY KEY,                        -- SHA-256 of the token
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  issued_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

CREATE TABLE sign_in_failures (
  key text PRIMARY KEY,                          -- 'account:…' or 'address:…', hashed
  failures int NOT NULL,
  first_at timestamptz NOT NULL,
  locked_until timestamptz
);

CREATE TABLE idempotency_keys (
  account_id uuid NOT NULL REFERENCES accounts,
  key text NOT NULL,
  request_hash bytea NOT NULL,                   -- method, path, If-Match and body
  status int NOT NULL DEFAULT 0,
  headers jsonb NOT NULL DEFAULT '{}',
  body bytea NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
